"""Names that are told by what stands beside them: the part of a dataset, a provider, an option, a class above."""

from pathlib import Path

import pytest

from supplygraph.reuse.keys import with_split
from tests.unit.reuse.repositories import claimed


def named(folder: Path, files: dict[str, str]) -> set[tuple[int, str | None, str, str]]:
    """(line, id, kind, registry) of what is claimed."""
    return {(one.line, one.model_id, one.kind, one.registry) for one in claimed(folder, files)}


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.yaml", "data:\n  train_files: glass/sums-9k@train\n  val_files: glass/sums-9k@test\n", {2, 3}),
        ("a.yaml", "data:\n  val_files:\n    - glass/sums-9k[test]\n", {3}),
        ("a.toml", '[data]\ntrain_files = "glass/sums-9k@train"\n', {2}),
        (
            "run.sh",
            "python -m x \\\n  data.train_files=glass/sums-9k@train \\\n  data.val_files=glass/sums-9k@test\n",
            {2, 3},
        ),
        ("run.sh", "python train.py --eval_dataset glass/sums-9k[test]\n", {1}),
    ],
)
def test_datasets_are_named_with_a_part_of_them(name: str, text: str, lines: set[int], tmp_path: Path) -> None:
    expected = {(line, "glass/sums-9k", "dataset", "huggingface") for line in lines}
    assert named(tmp_path, {name: text}) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("output_data", "glass/sums@train"),
        ("image_files", "glass/sums:1.0@sha256"),
        ("contact", "glass/sums@train"),
        ("train_files", "./glass/sums@train"),
        ("train_files", "glass/sums@host.org"),
    ],
)
def test_other_names_with_an_at_are_no_datasets(key: str, value: str) -> None:
    assert list(with_split(key, value)) == []


@pytest.mark.parametrize(
    ("name", "text", "line", "model"),
    [
        ("a.toml", '[embedding]\nbase_model = "mxbai-embed-large"\nprovider = "ollama"\n', 2, "mxbai-embed-large"),
        ("a.yaml", 'providers:\n  - name: local-ollama\n    llm_model_ids:\n      - "qwen2:1.5b"\n', 4, "qwen2:1.5b"),
        ("a.yaml", 'url: http://ollama:11434/v1\nmodels:\n  - "phi3:mini"\n', 3, "phi3:mini"),
        ("a.yaml", "url: pvc://volume-a?model=qwen2:0.5b\n", 1, "qwen2:0.5b"),
        (
            "app.py",
            "from smolagents import TransformersModel\nTransformersModel(model_id='ollama_chat/phi3')\n",
            2,
            "phi3",
        ),
        (
            "app.py",
            "import argparse\np = argparse.ArgumentParser()\nURL = 'http://localhost:11434'\n"
            "p.add_argument('--model-name', default='qwen2.5vl:3b')\n",
            4,
            "qwen2.5vl:3b",
        ),
    ],
)
def test_what_ollama_serves_is_told_by_what_stands_beside_it(
    name: str, text: str, line: int, model: str, tmp_path: Path
) -> None:
    assert named(tmp_path, {name: text}) == {(line, model, "model", "ollama")}


def test_a_section_beside_one_of_ollama_has_other_names(tmp_path: Path) -> None:
    text = '[a]\nprovider = "ollama"\n[b]\nprovider = "north"\nbase_model = "mistral-large"\n'
    assert named(tmp_path, {"a.toml": text}) == set()


def test_a_remark_that_ends_in_a_backslash_hides_no_command(tmp_path: Path) -> None:
    text = "# python train.py \\\npython -m launch train.py \\\n  --model_name_or_path stillwater/tide\n"
    assert named(tmp_path, {"run.sh": text}) == {(3, "stillwater/tide", "model", "huggingface")}
    told = "# python train.py \\\n#   --model_name_or_path stillwater/tide\n"
    assert named(tmp_path, {"run.sh": told}) == set()


def test_a_tokenizer_is_one_to_every_program(tmp_path: Path) -> None:
    text = (
        "containers:\n  - image: north/bench:1\n    args:\n      - --model=glass/served\n"
        "      - --tokenizer=stillwater/tide\n"
    )
    assert named(tmp_path, {"job.yaml": text}) == {(5, "stillwater/tide", "model", "huggingface")}


def test_a_class_names_the_data_that_the_one_above_it_loads(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/base.py": (
            "from datasets import load_dataset\nclass Task:\n    DATASET_PATH = None\n"
            "    def __init__(self):\n        self.data = load_dataset(path=self.DATASET_PATH)\n"
        ),
        "pkg/sums.py": 'from pkg.base import Task\nclass Sums(Task):\n    DATASET_PATH = "glass_sums"\n',
    }
    assert named(tmp_path, files) == {(3, "glass_sums", "dataset", "huggingface")}


def test_the_command_line_tool_for_models_is_given_one(tmp_path: Path) -> None:
    text = 'import llm\nllm.get_embedding_model("stillwater/tide")\nllm.get_embedding_model("3-small")\n'
    assert named(tmp_path, {"app.py": text}) == {(2, "stillwater/tide", "model", "huggingface")}


def test_an_option_of_several_has_all_its_values(tmp_path: Path) -> None:
    text = "python run.py --models glass/one \\\n  glass/two --datasets glass/sums glass/words -v glass/other\n"
    assert named(tmp_path, {"run.sh": text}) == {
        (1, "glass/one", "model", "huggingface"),
        (2, "glass/two", "model", "huggingface"),
        (2, "glass/sums", "dataset", "huggingface"),
        (2, "glass/words", "dataset", "huggingface"),
    }
    assert named(tmp_path / "one", {"run.sh": "python run.py --model glass/one glass/place\n"}) == {
        (1, "glass/one", "model", "huggingface")
    }
