"""Guesses are made where nothing is stated, by the method that is most often right, and can be taken back."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from supplygraph.imputation import forget, impute, measure
from supplygraph.queries.run import run, run_own
from supplygraph.store.connection import Connection
from supplygraph.store.format import mark_format
from tests.conftest import empty

pytestmark = pytest.mark.integration
_GIVEN = """
CREATE (base:Model {id: "base", status: "present", license_id: "gemma"})
CREATE (mit:License {id: "mit"}), (gemma:License {id: "gemma"})
CREATE (:Task {name: "fill-mask"})
CREATE (:Model {id: "base-gguf", name_relations: ["quantized"]})-[:DERIVED_FROM {relation: "quantized"}]->(base)
WITH base
UNWIND range(1, 4) AS i
CREATE (:Model {id: "known" + i, status: "present", license_id: "mit", license_missing: false, task: "fill-mask"})
  -[:DERIVED_FROM {relation: CASE i WHEN 1 THEN "finetune" ELSE "adapter" END}]->(base)
WITH DISTINCT base
CREATE (:Model {id: "open", status: "present", license_missing: true})-[:DERIVED_FROM {relation: "undeclared"}]->(base)
CREATE (lower:Model {id: "lower", status: "present", license_missing: true, name_relations: ["quantized"]})
CREATE (lower)-[:DERIVED_FROM {relation: "undeclared"}]->(base)
CREATE (:Model {id: "stub", status: "stub", license_missing: true})-[:DERIVED_FROM {relation: "finetune"}]->(base)
"""


@pytest.fixture
def graph(connection: Connection) -> Connection:
    empty(connection)
    mark_format(connection)
    connection.execute(_GIVEN)
    return connection


def guesses(connection: Connection) -> set[tuple[str, str, str, str, float]]:
    return {
        (row["model"], row["fact"], row["value"], row["method"], row["agreement"])
        for row in run(connection, "quality-imputed", {})
    }


def test_each_fact_is_guessed_by_the_best_method_first(graph: Connection) -> None:
    done = {(one.fact, one.method): one.accuracy for one in impute(graph)}
    assert done["license", "siblings"] == 1 > done["license", "base"] == 0
    assert done["relation", "name"] == 1 > done["relation", "siblings"]
    expected = {
        ("open", "license", "mit", "siblings", 1.0),
        ("lower", "license", "mit", "siblings", 1.0),
        ("open", "task", "fill-mask", "siblings", 1.0),
        ("lower", "task", "fill-mask", "siblings", 1.0),
        ("lower", "relation", "quantized", "name", 1.0),
        ("open", "relation", "adapter", "siblings", 0.5),
    }
    assert guesses(graph) - {("base-gguf", "task", "fill-mask", "siblings", 1.0)} == expected
    first = graph.read("MATCH ()-[g:IMPUTED]->() RETURN count(g) AS n")
    impute(graph)
    assert graph.read("MATCH ()-[g:IMPUTED]->() RETURN count(g) AS n") == first


def test_guesses_can_be_taken_back(graph: Connection, command: Callable[..., CompletedProcess[str]]) -> None:
    impute(graph)
    made = len(guesses(graph))
    done = command("impute", "--remove")
    assert (done.returncode, done.stdout) == (0, f"took {made} guesses back\n")
    assert guesses(graph) == set()
    assert forget(graph) == 0
    assert run(graph, "quality-imputation").rows == []


_MEASURED = """
CREATE (base:Model {id: "base", license_id: "gemma", task: "text-generation"})
CREATE (:License {id: "gemma"}), (:License {id: "mit"}), (:Task {name: "text-generation"}), (:Task {name: "fill-mask"})
CREATE (:Model {id: "a", license_id: "mit", task: "text-generation", name_relations: ["quantized"]})
  -[:DERIVED_FROM {relation: "quantized"}]->(base)
CREATE (:Model {id: "b", license_id: "mit", task: "text-generation", name_relations: ["adapter"]})
  -[:DERIVED_FROM {relation: "quantized"}]->(base)
CREATE (:Model {id: "c", license_id: "mit", name_relations: ["quantized", "merge"]})
  -[:DERIVED_FROM {relation: "quantized"}]->(base)
CREATE (:Model {id: "d", license_id: "gemma", task: "fill-mask"})-[:DERIVED_FROM {relation: "finetune"}]->(base)
CREATE (:Model {id: "e"})-[:DERIVED_FROM {relation: "undeclared"}]->(base)
CREATE (:Model {id: "f", license_id: "apache-2.0"})-[:DERIVED_FROM {relation: "merge"}]->(:Model {id: "alone"})
"""


def test_each_known_fact_is_held_out(connection: Connection) -> None:
    empty(connection)
    connection.execute(_MEASURED)
    found = {(one.fact, one.method): (one.known, one.guessed, one.right) for one in measure(connection)}
    assert {key: found[key] for key in found if key[0] != "base"} == {
        ("license", "base"): (5, 4, 1),
        ("license", "most_frequent"): (5, 5, 3),
        ("license", "siblings"): (5, 4, 3),
        ("relation", "most_frequent"): (5, 5, 3),
        ("relation", "name"): (5, 2, 1),
        ("relation", "siblings"): (5, 4, 3),
        ("task", "base"): (3, 3, 2),
        ("task", "most_frequent"): (3, 3, 2),
        ("task", "siblings"): (3, 3, 0),
    }


_UNDECLARED = """
CREATE (old:Model {id: "a/one", author: "a", status: "present", _name_key: "one", created_at: datetime("2024-01-01")})
CREATE (print:Fingerprint {id: "p", kind: "model", layers: 2, parameters: 5000000, structure: "s"})
CREATE (small:Fingerprint {id: "q", kind: "model", layers: 2, parameters: 5, structure: "t"})
CREATE (told:Model {id: "b/one-gguf", status: "present", _name_stem: "one"})
CREATE (told)-[:DERIVED_FROM {relation: "quantized"}]->(old)
CREATE (wrong:Model {id: "b/one-awq", status: "present", _name_stem: "one"})
CREATE (wrong)-[:DERIVED_FROM {relation: "quantized"}]->(:Model {id: "x/other", status: "stub"})
CREATE (:Model {id: "c/one-4bit", status: "present", _name_stem: "one"})
CREATE (tuned:Model {id: "d/tuned", status: "present", created_at: datetime("2024-02-01")})
CREATE (made:Model {id: "e/made", status: "present", created_at: datetime("2024-03-01")})
CREATE (middle:Model {id: "e/middle"})-[:DERIVED_FROM {relation: "finetune"}]->(old)
CREATE (made)-[:DERIVED_FROM {relation: "finetune"}]->(middle)
CREATE (tiny:Model {id: "f/tiny", status: "present", created_at: datetime("2024-01-01")})
CREATE (again:Model {id: "g/tiny", status: "present", created_at: datetime("2024-01-02")})
FOREACH (one IN [old, tuned, made] | CREATE (one)-[:HAS_FINGERPRINT {components: ["model"]}]->(print))
FOREACH (one IN [tiny, again] | CREATE (one)-[:HAS_FINGERPRINT {components: ["model"]}]->(small))
"""


def test_bases_are_guessed_from_fingerprints_and_names(connection: Connection) -> None:
    empty(connection)
    connection.execute(_UNDECLARED)
    done = {(one.fact, one.method): (one.made, one.accuracy) for one in impute(connection)}
    assert done["base", "fingerprint"] == (1, 1.0)
    assert done["base", "name"] == (1, 0.5)
    assert {one[:4] for one in guesses(connection) if one[1] == "base"} == {
        ("c/one-4bit", "base", "a/one", "name"),
        ("d/tuned", "base", "a/one", "fingerprint"),
    }
    figures = {(row["fact"], row["method"]): row for row in run(connection, "quality-imputation").rows}
    assert figures["base", "name"]["known"] == 4
    assert figures["base", "name"]["guessed"] == 2


def test_a_question_takes_guesses_for_facts_for_one_answer(
    graph: Connection, command: Callable[..., CompletedProcess[str]]
) -> None:
    question = "query", "lineage-children", "--model-ids", "base", "--format", "csv", "--columns", "model,relation"
    assert "there are no guesses" in command(*question, "--guesses").stderr
    impute(graph)
    before = graph.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r")
    plain, supposed = command(*question), command(*question, "--guesses")
    assert "open,undeclared" in plain.stdout
    assert "open,adapter" in supposed.stdout
    text = (
        'MATCH (m:Model {id: "open"})-[:DECLARES]->(l:License) '
        "RETURN m.license_id AS id, m.task AS task, l.id AS license"
    )
    assert run_own(graph, text).rows == []
    assert run_own(graph, text, guesses=True).rows == [{"id": "mit", "task": "fill-mask", "license": "mit"}]
    assert graph.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r") == before
    assert run_own(graph, text).rows == []
