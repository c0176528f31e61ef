"""A small first load, made at once of rows that are worked out in the client, makes the graph that batches make."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.bulk import at_once
from supplygraph.enrich.freshness import freshness
from supplygraph.load import LoadResult, load
from supplygraph.sources.records import SAMPLE, Records
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection
from tests.conftest import empty, write_lines
from tests.graph_snapshot import snapshot
from tests.integration.test_bulk_load import dumps, in_batches

pytestmark = pytest.mark.integration

#: Kinds of nodes and relationships that the others do not have, an id that says no publisher, and a cycle.
OTHERS = [
    {"kind": "model", "id": "a/one", "derived_from": ["a/two"], "license": ["mit", "gpl-3.0"], "cites": ["arxiv:1.2"]},
    {"kind": "model", "id": "a/two", "derived_from": ["a/one"], "trained_on": ["squad"], "license": "llama3"},
    {"kind": "model", "id": "a/below", "derived_from": ["a/two"], "license": "my own text"},
    {"kind": "model", "id": "alone", "author": "Somebody", "aliases": ["alone-before"]},
    {"kind": "model", "id": "b/gone", "status": "removed"},
    {"kind": "dataset", "id": "squad", "license": "cc-by-sa-4.0"},
    {"kind": "space", "id": "s/space", "uses": ["a/one"]},
    {"kind": "repository", "id": "github.com/x/y", "uses": ["a/one"], "packages": ["pip:Torch"], "license": "agpl-3.0"},
]


def sample(folder: Path) -> Source:
    return Records([SAMPLE])


def others(folder: Path) -> Source:
    return Records([write_lines(folder / "others.jsonl", OTHERS)])


def ways(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each load from now on that tried to was made at once."""
    tried: list[bool] = []
    make = at_once.load_at_once

    def watched(*args: object) -> object:
        made = make(*args)  # type: ignore[arg-type]
        tried.append(made is not None)
        return made

    monkeypatch.setattr("supplygraph.load.load_at_once", watched)
    return tried


def counted(result: LoadResult) -> dict[str, int]:
    return {name: count for name, count in result.counts().items() if not name.endswith("_sent")}


@pytest.mark.parametrize(("source", "batch"), [(sample, 1000), (others, 20), (dumps, 1000)])
def test_a_first_load_at_once_makes_the_graph_of_one_in_batches(
    source: Callable[[Path], Source],
    batch: int,
    empty_graph: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = ways(monkeypatch)
    if source is dumps:
        expected, batches = in_batches(source, empty_graph, tmp_path)
    else:
        batches = load(source(tmp_path), lambda: empty_graph, batch=batch)
        expected = snapshot(empty_graph)
    assert tried == []
    empty(empty_graph)
    result = load(source(tmp_path), lambda: empty_graph)
    found = snapshot(empty_graph)
    assert tried == [True]
    assert sorted((found - expected).elements())[:20] == []
    assert sorted((expected - found).elements())[:20] == []
    assert counted(result) == counted(batches)
    assert result.stubs == batches.stubs
    assert freshness(empty_graph).fresh


def test_a_first_load_at_once_logs_how_much_it_made(
    empty_graph: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "supplygraph"):
        result = load(others(tmp_path), lambda: empty_graph)
    (told,) = [record.getMessage() for record in caplog.records if record.name == "supplygraph.bulk.at_once"]
    said = re.fullmatch(r"(\S+): (\d+) nodes and relationships made at once in \d+\.\d\d s", told)
    assert said is not None
    assert said[1] == result.id
    assert int(said[2]) > len(OTHERS)
