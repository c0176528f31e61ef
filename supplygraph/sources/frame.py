"""Rows that a Python program holds: a data frame, a table of Arrow, or records such as a listing of the Hub gives."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from supplygraph.errors import InputError
from supplygraph.sources.files import PEEKED, Record
from supplygraph.tally import Tally

#: Rows of a data frame that are turned into Python objects at a time.
_ROWS = 1_000


class Frame:
    """Rows in memory, read like a file of records.

    Args:
        rows: A data frame of pandas or polars, a table of Arrow, or mappings or objects such as `ModelInfo`.
        name: What messages call it.

    Attributes:
        columns: Names of its columns.
        size: Number of its rows.

    Raises:
        InputError: it holds no rows.
    """

    cut_off = False

    def __init__(self, rows: Any, name: str = "table") -> None:
        self.name = name
        self._rows = rows if hasattr(rows, "columns") else [_mapping(row) for row in rows]
        if hasattr(rows, "to_dict") and hasattr(rows, "index") and rows.index.name is not None:
            self._rows = rows.reset_index()
        self.size = len(self._rows)
        if not self.size:
            raise InputError(f"the {name} has no rows", "give it some")
        self.columns = list(dict.fromkeys(column for row in self.first_records() for column in row))

    def records(self, tally: Tally, columns: Collection[str] | None = None) -> Iterator[Record]:
        """Yields the rows; the position of the tally is the number of rows read."""
        for number, row in enumerate(self._objects(), start=1):
            tally.records += 1
            tally.position += 1
            yield Record(f"{self.name}: row {number}", {str(name): _plain(value) for name, value in row.items()})

    def first_records(self) -> Iterator[dict[str, Any]]:
        """Yields the values of the first rows."""
        for record, _ in zip(self.records(Tally()), range(PEEKED), strict=False):
            yield record.values

    def skipped(self, columns: Collection[str]) -> dict[str, int]:
        """Nothing: every column is read."""
        return {}

    def _objects(self) -> Iterable[Mapping[Any, Any]]:
        rows = self._rows
        if hasattr(rows, "iloc"):
            for start in range(0, len(rows), _ROWS):
                yield from rows.iloc[start : start + _ROWS].to_dict("records")
        elif hasattr(rows, "iter_rows"):
            yield from rows.iter_rows(named=True)
        elif hasattr(rows, "to_batches"):
            for batch in rows.to_batches(max_chunksize=_ROWS):
                yield from batch.to_pylist()
        else:
            yield from rows


def _mapping(row: Any) -> Mapping[Any, Any]:
    """The fields of a record; an object's field without a value says nothing."""
    if isinstance(row, Mapping):
        return row
    fields = getattr(row, "__dict__", None)
    if not isinstance(fields, dict):
        raise InputError(f"a row is a {type(row).__name__} and no mapping", "give rows as mappings or as a data frame")
    return {name: value for name, value in fields.items() if value is not None}


def _plain(value: Any) -> Any:
    """A value without types of numpy and of client libraries."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if hasattr(value, "to_dict"):
        return _plain(value.to_dict())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name, None)) for field in dataclasses.fields(value)}
    return value
