"""What containers serve: the image says which program reads the arguments, however they are written."""

from pathlib import Path

import pytest

from supplygraph.reuse.keys import names_model
from tests.unit.reuse.repositories import found


def models(folder: Path, name: str, text: str) -> set[tuple[int, str | None]]:
    return {(f.line, f.model_id) for f in found(folder, {name: text})}


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("    command: --model stillwater/base-7b --port 80\n", 4),
        ('    command: ["--model", "stillwater/base-7b"]\n', 4),
        ("    command:\n      - --port\n      - '80'\n      - --model\n      - stillwater/base-7b\n", 8),
        ("    command:\n      - --model=stillwater/base-7b\n", 5),
        ("    command: >\n      --port 80\n      --model stillwater/base-7b\n", 6),
        ("    entrypoint: [vllm, serve]\n    command: [stillwater/base-7b]\n", 5),
        ("    entrypoint: [sh, -c]\n    command: ['vllm serve stillwater/base-7b']\n", 5),
        ("    command: --model ${NAME:-stillwater/base-7b}\n", 4),
        ("    command: [--lora-modules, a=stillwater/base-7b]\n", 4),
    ],
)
def test_the_arguments_of_a_service_are_read_by_its_image(command: str, line: int, tmp_path: Path) -> None:
    text = f"services:\n  one:\n    image: vllm/vllm-openai:v0.9\n{command}"
    assert models(tmp_path, "compose.yaml", text) == {(line, "stillwater/base-7b")}


def test_the_same_arguments_of_another_image_say_nothing(tmp_path: Path) -> None:
    text = "services:\n  one:\n    image: tools/render\n    command: [--model, stillwater/base-7b]\n"
    assert models(tmp_path, "compose.yaml", text) == set()


@pytest.mark.parametrize(
    ("image", "arguments"),
    [
        ("lmsysorg/sglang:latest", "--model-path stillwater/base-7b"),
        ("ghcr.io/huggingface/text-generation-inference:3", "--model-id stillwater/base-7b"),
        ("ghcr.io/huggingface/text-embeddings-inference:1", "--model-id stillwater/base-7b"),
        ("michaelf34/infinity:1", "v2 --model-id stillwater/base-7b"),
        ("ghcr.io/ggml-org/llama.cpp:server", "-hf stillwater/base-7b:Q4_K_M"),
        ("openmmlab/lmdeploy", "lmdeploy serve api_server stillwater/base-7b"),
        ("vllm/vllm-openai", "--model hf://stillwater/base-7b"),
    ],
)
def test_each_launcher_has_its_options_in_compose_files_and_in_commands(
    image: str, arguments: str, tmp_path: Path
) -> None:
    text = f"services:\n  one:\n    image: {image}\n    command: {arguments}\n"
    assert models(tmp_path / "a", "compose.yaml", text) == {(4, "stillwater/base-7b")}
    text = f"docker run --rm -v ~/.cache:/cache --env A=b \\\n  {image} {arguments}\n"
    assert models(tmp_path / "b", "run.sh", text) == {(2, "stillwater/base-7b")}


def test_manifests_of_kubernetes_and_values_of_helm_are_read(tmp_path: Path) -> None:
    text = (
        "kind: ConfigMap\n---\nspec:\n  containers:\n    - image: huggingface/text-generation-inference\n      env:\n"
        "        - name: MODEL_ID\n          value: stillwater/base-7b\n    - image: vllm/vllm-openai\n"
        "      args:\n        - --tokenizer=stillwater/base-8b\n        - --model\n        - stillwater/base-8b\n"
    )
    assert models(tmp_path / "a", "deploy.yaml", text) == {
        (8, "stillwater/base-7b"),
        (11, "stillwater/base-8b"),
        (13, "stillwater/base-8b"),
    }
    text = (
        "image:\n  repository: vllm/vllm-openai\nextraArgs: [--model, stillwater/base-7b]\nname: {{ .Values.name }}\n"
    )
    assert models(tmp_path / "b", "values.yaml", text) == {(3, "stillwater/base-7b")}


def test_the_start_of_an_image_is_read_by_what_it_is_built_from(tmp_path: Path) -> None:
    text = 'FROM vllm/vllm-openai:v0.9\nRUN true\nCMD ["--model", \\\n  "stillwater/base-7b"]\n'
    assert models(tmp_path, "Dockerfile", text) == {(4, "stillwater/base-7b")}


def test_a_modelfile_names_its_base(tmp_path: Path) -> None:
    assert models(tmp_path, "Modelfile", "FROM hf.co/stillwater/base-GGUF:Q4_K_M\n") == {(1, "stillwater/base-GGUF")}


def test_anchors_that_hold_each_other_end(tmp_path: Path) -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    text = f"image: vllm/vllm-openai\na0: &a0 x\n{layers}me: &me\n  me: *me\n"
    assert models(tmp_path, "a.yaml", text) == set()


@pytest.mark.parametrize(
    "key",
    ["model", "llm_hf_repo_id", "embedding_hf_model_name", "modelURL", "rerank_model", "visionModelId", "hf-repo",
     "tokenizer_name_or_path", "adapter_name_or_path", "teacher", "draft-model", "repo_id", "_name_or_path"],
)  # fmt: skip
def test_a_key_is_read_by_its_head(key: str) -> None:
    assert names_model(key)


@pytest.mark.parametrize(
    "key", ["repository", "image", "model_type", "model_dir", "path", "name", "id", "url", "modeling_code", "dataset"]
)
def test_a_key_with_another_head_names_no_model(key: str) -> None:
    assert not names_model(key)


def test_comments_are_no_settings_and_defaults_are_read(tmp_path: Path) -> None:
    text = (
        "# url: hf://stillwater/old-7b\n# model: stillwater/old-7b\nmodel: ${NAME:-stillwater/base-7b}\n"
        "llm: ${NAME:stillwater/base-8b}\n"
    )
    assert models(tmp_path, "a.yaml", text) == {(3, "stillwater/base-7b"), (4, "stillwater/base-8b")}
