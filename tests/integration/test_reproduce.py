"""Published studies are recomputed from their public data, in a graph of their own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from supplygraph.load import load
from supplygraph.reproduce.anatomy import anatomy_figures
from supplygraph.reproduce.peatmoss import artifact_sources
from supplygraph.reproduce.rates import use_rates
from supplygraph.reproduce.scratch import scratch_graph
from supplygraph.settings import Settings
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    """A folder as the artifact has it, with three links: one of them incompatible, one skipped."""
    inner = tmp_path / "artifact" / "License-Analysis"
    inner.mkdir(parents=True)
    links = [("a/app", "x/m", "mit"), ("a/gpl-user", "x/g", "gpl-3.0"), ("a/many", "x/m", "mit")]
    (inner / "mapping.csv").write_text(
        "".join(f"github.com/{name},{model},https://huggingface.co/{model},{own}\n" for name, model, own in links)
    )
    (inner / "all_gh_licenses.json").write_text(
        json.dumps({"a/app": ["mit"], "a/gpl-user": ["mit"], "a/many": ["mit", "apache-2.0"]})
    )
    (inner / "lf_license_compatibility.csv").write_text(",mit,gpl-3.0-only\nmit,,no\ngpl-3.0-only,yes,\n")
    return tmp_path / "artifact"


def recomputed(done: subprocess.CompletedProcess[str]) -> None:
    """Asserts what comes out of `artifact`."""
    figures = {row["figure"]: row["computed"] for row in json.loads(done.stdout)}
    assert figures["relations judged"] == 2
    assert figures["incompatible relations"] == 50
    assert figures["relations with the same licence"] == 50
    assert figures["most frequent licences of models"] == "gpl-3.0, mit"
    assert figures["pairs of a repository and a model"] == 3
    assert figures["links between models and repositories"] is None
    assert figures["signatures of calls that load a model"] is None
    assert done.returncode == 1
    assert "models in the licence diagram" in done.stderr


@pytest.mark.torture
def test_a_study_is_recomputed_in_a_graph_of_its_own(connection: Connection, command: Command, artifact: Path) -> None:
    before = connection.read("MATCH (n) RETURN count(n) AS nodes")
    recomputed(command("reproduce", "peatmoss", str(artifact), "--format", "json"))
    assert connection.read("MATCH (n) RETURN count(n) AS nodes") == before


def test_a_study_is_recomputed_in_an_empty_graph_that_is_named(
    empty_graph: Connection, command: Command, artifact: Path, tmp_path: Path
) -> None:
    named = {"NEO4J_URI": empty_graph.address.uri, "NEO4J_PASSWORD": empty_graph.address.password or ""}
    recomputed(command("reproduce", "peatmoss", str(artifact), "--format", "json", env=named))
    done = command("reproduce", "peatmoss", str(artifact), env=named)
    assert (done.returncode, "is not empty" in done.stderr) == (2, True)


def test_a_graph_of_its_own_is_empty_and_gone_afterwards(connection: Connection, settings: Settings) -> None:
    connection.execute("CREATE ()")
    before = connection.read("MATCH (n) RETURN count(n) AS nodes")
    with scratch_graph(settings) as own:
        assert own.read("MATCH (n) RETURN count(n) AS nodes") == [{"nodes": 0}]
        own.execute("CREATE ()")
    assert not (settings.store / "scratch").exists()
    assert connection.read("MATCH (n) RETURN count(n) AS nodes") == before


def test_what_is_missing_is_named_before_anything_starts(command: Command, artifact: Path) -> None:
    done = command("reproduce", "peatmoss", str(artifact / "absent"))
    assert done.returncode == 2
    assert "there is no folder" in done.stderr
    (artifact / "License-Analysis" / "all_gh_licenses.json").unlink()
    done = command("reproduce", "peatmoss", str(artifact))
    assert done.returncode == 2
    assert "there is no all_gh_licenses.json" in done.stderr
    assert "Starting" not in done.stderr


@pytest.mark.only_current
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_study_that_was_stopped_leaves_no_server_and_no_folder(
    artifact: Path, command: Command, tmp_path: Path, sign: signal.Signals
) -> None:
    store = tmp_path / "store"
    running = subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "reproduce", "peatmoss", artifact, "--store", store],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: list(store.glob("scratch/*/server.json")))
    running.send_signal(sign)
    _, said = running.communicate(timeout=120)
    if sign == signal.SIGTERM:
        assert (running.returncode, said.strip().splitlines()[-1]) == (143, "Stopped.")
    else:
        assert command("down", "--store", str(store)).stdout == f"Stopped; the graph is in {store}\n"
    assert not (store / "scratch").exists()
    until(lambda: not [p for p in psutil.process_iter(["cmdline"]) if str(store) in " ".join(p.info["cmdline"] or [])])


def test_a_study_that_is_running_is_ended_by_down(artifact: Path, command: Command, tmp_path: Path) -> None:
    store = tmp_path / "store"
    running = subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "reproduce", "peatmoss", artifact, "--store", store],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: list(store.glob("scratch/*/server.json")))
    command("down", "--store", str(store))
    assert running.wait(60) == 143
    assert not (store / "scratch").exists()


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_studies_of_the_whole_hub_are_recomputed_on_the_graph_that_is_loaded(
    known_graph: Connection, command: Command, tmp_path: Path
) -> None:
    # A sheet that another test loaded would be known here, too.
    known_graph.execute("MATCH (:License)-[cell:MATRIX {profile: 'linux-foundation'}]->() DELETE cell")
    done = command("reproduce", "anatomy")
    assert (done.returncode, "no models are loaded" in done.stderr) == (2, True)
    records = [
        {"kind": "model", "id": "a/base", "license": "cc-by-nc-4.0", "downloads": 5},
        {"kind": "model", "id": "b/tune", "license": "mit", "downloads": 9,
         "derived_from": [{"id": "a/base", "relation": "finetune"}], "trained_on": ["c/words"]},
        {"kind": "repository", "id": "github.com/d/app", "license": "mit", "uses": ["a/base"]},
    ]  # fmt: skip
    load(Records([write_lines(tmp_path / "records.jsonl", records)]), lambda: known_graph)
    done = command("reproduce", "anatomy", "--format", "json")
    figures = {row["figure"]: row["computed"] for row in json.loads(done.stdout)}
    assert done.returncode == 0
    assert figures["derivations that change the licence"] == 100
    assert figures["bases whose descendants have more downloads"] == 100
    assert figures["uses of restrictive works that end in a permissive licence (License Drift)"] == 100
    assert figures["derivations that the Linux Foundation's sheet forbids (PeaTMOSS)"] is None
    assert figures["nodes of HuggingGraph v3"] is None
    done = command("reproduce", "reuse", "--format", "json")
    figures = {row["figure"]: row["computed"] for row in json.loads(done.stdout)}
    assert (figures["models"], figures["organisations that are verified"]) == (2, None)
    done = command("reproduce", "anatomy", "--links", str(tmp_path))
    assert (done.returncode, "--links was given without a FILE" in done.stderr) == (2, True)


def test_rates_under_the_rules_of_the_artifact(known_graph: Connection, artifact: Path, tmp_path: Path) -> None:
    records = [
        {"kind": "model", "id": "a/base", "license": "gpl-3.0"},
        {"kind": "model", "id": "b/tune", "license": "mit", "derived_from": ["a/base"]},
    ]
    stated = Records([write_lines(tmp_path / "records.jsonl", records)])
    for source in (*artifact_sources(artifact), stated):
        load(source, lambda: known_graph)
    figures = {one.name: one.computed for one in (*anatomy_figures(known_graph), *use_rates(known_graph))}
    assert figures["derivations that the Linux Foundation's sheet forbids (PeaTMOSS)"] == 100
    assert figures["uses in conflict under the rule set peatmoss"] == 50
    assert figures["uses from a restrictive licence to a permissive one (plain reading)"] == pytest.approx(100 / 3)
