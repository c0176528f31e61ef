"""The address of a Neo4j that is not ours comes from the settings, or one clear line says what is wrong with it."""

import dataclasses
from pathlib import Path

import pytest

from supplygraph.errors import ServerError
from supplygraph.server.locate import locate
from supplygraph.settings import Settings

REMOTE = Settings(uri="bolt://graph.example:7687", user="reader", password="secret word", database="models")


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_an_address_is_taken_as_it_is(scheme: str) -> None:
    found = locate(dataclasses.replace(REMOTE, uri=f"{scheme}://graph.example"))
    assert found.uri == f"{scheme}://graph.example"
    assert (found.user, found.password, found.database, found.local) == ("reader", "secret word", "models", False)


def test_the_password_is_not_shown() -> None:
    assert "secret word" not in repr(locate(REMOTE))
    assert "secret word" not in repr(REMOTE)


@pytest.mark.parametrize(
    ("uri", "part"),
    [
        ("http://graph.example:7474", "scheme"),
        ("graph.example:7687", "scheme"),
        ("localhost", "scheme"),
        ("bolt://", "host"),
        ("bolt://neo4j:secret@graph.example", "password"),
        ("bolt://graph.example:port", "port"),
        ("bolt://[::1", "address"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_a_way_out(uri: str, part: str) -> None:
    with pytest.raises(ServerError, match=part) as caught:
        locate(dataclasses.replace(REMOTE, uri=uri))
    assert caught.value.hint
    assert "secret" not in caught.value.message


def test_a_missing_password_names_the_variable() -> None:
    with pytest.raises(ServerError, match="no password") as caught:
        locate(dataclasses.replace(REMOTE, password=None))
    assert "NEO4J_PASSWORD" in (caught.value.hint or "")


def test_a_remote_address_makes_no_local_store(tmp_path: Path) -> None:
    locate(dataclasses.replace(REMOTE, store=tmp_path / "store"))
    assert not (tmp_path / "store").exists()
