"""What a repository is called, and which licence it declares."""

from pathlib import Path

import pytest

from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.license_file import declared_license
from supplygraph.reuse.repository_name import remote_name
from tests.unit.reuse.repositories import write

LICENSE = Path(__file__).parents[3] / "LICENSE"


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/app", "https://github.com/acme/app.git", "https://name:secret@github.com/acme/app.git/",
        "git@github.com:acme/app.git", "ssh://git@github.com:22/acme/app.git", "git://GitHub.com/acme/app",
    ],
)  # fmt: skip
def test_the_remote_names_the_repository(url: str, tmp_path: Path) -> None:
    write(tmp_path, {".git/config": f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n'})
    assert remote_name(tmp_path) == "github.com/acme/app"


@pytest.mark.parametrize("text", ["", "[core]\n", '[remote "origin"]\n\turl = /somewhere\n', "no config\n", "[remote"])
def test_without_a_remote_there_is_no_name(text: str, tmp_path: Path) -> None:
    write(tmp_path, {".git/config": text})
    assert remote_name(tmp_path) is None


def test_a_license_file_is_recognised_by_its_text(tmp_path: Path) -> None:
    write(tmp_path, {"LICENSE": LICENSE.read_text(), "pyproject.toml": '[project]\nlicense = "MIT"\n'})
    assert declared_license(open_tree(tmp_path)) == ("Apache-2.0", "LICENSE")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\nlicense = "MIT"\n'),
        ("pyproject.toml", '[project]\nlicense = {text = "MIT"}\n'),
        ("pyproject.toml", '[tool.poetry]\nlicense = "MIT"\n'),
        ("package.json", '{"license": "MIT"}'),
    ],
)
def test_else_the_package_says_it(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {name: text, "LICENSE": "All rights reserved, more or less.\n"})
    assert declared_license(open_tree(tmp_path)) == ("MIT", name)


@pytest.mark.parametrize("text", ["[project", "[project]\nlicense = 3\n", "[tool]\npoetry = 3\n"])
def test_what_says_nothing_is_no_license(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": text, "package.json": "[]"})
    assert declared_license(open_tree(tmp_path)) is None
