"""A load that is killed anywhere, or whose server is, ends in the same graph once it is run again."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from supplygraph.graph.connection import Connection
from supplygraph.server import local
from supplygraph.settings import Settings
from tests.graph_snapshot import snapshot

pytestmark = [pytest.mark.integration, pytest.mark.only_current]
RECORDS = 6_000


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up models in the shape of the Hub, deep and wide, with stubs, several parents and several licences."""
    chance = random.Random(7)
    path = tmp_path_factory.mktemp("dump") / "models.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(RECORDS):
            bases = [f"o/m{number // chance.choice((5, 9, 50))}" for _ in range(chance.choice((0, 1, 1, 2)))]
            card = {"license": chance.choice(["mit", "apache-2.0", "llama3", "other", ["mit", "gemma"]]),
                    "base_model": bases, "datasets": [f"d/{chance.randrange(400)}"]}  # fmt: skip
            record = {"id": f"o/m{number}", "author": "o", "downloads": number,
                      "pipeline_tag": "text-generation", "cardData": card}  # fmt: skip
            stream.write(json.dumps(record) + "\n")
    return path


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
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    counts: dict[str, int] = json.loads(out)["counts"]
    return counts


def wait_for_models(settings: Settings, least: int) -> None:
    """Returns once so many models are committed."""
    with Connection(local.start(settings)) as connection:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if connection.read("MATCH (m:Model) RETURN count(m) AS n")[0]["n"] >= least:
                return
            time.sleep(0.02)
    raise AssertionError("the load did not get anywhere")


@pytest.fixture(scope="module")
def undisturbed(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Settings], bool]:
    """Says whether the graph of a store equals the one of a load that nobody disturbed."""
    settings = Settings.from_environment(
        {**os.environ, "NEO4J_URI": ""}, store=tmp_path_factory.mktemp("undisturbed") / "store"
    )
    loaded(settings, dump)
    with Connection(local.start(settings)) as connection:
        wanted = snapshot(connection)
    local.stop(settings)

    def same(other: Settings) -> bool:
        with Connection(local.start(other)) as opened:
            found = snapshot(opened)
        assert wanted - found == {}
        assert found - wanted == {}
        return True

    return same


def test_killed_loader(own_store: Settings, dump: Path, undisturbed: Callable[[Settings], bool]) -> None:
    local.start(own_store)
    process = start_load(own_store, dump)
    wait_for_models(own_store, 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    loaded(own_store, dump)
    assert undisturbed(own_store)
    again = loaded(own_store, dump)
    assert (again["nodes_created"], again["relationships_created"]) == (0, 0)


def test_killed_server(own_store: Settings, dump: Path, undisturbed: Callable[[Settings], bool]) -> None:
    local.start(own_store)
    process = start_load(own_store, dump)
    wait_for_models(own_store, 1)
    server = local.status(own_store).pid
    assert server is not None
    psutil.Process(server).kill()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 3, (out, err)
    assert err.count("\n") == 2, "one line and a hint"
    assert err.startswith("Error: ")
    loaded(own_store, dump)
    assert undisturbed(own_store)


def test_killed_while_deriving(own_store: Settings, dump: Path, undisturbed: Callable[[Settings], bool]) -> None:
    local.start(own_store)
    process = start_load(own_store, dump)
    with Connection(local.start(own_store)) as connection:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if connection.read("MATCH (m:Model) WHERE m.derive_component IS NOT NULL RETURN count(m) AS n")[0]["n"]:
                break
    process.send_signal(signal.SIGKILL)
    process.wait()
    loaded(own_store, dump)
    assert undisturbed(own_store)
