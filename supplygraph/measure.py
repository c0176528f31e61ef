"""Works out PageRank, betweenness and communities of the supply chain, and keeps them as properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

import neo4j

from supplygraph.errors import InputError
from supplygraph.extras import needed
from supplygraph.store.connection import Connection, statement

#: From so many artifacts ways are followed for betweenness; from all of them where there are no more.
PIVOTS = 200
#: Artifacts of one transaction.
BATCH = 10_000

_EDGES = """
MATCH (a:Model|Dataset)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]->(b:Model|Dataset)
RETURN DISTINCT CASE WHEN a:Model THEN 'Model' ELSE 'Dataset' END AS start_label, a.id AS start,
  CASE WHEN b:Model THEN 'Model' ELSE 'Dataset' END AS end_label, b.id AS end
ORDER BY start_label, start, end_label, end
"""
_WRITE = {
    "Model": "UNWIND $rows AS row MATCH (n:Model {id: row.id}) SET n += row.measures",
    "Dataset": "UNWIND $rows AS row MATCH (n:Dataset {id: row.id}) SET n += row.measures",
}
_FORGET = """
MATCH (n:Model|Dataset)
WHERE n.pagerank IS NOT NULL AND NOT EXISTS { (n)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-() }
REMOVE n.pagerank, n.betweenness, n.community
"""


@dataclass(frozen=True)
class Measured:
    """What was worked out.

    Attributes:
        artifacts: Models and datasets that have measures now.
        edges: Pairs of them that are joined.
        communities: Communities among them.
        exact: Whether betweenness follows the ways from all of them.
        seconds: Wall time.
    """

    artifacts: int
    edges: int
    communities: int
    exact: bool
    seconds: float


def measure(
    connection: Connection, pivots: int = PIVOTS, seed: int = 1, say: Callable[[str], None] = lambda step: None
) -> Measured:
    """Measures models and datasets that are joined by derivation, training or generation, and keeps the measures.

    The graph is held in memory meanwhile. The same graph, pivots and seed give the same measures.

    Args:
        connection: The graph.
        pivots: From so many artifacts ways are followed for betweenness.
        seed: What communities and pivots are drawn with.
        say: Told each step.

    Raises:
        InputError: nothing is joined.
        SupplygraphError: networkx or scipy is not installed.
        ServerError: the server cannot be used.
    """
    with needed("measure"):
        import networkx
        import scipy  # type: ignore[import-untyped]  # noqa: F401
    clock = monotonic()
    say("reading the supply chain")
    numbers: dict[tuple[str, str], int] = {}
    network = networkx.DiGraph()
    for row in connection.stream(_EDGES):
        ends = ((row["start_label"], row["start"]), (row["end_label"], row["end"]))
        network.add_edge(*(numbers.setdefault(end, len(numbers)) for end in ends))
    if not numbers:
        raise InputError("no artifact of the graph is made from or trained on another", "load some first")
    say("PageRank")
    pagerank = networkx.pagerank(network)
    say("communities")
    communities = networkx.community.louvain_communities(network.to_undirected(), seed=seed)
    say("betweenness")
    exact = pivots >= len(numbers)
    between = networkx.betweenness_centrality(network, k=None if exact else pivots, seed=seed)
    names = list(numbers)
    community: dict[int, str] = {}
    for members in communities:
        leader = min(members, key=lambda one: (-pagerank[one], names[one]))
        community |= dict.fromkeys(members, names[leader][1])
    say("writing")
    rows = (
        (
            label,
            {"id": id_, "measures": {"pagerank": pagerank[at], "betweenness": between[at], "community": community[at]}},
        )
        for (label, id_), at in numbers.items()
    )
    _write(connection, rows)
    return Measured(len(numbers), network.number_of_edges(), len(communities), exact, monotonic() - clock)


def _write(connection: Connection, rows: Iterator[tuple[str, dict[str, Any]]]) -> None:
    waiting: dict[str, list[dict[str, Any]]] = {label: [] for label in _WRITE}
    for label, row in rows:
        waiting[label].append(row)
        if len(waiting[label]) == BATCH:
            _send(connection, label, waiting[label])
            waiting[label] = []
    for label, left in waiting.items():
        if left:
            _send(connection, label, left)
    connection.execute(_FORGET)


def _send(connection: Connection, label: str, rows: list[dict[str, Any]]) -> None:
    def work(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run(statement(_WRITE[label]), {"rows": rows}).consume()

    connection.write(work)
