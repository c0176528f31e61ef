"""What settings files name, by their structure; and what notebooks and Ollama name."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, notebook


def named(folder: Path, name: str, text: str) -> set[tuple[int, str | None, str]]:
    return {(f.line, f.model_id, f.kind) for f in found(folder, {name: text}) if f.tier != "doc"}


MODEL = "stillwater/base-7b"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", f"model:\n  id: {MODEL}\n", {(2, MODEL, "model")}),
        ("a.yaml", f"llm:\n  - name: {MODEL}\n    port: 8\n", {(2, MODEL, "model")}),
        ("a.yaml", f"rankerModelURL: hf://{MODEL}\n", {(1, MODEL, "model")}),
        ("a.yaml", f"base: &one {MODEL}\nserved_model: *one\n", {(1, MODEL, "model")}),
        ("a.yaml", f"one: {{model: {MODEL}}}\n---\ntwo: {{model: stillwater/other-7b}}\n",
         {(1, MODEL, "model"), (3, "stillwater/other-7b", "model")}),
        ("a.yaml", f"model: ${{NAME:{MODEL}}}\n", {(1, MODEL, "model")}),
        ("a.yaml", f"model: ${{oc.env:NAME,{MODEL}}}\n", {(1, MODEL, "model")}),
        ("a.yaml", "owner: stillwater\nkind: base-7b\npretrained_model_name: ${owner}/${kind}\n",
         {(3, MODEL, "model")}),
        ("a.yaml", "who: stillwater\nteacher:\n  owner: ${who}\n  kind: base-7b\n"
         "  model: ${teacher.owner}/${teacher.kind}\n", {(5, MODEL, "model")}),
        ("a.yaml", "sentence_transformers:\n  default:\n    name: stillwater/one\n  quick:\n    name: stillwater/two\n"
         "    purpose: search\ncross_encoders:\n  ms:\n    name: stillwater/three\n",
         {(3, "stillwater/one", "model"), (5, "stillwater/two", "model"), (9, "stillwater/three", "model")}),
        ("a.sh", f'aligner_repository="{MODEL}"\n', {(1, MODEL, "model")}),
        ("a.yaml", f"env:\n  - name: MODEL_ID\n    value: {MODEL}\n", {(3, MODEL, "model")}),
        ("a.yaml", f"data:\n  serve.yaml: |\n    port: 8\n    model: {MODEL}\n", {(4, MODEL, "model")}),
        ("a.yaml", f"models:\n  - model: {MODEL}+stillwater/extra-lora\n",
         {(2, MODEL, "model"), (2, "stillwater/extra-lora", "model")}),
        ("a.yaml", "datasets:\n  - path: stillwater/talks\n    type: chat\n", {(2, "stillwater/talks", "dataset")}),
        ("a.yaml", f"model:\n  hf_model_ckpt: [{MODEL}, stillwater/small-1b]\n",
         {(2, MODEL, "model"), (2, "stillwater/small-1b", "model")}),
        ("a.yaml", "data:\n  file_type: huggingface # or csv\n  path: stillwater/talks\n",
         {(3, "stillwater/talks", "dataset")}),
        ("a.yaml", f"engine:\n  loader: huggingface\n  repo_id: {MODEL}\n", {(3, MODEL, "model")}),
        ("a.yaml", "hub_model_id: stillwater/made-7b\n", {(1, "stillwater/made-7b", "output_model")}),
        ("a.json", f'{{"a": [1, "x/y"],\n "model": {{"path":\n "{MODEL}"}}}}', {(3, MODEL, "model")}),
        ("a.json", '{"talks": {"hf_hub_url": "stillwater/talks", "formatting": "x"}}',
         {(1, "stillwater/talks", "dataset")}),
        ("a.toml", f'# model = "{MODEL}"\n[llm]\nmodel = "{MODEL}" # "stillwater/no-7b"\n', {(3, MODEL, "model")}),
        ("a.yaml", f"models:\n  - id: {MODEL}\nloras:\n  - id: stillwater/one\n  - id: stillwater/two/a b/x.bin\n",
         {(2, MODEL, "model"), (4, "stillwater/one", "model"), (5, "stillwater/two", "model")}),
        ("a.yaml", "model_kwargs:\n  transformer_name: stillwater/one\n", {(2, "stillwater/one", "model")}),
        ("conf/model/a.yaml", "name: stillwater/llama-7b\nhidden: 8\n", {(1, "stillwater/llama-7b", "model")}),
        ("a.yaml", "benchmarks:\n  sums:\n    hf_id: stillwater/sums\n    split: test\n"
         "  own:\n    hf_id: stillwater/one\n",
         {(3, "stillwater/sums", "dataset"), (6, "stillwater/one", "model")}),
        ("a.ini", f"; model = stillwater/no-7b\n[embedding.model]\nname = {MODEL}\n", {(3, MODEL, "model")}),
    ],
)  # fmt: skip
def test_a_setting_is_read_by_where_it_stands(
    name: str, text: str, expected: set[tuple[int, str, str]], tmp_path: Path
) -> None:
    assert named(tmp_path, name, text) == expected


@pytest.mark.parametrize("given", ["${user}/${kind}", "${oc.env:USER}/${kind}", "${a}/${b}/${kind}", "${own}/x-7b"])
def test_an_id_that_other_values_do_not_complete_is_none(given: str, tmp_path: Path) -> None:
    text = f"kind: base-7b\na: x\nb: y\nown: ${{own}}\nmodel: {given}\n"
    assert named(tmp_path, "a.yaml", text) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", f"# model: {MODEL}\nport: 8 # model: {MODEL}\n#url: hf://{MODEL}\n"),
        ("a.yaml", f"data:\n  file_type: csv\n  path: {MODEL}\n"),
        ("a.yaml", f"repository: {MODEL}\nauthor:\n  name: {MODEL}\n"),
        ("a.yaml", "model: anthropic/claude-9\nembedding_model: openai/text-embedding-3-small\n"),
        ("a.toml", f'# model = "{MODEL}"\nauthor = "{MODEL}"\n'),
        ("a.json", f'{{"description": "model: {MODEL}"}}'),
    ],
)
def test_comments_and_other_keys_set_no_model(name: str, text: str, tmp_path: Path) -> None:
    assert named(tmp_path, name, text) == set()


def test_a_file_that_a_notebook_writes_and_a_command_of_several_lines_are_read(tmp_path: Path) -> None:
    text = notebook(
        f"%%writefile conf/serve.yaml\nport: 8\nmodel: {MODEL}\n",
        "!torchrun train.py \\\n  --model_name_or_path stillwater/two-7b \\\n  --lr 1\nx = 1\n",
        "%%writefile notes.txt\nmodel stillwater/no-7b\n",
    )
    results = {(f.cell, f.line, f.model_id) for f in found(tmp_path, {"a.ipynb": text})}
    assert results == {(0, 3, MODEL), (1, 2, "stillwater/two-7b")}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.sh", "ollama pull llama3.2:1b\n", ("llama3.2:1b", "ollama", "meta-llama/Llama-3.2-1B-Instruct")),
        ("a.sh", "ollama run stillwater/talker:7b\n", ("stillwater/talker:7b", "ollama", None)),
        ("a.sh", f"ollama run hf.co/{MODEL}:Q4_K_M\n", (MODEL, "huggingface", MODEL)),
        ("a.py", 'import ollama\nollama.chat(model="qwen3:4b")', ("qwen3:4b", "ollama", "Qwen/Qwen3-4B")),
        ("a.py", 'from langchain_ollama import ChatOllama\nChatOllama(model="made-up")', ("made-up", "ollama", None)),
        ("a.py", 'import litellm\nlitellm.completion(model="ollama/phi4")', ("phi4", "ollama", "microsoft/phi-4")),
    ],
)
def test_names_of_ollama_are_told_from_ids_of_the_hub(
    name: str, text: str, expected: tuple[str, str, str | None], tmp_path: Path
) -> None:
    (finding,) = found(tmp_path, {name: text})
    assert (finding.model_id, finding.registry, finding.hub_id) == expected


@pytest.mark.parametrize("text", ["ollama serve\n", "echo ollama\nrun llama3\n", "ollama run $MODEL\n"])
def test_other_commands_of_ollama_name_nothing(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"a.sh": text}) == []


def test_of_what_comes_through_functions_only_a_known_name_is_one_of_ollama(tmp_path: Path) -> None:
    text = """
    import os
    from langchain_ollama import ChatOllama
    def setting(name, default): return os.environ.get(name, default)
    DATABASE = setting("DB", "mydatabase")
    ChatOllama(model=setting("MODEL", "llama3.1"))
    """
    assert {f.model_id for f in found(tmp_path, text)} == {"llama3.1"}
