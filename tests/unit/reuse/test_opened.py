"""Every way in which code reads a settings file of its repository, and the values in it reach a loading call."""

import json
import time
import zipfile
from pathlib import Path

import pytest

from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.scan import scan
from supplygraph.reuse.settings_file import MAX_SETTINGS_BYTES, TooDeepError, settings_outline
from tests.unit.reuse.repositories import found, notebook, scanned, write

AUTO = "from transformers import AutoModel\n"
YAML = "# a comment\nmodel:\n  name: acme/bert\n  size: 3\n"
JSON = '{\n  "other": ["x", "y"],\n  "model": {\n    "name": "acme/bert"\n  }\n}\n'
TOML = 'title = "acme/bert"\n[other]\nname = "x"\n[model]\nname = "acme/bert"\n'
USE = 'AutoModel.from_pretrained(cfg["model"]["name"])\n'

#: name: (code, settings file, its text, the literal's line)
FORMS = {
    "YAML from open": ('import yaml\ncfg = yaml.safe_load(open("configs/a.yaml"))\n' + USE, "configs/a.yaml", YAML, 3),
    "YAML with a loader": (
        'import yaml\nwith open("configs/a.yml", encoding="utf-8") as f:\n'
        "    cfg = yaml.load(f, Loader=yaml.SafeLoader)\n" + USE,
        "configs/a.yml",
        YAML,
        3,
    ),
    "YAML from the text of a path": (
        'import yaml\nfrom pathlib import Path\ncfg = yaml.safe_load(Path("a.yaml").read_text())\n' + USE,
        "a.yaml",
        YAML,
        3,
    ),
    "JSON from a stream": (
        'import json\nwith open("app/a.json") as f:\n    cfg = json.load(f)\n' + USE,
        "app/a.json",
        JSON,
        4,
    ),
    "JSON beside the code": (
        "import json\nfrom pathlib import Path\n"
        'cfg = json.loads(Path(__file__).parent.joinpath("a.json").read_text())\n' + USE,
        "app/a.json",
        JSON,
        4,
    ),
    "JSON from what was read": (
        'import json\nf = open("a.json")\ncfg = json.loads(f.read())\n' + USE,
        "app/a.json",
        JSON,
        4,
    ),
    "TOML": (
        'import tomllib\nwith open("a.toml", "rb") as f:\n    cfg = tomllib.load(f)\n' + USE,
        "a.toml",
        TOML,
        5,
    ),
    "TOML from a path": ('import toml\ncfg = toml.load("a.toml")\n' + USE, "a.toml", TOML, 5),
    "OmegaConf by attributes": (
        'from omegaconf import OmegaConf\ncfg = OmegaConf.load("configs/a.yaml")\n'
        "AutoModel.from_pretrained(cfg.model.name)\n",
        "configs/a.yaml",
        YAML,
        3,
    ),
    "OmegaConf by keys": (
        'from omegaconf import OmegaConf\ncfg = OmegaConf.load("configs/a.yaml")\n' + USE,
        "configs/a.yaml",
        YAML,
        3,
    ),
    "OmegaConf merged with the command line": (
        'from omegaconf import OmegaConf\ncfg = OmegaConf.merge(OmegaConf.load("a.yaml"), OmegaConf.from_cli())\n'
        "AutoModel.from_pretrained(cfg.model.name)\n",
        "a.yaml",
        YAML,
        3,
    ),
    "get": (
        'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\nAutoModel.from_pretrained(cfg.get("model").get("name"))\n',
        "a.yaml",
        YAML,
        3,
    ),
    "folder of the code and slashes": (
        "import yaml\nfrom pathlib import Path\nROOT = Path(__file__).resolve().parent.parent\n"
        'with (ROOT / "configs" / "a.yaml").open() as f:\n    cfg = yaml.safe_load(f)\n' + USE,
        "configs/a.yaml",
        YAML,
        3,
    ),
    "parents": (
        "import yaml\nfrom pathlib import Path\n"
        'cfg = yaml.safe_load((Path(__file__).parents[1] / "configs/a.yaml").read_text())\n' + USE,
        "configs/a.yaml",
        YAML,
        3,
    ),
    "os.path": (
        "import os, json\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
        'cfg = json.load(open(os.path.join(HERE, "..", "a.json")))\n' + USE,
        "a.json",
        JSON,
        4,
    ),
    "folder in an f-string": (
        "import os, json\nHERE = os.path.dirname(__file__)\n" + 'cfg = json.load(open(f"{HERE}/a.json"))\n' + USE,
        "app/a.json",
        JSON,
        4,
    ),
    "resources of a package": (
        "import json\nfrom importlib.resources import files\n"
        'cfg = json.loads(files("app.data").joinpath("a.json").read_text())\n' + USE,
        "app/data/a.json",
        JSON,
        4,
    ),
    "default of the command line": (
        'import argparse, yaml\np = argparse.ArgumentParser()\np.add_argument("--config", default="configs/a.yaml")\n'
        "a = p.parse_args()\ncfg = yaml.safe_load(open(a.config))\n" + USE,
        "configs/a.yaml",
        YAML,
        3,
    ),
    "a function that reads": (
        "import yaml\ndef read(path):\n    with open(path) as f:\n        return yaml.safe_load(f)\n"
        'def main():\n    cfg = read("configs/a.yaml")\n    ' + USE,
        "configs/a.yaml",
        YAML,
        3,
    ),
    "kept in an object": (
        'import yaml\nclass A:\n    def __init__(self):\n        self.cfg = yaml.safe_load(open("a.yaml"))["model"]\n'
        '    def f(self):\n        AutoModel.from_pretrained(self.cfg["name"])\n',
        "a.yaml",
        YAML,
        3,
    ),
    "keywords of a call": (
        'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\ndef f(name, size):\n    AutoModel.from_pretrained(name)\n'
        'f(**cfg["model"])\n',
        "a.yaml",
        YAML,
        3,
    ),
    "loop over a list": (
        'import json\nfor row in json.load(open("a.json"))["models"]:\n    AutoModel.from_pretrained(row["id"])\n',
        "a.json",
        '{"models": [\n {"id": "acme/bert"}]}',
        2,
    ),
    "main function of hydra": (
        'import hydra\n@hydra.main(version_base=None, config_path="../conf", config_name="a")\n'
        "def main(cfg):\n    AutoModel.from_pretrained(cfg.model.name)\n",
        "conf/a.yaml",
        YAML,
        3,
    ),
    "an alias and a merge key": (
        'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n' + USE,
        "a.yaml",
        "base: &b\n  name: acme/bert\nmodel:\n  <<: *b\n  size: 2\n",
        2,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_value_of_a_settings_file_is_followed_to_the_call(name: str, tmp_path: Path) -> None:
    code, path, text, line = FORMS[name]
    files = {"app/main.py": AUTO + code, path: text}
    findings = [f for f in found(tmp_path, files) if f.kind != "unresolved"]
    assert [(f.file, f.line, f.model_id, f.tier, f.via) for f in findings if f.tier != "config"] == [
        (path, line, "acme/bert", "flow", "config_file")
    ]
    sink = (AUTO + code).split("\n").index(next(row for row in code.split("\n") if "from_pretrained" in row)) + 1
    assert next(f for f in findings if f.tier == "flow").sinks == [f"app/main.py:{sink}"]


def test_settings_that_another_module_reads_are_followed(tmp_path: Path) -> None:
    files = {
        "src/app/settings.py": 'import yaml\n\nwith open("conf/a.yaml") as f:\n    CFG = yaml.safe_load(f)\n',
        "src/app/use.py": AUTO + "from app.settings import CFG\nAutoModel.from_pretrained(CFG['model_name'])\n",
        "conf/a.yaml": "model_name: acme/bert\n",
    }
    (finding,) = found(tmp_path, files)
    assert (finding.file, finding.line, finding.tier, finding.call) == (
        "conf/a.yaml",
        1,
        "flow",
        "transformers.AutoModel.from_pretrained",
    )
    assert finding.sinks == ["src/app/use.py:3"]


def test_a_setting_that_no_call_reads_stays_a_setting(tmp_path: Path) -> None:
    files = {
        "main.py": AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\nAutoModel.from_pretrained(cfg["one"])\n',
        "a.yaml": "one: acme/one\nbase_model: acme/two\n",
        "b.yaml": "base_model: acme/three\n",
    }
    assert [(f.file, f.line, f.model_id, f.tier) for f in found(tmp_path, files)] == [
        ("a.yaml", 1, "acme/one", "flow"),
        ("a.yaml", 2, "acme/two", "config"),
        ("b.yaml", 1, "acme/three", "config"),
    ]


def test_a_setting_left_empty_is_given_when_the_code_runs(tmp_path: Path) -> None:
    code = AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n' + USE
    (finding,) = found(tmp_path, {"main.py": code, "a.yaml": "model:\n  name: null\n"})
    assert (finding.kind, finding.line) == ("unresolved", 4)


def test_short_names_and_folders_in_settings_are_judged_by_the_call(tmp_path: Path) -> None:
    files = {
        "main.py": "import json\nfrom sentence_transformers import SentenceTransformer\n"
        'cfg = json.load(open("a.json"))\nSentenceTransformer(cfg["embedder"])\nSentenceTransformer(cfg["own"])\n',
        "a.json": '{"embedder": "all-MiniLM-L6-v2",\n"own": "./models/own"}',
    }
    (finding,) = found(tmp_path, files)
    assert (finding.line, finding.model_id) == (1, "sentence-transformers/all-MiniLM-L6-v2")


def test_a_key_that_is_not_known_offers_no_other_settings(tmp_path: Path) -> None:
    files = {
        "main.py": AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n'
        "def f(key):\n    AutoModel.from_pretrained(cfg[key])\n",
        "a.yaml": "data: acme/texts\nsteps: 3\n",
    }
    (finding,) = found(tmp_path, files)
    assert finding.kind == "unresolved"


@pytest.mark.parametrize(
    "path",
    ["../a.yaml", "/a.yaml", "~/a.yaml", "b.yaml", "a.yaml/../../a.yaml", "../../../../etc/passwd", "", "a.yaml\\0"],
)
def test_only_files_of_the_tree_are_read(path: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": YAML})
    files = {"main.py": AUTO + f'import yaml\ncfg = yaml.safe_load(open("{path}"))\n{USE}'}
    assert [f.kind for f in found(tmp_path / "in", files)] == ["unresolved"]


HOSTILE = {
    "missing": None,
    "empty": "",
    "no YAML": "a: [",
    "a list": "- x\n",
    "a name": "model",
    "control characters": "a: \x01\n",
    "two documents": "a: 1\n---\nmodel: {name: acme/bert}\n",
    "an object": "model: !!python/object/apply:os.system [name]\n",
    "holds itself": "model: &a {name: *a}\n",
    "too large": "model: x\n#" + "x" * MAX_SETTINGS_BYTES,
    "too deep": "model: " + "[" * 5_000,
    "too many values": "model: [" + "1," * 60_000 + "1]",
    "aliases": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 50)}]\n" for i in range(1, 50))
    + "model: {name: *a49}\n",
    "merge keys": "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 500)}], k{i}: 1}}\n"
    for i in range(1, 50)) + "model: *a49\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_settings_file_that_says_nothing_is_harmless(name: str, tmp_path: Path) -> None:
    text = HOSTILE[name]
    code = AUTO + f'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n{USE}AutoModel.from_pretrained("acme/other")\n'
    files = {"main.py": code} | ({"a.yaml": text} if text is not None else {})
    start = time.process_time()
    result = scanned(tmp_path, files)
    assert time.process_time() - start < 5
    assert [f.model_id for f in result.findings if f.kind == "model" and f.tier != "config"] == ["acme/other"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("json values", "[" * 100_000),
        ("json values", "[" * 100 + "]" * 100),
        ("json values", "{"),
        ("json values", '{"a": ' + "9" * 6_000 + "}"),
        ("json values", "[" + '"x",' * 120_000 + '"x"]'),
        ("toml values", "a = " + "[" * 10_000),
        ("toml values", ".".join("a" * 150_000) + " = 1"),
        ("toml values", "a = 1\na = 2\n"),
        ("yaml values", "? [a\n"),
        ("yaml values", "{" * 100_000),
    ],
)
def test_what_is_no_settings_file_is_refused_at_once(kind: str, text: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError):  # noqa: PT011
        settings_outline(kind, text)
    assert time.process_time() - start < 2


def test_nesting_is_told_from_bad_spelling() -> None:
    with pytest.raises(TooDeepError):
        settings_outline("yaml values", "[" * 100 + "]" * 100)


def test_files_that_cannot_be_read_are_counted_once(tmp_path: Path) -> None:
    code = AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n' + USE
    result = scanned(tmp_path, {"main.py": code, "a.yaml": "model: ["})
    assert (result.counts["syntax"], result.problems, result.parsed) == (1, {"syntax": ["a.yaml"]}, 1)


def test_json_is_placed_by_line_whatever_its_strings_hold(tmp_path: Path) -> None:
    text = json.dumps({'q"uo\\te': ['a\n"b', {"c": "\\"}], "model": {"name": "acme/bert"}}, indent=1)
    line = next(number for number, row in enumerate(text.split("\n"), start=1) if "acme" in row)
    code = AUTO + 'import json\ncfg = json.load(open("a.json"))\n' + USE
    assert [(f.line, f.model_id) for f in found(tmp_path, {"main.py": code, "a.json": text})] == [(line, "acme/bert")]


@pytest.mark.slow
def test_settings_are_followed_with_any_number_of_processes_and_from_the_cache(tmp_path: Path) -> None:
    load = AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n' + USE
    files = {f"p{i}/m.py": load for i in range(105)}
    files |= {f"p{i}/a.yaml": YAML.replace("bert", f"bert{i}") for i in range(104)}
    folder = write(tmp_path / "in", files | {"p104/a.yaml": "model: ["})
    alone = scan(open_tree(folder), jobs=1)
    assert {(f.file, f.model_id, f.tier) for f in alone.findings if f.kind == "model"} == {
        (f"p{i}/a.yaml", f"acme/bert{i}", "flow") for i in range(104)
    }
    for cache in (None, tmp_path / "c.sqlite", tmp_path / "c.sqlite"):
        together = scan(open_tree(folder), jobs=2, cache=cache)
        assert [f.as_json() for f in together.findings] == [f.as_json() for f in alone.findings]
        assert (together.counts, together.problems) == (alone.counts, alone.problems)
    write(folder, {"p7/a.yaml": YAML.replace("bert", "new")})
    again = scan(open_tree(folder), jobs=1, cache=tmp_path / "c.sqlite")
    assert [f.model_id for f in again.findings if f.file == "p7/a.yaml"] == ["acme/new"]


def test_repositories_in_a_folder_read_their_own_settings(tmp_path: Path) -> None:
    load = AUTO + 'import yaml\ncfg = yaml.safe_load(open("a.yaml"))\n' + USE
    for name in ("one", "two"):
        write(tmp_path / name, {"src/m.py": load, "a.yaml": YAML.replace("bert", name), ".git": "gitdir: elsewhere\n"})
    write(tmp_path, {"three/src/m.py": load, "a.yaml": YAML, "three/.git": "gitdir: elsewhere\n"})
    findings = scan(open_tree(tmp_path), jobs=1).findings
    assert [(f.file, f.model_id) for f in findings if f.tier != "config"] == [
        ("one/a.yaml", "acme/one"),
        ("three/src/m.py", None),
        ("two/a.yaml", "acme/two"),
    ]


def test_settings_in_an_archive_are_followed_from_code_and_notebooks(tmp_path: Path) -> None:
    read = AUTO + 'import yaml\ncfg = yaml.safe_load(open("../conf/a.yaml"))\n'
    files = {"app/m.py": read + USE, "app/n.ipynb": notebook(read, USE), "conf/a.yaml": YAML}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(f"pkg-1/{name}", text)
    (finding,) = scan(open_tree(tmp_path / "a.zip"), jobs=1).findings
    assert (finding.file, finding.line, finding.sinks) == ("conf/a.yaml", 3, ["app/m.py:4", "app/n.ipynb#1:1"])
