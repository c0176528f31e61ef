"""The first load of an empty local store by bulk import makes the graph that an ordinary load makes."""

import logging
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from supplygraph.bulk.way import BulkWay
from supplygraph.load import LoadResult, load
from supplygraph.server import local
from supplygraph.server.bulk import is_fresh
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import SAMPLE, Records
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import missing_schema
from tests.conftest import empty, write_lines
from tests.graph_snapshot import snapshot
from tests.integration.test_records_round_trip import NASTY

pytestmark = [pytest.mark.integration, pytest.mark.only_current]


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Settings]:
    """A store of its own, for its server is stopped."""
    settings = Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=tmp_path / "store")
    yield settings
    local.stop(settings)


def in_bulk(settings: Settings, source: Source) -> LoadResult:
    return load(source, lambda: open_connection(settings), bulk=BulkWay(settings, wanted=True))


def dirty_records(path: Path) -> Path:
    """Artifacts described twice, in other letter case, by old ids, and with texts that formats get wrong."""
    chance = random.Random(3)
    texts = [
        "",
        " ",
        '"',
        '""',
        ",",
        "\\",
        "\\N",
        "a\nb",
        "a\r\nb",
        "\t",
        "'",
        "ünï",
        "🤗",
        "null",
        "true",
        "1e3",
        ";",
        "[]",
    ]
    relations = ["finetune", "adapter", "quantized", "merge", "undeclared"]

    def name(number: int) -> str:
        text = f"Org{number % 7}/Model-{number}"
        return chance.choice([text, text, text.lower(), text.upper(), f"old/m-{number}"])

    rows: list[dict[str, Any]] = []
    for number in range(300):
        base = {"id": name(chance.randrange(200)), "relation": chance.choice(relations), "raw": chance.choice(texts)}
        rows.append(
            {
                "kind": "model",
                "id": f"Org{number % 7}/Model-{number % 220}",
                "tags": chance.sample(texts, 3),
                "doi": chance.choice(texts),
                "downloads": chance.choice([0, 5, 2**63 - 1]),
                "emissions": chance.choice([None, 0.1, 1e-300, 12.0]),
                "names_itself": chance.choice([None, True, False]),
                "created_at": chance.choice([None, "2024-02-29T23:59:59.123456+02:00", "2020-01-01"]),
                "quantization": chance.choice([None, [], ["gguf"]]),
                "status": chance.choice(["present", "present", "missing", "removed", "stub"]),
                "license": chance.choice(
                    ["mit", "other", "llama3", ["mit", "cc-by-nc-4.0"], "MIT OR Apache-2.0", None]
                ),
                "license_name": chance.choice([None, 'my "own", licence']),
                "derived_from": [base, name(number), chance.choice(["no id at all", f"Org1/Model-{number % 9}"])],
                "trained_on": [chance.choice(["allenai/C4", "allenai/c4", "c4", "Acme/Data"])],
                "aliases": [f"old/m-{number % 220}"] if number % 5 == 0 else [],
            }
        )
    rows += [
        {"kind": "dataset", "id": "allenai/c4", "aliases": ["c4"], "license": "odc-by", "derived_from": ["acme/data"]},
        {"kind": "repository", "id": "github.com/Acme/App", "uses": ["org1/model-1", "bert-base-uncased"], "stars": 2},
        {"kind": "repository", "id": "github.com/acme/app", "uses": [{"id": "Org1/Model-1", "places": ["a.py:1", ""]}]},
        {"kind": "space", "id": "acme/space", "uses": ["Org2/Model-2"]},
        {"kind": "model", "id": "google-bert/bert-base-uncased", "license": "apache-2.0"},
        {"kind": "nothing", "id": "a/b"},
    ]
    chance.shuffle(rows)
    return write_lines(path, rows)


def hub_dump(path: Path) -> Path:
    """Models as the Hub lists them, with what people write on cards."""
    chance = random.Random(5)
    rows: list[dict[str, Any]] = []
    for number in range(300):
        card = {
            "license": chance.choice(["mit", "llama2", "other", "cc-by-nc-4.0", ["mit", "gemma"], "see README"]),
            "base_model": [f"o/Model-{number // chance.choice((5, 9, 50))}-7B-Instruct", "../local"][
                : chance.choice((0, 1, 2))
            ],
            "datasets": [f"d/{chance.randrange(40)}", "wikipedia"],
            "language": chance.choice([["en"], "no", None, ["de", "zz"]]),
            "tags": ["a,b", 'c"d'],
        }
        rows.append({"id": f"o/Model-{number}-7B-Instruct", "author": "o", "downloads": number, "cardData": card,
                     "tags": ["gguf", "arxiv:2307.09288", "region:us"], "library_name": "transformers",
                     "pipeline_tag": "text-generation", "config": {"architectures": ["LlamaForCausalLM"]}})  # fmt: skip
    return write_lines(path, rows)


def records_of_all_kinds(folder: Path) -> Source:
    return Records([SAMPLE, write_lines(folder / "nasty.jsonl", NASTY), dirty_records(folder / "dirty.jsonl")])


def dumps(folder: Path) -> Source:
    return HubFile([hub_dump(folder / "models.jsonl")])


_in_batches: dict[Callable[[Path], Source], tuple[Counter[str], LoadResult]] = {}


def in_batches(
    source: Callable[[Path], Source], connection: Connection, folder: Path
) -> tuple[Counter[str], LoadResult]:
    """The graph of a load in several transactions, as what fits into one would be worked out here, too.

    Made once for all tests that another way is held against it; the graph is emptied for it.
    """
    if source not in _in_batches:
        empty(connection)
        result = load(source(folder), lambda: connection, batch=1000)
        _in_batches[source] = snapshot(connection), result
    return _in_batches[source]


def start(settings: Settings, path: Path, *options: str) -> subprocess.Popen[bytes]:
    """The load of a file in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    environment["SUPPLYGRAPH_STORE"] = str(settings.store)
    command = [sys.executable, "-m", "supplygraph", "load", "hub-file", str(path), *options]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(settings: Settings, path: Path, folder: str) -> None:
    """A bulk load of a file whose process is killed once a folder of the store is there."""
    process = start(settings, path, "--bulk")
    deadline = time.monotonic() + 200
    while not (settings.store / folder).exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("source", "parquet"), [(records_of_all_kinds, True), (records_of_all_kinds, False), (dumps, True)]
)
def test_a_bulk_load_makes_the_graph_of_an_ordinary_one(
    source: Callable[[Path], Source],
    parquet: bool,
    connection: Connection,
    own_store: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected, ordinary = in_batches(source, connection, tmp_path)
    if source is dumps:
        killed(own_store, hub_dump(tmp_path / "models.jsonl"), "first-load")
        assert is_fresh(own_store)
    if not parquet:
        monkeypatch.setattr("supplygraph.bulk.way.can_write", lambda: False)
    # Ids are folded once: the knowledge of licences, which is put behind the import, names no artifact.
    monkeypatch.setattr("supplygraph.enrich.steps.fold_ids", lambda connection: pytest.fail("folded again"))
    # Nothing has moved in the graph before.
    monkeypatch.setattr("supplygraph.store.folding._give_back", lambda connection: pytest.fail("looked for what moved"))
    with caplog.at_level(logging.INFO, "supplygraph.bulk.way"):
        result = in_bulk(own_store, source(tmp_path))
    steps = [record.getMessage() for record in caplog.records if record.name == "supplygraph.bulk.way"]
    assert steps[0].startswith(f"{result.id}: {result.tally.records} records put on disk in ")
    assert [step.split(": ")[1].split()[0] for step in steps[1:]] == ["written", "imported"]
    assert not list(own_store.store.glob("first-load/*")) + list(own_store.store.glob("importing*"))
    with open_connection(own_store) as opened:
        found = snapshot(opened)
        assert missing_schema(opened) == {}
    assert sorted((found - expected).elements())[:20] == []
    assert sorted((expected - found).elements())[:20] == []
    assert result.tally.counts == ordinary.tally.counts
    assert result.tally.records == ordinary.tally.records


@pytest.mark.torture
def test_a_store_whose_import_was_killed_holds_no_graph_and_takes_the_next(
    empty_graph: Connection, own_store: Settings, tmp_path: Path
) -> None:
    load(dumps(tmp_path), lambda: empty_graph, batch=1000)
    killed(own_store, tmp_path / "models.jsonl", "importing/data")
    assert is_fresh(own_store)
    in_bulk(own_store, dumps(tmp_path))
    assert not list(own_store.store.glob("first-load/*")) + list(own_store.store.glob("importing*"))
    with open_connection(own_store) as connection:
        assert snapshot(connection) == snapshot(empty_graph)


@pytest.mark.torture
def test_a_bulk_load_that_is_killed_anywhere_ends_in_the_same_graph(
    empty_graph: Connection, own_store: Settings, tmp_path: Path
) -> None:
    """Killed at moments of chance, behind the import, too, each time followed by the same command."""
    load(dumps(tmp_path), lambda: empty_graph)
    expected = snapshot(empty_graph)
    chance = random.Random(11)
    for _ in range(4):
        shutil.rmtree(own_store.store, ignore_errors=True)
        for seconds in sorted(chance.uniform(1, 60) for _ in range(3)):
            process = start(own_store, tmp_path / "models.jsonl", *(("--bulk",) if is_fresh(own_store) else ()))
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            process.kill()
            process.wait()
        load(dumps(tmp_path), lambda: open_connection(own_store), bulk=BulkWay(own_store))
        with open_connection(own_store) as connection:
            assert snapshot(connection) == expected
            assert connection.read("MATCH (l:Load {derived: false}) RETURN l") == []
        local.stop(own_store)
