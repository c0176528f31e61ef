"""Ids in commands, Dockerfiles, CI files, settings and JavaScript."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, notebook


@pytest.mark.parametrize(
    "line",
    [
        "vllm serve acme/llm --port 80",
        "python -m vllm.entrypoints.openai.api_server --model acme/llm",
        "python3 -m sglang.launch_server --model-path acme/llm --port 3",
        "text-generation-launcher --model-id acme/llm",
        "llama-server -hf acme/llm:Q4_K_M",
        "ollama run hf.co/acme/llm",
        "hf download acme/llm --local-dir x",
        "huggingface-cli download --resume-download acme/llm",
        "mlx_lm.generate --model acme/llm --prompt x",
        "local-ai run huggingface://acme/llm/file.gguf",
        "git clone https://huggingface.co/acme/llm",
        "wget -q https://huggingface.co/acme/llm/resolve/main/model.bin",
        "optimum-cli export onnx --model acme/llm out/",
        "accelerate launch x.py --model_name_or_path acme/llm",
        "accelerate launch x.py \\\n  --model_name_or_path \\\n  acme/llm",
        'MODEL_ID="acme/llm"',
        "export MODEL_NAME=${MODEL_NAME:-acme/llm}",
    ],
)
def test_a_command_names_what_it_loads(line: str, tmp_path: Path) -> None:
    assert {(f.model_id, f.kind, f.tier) for f in found(tmp_path, {"run.sh": line + "\n"})} == {
        ("acme/llm", "model", "core")
    }


def test_a_command_of_a_dockerfile_and_of_a_notebook_is_read(tmp_path: Path) -> None:
    files = {
        "Dockerfile": 'FROM vllm/vllm-openai\nENV MODEL_ID=acme/one\nCMD ["vllm", "serve", "acme/two"]\n',
        "a.ipynb": notebook("!huggingface-cli download acme/three\n", "%%bash\nhf download acme/four\n"),
    }
    assert {(f.file, f.cell, f.model_id) for f in found(tmp_path, files)} == {
        ("Dockerfile", None, "acme/one"),
        ("Dockerfile", None, "acme/two"),
        ("a.ipynb", 0, "acme/three"),
        ("a.ipynb", 1, "acme/four"),
    }


def test_a_dataset_that_is_downloaded_is_a_dataset(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"a.sh": "hf download acme/data --repo-type dataset\n"})
    assert finding.kind == "dataset"


def test_a_package_of_spacy_is_a_model_of_spacy(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"a.sh": "python -m spacy download en_core_web_sm\n"})
    assert (finding.model_id, finding.registry, finding.tier) == ("spacy/en_core_web_sm", "spacy", "other")


def test_a_comment_in_a_script_is_a_mention(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"a.sh": "# vllm serve acme/llm\n"})
    assert finding.tier == "doc"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "base_model: acme/llm\n"),
        ("a.yaml", "model:\n  model_name_or_path: 'acme/llm' # comment\n"),
        ("a.yml", "models:\n  - model: acme/llm\n    weight: 1\n"),
        ("a.json", '{"_name_or_path": "acme/llm", "x": 1}'),
        ("a.json", '{"a": {"model_id": "acme/llm"}}'),
        ("a.toml", 'embedding_model = "acme/llm"\n'),
        ("a.cfg", "[model]\nname = hf-hub:acme/llm\n"),
        ("compose.yaml", "services:\n  a:\n    command: vllm serve acme/llm\n"),
        ("compose.yaml", 'services:\n  a:\n    command: ["--model-id", "acme/llm"]\n'),
    ],
)
def test_a_setting_names_a_model(name: str, text: str, tmp_path: Path) -> None:
    assert [f.model_id for f in found(tmp_path, {name: text})] == ["acme/llm"]


@pytest.mark.parametrize(
    "text",
    [
        "image: vllm/vllm-openai\n",
        "model: models/mine\n",
        "content_type: text/html\n",
        "model: gpt-4\n",
        "uses: a/b@v1\n",
    ],
)
def test_other_settings_name_none(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"a.yaml": text}) == []


@pytest.mark.parametrize(
    "code",
    [
        "const p = await pipeline('fill-mask', 'Xenova/bert');",
        "const M = 'Xenova/bert';\nconst p = await pipeline('fill-mask', M);",
        "const t = await AutoTokenizer.from_pretrained(\n  'Xenova/bert'\n);",
        "await client.chatCompletion({ model: 'Xenova/bert' });",
    ],
)
def test_javascript_that_loads_a_model_is_found(code: str, tmp_path: Path) -> None:
    text = "import { pipeline } from '@huggingface/transformers';\n" + code + "\n"
    assert [f.model_id for f in found(tmp_path, {"a.ts": text}) if f.tier == "core"] == ["Xenova/bert"]


def test_a_model_converted_for_javascript_is_found_in_a_file_of_settings(tmp_path: Path) -> None:
    files = {
        "settings.ts": "export default {\n  DEFAULT: 'Xenova/bert', // 'Xenova/old'\n  other: 'acme/thing',\n};\n",
        "sizes.ts": 'const sizes = {\n  "onnx-community/gpt": [41],\n  url: "https://huggingface.co/Xenova/x",\n};\n',
    }
    findings = {(f.file, f.line, f.model_id, f.tier) for f in found(tmp_path, files) if f.tier != "doc"}
    assert findings == {("settings.ts", 2, "Xenova/bert", "flow"), ("sizes.ts", 2, "onnx-community/gpt", "flow")}


def test_javascript_comments_and_other_scripts_name_none(tmp_path: Path) -> None:
    text = "import { pipeline } from '@huggingface/transformers';\n// pipeline('fill-mask', 'Xenova/bert')\n"
    assert found(tmp_path, {"a.js": text, "b.js": "x({ model: 'acme/llm' })\n"}) == []
