"""Puts what checklists ask for into the graph."""

import hashlib
from datetime import UTC, datetime

from supplygraph.attributes.checklists import attributes
from supplygraph.store.connection import Connection
from supplygraph.store.writer import Writer

#: Whose statements they are in the graph.
SOURCE = "checklists"
_NEWEST = "MATCH (l:Load {id: $id}) RETURN l.arguments AS print"
_FORGET = "MATCH (a:Attribute) WHERE NOT a.id IN $ids DETACH DELETE a"
_LOADED = """
MERGE (l:Load {id: $id})
SET l.name = $id, l.source = $id, l.started = $started, l.finished = datetime(), l.arguments = $print,
  l.complete = true, l.derived = true
"""


def put_checklists(connection: Connection) -> None:
    """Brings the checklists of the graph up to date; does nothing where they are.

    Raises:
        ServerError: the server cannot be used.
    """
    asked = attributes()
    print_ = hashlib.sha256("\n".join(map(repr, asked)).encode()).hexdigest()
    newest = connection.read(_NEWEST, {"id": SOURCE})
    if newest and newest[0]["print"] == print_:
        return
    started = datetime.now(UTC)
    for _ in Writer(connection, SOURCE, started).write(asked):
        pass
    connection.execute(_FORGET, {"ids": [one.id for one in asked]})
    connection.execute(_LOADED, {"id": SOURCE, "started": started, "print": print_})
