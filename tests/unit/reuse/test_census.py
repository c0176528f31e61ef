"""Kinds of places that a count over whole repositories showed: tables, commands in code, further lines, templates."""

from pathlib import Path

import pytest

from supplygraph.reuse.identify import repository_of_weights
from supplygraph.reuse.keys import kind_of_option, names_model
from supplygraph.reuse.place import role
from tests.unit.reuse.repositories import claimed, found, models

LOADS = "from transformers import AutoModel\nAutoModel.from_pretrained('acme/llm')\n"


def test_an_import_brings_no_method_of_its_name(tmp_path: Path) -> None:
    files = {
        "src/tool/datasets/__init__.py": "",
        "src/tool/base.py": "class Base:\n    def load_dataset(self):\n        return self.path\n",
        "run.py": "from datasets import load_dataset\nfrom tool.base import Base\nload_dataset('acme/talks')\nBase()\n",
    }
    assert ("run.py", 3, "acme/talks", "huggingface") in models(tmp_path, files)


def test_a_table_of_a_page_counts_where_the_repository_loads_models_in_another_language(tmp_path: Path) -> None:
    table = "export const archs = [{\n  defaults: { 'process[0].model.name_or_path': ['acme/painter', undefined] } }]\n"
    assert models(tmp_path / "a", {"ui/options.ts": table, "app.py": LOADS}) >= {
        ("ui/options.ts", 2, "acme/painter", "huggingface")
    }
    assert models(tmp_path / "b", {"ui/options.ts": table}) == set()
    tested = models(tmp_path / "c", {"ui/options.test.jsx": table, "app.py": LOADS})
    assert not {row for row in tested if row[0] == "ui/options.test.jsx"}


@pytest.mark.parametrize(
    "name",
    ["a.test.ts", "a.spec.tsx", "a.test.jsx", "a.test.mjs", "a_test.go", "src/ATest.java"],
)
def test_tests_of_all_languages_are_told_by_their_endings(name: str) -> None:
    assert role(name) == "test"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        # A name that waits for another file reads as a model by itself.
        ("a.ts", "export const MODELS = {\n  small: { repo: 'stillwater/base-7b-GGUF' },\n}\n", 2),
        ("a.ts", "const row = {\n  repo: 'stillwater/Base-GGUF', filename: 'base-q4.gguf' }\nconst model = [row]\n", 2),
        ("a.go", 'package a\nvar ModelList = []string{\n\t"stillwater/base-7b",\n}\n', 3),
        ("a.go", 'package a\n// gguf\nvar ModelList = []string{\n\t"stillwater/basis",\n}\n', 4),
        ("a.rs", '// gguf\nlet row = Row::new("stillwater/basis", "basis-q4.gguf");\n', 2),
        ("a.go", 'package a\n// model_id\nconst DefaultModelForSummaries2 = "stillwater/basis"\n', 3),
        ("a.html", "<script>\nconst m = { repo: 'stillwater/base-7b-GGUF' }\n</script>\n", 2),
        ("a.js", "module.exports = { run: [{\n  message: 'hf download stillwater/basis base.bin --local-dir app'\n}]}"
                 "\nimport '@huggingface/transformers'\n", 2),
        ("a.js", "import '@huggingface/transformers'\nrun(\"hf download stillwater/basis base.bin\")\n", 2),
        ("a.json", '{"MODEL": {\n"basis": "{HF_ENDPOINT}/stillwater/basis"}}\n', 2),
        ("a.json", '{"model_args": 1, "args": ["train",\n"--model-name",\n"stillwater/basis"]}\n', 3),
        ("a.json", '{"args": ["train",\n"--model-name=stillwater/basis"]}\n', 2),
        ("a.yaml", "model:\n  extras_name_or_path: stillwater/basis\n", 2),
        ("a.yaml", "model_stub: stillwater/tinyllama-base\n", 1),
        ("a.yaml", "lora:\n  file: stillwater/llama-7b/base.safetensors\n", 2),
        ("a.yaml", 'environment:\n  - LLM_MODEL_ID=${LLM_MODEL_ID:-"stillwater/llama-7b"}\n', 2),
        ("a.sh", 'REPO="stillwater/basis"\n"$HF" download "$REPO" base.gguf\n', 1),
        ("a.sh", "MODELS=(\n  stillwater/basis\n)\n", 2),
        ("a.sh", "bash evaluate.sh -d crux -m stillwater/basis@together -s 1\n", 1),
        ("a.sh", "python3 -m train \\\n  actor.model.path=x \\\n  critic.model.path=stillwater/basis\n", 3),
    ],
)  # fmt: skip
def test_kinds_of_places_name_a_model(name: str, text: str, line: int, tmp_path: Path) -> None:
    rows = {(f.file, f.line, f.kind) for f in claimed(tmp_path, {name: text})}
    if name.endswith((".ts", ".js")) and "message" in text:
        # What people read.
        assert rows == set()
    else:
        assert rows == {(name, line, "model")}


def test_each_line_of_a_command_that_names_a_model_counts(tmp_path: Path) -> None:
    text = (
        "python3 -m train \\\n  actor.model.path=acme/llm \\\n  critic.model.path=acme/llm \\\n  logger.name=acme/llm\n"
    )
    assert {row[1] for row in models(tmp_path, {"run.sh": text})} == {1, 2, 3} - {1}


def test_several_ids_in_one_value_are_parted_by_semicolons_too(tmp_path: Path) -> None:
    text = "envs:\n  SERVED_MODEL_ID: acme/small;acme/large;\n"
    assert {row[2] for row in models(tmp_path, {"a.yaml": text})} == {"acme/small", "acme/large"}


def test_pairs_and_lists_of_arguments_say_what_a_literal_is(tmp_path: Path) -> None:
    text = (
        f"{LOADS}CONFIG = OrderedDict([('name_or_path', 'acme/painter'), ('author', 'acme/people')])\n"
        "ARGS = ['--teacher-model', 'acme/teacher', '--verbose', 'acme/nothing']\n"
    )
    ids = {row[2] for row in models(tmp_path, {"app.py": text})}
    assert ids == {"acme/llm", "acme/painter", "acme/teacher"}


def test_code_that_cannot_be_parsed_is_read_by_its_texts(tmp_path: Path) -> None:
    text = (
        '"""From stillwater/old-7b."""\nmodel_id = "stillwater/basis"  # or "stillwater/next-7b"\n'
        "AutoModel.from_pretrained('stillwater/base-7b')\ndef x(:\n"
    )
    rows = {(f.line, f.model_id, f.tier) for f in found(tmp_path, {"app.py": text}) if f.tier != "doc"}
    assert {(line, name) for line, name, _ in rows} == {(2, "stillwater/basis"), (3, "stillwater/base-7b")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "black-forest-labs/FLUX.1-Canny-dev-lora/flux1-canny-dev-lora.safetensors",
            "black-forest-labs/FLUX.1-Canny-dev-lora",
        ),
        ("stillwater/llama-7b/q4/model-00001-of-2.gguf", "stillwater/llama-7b"),
        ("llama/7B/ggml-model.bin", None),
        ("models/llama-7b/model.safetensors", None),
        ("stillwater/basis/model.bin", None),
    ],
)
def test_a_file_of_weights_names_its_repository_where_that_reads_as_one(text: str, name: str | None) -> None:
    assert repository_of_weights(text) == name


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("HF_DATA_PATH", "dataset"),
        ("hf_data_dir", None),
        ("DefaultModelForTextSummarization2", "model"),
        ("prompt_for_model", None),
        ("extras_name_or_path", "model"),
        ("dataset_name_or_path", "dataset"),
    ],
)
def test_a_key_is_read_by_its_words(key: str, kind: str | None) -> None:
    assert kind_of_option(key) == kind
    assert names_model(key) == (kind == "model")


def test_what_is_served_alone_is_no_model_behind_a_short_option(tmp_path: Path) -> None:
    assert models(tmp_path, {"a.sh": "bash evaluate.sh -f google -m google/gemini-1.5-pro\n"}) == set()


def test_the_models_of_a_service_are_its_own(tmp_path: Path) -> None:
    table = 'package a\nvar ModelList = []string{\n\t"stillwater/base-7b",\n}\n'
    files = {"relay/openrouter/constants.go": table, "relay/own/constants.go": table}
    assert {row[0] for row in models(tmp_path / "a", files)} == {"relay/own/constants.go"}
    python = f"{LOADS}MODELS = ['stillwater/base-7b']\n"
    assert {row[2] for row in models(tmp_path / "b", {"openrouter/app.py": python})} == {"acme/llm"}


def test_what_a_field_shows_while_it_is_empty_is_no_model(tmp_path: Path) -> None:
    text = 'import "@huggingface/transformers"\nconst a = <input placeholder="stillwater/base-7b" />\n'
    assert models(tmp_path, {"a.tsx": text}) == set()


def test_an_id_in_a_sentence_that_a_component_shows_is_no_model(tmp_path: Path) -> None:
    text = (
        "const a = <p>when all of the 'stillwater/base-7b' revisions are</p>\n"
        "function f() { return 'stillwater/next-7b' as Id }\n"
    )
    assert {row[2] for row in models(tmp_path, {"a.tsx": text})} == {"stillwater/next-7b"}


@pytest.mark.parametrize("name", ["closed/results_of_llama-7b.ndjson", "default/not-specified", "sambanova/Llama-3-8B"])
def test_files_of_rows_and_names_of_gateways_are_no_ids(name: str, tmp_path: Path) -> None:
    assert models(tmp_path, {"a.yaml": f"models:\n  - model: {name}\n"}) == set()
