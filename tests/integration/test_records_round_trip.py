"""Plain records out of a graph and in again: the same graph, and the same bytes."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from supplygraph.enrich.steps import LICENSES, LINEAGE, PUBLISHERS, STEPS
from supplygraph.export.records import export_records
from supplygraph.load import load
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Alias, Dataset, License, Model, Publisher, Repository
from supplygraph.schema.relationships import (
    AliasOf,
    Declares,
    DerivedFrom,
    PublishedBy,
    Reuses,
    TrainedOn,
)
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import Records, sample_records
from supplygraph.sources.records_schema import records_schema
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection
from supplygraph.tally import Tally
from tests.conftest import empty_but_knowledge, write_lines
from tests.graph_snapshot import WITHOUT_TIMES

pytestmark = pytest.mark.integration

NASTY: list[dict[str, Any]] = [
    {"kind": "model", "id": "acme/plain"},
    {
        "kind": "model",
        "id": "acme/everything",
        "author": "acme",
        "publisher": [{"id": "acme", "kind": "organisation"}],
        "hub": "internal",
        "created_at": "2024-02-29T23:59:59.123456+02:00",
        "last_modified": "2024-03-01",
        "downloads": 2**63 - 1,
        "likes": 0,
        "task": "text-generation",
        "tasks": ["text-generation", "summarization"],
        "library": "transformers",
        "gated": True,
        "gating": "manual",
        "parameters": 7_000_000_000,
        "dtype": "BF16",
        "quantization": ["gguf", "4-bit"],
        "tags": ["it's", 'a "quoted" one', "back\\slash", "zwei\nZeilen", "\u2028", "naïve", "🤗"],
        "language": ["en", "zh-tw"],
        "architecture": "LlamaForCausalLM",
        "model_type": "llama",
        "papers": [{"id": "arxiv:2307.09288", "title": "Ünï"}, "doi:10.1/x"],
        "aliases": ["acme/old", {"id": "acme/older", "evidence": ["redirect"]}],
        "license": ["mit", "Apache-2.0 OR GPL-3.0-only"],
        "derived_from": [
            "acme/plain",
            {
                "id": "b/hub",
                "relation": "quantized",
                "evidence": ["hub", "tag"],
                "claim_sources": ["hub"],
                "claim_evidence": ["hub"],
                "claim_relations": ["quantized"],
            },
            {"id": "b/guess", "inferred": "adapter", "evidence": ["card", "inferred"], "raw": "B/Guess"},
            {"id": "b/odd", "relation": "merge", "channel": "copy"},
        ],
        "has_card": True,
        "card_topics": ["hardware"],
        "card_sections": ["Compute"],
        "file_count": 3,
        "evaluated_on": [
            {"id": "pears", "metric": "f1", "value": 0.5, "claimed_by": "author", "evidence": ["card"]},
            {"id": "pears", "metric": "f1", "value": 0.6, "claimed_by": "community", "reporter": "x"},
            {"id": "pears", "written": "0.5 ± 0.1", "unnamed": True},
            "plums",
        ],
        "trained_on": ["allenai/c4", {"id": "x", "evidence": ["paper-llm"], "raw": "the X"}],
        "succeeded_by": "acme/newer",
    },
    {"kind": "model", "id": "acme/no-task-node", "task": "asr", "tasks": [], "author": "acme", "publisher": []},
    {"kind": "model", "id": "acme/expression", "license": "MIT OR Apache-2.0"},
    {"kind": "model", "id": "acme/named", "license": "other", "license_name": "acme-1.0", "license_link": "LICENSE"},
    {"kind": "model", "id": "acme/only-name", "license_name": "Acme Terms (v2)"},
    {"kind": "model", "id": "acme/free", "license": "do what you want, dear"},
    {"kind": "model", "id": "acme/exact", "license": {"id": "never-heard", "raw": "Never Heard", "role": "weights"}},
    {
        "kind": "model",
        "id": "acme/roles",
        "license": [{"id": "mit", "role": "code"}, {"id": "llama2", "role": "weights"}],
    },
    {"kind": "model", "id": "acme/carded", "license": {"id": "mit", "raw": "MIT", "evidence": ["card", "tag"]}},
    {"kind": "model", "id": "acme/removed", "status": "removed", "removed_at": "2025-01-01T00:00:00Z"},
    {"kind": "model", "id": "acme/missing", "status": "missing"},
    {"kind": "model", "id": "acme/cycle-a", "derived_from": "acme/cycle-b"},
    {"kind": "model", "id": "acme/cycle-b", "derived_from": "acme/cycle-a"},
    {"kind": "model", "id": "acme/uses-old-name", "derived_from": [{"id": "acme/old", "relation": "finetune"}]},
    {"kind": "model", "id": "Acme/Plain"},
    {"kind": "model", "id": "🤗/𝔪𝔬𝔡𝔢𝔩"},
    {"kind": "model", "id": "\uffee/halfwidth"},
    {"kind": "model", "id": "a b/with space, \"quotes\" and 'more'"},
    {"kind": "model", "id": "stub/with-licence", "status": "stub", "license": "mit"},
    {"kind": "dataset", "id": "acme/plain", "task": ["qa", "asr"], "derived_from": [{"id": "allenai/c4"}]},
    {"kind": "dataset", "id": "acme/synth", "generated_from": [{"id": "acme/plain", "evidence": ["card"]}]},
    {
        "kind": "repository",
        "id": "github.com/acme/app",
        "stars": 3,
        "fork": False,
        "language": "Python",
        "topics": ["ml"],
        "license": "MIT AND BSD-3-Clause",
        "uses": [
            "acme/plain",
            {
                "id": "acme/plain",
                "kind": "dataset",
                "places": ["a.py:1", "b.py:2"],
                "calls": ["load_dataset", "load_dataset"],
                "role": "test",
                "pinned": False,
                "confidence": 0.75,
            },
        ],
        "mentions": [{"id": "b/hub", "places": ["README.md:7"]}],
        "aliases": "github.com/acme/old-app",
    },
    {"kind": "space", "id": "acme/demo", "author": "acme", "sdk": "gradio", "license": "mit", "uses": ["acme/plain"]},
]

#: What belongs to a load and not to what was loaded; derived properties follow from the rest.
#: A record that goes out names the end of a relationship as it was resolved, so that coming back moves nothing.
PROVENANCE = ("first_seen", "last_seen", "source", "sources", "moved_from")


@pytest.fixture
def underived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads without the derivation steps: what they add follows from what is compared here."""
    kept = [step for step in STEPS if step.name not in (LICENSES, LINEAGE, PUBLISHERS, "shown")]
    monkeypatch.setattr("supplygraph.enrich.work.STEPS", kept)


def contents(connection: Connection) -> tuple[Counter[str], Counter[str]]:
    nodes = connection.read(f"MATCH (n) WHERE NOT n:Load RETURN labels(n) AS labels, n {WITHOUT_TIMES} AS properties")
    relationships = connection.read(
        "MATCH (a)-[r]->(b) "
        "RETURN labels(a)[0] + ' ' + coalesce(a.id, a.code, a.name) AS start, type(r) AS type, "
        f"labels(b)[0] + ' ' + coalesce(b.id, b.code, b.name) AS end, r {WITHOUT_TIMES} AS properties"
    )
    for row in relationships:
        source = row["properties"].get("source")
        if stated := row["properties"].get("claim_sources"):
            # What a record says of itself comes back as said by the file that was written.
            row["properties"]["claim_sources"] = [
                "itself" if one == source and evidence == "record" else one
                for one, evidence in zip(stated, row["properties"]["claim_evidence"], strict=True)
            ]
    for row in (*nodes, *relationships):
        for name in PROVENANCE:
            row["properties"].pop(name, None)
    return Counter(map(as_text, nodes)), Counter(map(as_text, relationships))


def as_text(row: dict[str, Any]) -> str:
    return json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)


def exported(connection: Connection) -> str:
    stream = io.StringIO()
    written = export_records(connection, stream)
    assert stream.getvalue().count("\n") == written
    return stream.getvalue()


def round_trip(connection: Connection, source: Source, folder: Path) -> str:
    """Loads a source, takes its records out and in again, compares, and returns them."""
    load(source, lambda: connection)
    before = contents(connection)
    out = exported(connection)
    path = folder / "out.jsonl"
    path.write_text(out, encoding="utf-8", newline="\n")
    empty_but_knowledge(connection)
    result = load(Records([path]), lambda: connection)
    assert not result.tally.counts
    after = contents(connection)
    for earlier, later in zip(before, after, strict=True):
        assert sorted((earlier - later).elements()) == []
        assert sorted((later - earlier).elements()) == []
    assert exported(connection) == out
    validator = jsonschema_rs.Draft202012Validator(records_schema())
    for line in out.split("\n")[:-1][:2_000]:
        validator.validate(json.loads(line))
    return out


def test_the_sample_comes_back_as_it_went_out(known_graph: Connection, tmp_path: Path) -> None:
    out = round_trip(known_graph, sample_records(), tmp_path)
    assert out.count("\n") >= 20


@pytest.mark.usefixtures("underived")
def test_nasty_records_come_back_as_they_went_out(known_graph: Connection, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "nasty.jsonl", NASTY)
    out = round_trip(known_graph, Records([path], name="nasty"), tmp_path)
    records = [json.loads(line) for line in out.split("\n")[:-1]]
    keys = [(record["kind"], record["id"]) for record in records]
    assert len(set(keys)) == len(keys) == len(NASTY)
    by_key = dict(zip(keys, records, strict=True))
    assert by_key["model", "acme/plain"] == {"kind": "model", "id": "acme/plain"}
    assert by_key["model", "acme/expression"]["license"] == "MIT OR Apache-2.0"
    assert by_key["model", "acme/everything"]["created_at"] == "2024-02-29T21:59:59.123456Z"
    assert by_key["model", "acme/uses-old-name"]["derived_from"] == [
        {"id": "acme/everything", "relation": "finetune", "raw": "acme/old"}
    ]


@pytest.mark.usefixtures("underived")
def test_statements_of_several_sources_come_back_as_they_stand(known_graph: Connection, tmp_path: Path) -> None:
    load(Records([write_lines(tmp_path / "nasty.jsonl", NASTY)], name="first"), lambda: known_graph)
    round_trip(known_graph, sample_records(), tmp_path)


class Anything:
    """A source of hand-made elements, as other sources may give them."""

    name = "anything"
    arguments = "anything"
    read_ahead = True

    def elements(self, tally: Tally) -> Iterator[Element]:
        model, stub = Model.ref("m/a"), Model.ref("m/stub")
        yield from (
            Model(id="m/a", status="present", author="x", doi="10.1/2"),
            License.model_validate({"id": "odd", "class": "unknown"}),
            Publisher(name="y", kind="user"),
            Declares(start=model, end=License.ref("odd")),
            PublishedBy(start=model, end=Publisher.ref("y")),
            Declares(start=stub, end=License.ref("odd"), raw="Odd", operator="and", evidence=["hub"]),
            DerivedFrom(start=model, end=stub),
            TrainedOn(start=model, end=Dataset.ref("m/a")),
            AliasOf(start=Alias.ref("m/b"), end=stub),
            Repository(id="github.com/o/n", status="present"),
            Reuses(start=Repository.ref("github.com/o/n"), end=stub, role="src"),
        )

    def complete(self) -> bool:
        return True

    def written(self) -> None:
        pass


@pytest.mark.usefixtures("underived")
def test_bare_statements_come_back_bare(known_graph: Connection, tmp_path: Path) -> None:
    out = round_trip(known_graph, Anything(), tmp_path)
    assert (
        '{"id": "m/stub", "relation": null, "channel": null, "evidence": null, "claim_sources": null, '
        '"claim_evidence": null, "claim_relations": null}'
    ) in out


@pytest.mark.usefixtures("underived")
def test_a_graph_of_real_models_comes_back_as_it_went_out(known_graph: Connection, tmp_path: Path, data: Path) -> None:
    round_trip(known_graph, HubFile([data / "hub" / "models_sample.jsonl"]), tmp_path)


@pytest.mark.usefixtures("underived")
def test_an_export_reads_in_pages(known_graph: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(sample_records(), lambda: known_graph)
    whole = exported(known_graph)
    monkeypatch.setattr("supplygraph.export.records.PAGE", 3)
    assert exported(known_graph) == whole


def test_an_empty_graph_gives_no_record(known_graph: Connection) -> None:
    assert exported(known_graph) == ""


@pytest.mark.usefixtures("underived")
def test_a_record_loaded_again_takes_back_what_it_no_longer_states(known_graph: Connection, tmp_path: Path) -> None:
    record = {"kind": "model", "id": "a", "derived_from": ["b", "c"], "task": "asr", "papers": "arxiv:1"}
    load(Records([write_lines(tmp_path / "1.jsonl", [record])]), lambda: known_graph)
    load(
        Records([write_lines(tmp_path / "2.jsonl", [{"kind": "model", "id": "a", "derived_from": ["c"]}])]),
        lambda: known_graph,
    )
    assert known_graph.read(
        "MATCH (:Model {id: 'a'})-[r]->(x) WHERE NOT x:Check RETURN type(r) AS type, x.id AS id"
    ) == [{"type": DerivedFrom.type_name, "id": "c"}]
