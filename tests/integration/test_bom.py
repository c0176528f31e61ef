"""Bills of materials out of a real graph and in again: valid, the same bytes, and the same facts."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from supplygraph.bom.bill import Bill
from supplygraph.bom.document import bom_document, remarks
from supplygraph.bom.integrity import problems
from supplygraph.enrich.steps import LICENSES, LINEAGE, PUBLISHERS, STEPS
from supplygraph.errors import InputError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.bill import bill_of
from supplygraph.schema.nodes import NODES as NODE_TYPES
from supplygraph.schema.record_format import KINDS, relation_keys, stated_properties
from supplygraph.schema.relationships import RELATIONSHIPS, ConflictsWith, Dropped, HasFinding, Names, Shows
from supplygraph.sources.bom import Bom
from supplygraph.sources.code import Code
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import CHECKOUT, empty_but_knowledge, write_lines
from tests.real_data import DATA

pytestmark = pytest.mark.integration

TIMES = {"created_at": "2024-01-02T03:04:05Z", "last_modified": "2024-05-06T07:08:09Z"}
ROOT = "acme/quant"
#: Five steps, a merge of two branches, three datasets, every kind of licence, an old id, and a base of another hub.
RECORDS: list[dict[str, Any]] = [
    {
        "kind": "model",
        "id": ROOT,
        "license": "apache-2.0",
        "sha": "a" * 40,
        "downloads": 7,
        "author": "acme",
        "derived_from": [{"id": "acme/merge", "relation": "quantized", "evidence": ["tag"]}],
        "library": "gguf",
        "quantization": ["gguf"],
        **TIMES,
    },
    {
        "kind": "model",
        "id": "acme/merge",
        "license": "mit OR apache-2.0",
        "tags": ["a", "\u202eb"],
        "aliases": ["acme/old"],
        "derived_from": [{"id": "acme/left", "relation": "merge"}, {"id": "acme/right", "relation": "merge"}],
        "task": "text-generation",
        "architectures": ["LlamaForCausalLM"],
        "model_types": ["llama"],
        "language": ["en"],
        "metrics": ["accuracy on ARC: 0.67"],
        "evaluated_on": [{"id": "squad", "metric": "f1", "value": 88.5, "split": "test", "claimed_by": "author"}],
        "papers": [{"id": "arxiv:2307.09288", "title": "Ünï"}],
        **TIMES,
    },
    {
        "kind": "model",
        "id": "acme/left",
        "license": {"id": "cc-by-nc-4.0", "raw": "CC BY-NC 4.0", "evidence": ["card"]},
        "derived_from": [{"id": "acme/tuned", "relation": "finetune"}],
        "trained_on": [{"id": "acme/chat", "evidence": ["tag"]}, "squad"],
        **TIMES,
    },
    {
        "kind": "model",
        "id": "acme/right",
        "license": ["gpl-3.0", "other"],
        "derived_from": [{"id": "acme/tuned", "relation": "adapter"}],
    },
    {
        "kind": "model",
        "id": "acme/tuned",
        "license": "other",
        "license_name": "acme-terms",
        "license_link": "LICENSE",
        "derived_from": ["internal:root"],
    },
    {
        "kind": "dataset",
        "id": "acme/chat",
        "license": "unknown",
        "derived_from": ["acme/raw"],
        "generated_from": ["acme/tuned"],
    },
    {"kind": "dataset", "id": "acme/raw", "license": "odbl", **TIMES},
    {"kind": "dataset", "id": "squad", "status": "removed"},
]
NODES = """
MATCH (n:Model|Dataset|Repository|Alias|License|Task|Library|Language|Architecture|ModelType|Paper|Publisher)
WHERE NOT (n:License AND NOT EXISTS { (n)<-[:DECLARES]-() } OR n:Publisher)
RETURN labels(n)[0] AS type, coalesce(n.id, n.name) AS key, properties(n) AS facts
"""
EDGES = """
MATCH (a:Model|Dataset|Alias)-[r]->(b)
WHERE NOT (r:PUBLISHED_BY AND r.source = 'id')
RETURN type(r) AS type, [a.id, coalesce(b.id, b.name)] AS key, properties(r) AS facts
"""
DECLARED = {**{one.label: one for one in NODE_TYPES}, **{one.type_name: one for one in RELATIONSHIPS}}


#: Relationships of which no source states anything.
DERIVED = (Names, HasFinding, Dropped, ConflictsWith, Shows)


def stated(connection: Connection) -> dict[str, Any]:
    """What sources state, without whose statement it is, and without `bom` in its evidence."""
    found: dict[str, Any] = {}
    for row in [*connection.read(NODES), *connection.read(EDGES)]:
        names = stated_properties(DECLARED[row["type"]])
        facts = {name: value for name, value in row["facts"].items() if name in names}
        # What only the id says is derived.
        if str(row["key"]).startswith(f"{facts.get('author')}/"):
            del facts["author"]
        if "evidence" in facts:
            facts["evidence"] = sorted({*facts["evidence"]} - {"bom"})
        if DECLARED[row["type"]] not in DERIVED:
            found[json.dumps([row["type"], row["key"]])] = json.dumps(facts, sort_keys=True, default=str)
    return found


@dataclass(frozen=True)
class Loaded:
    """The graph of the records, what it states, and its bills."""

    connection: Connection
    facts: dict[str, Any]
    bill: Bill


@pytest.fixture(scope="module")
def lineage(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    empty_but_knowledge(connection)
    load(Records([write_lines(tmp_path_factory.mktemp("bom") / "a.jsonl", RECORDS)]), lambda: connection)
    return Loaded(connection, stated(connection), bill_of(connection, ROOT))


def schema_faults(document: dict[str, Any]) -> list[str]:
    if "@graph" not in document:
        # To import its schemas takes more than a second of a processor, which only this file needs.
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator

        version = {"1.6": SchemaVersion.V1_6, "1.7": SchemaVersion.V1_7}[document["specVersion"]]
        found = JsonStrictValidator(version).validate_str(json.dumps(document), all_errors=True) or ()
        return [*map(str, found), *problems(document)]
    schema = DATA / "spdx3" / "schema.json"
    if not schema.is_file():
        pytest.skip(f"no schema of SPDX at {schema}; set SUPPLYGRAPH_DATA")
    validator = jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8")))
    return [one.message for one in validator.iter_errors(document)]


FORMS: list[tuple[Any, Any]] = [("cyclonedx", "1.6"), ("cyclonedx", "1.7"), ("spdx", "1.6")]


@pytest.mark.parametrize(("form", "version"), FORMS)
def test_the_whole_ancestry_comes_out_valid(lineage: Loaded, form: Any, version: Any) -> None:
    assert [key.ref for key in lineage.bill.parts] == [
        "model:acme/quant", "model:acme/merge", "model:acme/left", "model:acme/right", "dataset:acme/chat",
        "dataset:squad", "model:acme/tuned", "dataset:acme/raw", "model:internal:root",
    ]  # fmt: skip
    assert schema_faults(bom_document(lineage.bill, form, version)) == []


def test_verdicts_are_those_of_the_stored_question_and_what_is_not_known_is_never_a_pass(lineage: Loaded) -> None:
    bill = lineage.bill
    for key, part in bill.parts.items():
        (row,) = run(lineage.connection, "license-status", {"artifact": key.id})
        assert (part.verdict, [gap.code for gap in part.gaps]) == (row["verdict"], row["gaps"])
    verdicts = {key.id: part.verdict for key, part in bill.parts.items()}
    assert verdicts["acme/merge"] == "conflict"
    assert verdicts["internal:root"] == verdicts["acme/tuned"] == verdicts["squad"] == "unknown"
    assert any("acme/left" in line for line in bill.parts[bill.root].conflict_lines)
    assert "note: no source describes 1 parts, such as internal:root" in remarks(bill, bom_document(bill))


def test_the_statements_that_are_gathered_are_those_of_records() -> None:
    text = (CHECKOUT / "cypher" / "bom" / "bom_statements.cypher").read_text(encoding="utf-8")
    for kind in ("model", "dataset", "repository"):
        for relation in relation_keys(KINDS[kind]):
            assert relation.relationship.type_name in text


def test_code_is_joined_with_what_the_graph_knows(lineage: Loaded, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from transformers import AutoModel\n"
        f'AutoModel.from_pretrained("{ROOT}")\nAutoModel.from_pretrained("nobody/knows")\n'
        "AutoModel.from_pretrained(input())\n",
        encoding="utf-8",
    )
    (scanned,) = Code([tmp_path], repository="github.com/acme/app", license="MIT").scan()
    bill = bill_of(lineage.connection, None, scanned)
    assert bill.root.ref == "repository:github.com/acme/app"
    assert {edge.upper.id for edge in bill.parts[bill.root].edges()} == {ROOT, "nobody/knows"}
    assert {"acme/raw", "internal:root"} <= {key.id for key in bill.parts}
    for form, version in FORMS:
        assert schema_faults(bom_document(bill, form, version)) == []
    document = bom_document(bill)
    assert {"aggregate": "incomplete", "dependencies": [bill.root.ref]} in document["compositions"]
    # Only one reading of `gpl-3.0, other` drops what reaches the code, and one of its models is not loaded.
    assert bill.parts[bill.root].verdict == "unknown"
    both = bill_of(lineage.connection, ROOT, scanned)
    assert both.root.id == ROOT
    assert bill.root in both.parts
    assert schema_faults(bom_document(both)) == []
    with pytest.raises(InputError, match="nothing is named"):
        bill_of(lineage.connection, None)


def test_the_command_writes_the_same_bytes_twice(
    lineage: Loaded, command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    out = tmp_path / "a.cdx.json"
    done = command("export", "bom", "ACME/Quant", "--out", str(out), "--spec-version", "1.7")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Wrote 9 parts" in done.stderr
    again = json.dumps(bom_document(lineage.bill, "cyclonedx", "1.7"), indent=1, ensure_ascii=False) + "\n"
    assert out.read_text(encoding="utf-8") == again
    done = command("export", "bom", ROOT, "--format", "spdx", "--spec-version", "1.7")
    assert done.returncode == 2
    done = command("export", "bom", "acme/nothing-like-it")
    assert done.returncode == 2
    assert "is not in the graph" in done.stderr


@pytest.mark.parametrize(("form", "version"), FORMS)
def test_what_goes_out_comes_back(
    lineage: Loaded, tmp_path: Path, form: Any, version: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is derived follows from what is compared here.
    kept = [step for step in STEPS if step.name not in (LICENSES, LINEAGE, PUBLISHERS)]
    monkeypatch.setattr("supplygraph.enrich.work.STEPS", kept)
    path, connection = tmp_path / "a.json", lineage.connection
    path.write_text(json.dumps(bom_document(lineage.bill, form, version)), encoding="utf-8")
    empty_but_knowledge(connection)
    first = load(Bom([path]), lambda: connection)
    assert stated(connection) == lineage.facts
    assert set(first.tally.counts) <= {"licenses_without_assertion"}
    again = load(Bom([path]), lambda: connection)
    assert (again.written.nodes_created, again.written.relationships_created) == (0, 0)
    edges = connection.read("MATCH ()-[r:DERIVED_FROM|TRAINED_ON|DECLARES]->() RETURN r.source AS s, r.evidence AS e")
    assert edges
    assert all(row["s"] == "bom" and "bom" in row["e"] for row in edges)


def test_a_bill_of_another_tool_is_loaded_by_the_command(
    known_graph: Connection, command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    path = tmp_path / "their.json"
    model = {"type": "application", "name": "x", "purl": "pkg:generic/acme%2Ffoo@1.0", "bom-ref": "m"}
    base = {"type": "machine-learning-model", "name": "b", "purl": "pkg:huggingface/acme/base", "bom-ref": "b"}
    model["licenses"] = [{"license": {"id": "llama3.1"}}]  # type: ignore[assignment]
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [model, base], "dependencies": None}
    path.write_text(json.dumps({**bom, "metadata": {"component": {**model, "pedigree": {"ancestors": [base]}}}}))
    done = command("load", "bom", str(path))
    assert done.returncode == 0, done.stderr
    for line in ("2 records", "1 dependencies not a list", "1 duplicate refs", "2 generic purls"):
        assert line in done.stdout
    rows = known_graph.read(
        "MATCH (m:Model)-[r:DERIVED_FROM]->(b) MATCH (m)-[:DECLARES]->(l) "
        "RETURN m.id AS id, b.id AS base, b.status AS status, r.evidence AS evidence, l.id AS license"
    )
    assert rows == [
        {"id": "acme/foo", "base": "acme/base", "status": "stub", "evidence": ["bom"], "license": "llama3.1"}
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is not JSON"),
        ("<bom/>", "is XML"),
        ("[1]", "is not a bill of materials"),
        ('{"a": 1}', "is not a bill of materials"),
        ('{"bomFormat": "CycloneDX", "comp', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Bom([path])
    with pytest.raises(InputError, match="cannot be read"):
        Bom([tmp_path / "missing.json"])
