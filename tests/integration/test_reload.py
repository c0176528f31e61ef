"""A later load works out only what can have changed, and the graph is the one that working out everything gives."""

from pathlib import Path
from typing import Any

import pytest

from supplygraph.checks import names
from supplygraph.checks.keep import Change, keep
from supplygraph.enrich.work import work_out
from supplygraph.load import load
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from supplygraph.store.folding import fold_ids
from tests.conftest import empty_but_knowledge, write_lines
from tests.graph_snapshot import snapshot

pytestmark = pytest.mark.integration

LICENSES = "the expression of artifacts that declare licences"
LINEAGE = "the smallest id of a component spreads along its edges"
PUBLISHERS = "every artifact has a name, and the publisher that its id names where no source names one"


def model(id_: str, base: str | None = None, **more: Any) -> dict[str, Any]:
    card = {"license": more.pop("license", "mit"), **({"base_model": base} if base else {})}
    return {"id": id_, "author": id_.split("/")[0], "downloads": 3, "tags": [], "cardData": card, **more}


ROWS = [
    model("brook/heron-7b", license="llama3", pipeline_tag="text-generation"),
    model("brook/heron-7b-chat", "brook/heron-7b", license="apache-2.0"),
    model("mill/heron-7b-chat-gguf", "brook/heron-7b-chat", license="apache-2.0"),
    model("mill/bert-like", "mill/older-name"),
]


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """Four models and a base that is only named."""
    empty_but_knowledge(connection)
    file = write_lines(tmp_path_factory.mktemp("first") / "models.jsonl", ROWS)
    load(HubFile([file]), lambda: connection)
    return connection


def steps_of(graph: Connection, file: Path) -> set[str]:
    """What a load says that it does."""
    said: set[str] = set()
    load(HubFile([file]), lambda: graph, lambda now: said.add(now.stage))
    return said


MOVED = {**ROWS[1], "author": "brook-labs"}
#: A record that changes, and which of the steps that follow from it run.
UNTOUCHED: list[tuple[dict[str, Any], set[str]]] = [
    (ROWS[1], set()),
    ({**ROWS[1], "downloads": 99, "likes": 5}, set()),
    ({**ROWS[1], "tags": ["tensorboard"], "downloads": 5_000_000}, set()),
    (MOVED, {PUBLISHERS}),
]
TOUCHED: list[tuple[dict[str, Any], set[str]]] = [
    ({**MOVED, "pipeline_tag": "text-generation"}, {LICENSES}),
    ({**MOVED, "createdAt": "2025-05-01T00:00:00.000Z"}, {LICENSES}),
    (model("brook/heron-7b-chat", "mill/bert-like"), {LICENSES, LINEAGE}),
    (model("mill/older-name"), {LICENSES, PUBLISHERS}),
    (model("Brook/Egret-2B", "BROOK/heron-7b"), {LICENSES, LINEAGE, PUBLISHERS}),
]


@pytest.mark.parametrize("changes", [UNTOUCHED, TOUCHED], ids=["untouched", "touched"])
def test_a_changed_record_gives_what_deriving_everything_gives(
    graph: Connection, tmp_path: Path, changes: list[tuple[dict[str, Any], set[str]]]
) -> None:
    for row, steps in changes:
        said = steps_of(graph, write_lines(tmp_path / "one.jsonl", [row]))
        # Publishers belong to everything that follows from another lineage.
        wanted = steps | ({PUBLISHERS} if LINEAGE in steps else set())
        assert (row, said & {LICENSES, LINEAGE, PUBLISHERS}) == (row, wanted)
    before = snapshot(graph)
    fold_ids(graph)
    graph.execute("MERGE (g:_GraphFormat {id: 'supplygraph'}) SET g.derivations = 'older'")
    work_out(graph, {"lineage"})
    assert snapshot(graph) == before


def gguf(downloads: int) -> list[dict[str, Any]]:
    """A copy that declares no base, and two models of which it bears the name."""
    bases = [model("marsh/crane-9b", downloads=5), model("reed/crane-9b", downloads=downloads)]
    return [*bases, {**model("fen/crane-9b-GGUF"), "tags": ["gguf"]}]


def judged_by(graph: Connection, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], dict[str, int]]:
    """The checks of names that a load asks, and what it changes of the findings."""
    asked: set[str] = set()

    def watched(connection: Connection, topic: str, statements: dict[str, str], *more: Any, **others: Any) -> Change:
        asked.update(statements)
        return keep(connection, topic, statements, *more, **others)

    with monkeypatch.context() as patch:
        patch.setattr(names, "keep", watched)
        result = load(HubFile([file]), lambda: graph)
    return asked, {"new": sum(one.new for one in result.health), "gone": sum(one.gone for one in result.health)}


def test_only_checks_that_read_what_a_record_changes_are_asked_and_the_findings_are_all_there_are(
    graph: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "some.jsonl"
    chat = model("brook/heron-7b-chat", "brook/heron-7b", license="apache-2.0")
    rows: list[list[dict[str, Any]]] = [
        gguf(1),
        gguf(9),
        [{**chat, "config": {"model_type": "bert", "architectures": ["BertModel"]}}],
        [{**chat, "config": {"model_type": "llama"}, "safetensors": {"total": 30_000_000_000}}],
        [{**chat, "likes": 77}],
        [{**chat, "tags": ["fr"], "safetensors": {"total": 7_000_000_000}}],
        [model("brook/heron-7b-chat", "marsh/crane-9b", license="apache-2.0")],
        [chat],
    ]
    asked = []
    for number, some in enumerate(rows):
        checks, changed = judged_by(graph, write_lines(file, some), monkeypatch)
        asked.append(checks)
        if number in (1, 2):
            assert changed["new"] > 0, number
    assert asked[1] == {"naming-lineage-base-undeclared"}
    assert asked[4] == set()
    assert not any("type" in name or "task" in name for name in asked[6])
    assert "naming-lineage-parameters" in asked[6]
    before = snapshot(graph)
    graph.execute("MATCH (g:_GraphFormat {id: 'supplygraph'}) SET g.derivations = 'older'")
    work_out(graph, {"lineage"})
    after = snapshot(graph)
    assert sorted((before - after).elements()) == []
    assert sorted((after - before).elements()) == []


def test_what_is_said_of_a_dataset_answers_for_the_models_trained_on_it(graph: Connection, tmp_path: Path) -> None:
    of_data = (
        "MATCH (m:Model {id: 'pond/wren'})-[:SHOWS]->(f)\n"
        "RETURN [fact IN f.facts WHERE fact STARTS WITH 'data:'] AS facts, f.read AS read"
    )
    told: list[dict[str, Any]] = [
        {"kind": "model", "id": "pond/wren", "trained_on": ["pond/songs"]},
        {"kind": "dataset", "id": "pond/songs", "license": "mit", "sha": "a" * 40},
    ]
    for row, shown in zip(
        told,
        [
            {"facts": [], "read": ["metadata"]},
            {"facts": ["data:license_ids", "data:sha"], "read": ["metadata", "data"]},
        ],
        strict=True,
    ):
        # A source that spoke before, and of few, says what may have changed.
        for _ in range(2):
            load(Records([write_lines(tmp_path / "one.jsonl", [row])]), lambda: graph)
        assert graph.read(of_data) == [shown]
    before = snapshot(graph)
    work_out(graph, {"lineage"})
    assert snapshot(graph) == before
