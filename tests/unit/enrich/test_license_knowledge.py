"""Whether the graph knows of licences what the package does is told by the files, not by what is read of them."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supplygraph.enrich import license_knowledge
from supplygraph.enrich.license_knowledge import knowledge, knowledge_load

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def digest() -> str:
    license_knowledge._digest.cache_clear()
    return str(knowledge_load(NOW)["arguments"])


def test_what_is_known_is_not_read_to_tell_whether_the_graph_has_it() -> None:
    knowledge.cache_clear()
    assert digest() == digest()
    assert knowledge.cache_info().currsize == 0


@pytest.mark.parametrize("name", ["licenses.toml", "profiles/default.toml", "matrices/osadl.csv", "table.py"])
def test_a_file_that_says_something_else_is_other_knowledge(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = digest()
    copy = tmp_path / "licenses"
    shutil.copytree(license_knowledge._FOLDER, copy)
    monkeypatch.setattr(license_knowledge, "_FOLDER", copy)
    assert digest() == before
    with (copy / name).open("a") as file:
        file.write("\n")
    assert digest() != before
    monkeypatch.undo()
    license_knowledge._digest.cache_clear()
