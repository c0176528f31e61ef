"""Writes the graph as a folder of Parquet files that other tools and `neo4j-admin` take, and reads such a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supplygraph.bulk.parquet import arrow_type
from supplygraph.bulk.tables import admin_type
from supplygraph.errors import InputError
from supplygraph.export.folder import Folder
from supplygraph.export.reading import EdgeRow, NodeRow, Reader, Row
from supplygraph.extras import needed
from supplygraph.schema.declaration import declared_properties
from supplygraph.schema.tables import ENDS, KEY, EdgeTable, NodeTable, Table, all_tables
from supplygraph.store.format import FORMAT
from supplygraph.version import __version__

if TYPE_CHECKING:
    import pyarrow

#: Version of the layout of such a folder.
LAYOUT = 1
MANIFEST = "manifest.json"
SCHEMA = "schema.json"
#: Rows of one row group, which is what is held in memory.
BATCH = 10_000


@dataclass(frozen=True)
class Part:
    """One file of a folder, as its manifest has it.

    Attributes:
        path: Its place in the folder.
        table: What it holds.
        rows: How many rows.
        size: Bytes.
        sha256: Its checksum.
    """

    path: str
    table: Table
    rows: int
    size: int
    sha256: str

    def entry(self) -> dict[str, Any]:
        """What the manifest says of it."""
        what: dict[str, Any] = {"label": self.table.name}
        if isinstance(self.table, EdgeTable):
            what = {"type": self.table.name, "start": self.table.start.label, "end": self.table.end.label}
        return {"path": self.path, **what, "rows": self.rows, "bytes": self.size, "sha256": self.sha256}


def write_parquet(reader: Reader, target: Path) -> list[Part]:
    """Writes what a reader gives into a new folder, which appears whole or not at all; returns its files.

    Raises:
        InputError: the folder is there and not empty, or a value of the graph is not of its declared type.
        SupplygraphError: pyarrow is not installed.
        ServerError: the server cannot be used.
    """
    with Folder(target) as folder:
        parts = write_tables(reader, folder)
        write_manifest(folder, parts, reader, {})
    return parts


def write_tables(reader: Reader, folder: Path) -> list[Part]:
    """Writes the files of all tables, their schema and the headers for `neo4j-admin` into an existing folder."""
    with needed("parquet"):
        import pyarrow
        import pyarrow.parquet
    parts = []
    for table, rows in reader.tables():
        schema = pyarrow.schema(columns(table, machinery=reader.machinery))
        path = folder / f"{table.place}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        count = 0
        with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in batches(rows, BATCH):
                writer.write_batch(_record_batch(schema, table, batch))
                count += len(batch)
        parts.append(Part(f"{table.place}.parquet", table, count, path.stat().st_size, digest(path)))
        _write_header(folder / "headers", table, schema.names)
    (folder / SCHEMA).write_text(_json(describe([part.table for part in parts], machinery=reader.machinery)), "utf-8")
    return parts


def write_manifest(folder: Path, parts: Iterable[Part], reader: Reader, more: dict[str, Any]) -> None:
    """Writes what the folder holds, with checksums; `more` is what else is said of it."""
    manifest = {
        "layout": LAYOUT,
        "graph_format": FORMAT,
        "supplygraph": __version__,
        "whole": reader.part is None and reader.machinery,
        **more,
        "left_out": dict(sorted(reader.left_out.items())),
        "files": [part.entry() for part in parts],
    }
    (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8")


def columns(table: Table, *, machinery: bool) -> list[tuple[str, pyarrow.DataType]]:
    """Names and Arrow types of the columns of a table's file."""
    import pyarrow

    text = pyarrow.string()
    own = [(KEY, text)] if isinstance(table, NodeTable) else [(name, text) for name in ENDS]
    return own + [(one.name, arrow_type(one.type)) for one in table.properties if machinery or not one.working]


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most that size."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _record_batch(schema: pyarrow.Schema, table: Table, rows: list[Row]) -> pyarrow.RecordBatch:
    import pyarrow

    own: dict[str, list[str]] = {}
    if isinstance(table, EdgeTable):
        own["src_label"] = [table.start.label] * len(rows)
        own["dst_label"] = [table.end.label] * len(rows)
    for row in rows:
        if isinstance(row, NodeRow):
            own.setdefault(KEY, []).append(row.key)
        else:
            own.setdefault("src", []).append(row.start)
            own.setdefault("dst", []).append(row.end)
    arrays = []
    for field in schema:
        stated: list[Any] = (
            [row.properties.get(field.name) for row in rows] if field.name not in own else own[field.name]
        )
        arrays.append(pyarrow.array(stated, type=field.type))
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _header(table: Table, names: list[str]) -> str:
    """What `neo4j-admin` makes of each column, and below it the column: the form that it knows for Parquet."""
    kinds = {one.name: f"{one.name}:{admin_type(one.type)}" for one in table.properties}
    if isinstance(table, NodeTable):
        kinds[KEY] = f"{table.node.key}:ID({table.name})"
    else:
        kinds |= {"src": f":START_ID({table.start.label})", "dst": f":END_ID({table.end.label})"}
    used = [name for name in names if name in kinds]
    return f"{','.join(kinds[name] for name in used)}\n{','.join(used)}\n"


def _write_header(folder: Path, table: Table, names: list[str]) -> Path:
    path = folder / f"{table.place}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_header(table, names), encoding="utf-8")
    return path


def import_arguments(folder: Path, parts: Iterable[Part], headers: Path) -> list[str]:
    """What `neo4j-admin database import full neo4j` is told to take such a folder.

    Args:
        folder: Where the files are.
        parts: The files.
        headers: Where to write what each column is.
    """
    import pyarrow.parquet

    found = ["--input-type=parquet", "--id-type=string", "--bad-tolerance=0"]
    for part in parts:
        kind = "nodes" if isinstance(part.table, NodeTable) else "relationships"
        header = _write_header(headers, part.table, pyarrow.parquet.read_schema(folder / part.path).names)
        found.append(f"--{kind}={part.table.name}={header},{folder / part.path}")
    return found


def describe(tables: Iterable[Table], *, machinery: bool) -> dict[str, Any]:
    """What the columns of each table are, as `schema.json` has it."""
    nodes: dict[str, Any] = {}
    relationships: dict[str, Any] = {}
    for table in tables:
        found = {
            one.name: {"type": one.type, "meaning": one.meaning}
            for one in table.properties
            if machinery or not one.working
        }
        if isinstance(table, NodeTable):
            key = next(one for one in declared_properties(table.node) if one.name == table.node.key)
            nodes[table.name] = {
                "meaning": " ".join((table.node.__doc__ or "").split()),
                "key": table.node.key,
                "columns": {KEY: {"type": "STRING", "meaning": key.meaning}, **found},
            }
        else:
            entry = relationships.setdefault(
                table.name,
                {
                    "meaning": " ".join((table.relationship.__doc__ or "").split()),
                    "joins": [],
                    "columns": {
                        "src": {"type": "STRING", "meaning": "Key of the node that it leads from."},
                        "dst": {"type": "STRING", "meaning": "Key of the node that it leads to."},
                        "src_label": {"type": "STRING", "meaning": "Label of the node that it leads from."},
                        "dst_label": {"type": "STRING", "meaning": "Label of the node that it leads to."},
                        **found,
                    },
                },
            )
            entry["joins"].append([table.start.label, table.end.label])
    return {"layout": LAYOUT, "graph_format": FORMAT, "nodes": nodes, "relationships": relationships}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def read_manifest(text: str, where: str) -> tuple[dict[str, Any], list[Part]]:
    """A manifest and the files that it lists.

    Raises:
        InputError: it is not a manifest, is of another version, or lists a file that no table of this version has.
    """
    try:
        manifest = json.loads(text)
        layout, form, files = manifest["layout"], manifest["graph_format"], manifest["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{where} is not the manifest of an export", "name the folder that holds it") from None
    if (layout, form) != (LAYOUT, FORMAT):
        raise InputError(
            f"{where} is of layout {layout}, graph format {form}; this version reads {LAYOUT} and {FORMAT}",
            "use the version of supplygraph that wrote it, which the manifest names",
        )
    known = {f"{table.place}.parquet": table for table in all_tables()}
    parts = []
    try:
        for entry in files:
            path = str(entry["path"])
            if path not in known:
                raise InputError(f"{where} lists {path!r:.80}, which is not a table of this version", None)
            parts.append(Part(path, known[path], int(entry["rows"]), int(entry["bytes"]), str(entry["sha256"])))
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{where} has a file without path, rows, bytes or sha256", "write the export again") from None
    return manifest, parts


def read_rows(path: Path, table: Table) -> Iterator[Row]:
    """The rows of one file as they were written, without nulls.

    Raises:
        InputError: it is not such a file.
        SupplygraphError: pyarrow is not installed.
    """
    with needed("parquet"):
        import pyarrow
        import pyarrow.parquet
    try:
        file = pyarrow.parquet.ParquetFile(path)
        expected = dict(columns(table, machinery=True))
        for field in file.schema_arrow:
            if expected.get(field.name) != field.type:
                raise InputError(f"{path}: column {field.name} is not one of {table.name}", "write the export again")
        for batch in file.iter_batches(BATCH):
            for row in batch.to_pylist():
                stated = {name: value for name, value in row.items() if value is not None}
                if isinstance(table, NodeTable):
                    yield NodeRow(stated.pop(KEY), stated)
                else:
                    start, end, *_ = (stated.pop(name) for name in ENDS)
                    yield EdgeRow(start, end, stated)
    except (pyarrow.ArrowException, OSError, KeyError) as error:
        raise InputError(f"{path} cannot be read: {str(error)[:200]}", "write the export again") from error
