"""On real data the stored queries give what a computation without any database gives."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from supplygraph.graph.connection import Connection
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.hub_file import HubFile

pytestmark = pytest.mark.integration

ALL = {"max_rows": 1_000_000}


@pytest.fixture(scope="module", params=["models_sample.jsonl", "models_open.jsonl.gz"])
def answers(request: pytest.FixtureRequest, connection: Connection, data: Path) -> tuple[Connection, dict[str, Any]]:
    """The graph with one of the files loaded, and the right answers for it."""
    with connection.driver.session(database=connection.address.database) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    path = data / "hub" / request.param
    load(HubFile([path]), lambda: connection)
    expected = path.with_name(path.name.split(".")[0] + ".expected.json")
    return connection, json.loads(expected.read_text(encoding="utf-8"))


Answers = tuple[Connection, dict[str, Any]]


def test_counts(answers: Answers) -> None:
    connection, expected = answers
    rows = run(connection, "graph-counts", ALL).rows
    counts = {(row["kind"], row["name"]): row["count"] for row in rows}
    assert counts["status", "Model present"] + counts.get(("status", "Model removed"), 0) == expected["distinct_ids"]
    # A model that is only named as a successor is a stub too, but no base.
    stubs = {row["id"] for row in run(connection, "quality-stubs", ALL) if row["kind"] == "model"}
    assert len(stubs) == counts["status", "Model stub"]
    bases = {row["base"] for row in run(connection, "lineage-top-bases", ALL)}
    assert len(stubs & bases) == expected["base_ids_without_record"]
    assert counts["relationship", "DERIVED_FROM"] == expected["edges_after_cleaning"]
    assert counts["relationship", "TRAINED_ON"] == expected["model_dataset_links"]
    relations = {name: count for (kind, name), count in counts.items() if kind == "relation"}
    assert relations == expected["edges_by_record_relation"]


def test_roots_depths_and_components(answers: Answers) -> None:
    connection, expected = answers
    roots = run(connection, "lineage-roots", ALL).rows
    assert len(roots) == expected["roots"]
    assert roots == sorted(roots, key=lambda row: (-row["descendants"], row["root"]))
    depths = {row["depth"]: row["models"] for row in run(connection, "lineage-depths", ALL)}
    assert sum(depths.values()) == expected["nodes_in_edges"]
    assert depths[0] == expected["roots"]
    assert max(depths) == expected["longest_path_edges"]
    sizes = run(connection, "lineage-components", ALL).rows
    assert sum(row["components"] for row in sizes) == expected["weakly_connected_components"]
    assert sum(row["components"] * row["size"] for row in sizes) == expected["nodes_in_edges"]
    assert sizes[0]["size"] == expected["largest_component"]
    assert run(connection, "lineage-cycles").rows == []


def test_top_bases_and_their_descendants(answers: Answers) -> None:
    connection, expected = answers
    wanted = expected["top_bases"]
    rows = run(connection, "lineage-top-bases", {"max_rows": len(wanted)}).rows
    assert rows == [{"base": b["id"], "children": b["direct"], "descendants": b["descendants"]} for b in wanted]
    for base in wanted[:3]:
        found = run(connection, "lineage-descendants", {"model_id": base["id"], **ALL}).rows
        assert len(found) == base["descendants"]
        assert sum(row["hops"] == 1 for row in found) == base["direct"]
        assert all(len(row["relations"]) == row["hops"] for row in found)
        for row in found[:: max(len(found) // 20, 1)]:
            above = run(connection, "lineage-ancestors", {"model_id": row["descendant"]}).rows
            [back] = [one for one in above if one["ancestor"] == base["id"]]
            assert back["hops"] == row["hops"]


def test_license_changes(answers: Answers) -> None:
    connection, expected = answers
    rows = run(connection, "license-changes", ALL).rows
    assert sum(row["edges"] for row in rows) == expected["edges_differing_license"]
    pairs: Counter[str] = Counter()
    for row in rows:
        pairs[f"{row['upstream_license']} -> {row['downstream_license']}"] += row["edges"]
    for pair, count in expected["license_changes_top25"]:
        assert pairs[pair] == count, pair


def test_datasets(answers: Answers) -> None:
    connection, expected = answers
    rows = {row["dataset"]: row["models"] for row in run(connection, "dataset-models", ALL)}
    assert len(rows) == expected["distinct_datasets"]
    assert sum(rows.values()) == expected["model_dataset_links"]
    for dataset, count in expected["datasets_top15"]:
        assert rows[dataset] == count, dataset


def test_every_missing_licence_has_one_reason(answers: Answers) -> None:
    connection, expected = answers
    rows = run(connection, "license-missing", ALL).rows
    known = "coalesce(l.class, 'unknown') <> 'unknown'"
    both = connection.read(
        "MATCH (d)-[:DERIVED_FROM]->(b) "
        f"WHERE EXISTS {{ (d)-[:DECLARES]->(l) WHERE {known} }} AND EXISTS {{ (b)-[:DECLARES]->(l) WHERE {known} }} "
        "RETURN count(*) AS n"
    )
    assert sum(row["edges"] for row in rows) + both[0]["n"] == expected["edges_after_cleaning"]


def test_the_load_is_reported(answers: Answers) -> None:
    connection, expected = answers
    rows = [row for row in run(connection, "load-report", ALL) if row["load"].startswith("hub-")]
    assert rows
    assert all(row["complete"] for row in rows)
    assert expected["records"] in [row["count"] for row in rows]
