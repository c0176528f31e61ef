"""Models that servers of one's own are asked for, settings in one text, lists that what is loaded is chosen from."""

import json
from pathlib import Path

import pytest

from supplygraph.reuse.served import asks_own_server, asks_own_server_in
from tests.unit.reuse.repositories import models, write
from tests.unit.reuse.test_places import ids

OWN = "stillwater/lantern"

CLIENT = "from openai import OpenAI\nclient = OpenAI(base_url={address!r})\n"
ASKS = f"client.chat.completions.create(model={OWN!r}, messages=[])\n"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://localhost:8000/v1", True),
        ("http://127.0.0.1:8080", True),
        ("http://vllm:8000/v1", True),
        ("http://models.svc/v1", True),
        ("https://router.huggingface.co/v1", True),
        ("https://openrouter.ai/api/v1", False),
        ("https://api.together.xyz/v1", False),
        ("http://localhost.example.org/v1", False),
    ],
)
def test_a_name_asked_of_a_server_is_one_of_the_hub_where_the_server_is_ones_own(
    address: str, expected: bool, tmp_path: Path
) -> None:
    claimed = ids(tmp_path, "chat.py", CLIENT.format(address=address) + ASKS)
    assert claimed == ({(3, OWN)} if expected else set())


def test_who_serves_a_model_stands_behind_its_name_and_is_no_part_of_it(tmp_path: Path) -> None:
    code = CLIENT.format(address="https://router.huggingface.co/v1") + ASKS.replace(OWN, f"{OWN}:nebius")
    assert ids(tmp_path, "chat.py", code) == {(3, OWN)}


def test_where_another_server_is_asked_as_well_a_name_is_of_neither() -> None:
    own, other = ("http://localhost:8000/v1", "base_url"), ("https://api.together.xyz/v1", "base_url")
    assert asks_own_server([own])
    assert not asks_own_server([own, other])
    assert not asks_own_server([])
    assert not asks_own_server([("http://localhost:3000/home", "")])
    assert asks_own_server_in('curl "http://10.0.0.4:8000/v1/models"')
    assert not asks_own_server_in("curl http://localhost:8000/models")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("ask.sh", f'curl http://localhost:8000/v1/completions -d \'{{"model": "{OWN}"}}\'\n', 1),
        ("ask.sh", f'curl http://localhost:8000/v1/completions \\\n  -d \'{{"model": "{OWN}"}}\'\n', 2),
        ("ask.rs", f'let url = "http://localhost:8000/v1";\nlet r = Request::default().model("{OWN}");\n', 2),
        ("ask.php", f"<?php\n$c->withBaseUri('http://vllm:8000/v1');\n$c->create(['model' => '{OWN}']);\n", 3),
        ("ask.swift", f'let url = "http://localhost:8000/v1"\nlet q = ChatQuery(messages: [], model: "{OWN}")\n', 2),
    ],
)
def test_requests_in_scripts_and_other_languages_name_what_the_own_server_has(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    assert ids(tmp_path, name, text) == {(line, OWN)}
    remote = tmp_path / "remote"
    other = text.replace("http://localhost:8000", "https://api.together.xyz").replace("http://vllm:8000", "https://a.b")
    assert ids(remote, name, other) == set()


def test_a_model_stands_in_the_arguments_of_an_evaluation(tmp_path: Path) -> None:
    code = "import lm_eval\nlm_eval.simple_evaluate(\n    model='hf',\n    model_args='pretrained={}',\n)\n"
    assert ids(tmp_path, "evaluate.py", code.format(f"{OWN},dtype=float16")) == {(4, OWN)}
    assert ids(tmp_path / "local", "evaluate.py", code.format("./out,dtype=float16")) == set()


def test_a_module_of_git_that_lies_on_the_hub_is_used(tmp_path: Path) -> None:
    text = f'[submodule "weights"]\n\tpath = weights\n\turl = https://huggingface.co/{OWN}\n'
    assert ids(tmp_path, ".gitmodules", text) == {(3, OWN)}
    other = '[submodule "libs/rwkv-tokenizer"]\n\tpath = libs/rwkv-tokenizer\n\turl = https://github.com/x/rwkv-4-7b\n'
    assert ids(tmp_path / "folder", ".gitmodules", other) == set()
    assert ids(tmp_path / "other", ".gitmodules", text.replace("huggingface.co", "github.com")) == set()


def test_settings_in_a_text_of_a_notebook_are_read(tmp_path: Path) -> None:
    source = f'settings = """\nbase_model: {OWN}\nepochs: 3\n"""\nopen("a.yml", "w").write(settings)\n'
    cells = [
        {"cell_type": "code", "source": "import transformers\n", "metadata": {}, "outputs": []},
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []},
    ]
    write(tmp_path, {"train.ipynb": json.dumps({"cells": cells, "nbformat": 4})})
    assert {row[1:3] for row in models(tmp_path, {})} == {(2, OWN)}


@pytest.mark.parametrize(("tested", "expected"), [("name", True), ("name.lower()", False)])
def test_a_list_is_what_can_be_loaded_where_what_is_found_in_it_is_loaded(
    tested: str, expected: bool, tmp_path: Path
) -> None:
    code = (
        "from transformers import AutoModel\n"
        "ALLOWED = ['stillwater/lantern-7b', 'stillwater/lantern-13b']\n"
        "def load(name):\n"
        f"    if {tested} in ALLOWED:\n"
        "        return AutoModel.from_pretrained(name)\n"
    )
    claimed = ids(tmp_path, "load.py", code)
    assert claimed == ({(2, "stillwater/lantern-7b"), (2, "stillwater/lantern-13b")} if expected else set())
