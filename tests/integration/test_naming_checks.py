"""Each check of names gives the same for a model of the graph and for one beside it, and is as right as it was read."""

import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from supplygraph.checks.names import ask, naming_checks, read_check
from supplygraph.enrich.names import read_names
from supplygraph.errors import QueryError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.name import KnownFacts as Facts
from supplygraph.report.name import facts_of, given_model, name_report
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty, write_lines
from tests.labelled_names import labelled_findings
from tests.plans import operators

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


def made(base: str, relation: str) -> list[dict[str, str]]:
    return [{"id": base, "relation": relation}]


RECORDS: list[dict[str, Any]] = [
    {"kind": "model", "id": "acme/bert-base-one", "model_types": ["bert"], "downloads": 20_000},
    {"kind": "model", "id": "acme/bert-large-one", "derived_from": made("acme/bert-base-one", "finetune")},
    {"kind": "model", "id": "acme/bert-base-indonesian", "languages": ["ms"]},
    {"kind": "model", "id": "acme/bert-base-german", "languages": ["fr"]},
    {"kind": "model", "id": "acme/llama-7B-packed", "parameters": 3_000_000_000, "dtype": "I32"},
    {"kind": "model", "id": "acme/llama-7B-part", "parameters": 528_384},
    {"kind": "model", "id": "acme/llama-7B-more", "parameters": 30_000_000_000},
    {"kind": "model", "id": "acme/Llama-3.1-8B", "model_types": ["llama"], "license": "llama3.1"},
    {"kind": "model", "id": "acme/mistral-lora-x", "derived_from": made("acme/Llama-3.1-8B", "finetune")},
    {"kind": "model", "id": "acme/phi-3-mini", "model_types": ["mistral"]},
    {"kind": "model", "id": "acme/mistral-small", "model_types": ["mixtral"]},
    {"kind": "model", "id": "acme/mistral-MoE-4x7B", "model_types": ["mixtral"]},
    {"kind": "model", "id": "acme/mbart-one", "model_types": ["bart"]},
    {"kind": "model", "id": "acme/bart-one", "model_types": ["mbart"]},
    {"kind": "model", "id": "acme/xlm-roberta-one", "architectures": ["RobertaForMaskedLM"]},
    {"kind": "model", "id": "acme/roberta-one", "architectures": ["XLMRobertaForMaskedLM"]},
    {"kind": "model", "id": "acme/GLM-4.5-x", "model_types": ["glm4_moe"]},
    {"kind": "model", "id": "acme/whisper-asr", "task": "text-generation"},
    {"kind": "model", "id": "acme/asr-refiner", "task": "text-generation"},
    {"kind": "model", "id": "acme/Llama-3.2-8B-cased-GGUF", "derived_from": made("acme/Llama-3.1-8B", "adapter")},
    {"kind": "model", "id": "acme/bert-base-squad", "trained_on": ["xsum"]},
    {"kind": "model", "id": "acme/Llama-3.1-8B-GGUF"},
    {"kind": "model", "id": "acme/thing"},
]


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty(connection)
    records = write_lines(tmp_path_factory.mktemp("records") / "records.jsonl", RECORDS)
    load(Records([records]), lambda: connection)
    return connection


def shown(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    columns = ("model", "base", "relation", "verdict", "severity", "claimed", "actual", "evidence")
    return sorted((row["check"].name, *(row[column] or "" for column in columns)) for row in rows)


def verdicts(graph: Connection, model: str) -> set[tuple[str, str]]:
    return {(row["check"].check, row["verdict"]) for row in ask(graph, ids=[model])}


def test_a_check_reads_the_same_from_nodes_and_from_maps(graph: Connection) -> None:
    ids = [record["id"] for record in RECORDS]
    nodes = shown(list(ask(graph, ids=ids)))
    maps = shown(list(ask(graph, [given_model(one, facts_of(graph, one, Facts())[1]) for one in ids])))
    assert nodes == maps
    kept = graph.read(
        "MATCH (m:Model)-[f:HAS_FINDING]->(c:Check) RETURN c.name AS name, m.id AS model, f.base AS base, "
        "f.relation AS relation, f.verdict AS verdict, f.severity AS severity, f.claimed AS claimed, "
        "f.actual AS actual, f.evidence AS evidence"
    )
    assert sorted(tuple(value or "" for value in row.values()) for row in kept) == nodes
    assert {row[0] for row in nodes} > {f"naming-{one}" for one in ("metadata-type", "lineage-family", "lineage-size")}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("bert-large-one", {("size", "related")}),
        ("bert-base-indonesian", set()),
        ("bert-base-german", {("language", "conflict")}),
        ("llama-7B-packed", set()),
        ("llama-7B-part", {("parameters", "missing")}),
        ("llama-7B-more", {("parameters", "conflict")}),
        ("mistral-lora-x", {("family", "conflict"), ("relation", "related")}),
        ("phi-3-mini", {("type", "conflict")}),
        ("mistral-small", {("type", "conflict")}),
        ("mistral-MoE-4x7B", set()),
        ("mbart-one", {("type", "related")}),
        ("bart-one", {("type", "related")}),
        ("xlm-roberta-one", {("architecture", "related")}),
        ("roberta-one", {("architecture", "related")}),
        ("GLM-4.5-x", set()),
        ("whisper-asr", {("task", "related")}),
        ("asr-refiner", set()),
        ("bert-base-squad", {("dataset", "missing")}),
        ("Llama-3.1-8B-GGUF", {("base_undeclared", "missing")}),
        ("thing", {("name", "uninformative")}),
    ],
)
def test_what_is_found(graph: Connection, model: str, expected: set[tuple[str, str]]) -> None:
    assert verdicts(graph, f"acme/{model}") == expected
    report = name_report(graph, f"acme/{model}")
    assert {(one.check, one.verdict) for one in report.findings if one.verdict} == expected


def test_lists_summary_and_the_check_of_one_name_agree(graph: Connection) -> None:
    classes = {"classes": ["conflict", "related", "missing", "uninformative"]}
    summary = {
        (row["against"], row["check"], row["class"]): row["findings"] for row in run(graph, "naming-summary", classes)
    }
    lists = Counter(("metadata", row["check"], row["class"]) for row in run(graph, "naming-conflicts", classes))
    lists.update(("lineage", row["check"], row["class"]) for row in run(graph, "naming-lineage", classes))
    assert lists == summary
    asked = Counter(
        (row["check"].against, row["check"].check, row["verdict"])
        for row in ask(graph, ids=[record["id"] for record in RECORDS])
    )
    assert asked == lists


def test_a_suggested_name_has_no_conflict_itself(graph: Connection, command: Command) -> None:
    cases: tuple[tuple[str, Facts], ...] = (
        ("me/Qwen2-7B-x", Facts(bases=[("acme/Llama-3.1-8B", "finetune")])),
        ("me/phi-70B-story-GGUF", Facts(bases=[("acme/Llama-3.1-8B", "finetune")], types=["llama"])),
        ("me/whisper-asr", Facts(types=["bert"])),
        ("me/thing", Facts(bases=[("acme/Llama-3.1-8B", "finetune")])),
        ("me/gemma-3-12b-it-fp8", Facts(bases=[("acme/gemma-3-12b-pt", "quantized")])),
        ("me/umber-story-BF16", Facts(tags=["umber"], quantization=["8-bit", "fp8"])),
    )
    suggested = []
    for name, facts in cases:
        report = name_report(graph, name, facts)
        assert report.conflicts, name
        if report.suggestion:
            suggested.append(report.suggestion)
            again = name_report(graph, report.suggestion, facts)
            assert (again.conflicts, again.suggestion) == (0, None), report.suggestion
    assert suggested[:1] == ["me/Llama-3.1-8B-x"]
    assert len(suggested) >= 3
    done = command("name", "check", "me/Qwen2-7B-x", "--base", "acme/Llama-3.1-8B", "--relation", "finetune")
    assert "Suggested name: me/Llama-3.1-8B-x" in done.stdout


def test_what_is_not_known_does_not_pass(graph: Connection, command: Command, tmp_path: Path) -> None:
    done = command("name", "check", "me/Llama-3.1-8B-x", "--base", "acme/Llama-3.1-8B", "--relation", "banana")
    assert done.returncode == 2
    assert "finetune" in done.stderr
    done = command("name", "check", "me/story-7B", "--base", "acme/never-seen-7B")
    assert done.returncode == 5, done.stdout
    assert "acme/never-seen-7B" in done.stdout
    done = command("name", "check", "me/Qwen2-7B", "--base", "acme/gemma-2-9b-never-seen")
    assert done.returncode == 1
    assert "but none of its bases is of that family" in done.stdout
    record = {"kind": "model", "id": "me/a-7B", "derived_from": [{"id": "acme/Llama-3.1-8B", "relation": "banana"}]}
    done = command("name", "check", "--file", str(write_lines(tmp_path / "mine.jsonl", [record])))
    assert (done.returncode, "'banana' is not a relation" in done.stderr) == (2, True)


def test_checking_a_name_writes_nothing(graph: Connection) -> None:
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS edges"
    before = graph.read(count)
    name_report(graph, "me/Qwen2-7B-x", Facts(bases=[("acme/Llama-3.1-8B", "finetune")]))
    assert graph.read(count) == before


@pytest.mark.parametrize(
    ("model", "base", "relation", "types", "check", "expected"),
    [
        ("a/Qwen2-7B-x", "b/never-seen-gemma-2-9b", None, [], "family", "conflict"),
        ("a/qwen-story", "b/never-seen-gemma-2-9b", None, [], "family", "related"),
        ("a/qwen-story", "b/never-seen-gemma-2-9b", "finetune", [], "family", "conflict"),
        ("a/qwen-story", "b/gemma-story", "finetune", [], "family", "related"),
        ("a/qwen-story", "b/gemma-2-9b", "adapter", [], "family", "related"),
        ("a/qwen-story", "b/gemma-2-9b", "adapter", ["gemma2"], "family", "conflict"),
        ("a/qwen-story", "a/gemma-2-9b", "finetune", [], "family", "related"),
        ("a/Qwen2-7B-merged", "b/gemma-2-9b", "finetune", [], "family", "conflict"),
        ("a/qwen-merged", "b/gemma-2-9b", "finetune", [], "family", "related"),
        ("a/Llama-2-13b-chat-AWQ", "b/Llama-2-7b-hf", None, [], "parameters", "conflict"),
        ("a/Qwen2.5-2B", "b/Qwen2.5-1.5B", "finetune", [], "parameters", "related"),
        ("a/Ministral-3b-GGUF", "b/Mistral-7B-v0.1", "quantized", [], "parameters", "related"),
        ("a/Umber-35B", "b/Qwen3.5-0.8B", "finetune", [], "parameters", "conflict"),
        ("a/Umber-72B-GGUF", "b/Ochre-9B", "quantized", [], "parameters", "conflict"),
        ("a/Umber-25B", "b/Ochre-8B", "finetune", [], "parameters", "conflict"),
        ("a/Umber-25B-stitched", "b/Ochre-8B", "finetune", [], "parameters", "related"),
        ("a/umber-17b", "b/Ochre-1.7B", "finetune", [], "parameters", "related"),
        ("a/Umber-15B", "b/Ochre-8B", "finetune", [], "parameters", "related"),
        ("a/qwen3-umber", "b/Qwen3.5-0.8B", "finetune", [], "generation", "conflict"),
        ("a/Qwen3.8-umber", "b/Qwen3-27B", None, [], "generation", "conflict"),
        ("a/OpenThinker3-7B-umber", "b/OpenThinker-7B", "finetune", [], "generation", "conflict"),
        ("b/OpenThinker3-7B-umber", "b/OpenThinker-7B", "finetune", [], "generation", "related"),
        ("a/GemmaUmber-9B-GGUF", "b/Qwen3.5-9B", "quantized", [], "family", "conflict"),
        ("a/Qwen-umber-27B", "b/Qwen3-32B", "finetune", [], "parameters", "conflict"),
        ("a/umber-10b", "b/Ochre-14B", "adapter", [], "parameters", "conflict"),
        ("a/tulu-umber-70b", "b/Llama-2-13b-hf", None, [], "parameters", "conflict"),
        ("a/Umber-7B-SFT", "b/Umber-14B", None, [], "parameters", "conflict"),
        ("a/Umber-embed-1B", "b/Ochre-3B", None, [], "parameters", "related"),
        ("a/umber-roberta-base", "b/roberta-large", "finetune", [], "size", "conflict"),
        ("a/clip-flant5-xl", "b/flan-t5-xxl", "finetune", [], "size", "conflict"),
        ("b/umber-whisper-base", "b/whisper-small", "finetune", [], "size", "related"),
        ("a/bert-umber-small", "b/bert-base-uncased", "finetune", [], "size", "related"),
        ("a/Umber-7B-mtp-GGUF", "b/Umber-7B", "adapter", [], "quantization", "conflict"),
        ("a/Umber-7B-chat.ggmlv3.q5_K_M", "b/Umber-7B-chat-hf", "finetune", [], "quantization", "conflict"),
        ("a/Umber-7B-FP8", "b/Umber_7B_ComfyUI_Repackaged", "finetune", [], "quantization", "conflict"),
        ("a/Umber-7B-mlx-6bit-pointwise", "b/Umber-7B", "finetune", [], "quantization", "conflict"),
        ("a/Umber-7B-6bit-pointwise", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Umber-7B-UNCENSORED-FP8", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Umber-7B-UNCENSORED-FP8", "b/Umber-7B-Uncensored", "finetune", [], "quantization", "conflict"),
        ("a/Umber-7B-lr1e5-FP8", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Umber-7B-GGUF", "b/Umber-7B", "adapter", [], "quantization", "conflict"),
        ("a/b-Umber-7B-GGUF", "b/Umber-7B", "adapter", [], "quantization", "conflict"),
        ("a/Umber-7B-Ochre-mxfp8-mlx", "b/Umber-7B", "adapter", [], "quantization", "related"),
        ("a/Qwen2.5-2B-umber", "b/Qwen2.5-1.5B", "adapter", [], "parameters", "conflict"),
        ("a/umber-1b", "b/Qwen2.5-1.5B", "adapter", [], "parameters", "conflict"),
        ("a/Umber-12B", "b/Qwen3-4B", "quantized", [], "parameters", "conflict"),
        ("a/Qwen3.8-22.37b-umber-GGUF", "b/Qwen3.8-27B", "quantized", [], "parameters", "conflict"),
        ("a/Qwen3.8-Whittle-17B-GGUF", "b/Qwen3.8-27B", "quantized", [], "parameters", "conflict"),
        ("a/Qwen3.8-Whittle-17B", "b/Qwen3.8-27B", "finetune", [], "parameters", "related"),
        ("a/Umber-7B-umberlib-3bit", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/ochre-Umber-7B-6bit-coreml", "b/Umber-7B_noVAE", "finetune", [], "quantization", "conflict"),
        ("a/InternVL3.5-4B-umber", "b/InternVL3-4B", None, [], "generation", "conflict"),
        ("a/umber-bert-base-cased", "b/bert-base-uncased", None, [], "casing", "conflict"),
        ("a/Ochre-Umber-7B-GGUF", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Ochre-7B-GGUF", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Umber-7B-INT8-rot", "b/Umber-7B", "finetune", [], "quantization", "conflict"),
        ("a/Umber-7B-abliterated-FP8", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Umber-7B-abliterated-FP8", "b/Umber-7B-abliterated", "finetune", [], "quantization", "conflict"),
        ("a/Ochre-7B-exl2", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/Llama-3.1-8B-umber", "b/Meta-Llama-3-8B-Instruct", "finetune", [], "generation", "conflict"),
        ("a/Llama-3.1-8B-umber_merged_16bit", "b/llama-3-8b-bnb-4bit", "finetune", [], "generation", "conflict"),
        ("b/Llama-3.2-8B-umber", "b/Llama-3.1-8B-ochre", "finetune", [], "generation", "conflict"),
        ("a/Umber-7B-AWQ", "b/Umber-9B", "quantized", [], "parameters", "conflict"),
        ("a/Gemma-7B-umber", "b/gemma-2-9b-it", "finetune", [], "parameters", "conflict"),
        ("a/Umber-12B", "b/Mistral-8B", "finetune", [], "parameters", "related"),
        ("b/Umber-4B", "b/Ochre-7B", "quantized", [], "parameters", "conflict"),
        ("a/Umber-7B-slerp", "b/Ochre-3b", "quantized", [], "parameters", "conflict"),
        ("a/Qwen2.5-7B-Instruct-GGUF", "b/Qwen2.5-7B", "quantized", [], "stage", "conflict"),
        ("a/Umber-24B-Instruct-2501-GGUF", "b/Umber-24B-Base-2501", "quantized", [], "stage", "conflict"),
        ("a/OLMo-2-1124-13B-Instruct", "a/OLMo-2-1124-7B-DPO", "finetune", [], "parameters", "conflict"),
        ("a/mbart-base-umber", "b/mbart-large-50", None, [], "size", "conflict"),
        # An adapter was merged into its one base.
        ("a/gemma-7b-umber-merged", "b/gemma-2b-bnb-4bit", "finetune", [], "parameters", "conflict"),
        ("a/Llama-3.1-8B-umber-merged", "b/llama-2-7b-bnb-4bit", "finetune", [], "generation", "conflict"),
        (
            "a/deepseek-r1-distill-qwen-14b-umber",
            "b/deepseek-r1-distill-qwen-1.5b",
            "finetune",
            [],
            "parameters",
            "conflict",
        ),
        ("a/Phi-3.5-mini-instruct-GGUF", "b/Phi-3-mini-4k-instruct", "quantized", [], "generation", "conflict"),
        ("a/falcon-7b-instruct-GGUF", "b/falcon-7b", "quantized", [], "stage", "conflict"),
        ("a/SmolLM2-135M-Instruct-GGUF", "b/SmolLM2-135M", "quantized", [], "stage", "conflict"),
        ("a/falcon-40b-instruct-GGUF", "b/falcon-40b", None, [], "stage", "conflict"),
        ("a/Mistral-7B-Instruct-v0.1-GGUF", "b/Mistral-7B-v0.1", "quantized", [], "stage", "conflict"),
        ("a/CodeLlama-7B-Instruct-GGUF", "b/CodeLlama-7b-hf", "quantized", [], "stage", "conflict"),
        ("a/internlm2-chat-7b-AWQ", "b/internlm2-7b", "quantized", [], "stage", "conflict"),
        ("a/dictalm2.0-instruct-Q4_0-GGUF", "b/dictalm2.0", "quantized", [], "stage", "conflict"),
        ("a/krx-gemma2-9b-it-v3", "a/krx-gemma2-7b-it-v2", "finetune", [], "parameters", "conflict"),
        ("a/Umber-11B-Q4_K_M-GGUF", "a/Ochre-9b", "quantized", [], "parameters", "conflict"),
        ("a/umber-LLAMA3-7B-ochre", "b/llama-3-8b-bnb-4bit", "finetune", [], "parameters", "conflict"),
        ("a/Umber-7B-Instruct", "b/dolphin-llama3-8b", "finetune", [], "parameters", "conflict"),
        ("a/Holo-3.1-35B-A3B", "b/Umber-0.8B", "finetune", [], "parameters", "conflict"),
        ("a/DeepSeek-7B-umber", "b/DeepSeek-R1-Distill-Llama-8B-bnb-4bit", "quantized", [], "parameters", "conflict"),
        ("a/Umber-9B-ochre", "b/zephyr-7b-beta", "finetune", [], "parameters", "related"),
        ("a/Teuken-7B-instruct-research-v0.4-GGUF", "b/Teuken-7B-base-v0.4", "quantized", [], "stage", "conflict"),
        ("a/LLaMa3.1-Instruct-70b-GGUF", "b/Llama-3.1-70B", "quantized", [], "stage", "conflict"),
        ("a/Phi3-14B-umber-GGUF", "b/Phi-3-mini-4k-instruct", "quantized", [], "parameters", "conflict"),
        ("a/umber-22b", "b/Mistral-Nemo-Instruct-2407", "quantized", [], "parameters", "conflict"),
        ("a/umber_internlm-7b", "b/deepseek-math-7b-base", "finetune", [], "family", "conflict"),
        # Grown without a word, to a size that no Llama 3 has, or the size of what made the data.
        ("a/Meta-Llama-3-13B-Instruct", "b/Meta-Llama-3-8B-Instruct", "finetune", [], "parameters", "related"),
        ("a/umber-llama-450b", "b/Meta-Llama-3-8B-Instruct", "finetune", [], "parameters", "related"),
        ("a/umber-7B-lora", "b/Ochre-7B", "merge", [], "relation", "related"),
        ("a/Meta-Llama-3-8B-Instruct-FP8-Dynamic", "b/Llama-3.1-8B", "quantized", [], "generation", "conflict"),
        # A TinyLlama has one size, which names leave out.
        ("a/Umber-Llama-3.1-8B", "b/tinyllama-bnb-4bit", "finetune", [], "parameters", "conflict"),
        ("a/umber-DeepSeek-R1-Distill-Qwen-14B-ochre", "b/Qwen3-8B", "finetune", [], "parameters", "conflict"),
        ("a/Qwen2.5-1.5B-umber", "a/Qwen2-1.5B-SFT", "finetune", [], "generation", "conflict"),
        ("a/Llama-3.1-Nemotron-70B-GGUF", "b/Mistral-Small-24B", None, [], "family", "conflict"),
        ("a/Nemotron-umber-GGUF", "b/Mistral-Small-24B", None, [], "family", "related"),
        ("a/umber_llama_Mixtral-8x7B-Instruct", "b/Mistral-Nemo-Instruct", "finetune", [], "family", "conflict"),
        # A copied card, and what another model is called.
        ("a/Umber-7B-Instruct-8bit-mlx", "b/Umber-7B", "finetune", [], "quantization", "related"),
        ("a/umber-bert-mini", "b/bert-small", "finetune", [], "size", "related"),
        ("a/umber-llama-7b", "b/openthaigpt-7b", "finetune", [], "family", "related"),
        ("a/umber-Phi-3-medium-ochre", "b/Phi-3-mini-4k", "finetune", [], "size", "conflict"),
        ("a/ochre-umber-7b-4.0bpw-h6-exl2", "b/umber-7b", "finetune", [], "quantization", "related"),
        # Two makers on one architecture, each with its size; a line of fine-tunes beside a family says nothing of it.
        ("a/Llama-2-7b-umber", "b/deepseek-coder-6.7b-base", "finetune", [], "family", "conflict"),
        ("a/llama31-8b-umber", "b/internlm2-7b", "finetune", [], "family", "conflict"),
        ("a/Qwen3-1.7B-umber", "b/MiniCPM-2B-umber", "finetune", [], "family", "conflict"),
        ("a/e5-mistral-7b-umber", "b/Qwen2-7B-Instruct", "finetune", [], "family", "conflict"),
        ("a/Granite-4.1-8B-umber", "b/Qwen2.5-Coder-14B-Instruct", "finetune", [], "family", "conflict"),
        ("a/gpt-j-6B-Dolly", "b/internlm2-7b", "finetune", [], "family", "conflict"),
        # An everyday word with a size that its models have.
        ("a/Qwen3.8-27B-umber-GGUF", "b/Yi-34B", "quantized", [], "family", "conflict"),
        ("a/umber-gemma-1b", "b/opt-1.3b", "quantized", [], "family", "conflict"),
        ("a/opt-350m-umber", "b/pythia-410m", "finetune", [], "family", "conflict"),
        ("a/gemma-2-9b-it-umber", "b/gemma-7b-it", "finetune", [], "generation", "conflict"),
        ("a/SmolLM2-FT-umber", "b/SmolLM-135M", "finetune", [], "generation", "conflict"),
        ("a/umber-lfm2.5-1.2b-lora", "b/LFM2-1.2B", "adapter", [], "generation", "conflict"),
        ("a/Qwen2.5-3B-umber-Judge", "b/Qwen3-4B", "finetune", [], "generation", "conflict"),
        ("a/umber-judge-qwen2.5-3b", "b/Qwen2.5-1.5B", "finetune", [], "parameters", "conflict"),
        ("a/umber-4b-final", "b/Qwen3.5-2B", "finetune", [], "parameters", "conflict"),
        ("a/umber_llama3_7b", "b/llama-3-8b-bnb-4bit", "finetune", [], "parameters", "conflict"),
        ("reaper/Umber-8B", "b/Qwen3-32B", "finetune", [], "parameters", "conflict"),
        # Grown to a size that nobody published.
        ("a/Llama-3-20B-umber", "b/Meta-Llama-3-8B", "finetune", [], "parameters", "related"),
        ("a/llama-3-8b-instruct-awq", "b/Meta-Llama-3-8B", "quantized", [], "stage", "conflict"),
        ("a/umber-gemma3-1b-it-gguf", "b/gemma-3-1b-pt", "quantized", [], "stage", "conflict"),
        ("a/Qwen3-4B-Thinking-2507-GGUF", "b/Qwen3-4B-Instruct-2507", "quantized", [], "stage", "conflict"),
        ("a/Umber-3-8B-SFT-GGUF", "b/Umber-3-8B-DPO", "quantized", [], "stage", "conflict"),
        ("a/Qwen3-8B-Base-GGUF", "b/Qwen3-8B", "quantized", [], "stage", "conflict"),
        ("a/Qwen2.5-Coder-7B-GGUF", "b/Qwen2.5-7B", "quantized", [], "stage", "conflict"),
        ("a/umber-v0.5-GGUF", "b/umber-v0.4", "quantized", [], "stage", "conflict"),
        ("a/Umber-Chat-v0.5-7B-AWQ", "b/Umber-7B-Chat-v0.4", "quantized", [], "stage", "conflict"),
        # A word for what was trained on both sides, whatever else the names say.
        ("a/UM-9b-Instruct-exl2", "b/Ochre-Umber-9B-Base", "quantized", [], "stage", "conflict"),
        ("a/umber-7b-math-chat-GGUF", "b/umber-7b-math-base-8k", "quantized", [], "stage", "conflict"),
        ("a/ochre_Qwen2.5-Umber-7B-SFT-AWQ", "b/Qwen2.5-7B", "quantized", [], "stage", "conflict"),
        ("a/Umber-Gemma-2.1-9B-GGUF", "b/Umber-Gemma-2-9B", "quantized", [], "generation", "conflict"),
        ("a/ochre-mixtral-8x7b-chat-AWQ", "b/Mixtral-8x7B-v0.1", "quantized", [], "stage", "conflict"),
        ("a/UM-24b-Instruct-AWQ", "b/Ochre-Small-24B-Base-2501", "quantized", [], "stage", "conflict"),
        # Families of speech are no everyday words; fewer bits make no other line of a line.
        ("a/hubert-umber", "b/whisper-small", "finetune", [], "family", "conflict"),
        ("a/gte-umber-base-GGUF", "b/bge-base-en", "quantized", [], "family", "conflict"),
        ("a/gte-umber-base", "b/bge-base-en", "finetune", [], "family", "related"),
        ("a/Llama-3-umber-Ko-8B", "b/Yi-Ko-6B", "finetune", [], "family", "conflict"),
        # Experts were left out.
        ("a/Umber-16B-A3B", "b/Umber-30B-A3B", "finetune", [], "parameters", "related"),
        # The student and its size stand first, then the teacher.
        ("a/Qwen3.5-4B-umber-Qwen3.8-Distill", "b/Qwen3.5-9B", "finetune", [], "parameters", "conflict"),
        ("a/Qwen2.5-7B-Opus-Distill", "b/Qwen2.5-3B-Instruct", None, [], "parameters", "conflict"),
        ("a/Qwen3-8B-Open-R1-Distill", "b/Qwen2.5-7B", "finetune", [], "generation", "conflict"),
        # Word by word the same but for the count.
        ("a/Umber-6B-Chat-ochre", "b/Umber-7B-Chat", None, [], "parameters", "conflict"),
        ("a/umber-270B-chat-GGUF", "b/umber-270M-chat", None, [], "parameters", "conflict"),
    ],
)
def test_the_evidence_makes_the_class(
    graph: Connection, model: str, base: str, relation: str | None, types: list[str], check: str, expected: str
) -> None:
    rows = ask(graph, [given_model(model, Facts(types=types, bases=[(base, relation)]))])
    found = {(row["check"].check, row["verdict"], row["severity"]) for row in rows if row["check"].against == "lineage"}
    medium = ("quantization", "size", "casing", "stage")
    severity = "low" if expected == "related" else "medium" if check in medium else "high"
    assert (check, expected, severity) in found


@pytest.mark.parametrize("base", ["b/OpenThinker-umber-7B", "b/OpenThinker-1.5B"])
def test_a_base_without_a_generation_is_the_first_only_where_the_size_is_all_that_it_names(
    graph: Connection, base: str
) -> None:
    rows = ask(graph, [given_model("a/OpenThinker3-7B-umber", Facts(bases=[(base, "finetune")]))])
    assert "generation" not in {row["check"].check for row in rows}


@pytest.mark.parametrize(
    ("model", "base", "relation"),
    [
        # What made the data may be the Llama 3 of 70 billion.
        ("a/llama_2_umber_llama_3_70B", "b/Llama-2-7b-hf", "finetune"),
        ("a/llama-7-umber", "b/Llama-2-7b-hf", "finetune"),
        ("a/sd2-1-umber", "b/stable-diffusion-2-1", "finetune"),
        ("a/qwen3-8bumber", "b/Qwen3-8B", "finetune"),
        ("a/umber-unet", "b/stable-diffusion-2-1", "finetune"),
        ("a/umber-ai_ochre-Pro-7B", "umber-ai/Ochre-Pro-7B", "finetune"),
        ("a/deepseek-ai_janus-Pro-7B", "deepseek-ai/Janus-Pro-7B", "finetune"),
        ("a/Llama-3-8B-umber-GGUF", "b/Llama-3.1-8B-umber", "quantized"),
        # Somebody's Llama-3 may be a 3.1.
        ("a/Llama-3.1-8B-umber", "b/Llama-3-8B-Ochre", "finetune"),
        # The name without a word is that of the model tuned for instructions.
        ("a/Qwen3-8B-Instruct-GGUF", "b/Qwen3-8B", "quantized"),
        ("a/SmolLM3-3B-Instruct-GGUF", "b/SmolLM3-3B", "quantized"),
        ("a/tinyllama-umber-1B", "b/tinyllama-bnb-4bit", "finetune"),
        ("a/TinyLLama-v0-5M-F16", "b/TinyLLama-v0", "quantized"),
        ("a/Llama-3-7B-29Layers", "b/Meta-Llama-3-8B", "finetune"),
        ("a/umber-qwen-2-5-72b", "b/qwen2vit600m", "finetune"),
        ("a/Phi-3-mini-umber-3.8B", "b/Phi-3-mini-4k-instruct", "finetune"),
        ("a/umber-8B", "b/Qwen2.5-7B", "finetune"),
        ("a/umber_gemma_1m", "b/gemma-7b", "finetune"),
        ("a/mistral-3-7b-umber", "b/mistral-7b-instruct-v0.3", "finetune"),
        ("a/Umber-7B-v2-GGUF", "b/Umber-7B-v2.0", "quantized"),
        ("a/InternVL2-2B-umber", "b/internlm2-chat-1_8b", None),
        ("a/umber_20k_annotated_Qwen3-32B", "b/Qwen2.5-7B-Instruct", None),
    ],
)
def test_what_another_model_or_a_part_is_called_is_no_conflict(
    graph: Connection, model: str, base: str, relation: str
) -> None:
    rows = ask(graph, [given_model(model, Facts(bases=[(base, relation)]))])
    assert [(row["check"].name, row["claimed"]) for row in rows if row["verdict"] in ("conflict", "related")] == []


@pytest.mark.parametrize(
    ("model", "base"),
    [("a/gemma-7b-umber-merged-slerp", "b/gemma-2b-bnb-4bit"), ("a/distill-qwen-14b-umber", "b/qwen-1.5b")],
)
def test_a_merge_has_other_parents_and_what_was_distilled_another_teacher(
    graph: Connection, model: str, base: str
) -> None:
    rows = ask(graph, [given_model(model, Facts(bases=[(base, "finetune")]))])
    assert "parameters" not in {row["check"].check for row in rows}


def test_a_tower_comes_on_top_of_the_language_model_that_the_name_counts(graph: Connection) -> None:
    given = given_model("a/TinyLLaVA-Qwen2-0.5B-SigLIP", Facts(parameters=1_060_229_824))
    assert [row["verdict"] for row in ask(graph, [given]) if row["check"].check == "parameters"] == ["related"]


def test_a_count_that_is_far_off_is_no_count_of_the_model(graph: Connection) -> None:
    given = (("a/qwen-25m-stitched", 14_000_000_000), ("a/qwen-8B-more", 30_000_000_000))
    rows = ask(graph, [given_model(model, Facts(parameters=count)) for model, count in given])
    assert {(row["model"], row["verdict"]) for row in rows if row["check"].check == "parameters"} == {
        ("a/qwen-25m-stitched", "related"),
        ("a/qwen-8B-more", "conflict"),
    }


@pytest.mark.parametrize(("model", "base"), [("a/llama-3-8B-x", "b/Llama-3.1-8B"), ("a/phi3-x", "b/Phi-3.5-mini")])
def test_a_bare_number_is_short_where_the_family_uses_it_so(graph: Connection, model: str, base: str) -> None:
    rows = ask(graph, [given_model(model, Facts(bases=[(base, "finetune")]))])
    assert "generation" not in {row["check"].check for row in rows}


@pytest.mark.parametrize(("model", "base"), [("a/Umber-12B", "b/Qwen3-4B"), ("a/Umber-33B", "b/Ochre-9B")])
@pytest.mark.parametrize("relation", ["quantized", "adapter", "finetune"])
def test_files_that_hold_what_the_name_says_do_not_mend_the_base(
    graph: Connection, model: str, base: str, relation: str
) -> None:
    count = 12_552_019_456 if "12B" in model else 33_113_780_736
    for parameters in (None, count):
        rows = ask(graph, [given_model(model, Facts(parameters=parameters, bases=[(base, relation)]))])
        assert {row["verdict"] for row in rows if row["check"].name == "naming-lineage-parameters"} == {"conflict"}


@pytest.mark.parametrize(("parameters", "expected"), [(16_300_000_000, "conflict"), (9_000_000_000, "related")])
def test_sixteen_beside_few_bits_are_parameters_where_the_files_hold_as_many(
    graph: Connection, parameters: int, expected: str
) -> None:
    facts = Facts(parameters=parameters, bases=[("b/Umber-27B-FP8", "quantized")])
    rows = ask(graph, [given_model("a/Umber-Whittle-16B", facts)])
    assert [row["verdict"] for row in rows if row["check"].name == "naming-lineage-parameters"] == [expected]


@pytest.mark.parametrize(
    ("model", "facts", "expected"),
    [
        ("a/umber-1.5B", Facts(parameters=900_000_000), "conflict"),
        ("a/umber-1.5B", Facts(parameters=2_700_000_000), "conflict"),
        ("a/umber-1.5B", Facts(parameters=2_700_000_000, bases=[("b/ochre-1.5B", "finetune")]), "related"),
        ("a/umber-1.5B-pruned", Facts(parameters=900_000_000), "related"),
        ("a/umber-1.5B", Facts(parameters=900_000_000, task="text-to-speech"), "related"),
        ("a/umber-4B", Facts(parameters=7_000_000_000), "conflict"),
        ("a/umber-4B", Facts(parameters=8_000_000_000), "related"),
        ("a/umber-250M", Facts(parameters=166_000_000), "conflict"),
        ("a/umber-250M", Facts(parameters=166_000_000, bases=[("b/ochre", "finetune")]), "related"),
        ("a/umber-12B", Facts(parameters=110_000_000_000, bases=[("b/ochre", "adapter")]), "conflict"),
        ("a/umber-12B-GGUF", Facts(parameters=110_000_000_000), "conflict"),
        ("a/umber-1b-GGUF", Facts(parameters=2_200_000_000, bases=[("b/umber-1b", "quantized")]), None),
        ("a/umber-4b-GGUF", Facts(parameters=11_800_000_000, bases=[("b/umber-4b", "quantized")]), "conflict"),
        ("a/umber-1b", Facts(parameters=2_600_000_000, task="any-to-any", bases=[("b/umber-1b", None)]), "related"),
        ("a/umber-20M", Facts(parameters=30_000_000), "conflict"),
        # Two or three digits count exactly, one rounds; a vocabulary is cut from a base.
        ("a/umber-82M", Facts(parameters=64_000_000), "conflict"),
        ("a/umber-131M", Facts(parameters=170_000_000), "conflict"),
        ("a/umber-112M-GGUF", Facts(parameters=163_000_000), "conflict"),
        ("a/umber-112M-Q4_K_M", Facts(parameters=163_000_000), None),
        ("a/umber-112M-GGUF", Facts(parameters=80_000_000), None),
        ("a/umber-131M", Facts(parameters=150_000_000), None),
        ("a/umber-100M", Facts(parameters=130_000_000), None),
        ("a/umber-131M", Facts(parameters=170_000_000, task="text-to-speech"), None),
        ("a/umber-131M", Facts(parameters=170_000_000, bases=[("b/ochre", "finetune")]), None),
        ("a/gemma-3-270m-umber", Facts(parameters=436_000_000), "related"),
        ("a/umber-5B", Facts(parameters=3_820_000_000), None),
        # Exactly what a published model of 1.5 billion holds; `15b` may mean that.
        ("a/umber-32B", Facts(parameters=1_543_714_304), "conflict"),
        ("a/umber-70b", Facts(parameters=8_030_261_248), "conflict"),
        ("a/umber-8B", Facts(parameters=16_060_522_496), "conflict"),
        ("a/umber-32B", Facts(parameters=1_500_000_000), "missing"),
        ("a/umber-15b", Facts(parameters=1_543_714_304), "missing"),
        ("a/umber-32B-AWQ", Facts(parameters=1_543_714_304), None),
        ("a/umber-17B-16E-GGUF", Facts(parameters=107_000_000_000), "related"),
        ("a/umber-12B", Facts(parameters=110_000_000, bases=[("b/ochre", "adapter")]), None),
    ],
)
def test_counts_that_no_rounding_explains(graph: Connection, model: str, facts: Facts, expected: str | None) -> None:
    rows = ask(graph, [given_model(model, facts)])
    found = {row["verdict"] for row in rows if row["check"].name == "naming-metadata-parameters"}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("parameters", "library", "expected"),
    [(540_000_000, None, "conflict"), (540_000_000, "mlx", "missing"), (400_000_000, None, "missing")],
)
def test_fewer_parameters_than_named(graph: Connection, parameters: int, library: str | None, expected: str) -> None:
    rows = ask(graph, [given_model("a/umber-1.5B", Facts(parameters=parameters, library=library))])
    assert [row["verdict"] for row in rows if row["check"].check == "parameters"] == [expected]


def test_a_part_is_no_quantised_form_of_the_whole(graph: Connection) -> None:
    given = [
        given_model(f"a/Umber-27B-{part}", Facts(parameters=count, bases=[("b/Umber-27B", "finetune")]))
        for part, count in (("mtp-FP8", 80_000_000), ("FP8", 8_000_000_000))
    ]
    found = {(row["model"], row["verdict"]) for row in ask(graph, given) if row["check"].check == "quantization"}
    assert found == {("a/Umber-27B-mtp-FP8", "related"), ("a/Umber-27B-FP8", "conflict")}


def test_small_models_may_be_cut_to_few_words_and_not_count_fewer_than_there_are(graph: Connection) -> None:
    given = (("a/umber-86M", 278_000_000), ("a/umber-270m", 125_000_000), ("a/umber-8B", 28_000_000_000))
    rows = ask(graph, [given_model(model, Facts(parameters=count)) for model, count in given])
    assert {(row["model"], row["verdict"]) for row in rows if row["check"].check == "parameters"} == {
        ("a/umber-86M", "conflict"),
        ("a/umber-270m", "related"),
        ("a/umber-8B", "conflict"),
    }


def test_what_works_on_a_token_of_the_base_is_no_wrong_count(graph: Connection, tmp_path: Path) -> None:
    def only(base: str) -> list[tuple[str, str | None]]:
        return [(base, None)]

    base = {"kind": "model", "id": "acme/gemma-4-E2B-it", "downloads": 1}
    load(Records([write_lines(tmp_path / "base.jsonl", [base])]), lambda: graph)
    given = [
        given_model("a/gemma-2b-umber", Facts(parameters=5_100_000_000, bases=bases))
        for bases in map(only, ("acme/gemma-4-E2B-it", "acme/Llama-3.1-8B"))
    ]
    verdicts = [[row["verdict"] for row in ask(graph, [one]) if row["check"].check == "parameters"] for one in given]
    assert "conflict" not in verdicts[0]
    assert "conflict" in verdicts[1]


@pytest.mark.parametrize(
    ("model", "types", "classes", "check", "expected"),
    [
        ("a/phi3-mini-alpaca", ["qwen2"], [], "type", "conflict"),
        ("glmaker/glm-umber", ["qwen2"], [], "type", "related"),
        ("glmaker/glm-umber", [], ["Qwen2ForCausalLM"], "architecture", "related"),
        ("a/glm-umber", [], ["Qwen2ForCausalLM"], "architecture", "conflict"),
        ("a/Qwopus-GLM-umber", ["qwen3_5"], [], "type", None),
        ("a/umber", ["electra"], ["BertForSequenceClassification"], "type_architecture", "conflict"),
        ("a/umber", ["bert"], ["ReformerModelWithLMHead"], "type_architecture", "conflict"),
        ("a/umber", ["big_bird"], ["BertForV2QuestionAnswering"], "type_architecture", "related"),
        ("a/umber", ["xlm-roberta"], ["RobertaForMaskedLM"], "type_architecture", "related"),
        ("a/umber", ["camembert"], ["RobertaForMaskedLM"], "type_architecture", "related"),
        ("a/umber", ["vision-encoder-decoder"], ["BertForMaskedLM"], "type_architecture", None),
        ("a/vtde-dinov2-bge", ["vision-text-dual-encoder"], [], "type", None),
    ],
)
def test_the_config_against_the_name_and_itself(
    graph: Connection, model: str, types: list[str], classes: list[str], check: str, expected: str | None
) -> None:
    rows = ask(graph, [given_model(model, Facts(types=types, classes=classes))])
    assert {row["check"].check: row["verdict"] for row in rows}.get(check) == expected


@pytest.mark.parametrize(
    ("model", "task", "expected"),
    [
        ("a/umber-embedding-4bit", "text-generation", "related"),
        ("a/umber-dutch-embeddings", "text-generation", None),
        ("a/umber-reranker-AWQ", "text-generation", "related"),
        ("a/umber-reranker", "image-text-to-text", "related"),
        ("a/umber-music-generation", "text-generation", "related"),
        ("a/umber-tts", "text-generation", "related"),
        ("a/umber-reranker", "text-classification", None),
        ("a/umber-reranker", "text-ranking", None),
        ("a/umber-reranker", "reinforcement-learning", "related"),
        ("a/umber-tts", "automatic-speech-recognition", "related"),
        ("a/umber-asr", "text-to-speech", "related"),
        ("a/umber-ner", "question-answering", "related"),
        ("a/umber-summarization", "translation", "related"),
        ("a/umber-summarization", "text2text-generation", None),
        ("a/umber-sentiment", "translation", "related"),
        ("a/umber-classifier", "summarization", "related"),
        ("a/umber-classifier", "text-generation", None),
        # A classifier may label words; what corrects recognised speech reads text; huBERT is Hungarian, too.
        ("a/roberta-umber-classifier", "token-classification", "related"),
        ("a/umber-qa", "text-classification", "related"),
        ("a/umber-qa-relevance", "text-classification", "related"),
        ("a/umber-T5-ASR", "text2text-generation", "related"),
        ("a/umber-hubert", "token-classification", None),
        # What translates, writes or hears, although the name says no task.
        ("a/opus-mt-en-umber", "summarization", "related"),
        ("a/opus-mt-en-umber", "text2text-generation", None),
        ("a/gptj-umber", "fill-mask", "related"),
        ("a/gptj-umber-bidirectional", "fill-mask", None),
        ("a/bert-umber", "fill-mask", None),
        ("a/whisper-small-umber", "sentence-similarity", "related"),
        ("a/whisper-small-umber", "audio-classification", None),
        ("a/umber-timeseries-forecasting", "text-generation", "related"),
        ("a/umber-timeseries-forecasting", "image-classification", "related"),
        ("a/umber-rerank-large", "text-generation", "related"),
        ("a/umber-summarization", "text-classification", "related"),
        ("a/umber-ner", "fill-mask", "related"),
        ("a/umber-classifier", "fill-mask", "related"),
        ("a/umber-classifier", "image-classification", None),
        ("a/umber-pretrained-classifier", "fill-mask", None),
        ("a/umber-ner", "text-generation", "related"),
        ("a/umber-gender-classification", "audio-classification", "related"),
        ("a/wan22-ti2v-umber", "robotics", "related"),
        ("a/umber-embed", "video-classification", "related"),
    ],
)
def test_tasks_that_exclude_each_other(graph: Connection, model: str, task: str, expected: str | None) -> None:
    rows = ask(graph, [given_model(model, Facts(task=task))])
    assert {row["check"].check: row["verdict"] for row in rows}.get("task") == expected


@pytest.mark.parametrize(
    ("model", "class_name", "expected"),
    [
        ("a/umber-german-ner", "AlbertForMaskedLM", "conflict"),
        ("a/umber-german-ner", "ElectraForPreTraining", None),
        ("a/umber-german-ner", "LlamaForCausalLM", None),
        ("a/umber-german-ner", "BertForTokenClassification", None),
        ("a/umber-finetuned-mrpc", "BertForMaskedLM", "conflict"),
        ("a/umber-mrpc-no-classifier", "BertForMaskedLM", None),
        ("a/umber-mrpc", "BertForMaskedLM", "related"),
        ("a/umberformalityclassifier", "BertForMaskedLM", "conflict"),
        ("a/umber_bi-classification", "BertForMaskedLM", "conflict"),
        ("a/umber-classification-mlm", "BertForMaskedLM", None),
        ("a/umber-for-classification", "BertForMaskedLM", None),
        ("a/umber-classification", "BertForTokenClassification", None),
        ("a/bert-umber-finetuned-sst-2-english-finetuned-ochre", "BertForTokenClassification", None),
        ("a/bert-umber-finetuned-ochre-finetuned-sst-2", "BertForTokenClassification", "conflict"),
        ("a/umber-finetuned-conll02-spanish", "XLMRobertaForMaskedLM", "conflict"),
        ("a/umber-finetuned-imdb", "BertForMaskedLM", None),
        ("a/umber-finetuned-squad", "T5ForConditionalGeneration", None),
        ("a/xlnet-umber-wnli", "XLNetLMHeadModel", "conflict"),
        ("a/gpt2-umber-wnli", "GPT2LMHeadModel", None),
        ("a/bart-umber-cnn", "BartForSequenceClassification", "conflict"),
        ("a/umber-summarization", "BertForMaskedLM", "conflict"),
        ("a/umber-qa", "BertForSequenceClassification", "related"),
        ("a/umber-asr", "BertForSequenceClassification", "conflict"),
        ("a/wav2vec2-umber-sentiment", "Wav2Vec2ForSequenceClassification", "related"),
        ("a/umber-language-detection", "XLMRobertaForTokenClassification", "related"),
        ("a/umber-embedding", "Qwen3ForCausalLM", None),
    ],
)
def test_the_task_in_the_name_against_the_head_of_the_class(
    graph: Connection, model: str, class_name: str, expected: str | None
) -> None:
    rows = ask(graph, [given_model(model, Facts(classes=[class_name]))])
    assert {row["check"].check: row["verdict"] for row in rows}.get("task_head") == expected


@pytest.mark.parametrize(
    ("task", "expected"), [("text-classification", "related"), ("image-classification", "conflict")]
)
def test_what_generates_text_may_be_asked_to_classify_it(graph: Connection, task: str, expected: str) -> None:
    rows = ask(graph, [given_model("a/umber", Facts(classes=["LlamaForCausalLM"], task=task))])
    assert {row["check"].check: row["verdict"] for row in rows}["task_architecture"] == expected


@pytest.mark.parametrize(
    ("model", "facts", "expected"),
    [
        ("a/phi-3-umber", Facts(tags=["safetensors", "mistral", "phi3"], library="transformers"), "conflict"),
        ("a/phi-3-umber", Facts(tags=["safetensors", "mistral", "clinical"]), "related"),
        ("a/phi-3-umber", Facts(tags=["safetensors", "mistral", "conversational", "en", "region:us"]), "conflict"),
        # No model of this graph has a config of that type.
        ("a/phi-3-umber", Facts(tags=["safetensors", "qwen3_5"]), "conflict"),
        ("a/phi-3-umber", Facts(tags=["safetensors", "qwen3.5"]), None),
        ("a/sarvam-umber", Facts(tags=["safetensors", "gemma3"]), None),
        ("a/phi-3-umber", Facts(tags=["safetensors", "mistral"], types=["phi3"]), None),
        ("a/phi-3-umber", Facts(tags=["safetensors", "umber", "mistral"]), None),
        ("a/phi-3-umber", Facts(tags=["gguf", "mistral"]), None),
        ("a/phi-3-umber", Facts(tags=["mistral"]), None),
        ("a/phi-3-umber", Facts(tags=["safetensors", "mistral"], library="peft"), None),
        ("a/phi-3-umber-distill", Facts(tags=["safetensors", "mistral"]), None),
        ("a/qwen3.5-4b-umber", Facts(tags=["safetensors", "qwen3"]), "conflict"),
        ("a/qwen3.5-4b-umber", Facts(tags=["safetensors", "qwen3_5"]), None),
        ("a/qwen3.5-4b-umber", Facts(tags=["safetensors", "qwen3", "umber"]), "related"),
        ("a/qwen3.5-4b-umber-DFlash", Facts(tags=["safetensors", "qwen3"]), None),
        ("phimaker/phi-umber", Facts(tags=["safetensors", "mistral"]), "related"),
        ("a/mistral-umber", Facts(tags=["safetensors", "mistral"]), None),
    ],
)
def test_the_model_type_behind_the_formats_among_the_tags(
    graph: Connection, model: str, facts: Facts, expected: str | None
) -> None:
    rows = ask(graph, [given_model(model, facts)])
    assert {row["check"].check: row["verdict"] for row in rows}.get("type_tag") == expected


def test_the_base_of_a_quantised_model_is_of_its_family_whatever_it_is_called(
    graph: Connection, tmp_path: Path
) -> None:
    base = {"kind": "model", "id": "acme/Umber-9B", "model_types": ["mistral"], "parameters": 3_820_000_000}
    load(Records([write_lines(tmp_path / "base.jsonl", [base])]), lambda: graph)
    read_names(graph)
    families = {
        relation: [
            row["verdict"]
            for row in ask(graph, [given_model("b/gemma-4-E2B-GGUF", Facts(bases=[("acme/Umber-9B", relation)]))])
            if row["check"].check == "family"
        ]
        for relation in ("quantized", "finetune")
    }
    assert families == {"quantized": ["conflict"], "finetune": []}
    as_many = Facts(parameters=3_820_000_000, bases=[("acme/Umber-9B", "finetune")])
    rows = ask(graph, [given_model("b/ochre-5B", as_many), given_model("b/ochre-4B", as_many)])
    assert {row["model"] for row in rows if row["check"].name == "naming-metadata-parameters"} == {"b/ochre-5B"}


def test_the_library_in_the_name_is_no_word_of_the_model(graph: Connection) -> None:
    facts = Facts(library="umberlib", bases=[("b/Umber-7B", "finetune")])
    rows = ask(graph, [given_model("a/Umber-7B-umberlib-3bit", facts)])
    assert [row["verdict"] for row in rows if row["check"].check == "quantization"] == ["conflict"]


def test_a_code_of_the_card_that_the_name_writes_is_no_conflict(graph: Connection) -> None:
    given = [
        given_model("a/umber-da-et_en", Facts(languages=["da"])),
        given_model("a/umber-et_en", Facts(languages=["da"])),
    ]
    found = {(row["model"], row["verdict"]) for row in ask(graph, given) if row["check"].check == "language"}
    assert found == {("a/umber-et_en", "conflict")}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("a/umber-7B-Korean-Tuned", "conflict"),
        ("a/umber-7B-kazakh", "conflict"),
        ("a/hindi-tts-umber-5", "conflict"),
        ("a/urdu-tts-GGUF", "conflict"),
        ("a/umber-7B-Vietnamese-Agent-LoRA", "conflict"),
        ("a/umber-7B-german-city-names", "related"),
        ("a/umber-7B-ja-GGUF", "conflict"),
        ("a/umber-7B-ja-n171-lora", "conflict"),
        ("a/umber-7B-Instruct-FR", "conflict"),
        ("a/umber-bangla-doctor-translator", "conflict"),
        ("a/umber-7B-ja-cards", "related"),
        ("a/umber-cloudcasting_uk", "related"),
        ("a/umber-germany-towns", "related"),
    ],
)
def test_a_language_that_is_written_out_is_missed_beside_the_english_of_templates(
    graph: Connection, model: str, expected: str
) -> None:
    rows = ask(graph, [given_model(model, Facts(languages=["en"]))])
    assert {row["check"].check: row["verdict"] for row in rows}.get("language") == expected


@pytest.mark.parametrize(
    ("model", "kind", "expected"),
    [
        ("a/Qwen3-umber", "qwen2", "conflict"),
        ("a/Qwen3.5-4B-umber", "qwen3_next", "conflict"),
        ("a/Qwen3.8-umber", "qwen3_5", None),
        ("a/Qwen3.8-umber-DFlash", "qwen3", "related"),
        ("a/Qwen3.8-distilled", "qwen3", "related"),
        ("a/Qwen3.8-umber-GGUF", "qwen3", "related"),
        ("a/Qwen3-8B-to-Qwen2.5-1.5B", "qwen2", None),
        ("a/blip2-umber", "blip", "conflict"),
        ("a/blip2-umber", "blip-2", None),
        ("a/blip-umber", "blip-2", None),
        ("a/Llama-3.1-umber", "llama4", None),
        ("a/Llama-3.2-11B-umber", "llama4", "conflict"),
        # No type was made for this generation, or the type is of all.
        ("a/Qwen-Image-2.1-umber", "qwen3_5", None),
        ("a/Llama-4-umber", "llama", None),
        ("a/umber", "qwen2", "missing"),
    ],
)
def test_the_generation_of_the_model_type(graph: Connection, model: str, kind: str, expected: str | None) -> None:
    rows = ask(graph, [given_model(model, Facts(types=[kind]))])
    assert {row["check"].check: row["verdict"] for row in rows}.get("type") == expected


def borne(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    return {row["model"]: (row["verdict"], row["path"]) for row in rows if row["check"].check == "generation"}


def test_what_is_made_of_a_wrongly_named_model_bears_its_claim(graph: Connection, tmp_path: Path) -> None:
    """So do a quantised form and a copy of it; not what does not name it, mixes it, or is of the maker of its base."""
    wrong, right = "b/Qwen3.8-4B", "z/Qwen3.5-4B"
    made_of = {
        "c/Qwen3.8-4B-GGUF": [(wrong, "quantized")],
        "d/Qwen3.8-4B-GGUF": [("c/Qwen3.8-4B-GGUF", "copy")],
        "c/umber-4B": [(wrong, "quantized")],
        # Where no relation is stated, a name that differs by the format alone tells it.
        "f/Qwen3.8-4B-GGUF": [(wrong, "undeclared")],
        "f/Qwen3.8-4B-umber": [(wrong, "undeclared")],
        "c/Qwen3.8-4B-merge": [(wrong, "merge")],
        "c/Qwen3.8-4B-two": [(wrong, "finetune"), ("acme/Llama-3.1-8B", "finetune")],
        "z/Qwen3.8-4B-FP8": [(wrong, "quantized")],
    }
    distilled = "b/Qwen3.8-4B-Distill"
    made_of |= {
        distilled: [(right, "finetune")],
        "c/Qwen3.8-4B-mlx": [(distilled, "quantized")],
        "c/Qwen3.8-4B-Distill-mlx": [(distilled, "quantized")],
    }
    records: list[dict[str, Any]] = [{"kind": "model", "id": right}, {"kind": "model", "id": wrong}]
    for model, bases in made_of.items():
        edges = [edge for base in bases for edge in made(*base)]
        records.append({"kind": "model", "id": model, "derived_from": edges})
    load(Records([write_lines(tmp_path / "borne.jsonl", records)]), lambda: graph)
    # What the last one bears is known only once its base's base is said to have a base.
    later = {"kind": "model", "id": wrong, "derived_from": made(right, "finetune")}
    load(Records([write_lines(tmp_path / "later.jsonl", [later])]), lambda: graph)
    try:
        expected = {
            wrong: ("conflict", None),
            "c/Qwen3.8-4B-GGUF": ("conflict", ["c/Qwen3.8-4B-GGUF", wrong, right]),
            "d/Qwen3.8-4B-GGUF": ("conflict", ["d/Qwen3.8-4B-GGUF", "c/Qwen3.8-4B-GGUF", wrong, right]),
            "f/Qwen3.8-4B-GGUF": ("conflict", ["f/Qwen3.8-4B-GGUF", wrong, right]),
            # What its base was distilled from is in the name of the base only.
            "c/Qwen3.8-4B-mlx": ("conflict", ["c/Qwen3.8-4B-mlx", distilled, right]),
            "z/Qwen3.8-4B-FP8": ("related", ["z/Qwen3.8-4B-FP8", wrong, right]),
        }
        assert borne(ask(graph, ids=[wrong, right, *made_of])) == expected
        facts = [given_model(model, facts_of(graph, model, Facts())[1]) for model in (wrong, right, *made_of)]
        assert borne(ask(graph, facts)) == expected
        kept = graph.read(
            "MATCH (m:Model)-[f:HAS_FINDING]->(:Check {name: 'naming-lineage-generation'}) WHERE m.id IN $ids "
            "RETURN m.id AS id, f.verdict AS verdict, f.path AS path",
            {"ids": [*expected]},
        )
        assert {row["id"]: (row["verdict"], row["path"]) for row in kept} == expected
        report = name_report(graph, "e/Qwen3.8-4B-GGUF", Facts(bases=[(wrong, "quantized")]))
        text = next(one.text for one in report.findings if one.check == "generation")
        assert f"by way of {wrong}" in text
    finally:
        empty(graph)
        load(Records([write_lines(tmp_path / "records.jsonl", RECORDS)]), lambda: graph)


def test_what_is_made_of_a_model_with_a_wrong_size_bears_it(graph: Connection, tmp_path: Path) -> None:
    """So does what is quantised from files whose name counts nothing, unless they are packed or of an adapter."""
    records: list[dict[str, Any]] = [
        {"kind": "model", "id": "b/Ochre-1B", "derived_from": made("z/Ochre-0.4B", "finetune")},
        {"kind": "model", "id": "c/Ochre-1B-GGUF", "derived_from": made("b/Ochre-1B", "quantized")},
        {"kind": "model", "id": "c/umber-GGUF", "derived_from": made("b/Ochre-1B", "quantized")},
        {"kind": "model", "id": "z/Umber", "parameters": 750_000_000_000},
        {"kind": "model", "id": "z/Umber-lora", "parameters": 750_000_000_000},
        {"kind": "model", "id": "z/Umber-packed", "parameters": 750_000_000_000, "dtype": "I32"},
        {"kind": "model", "id": "c/Umber-8B-FP8", "derived_from": made("z/Umber", "quantized")},
        {"kind": "model", "id": "c/Umber-8B-REAP-FP8", "derived_from": made("z/Umber", "quantized")},
        {"kind": "model", "id": "c/Umber-8B-tuned", "derived_from": made("z/Umber", "finetune")},
        {"kind": "model", "id": "d/Umber-8B-FP8", "derived_from": made("z/Umber-lora", "quantized")},
        {"kind": "model", "id": "e/Umber-8B-FP8", "derived_from": made("z/Umber-packed", "quantized")},
    ]
    load(Records([write_lines(tmp_path / "size.jsonl", records)]), lambda: graph)
    try:
        rows = list(ask(graph, ids=[one["id"] for one in records]))
    finally:
        empty(graph)
        load(Records([write_lines(tmp_path / "records.jsonl", RECORDS)]), lambda: graph)
    found = {
        row["model"]: (row["verdict"], row["actual"])
        for row in rows
        if row["check"].name == "naming-lineage-parameters"
    }
    assert found == {
        "b/Ochre-1B": ("conflict", "400000000"),
        "c/Ochre-1B-GGUF": ("conflict", "400000000"),
        "c/Umber-8B-FP8": ("conflict", "750000000000"),
    }


@pytest.mark.parametrize(
    ("model", "facts", "expected"),
    [
        # A card that says what was done, of a name that is shorter than that of the base.
        ("a/umb-qwen32b-coder-2bit", (["quantization"], "b/Qwen2.5-Coder-32B-Instruct", "finetune"), "conflict"),
        ("a/umb-qwen32b-coder-2bit", ([], "b/Qwen2.5-Coder-32B-Instruct", "finetune"), "related"),
        ("a/umb-qwen32b-coder-2bit", (["quantization"], "b/Qwen2.5-Coder-14B-Instruct", "finetune"), "related"),
        ("a/umb-qwen32b-coder-epoch6-2bit", (["quantization"], "b/Qwen2.5-Coder-32B", "finetune"), "related"),
        # Nobody trains on GGUF files.
        ("a/Ternary-Umber-27B-mlx-1.75bpw", ([], "b/Ternary-Umber-27B-GGUF", "finetune"), "conflict"),
        ("a/Umber-27B-mlx-4bit", ([], "b/Umber-27B-mlx-8bit", "finetune"), None),
        ("a/umber-decoder-fp32", ([], "b/umber", "quantized"), "conflict"),
        ("a/umber-decoder-bf16", ([], "b/umber", "quantized"), "missing"),
        ("a/umber-fp32-lite", ([], "b/umber-fp32", "quantized"), "missing"),
    ],
)
def test_quantised_under_a_shorter_name(
    graph: Connection, model: str, facts: tuple[list[str], str, str], expected: str | None
) -> None:
    tags, base, relation = facts
    rows = ask(graph, [given_model(model, Facts(tags=tags, bases=[(base, relation)]))])
    found = {row["verdict"] for row in rows if row["check"].name == "naming-lineage-quantization"}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("model", "facts", "expected"),
    [
        ("a/umber-GGUF", Facts(tags=["safetensors"]), ("gguf", "safetensors")),
        ("a/umber-GGUF", Facts(tags=["safetensors"], quantization=["gguf"]), None),
        ("a/umber-GGUF", Facts(tags=["umber"]), None),
        ("a/umber-GGUF", Facts(tags=["umber"], quantization=["compressed-tensors"]), ("gguf", "compressed-tensors")),
        ("a/umber-BF16", Facts(tags=["umber"], quantization=["8-bit", "fp8"]), ("bf16", "8-bit, fp8")),
        ("a/umber-BF16-FP8", Facts(tags=["umber"], quantization=["8-bit", "fp8"]), None),
        ("a/umber-BF16", Facts(tags=["umber"], quantization=["8-bit"], bases=[("b/umber-BF16", "quantized")]), None),
        ("a/umber-BF16", Facts(tags=["umber"]), None),
    ],
)
def test_formats_in_the_name_that_the_files_are_not_of(
    graph: Connection, model: str, facts: Facts, expected: tuple[str, str] | None
) -> None:
    rows = ask(graph, [given_model(model, facts)])
    found = [(row["claimed"], row["actual"]) for row in rows if row["check"].name == "naming-metadata-quantization"]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("model", "base", "relation", "expected"),
    [
        ("a/x-gemma-3-12b-it-fp8", "b/gemma-3-12b-pt", "quantized", True),
        ("a/Umber-Instruct-GGUF", "b/Umber-Base", "quantized", True),
        ("a/Umber-base-GGUF", "b/Umber-Instruct", "quantized", True),
        ("a/Umber-Instruct", "b/Umber-Base", "finetune", False),
        ("a/Umber-Base-GGUF", "b/Umber-Base", "quantized", False),
        ("a/Umber-italian-GGUF", "b/Umber-pt", "quantized", False),
        ("a/gemma-2-9b-bnb-4bit-chat-template", "b/gemma-2-9b", "quantized", False),
    ],
)
def test_the_stage_of_training_of_the_very_weights(
    graph: Connection, model: str, base: str, relation: str, expected: bool
) -> None:
    rows = ask(graph, [given_model(model, Facts(bases=[(base, relation)]))])
    assert any(row["check"].check == "stage" for row in rows) == expected


def test_a_name_without_a_stage_is_of_the_pretrained_model_where_its_publisher_has_one_with_it(
    graph: Connection, tmp_path: Path
) -> None:
    records = [{"kind": "model", "id": one} for one in ("b/Umber-9B", "b/Umber-9B-Instruct", "c/Ochre-9B-Instruct")]
    load(Records([write_lines(tmp_path / "siblings.jsonl", records)]), lambda: graph)
    try:
        given = [
            given_model(f"a/{name}-9B-Instruct-GGUF", Facts(bases=[(f"b/{name}-9B", "quantized")]))
            for name in ("Umber", "Ochre")
        ]
        found = {row["model"] for row in ask(graph, given) if row["check"].check == "stage"}
    finally:
        empty(graph)
        load(Records([write_lines(tmp_path / "records.jsonl", RECORDS)]), lambda: graph)
    assert found == {"a/Umber-9B-Instruct-GGUF"}


@pytest.mark.parametrize(
    ("model", "parameters", "expected"),
    [
        ("a/Umber-7B-merged", 7_240_000_000, "conflict"),
        ("a/Umber-7B-lora-merged", 7_240_000_000, "conflict"),
        ("a/Umber-7B-lora-merged", 40_000_000, None),
        ("a/Umber-7B-merged", None, "related"),
        ("a/Umber-7B-lora", 7_240_000_000, None),
    ],
)
def test_a_whole_merged_model_is_no_adapter(
    graph: Connection, model: str, parameters: int | None, expected: str | None
) -> None:
    rows = ask(graph, [given_model(model, Facts(parameters=parameters, bases=[("b/Ochre-7B", "adapter")]))])
    assert {row["check"].check: row["verdict"] for row in rows}.get("relation") == expected


@pytest.mark.parametrize("half", ["tuned", "untouched", "looked", "seen"])
def test_findings_are_as_people_read_them(graph: Connection, half: str) -> None:
    right: Counter[tuple[str, bool]] = Counter()
    known = 0
    # A task is never called a conflict: at a first look fewer than nine in ten were one.
    labelled = [one for one in labelled_findings(half) if one[0] != "task"]
    rows = ask(graph, [given_model(model, facts) for _, model, facts, _ in labelled])
    conflicts = {(row["check"].check, row["model"]) for row in rows if row["verdict"] == "conflict"}
    for check, model, _, conflict in labelled:
        right["found" if (check, model) in conflicts else "left", conflict] += 1
        known += conflict
    reported = right["found", True] + right["found", False]
    assert right["found", True] / reported >= 0.9
    assert right["found", True] / known >= 0.85


def test_names_that_only_look_wrong_are_not_reported_and_contradictions_that_others_sought_are(
    graph: Connection,
) -> None:
    labelled = [*labelled_findings("judged"), *labelled_findings("screened")]
    rows = ask(graph, [given_model(model, facts) for _, model, facts, _ in labelled])
    conflicts = {(row["check"].check, row["model"]) for row in rows if row["verdict"] == "conflict"}
    assert [model for check, model, _, conflict in labelled if not conflict and (check, model) in conflicts] == []
    sought = [(check, model) in conflicts for check, model, _, conflict in labelled if conflict]
    assert sum(sought) / len(sought) >= 0.75


def reported(graph: Connection, half: str) -> Counter[bool]:
    """How many of the conflicts that are reported on a half are labelled so, and how many are not.

    Floors are what a first look found, less the tasks, which are related since.
    """
    labelled = list(labelled_findings(half))
    rows = ask(graph, [given_model(model, facts) for _, model, facts, _ in labelled])
    conflicts = {(row["check"].check, row["model"]) for row in rows if row["verdict"] == "conflict"}
    return Counter(conflict for check, model, _, conflict in labelled if (check, model) in conflicts)


def test_conflicts_drawn_at_random_are_right(graph: Connection) -> None:
    found = reported(graph, "drawn")
    assert found.total() >= 71
    assert found[True] / found.total() >= 0.95


def test_contradictions_that_nobody_mended_on_are_found_no_less_than_at_first(graph: Connection) -> None:
    found = reported(graph, "read")
    assert found[True] >= 34
    assert found[False] == 0


def test_contradictions_of_other_sources_are_found(graph: Connection) -> None:
    found = reported(graph, "elsewhere")
    assert found[True] >= 143
    assert found[False] == 0


def test_contradictions_that_a_second_person_met_are_found_no_less_than_at_first(graph: Connection) -> None:
    found = reported(graph, "elsewhere_two")
    assert found[True] >= 102
    assert found[False] <= 1


def test_contradictions_that_a_third_person_met_are_found_no_less_than_at_first(graph: Connection) -> None:
    found = reported(graph, "elsewhere_three")
    assert found[True] >= 62
    assert found[False] <= 3


def test_contradictions_that_a_fourth_person_met_are_found_no_less_than_at_first(graph: Connection) -> None:
    found = reported(graph, "elsewhere_four")
    assert found[True] >= 67
    assert found[False] <= 17


def test_contradictions_that_a_fifth_person_met_are_found_no_less_than_at_first(graph: Connection) -> None:
    found = reported(graph, "elsewhere_five")
    assert found[True] >= 31
    assert found[False] <= 5


def test_facts_of_other_models_are_told_from_names_no_less_than_at_first(graph: Connection) -> None:
    assert reported(graph, "exchanged")[True] >= 117


def test_labelled_models_are_judged_alike_by_name_and_facts_and_in_the_graph(graph: Connection, tmp_path: Path) -> None:
    """Asked with facts before anything of them is loaded, where their bases are only names, and then of the graph."""
    labelled: dict[str, Facts] = {}
    for half in ("tuned", "untouched", "looked", "seen", "judged", "drawn", "screened", "read"):
        for _, model, facts, _ in labelled_findings(half):
            labelled.setdefault(model, facts)
    bases = {base for facts in labelled.values() for base, _ in facts.bases}
    alone = {
        model: facts
        for model, facts in labelled.items()
        if model not in bases and not any(base in labelled for base, _ in facts.bases)
    }
    beside = shown(list(ask(graph, [given_model(*one) for one in alone.items()])))
    records = [
        {
            "kind": "model",
            "id": model,
            "model_types": facts.types,
            "architectures": facts.classes,
            "task": facts.task,
            "parameters": facts.parameters,
            "languages": facts.languages,
            "tags": facts.tags,
            "derived_from": [made(base, relation or "undeclared")[0] for base, relation in facts.bases],
        }
        for model, facts in alone.items()
    ]
    records = [{name: value for name, value in record.items() if value} for record in records]
    load(Records([write_lines(tmp_path / "labelled.jsonl", records)]), lambda: graph)
    try:
        inside = shown(list(ask(graph, ids=list(alone))))
    finally:
        empty(graph)
        load(Records([write_lines(tmp_path / "records.jsonl", RECORDS)]), lambda: graph)
    # What bears the name of another model needs that model.
    assert [row for row in inside if row[0] != "naming-lineage-base-undeclared"] == beside
    assert len(alone) > 1000


def test_only_what_a_load_touched_is_judged_again(graph: Connection, tmp_path: Path) -> None:
    """These change the graph and come last."""
    times = (
        "MATCH (:Model {id: $id})-[f:HAS_FINDING]->(:Check {check: $check}) RETURN f.first_seen AS a, f.last_seen AS b"
    )
    before = graph.read(times, {"id": "acme/phi-3-mini", "check": "type"})
    later = [
        {"kind": "model", "id": "acme/mbart-one", "model_types": ["mbart"]},
        {"kind": "model", "id": "acme/bert-base-one", "model_types": ["bert"], "downloads": 20_001},
        {"kind": "model", "id": "acme/Qwen2-new", "derived_from": made("acme/Llama-3.1-8B", "finetune")},
    ]
    load(Records([write_lines(tmp_path / "later.jsonl", later)]), lambda: graph)
    assert graph.read(times, {"id": "acme/phi-3-mini", "check": "type"}) == before
    large = graph.read(times, {"id": "acme/bert-large-one", "check": "size"})[0]
    assert large["a"] < large["b"]
    kept = "MATCH (m:Model)-[f:HAS_FINDING]->(c) RETURN m.id + c.name + f.about + f.verdict AS row ORDER BY row"
    rows = graph.read(kept)
    assert not any("acme/mbart-one" in row["row"] for row in rows)
    assert any("acme/Qwen2-new" in row["row"] for row in rows)
    read_names(graph, everything=True)
    assert graph.read(kept) == rows
    graph.execute(
        "MATCH (c:Check {name: 'naming-metadata-type'}) SET c.digest = 'older' "
        "CREATE (:Check {name: 'x', topic: 'naming'})"
    )
    read_names(graph, everything=True)
    assert graph.read(kept) == rows
    assert {row["name"] for row in graph.read("MATCH (c:Check) RETURN c.name AS name")} == {
        check.name for check in naming_checks()
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("other.cypher", "// A\nRETURN 1", "named after what it compares"),
        ("metadata_x.cypher", "// A\n// meaning: b\nRETURN 1", "the header needs"),
        (
            "metadata_x.cypher",
            "// A\n// meaning: b\n// severity: high\n// says: c\n// remedy: d\n// source: e\n// reads: moon\nRETURN 1",
            "reads lists variables",
        ),
        (
            "metadata_x.cypher",
            "// A\n// meaning: b\n// severity: big\n// says: c\n// remedy: d\n// source: e\n// reads: model\nRETURN 1",
            "severity is high",
        ),
    ],
)
def test_a_wrong_check_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=message):
        read_check(path)


def test_what_a_check_reads_is_looked_up_only_for_the_models_that_it_is_asked_of(graph: Connection) -> None:
    check = next(one for one in naming_checks() if one.name == "naming-metadata-language")
    asked = graph.read(f"MATCH (model:Model) WHERE {check.only} RETURN count(*) AS models")[0]["models"]
    assert 0 < asked < len(RECORDS) / 2
    with graph.driver.session() as session:
        result = session.run(
            f"PROFILE {check.findings(some=False)} RETURN *", {"families": {}, "tongues": {}, "everyday": []}
        )
        list(result)
        profile = result.consume().profile
    assert profile is not None
    begun = [step["rows"] for step in operators(profile) if step["operatorType"].startswith("Expand")]
    assert begun
    assert max(begun) <= asked
