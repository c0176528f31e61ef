"""Further places where people write models: other shells, templates, caches, lists in variables, forms, other code."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import models

ASKS = "# asks Ollama\n"


def claimed(folder: Path, name: str, text: str, **others: str) -> set[tuple[int, str | None]]:
    """(line, id) of what one file of a repository names."""
    files = {name: text, **{path.replace("__", "."): content for path, content in others.items()}}
    return {(line, model) for path, line, model, _ in models(folder, files) if path == name}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('$models = @(\n  @{Name = "qwen3:8b"; Desc = "main"}\n  @{Desc = "x"; Id="phi3:mini"}\n)\nollama list\n',
         {(2, "qwen3:8b"), (3, "phi3:mini")}),
        ('$wanted = @("llama3", "phi3")\nforeach ($one in $wanted) { ollama pull $one }\n',
         {(1, "llama3"), (1, "phi3")}),
        ('"llama3", "phi3" | ForEach-Object { ollama pull $_ }\n', {(1, "llama3"), (1, "phi3")}),
        ('function Get-It($name) {\n  ollama pull $name\n}\nGet-It "llama3"\nGet-It -name "phi3"\n',
         {(4, "llama3"), (5, "phi3")}),
        ('function Get-It {\n  param([string]$repo)\n  hf download $repo\n}\n$all = @("river/delta-a")\n'
         "foreach ($r in $all) { Get-It $r }\n", {(5, "river/delta-a")}),
        ('$names = @("llama3", "phi3")\nWrite-Host $names\n', set()),
    ],
)  # fmt: skip
def test_lists_loops_and_functions_of_powershell(text: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, "pull.ps1", text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("get.bat", "for %%m in (llama3 phi3) do ollama pull %%m\n", {(1, "llama3"), (1, "phi3")}),
        ("Makefile", "REPOS := river/delta-a river/delta-b\nget:\n\t@for r in $(REPOS); do hf download $$r; done\n",
         {(1, "river/delta-a"), (1, "river/delta-b")}),
        ("Makefile", "get:\n\thf download $(WANTED)\nWANTED = river/delta-a\n", {(3, "river/delta-a")}),
        ("justfile", 'serve one="river/delta-a":\n    vllm serve {{one}}\n', {(1, "river/delta-a")}),
        ("justfile", 'chat := env("CHAT_MODEL", "river/delta-a")\nrun:\n    go {{chat}}\n', {(1, "river/delta-a")}),
        ("run.sh", 'get() {\n  hf download "$1"\n}\n'
         'ALL="river/delta-a river/delta-b"\nfor a in $ALL; do get "$a"; done\n',
         {(4, "river/delta-a"), (4, "river/delta-b")}),
    ],
)  # fmt: skip
def test_what_other_shells_and_makefiles_load(
    name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path
) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".env", "H=ollama\nAGENT_MODELS=qwen3:8b,llama3.2:3b\n", {(2, "qwen3:8b"), (2, "llama3.2:3b")}),
        (".env", "AGENT_MODELS=river/delta-a,river/delta-b\n", {(1, "river/delta-a"), (1, "river/delta-b")}),
        (".env", "AGENT_PORTS=web:80b,api:90b\n", set()),
        (".env", "URL=http://localhost:11434\nLLM_MODEL=llama3.2\nX_MODEL=mistral\nCHAT_MODEL=granite4.1:3b\n",
         {(2, "llama3.2"), (3, "mistral"), (4, "granite4.1:3b")}),
        (".env", "LLM_MODEL=llama3.2\nCHAT_MODEL=granite4.1:3b\n", set()),
        ("c.yml", "environment:\n  - OLLAMA_URL=http://ollama:11434\n  - EMBED_MODEL=nomic-embed-text\n",
         {(3, "nomic-embed-text")}),
        ("a.toml", 'host = "http://localhost:11434"\nmodels = [\n  "gemma3:270m",\n  "phi3.5:3.8b",\n]\n',
         {(3, "gemma3:270m"), (4, "phi3.5:3.8b")}),
        ("c.yaml", "url: http://localhost:11434\nmodels: qwen3:8b,mistral\n", {(2, "qwen3:8b"), (2, "mistral")}),
        ("a.py", "import os, ollama\nM = os.getenv('AGENTS', 'qwen3:8b,llama3.2:3b').split(',')\n",
         {(2, "qwen3:8b"), (2, "llama3.2:3b")}),
        ("a.py", "import os\nM = os.getenv('EMBED_MODELS', 'river/delta-a,river/delta-b').split(',')\n",
         {(2, "river/delta-a"), (2, "river/delta-b")}),
    ],
)  # fmt: skip
def test_several_models_in_one_variable(name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ci.yml", "env:\n  MODEL: ${{ inputs.m || vars.M || 'river/delta-a' }}\n", {(2, "river/delta-a")}),
        ("ci.yml", "env:\n  ORG: river\n  X: 1\nsteps:\n  - run: python a.py --model ${{ env.ORG }}/delta-a\n",
         {(5, "river/delta-a")}),
        ("values.yaml", 'model: {{ .Values.m | default "river/delta-a" | quote }}\n', {(1, "river/delta-a")}),
        ("d.yaml", 'env:\n  EMBED_MODEL: {{ default "river/delta-a" .Values.e }}\n', {(2, "river/delta-a")}),
        ("t.yml", "- shell: hf download {{ repo | default('river/delta-a') }}\n", {(1, "river/delta-a")}),
        ("ci.yml", "env:\n  MODEL: ${{ inputs.m == 'river/delta-a' }}\n", set()),
    ],
)  # fmt: skip
def test_what_a_template_takes_where_nothing_is_given(
    name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path
) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.sbatch", "T=$(find ~ -path '*models--river--delta-a/snapshots/*')\npython a.py --t $T\n",
         {(1, "river/delta-a")}),
        ("a.sh", "D=$HF_HOME/hub/datasets--river--rows-a/snapshots\n", {(1, "river/rows-a")}),
        ("a.sh", 'T="models--river--mit-${SIZE}/snapshots"\nrm -rf ~/hub/models--river--delta-b\n', set()),
        ("c.yaml", "model_path: /hub/models--river--delta-a/snapshots/abc\n", {(1, "river/delta-a")}),
        ("c.yaml", "model: x\nsnapshot_path: /hub/models--river--delta-a/snapshots/abc\n", set()),
        ("test_a.py", "from transformers import AutoModel\n"
         "AutoModel.from_pretrained('/hub/models--river--delta-a/snapshots/a')\n", set()),
        ("a.py", "from transformers import AutoModel\n"
         "AutoModel.from_pretrained('/hub/models--river--delta-a/snapshots/a')\n",
         {(2, "river/delta-a")}),
    ],
)  # fmt: skip
def test_folders_of_the_cache_name_what_they_hold(
    name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path
) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("a.php", "$client->inference()->create(['model' => 'gpt2']); // of HuggingFace\n$h = new HuggingFace();",
         "openai-community/gpt2"),
        ("a.php", "$h = new HuggingFace();\n$h->create(['model' => 'river/delta']);", "river/delta"),
        ("a.php", "$h = new HuggingFace();\n$h->create(['model' => 'river/delta:fastest']);", "river/delta"),
        ("a.rb", 't = Tokenizers.from_pretrained("bert-base-uncased")', "google-bert/bert-base-uncased"),
        ("a.ex", 'Bumblebee.load_model({:hf, "bert-base-uncased"})', "google-bert/bert-base-uncased"),
        ("a.jl", 'using Transformers\nm = hgf"bert-base-uncased"', "google-bert/bert-base-uncased"),
        ("a.java", 'HuggingFaceTokenizer.newInstance("bert-base-uncased");', "google-bert/bert-base-uncased"),
        ("a.R", '# huggingface\nlibrary(reticulate)\nmodel_name <- "bert-base-uncased"',
         "google-bert/bert-base-uncased"),
        ("a.ts", "import { HfInference } from '@huggingface/inference'\nhf.fill({ model: 'bert-base-uncased' })",
         "google-bert/bert-base-uncased"),
        ("a.rs", 'use hf_hub::Api;\nimpl W { fn repo_id(&self) -> &str { match self { W::A => "river/delta" } } }',
         "river/delta"),
        ("a.swift", 'import WhisperKit\nenum WhisperModel: String { case big = "river/delta" }', "river/delta"),
        ("a.swift", 'import MLX\nlet r = Hub.Repo(id: "river/delta")', "river/delta"),
        ("a.cs", 'b.AddHuggingFaceTextEmbeddingGeneration("river/delta");', "river/delta"),
        ("a.rs", 'use fastembed::X;\nconst TOKENIZER_MODEL: &str = "bert-base-uncased";',
         "google-bert/bert-base-uncased"),
        ("a.go", 'const Wanted = "river/delta-GGUF"', "river/delta-GGUF"),
    ],
)  # fmt: skip
def test_models_in_code_of_other_languages(name: str, code: str, expected: str, tmp_path: Path) -> None:
    assert expected in {model for _, model in claimed(tmp_path, name, code + "\n")}


@pytest.mark.parametrize(
    "code",
    [
        "$c = OpenAI::client($k); $h = new HuggingFace();\n$c->create(['model' => 'gpt2']);",
        "$c->create(['model' => 'gpt2']);",
        "$h = new HuggingFace();\nif ($kind === 'gpt2') { echo 'gpt2'; }",
        'func OpenModel(name string) *Model {\n  b.WithVersion("river.io/v1alpha1")\n}',
        "fn label(&self) -> &str { match self { W::A => 'river/delta' } }",
    ],
)
def test_words_beside_other_services_are_no_models(code: str, tmp_path: Path) -> None:
    assert claimed(tmp_path, "a.php", code + "\n") == set()


def test_a_test_that_asks_a_server_of_ollama_names_its_model(tmp_path: Path) -> None:
    code = (
        'const u = "http://localhost:11434"\nfunc TestIntegration(t *testing.T) {\n'
        '  c := NewClient(dsn)\n  c.Query(Request{ Model: "gemma3:1b" })\n}\n'
    )
    assert claimed(tmp_path / "a", "it_test.go", code) == {(4, "gemma3:1b")}
    assert claimed(tmp_path / "b", "it_test.go", code + "var s = httptest.NewServer(nil)\n") == set()


def test_an_owner_of_ollamas_library_is_none_of_the_hub(tmp_path: Path) -> None:
    code = {"a.go": 'const u = "http://localhost:11434"\nr.Model = "x/llama3.2-vision"\n'}
    assert [row[2:4] for row in models(tmp_path, code)] == [("x/llama3.2-vision", "ollama")]


def test_a_program_among_examples_is_no_test_whatever_its_name(tmp_path: Path) -> None:
    code = "<?php\n$h = new HuggingFace();\n$h->create(['model' => 'river/delta-7b']);\n"
    assert claimed(tmp_path / "a", "examples/it_test.php", code) == {(3, "river/delta-7b")}
    assert claimed(tmp_path / "b", "src/it_test.php", code) == set()


def test_a_python_script_without_an_ending_is_one(tmp_path: Path) -> None:
    code = '"""What it does."""\n# x\nimport torch\nfrom transformers import AutoModel\n'
    code += 'AutoModel.from_pretrained("river/delta")\n'
    assert claimed(tmp_path / "a", "patch_it", code) == {(5, "river/delta")}
    assert claimed(tmp_path / "b", "NOTES", "To use it:\n" + code) == set()


@pytest.mark.parametrize(
    "line",
    [
        "type Row[T: int] = dict[str, T]",
        "def f[T: (int, str), *Ts](x: T) -> T: ...",
        "class A[K]: ...",
        "x = t'{1} {2}'",
        "s = f'{', '.join([])}'",
    ],
)
def test_syntax_of_later_versions_of_python_hides_no_file(line: str, tmp_path: Path) -> None:
    start = f"from transformers import AutoModel\n{line}\n"
    code = f"{start}def g(name):\n    AutoModel.from_pretrained(name)\ng('river/delta')\n"
    assert claimed(tmp_path, "a.py", code) == {(5, "river/delta")}


def test_a_page_offers_names_of_ollama(tmp_path: Path) -> None:
    page = (
        "<select id='chat-model'><option value='llama3.2:3b'></option><option value='llama3.2'></option></select>\n"
        "<button onclick=\"getModel('phi3:mini')\">get</button>\n"
        "<select id='color'><option value='solar'></option></select>\n<p>asks Ollama</p>\n"
    )
    assert claimed(tmp_path, "a.html", page) == {(1, "llama3.2:3b"), (1, "llama3.2"), (2, "phi3:mini")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import argparse\nfrom .own import OllamaModel\np = argparse.ArgumentParser()\n"
         "p.add_argument('--model', default='qwen3:8b')\nOllamaModel(p.parse_args().model)\n", {(4, "qwen3:8b")}),
        ("HOST = 'http://localhost:11434'\nproxy.generate('llama2', 'hi')\nproxy.label('llama3', 'hi')\n",
         {(2, "llama2")}),
        ("import ollama\nsay(f'ollama pull exited with {code}')\nfail('ollama pull failed')\n", set()),
    ],
)  # fmt: skip
def test_what_classes_of_ones_own_ask_ollama_for(code: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, "a.py", code) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", '{"models": [{"model": "codellama", "provider": "ollama"}, {"model": "mistral"}]}',
         {(1, "codellama")}),
        ("package.json", '{"scripts": {"get": "ollama pull llama3 && hf download river/delta"}}',
         {(1, "llama3"), (1, "river/delta")}),
        ("a.yaml", "data:\n  config.yaml: |\n    model: river/delta\n", {(3, "river/delta")}),
        ("a.yaml", "model_list:\n  - params:\n      model: hosted_vllm/river/delta\n", {(3, "river/delta")}),
        ("a.yaml", "model_list:\n  - params:\n      model: openai/huggingface/anything\n", set()),
        ("a.yaml", "inputs:\n  model:\n    options:\n      - river/delta\n", {(4, "river/delta")}),
        ("a.yaml", "ollama:\n  models:\n    pull: [mistral, 'qwen3:8b']\n", {(3, "mistral"), (3, "qwen3:8b")}),
        ("a.tf", 'locals {\n  models = {\n    big = "river/delta"\n  }\n}\n', {(3, "river/delta")}),
        ("a.yaml", "dir: /mnt/My Drive/Simple LLM Summary/Prompts\nmodel: x-y\n", set()),
    ],
)  # fmt: skip
def test_more_of_settings(name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("d.yaml", "X:\n  args:\n    hf_args:\n      path: river/rows\n      name: raw/x\n      split: test\n",
         {(4, "river/rows")}),
        ("d.yaml", "data:\n  hf_kwargs: {path: river/rows}\n", {(2, "river/rows")}),
        ("d.yaml", "x:\n  type: huggingface\n  name: river/rows\n  split: test\n", {(3, "river/rows")}),
        ("a.py", "from datasets import load_dataset\nS = 'river/rows-a|river/rows-b'\n"
         "for one in [s.strip() for s in S.split('|')]:\n    load_dataset(one)\n",
         {(2, "river/rows-a"), (2, "river/rows-b")}),

        ("a.py", "from huggingface_hub import snapshot_download as get\n"
         "get(repo_id='river/eval', repo_type='dataset')\n",
         {(2, "river/eval")}),
    ],
)  # fmt: skip
def test_more_of_datasets(name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.cs", 'var c = new OllamaApiClient(new Uri("http://localhost:11434/"), "llama3.2");\n', {(1, "llama3.2")}),
        ("a.go", 'const u = "http://x:11434"\nc := Copy{Source: "phi3:3b", Destination: "phi3:3b-copy"}\n',
         {(2, "phi3:3b")}),
        ("a.py", "import ollama\nM = [{'id': 'ollama_own/phi3:3b', "
         "'name': 'ollama_phi3:3b', 'model_name': 'phi3:3b'}]\n", {(2, "phi3:3b")}),
        ("a.py", "import huggingface_hub\nM = {'hub_repo': 'gpt2', 'kind': 'bert'}\n", {(2, "gpt2")}),
        ("a.py", "from transformers import AutoModel\nAutoModel.from_pretrained('not/a-real-model')\n", set()),
        ("a.py", "import nemo\nnemo.ASRModel.from_pretrained('parakeet')\n", set()),
        ("a.py", "from esm.models.esm3 import ESM3\nESM3.from_pretrained('esm3-open')\n",
         {(2, "EvolutionaryScale/esm3-sm-open-v1")}),
        ("ModelfileTest.kt", 'val u = "http://x:11434"\nval d = Draft(model = "qwen3:4b-terse")\n', set()),
        ("run.sh", "ollama list\nMODEL_LABEL=qwen3-coder\nTTS=qwen3\n", set()),
        ("a.rs", 'use hf_hub::x;\nlet m = TextPipeline::new("river/delta", None);\n', {(2, "river/delta")}),
        ("env-delta3.6", "# x\nMODEL=river/delta\nCTX=4\n", {(2, "river/delta")}),
        ("bin/train", '#!/usr/bin/env ruby\nC = "~/.cache/hub/models--river--delta/snapshots/*"\n',
         {(2, "river/delta")}),
    ],
)  # fmt: skip
def test_more_kinds_of_places(name: str, text: str, expected: set[tuple[int, str]], tmp_path: Path) -> None:
    assert claimed(tmp_path, name, text) == expected


def test_how_a_model_is_asked_is_no_part_of_its_name(tmp_path: Path) -> None:
    code = "import transformers\nKINDS = ['meta-llama/Llama-3-8B', 'meta-llama/Llama-3-8B-fewshot']\n"
    assert claimed(tmp_path, "a.py", code) == {(2, "meta-llama/Llama-3-8B")}
