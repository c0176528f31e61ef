"""Ways to name a model or dataset that tools and languages document, each by one line of code or settings."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import claimed


def named(folder: Path, files: dict[str, str]) -> set[tuple[str, int, str | None, str]]:
    """(file, line, id, kind) of what is claimed of the Hub or of Ollama's library."""
    return {
        (one.file, one.line, one.model_id, one.kind)
        for one in claimed(folder, files)
        if one.registry in ("huggingface", "ollama")
    }


@pytest.mark.parametrize(
    ("line", "model", "kind"),
    [
        ("./hfd.sh river/delta --tool aria2c", "river/delta", "model"),
        ("bash hfd.sh river/delta --dataset", "river/delta", "dataset"),
        ("python download-model.py river/delta", "river/delta", "model"),
        ("hf download --repo-type dataset river/delta", "river/delta", "dataset"),
        ("mlx_lm.convert --hf-path river/delta -q", "river/delta", "model"),
        ("mlx_whisper a.wav --model river/delta", "river/delta", "model"),
        ("mflux-generate --model river/delta", "river/delta", "model"),
        ("docker model pull hf.co/river/delta", "river/delta", "model"),
        ("litgpt download river/delta", "river/delta", "model"),
        ("aphrodite run river/delta", "river/delta", "model"),
        ("mteb run -m river/delta -t x", "river/delta", "model"),
        ("python convert_hf_to_gguf.py river/delta --remote", "river/delta", "model"),
        ("evalplus.evaluate --model river/delta", "river/delta", "model"),
        ("autotrain llm --model river/delta", "river/delta", "model"),
        ("ct2-transformers-converter --model river/delta --output_dir x", "river/delta", "model"),
        ("swift sft --dataset 'river/delta#500'", "river/delta", "dataset"),
        ("aider --model ollama/qwen2.5-coder", "qwen2.5-coder", "model"),
        ("whisperx a.wav --model large-v3", "Systran/faster-whisper-large-v3", "model"),
    ],
)
def test_commands_of_tools_name_what_they_load(line: str, model: str, kind: str, tmp_path: Path) -> None:
    assert named(tmp_path, {"run.sh": f"{line}\n"}) == {("run.sh", 1, model, kind)}


def test_docker_keeps_models_of_its_own(tmp_path: Path) -> None:
    files = {"run.sh": "docker model run ai/smollm2\n", "compose.yml": "models:\n  llm:\n    model: ai/smollm2\n"}
    assert named(tmp_path, files) == set()


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('get() { hf download "$1"; }\nget river/delta\n', {(2, "river/delta")}),
        (
            'declare -A M=( [a]="river/delta" [b]="river/mouth" )\n'
            'for k in "${!M[@]}"; do hf download "${M[$k]}"; done\n',
            {(1, "river/delta"), (1, "river/mouth")},
        ),
        ('while read -r m; do ollama pull "$m"; done <<EOF\nmistral\nEOF\n', {(2, "mistral")}),
        (
            "while IFS='|' read -r repo file; do\n  hf download $repo $file\ndone <<'END'\nriver/delta|x.gguf\nEND\n",
            {(4, "river/delta")},
        ),
        (
            'SETS=(\n  "river/delta|en"\n)\nfor one in "${SETS[@]}"; do\n'
            "  IFS='|' read -r id part <<< \"$one\"\n  hf download $id\ndone\n",
            {(2, "river/delta")},
        ),
        ('PAGE="https://huggingface.co/river/delta"\ngit clone $PAGE\n', {(1, "river/delta")}),
    ],
)
def test_scripts_name_what_they_load_in_other_places(
    script: str, expected: set[tuple[int, str]], tmp_path: Path
) -> None:
    assert {(line, model) for _, line, model, _ in named(tmp_path, {"run.sh": script})} == expected


def test_tasks_of_ansible_take_names_from_their_loop(tmp_path: Path) -> None:
    text = """\
        - hosts: all
          tasks:
            - name: pull
              command: ollama pull {{ item }}
              loop:
                - mistral
                - qwen2.5:7b
            - name: get
              command: hf download {{ item.repo }} {{ item.file }}
              with_items:
                - {repo: river/delta, file: x.gguf}
                - repo: river/mouth
                  file: y.gguf
            - name: users
              user: name={{ item }}
              loop:
                - phi
        """
    assert {(line, model) for _, line, model, _ in named(tmp_path, {"play.yml": text})} == {
        (6, "mistral"), (7, "qwen2.5:7b"), (11, "river/delta"), (12, "river/mouth"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "line", "model", "kind"),
    [
        ("a.yml", "tokenizer_config: river/delta\n", 1, "river/delta", "model"),
        ("a.yml", "data:\n  hf_path: river/delta\n  name: en\n", 2, "river/delta", "dataset"),
        ("a.yml", "dataset:\n  train: river/delta\n", 2, "river/delta", "dataset"),
        ("main.tf", 'resource "x" "y" {\n  environment = { MODEL_ID = "river/delta" }\n}\n', 2, "river/delta", "model"),
        ("a.toml", 'llm = { repo_id = "river/delta", port = 8000 }\n', 1, "river/delta", "model"),
        ("Makefile", "EMBED := river/delta\n", 1, "river/delta", "model"),
        (
            "application.yml",
            "spring:\n  ai:\n    ollama:\n      embedding:\n        model: ${EMB:nomic-embed-text}\n",
            5, "nomic-embed-text", "model",
        ),
    ],
)  # fmt: skip
def test_settings_name_models_and_datasets(
    name: str, text: str, line: int, model: str, kind: str, tmp_path: Path
) -> None:
    assert named(tmp_path, {name: text}) == {(name, line, model, kind)}


@pytest.mark.parametrize(
    ("name", "text", "model"),
    [
        ("a.exs", '@repo_id "river/delta"', "river/delta"),
        ("a.go", 'viper.SetDefault("hf.repo", "river/delta")', "river/delta"),
        ("A.java", 'var t = HuggingFaceTokenizer.newInstance("river/delta");', "river/delta"),
        ("A.java", '@ConfigProperty(name = "hf.model", defaultValue = "river/delta") String m;', "river/delta"),
        ("a.nix", 'services.tei.extraArgs = [ "--model-id" "river/delta" ];', "river/delta"),
        ("a.nix", 'services.llama-cpp.extraFlags = [ "-hf" "river/delta" ];', "river/delta"),
        ("a.rs", 'let m = TextModelBuilder::new("river/delta").build().await?;', "river/delta"),
        ("a.rs", 'let c = Command::new("x").arg("--model").arg("river/delta");', "river/delta"),
        ("a.rs", 'let id = self.model.unwrap_or_else(|| "river/delta".to_string());', "river/delta"),
        ("a.rs", '#[clap(long, default_value_t = String::from("river/delta"))]\nmodel_id: String,', "river/delta"),
        ("a.rs", 'let model_id = match kind { Kind::A => "river/delta", _ => other() };', "river/delta"),
        ("a.swift", 'let c = try await load(configuration: .init(id: "river/delta"))', "river/delta"),
        ("a.swift", 'let c = try await loadModel(id: "river/delta")', "river/delta"),
        ("a.swift", 'var modelID: String { "river/delta" }', "river/delta"),
        ("a.cs", 'var o = new OllamaApiClient(url);\nawait o.PullModelAsync("llama3.2");', "llama3.2"),
        ("a.go", 'import "github.com/ollama/ollama/api"\nvar r = api.GenerateRequest{Model: "llava"}', "llava"),
        ("A.java", 'OllamaAPI api; void f() { api.generate("phi3", "x", false); }', "phi3"),
        ("A.java", '// ollama\nString url = "http://x:11434", b = "{\\"model\\": \\"tinyllama\\"}";', "tinyllama"),
        ("a.cs", 'ModelInfo A { get; } = new() { Id = "river/delta", Size = 3 };', "river/delta"),
        ("a.cs", 'var hub = new HuggingFace();\nconst string DefaultRepo = "river/delta";', "river/delta"),
        ("a.cs", 'public string HuggingFaceRepo => "river/delta";', "river/delta"),
        ("a.rs", 'static MODELS: &[(&str, &str)] = &[("small", "river/delta")];', "river/delta"),
        ("A.java", 'static final Map<String, String> MODELS = Map.of("a", "river/delta");', "river/delta"),
        ("a.swift", 'let x = try await hub.snapshot(from: "river/delta", matching: "*.json")', "river/delta"),
        ("a.ts", "import '@huggingface/transformers';\nexport enum ModelId { A = 'river/delta' }", "river/delta"),
        (
            "a.ts",
            "import '@huggingface/transformers';\nawait pipeline('x', process.env.M || 'river/delta');",
            "river/delta",
        ),
        ("a.ts", "import '@huggingface/transformers';\nstatic x = pipeline(this.task, 'river/delta');", "river/delta"),
        (
            "a.ts",
            "const HOST = 'https://huggingface.co';\nfetch(`${HOST}/river/delta/resolve/main/x.onnx`);",
            "river/delta",
        ),
        ("a.ts", "const list = [{ value: 'ollama:nomic-embed-text:v1.5' }];", "nomic-embed-text:v1.5"),
        ("a.ts", "const model = 'ollama/llama3.2';", "llama3.2"),
        ("a.go", 'var m = "ollama_chat/qwen3:8b"', "qwen3:8b"),
        ("a.php", "<?php Prism::text()->using(Provider::Ollama, 'phi4');", "phi4"),
        ("a.R", 'library(ollamar)\ngenerate("llama3.2", "x")', "llama3.2"),
    ],
)
def test_other_languages_name_models(name: str, text: str, model: str, tmp_path: Path) -> None:
    said = "#" if name.endswith((".exs", ".nix", ".R")) else "//"
    said = f"{said} uses huggingface\n" if "/" in model else ""
    assert {one for _, _, one, _ in named(tmp_path, {name: f"{said}{text}\n"})} == {model}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import pandas as pd\npd.read_csv('hf://datasets/river/sums/train.csv')\n", 2),
        ("import duckdb\nduckdb.sql(\"SELECT * FROM 'hf://datasets/river/sums/x.parquet'\")\n", 2),
        ("import polars as pl\npl.read_parquet('hf://datasets/river/sums/data/*.parquet')\n", 2),
        (
            "from datasets import load_dataset\n"
            "load_dataset('parquet', data_files='hf://datasets/river/sums/train.parquet')\n",
            2,
        ),
        ("URL = 'https://huggingface.co/datasets/river/sums/resolve/main/train.jsonl'\nimport requests\n", 1),
    ],
)
def test_files_of_rows_are_their_dataset(code: str, line: int, tmp_path: Path) -> None:
    assert named(tmp_path, {"a.py": code}) == {("a.py", line, "river/sums", "dataset")}


def test_rows_in_a_repository_of_a_model_load_nothing(tmp_path: Path) -> None:
    code = "import requests\nrequests.get('https://huggingface.co/river/delta/resolve/main/results.csv')\n"
    assert named(tmp_path, {"a.py": code}) == set()


def test_names_without_owner_that_one_model_has_count_under_names_of_models_where_models_are_loaded(
    tmp_path: Path,
) -> None:
    code = "from transformers import AutoModel\nAutoModel.from_pretrained(x)\n"
    files = {"a.py": f"{code}class Data:\n    tokenizer_name: str = 'bert-base-uncased'\n    kind = 'roberta-base'\n"}
    assert named(tmp_path, files) == {("a.py", 4, "bert-base-uncased", "model")}


@pytest.mark.parametrize("name", ["repo", "gitHubRepo", "GITHUB_REPO", "DOCKER_HUB_REPO"])
def test_a_repository_of_code_is_no_model(name: str, tmp_path: Path) -> None:
    assert named(tmp_path, {"a.swift": f'// huggingface\nlet {name} = "river/delta"\n'}) == set()
    assert named(tmp_path, {"a.env": f"{name}=river/delta\n", "a.yml": f"{name}: river/delta\n"}) == set()


def test_what_is_called_models_need_not_be_such(tmp_path: Path) -> None:
    code = (
        "from transformers import AutoModel\nGROWTH_MODELS = [Row(mix={'Events/Field': 0.1, 'Organic/Search': 0.2})]\n"
    )
    assert named(tmp_path, {"a.py": code}) == set()


def test_names_of_ollama_count_in_files_that_say_nothing_of_it_where_another_file_asks_a_server(tmp_path: Path) -> None:
    files = {
        "ask.py": "import urllib.request\nURL = 'http://127.0.0.1:11434'\n",
        "conf.py": "DEFAULTS = {'chat_model': 'llama3.1:8b', 'embed_model': 'nomic-embed-text', 'other': 'mistral'}\n",
        "conf.json": '{"chat_model": "llama3.1:8b",\n"embed_model": "nomic-embed-text"}\n',
        "run.sh": "ollama pull llama3.1:8b\n",
        "pipe.toml": '# Ollama\nllm_script = "qwen3:8b"\nscript = "build:8b"\n',
        "flow.json": '{"url": "http://x:11434/api/generate",\n"body": "={{ f({ model: \'qwen2.5:7b\' }) }}"}\n',
    }
    assert named(tmp_path, files) == {
        ("conf.py", 1, "llama3.1:8b", "model"), ("conf.py", 1, "nomic-embed-text", "model"),
        ("conf.json", 1, "llama3.1:8b", "model"), ("conf.json", 2, "nomic-embed-text", "model"),
        ("run.sh", 1, "llama3.1:8b", "model"), ("pipe.toml", 2, "qwen3:8b", "model"),
        ("flow.json", 2, "qwen2.5:7b", "model"),
    }  # fmt: skip


def test_names_of_embedders_are_not_ollama_s_where_nothing_asks_a_server(tmp_path: Path) -> None:
    files = {"conf.json": '{"embed_model": "nomic-embed-text"}\n', "a.py": "EMBED_MODEL = 'nomic-embed-text'\n"}
    assert named(tmp_path, files) == set()


def test_a_name_with_words_behind_its_tag_is_a_label(tmp_path: Path) -> None:
    text = "models:\n  - name: codellama:7b 16k context\n    provider: ollama\n    model: codellama:7b\n"
    assert named(tmp_path, {"a.yaml": text}) == {("a.yaml", 4, "codellama:7b", "model")}


_SIZES = {
    ".env": "WHISPER_MODEL=base\nWHISPER_MODE=small\nSIZE=small\n",
    "a.yml": "whisper:\n  model: large-v3\nstt:\n  model_size: distil-large-v3\n  size: small\nimage:\n  size: large\n",
}


def test_sizes_of_whisper_in_settings_are_models_where_code_loads_them_from_the_hub(tmp_path: Path) -> None:
    code = "from faster_whisper import WhisperModel\nWhisperModel(settings.size)\nx.update({'whisper_model': 'tiny'})\n"
    assert named(tmp_path, {"a.py": code, **_SIZES}) == {
        (".env", 1, "Systran/faster-whisper-base", "model"),
        ("a.yml", 2, "Systran/faster-whisper-large-v3", "model"),
        ("a.yml", 4, "Systran/faster-distil-whisper-large-v3", "model"),
        ("a.py", 3, "Systran/faster-whisper-tiny", "model"),
    }


def test_sizes_of_whisper_are_none_of_the_hub_without_such_code(tmp_path: Path) -> None:
    code = "import whisper\nwhisper.load_model(settings.size)\nx.update({'whisper_model': 'tiny'})\n"
    assert named(tmp_path, {"a.py": code, **_SIZES}) == set()


def test_copies_that_a_notebook_server_kept_are_read(tmp_path: Path) -> None:
    code = "from transformers import AutoModel\nAutoModel.from_pretrained('river/delta')\n"
    path = ".ipynb_checkpoints/a-checkpoint.py"
    assert named(tmp_path, {path: code}) == {(path, 2, "river/delta", "model")}
