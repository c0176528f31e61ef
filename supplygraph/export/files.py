"""Writes the graph as CSV, JSON Lines, GraphML, networkx's node-link JSON, or arrays for PyG."""

from __future__ import annotations

import json
import re
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TextIO
from xml.sax.saxutils import escape, quoteattr

from supplygraph.export.folder import Folder
from supplygraph.export.parquet import SCHEMA, describe
from supplygraph.export.reading import EdgeRow, NodeRow, Reader, Row
from supplygraph.schema.declaration import Property
from supplygraph.schema.tables import ENDS, KEY, EdgeTable, NodeTable, Table, all_tables
from supplygraph.text import utc_text

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_TYPES = {"INTEGER": "long", "FLOAT": "double", "BOOLEAN": "boolean"}


def write_csv(reader: Reader, target: Path) -> int:
    """A CSV file for each label and relationship type, in a new folder; returns the rows.

    Lists are JSON, times ISO 8601, and what is missing is an empty cell; an empty text is `""`.
    """
    written = 0
    tables = []
    with Folder(target) as folder:
        for table, rows in reader.tables():
            tables.append(table)
            path = folder / f"{table.place}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            names = [one.name for one in _properties(reader, table)]
            own = [KEY] if isinstance(table, NodeTable) else list(ENDS)
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write(",".join([*own, *names]) + "\n")
                for row in rows:
                    values = [*_own(table, row), *(row.properties.get(name) for name in names)]
                    file.write(",".join(map(_cell, values)) + "\n")
                    written += 1
        _write_schema(folder, reader, tables)
    return written


def write_jsonl(reader: Reader, out: TextIO) -> int:
    """A node or relationship a line, nodes first; returns the lines."""
    written = 0
    for table, rows in reader.tables():
        for row in rows:
            properties = {name: _plain(value) for name, value in row.properties.items()}
            if isinstance(row, NodeRow):
                line = {"node": table.name, "id": row.key, "properties": properties}
            else:
                ends = dict(zip(ENDS, _own(table, row), strict=True))
                line = {"relationship": table.name, **ends, "properties": properties}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            written += 1
    return written


def write_networkx(reader: Reader, out: TextIO) -> int:
    """The node-link form of a `MultiDiGraph`, which `networkx.node_link_graph(..., edges="edges")` reads.

    An edge's property `source` is called `stated_by`, as `source` is where the edge leads from.
    """
    out.write('{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
    written, edges, separator = 0, False, "\n"
    for table, rows in reader.tables():
        if isinstance(table, EdgeTable) and not edges:
            out.write('\n], "edges": [')
            edges, separator = True, "\n"
        for number, row in enumerate(rows):
            properties = {name: _plain(value) for name, value in row.properties.items()}
            if isinstance(row, NodeRow):
                item = {**properties, "id": f"{table.name}:{row.key}", "label": table.name, "key": row.key}
            else:
                start, end = _names(table, row)
                if "source" in properties:
                    properties["stated_by"] = properties.pop("source")
                # What tells parallel edges apart is networkx's own `key`.
                apart = f"{table.name} {number}"
                item = {**properties, "source": start, "target": end, "key": apart, "type": table.name}
            out.write(separator + json.dumps(item, ensure_ascii=False))
            separator = ",\n"
            written += 1
    out.write("\n]}\n" if edges else '\n], "edges": []}\n')
    return written


def write_graphml(reader: Reader, out: TextIO) -> int:
    """GraphML whose attributes have the declared types; lists are JSON text, and what is missing is left out."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    keys: dict[tuple[str, str], str] = {}
    written, head = 0, False
    for table, rows in reader.tables():
        if not head:
            for line in _keys(reader, keys):
                out.write(line)
            out.write('<graph edgedefault="directed">\n')
            head = True
        kind = "node" if isinstance(table, NodeTable) else "edge"
        for row in rows:
            if isinstance(row, NodeRow):
                data = {"label": table.name, "key": row.key, **row.properties}
                out.write(f"<node id={_attribute(f'{table.name}:{row.key}')}>")
            else:
                start, end = _names(table, row)
                data = {"type": table.name, **row.properties}
                out.write(f"<edge source={_attribute(start)} target={_attribute(end)}>")
            for name, value in data.items():
                out.write(f'<data key="{keys[kind, name]}">{_content(_text(value))}</data>')
            out.write(f"</{kind}>\n")
            written += 1
    out.write(("" if head else '<graph edgedefault="directed">\n') + "</graph>\n</graphml>\n")
    return written


def write_pyg(reader: Reader, target: Path) -> int:
    """NumPy arrays in a new folder: for each label its ids and numbers, for each relationship an `edge_index`.

    `read_arrays` reads them. Rows of a label stand in the order of its ids; a number that is missing is NaN. Which row
    an id has is kept on disk meanwhile, so memory does not grow with the graph.
    """
    written = 0
    tables = []
    with Folder(target) as folder, tempfile.TemporaryDirectory(dir=folder) as work:
        numbers = sqlite3.connect(Path(work) / "numbers.sqlite")
        try:
            numbers.execute(
                "CREATE TABLE number (label TEXT, id TEXT, at INTEGER, PRIMARY KEY (label, id)) WITHOUT ROWID"
            )
            features: dict[str, list[str]] = {}
            for table, rows in reader.tables():
                tables.append(table)
                path = folder / table.place
                path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(table, NodeTable):
                    features[table.name] = [
                        one.name for one in _properties(reader, table) if one.type in ("INTEGER", "FLOAT", "BOOLEAN")
                    ]
                    written += _node_arrays(path, table, rows, features[table.name], numbers)
                else:
                    written += _edge_array(path, table, rows, numbers)
        finally:
            numbers.close()
        _write_schema(folder, reader, tables)
        (folder / "features.json").write_text(json.dumps(features, indent=1) + "\n", encoding="utf-8")
    return written


def read_arrays(folder: Path) -> tuple[dict[str, Any], dict[str, Any], dict[tuple[str, str, str], Any]]:
    """What `export pyg` wrote, as NumPy's arrays, mapped and not read whole.

    Returns the ids of each label, its numbers (`x`, one row a node, columns as in `features.json`), and for each
    `(start label, type, end label)` the `edge_index` of PyG.
    """
    import numpy

    ids, x, edges = {}, {}, {}
    for path in sorted(folder.glob("nodes/*.ids.jsonl")):
        label = path.name.removesuffix(".ids.jsonl")
        ids[label] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        x[label] = numpy.load(path.with_name(f"{label}.x.npy"), mmap_mode="r")
    for path in sorted(folder.glob("relationships/*/*.npy")):
        start, end, _ = path.name.split(".")
        edges[start, path.parent.name, end] = numpy.load(path, mmap_mode="r")
    return ids, x, edges


class _Array:
    """A file in NumPy's format that grows, and whose length is written when it is known.

    Args:
        path: The file.
        kind: Type of its numbers, such as `<f4`.
        width: Numbers of one row.
        transposed: Whether a row is a column of the array, as PyG wants the ends of an edge.
    """

    def __init__(self, path: Path, kind: str, width: int, *, transposed: bool = False) -> None:
        self.count = 0
        self._kind, self._width, self._transposed = kind, width, transposed
        self._out = path.open("wb")
        self._out.write(self._header())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._out.seek(0)
        self._out.write(self._header())
        self._out.close()

    def append(self, row: bytes) -> None:
        self._out.write(row)
        self.count += 1

    def _header(self) -> bytes:
        shape = (self._width, self.count) if self._transposed else (self.count, self._width)
        text = f"{{'descr': '{self._kind}', 'fortran_order': {self._transposed}, 'shape': {shape}, }}"
        return b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + text.ljust(117).encode() + b"\n"


def _node_arrays(
    path: Path, table: NodeTable, rows: Iterator[Row], names: list[str], numbers: sqlite3.Connection
) -> int:
    form = struct.Struct(f"<{len(names)}f")
    with (
        path.with_name(f"{path.name}.ids.jsonl").open("w", encoding="utf-8") as ids,
        _Array(path.with_name(f"{path.name}.x.npy"), "<f4", len(names)) as array,
    ):
        for row in rows:
            assert isinstance(row, NodeRow)  # noqa: S101
            # Escaped, so that no character in an id ends a line for any reader.
            ids.write(json.dumps(row.key) + "\n")
            numbers.execute("INSERT INTO number VALUES (?, ?, ?)", (table.name, row.key, array.count))
            array.append(form.pack(*(float(row.properties.get(name, "nan")) for name in names)))
        return array.count


def _edge_array(path: Path, table: EdgeTable, rows: Iterator[Row], numbers: sqlite3.Connection) -> int:
    form = struct.Struct("<2q")
    find = "SELECT at FROM number WHERE label = ? AND id = ?"
    with _Array(path.with_name(f"{path.name}.npy"), "<i8", 2, transposed=True) as array:
        for row in rows:
            assert isinstance(row, EdgeRow)  # noqa: S101
            start = numbers.execute(find, (table.start.label, row.start)).fetchone()
            end = numbers.execute(find, (table.end.label, row.end)).fetchone()
            array.append(form.pack(start[0], end[0]))
        return array.count


def _write_schema(folder: Path, reader: Reader, tables: list[Table]) -> None:
    text = json.dumps(describe(tables, machinery=reader.machinery), indent=1, ensure_ascii=False)
    (folder / SCHEMA).write_text(text + "\n", encoding="utf-8")


def _properties(reader: Reader, table: Table) -> list[Property]:
    return [one for one in table.properties if reader.machinery or not one.working]


def _own(table: Table, row: Row) -> list[str]:
    if isinstance(row, NodeRow):
        return [row.key]
    assert isinstance(table, EdgeTable)  # noqa: S101
    return [row.start, row.end, table.start.label, table.end.label]


def _names(table: Table, row: EdgeRow) -> tuple[str, str]:
    """What the ends are called where nodes of all labels stand together: a dataset may bear the id of a model."""
    assert isinstance(table, EdgeTable)  # noqa: S101
    return f"{table.start.label}:{row.start}", f"{table.end.label}:{row.end}"


def _plain(value: Any) -> Any:
    return utc_text(value) if isinstance(value, datetime) else value


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case datetime():
            return utc_text(value)
    return json.dumps(value, ensure_ascii=False)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = _text(value)
    if text == "" or any(one in text for one in ',"\n\r') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))


def _content(text: str) -> str:
    # A bare carriage return would come back as a line feed.
    return escape(_NOT_XML.sub("", text), {"\r": "&#13;"})


def _keys(reader: Reader, keys: dict[tuple[str, str], str]) -> Iterator[str]:
    """Declares the attributes; one that has several types in several tables is text."""
    types: dict[tuple[str, str], set[str]] = {("node", "label"): {""}, ("node", "key"): {""}, ("edge", "type"): {""}}
    for table in all_tables():
        kind = "node" if isinstance(table, NodeTable) else "edge"
        for one in _properties(reader, table):
            types.setdefault((kind, one.name), set()).add(one.type)
    for (kind, name), found in types.items():
        keys[kind, name] = f"d{len(keys)}"
        known = _XML_TYPES.get(next(iter(found)), "string") if len(found) == 1 else "string"
        yield f'<key id="{keys[kind, name]}" for="{kind}" attr.name={quoteattr(name)} attr.type="{known}"/>\n'
