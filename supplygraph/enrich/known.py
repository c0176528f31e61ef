"""Tells whether the graph has what the package knows as it is now, by the `Load` that put it there."""

from datetime import datetime
from typing import Any

from supplygraph.store.connection import Connection

#: Has the graph say what it was given: `$load`, a `known_load`.
MARK = "MERGE (l:Load {id: $load.id}) SET l += $load"
_NEWEST = (
    "MATCH (l:Load {source: $source, complete: true}) RETURN l.arguments AS digest ORDER BY l.started DESC LIMIT 1"
)


def known_load(id_: str, source: str, digest: str, now: datetime, *, derived: bool = True) -> dict[str, Any]:
    """The `Load` node that says what was put into the graph.

    Args:
        id_: Its id.
        source: Whose statements they are.
        digest: Changes whenever they do.
        now: When that is.
        derived: Whether nothing is left to derive from them.
    """
    return {
        "id": id_,
        "name": source,
        "source": source,
        "arguments": digest,
        "started": now,
        "finished": now,
        "complete": True,
        "derived": derived,
    }


def is_known(connection: Connection, load: dict[str, Any]) -> bool:
    """Whether the graph was last given just what a load says.

    Raises:
        ServerError: the server cannot be used.
    """
    newest = connection.read(_NEWEST, {"source": load["source"]})
    return bool(newest) and newest[0]["digest"] == load["arguments"]
