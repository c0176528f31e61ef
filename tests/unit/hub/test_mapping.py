"""Models, datasets and Spaces: properties, words, links, and what a record states in full."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from supplygraph.hub.mapping import dataset_elements, model_elements, space_elements
from supplygraph.ids.reading import id_of_url
from supplygraph.schema.declaration import Described
from supplygraph.schema.nodes import Dataset, Space
from supplygraph.schema.relationships import (
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    HasArchitecture,
    HasLanguage,
    HasLibrary,
    HasTask,
    OfType,
    PublishedBy,
    SucceededBy,
    TrainedOn,
    Uses,
)
from supplygraph.tally import Tally
from tests.unit.hub.mapped import bases, described, ends, mapped, model, of


def test_properties_of_a_model() -> None:
    node = model(
        {
            "_id": "66bf",
            "author": "acme",
            "sha": "abc",
            "createdAt": "2026-08-22T00:35:46.000Z",
            "lastModified": "2026-08-22T02:35:47+02:00",
            "downloads": 3,
            "downloadsAllTime": 40,
            "likes": 0,
            "gated": "manual",
            "library_name": "transformers",
            "pipeline_tag": "text-generation",
            "safetensors": {"parameters": {"F32": 1, "BF16": 10, "I8": None}, "total": 11},
        }
    )
    assert node.model_dump(exclude_none=True) == {
        "id": "acme/child",
        "hub": "huggingface",
        "hub_id": "66bf",
        "author": "acme",
        "sha": "abc",
        "created_at": datetime(2026, 8, 22, 0, 35, 46, tzinfo=UTC),
        "last_modified": datetime(2026, 8, 22, 0, 35, 47, tzinfo=UTC),
        "downloads": 3,
        "downloads_all_time": 40,
        "likes": 0,
        "gated": True,
        "gating": "manual",
        "library": "transformers",
        "task": "text-generation",
        "parameters": 11,
        "dtype": "BF16",
        "weight_formats": ["safetensors"],
        "status": "present",
    }


@pytest.mark.parametrize("nothing", ["None", "n/a", "not specified", "unknown", "nan"])
def test_words_that_say_nothing_are_no_library_task_or_type(nothing: str) -> None:
    record = {"library_name": nothing, "pipeline_tag": nothing, "config": {"model_type": nothing}}
    node = model(record)
    assert (node.library, node.task) == (None, None)
    assert not [*ends(mapped(record), HasLibrary), *ends(mapped(record), HasTask), *ends(mapped(record), OfType)]


def test_a_record_of_an_id_alone() -> None:
    elements = mapped({})
    assert model({}).model_dump(exclude_none=True) == {
        "id": "acme/child",
        "hub": "huggingface",
        "author": "acme",
        "status": "present",
    }
    assert ends(elements, PublishedBy) == ["acme"]
    assert described(elements) == {"PUBLISHED_BY"}


def test_an_old_id_has_no_owner() -> None:
    elements = list(model_elements({"id": "gpt2"}, Tally(), "hub"))
    assert ends(elements, PublishedBy) == []


@pytest.mark.parametrize(
    ("stated", "gated", "gating"),
    [(False, False, None), (True, True, None), ("auto", True, "auto"), (None, None, None), ("perhaps", None, None)],
)
def test_gating(stated: object, gated: bool | None, gating: str | None) -> None:
    node = model({"gated": stated})
    assert (node.gated, node.gating) == (gated, gating)


@pytest.mark.parametrize(
    ("record", "status"),
    [
        ({"_extra": {"removed_at": "2026-08-19T10:38:40.638Z"}, "private": True}, "removed"),
        ({"removed": True, "disabled": True}, "removed"),
        ({"disabled": True, "private": True}, "disabled"),
        ({"private": True}, "private"),
        ({"private": False, "removed": False}, "present"),
    ],
)
def test_status(record: dict[str, Any], status: str) -> None:
    assert model(record).status == status


def test_a_removal_has_its_date() -> None:
    node = model({"_extra": {"removed_at": "2026-08-19T10:38:40Z"}})
    assert node.removed_at == datetime(2026, 8, 19, 10, 38, 40, tzinfo=UTC)


@pytest.mark.parametrize("value", [-1, 2**63, "many", True, 1.5, [1], float("inf")])
def test_counts_out_of_bounds_are_dropped_and_counted(value: object) -> None:
    tally = Tally()
    assert model({"downloads": value}, tally).downloads is None
    assert tally.counts == {"values_dropped": 1}
    assert tally.examples == {"values_dropped": ["acme/child: downloads"]}


def test_counts_that_pandas_made_floats() -> None:
    tally = Tally()
    node = model({"downloads": 12.0, "likes": float("nan")}, tally)
    assert (node.downloads, node.likes) == (12, None)
    assert not tally.counts


def test_parameters_of_a_gguf_file() -> None:
    node = model({"gguf": {"total": 5, "architecture": "llama"}})
    assert (node.parameters, node.quantization) == (5, ["gguf"])
    tally = Tally()
    assert model({"gguf": {"total": 2**64}}, tally).parameters is None
    assert tally.counts == {"values_dropped": 1}


def test_quantisation_marks() -> None:
    config = {"quantization_config": {"quant_method": "gptq", "bits": 3}}
    node = model({"tags": ["AWQ", "4bit", "4-bit", "unsloth", "FP8"], "config": config})
    assert node.quantization == ["3-bit", "4-bit", "awq", "fp8", "gptq"]
    assert node.tags == ["unsloth"]


def test_tags_hold_only_what_nothing_else_holds() -> None:
    node = model(
        {
            "library_name": "transformers",
            "pipeline_tag": "text-generation",
            "config": {"model_type": "llama"},
            "cardData": {"language": ["en"]},
            "tags": [
                "transformers",
                "text-generation",
                "llama",
                "en",
                "region:us",
                "license:mit",
                "dataset:a/b",
                "arxiv:2307.09288",
                "base_model:a/c",
                "template:sd-lora",
                "chat",
                "chat",
                "",
            ],
        }
    )
    assert node.tags == ["template:sd-lora", "chat"]


def test_tag_lists_and_tags_are_bounded() -> None:
    tally = Tally()
    node = model({"tags": [f"tag {number}" for number in range(6_500)]}, tally)
    assert len(node.tags or []) == 5_000
    assert (tally.counts, tally.examples) == (
        {"items_cut": 1_500},
        {"items_cut": ["acme/child: tags: 6,500, of which the first 5,000 are kept"]},
    )
    tally = Tally()
    assert model({"tags": ["x" * 900, "y" * 100_000]}, tally).tags == ["x" * 200, "y" * 200]
    assert tally.counts == {"items_cut": 3}
    assert ends(mapped({"cardData": {"language": [f"l{chr(97 + n % 26)}-{n}" for n in range(700)]}}), HasLanguage)[699:]
    assert bases({"tags": [f"tag {number}" for number in range(2_000)] + ["base_model:acme/base"]})


def test_words_and_links() -> None:
    elements = mapped(
        {
            "library_name": "peft",
            "pipeline_tag": "fill-mask",
            "config": {
                "architectures": ["BertForMaskedLM"],
                "model_type": "bert",
                "diffusers": {"_class_name": "FluxPipeline"},
            },
            "cardData": {"language": ["EN", "zh-TW", "English", "as spoken here", "multilingual"]},
            "tags": ["arxiv:2307.09288v2", "arxiv:hep-th/9901001", "doi:10.18653/V1/N19", "arxiv:junk"],
        }
    )
    assert ends(elements, HasLibrary) == ["peft"]
    assert ends(elements, HasTask) == ["fill-mask"]
    assert ends(elements, HasArchitecture) == ["BertForMaskedLM", "FluxPipeline"]
    assert ends(elements, OfType) == ["bert"]
    assert ends(elements, HasLanguage) == ["en", "zh-tw", "english", "multilingual"]
    assert ends(elements, Cites) == ["arxiv:2307.09288", "arxiv:hep-th/9901001", "doi:10.18653/v1/n19"]


def test_the_repositorys_own_doi() -> None:
    elements = mapped({"tags": ["doi:10.57967/hf/1234"]})
    assert model({"tags": ["doi:10.57967/hf/1234"]}).doi == "10.57967/hf/1234"
    assert ends(elements, Cites) == []


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["gguf", "en", "bert", "de"], ["en", "de"]),
        (["no", "so", "to", "ml", "cv", "as"], []),
        (["chat", "no", "en", "ml", "cv", "to chat", "so"], ["no", "en", "ml", "cv"]),
        (["EN", "english", "eng", "xx"], []),
        (["gguf", "sv-SE", "id-ID", "zh-cn", "xx-XX"], ["sv-se", "id-id"]),
    ],
)
def test_languages_that_stand_only_in_tags(tags: list[str], expected: list[str]) -> None:
    elements = mapped({"tags": tags})
    assert ends(elements, HasLanguage) == expected
    assert not set(model({"tags": tags}).tags or ()) & set(expected)
    assert ends(mapped({"tags": tags, "cardData": {"language": "fr"}}), HasLanguage) == ["fr"]


def test_words_that_say_nothing_are_no_values() -> None:
    record = {
        "pipeline_tag": "unknown",
        "library_name": "n/a",
        "safetensors": {"total": 7, "parameters": {"Unknown": 7}},
        "config": {"architectures": ["None", "BertModel"], "model_type": "null", "quantization_config": {}},
        "cardData": {"language": ["none", "na", "N/A", "unknown", "en"]},
    }
    node, elements = model(record), mapped(record)
    assert (node.task, node.library, node.dtype, node.parameters) == (None, None, None, 7)
    assert ends(elements, HasArchitecture) == ["BertModel"]
    assert ends(elements, HasLanguage) == ["na", "en"]
    assert not ends(elements, OfType)
    card = {"task_categories": ["unknown", "text-classification"], "language": "unknown"}
    of_dataset = list(dataset_elements({"id": "a/b", "cardData": card}, Tally(), "hub"))
    assert ends(of_dataset, HasTask) == ["text-classification"]
    assert not ends(of_dataset, HasLanguage)
    (space,) = (one for one in space_elements({"id": "a/b", "sdk": "none"}, Tally(), "hub") if isinstance(one, Space))
    assert space.sdk is None


@pytest.mark.parametrize(("language", "expected"), [(False, ["no"]), ("en", ["en"]), ([False, "sv"], ["no", "sv"])])
def test_language_as_yaml_reads_it(language: object, expected: list[str]) -> None:
    assert ends(mapped({"cardData": {"language": language}}), HasLanguage) == expected


def test_datasets() -> None:
    card = {
        "datasets": [
            "a/b",
            " custom ",
            "https://huggingface.co/datasets/c/d",
            None,
            ["e/f", {"name": "x"}],
            {"a": None},
            "",
        ]
    }
    tally = Tally()
    found = of(mapped({"tags": ["dataset:a/b"], "cardData": card}, tally), TrainedOn)
    assert [(one.end.key, one.evidence, one.raw) for one in found] == [
        ("a/b", ["tag", "card"], None),
        ("custom", ["card"], None),
        ("c/d", ["card"], "https://huggingface.co/datasets/c/d"),
        ("e/f", ["card"], None),
        ("x", ["card"], None),
        ("a:", ["card"], None),
    ]
    assert not tally.counts


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("https://huggingface.co/acme/base", "acme/base"),
        ("http://www.huggingface.co/acme/base/", "acme/base"),
        ("https://huggingface.co/acme/base/tree/main/sub", "acme/base"),
        ("https://huggingface.co/gpt2/blob/main/x.bin", "gpt2"),
        ("https://huggingface.co/datasets/acme/data/viewer?row=1", "acme/data"),
        ("hf.co/models/acme/base#files", "acme/base"),
        ("hf://datasets/acme/data@main/train.csv", "acme/data"),
        ("https://example.org/acme/base", "https://example.org/acme/base"),
        ("acme/base", "acme/base"),
    ],
)
def test_hub_urls(text: str, id_: str) -> None:
    assert id_of_url(text, "dataset" if "data" in text else "model") == id_


def test_a_structure_without_content_says_nothing() -> None:
    node = model({"gguf": {"total": None, "architecture": None}, "safetensors": {"total": 3, "parameters": None}})
    assert (node.quantization, node.parameters) == (None, 3)


def test_successor() -> None:
    assert ends(mapped({"cardData": {"new_version": "acme/newer"}}), SucceededBy) == ["acme/newer"]
    assert ends(mapped({"cardData": {"new_version": "acme/child"}}), SucceededBy) == []


def test_an_answer_under_another_id_makes_an_alias() -> None:
    (alias,) = of(mapped({"_extra": {"requested_id": "old/name"}}), AliasOf)
    assert (alias.start.key, alias.end.key, alias.evidence) == ("old/name", "acme/child", ["redirect"])
    assert of(mapped({"_extra": {"requested_id": "acme/child"}}), AliasOf) == []


def test_card_and_config_as_json_text() -> None:
    record = {"cardData": json.dumps({"license": "mit"}), "config": json.dumps({"model_type": "bert"})}
    elements = mapped(record)
    assert (ends(elements, Declares), ends(elements, OfType)) == (["mit"], ["bert"])


@pytest.mark.parametrize("card", ["{", "[1]", "NaN", "[" * 100_000, 7, ["a"]])
def test_a_card_that_cannot_be_read(card: object) -> None:
    tally = Tally()
    mapped({"cardData": card}, tally)
    assert tally.counts == {"values_dropped": 1}


@pytest.mark.parametrize("id_", [None, "", "a b", "a/b/c", "a\nb", 7, ["x"], "x" * 5_000])
def test_a_record_without_an_id(id_: object) -> None:
    for elements in (model_elements, dataset_elements, space_elements):
        tally = Tally()
        assert list(elements({"id": id_}, tally, "hub")) == []
        assert tally.counts == {"records_without_id": 1}


def test_tags_state_all_that_tags_can_hold() -> None:
    assert described(mapped({"tags": []})) == {"PUBLISHED_BY", "DECLARES", "CITES", "TRAINED_ON", "DERIVED_FROM"}


def test_without_tags_only_the_fields_that_are_there_are_stated() -> None:
    assert described(mapped({"cardData": {"base_model": None}})) == {"PUBLISHED_BY", "DERIVED_FROM"}
    assert described(mapped({"cardData": {"datasets": []}, "library_name": None})) == {
        "PUBLISHED_BY",
        "TRAINED_ON",
        "HAS_LIBRARY",
    }
    assert described(mapped({"config": {}, "pipeline_tag": None})) == {
        "PUBLISHED_BY",
        "OF_TYPE",
        "HAS_ARCHITECTURE",
        "HAS_TASK",
    }


def test_what_is_described_comes_last_and_once() -> None:
    elements = mapped({"tags": ["license:mit"], "library_name": "peft"})
    assert [isinstance(element, Described) for element in elements] == [False] * (len(elements) - 1) + [True]


def test_a_dataset() -> None:
    record = {
        "id": "acme/data",
        "downloads": 2,
        "gated": False,
        "tags": [
            "task_categories:question-answering",
            "language:en",
            "license:cc-by-4.0",
            "size_categories:1K<n<10K",
            "arxiv:2101.00027",
            "region:us",
            "source_datasets:original",
        ],
        "cardData": {"license": "cc-by-4.0", "source_datasets": ["extended|squad", "acme/raw", "acme/data"]},
    }
    tally = Tally()
    elements = list(dataset_elements(record, tally, "hub"))
    (node,) = of(elements, Dataset)
    assert (node.downloads, node.gated, node.tags) == (2, False, ["size_categories:1K<n<10K"])
    assert ends(elements, HasTask) == ["question-answering"]
    assert ends(elements, HasLanguage) == ["en"]
    assert ends(elements, Declares) == ["cc-by-4.0"]
    assert ends(elements, Cites) == ["arxiv:2101.00027"]
    assert [(one.end.key, one.relation, one.claims, one.raw) for one in of(elements, DerivedFrom)] == [
        ("squad", "undeclared", ["hub:card=undeclared"], "extended|squad"),
        ("acme/raw", "undeclared", ["hub:card=undeclared"], None),
    ]
    assert tally.counts == {"self_references": 1}
    assert described(elements) >= {"HAS_TASK", "DERIVED_FROM", "DECLARES"}


def test_a_space() -> None:
    record = {
        "id": "acme/demo",
        "sdk": "gradio",
        "likes": 3,
        "models": ["acme/child", "gpt2"],
        "datasets": ["acme/data"],
        "cardData": {"license": "mit", "models": ["acme/child"]},
    }
    elements = list(space_elements(record, Tally(), "hub"))
    (node,) = of(elements, Space)
    assert (node.sdk, node.likes, node.status, node.author) == ("gradio", 3, "present", "acme")
    assert [(one.end.node.label, one.end.key, one.evidence) for one in of(elements, Uses)] == [
        ("Model", "acme/child", ["hub", "card"]),
        ("Model", "gpt2", ["hub"]),
        ("Dataset", "acme/data", ["hub"]),
    ]
    assert described(elements) == {"PUBLISHED_BY", "DECLARES", "USES"}
