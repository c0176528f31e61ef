"""Recipes of mergekit name the models of a merge, in each of its forms."""

from pathlib import Path
from typing import Any

import pytest

from supplygraph.hub.recipes import recipe_of
from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import DerivedFrom
from supplygraph.sources.cards import Cards
from supplygraph.tally import Tally

SLERP = """
slices:
  - sources:
      - model: a/one
        layer_range: [0, 32]
      - model: b/two@main
        layer_range: [0, 32]
merge_method: slerp
base_model: a/one
parameters:
  t:
    - filter: self_attn
      value: [0, 0.5]
"""


@pytest.mark.parametrize(
    ("stated", "models"),
    [
        ({"models": [{"model": "a/one"}, {"model": "b/two", "parameters": {"weight": 0.5}}]}, ["a/one", "b/two"]),
        ({"base_model": "a/one", "experts": [{"source_model": "b/two"}]}, ["a/one", "b/two"]),
        ({"models": [{"model": "a/one+c/lora"}]}, ["a/one", "c/lora"]),
        ({"models": [{"model": {"model": {"path": "a/one"}, "lora": {"path": "c/lora"}}}]}, ["a/one", "c/lora"]),
        ({"models": "many", "base_model": 3}, []),
        ({}, []),
    ],
)
def test_each_form_names_its_models(stated: dict[str, Any], models: list[str]) -> None:
    assert recipe_of(stated).get("models", []) == models


def test_a_recipe_that_contains_itself_comes_to_an_end() -> None:
    stated: dict[str, Any] = {"base_model": "a/one"}
    stated["models"] = [stated]
    assert recipe_of(stated)["models"] == ["a/one"]


def test_a_recipe_beside_the_card_states_the_bases(tmp_path: Path) -> None:
    folder = tmp_path / "me" / "merged"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\nbase_model: a/one\n---\n")
    (folder / "mergekit_config.yml").write_text(SLERP)
    elements = list(Cards([tmp_path]).elements(Tally()))
    edges = {one.end.key: one for one in elements if isinstance(one, DerivedFrom)}
    assert {key: (one.relation, one.evidence) for key, one in edges.items()} == {
        "a/one": ("merge", ["card", "config"]),
        "b/two": ("merge", ["config"]),
    }
    (model,) = (one for one in elements if isinstance(one, Model) and one.id == "me/merged")
    assert model.merge_method == "slerp"


def test_local_paths_in_a_recipe_are_no_bases(tmp_path: Path) -> None:
    folder = tmp_path / "me" / "merged"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "mergekit_config.yml").write_text("models:\n- model: ./out/one\n- model: a/one\n- model: me/merged\n")
    elements = Cards([tmp_path]).elements(Tally())
    assert [one.end.key for one in elements if isinstance(one, DerivedFrom)] == ["a/one"]


def test_a_recipe_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "me" / "merged"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "mergekit_config.yml").write_text("models: [")
    tally = Tally()
    list(Cards([tmp_path]).elements(tally))
    assert tally.counts["unreadable_cards"] == 1
