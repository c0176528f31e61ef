"""Puts what checklists ask for into the graph."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from supplygraph.attributes.checklists import attributes
from supplygraph.enrich.known import MARK, is_known, known_load
from supplygraph.store.connection import Connection
from supplygraph.store.writer import Writer

#: Whose statements they are in the graph.
SOURCE = "checklists"
_FORGET = "MATCH (a:Attribute) WHERE NOT a.id IN $ids DETACH DELETE a"


def put_checklists(connection: Connection) -> bool:
    """Brings the checklists of the graph up to date, and says whether they were not.

    Raises:
        ServerError: the server cannot be used.
    """
    asked = attributes()
    load = checklists_load(datetime.now(UTC))
    if is_known(connection, load):
        return False
    for _ in Writer(connection, SOURCE, load["started"]).write(asked):
        pass
    connection.execute(_FORGET, {"ids": [one.id for one in asked]})
    connection.execute(MARK, {"load": load})
    return True


def checklists_load(now: datetime) -> dict[str, Any]:
    """The `Load` node that says which checklists the graph has."""
    return known_load(SOURCE, SOURCE, hashlib.sha256("\n".join(map(repr, attributes())).encode()).hexdigest(), now)
