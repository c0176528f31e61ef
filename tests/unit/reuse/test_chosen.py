"""Names that are chosen: from tables of classes, by tests, by controls, and on command lines written in code."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, loaded

LOADER = """
from transformers import AutoModel
class Small:
    def __init__(self, name): self.net = AutoModel.from_pretrained(name)
class Large:
    def __init__(self, name): self.net = AutoModel.from_pretrained(name)
"""

#: name: what stands behind `LOADER` (line 7 on), and the lines whose id is loaded.
CHOSEN = {
    "a table": ('KINDS = {"s": Small, "l": Large}\ndef build(kind):\n    return KINDS[kind]("acme/one-7b")', {9}),
    "a table in a variable": ('def build(kind):\n    made = {"s": Small}[kind]\n    return made("acme/one-7b")', {9}),
    "a table asked with get": ('KINDS = {"s": Small}\ndef build(k):\n    return KINDS.get(k)("acme/one-7b")', {9}),
    "a table filled later": ('KINDS = {}\nKINDS["s"] = Small\ndef build(k):\n    return KINDS[k]("acme/one-7b")', {10}),
    "a list": ('for one in [Small, Large]:\n    one("acme/one-7b")', {8}),
    "a condition": ('def build(big):\n    cls = Large if big else Small\n    return cls("acme/one-7b")', {9}),
    "two branches": (
        'def build(big):\n    if big:\n        cls = Large\n    else:\n        cls = Small\n    cls("acme/one-7b")',
        {12},
    ),
    "a parameter": ('def build(cls, name):\n    return cls(name)\nbuild(Small, "acme/one-7b")', {9}),
    "what a function gives": (
        'def pick(kind):\n    return Small\ndef build(kind):\n    return pick(kind)("acme/one-7b")',
        {10},
    ),
    "a decorator that registers": (
        "KINDS = {}\ndef register(key):\n    def put(cls):\n        KINDS[key] = cls\n        return cls\n"
        '    return put\n@register("x")\nclass Tiny(Small):\n    pass\n'
        'def build(kind):\n    return KINDS[kind]("acme/one-7b")',
        {17},
    ),
    "a table of functions": (
        'def small(name):\n    return AutoModel.from_pretrained(name)\nKINDS = {"s": small}\nKINDS["s"]("acme/one-7b")',
        {10},
    ),
    "a call that is made later": (
        "from threading import Thread\ndef work(name):\n    Small(name)\n"
        'Thread(target=work, args=("acme/one-7b",)).start()',
        {10},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHOSEN)
def test_a_class_that_is_chosen_is_given_what_the_call_has(name: str, tmp_path: Path) -> None:
    text, lines = CHOSEN[name]
    assert {line for line, _ in loaded(tmp_path, LOADER + text)} == lines


@pytest.mark.parametrize(
    "text",
    [
        # The table holds nothing that loads.
        'KINDS = {"a": dict}\ndef build(kind):\n    return KINDS[kind]("acme/one-7b")',
        # Nothing of the table is called with the name.
        'KINDS = {"a": Small}\ndef build(kind):\n    print(KINDS[kind].__name__, "acme/one-7b")',
        # Another class of the same file is called.
        'class Label:\n    def __init__(self, name): self.name = name\ncls = Label\ncls("acme/one-7b")',
    ],
)
def test_what_is_not_given_to_a_loader_is_not_loaded(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, LOADER + text) == set()


def test_a_table_that_other_files_fill_gives_what_they_put_into_it(tmp_path: Path) -> None:
    files = {
        "app/kinds.py": "KINDS = {}\n",
        "app/small.py": "from app.kinds import KINDS\nfrom transformers import AutoModel\nclass Small:\n"
        "    def __init__(self, name): AutoModel.from_pretrained(name)\nKINDS['s'] = Small\n",
        "app/main.py": "import transformers\nfrom app.kinds import KINDS\ndef build(kind):\n"
        "    return KINDS[kind]('acme/one-7b')\n",
    }
    assert loaded(tmp_path, files) == {(4, "acme/one-7b")}


def test_a_table_of_loaders_of_a_library_is_called(tmp_path: Path) -> None:
    text = """
    from sentence_transformers import CrossEncoder, SentenceTransformer
    KINDS = {"bi": SentenceTransformer, "cross": CrossEncoder}
    def build(kind):
        return KINDS[kind]("acme/ranker-7b")
    """
    assert loaded(tmp_path, text) == {(5, "acme/ranker-7b")}


def test_a_function_that_is_named_like_a_method_of_dictionaries_is_followed(tmp_path: Path) -> None:
    text = 'from transformers import AutoModel\ndef get():\n    return "acme/one-7b"\nAutoModel.from_pretrained(get())'
    assert loaded(tmp_path, text) == {(3, "acme/one-7b")}
    text = """
    from transformers import AutoModel
    class Store:
        def get(self, key): return "acme/two-7b"
        def load(self): return AutoModel.from_pretrained(self.get("x"))
    """
    assert loaded(tmp_path, text) == {(4, "acme/two-7b")}


# -- tests on names

DECIDED = {
    "in": (
        'def load(size="large-v2"):\n    if "fast" in size:\n        size = f"acme/{size}"\n    else:\n'
        '        size = f"acme/whisper-{size}"\n    AutoModel.from_pretrained(size)\nload("fast-large")',
        {"acme/fast-large", "acme/whisper-large-v2"},
    ),
    "equal": (
        'def load(size):\n    name = "acme/base-7b" if size == "base" else f"acme/other-{size}"\n'
        '    AutoModel.from_pretrained(name)\nload("base")\nload("big")',
        {"acme/base-7b", "acme/other-big"},
    ),
    "one of several": (
        'def load(size):\n    if size not in ("tiny", "small"):\n'
        '        return AutoModel.from_pretrained(f"acme/{size}")\n'
        '    return AutoModel.from_pretrained(f"acme/net-{size}")\nload("tiny")\nload("huge")',
        {"acme/net-tiny", "acme/huge"},
    ),
    "the beginning": (
        'def load(name):\n    if name.lower().startswith("net"):\n        name = f"acme/{name}"\n'
        '    elif not name.endswith("-x"):\n        name = f"acme/net-{name}"\n'
        '    AutoModel.from_pretrained(name)\nload("NET-b")\nload("c7")\nload("other/d7-x")',
        {"acme/NET-b", "acme/net-c7", "other/d7-x"},
    ),
    "a comprehension": (
        'ALL = ["acme/bert-a", "acme/gpt-b"]\nfor one in [n for n in ALL if "bert" in n]:\n'
        "    AutoModel.from_pretrained(one)",
        {"acme/bert-a"},
    ),
    "a match": (
        'def load(kind):\n    match kind:\n        case "a" | "b":\n            kind = f"acme/net-{kind}"\n'
        '        case _:\n            kind = "acme/other-7b"\n'
        '    AutoModel.from_pretrained(kind)\nload("a")\nload("c")',
        {"acme/net-a", "acme/other-7b"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DECIDED)
def test_a_test_on_a_name_decides_what_it_can_be_behind_it(name: str, tmp_path: Path) -> None:
    text, ids = DECIDED[name]
    assert {model for _, model in loaded(tmp_path, "from transformers import AutoModel\n" + text)} == ids


def test_what_is_put_into_a_name_behind_a_test_was_not_tested(tmp_path: Path) -> None:
    text = """
    from transformers import AutoModel
    def load(size):
        if size == "small":
            size = "acme/small-7b"
        AutoModel.from_pretrained(size)
    load("small")
    """
    assert loaded(tmp_path, text) == {(5, "acme/small-7b")}


def test_both_branches_of_a_try_can_be_taken(tmp_path: Path) -> None:
    text = """
    from transformers import AutoModel
    NAMES = {"a": {"en": "acme/one-en", "other": "acme/one-other"}}
    def pick(name, lang):
        try:
            name = NAMES[name][lang]
        except KeyError:
            name = NAMES[name]["other"]
        return name
    def load(name, lang="en"):
        return AutoModel.from_pretrained(pick(name, lang))
    """
    assert loaded(tmp_path, text) == {(3, "acme/one-en"), (3, "acme/one-other")}


# -- command lines and controls

PARSER = """
import argparse, sys
from transformers import AutoModel
def parse(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("-m", "--model-name")
    parser.add_argument("--prompt")
    return parser.parse_args(argv)
def main(args):
    AutoModel.from_pretrained(args.model_name)
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('main(parse(["--model-name", "acme/one-7b", "--prompt", "acme/two-7b"]))', {11}),
        ('main(parse(["-m", "acme/one-7b"]))', {11}),
        ('main(parse(["--model-name=acme/one-7b"]))', {11}),
        ('NAME = "acme/one-7b"\nmain(parse(["--model-name", NAME]))', {11}),
        ('sys.argv = ["prog", "--model-name", "acme/one-7b"]\nmain(parse())', {11}),
        ('main(parse(["--prompt", "acme/two-7b"]))', set()),
        ('print(["--model-name", "acme/one-7b"])\nmain(parse())', set()),
    ],
)
def test_words_that_reach_a_parser_give_an_option_its_value(text: str, lines: set[int], tmp_path: Path) -> None:
    assert {line for line, _ in loaded(tmp_path, PARSER + text)} == lines


def test_words_that_a_test_gives_to_a_command_give_an_option_its_value(tmp_path: Path) -> None:
    text = """
    import click
    from click.testing import CliRunner
    from transformers import AutoModel
    @click.command()
    @click.option("--model")
    @click.option("--name")
    def main(model, name):
        AutoModel.from_pretrained(model)
    CliRunner().invoke(main, ["--model", "acme/one-7b", "--name", "acme/two-7b"])
    """
    assert loaded(tmp_path, text) == {(10, "acme/one-7b")}


#: name: (text, lines of what can be chosen)
OFFERED = {
    "argparse": (
        'import argparse\np = argparse.ArgumentParser()\n'
        'p.add_argument("--model", choices=["acme/one-7b", "acme/two-7b"])\n'
        "a = p.parse_args()\nAutoModel.from_pretrained(a.model)",
        {4},
    ),
    "click": (
        'import click\n@click.option("--model", type=click.Choice(["acme/one-7b", "acme/two-7b"]))\n'
        "def main(model):\n    AutoModel.from_pretrained(model)",
        {3},
    ),
    "streamlit": (
        'import streamlit as st\nname = st.sidebar.selectbox("Model", options=["acme/one-7b", "acme/two-7b"])\n'
        "AutoModel.from_pretrained(name)",
        {3},
    ),
    "gradio": (
        'import gradio as gr\ndef run(text, name):\n    AutoModel.from_pretrained(name)\n'
        'box, menu = gr.Textbox("acme/no"), gr.Dropdown(choices=["acme/one-7b", "acme/two-7b"])\n'
        "gr.Button().click(run, inputs=[box, menu])",
        {5},
    ),
    "a gradio interface": (
        'import gradio as gr\ndef run(name):\n    AutoModel.from_pretrained(name)\n'
        'gr.Interface(fn=run, inputs=gr.Radio(["acme/one-7b", "acme/two-7b"]), outputs="text")',
        {5},
    ),
    "a setting of one's own": (
        'from app.fields import Field_\nclass Reader:\n    def __init__(self):\n'
        '        self.config = {"Model": Field_(value="acme/one-7b", values=["acme/one-7b", "acme/two-7b"])}\n'
        '    def load(self, config):\n        AutoModel.from_pretrained(config["Model"].value)',
        {5},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFERED)
def test_what_a_control_offers_can_be_loaded(name: str, tmp_path: Path) -> None:
    text, lines = OFFERED[name]
    results = [f for f in found(tmp_path, "from transformers import AutoModel\n" + text) if f.tier in ("core", "flow")]
    assert {(f.line, f.model_id) for f in results} == {
        (line, id_) for line in lines for id_ in ("acme/one-7b", "acme/two-7b")
    }
    assert all(f.conditional for f in results if f.model_id == "acme/two-7b")


def test_choices_of_another_option_are_not_loaded(tmp_path: Path) -> None:
    text = """
    import argparse
    from transformers import AutoModel
    p = argparse.ArgumentParser()
    p.add_argument("--style", choices=["acme/one-7b"])
    p.add_argument("--model", default="acme/two-7b")
    AutoModel.from_pretrained(p.parse_args().model)
    """
    assert loaded(tmp_path, text) == {(6, "acme/two-7b")}


def test_a_field_that_is_a_settings_class_of_its_own_is_followed(tmp_path: Path) -> None:
    files = {
        "app/settings.py": "from pydantic import BaseModel, Field\nclass Rank(BaseModel):\n"
        '    model: str = Field("acme/rank-7b")\n    note: str = "acme/no-7b"\n'
        "class Settings(BaseModel):\n    rank: Rank\n",
        "app/service.py": "from sentence_transformers import CrossEncoder\nfrom app.settings import Settings\n"
        "class Service:\n    def __init__(self, settings: Settings): self.settings = settings\n"
        "    def go(self):\n        return CrossEncoder(self.settings.rank.model)\n",
    }
    assert loaded(tmp_path, files) == {(3, "acme/rank-7b")}


# -- what a call says of a literal


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ('from kokoro import KPipeline\nKPipeline(lang="a", repo_id="acme/voice-82m")', "flow"),
        ('from haystack.components.writers import Chat\nNAME = "acme/voice-82m"\nChat(model=NAME)', "flow"),
        ('from mylib import Thing\nThing(model="acme/voice")', "doc"),
        ('from kokoro import KPipeline\nKPipeline(title="acme/voice-82m")', None),
    ],
)
def test_a_class_that_is_not_in_the_table_loads_what_it_is_given_as_a_model(
    text: str, tier: str | None, tmp_path: Path
) -> None:
    assert {f.tier for f in found(tmp_path, "import transformers\n" + text)} == ({tier} if tier else set())


def test_a_literal_that_is_loaded_as_a_dataset_is_no_model(tmp_path: Path) -> None:
    text = """
    from datasets import load_dataset
    from huggingface_hub import snapshot_download
    for name in ["acme/reviews", "acme/questions"]:
        snapshot_download(name)
        load_dataset(name)
    """
    assert {(f.model_id, f.kind) for f in found(tmp_path, text)} == {
        ("acme/reviews", "dataset"),
        ("acme/questions", "dataset"),
    }


@pytest.mark.parametrize(
    "text",
    [
        'create_model_card(base_model="acme/base-7b", tags=["acme/tag-7b"])',
        'from huggingface_hub import ModelCard\nModelCard.from_template(card, base_model="acme/base-7b")',
        "from huggingface_hub import model_info\nclass NetModelCardData:\n    def __init__(self, base_model):\n"
        '        model_info(base_model)\nNetModelCardData(base_model="acme/base-7b")',
    ],
)
def test_what_a_model_card_says_is_not_loaded(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, "import transformers\n" + text) == set()


def test_a_model_card_that_is_read_is_loaded(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'from huggingface_hub import ModelCard\nModelCard.load("acme/base-7b")') == {
        (2, "acme/base-7b")
    }
