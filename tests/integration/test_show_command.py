"""`supplygraph show`: a model's facts and lineage as a person reads them."""

import json
import subprocess
from collections.abc import Callable

import pytest

from supplygraph.load import load
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def loaded(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A family that tests leave as they find it."""
    empty_but_knowledge(connection)
    rows: list[object] = [
        {"kind": "model", "id": "o/root", "license": "llama3", "downloads": 1_250_000, "parameters": 8_030_000_000,
         "aliases": ["root"]},
        {"kind": "model", "id": "o/merge", "license": "mit", "trained_on": ["d/data"],
         "derived_from": [{"id": "o/root", "relation": "merge"}, {"id": "gone/stub", "relation": "merge"}]},
        {"kind": "model", "id": "o/evil[red]", "derived_from": [{"id": "o/merge", "relation": "finetune"}]},
        *({"kind": "model", "id": f"q/gguf-{n:02}", "license": "llama3",
           "derived_from": [{"id": "o/root", "relation": "quantized"}]} for n in range(30)),
    ]  # fmt: skip
    path = write_lines(tmp_path_factory.mktemp("family") / "family.jsonl", rows)
    load(Records([path]), lambda: connection)


@pytest.fixture
def family(loaded: None, command: Command) -> Command:
    return command


def test_bases_and_license_changes(family: Command) -> None:
    text = family("show", "o/merge").stdout
    assert "licence mit" in text
    assert "trained on d/data" in text
    assert "└── o/root  merge  ≠ llama3" in text or "├── o/root  merge  ≠ llama3" in text
    assert "gone/stub  merge  not loaded  stub" in text


def test_wide_families_are_folded(family: Command) -> None:
    text = family("show", "root").stdout
    assert text.startswith("o/root\n")
    assert "made from it: 31 directly, 32 in all" in text
    assert "… and 19 more" in text
    assert text.count("q/gguf") == 11


def test_hostile_names_cannot_write_to_the_terminal(family: Command, connection: Connection) -> None:
    # Such an id is refused by loading, but others write into graphs, too.
    names = {"plain": "o/evil[red]", "hostile": "o/evil\u202e[red]"}
    connection.execute("MATCH (m:Model {id: $plain}) SET m.id = $hostile", names)
    text = family("show", "o/merge").stdout
    connection.execute("MATCH (m:Model {id: $hostile}) SET m.id = $plain", names)
    assert "\u202e" not in text
    assert "o/evil\\u202e[red]" in text


def test_machines_get_json(family: Command) -> None:
    report = json.loads(family("show", "o/merge", "--format", "json").stdout)
    assert report["facts"]["model"] == "o/merge"
    assert {branch["id"] for branch in report["bases"]["branches"]} == {"o/root", "gone/stub"}


def test_a_model_that_is_not_there(family: Command) -> None:
    done = family("show", "roo")
    assert done.returncode == 2
    assert "did you mean o/root" in done.stderr


def test_lines_fit_eighty_columns(family: Command) -> None:
    assert max(len(line) for line in family("show", "o/root").stdout.splitlines()) <= 80
