"""A Neo4j that is reached by `neo4j://` is asked so that a reader has what was written before, whichever answers."""

from dataclasses import replace

import pytest

from supplygraph.store.connection import Connection

pytestmark = pytest.mark.integration


def test_what_was_written_is_waited_for_where_another_server_may_answer(connection: Connection) -> None:
    address = replace(connection.address, uri=connection.address.uri.replace("bolt://", "neo4j://"))
    with Connection(address) as routed:
        assert routed.bookmarks is not None
        routed.execute("MERGE (n:_Routed {id: 1})")
        written = set(routed.bookmarks.get_bookmarks())
        found = routed.read("MATCH (n:_Routed) RETURN count(n) AS n")
        routed.execute("MATCH (n:_Routed) DETACH DELETE n")

    assert found == [{"n": 1}]
    assert written
    assert connection.bookmarks is None
