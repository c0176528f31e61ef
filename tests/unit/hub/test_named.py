"""Artifacts that a card names by a mapping or in a list of lists, and lists that are too long."""

from typing import Any

import pytest

from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import TrainedOn
from supplygraph.tally import Tally
from tests.unit.hub.mapped import bases, ends, licenses, mapped, model, of

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    "stated",
    [
        {"name": "Falcon Nine", "organization": "orchard", "repo_url": f"{HUB}/orchard/falcon-9"},
        [{"name": "Falcon Nine", "repo_url": f"{HUB}/orchard/falcon-9/tree/main"}],
        {"name": "falcon-9", "organization": "orchard"},
        {"Name": "falcon-9", "Owner": "orchard", "url": "https://example.org/falcon"},
        {"name": "orchard/falcon-9", "url": "https://example.org/falcon"},
        {"id": "orchard/falcon-9", "revision": "main"},
        {"repo-id": "orchard/falcon-9"},
        {"model": {"path": "orchard/falcon-9"}, "parameters": {"weight": 0.5}},
        {"relation": "merge", "models": [{"_id": "1", "id": "orchard/falcon-9"}]},
        {"orchard/falcon-9": {"weight": 0.5}},
        {"orchard/falcon-9": None},
        [["orchard/falcon-9"]],
        [[{"name": "falcon-9", "author": "orchard"}], "orchard/falcon-9"],
    ],
)
def test_a_base_as_a_mapping_leads_to_its_id(stated: object) -> None:
    tally = Tally()
    assert list(bases({"cardData": {"base_model": stated}}, tally)) == ["orchard/falcon-9"]
    assert not tally.counts


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ({"name": "Falcon Nine", "repo_url": "https://example.org/falcon"}, "https://example.org/falcon"),
        ({"name": "falcon", "url": "https://example.org/falcon"}, "https://example.org/falcon"),
        ({"name": "Falcon Nine", "organization": "The Orchard"}, "name: Falcon Nine, organization: The Orchard"),
        ({"size": 7, "kind": "a large one", "more": {"x": []}}, "size: 7, kind: a large one, more:"),
    ],
)
def test_a_base_that_leads_nowhere_stays_readable(stated: dict[str, Any], kept: str) -> None:
    tally = Tally()
    node = model({"cardData": {"base_model": [stated]}}, tally)
    assert (node.unusable_bases, tally.counts) == ([kept], {"bases_no_id": 1})


def test_datasets_as_mappings() -> None:
    card = {
        "datasets": [
            {"name": "pears", "repo_url": f"{HUB}/datasets/orchard/pears-mini"},
            {"name": "plums", "author": "orchard"},
            {"name": "Fruit of all kinds"},
        ]
    }
    assert ends(mapped({"cardData": card}), TrainedOn) == [
        "orchard/pears-mini",
        "orchard/plums",
        "name: Fruit of all kinds",
    ]


@pytest.mark.parametrize(
    "stated", [{"name": "MIT License", "spdx_id": "MIT"}, [{"id": "mit"}], {"name": "mit", "url": "x"}]
)
def test_a_license_as_a_mapping(stated: object) -> None:
    assert list(licenses({"cardData": {"license": stated}})) == ["mit"]


def test_items_of_a_list_that_is_too_long_are_counted() -> None:
    tally = Tally()
    found = bases({"cardData": {"base_model": [f"orchard/tree-{number}" for number in range(5_007)]}}, tally)
    assert len(found) == 5_000
    assert tally.counts == {"items_cut": 7}
    assert tally.examples["items_cut"] == ["acme/child: base_model: 5,007, of which the first 5,000 are kept"]


@pytest.mark.parametrize("field", ["base_model", "datasets", "license", "language", "new_version"])
def test_structures_without_end_cost_nothing(field: str) -> None:
    """Ten lists of ten lists each, thirty deep: one object in memory, never written out."""
    deep: Any = ["x"]
    for _ in range(30):
        deep = [deep] * 10
    nested: Any = {}
    for _ in range(800):
        nested = {"model": nested, "name": nested}
    for value in (deep, nested):
        tally = Tally()
        (node,) = of(mapped({"cardData": {field: value}}, tally), Model)
        assert node.id == "acme/child"
        assert tally.counts
