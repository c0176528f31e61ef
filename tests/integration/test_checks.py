"""Each check finds what its given–expect file states, for the whole graph and for a part of it alike."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.checks.check import checks_of, read_check, topics
from supplygraph.checks.keep import keep
from supplygraph.checks.run import graph_topics, run_checks
from supplygraph.errors import QueryError
from supplygraph.load import load
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.cases import read_cases
from tests.conftest import empty, write_lines

pytestmark = pytest.mark.integration

CASES = Path(__file__).parents[1] / "checks"
TOPICS = sorted(path.stem for path in CASES.glob("*.yaml"))
_KEPT = """
MATCH (about)-[f:HAS_FINDING]->(c:Check)
RETURN c.name AS name, about.id AS artifact, f.verdict AS class, f.severity AS severity, f.base AS base, f.path AS path,
  coalesce(f.claimed, '') + ' | ' + coalesce(f.actual, '') + ' | ' + f.evidence AS text
ORDER BY name, artifact, base
"""


def stated(topic: str) -> dict[str, Any]:
    return read_cases(CASES / f"{topic}.yaml")


def fill(connection: Connection, given: str) -> None:
    for one in given.split(";\n"):
        if one.strip():
            connection.execute(one)


def found(connection: Connection) -> tuple[dict[str, list[list[Any]]], dict[str, list[str]]]:
    rows: dict[str, list[list[Any]]] = {}
    texts: dict[str, list[str]] = {}
    for row in connection.read(_KEPT):
        rows.setdefault(row["name"], []).append([row[key] for key in ("artifact", "class", "severity", "base", "path")])
        texts.setdefault(row["name"], []).append(row["text"])
    return rows, texts


def test_every_check_of_the_graph_has_a_case() -> None:
    assert set(TOPICS) == set(graph_topics()) == set(topics()) - {"naming"}
    for topic in TOPICS:
        assert set(stated(topic)["expect"]) == {check.name for check in checks_of(topic)}, topic


@pytest.mark.parametrize("topic", TOPICS)
def test_a_check_finds_what_is_stated(empty_graph: Connection, topic: str) -> None:
    case = stated(topic)
    fill(empty_graph, case["given"])
    (change,) = run_checks(empty_graph, [topic])
    rows, texts = found(empty_graph)
    assert rows == case["expect"]
    for name, text in case["texts"].items():
        assert text in texts[name]
    count = sum(map(len, rows.values()))
    assert (change.topic, change.kept, change.new, change.gone) == (topic, count, count, 0)
    (again,) = run_checks(empty_graph, [topic])
    assert (again.kept, again.new, again.gone) == (count, 0, 0)
    assert found(empty_graph)[0] == rows


# Planning is what takes time here; checks of trust are asked of a part below.
@pytest.mark.parametrize("topic", ["license", "lineage"])
def test_a_part_of_the_graph_is_judged_as_the_whole(empty_graph: Connection, topic: str) -> None:
    fill(empty_graph, stated(topic)["given"])
    ids = [row["id"] for row in empty_graph.read("MATCH (n:Model|Dataset|Repository) RETURN n.id AS id")]
    for check in checks_of(topic):
        end = "\nRETURN artifact.id AS artifact, about, class ORDER BY artifact, about"
        whole, part = (
            empty_graph.read(check.findings(some=some) + end, {"ids": ids}) for some in (False, True)
        )  # fmt: skip
        assert whole == part != [], check.name


def test_only_what_loads_touched_is_judged_again(connection: Connection) -> None:
    empty(connection)
    fill(connection, stated("trust")["given"])
    run_checks(connection, ["trust"])
    before = found(connection)[0]
    fill(
        connection,
        """
        CREATE (:Load {id: "new", derived: false, started: datetime("2030-01-01T00:00:00Z")});
        MATCH (m:Model {id: "a/adapter"}) SET m.last_seen = datetime("2030-01-01T00:00:01Z");
        MATCH (:Model {id: "a/adapter"})-[r:DERIVED_FROM]->() DELETE r;
        MATCH (:Model {id: "c/tuned"})-[r:DERIVED_FROM]->() DELETE r;
        """.replace("        ", ""),
    )
    (change,) = run_checks(connection, ["trust"], touched=True)
    assert (change.kept, change.new, change.gone) == (0, 0, 2)
    after = found(connection)[0]
    gone = {row[0] for row in before["trust-custom-code"]} - {row[0] for row in after["trust-custom-code"]}
    # The adapter was loaded again and what is below it goes with it; nobody loaded the fine-tune again.
    assert gone == {"a/adapter", "b/second"}
    (change,) = run_checks(connection, ["trust"], touched=True, everything=True)
    assert change.gone == 1


def test_a_check_that_is_gone_takes_its_findings_along(empty_graph: Connection) -> None:
    empty_graph.execute(
        "CREATE (:Model {id: 'a/b'})-[:HAS_FINDING {about: 'x'}]->(:Check {name: 'trust-x', topic: 'trust'})"
    )
    run_checks(empty_graph, ["trust"])
    assert found(empty_graph)[0] == {}
    names = {row["name"] for row in empty_graph.read("MATCH (c:Check) RETURN c.name AS name")}
    assert names == {check.name for check in checks_of("trust")}


HEADER = "// A\n// meaning: b\n// severity: low\n// remedy: c\n// source: d\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// A\n// meaning: b\nRETURN 1", "the header needs a title, meaning, severity, remedy, source, about"),
        (HEADER.replace("low", "grave") + "// about: Model\nRETURN 1", "severity is high, medium or low"),
        (HEADER + "// about: Model|Moon\nRETURN 1", "about lists labels of Model, Dataset, Repository"),
        (HEADER + "// about: Model\nRETURN 1;\nRETURN 2", "a second statement"),
    ],
)
def test_a_wrong_check_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "trust" / "x.cypher"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=r"trust/x\.cypher") as error:
        read_check(path)
    assert message in error.value.message


def test_a_check_that_fails_ends_the_others_and_leaves_a_connection_that_works(empty_graph: Connection) -> None:
    nothing = ("base", "relation", "path", "class", "severity", "claimed", "actual", "evidence")
    columns = ", ".join(["toString(1 / n) AS about", *(f"null AS {name}" for name in nothing)])
    fails = f"UNWIND range(3, 0, -1) AS n OPTIONAL MATCH (artifact:Space) WITH artifact, {columns}"
    # It would go on for hours.
    endless = fails.replace("range(3, 0, -1)", "range(1, 1000000) AS o UNWIND range(1, 1000000)").replace(
        "1 / n", "sum(o * n)"
    )
    with pytest.raises(QueryError, match="zero"):
        keep(empty_graph, "trust", {"trust-one": endless, "trust-two": fails, "trust-three": fails}, datetime.now(UTC))
    assert empty_graph.read("RETURN 1 AS one") == [{"one": 1}]
    running = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.reader IS NOT NULL RETURN count(*) AS running"
    assert empty_graph.read(running) == [{"running": 0}]


def test_loads_and_checks_log_how_long_they_took(
    known_graph: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [{"kind": "model", "id": "a/b", "license": "mit"}]
    with caplog.at_level(logging.INFO, "supplygraph"):
        result = load(Records([write_lines(tmp_path / "rows.jsonl", rows)]), lambda: known_graph)
        run_checks(known_graph, ["lineage"])
    told = {record.name: record.getMessage() for record in caplog.records}
    assert told["supplygraph.load"].startswith(f"{result.id}: read in ")
    assert told["supplygraph.checks.run"].startswith(f"{len(checks_of('lineage'))} checks of lineage: ")
