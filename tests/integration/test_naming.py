"""Names are read when models are loaded, held against what is known, and checked for authors."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.enrich import names as store
from supplygraph.load import load
from supplygraph.naming.vocabulary import vocabulary
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

LLAMA = {"id": "v/Llama-3.1-8B", "relation": "finetune"}
STUB = {"id": "b/never-described-7B", "relation": "quantized"}
RECORDS = [
    {"kind": "model", "id": "v/Llama-3.1-8B", "license": "llama3.1", "model_types": ["llama"], "downloads": 50_000},
    {"kind": "model", "id": "a/Hermes-8B", "license": "mit", "derived_from": [LLAMA]},
    {"kind": "model", "id": "a/chinese-roberta-squad", "model_types": ["bert"], "trained_on": ["rajpurkar/squad"]},
    {"kind": "model", "id": "a/Stub-7B-GGUF", "derived_from": [STUB]},
]


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """One graph for all; the tests that add to it come after those that count."""
    empty(connection)
    records = write_lines(tmp_path_factory.mktemp("records") / "records.jsonl", RECORDS)
    load(Records([records]), lambda: connection)
    return connection


def snapshot(connection: Connection) -> list[str]:
    """All that the reading of names writes, without times."""
    rows = connection.read(
        "MATCH (n:Model|Dataset|ModelType|Family|Publisher|Task) "
        "RETURN properties(n) AS kept, COLLECT { MATCH (n)-[r:NAMES|IN_FAMILY|BUILT_ON|OF_FAMILY]->(x) "
        "RETURN type(r) + coalesce(x.id, x.name) + coalesce(toString(r.sure), '') AS edge ORDER BY edge } AS edges"
    )
    times = {"first_seen", "last_seen"}
    return sorted(
        repr(sorted((name, str(value)) for name, value in row["kept"].items() if name not in times)) + str(row["edges"])
        for row in rows
    )


def names_of(connection: Connection, model: str) -> list[tuple[str, bool]]:
    rows = connection.read(
        "MATCH (:Model {id: $id})-[r:NAMES]->(x) RETURN coalesce(x.id, x.name) AS name, r.sure AS sure ORDER BY name",
        {"id": model},
    )
    return [(row["name"], row["sure"]) for row in rows]


def test_claims_are_stored_on_models_stubs_and_types(graph: Connection) -> None:
    found = graph.read("MATCH (m:Model {id: 'v/Llama-3.1-8B'}) RETURN properties(m) AS p")[0]["p"]
    assert found["name_families"] == ["llama"]
    assert found["name_generations"] == ["llama 3.1"]
    assert found["name_parameters"] == [8_000_000_000]
    assert found["_name_key"] == "llama318b"
    assert "name_casing" not in found
    assert names_of(graph, "a/chinese-roberta-squad") == [("rajpurkar/squad", True), ("roberta", True)]
    assert graph.read("MATCH (m:Model {id: 'b/never-described-7B'}) RETURN m.name_parameters AS n")[0]["n"] == [
        7_000_000_000
    ]
    row = graph.read("MATCH (t:ModelType {name: 'bert'})-[:IN_FAMILY]->(f) RETURN f.name AS f, t._name_agrees AS a")[0]
    assert row["f"] == "bert"
    assert "roberta" not in row["a"]


def test_a_model_is_of_the_families_that_its_config_and_its_name_say(graph: Connection) -> None:
    rows = graph.read(
        "MATCH (m:Model)-[of:OF_FAMILY]->(f:Family) "
        "RETURN m.id AS model, f.name AS family, of.basis AS basis, m.family AS one ORDER BY model, family"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("a/Hermes-8B", "hermes", ["name"], "hermes"),
        ("a/chinese-roberta-squad", "bert", ["type"], "bert"),
        ("a/chinese-roberta-squad", "roberta", ["name"], "bert"),
        ("v/Llama-3.1-8B", "llama", ["type", "name"], "llama"),
    ]
    rows = graph.read(
        "MATCH (m:Model)-[n:NAMES]->(f:Family) WHERE n.config IS NOT NULL "
        "RETURN m.id AS model, f.name AS family, n.config AS config ORDER BY model, family"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("a/chinese-roberta-squad", "roberta", "differs"),
        ("v/Llama-3.1-8B", "llama", "agrees"),
    ]


def test_reading_again_changes_nothing(graph: Connection) -> None:
    before = snapshot(graph)
    read = store.read_names(graph)
    assert (read.models, read.words) == (0, 0)
    assert snapshot(graph) == before


def test_a_new_vocabulary_reads_everything_again(graph: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(graph)
    graph.execute("MATCH (m:Model {id: 'a/Hermes-8B'}) SET m._name_key = null, m.name_casing = 'cased'")
    assert store.read_names(graph).models == 1
    assert snapshot(graph) == before
    monkeypatch.setattr(vocabulary(), "version", "another")
    assert store.read_names(graph).models == 5
    assert names_of(graph, "a/chinese-roberta-squad") == [("rajpurkar/squad", True), ("roberta", True)]
    monkeypatch.undo()
    assert store.read_names(graph).models == 5
    assert snapshot(graph) == before


def test_a_name_is_checked_in_words(graph: Connection, command: Command) -> None:
    done = command("name", "check", "a/Hermes-8B")
    assert done.returncode == 1, done.stderr
    assert "begin with 'Llama' under llama3.1 of v/Llama-3.1-8B" in done.stdout
    assert "Suggested name: a/Llama-3.1-Hermes-8B" in done.stdout
    done = command("name", "check", "a/chinese-roberta-squad", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, [one["check"] for one in report["findings"]]) == (1, ["type"])
    assert command("name", "check", "v/Llama-3.1-8B").returncode == 0


def test_a_name_is_checked_before_it_is_published(graph: Connection, command: Command, tmp_path: Path) -> None:
    done = command("name", "check", "me/Llama-3.1-8B-mine", "--base", "v/Llama-3.1-8B", "--relation", "finetune")
    assert done.returncode == 0, done.stdout
    assert "show 'Built with Llama'" in done.stdout
    wrong = ("name", "check", "me/llama-70b-mine-AWQ", "--base", "v/Llama-3.1-8B", "--relation", "quantized")
    assert "Suggested name: me/Llama-3.1-8B-mine-AWQ" in command(*wrong).stdout
    record = {
        "kind": "model",
        "id": "me/Qwen2-7B-x",
        "derived_from": [{"id": "v/Llama-3.1-8B", "relation": "finetune"}],
    }
    done = command("name", "check", "--file", str(write_lines(tmp_path / "mine.jsonl", [record])))
    assert done.returncode == 1
    assert "but none of its bases is of that family" in done.stdout
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n")
    done = command("name", "check", "--file", str(bad))
    assert (done.returncode, "line 1: no JSON" in done.stderr) == (2, True)


def test_lists_of_names_are_read_in_order(command: Command, tmp_path: Path) -> None:
    listed = tmp_path / "names.txt"
    listed.write_text("albert-base-v2\n\no/test\n", encoding="utf-8")
    done = command("name", "read", "--file", str(listed), "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["albert-base-v2", "o/test"]
    assert rows[0]["tokens"][1] == {
        "text": "base", "start": 7, "end": 11, "component": "S", "kind": "size", "normal": "base", "ambiguous": False,
    }  # fmt: skip
    assert command("name", "read", "o/bert-base").stdout.startswith("o/bert-base  (implementation unit)\n")
    assert command("name", "read").returncode == 2
    assert command("name", "read", "--file", str(tmp_path / "none.txt")).returncode == 2


def test_a_dataset_that_comes_later_is_named_then(graph: Connection, tmp_path: Path) -> None:
    late = [{"kind": "dataset", "id": "other/squad"}]
    load(Records([write_lines(tmp_path / "late.jsonl", late)]), lambda: graph)
    assert ("other/squad", True) in names_of(graph, "a/chinese-roberta-squad")


def test_an_old_id_that_turns_out_to_be_an_alias_goes_with_its_claims(graph: Connection, tmp_path: Path) -> None:
    now = [{"kind": "model", "id": "b/now-7B", "aliases": ["b/never-described-7B"]}]
    load(Records([write_lines(tmp_path / "now.jsonl", now)]), lambda: graph)
    assert graph.read("MATCH (m:Model {id: 'b/never-described-7B'}) RETURN count(m) AS n")[0]["n"] == 0
