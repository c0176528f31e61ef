"""What a change would do is what happens when it is loaded, and nothing is written to find out."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.change import Change, what_if
from supplygraph.report.clear import clear
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.integration.test_license_examples import snapshot

pytestmark = pytest.mark.integration


def model(id_: str, license: str | None, *bases: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "model", "id": id_, "license": license, "derived_from": list(bases), **more}


def tune(id_: str, relation: str = "finetune") -> dict[str, str]:
    return {"id": id_, "relation": relation}


#: A non-commercial base far above, a merge, data that a model wrote, a cycle, and code at the end.
RECORDS: list[dict[str, Any]] = [
    model("a/nc", "cc-by-nc-4.0"),
    model("a/free", "apache-2.0"),
    model("a/llama", "llama3.1"),
    model("a/middle", "apache-2.0", tune("a/nc"), downloads=5),
    model("a/kept", "cc-by-nc-4.0", tune("a/middle"), downloads=6),
    model("a/lost", "mit", tune("a/kept", "adapter"), downloads=7),
    model("a/merge", "apache-2.0", tune("a/middle", "merge"), tune("a/free", "merge")),
    model("a/quant", "apache-2.0", tune("a/merge", "quantized")),
    model("a/unsaid", None, tune("a/merge")),
    model("a/student", "mit", tune("a/llama", "distilled"), trained_on=["a/data"]),
    model("a/stubbed", "mit", tune("a/stub"), tune("a/middle")),
    model("a/ring", "mit", tune("a/ring2"), tune("a/middle")),
    model("a/ring2", "mit", tune("a/ring")),
    {"kind": "dataset", "id": "a/data", "license": "mit", "generated_from": ["a/middle"]},
    {"kind": "dataset", "id": "a/middle", "license": "mit"},
    {"kind": "repository", "id": "github.com/a/app", "license": "MIT", "uses": ["a/quant", "a/student"]},
]
#: One after the other: what is asked, and the record that makes it so.
CHANGES: list[tuple[str, Change, dict[str, Any]]] = [
    ("a/middle", Change(["cc-by-nc-4.0"]), model("a/middle", "cc-by-nc-4.0", tune("a/nc"))),
    (
        "a/middle",
        Change([], [("a/nc", "a/llama:adapter")]),
        model("a/middle", "cc-by-nc-4.0", tune("a/llama", "adapter")),
    ),
    ("a/middle", Change(["apache-2.0"], [("a/llama", "a/nc:finetune")]), model("a/middle", "apache-2.0", tune("a/nc"))),
    ("a/nc", Change(["other"]), model("a/nc", "other")),
    ("a/middle", Change([], [], ["a/nc"]), model("a/middle", "apache-2.0")),
    (
        "a/merge",
        Change(["none"], bases=["A/Middle:merge", "a/llama", "a/data:trained_on"]),
        model("a/merge", "none", tune("a/middle", "merge"), tune("a/llama"), trained_on=["a/data"]),
    ),
]


def verdicts(connection: Connection) -> dict[tuple[str, str], str]:
    return {
        (row["kind"], row["artifact"]): row["verdict"] for row in run(connection, "license-status", {"max_rows": 9999})
    }


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    load(Records([write_lines(tmp_path_factory.mktemp("if") / "a.jsonl", RECORDS)]), lambda: connection)
    return connection


def test_what_does_not_fit_is_refused(graph: Connection) -> None:
    for target, change, message in (
        ("a/middle", Change(), "nothing would change"),
        ("a/middle", Change([], [], ["a/free"]), "is not made from a/free"),
        ("a/middle", Change([], [("a/nc", "a/merge")]), "a/merge is a/middle or made from it"),
        ("a/middle", Change(bases=["a/merge:merge"]), "a/merge is a/middle or made from it"),
        ("a/middle", Change(bases=["a/nc:melted"]), "'melted' in 'a/nc:melted' is not a relation"),
        ("github.com/a/app", Change(bases=[]), "is a repository"),
        ("a/nowhere", Change(["mit"]), "is not in the graph"),
        ("github.com/a/app", Change([], [], ["a/quant"]), "is a repository"),
    ):
        with pytest.raises(InputError, match=message):
            what_if(graph, target, change)
    with pytest.raises(InputError, match="no rule set"):
        what_if(graph, "a/middle", Change(["mit"]), "x")


def test_the_nearest_are_judged_as_if_all_were(graph: Connection) -> None:
    change = Change(["cc-by-nc-4.0"])
    whole = what_if(graph, "a/middle", change)
    assert (whole.reached, whole.judged) == (11, 11)
    seen = set()
    for most in (0, 4, 8, whole.reached):
        part = what_if(graph, "a/middle", change, most=most)
        assert (part.reached, part.before, part.after) == (whole.reached, whole.before, whole.after)
        assert part.judged <= most
        assert [one for one in whole.flips if one in part.flips] == part.flips
        seen |= {one.artifact for one in part.flips}
    assert seen == {one.artifact for one in whole.flips}


def test_each_rule_set_has_a_verdict_on_the_model_itself(graph: Connection) -> None:
    found = what_if(graph, "a/middle", Change(["cc-by-nc-4.0"]))
    own = {one.profile: (one.before, one.after) for one in found.own}
    assert own["default"] == (found.before, found.after) == ("conflict", "compatible")
    for profile, verdicts in own.items():
        one = what_if(graph, "a/middle", Change(["cc-by-nc-4.0"]), profile)
        assert (one.before, one.after) == verdicts, profile
    assert len(own) > 1


def test_a_base_that_is_not_loaded_is_unknown(graph: Connection) -> None:
    found = what_if(graph, "a/middle", Change([], [("a/nc", "nobody/knows")]))
    assert (found.after, found.not_loaded, int(found.exit_code)) == ("unknown", ["nobody/knows"], 5)


def test_the_command(graph: Connection, command: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = command("what-if", "A/Middle", "--replace-base", "a/nc=a/free")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "instead: finetune a/free" in done.stdout
    assert "verdict: conflict → compatible\n  by " in done.stdout
    assert "  by strict-data: conflict → compatible" in done.stdout
    done = command("what-if", "a/nc", "--license", "mit", "--format", "json")
    assert json.loads(done.stdout)["license_after"] == "mit"
    done = command("what-if", "a/middle", "--replace-base", "a/nc")
    assert (done.returncode, "does not name two bases" in done.stderr) == (2, True)


def test_what_clears_a_family_of_the_graph(
    graph: Connection, command: Callable[..., subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The search that is given up takes as long as it may.
    monkeypatch.setattr("supplygraph.report.clearing.JUDGED", 5_000)
    before = snapshot(graph)
    found = clear(graph, "A/Middle")
    assert snapshot(graph) == before
    stored = {key[1] for key, verdict in verdicts(graph).items() if verdict == "conflict"}
    assert set(found.conflicts) <= stored
    assert "a/middle" in found.conflicts
    assert found.by_bases.steps is not None
    assert found.by_bases.exact
    assert ("a/middle", "a/nc") in {(step.artifact.id, step.dropped) for step in found.by_bases.steps}
    done = command("what-if", "a/middle", "--clear")
    assert done.returncode == int(found.exit_code) == 0, done.stdout + done.stderr
    assert "a/middle: without a/nc (finetune)  5 downloads" in done.stdout
    made = json.loads(command("what-if", "a/middle", "--clear", "--format", "json").stdout)
    assert made["by_bases"]["fewest"] is True
    assert command("what-if", "a/middle", "--clear", "--license", "mit").returncode == 2


def test_it_is_what_happens_when_the_change_is_loaded(graph: Connection, tmp_path: Path) -> None:
    seen = set()
    for number, (target, change, record) in enumerate(CHANGES):
        before, stored = verdicts(graph), snapshot(graph)
        found = what_if(graph, target, change)
        assert snapshot(graph) == stored
        load(Records([write_lines(tmp_path / f"{number}.jsonl", [record])]), lambda: graph)
        after = verdicts(graph)
        flips = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
        assert {(one.kind, one.artifact): (one.before, one.after) for one in found.flips} == flips, (target, change)
        assert (found.before, found.after) == (before["model", target], after["model", target])
        seen |= {one.after for one in found.flips}
    assert seen >= {"conflict", "unknown", "compatible"}
