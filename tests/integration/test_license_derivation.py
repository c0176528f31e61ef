"""The derivation of verdicts on licences: whatever ids look like, whatever was cut off, and only what is new."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich.licenses import derive_licenses
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.hypothetical import Above, judge_artifact
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection, statement
from supplygraph.store.derivation import read_steps
from tests.conftest import write_lines
from tests.integration.test_license_examples import snapshot
from tests.plans import operators

pytestmark = pytest.mark.integration

ODD = ("my-licence, v1 -> v2", "mit AND x", "a OR b", "deriv: x {NC|}", "(none)", '"quoted"', "mit (contradicted)")


def test_licenses_whose_ids_hold_marks_are_judged_like_others(known_graph: Connection, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"kind": "model", "id": "a/nc", "license": "cc-by-nc-4.0"}]
    for number, license_id in enumerate(ODD):
        above = [{"id": "a/nc", "relation": "finetune"}]
        below = [{"id": f"a/odd{number}", "relation": "quantized"}]
        odd = {"license": {"id": license_id, "raw": license_id}}
        rows.append({"kind": "model", "id": f"a/odd{number}", "derived_from": above, **odd})
        rows.append({"kind": "model", "id": f"a/below{number}", "license": "mit", "derived_from": below})
    # The expression of two licences that reads like one of the single licences.
    rows.append({"kind": "model", "id": "a/two", "license": "mit AND x", "derived_from": [{"id": "a/nc"}]})
    load(Records([write_lines(tmp_path / "odd.jsonl", rows)]), lambda: known_graph)
    assert run(known_graph, "license-unjudged", {}).rows == []
    for number, license_id in enumerate(ODD):
        (row,) = run(known_graph, "license-verdicts", {"artifact": f"a/odd{number}"}).rows
        assert (row["verdict"], row["codes"], row["downstream_license"]) == ("unknown", ["D_UNKNOWN"], license_id)
        (row,) = run(known_graph, "license-verdicts", {"artifact": f"a/below{number}"}).rows
        assert (row["verdict"], row["upstream_license"]) == ("conflict", license_id)
    found = known_graph.read(
        "MATCH (a:Model)-[:DECLARES]->(:License) WITH DISTINCT coalesce(a._license_key, a.license_statement) AS key "
        "MATCH (s:_LicenseStatement {id: key}) RETURN key, s.licenses AS ids"
    )
    assert len(found) == len({tuple(row["ids"]) for row in found})


CHAIN: list[dict[str, Any]] = [
    {"kind": "model", "id": "a/nc", "license": "cc-by-nc-4.0"},
    {"kind": "model", "id": "a/one", "license": "mit", "derived_from": [{"id": "a/nc", "relation": "finetune"}]},
    {"kind": "model", "id": "a/two", "license": "mit", "derived_from": [{"id": "a/one", "relation": "quantized"}]},
    {"kind": "model", "id": "a/three", "license": "mit", "derived_from": [{"id": "a/two", "relation": "merge"}]},
]


def test_only_what_is_new_is_judged(known_graph: Connection, tmp_path: Path) -> None:
    load(Records([write_lines(tmp_path / "chain.jsonl", CHAIN)]), lambda: known_graph)
    judged: list[str] = []

    def say(step: str) -> None:
        judged.append(step)

    derive_licenses(known_graph, say)
    assert not [step for step in judged if step.startswith(("pairs with", "combinations of", "which terms"))]
    row = {
        "kind": "model",
        "id": "a/four",
        "license": "gemma",
        "derived_from": [{"id": "a/nc", "relation": "finetune"}],
    }
    load(Records([write_lines(tmp_path / "more.jsonl", [row])]), lambda: known_graph)
    (found,) = run(known_graph, "license-verdicts", {"artifact": "a/four"}).rows
    assert found["verdict"] == "conflict"


def test_a_run_that_was_cut_off_does_not_spoil_the_next(known_graph: Connection, tmp_path: Path) -> None:
    load(Records([write_lines(tmp_path / "chain.jsonl", CHAIN)]), lambda: known_graph)
    before = snapshot(known_graph)
    known_graph.execute(
        "MATCH (m:Model {id: 'a/one'}) MATCH (l:License {id: 'gemma'}) "
        "CREATE (m)-[:DROPPED {_via: 'deriv', lost: ['X'], terms: [], unclear: [], _derive_pass: 7}]->(l)"
    )
    known_graph.execute(
        "MATCH (:Model {id: 'a/three'})-[e:DERIVED_FROM]->() REMOVE e.license_verdict_id, e._license_also"
    )
    known_graph.execute("MATCH (p:_LicensePair) WHERE p.license IS NOT NULL DETACH DELETE p")
    derive_licenses(known_graph)
    assert snapshot(known_graph) == before
    assert run(known_graph, "license-unjudged", {}).rows == []


def test_few_statements_judge_a_graph(known_graph: Connection, tmp_path: Path) -> None:
    steps: list[str] = []
    load(Records([write_lines(tmp_path / "chain.jsonl", CHAIN)]), lambda: known_graph)
    known_graph.execute("MATCH (p:Profile) SET p._ready = false")
    derive_licenses(known_graph, steps.append)
    assert len(set(steps)) <= 18


MODELS: list[dict[str, Any]] = [
    {"kind": "model", "id": "v/text", "license": "llama3.2", "tasks": ["text-generation"]},
    {"kind": "model", "id": "v/vision", "license": "llama3.2", "tasks": ["image-text-to-text"]},
    {"kind": "model", "id": "v/any", "license": "llama3.2"},
    {"kind": "model", "id": "v/gpl", "license": "gpl-2.0"},
    {"kind": "model", "id": "v/nc", "license": "cc-by-nc-4.0"},
    {"kind": "model", "id": "v/own", "license": "acme-terms-9"},
]
#: Licence, base and relation of a model below, and verdict, certainty, and a code that is or (with !) is not given.
BELOW: list[tuple[str, str, str | None, str, str, str]] = [
    ("llama3.3", "v/text", "finetune", "warning", "firm", "!GEO_DROPPED"),
    ("llama3.3", "v/vision", "finetune", "conflict", "firm", "GEO_DROPPED"),
    ("llama3.3", "v/any", "finetune", "conflict", "contested", "GEO_DROPPED"),
    ("gpl-3.0", "v/gpl", "finetune", "warning", "contested", "COMPATIBILITY_CHECK"),
    ("mit", "v/nc", None, "conflict", "contested", "NC_DROPPED"),
    ("mit", "v/nc", "finetune", "conflict", "firm", "NC_DROPPED"),
    ("acme-terms-9", "v/own", "finetune", "warning", "contested", "TERMS_INCOMPLETE"),
    ("mit", "v/own", "finetune", "unknown", "firm", "U_UNKNOWN"),
]


def test_what_a_verdict_rests_on_decides_how_certain_it_is(known_graph: Connection, tmp_path: Path) -> None:
    rows = [*MODELS]
    for number, (license_id, base, relation, *_) in enumerate(BELOW):
        above = {"id": base, **({"relation": relation} if relation else {})}
        rows.append({"kind": "model", "id": f"a/Llama{number}", "license": license_id, "derived_from": [above]})
    load(Records([write_lines(tmp_path / "below.jsonl", rows)]), lambda: known_graph)
    for number, (license_id, base, relation, verdict, certainty, code) in enumerate(BELOW):
        (row,) = run(known_graph, "license-verdicts", {"artifact": f"a/Llama{number}"}).rows
        assert (row["verdict"], row["certainty"]) == (verdict, certainty), (license_id, base, row)
        assert (code.removeprefix("!") in row["codes"]) == (not code.startswith("!")), (license_id, base, row)
        bases = [Above(base, relation or "undeclared")]
        found = judge_artifact(known_graph, "model", f"a/Llama{number}", [license_id], bases)
        assert found.edges == [row]
    before = snapshot(known_graph)
    known_graph.execute("MATCH (m:Model {id: 'v/vision'})-[t:HAS_TASK]->() DELETE t")
    derive_licenses(known_graph)
    (row,) = run(known_graph, "license-verdicts", {"artifact": "a/Llama1"}).rows
    assert (row["verdict"], row["certainty"]) == ("conflict", "contested")
    assert snapshot(known_graph) != before


@pytest.mark.parametrize(
    "name",
    ["30_edges", "40_dropped_first", "50_further_pairs", "52_combinations", "56_verdict_of_edge", "60_conflicts"],
)
def test_a_step_finds_the_edges_without_going_through_all_nodes(known_graph: Connection, name: str) -> None:
    step = read_steps(cypher_folder() / "derive" / "license" / f"{name}.cypher")[0]
    parameters = {"losing": [], "pass": 1, "now": datetime.now(UTC)}
    with known_graph.driver.session(database=known_graph.address.database) as session:
        plan = session.run(statement(f"EXPLAIN {step.text}"), parameters).consume().plan
    assert plan is not None
    used = [one["operatorType"].partition("@")[0] for one in operators(plan)]
    assert "DirectedRelationshipTypeScan" in used
    assert not {"AllNodesScan", "UnionNodeByLabelsScan"} & set(used)
