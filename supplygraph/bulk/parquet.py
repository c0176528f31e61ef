"""Writes rows of a declared table as the Parquet that Neo4j's importer takes, which has no times to parse there."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supplygraph.schema.declaration import Property
from supplygraph.schema.tables import NodeTable, Table
from supplygraph.store.rows import Row

if TYPE_CHECKING:
    import pyarrow

#: Rows of one group, which is what a thread of the importer reads at once.
_GROUP = 20_000
_UTC = timedelta()


def can_write() -> bool:
    """Whether what writes Parquet is installed."""
    return find_spec("pyarrow") is not None


class ParquetTable:
    """The file of one table.

    Args:
        path: Where to write it.
        table: What it holds.
        names: What the importer calls its columns.
        used: The properties that it has.
        odd: Given the values that the importer leaves out: the table, what tells the row, and its property.
    """

    def __init__(
        self,
        path: Path,
        table: Table,
        names: Sequence[str],
        used: Sequence[Property],
        odd: list[tuple[Table, tuple[str, ...], Row]],
    ) -> None:
        import pyarrow.parquet

        self._table, self._used, self._odd = table, used, odd
        texts = len(names) - len(used)
        types = [*[pyarrow.string()] * texts, *(arrow_type(one.type) for one in used)]
        self._schema = pyarrow.schema(list(zip(names, types, strict=True)))
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="none", write_statistics=False)
        self._held: list[pyarrow.RecordBatch] = []

    def append(self, rows: Iterable[tuple[tuple[str, ...], Row]]) -> int:
        """Appends rows: what tells each, and its properties; returns how many."""
        import pyarrow

        taken = list(rows)
        if not taken:
            return 0
        keys = list(zip(*(identity[:2] for identity, _ in taken), strict=True))
        own = [keys[0], [self._table.name] * len(taken)] if isinstance(self._table, NodeTable) else keys
        stated = [self._values(one, taken) for one in self._used]
        arrays = [
            pyarrow.array(values, field.type) for field, values in zip(self._schema, [*own, *stated], strict=True)
        ]
        self._held.append(pyarrow.RecordBatch.from_arrays(arrays, schema=self._schema))
        if sum(map(len, self._held)) >= _GROUP:
            self._write()
        return len(taken)

    def close(self) -> None:
        """Writes the rest."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow

        if self._held:
            self._writer.write_table(pyarrow.Table.from_batches(self._held))
            self._held.clear()

    def _values(self, one: Property, taken: list[tuple[tuple[str, ...], Row]]) -> list[Any]:
        name = one.name
        values = [row.get(name) for _, row in taken]
        is_odd = _ODD.get(one.type)
        # Whether any text is empty is told sooner than whether each is.
        if is_odd is not None and (one.type != "STRING" or "" in values):
            for place in [place for place, value in enumerate(values) if value is not None and is_odd(value)]:
                self._odd.append((self._table, taken[place][0], {name: values[place]}))
                values[place] = None
        return values


def arrow_type(kind: str) -> "pyarrow.DataType":
    """What Arrow calls a type of a property."""
    import pyarrow

    if kind.startswith("LIST<"):
        return pyarrow.list_(arrow_type(kind[5:-1]))
    return {
        "STRING": pyarrow.string(),
        "INTEGER": pyarrow.int64(),
        "FLOAT": pyarrow.float64(),
        "BOOLEAN": pyarrow.bool_(),
        "ZONED DATETIME": pyarrow.timestamp("us", tz="UTC"),
    }[kind]


#: The values that would not be the same in the graph: empty ones, no numbers, and times of another zone.
_ODD: dict[str, Callable[[Any], bool]] = {
    "STRING": lambda value: not value,
    "FLOAT": lambda value: not math.isfinite(value),
    "ZONED DATETIME": lambda value: value.tzinfo is not UTC and value.utcoffset() != _UTC,
    "LIST<STRING>": lambda value: not value or "" in value,
    "LIST<INTEGER>": lambda value: not value,
    "LIST<FLOAT>": lambda value: not value,
}
