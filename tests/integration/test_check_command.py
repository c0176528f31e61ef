"""The `check` command runs the checks, keeps and shows what they find, and loads then say what changed."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supplygraph.store.connection import Connection
from tests.conftest import write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

CODED = {"kind": "model", "id": "acme/coded", "custom_code": True, "license": "apache-2.0", "downloads": 12}
RECORDS: list[dict[str, Any]] = [
    CODED,
    {"kind": "model", "id": "acme/x-lora", "derived_from": [{"id": "acme/coded", "relation": "adapter"}]},
    {"kind": "model", "id": "acme/y", "derived_from": [{"id": "acme/never-described", "relation": "finetune"}]},
]


@pytest.fixture
def loaded(known_graph: Connection, command: Command, tmp_path: Path) -> Connection:
    done = command("load", "records", str(write_lines(tmp_path / "records.jsonl", RECORDS)))
    assert done.returncode == 0, done.stderr
    assert "  findings  naming +" in done.stdout
    return known_graph


def test_nothing_loaded_is_not_a_pass(empty_graph: Connection, command: Command) -> None:
    done = command("check")
    assert (done.returncode, "unknown: nothing is loaded" in done.stdout) == (5, True), done.stdout + done.stderr
    assert command("check", "--topic", "moon").returncode == 2
    assert empty_graph.read("MATCH ()-[f:HAS_FINDING]->() RETURN f") == []


def test_findings_are_shown_kept_and_brought_up_to_date_by_loads(
    loaded: Connection, command: Command, tmp_path: Path
) -> None:
    done = command("query", "findings", "--topic", "trust")
    assert "the checks of license, lineage, trust have not run over this graph yet" in done.stderr
    done = command("check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("the graph: ")
    assert "trust +2 -0" in lines[1]
    at = lines.index("HIGH  trust-custom-code  risk: 2  Custom code")
    assert lines[at + 1].startswith("  Loading it, or a model that it was made from, runs Python files")
    assert lines[at + 2].startswith("  remedy: Read the code")
    assert lines[at + 3] == "  such as acme/coded, acme/x-lora"
    assert "invariants: 2 of 2 hold" in lines
    done = command("query", "findings", "--topic", "trust", "--format", "jsonl")
    assert "have not run" not in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["artifact"], row["path"]) for row in rows] == [
        ("acme/coded", None),
        ("acme/x-lora", ["acme/x-lora", "acme/coded"]),
    ]
    again = [{**CODED, "custom_code": False}]
    done = command("load", "records", str(write_lines(tmp_path / "again.jsonl", again)))
    assert "trust +0 -2" in done.stdout
    done = command("load", "records", "--format", "json", str(tmp_path / "again.jsonl"))
    assert json.loads(done.stdout)["health"]["trust"] == {"new": 0, "gone": 0}


def test_one_artifact_one_topic_and_rows(loaded: Connection, command: Command) -> None:
    done = command("check", "--artifact", "ACME/x-lora")
    assert done.returncode == 1
    assert "    acme/x-lora -> acme/coded" in done.stdout.splitlines()
    assert "invariants" not in done.stdout
    assert command("check", "--artifact", "acme/x-lora", "--topic", "lineage").returncode == 0
    assert command("check", "--artifact", "acme/x-lora", "--fail-on", "never").returncode == 0
    done = command("check", "--artifact", "acme/never-described")
    assert (done.returncode, "unknown: no source describes acme/never-described" in done.stdout) == (5, True)
    done = command("check", "--artifact", "acme/nowhere")
    assert (done.returncode, "is not in the graph" in done.stderr) == (2, True)
    done = command("check", "--topic", "trust", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["artifact"], row["severity"]) for row in rows] == [("acme/coded", "high"), ("acme/x-lora", "high")]
    assert "the graph: 2 findings (2 high)" in done.stderr
    loaded.execute("MATCH ()-[r:DERIVED_FROM]->() REMOVE r.license_verdict_id")
    done = command("check", "--topic", "license", "--fail-on", "high")
    assert done.returncode == 1
    assert "license-unjudged does not hold" in done.stdout
