"""Runs a stored query and gives its rows in the form a program wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from supplygraph.errors import SupplygraphError
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.parameters import complete
from supplygraph.queries.stored import Column

if TYPE_CHECKING:
    import pandas
    import pyarrow  # type: ignore[import-untyped]

    from supplygraph.graph.connection import Connection

Row = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """The rows of a query, as the driver gives them.

    Attributes:
        columns: Names and types of the columns, in order.
        rows: One map a row.
    """

    columns: tuple[Column, ...]
    rows: list[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame; INTEGER and BOOLEAN columns keep their type where values are missing.

        Raises:
            SupplygraphError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise SupplygraphError("pandas is not installed", "pip install 'supplygraph[pandas]'") from None
        types = {"INTEGER": "Int64", "BOOLEAN": "boolean"}
        frame = pandas.DataFrame(self._plain_rows(), columns=[column.name for column in self.columns])
        return frame.astype({column.name: types[column.type] for column in self.columns if column.type in types})

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table with the declared types (own Cypher: those of the values); paths become JSON text.

        Raises:
            SupplygraphError: pyarrow is not installed.
        """
        try:
            import pyarrow
        except ImportError:
            raise SupplygraphError("pyarrow is not installed", "pip install 'supplygraph[parquet]'") from None
        types = {
            "STRING": pyarrow.string(),
            "INTEGER": pyarrow.int64(),
            "FLOAT": pyarrow.float64(),
            "BOOLEAN": pyarrow.bool_(),
            "LIST<STRING>": pyarrow.list_(pyarrow.string()),
            "LIST<INTEGER>": pyarrow.list_(pyarrow.int64()),
            "ZONED DATETIME": pyarrow.timestamp("us", tz="UTC"),
        }
        rows = self._plain_rows()
        arrays = []
        for column in self.columns:
            values = [row[column.name] for row in rows]
            kind = types.get(column.type)
            if kind is None and column.type != "ANY":
                kind, values = pyarrow.string(), [_json(value) for value in values]
            arrays.append(pyarrow.array(values, type=kind))
        return pyarrow.table(arrays, names=[column.name for column in self.columns])

    def _plain_rows(self) -> list[Row]:
        from supplygraph.queries.plain import plain

        dates = {column.name for column in self.columns if column.type == "ZONED DATETIME"}
        return [
            {name: _native(value) if name in dates else plain(value) for name, value in row.items()}
            for row in self.rows
        ]


def run(connection: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> Result:
    """The rows of a stored query, read in a READ transaction.

    Args:
        connection: The graph.
        name: Name of the query, as on the command line.
        parameters: Values by parameter name; the query's defaults stand for the rest.

    Raises:
        QueryError: no such query or parameter, a value of another type, or the query fails.
        ServerError: the server cannot be used.
    """
    query = find_query(name)
    return Result(query.columns, connection.read(query.statement, complete(query, parameters or {})))


def run_own(connection: Connection, text: str, parameters: Mapping[str, Any] | None = None) -> Result:
    """The rows of own Cypher, which may only read; `:param` lines in it give defaults.

    Args:
        connection: The graph.
        text: One statement, with or without a header like a stored query's.
        parameters: Values by parameter name.

    Raises:
        QueryError: the text is refused, does more than read, or fails.
        ServerError: the server cannot be used.
    """
    from supplygraph.queries.door import check_with_server, take_own
    from supplygraph.queries.structure import columns

    parts = take_own(text, "own Cypher")
    values = {**parts.defaults, **(parameters or {})}
    check_with_server(connection, parts.statement, values)
    rows = connection.read(parts.statement, values)
    names = list(rows[0]) if rows else columns(parts.statement) or []
    return Result(tuple(Column(name, "ANY", "") for name in names), rows)


def _native(value: Any) -> Any:
    return value.to_native() if value is not None else None


def _json(value: Any) -> str | None:
    import json

    return None if value is None else json.dumps(value, ensure_ascii=False)
