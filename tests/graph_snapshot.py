"""A whole graph as comparable text, without the times and counts that differ between two loads of the same thing."""

from collections import Counter
from typing import Any

from supplygraph.store.connection import Connection

TIMES = {"first_seen", "last_seen"}


def _stable(properties: dict[str, Any]) -> str:
    return repr(sorted((name, str(value)) for name, value in properties.items() if name not in TIMES))


def snapshot(connection: Connection) -> Counter[str]:
    """Every node and relationship but what tells of loads, as text, with how often it occurs."""
    nodes = connection.stream(
        "MATCH (n) WHERE NOT n:Load|_GraphFormat RETURN labels(n) AS labels, properties(n) AS properties"
    )
    edges = connection.stream(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS start, coalesce(a.id, a.code, a.name) AS from_key, type(r) AS type, "
        "labels(b) AS end, coalesce(b.id, b.code, b.name) AS to_key, properties(r) AS properties"
    )
    found = Counter(f"{row['labels']} {_stable(row['properties'])}" for row in nodes)
    found.update(
        f"{row['start']} {row['from_key']} {row['type']} {row['end']} {row['to_key']} {_stable(row['properties'])}"
        for row in edges
    )
    return found
