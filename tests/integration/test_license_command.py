"""`supplygraph license` says in words what is wrong and where, and its exit code serves a gate in CI."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.load import load
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

RECORDS = [
    {"kind": "model", "id": "a/base", "license": "cc-by-nc-4.0"},
    {"kind": "model", "id": "a/child", "license": "mit", "derived_from": [{"id": "a/base", "relation": "finetune"}]},
    {"kind": "model", "id": "a/grand", "license": "mit", "derived_from": [{"id": "a/child", "relation": "quantized"}]},
    {"kind": "model", "id": "a/kept", "license": "cc-by-nc-4.0", "derived_from": ["a/base"]},
    {"kind": "model", "id": "a/bare", "derived_from": ["a/base"]},
    {"kind": "model", "id": "a/nd", "license": "cc-by-nd-4.0"},
    {"kind": "model", "id": "a/changed", "license": "mit", "derived_from": ["a/nd"]},
    {"kind": "repository", "id": "github.com/a/app", "license": "apache-2.0", "uses": ["a/child"]},
]


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """What tests ask and leave as they find it, but for a rule set more."""
    empty_but_knowledge(connection)
    path = write_lines(tmp_path_factory.mktemp("command") / "records.jsonl", RECORDS)
    load(Records([path]), lambda: connection)
    return connection


def test_a_conflict_from_further_up_is_told_with_its_way(graph: Connection, command: Command) -> None:
    done = command("license", "check", "a/grand")
    assert done.returncode == 1, done.stderr
    assert "Conflict:" in done.stdout
    assert "a/child  (mit)  <-- dropped here" in done.stdout
    assert done.stdout.index("a/grand") < done.stdout.index("a/child") < done.stdout.index("finetune a/base")
    assert "forbids commercial use" in done.stdout
    assert "Licences without conflict:" in done.stdout
    assert "not legal advice" in done.stdout


def test_the_report_for_machines_holds_the_same(graph: Connection, command: Command) -> None:
    done = command("license", "check", "a/grand", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert (report["verdict"], report["certainty"]) == ("conflict", "firm")
    assert [hop["artifact"] for hop in report["conflicts"][0]["way"]] == ["a/grand", "a/child", "a/base"]
    assert [hop["dropped_here"] for hop in report["conflicts"][0]["way"]] == [False, True, False]
    assert "cc-by-nc-4.0" in [row["license"] for row in report["alternatives"]]
    assert "legal" in report["notice"]


@pytest.mark.parametrize(
    ("artifact", "code", "text"),
    [
        ("a/kept", 0, "Compatible:"),
        ("a/base", 0, "No upstream known:"),
        ("a/bare", 5, "Unknown:"),
        ("github.com/a/app", 0, "contested"),
        ("a/changed", 1, "No licence resolves it"),
    ],
)
def test_the_exit_code_follows_the_verdict(
    graph: Connection, command: Command, artifact: str, code: int, text: str
) -> None:
    done = command("license", "check", artifact)
    assert (done.returncode, text in done.stdout) == (code, True), done.stdout + done.stderr


def test_another_rule_set_decides_otherwise(graph: Connection, command: Command) -> None:
    assert command("license", "check", "a/child", "--profile", "modelgo").returncode == 0


def test_a_rule_set_of_the_user_is_loaded_and_decides(graph: Connection, command: Command, tmp_path: Path) -> None:
    own = tmp_path / "house.toml"
    own.write_text(
        'title = "House rules"\nmeaning = "Non-commercial use is not a concern."\nsource = "us"\nterms = true\n'
        'reach = [{ kind = "NC", channel = "deriv", as = "none" }, { kind = "NC", channel = "copy", as = "none" }]\n',
        encoding="utf-8",
    )
    assert command("load", "license-profile", str(own)).returncode == 0
    assert command("license", "check", "a/child", "--profile", "house").returncode == 0
    assert command("license", "check", "a/child").returncode == 1


def test_what_is_not_there_is_said(graph: Connection, command: Command) -> None:
    done = command("license", "check", "nobody/nothing")
    assert done.returncode == 5
    assert "nobody/nothing is not in the graph" in done.stdout
    assert "supplygraph load hub --model nobody/nothing" in done.stdout
    done = command("license", "check", "a/child", "--profile", "nothing")
    assert done.returncode == 2
    assert "default" in done.stderr


def test_a_license_is_shown_in_plain_words(command: Command) -> None:
    done = command("license", "show", "llama3.1")
    assert done.returncode == 0
    assert "not legal advice" in done.stdout
