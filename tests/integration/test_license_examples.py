"""Worked examples of the licence rules, loaded as plain records all at once and judged by stored queries."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from supplygraph.enrich.work import bring_up_to_date
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration

EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    (f"{rule}: {example.get('chain') or 'records'} #{number}", example)
    for rule, examples in yaml.safe_load(
        Path(__file__).with_name("license_examples.yaml").read_text(encoding="utf-8")
    ).items()
    for number, example in enumerate(examples)
]
KINDS = {"trained_on": ("dataset", "model"), "generated_from": ("model", "dataset"), "uses": ("model", "repository")}
KEYS = {"trained_on": "trained_on", "generated_from": "generated_from", "uses": "uses"}


def declared(text: str) -> dict[str, Any]:
    if text == "none":
        return {}
    if text.startswith("["):
        return {"license": [item.strip() for item in text[1:-1].split(",")]}
    for mark in ("/", " + "):
        name, found, license_name = text.partition(mark)
        if found:
            return {"license": name, "license_name": license_name}
    return {"license": text}


def chain_records(chain: str) -> list[dict[str, Any]]:
    parts = re.split(r" -(\w+)-> ", chain)
    relations, texts = parts[1::2], parts[::2]
    first = "dataset" if texts[0].startswith("dataset ") else "model"
    kind = KINDS.get(relations[0], (first, first))[0]
    records = [{"kind": kind, "id": "m0", **declared(texts[0].removeprefix("dataset "))}]
    for number, (relation, text) in enumerate(zip(relations, texts[1:], strict=True), start=1):
        kind = KINDS.get(relation, (kind, kind))[1]
        upper: Any = {"id": f"m{number - 1}"}
        if relation not in (*KEYS, "data", "undeclared"):
            upper["relation"] = relation
        records.append(
            {"kind": kind, "id": f"m{number}", KEYS.get(relation, "derived_from"): [upper], **declared(text)}
        )
    return records


def outcomes(example: dict[str, Any]) -> dict[str, str]:
    if "chain" not in example:
        return dict(example["expect"])
    return {f"m{number}": text.strip() for number, text in enumerate(example["expect"].split(";"), start=1)}


def prefixed(value: Any, prefix: str) -> Any:
    if isinstance(value, list):
        return [prefixed(item, prefix) for item in value]
    if isinstance(value, dict):
        return {key: f"{prefix}/{item}" if key == "id" else prefixed(item, prefix) for key, item in value.items()}
    return value


@pytest.fixture(scope="module")
def judged(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    rows = [
        prefixed(record, f"x{number}")
        for number, (_, example) in enumerate(EXAMPLES)
        for record in example.get("records") or chain_records(example["chain"])
    ]
    path = write_lines(tmp_path_factory.mktemp("examples") / "examples.jsonl", rows)
    assert not load(Records([path]), lambda: connection).tally.counts
    return connection


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[name for name, _ in EXAMPLES])
def test_example(judged: Connection, number: int) -> None:
    _, example = EXAMPLES[number]
    profile = example.get("profile", "default")
    for name, text in outcomes(example).items():
        artifact = f"x{number}/{name}"
        rows = run(judged, "license-verdicts", {"profile": profile, "artifact": artifact}).rows
        verdict, *codes = text.split()
        assert rows, artifact
        assert rows[0]["verdict"] == verdict, (artifact, rows)
        reasons = {code for row in rows for code in row["codes"]}
        assert {code for code in codes if not code.startswith("!")} <= reasons, rows
        assert not {code[1:] for code in codes if code.startswith("!")} & reasons, rows
        if "certainty" in example:
            assert rows[0]["certainty"] == example["certainty"], rows
        conflicts = run(judged, "license-conflicts", {"profile": profile, "artifact": artifact}).rows
        assert bool(conflicts) == (verdict == "conflict"), conflicts


def test_every_edge_is_judged(judged: Connection) -> None:
    assert run(judged, "license-unjudged", {}).rows == []
    assert run(judged, "license-conflicts-stale", {}).rows == []


def test_deriving_again_changes_nothing(judged: Connection) -> None:
    before = snapshot(judged)
    bring_up_to_date(judged)
    assert snapshot(judged) == before


def snapshot(connection: Connection) -> list[Any]:
    """Everything derived, by content; when a conflict was seen is not part of it."""
    return [
        connection.read(
            "MATCH (a)-[d:DROPPED]->(l) RETURN a.id AS a, labels(a) AS k, l.id AS l, "
            "properties(d) AS p ORDER BY a, k, l, d._via"
        ),
        connection.read(
            "MATCH (p:_LicensePair)-[j:JUDGED]->(r:Profile) RETURN p.id AS p, r.name AS r, properties(j) AS j, "
            "properties(p) AS q ORDER BY p, r, j.upstream"
        ),
        connection.read(
            "MATCH (a)-[e]->(b) WHERE e._license_also IS NOT NULL RETURN a.id AS a, b.id AS b, "
            "type(e) AS t, e._license_also AS x ORDER BY a, b, t"
        ),
        connection.read(
            "MATCH (a)-[c:CONFLICTS_WITH]->(b) RETURN coalesce(a.id, a.name) AS a, b.id AS b, "
            "c {.*, first_seen: null, last_seen: null} AS p "
            "ORDER BY a, b, c.profiles, c.license"
        ),
        connection.read("MATCH (n) RETURN labels(n) AS l, count(*) AS n, count(n.license_statement) AS s ORDER BY l"),
    ]
