"""Base models: who names them, by which relation, and what is not a base."""

from typing import Any

import pytest

from supplygraph.tally import Tally
from tests.unit.hub.mapped import bases


def test_the_hubs_own_link_outranks_tag_and_card() -> None:
    record = {
        "baseModels": {"relation": "adapter", "models": [{"_id": "1", "id": "acme/base"}]},
        "tags": ["base_model:acme/base", "base_model:quantized:acme/base"],
        "cardData": {"base_model": "acme/base", "base_model_relation": "merge"},
    }
    base = bases(record)["acme/base"]
    assert (base.relation, base.channel, base.inferred) == ("adapter", "adapter", None)
    assert base.evidence == ["hub", "tag", "card"]
    assert base.claims == ["hub:hub=adapter", "hub:tag=quantized", "hub:card=merge"]


def test_a_relation_tag_outranks_the_card() -> None:
    card = {"base_model": "acme/base", "base_model_relation": "merge"}
    base = bases({"tags": ["base_model:quantized:acme/base"], "cardData": card})["acme/base"]
    assert (base.relation, base.channel) == ("quantized", "copy")


def test_the_card_alone_states_the_relation() -> None:
    base = bases({"cardData": {"base_model": "acme/base", "base_model_relation": "finetune"}})["acme/base"]
    assert (base.relation, base.channel, base.evidence) == ("finetune", "deriv", ["card"])
    assert base.claims == ["hub:card=finetune"]


def test_an_undeclared_relation_is_never_filled_by_our_reading() -> None:
    base = bases({"library_name": "peft", "cardData": {"base_model": "acme/base"}})["acme/base"]
    assert (base.relation, base.inferred, base.channel) == ("undeclared", "adapter", "adapter")
    assert base.evidence == ["card", "inferred"]
    assert base.claims == ["hub:card=undeclared"]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"library_name": "peft", "gguf": {"total": 1}}, "adapter"),
        ({"config": {"peft": {"task_type": "CAUSAL_LM"}}}, "adapter"),
        ({"tags": ["LoRA"]}, "adapter"),
        ({"tags": ["LoRA"], "safetensors": {"total": 7_000_000_000}}, "finetune"),
        ({"library_name": "peft", "safetensors": {"total": 7_000_000_000}}, "finetune"),
        ({"library_name": "peft", "safetensors": {"total": 20_000_000}}, "adapter"),
        ({"siblings": [{"rfilename": "adapter_config.json"}]}, "adapter"),
        ({"gguf": {"total": 1}}, "quantized"),
        ({"siblings": ["model.Q4_K_M.gguf"]}, "quantized"),
        ({"config": {"quantization_config": {"bits": 4}}}, "quantized"),
        ({"tags": ["exl3"]}, "quantized"),
        ({"library_name": "gguf"}, "quantized"),
        ({"library_name": "llama.cpp"}, "quantized"),
        ({"library_name": "model2vec"}, "distilled"),
        ({"tags": ["Model2Vec", "static-embeddings"]}, "distilled"),
        ({"config": {"architectures": ["StaticModel"]}}, "distilled"),
        ({"config": {"model_type": "model2vec"}}, "distilled"),
        ({"tags": ["distillation"]}, "finetune"),
        ({"tags": ["8-bit"]}, "quantized"),
        ({"tags": ["mlx", "3-bit"]}, "quantized"),
        ({"library_name": "mlx", "tags": ["6bit"]}, "quantized"),
        ({"tags": ["3-bit"]}, "finetune"),
        ({"tags": ["mergekit"]}, "finetune"),
        ({}, "finetune"),
    ],
)
def test_marks_that_we_read(marks: dict[str, Any], expected: str) -> None:
    assert bases({"cardData": {"base_model": "acme/base"}, **marks})["acme/base"].inferred == expected


def test_a_merge_needs_two_parents() -> None:
    found = bases({"tags": ["merge"], "cardData": {"base_model": ["acme/a", "acme/b"]}})
    assert [(base.relation, base.inferred, base.channel) for base in found.values()] == [
        ("undeclared", "merge", "deriv")
    ] * 2


def test_one_relation_holds_for_all_bases_of_a_card() -> None:
    """The tags type one base of two: the record contradicts itself."""
    record = {
        "tags": ["base_model:acme/a", "base_model:acme/b", "base_model:quantized:acme/b"],
        "cardData": {"base_model": ["acme/a", "acme/b"]},
    }
    found = bases(record)
    assert {key: (base.relation, base.inferred) for key, base in found.items()} == {
        "acme/a": ("undeclared", "finetune"),
        "acme/b": ("undeclared", "quantized"),
    }
    assert found["acme/b"].claims == ["hub:tag=quantized", "hub:card=undeclared"]
    assert found["acme/b"].evidence == ["tag", "card"]


def test_without_a_card_each_tag_is_read_by_itself() -> None:
    found = bases({"tags": ["base_model:acme/a", "base_model:acme/b", "base_model:quantized:acme/b"]})
    assert {key: base.relation for key, base in found.items()} == {"acme/a": "undeclared", "acme/b": "quantized"}


def test_tags_that_contradict_each_other_declare_nothing() -> None:
    base = bases({"tags": ["base_model:merge:acme/a", "base_model:adapter:acme/a"]})["acme/a"]
    assert base.relation == "undeclared"
    assert base.claims == ["hub:tag=merge", "hub:tag=adapter"]


def test_unknown_relation_words_are_kept_as_claims() -> None:
    record = {
        "baseModels": {"relation": "distill", "models": [{"id": "acme/a"}]},
        "tags": ["base_model:upcycle:acme/a"],
        "cardData": {"base_model": "acme/a", "base_model_relation": "grown"},
    }
    base = bases(record)["acme/a"]
    assert base.relation == "undeclared"
    assert base.claims == ["hub:hub=distill", "hub:tag=upcycle", "hub:card=grown"]


@pytest.mark.parametrize(
    ("tag", "key", "relation"),
    [
        ("base_model:gpt2", "gpt2", "undeclared"),
        ("base_model:finetune:gpt2", "gpt2", "finetune"),
        ("base_model:merge:acme/a", "acme/a", "merge"),
    ],
)
def test_base_tags(tag: str, key: str, relation: str) -> None:
    assert {found: base.relation for found, base in bases({"tags": [tag]}).items()} == {key: relation}


@pytest.mark.parametrize(
    "value",
    [
        "C:\\Models\\Apriel-5B-Instruct",
        "/cache/models/unsloth--Llama-3.2-3B-Instruct",
        "outputs/run/checkpoints/last",
        "two words",
        7,
        {"name": "A model", "size": 7},
        "-leading",
    ],
)
def test_what_is_no_id_is_counted_and_left_out(value: object) -> None:
    tally = Tally()
    record = {"tags": [f"base_model:adapter:{value}", f"base_model:{value}"], "cardData": {"base_model": value}}
    if not isinstance(value, str):
        record["tags"] = []
    assert bases(record, tally) == {}
    assert tally.counts == {"bases_no_id": 1}
    assert tally.examples["bases_no_id"][0].startswith("acme/child: ")


def test_a_self_reference_is_counted_once() -> None:
    tally = Tally()
    record = {"tags": ["base_model:acme/child"], "cardData": {"base_model": ["acme/child", " acme/child "]}}
    assert bases(record, tally) == {}
    assert tally.counts == {"self_references": 1}


def test_a_parent_named_twice_counts_once() -> None:
    assert list(bases({"cardData": {"base_model": ["acme/a", "acme/a"]}})) == ["acme/a"]


@pytest.mark.parametrize("value", [None, "", [], [None, ""]])
def test_no_base(value: object) -> None:
    tally = Tally()
    assert bases({"cardData": {"base_model": value}}, tally) == {}
    assert not tally.counts


def test_a_renamed_base_is_one_base() -> None:
    """The Hub makes its links from the card and follows renames; the card keeps the old name."""
    record = {
        "tags": ["base_model:google-bert/bert-base-uncased", "base_model:finetune:google-bert/bert-base-uncased"],
        "cardData": {"base_model": "bert-base-uncased"},
    }
    (base,) = bases(record).values()
    assert (base.end.key, base.raw) == ("google-bert/bert-base-uncased", "bert-base-uncased")
    assert (base.relation, base.evidence) == ("finetune", ["tag", "card"])


def test_several_renamed_bases_are_matched_by_name() -> None:
    record = {
        "tags": ["base_model:new/a", "base_model:new/b"],
        "cardData": {"base_model": ["old/b", "old/a", "acme/untagged"]},
    }
    assert {key: base.raw for key, base in bases(record).items()} == {
        "new/a": "old/a",
        "new/b": "old/b",
        "acme/untagged": None,
    }


def test_config_names_a_base() -> None:
    found = bases({"config": {"peft": {"base_model_name_or_path": "acme/a"}}})
    assert (found["acme/a"].evidence, found["acme/a"].inferred) == (["config", "inferred"], "adapter")
    found = bases({"config": {"adapter_transformers": {"model_name": "acme/a"}}})
    assert found["acme/a"].claims == ["hub:config=undeclared"]


def test_config_in_other_letters_is_the_same_base() -> None:
    config = {"peft": {"base_model_name_or_path": "Acme/A"}}
    (base,) = bases({"config": config, "cardData": {"base_model": "acme/a"}}).values()
    assert (base.end.key, base.raw, base.evidence) == ("acme/a", "Acme/A", ["card", "config", "inferred"])


def test_a_trainers_path_in_config_counts_where_nothing_else_names_a_base() -> None:
    tally = Tally()
    config = {"peft": {"base_model_name_or_path": "/root/model"}}
    assert bases({"config": config}, tally) == {}
    assert tally.counts == {"bases_no_id": 1}
    tally = Tally()
    assert bases({"config": config, "cardData": {"base_model": "o/base"}}, tally).keys() == {"o/base"}
    assert not tally.counts


def test_the_old_card_field_says_finetuned() -> None:
    base = bases({"cardData": {"finetuned_from": "acme/a"}})["acme/a"]
    assert (base.relation, base.claims) == ("finetune", ["hub:card=finetune"])


def test_the_source_stands_in_each_claim() -> None:
    from supplygraph.hub.mapping import model_elements
    from supplygraph.schema.relationships import DerivedFrom

    record = {"id": "a/b", "tags": ["base_model:c/d"]}
    (derived,) = [e for e in model_elements(record, Tally(), "dump") if isinstance(e, DerivedFrom)]
    assert derived.claims == ["dump:tag=undeclared"]
