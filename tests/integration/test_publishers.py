"""Every artifact has a name and, where its id tells it, a publisher; what sources say of publishers counts first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.enrich.work import bring_up_to_date
from supplygraph.load import load
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import write_lines

pytestmark = pytest.mark.integration

NAMES = "MATCH (n:Model|Dataset|Space) RETURN n.id AS id, n.name AS name, n.author AS author ORDER BY id"
PUBLISHERS = (
    "MATCH (n)-[r:PUBLISHED_BY]->(p:Publisher) "
    "RETURN n.id AS id, p.name AS publisher, r.sources AS sources, r.source AS source ORDER BY id, publisher"
)


def put(graph: Connection, folder: Path, *records: dict[str, Any]) -> None:
    load(Records([write_lines(folder / "records.jsonl", list(records))]), lambda: graph)


def publishers(graph: Connection) -> list[tuple[str, str, list[str]]]:
    rows = graph.read(PUBLISHERS)
    assert all(row["source"] == row["sources"][-1] for row in rows)
    return [(row["id"], row["publisher"], row["sources"]) for row in rows]


def test_stubs_have_the_name_and_publisher_that_their_id_tells(known_graph: Connection, tmp_path: Path) -> None:
    base = ["lab/base", "plain", "zoo:maker/vision/net", "\u2603/\u2744"]
    put(
        known_graph,
        tmp_path,
        {"kind": "model", "id": "a/b", "derived_from": base, "trained_on": ["org/corpus", "wiki"]},
    )
    rows = {row["id"]: (row["name"], row["author"]) for row in known_graph.read(NAMES)}
    assert rows == {
        "a/b": ("b", "a"),
        "lab/base": ("base", "lab"),
        "org/corpus": ("corpus", "org"),
        "plain": ("plain", None),
        "wiki": ("wiki", None),
        "zoo:maker/vision/net": ("net", "maker"),
        "\u2603/\u2744": ("\u2744", None),
    }
    assert publishers(known_graph) == [
        ("a/b", "a", ["id"]),
        ("lab/base", "lab", ["id"]),
        ("org/corpus", "org", ["id"]),
        ("zoo:maker/vision/net", "maker", ["id"]),
    ]


def test_a_publisher_that_a_source_names_counts_first(known_graph: Connection, tmp_path: Path) -> None:
    put(known_graph, tmp_path, {"kind": "model", "id": "x/y", "derived_from": ["lab/base", "lab/other"]})
    put(
        known_graph,
        tmp_path,
        {"kind": "model", "id": "lab/base", "author": "The Lab"},
        {"kind": "model", "id": "lab/other", "author": "lab"},
        {"kind": "model", "id": "x/y", "publisher": "Y"},
    )
    assert publishers(known_graph) == [
        ("lab/base", "The Lab", ["records"]),
        ("lab/other", "lab", ["records"]),
        ("x/y", "Y", ["records"]),
    ]
    # `x` published nothing but `x/y`, so nobody is left who bears that name.
    rows = known_graph.read("MATCH (p:Publisher) RETURN p.name AS name ORDER BY name")
    assert [row["name"] for row in rows] == ["The Lab", "Y", "lab"]


def test_a_graph_made_before_gets_them_and_a_second_run_changes_nothing(known_graph: Connection) -> None:
    made = {"now": datetime.now(UTC)}
    known_graph.execute("CREATE (:Model {id: 'lab/base', status: 'stub', first_seen: $now})", made)
    bring_up_to_date(known_graph)
    first = known_graph.read("MATCH (n)-[r:PUBLISHED_BY]->(p) RETURN n.name AS name, p.name AS p, properties(r) AS r")
    assert [(row["name"], row["p"], row["r"]["first_seen"].to_native()) for row in first] == [
        ("base", "lab", made["now"])
    ]
    bring_up_to_date(known_graph)
    again = known_graph.read("MATCH (n)-[r:PUBLISHED_BY]->(p) RETURN n.name AS name, p.name AS p, properties(r) AS r")
    assert again == first


def test_an_artifact_that_an_old_id_named_keeps_its_own_publisher(known_graph: Connection, tmp_path: Path) -> None:
    put(known_graph, tmp_path, {"kind": "model", "id": "x/y", "derived_from": ["old/base", "new/base"]})
    put(known_graph, tmp_path, {"kind": "model", "id": "new/base", "aliases": ["old/base"], "likes": 1})
    assert publishers(known_graph) == [("new/base", "new", ["id"]), ("x/y", "x", ["id"])]
    assert not known_graph.read("MATCH (p:Publisher {name: 'old'}) RETURN p.name AS name")
