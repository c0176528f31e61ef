"""Places beside loading calls where people write models: inline code, servers, overrides, addresses, languages."""

from pathlib import Path

import pytest

from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.ollama import is_in_library
from supplygraph.reuse.scan import scan
from tests.unit.reuse.repositories import found, loaded, models, notebook, write

OWN = "stillwater/lantern"
BASE = "stillwater/base-7b"


def ids(folder: Path, name: str, text: str) -> set[tuple[int, str | None]]:
    """(line, id) of the models that are claimed in a file."""
    return {row[1:3] for row in models(folder, {name: text})}


LOADS = "from transformers import AutoModel; AutoModel.from_pretrained"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("Dockerfile", f"RUN python -c \"{LOADS}('{OWN}')\"\n", 1),
        ("Dockerfile", f"RUN python3 -c 'import x; \\\n{LOADS}( \\\n\"{OWN}\")'\n", 3),
        ("Dockerfile", f'CMD ["python", "-c", "{LOADS}(\'{OWN}\')"]\n', 1),
        ("run.sh", f"$PYTHON -c \"\n{LOADS}('{OWN}')\n\" 2>/dev/null\n", 2),
        ("run.sh", f'"${{VENV_PYTHON}}" -c "{LOADS}(\'{OWN}\')"\n', 1),
        ("ci.yml", f"steps:\n  - run: |\n      python -c \"{LOADS}('{OWN}')\"\n", 3),
        ("run.sh", f"python - <<EOF\nNAME = '{OWN}'\n{LOADS}(NAME)\nEOF\n", 2),
    ],
)
def test_code_in_commands_is_read_as_code(name: str, text: str, line: int, tmp_path: Path) -> None:
    assert ids(tmp_path, name, text) == {(line, OWN)}


def test_short_names_in_the_code_of_a_command_mean_what_the_library_makes_of_them(tmp_path: Path) -> None:
    code = "from sentence_transformers import SentenceTransformer as S; [S(n) for n in ('all-MiniLM-L6-v2', 'own')]"
    assert ids(tmp_path, "Dockerfile", f'RUN python -c "{code}"\n') == {(1, "sentence-transformers/all-MiniLM-L6-v2")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"python -m trainer data.files=x actor.model.path={OWN}", True),
        (f"python train.py ++model.pretrained={OWN}", True),
        (f"python train.py model={OWN}", True),
        (f"lm_eval --model hf --model_args pretrained={OWN},dtype=float", True),
        (f'lm_eval --model hf --model_args "pretrained={OWN},dtype=float"', True),
        (f"python train.py dataset.path={OWN}", True),
        (f"git clone git@hf.co:{OWN}", True),
        (f"curl https://api-inference.huggingface.co/models/{OWN}", True),
        (f"python train.py logger.project={OWN}", False),
        (f"python train.py model.output_path={OWN}", False),
        (f"make model={OWN}", False),
    ],
)
def test_settings_given_in_a_command_line_are_read_as_keys(line: str, expected: bool, tmp_path: Path) -> None:
    assert bool(ids(tmp_path, "run.sh", f"echo\n{line}\n")) is expected


@pytest.mark.parametrize(
    ("name", "text", "line", "model"),
    [
        ("a.py", 'import requests\n'
         'requests.post("http://localhost:11434/api/generate", json={"model": "llama3"})\n', 2, "llama3"),
        ("a.py", 'from openai import OpenAI\nc = OpenAI(base_url="http://localhost:11434/v1")\n'
         'c.chat.completions.create(model="llama3.2:1b")\n', 3, "llama3.2:1b"),
        ("a.py", 'from crewai import Agent\nAgent(llm="ollama/llama3.1")\n', 2, "llama3.1"),
        ("a.py", 'from pydantic_ai import Agent\nAgent("ollama:llama3.2")\n', 2, "llama3.2"),
        ("a.sh", "curl localhost:11434/api/pull -d '{\"name\": \"llama3\"}'\n", 1, "llama3"),
        ("a.sh", "curl $HOST/api/generate -d '{\n  \"model\": \"llama3.2\",\n  \"prompt\": \"x\"}'\n", 2, "llama3.2"),
        ("a.ts", 'ask("localhost:11434/api/chat", JSON.stringify({ model: "llama3.2" }));\n', 1, "llama3.2"),
        ("a.ts", 'const OLLAMA_MODEL = process.env.OLLAMA_MODEL || "mistral";\n', 1, "mistral"),
        ("a.go", 'import "example.org/llms/ollama"\nvar llm = ollama.New(ollama.WithModel("llama3"))\n', 2, "llama3"),
        ("A.java", 'import dev.ollama.Chat;\nObject m = Chat.builder().modelName("llama3.2");\n', 2, "llama3.2"),
        ("A.cs", 'using Ollama;\nvar o = new OllamaApiClient(uri, "llama3");\n', 2, "llama3"),
        ("a.rs", 'use ollama_rs::Ollama;\nlet model = "llama2:latest".to_string();\n', 2, "llama2:latest"),
        ("a.yaml", "providers:\n  - id: ollama:chat:llama3.2\n", 2, "llama3.2"),
    ],
)  # fmt: skip
def test_code_that_uses_a_server_of_ollama_names_its_models(
    name: str, text: str, line: int, model: str, tmp_path: Path
) -> None:
    assert models(tmp_path, {name: text}) == {(name, line, model, "ollama")}


def test_names_of_the_library_mean_nothing_where_nothing_speaks_to_ollama(tmp_path: Path) -> None:
    text = 'from openai import OpenAI\nOpenAI(base_url="http://localhost:8000/v1").create(model="mistral")\n'
    files = {
        "a.py": "import transformers\n" + text,
        "a.ts": 'create({ model: "mistral" });\n',
        "a.go": 'x := f("phi3")\n',
    }
    assert models(tmp_path, files) == set()


def test_the_name_of_a_family_can_be_a_choice_of_ones_own(tmp_path: Path) -> None:
    files = {
        "a.py": "import ollama\nmodel = 'qwen'\nrun(model='qwen2.5')\n",
        "a.ts": "const a = 'ollama', model = 'qwen';\n",
    }
    assert {row[:3] for row in models(tmp_path, files)} == {("a.py", 3, "qwen2.5")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.go", 'const url = "https://huggingface.co/OWN/resolve/main/x.gguf"\n'),
        ("a.ts", 'fetch("https://huggingface.co/OWN/resolve/main/x.onnx");\n'),
        ("a.js", 'fetch("https://api-inference.huggingface.co/models/OWN");\n'),
        ("a.py", 'import requests, datasets\nrequests.post("https://router.huggingface.co/hf-inference/models/OWN")\n'),
        ("a.py", 'from newlib import load; import datasets\nload("hf://OWN")\n'),
        ("a.py", 'from newlib import load; import datasets\nload("hf-hub:OWN")\n'),
        ("CMakeLists.txt", "file(DOWNLOAD https://huggingface.co/OWN/resolve/main/x.bin out)\n"),
        ("default.nix", 'src = fetchurl { url = "https://huggingface.co/OWN/resolve/main/x.bin"; };\n'),
        ("A.java", 'Criteria.builder().optModelUrls("djl://ai.djl.huggingface.pytorch/OWN").build();\n'),
        ("a.yaml", "providers:\n  - huggingface:text-generation:OWN\n"),
        ("a.js", 'await resolveModelFile("hf:OWN/x.gguf");\n'),
        ("A.kt", 'private const val HUB = "https://huggingface.co"\nval url = "$HUB/OWN/resolve/main/x.onnx"\n'),
        ("A.kt", 'const val HUB: String = "https://huggingface.co/"\nval url = "${Own.HUB}/OWN/resolve/main/x"\n'),
        ("a.swift", 'static let hub = "https://huggingface.co"\nlet url = "\\(Self.hub)/OWN/resolve/main/x.bin"\n'),
        ("A.java", 'static final String HUB = "https://huggingface.co";\nvar u = HUB + "/OWN/resolve/main/x.bin";\n'),
        ("a.cs", 'const string Hub = "https://huggingface.co";\nvar url = $"{Hub}/OWN/resolve/main/x.bin";\n'),
        ("models.urls", 'A_FILE="$HOME/x"\nA_URL="https://huggingface.co/OWN/resolve/main/x.gguf"\n'),
    ],
)
def test_addresses_of_files_and_answers_name_their_model(name: str, text: str, tmp_path: Path) -> None:
    expected = text[: text.index("OWN")].count("\n") + 1
    assert ids(tmp_path, name, text.replace("OWN", OWN)) == {(expected, OWN)}


def test_a_name_for_another_host_is_not_the_hub(tmp_path: Path) -> None:
    text = f'const val HUB = "https://example.com"\nval url = "$HUB/{OWN}/resolve/main/x.onnx"\n'
    assert ids(tmp_path, "A.kt", text) == set()


def test_what_litellm_takes_of_the_environment_is_no_model(tmp_path: Path) -> None:
    text = (
        "model_list:\n  - model_name: one\n    litellm_params:\n      model: os.environ/LLAMA_MODEL\n"
        f"      api_base: os.environ/LLAMA_SERVER_BASE\n      api_key: llama-7b/llama-7b\n  - model: {BASE}\n"
    )
    assert ids(tmp_path, "litellm.yaml", text) == {(7, BASE)}


def test_a_notebook_called_a_test_and_an_example_of_rust_are_no_tests(tmp_path: Path) -> None:
    code = f"import transformers\nrun(model='{BASE}')\n"
    assert {(f.file, f.line) for f in found(tmp_path / "a", {"test_x.ipynb": notebook(code), "test_x.py": code})} == {
        ("test_x.ipynb", 2)
    }
    rust = f'fn main() {{ run(Info::HFTokenizer("{BASE}".to_string())); }}\n'
    claimed = models(tmp_path / "b", {"examples/x_test.rs": rust, "src/x_test.rs": rust})
    assert {row[0] for row in claimed} == {"examples/x_test.rs"}


def test_pages_pictures_and_placeholders_are_no_models(tmp_path: Path) -> None:
    lines = [
        'fetch("https://huggingface.co/datasets/stillwater/lantern/resolve/main/cat.jpg")',
        'fetch("https://huggingface.co/stillwater/lantern")',
        'fetch("https://api-inference.huggingface.co/models/your-org/model")',
    ]
    for name in ("a.js", "a.py", "a.go"):
        assert ids(tmp_path / name, name, "from_pretrained\n" + "\n".join(lines) + "\n") == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.php", "<?php // transformers\n$p = pipeline('sentiment-analysis', 'OWN');\n"),
        ("a.rb", "require 'informers'\nm = Informers.pipeline('embedding', 'OWN')\n"),
        ("a.exs", '# Bumblebee\n{:ok, m} = Bumblebee.load_model({:hf, "OWN"})\n'),
        ("a.R", "# huggingface\nm <- hf_load_pipeline(model_id = 'OWN')\n"),
        ("a.sql", "-- x\nSELECT pgml.embed('OWN', 'text');\n"),
        ("a.ts", 'import { HuggingFaceInference } from "@langchain/community/llms/hf";\n'
         'new HuggingFaceInference({ model: "OWN" });\n'),
        ("a.js", 'import { pipeline } from "@huggingface/transformers";\n'
         'const m = process.env.MODEL || "OWN";\nawait pipeline("x", m);\n'),
    ],
)  # fmt: skip
def test_loading_calls_of_other_languages_are_known(name: str, text: str, tmp_path: Path) -> None:
    assert ids(tmp_path, name, text.replace("OWN", OWN)) == {(2, OWN)}


def test_a_model_of_web_llms_list_is_where_all_of_them_are(tmp_path: Path) -> None:
    text = 'const engine = await CreateMLCEngine("Basin-3B-Instruct-q4f16_1-MLC");\n'
    assert ids(tmp_path, "a.ts", text) == {(1, "mlc-ai/Basin-3B-Instruct-q4f16_1-MLC")}


@pytest.mark.parametrize(
    "text",
    [
        'from newlib import Index\nIndex({"path": "BASE"})\n',
        'from newlib import Thing\nThing("BASE")\n',
        'DEFAULTS = {"small": ("BASE", 384)}\n',
        'const MODELS = [{ label: "Base", value: "BASE" }];\n',
    ],
)
def test_an_id_that_reads_as_a_model_is_one_wherever_code_has_it(text: str, tmp_path: Path) -> None:
    name = "a.ts" if text.startswith("const") else "a.py"
    text = ("/* huggingface.co */" if name == "a.ts" else "import transformers\n") + text.replace("BASE", BASE)
    findings = [f for f in found(tmp_path, {name: text}) if f.tier == "flow"]
    assert [(f.model_id, f.kind) for f in findings] == [(BASE, "model")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'print("BASE")\n'),
        ("a.py", 'raise ValueError("BASE")\n'),
        ("a.py", 'ok = name == "BASE"\n'),
        ("a.py", 'save(output_dir="BASE")\n'),
        ("a.py", '_CHECKPOINT_FOR_DOC = "BASE"\n'),
        ("a.py", 'Thing("stillwater/lantern")\n'),
        ("tests/test_a.py", 'Thing("BASE")\n'),
        ("a.test.ts", 'thing("BASE");\n'),
        ("a.ts", 'const page = { description: "BASE" };\n'),
    ],
)
def test_what_is_said_compared_made_or_tested_is_not_taken_for_loaded(name: str, text: str, tmp_path: Path) -> None:
    head = "import transformers\n" if name.endswith(".py") else "// huggingface.co\n"
    assert models(tmp_path, {name: head + text.replace("BASE", BASE)}) == set()


@pytest.mark.parametrize(
    "text",
    [
        "import modal\nmodal.Image.debian_slim().run_commands('hf download OWN')\n",
        "import sky\nsky.Task(run='vllm serve OWN --port 80')\n",
        "import transformers\nCOMMAND = 'vllm serve OWN'\n",
    ],
)
def test_command_lines_in_code_load_what_they_name(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, text.replace("OWN", OWN)) == {(2, OWN)}


def test_command_lines_that_are_only_shown_load_nothing(tmp_path: Path) -> None:
    text = "import vllm\nprint('vllm serve OWN')\nraise RuntimeError('hf download OWN')\nf(help='hf download OWN')\n"
    assert loaded(tmp_path, text.replace("OWN", OWN)) == set()


HEAD = "from transformers import AutoModel\n"


@pytest.mark.parametrize(
    "text",
    [
        "from cog import Input\ndef predict(name: str = Input(default='OWN', choices=['OWN'])):\n"
         "    AutoModel.from_pretrained(name)\n",
        "from typing import Literal\ndef load(name: Literal['OWN', 'x']):\n    AutoModel.from_pretrained(name)\n",
        "from absl import flags\nflags.DEFINE_string('name', 'OWN', 'which')\n"
         "AutoModel.from_pretrained(flags.FLAGS.name)\n",
        "from decouple import config\nNAME = config('NAME', default='OWN')\nAutoModel.from_pretrained(NAME)\n",
        "from environs import Env\nNAME = Env().str('NAME', 'OWN')\nAutoModel.from_pretrained(NAME)\n",
    ],
)  # fmt: skip
def test_choices_and_settings_of_libraries_give_their_defaults(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, HEAD + text.replace("OWN", OWN)) == {(3, OWN)}


LIBRARY = {
    "txtai/index.py": """
    from transformers import AutoModel
    class Store:
        def load(self, path):
            self.rows = open(path).read()
    class Net:
        def load(self, path):
            return AutoModel.from_pretrained(path)
    """,
    "use.py": """
    from txtai.index import Net, Store
    Store().load("shelf/rows")
    Net().load("stillwater/lantern")
    """,
}


def test_a_method_named_load_of_ones_own_loads_what_its_body_loads(tmp_path: Path) -> None:
    findings = scan(open_tree(write(tmp_path, LIBRARY)), jobs=1).findings
    assert {(f.file, f.line, f.model_id) for f in findings if f.kind == "model"} == {("use.py", 4, OWN)}


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("run.sh", "python train.py --model_name_or_path bert-base-cased --x 1", "google-bert/bert-base-cased"),
        ("run.sh", "export MODEL_NAME=roberta-large", "FacebookAI/roberta-large"),
        ("run.sh", "python train.py model.name=bert-base-cased", "google-bert/bert-base-cased"),
        (".env.example", "APP_MODEL_NAME=all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"),
        ("compose.yaml", "- MODEL_NAME=${MODEL_NAME:-all-mpnet-base-v2}", "sentence-transformers/all-mpnet-base-v2"),
        ("a.toml", 'embedding_model = "all-MiniLM-L6-v2"', "sentence-transformers/all-MiniLM-L6-v2"),
        ("run.sh", "python train.py --run_name bert-base-cased", None),
        ("run.sh", "IMAGE_TAG=bert-base-cased", None),
        ("run.sh", "MODEL=my-own-model", None),
    ],
)
def test_known_names_without_owner_are_read_under_names_of_models(
    name: str, line: str, expected: str | None, tmp_path: Path
) -> None:
    assert ids(tmp_path, name, line + "\n") == ({(1, expected)} if expected else set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AutoModel.from_pretrained(f'{OWN}-base/int4-{kind()}.safetensors')", {(2, f"{OWN}-base")}),
        ("AutoModel.from_pretrained(f'{OWN}-base/step-{kind()}')", set()),
        ("AutoModel.from_pretrained(f'outputs/run-a/int4-{kind()}.safetensors')", set()),
    ],
)
def test_a_file_of_weights_names_its_repository_whichever_file_it_is(
    text: str, expected: set[tuple[int, str]], tmp_path: Path
) -> None:
    assert loaded(tmp_path, HEAD + text.replace("{OWN}", OWN)) == expected


def test_a_data_set_is_named_to_what_says_that_it_is_data(tmp_path: Path) -> None:
    text = f"import lerobot\nclass OwnDataConfig:\n    pass\nOwnDataConfig(repo_id='{OWN}')\nOwnPlan(repo_id='{OWN}')\n"
    findings = [f for f in found(tmp_path, {"a.py": text}) if f.tier != "doc"]
    assert [(f.line, f.model_id, f.kind) for f in findings] == [(4, OWN, "dataset")]


def test_help_of_a_script_names_nothing(tmp_path: Path) -> None:
    text = f"<#\nDownloads {BASE} from the Hub (model {BASE}).\n#>\n$url = 'https://huggingface.co/{BASE}/resolve/main/a'\n"
    assert ids(tmp_path, "get.ps1", text) == {(4, BASE)}


@pytest.mark.parametrize("name", ["granite-embedding", "stable-code", "wizard-vicuna-uncensored"])
def test_a_name_of_the_library_of_ollama_is_not_cut_where_a_line_of_the_table_ends(name: str) -> None:
    assert is_in_library(name)
    assert not any(is_in_library(part) for part in ("granite-", "embedding", "stable-", "code", "wizard-"))
