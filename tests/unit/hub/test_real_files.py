"""The mapping on real files: the elements alone give the numbers that were counted in the files themselves."""

import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from supplygraph.graph.declaration import Element
from supplygraph.graph.nodes import Model
from supplygraph.graph.relationships import (
    Declares,
    DerivedFrom,
    HasArchitecture,
    HasLanguage,
    OfType,
    PublishedBy,
    SucceededBy,
    TrainedOn,
)
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.tally import Tally
from tests.unit.hub.mapped import of


@cache
def loaded(path: Path) -> tuple[list[Element], Tally]:
    """All elements of a file, and what was counted."""
    source, tally = HubFile([path]), Tally()
    elements = list(source.elements(tally))
    assert source.complete()
    return elements, tally


def longest_path(parents: dict[str, set[str]]) -> int:
    """Steps on the longest chain of bases; the files have no cycle."""

    @cache
    def depth(key: str) -> int:
        return max((1 + depth(parent) for parent in parents.get(key, ())), default=0)

    return max(map(depth, parents))


def components(edges: list[tuple[str, str]]) -> list[int]:
    """Sizes of the weakly connected components, the largest first."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = key = leader[leader[key]]
        return key

    for child, parent in edges:
        leader[find(child)] = find(parent)
    return sorted(Counter(map(find, list(leader))).values(), reverse=True)


@pytest.fixture(params=["models_sample", "models_open"])
def checked(request: pytest.FixtureRequest, data: Path) -> tuple[list[Element], Tally, dict[str, Any]]:
    """A file's elements, its counts, and its right answers."""
    name: str = request.param
    (path,) = list((data / "hub").glob(f"{name}.jsonl*"))
    return *loaded(path), json.loads((data / "hub" / f"{name}.expected.json").read_text())


def test_lineage(checked: tuple[list[Element], Tally, dict[str, Any]]) -> None:
    elements, tally, expected = checked
    nodes = {node.id for node in of(elements, Model)}
    derived = of(elements, DerivedFrom)
    edges = [(one.start.key, one.end.key) for one in derived]
    parents: dict[str, set[str]] = defaultdict(set)
    children: dict[str, set[str]] = defaultdict(set)
    for child, parent in edges:
        parents[child].add(parent)
        children[parent].add(child)

    # The stated numbers know no addresses; the integration test of the real files compares every edge.
    addresses = {
        (one.start.key, one.end.key) for one in derived if one.raw and "/" in one.raw.strip("/") and ":" in one.raw
    }
    assert tally.records == expected["records"] == len(nodes)
    assert tally.counts["self_references"] == expected["self_references"]
    assert tally.counts["bases_no_id"] <= expected["values_that_are_no_repo_id"]
    moved = expected["values_that_are_no_repo_id"]
    assert len(edges) == len(set(edges))
    assert abs(len(edges) - expected["edges_after_cleaning"]) <= moved
    assert len(addresses) <= moved
    stated = expected["edges_by_record_relation"]
    found = Counter(one.relation for one in derived)
    assert sum(abs(found[name] - stated[name]) for name in stated) <= moved
    assert longest_path(parents) >= expected["longest_path_edges"]
    for top in expected["top_bases"]:
        assert 0 <= len(children[top["id"]]) - top["direct"] <= 1, top


def test_our_reading_stays_apart_from_what_is_declared(checked: tuple[list[Element], Tally, dict[str, Any]]) -> None:
    for one in of(checked[0], DerivedFrom):
        assert (one.inferred is None) == (one.relation != "undeclared")
        assert one.channel is not None
        assert one.claims
        assert all(claim.startswith("hub:") for claim in one.claims)


def test_licences(checked: tuple[list[Element], Tally, dict[str, Any]]) -> None:
    elements, _, expected = checked
    declares = of(elements, Declares)
    raw: dict[str, set[str]] = defaultdict(set)
    for one in declares:
        raw[one.start.key].add(one.raw or "")
    counted = Counter(text for texts in raw.values() for text in texts)
    for licence, number in expected["licenses_top25"]:
        assert counted[licence] == number, licence
    # One card's licence is a word for nothing.
    assert 0 <= expected["records"] - len(raw) - expected["models_without_license"] <= 1
    assert 0 <= expected["distinct_licenses"] - len(counted) <= 1
    single = raw.keys() - {one.start.key for one in declares if one.operator == "list"}
    both_ends = [
        (*raw[one.end.key], *raw[one.start.key])
        for one in of(elements, DerivedFrom)
        if one.end.key in single and one.start.key in single
    ]
    changes = Counter(f"{base} -> {derived}" for base, derived in both_ends if base != derived)
    # Bases behind an address add edges.
    added = expected["values_that_are_no_repo_id"]
    assert 0 <= len(both_ends) - changes.total() - expected["edges_same_license"] <= added
    assert 0 <= changes.total() - expected["edges_differing_license"] <= added
    for change, number in expected["license_changes_top25"]:
        assert number <= changes[change] <= number + added, change


def test_datasets(checked: tuple[list[Element], Tally, dict[str, Any]]) -> None:
    elements, _, expected = checked
    links = of(elements, TrainedOn)
    counted = Counter(one.end.key for one in links)
    assert (len(links), len(counted)) == (expected["model_dataset_links"], expected["distinct_datasets"])
    for dataset, number in expected["datasets_top15"]:
        assert counted[dataset] == number, dataset


def test_what_the_open_file_holds(data: Path) -> None:
    elements, tally = loaded(data / "hub" / "models_open.jsonl.gz")
    nodes = of(elements, Model)

    def owners(kind: type[Any]) -> int:
        return len({one.start.key for one in of(elements, kind)})

    assert len({one.end.key for one in of(elements, PublishedBy)}) == 13_807
    assert sum("/" not in node.id for node in nodes) == 63
    assert sum(node.downloads is not None for node in nodes) == 33_972
    assert sum(node.likes is not None for node in nodes) == 32_642
    assert sum(node.task is not None for node in nodes) == 23_741
    assert sum(node.status == "removed" for node in nodes) == 748
    assert sum(bool(node.gated) for node in nodes) == 461
    assert owners(HasArchitecture) == 6_480
    assert owners(OfType) == 17_241
    assert owners(HasLanguage) == 4_316
    assert owners(SucceededBy) == 32
    # The two records whose tags type one of their two bases.
    undeclared = [one for one in of(elements, DerivedFrom) if one.relation == "undeclared"]
    assert sum("hub:tag=quantized" in (one.claims or ()) for one in undeclared) == 2
    assert set(tally.counts) == {"self_references", "bases_no_id"}


@pytest.mark.parametrize(
    ("name", "models", "removed", "gated", "parameters"),
    [("models_2026-08-19", 10_289, 298, 338, 5_173), ("models_2026-08-21", 13_285, 611, 415, 6_908)],
)
def test_radar(data: Path, name: str, models: int, removed: int, gated: int, parameters: int) -> None:
    path = data / "radar" / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no {path}")
    elements, tally = loaded(path)
    nodes = of(elements, Model)
    assert tally.records == len(nodes) == models
    assert sum(node.status == "removed" for node in nodes) == removed
    assert sum(bool(node.gated) for node in nodes) == gated
    assert sum(node.parameters is not None for node in nodes) == parameters
    assert all(node.downloads is not None and node.created_at is not None for node in nodes)


def test_radar_lineage_is_that_of_its_tags(data: Path) -> None:
    path = data / "radar" / "models_2026-08-21.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no {path}")
    typed = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            for tag in record["tags"]:
                found = re.fullmatch(
                    r"base_model:(finetune|quantized|adapter|merge):([A-Za-z0-9][\w.-]*(/[\w.-]+)?)", tag
                )
                if found and found[2] != record["id"]:
                    typed.add((record["id"], found[2], found[1]))
    derived = of(loaded(path)[0], DerivedFrom)
    tagged = [one for one in derived if "tag" in (one.evidence or ())]
    found = {(one.start.key, one.end.key, one.relation) for one in tagged}
    # Where a card names several bases in one text and a tag types one of them, the record contradicts itself.
    assert {pair[:2] for pair in typed} <= {pair[:2] for pair in found}
    assert len(typed - found) <= 0.03 * len(typed)
    assert len(typed) == 7_398
    assert all(one.evidence == ["card", "inferred"] for one in derived if "tag" not in (one.evidence or ()))
