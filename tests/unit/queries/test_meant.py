"""Own Cypher that Neo4j accepts and answers with nothing is pointed out, and what is right never is."""

import re
from pathlib import Path

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.meant import meant, remarks


def said(statement: str) -> list[str]:
    return [text for _, text in remarks(statement)]


@pytest.mark.parametrize(
    ("statement", "remark"),
    [
        ("MATCH (m:Model) RETURN m.stars AS x", "no Model has a property stars; Repository has one"),
        ("MATCH (r:Repository) WHERE r.star > 1 RETURN r.downloads AS x", "no Repository has a property downloads; "),
        ("MATCH (r:Repository {downloads: 1}) RETURN r", "no Repository has a property downloads; "),
        ("MATCH (:Model)-[r:TRAINED_ON]->() RETURN r.relation AS x", "no TRAINED_ON has a property relation; "),
        (
            "MATCH (m:Model) WHERE m.status = 'presnt' RETURN m",
            "status of Model is never 'presnt'; did you mean present?",
        ),
        (
            "MATCH (m:Model) WHERE NOT m.status IN ['stub', 'x'] RETURN m",
            "Model is never 'x'; it is one of p",
        ),
        (
            "MATCH ()-[:DERIVED_FROM {relation: 'fine-tune'}]->() RETURN 1",
            "of DERIVED_FROM is never 'fine-tune'",
        ),
        ("MATCH ()-[r:DERIVED_FROM]->() WHERE 'Merge' = r.relation RETURN 1", "did you mean merge?"),
        ("MATCH ((:Model)-[r:DERIVED_FROM WHERE r.relation = 'lora']->(:Model)){1,3} RETURN 1", "never 'lora'"),
        (
            "MATCH (d:Dataset)-[:TRAINED_ON]->(m:Model) RETURN m",
            "Dataset to Model; it leads the other way",
        ),
        (
            "MATCH (m:Model) MATCH (m)<-[:TRAINED_ON]-(d:Dataset) RETURN d",
            "Dataset to Model; it leads the other way",
        ),
        (
            "MATCH (m:Model)-[:TRAINED_ON]-(n:Model) RETURN n",
            "from Model to Model; it joins Model → Dataset",
        ),
        (
            "MATCH (m:Model) WHERE EXISTS { (m)-[:REUSES]->() } RETURN m",
            "no REUSES leads from Model; it leads the other",
        ),
    ],
)
def test_what_is_probably_not_meant_is_said(statement: str, remark: str) -> None:
    assert any(remark in text for text in said(statement)), said(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (m:Model)-[r:DERIVED_FROM {relation: 'finetune'}]->(b) WHERE m.downloads > b.downloads RETURN r.source",
        "MATCH (m:Model) WHERE m.pagerank > 0.1 RETURN m",
        "MATCH (m:Mine {stars: 1})-[:DERIVED_FROM]->(n) RETURN m.stars, n.anything",
        "MATCH (m:!Model) RETURN m.stars",
        "MATCH (m:Model|Repository) RETURN m.stars, m.downloads",
        "MATCH (m:Model) WITH {stars: 1} AS m RETURN m.stars",
        "MATCH (m:Model) WITH collect(m) AS all RETURN [m IN [{stars: 1}] | m.stars] AS x",
        "MATCH (m:Model)-[:DERIVED_FROM*1..3]-(r:Repository) RETURN m",
        "MATCH (m:Model)--(n:License)-->(t), (t)<--(r) RETURN m.id",
        "MATCH (m:Model) WHERE m.status = $status AND m.status <> m.hub RETURN '(d:Dataset)-[:TRAINED_ON]->(m:Model)'",
        "MATCH p = shortestPath((a:Model)-[:DERIVED_FROM*..5]->(b:Model)) RETURN p",
        "RETURN point({x: 1, y: 2}).x AS x",
        "MATCH",
        "MATCH (m:Model)-[",
        "MATCH (m:Model {id: ",
    ],
)
def test_what_may_be_right_is_left_alone(statement: str) -> None:
    assert said(statement) == []


def test_no_stored_query_is_pointed_out() -> None:
    assert {query.name: said(query.statement) for query in all_queries() if said(query.statement)} == {}


def test_no_step_of_the_derivation_is_pointed_out() -> None:
    steps = sorted((cypher_folder() / "derive").rglob("*.cypher"))
    assert steps
    said_of = {(path.name, text) for path in steps for one in _statements(path) for text in said(one)}
    assert said_of == set()


def _statements(path: Path) -> list[str]:
    return [one for one in re.split(r";\s*\n", path.read_text(encoding="utf-8")) if one.strip()]


def test_names_of_the_hub_are_known() -> None:
    assert meant("pipeline_tag", ["task", "tags"]) == "task"
    assert meant("lastModified", ["last_modified", "likes"]) == "last_modified"
    assert meant("xyz", ["task"]) is None
