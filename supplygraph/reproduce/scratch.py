"""A graph with nothing in it for the time of a reproduction, so that no other data get into its figures."""

from collections.abc import Iterator
from contextlib import contextmanager

from supplygraph.errors import InputError
from supplygraph.server import local
from supplygraph.server.locate import remote
from supplygraph.server.scratch import scratch
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection


@contextmanager
def scratch_graph(settings: Settings) -> Iterator[Connection]:
    """An empty graph: a local Neo4j of its own that is deleted at the end, or the one at the URI, which is kept.

    Args:
        settings: Which Neo4j; the graph in its store is not touched.

    Raises:
        InputError: the graph at the URI is not empty.
        ServerError: no server can be reached or started.
    """
    if settings.uri is not None:
        with Connection(remote(settings, settings.uri)) as connection:
            if connection.read("RETURN EXISTS { () } AS filled")[0]["filled"]:
                raise InputError(
                    f"the graph at {settings.uri} is not empty, and what is in it would get into the figures",
                    "name an empty database with --database, or leave --uri out",
                )
            yield connection
        return
    with scratch(settings) as own, Connection(local.start(own)) as connection:
        yield connection
