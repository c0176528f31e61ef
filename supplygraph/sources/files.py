"""Reads files of records as streams, whatever their format: JSON, CSV or Parquet."""

import codecs
import csv
import itertools
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from supplygraph.errors import InputError
from supplygraph.schema.declaration import clean_text
from supplygraph.sources.json_values import BrokenJsonError, json_values, too_many_parts
from supplygraph.sources.lines import MAGIC, MAX_LINE, LineFile
from supplygraph.sources.parquet import ParquetRows
from supplygraph.tally import Tally

#: Records that are looked at to learn the columns, for records of JSON need not all have the same.
PEEKED = 100
#: Lines that are looked at for them.
PEEKED_LINES = 1_000

#: Lines in a row that are not records, behind which a file is given up.
MAX_BAD = 100_000

Form = Literal["lines", "values", "csv", "parquet"]

#: What may stand between the values of a table, the most frequent one in its header does.
_DELIMITERS = (",", "\t", ";", "|")
_FORMATS = "JSON (lines or an array) and CSV, either also as .gz or .zst, or Parquet"
_FOREIGN = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"GGUF", "a model in GGUF format"),
    (codecs.BOM_UTF16_LE, "text in UTF-16, not in UTF-8"),
    (codecs.BOM_UTF16_BE, "text in UTF-16, not in UTF-8"),
    (b"version https://git-lfs", "a Git LFS pointer and not the file itself, which `git lfs pull` fetches"),
    (b"<", "an HTML or XML page"),
    (b"\x80\x02", "a Python pickle, which may run code when it is read"),
    (b"\x80\x03", "a Python pickle, which may run code when it is read"),
    (b"\x80\x04", "a Python pickle, which may run code when it is read"),
    (b"\x80\x05", "a Python pickle, which may run code when it is read"),
    (b"ARROW1", "a file of Arrow or Feather and not of Parquet"),
    (b"ORC", "an ORC file"),
)


class Record(NamedTuple):
    """One record and where it stands (`models.jsonl:12`)."""

    place: str
    values: dict[str, Any]


class RecordFile:
    """One file of records; its format is known by its content, not by its name.

    Attributes:
        columns: Names of the values that its first records have.
        size: Bytes of the file.

    Raises:
        InputError: it cannot be read, or holds no records.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = _checked_size(path)
        with path.open("rb") as stream:
            start = stream.read(16)
        self._rows: ParquetRows | None = None
        self._line_end = b"\n"
        self._text = LineFile(path, next((kind for magic, kind in MAGIC.items() if start.startswith(magic)), None))
        if start.startswith(b"PAR1"):
            self._rows = ParquetRows(path)
            self._form: Form = "parquet"
            self.columns = self._rows.columns
        else:
            self._form = self._form_of_text()
            self.columns = self._peeked_columns()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def cut_off(self) -> bool:
        """Whether the last reading met a damaged or missing end."""
        return (self._rows or self._text).cut_off

    def records(self, tally: Tally, columns: Collection[str] | None = None) -> Iterator[Record]:
        """Yields the records; counts them, and `unreadable_lines`, `invalid_utf8` and `file_cut_off`.

        Args:
            tally: Counts; its position follows the bytes of the file.
            columns: Columns to read where the format lets others be skipped; None reads all.

        Raises:
            InputError: nearly nothing in it is a record.
        """
        before = tally.position
        for record in self._records(tally, columns):
            tally.records += 1
            yield record
        tally.position = before + self.size

    def first_records(self) -> Iterator[dict[str, Any]]:
        """Yields the values of the first records."""
        return (record.values for record in itertools.islice(self._records(Tally(), None), PEEKED))

    def skipped(self, columns: Collection[str]) -> dict[str, int]:
        """How many records have a value in each column that reading only `columns` skips; empty where none is."""
        if self._rows is None:
            return {}
        return self._rows.filled([name for name in self.columns if name not in columns])

    def _records(self, tally: Tally, columns: Collection[str] | None, lines: int | None = None) -> Iterator[Record]:
        if self._rows is not None:
            rows = self._rows.rows(tally, columns)
            return (Record(f"{self.path.name}: row {number}", values) for number, values in rows)
        if self._form == "values":
            return _values(self._text, tally)
        numbered = itertools.islice(self._text.lines(tally, self._line_end), lines)
        texts = ((number, self._text.text(number, line, tally)) for number, line in numbered)
        return _rows(self.path, texts, tally) if self._form == "csv" else _json(self.path, texts, tally)

    def _form_of_text(self) -> "Form":
        head = b"".join(itertools.islice(self._text.chunks(Tally()), 2))
        if not head:
            raise InputError(f"{self.path} is cut off or damaged at its start", "fetch it again")
        text = head.removeprefix(codecs.BOM_UTF8).lstrip()
        for magic, what in _FOREIGN:
            if text.startswith(magic):
                raise InputError(f"{self.path} is {what}", f"records are read from {_FORMATS}")
        if b"\0" in head:
            raise InputError(f"{self.path} is a binary file of unknown kind", f"records are read from {_FORMATS}")
        if text and b"\n" not in text and b"\r" in text:
            self._line_end = b"\r"
        first, *others = text.split(self._line_end, 3)
        if text.startswith(b"[") or first.strip() == b"{":
            return "values"
        # Among JSON lines, the first may be a broken one.
        if any(line.startswith(b"{") for line in (first, *others[:2])):
            return "lines"
        if text and not any(mark.encode() in first for mark in _DELIMITERS):
            raise InputError(f"{self.path} holds no records", f"records are read from {_FORMATS}")
        return "csv" if text else "lines"

    def _peeked_columns(self) -> list[str]:
        records = self._records(Tally(), None, lines=PEEKED_LINES)
        names = dict.fromkeys(name for record in itertools.islice(records, PEEKED) for name in record.values)
        if names:
            return list(names)
        if self.cut_off:
            raise InputError(f"{self.path} is cut off or damaged before its first record ends", "fetch it again")
        hint = "rows need as many values as there are columns" if self._form == "csv" else "a record is a JSON object"
        raise InputError(f"{self.path} holds no record that can be read", hint)


def _checked_size(path: Path) -> int:
    try:
        if path.is_dir():
            raise InputError(
                f"{path} is a folder, not a file",
                "name the files in it, or load the cards in it with `supplygraph load cards`",
            )
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is not an ordinary file", "write the data into a file first")
        with path.open("rb"):
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path} cannot be read: {reason}", "check its name and its rights") from None
    if size == 0:
        raise InputError(f"{path} is empty", "fetch it again")
    return size


class _InARow:
    """Stops the reading of a file in which nothing is a record any more."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bad = 0

    def good(self) -> None:
        """A record was read."""
        self._bad = 0

    def bad(self) -> None:
        """A line was none.

        Raises:
            InputError: so were very many before it.
        """
        self._bad += 1
        if self._bad > MAX_BAD:
            raise InputError(f"{self._path}: {MAX_BAD:,} lines in a row cannot be read", "check that it is whole")


def _json(path: Path, lines: Iterable[tuple[int, str]], tally: Tally) -> Iterator[Record]:
    in_a_row = _InARow(path)
    for number, line in lines:
        if not line or line.isspace():
            continue
        place = f"{path.name}:{number}"
        problem = "not an object"
        try:
            value = None if too_many_parts(line) else json.loads(line)
            problem = "more parts than a record can have" if value is None else problem
        except (ValueError, RecursionError) as error:
            value, problem = None, str(error)
        if isinstance(value, dict):
            in_a_row.good()
            yield Record(place, value)
        else:
            tally.count("unreadable_lines", clean_text(f"{place}: {problem}", 200))
            in_a_row.bad()


def _values(file: LineFile, tally: Tally) -> Iterator[Record]:
    number = 0
    try:
        for number, value in enumerate(json_values(file.texts(tally), MAX_LINE), start=1):
            place = f"{file.path.name}: item {number}"
            if isinstance(value, dict):
                yield Record(place, value)
            else:
                tally.count("unreadable_items", f"{place}: not an object")
    except BrokenJsonError as error:
        if not file.cut_off:
            file.cut_off = True
            tally.count("file_cut_off", clean_text(f"{file.path}: item {number + 1}: {error}", 200))


def _rows(path: Path, lines: Iterable[tuple[int, str]], tally: Tally) -> Iterator[Record]:
    csv.field_size_limit(MAX_LINE)
    read = 0

    def texts() -> Iterator[str]:
        nonlocal read
        for number, line in lines:
            read = number
            yield line + "\n"

    stream = texts()
    first = next(stream, "")
    rows = csv.reader(itertools.chain([first], stream), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    header = [column.strip() for column in next(rows, [])]
    if twice := next((name for name, count in Counter(header).items() if name and count > 1), None):
        raise InputError(f"{path} has two columns named {clean_text(twice, 60)!r}", "give each a name of its own")
    in_a_row = _InARow(path)
    while True:
        before = read
        place = f"{path.name}:{before + 1}"
        try:
            row = next(rows, None)
            problem = None if not row or len(row) == len(header) else f"{len(row)} values for {len(header)} columns"
        except csv.Error as error:
            row, problem = [], str(error)
        if row is None:
            return
        if problem is not None:
            tally.count("unreadable_lines", clean_text(f"{place}: {problem}", 200), by=max(read - before, 1))
            in_a_row.bad()
        elif row:
            in_a_row.good()
            yield Record(place, {column: value or None for column, value in zip(header, row, strict=True)})
