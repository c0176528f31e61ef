"""On all real models the exit code of `license check` is that of a rule written anew in plain Python."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supplygraph.queries.run import run
from supplygraph.report.license import license_report
from supplygraph.report.status import ALL, Status, statuses
from supplygraph.store.connection import Connection
from tests.conftest import RealGraph

pytestmark = [pytest.mark.integration, pytest.mark.only_current]
#: Every so many-th model is also asked for alone.
SAMPLE = 750
ADAPTER_WORDS = {"peft", "lora", "qlora", "dora", "lokr", "loha", "adapter", "adapters", "adapter-transformers"}
METHODS = {"gptq", "awq", "aqlm", "hqq", "eetq", "exl2", "exl3", "bitsandbytes", "bnb", "quanto"}
WEIGHTS = {"safetensors", "pytorch", "tf", "jax", "keras"}
STRENGTH = {"conflict": 3, "unknown": 2, "warning": 1, "compatible": 0, "skipped": -1}


@pytest.fixture(scope="module")
def found(real_graph: RealGraph) -> dict[str, Status]:
    """The status of every model by its id."""
    return {one.artifact: one for one in statuses(real_graph.connection) if one.kind == "model"}


def test_every_exit_code_equals_an_independent_rule(real_graph: RealGraph, found: dict[str, Status]) -> None:
    expected = dict(exit_codes(real_graph.connection))
    assert len(expected) >= 45_035
    wrong = {id_: (code, found[id_]) for id_, code in expected.items() if found[id_].exit_code != code}
    assert wrong == {}
    assert found.keys() == expected.keys()


def test_no_model_whose_card_states_a_base_passes_without_one(real_graph: RealGraph, found: dict[str, Status]) -> None:
    with_base = {
        row["id"] for row in real_graph.connection.read("MATCH (m:Model)-[:DERIVED_FROM]->() RETURN m.id AS id")
    }
    stated = 0
    for record in raw_records(real_graph.path):
        if states_a_base(record) and record["id"] not in with_base:
            stated += 1
            assert found[record["id"]].exit_code == 5, record["id"]
    assert stated > 20


def test_one_by_one_is_as_all_at_once(real_graph: RealGraph, found: dict[str, Status]) -> None:
    for id_ in sorted(found)[::SAMPLE]:
        report = license_report(real_graph.connection, id_)
        assert (report.verdict, report.exit_code) == (found[id_].verdict, found[id_].exit_code), id_
        if report.verdict == "conflict":
            assert report.conflicts


def test_what_is_not_loaded_is_never_said_to_have_no_license(found: dict[str, Status]) -> None:
    codes = Counter(gap.code for one in found.values() for gap in one.gaps)
    assert codes["UPSTREAM_NOT_LOADED"] > codes["UPSTREAM_LICENSE_MISSING"]
    assert codes["EDGE_NOT_JUDGED"] == codes["LICENSE_NOT_JUDGED"] == codes["PENDING"] == 0
    assert all(one.gaps for one in found.values() if one.verdict == "unknown")


def rows(real_graph: RealGraph, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return run(real_graph.connection, name, {"max_rows": ALL, **parameters}).rows


def test_sibling_questions_agree(real_graph: RealGraph, found: dict[str, Status]) -> None:
    verdicts = rows(real_graph, "license-verdicts")
    conflicts = rows(real_graph, "license-conflicts")
    in_conflict = {row["downstream"] for row in verdicts if row["verdict"] == "conflict"}
    assert in_conflict == {row["artifact"] for row in conflicts}
    assert in_conflict == {id_ for id_, one in found.items() if one.verdict == "conflict"}
    assert rows(real_graph, "license-unjudged") == []

    by_verdict = Counter((row["relation"], row["verdict"]) for row in verdicts)
    summary = {(row["relation"], row["verdict"]): row["edges"] for row in rows(real_graph, "license-summary")}
    assert {key: count for key, count in summary.items() if key[1] in STRENGTH} == by_verdict
    pairs: Counter[tuple[str, str]] = Counter()
    for row in rows(real_graph, "license-pairs"):
        pairs[row["relation"], row["verdict"]] += row["edges"]
    assert pairs == by_verdict
    unknown = sum(count for (_, verdict), count in by_verdict.items() if verdict == "unknown")
    assert sum(row["edges"] for row in rows(real_graph, "license-unknowns")) == unknown


def test_blame_and_impact_count_what_is_in_conflict(real_graph: RealGraph) -> None:
    causes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    by_terms: set[str] = set()
    affected: dict[str, set[str]] = defaultdict(set)
    for row in rows(real_graph, "license-conflicts"):
        causes[row["artifact"]].add((row["origin"], row["first_drop"]))
        if row["terms"]:
            by_terms.add(row["artifact"])
            affected[row["first_drop"]].add(row["artifact"])
    only = Counter(next(iter(its)) for id_, its in causes.items() if len(its) == 1 and id_ in by_terms)
    blame = {(row["origin"], row["edge"].split(" -> ")[0]): row["cleared"] for row in rows(real_graph, "license-blame")}
    assert blame == only
    impact = {row["artifact"]: row["descendants"] for row in rows(real_graph, "license-impact")}
    assert impact == {id_: len(below - {id_}) for id_, below in affected.items()}


def test_what_waits_for_a_license_was_not_dropped(real_graph: RealGraph, found: dict[str, Status]) -> None:
    pending = {row["artifact"] for row in rows(real_graph, "license-pending")}
    assert pending
    for id_ in pending:
        assert any(gap.code.startswith("LICENSE_") for gap in found[id_].gaps), id_
    firm = {row["artifact"] for row in rows(real_graph, "license-conflicts") if row["terms"]}
    absolute = {"ND_DERIVATIVE", "ACT_PROHIBITED_TRAIN"}
    for row in rows(real_graph, "license-conflicts"):
        assert row["artifact"] not in pending & firm or absolute & set(row["codes"]), row


def test_every_conflict_has_a_witness(real_graph: RealGraph) -> None:
    for row in rows(real_graph, "license-conflicts")[::15]:
        paths = [one["path"] for one in rows(real_graph, "license-witness", artifact=row["artifact"])]
        ends = {path.nodes[-1]["id"] for path in paths}
        assert row["origin_license"] in ends or "IRRECONCILABLE_PARENTS" in row["codes"], row


def raw_records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path) as stream:
        for line in stream:
            yield json.loads(line)


def states_a_base(record: dict[str, Any]) -> bool:
    card = record.get("cardData") or {}
    base = card.get("base_model")
    tags = [tag for tag in record.get("tags") or [] if tag.startswith("base_model:")]
    return bool(tags or [one for one in (base if isinstance(base, list) else [base]) if one])


def exit_codes(connection: Connection) -> Iterator[tuple[str, int]]:
    """The exit code of every model, from facts that are read in bulk."""
    strongest: dict[str, int] = defaultdict(lambda: -1)
    for row in run(connection, "license-verdicts", {"max_rows": ALL}):
        strongest[row["downstream"]] = max(strongest[row["downstream"]], STRENGTH[row["verdict"]])
    unloaded: set[str] = set()
    edges: Counter[str] = Counter()
    based: set[str] = set()
    for row in connection.read(
        "MATCH (m:Model)-[e:DERIVED_FROM|TRAINED_ON]->(u) RETURN m.id AS id, type(e) AS type, u.status = 'stub' AND "
        "NOT EXISTS { (u)-[:DECLARES]->() } AS unloaded"
    ):
        edges[row["id"]] += 1
        if row["unloaded"]:
            unloaded.add(row["id"])
        if row["type"] == "DERIVED_FROM":
            based.add(row["id"])
    declared: dict[str, list[bool]] = defaultdict(list)
    for row in connection.read(
        "MATCH (m:Model)-[:DECLARES]->(l:License) RETURN m.id AS id, l.id AS license, l.class AS cls, "
        "l.terms_known OR EXISTS { (l)-[:IMPOSES]->(:LicenseTerm {level: 'restriction'}) } AS known"
    ):
        named = row["license"] not in ("other", "unknown") and row["cls"] not in (None, "unknown")
        declared[row["id"]].append(named and bool(row["known"]))
    for row in connection.read("MATCH (m:Model) RETURN m.id AS id, properties(m) AS facts"):
        id_, facts = row["id"], row["facts"]
        if strongest[id_] == 3:
            yield id_, 1
            continue
        open_base = (
            facts.get("unusable_bases")
            or facts.get("unresolved_bases")
            or (id_ not in based and (facts.get("names_itself") or marked(facts)))
        )
        unlicensed = not declared[id_] or (not edges[id_] and not all(declared[id_]))
        yield id_, 5 if open_base or unlicensed or id_ in unloaded or strongest[id_] == 2 else 0


def marked(facts: dict[str, Any]) -> bool:
    """Whether a model's own marks say that it was made from another one."""
    words = {word.lower() for word in [*facts.get("tags", []), facts.get("library") or ""]}
    marks = set(facts.get("quantization", []))
    converted = bool(marks & {"gguf", "ggml"}) and not words & WEIGHTS
    in_mlx = "mlx" in words and any(mark.endswith("-bit") for mark in marks)
    told = words & (ADAPTER_WORDS | {"merge", "mergekit"}) or marks & METHODS
    return bool(facts.get("made_as") or told or converted or in_mlx)
