"""On real models of the Hub, the graph and the stored queries give what plain Python computed without any database."""

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supplygraph.graph.connection import Connection
from supplygraph.load import LoadResult, load
from supplygraph.queries.run import run
from supplygraph.sources.hub_file import HubFile
from tests.conftest import RealGraph, empty_but_knowledge
from tests.graph_snapshot import snapshot

pytestmark = pytest.mark.integration
FILES = {"models_sample": "models_sample.jsonl", "models_open": "models_open.jsonl.gz"}


class Loaded(NamedTuple):
    """A real file in the graph, its load, the stated results, and the records themselves."""

    connection: Connection
    result: LoadResult
    expected: dict[str, Any]
    records: list[dict[str, Any]]
    path: Path


@pytest.fixture(scope="module", params=list(FILES))
def loaded(request: pytest.FixtureRequest, data: Path) -> Loaded:
    path = data / "hub" / FILES[request.param]
    if request.param == "models_open":
        real: RealGraph = request.getfixturevalue("real_graph")
        connection, result = real.connection, real.result
    else:
        connection = request.getfixturevalue("connection")
        empty_but_knowledge(connection)
        result = load(HubFile([path]), lambda: connection)
    expected = json.loads((data / "hub" / f"{request.param}.expected.json").read_text(encoding="utf-8"))
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")  # noqa: SIM115
    with opened as lines:
        records = [json.loads(line) for line in lines]
    return Loaded(connection, result, expected, records, path)


def rows(loaded: Loaded, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return run(loaded.connection, name, {"max_rows": 1_000_000, **parameters}).rows


def test_records_and_values_left_out(loaded: Loaded) -> None:
    counts = loaded.result.counts()
    assert counts["records"] == loaded.expected["records"]
    assert counts.get("self_references", 0) == loaded.expected["self_references"]
    assert counts.get("bases_no_id", 0) == loaded.expected["values_that_are_no_repo_id"]


def test_edges_by_relation(loaded: Loaded) -> None:
    found = {row["name"]: row["count"] for row in rows(loaded, "graph-counts") if row["kind"] == "relation"}
    assert found == loaded.expected["edges_by_record_relation"]
    assert sum(found.values()) == loaded.expected["edges_after_cleaning"]


def test_stubs(loaded: Loaded) -> None:
    known = {record["id"] for record in loaded.records} | {base for bases in family(loaded).values() for base in bases}
    successors = {record.get("cardData", {}).get("new_version") for record in loaded.records} - known - {None}
    assert loaded.result.stubs["Model"] == loaded.expected["base_ids_without_record"] + len(successors)


def test_stubs_are_listed(loaded: Loaded) -> None:
    stubs = [row["id"] for row in rows(loaded, "quality-stubs") if row["kind"] == "model"]
    bases = {row["base"] for row in rows(loaded, "lineage-top-bases")}
    assert sum(stub in bases for stub in stubs) == loaded.expected["base_ids_without_record"]


def test_bases_that_are_no_id_are_listed(loaded: Loaded) -> None:
    reasons = Counter(row["reason"] for row in rows(loaded, "quality-unusable-bases"))
    assert reasons.pop("itself") == loaded.expected["self_references"]
    assert sum(reasons.values()) == loaded.expected["values_that_are_no_repo_id"]


def test_every_missing_licence_has_one_reason(loaded: Loaded) -> None:
    missing = sum(row["edges"] for row in rows(loaded, "license-missing"))
    known = "coalesce(l.class, 'unknown') <> 'unknown'"
    both = loaded.connection.read(
        "MATCH (d)-[:DERIVED_FROM]->(b) "
        f"WHERE EXISTS {{ (d)-[:DECLARES]->(l) WHERE {known} }} AND EXISTS {{ (b)-[:DECLARES]->(l) WHERE {known} }} "
        "RETURN count(*) AS n"
    )
    assert missing + both[0]["n"] == loaded.expected["edges_after_cleaning"]


def test_the_load_is_reported(loaded: Loaded) -> None:
    report = {row["name"]: row for row in rows(loaded, "load-report") if row["load"] == loaded.result.id}
    assert report["records"]["count"] == loaded.expected["records"]
    assert report["records"]["complete"]


def test_roots_depths_and_components(loaded: Loaded) -> None:
    expected = loaded.expected
    assert len(rows(loaded, "lineage-roots")) == expected["roots"]
    depths = {row["depth"]: row["models"] for row in rows(loaded, "lineage-depths")}
    assert max(depths) == expected["longest_path_edges"]
    assert None not in depths, "the file has no cycle"
    assert sum(depths.values()) == expected["nodes_in_edges"]
    sizes = {row["size"]: row["components"] for row in rows(loaded, "lineage-components")}
    assert sum(sizes.values()) == expected["weakly_connected_components"]
    assert max(sizes) == expected["largest_component"]


def test_top_bases(loaded: Loaded) -> None:
    found = [
        {"id": row["base"], "direct": row["children"], "descendants": row["descendants"]}
        for row in rows(loaded, "lineage-top-bases", max_rows=len(loaded.expected["top_bases"]))
    ]
    assert found == loaded.expected["top_bases"]


def test_licence_changes(loaded: Loaded) -> None:
    found: Counter[str] = Counter()
    for row in rows(loaded, "license-changes"):
        found[f"{row['upstream_license']} -> {row['downstream_license']}"] += row["edges"]
    assert sum(found.values()) == loaded.expected["edges_differing_license"]
    stated = dict(loaded.expected["license_changes_top25"])
    assert {key: found[key] for key in stated} == stated


def test_raw_licences(loaded: Loaded) -> None:
    found = {
        row["raw"]: row["n"]
        for row in loaded.connection.read(
            # One value of a card may name several licences, as an expression in `license_name` does.
            "MATCH (m:Model)-[r:DECLARES]->() RETURN r.raw AS raw, count(DISTINCT m) AS n ORDER BY raw"
        )
    }
    assert {raw: found[raw] for raw, _ in loaded.expected["licenses_top25"]} == dict(loaded.expected["licenses_top25"])


def test_datasets(loaded: Loaded) -> None:
    found = {row["dataset"]: row["models"] for row in rows(loaded, "dataset-models")}
    stated = dict(loaded.expected["datasets_top15"])
    assert {key: found[key] for key in stated} == stated
    assert len(found) == loaded.expected["distinct_datasets"]
    assert sum(found.values()) == loaded.expected["model_dataset_links"]


def family(loaded: Loaded) -> dict[str, set[str]]:
    """Child to bases, read from the records in plain Python."""
    import re

    usable = re.compile(r"^[A-Za-z0-9][\w.\-]*(/[\w.\-]+)?$")
    bases: dict[str, set[str]] = defaultdict(set)
    for record in loaded.records:
        stated = record.get("cardData", {}).get("base_model") or []
        for base in stated if isinstance(stated, list) else [stated]:
            if usable.match(base) and base != record["id"]:
                bases[record["id"]].add(base)
    return bases


def distances(step: dict[str, set[str]], start: str) -> dict[str, int]:
    """Every id that can be reached, with the number of steps."""
    found, level = {start: 0}, [start]
    while level:
        following = [other for one in level for other in step.get(one, ()) if other not in found]
        found.update(dict.fromkeys(following, found[level[0]] + 1))
        level = list(dict.fromkeys(following))
    del found[start]
    return found


def test_ancestors_and_descendants_of_many_models(loaded: Loaded) -> None:
    up = family(loaded)
    down: dict[str, set[str]] = defaultdict(set)
    for child, bases in up.items():
        for base in bases:
            down[base].add(child)
    tops = [entry["id"] for entry in loaded.expected["top_bases"][:6]]
    deep = sorted(up, key=lambda model: (-len(distances(up, model)), model))[:12]
    for model in deep + tops:
        found = {row["ancestor"]: row["hops"] for row in rows(loaded, "lineage-ancestors", model_id=model)}
        assert found == distances(up, model)
    for model in tops + deep[:4]:
        below = {row["descendant"]: row["hops"] for row in rows(loaded, "lineage-descendants", model_id=model)}
        assert below == distances(down, model)


def test_licence_usage(loaded: Loaded) -> None:
    usage = {row["license"]: row["models"] for row in rows(loaded, "license-usage")}
    by_node = loaded.connection.read(
        "MATCH (m:Model)-[:DECLARES]->(l:License) RETURN l.id AS id, count(DISTINCT m) AS models"
    )
    assert {row["id"]: row["models"] for row in by_node} == {k: v for k, v in usage.items() if v}
    raw = Counter(
        value
        for record in loaded.records
        for value in (lambda stated: stated if isinstance(stated, list) else [stated] if stated else [])(
            record.get("cardData", {}).get("license")
        )
    )
    named = Counter(
        card["license_name"]
        for card in (record.get("cardData", {}) for record in loaded.records)
        if card.get("license") == "other" and isinstance(card.get("license_name"), str)
    )
    # Licences that the file writes in no other way, as `license` or beside `other` as `license_name`.
    for plain in ("bsd-3-clause", "cc-by-nc-4.0", "agpl-3.0"):
        assert usage.get(plain, 0) == raw[plain] + named[plain]


def test_loading_again_creates_nothing_and_changes_nothing(loaded: Loaded) -> None:
    before = snapshot(loaded.connection)
    again = load(HubFile([loaded.path]), lambda: loaded.connection)
    counts = again.counts()
    assert (counts["nodes_created"], counts["relationships_created"], counts["relationships_deleted"]) == (0, 0, 0)
    assert snapshot(loaded.connection) == before
