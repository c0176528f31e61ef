"""A repository's code in the graph: scanned, scanned again, and judged by the licences of what it loads."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.gate.judge import judge
from supplygraph.gate.policy import Policy
from supplygraph.gate.targets import Target
from supplygraph.load import load
from supplygraph.report.repository import repository_report
from supplygraph.sources.code import Code
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import write_lines
from tests.graph_snapshot import snapshot
from tests.unit.reuse.repositories import write

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

LOADING = "from transformers import AutoModel\n"
FILES = {
    "app.py": LOADING + "AutoModel.from_pretrained('acme/gpl')\nAutoModel.from_pretrained('acme/mit')\n",
    "README.md": "https://huggingface.co/acme/other\n",
    "pyproject.toml": '[project]\nlicense = "MIT"\n',
}
MODELS = [
    {"kind": "model", "id": "acme/gpl", "license": "gpl-3.0"},
    {"kind": "model", "id": "acme/mit", "license": "mit"},
    {"kind": "model", "id": "acme/other", "license": "mit"},
]


@pytest.fixture
def graph(known_graph: Connection, tmp_path: Path) -> Connection:
    load(Records([write_lines(tmp_path / "models.jsonl", MODELS)]), lambda: known_graph)
    return known_graph


def edges(graph: Connection, name: str) -> dict[str, str]:
    rows = graph.read(
        "MATCH (:Repository {id: $name})-[r:REUSES|MENTIONS]->(m) RETURN m.id AS id, type(r) AS type", {"name": name}
    )
    return {row["id"]: row["type"] for row in rows}


def test_scanning_again_takes_back_what_vanished_for_that_repository_only(graph: Connection, tmp_path: Path) -> None:
    def scan_again(name: str, files: dict[str, str]) -> None:
        load(Code([write(tmp_path / name, files)], repository=f"github.com/acme/{name}"), lambda: graph)

    scan_again("one", FILES)
    scan_again("two", FILES)
    expected = {"acme/gpl": "REUSES", "acme/mit": "REUSES", "acme/other": "MENTIONS"}
    assert edges(graph, "github.com/acme/one") == edges(graph, "github.com/acme/two") == expected
    before = graph.read("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
    scan_again("one", FILES)
    assert graph.read("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"] == before
    scan_again("one", {"app.py": LOADING + "AutoModel.from_pretrained('acme/mit')\n", "README.md": "nothing\n"})
    assert edges(graph, "github.com/acme/one") == {"acme/mit": "REUSES"}
    assert edges(graph, "github.com/acme/two") == expected


def test_places_and_confidence_are_in_the_graph(graph: Connection, tmp_path: Path) -> None:
    load(Code([write(tmp_path / "in", FILES)], repository="github.com/acme/app"), lambda: graph)
    row = graph.read("MATCH (:Repository)-[r:REUSES]->(:Model {id: 'acme/gpl'}) RETURN properties(r) AS r")[0]["r"]
    assert row["places"] == ["app.py:2"]
    assert row["calls"] == ["transformers.AutoModel.from_pretrained"]
    assert (row["role"], row["pinned"], row["confidence"], row["source"]) == ("src", False, 0.95, "code")


def test_the_gate_fails_on_a_conflict_and_says_where(graph: Connection, command: Command, tmp_path: Path) -> None:
    write(tmp_path / "app", FILES)
    done = command("check-repo", str(tmp_path / "app"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "acme/gpl" in done.stdout
    assert "app.py:2" in done.stdout
    assert "not legal advice" in done.stdout
    done = command("check-repo", str(tmp_path / "app"), "--format", "sarif")
    assert done.returncode == 1
    (result,) = [r for r in json.loads(done.stdout)["runs"][0]["results"] if r["ruleId"] == "license-conflict"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "app.py"},
        "region": {"startLine": 2},
    }
    done = command("check-repo", str(tmp_path / "app"), "--format", "json")
    report = json.loads(done.stdout)
    assert {edge["upstream"]: edge["places"] for edge in report["edges"]} == {
        "acme/gpl": ["app.py:2"],
        "acme/mit": ["app.py:3"],
    }


def test_the_gate_says_where_a_model_is_loaded_by_an_old_id_or_in_other_letters(
    graph: Connection, command: Command, tmp_path: Path
) -> None:
    renamed = {"kind": "model", "id": "newco/Heron", "license": "gpl-3.0", "aliases": "oldco/Heron"}
    load(Records([write_lines(tmp_path / "renamed.jsonl", [renamed])]), lambda: graph)
    loads = [f"AutoModel.from_pretrained('{name}')\n" for name in ("oldco/Heron", "newco/heron", "newco/Heron")]
    write(tmp_path / "app", {"app.py": LOADING + "".join(loads), "pyproject.toml": '[project]\nlicense = "MIT"\n'})
    (edge,) = json.loads(command("check-repo", str(tmp_path / "app"), "--format", "json").stdout)["edges"]
    assert (edge["upstream"], edge["places"]) == ("newco/Heron", ["app.py:2", "app.py:3", "app.py:4"])


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        ({"a.py": LOADING + "AutoModel.from_pretrained('acme/mit')\n"}, ["--license", "mit"], 0),
        ({"a.py": LOADING + "AutoModel.from_pretrained('acme/gpl')\n"}, ["--license", "gpl-3.0"], 0),
        ({"a.py": LOADING + "AutoModel.from_pretrained('acme/nobody-knows')\n"}, ["--license", "mit"], 5),
        ({"a.py": "x = 1\n"}, ["--license", "mit"], 0),
    ],
)
def test_the_gate_s_exit_code_follows_the_verdict(
    files: dict[str, str], options: list[str], code: int, graph: Connection, command: Command, tmp_path: Path
) -> None:
    folder = str(write(tmp_path / "app", files))
    done = command("check-repo", folder, *options)
    assert done.returncode == code, done.stdout + done.stderr
    target = Target(folder, Path(folder))
    (scanned,) = Code([Path(folder)], repository="github.com/acme/app", license=options[-1]).scan()
    assert judge(graph, [target], {target: scanned}, Policy()).exit_code == code


def test_the_command_loads_a_commit_of_a_repository(graph: Connection, command: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "app", FILES)
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)
    subprocess.run(["git", "-C", str(folder), "remote", "add", "origin", "git@github.com:acme/app.git"], check=True)
    (folder / "app.py").write_text("")
    done = command("load", "code", str(folder), "--commit", "HEAD")
    assert done.returncode == 0, done.stderr
    assert set(edges(graph, "github.com/acme/app")) == {"acme/gpl", "acme/mit", "acme/other"}
    head = graph.read("MATCH (r:Repository) RETURN r.head AS head")[0]["head"]
    assert len(head) == 40


def test_the_scan_command_needs_no_graph(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "app", FILES)
    done = command("scan", "app", "--format", "jsonl", env={"NEO4J_URI": "bolt://localhost:1"})
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    fields = {
        "file",
        "line",
        "cell",
        "model_id",
        "literal",
        "kind",
        "registry",
        "call",
        "role",
        "tier",
        "confidence",
        "via",
    }
    assert all(fields <= row.keys() for row in rows)
    assert {row["model_id"] for row in rows} == {"acme/gpl", "acme/mit", "acme/other"}
    assert "3 files" in done.stderr
    done = command("scan", "app")
    assert "acme/gpl" in done.stdout
    done = command("scan", "nothing")
    assert done.returncode == 2
    assert "nothing" in done.stderr


def test_a_scan_that_left_something_unread_says_so_by_its_exit_code(command: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "app", FILES | {"bad.py": "from transformers import pipeline\ndef (:\n"})
    done = command("scan", str(folder))
    assert done.returncode == 5
    assert "not read   1 syntax: bad.py" in done.stderr


def test_the_gate_does_not_pass_what_it_did_not_read(graph: Connection, command: Command, tmp_path: Path) -> None:
    code = LOADING + "AutoModel.from_pretrained('acme/mit')\n"
    folder = write(tmp_path / "app", {"a.py": code, "bad.py": "from transformers import pipeline\ndef (:\n"})
    done = command("check-repo", str(folder), "--license", "mit")
    assert done.returncode == 5, done.stdout
    assert "not read   1 syntax: bad.py" in done.stdout


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_names_that_are_not_utf8_are_written_escaped(
    form: str, graph: Connection, command: Command, tmp_path: Path
) -> None:
    folder = write(tmp_path / "app", {"LICENSE": "", "pyproject.toml": FILES["pyproject.toml"]})
    (folder / os.fsdecode(b"\xff\xfe.py")).write_text(LOADING + "AutoModel.from_pretrained('acme/gpl')\n")
    done = command("check-repo", str(folder), "--format", form)
    assert done.returncode == 1, done.stderr
    shown = {"text": "\\xff\\xfe.py:2", "json": "\\\\xff\\\\xfe.py:2", "sarif": "%FF%FE.py"}[form]
    assert shown in done.stdout
    if form != "text":
        json.loads(done.stdout)
    load(Code([folder], repository="github.com/acme/odd"), lambda: graph)
    rows = graph.read("MATCH (:Repository {id: 'github.com/acme/odd'})-[r:REUSES]->() RETURN r.places AS places")
    assert rows == [{"places": ["\\xff\\xfe.py:2"]}]


class OnlyReading:
    """A graph that can be asked, and nothing else."""

    def __init__(self, connection: Connection) -> None:
        self.read = connection.read


def test_the_gate_writes_nothing_and_needs_no_right_to(graph: Connection, command: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "app", FILES)
    before = snapshot(graph), graph.read("MATCH (l:Load) RETURN count(l) AS loads")
    assert command("check-repo", str(folder)).returncode == 1
    assert (snapshot(graph), graph.read("MATCH (l:Load) RETURN count(l) AS loads")) == before
    (scanned,) = Code([folder], repository="github.com/acme/app").scan()
    report = repository_report(OnlyReading(graph), scanned)  # type: ignore[arg-type]
    assert report.verdict == "conflict"


def test_the_gate_counts_its_result_in_one_line_and_names_every_place(
    graph: Connection, command: Command, tmp_path: Path
) -> None:
    code = LOADING + (
        "AutoModel.from_pretrained('acme/gpl')\nAutoModel.from_pretrained('acme/mit')\n"
        "AutoModel.from_pretrained('acme/nobody-knows')\nAutoModel.from_pretrained(name())\n"
    )
    folder = str(
        write(tmp_path / "app", {"a.py": code, "b.py": code[: code.index("AutoModel.from_pretrained('acme/mit')")]})
    )
    done = command("check-repo", folder, "--license", "mit")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "local.invalid/folder/app  (mit, by --license)"
    assert lines[1] == (
        "3 artifacts: 1 conflict, 1 unknown, 1 compatible; 1 loading call with an id that is only known at run time"
    )
    (conflict,) = (at for at, line in enumerate(lines) if line.endswith(": uses acme/gpl  (gpl-3.0)"))
    assert lines[conflict].startswith("conflict")
    assert lines[conflict + 1] == "  at a.py:2, b.py:2"
    unknown = lines.index("unknown: uses acme/nobody-knows  (not loaded)")
    assert lines[unknown + 1] == "  at a.py:4"
    assert lines[unknown + 3] == "  next: load it: supplygraph load hub --model acme/nobody-knows"
    assert "  a.py:5  transformers.AutoModel.from_pretrained(name())" in lines
    assert "made from" not in done.stdout
    made = json.loads(command("check-repo", folder, "--license", "mit", "--format", "json").stdout)
    assert made["counts"] == {
        "artifacts": 3,
        "conflict": 1,
        "unknown": 1,
        "warning": 0,
        "compatible": 1,
        "unresolved_calls": 1,
        "not_read": 0,
    }
    assert made["exit_code"] == 1
    sarif = json.loads(command("check-repo", folder, "--license", "mit", "--format", "sarif").stdout)
    results = sarif["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == ["license-conflict", "license-unknown", "call-unresolved"]
    assert all(r["locations"] for r in results)


def test_the_gate_does_not_pass_a_call_whose_id_is_only_known_at_run_time(
    graph: Connection, command: Command, tmp_path: Path
) -> None:
    folder = write(tmp_path / "app", {"a.py": LOADING + "AutoModel.from_pretrained(name())\n"})
    assert command("check-repo", str(folder), "--license", "mit").returncode == 5


def test_the_gate_does_not_pass_on_facts_that_are_not_derived_yet(
    graph: Connection, command: Command, tmp_path: Path
) -> None:
    folder = write(tmp_path / "app", {"a.py": LOADING + "AutoModel.from_pretrained('acme/mit')\n"})
    assert command("check-repo", str(folder), "--license", "mit").returncode == 0
    graph.execute("MATCH (l:Load {source: 'records'}) SET l.derived = false")
    done = command("check-repo", str(folder), "--license", "mit")
    assert done.returncode == 5
    assert "supplygraph derive" in done.stdout


def test_old_ids_and_other_letter_case_keep_their_places(graph: Connection, command: Command, tmp_path: Path) -> None:
    rows = [
        {"kind": "model", "id": "newfield/finch-cased", "aliases": ["oldfield/finch-cased"], "license": "gpl-3.0"},
        {"kind": "model", "id": "Newfield/Heron-OCR", "license": "gpl-3.0"},
    ]
    load(Records([write_lines(tmp_path / "more.jsonl", rows)]), lambda: graph)
    code = LOADING + (
        "AutoModel.from_pretrained('oldfield/finch-cased')\nAutoModel.from_pretrained('newfield/heron-ocr')\n"
        "AutoModel.from_pretrained('Newfield/Heron-OCR')\n"
    )
    folder = str(write(tmp_path / "app", {"a.py": code}))
    made = json.loads(command("check-repo", folder, "--license", "mit", "--format", "json").stdout)
    assert {edge["upstream"]: (edge["places"], edge["written_as"]) for edge in made["edges"]} == {
        "newfield/finch-cased": (["a.py:2"], ["oldfield/finch-cased"]),
        "Newfield/Heron-OCR": (["a.py:3", "a.py:4"], ["newfield/heron-ocr"]),
    }
    made = json.loads(command("check-repo", folder, "--license", "mit", "--format", "sarif").stdout)
    lines = [
        [place["physicalLocation"]["region"]["startLine"] for place in result["locations"]]
        for result in made["runs"][0]["results"]
    ]
    assert sorted(lines) == [[2], [3, 4]]
