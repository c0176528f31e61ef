"""Files that load nothing by themselves are read when another file needs them, and only then."""

from pathlib import Path

import pytest

from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.scan import scan
from tests.unit.reuse.repositories import loaded, scanned, write

LOADER = "from transformers import AutoModel\ndef fetch_model(name):\n    return AutoModel.from_pretrained(name)\n"
LAYERS = "import transformers\nclass Layer:\n    def forward(self, x):\n        return x\n"


def test_a_file_that_only_defines_layers_is_not_outlined(tmp_path: Path) -> None:
    assert scanned(tmp_path, {"a.py": LOADER, "layers.py": LAYERS}).parsed == 1


@pytest.mark.parametrize(
    ("line", "outlined"),
    [
        ("SEEN = 'https://huggingface.co/papers/2401.12345'", 0),
        ("SEEN = 'https://hf.co/docs/transformers/index'", 0),
        ("SEEN = 'https://huggingface.co/river/delta-7b'", 1),
        ("SEEN = 'https://huggingface.co/papers-of-river/delta-7b'", 1),
        ("WHY = 'Before this, from_pretrained has to be run.'", 0),
        ("load = AutoModel.from_pretrained", 1),
        ("load = from_pretrained if ready else None", 1),
        ("model = models.from_config(1)  # the core of it", 0),
    ],
)
def test_a_page_or_a_sentence_loads_nothing(line: str, outlined: int, tmp_path: Path) -> None:
    assert scanned(tmp_path, {"layers.py": LAYERS + line + "\n"}).parsed == outlined


def test_its_docstrings_are_mentions_all_the_same(tmp_path: Path) -> None:
    text = LAYERS + '    def g(self):\n        r"""\n        >>> X.from_pretrained("river/delta-7b")\n        """\n'
    found = scanned(tmp_path, {"layers.py": text})
    assert found.parsed == 0
    assert [(f.line, f.model_id, f.tier) for f in found.findings] == [(7, "river/delta-7b", "doc")]


def test_a_string_that_is_a_value_is_no_docstring(tmp_path: Path) -> None:
    text = 'from transformers import AutoModel\nNAME = """river/delta-7b"""\nAutoModel.from_pretrained(NAME)\n'
    assert loaded(tmp_path, text) == {(2, "river/delta-7b")}


def test_callers_without_a_library_are_found_through_several_files(tmp_path: Path) -> None:
    files = {
        "app/core.py": LOADER,
        "app/middle.py": "from app.core import fetch_model\ndef warm_model(name):\n    fetch_model(name)\n",
        "app/upper.py": "from app.middle import warm_model\ndef boot_model(name):\n    warm_model(name)\n",
        "app/outer.py": "from app.upper import boot_model\ndef start_model(name):\n    boot_model(name)\n",
        "app/run.py": "from app.outer import start_model\nstart_model('river/delta-7b')\n",
        "app/other.py": "def unrelated():\n    return 'river/other-7b'\n",
    }
    assert loaded(tmp_path, files) == {(2, "river/delta-7b")}


def test_options_with_a_usual_value_are_read_without_a_library(tmp_path: Path) -> None:
    files = {
        "serve.py": "from transformers import AutoModel\ndef main(args):\n"
        "    AutoModel.from_pretrained(args.model_path)\n",
        "launch.py": "import argparse\np = argparse.ArgumentParser()\n"
        'p.add_argument("--model-path", default="river/delta-7b")\n',
    }
    assert loaded(tmp_path, files) == {(3, "river/delta-7b")}


def test_any_number_of_processes_finds_the_same(tmp_path: Path) -> None:
    files = {
        f"m{n}.py": f"from core import fetch_model\ndef f{n}():\n    fetch_model('river/m-{n}')\n" for n in range(190)
    }
    files |= {f"layers{n}.py": LAYERS for n in range(30)}
    write(tmp_path, {"core.py": LOADER, **files})
    alone, shared = (scan(open_tree(tmp_path), jobs=jobs) for jobs in (1, 2))
    assert [f.as_json() for f in alone.findings] == [f.as_json() for f in shared.findings]
    assert sum(f.kind == "model" for f in alone.findings) == 190
    assert (alone.parsed, alone.counts) == (shared.parsed, shared.counts)


def test_what_is_remembered_of_a_file_says_what_it_was_read_for(tmp_path: Path) -> None:
    folder, cache = tmp_path / "in", tmp_path / "cache.sqlite"
    write(folder, {"layers.py": LAYERS + "class Named:\n    NAME = 'river/' + 'delta-7b'\n"})
    assert scan(open_tree(folder), jobs=1, cache=cache).findings == []
    write(folder, {"a.py": LOADER + "from layers import Named\nfetch_model(Named.NAME)\n"})
    found = scan(open_tree(folder), jobs=1, cache=cache).findings
    assert [f.model_id for f in found if f.kind == "model"] == ["river/delta-7b"]


def test_a_name_of_a_package_that_nobody_imports_has_no_file_read(tmp_path: Path) -> None:
    files = {
        "a.py": LOADER + "class Place:\n    def __init__(self, base):\n        self.base = base\n"
        "    def whole(self):\n        return self.base.resolve('x')\n",
        "b.py": "from a import Place\nPlace(object()).whole()\n",
    }
    assert scanned(tmp_path, files).parsed == 1


def test_a_package_that_another_file_imports_is_at_hand(tmp_path: Path) -> None:
    files = {
        "tools/__init__.py": "from mlx_lm import load\n",
        "run.py": "import tools\nfrom transformers import AutoModel\nmodel = tools.load('river/delta-7b')\n",
    }
    assert loaded(tmp_path, files) == {(3, "river/delta-7b")}
