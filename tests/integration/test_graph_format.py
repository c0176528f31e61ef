"""A graph that another version wrote is brought up to date where that is safe, and else refused."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from supplygraph.enrich.freshness import freshness
from supplygraph.enrich.work import bring_up_to_date
from supplygraph.errors import InputError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema, missing_schema
from supplygraph.store.format import FORMAT, require_format
from supplygraph.store.statements import SEARCH_INDEX
from tests.conftest import empty
from tests.graph_snapshot import snapshot
from tests.kept_graph import kept, path_of, put_back, write_records

pytestmark = pytest.mark.integration

Command = Callable[..., CompletedProcess[str]]


def loaded(graph: Connection, folder: Path) -> None:
    """The graph with the few records of which every format keeps a graph."""
    load(Records([write_records(folder)]), lambda: graph)


def test_a_graph_is_kept_of_this_format() -> None:
    assert FORMAT in kept(), "python -m tests.kept_graph"


@pytest.mark.parametrize("number", kept())
def test_a_kept_graph_is_used_or_refused(empty_graph: Connection, number: int, tmp_path: Path) -> None:
    put_back(empty_graph, path_of(number))
    if number != FORMAT:
        with pytest.raises(InputError, match="an earlier version of supplygraph wrote this graph"):
            require_format(empty_graph)
        return
    require_format(empty_graph)
    bring_up_to_date(empty_graph)
    assert freshness(empty_graph).fresh
    kept_graph = snapshot(empty_graph)
    conflicts = run(empty_graph, "license-conflicts").rows
    empty(empty_graph)
    loaded(empty_graph, tmp_path)
    made = snapshot(empty_graph)
    assert sorted((kept_graph - made).elements()) == []
    assert sorted((made - kept_graph).elements()) == []
    assert conflicts == run(empty_graph, "license-conflicts").rows != []


def test_a_load_marks_the_graph(empty_graph: Connection, tmp_path: Path) -> None:
    require_format(empty_graph)
    loaded(empty_graph, tmp_path)
    require_format(empty_graph)
    assert empty_graph.read("MATCH (g:_GraphFormat) RETURN g.format AS format") == [{"format": FORMAT}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DETACH DELETE g", f"an earlier version of supplygraph wrote this graph (format 0; this one uses {FORMAT})"),
        ("SET g.format = g.format + 1", "a later version of supplygraph wrote this graph"),
    ],
)
def test_another_format_is_refused_by_every_command_and_nothing_is_written(
    known_graph: Connection, command: Command, tmp_path: Path, change: str, said: str
) -> None:
    loaded(known_graph, tmp_path)
    known_graph.execute(f"MATCH (g:_GraphFormat) {change}")
    before = snapshot(known_graph)
    for arguments in (
        ["load", "records", str(write_records(tmp_path))],
        ["query", "license-conflicts"],
        ["license", "check", "pond/merged"],
        ["derive"],
        ["export", "records"],
    ):
        done = command(*arguments)
        assert done.returncode == 2, arguments
        assert said in done.stderr
        assert "hint:" in done.stderr
        assert done.stdout == ""
    assert snapshot(known_graph) == before
    assert command("status").returncode == 0


def test_facts_derived_by_other_rules_are_derived_again(
    empty_graph: Connection, command: Command, tmp_path: Path
) -> None:
    loaded(empty_graph, tmp_path)
    right = snapshot(empty_graph)
    # As a version with other rules would have left them.
    empty_graph.execute("MATCH (g:_GraphFormat) SET g.derivations = 'of another version'")
    empty_graph.execute("MATCH (m:Model) SET m.lineage_descendants = 77")
    empty_graph.execute("MATCH (v:LicenseVerdict) DETACH DELETE v")
    assert list(freshness(empty_graph).lines()) == ["facts were derived by the rules of another version of supplygraph"]
    empty_graph.execute("MATCH (:Model)-[shows:SHOWS]->() DELETE shows")
    asked = command("query", "quality-missing")
    assert "No rows, but not all that follows from the loads is known" in asked.stderr
    assert "supplygraph derive" in asked.stderr
    assert command("license", "check", "brook/base-7b-chat").returncode == 1
    assert snapshot(empty_graph) == right
    assert freshness(empty_graph).fresh


def test_an_index_of_an_earlier_version_is_made_anew_and_the_load_says_so(
    empty_graph: Connection, command: Command, tmp_path: Path
) -> None:
    loaded(empty_graph, tmp_path)
    assert missing_schema(empty_graph) == {}
    # One that is gone, one of other properties, and facts of other rules.
    empty_graph.execute("DROP INDEX dataset__name_key")
    empty_graph.execute(f"DROP INDEX {SEARCH_INDEX}")
    empty_graph.execute(f"CREATE FULLTEXT INDEX {SEARCH_INDEX} FOR (n:Model) ON EACH [n.id]")
    empty_graph.execute("MATCH (g:_GraphFormat) SET g.derivations = 'of another version'")
    try:
        assert set(missing_schema(empty_graph)) == {"dataset__name_key", SEARCH_INDEX}
        done = command("load", "records", str(write_records(tmp_path)))
        assert "  renewed   what an earlier version of supplygraph wrote" in done.stdout
        assert missing_schema(empty_graph) == {}
        assert "renewed" not in command("load", "records", str(write_records(tmp_path))).stdout
    finally:
        ensure_schema(empty_graph)


@pytest.mark.parametrize("number", kept())
def test_what_is_done_to_a_kept_graph_is_said_in_one_line(
    empty_graph: Connection, command: Command, number: int
) -> None:
    put_back(empty_graph, path_of(number))
    empty_graph.execute("MATCH (g:_GraphFormat|GraphFormat) SET g.derivations = 'of another version'")
    asked, derived = command("license", "check", "pond/merged"), command("derive")
    lines = asked.stderr.splitlines()
    if number != FORMAT:
        assert asked.returncode == derived.returncode == 2
        assert [line.split(":")[0] for line in lines] == ["Error", "hint"]
        return
    assert lines[0] == "note: facts were derived by the rules of another version of supplygraph"
    assert "what other rules gave, by those of this version" in lines[1]
    assert derived.stdout.startswith("derived: nothing was open")
