"""Names with a slash that read as ids and are none: labels, files, what is only compared, what is only served."""

from pathlib import Path

import pytest

from supplygraph.reuse.keys import is_hosted
from tests.unit.reuse.repositories import claimed, found

_LOADS = "from transformers import AutoModel\nAutoModel.from_pretrained(name)\n"


def ids(folder: Path, files: dict[str, str]) -> set[str | None]:
    """The models and datasets that are claimed."""
    return {one.model_id for one in claimed(folder, files)}


@pytest.mark.parametrize(
    ("ending", "expected"),
    [("pkl", set()), ("caffemodel", set()), ("safetensors", {"Northlab/R-50"})],
)
def test_keys_of_paths_are_labels_but_for_weights_of_a_repository(
    ending: str, expected: set[str], tmp_path: Path
) -> None:
    table = f'\nBACKBONE_MODELS = {{"Northlab/R-50": "Pretrained/Northlab/R-50.{ending}"}}\n'
    assert ids(tmp_path, {"app.py": _LOADS + table}) == expected


def test_keys_of_addresses_and_of_options_stay_ids(tmp_path: Path) -> None:
    table = '\nBACKBONE_MODELS = {"stillwater/base-v": "https://a.example/b/v.pkl", "stillwater/other": {"n": 3}}\n'
    assert ids(tmp_path, {"app.py": _LOADS + table}) == {"stillwater/base-v", "stillwater/other"}


@pytest.mark.parametrize(
    "code",
    [
        "import pandas as pd\nratings_dataset = pd.read_csv('ml-100k/u.data', sep='|')\n",
        "import pandas as pd\nfilms_dataset = pd.read_csv('ml-100k/u.item')\n",
        "from peft import PeftModel\nPeftModel.from_pretrained(base, 'mistral-films-finetune/checkpoint-150')\n",
    ],
)
def test_files_of_data_and_folders_of_steps_are_no_ids(code: str, tmp_path: Path) -> None:
    assert [f.model_id for f in found(tmp_path, code) if f.tier in ("core", "flow")] == []


def test_a_name_of_spacy_in_a_table_with_those_of_ollama_is_left_to_spacy(tmp_path: Path) -> None:
    text = """
    import subprocess
    import spacy

    MODELS = {"nlp": [{"name": "en_core_web_sm"}], "llm": [{"name": "llama3.2:3b"}]}

    for kind, rows in MODELS.items():
        for row in rows:
            if kind == "nlp":
                spacy.load(row["name"])
            else:
                subprocess.run(["ollama", "pull", row["name"]])
    """
    named = {(f.literal, f.registry) for f in found(tmp_path, text)}
    assert ("en_core_web_sm", "spacy") in named
    assert ("en_core_web_sm", "ollama") not in named
    assert ("llama3.2:3b", "ollama") in named


def test_a_repository_of_an_owner_of_models_is_one_of_the_hub_in_other_code(tmp_path: Path) -> None:
    text = 'let defaultRepository = "mlx-community/Qwen3-8B-4bit"\nlet sourceRepository = "stillwater/tool-7b"\n'
    named = {(f.line, f.model_id) for f in found(tmp_path, {"Sources/a.swift": text}) if f.tier != "doc"}
    assert named == {(1, "mlx-community/Qwen3-8B-4bit")}


def test_files_of_vectors_are_no_ids(tmp_path: Path) -> None:
    text = 'EMBEDDING_MODEL = "glass/crawl-200d.vec"\nOTHER_MODEL = "glass/crawl-200d"\n'
    assert ids(tmp_path, {"app.py": _LOADS + text}) == {"glass/crawl-200d"}


def test_a_list_in_which_something_is_only_looked_up_loads_nothing(tmp_path: Path) -> None:
    text = 'OLD_MODELS = ["stillwater/base-7b-v1"]\ndef f(name):\n    if name in OLD_MODELS:\n        name += ""\n'
    assert ids(tmp_path, {"app.py": text + _LOADS}) == set()
    assert ids(tmp_path, {"app.py": f"{text}{_LOADS}f(OLD_MODELS[0])\n"}) == {"stillwater/base-7b-v1"}


def test_a_list_that_nothing_is_to_be_outside_of_is_one_of_choices(tmp_path: Path) -> None:
    text = (
        'KNOWN_MODELS = ["stillwater/base-7b-v1"]\ndef f(n):\n    if n not in KNOWN_MODELS:\n        raise KeyError\n'
    )
    assert ids(tmp_path, {"app.py": text + _LOADS}) == {"stillwater/base-7b-v1"}


@pytest.mark.parametrize(
    "compared", ["m.id === 'stillwater/base-7b'", "'stillwater/base-7b' != m.id", 'm == "onnx-community/base-v2"']
)
def test_what_javascript_compares_it_does_not_load(compared: str, tmp_path: Path) -> None:
    page = f"import {{ pipeline }} from '@huggingface/transformers'\nif ({compared}) {{ show(m) }}\n"
    assert ids(tmp_path, {"app.js": page}) == set()


def test_a_deployment_behind_its_provider_is_no_id(tmp_path: Path) -> None:
    text = 'from rerankers import Reranker\nname = "north-gpt"\nReranker(f"azure/{name}", model_type="rankgpt")\n'
    assert ids(tmp_path, {"app.py": text}) == set()


def test_a_folder_of_ollamas_registry_is_no_address(tmp_path: Path) -> None:
    text = (
        "ls /models/manifests/registry.ollama.ai/library/qwen/0.5b\ncurl https://registry.ollama.ai/library/phi3:3.8b\n"
    )
    assert ids(tmp_path, {"run.sh": text}) == {"phi3:3.8b"}


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("mistralai/mistral-medium-3.5", True),
        ("mistralai/Mistral-7B-v0.1", False),
        ("x-ai/grok-4", True),
        ("xai-org/grok-1", False),
        ("qwen/qwen-max", True),
        ("Qwen/Qwen-7B", False),
    ],
)
def test_models_that_are_only_served_are_known(name: str, served: bool) -> None:
    assert is_hosted(name) is served


@pytest.mark.parametrize("table", ["GROQ_MODELS", "OPENROUTER_MODEL_MAP", "AZURE_MODELS"])
def test_tables_of_a_provider_hold_its_own_names(table: str, tmp_path: Path) -> None:
    assert ids(tmp_path, {"app.py": f'{_LOADS}{table} = {{"small": "stillwater/base-7b-instruct"}}\n'}) == set()
    assert ids(tmp_path, {"a.yaml": f"{table.lower()}:\n  - stillwater/base-7b-instruct\n"}) == set()
