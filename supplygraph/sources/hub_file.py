"""Reads listings and dumps of the Hub, and tables of own models, from files and from memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from supplygraph.errors import InputError
from supplygraph.hub.cells import is_gap
from supplygraph.hub.columns import READABLE
from supplygraph.hub.dump_formats import DUMP_FORMATS, DumpFormat, fitting
from supplygraph.schema.declaration import Element, clean_text
from supplygraph.sources.command import Argument, Command, Option
from supplygraph.sources.files import Record, RecordFile
from supplygraph.sources.source import stretches
from supplygraph.tally import Tally

#: Columns that a message lists.
_LISTED = 30
#: Columns in which pandas writes the numbers of the rows.
INDEX = frozenset({"", "Unnamed: 0", "__index_level_0__", "index"})


class Rows(Protocol):
    """A file or a table in memory.

    Attributes:
        name: What messages call it.
        columns: Names of the values that its first records have.
        size: Bytes or rows.
    """

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def size(self) -> int: ...
    @property
    def cut_off(self) -> bool: ...
    def records(self, tally: Tally, columns: Collection[str] | None = None) -> Iterator[Record]: ...
    def first_records(self) -> Iterator[dict[str, Any]]: ...
    def skipped(self, columns: Collection[str]) -> dict[str, int]: ...


def _named_columns(texts: Iterable[str]) -> dict[str, str]:
    """Which column is read as which, of texts such as `id=model_name`."""
    for text in texts:
        if not all(text.partition("=")):
            raise InputError(f"--column {text} names no column", "write it as NAME=COLUMN, such as id=model_name")
    return dict(text.partition("=")[::2] for text in texts)


class HubFile:
    """One or more files or tables of one source, read in their order.

    Args:
        files: The files, or tables in memory.
        dump: Name of the dump format of all files; None recognises each by its columns.
        columns: Columns of the files by what they are read as, such as `{"id": "model_name"}`.

    Raises:
        InputError: a file cannot be read, no format fits, or the files are of different sources.
    """

    read_ahead = True
    command = Command(
        """Load listings and dumps of the Hugging Face Hub, and tables of models of your own.

        JSON (an array or an object a line) and CSV, each also as .gz or .zst, and Parquet are read. A table needs a
        column `id` and, as far as it has them, `license`, `base_model`, `base_model_relation`, `datasets`,
        `downloads`, `library`, `task`, `language`, `tags`, `model_type` or `parameters`; lists may be written as JSON,
        Python or pandas write them. Columns that were not used are named in the report.

        \b
        Examples:
          supplygraph load hub-file models.parquet
          supplygraph load hub-file ours.csv --column id=model_name --column license=terms
        """,
        (
            Argument("files", "FILE...", several=True),
            Option("dump", "--dump", "NAME", "Which dump it is; found by looking at its columns when not given."),
            Option(
                "columns",
                "--column",
                "NAME=COLUMN",
                "Read COLUMN as NAME (`id=model`); may be repeated.",
                several=True,
                read=_named_columns,
            ),
        ),
        many=True,
    )

    def __init__(
        self, files: Sequence[Path | Rows], dump: str | None = None, columns: Mapping[str, str] | None = None
    ) -> None:
        if not files:
            raise InputError("no file was named", "name at least one file")
        opened = [RecordFile(file) if isinstance(file, Path) else file for file in files]
        self._parts = [_Part(file, dump, columns or {}) for file in opened]
        names = {part.dump.source for part in self._parts}
        if len(names) > 1:
            raise InputError(
                f"{len(files)} files are statements of different sources: {', '.join(sorted(names))}",
                "load them one after the other",
            )
        self.name = names.pop()
        self.arguments = clean_text(", ".join(f"{part.rows.name} ({part.dump.name})" for part in self._parts)).replace(
            "\n", " "
        )
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the files say.

        Raises:
            InputError: a file can no longer be read.
        """
        for _, elements in self.share(tally, 0, 1):
            yield from elements

    def share(self, tally: Tally, own: int, of: int) -> Iterator[tuple[int, Iterator[Element]]]:
        """Yields the share of one process of what the files say.

        Raises:
            InputError: a file can no longer be read.
        """
        self._complete = False
        tally.total = (tally.total or 0) + sum(part.rows.size for part in self._parts)
        reading = tally if own == 0 else Tally()
        known_licenses: set[str] = set()
        records = ((part.dump, record) for part in self._parts for record in part.records(reading))

        def elements(one: tuple[DumpFormat, Record]) -> Iterator[Element]:
            dump, (place, values) = one
            return dump.read(values, tally, place, self.name, known_licenses)

        yield from stretches(records, elements, own, of)
        self._complete = not any(part.rows.cut_off for part in self._parts)

    def complete(self) -> bool:
        """Whether every file was read to its end, and none was cut off."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: files are simply read again."""


class _Part:
    """One file, its dump format, and its columns by the names under which they are read."""

    def __init__(self, rows: Rows, dump: str | None, columns: Mapping[str, str]) -> None:
        self.rows = rows
        for name, column in columns.items():
            if name not in READABLE:
                raise InputError(f"there is no column {name!r} to read", f"the columns are {', '.join(READABLE)}")
            if column not in rows.columns:
                raise InputError(f"{rows.name} has no column {column!r}", f"its columns are {_listed(rows.columns)}")
        self._named = {column: name for name, column in columns.items()}
        #: Columns whose name another column has taken.
        self._displaced = frozenset(columns) - self._named.keys()
        self.dump = self._format_of(dump)

    def records(self, tally: Tally) -> Iterator[Record]:
        """The records under the names by which they are read; counts the columns that are not used."""
        used = self.dump.columns | INDEX
        wanted = used - self._displaced | {column for column, name in self._named.items() if name in used}
        for name, records in self.rows.skipped(wanted).items():
            tally.leave_out(_shown(name), records)
        for place, values in self.rows.records(tally, wanted):
            for name in values.keys() - wanted:
                if values[name] not in ([], {}) and not is_gap(values[name]):
                    tally.leave_out(_shown(name))
            yield Record(place, self._renamed(values))

    def _renamed(self, values: dict[str, Any]) -> dict[str, Any]:
        if not self._named:
            return values
        return {self._named.get(name, name): one for name, one in values.items() if name not in self._displaced}

    def _format_of(self, name: str | None) -> DumpFormat:
        known = ", ".join(DUMP_FORMATS)
        if name is not None:
            if name not in DUMP_FORMATS:
                raise InputError(f"there is no dump format {name!r}", f"the formats are {known}")
            return DUMP_FORMATS[name]
        columns = list(self._renamed(dict.fromkeys(self.rows.columns)))
        found = fitting(columns, self.rows.name, lambda: map(self._renamed, self.rows.first_records()))
        if found is None:
            raise InputError(
                f"{self.rows.name} fits no known dump; its columns are {_listed(self.rows.columns)}",
                f"say which column holds the id (--column id=COLUMN), or which dump it is (--dump): {known}",
            )
        return found


def _listed(columns: Sequence[str]) -> str:
    return clean_text(", ".join(columns[:_LISTED]).replace("\n", " "), 500)


def _shown(name: str) -> str:
    return clean_text(name.replace("\n", " "), 60)
