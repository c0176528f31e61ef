"""The bundled sample: well formed, without cycles, and with every case that the queries are shown on."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

import pytest

from supplygraph.licenses.table import declared
from supplygraph.schema.nodes import Relation
from supplygraph.schema.record_format import RECORDS

KEYS = [
    *("kind", "id", "aliases", "hub", "author", "status", "gated", "license", "license_name", "license_link"),
    *("task", "library", "architecture", "model_type", "language", "parameters", "downloads", "likes"),
    *("derived_from", "trained_on", "generated_from", "uses", "succeeded_by"),
]
LINES = (files("supplygraph.sources") / "sample.jsonl").read_text(encoding="utf-8").splitlines()
RECORDS_OF_SAMPLE: list[dict[str, Any]] = [json.loads(line) for line in LINES]
BY_ID = {record["id"]: record for record in RECORDS_OF_SAMPLE}


def linked(record: dict[str, Any], key: str) -> list[str]:
    return [item if isinstance(item, str) else item["id"] for item in record.get(key, [])]


def licenses(record: dict[str, Any]) -> list[str]:
    return [one.license_id for one in declared(record.get("license"), record.get("license_name"))]


def edges() -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Each derivation between models that both have a record: derived, relation, base."""
    for record in RECORDS_OF_SAMPLE:
        for item in record.get("derived_from", []):
            if record["kind"] == "model" and item["id"] in BY_ID:
                yield record, item["relation"], BY_ID[item["id"]]


def depth(id_: str, seen: tuple[str, ...] = ()) -> int:
    assert id_ not in seen, f"cycle through {id_}"
    return max((1 + depth(base, (*seen, id_)) for base in linked(BY_ID.get(id_, {}), "derived_from")), default=0)


def relabelled(base: str, derived: str, *relations: str) -> bool:
    return any(
        licenses(below) == [derived] and licenses(above) == [base] and (not relations or relation in relations)
        for below, relation, above in edges()
    )


def test_records_are_sorted_unique_and_in_the_fixed_key_order() -> None:
    order = [(record["kind"], record["id"]) for record in RECORDS_OF_SAMPLE]
    assert order == sorted(set(order))
    for record in RECORDS_OF_SAMPLE:
        assert list(record) == [key for key in KEYS if key in record], record["id"]


def test_size() -> None:
    kinds = [record["kind"] for record in RECORDS_OF_SAMPLE]
    assert 120 <= kinds.count("model") <= 200
    assert 20 <= kinds.count("dataset") <= 40
    assert 8 <= kinds.count("repository") <= 15


def test_records_fit_the_record_format() -> None:
    for record in RECORDS_OF_SAMPLE:
        assert RECORDS[record["kind"]].model_validate(record).unknown_keys() == [], record["id"]


def test_every_license_is_in_the_table() -> None:
    for record in RECORDS_OF_SAMPLE:
        for one in declared(record.get("license"), record.get("license_name")):
            assert one.entry is not None, record["id"]


def test_relations_are_of_the_closed_set_and_all_occur() -> None:
    relations = {
        item["relation"]
        for record in RECORDS_OF_SAMPLE
        if record["kind"] == "model"
        for item in record.get("derived_from", [])
    }
    assert relations == set(get_args(Relation))


def test_no_cycles_and_a_chain_of_four() -> None:
    assert max(depth(id_) for id_ in BY_ID) >= 4


def test_aliases_name_no_record() -> None:
    aliases = [alias for record in RECORDS_OF_SAMPLE for alias in record.get("aliases", [])]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(BY_ID)
    assert "bert-base-uncased" in BY_ID["google-bert/bert-base-uncased"]["aliases"]
    assert "gpt2" in BY_ID["openai-community/gpt2"]["aliases"]


@pytest.mark.parametrize(
    "part",
    [
        *("Llama-2-", "Llama-3-", "Llama-3.1-", "Llama-3.2-", "Mistral-7B", "Mixtral", "Qwen2-", "Qwen2.5-", "Qwen3-"),
        *(
            "gemma",
            "falcon",
            "phi-4",
            "OLMo",
            "pythia",
            "bloom",
            "DeepSeek-R1-Distill",
            "zephyr",
            "OpenHermes",
            "vicuna",
        ),
        *("alpaca", "stable-diffusion-v1-4", "stable-diffusion-v1-5", "stable-diffusion-2-1", "stable-diffusion-xl"),
        *(
            "FLUX.1-dev",
            "FLUX.1-schnell",
            "controlnet",
            "whisper",
            "distil-large",
            "wav2vec2",
            "XTTS",
            "vit-base",
            "clip",
        ),
        *("resnet50", "dinov2", "detr", "sam-vit", "yolos", "MiniLM-L6", "bge-", "e5-", "gte-", "mpnet-base"),
        *("bert-base", "roberta-base", "distilbert", "xlm-roberta", "bart-large", "t5-base"),
    ],
)
def test_well_known_families_are_there(part: str) -> None:
    assert any(part in record["id"] for record in RECORDS_OF_SAMPLE if record["kind"] == "model")


def test_relabelled_licenses() -> None:
    assert relabelled("llama2", "mit", "finetune")
    assert relabelled("llama3", "apache-2.0", "merge")
    assert relabelled("llama3.1", "llama3", "finetune")
    assert relabelled("apache-2.0", "mit", "copy")
    assert relabelled("deepseek", "apache-2.0", "finetune")
    assert relabelled("openrail++", "apache-2.0", "distilled")
    assert BY_ID["HuggingFaceH4/zephyr-7b-beta"]["license"] == "mit"


def test_merges_have_two_parents() -> None:
    merges = [
        record
        for record in RECORDS_OF_SAMPLE
        if [item["relation"] for item in record.get("derived_from", []) if isinstance(item, dict)].count("merge") > 1
    ]
    assert len(merges) >= 3


def test_quantisations_and_distillations() -> None:
    quantized = {record["id"] for record, relation, _ in edges() if relation == "quantized"}
    for part in ("GGUF", "GPTQ", "AWQ", "bnb-4bit"):
        assert any(part in id_ for id_ in quantized)
    distilled = {record["id"] for record, relation, _ in edges() if relation == "distilled"}
    assert "deepseek-ai/DeepSeek-R1-Distill-Llama-8B" in distilled


def test_non_commercial_and_synthetic_data() -> None:
    for id_ in ("tatsu-lab/alpaca", "facebook/anli", "HuggingFaceH4/no_robots"):
        assert licenses(BY_ID[id_]) == ["cc-by-nc-4.0"]
    assert licenses(BY_ID["yahma/alpaca-cleaned"]) == ["cc-by-4.0"]
    users = [record for record in RECORDS_OF_SAMPLE if "tatsu-lab/alpaca" in linked(record, "trained_on")]
    assert any(licenses(record) == ["apache-2.0"] for record in users)
    synthetic = [made for record in RECORDS_OF_SAMPLE for made in linked(record, "generated_from") if made in BY_ID]
    assert "deepseek-ai/DeepSeek-R1" in synthetic
    assert "meta-llama/Llama-2-7b-chat-hf" in synthetic


def test_states_and_gaps() -> None:
    models = [record for record in RECORDS_OF_SAMPLE if record["kind"] == "model"]
    assert any("license" not in record for record in models)
    assert any(record.get("license") == "other" and "license_name" in record for record in models)
    assert any(record.get("license") == "other" and "license_name" not in record for record in models)
    assert any(isinstance(record.get("license"), list) for record in RECORDS_OF_SAMPLE)
    assert any(record.get("gated") for record in models)
    assert BY_ID["runwayml/stable-diffusion-v1-5"]["status"] == "removed"
    assert BY_ID["nomic-ai/nomic-embed-text-v1"]["succeeded_by"] == "nomic-ai/nomic-embed-text-v1.5"
    stubs = {base for record in models for base in linked(record, "derived_from") if base not in BY_ID}
    assert "microsoft/mpnet-base" in stubs


def test_repositories_use_models_and_data_of_the_sample() -> None:
    repositories = [record for record in RECORDS_OF_SAMPLE if record["kind"] == "repository"]
    for record in repositories:
        assert record["id"].startswith("github.com/")
        assert any(used in BY_ID for used in linked(record, "uses"))
    assert any(isinstance(item, dict) for record in repositories for item in record["uses"])
    assert {one.operator for record in repositories for one in declared(record["license"])} == {"single", "or"}
