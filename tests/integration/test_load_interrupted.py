"""A load that is killed anywhere, or whose server is, ends in the same graph once it is run again."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import pytest

from supplygraph.load import load
from supplygraph.server import local
from supplygraph.server.status import status
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from tests.conftest import empty
from tests.graph_snapshot import snapshot

pytestmark = [pytest.mark.integration, pytest.mark.only_current]


def made_up(path: Path, records: int) -> Path:
    """Models in the shape of the Hub, deep and wide, with stubs, several parents and several licences."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(records):
            bases = [f"o/m{number // chance.choice((5, 9, 50))}" for _ in range(chance.choice((0, 1, 1, 2)))]
            card = {"license": chance.choice(["mit", "apache-2.0", "llama3", "other", ["mit", "gemma"]]),
                    "base_model": bases, "datasets": [f"d/{chance.randrange(400)}"]}  # fmt: skip
            record = {"id": f"o/m{number}", "author": "o", "downloads": number,
                      "pipeline_tag": "text-generation", "cardData": card}  # fmt: skip
            stream.write(json.dumps(record) + "\n")
    return path


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return made_up(tmp_path / "models.jsonl", 3_000)


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Settings]:
    """A store of its own, since its server is killed."""
    settings = Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=tmp_path / "store")
    yield settings
    local.stop(settings)


def start_load(settings: Settings, dump: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    environment["SUPPLYGRAPH_STORE"] = str(settings.store)
    return subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "load", "hub-file", str(dump), "--format", "json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def loaded(settings: Settings, dump: Path) -> dict[str, int]:
    process = start_load(settings, dump)
    out, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    counts: dict[str, int] = json.loads(out)["counts"]
    return counts


@pytest.fixture
def undisturbed(dump: Path, connection: Connection) -> Counter[str]:
    """The graph of a load that nobody disturbed."""
    empty(connection)
    load(HubFile([dump]), lambda: connection)
    return snapshot(connection)


def wait_for(settings: Settings, query: LiteralString) -> None:
    """Returns once a query counts something."""
    with Connection(local.start(settings)) as connection:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if connection.read(query)[0]["n"]:
                return
            time.sleep(0.02)
    raise AssertionError("the load did not get anywhere")


def test_a_load_that_was_killed_is_finished_by_the_next(
    settings: Settings, empty_graph: Connection, tmp_path: Path
) -> None:
    few = made_up(tmp_path / "few.jsonl", 150)
    load(HubFile([few]), lambda: empty_graph)
    expected = snapshot(empty_graph)
    empty(empty_graph)
    process = start_load(settings, few)
    wait_for(settings, "MATCH (m:Model) RETURN count(m) AS n")
    process.send_signal(signal.SIGKILL)
    process.wait()
    loaded(settings, few)
    assert snapshot(empty_graph) == expected


@pytest.mark.torture
def test_a_load_that_was_killed_again_and_again_ends_in_the_same_graph(
    own_store: Settings, dump: Path, undisturbed: Counter[str]
) -> None:
    local.start(own_store)
    process = start_load(own_store, dump)
    wait_for(own_store, "MATCH (m:Model) RETURN count(m) AS n")
    server = status(own_store).pid
    assert server is not None
    psutil.Process(server).kill()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 3, (out, err)
    assert err.count("\n") == 2, "one line and a hint"
    assert err.startswith("Error: ")

    with Connection(local.start(own_store)) as opened:
        assert opened.read("MATCH (l:Load {complete: true, source: 'hub-file'}) RETURN l") == []
        loads = opened.read("MATCH (l:Load) RETURN count(l) AS n")[0]["n"]
    process = start_load(own_store, dump)
    wait_for(own_store, f"MATCH (l:Load) RETURN CASE WHEN count(l) > {loads} THEN 1 ELSE 0 END AS n")
    process.send_signal(signal.SIGKILL)
    process.wait()

    process = start_load(own_store, dump)
    wait_for(own_store, "MATCH (m:Model) WHERE m._derive_component IS NOT NULL RETURN count(m) AS n")
    process.send_signal(signal.SIGKILL)
    process.wait()

    loaded(own_store, dump)
    with Connection(local.start(own_store)) as opened:
        found = snapshot(opened)
    assert undisturbed - found == {}
    assert found - undisturbed == {}
    again = loaded(own_store, dump)
    assert (again["nodes_created"], again["relationships_created"]) == (0, 0)
