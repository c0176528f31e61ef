"""What follows from licences on generated graphs is as plain Python finds it, written once, and gone with its cause."""

import io
import random
import re
from datetime import datetime
from typing import Any

import pytest

from supplygraph.enrich.licenses import derive_licenses
from supplygraph.export.records import export_records
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.graph_snapshot import TIMES
from tests.integration.test_license_oracle import compare
from tests.license_oracle import TABLE

pytestmark = pytest.mark.integration

LICENSES: list[Any] = [
    *("mit", "cc-by-nc-4.0", "gpl-3.0", "llama3.1", "other", None, ["gpl-3.0", "mit"], "cc-by-nc-4.0 OR mit"),
]
SEEDS = (0, 1)
RELATIONS = ("finetune", "adapter", "quantized", "merge", "distilled", None)


def generated(seed: int, models: int = 30) -> list[dict[str, Any]]:
    """Models on random bases, some of them later ones so that there are cycles, datasets and repositories."""
    chance = random.Random(seed)

    def bases(number: int) -> list[dict[str, Any]]:
        some = {chance.randrange(number + 3) for _ in range(chance.choice([0, 1, 1, 1, 2, 3]))} - {number}
        chosen = [(one, chance.choice(RELATIONS)) for one in sorted(some)]
        return [{"id": f"g{seed}/m{one}", **({"relation": how} if how else {})} for one, how in chosen]

    rows: list[dict[str, Any]] = [
        {
            "kind": "model",
            "id": f"g{seed}/m{number}",
            "license": chance.choice(LICENSES),
            "created_at": f"2024-0{chance.randrange(1, 9)}-10T12:00:00Z" if chance.random() < 0.7 else None,
            "derived_from": bases(number),
            "trained_on": [f"g{seed}/d{chance.randrange(6)}"] if chance.random() < 0.3 else [],
        }
        for number in range(models)
    ]
    for number in range(6):
        made_by = [f"g{seed}/m{chance.randrange(models)}"] if chance.random() < 0.5 else []
        license_ = chance.choice(LICENSES)
        rows.append({"kind": "dataset", "id": f"g{seed}/d{number}", "license": license_, "generated_from": made_by})
        used = [f"g{seed}/m{chance.randrange(models)}" for _ in range(2)]
        name = f"github.com/g{seed}/r{number}"
        rows.append({"kind": "repository", "id": name, "license": chance.choice(LICENSES), "uses": used})
    return rows


@pytest.fixture(scope="module")
def graphs(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    rows = list(rows_by_id().values())
    load(Records([write_lines(tmp_path_factory.mktemp("graphs") / "graphs.jsonl", rows)]), lambda: connection)
    return connection


def rows_by_id() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for seed in SEEDS for row in generated(seed)}


def again(connection: Connection) -> None:
    derive_licenses(connection)


def kept(connection: Connection) -> list[dict[str, Any]]:
    return connection.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) RETURN coalesce(a.id, a.name) AS a, b.id AS b, properties(c) AS c "
        "ORDER BY a, b, c.profiles, c.license"
    )


def test_conflicts_equal_an_independent_computation(graphs: Connection) -> None:
    compare(graphs)
    assert run(graphs, "license-conflicts-stale", {}).rows == []


def test_a_second_run_writes_nothing(graphs: Connection) -> None:
    ids = graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN elementId(c) AS id ORDER BY id")
    again(graphs)
    assert ids
    assert graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN elementId(c) AS id ORDER BY id") == ids


def test_what_a_conflict_states(graphs: Connection) -> None:
    found = graphs.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) OPTIONAL MATCH (above:Model|Dataset {id: c.via}) "
        "RETURN c, c.hops AS hops, c.via AS via, c.codes AS codes, EXISTS { (a)-->(b) WHERE c.via IS NULL } AS direct, "
        "EXISTS { (a)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(above) } AS next, "
        "EXISTS { (above)-[:DROPPED]->(:License {id: c.license}) } AS dropped, c.profiles AS profiles"
    )
    assert {(row["hops"] == 1, row["direct"], row["next"] and row["dropped"]) for row in found} == {
        (True, True, False),
        (False, False, True),
    }
    assert all(("INHERITED" in row["codes"]) >= (row["hops"] > 1) for row in found)
    assert all("default" not in row["profiles"][1:] for row in found)
    several = graphs.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) UNWIND c.profiles AS profile "
        "WITH a, b, c.license AS license, profile, count(*) AS n WHERE n > 1 RETURN count(*) AS n"
    )
    assert several[0]["n"] == 0


def test_an_edge_says_what_the_default_rule_set_says(graphs: Connection) -> None:
    found = graphs.read(
        "MATCH (a)-[e:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(b) RETURN coalesce(a.id, a.name) AS downstream, "
        "b.id AS upstream, e.license_verdict AS verdict, coalesce(e.license_codes, []) AS codes, "
        "e.license_certainty AS certainty"
    )
    listed = run(graphs, "license-verdicts", {"max_rows": 1_000_000}).rows
    assert {row["verdict"] for row in found} == {"conflict", "unknown", "warning", "compatible"}
    assert ordered(found) == ordered([{key: row[key] for key in found[0]} for row in listed])


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(repr, rows))


def test_an_older_store_gets_the_words_of_verdicts(graphs: Connection) -> None:
    read = (
        "MATCH (a)-[e:DERIVED_FROM]->(b) RETURN a.id AS a, b.id AS b, e.license_verdict AS verdict, "
        "e.license_certainty AS certainty, e.license_codes AS codes, e.license_verdict_id AS id ORDER BY a, b"
    )
    before = graphs.read(read)
    graphs.execute(
        "MATCH ()-[e]->() WHERE e.license_verdict_id IS NOT NULL SET e.license_verdict = e.license_verdict_id "
        "REMOVE e.license_verdict_id, e.license_certainty, e.license_codes"
    )
    again(graphs)
    assert graphs.read(read) == before


def test_artifacts_say_what_they_declare(graphs: Connection) -> None:
    rows = rows_by_id()
    for found in graphs.read(
        "MATCH (a:Model|Dataset|Repository) RETURN coalesce(a.id, a.name) AS id, a.license_id AS one, "
        "a.license_ids AS ids, a.license_class AS class, a.license_missing AS missing"
    ):
        row = rows.get(found["id"])
        stated = (row or {}).get("license")
        ids = sorted(re.split(" OR ", stated) if isinstance(stated, str) else stated or [])
        classes = {TABLE[one].cls for one in ids}
        assert found["ids"] == (ids or None)
        assert found["one"] == (ids[0] if len(ids) == 1 else None)
        assert found["class"] == ((classes.pop() if len(classes) == 1 else "several") if ids else None)
        assert found["missing"] == (None if row is None else not ids)


def test_what_declares_nothing_inherits_from_the_nearest(graphs: Connection) -> None:
    rows = rows_by_id()
    above = {key: [base["id"] for base in row.get("derived_from", [])] for key, row in rows.items()}

    def nearest(start: str) -> str | None:
        level, seen = {start}, {start}
        while level:
            level = {base for one in level for base in above.get(one, [])} - seen
            seen |= level
            if licensed := [one for one in level if rows.get(one, {}).get("license")]:
                return min(licensed)
        return None

    found = graphs.read(
        "MATCH (a:Model|Dataset) OPTIONAL MATCH (b:Model|Dataset {id: a.license_inherited_from}) "
        "RETURN a.id AS id, b.id AS origin, a.license_inherited = b.license_statement AS same"
    )
    expected = {one["id"]: None if rows.get(one["id"], {}).get("license") else nearest(one["id"]) for one in found}
    assert {one["id"]: one["origin"] for one in found} == expected
    assert {one["same"] for one in found if one["origin"]} == {True}


def test_ancestors_and_days_after_the_base(graphs: Connection) -> None:
    rows = rows_by_id()
    above = {key: {base["id"] for base in row.get("derived_from", [])} for key, row in rows.items()}

    def ancestors(start: str) -> int:
        seen: set[str] = set()
        todo = set(above.get(start, ()))
        while todo:
            one = todo.pop()
            seen.add(one)
            todo |= above.get(one, set()) - seen
        return len(seen - {start})

    counted = graphs.read("MATCH (a)-[:DERIVED_FROM]-() RETURN DISTINCT a.id AS id, a.lineage_ancestors AS n")
    assert {row["id"]: row["n"] for row in counted} == {row["id"]: ancestors(row["id"]) for row in counted}
    edges = graphs.read("MATCH (a)-[e:DERIVED_FROM]->(b) RETURN a.id AS a, b.id AS b, e.days_after_base AS days")
    made = {key: row.get("created_at") for key, row in rows.items()}
    for row in edges:
        below, base = made.get(row["a"]), made.get(row["b"])
        known = below and base
        days = (datetime.fromisoformat(below) - datetime.fromisoformat(base)).days if below and base else None
        assert row["days"] == days if known else row["days"] is None
    assert any((row["days"] or 0) < 0 for row in edges)


def test_a_changed_license_changes_them_and_back(graphs: Connection) -> None:
    before = kept(graphs)
    (row,) = run(graphs, "license-conflicts", {"max_rows": 1}).rows
    swap = (
        "MATCH (m {id: $id})-[d:DECLARES]->(:License {id: $old}) MATCH (l:License {id: $new}) "
        "CREATE (m)-[n:DECLARES]->(l) SET n = properties(d) DELETE d"
    )
    old, new = row["origin_license"], "mit"
    graphs.execute(swap, {"id": row["origin"], "old": old, "new": new})
    again(graphs)
    assert row not in run(graphs, "license-conflicts", {"max_rows": 1_000_000}).rows
    compare(graphs)
    graphs.execute(swap, {"id": row["origin"], "old": new, "new": old})
    again(graphs)
    after = kept(graphs)
    assert [untimed(one) for one in after] == [untimed(one) for one in before]
    # What came back is new, and all others are known since they were first seen.
    since = {key(one): one["c"]["first_seen"] for one in before}
    later = {key(one) for one in after if one["c"]["first_seen"] > since[key(one)]}
    assert (row["artifact"], row["origin"], row["origin_license"]) in later
    assert len(later) < len(before)
    graphs.execute("MATCH ()-[c:CONFLICTS_WITH]->() SET c.codes = ['OTHER']")
    again(graphs)
    last = kept(graphs)
    assert [untimed(one) for one in last] == [untimed(one) for one in before]
    assert [one["c"]["first_seen"] for one in last] == [one["c"]["first_seen"] for one in after]
    assert all(one["c"]["first_seen"] < one["c"]["last_seen"] for one in last)


def untimed(conflict: dict[str, Any]) -> dict[str, Any]:
    """A conflict without the times when it was seen."""
    return {**conflict, "c": {name: value for name, value in conflict["c"].items() if name not in TIMES}}


def key(conflict: dict[str, Any]) -> tuple[str, str, str]:
    return conflict["a"], conflict["b"], conflict["c"]["license"]


def test_they_are_not_exported(graphs: Connection) -> None:
    stream = io.StringIO()
    assert export_records(graphs, stream)
    assert "conflict" not in stream.getvalue().lower()
    assert "first_drop" not in stream.getvalue()


def test_they_go_with_the_edge(graphs: Connection) -> None:
    graphs.execute("MATCH (:Model)-[edge:DERIVED_FROM|TRAINED_ON]->() DELETE edge")
    graphs.execute("MATCH (:Dataset)-[edge:GENERATED_FROM]->() DELETE edge")
    graphs.execute("MATCH (:Repository)-[edge:REUSES]->() DELETE edge")
    again(graphs)
    assert graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN count(c) AS n")[0]["n"] == 0
