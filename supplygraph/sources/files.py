"""Reads files of records as streams, whatever their format: JSON Lines, CSV or Parquet."""

import codecs
import csv
import itertools
import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from supplygraph.errors import InputError
from supplygraph.graph.declaration import clean_text
from supplygraph.sources.lines import MAGIC, MAX_LINE, LineFile
from supplygraph.sources.parquet import ParquetRows
from supplygraph.sources.tally import Tally

#: Records that are looked at to learn the columns, for records of JSON need not all have the same.
PEEKED = 100
#: Lines that are looked at for them.
PEEKED_LINES = 1_000

_FORMATS = "JSON Lines, CSV (either also as .gz or .zst) or Parquet"
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
    (b"[", "one JSON array and not one object a line, which `jq -c '.[]'` makes of it"),
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
        self._is_csv = False
        self._text = LineFile(path, next((kind for magic, kind in MAGIC.items() if start.startswith(magic)), None))
        if start.startswith(b"PAR1"):
            self._rows = ParquetRows(path)
            self.columns = self._rows.columns
        else:
            self._is_csv = self._looks_like_csv()
            self.columns = self._peeked_columns()

    @property
    def cut_off(self) -> bool:
        """Whether the last reading met a damaged or missing end."""
        return (self._rows or self._text).cut_off

    def records(self, tally: Tally, columns: Collection[str] | None = None) -> Iterator[Record]:
        """Yields the records; counts them, and `unreadable_lines`, `invalid_utf8` and `file_cut_off`.

        Args:
            tally: Counts; its position follows the bytes of the file.
            columns: Columns to read where the format lets others be skipped; None reads all.
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

    def _records(self, tally: Tally, columns: Collection[str] | None) -> Iterator[Record]:
        if self._rows is not None:
            rows = self._rows.rows(tally, columns)
            return (Record(f"{self.path.name}: row {number}", values) for number, values in rows)
        return self._read(self._text.lines(tally), tally)

    def _read(self, lines: Iterable[tuple[int, bytes]], tally: Tally) -> Iterator[Record]:
        texts = ((number, self._text.text(number, line, tally)) for number, line in lines)
        return _csv_records(self.path.name, texts, tally) if self._is_csv else _json(self.path.name, texts, tally)

    def _looks_like_csv(self) -> bool:
        head = next(self._text.chunks(Tally()), b"")
        if not head:
            raise InputError(f"{self.path} is cut off or damaged at its start", "fetch it again")
        text = head.removeprefix(codecs.BOM_UTF8).lstrip()
        for magic, what in _FOREIGN:
            if text.startswith(magic):
                raise InputError(f"{self.path} is {what}", f"records are read from {_FORMATS}")
        if b"\0" in head:
            raise InputError(f"{self.path} is a binary file of unknown kind", f"records are read from {_FORMATS}")
        # Among JSON lines, the first may be a broken one.
        if any(line.startswith(b"{") for line in text.split(b"\n", 3)[:3]):
            return False
        first = text.partition(b"\n")[0]
        if b"," not in first and b"\t" not in first:
            raise InputError(f"{self.path} holds no records", f"records are read from {_FORMATS}")
        return True

    def _peeked_columns(self) -> list[str]:
        tally = Tally()
        records = self._read(itertools.islice(self._text.lines(tally), PEEKED_LINES), tally)
        names = dict.fromkeys(name for record in itertools.islice(records, PEEKED) for name in record.values)
        if names:
            return list(names)
        if self.cut_off:
            raise InputError(f"{self.path} is cut off or damaged before its first record ends", "fetch it again")
        hint = "rows need as many values as there are columns" if self._is_csv else "`jq -c .` writes one object a line"
        raise InputError(f"{self.path} holds no record that can be read", hint)


def _checked_size(path: Path) -> int:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a file", "name the files in it")
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no ordinary file", "write the data into a file first")
        with path.open("rb"):
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path} cannot be read: {reason}", "check its name and its rights") from None
    if size == 0:
        raise InputError(f"{path} is empty", "fetch it again")
    return size


def _json(name: str, lines: Iterable[tuple[int, str]], tally: Tally) -> Iterator[Record]:
    for number, line in lines:
        if not line or line.isspace():
            continue
        place = f"{name}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            tally.count("unreadable_lines", clean_text(f"{place}: {error}", 200))
            continue
        if isinstance(value, dict):
            yield Record(place, value)
        else:
            tally.count("unreadable_lines", f"{place}: not an object")


def _csv_records(name: str, lines: Iterable[tuple[int, str]], tally: Tally) -> Iterator[Record]:
    csv.field_size_limit(MAX_LINE)
    read = 0

    def texts() -> Iterator[str]:
        nonlocal read
        for number, line in lines:
            read = number
            yield line + "\n"

    stream = texts()
    first = next(stream, "")
    rows = csv.reader(itertools.chain([first], stream), delimiter="," if "," in first else "\t")
    header = [column.strip() for column in next(rows, [])]
    while True:
        place = f"{name}:{read + 1}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            tally.count("unreadable_lines", clean_text(f"{place}: {error}", 200))
            continue
        if row is None:
            return
        if len(row) == len(header):
            yield Record(place, {column: value or None for column, value in zip(header, row, strict=True)})
        elif row:
            tally.count("unreadable_lines", f"{place}: {len(row)} values for {len(header)} columns")
