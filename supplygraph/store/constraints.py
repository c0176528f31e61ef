"""Makes the constraints and indexes of the graph, also where an earlier attempt was cut off in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass

import neo4j

from supplygraph.errors import QueryError
from supplygraph.schema.declared import NODES
from supplygraph.store.connection import Connection, statement
from supplygraph.store.format import mark_format
from supplygraph.store.statements import SEARCH_INDEX, fold_older_nodes, index_of, schema_statements

_CONSTRAINT = "CREATE CONSTRAINT "
#: Seconds within which the indexes of the largest graph are made; what fails is told at once.
_LONGEST = 86_400


def ensure_schema(connection: Connection, *, wait: bool = True) -> bool:
    """Makes the constraints and indexes that are missing, and waits until they can be used; says whether any was.

    A server that ends while it makes a constraint may leave the constraint's index alone, or an index that failed:
    what has a name of ours and is not whole is dropped and made again.

    Args:
        connection: The graph.
        wait: Whether all can be used at the end. Where not, only constraints can, and `finish_schema` does the rest.

    Raises:
        ServerError: the server cannot be used.
        QueryError: one of them cannot be made.
    """
    missing = missing_schema(connection)
    search = missing.get(SEARCH_INDEX)
    for one in missing.values():
        if one.state == "FAILED":
            _drop(connection, one.name)
    rest = [one for one in missing.values() if one is not search]
    for one in (one for one in rest if one.statement.startswith(_CONSTRAINT)):
        _make(connection, one.name, one.statement)
    _make_together(connection, [one for one in rest if not one.statement.startswith(_CONSTRAINT)])
    if rest and wait:
        await_indexes(connection)
    if search is not None and wait:
        _make(connection, search.name, search.statement)
        await_indexes(connection)
    mark_format(connection)
    # Where there is none of the indexes yet, no earlier version has made nodes without what they are about.
    older = len(missing) < len(schema_statements())
    for node in NODES:
        if older and node.in_any_case() and index_of(node, "_folded") in missing:
            connection.execute_in_batches(fold_older_nodes(node))
    return bool(missing)


def finish_schema(connection: Connection) -> None:
    """Waits for the indexes, and begins that of the search, which takes as long as all others and is not waited for.

    Raises:
        ServerError: the server cannot be used.
        QueryError: one of them cannot be made.
    """
    await_indexes(connection)
    search = next(text for text in schema_statements() if _name(text) == SEARCH_INDEX)
    _make(connection, SEARCH_INDEX, search)


@dataclass(frozen=True)
class Missing:
    """A constraint or index that is not there, or cannot be used.

    Attributes:
        name: Its name.
        statement: What makes it.
        state: State of the index of that name, such as `FAILED`; None where there is no such index.
    """

    name: str
    statement: str
    state: str | None


def missing_schema(connection: Connection) -> dict[str, Missing]:
    """The declared constraints and indexes that cannot be used, by name."""
    constraints = {row["name"] for row in connection.read("SHOW CONSTRAINTS YIELD name RETURN name")}
    states = {row["name"]: row["state"] for row in connection.read("SHOW INDEXES YIELD name, state RETURN name, state")}
    declared = (Missing(name, text, states.get(name)) for text in schema_statements() for name in [_name(text)])
    return {
        one.name: one
        for one in declared
        if one.state != "ONLINE" or (one.statement.startswith(_CONSTRAINT) and one.name not in constraints)
    }


def await_indexes(connection: Connection) -> None:
    """Waits until all indexes can be used.

    Raises:
        ServerError: the server cannot be used.
        QueryError: one of them cannot be made.
    """
    connection.read("CALL db.awaitIndexes($seconds)", {"seconds": _LONGEST})


def _make_together(connection: Connection, indexes: Sequence[Missing]) -> None:
    """Makes indexes in one transaction, for which the server reads all nodes once."""

    def work(transaction: neo4j.ManagedTransaction) -> None:
        for one in indexes:
            transaction.run(statement(one.statement)).consume()

    try:
        connection.write(work)
    except QueryError:
        for one in indexes:
            _make(connection, one.name, one.statement)


def _make(connection: Connection, name: str, text: str) -> None:
    try:
        connection.execute(text)
    except QueryError:
        # Looked at only now: a constraint that another process is making was waited for.
        alone = "SHOW INDEXES YIELD name, owningConstraint WHERE name = $name AND owningConstraint IS NULL RETURN name"
        if not (text.startswith(_CONSTRAINT) and connection.read(alone, {"name": name})):
            raise
        _drop(connection, name)
        connection.execute(text)


def _drop(connection: Connection, name: str) -> None:
    connection.execute(f"DROP CONSTRAINT {name} IF EXISTS")
    connection.execute(f"DROP INDEX {name} IF EXISTS")


def _name(text: str) -> str:
    return text.split(" IF NOT EXISTS")[0].split()[-1]
