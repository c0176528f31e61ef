"""Puts what checklists ask for into the graph."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from supplygraph.attributes.checklists import attributes
from supplygraph.store.connection import Connection
from supplygraph.store.writer import Writer

#: Whose statements they are in the graph.
SOURCE = "checklists"
_NEWEST = "MATCH (l:Load {id: $id}) RETURN l.arguments AS print"
_FORGET = "MATCH (a:Attribute) WHERE NOT a.id IN $ids DETACH DELETE a"
_LOADED = "MERGE (l:Load {id: $load.id}) SET l += $load"


def put_checklists(connection: Connection) -> None:
    """Brings the checklists of the graph up to date; does nothing where they are.

    Raises:
        ServerError: the server cannot be used.
    """
    asked = attributes()
    load = checklists_load(datetime.now(UTC))
    newest = connection.read(_NEWEST, {"id": SOURCE})
    if newest and newest[0]["print"] == load["arguments"]:
        return
    for _ in Writer(connection, SOURCE, load["started"]).write(asked):
        pass
    connection.execute(_FORGET, {"ids": [one.id for one in asked]})
    connection.execute(_LOADED, {"load": load})


def checklists_load(now: datetime) -> dict[str, Any]:
    """The `Load` node that says which checklists the graph has."""
    return {
        "id": SOURCE,
        "name": SOURCE,
        "source": SOURCE,
        "arguments": hashlib.sha256("\n".join(map(repr, attributes())).encode()).hexdigest(),
        "started": now,
        "finished": now,
        "complete": True,
        "derived": True,
    }
