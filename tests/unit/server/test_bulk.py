"""What Neo4j's importer takes."""

from dataclasses import replace
from pathlib import Path

import pytest

from supplygraph.errors import ServerError
from supplygraph.server import bulk
from supplygraph.settings import Settings


def test_parquet_is_imported_where_what_reads_it_is_there_or_can_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(Settings.from_environment({}, store=tmp_path), cache=tmp_path)
    fetched: list[str] = []
    monkeypatch.setattr(bulk, "download", lambda jars, repository, what: fetched.append(what))
    assert bulk.takes_parquet(settings)
    assert fetched == ["importer"]

    def offline(*_: object) -> None:
        raise ServerError("no network", "wait")

    monkeypatch.setattr(bulk, "download", offline)
    assert not bulk.takes_parquet(settings)
    # Jars of the user's own need not have it.
    assert not bulk.takes_parquet(replace(settings, jars=tmp_path))
    assert not bulk.takes_parquet(replace(settings, neo4j_home=tmp_path))
