"""Makes the constraints and indexes of the graph, also where an earlier attempt was cut off in the middle."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import neo4j

from supplygraph.errors import QueryError
from supplygraph.schema.declared import NODES
from supplygraph.store.connection import Connection, Row, statement
from supplygraph.store.format import mark_format
from supplygraph.store.statements import SEARCH_INDEX, fold_older_nodes, index_of, schema_statements

_CONSTRAINT = "CREATE CONSTRAINT "
#: State of an index that has the name of a declared one and is of other labels or properties.
_OTHER = "OTHER"
_INDEXES = (
    "SHOW INDEXES YIELD name, state, labelsOrTypes, properties RETURN name, state, labelsOrTypes AS labels, properties"
)
_WORKED_OUT = "RETURN EXISTS { (:Load {derived: true}) } AS before"
_ABOUT = re.compile(r"FOR (?:\(n|\(\)-\[r):([\w|]+)")
_PROPERTY = re.compile(r"\b[nr]\.(\w+)")
#: Seconds within which the indexes of the largest graph are made; what fails is told at once.
_LONGEST = 86_400


class Ensured(NamedTuple):
    """What was made of constraints and indexes.

    Attributes:
        made: Whether any was.
        added: Whether that was in a graph that has been worked out before, so that an earlier version made the others.
    """

    made: bool
    added: bool


def ensure_schema(connection: Connection, *, wait: bool = True) -> Ensured:
    """Makes the constraints and indexes that are missing, and waits until they can be used.

    A server that ends while it makes a constraint may leave the constraint's index alone, or an index that failed, and
    an earlier version may have made one of other properties: what has a name of ours and is not whole, or is of
    something else, is dropped and made again.

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
        if one.state in ("FAILED", _OTHER):
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
    return Ensured(bool(missing), bool(missing) and older and bool(connection.read(_WORKED_OUT)[0]["before"]))


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
        state: State of the index of that name, such as `FAILED` or, where it is of something else, `OTHER`; None where
            there is no such index.
    """

    name: str
    statement: str
    state: str | None


def missing_schema(connection: Connection) -> dict[str, Missing]:
    """The declared constraints and indexes that cannot be used, by name."""
    constraints = {row["name"] for row in connection.read("SHOW CONSTRAINTS YIELD name RETURN name")}
    found = {row["name"]: row for row in connection.read(_INDEXES)}
    texts = {_name(text): text for text in schema_statements()}
    declared = (Missing(name, text, _state(text, found.get(name))) for name, text in texts.items())
    return {
        one.name: one
        for one in declared
        if one.state != "ONLINE" or (one.statement.startswith(_CONSTRAINT) and one.name not in constraints)
    }


def _state(text: str, found: Row | None) -> str | None:
    """The state of an index that was found under the name of a declared one."""
    if found is None:
        return None
    labels, properties = _about(text)
    same = labels == set(found["labels"] or ()) and properties == set(found["properties"] or ())
    return str(found["state"]) if same else _OTHER


def _about(text: str) -> tuple[set[str], set[str]]:
    """The labels or types, and the properties, that a declared constraint or index is of."""
    _, labels, rest = _ABOUT.split(text, maxsplit=1)
    return set(labels.split("|")), set(_PROPERTY.findall(rest))


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
