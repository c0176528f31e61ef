"""What a file, a field's name or a loader's branch says of a name: settings of shells, keys, names of Ollama."""

from pathlib import Path

import pytest

from supplygraph.reuse.kinds import kind_of
from supplygraph.reuse.ollama import is_in_library
from tests.unit.reuse.repositories import models


@pytest.mark.parametrize("name", [".delta_config", "delta_config", "run.vars", "models.config"])
def test_settings_of_a_shell_are_read_whatever_their_file_is_called(name: str, tmp_path: Path) -> None:
    text = '# Written by setup.sh\n\nHF_REPO="river/delta-7b"\nexport MODEL_DIR=$HOME/delta\n'
    assert models(tmp_path, {name: text}) == {(name, 3, "river/delta-7b", "huggingface")}


def test_a_file_that_says_anything_else_is_no_settings_of_a_shell(tmp_path: Path) -> None:
    assert models(tmp_path, {".notes": 'HF_REPO="river/delta-7b"\nwas tried once\n'}) == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.service.offline", "shell"), ("compose.yml.off", "yaml"), ("settings.toml.prod", "settings"),
        ("setup.sh.log", ""), ("x.yaml.bak", ""), ("data.json.gz", ""), ("a.py.prod", ""), (".env.offline", "shell"),
    ],
)  # fmt: skip
def test_the_ending_before_the_last_tells_settings(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_key_that_only_says_its_name_again_is_no_model(tmp_path: Path) -> None:
    code = (
        "import enum\nfrom transformers import pipeline\nclass Key(enum.Enum):\n"
        "    WRITER_MODEL = 'writer/model'\n    WRITER_LLM_MODEL = 'writer/llm-model'\n"
        "    API_MODEL_ID = 'reader/api-model-id'\n    BASE_MODEL = 'river/delta-7b'\n"
    )
    settings = "writer_model: writer/model\nllm_model: writer/llm-model\nbase_model: river/delta-7b\n"
    assert models(tmp_path, {"keys.py": code, "app.yaml": settings}) == {
        ("keys.py", 7, "river/delta-7b", "huggingface"), ("app.yaml", 3, "river/delta-7b", "huggingface"),
    }  # fmt: skip


def test_loaders_of_two_registries_that_share_a_table_each_get_their_own(tmp_path: Path) -> None:
    code = (
        "from langchain_ollama import OllamaEmbeddings\nfrom langchain_huggingface import HuggingFaceEmbeddings\n"
        "MODELS = [\n    {'id': 'river/delta-small'},\n    {'id': 'nomic-embed-text:latest'},\n]\nfor one in MODELS:\n"
        "    name = one['id']\n    if one.get('local'):\n        OllamaEmbeddings(model=name)\n    else:\n"
        "        HuggingFaceEmbeddings(model_name=name)\n"
    )
    assert models(tmp_path, {"app.py": code}) == {
        ("app.py", 4, "river/delta-small", "huggingface"), ("app.py", 5, "nomic-embed-text:latest", "ollama"),
    }  # fmt: skip


def test_a_field_whose_name_says_ollama_has_a_name_of_its_library(tmp_path: Path) -> None:
    code = (
        "from pydantic import BaseModel, Field\nclass Settings(BaseModel):\n"
        "    default_ollama: str = Field(default='qwen3:4b-instruct', description='of Ollama')\n"
    )
    other = (
        "from pydantic import BaseModel, Field\nclass Other(BaseModel):\n    other: str = Field(default='qwen3:4b')\n"
    )
    assert models(tmp_path, {"app.py": code, "other.py": other}) == {("app.py", 3, "qwen3:4b-instruct", "ollama")}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("qwen3.5:4b", True), ("gemma9:27b-it-q4_K_M", True), ("nomic-embed-text-v2-moe", True),
        ("qwen9.5", False), ("qwen9.5:main", False), ("river9:4b", False), ("nomic-embed-text-mine", False),
    ],
)  # fmt: skip
def test_a_known_family_goes_on(name: str, known: bool) -> None:
    assert is_in_library(name) is known


def test_what_a_wrapper_gives_to_ollama_with_a_tag_is_its(tmp_path: Path) -> None:
    code = (
        "from langchain_ollama import ChatOllama\ndef get(name):\n    return ChatOllama(model=name)\n"
        "get('river-delta:4b')\nget('river-delta')\n"
    )
    assert models(tmp_path, {"app.py": code}) == {("app.py", 4, "river-delta:4b", "ollama")}


def test_a_dataset_is_given_to_a_class_of_a_known_package(tmp_path: Path) -> None:
    code = (
        "from gptqmodel.utils import Perplexity\nPerplexity(dataset_path='wikitext', dataset_name='raw-v1')\n"
        "Perplexity(dataset_path='./rows', split='train')\nPerplexity(dataset_path='mine')\n"
    )
    assert models(tmp_path, {"app.py": code}) == {("app.py", 2, "wikitext", "huggingface")}


def test_layers_that_are_taken_from_a_repository_of_kernels_load_it(tmp_path: Path) -> None:
    code = (
        "from kernels import LayerRepository, has_kernel\n"
        "LAYERS = {'Silu': {'cuda': LayerRepository(repo_id='river/activation', layer_name='Silu')}}\n"
        "ready = has_kernel('river/attention')\n"
    )
    assert models(tmp_path, {"layers.py": code}) == {
        ("layers.py", 2, "river/activation", "huggingface"), ("layers.py", 3, "river/attention", "huggingface"),
    }  # fmt: skip
