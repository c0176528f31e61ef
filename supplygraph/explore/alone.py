"""A model's page as one file that needs nothing beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.explore.render import render_alone
from supplygraph.explore.site import Site
from supplygraph.graph.connection import Connection

#: Seconds for one statement; nobody waits at a web browser.
SECONDS = 120.0


def model_page(connection: Connection, model: str) -> str:
    """The page of a model, with its style inside and links to the hubs.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    with ReadOnlyConnection(connection.address, SECONDS) as reading:
        values = Site(reading).artifact("model", model, {})
    return render_alone("model.html", written=datetime.now(UTC).date().isoformat(), **values)
