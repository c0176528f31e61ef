"""What looks like an id and is none, and what is named but not loaded."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, loaded, notebook, scanned

AUTO = "from transformers import AutoModel\n"


@pytest.mark.parametrize(
    "path",
    [
        "./acme/bert", "../acme/bert", "/data/bert", "~/bert", "C:\\\\models\\\\bert", "models/bert",
        "checkpoints/best",
        "output/run1", "results/run1", "a/b/c", "acme/bert.safetensors", "acme/bert.gguf", "runs/exp/last.ckpt",
        "bert-of-mine",
    ],
)  # fmt: skip
def test_a_local_path_is_no_id(path: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, AUTO + f'AutoModel.from_pretrained("{path}")\n') == set()


def test_a_folder_of_the_repository_is_no_id(tmp_path: Path) -> None:
    files = {"acme/bert/config.json": "{}", "a.py": AUTO + "AutoModel.from_pretrained('acme/bert')\n"}
    assert loaded(tmp_path, files) == set()


@pytest.mark.parametrize(
    "text",
    ["org/model", "<your-model>", "username/repo", "your-org/your-model", "path/to", "user/my-model", "{owner}/x"],
)
def test_a_placeholder_is_no_id(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, AUTO + f'AutoModel.from_pretrained("{text}")\n') == set()


@pytest.mark.parametrize(
    "code",
    [
        'import json\njson.load("acme/bert")',
        'import torch\ntorch.load("acme/bert")',
        'from sklearn.pipeline import pipeline\npipeline("x", "acme/bert")',
        'from mlflow.sklearn import load_model\nload_model("acme/bert")',
        'from keras.models import load_model\nload_model("acme/bert")',
        'import evaluate_mine as evaluate\nevaluate.load("acme/bert")',
        'def pipeline(a, b):\n    return b\npipeline("x", "acme/bert")',
        'response.headers["content-type"] = "text/html"',
        'import requests\nrequests.get("https://github.com/acme/bert")',
        'assert model.name == "acme/bert"',
        'image = "acme/bert"',
    ],
)
def test_a_call_of_the_same_name_loads_nothing(code: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, AUTO + code + "\n") == set()


@pytest.mark.parametrize(
    "call",
    ["AutoModel.from_pretrained(None)", "AutoModel.from_pretrained(config=config)", "AutoModel.from_pretrained()"],
)
def test_a_call_that_names_nothing_is_no_finding(call: str, tmp_path: Path) -> None:
    assert found(tmp_path, AUTO + call + "\n") == []


def test_what_the_code_publishes_is_told_apart(tmp_path: Path) -> None:
    text = (
        "from transformers import TrainingArguments, AutoModel\nmodel = AutoModel.from_pretrained('acme/bert')\n"
        "model.push_to_hub('acme/mine')\nTrainingArguments('out', hub_model_id='acme/other')\n"
        "from huggingface_hub import create_repo, HfApi\ncreate_repo('acme/third')\n"
        "HfApi().upload_file(path_or_fileobj='x', repo_id='acme/fourth')\n"
    )
    kinds = {f.model_id: (f.kind, f.tier) for f in found(tmp_path, text)}
    assert kinds.pop("acme/bert") == ("model", "core")
    assert kinds == dict.fromkeys(["acme/mine", "acme/other", "acme/third", "acme/fourth"], ("output_model", "other"))


def test_docstrings_comments_and_messages_are_mentions(tmp_path: Path) -> None:
    text = (
        AUTO + 'def f():\n    """Example::\n\n        >>> AutoModel.from_pretrained("acme/one")\n    """\n'
        '    # AutoModel.from_pretrained("acme/two"), see https://huggingface.co/acme/three\n'
        '    print("try AutoModel.from_pretrained acme/four")\n'
    )
    assert loaded(tmp_path, text) == set()
    assert {f.model_id for f in found(tmp_path, text) if f.tier == "doc"} == {"acme/one", "acme/two", "acme/three"}


def test_markdown_is_a_mention(tmp_path: Path) -> None:
    files = {
        "README.md": "See https://huggingface.co/acme/bert and https://huggingface.co/datasets/acme/data.\n",
        "a.ipynb": notebook("x = 1", markdown=("`AutoModel.from_pretrained('acme/two')`",)),
    }
    assert {(f.model_id, f.kind, f.tier) for f in found(tmp_path, files)} == {
        ("acme/bert", "model", "doc"),
        ("acme/data", "dataset", "doc"),
        ("acme/two", "model", "doc"),
    }


@pytest.mark.parametrize(
    "address", ["https://huggingface.co/docs/transformers", "https://huggingface.co/blog/some-post"]
)
def test_pages_of_the_hub_are_no_artifacts(address: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"README.md": address}) == []


def test_code_of_others_is_left_out_and_counted(tmp_path: Path) -> None:
    text = AUTO + "AutoModel.from_pretrained('acme/bert')\n"
    result = scanned(tmp_path, {"third_party/a.py": text, "node_modules/b.py": text, ".venv/lib/c.py": text})
    assert result.findings == []
    assert result.counts["folders_of_others"] == 3


def test_a_library_s_own_prefixing_adds_no_second_id(tmp_path: Path) -> None:
    files = {
        "sentence_transformers/__init__.py": "ORG = 'sentence-transformers'\n",
        "sentence_transformers/model.py": "from transformers import AutoModel\nfrom . import ORG\n"
        "class SentenceTransformer:\n    def __init__(self, model_name_or_path):\n"
        "        AutoModel.from_pretrained(f'{ORG}/{model_name_or_path}')\n",
        "examples/a.py": "from sentence_transformers.model import SentenceTransformer\n"
        "SentenceTransformer('all-MiniLM-L6-v2')\n",
    }
    findings = [f for f in found(tmp_path, files) if f.kind == "model"]
    assert [(f.file, f.model_id) for f in findings] == [("examples/a.py", "sentence-transformers/all-MiniLM-L6-v2")]


def test_a_copy_of_the_code_s_own_beside_a_model_is_local(tmp_path: Path) -> None:
    text = (
        "from sentence_transformers import SentenceTransformer\nname = 'all-mpnet-base-v2'\n"
        "SentenceTransformer(name)\nSentenceTransformer(f'{name}-quantised')\n"
    )
    assert loaded(tmp_path, text) == {(2, "sentence-transformers/all-mpnet-base-v2")}


@pytest.mark.parametrize(
    ("key", "tier", "via", "confidence"), [("embedding_model", "flow", "read", 0.4), ("repo", "doc", "named", 0.4)]
)
def test_a_literal_that_no_call_waits_for_is_loaded_where_its_name_is_one_of_models(
    key: str, tier: str, via: str, confidence: float, tmp_path: Path
) -> None:
    text = AUTO + f'SETTINGS = {{"{key}": "acme/bert", "colour": "acme/blue"}}\nclient.send(SETTINGS)\n'
    (finding,) = found(tmp_path, text)
    assert (finding.model_id, finding.tier, finding.via) == ("acme/bert", tier, via)
    assert finding.confidence == confidence


def test_a_literal_under_a_name_that_a_call_waits_for_is_loaded(tmp_path: Path) -> None:
    files = {
        "a.py": AUTO + "def f(config):\n    AutoModel.from_pretrained(config['embedding_model'])\n",
        "b.py": "import transformers\nsend({'embedding_model': 'acme/bert'})\n",
    }
    findings = {(f.file, f.model_id, f.tier, f.confidence) for f in found(tmp_path, files) if f.kind == "model"}
    assert findings == {("b.py", "acme/bert", "flow", 0.5)}


@pytest.mark.parametrize("name", ["ViT-L-14/openai", "RN50/yfcc15m", "ViT-H-14-378-quickgelu/dfn5b"])
def test_an_architecture_and_its_weights_are_no_id(name: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, AUTO + f'clip_model_name = "{name}"\nAutoModel.from_pretrained(clip_model_name)\n') == set()


@pytest.mark.parametrize(
    "code",
    [
        "from modelscope import snapshot_download\nsnapshot_download('acme/bert')",
        "from modelscope.hub.snapshot_download import snapshot_download\nsnapshot_download('acme/bert')",
        "from modelscope import AutoModel\nAutoModel.from_pretrained('acme/bert')",
        "from modelscope.pipelines import pipeline\npipeline('chat', model='acme/bert')",
    ],
)
def test_what_another_registry_serves_is_not_of_the_hub(code: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, code + "\n") == set()


@pytest.mark.parametrize(
    "text",
    [
        'BERT_PRETRAINED_MODEL_ARCHIVE_LIST = [\n    "acme/bert",\n]\n',
        '@add_code_sample_docstrings(\n    output_type=Output,\n    checkpoint="acme/bert",\n)\ndef f():\n    pass\n',
    ],
)
def test_what_a_copied_model_file_lists_for_its_documentation_is_not_loaded(text: str, tmp_path: Path) -> None:
    files = {"a.py": AUTO + "AutoModel.from_pretrained('acme/bert')\n", "modeling.py": AUTO + text}
    assert {f.file for f in found(tmp_path, files) if f.kind == "model" and f.tier != "doc"} == {"a.py"}
