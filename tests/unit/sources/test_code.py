"""A scanned repository becomes one REUSES for each artifact it loads, and MENTIONS for what it only names."""

from pathlib import Path

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Described
from supplygraph.schema.nodes import Dataset, Model, Repository
from supplygraph.schema.relationships import Declares, Mentions, Reuses
from supplygraph.sources.code import Code
from supplygraph.tally import Tally
from tests.unit.reuse.repositories import notebook, write

FILES = {
    "app/a.py": "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert', revision='"
    + "a" * 40
    + "')\n"
    "AutoModel.from_pretrained('bert-base-uncased')\nAutoModel.from_pretrained(f())\n",
    "tests/test_a.py": "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert')\n",
    "tests/test_b.py": "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert')\n",
    "app/n.ipynb": notebook("from datasets import load_dataset\nload_dataset('acme/data')\n"),
    "app/h.py": "import torch, spacy\ntorch.hub.load('acme/vad', 'v')\nspacy.load('en_core_web_sm')\n"
    "m.push_to_hub('acme/mine')\n",
    "README.md": "https://huggingface.co/acme/other\n",
    "tests/config.yaml": "base_model: acme/tiny\n",
    "pyproject.toml": '[project]\nlicense = "MIT"\n',
}


def elements(folder: Path, files: dict[str, str], tally: Tally | None = None) -> list[object]:
    return list(Code([write(folder, files)], repository="github.com/acme/app").elements(tally or Tally()))


def test_there_is_one_relationship_for_each_artifact_with_its_places(tmp_path: Path) -> None:
    tally = Tally()
    made = elements(tmp_path, FILES, tally)
    owner = Repository.ref("github.com/acme/app")
    reuses = {e.end: e for e in made if isinstance(e, Reuses)}
    assert set(reuses) == {
        Model.ref("acme/bert"), Model.ref("google-bert/bert-base-uncased"), Dataset.ref("acme/data"),
        Model.ref("pytorch:acme/vad:v"), Model.ref("spacy/en_core_web_sm"),
    }  # fmt: skip
    bert = reuses[Model.ref("acme/bert")]
    assert bert.start == owner
    assert bert.places == ["app/a.py:2", "tests/test_a.py:2", "tests/test_b.py:2"]
    assert bert.calls == ["transformers.AutoModel.from_pretrained"] * 3
    assert (bert.role, bert.pinned) == ("test", False)
    assert reuses[Dataset.ref("acme/data")].places == ["app/n.ipynb#0:2"]
    mentions = {e.end: e.places for e in made if isinstance(e, Mentions)}
    assert mentions == {Model.ref("acme/other"): ["README.md:1"], Model.ref("acme/tiny"): ["tests/config.yaml:1"]}
    assert made[-1] == Described(owner, (Declares, Reuses, Mentions))
    assert tally.counts["unresolved_calls"] == 1
    assert tally.counts["published_artifacts"] == 1


def test_its_license_is_declared(tmp_path: Path) -> None:
    (declares,) = [e for e in elements(tmp_path, FILES) if isinstance(e, Declares)]
    assert (declares.end.key, declares.raw, declares.evidence) == ("mit", "MIT", ["file"])


def test_a_repository_without_any_finding_is_still_described(tmp_path: Path) -> None:
    made = elements(tmp_path, {"a.py": "x = 1\n"})
    assert [type(e) for e in made] == [Repository, Described]


def test_a_folder_without_remote_has_to_be_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no remote"):
        Code([tmp_path])
    with pytest.raises(InputError, match="not a name of a repository"):
        Code([tmp_path], repository="app")
    with pytest.raises(InputError, match="several paths"):
        Code([tmp_path, tmp_path], repository="github.com/acme/app")


def test_code_of_an_artifact_that_runs_at_no_commit_is_told(tmp_path: Path) -> None:
    start = "from transformers import AutoModel\n"
    trusting, commit = "trust_remote_code=True", f"revision='{'a' * 40}'"
    files = {
        "a.py": f"{start}AutoModel.from_pretrained('a/open', {trusting})\nAutoModel.from_pretrained('a/plain')\n",
        "b.py": f"{start}AutoModel.from_pretrained('a/fixed', {trusting}, {commit})\n"
        "AutoModel.from_pretrained('a/fixed')\n",
    }
    found = {e.end.key: (e.remote_code, e.pinned) for e in elements(tmp_path, files) if isinstance(e, Reuses)}
    assert found == {"a/open": ("unpinned", False), "a/plain": (None, False), "a/fixed": ("pinned", False)}
