"""Programs that Python code starts, scripts with variables and documents, and cells that use each other's names."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, loaded, notebook

HEAD = "import asyncio, os, shlex, subprocess, sys\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('subprocess.run(["vllm", "serve", "river/delta-7b", "--port", "80"])', 2),
        (
            'subprocess.Popen([sys.executable, "-m", "vllm.entrypoints.api_server", "--model", "river/delta-7b"])',
            2,
        ),
        ('M = "river/delta-7b"\nsubprocess.check_call(["huggingface-cli", "download", M])', 2),
        ('cmd = ["vllm", "serve"]\ncmd += ["river/delta-7b"]\nsubprocess.run(cmd)', 3),
        ('base = ["vllm", "serve"]\nsubprocess.run([*base, "river/delta-7b"])', 3),
        ('os.system(f"vllm serve river/delta-7b --port {port()}")', 2),
        ('os.system("python -m sglang.launch_server --model-path " + "river/delta-7b")', 2),
        ('subprocess.run(shlex.split("vllm serve river/delta-7b"))', 2),
        ('subprocess.check_output("vllm serve river/delta-7b".split())', 2),
        ('subprocess.run(args=["vllm", "serve", "x/y" if False else "river/delta-7b"])', 2),
        ('asyncio.create_subprocess_exec("ollama", "run", "hf.co/river/delta-7b:Q4_K_M")', 2),
        ('def serve(name="river/delta-7b"):\n    subprocess.run(["text-generation-launcher", "--model-id", name])', 2),
    ],
)
def test_a_program_that_code_starts_is_read_as_a_command(text: str, line: int, tmp_path: Path) -> None:
    assert (line, "river/delta-7b") in loaded(tmp_path, HEAD + text)


def test_a_parameter_of_a_function_that_starts_a_program_is_followed(tmp_path: Path) -> None:
    files = {
        "start.py": HEAD + "def serve(name):\n    subprocess.run(['vllm', 'serve', name])\n",
        "run.py": "from start import serve\nserve('river/delta-7b')\n",
    }
    (finding,) = (f for f in found(tmp_path, files) if f.kind == "model")
    assert (finding.file, finding.line, finding.tier, finding.sinks) == ("run.py", 2, "flow", ["start.py:3"])


@pytest.mark.parametrize(
    "text",
    [
        'runner.run(["vllm", "serve", "river/delta-7b"])',
        'subprocess.run(["echo", "river/delta-7b"])',
        'subprocess.run(["git", "clone", "https://example.org/river/delta-7b"])',
    ],
)
def test_other_calls_and_programs_load_nothing(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, f"import vllm\n{HEAD}{text}\n") == set()


SCRIPT = """\
    #!/bin/sh
    DRAFT=river/draft-1b
    vllm serve ${MODEL:-river/delta-7b} --speculative-model "$DRAFT"
    for one in river/a-1b river/b-1b; do
      huggingface-cli download $one
    done
    NAMES=(river/c-1b river/d-1b)
    for name in "${NAMES[@]}"; do vllm serve $name; done
    OTHER=river/unused
    cat > settings.yaml <<EOF
    model_name_or_path: river/e-1b
    EOF
    python - <<'PY'
    AutoModel.from_pretrained("river/f-1b")
    PY
    """


def test_variables_loops_and_documents_of_a_script_are_followed(tmp_path: Path) -> None:
    rows = {(f.line, f.model_id) for f in found(tmp_path, {"run.sh": SCRIPT}) if f.tier != "doc"}
    assert rows == {
        (2, "river/draft-1b"), (3, "river/delta-7b"), (4, "river/a-1b"), (4, "river/b-1b"), (7, "river/c-1b"),
        (7, "river/d-1b"), (11, "river/e-1b"), (14, "river/f-1b"),
    }  # fmt: skip


def test_a_model_file_starts_from_a_model_of_the_library(tmp_path: Path) -> None:
    rows = found(tmp_path, {"Modelfile": "FROM llama3.2:1b\nPARAMETER temperature 1\n", "x/Modelfile": "FROM own\n"})
    assert [(f.file, f.line, f.model_id, f.registry) for f in rows] == [("Modelfile", 1, "llama3.2:1b", "ollama")]


def test_commands_of_a_notebook_use_names_of_earlier_cells(tmp_path: Path) -> None:
    text = notebook(
        "MODEL_ID = 'river/a-1b'\nname = 'river/b-1b'\n",
        "!vllm serve {MODEL_ID} --port 80\n!huggingface-cli download $name\n",
        "%env SERVED=river/c-1b\n",
        "%%bash\nvllm serve $SERVED\nM=river/d-1b\nvllm serve $M\n",
    )
    rows = {(f.cell, f.line, f.model_id) for f in found(tmp_path, {"n.ipynb": text}) if f.tier == "core"}
    assert rows == {(0, 1, "river/a-1b"), (0, 2, "river/b-1b"), (2, 1, "river/c-1b"), (3, 3, "river/d-1b")}


def test_a_default_under_a_name_for_models_is_read_whatever_command_it_stands_in(tmp_path: Path) -> None:
    text = 'services:\n  a:\n    command: ["serve", "--paths", "${WORKER_MODEL:-river/delta-7b}"]\n'
    assert [(f.line, f.model_id) for f in found(tmp_path, {"compose.yaml": text})] == [(3, "river/delta-7b")]


PLACES = {
    "JSON inside a value": (
        "config.yaml",
        'speculative-config: \'{"model": "river/draft-1b", "method": "eagle"}\'\n',
        (1, "river/draft-1b"),
    ),
    "a name and a value in JSON": (
        "tests.json",
        '{"env": [\n {"key": "MODEL_NAME",\n  "value": "river/delta-7b"},\n {"key": "OTHER", "value": "river/no"}]}\n',
        (3, "river/delta-7b"),
    ),
    "a key and a value in YAML": ("a.yaml", "env:\n- key: MODEL_ID\n  value: river/delta-7b\n", (3, "river/delta-7b")),
    "parameters of an image that loads from the Hub": (
        "model.yaml",
        "spec:\n  image: acme/loader-huggingface\n  params:\n    name: river/delta-7b\n    epochs: 1\n",
        (4, "river/delta-7b"),
    ),
    "a command that is folded": (
        "service.yaml",
        "command: >-\n  infinity_emb v2 --port 80 --model-id\n  river/delta-7b --batch-size 4\n",
        (3, "river/delta-7b"),
    ),
    "settings inside a value": (
        "mounts.yaml",
        "data: |\n  providers:\n    - name: local\n      embedding_model_ids:\n        - river/delta-7b\n",
        (5, "river/delta-7b"),
    ),
    "a command that is given to a service": (
        "deploy.py",
        'Service(image=Image(command="infinity_emb v2 --model-id river/delta-7b --port 80"))\n',
        (1, "river/delta-7b"),
    ),
}


@pytest.mark.parametrize(("name", "text", "expected"), PLACES.values(), ids=PLACES)
def test_models_are_found_in_deployments(name: str, text: str, expected: tuple[int, str], tmp_path: Path) -> None:
    assert {(f.line, f.model_id) for f in found(tmp_path, {name: text}) if f.tier != "doc"} == {expected}


def test_models_that_are_only_a_service_are_not_on_the_hub(tmp_path: Path) -> None:
    text = "llm_model_ids:\n- gateway-main/gpt-4o-mini\n- azure-x/gpt-4\n- river/gpt-oss-20b\n- cloud/claude-3-opus\n"
    assert [(f.line, f.model_id) for f in found(tmp_path, {"models.yaml": text})] == [(4, "river/gpt-oss-20b")]
