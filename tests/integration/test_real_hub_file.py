"""On real models of the Hub, the graph and the stored queries give what plain Python computed without any database."""

import gzip
import json
import re
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
    assert counts.get("bases_no_id", 0) == len(unreadable(loaded))


def test_the_plain_reading_is_that_of_the_stated_results(loaded: Loaded) -> None:
    plain = as_written(loaded)
    assert sum(map(len, plain.values())) == loaded.expected["edges_after_cleaning"]


def test_edges(loaded: Loaded) -> None:
    found = loaded.connection.read("MATCH (m:Model)-[:DERIVED_FROM]->(b:Model) RETURN m.id AS model, b.id AS base")
    # Where two models differ by letter case alone, which of them a card means is not compared here.
    in_graph = {(row["model"], row["base"].casefold()) for row in found}
    assert in_graph == {(model, base.casefold()) for model, base in pairs(family(loaded))}
    assert len(found) == len(pairs(family(loaded)))


def test_edges_by_relation(loaded: Loaded) -> None:
    found = {row["name"]: row["count"] for row in rows(loaded, "graph-counts") if row["kind"] == "relation"}
    stated = loaded.expected["edges_by_record_relation"]
    assert sum(found.values()) == len(pairs(family(loaded)))
    # Only bases that are written as an address, or as a word for nothing, come or go.
    read, plain = pairs(family(loaded)), pairs(as_written(loaded))
    moved = len({model for model, _ in read ^ plain})
    assert sum(abs(found[name] - stated[name]) for name in stated) <= 2 * moved


def test_stubs(loaded: Loaded) -> None:
    described = {record["id"] for record in loaded.records}
    bases = {base for _, base in pairs(family(loaded))}
    successors = {record.get("cardData", {}).get("new_version") for record in loaded.records} - {None}
    assert loaded.result.stubs["Model"] == len((bases | successors) - described)


def test_stubs_are_listed(loaded: Loaded) -> None:
    described = {record["id"] for record in loaded.records}
    stubs = {row["id"] for row in rows(loaded, "quality-stubs") if row["kind"] == "model"}
    bases = {base for _, base in pairs(family(loaded))}
    assert stubs & bases == bases - described


def test_bases_that_are_no_id_are_listed(loaded: Loaded) -> None:
    reasons = Counter(row["reason"] for row in rows(loaded, "quality-unusable-bases"))
    assert reasons.pop("itself") == loaded.expected["self_references"]
    assert sum(reasons.values()) == len(set(unreadable(loaded)))


def test_every_missing_licence_has_one_reason(loaded: Loaded) -> None:
    missing = sum(row["edges"] for row in rows(loaded, "license-missing"))
    known = "coalesce(l.class, 'unknown') <> 'unknown'"
    both = loaded.connection.read(
        "MATCH (d)-[:DERIVED_FROM]->(b) "
        f"WHERE EXISTS {{ (d)-[:DECLARES]->(l) WHERE {known} }} AND EXISTS {{ (b)-[:DECLARES]->(l) WHERE {known} }} "
        "RETURN count(*) AS n"
    )
    assert missing + both[0]["n"] == len(pairs(family(loaded)))


def test_the_load_is_reported(loaded: Loaded) -> None:
    report = {row["name"]: row for row in rows(loaded, "load-report") if row["load"] == loaded.result.id}
    assert report["records"]["count"] == loaded.expected["records"]
    assert report["records"]["complete"]


def test_roots_depths_and_components(loaded: Loaded) -> None:
    up = family(loaded)
    joined = {one for pair in pairs(up) for one in pair}
    roots = {row["root"] for row in rows(loaded, "lineage-roots")}
    assert len(roots ^ {one for one in joined if not up.get(one)}) <= 2
    depth: dict[str, int] = {}

    def deepest(model: str) -> int:
        if model not in depth:
            depth[model] = max((deepest(base) + 1 for base in up.get(model, ())), default=0)
        return depth[model]

    expected = Counter(deepest(model) for model in joined)
    found = {row["depth"]: row["models"] for row in rows(loaded, "lineage-depths")}
    assert sum(abs(found.get(one, 0) - expected[one]) for one in found.keys() | expected.keys()) <= 2
    sizes = {row["size"]: row["components"] for row in rows(loaded, "lineage-components")}
    expected_sizes = Counter(components(joined, pairs(up)).values())
    # One edge between two models that differ by letter case alone may end at either.
    assert sum(abs(sizes.get(size, 0) - expected_sizes[size]) for size in sizes.keys() | expected_sizes.keys()) <= 6
    assert sum(size * count for size, count in sizes.items()) == len(joined)


def test_top_bases(loaded: Loaded) -> None:
    down: dict[str, set[str]] = defaultdict(set)
    for model, base in pairs(family(loaded)):
        down[base].add(model)
    found = rows(loaded, "lineage-top-bases", max_rows=len(loaded.expected["top_bases"]))
    for row in found:
        assert (row["children"], row["descendants"]) == (len(down[row["base"]]), len(distances(down, row["base"])))
    assert found[0]["children"] == max(map(len, down.values()))


def test_licence_changes(loaded: Loaded) -> None:
    found: Counter[str] = Counter()
    for row in rows(loaded, "license-changes"):
        found[f"{row['upstream_license']} -> {row['downstream_license']}"] += row["edges"]
    # Bases in another letter case or behind an address only add edges, and spellings of one licence meet.
    added = len(pairs(family(loaded)) - pairs(as_written(loaded)))
    assert abs(sum(found.values()) - loaded.expected["edges_differing_license"]) <= added
    stated = dict(loaded.expected["license_changes_top25"])
    assert all(found[key] >= count for key, count in stated.items()), [k for k in stated if found[k] < stated[k]]
    assert sum(found[key] for key in stated) - sum(stated.values()) <= added


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
    nothing = [
        value
        for record in loaded.records
        for value in stated_list(record.get("cardData", {}).get("datasets"))
        if value in FOR_NOTHING
    ]
    assert len(found) == loaded.expected["distinct_datasets"] - len(set(nothing))
    assert sum(found.values()) == loaded.expected["model_dataset_links"] - len(nothing)


#: Words of these cards that stand where nothing is known.
FOR_NOTHING = {"undefined", "none", "unknown", "..."}
USABLE = re.compile(r"[A-Za-z0-9][\w.\-]*(/[\w.\-]+)?")
ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/)([\w.\-]+/[\w.\-]+)(?:[/?#].*)?"
)
IN_A_CACHE = re.compile(r".*/models--([\w.\-]+?)--([\w.\-]+?)/snapshots/.*")


def stated_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def as_written(loaded: Loaded) -> dict[str, set[str]]:
    """Child to bases as the card writes them, without addresses."""
    bases: dict[str, set[str]] = defaultdict(set)
    for record in loaded.records:
        for base in stated_list(record.get("cardData", {}).get("base_model")):
            if USABLE.fullmatch(base) and base != record["id"]:
                bases[record["id"]].add(base)
    return bases


def named(base: str) -> str | None:
    """The id that a card's base names; None for what is none."""
    address, cached = ADDRESS.fullmatch(base), IN_A_CACHE.fullmatch(base)
    if address:
        return address[1]
    if cached:
        return f"{cached[1]}/{cached[2]}"
    return base if USABLE.fullmatch(base) and base not in FOR_NOTHING else None


def unreadable(loaded: Loaded) -> list[tuple[str, str]]:
    """Model and base, where a card names one that is no id; a word for nothing among them."""
    return [
        (record["id"], base)
        for record in loaded.records
        for base in stated_list(record.get("cardData", {}).get("base_model"))
        if named(base) is None
    ]


def family(loaded: Loaded) -> dict[str, set[str]]:
    """Child to bases, read from the records in plain Python: any letter case names the described model."""
    described = {record["id"] for record in loaded.records}
    folded: dict[str, list[str]] = defaultdict(list)
    for one in described:
        folded[one.casefold()].append(one)
    bases: dict[str, set[str]] = defaultdict(set)
    for record in loaded.records:
        # The Hub's tags write an id as the Hub does.
        tags = [tag.rpartition(":")[2] for tag in record.get("tags") or [] if tag.startswith("base_model:")]
        tagged = {tag.casefold(): tag for tag in tags}
        for stated in stated_list(record.get("cardData", {}).get("base_model")):
            base = named(stated)
            if base is None:
                continue
            if base not in tags:
                base = tagged.get(base.casefold(), base)
            same = folded[base.casefold()]
            if base not in described and len(same) == 1:
                base = same[0]
            if base != record["id"]:
                bases[record["id"]].add(base)
    # Of what nobody describes the smallest spelling stands for all.
    spellings: dict[str, str] = {}
    for _, base in sorted(pairs(bases), reverse=True, key=lambda pair: pair[1]):
        if base not in described:
            spellings[base.casefold()] = base
    return {
        model: {base if base in described else spellings[base.casefold()] for base in stated}
        for model, stated in bases.items()
    }


def pairs(up: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {(model, base) for model, bases in up.items() for base in bases}


def components(models: set[str], edges: set[tuple[str, str]]) -> Counter[str]:
    """The size of each weakly connected component, by one of its members."""
    parent = {model: model for model in models}

    def root(model: str) -> str:
        while parent[model] != model:
            parent[model] = parent[parent[model]]
            model = parent[model]
        return model

    for one, other in edges:
        parent[root(one)] = root(other)
    return Counter(root(model) for model in models)


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
