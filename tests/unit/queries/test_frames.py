"""Data frames and Arrow tables have the types of the values, whatever is missing or mixed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas
import pytest
from neo4j.time import Date, DateTime, Duration

from supplygraph.queries.frames import to_arrow, to_pandas, typed
from supplygraph.queries.stored import Column

MOMENT = DateTime.from_native(datetime(2026, 3, 1, 12, tzinfo=UTC))
PLUS_TWO = DateTime.from_iso_format("2026-03-01T14:00:00+02:00")


def own(**values: list[Any]) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    return tuple(Column(name, "ANY", "") for name in values), rows


@pytest.mark.parametrize(
    ("values", "kind", "in_pandas", "in_arrow"),
    [
        ([3, None], "INTEGER", "Int64", "int64"),
        ([3, 1.5], "FLOAT", "float64", "double"),
        ([None, float("inf")], "FLOAT", "float64", "double"),
        ([True, None], "BOOLEAN", "boolean", "bool"),
        (["a", None], "STRING", None, "string"),
        ([MOMENT, None], "ZONED DATETIME", "datetime64[us, UTC]", "timestamp[us, tz=UTC]"),
        ([MOMENT, PLUS_TWO], "ZONED DATETIME", "datetime64[us, UTC]", "timestamp[us, tz=UTC]"),
        ([Date(2026, 3, 1), None], "DATE", "datetime64[us]", "date32[day]"),
        ([Duration(days=3), Duration(hours=-1)], "DURATION", "timedelta64[us]", "duration[us]"),
        ([Duration(months=1), Duration(days=1)], "ANY", "object", "string"),
        ([[], ["a"]], "LIST<STRING>", "object", "list<element: string>"),
        ([[1, 2.5], None], "LIST<FLOAT>", "object", "list<element: double>"),
        ([[], None], "LIST<NOTHING>", "object", "list<element: null>"),
        ([1, "a"], "ANY", "object", "string"),
        ([{"a": 1}, None], "MAP", "object", "string"),
        ([None, None], "NULL", "object", "null"),
    ],
)
def test_types(values: list[Any], kind: str, in_pandas: str | None, in_arrow: str) -> None:
    columns, rows = own(x=values)
    assert [column.type for column in typed(columns, rows)] == [kind]
    frame, table = to_pandas(columns, rows), to_arrow(columns, rows)
    if in_pandas is not None and in_pandas != "object":
        assert str(frame["x"].dtype) == in_pandas
    assert str(table.schema.field("x").type).replace("item:", "element:") == in_arrow
    assert frame["x"].isna().sum() == table["x"].null_count == sum(value is None for value in values)


def test_values() -> None:
    columns, rows = own(at=[PLUS_TWO, None], day=[Date(2026, 3, 1)] * 2, took=[Duration(days=3, hours=1), None])
    frame, arrow = to_pandas(columns, rows), to_arrow(columns, rows).to_pylist()
    assert frame["at"][0] == pandas.Timestamp("2026-03-01T12:00:00Z")
    assert frame["day"][0] == pandas.Timestamp("2026-03-01")
    assert frame["took"][0] == timedelta(days=3, hours=1)
    assert arrow[0] == {
        "at": datetime(2026, 3, 1, 12, tzinfo=UTC),
        "day": date(2026, 3, 1),
        "took": timedelta(days=3, hours=1),
    }


def test_declared_types_hold_without_rows() -> None:
    columns = (Column("n", "INTEGER", ""), Column("at", "ZONED DATETIME", ""))
    frame = to_pandas(columns, [])
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "datetime64[us, UTC]"]
    assert to_pandas((), []).empty
