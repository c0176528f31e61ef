"""`load fingerprints` puts architectures into the graph, replaces older ones, and stored Cypher compares them."""

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supplygraph.export.records import export_records
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.fingerprints import Fingerprints
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.hub_server import HubServer
from tests.integration.test_command_errors import fails
from tests.weight_files import bert, gptq, llama, lora, mlx, write, write_gguf, write_shards

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

SIZES: dict[str, Any] = {"hidden": 64, "inner": 128, "vocab": 96}
BASE = llama(**SIZES)
WIDE = llama(hidden=128, inner=256, vocab=96)


def finetune(base: str, relation: str = "finetune") -> dict[str, Any]:
    return {"derived_from": [{"id": base, "relation": relation}]}


RECORDS: list[dict[str, Any]] = [
    {"id": "v/base", "model_types": ["llama"], "downloads": 900, "created_at": "2023-07-01"},
    {"id": "o/tuned", "model_types": ["llama"], **finetune("v/base")},
    {"id": "o/longer", "model_types": ["llama"], **finetune("v/base")},
    {"id": "o/false", "model_types": ["llama"], **finetune("v/base")},
    {"id": "o/base-GGUF", **finetune("v/base", "quantized")},
    {"id": "o/base-GPTQ", **finetune("v/base", "quantized")},
    {"id": "o/base-MLX", **finetune("v/base", "quantized")},
    {"id": "o/lora", **finetune("v/base", "adapter")},
    {"id": "o/lora-of-another", **finetune("v/base", "adapter")},
    {"id": "o/silent", "model_types": ["llama"], "downloads": 3},
    {"id": "o/liar", "model_types": ["llama"]},
]
FILES: dict[str, Callable[[Path], object]] = {
    "v/base": lambda at: write(at / "model.safetensors", BASE),
    "o/tuned": lambda at: write_shards(at, BASE, 3, dtype="float32"),
    "o/longer": lambda at: write(at / "model.safetensors", llama(**{**SIZES, "vocab": 104})),
    "o/false": lambda at: write(at / "model.safetensors", WIDE),
    "o/base-GGUF": lambda at: write_gguf(at / "base-Q8_0.gguf", BASE, 2, 64, 96),
    "o/base-GPTQ": lambda at: write(at / "model.safetensors", *gptq(BASE)),
    "o/base-MLX": lambda at: write(at / "model.safetensors", *mlx(BASE)),
    "o/lora": lambda at: write(at / "adapter_model.safetensors", lora(BASE)),
    "o/lora-of-another": lambda at: write(at / "adapter_model.safetensors", lora(WIDE)),
    "o/silent": lambda at: write(at / "model.safetensors", BASE),
    "o/liar": lambda at: write(at / "model.safetensors", bert()),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("weights")
    for id_, make in FILES.items():
        make(made / id_)
    return made


@pytest.fixture(scope="module")
def graph(connection: Connection, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """One graph for all; the tests that change it come after those that ask."""
    empty_but_knowledge(connection)
    lines = [{"kind": "model", **one} for one in RECORDS]
    load(Records([write_lines(tmp_path_factory.mktemp("records") / "models.jsonl", lines)]), lambda: connection)
    load(Fingerprints(folder=folder), lambda: connection)
    return connection


def rows(graph: Connection, name: str, *columns: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in run(graph, name, parameters)]


def count(graph: Connection, what: str) -> int:
    statements = {
        "fingerprints": "MATCH (n:Fingerprint) RETURN count(n) AS n",
        "edges": "MATCH ()-[r:HAS_FINGERPRINT]->() RETURN count(r) AS n",
        "models": "MATCH (n:Model) RETURN count(n) AS n",
    }
    found: int = graph.read(statements[what])[0]["n"]
    return found


def test_clusters_have_what_shares_its_tensors(graph: Connection) -> None:
    found = rows(graph, "fingerprint-clusters", "models", "lineages", "architecture", "examples")
    assert found == [(5, 2, "llama", ["v/base", "o/silent", "o/base-GPTQ", "o/base-MLX", "o/tuned"])]
    assert [row[0] for row in rows(graph, "fingerprint-clusters", "models", level="volumes")] == [7]
    assert rows(graph, "fingerprint-clusters", "models", component="adapter") == []


def test_twins_of_one_model(graph: Connection) -> None:
    found = rows(graph, "fingerprint-twins", "model", "level", "connected", model_id="v/base")
    assert found == [
        ("o/silent", "exact", False),
        ("o/base-GPTQ", "structure", True),
        ("o/base-MLX", "structure", True),
        ("o/tuned", "structure", True),
        ("o/longer", "body", True),
        ("o/base-GGUF", "volumes", True),
    ]


def test_a_false_derivation_is_found_and_an_extended_vocabulary_is_none(graph: Connection) -> None:
    columns = ("child", "check", "child_has", "base_has")
    assert rows(graph, "fingerprint-false", *columns) == [
        ("o/false", "width", "128", "64"),
        ("o/lora-of-another", "shapes", "self_attn.q_proj.weight 128x128", "self_attn.q_proj.weight 64x64"),
    ]
    assert rows(graph, "fingerprint-false", *columns, classes=["related"]) == [("o/longer", "vocabulary", "104", "96")]


def test_what_nobody_declares(graph: Connection) -> None:
    found = rows(graph, "fingerprint-undeclared", "model", "likely_base", "class", min_parameters=1)
    assert found == [("o/silent", "v/base", "missing")]


def test_an_outlier_within_its_type(graph: Connection) -> None:
    found = rows(graph, "fingerprint-outliers", "model", "claimed", "architecture", "usual", "class")
    assert found == [("o/liar", "llama", "bert", "llama", "conflict")]


def test_loading_again_creates_nothing(graph: Connection, folder: Path) -> None:
    before = count(graph, "fingerprints"), count(graph, "edges")
    result = load(Fingerprints(folder=folder), lambda: graph)
    assert (result.written.nodes_created, result.written.relationships_created) == (0, 0)
    assert (count(graph, "fingerprints"), count(graph, "edges")) == before


def test_records_bring_the_fingerprints_back(graph: Connection, tmp_path: Path) -> None:
    before = io.StringIO()
    export_records(graph, before)
    lines = [json.loads(line) for line in before.getvalue().splitlines()]
    tuned = next(line for line in lines if line["id"] == "o/tuned")
    assert tuned["fingerprints"][0]["components"] == ["model"]
    assert tuned["weights_status"] == "read"
    empty_but_knowledge(graph)
    load(Records([write_lines(tmp_path / "all.jsonl", lines)]), lambda: graph)
    after = io.StringIO()
    export_records(graph, after)
    assert after.getvalue() == before.getvalue()


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    with HubServer() as server:
        server.files = {
            id_: {path.name: path.read_bytes() for path in (folder / id_).iterdir() if path.is_file()} for id_ in FILES
        }
        server.models = [{"id": id_, "sha": "c0ffee1"} for id_ in FILES]
        yield server


def shapes_of(graph: Connection, id_: str) -> list[tuple[Any, ...]]:
    found = graph.read(
        "MATCH (:Model {id: $id})-[r:HAS_FINGERPRINT]->(f) "
        "RETURN r.components AS components, f.hidden_size AS hidden, r.revision AS revision",
        {"id": id_},
    )
    return [(*row["components"], row["hidden"], row["revision"]) for row in found]


def test_a_new_revision_replaces_the_old_one(known_graph: Connection, hub: HubServer, command: Command) -> None:
    environment = {"HF_ENDPOINT": hub.endpoint}
    done = command("load", "fingerprints", "o/false", "v/base", "o/gone", env=environment)
    assert done.returncode == 0, done.stderr
    assert "2 fingerprints" in done.stdout
    assert "1 models missing" in done.stdout
    assert shapes_of(known_graph, "o/false") == [("model", 128, "c0ffee1")]
    before = count(known_graph, "fingerprints")
    assert before == 2
    hub.files["o/false"] = hub.files["v/base"]
    hub.models = [{"id": id_, "sha": "c0ffee2"} for id_ in FILES]
    done = command("load", "fingerprints", "o/false", env=environment)
    assert "created   0 nodes, 1 relationships" in done.stdout
    assert shapes_of(known_graph, "o/false") == [("model", 64, "c0ffee2")]
    assert count(known_graph, "fingerprints") == 1
    statuses = known_graph.read("MATCH (m:Model) RETURN m.id AS id, m.status AS s, m.weights_status AS w ORDER BY id")
    assert [(row["id"], row["s"], row["w"]) for row in statuses] == [
        ("o/false", "present", "read"), ("o/gone", "missing", "missing"), ("v/base", "present", "read"),
    ]  # fmt: skip


def test_the_models_of_the_graph(known_graph: Connection, hub: HubServer, command: Command) -> None:
    for id_, properties in {
        "v/base": {"parameters": 9, "sha": "c0ffee1", "downloads": 5},
        "o/tuned": {"tags": ["safetensors"], "downloads": 9},
        "o/base-GGUF": {"quantization": ["gguf"]},
        "o/lora": {"downloads": 99},
        "o/silent": {"parameters": 9, "status": "removed"},
        "o/liar": {"parameters": 9, "weights_status": "none", "weights_revision": "c0ffee1", "sha": "c0ffee1"},
        "o/false": {"parameters": 9, "weights_status": "read", "weights_revision": "older", "sha": "c0ffee1"},
        "pytorch:x/y": {"parameters": 9, "hub": "pytorch"},
        "no id": {"parameters": 9, "hub": "huggingface"},
    }.items():
        known_graph.execute("CREATE (m:Model {id: $id, status: 'present'}) SET m += $p", {"id": id_, "p": properties})
    hub.gated = {"o/tuned"}
    environment = {"HF_ENDPOINT": hub.endpoint}
    asked: list[list[str]] = []

    def load_next(*options: str) -> subprocess.CompletedProcess[str]:
        hub.log.clear()
        done = command("load", "fingerprints", "--from-graph", *options, env=environment)
        prefix = "/api/models/"
        asked.append(sorted({path.removeprefix(prefix) for path in hub.paths() if path.startswith(prefix)}))
        return done

    assert load_next("--limit", "2").returncode == 0
    assert load_next().returncode == 0
    hub.gated.clear()
    assert load_next("--format", "json").returncode == 0
    assert asked == [["o/tuned", "v/base"], ["o/base-GGUF", "o/false", "o/tuned"], ["o/tuned"]]
    fails(load_next(), 2, "no models with weights")
    assert count(known_graph, "edges") == 4


def test_a_copy_on_disk_does_not_publish_a_removed_model_again(
    known_graph: Connection, folder: Path, command: Command
) -> None:
    known_graph.execute("CREATE (:Model {id: 'o/liar', status: 'removed'}), (:Model {id: 'o/silent', status: 'stub'})")
    assert command("load", "fingerprints", "--file", str(folder)).returncode == 0
    statuses = known_graph.read("MATCH (m:Model) WHERE m.weights_status = 'read' RETURN m.id AS id, m.status AS s")
    found = {row["id"]: row["s"] for row in statuses}
    assert found == {**dict.fromkeys(FILES, "present"), "o/liar": "removed"}


def test_errors_are_one_line(known_graph: Connection, command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bad = tmp_path / "bad" / "model.safetensors"
    bad.parent.mkdir()
    bad.write_bytes(b"\xff" * 100)
    nowhere = {"HF_ENDPOINT": "http://127.0.0.1:9"}
    fails(command("load", "fingerprints"), 2, "no model was named", "--from-graph")
    fails(command("load", "fingerprints", "--file", "empty"), 2, "holds no .safetensors or .gguf files")
    fails(command("load", "fingerprints", "--file", "never"), 2, "not a file or folder")
    fails(command("load", "fingerprints", "a/b", "--limit", "3"), 2, "--limit", "--from-graph")
    fails(command("load", "fingerprints", "--file", "bad", "--from-graph"), 2, "together")
    fails(command("load", "fingerprints", "not an id"), 2, "not an id of a model")
    fails(command("load", "fingerprints", "--from-graph", env=nowhere), 2, "no models with weights")
    fails(command("load", "fingerprints", "a/b", env={"HF_ENDPOINT": "ftp://x"}), 2, "HF_ENDPOINT")
    fails(command("load", "fingerprints", "a/b", env={"HF_HUB_OFFLINE": "1"}), 2, "HF_HUB_OFFLINE")
    assert count(known_graph, "models") == 0
    done = command("load", "fingerprints", "--file", "bad")
    assert done.returncode == 0
    assert "headers not read" in done.stdout
    assert "bad: model.safetensors: it is not a safetensors file" in done.stdout
