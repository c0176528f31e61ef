"""The derived lineage properties equal an independent computation, whatever the graph looks like."""

import random
from collections import defaultdict

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import QueryError
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import Step, read_steps, run_steps

pytestmark = pytest.mark.integration
Edges = set[tuple[str, str]]
Derived = dict[str, tuple[str, int | None, int]]


def make(connection: Connection, edges: Edges, label: str = "Model") -> None:
    ids = sorted({node for edge in edges for node in edge})
    connection.execute(f"UNWIND $ids AS id MERGE (:{label} {{id: id}})", {"ids": ids})
    connection.execute(
        f"UNWIND $edges AS edge MATCH (c:{label} {{id: edge[0]}}) MATCH (b:{label} {{id: edge[1]}}) "
        "MERGE (c)-[:DERIVED_FROM]->(b)",
        {"edges": [list(edge) for edge in sorted(edges)]},
    )


def expected(edges: Edges) -> Derived:
    """Component, depth and descendants in plain Python: breadth-first search and peeling."""
    up, down, around = defaultdict(set), defaultdict(set), defaultdict(set)
    for child, base in edges:
        up[child].add(base)
        down[base].add(child)
        around[child].add(base)
        around[base].add(child)

    def reach(start: str, step: dict[str, set[str]]) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            for node in step[todo.pop()] - seen:
                seen.add(node)
                todo.append(node)
        return seen

    depths: dict[str, int] = {}
    waiting = {node: set(up[node]) for node in around}
    ready = [node for node in around if not up[node]]
    depths.update(dict.fromkeys(ready, 0))
    while ready:
        base = ready.pop()
        for child in down[base]:
            waiting[child].discard(base)
            if not waiting[child]:
                depths[child] = 1 + max(depths[parent] for parent in up[child])
                ready.append(child)
    return {node: (min(reach(node, around)), depths.get(node), len(reach(node, down)) - 1) for node in around}


def found(connection: Connection, label: str = "Model") -> Derived:
    rows = connection.read(
        f"MATCH (n:{label}) WHERE n.lineage_component IS NOT NULL OR n.lineage_depth IS NOT NULL "
        "OR n.lineage_descendants IS NOT NULL "
        "RETURN n.id AS id, n.lineage_component AS component, n.lineage_depth AS depth, n.lineage_descendants AS below"
    )
    return {row["id"]: (row["component"], row["depth"], row["below"]) for row in rows}


def run(connection: Connection) -> None:
    run_steps(connection, read_steps(cypher_folder() / "derive" / "lineage.cypher"))


GRAPHS: dict[str, Edges] = {
    "chain": {(f"m{n + 1:02}", f"m{n:02}") for n in range(40)},
    "star": {(f"leaf{n}", "hub") for n in range(300)},
    "diamond ladder with 2^20 paths": {
        edge
        for n in range(20)
        for edge in ((f"l{n}", f"t{n}"), (f"r{n}", f"t{n}"), (f"t{n + 1}", f"l{n}"), (f"t{n + 1}", f"r{n}"))
    },
    "cycle": {("a", "b"), ("b", "c"), ("c", "a")},
    "two models that name each other, with a child and a root": {("a", "b"), ("b", "a"), ("c", "a"), ("a", "root")},
    "self loop": {("a", "a"), ("b", "a")},
    "two cycles in a row": {("a", "b"), ("b", "a"), ("c", "a"), ("c", "d"), ("d", "c"), ("e", "d")},
    "long and short way to the same root": {("d", "c"), ("c", "b"), ("b", "a"), ("d", "a")},
}


@pytest.mark.parametrize("name", GRAPHS)
def test_shape(empty_graph: Connection, name: str) -> None:
    make(empty_graph, GRAPHS[name])
    run(empty_graph)
    assert found(empty_graph) == expected(GRAPHS[name])


@pytest.mark.parametrize("seed", range(6))
def test_random_graphs_with_merges_and_cycles(empty_graph: Connection, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"m{n}" for n in range(60)]
    edges = {(chance.choice(names), chance.choice(names)) for _ in range(chance.choice((30, 60, 90)))}
    make(empty_graph, edges)
    run(empty_graph)
    assert found(empty_graph) == expected(edges)


def test_datasets_are_derived_apart_from_models_of_the_same_id(empty_graph: Connection) -> None:
    make(empty_graph, {("x", "y"), ("z", "y")})
    make(empty_graph, {("y", "x")}, "Dataset")
    run(empty_graph)
    assert found(empty_graph) == expected({("x", "y"), ("z", "y")})
    assert found(empty_graph, "Dataset") == expected({("y", "x")})


def test_after_a_change_only_the_present_edges_count(empty_graph: Connection) -> None:
    edges = {("b", "a"), ("c", "b"), ("d", "c"), ("x", "y")}
    make(empty_graph, edges)
    run(empty_graph)
    empty_graph.execute("MATCH (:Model {id: 'c'})-[r:DERIVED_FROM]->() DELETE r")
    empty_graph.execute("MATCH (:Model {id: 'x'})-[r:DERIVED_FROM]->() DELETE r")
    run(empty_graph)
    assert found(empty_graph) == expected({("b", "a"), ("d", "c")})


def test_running_again_changes_nothing_and_leaves_no_working_values(empty_graph: Connection) -> None:
    make(empty_graph, GRAPHS["two cycles in a row"] | GRAPHS["chain"])
    run(empty_graph)
    before = found(empty_graph)
    run(empty_graph)
    assert found(empty_graph) == before
    keys = empty_graph.read("MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key ORDER BY key")
    assert not [row for row in keys if row["key"].startswith("_derive_")]


def test_a_run_that_was_cut_off_does_not_spoil_the_next(empty_graph: Connection) -> None:
    make(empty_graph, GRAPHS["chain"])
    empty_graph.execute(
        "MATCH (n:Model) WHERE n.id < 'm20' SET n._derive_component = 'wrong', n._derive_ancestors = ['wrong'], "
        "n._derive_depth = 99, n._derive_changed = 0, n._derive_pending = 5"
    )
    run(empty_graph)
    assert found(empty_graph) == expected(GRAPHS["chain"])


def test_a_step_that_never_ends_is_reported(empty_graph: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supplygraph.store.derivation.MAX_PASSES", 30)
    with pytest.raises(QueryError, match="still changes something"):
        run_steps(empty_graph, [Step("for ever", "RETURN 1 AS changed", repeat=True)])
