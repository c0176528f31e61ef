"""The mapping on real files: the elements alone give the numbers that were counted in the files themselves."""

import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import (
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
from supplygraph.tally import Tally
from tests import plain_reading as plain
from tests.unit.hub.mapped import of


@cache
def loaded(path: Path) -> tuple[list[Element], Tally]:
    """All elements of a file, and what was counted."""
    source, tally = HubFile([path]), Tally()
    elements = list(source.elements(tally))
    assert source.complete()
    return elements, tally


class Checked(NamedTuple):
    """A file's elements, its counts, its right answers, and the records themselves."""

    elements: list[Element]
    tally: Tally
    expected: dict[str, Any]
    records: plain.Records


@pytest.fixture(scope="module", params=["models_sample", "models_open"])
def checked(request: pytest.FixtureRequest, data: Path) -> Checked:
    name: str = request.param
    (path,) = list((data / "hub").glob(f"{name}.jsonl*"))
    expected = json.loads((data / "hub" / f"{name}.expected.json").read_text(encoding="utf-8"))
    return Checked(*loaded(path), expected, plain.read(path))


def test_the_plain_reading_is_that_of_the_stated_results(checked: Checked) -> None:
    expected = checked.expected
    bases = plain.as_written(checked.records)
    edges, children = plain.pairs(bases), plain.upside_down(bases)
    joined = {model for edge in edges for model in edge}
    sizes = plain.components(edges)
    assert len(edges) == expected["edges_after_cleaning"]
    assert len(joined) == expected["nodes_in_edges"]
    assert len(children.keys() - {record["id"] for record in checked.records}) == expected["base_ids_without_record"]
    assert len(joined - bases.keys()) == expected["roots"]
    assert max(plain.depths(bases).values()) == expected["longest_path_edges"]
    assert sizes.total() == expected["weakly_connected_components"]
    assert max(sizes) == expected["largest_component"]
    for top in expected["top_bases"]:
        below = plain.distances(children, top["id"])
        assert (len(children[top["id"]]), len(below)) == (top["direct"], top["descendants"]), top


def test_lineage(checked: Checked) -> None:
    elements, tally, expected, records = checked
    derived = of(elements, DerivedFrom)
    relations = {(one.start.key, one.end.key): one.relation for one in derived}
    assert tally.records == expected["records"] == len({node.id for node in of(elements, Model)})
    assert tally.counts["self_references"] == expected["self_references"]
    assert tally.counts["bases_no_id"] == len(plain.unreadable(records))
    assert len(derived) == len(relations)
    assert relations.keys() == plain.pairs(plain.of_records(records))
    # The stated results take words for nothing as ids, and addresses as none.
    stated = plain.pairs(plain.as_written(records))
    words = [base for _, base in stated - relations.keys()]
    assert set(words) <= plain.FOR_NOTHING
    addresses = expected["values_that_are_no_repo_id"] + len(words) - len(plain.unreadable(records))
    assert len(relations.keys() - stated) <= addresses
    found = Counter(relations[edge] for edge in stated & relations.keys())
    found["undeclared"] += len(words)
    assert found == expected["edges_by_record_relation"]


def test_our_reading_stays_apart_from_what_is_declared(checked: Checked) -> None:
    for one in of(checked.elements, DerivedFrom):
        assert (one.inferred is None) == (one.relation != "undeclared")
        assert one.channel is not None
        assert one.claims
        assert all(claim.startswith("hub:") for claim in one.claims)


def test_licenses(checked: Checked) -> None:
    elements, _, expected, records = checked
    declares = of(elements, Declares)
    raw: dict[str, set[str]] = defaultdict(set)
    for one in declares:
        raw[one.start.key].add(one.raw or "")
    counted = Counter(text for texts in raw.values() for text in texts)
    for license, number in expected["licenses_top25"]:
        assert counted[license] == number, license
    stating = {record["id"] for record in records if plain.stated(record, "license")}
    assert len(records) - len(stating) == expected["models_without_license"]
    # What one card of the larger file states, two asterisks, is none.
    unread = stating - raw.keys()
    nothing = {record["id"]: record["cardData"]["license"] for record in records if record["id"] in unread}
    assert nothing in ({}, {"amcm/brain-tumor-yolo11n": "**"})
    assert len(counted) == expected["distinct_licenses"] - len(nothing)
    single = raw.keys() - {one.start.key for one in declares if one.operator == "list"}
    both_ends = [
        (*raw[base], *raw[model])
        for model, base in plain.pairs(plain.as_written(records))
        if base in single and model in single
    ]
    changes = Counter(f"{base} -> {derived}" for base, derived in both_ends if base != derived)
    assert len(both_ends) - changes.total() == expected["edges_same_license"]
    assert changes.total() == expected["edges_differing_license"]
    for change, number in expected["license_changes_top25"]:
        assert changes[change] == number, change


def test_datasets(checked: Checked) -> None:
    elements, expected = checked.elements, checked.expected
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
    # With those whose language stands in a tag only.
    assert owners(HasLanguage) == 4_893
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
    stated = {(one.start.key, one.end.key, one.relation) for one in tagged}
    # One tag writes its base as a folder of the Hub's cache.
    assert stated - typed == {("ppegiosk/vr_hil_combined_30k_lora1", "ppegiosk/vr_all_30hz_30k", "adapter")}
    assert typed <= stated
    assert len(typed) == 7_398
    assert all(one.evidence == ["card", "inferred"] for one in derived if "tag" not in (one.evidence or ()))
