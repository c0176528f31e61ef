"""Writes rows of the declared tables as the files that Neo4j's importer takes: Parquet, or else CSV."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from supplygraph.bulk.parquet import ParquetTable
from supplygraph.schema.declaration import Property
from supplygraph.schema.tables import NodeTable, Table, all_tables
from supplygraph.store.rows import Row

#: Stands between the items of a list.
SEPARATOR = "\x1f"
#: Rows that are written at once.
_ROWS = 2_000
#: Characters that the importer reads at once. It reads so much of each file twice, first to estimate what there is.
_READ_AT_ONCE = 2**19
_UTC = timedelta()
#: Later years have four digits however they are written.
_PADDED = 999
_TYPES = {"STRING": "string", "INTEGER": "long", "FLOAT": "double", "BOOLEAN": "boolean", "ZONED DATETIME": "datetime"}


@dataclass
class Files:
    """The files of one process.

    Attributes:
        rows: Rows of each table.
        longest: Characters of the longest row.
        multiline: Whether a value goes over several lines, which the importer reads with one processor only.
        odd: Values that the importer cannot take: the table, what tells the row, and its properties.
        parquet: Whether they are Parquet.
    """

    folder: Path
    parquet: bool = False
    rows: dict[Table, int] = field(default_factory=dict)
    longest: int = 0
    multiline: bool = False
    odd: list[tuple[Table, tuple[str, ...], Row]] = field(default_factory=list)


class TableWriter:
    """Appends rows to one file for each table; a context manager that closes them.

    Args:
        folder: Where to write.
        columns: The properties that each table has a value of.
        parquet: Whether to write Parquet.
    """

    def __init__(self, folder: Path, columns: Mapping[Table, Iterable[str]], *, parquet: bool = False) -> None:
        folder.mkdir(parents=True)
        self.files = Files(folder, parquet)
        self._columns = columns
        self._open: dict[Table, CsvTable | ParquetTable] = {}

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, *error: object) -> None:
        for one in self._open.values():
            one.close()

    def write(self, table: Table, rows: Iterable[tuple[tuple[str, ...], Row]]) -> None:
        """Appends rows: what tells each, its key or its ends first, and its properties."""
        if table not in self._open:
            self._open[table] = self._begun(table)
        self.files.rows[table] = self.files.rows.get(table, 0) + self._open[table].append(rows)

    def _begun(self, table: Table) -> "CsvTable | ParquetTable":
        files, properties = self.files, used(table, self._columns)
        path = files.folder / file_name(table, parquet=files.parquet)
        if files.parquet:
            return ParquetTable(path, table, column_names(table, self._columns), properties, files.odd)
        return CsvTable(path, table, properties, files)


class CsvTable:
    """The file of one table.

    Args:
        path: Where to write it.
        table: What it holds.
        properties: The properties that it has.
        files: What is known of the files that it is one of.
    """

    def __init__(self, path: Path, table: Table, properties: Sequence[Property], files: Files) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._table, self._files = table, files
        self._texts = [(one.name, _TEXTS[one.type]) for one in properties]

    def append(self, rows: Iterable[tuple[tuple[str, ...], Row]]) -> int:
        """Appends rows: what tells each, and its properties; returns how many."""
        table = self._table
        ends, label = (1, [table.name]) if isinstance(table, NodeTable) else (2, [])
        count = 0
        held: list[str] = []
        for identity, row in rows:
            line = [_quoted(key) for key in identity[:ends]] + label
            stated = row.get
            for name, text in self._texts:
                value = stated(name)
                if value is None:
                    line.append("")
                    continue
                written = text(value)
                if written is None:
                    self._files.odd.append((table, identity, {name: value}))
                    written = ""
                line.append(written)
            held.append(",".join(line))
            count += 1
            if len(held) >= _ROWS:
                self._write(held)
                held.clear()
        if held:
            self._write(held)
        return count

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _write(self, lines: list[str]) -> None:
        text = "\n".join(lines) + "\n"
        self._files.longest = max(self._files.longest, max(map(len, lines)))
        self._files.multiline = self._files.multiline or text.count("\n") != len(lines) or "\r" in text
        self._file.write(text)


def used(table: Table, columns: Mapping[Table, Iterable[str]]) -> list[Property]:
    """The properties of a table that have a value somewhere, and those that every row may have.

    Neo4j finds a property by going through those before it, so what derivations read most comes first.
    """
    wanted = {*columns.get(table, ()), *ALWAYS}
    found = [one for one in table.properties if one.name in wanted]
    return sorted(found, key=lambda one: not one.name.startswith(_READ_MOST))


#: How the names of the properties begin that derivations read of nearly every node and relationship.
_READ_MOST = ("status", "_name_", "name_", "license_statement", "_license_key", "relation", "channel")
#: Properties that the writer itself sets.
ALWAYS = ("first_seen", "last_seen", "status", "source", "sources", "_folded", "name")


def column_names(table: Table, columns: Mapping[Table, Iterable[str]]) -> list[str]:
    """What the importer calls the columns of a table's file."""
    if isinstance(table, NodeTable):
        own = [f"{table.node.key}:ID({table.name})", ":LABEL"]
    else:
        own = [f":START_ID({table.start.label})", f":END_ID({table.end.label})"]
    return [*own, *(f"{one.name}:{admin_type(one.type)}" for one in used(table, columns))]


def admin_type(kind: str) -> str:
    """What the importer calls a type of a property."""
    return f"{_TYPES[kind[5:-1]]}[]" if kind.startswith("LIST<") else _TYPES[kind]


def file_name(table: Table, *, parquet: bool = False) -> str:
    """The name of a table's file; the importer takes names as patterns, so it is of letters alone."""
    return table.place.replace("/", "-").replace(".", "-") + (".parquet" if parquet else ".csv")


def import_arguments(folder: Path, files: Iterable[Files], columns: Mapping[Table, Iterable[str]]) -> list[str]:
    """What `neo4j-admin database import full neo4j` is told; writes the headers of CSV into `folder`."""
    written = list(files)
    parquet = all(one.parquet for one in written)
    present = {table for one in written for table, rows in one.rows.items() if rows}
    found = ["--id-type=string", "--bad-tolerance=0", *(["--input-type=parquet"] if parquet else _of_csv(written))]
    # Artifacts come first, for Neo4j gives the nodes that were made first to who asks for any. The importer keeps the
    # order of files only where their labels stand in the rows.
    for table in (table for table in all_tables() if table in present):
        name = file_name(table, parquet=parquet)
        paths = [str(one.folder / name) for one in written if one.rows.get(table)]
        if not parquet:
            first = folder / f"header-{name}"
            first.write_text(",".join(column_names(table, columns)) + "\n", encoding="utf-8")
            paths = [str(first), *paths]
        way = "--nodes=" if isinstance(table, NodeTable) else f"--relationships={table.name}="
        found.append(way + ",".join(paths))
    return found


def _of_csv(written: Sequence[Files]) -> list[str]:
    # It has to hold the longest value.
    buffer = max(_READ_AT_ONCE, 8 * max(one.longest for one in written))
    return [
        "--array-delimiter=U+001F",
        f"--multiline-fields={str(any(one.multiline for one in written)).lower()}",
        f"--read-buffer-size={buffer}",
    ]


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"'


def _listed(items: list[Any]) -> str | None:
    """None where the importer would not read the same list."""
    texts = [str(item) for item in items]
    if not texts or texts == [""] or any(SEPARATOR in text for text in texts):
        return None
    return _quoted(SEPARATOR.join(texts))


@lru_cache
def _moment(value: datetime) -> str:
    # Times take the importer half of its work; without signs between the parts of the date it reads them sooner.
    return f"{value:%Y%m%dT%H:%M:%S.%f}Z" if value.utcoffset() == _UTC and value.year > _PADDED else value.isoformat()


def _real(value: float) -> str | None:
    return repr(float(value)) if math.isfinite(value) else None


_TEXTS: dict[str, Callable[[Any], str | None]] = {
    "STRING": _quoted,
    "INTEGER": str,
    "FLOAT": _real,
    "BOOLEAN": lambda value: "true" if value else "false",
    "ZONED DATETIME": _moment,
    "LIST<STRING>": _listed,
    "LIST<INTEGER>": _listed,
    "LIST<FLOAT>": _listed,
}
