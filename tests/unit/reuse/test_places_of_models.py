"""Models where other tools keep them: options, tables and nodes beside a server of Ollama, pipelines, shells."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import models, notebook

ASKS = "from openai import OpenAI\n\nclient = OpenAI(base_url='http://localhost:11434/v1')\n"


def in_file(
    folder: Path, name: str, text: str, others: dict[str, str] | None = None
) -> set[tuple[int, str | None, str]]:
    """(line, id, registry) of what one file claims, with others beside it."""
    return {
        (line, model, registry) for file, line, model, registry in models(folder, {name: text, **(others or {})})
        if file == name
    }  # fmt: skip


@pytest.mark.parametrize(
    "option", ['"--model", default="llama3"', '"-m", "--model", default="llama3"', '"--chat-model", default="llama3"']
)
def test_the_default_of_an_option_for_models_is_ollamas_where_code_asks_its_server(option: str, tmp_path: Path) -> None:
    code = f"{ASKS}import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument({option}, help='which')\n"
    assert (7, "llama3", "ollama") in in_file(tmp_path, "main.py", code)


def test_the_default_of_another_option_is_no_model(tmp_path: Path) -> None:
    code = f"{ASKS}import argparse\n\nargparse.ArgumentParser().add_argument('--style', default='llama3')\n"
    assert not in_file(tmp_path, "main.py", code)


def test_the_default_of_an_input_of_a_node_is_a_model_where_its_code_pulls_it(tmp_path: Path) -> None:
    code = """
    import subprocess


    class PullModel:
        @classmethod
        def INPUT_TYPES(cls):
            return {"required": {"model_name": ("STRING", {"default": "llama3.2"})}}

        def pull(self, model_name):
            subprocess.Popen(f"ollama pull {model_name}", shell=True)
    """
    assert (8, "llama3.2", "ollama") in in_file(tmp_path, "nodes.py", code)


@pytest.mark.parametrize("given", ["return [", "rows = [", "more: list[dict] = ["])
def test_the_rows_of_a_function_named_after_its_models_are_models(given: str, tmp_path: Path) -> None:
    code = f"""
    def get_all_models():
        {given}
            {{"name": "qwen3:8b", "description": "a model such as llama3.1:8b"}},
            {{"name": "phi3:mini", "size": "2 GB"}},
        ]
    """
    found = in_file(tmp_path, "catalog.py", code, {"ask.py": "import ollama\n\nollama.chat(model='llama3.2:1b')\n"})
    assert found == {(4, "qwen3:8b", "ollama"), (5, "phi3:mini", "ollama")}


def test_names_with_tags_in_settings_are_ollamas_where_code_of_another_language_speaks_to_it(tmp_path: Path) -> None:
    settings = (
        '{\n  "Options": {\n    "ChatModel": "qwen3:1.7b",\n    "EmbeddingModel": "nomic-embed-text:latest"\n  }\n}\n'
    )
    host = {"Host.cs": 'builder.AddOllama("ollama", 11434);\n'}
    assert in_file(tmp_path / "with", "appsettings.json", settings, host) == {
        (3, "qwen3:1.7b", "ollama"),
        (4, "nomic-embed-text:latest", "ollama"),
    }
    assert not in_file(tmp_path / "without", "appsettings.json", settings, {"Host.cs": "builder.Run();\n"})


@pytest.mark.parametrize(
    ("name", "text", "line", "model"),
    [
        (".env", "OLLAMA_MODEL=river/delta-instruct-v0.3\n", 1, "river/delta-instruct-v0.3"),
        ("config.yaml", "models:\n  - name: Delta\n    provider: ollama\n    model: river/delta-instruct:latest\n", 4,
         "river/delta-instruct:latest"),
    ],
)  # fmt: skip
def test_a_name_with_an_owner_is_ollamas_where_that_is_said(
    name: str, text: str, line: int, model: str, tmp_path: Path
) -> None:
    assert in_file(tmp_path, name, text) == {(line, model, "ollama")}


@pytest.mark.parametrize(
    ("name", "text", "model"),
    [
        (".env", "OLLAMA_MODEL=hf.co/river/delta-7b-GGUF:Q4_K_M\n", "river/delta-7b-GGUF"),
        ("c.yaml", "llm:\n  provider: ollama\n  embedding_model: sentence-transformers/all-MiniLM-L6-v2\n",
         "sentence-transformers/all-MiniLM-L6-v2"),
        ("c.yaml", "ollama_model: hf.co/river/delta-7b-GGUF:Q4_K_M\n", "river/delta-7b-GGUF"),
    ],
)  # fmt: skip
def test_what_is_of_the_hub_stays_so_beside_ollama(name: str, text: str, model: str, tmp_path: Path) -> None:
    assert {(one, registry) for _, one, registry in in_file(tmp_path, name, text)} == {(model, "huggingface")}


def test_a_repository_with_the_precision_of_its_file_is_the_value_of_a_variable(tmp_path: Path) -> None:
    text = "LLAMA_ARG_HF_REPO=river/delta-7b-GGUF:q4_k_m\n# LLAMA_ARG_HF_REPO=river/other-7b-GGUF:q8_0\n"
    assert in_file(tmp_path, ".env", text) == {(1, "river/delta-7b-GGUF", "huggingface")}


def test_a_variable_of_docker_run_may_follow_its_option_without_a_blank(tmp_path: Path) -> None:
    text = "run:\n\tdocker run --rm -ePORT=8080 -eMODEL_ID=river/tiny-sd -p8080:8080 quay.io/river/runtime:latest\n"
    assert in_file(tmp_path, "Makefile", text) == {(2, "river/tiny-sd", "huggingface")}


def test_a_model_of_a_table_of_powershell_stands_where_it_is_written(tmp_path: Path) -> None:
    text = """
    $definitions = @{
        legacy = @{
            Service = "api-legacy"
            Model = "BAAI/bge-reranker-v2-m3"
            Kind = "cross_encoder"
        }
        own = @{ Model = "river/delta-reranker-v3"; Kind = "listwise" }
    }
    $env:RERANKER_MODEL_NAME = $definitions[$Backend].Model
    """
    assert {(line, model) for line, model, _ in in_file(tmp_path, "select.ps1", text)} == {
        (5, "BAAI/bge-reranker-v2-m3"),
        (8, "river/delta-reranker-v3"),
    }


def test_entries_of_a_list_of_tables_stand_where_they_are_written(tmp_path: Path) -> None:
    text = """
    $models = @(
        @{
            Size = 3
            Name = "river/delta-7b"
        },
        @{
            Name = "river/other-7b"
        }
    )
    foreach ($model in $models) {
        huggingface-cli download $model.Name
    }
    """
    assert {(line, model) for line, model, _ in in_file(tmp_path, "get.ps1", text)} == {
        (5, "river/delta-7b"),
        (8, "river/other-7b"),
    }


def test_settings_that_a_cell_reads_from_a_text_in_one_line_are_settings(tmp_path: Path) -> None:
    cell = """import json, transformers
CONFIG = json.loads(r'''{"base_model_id":"river/delta-7b","data":{"dataset_id":"river/questions"}}''')
"""
    files = {"run.ipynb": notebook(cell)}
    assert {(line, model) for _, line, model, _ in models(tmp_path, files)} == {
        (2, "river/delta-7b"), (2, "river/questions"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["MyModelFile", "chat.Modelfile", "delta-modelfile"])
def test_a_modelfile_may_have_another_name(name: str, tmp_path: Path) -> None:
    assert in_file(tmp_path, name, "FROM dolphin-mistral:latest\n") == {(1, "dolphin-mistral:latest", "ollama")}


@pytest.mark.parametrize(
    ("name", "text", "line", "model"),
    [
        ("agent.clj", '(def llm :ollama)\n(chat {:model "qwen3.6" :temperature 0})\n', 2, "qwen3.6"),
        ("init.el", ';; ollama\n(make-llm-ollama\n :chat-model "qwen3:8b"\n)\n', 3, "qwen3:8b"),
        ("init.el", '(setq ollama-model "llama3.2:3b")\n', 1, "llama3.2:3b"),
        ("ask.http", 'POST http://localhost:11434/api/chat\n\n{\n  "model": "llama3.2",\n  "messages": []\n}\n', 4,
         "llama3.2"),
        ("Ask.razor", '@code {\n  string ollamaModel = "llama3.2:1b";\n}\n', 2, "llama3.2:1b"),
    ],
)  # fmt: skip
def test_languages_of_other_families_name_ollamas_models(
    name: str, text: str, line: int, model: str, tmp_path: Path
) -> None:
    assert in_file(tmp_path, name, text) == {(line, model, "ollama")}


def test_a_remark_of_lisp_names_no_model(tmp_path: Path) -> None:
    assert not in_file(tmp_path, "init.el", ';; ollama, such as (setq model "llama3.2:3b")\n(setq x 1)\n')


def test_a_pipeline_says_the_default_of_what_it_is_given(tmp_path: Path) -> None:
    text = """{
      "parameters": [
        {"name": "model_id", "default_value": {"type": "String", "value": "river/delta-xl"}},
        {"name": "repo_id", "default": "river/other-xl"},
        {"name": "bucket", "default_value": {"type": "String", "value": "river/images"}},
        {"name": "shown", "default": "river/image"}
      ]
    }"""
    assert {(line, model) for line, model, _ in in_file(tmp_path, "make.pipeline", text)} == {
        (3, "river/delta-xl"), (4, "river/other-xl"),
    }  # fmt: skip


def test_the_field_of_a_node_of_ollamas_is_its_model(tmp_path: Path) -> None:
    text = """{
      "nodes": [
        {"id": 1, "type": "PullOllamaModel", "widgets_values": [
          "llama3.2",
          "say hello"
        ]},
        {"id": 2, "type": "Note", "widgets_values": [
          "phi3"
        ]}
      ]
    }"""
    assert in_file(tmp_path, "workflow.json", text) == {(4, "llama3.2", "ollama")}


def test_an_entry_of_what_is_called_after_models_is_told_by_its_id(tmp_path: Path) -> None:
    text = """{
      "modelProviders": {"openai": [
        {"id": "mlx-community/Qwen3-Coder-30B-A3B-Instruct-4bit", "baseUrl": "http://host:8000/v1"}
      ]},
      "themes": [{"id": "mlx-community/Qwen3-Coder-30B-A3B-Instruct-4bit"}]
    }"""
    assert [line for line, _, _ in in_file(tmp_path, "settings.json", text)] == [3]


def test_a_repository_that_something_is_made_from_is_one_of_models_by_its_owner(tmp_path: Path) -> None:
    text = '{\n  "source_repository": "Qwen/Qwen2.5-Coder-3B-Instruct",\n  "code_repository": "river/delta-7b"\n}\n'
    assert in_file(tmp_path, "manifest.json", text) == {(2, "Qwen/Qwen2.5-Coder-3B-Instruct", "huggingface")}


def test_variables_of_powershell_hold_what_others_do(tmp_path: Path) -> None:
    text = """
    $small = @(
        @{ tag = "qwen3-coder:7b"; role = "light (7B class)" },
        @{ tag = "deepseek-r1:7b"; role = "reasons" }
    )
    $large = @( @{ tag = "deepseek-r1:671b" } )
    $wanted = $small + $large
    foreach ($one in $wanted) {
        & $ollamaExe pull $one.tag
    }
    """
    assert {(line, model) for line, model, _ in in_file(tmp_path, "pull.ps1", text)} == {
        (3, "qwen3-coder:7b"), (4, "deepseek-r1:7b"), (6, "deepseek-r1:671b"),
    }  # fmt: skip


def test_a_value_with_a_size_is_ollamas_in_a_file_beside_one_that_asks_it(tmp_path: Path) -> None:
    code = """
    def model_profile() -> dict[str, str]:
        rows = [{"pattern": "deepseek-r1:7b"}]
        return {"architect": "qwen3-coder:30b", "image": "river-delta:30b", "cache": "redis:latest", "rows": rows}
    """
    asks = {"ask.py": "import ollama\n\nollama.chat(model='llama3.2:1b')\n"}
    assert in_file(tmp_path / "with", "profiles.py", code, asks) == {(4, "qwen3-coder:30b", "ollama")}
    assert not in_file(tmp_path / "without", "profiles.py", code)


@pytest.mark.parametrize(
    "name", ["researcher/delta-adapter", "localized/base", "someone/delta-7b", "different/adapter"]
)
def test_an_id_that_is_made_up_is_none(name: str, tmp_path: Path) -> None:
    code = f"from transformers import AutoModel\n\nAutoModel.from_pretrained('{name}')\n"
    assert not models(tmp_path, {"tests/test_model.py": code})


def test_a_name_in_a_test_is_none_of_what_is_used_where_only_other_files_ask_ollama(tmp_path: Path) -> None:
    files = {
        "ask.py": "import ollama\n\nollama.chat(model='llama3.2:1b')\n",
        "tests/fixtures/valid.json": '{"loaded_model": "llama3:70b"}\n',
        "src/models.rs": '#[cfg(test)]\nmod tests {\n    let model = "qwen3:8b";\n}\n',
    }
    assert {file for file, _, _, _ in models(tmp_path, files)} == {"ask.py"}


@pytest.mark.parametrize(
    ("name", "text", "line", "model", "registry"),
    [
        ("tests/conftest.py", 'import os\n\nPATH = os.environ.get("RIVER_CHECKPOINT", "river/delta-reranker")\n', 3,
         "river/delta-reranker", "huggingface"),
        ("tests/test_live.py", 'import os, ollama\n\nname = os.getenv("OLLAMA_MODEL", "llama3.2")\n', 3, "llama3.2",
         "ollama"),
        ("tests/LiveTests.cs", 'class A {\n  string Ollama => Get("OLLAMA_TEST_MODEL", "llama3.2:1b");\n}\n', 2,
         "llama3.2:1b", "ollama"),
    ],
)  # fmt: skip
def test_what_a_test_takes_where_its_environment_names_no_model_is_used(
    name: str, text: str, line: int, model: str, registry: str, tmp_path: Path
) -> None:
    loads = {"main.py": "from transformers import AutoModel\n\nAutoModel.from_pretrained(PATH)\n"}
    assert in_file(tmp_path, name, text, loads) == {(line, model, registry)}


def test_a_dataset_without_owner_is_one_of_the_hub_beside_options_of_its_scripts(tmp_path: Path) -> None:
    text = (
        "python run_qa.py --model_name_or_path bert-base-uncased --dataset_name squad --do_train\n"
        "python train.py --dataset_name cifar10 --epochs 3\n"
        "python run_qa.py --model_name_or_path bert-base-uncased --dataset_name json --train_file a.json\n"
    )
    assert {(line, model) for line, model, _ in in_file(tmp_path, "run.sh", text)} == {
        (1, "google-bert/bert-base-uncased"), (1, "squad"), (3, "google-bert/bert-base-uncased"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("spec/cassettes/chat.yml", "requests:\n- body: '{\"model\":\"llama3.2\"}'\n  uri: http://localhost:11434\n"),
        ("openapi.yaml", "info: Ollama\npaths:\n  /api/chat:\n    example:\n      model: llama3.2:1b\n"),
        ("appsettings.json", '{"Ollama": {"Denylist": ["qwen3:0.6b"], "ExcludedModels": ["qwen3:8b"]}}'),
        ("demo.sh", "# ollama\ncurl http://localhost:8085/v1/chat -d '{\"model\": \"library/granite3.1-dense\"}'\n"),
        ("Loader.java", '// tokenizers\nString m = source.meta("tokenizer.ggml.model", "gpt2");\n'),
        ("registry.ts", "// transformers\nconst r = {\n  key: 'embedding',\n  title: 'all-MiniLM-L6-v2',\n}\n"),
    ],
)  # fmt: skip
def test_what_is_played_back_shown_or_refused_is_not_used(name: str, text: str, tmp_path: Path) -> None:
    assert not {one for one in in_file(tmp_path, name, text) if one[2] == "huggingface" or name != "demo.sh"}


@pytest.mark.parametrize(
    ("head", "given", "used"),
    [
        ("from unittest.mock import patch", "", False),
        ("import pytest", "monkeypatch", False),
        ("import unittest", "", True),
    ],
)
def test_what_a_test_gives_to_code_is_used_unless_it_puts_mocks_in_its_place(
    head: str, given: str, used: bool, tmp_path: Path
) -> None:
    files = {
        "app/load.py": "import transformers\n\ndef load(name):\n    transformers.AutoModel.from_pretrained(name)\n",
        "tests/test_load.py": f"{head}\nfrom app.load import load\n\n\ndef test_it({given}):\n    load('river/tide')\n",
    }
    assert models(tmp_path, files) == ({("tests/test_load.py", 6, "river/tide", "huggingface")} if used else set())


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".env.example", "MODEL_NAME=distilgpt2\n", 1),
        ("matrix.json", '{"runs": [{"model_id": "distilgpt2"}]}', 1),
        ("run.sh", "python train.py --model-id distilgpt2\n", 1),
    ],
)
def test_a_word_that_only_one_model_is_called_needs_no_owner(name: str, text: str, line: int, tmp_path: Path) -> None:
    assert in_file(tmp_path, name, text) == {(line, "distilbert/distilgpt2", "huggingface")}


def test_a_folder_of_datasets_is_none(tmp_path: Path) -> None:
    assert not in_file(tmp_path, "Makefile", "BENCH_DATASETS := bench/datasets\n")
