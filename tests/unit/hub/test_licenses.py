"""Licences of card and tags, and where the two agree."""

from supplygraph.hub.mapping import model_elements
from supplygraph.schema.nodes import License
from supplygraph.tally import Tally
from tests.unit.hub.mapped import licenses, mapped, of


def test_card_and_tag_agree() -> None:
    (mit,) = licenses({"cardData": {"license": "mit"}, "tags": ["license:mit"]}).values()
    assert (mit.end.key, mit.raw, mit.evidence, mit.role, mit.operator) == (
        "mit",
        "mit",
        ["card", "tag"],
        "main",
        "single",
    )


def test_another_spelling_is_no_disagreement() -> None:
    (apache,) = licenses({"cardData": {"license": "Apache 2.0"}, "tags": ["license:apache-2.0"]}).values()
    assert (apache.end.key, apache.raw, apache.evidence) == ("apache-2.0", "Apache 2.0", ["card", "tag"])


def test_card_and_tag_disagree() -> None:
    found = licenses({"cardData": {"license": "mit"}, "tags": ["license:apache-2.0"]})
    assert {key: one.evidence for key, one in found.items()} == {"mit": ["card"], "apache-2.0": ["tag"]}


def test_other_in_the_tag_is_the_hubs_word_for_any_text_of_its_own() -> None:
    (named,) = licenses(
        {
            "cardData": {"license": "other", "license_name": "acme-1", "license_link": "LICENSE"},
            "tags": ["license:other"],
        }
    ).values()
    assert (named.end.key, named.raw, named.name, named.link) == ("acme-1", "other", "acme-1", "LICENSE")
    assert named.evidence == ["card", "tag"]
    (modified,) = licenses({"cardData": {"license": "modified-mit"}, "tags": ["license:other"]}).values()
    assert (modified.end.key, modified.evidence) == ("modified-mit", ["card", "tag"])


def test_other_in_the_tag_contradicts_an_id_of_the_hub() -> None:
    assert set(licenses({"cardData": {"license": "mit"}, "tags": ["license:other"]})) == {"mit", "other"}


def test_a_tag_alone_counts() -> None:
    assert licenses({"tags": ["license:gemma"]})["gemma"].evidence == ["tag"]


def test_a_list() -> None:
    found = licenses({"cardData": {"license": ["apache-2.0", "mit", "mit"]}})
    assert {key: one.operator for key, one in found.items()} == {"apache-2.0": "list", "mit": "list"}


def test_values_that_are_no_license() -> None:
    assert licenses({"cardData": {"license": None}}) == {}
    assert licenses({"cardData": {"license": ["", {"a": 1}]}}) == {}


def test_each_node_is_yielded_once_in_a_load() -> None:
    known: set[str] = set()
    record = {"id": "a/b", "cardData": {"license": "mit"}}
    first, second = (of(model_elements(record, Tally(), "hub", known), License) for _ in range(2))
    assert [node.spdx for node in first] == ["MIT"]
    assert second == []
    assert len(of(mapped({"cardData": {"license": "mit"}}), License)) == 1
