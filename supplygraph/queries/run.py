"""Asks the graph a stored question or own Cypher, for the command line and for programs alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from supplygraph.errors import QueryError
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.parameters import assignment, complete, untyped
from supplygraph.queries.stored import Column, StoredQuery

if TYPE_CHECKING:
    import networkx
    import pandas
    import pyarrow

    from supplygraph.store.connection import Connection

Row = dict[str, Any]

#: Own Cypher that does not say how long it may take is ended by the server after so many seconds.
OWN_SECONDS = 120.0
#: So many rows of a result are shown where Python shows it, and where a notebook does.
_SHOWN, _SHOWN_IN_NOTEBOOKS = 10, 50


@dataclass(frozen=True, repr=False)
class Result:
    """The rows of a query, as the driver gives them.

    Attributes:
        columns: Names and types of the columns, in order.
        rows: One map a row.
        warnings: What the server has to say about own Cypher, such as names that the graph does not have.
    """

    columns: tuple[Column, ...]
    rows: list[Row]
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        """How many rows there are, and the first of them as a table."""
        from io import StringIO

        from supplygraph.queries.output import write_rows

        text = StringIO()
        text.write(f"{len(self.rows):,} rows" + (", the first of them:\n" if len(self.rows) > _SHOWN else ":\n"))
        write_rows("table", [column.name for column in self.columns], self.rows[:_SHOWN], text)
        return text.getvalue().rstrip("\n")

    def _repr_html_(self) -> str:
        """The same for a notebook; text from outside is only shown."""
        from supplygraph.queries.output import html_table

        shown = self.rows[:_SHOWN_IN_NOTEBOOKS]
        count = f"{len(self.rows):,} rows" + (f", of which {len(shown)} are shown" if len(shown) < len(self) else "")
        return f"{html_table(self.columns, shown)}<p>{count}</p>"

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame: nullable integers and booleans, dates as `datetime64`, days as `timedelta64`.

        Raises:
            SupplygraphError: pandas is not installed.
        """
        from supplygraph.queries.frames import to_pandas

        return to_pandas(self.columns, self.rows)

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table; paths, maps and columns with values of several types become JSON text.

        Raises:
            SupplygraphError: pyarrow is not installed.
        """
        from supplygraph.queries.frames import to_arrow

        return to_arrow(self.columns, self.rows)

    def graph(self, start: str | None = None, end: str | None = None) -> networkx.MultiDiGraph:
        """The nodes, relationships and paths in the rows as a graph of networkx.

        A node is named by its key (`id`, `name` or `code`), or `Label:key` where two nodes of the rows have the same;
        its properties and `label` are attributes. An edge's key and attribute `type` is the relationship's type.

        Args:
            start: A column that holds ids; with `end`, each row is one edge, and the other columns its attributes.
            end: The column that the edges lead to.

        Raises:
            QueryError: the rows hold no nodes, or a relationship without its nodes; or there is no such column.
            SupplygraphError: networkx is not installed.
        """
        from supplygraph.queries.network import of_columns, of_elements

        if start is None and end is None:
            return of_elements(self.rows)
        names = [column.name for column in self.columns]
        for given in (start, end):
            if given not in names:
                raise QueryError(f"there is no column {given!r}", f"name two of {', '.join(names)}")
        assert start is not None and end is not None  # noqa: S101, PT018 (both are columns)
        return of_columns(self.rows, start, end)


@dataclass(frozen=True)
class Question:
    """A query that may be sent, with its values.

    Attributes:
        statement: One statement.
        values: A value for each of its parameters.
        seconds: The server ends it after so long; None means that it may take any time.
        columns: What it returns; None means that the server is asked.
        where: What own Cypher is called in messages; None for a stored query.
        artifacts: Labels of what each value may name that names an artifact.
        supposed: Statements that write and are taken back with the answer, such as `supposed.GUESSES`.
    """

    statement: str
    values: Mapping[str, Any]
    seconds: float | None = None
    columns: tuple[Column, ...] | None = None
    where: str | None = None
    artifacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    supposed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a question gives, as it arrives.

    Attributes:
        columns: Names and types of the columns, in order.
        rows: The rows; they can be read once.
        warnings: What the server has to say about own Cypher, such as names that the graph does not have.
    """

    columns: tuple[Column, ...]
    rows: Iterator[Row]
    warnings: tuple[str, ...] = ()


def stored_question(query: StoredQuery, parameters: Mapping[str, Any], seconds: float | None = None) -> Question:
    """A stored query as a question; its defaults stand for what is not given, but for the artifacts it is about.

    Raises:
        QueryError: no such parameter, a value of another type, or no artifact named where the query is about one.
    """
    values = complete(query, parameters)
    for parameter in query.parameters:
        if parameter.needed and parameter.name not in parameters:
            raise QueryError(f"{query.name} has to be told {parameter.name}", f"give {parameter.option} ID")
    artifacts = {parameter.name: parameter.artifacts for parameter in query.parameters if parameter.artifacts}
    return Question(query.statement, values, seconds, query.columns, artifacts=artifacts)


def own_question(
    text: str,
    where: str,
    parameters: Mapping[str, Any] | None = None,
    assignments: Iterable[str] = (),
    seconds: float | None = OWN_SECONDS,
) -> Question:
    """Own Cypher as a question, after the gate that needs no server; `:param` lines in it give defaults.

    Args:
        text: One statement, with or without a header like a stored query's.
        where: What messages call it, such as the name of its file.
        parameters: Values by parameter name.
        assignments: More of them as a command line gives them, `NAME=VALUE`.
        seconds: The server ends it after so long; None means that it may take any time.

    Raises:
        QueryError: the text is refused.
    """
    from supplygraph.queries.door import take_own

    parts = take_own(text, where)
    values = {**parts.defaults, **(parameters or {})}
    for one in assignments:
        name, value = assignment(one)
        values[name] = untyped(value, values.get(name))
    return Question(parts.statement, values, seconds, where=where)


def supposing(question: Question, *, guesses: bool) -> Question:
    """The question, asked as if guesses were stated, or as it is."""
    from supplygraph.queries.supposed import GUESSES

    return replace(question, supposed=GUESSES) if guesses else question


def ask(connection: Connection, question: Question) -> Answer:
    """The answer to a question, which changes nothing; own Cypher is first looked at by the server.

    Raises:
        InputError: the graph does not have an artifact that a value names.
        QueryError: own Cypher does more than read, or the query fails; while rows are read, too.
        ServerError: the server cannot be used.
    """
    if _names_one(question):
        # Mostly the id is as the graph has it, and is looked for only where nothing answers to it: a question less.
        rows = _rows(connection, question)
        for first in rows:
            return Answer(question.columns or (), chain([first], rows))
        meant = _with_ids(connection, question)
        return Answer(question.columns or (), _rows(connection, meant) if meant.values != question.values else iter(()))
    question = _with_ids(connection, question)
    columns = question.columns
    warnings: tuple[str, ...] = ()
    if columns is None:
        from supplygraph.queries import notices
        from supplygraph.queries.door import check_with_server

        with _placed(question.where):
            found = check_with_server(connection, question.statement, question.values, question.seconds)
        columns = tuple(Column(name, "ANY", "") for name in found.columns)
        warnings = notices.warnings(question.statement, found.notifications, question.where or "")
    return Answer(columns, _rows(connection, question), warnings)


def _names_one(question: Question) -> bool:
    """Whether a stored query is about one artifact that is named, without which it has no rows."""
    named = [question.values[name] for name in question.artifacts if question.values[name] is not None]
    return question.columns is not None and len(named) == 1 and isinstance(named[0], str)


def _with_ids(connection: Connection, question: Question) -> Question:
    """The question with the ids that the graph has, for what was named by an old id, an address, in other letters."""
    if not any(question.values[name] for name in question.artifacts):
        return question
    from supplygraph.store.find import find_ids

    values = dict(question.values)
    for name, labels in question.artifacts.items():
        given = values[name]
        if isinstance(given, str):
            values[name] = find_ids(connection, [given], labels)[0]
        elif given is not None:
            values[name] = find_ids(connection, given, labels)
    return replace(question, values=values)


def _rows(connection: Connection, question: Question) -> Iterator[Row]:
    maps = [column.name for column in question.columns or () if column.type == "MAP"]
    with _placed(question.where):
        rows = connection.stream(question.statement, dict(question.values), question.seconds, question.supposed)
        yield from (_without_working(row, maps) for row in rows) if maps else rows


def _without_working(row: Row, maps: Sequence[str]) -> Row:
    """The row whose maps, such as all properties of a node, have only what is stated for people."""
    from supplygraph.schema.declaration import stated

    return row | {name: stated(row[name]) for name in maps if row[name] is not None}


@contextmanager
def _placed(where: str | None) -> Iterator[None]:
    """Puts the place that the server names before its message, as all messages about a text have it."""
    from supplygraph.store.connection import PLACE

    try:
        yield
    except QueryError as error:
        place = PLACE.search(error.message)
        if where is None or place is None:
            raise
        text = error.message[: place.start()] + error.message[place.end() :]
        raise QueryError(f"{where}:{place[1]}:{place[2]}: {text}", error.hint) from error


def run(
    connection: Connection, name: str, parameters: Mapping[str, Any] | None = None, *, guesses: bool = False
) -> Result:
    """The rows of a stored query, read in a READ transaction.

    Args:
        connection: The graph.
        name: Name of the query, as on the command line.
        parameters: Values by parameter name; the query's defaults stand for the rest.
        guesses: Whether the guesses of `impute` count as if they were stated; the login must then be one that may
            write, and what follows from facts (verdicts, depths, findings) stays as it is.

    Raises:
        InputError: the graph does not have an artifact that a parameter names.
        QueryError: no such query or parameter, a value of another type, or the query fails.
        ServerError: the server cannot be used.
    """
    return _result(ask(connection, supposing(stored_question(find_query(name), parameters or {}), guesses=guesses)))


def run_own(
    connection: Connection,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    seconds: float | None = OWN_SECONDS,
    *,
    guesses: bool = False,
) -> Result:
    """The rows of own Cypher, which may only read; `:param` lines in it give defaults.

    Args:
        connection: The graph.
        text: One statement, with or without a header like a stored query's.
        parameters: Values by parameter name.
        seconds: The server ends it after so long; None means that it may take any time.
        guesses: Whether the guesses of `impute` count as if they were stated, as `run` has it.

    Raises:
        QueryError: the text is refused, does more than read, fails, or takes too long.
        ServerError: the server cannot be used.
    """
    question = own_question(text, "own Cypher", parameters, seconds=seconds)
    return _result(ask(connection, supposing(question, guesses=guesses)))


def _result(answer: Answer) -> Result:
    from supplygraph.queries.frames import typed

    rows = list(answer.rows)
    return Result(typed(answer.columns, rows), rows, answer.warnings)
