"""Every way in which a literal can reach a loading call, each as a small file."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import found, loaded, notebook

AUTO = "from transformers import AutoModel\n"

#: name: (text, the literal's line, via)
INSIDE_ONE_FILE = {
    "literal": ('AutoModel.from_pretrained("acme/bert")', 2, "literal"),
    "keyword": ('AutoModel.from_pretrained(pretrained_model_name_or_path="acme/bert")', 2, "literal"),
    "over several lines": ('AutoModel.from_pretrained(\n    "acme/bert",\n    revision="x",\n)', 3, "literal"),
    "implicit concatenation": ('AutoModel.from_pretrained("acme/"\n    "bert")', 2, "literal"),
    "plus": ('O = "acme/"\nAutoModel.from_pretrained(O + "bert")', 2, "composed"),
    "f-string": ('N = "bert"\nAutoModel.from_pretrained(f"acme/{N}")', 3, "composed"),
    "format": ('AutoModel.from_pretrained("acme/{}".format("bert"))', 2, "composed"),
    "percent": ('AutoModel.from_pretrained("acme/%s" % "bert")', 2, "composed"),
    "module constant": ('M = "acme/bert"\ndef f():\n    return AutoModel.from_pretrained(M)', 2, "constant"),
    "local variable": ('def f():\n    m = "acme/bert"\n    return AutoModel.from_pretrained(m)', 3, "variable"),
    "class constant": (
        'class A:\n    M = "acme/bert"\n    def f(self):\n        return AutoModel.from_pretrained(self.M)',
        3,
        "class_constant",
    ),
    "tuple unpacking": ('a, b = "x", "acme/bert"\nAutoModel.from_pretrained(b)', 2, "constant"),
    "walrus": ('if (m := "acme/bert"):\n    AutoModel.from_pretrained(m)', 2, "constant"),
    "or": ('def f(m=None):\n    AutoModel.from_pretrained(m or "acme/bert")', 3, "or_default"),
    "if None": (
        'def f(m=None):\n    if m is None:\n        m = "acme/bert"\n    AutoModel.from_pretrained(m)',
        4,
        "variable",
    ),
    "dict by key": ('D = {"a": "acme/bert", "b": "acme/other"}\nAutoModel.from_pretrained(D["a"])', 2, "dict"),
    "dict get": ('D = {}\nAutoModel.from_pretrained(D.get("a", "acme/bert"))', 3, "or_default"),
    "nested dict": ('D = {"a": {"repo": "acme/bert"}}\nAutoModel.from_pretrained(D["a"]["repo"])', 2, "dict"),
    "dict filled later": ('d = {}\nd["m"] = "acme/bert"\nAutoModel.from_pretrained(d["m"])', 3, "dict"),
    "loop": ('for m in ["acme/bert"]:\n    AutoModel.from_pretrained(m)', 2, "list"),
    "loop over items": ('for k, m in {"x": "acme/bert"}.items():\n    AutoModel.from_pretrained(m)', 2, "constant"),
    "enumerate": ('for i, m in enumerate(["acme/bert"]):\n    AutoModel.from_pretrained(m)', 2, "list"),
    "zip": ('for m, n in zip(["acme/bert"], [1]):\n    AutoModel.from_pretrained(m)', 2, "list"),
    "comprehension": ('xs = [AutoModel.from_pretrained(m) for m in ["acme/bert"]]', 2, "list"),
    "enum": (
        'from enum import Enum\nclass E(str, Enum):\n    A = "acme/bert"\nAutoModel.from_pretrained(E.A.value)',
        4,
        "class_constant",
    ),
    "default of a parameter": ('def f(m="acme/bert"):\n    AutoModel.from_pretrained(m)', 2, "default_arg"),
    "environment": ('import os\nAutoModel.from_pretrained(os.getenv("M", "acme/bert"))', 3, "env_default"),
    "environ": ('import os\nAutoModel.from_pretrained(os.environ.get("M", "acme/bert"))', 3, "env_default"),
    "argparse": (
        "import argparse\np = argparse.ArgumentParser()\n"
        'p.add_argument("--model-name", default="acme/bert")\na = p.parse_args()\n'
        "AutoModel.from_pretrained(a.model_name)",
        4,
        "argparse_default",
    ),
    "argparse as dict": (
        "import argparse\np = argparse.ArgumentParser()\n"
        'p.add_argument("--m", default="acme/bert")\na = vars(p.parse_args())\nAutoModel.from_pretrained(a["m"])',
        4,
        "argparse_default",
    ),
    "click": (
        'import click\n@click.option("--model", default="acme/bert")\n'
        "def main(model):\n    AutoModel.from_pretrained(model)",
        3,
        "argparse_default",
    ),
    "typer": (
        'import typer\ndef main(model: str = typer.Option("acme/bert")):\n    AutoModel.from_pretrained(model)',
        3,
        "default_arg",
    ),
    "dataclass": (
        'from dataclasses import dataclass, field\n@dataclass\nclass C:\n    m: str = field(default="acme/bert")\n'
        "def f(cfg: C):\n    AutoModel.from_pretrained(cfg.m)",
        5,
        "dataclass_default",
    ),
    "dataclass of a parser": (
        "from transformers import HfArgumentParser\nclass Arguments:\n    name: str = 'acme/bert'\n"
        "(a,) = HfArgumentParser((Arguments,)).parse_args_into_dataclasses()\nAutoModel.from_pretrained(a.name)",
        4,
        "dataclass_default",
    ),
    "tyro": (
        "import tyro\nclass C:\n    m: str = 'acme/bert'\ncfg = tyro.cli(C)\nAutoModel.from_pretrained(cfg.m)",
        4,
        "dataclass_default",
    ),
    "self attribute": (
        'class A:\n    def __init__(self):\n        self.m = "acme/bert"\n'
        "    def f(self):\n        return AutoModel.from_pretrained(self.m)",
        4,
        "attribute",
    ),
    "namespace": (
        'from types import SimpleNamespace\nc = SimpleNamespace(m="acme/bert")\nAutoModel.from_pretrained(c.m)',
        3,
        "dict",
    ),
    "call under another name": (
        'from transformers import pipeline as hf_pipeline\nhf_pipeline("fill-mask", model="acme/bert")',
        3,
        "literal",
    ),
    "method in a variable": ('load = AutoModel.from_pretrained\nload("acme/bert")', 3, "literal"),
    "partial": (
        'from functools import partial\nmake = partial(AutoModel.from_pretrained, "acme/bert")',
        3,
        "literal",
    ),
    "namespace of dataclasses": (
        "import argparse, transformers\nclass A:\n    name: str = 'acme/bert'\n"
        "a, rest = transformers.HfArgumentParser((A,)).parse_args_into_dataclasses()\n"
        "args = argparse.Namespace(**vars(a))\nAutoModel.from_pretrained(args.name)",
        4,
        "dataclass_default",
    ),
    "config of a spaCy pipe": (
        'import spacy\nspacy.blank("en").add_pipe("x", config={"model": {"name": 1}, "name": "acme/bert"})',
        3,
        "dict",
    ),
    "parametrize": (
        'import pytest\n@pytest.mark.parametrize("a, m", [(1, "acme/bert")])\ndef test_it(a, m):\n'
        "    AutoModel.from_pretrained(m)",
        3,
        "parametrize",
    ),
}

FLOWING = {
    "wrapper function": (
        {"app/a.py": AUTO + "def load(m):\n    return AutoModel.from_pretrained(m)\nload('acme/bert')\n"},
        ("app/a.py", 4),
    ),
    "wrapper class in another file": (
        {
            "app/tagger.py": AUTO
            + "class Tagger:\n    def __init__(self, m):\n        self.m = AutoModel.from_pretrained(m)\n",
            "app/use.py": "from app.tagger import Tagger\n\nt = Tagger(m='acme/bert')\n",
        },
        ("app/use.py", 3),
    ),
    "through two wrappers": (
        {
            "app/tagger.py": AUTO
            + "class Tagger:\n    def __init__(self, m):\n        self.m = AutoModel.from_pretrained(m)\n",
            "app/middle.py": "from .tagger import Tagger\n\ndef make(name):\n    return Tagger(name)\n",
            "app/use.py": "from app.middle import make\n\nmake('acme/bert')\n",
        },
        ("app/use.py", 3),
    ),
    "imported constant": (
        {
            "app/const.py": "OTHER = 1\nMODEL = 'acme/bert'\n",
            "app/use.py": AUTO + "from app.const import MODEL\nAutoModel.from_pretrained(MODEL)\n",
        },
        ("app/const.py", 2),
    ),
    "constant of an imported module": (
        {
            "app/const.py": "MODEL = 'acme/bert'\n",
            "app/use.py": AUTO + "from app import const\nAutoModel.from_pretrained(const.MODEL)\n",
        },
        ("app/const.py", 1),
    ),
    "dataclass of another file": (
        {
            "app/config.py": "class Config:\n    model_name: str = 'acme/bert'\n",
            "app/use.py": AUTO + "from app.config import Config\n"
            "def f(config: Config):\n    AutoModel.from_pretrained(config.model_name)\n",
        },
        ("app/config.py", 2),
    ),
    "constant of a subclass": (
        {
            "app/a.py": AUTO
            + "class Base:\n    def f(self):\n        AutoModel.from_pretrained(self.name)\n"
            + "class One(Base):\n    name = 'acme/bert'\n"
        },
        ("app/a.py", 6),
    ),
    "property": (
        {
            "app/a.py": AUTO
            + "class A:\n    @property\n    def name(self):\n        return 'acme/bert'\n"
            + "    def f(self):\n        AutoModel.from_pretrained(self.name)\n"
        },
        ("app/a.py", 5),
    ),
    "returned": (
        {"app/a.py": AUTO + "def name():\n    return 'acme/bert'\nAutoModel.from_pretrained(name())\n"},
        ("app/a.py", 3),
    ),
    "fixture": (
        {
            "tests/conftest.py": "import pytest\n@pytest.fixture\ndef name():\n    return 'acme/bert'\n",
            "tests/test_a.py": AUTO + "def test_it(name):\n    AutoModel.from_pretrained(name)\n",
        },
        ("tests/conftest.py", 4),
    ),
    "constructor of a base": (
        {
            "app/a.py": AUTO
            + "class Base:\n    def __init__(self, m):\n        AutoModel.from_pretrained(m)\n"
            + "class One(Base):\n    def __init__(self):\n        super().__init__('acme/bert')\n"
        },
        ("app/a.py", 7),
    ),
    "constructor of a library's base": (
        {
            "app/a.py": "from langchain_huggingface import HuggingFaceEmbeddings\n"
            "class One(HuggingFaceEmbeddings):\n    def __init__(self):\n"
            "        super().__init__(model_name='acme/bert')\n"
        },
        ("app/a.py", 4),
    ),
    "keywords passed on": (
        {
            "app/a.py": AUTO
            + "def load(**kwargs):\n    return AutoModel.from_pretrained(kwargs['m'])\nload(m='acme/bert')\n"
        },
        ("app/a.py", 4),
    ),
}


@pytest.mark.parametrize("name", INSIDE_ONE_FILE)
def test_a_literal_inside_one_file_is_followed(name: str, tmp_path: Path) -> None:
    text, line, via = INSIDE_ONE_FILE[name]
    findings = [f for f in found(tmp_path, AUTO + text + "\n") if f.kind == "model" and f.tier != "doc"]
    assert [(f.line, f.model_id, f.tier) for f in findings if f.model_id == "acme/bert"] == [
        (line, "acme/bert", "core")
    ], findings
    assert findings[0].via == via


@pytest.mark.parametrize("name", FLOWING)
def test_a_literal_is_followed_through_functions_and_files(name: str, tmp_path: Path) -> None:
    files, place = FLOWING[name]
    findings = [f for f in found(tmp_path, files) if f.kind == "model" and f.tier != "doc"]
    assert [(f.file, f.line) for f in findings] == [place]
    assert findings[0].model_id == "acme/bert"


def test_of_two_assignments_the_last_one_before_the_use_counts(tmp_path: Path) -> None:
    text = AUTO + 'm = "acme/one"\nAutoModel.from_pretrained(m)\nm = "acme/two"\nAutoModel.from_pretrained(m)\n'
    findings = {f.model_id: f.sinks for f in found(tmp_path, text)}
    assert findings == {"acme/one": ["app/main.py:3"], "acme/two": ["app/main.py:5"]}


def test_all_branches_count_and_are_marked_as_conditional(tmp_path: Path) -> None:
    text = AUTO + 'if big:\n    m = "acme/big"\nelse:\n    m = "acme/small"\nAutoModel.from_pretrained(m)\n'
    findings = found(tmp_path, text)
    assert {f.model_id for f in findings} == {"acme/big", "acme/small"}
    assert all(f.conditional for f in findings)


def test_a_branch_does_not_see_what_the_other_branch_assigns(tmp_path: Path) -> None:
    text = AUTO + 'if big:\n    m = "acme/big"\nelse:\n    m = "acme/small"\n    AutoModel.from_pretrained(m)\n'
    assert {f.model_id for f in found(tmp_path, text)} == {"acme/small"}


def test_one_literal_that_reaches_several_calls_is_one_finding(tmp_path: Path) -> None:
    text = "from transformers import AutoModel, AutoTokenizer\n"
    text += 'M = "acme/bert"\nAutoModel.from_pretrained(M)\nAutoTokenizer.from_pretrained(M)\n'
    (finding,) = found(tmp_path, text)
    assert finding.sinks == ["app/main.py:3", "app/main.py:4"]


def test_the_same_id_at_two_places_is_two_findings(tmp_path: Path) -> None:
    text = AUTO + 'AutoModel.from_pretrained("acme/bert")\nAutoModel.from_pretrained("acme/bert")\n'
    assert loaded(tmp_path, text) == {(2, "acme/bert"), (3, "acme/bert")}


def test_what_is_only_known_when_the_code_runs_is_an_unresolved_call_with_its_argument(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, AUTO + "def f(request):\n    AutoModel.from_pretrained(request.json['model'])\n")
    assert (finding.kind, finding.model_id, finding.literal, finding.line) == (
        "unresolved",
        None,
        "request.json['model']",
        3,
    )


def test_cells_of_a_notebook_share_one_namespace(tmp_path: Path) -> None:
    files = {"a.ipynb": notebook("M = 'acme/bert'\n", AUTO, "!pip install x\nx = 1\nAutoModel.from_pretrained(M)\n")}
    (finding,) = found(tmp_path, files)
    assert (finding.cell, finding.line, finding.model_id, finding.via) == (0, 1, "acme/bert", "notebook_global")
    assert finding.sinks == ["a.ipynb#2:3"]


def test_a_cell_with_a_line_that_is_no_python_is_read_without_that_line(tmp_path: Path) -> None:
    files = {"a.ipynb": notebook("cd folder/\n" + AUTO + "AutoModel.from_pretrained('acme/bert')\n")}
    assert [(f.cell, f.line) for f in found(tmp_path, files)] == [(0, 3)]


def test_code_that_only_python_2_reads_is_still_searched(tmp_path: Path) -> None:
    assert loaded(tmp_path, AUTO + "print 'x'\nAutoModel.from_pretrained('acme/bert')\n") == {(3, "acme/bert")}


def test_a_lambda_that_makes_a_list_is_a_value_like_any_other(tmp_path: Path) -> None:
    text = AUTO + "def load(make):\n    AutoModel.from_pretrained(make)\nload(lambda: ['acme/bert', Part()])\n"
    assert found(tmp_path, text) == []


def test_an_ending_that_may_be_empty_makes_two_names(tmp_path: Path) -> None:
    text = AUTO + 'def f(x):\n    AutoModel.from_pretrained("acme/tiny" + ("" if x else ".en"))\n'
    assert loaded(tmp_path, text) == {(3, "acme/tiny"), (3, "acme/tiny.en")}


@pytest.mark.parametrize(
    "text",
    [
        "def load(size='a'):\n    AutoModel.from_pretrained(NAMES[size])\n",
        "def load(size):\n    AutoModel.from_pretrained(NAMES.get(size))\nload('a')\n",
        "class Config:\n    size: str = 'a'\nclass Loader:\n    def __init__(self, config: Config):\n"
        "        self.config = config\n    def load(self):\n"
        "        AutoModel.from_pretrained(NAMES[self.config.size])\n",
    ],
    ids=["default", "caller", "field"],
)
def test_a_table_of_names_is_offered_whole_where_the_key_is_only_the_usual_one(text: str, tmp_path: Path) -> None:
    table = 'NAMES = {"a": "acme/small", "b": "acme/large"}\n'
    assert loaded(tmp_path, AUTO + table + text) == {(2, "acme/small"), (2, "acme/large")}


def test_a_table_of_names_gives_one_where_the_key_is_written_there(tmp_path: Path) -> None:
    table = 'NAMES = {"a": "acme/small", "b": "acme/large"}\nkey = "a"\n'
    names = {name for _, name in loaded(tmp_path, AUTO + table + "AutoModel.from_pretrained(NAMES[key])\n")}
    assert names == {"acme/small"}


def test_what_is_set_on_an_imported_package_is_read_from_it(tmp_path: Path) -> None:
    files = {
        "tests/conftest.py": "import pytest\n\npytest.SMALL = 'acme/bert'\n",
        "tests/unit/test_a.py": "import pytest\n"
        + AUTO
        + "def test_a():\n    AutoModel.from_pretrained(pytest.SMALL)\n",
    }
    (finding,) = found(tmp_path, files)
    assert (finding.file, finding.line, finding.model_id, finding.tier) == ("tests/conftest.py", 3, "acme/bert", "flow")


def test_a_dictionary_that_is_set_from_itself_does_not_grow_with_each_statement(tmp_path: Path) -> None:
    steps = "".join(f"    d['k{n}'] = 'acme/m{n}'\n    d = dict(d) if d else d\n" for n in range(40))
    text = AUTO + "def f():\n    d = {}\n" + steps + "    AutoModel.from_pretrained(d['k0'])\n"
    assert "acme/m0" in {name for _, name in loaded(tmp_path, text)}


def test_a_name_is_followed_through_the_expansion_of_a_path(tmp_path: Path) -> None:
    text = (
        "import argparse, os\n" + AUTO + "def main(args):\n    path = os.path.expanduser(args.model_path)\n"
        "    AutoModel.from_pretrained(path)\n"
        "parser = argparse.ArgumentParser()\n"
        "parser.add_argument('--model-path', default='acme/bert')\nmain(parser.parse_args())\n"
    )
    assert loaded(tmp_path, text) == {(7, "acme/bert")}


@pytest.mark.parametrize(
    ("argument", "names"),
    [
        ("'hf://acme/bert/base/model.pt'", {"acme/bert"}),
        ("f'hf://acme/bert/{sys.argv[1]}/model.pt'", {"acme/bert"}),
        ("f'hf://acme/{name}/{sys.argv[1]}/model.pt'", {"acme/bert", "acme/gpt"}),
        ("f'https://huggingface.co/acme/bert/resolve/main/{sys.argv[1]}'", {"acme/bert"}),
        ("f'hf://acme/{sys.argv[1]}/model.pt'", set()),
        ("'model.pt'", set()),
        ("'acme/bert'", set()),
    ],
)
def test_the_address_of_a_file_names_its_repository(argument: str, names: set[str], tmp_path: Path) -> None:
    text = (
        "import sys\nfrom cached_path import cached_path\nname = 'bert'\nif sys.argv[2:]:\n    name = 'gpt'\n"
        f"path = cached_path({argument})\n"
    )
    assert {name for _, name in loaded(tmp_path, text)} == names


def test_the_address_of_a_file_is_found_where_no_known_call_takes_it(tmp_path: Path) -> None:
    text = (
        AUTO + "WEIGHTS = 'hf://acme/bert/base/model.pt'\nROWS = 'hf://datasets/acme/rows/a.parquet'\nfetch(WEIGHTS)\n"
    )
    assert loaded(tmp_path, text) == {(2, "acme/bert")}


def test_an_architecture_goes_with_those_weights_that_exist_for_it(tmp_path: Path) -> None:
    text = (
        "import open_clip\nfor weights in ['laion2b_s34b_b79k', 'laion2b_s32b_b82k']:\n"
        "    open_clip.create_model_and_transforms('ViT-L-14', pretrained=weights)\n"
    )
    assert loaded(tmp_path, text) == {(3, "laion/CLIP-ViT-L-14-laion2B-s32B-b82K")}


def test_the_configuration_of_a_single_file_is_loaded_too(tmp_path: Path) -> None:
    text = "from diffusers import UNet\nUNet.from_single_file(path,\n    config='acme/unet')\n"
    assert loaded(tmp_path, text) == {(3, "acme/unet")}


def test_an_owner_and_a_name_that_stand_apart_are_joined_at_the_name(tmp_path: Path) -> None:
    text = (
        AUTO + "org = 'acme-research'\nname = 'small'\nAutoModel.from_pretrained(org + '/' + name)\n"
        "AutoModel.from_pretrained(name)\n"
    )
    assert loaded(tmp_path, text) == {(3, "acme-research/small")}
