"""Licences come from the licence files of checkouts or from a list, without asking anybody."""

import json
from pathlib import Path

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.nodes import Repository
from supplygraph.schema.relationships import Declares
from supplygraph.sources.github_licenses import GitHubLicenses
from supplygraph.tally import Tally
from tests.conftest import CHECKOUT


def licenses(path: Path, tally: Tally | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in GitHubLicenses(path).elements(tally or Tally()):
        if isinstance(one, Repository):
            found[one.id] = []
        elif isinstance(one, Declares):
            found[one.start.key].append(one.end.key)
    return found


def checkout(folder: Path, remote: str | None = None, license_text: str | None = None) -> None:
    (folder / ".git").mkdir(parents=True)
    if remote:
        (folder / ".git" / "config").write_text(f'[remote "origin"]\n\turl = {remote}\n')
    if license_text:
        (folder / "LICENSE").write_text(license_text, encoding="utf-8")


def test_checkouts_by_name_and_by_remote(tmp_path: Path) -> None:
    apache = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    checkout(tmp_path / "clone", "git@github.com:acme/thing.git", apache)
    checkout(tmp_path / "owner" / "name")
    (tmp_path / "owner" / "plain").mkdir()
    (tmp_path / "owner" / "plain" / "pyproject.toml").write_text('[project]\nlicense = "MIT"\n')
    tally = Tally()
    assert licenses(tmp_path, tally) == {
        "github.com/acme/thing": ["apache-2.0"],
        "github.com/owner/name": [],
        "github.com/owner/plain": ["mit"],
    }
    assert (tally.records, tally.counts["repositories_without_license"]) == (3, 1)
    assert licenses(tmp_path / "clone") == {"github.com/acme/thing": ["apache-2.0"]}


def test_lists(tmp_path: Path) -> None:
    rows = {"a/b": "MIT", "github.com/c/d": ["Apache-2.0", "MIT"], "e/f": None, "g/h": "NOASSERTION", "bad name": "MIT"}
    (tmp_path / "x.json").write_text(json.dumps(rows))
    tally = Tally()
    expected = {"github.com/a/b": ["mit"], "github.com/c/d": ["apache-2.0", "mit"]}
    assert licenses(tmp_path / "x.json", tally) == expected | {"github.com/e/f": [], "github.com/g/h": []}
    assert tally.counts["bad_records"] == 1
    (tmp_path / "x.csv").write_text("# repository,licence\na/b,MIT\nc/d,GPL-3.0-only OR MIT\ne/f\n")
    found = licenses(tmp_path / "x.csv")
    assert found == {"github.com/a/b": ["mit"], "github.com/c/d": ["gpl-3.0", "mit"], "github.com/e/f": []}


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no"):
        GitHubLicenses(tmp_path / "absent")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        licenses(tmp_path / "bad.json")
