"""What scripts give to their own functions and loops, what remarks in them hide, and which files are scripts."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import models


def claimed(folder: Path, name: str, text: str) -> set[tuple[int, str | None]]:
    """(line, id) of what one file names."""
    return {(line, model) for _, line, model, _ in models(folder, {name: text})}


@pytest.mark.parametrize(
    "function",
    [
        'get() {\n  hf download "$1"\n}\n',
        'function get {\n  local id="$1"\n  hf download "${id}"\n}\n',
        'get() {\n  local id=$1\n  python3 -c "\nfrom huggingface_hub import snapshot_download\n'
        "snapshot_download('$id')\n\"\n}\n",
    ],
)
def test_a_function_that_loads_loads_what_it_is_given(function: str, tmp_path: Path) -> None:
    first = function.count("\n") + 1
    text = function + "get river/delta-a\nif true; then get 'river/delta-b' out; fi\nother river/delta-c\n"
    assert claimed(tmp_path, "run.sh", text) == {(first, "river/delta-a"), (first + 1, "river/delta-b")}


def test_a_function_that_only_says_its_argument_loads_nothing(tmp_path: Path) -> None:
    text = 'say() {\n  local model="$1"\n  echo "hf download $model"\n}\nsay river/delta-a\n'
    assert claimed(tmp_path, "run.sh", text) == set()


def test_what_a_loop_asks_ollama_for_stands_at_its_head(tmp_path: Path) -> None:
    text = (
        "for model in qwen3:8b river-delta:4b other; do\n  curl -s http://localhost:11434/api/chat \\\n"
        '    -d "{\\"model\\":\\"$model\\"}"\ndone\nfor m in llama3 phi3; do ollama pull "$m"; done\n'
    )
    assert claimed(tmp_path, "run.sh", text) == {(1, "qwen3:8b"), (5, "llama3"), (5, "phi3")}


def test_a_remark_ends_the_command_before_it(tmp_path: Path) -> None:
    text = (
        "python train.py \\\n  --model_name_or_path river/delta-a \\\n  #--model_name_or_path river/delta-b \\\n"
        'MODEL_PATH="/models/x" #"Qwen/Qwen3-8B"\nMODEL_ID=\'river/delta-c\' # was river/delta-d\n'
    )
    assert claimed(tmp_path, "run.sh", text) == {(2, "river/delta-a"), (5, "river/delta-c")}


def test_a_script_without_an_ending_or_a_first_line_is_one(tmp_path: Path) -> None:
    script = "\nsource ~/env.sh\nconda activate x\ntorchrun train.py \\\n  --model_name_or_path river/delta-a\n"
    assert claimed(tmp_path / "a", "run_local", script) == {(5, "river/delta-a")}
    prose = "How to train\n\nexport A=1\npython train.py --model_name_or_path river/delta-a\n"
    assert claimed(tmp_path / "b", "NOTES", prose) == set()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("HF_MODEL_M2V_BGE=river/delta-a", True), ("MODEL_FAST=river/delta-a", True),
        ("MODEL_ADDR=river/delta-a", False), ("MODEL_SERVER_IMAGE=river/delta-a", False),
        ("OPENROUTER_MODEL_FAST=river/delta-a", False), ("MODEL_OUTPUT_FAST=river/delta-a", False),
    ],
)  # fmt: skip
def test_a_variable_with_the_word_model_in_it_names_one(line: str, named: bool, tmp_path: Path) -> None:
    assert claimed(tmp_path, ".env.example", f"A=b\n{line}\n") == ({(2, "river/delta-a")} if named else set())


def test_a_word_for_pictures_in_the_name_of_a_task_is_no_container(tmp_path: Path) -> None:
    code = (
        "<?php\nreturn match ($this) {\n  self::ImageToText => 'Xenova/river-a-base',\n"
        "  self::TextToImage => 'Xenova/river-b-base',\n  self::BaseImage => 'Xenova/river-c-base',\n};\n"
        "// transformers\n"
    )
    assert claimed(tmp_path, "Task.php", code) == {(3, "Xenova/river-a-base"), (4, "Xenova/river-b-base")}


def test_names_of_sentence_transformers_count_beside_the_name_of_the_library(tmp_path: Path) -> None:
    code = "ROWS = [{{'provider': '{}', 'kwargs': {{'model': 'clip-ViT-B-32'}}}}]\nimport torch\n"
    named = {("rows.py", 1, "clip-ViT-B-32", "huggingface")}
    assert models(tmp_path / "a", {"rows.py": code.format("sentence_transformers")}) == named
    assert models(tmp_path / "b", {"rows.py": code.format("open_clip")}) == set()


def test_places_and_services_beside_models_are_none(tmp_path: Path) -> None:
    code = (
        "import transformers\nprocessor = Reader(input_prefix='raw-rows/jsonl')\n"
        "text.format('model', 'RGB/Alpha', depth)\n"
        "provider_map = {'delta-embedding-text-2': 'North/ARK'}\nmodel_map = {'delta-embedding': 'river/delta-a'}\n"
    )
    settings = '{"llm": {"path": "venv/llm"}}'
    assert models(tmp_path, {"app.py": code, "a.json": settings}) == {("app.py", 5, "river/delta-a", "huggingface")}


def test_a_key_that_ends_in_a_part_of_a_place_names_no_model_but_one_that_begins_so_may(tmp_path: Path) -> None:
    text = "input_prefix: Qwen/Qwen3-8B\nprefix_translation:\n  - Qwen/Qwen3-4B\n"
    assert claimed(tmp_path, "models.yaml", text) == {(3, "Qwen/Qwen3-4B")}
