"""Knows in which form facts are stored, so that a graph of another version is never read or written half and half."""

from supplygraph.errors import InputError
from supplygraph.store.connection import Connection

#: Rises whenever a stored label, key, relationship type or property is renamed, removed, or means something else.
#: What is only added needs no new number.
FORMAT = 2
#: Key of the node that tells.
GRAPH = "supplygraph"

_FOUND = """
OPTIONAL MATCH (g:_GraphFormat|GraphFormat {id: $graph})
RETURN g.format AS format, g IS NULL AND EXISTS { (:Load) } AS unmarked
"""
_MARK = "MERGE (g:_GraphFormat {id: $graph}) ON CREATE SET g.name = $graph, g.format = $format"
_UPGRADE = "pip install --upgrade supplygraph"
_AGAIN = "load its sources again into an empty graph (another --store or --uri), or use the version that wrote it"


def require_format(connection: Connection) -> None:
    """Refuses a graph that another version has written in another form; an empty one is as good as one of this.

    Raises:
        InputError: it is older or newer than this version can use.
        ServerError: the server cannot be used.
    """
    found = connection.read(_FOUND, {"graph": GRAPH})[0]
    written = 0 if found["unmarked"] else found["format"]
    if written is None or written == FORMAT:
        return
    about = f"(format {written}; this one uses {FORMAT})"
    if written > FORMAT:
        raise InputError(f"a later version of supplygraph wrote this graph {about}", _UPGRADE)
    raise InputError(f"an earlier version of supplygraph wrote this graph {about}", _AGAIN)


def mark_format(connection: Connection) -> None:
    """Says in the graph in which form this version writes.

    Raises:
        ServerError: the server cannot be used.
    """
    connection.execute(_MARK, {"graph": GRAPH, "format": FORMAT})
