"""The `recall` command lists what is below an artifact of the graph and writes documents to send."""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supplygraph.load import load
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

RECORDS: list[dict[str, Any]] = [
    {"kind": "dataset", "id": "acme/corpus"},
    {"kind": "model", "id": "acme/base", "trained_on": ["acme/corpus"], "downloads": 3},
    {"kind": "model", "id": "other/tuned", "derived_from": [{"id": "acme/base", "relation": "finetune"}]},
    {"kind": "repository", "id": "github.com/x/app", "uses": [{"id": "other/tuned", "places": ["src/a.py:7"]}]},
]


def test_a_recalled_dataset_reaches_the_code_that_loads_a_model_below(
    known_graph: Connection, command: Command, tmp_path: Path
) -> None:
    load(Records([write_lines(tmp_path / "records.jsonl", RECORDS)]), lambda: known_graph)
    done = command("recall", "ACME/corpus", "--reason", "A court ordered its removal.")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "acme/corpus: 2 models, 0 datasets, 1 repository, 0 Spaces below it, 3 downloads in 30 days"
    assert lines[1] == "  A court ordered its removal."
    assert "  github.com/x/app -(uses)-> other/tuned -(finetune)-> acme/base -(trained_on)-> acme/corpus" in lines
    assert "    at src/a.py:7" in lines
    made = tmp_path / "recall.json"
    done = command("recall", "acme/corpus", "--format", "openvex", "--name", "CVE-2026-1", "--out", str(made))
    assert done.returncode == 0
    document = json.loads(made.read_text(encoding="utf-8"))
    assert {one["status"] for one in document["statements"]} == {"affected"}
    assert len(document["statements"]) == 4
    done = command("recall", "acme/corpus", "--format", "csv")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [(one["affected"], one["hops"]) for one in rows] == [
        ("acme/base", "1"),
        ("other/tuned", "2"),
        ("github.com/x/app", "3"),
    ]
    assert "# To repository `github.com/x/app`" in command("recall", "acme/corpus", "--format", "issues").stdout
    assert command("recall", "acme/nowhere").returncode == 2
