"""`doctor` names what does not work and how to mend it; `search` finds artifacts of every kind."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.store.connection import Connection

Command = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.integration


def test_what_is_looked_at(known_graph: Connection, command: Command) -> None:
    known_graph.execute(
        "UNWIND [['a', 'hub', true, true, 300], ['b', 'github', false, true, 0], ['c', 'records', true, false, 0]] "
        "AS l "
        "WITH l, datetime() - duration({days: l[4]}) AS at CREATE (:Load {id: l[0], source: l[1], complete: l[2], "
        "derived: l[3], started: at, finished: at})"
    )
    found = {row["what"]: row for row in json.loads(command("doctor", "--format", "json").stdout)}
    assert {found[what]["state"] for what in ("versions", "store", "cache", "engine", "schema")} == {"ok"}
    assert found["source hub"]["found"].endswith("300 days ago")
    assert found["source hub"]["remedy"] == "load it again for what has changed since"
    assert found["source github"]["remedy"] == "run the same load again to continue"
    assert found["source records"]["state"] == "ok"
    assert found["derived facts"]["remedy"] == "run: supplygraph derive"
    text = command("doctor").stdout
    assert "note   source hub: loaded" in text
    known_graph.execute("MATCH (l:Load) WHERE l.id IN ['a', 'b', 'c'] DELETE l")


def test_a_missing_index_is_a_fault(known_graph: Connection, command: Command) -> None:
    name = known_graph.read("SHOW INDEXES YIELD name, type WHERE type = 'RANGE' AND name STARTS WITH 'Model' OR "
                            "name STARTS WITH 'model' RETURN name ORDER BY name DESC LIMIT 1")  # fmt: skip
    dropped = name[0]["name"]
    known_graph.execute(f"DROP CONSTRAINT {dropped} IF EXISTS")
    known_graph.execute(f"DROP INDEX {dropped} IF EXISTS")
    done = command("doctor")
    assert done.returncode == 1
    assert "FAULT  schema: 1 of" in done.stdout
    assert command("derive").returncode == 0
    assert command("doctor").returncode == 0


def test_without_a_graph_it_says_how_to_begin(command: Command, tmp_path: Path) -> None:
    done = command("doctor", env={"SUPPLYGRAPH_STORE": str(tmp_path / "none")})
    assert done.returncode == 0
    assert "begin with: supplygraph load sample" in done.stdout
    assert not (tmp_path / "none").exists()
    done = command("doctor", "--uri", "bolt://127.0.0.1:1", env={"NEO4J_PASSWORD": "x"})
    assert done.returncode == 1
    assert "FAULT  engine" in done.stdout


def test_search(known_graph: Connection, command: Command) -> None:
    known_graph.execute("CREATE (:Model {id: 'acme/Zephyr-x'}), (:Dataset {id: 'acme/zephyr-data', downloads: 5})")
    rows = [json.loads(line) for line in command("search", "zephyr", "--format", "jsonl").stdout.splitlines()]
    assert [(row["kind"], row["id"]) for row in rows] == [("dataset", "acme/zephyr-data"), ("model", "acme/Zephyr-x")]
    assert "No rows" in command("search", "no such thing").stderr
