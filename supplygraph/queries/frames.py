"""Turns the rows of a query into a data frame or an Arrow table whose columns have the types of the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration

from supplygraph.errors import SupplygraphError
from supplygraph.queries.plain import plain
from supplygraph.queries.stored import Column

if TYPE_CHECKING:
    import pandas
    import pyarrow

Rows = list[dict[str, Any]]

#: What the elements of a list without elements are.
_NOTHING = "NOTHING"
_PANDAS = {
    "INTEGER": "Int64",
    "FLOAT": "float64",
    "BOOLEAN": "boolean",
    "ZONED DATETIME": "datetime64[us, UTC]",
    "LOCAL DATETIME": "datetime64[us]",
    "DATE": "datetime64[us]",
    "DURATION": "timedelta64[us]",
}
_TEMPORAL = ("ZONED DATETIME", "LOCAL DATETIME", "DATE", "DURATION")


def typed(columns: tuple[Column, ...], rows: Rows) -> tuple[Column, ...]:
    """The columns with the types that their values have, where no type is declared."""
    return tuple(
        replace(column, type=common_type(row[column.name] for row in rows)) if column.type == "ANY" else column
        for column in columns
    )


def common_type(values: Iterable[Any]) -> str:
    """The type that all values have, `NULL` where there is none and `ANY` where they differ."""
    kinds = {type_of(value) for value in values if value is not None}
    if kinds == {"INTEGER", "FLOAT"}:
        return "FLOAT"
    if len(kinds) > 1:
        kinds.discard(f"LIST<{_NOTHING}>")
    return kinds.pop() if len(kinds) == 1 else "ANY" if kinds else "NULL"


def type_of(value: Any) -> str:
    """The Cypher type of one value that is not null."""
    match value:
        case bool():
            return "BOOLEAN"
        case int():
            return "INTEGER"
        case float():
            return "FLOAT"
        case str():
            return "STRING"
        case DateTime():
            return "LOCAL DATETIME" if value.tzinfo is None else "ZONED DATETIME"
        case Date():
            return "DATE"
        case Duration():
            return "ANY" if value.months else "DURATION"
        case Node():
            return "NODE"
        case Relationship():
            return "RELATIONSHIP"
        case Path():
            return "PATH"
        case list() | tuple():
            inner = common_type(value)
            return f"LIST<{_NOTHING if inner == 'NULL' else inner}>"
        case dict():
            return "MAP"
    return "ANY"


def to_pandas(columns: tuple[Column, ...], rows: Rows) -> pandas.DataFrame:
    """A data frame; integers and booleans keep their type where values are missing, dates are `datetime64`.

    Raises:
        SupplygraphError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise SupplygraphError("pandas is not installed", "pip install 'supplygraph[pandas]'") from None
    columns = typed(columns, rows)
    frame = pandas.DataFrame(
        {column.name: pandas.Series(_values(column, rows), dtype=_PANDAS.get(column.type)) for column in columns},
        columns=[column.name for column in columns],
    )
    return frame if columns else pandas.DataFrame(index=range(len(rows)))


def to_arrow(columns: tuple[Column, ...], rows: Rows) -> pyarrow.Table:
    """An Arrow table; paths, maps and columns whose values are of several types become JSON text.

    Raises:
        SupplygraphError: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise SupplygraphError("pyarrow is not installed", "pip install 'supplygraph[parquet]'") from None
    types = {
        "NULL": pyarrow.null(),
        "STRING": pyarrow.string(),
        "INTEGER": pyarrow.int64(),
        "FLOAT": pyarrow.float64(),
        "BOOLEAN": pyarrow.bool_(),
        "ZONED DATETIME": pyarrow.timestamp("us", tz="UTC"),
        "LOCAL DATETIME": pyarrow.timestamp("us"),
        "DATE": pyarrow.date32(),
        "DURATION": pyarrow.duration("us"),
    }
    types |= {f"LIST<{kind}>": pyarrow.list_(types[kind]) for kind in ("STRING", "INTEGER", "FLOAT", "BOOLEAN")}
    types[f"LIST<{_NOTHING}>"] = pyarrow.list_(pyarrow.null())
    columns = typed(columns, rows)
    arrays = []
    for column in columns:
        values, kind = _values(column, rows), types.get(column.type)
        if kind is None:
            kind, values = pyarrow.string(), [_json(value) for value in values]
        arrays.append(pyarrow.array(values, type=kind))
    return pyarrow.table(arrays, names=[column.name for column in columns])


def _values(column: Column, rows: Rows) -> list[Any]:
    """A column's values as Python knows them."""
    change = native if column.type in _TEMPORAL else _as_it_is if column.type == "FLOAT" else plain
    return [change(row[column.name]) for row in rows]


def _as_it_is(value: Any) -> Any:
    return value


def native(value: Any) -> Any:
    """A date, time or duration of the driver as Python's own; null stays null."""
    match value:
        case DateTime():
            made = value.to_native()
            return made if made.tzinfo is None else made.astimezone(UTC)
        case Date():
            return value.to_native()
        case Duration():
            return timedelta(days=value.days, seconds=value.seconds, microseconds=value.nanoseconds // 1000)
    return value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
