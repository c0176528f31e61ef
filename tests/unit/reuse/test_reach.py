"""Where people write models beside calls: lists to choose from, wrappers, addresses, options, files inside of files."""

from pathlib import Path

import pytest

from supplygraph.reuse.identify import is_owner_of_models
from supplygraph.reuse.keys import kind_of_option, names_model
from tests.benchmarks.scan_reach import labelled, look
from tests.unit.reuse.repositories import found, loaded, models, notebook


@pytest.mark.parametrize(
    ("name", "text", "line", "model"),
    [
        ("a.yaml", "source:\n  uri: ollama://qwen2:0.5b\n", 2, "qwen2:0.5b"),
        ("a.yaml", "source: oci://registry.ollama.ai/library/llama3.2:1b\n", 1, "llama3.2:1b"),
        ("run.sh", 'echo "URL=oci://registry.ollama.ai/library/llama3.2:1b" >> "$OUT"\n', 1, "llama3.2:1b"),
        ("a.yaml", "generator:\n  - llm: ollama\n    model: llama3\n", 3, "llama3"),
        ("a.yaml", "$llm_model: ollama/mistral\n", 1, "mistral"),
        (".env.example", "OLLAMA_ENDPOINT=http://localhost\nOLLAMA_MODELS=mine, phi3\n", 2, "phi3"),
        ("a.yaml", "environment:\n  - OLLAMA_MODEL=${OLLAMA_MODEL:-llama3.2:1b}\n", 2, "llama3.2:1b"),
        ("app.py", "import ollama\nollama.create(model='mine', from_='gemma3')\n", 2, "gemma3"),
        ("app.ts", "import ollama from 'ollama'\nawait ollama.chat({ model: 'llama3.2', messages })\n", 2, "llama3.2"),
    ],
)
def test_models_of_ollamas_library_have_addresses(name: str, text: str, line: int, model: str, tmp_path: Path) -> None:
    assert models(tmp_path, {name: text}) == {(name, line, model, "ollama")}


def test_what_people_read_in_settings_names_nothing(tmp_path: Path) -> None:
    text = "uri:\n  description: |-\n    One of\n    - ollama://llama3.3\n    - hf://stillwater/base-7b\n"
    assert models(tmp_path, {"crd.yaml": text}) == set()


def test_addresses_of_files_are_read_wherever_they_are_assigned(tmp_path: Path) -> None:
    text = (
        "URL=https://huggingface.co/stillwater/base-7b/resolve/main/model.gguf\n"
        "OTHER=huggingface://stillwater/next-7b/model.gguf\nPAGE=https://huggingface.co/stillwater/read-me\n"
    )
    assert {row[1:3] for row in models(tmp_path, {"run.sh": text})} == {
        (1, "stillwater/base-7b"), (2, "stillwater/next-7b"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("python train.py --reward_model_path stillwater/base-7b", True),
        ("python train.py --teacher-model=stillwater/base-7b", True),
        ("python train.py --model stillwater/base-7b", True),
        ("text-generation-server serve stillwater/base-7b", True),
        ("tune download stillwater/base-7b --output-dir /tmp", True),
        ("ray job submit -- --actor.model_name_or_path stillwater/base-7b", True),
        ("ilab model download --repository stillwater/base-7b", True),
        ("python3 fetch_model.py -m stillwater/base-7b", True),
        ("BASE_MODEL_REPO ?= stillwater/base-7b", True),
        ("local model_name=stillwater/base-7b", True),
        ("DATASET_PATH=stillwater/rows-1k", True),
        ("BASE_IMAGE=stillwater/base-7b", False),
        ("render --model stillwater/base-7b", False),
        ("python train.py --hub_model_id stillwater/base-7b", False),
        ("python train.py --output_model stillwater/base-7b", False),
        ("python train.py --run_name stillwater/base-7b", False),
    ],
)
def test_options_are_read_by_their_heads(line: str, expected: bool, tmp_path: Path) -> None:
    assert bool(models(tmp_path, {"run.sh": line + "\n"})) is expected


def test_an_id_that_several_options_name_is_found_at_each(tmp_path: Path) -> None:
    text = "python ppo.py \\\n  --sft_model_path a-b/c-7b \\\n  --output_dir x \\\n  --reward_model_path a-b/c-7b\n"
    assert {row[1] for row in models(tmp_path, {"run.sh": text})} == {2, 4}


def test_keys_of_what_is_made_name_no_model() -> None:
    assert not names_model("output_model_name")
    assert names_model("model_size")
    assert kind_of_option("--output_dataset_name") is None
    assert kind_of_option("--dataset-name") == "dataset"


def test_arguments_without_an_image_are_read_by_their_options(tmp_path: Path) -> None:
    text = "server:\n  extraArgs:\n    - --port\n    - '80'\n    - --model\n    - stillwater/base-7b\n"
    assert models(tmp_path, {"values.yaml": text}) == {("values.yaml", 6, "stillwater/base-7b", "huggingface")}


def test_a_list_in_a_block_is_a_file_of_its_own(tmp_path: Path) -> None:
    text = "config: |\n  - name: one\n    parameters:\n      model: stillwater/base-7b\n"
    assert {row[1:3] for row in models(tmp_path, {"a.yaml": text})} == {(4, "stillwater/base-7b")}


def test_documents_in_shell_cells_are_read(tmp_path: Path) -> None:
    cell = "%%shell\ncat << EOF > config.yaml\nembedding:\n  model_name: stillwater/base-7b\nEOF\n"
    findings = [(f.cell, f.line, f.model_id) for f in found(tmp_path, {"a.ipynb": notebook("x = 1", cell)})]
    assert findings == [(1, 4, "stillwater/base-7b")]


LAZY = """
from sentence_transformers import SentenceTransformer
from lazy import Lazy
table = {"one": Lazy(SentenceTransformer, "stillwater/base-7b"), "two": Lazy(print, "stillwater/no-7b")}
ok = isinstance(table, SentenceTransformer)
"""


def test_a_wrapper_that_is_given_a_loader_loads_what_comes_with_it(tmp_path: Path) -> None:
    assert loaded(tmp_path, LAZY) == {(4, "stillwater/base-7b")}


OFFERED = """
from transformers import AutoModel
class Tool:
    def __init__(self):
        self.available_models = ["stillwater/base-7b", "stillwater/next-7b"]
    def update(self, size):
        self.model = AutoModel.from_pretrained(size)
"""


def test_a_list_of_models_is_offered_where_a_file_loads_what_is_chosen(tmp_path: Path) -> None:
    assert loaded(tmp_path, OFFERED) == {(5, "stillwater/base-7b"), (5, "stillwater/next-7b")}
    assert loaded(tmp_path / "known", OFFERED.replace("(size)", '("stillwater/own-7b")')) == {(7, "stillwater/own-7b")}


def test_an_architecture_beside_its_weights_is_a_model(tmp_path: Path) -> None:
    code = "import open_clip\nTABLE = [\n    ('ViT-B-32', 'laion2b_s34b_b79k'),\n    ('ViT-B-32', 'openai'),\n]\n"
    assert loaded(tmp_path, code) == {(3, "laion/CLIP-ViT-B-32-laion2B-s34B-b79K")}


def test_a_container_that_code_starts_is_given_a_model(tmp_path: Path) -> None:
    code = (
        "import docker\ndef start(config):\n    command = ['--model-id', config['model_id'], '--port', '80']\n"
        "    docker.from_env().containers.run(image='one/server', command=command)\n"
        "start({'model_id': 'stillwater/base-7b'})\n"
    )
    assert loaded(tmp_path, code) == {(5, "stillwater/base-7b")}


def test_an_unknown_package_is_given_a_model_under_a_keyword_of_the_hub(tmp_path: Path) -> None:
    code = (
        "from unheard import Scorer\nScorer(model_name_or_path='stillwater/base-7b')\n"
        "Scorer(label='stillwater/no-7b')\n"
    )
    assert loaded(tmp_path, code) == {(2, "stillwater/base-7b")}


FILES = """
from llama_cpp import Llama
LLM = "llama-cpp-python/stillwater/base-7b-GGUF/*Q4_K_M.gguf@8192"
PATH = "llama-cpp-python/local/base-7b/file.gguf"
"""


def test_a_file_of_quantised_models_names_its_repository(tmp_path: Path) -> None:
    assert loaded(tmp_path, FILES) == {(3, "stillwater/base-7b-GGUF")}


FALLS_BACK = """
from huggingface_hub import hf_hub_download
DEFAULT_MODEL = "stillwater/base-7b"
def fetch(options):
    return hf_hub_download(options["repo"])
"""


def test_a_constant_is_what_a_file_falls_back_to(tmp_path: Path) -> None:
    assert loaded(tmp_path, FALLS_BACK) == {(3, "stillwater/base-7b")}
    assert loaded(tmp_path / "none", FALLS_BACK.replace('options["repo"]', '"stillwater/own-7b"')) == {
        (5, "stillwater/own-7b")
    }


def test_included_makefiles_are_read(tmp_path: Path) -> None:
    files = {"Makefile.common": "MODEL_URL := https://huggingface.co/stillwater/base-7b/resolve/main/a.gguf\n"}
    assert {row[2] for row in models(tmp_path, files)} == {"stillwater/base-7b"}


SCRIPT = "import { pipeline } from '@huggingface/transformers';\nimport { MODELS } from './names';\n"


def test_tables_that_javascript_imports_are_read(tmp_path: Path) -> None:
    names = (
        "export const MODELS = {\n  small: 'stillwater/base-onnx',\n"
        "  other: { id: 'stillwater/next-onnx', page: 'a/page-one' },\n};\n"
    )
    rows = models(tmp_path, {"app.js": SCRIPT, "names.js": names})
    assert {row[:3] for row in rows} == {
        ("names.js", 3, "stillwater/next-onnx"),
        ("names.js", 2, "stillwater/base-onnx"),
    }
    assert models(tmp_path / "alone", {"names.js": names}) == set()


def test_all_of_a_table_with_a_converted_model_is_read(tmp_path: Path) -> None:
    text = (
        "const models = {\n  'Xenova/tiny': [1],\n  'stillwater/tide.en': [2],\n};\n"
        "const other = { page: 'a/page-one' };\n"
    )
    assert {row[1] for row in models(tmp_path, {"app.tsx": text})} == {2, 3}


def test_a_page_under_a_name_of_models_names_one(tmp_path: Path) -> None:
    files = {
        "load.ts": 'import { pipeline } from "@huggingface/transformers"\nexport const run = (m) => pipeline("x", m)\n',
        "app.tsx": 'const MODEL_URL = "https://huggingface.co/stillwater/base-7b"\nexport const run = MODEL_URL\n'
        'const HELP = "https://huggingface.co/stillwater/help-7b"\n',
    }
    assert models(tmp_path, files) == {("app.tsx", 1, "stillwater/base-7b", "huggingface")}


def test_what_loads_data_loads_no_model(tmp_path: Path) -> None:
    code = "from distilabel.steps import LoadDataFromHub\nLoadDataFromHub(repo_id='stillwater/talks')\n"
    assert [(f.model_id, f.kind) for f in found(tmp_path, {"app.py": code})] == [("stillwater/talks", "dataset")]


@pytest.mark.parametrize(("other", "expected"), [("steps/chain.py", True), ("steps/links.py", False)])
def test_a_file_of_another_folder_is_imported_by_its_name(other: str, expected: bool, tmp_path: Path) -> None:
    files = {
        "app.py": "from chain import make\nmake('llama3')\n",
        other: "from langchain_ollama import ChatOllama\n\ndef make(name):\n    return ChatOllama(model=name)\n",
    }
    assert models(tmp_path, files) == ({("app.py", 2, "llama3", "ollama")} if expected else set())


def test_labels_are_facts_of_whole_commits() -> None:
    for label in labelled():
        assert len(label["commit"]) == 40
        assert label["set"] in (
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        )
        for *_, kind, registry, tier in label["sites"]:
            assert kind in ("model", "dataset")
            assert registry in ("huggingface", "ollama")
            assert tier in ("core", "flow", "either")


def test_what_may_be_claimed_counts_neither_way(tmp_path: Path) -> None:
    findings = found(
        tmp_path, {"a.yaml": "model: stillwater/a-7b\nllm: stillwater/b-7b\nbase_model: stillwater/c-7b\n"}
    )
    sites = [
        ["a.yaml", None, 1, "stillwater/a-7b", "model", "huggingface", "core"],
        ["a.yaml", None, 2, "*", "model", "huggingface", "either"],
        ["a.yaml", None, 9, "stillwater/d-7b", "model", "huggingface", "flow"],
    ]
    result = look({"sites": sites, "left_out": []}, findings)
    assert (result.found, result.claimed, result.right) == ({"core": 1, "flow": 0}, 2, 1)
    assert result.missed == ["flow a.yaml:9 stillwater/d-7b"]
    assert result.wrong == ["a.yaml:3 model stillwater/c-7b"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.tf", 'resource "app" "one" {\n  env = {\n    MODEL_ID = "stillwater/base-7b"\n  }\n}\n'),
        ("values.tfvars", 'served_model = "stillwater/base-7b"\n'),
        ("compose.yaml.example", "services:\n  llm:\n    environment:\n      MODEL_ID: stillwater/base-7b\n"),
        ("config.toml.tmpl", 'model = "stillwater/base-7b"\n'),
        ("bin/fetch", "#!/usr/bin/env bash\nhf download stillwater/base-7b\n"),
        ("bin/fetch", "#!/usr/bin/env python3\nfrom vllm import LLM\nLLM(model='stillwater/base-7b')\n"),
        ("llm.service", "[Service]\nExecStart=/usr/bin/vllm serve stillwater/base-7b\n"),
        ("Jenkinsfile", "sh 'hf download stillwater/base-7b'\n"),
        ("requirements.txt", "x @ https://huggingface.co/stillwater/base-7b/resolve/main/x-1-py3-none-any.whl\n"),
        ("index.html", "<script type='module'>\nimport { pipeline } from 'https://cdn.x/@huggingface/transformers';\n"
         "await pipeline('text-generation', 'stillwater/base-7b');\n</script>\n"),
        ("main.rs", 'use hf_hub::api::sync::Api;\nlet repo = api.model("stillwater/base-7b".to_string());\n'),
        ("Main.swift", '// huggingface\nlet known = ModelConfiguration(id: "stillwater/base-7b")\n'),
        ("main.go", 'package main // huggingface\nvar modelID = "stillwater/base-7b"\n'),
    ],
)  # fmt: skip
def test_files_of_every_kind_are_read_by_their_names(name: str, text: str, tmp_path: Path) -> None:
    assert {row[2] for row in models(tmp_path, {name: text})} == {"stillwater/base-7b"}


def test_what_only_speaks_of_models_in_other_code_is_left_out(tmp_path: Path) -> None:
    files = {
        "main.rs": '// huggingface: model("stillwater/base-7b")\nlet image = "stillwater/base-7b";\n',
        "main_test.go": '// huggingface\nvar modelID = "stillwater/base-7b"\n',
        "index.html": "<p>@huggingface/transformers: pipeline('x', 'stillwater/base-7b')</p>\n",
        "LICENSE": "stillwater/base-7b from_pretrained\n",
    }
    assert models(tmp_path, files) == set()


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("a.yaml", "speaker: stillwater/base-7b", True),
        ("a.yaml", "captioner_2: stillwater/base-7b", True),
        ("a.yaml", "text_encoder_2: stillwater/plain", True),
        ("a.yaml", "image: stillwater/base-7b", False),
        ("a.yaml", "output_dir: stillwater/base-7b", False),
        ("a.yaml", "speaker: stillwater/plain", False),
        ("a.yaml", 'kind: "one"  # or stillwater/base-7b', False),
        ("run.sh", "./quantise.sh stillwater/base-7b 4", True),
        ("run.sh", "for one in stillwater/base-7b; do", True),
        ("run.sh", "python model.py --from mistralai/Plain", True),
        ("run.sh", "python run.py --from stillwater/base-7b", False),
        ("run.sh", "python run.py --output_dir mistralai/Plain", False),
        ("run.sh", "docker pull stillwater/base-7b", False),
        ("run.sh", "git clone stillwater/base-7b", False),
        ("run.sh", "./serve stillwater/llama-server", False),
    ],
)
def test_a_name_that_reads_as_one_of_a_model_needs_no_key(name: str, line: str, expected: bool, tmp_path: Path) -> None:
    assert bool(models(tmp_path, {name: line + "\n"})) == expected


def test_the_default_of_a_declared_field_is_a_setting(tmp_path: Path) -> None:
    text = (
        "from transformers import AutoModel\nfrom pydantic import BaseModel\n\n\n"
        "class Start(BaseModel):\n    model_id: str = 'stillwater/base-7b'\n    title: str = 'stillwater/next-7b'\n\n\n"
        "def load(path):\n    return AutoModel.from_pretrained(path)\n"
    )
    assert {row[2] for row in models(tmp_path, {"settings.py": text})} == {"stillwater/base-7b"}


def test_a_mixture_of_datasets_has_their_names_as_keys(tmp_path: Path) -> None:
    files = {
        "a.yaml": "dataset_mixer:\n  stillwater/one-pairs: 1.0\n  stillwater/two-pairs: 0.5\nsome:\n  some/folder: 1\n",
        "b.json": '{"dataset_mixture": {"stillwater/three-pairs": 0.5}, "exports": {"some/folder": "x"}}\n',
    }
    assert {f.model_id for f in found(tmp_path, files) if f.kind == "dataset"} == {
        "stillwater/one-pairs", "stillwater/two-pairs", "stillwater/three-pairs",
    }  # fmt: skip
    assert len(models(tmp_path, files)) == 3


def test_an_attribute_that_is_set_is_no_entry_of_a_table(tmp_path: Path) -> None:
    text = (
        "from datasets import load_dataset\n\n\ndef mix(settings):\n    for name in settings:\n"
        "        load_dataset(name)\n\n\ndef main(given):\n    given.side = 'left'\n    mix(given)\n"
    )
    assert models(tmp_path, {"a.py": text}) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("python build.py --model_dir stillwater/base-7b", True),
        ("python build.py --model_dir runs/base-7b", False),
        ("python build.py --output_model_dir stillwater/base-7b", False),
    ],
)
def test_the_folder_of_a_model_can_be_a_name(line: str, expected: bool, tmp_path: Path) -> None:
    assert bool(models(tmp_path, {"run.sh": line + "\n"})) == expected


def test_a_hook_around_the_pipeline_of_javascript_names_a_model(tmp_path: Path) -> None:
    files = {
        "lib/worker.ts": "import { pipeline } from '@xenova/transformers';\nexport const make = () => pipeline();\n",
        "app/page.tsx": "const embed = usePipeline(\n  'feature-extraction',\n  'stillwater/small',\n);\n",
    }
    assert models(tmp_path, files) == {("app/page.tsx", 3, "stillwater/small", "huggingface")}
    assert models(tmp_path / "alone", {"app/page.tsx": files["app/page.tsx"]}) == set()


def test_a_file_of_a_repository_stands_behind_a_colon(tmp_path: Path) -> None:
    text = "from whisperspeech.pipeline import Pipeline\nPipeline(s2a_ref='stillwater/speech:s2a-small.model')\n"
    assert {row[2] for row in models(tmp_path, {"a.py": text})} == {"stillwater/speech"}


def test_blocks_of_terraform_give_their_names_to_what_is_in_them(tmp_path: Path) -> None:
    text = (
        'variable "model_id" {\n  type    = string\n  default = "stillwater/base-7b"\n}\n'
        'variable "region" {\n  default = "stillwater/next-7b"\n}\n'
        'resource "deployment" "llm" {\n  container {\n    args = [\n      "--model", "stillwater/plain",\n'
        '      "--tokenizer=stillwater/other",\n    ]\n    env {\n      name  = "MODEL_ID"\n'
        '      value = "stillwater/third"\n    }\n  }\n  start = <<-EOT\n    hf download stillwater/fourth\n  EOT\n}\n'
    )
    assert {row[1:3] for row in models(tmp_path, {"main.tf": text})} == {
        (3, "stillwater/base-7b"), (11, "stillwater/plain"), (12, "stillwater/other"), (16, "stillwater/third"),
        (20, "stillwater/fourth"),
    }  # fmt: skip


def test_arguments_can_be_one_value_of_settings(tmp_path: Path) -> None:
    text = "env_variables:\n  EVAL_ARGS: --set core --model stillwater/base-7b --push False\n"
    assert models(tmp_path, {"job.yaml": text}) == {("job.yaml", 2, "stillwater/base-7b", "huggingface")}


def test_the_beginning_of_a_name_is_none(tmp_path: Path) -> None:
    text = (
        "from transformers import AutoModel\nmodel_id = f'stillwater/dev-{kind}'\nAutoModel.from_pretrained(model_id)\n"
    )
    assert models(tmp_path, {"a.py": text}) == set()


def test_a_table_of_entries_under_a_name_that_can_be_chosen_counts_whole(tmp_path: Path) -> None:
    text = (
        "from mlx_lm import load\n\nKNOWN = {\n    'small': {'repo': 'stillwater/small', 'note': 'fast'},\n"
        "    'large': {'repo': 'stillwater/large', 'note': 'slow'},\n}\n\n\n"
        "class Corrector:\n    def __init__(self, name: str = 'small'):\n        self.read(name)\n\n"
        "    def read(self, name):\n        self.model = load(KNOWN[name]['repo'])\n"
    )
    assert {row[1:3] for row in models(tmp_path, {"a.py": text})} == {(4, "stillwater/small"), (5, "stillwater/large")}


def test_parts_of_a_pipeline_are_heads_of_keys() -> None:
    assert all(map(names_model, ("feature_extractor_name", "image_processor", "vocoder_path", "judge_id")))
    assert not any(map(names_model, ("output_processor_count", "generator_seed", "policy")))


def test_models_of_outlines_are_found(tmp_path: Path) -> None:
    text = "import outlines\nNAME = 'stillwater/tide'\nmodel = outlines.models.transformers(NAME, device='cpu')\n"
    assert {row[1:3] for row in models(tmp_path, {"a.py": text})} == {(2, "stillwater/tide")}


def test_an_owner_of_models_is_known_by_its_whole_name() -> None:
    assert is_owner_of_models("trl-internal-testing/zephyr")
    assert not is_owner_of_models("internal-testing/zephyr")


@pytest.mark.parametrize(
    "line",
    [
        "parser.add_argument('--base-model', default='stillwater/calm', help='which')",
        "parser.add_argument('--dataset_name', type=str, default='stillwater/calm')",
        "MODEL_ID = os.environ.get('MODEL_ID', 'stillwater/calm')",
        "field = Text(value='stillwater/calm', label='Model ID')",
        "MODELS = {'small': {'repo': 'stillwater/calm', 'licence': 'a/note'}}",
        "EMBEDDING_MAP = {'fast': 'stillwater/calm'}",
        "AVAILABLE_MODELS = [('stillwater/calm', 'Small')]",
        "models = [dict(type=Causal, path='stillwater/calm')]",
        "CONFIG = {'model': {'name': 'stillwater/calm'}}",
        "FILES = [('stillwater/calm', 'calm.safetensors')]",
        "DATASET_ID = 'stillwater/calm'",
        "class Settings: embedding_model: str = Field(default='stillwater/calm', description='a/note')",
        "def predict(model: str = Input(default='stillwater/calm', choices=['stillwater/calm'])): pass",
        "class EncoderModel(str, Enum): SMALL = 'stillwater/calm'",
    ],
)
def test_a_literal_is_what_the_table_the_option_or_the_label_around_it_says(line: str, tmp_path: Path) -> None:
    assert models(tmp_path, {"a.py": f"import transformers\n{line}\n"}) == {
        ("a.py", 2, "stillwater/calm", "huggingface")
    }


@pytest.mark.parametrize(
    "line",
    [
        "parser.add_argument('--model', help='stillwater/calm')",
        "parser.add_argument('--output_model', default='stillwater/calm')",
        "MODEL_LICENSE = 'stillwater/calm'",
        "MODELS = {'small': {'image': 'stillwater/calm'}}",
        "COLOURS = ['stillwater/calm']",
        "Thing(model='stillwater/calm')",
        "assert model == 'stillwater/calm'",
        "print('model', 'stillwater/calm')",
    ],
)
def test_a_literal_beside_such_a_name_is_none(line: str, tmp_path: Path) -> None:
    assert models(tmp_path, {"a.py": f"import transformers\n{line}\n"}) == set()


def test_settings_of_a_repository_that_loads_no_model_name_no_dataset(tmp_path: Path) -> None:
    assert models(tmp_path, {"a.py": "DATASET_ID = 'stillwater/calm'\n"}) == set()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.yaml", "models:\n  tiny.en:\n    source: stillwater/calm\n", 3),
        ("a.json", '{"models": {"tiny": {\n"id": "stillwater/calm"}}}', 2),
        ("xnli_common_yaml", "task: x\ndataset_path: stillwater/calm\n", 2),
        ("a.rs", 'const DEFAULT_MODEL_ID: &str = "stillwater/calm";\n', 1),
        ("a.go", 'package m\n\nconst modelName = "stillwater/calm"\n', 3),
        ("a.swift", 'import WhisperKit\nlet c = Config(modelRepo: "stillwater/calm")\n', 2),
        ("a.cs", 'string modelId = "stillwater/calm";\n', 1),
    ],
)
def test_entries_of_tables_files_without_ending_and_constants_with_a_type(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    assert models(tmp_path, {name: text}) == {(name, line, "stillwater/calm", "huggingface")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "models:\n  image:\n    source: stillwater/calm\n"),
        ("a.yaml", "servers:\n  tiny:\n    source: stillwater/calm\n"),
        ("notes", "a note: stillwater/calm\nmodel_id: stillwater/calm\n"),
    ],
)
def test_other_tables_and_notes_name_none(name: str, text: str, tmp_path: Path) -> None:
    assert models(tmp_path, {name: text}) == set()
