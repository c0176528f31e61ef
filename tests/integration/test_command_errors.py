"""Bad input gives one clear line, a hint where there is a way out, a non-zero exit, and changes nothing."""

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.store.connection import Connection

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


def fails(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert done.returncode == code, done.stderr
    assert lines[0].startswith("Error: "), done.stderr
    assert len(lines) <= 2, done.stderr
    assert len(lines) == 1 or lines[1].startswith("hint: "), done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def count(connection: Connection) -> int:
    found: int = connection.read("MATCH (n) RETURN count(n) AS n")[0]["n"]
    return found


@pytest.mark.parametrize("source", ["hub-file", "records"])
@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.jsonl", b"", "empty"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.jsonl"),
        ("text.jsonl", b"this is not a JSON\nat all\n", "text.jsonl"),
        ("list.jsonl", b"[1, 2]\n[3]\n", "list.jsonl"),
        ("nul.jsonl", b"\x00" * 5000, "nul.jsonl"),
        ("cut.jsonl.gz", gzip.compress(b'{"kind": "model"}\n' * 50, mtime=0)[:20], "cut.jsonl.gz"),
    ],
)
def test_a_file_with_nothing_to_load(
    command: Command, empty_graph: Connection, tmp_path: Path, source: str, name: str, content: bytes, word: str
) -> None:
    (tmp_path / name).write_bytes(content)
    fails(command("load", source, name), 2, word)
    assert count(empty_graph) == 0


def test_a_file_that_is_not_there(command: Command, empty_graph: Connection, tmp_path: Path) -> None:
    fails(command("load", "hub-file", "nowhere.jsonl"), 2, "nowhere.jsonl")
    fails(command("load", "records", str(tmp_path)), 2, "folder")
    assert count(empty_graph) == 0


def test_one_bad_file_among_good_ones_loads_nothing(command: Command, empty_graph: Connection, tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text('{"id": "a/b", "cardData": {"license": "mit"}}\n')
    fails(command("load", "hub-file", "good.jsonl", "missing.jsonl"), 2, "missing.jsonl")
    assert count(empty_graph) == 0


def test_bad_records_among_good_ones_are_counted_and_left_out(
    command: Command, empty_graph: Connection, tmp_path: Path
) -> None:
    lines = [
        '{"id": "a/good", "downloads": 3, "cardData": {"license": "mit"}}',
        '{"id": "a/broken", ',
        '{"id": null, "cardData": {"license": "mit"}}',
        '{"id": "a/types", "downloads": "many", "tags": "no list", "cardData": [1], "likes": -4, "config": 7}',
        json.dumps({"id": "a/huge", "downloads": 10**30, "likes": 2, "cardData": {"license": "mit"}}),
        json.dumps({"id": "a/nul\x00", "cardData": {"license": "m\x00it", "base_model": "a/\x00good"}}),
        '{"id": "a/surrogate", "cardData": {"license": "\\ud800", "license_name": "\\udfff"}}',
        json.dumps({"id": "a/card", "cardData": {"license": "x" * 10_000_000, "base_model": ["y" * 1_000_000]}}),
        json.dumps({"id": "a/tags", "tags": [f"tag{n}" for n in range(100_000)], "cardData": {"license": "mit"}}),
        "null",
        "[]",
        '"text"',
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = command("load", "hub-file", "mixed.jsonl", "--format", "json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert counts["unreadable_lines"] >= 1
    assert counts["records_without_id"] >= 1
    ids = [row["id"] for row in empty_graph.read("MATCH (m:Model) RETURN m.id AS id ORDER BY id")]
    assert {"a/good", "a/types", "a/huge", "a/surrogate", "a/card", "a/tags"} <= set(ids)
    assert empty_graph.read("MATCH (m:Model {id: 'a/huge'}) RETURN m.downloads AS d, m.likes AS l") == [
        {"d": None, "l": 2}
    ]


def test_no_server_at_the_address(command: Command, tmp_path: Path) -> None:
    env = {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "geheim-123"}
    done = command("query", "graph-counts", env=env)
    fails(done, 3, "bolt://127.0.0.1:9")
    assert "geheim-123" not in done.stderr + done.stdout


def test_wrong_password(command: Command, connection: Connection) -> None:
    env = {"NEO4J_URI": connection.address.uri, "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "falsch-123"}
    done = command("query", "graph-counts", env=env)
    fails(done, 3, "neo4j", "NEO4J_PASSWORD")
    assert "falsch-123" not in done.stderr + done.stdout


def test_a_server_of_ones_own_by_address(command: Command, connection: Connection, empty_graph: Connection) -> None:
    env = {"NEO4J_PASSWORD": connection.address.password or ""}
    options = ("--uri", connection.address.uri, "--user", "neo4j", "--database", "neo4j")
    done = command("load", "sample", "--format", "json", *options, env=env)
    assert done.returncode == 0, done.stderr
    assert count(empty_graph) > 300
    fails(command("query", "graph-counts", *options[:5], "nobody", env=env), 3, "nobody")


def test_an_address_of_no_kind_we_know(command: Command) -> None:
    done = command("query", "graph-counts", "--uri", "http://localhost:7474", env={"NEO4J_PASSWORD": "x" * 8})
    fails(done, 3, "http://localhost:7474")


def test_verbose_shows_the_trace(command: Command) -> None:
    done = command("--verbose", "load", "records", "nowhere.jsonl")
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_unknown_commands_and_options_are_explained(command: Command) -> None:
    done = command("laod")
    assert done.returncode == 2
    assert "did you mean 'load'" in done.stderr
    assert command("load", "hub-file").returncode == 2


def test_a_full_disk_for_an_export(command: Command, empty_graph: Connection, tmp_path: Path) -> None:
    command("load", "sample")
    done = command("export", "records", "--out", "/dev/full/x.jsonl")
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("Error: ")
