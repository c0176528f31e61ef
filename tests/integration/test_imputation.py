"""Guesses are made where nothing is stated, by the method that is most often right, and can be taken back."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from supplygraph.imputation import forget, impute
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection
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
