"""Croissant descriptions of datasets: ids, licences, what they are based on, and files that are none."""

import json
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Dataset
from supplygraph.schema.relationships import Declares, DerivedFrom
from supplygraph.sources.croissant import Croissant
from supplygraph.tally import Tally
from tests.unit.hub.mapped import of

ORCHARD = {
    "@type": "sc:Dataset",
    "name": "apples",
    "alternateName": ["orchard/apples", "Apples"],
    "url": "https://huggingface.co/datasets/orchard/apples",
    "license": "https://choosealicense.com/licenses/mit/",
}


def load(folder: Path, *documents: dict[str, Any], tally: Tally | None = None) -> list[Element]:
    """All elements of descriptions."""
    paths = [folder / f"{number}.json" for number in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    source = Croissant(paths)
    elements = list(source.elements(tally or Tally()))
    assert source.complete()
    return elements


def test_a_description_states_the_license_of_the_dataset_on_the_hub(tmp_path: Path) -> None:
    elements = load(tmp_path, ORCHARD)
    (dataset,) = of(elements, Dataset)
    assert (dataset.id, dataset.hub, dataset.status) == ("orchard/apples", "huggingface", "present")
    (declares,) = of(elements, Declares)
    assert (declares.end.key, declares.evidence, declares.operator) == ("mit", ["croissant"], "single")


@pytest.mark.parametrize(
    ("changed", "id_"),
    [
        ({"url": "https://data.example.org/x"}, "orchard/apples"),
        ({"url": None, "alternateName": "Apples"}, "apples"),
        ({"url": {"@id": "https://huggingface.co/datasets/orchard/pears"}}, "orchard/pears"),
    ],
)
def test_the_id_is_found_in_address_or_names(tmp_path: Path, changed: dict[str, Any], id_: str) -> None:
    assert [one.id for one in of(load(tmp_path, ORCHARD | changed), Dataset)] == [id_]


def test_licenses_may_be_objects_and_several(tmp_path: Path) -> None:
    stated = [{"@type": "CreativeWork", "name": "Apache-2.0"}, {"url": "https://spdx.org/licenses/MIT.html"}, 3]
    found = of(load(tmp_path, ORCHARD | {"license": stated}), Declares)
    assert sorted((one.end.key, one.operator) for one in found) == [("apache-2.0", "list"), ("mit", "list")]
    assert of(load(tmp_path, {name: ORCHARD[name] for name in ("@type", "name")}), Declares) == []


def test_what_it_is_based_on_is_where_it_comes_from(tmp_path: Path) -> None:
    tally = Tally()
    above = ["https://huggingface.co/datasets/orchard/soil", "orchard/apples", {"name": "free words of two"}]
    (step,) = of(load(tmp_path, ORCHARD | {"sc:isBasedOn": above}, tally=tally), DerivedFrom)
    assert (step.end.key, step.relation, step.evidence) == ("orchard/soil", "undeclared", ["croissant"])
    assert tally.counts["values_dropped"] == 1


def test_a_description_without_an_id_is_counted(tmp_path: Path) -> None:
    tally = Tally()
    assert load(tmp_path, {"@type": "Dataset", "name": "no id, but words"}, tally=tally) == []
    assert tally.counts["records_without_id"] == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "is not JSON"), ('{"@type": "Person"}', "describes no dataset"), ("[]", "describes no dataset")],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Croissant([tmp_path / "x.json"])
    with pytest.raises(InputError, match="cannot be read"):
        Croissant([tmp_path / "none.json"])
