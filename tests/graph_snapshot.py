"""A whole graph as comparable text, without the times and counts that differ between two loads of the same thing."""

from collections import Counter
from typing import Any, LiteralString

from supplygraph.store.connection import Connection

TIMES = {"first_seen", "last_seen"}
#: Of a node or relationship, without when it was seen; the client reads times slowly, and many short rows, too.
WITHOUT_TIMES: LiteralString = "{.*, first_seen: null, last_seen: null}"


def _stable(properties: dict[str, Any]) -> str:
    return repr(sorted((name, str(value)) for name, value in properties.items() if name not in TIMES))


def snapshot(connection: Connection) -> Counter[str]:
    """Every node and relationship but what tells of loads, as text, with how often it occurs."""
    nodes = connection.stream(
        "MATCH (n) WHERE NOT n:Load|_GraphFormat "
        f"RETURN labels(n) AS labels, collect(n {WITHOUT_TIMES}) AS all"
    )  # fmt: skip
    edges = connection.stream(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS start, type(r) AS type, labels(b) AS end, collect([ "
        f"coalesce(a.id, a.code, a.name), coalesce(b.id, b.code, b.name), r {WITHOUT_TIMES}]) AS all"
    )
    found = Counter(f"{row['labels']} {_stable(properties)}" for row in nodes for properties in row["all"])
    found.update(
        f"{row['start']} {from_key} {row['type']} {row['end']} {to_key} {_stable(properties)}"
        for row in edges
        for from_key, to_key, properties in row["all"]
    )
    return found
