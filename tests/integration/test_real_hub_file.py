"""On real models of the Hub, the graph and the stored queries give what plain Python computed without any database."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supplygraph.load import LoadResult, load
from supplygraph.queries.run import run
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from tests import plain_reading as plain
from tests.conftest import RealGraph, empty_but_knowledge
from tests.graph_snapshot import snapshot

pytestmark = pytest.mark.integration
FILES = {"models_sample": "models_sample.jsonl", "models_open": "models_open.jsonl.gz"}


class Loaded(NamedTuple):
    """A real file in the graph, its load, the stated results, its records, and each child with its bases."""

    connection: Connection
    result: LoadResult
    expected: dict[str, Any]
    records: plain.Records
    path: Path
    bases: plain.Bases


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
    records = plain.read(path)
    return Loaded(connection, result, expected, records, path, plain.of_all(records))


def rows(loaded: Loaded, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return run(loaded.connection, name, {"max_rows": 1_000_000, **parameters}).rows


def test_records_and_values_left_out(loaded: Loaded) -> None:
    counts = loaded.result.counts()
    assert counts["records"] == loaded.expected["records"]
    assert counts.get("self_references", 0) == loaded.expected["self_references"]
    assert counts.get("bases_no_id", 0) == len(plain.unreadable(loaded.records))


@pytest.mark.only_current
def test_a_large_first_load_is_a_bulk_import(real_graph: RealGraph) -> None:
    assert real_graph.result.bulk


def test_the_first_nodes_that_a_person_sees_are_artifacts(real_graph: RealGraph) -> None:
    found = real_graph.connection.read("MATCH (n) WITH n LIMIT 25 RETURN labels(n)[0] AS label")
    assert sum(row["label"] in ("Model", "Dataset") for row in found) >= 20, found


def test_edges(loaded: Loaded) -> None:
    found = loaded.connection.read("MATCH (m:Model)-[:DERIVED_FROM]->(b:Model) RETURN m.id AS model, b.id AS base")
    assert sorted((row["model"], row["base"]) for row in found) == sorted(plain.pairs(loaded.bases))


def test_edges_by_relation(loaded: Loaded) -> None:
    found = Counter({row["name"]: row["count"] for row in rows(loaded, "graph-counts") if row["kind"] == "relation"})
    stated = Counter(loaded.expected["edges_by_record_relation"])
    assert found.total() == len(plain.pairs(loaded.bases))
    # The stated results take words for nothing as ids, and addresses as none.
    written = plain.pairs(plain.as_written(loaded.records))
    read = plain.pairs(plain.of_records(loaded.records))
    assert (stated - found).total() <= len(written - read)
    assert (found - stated).total() <= len(read - written)


def test_stubs(loaded: Loaded) -> None:
    described = {record["id"] for record in loaded.records}
    bases = {base for _, base in plain.pairs(loaded.bases)}
    successors = {record.get("cardData", {}).get("new_version") for record in loaded.records} - {None}
    assert loaded.result.stubs["Model"] == len((bases | successors) - described)


def test_stubs_are_listed(loaded: Loaded) -> None:
    described = {record["id"] for record in loaded.records}
    stubs = {row["id"] for row in rows(loaded, "quality-stubs") if row["kind"] == "model"}
    bases = {base for _, base in plain.pairs(loaded.bases)}
    assert stubs & bases == bases - described


def test_bases_that_are_no_id_are_listed(loaded: Loaded) -> None:
    reasons = Counter(row["reason"] for row in rows(loaded, "quality-unusable-bases"))
    assert reasons.pop("itself") == loaded.expected["self_references"]
    assert sum(reasons.values()) == len(set(plain.unreadable(loaded.records)))


def test_every_missing_license_has_one_reason(loaded: Loaded) -> None:
    missing = sum(row["edges"] for row in rows(loaded, "license-missing"))
    known = "coalesce(l.class, 'unknown') <> 'unknown'"
    both = loaded.connection.read(
        "MATCH (d)-[:DERIVED_FROM]->(b) "
        f"WHERE EXISTS {{ (d)-[:DECLARES]->(l) WHERE {known} }} AND EXISTS {{ (b)-[:DECLARES]->(l) WHERE {known} }} "
        "RETURN count(*) AS n"
    )
    assert missing + both[0]["n"] == len(plain.pairs(loaded.bases))


def test_the_load_is_reported(loaded: Loaded) -> None:
    report = {row["name"]: row for row in rows(loaded, "load-report") if row["load"] == loaded.result.id}
    assert report["records"]["count"] == loaded.expected["records"]
    assert report["records"]["complete"]


def test_roots_depths_and_components(loaded: Loaded) -> None:
    edges = plain.pairs(loaded.bases)
    depths = plain.depths(loaded.bases)
    assert {row["root"] for row in rows(loaded, "lineage-roots")} == {one for one, depth in depths.items() if not depth}
    assert {row["depth"]: row["models"] for row in rows(loaded, "lineage-depths")} == Counter(depths.values())
    sizes = {row["size"]: row["components"] for row in rows(loaded, "lineage-components")}
    assert sizes == plain.components(edges)


def test_top_bases(loaded: Loaded) -> None:
    children = plain.upside_down(loaded.bases)
    found = rows(loaded, "lineage-top-bases", max_rows=len(loaded.expected["top_bases"]))
    for row in found:
        below = plain.distances(children, row["base"])
        assert (row["children"], row["descendants"]) == (len(children[row["base"]]), len(below))
    assert found[0]["children"] == max(map(len, children.values()))
    direct = sorted(map(len, children.values()), reverse=True)
    assert sorted((row["children"] for row in found), reverse=True) == direct[: len(found)]


def test_license_changes(loaded: Loaded) -> None:
    found: Counter[str] = Counter()
    for row in rows(loaded, "license-changes"):
        found[f"{row['upstream_license']} -> {row['downstream_license']}"] += row["edges"]
    # Bases in another letter case or behind an address only add edges, and spellings of one licence meet.
    added = len(plain.pairs(loaded.bases) - plain.pairs(plain.as_written(loaded.records)))
    assert abs(sum(found.values()) - loaded.expected["edges_differing_license"]) <= added
    stated = dict(loaded.expected["license_changes_top25"])
    assert all(found[key] >= count for key, count in stated.items()), [k for k in stated if found[k] < stated[k]]
    assert sum(found[key] for key in stated) - sum(stated.values()) <= added


def test_raw_licenses(loaded: Loaded) -> None:
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
    nothing = [
        value for record in loaded.records for value in plain.stated(record, "datasets") if value in plain.FOR_NOTHING
    ]
    assert len(found) == loaded.expected["distinct_datasets"] - len(set(nothing))
    assert sum(found.values()) == loaded.expected["model_dataset_links"] - len(nothing)


def test_ancestors_and_descendants_of_many_models(loaded: Loaded) -> None:
    up, down = loaded.bases, plain.upside_down(loaded.bases)
    tops = [entry["id"] for entry in loaded.expected["top_bases"][:6]]
    deep = sorted(up, key=lambda model: (-len(plain.distances(up, model)), model))[:12]
    for model in deep + tops:
        found = {row["ancestor"]: row["hops"] for row in rows(loaded, "lineage-ancestors", model_id=model)}
        assert found == plain.distances(up, model)
    for model in tops + deep[:4]:
        below = {row["descendant"]: row["hops"] for row in rows(loaded, "lineage-descendants", model_id=model)}
        assert below == plain.distances(down, model)


def test_license_usage(loaded: Loaded) -> None:
    usage = {row["license"]: row["models"] for row in rows(loaded, "license-usage")}
    by_node = loaded.connection.read(
        "MATCH (m:Model)-[:DECLARES]->(l:License) RETURN l.id AS id, count(DISTINCT m) AS models"
    )
    assert {row["id"]: row["models"] for row in by_node} == {k: v for k, v in usage.items() if v}
    raw = Counter(value for record in loaded.records for value in plain.stated(record, "license"))
    named = Counter(
        card["license_name"]
        for card in (record.get("cardData", {}) for record in loaded.records)
        if card.get("license") == "other" and isinstance(card.get("license_name"), str)
    )
    # Licences that the file writes in no other way, as `license` or beside `other` as `license_name`.
    for license_id in ("bsd-3-clause", "cc-by-nc-4.0", "agpl-3.0"):
        assert usage.get(license_id, 0) == raw[license_id] + named[license_id]


@pytest.mark.parametrize(
    "loaded", ["models_sample", pytest.param("models_open", marks=pytest.mark.torture)], indirect=True, scope="module"
)
def test_loading_again_creates_nothing_and_changes_nothing(loaded: Loaded) -> None:
    before = snapshot(loaded.connection)
    again = load(HubFile([loaded.path]), lambda: loaded.connection)
    counts = again.counts()
    assert (counts["nodes_created"], counts["relationships_created"], counts["relationships_deleted"]) == (0, 0, 0)
    assert snapshot(loaded.connection) == before


def answered(record: dict[str, Any]) -> dict[str, bool]:
    """Which attributes a record of these files answers; they show no text of cards and no lists of files."""
    card, config, tags = record.get("cardData", {}), record.get("config", {}), record.get("tags") or []

    def says(value: Any) -> bool:
        return any(
            any(map(str.isalnum, str(one))) and str(one).lower() not in plain.FOR_NOTHING
            for one in plain.stated_list(value)
        )

    def tagged(name: str) -> list[str]:
        return [tag.partition(":")[2] for tag in tags if tag.startswith(f"{name}:")]

    return {
        "dataset": says(card.get("datasets")) or says(tagged("dataset")),
        "architecture": says(config.get("architectures")) or says(config.get("model_type")),
        "paper": any(
            tag.startswith("arxiv:") or (tag.startswith("doi:") and "10.57967/hf/" not in tag) for tag in tags
        ),
        # The Hub has a licence id `unknown`.
        "license": any(map(str.isalnum, str(card.get("license") or "") + "".join(tagged("license")))),
        "framework": says(record.get("library_name")),
        "popularity": record.get("downloads") is not None or record.get("likes") is not None,
    }


def test_missing_attributes(loaded: Loaded) -> None:
    said = {record["id"]: answered(record) for record in loaded.records}
    stated = {record["id"]: record.get("pipeline_tag") for record in loaded.records}
    tasks = {model: None if task in {*plain.FOR_NOTHING, "N/A"} else task for model, task in stated.items()}
    models = Counter(tasks.values())
    found = rows(loaded, "quality-missing")
    assert {(row["task"], row["models"]) for row in found} == set(models.items())
    for attribute in ("dataset", "architecture", "paper", "license", "framework", "popularity"):
        present = Counter(tasks[model] for model, answers in said.items() if answers[attribute])
        own = {row["task"]: row for row in found if row["attribute"] == attribute}
        assert {task: row["present"] for task, row in own.items() if row["present"]} == present, attribute
        told = attribute != "popularity"
        for task, row in own.items():
            missing = models[task] - present[task] if told else 0
            assert (row["missing"], row["told"]) == (missing, models[task] if told else 0), (attribute, task)
            assert row["share"] == (round(missing / models[task], 4) if told else None)
    # Nobody showed a card, so that what only its text says is not known to be missing.
    unknown = [row for row in found if row["attribute"] in ("hardware", "cost", "demo", "environment")]
    assert all((row["missing"], row["told"], row["share"]) == (0, 0, None) for row in unknown)


def test_completeness_of_the_most_downloaded(loaded: Loaded) -> None:
    said = {record["id"]: answered(record) for record in loaded.records}
    top = sorted(loaded.records, key=lambda record: (-(record.get("downloads") or 0), record["id"]))[:50]
    found = rows(loaded, "quality-completeness", max_rows=50)
    assert [row["model"] for row in found] == [record["id"] for record in top]
    for row in found:
        lacking = {name for name, answers in said[row["model"]].items() if not answers and name != "popularity"}
        assert set(row["missing_attributes"]) == lacking
        assert row["score"] == round(row["present"] / (row["present"] + len(lacking)), 4)
