"""Chooses a part of the graph: the neighbourhood of an artifact, or what the rows of a question hold or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from neo4j.graph import Entity, Node, Path, Relationship

from supplygraph.errors import QueryError
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.parameters import assignment, from_text
from supplygraph.queries.run import ask, stored_question
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, EdgeTable, NodeTable
from supplygraph.store.connection import Connection
from supplygraph.store.find import find_artifact

#: Ids of one read.
_PAGE = 5_000
#: Labels that are declared.
LABELS = [one.name for one in NODE_TABLES]
#: What an artifact's neighbourhood grows along, in both directions; words such as tasks and languages join everything.
_STEP = """
UNWIND $ids AS id
MATCH (a) WHERE elementId(a) = id
MATCH (a)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES|USES|HAS_CODE|SUCCEEDED_BY]-(b)
RETURN DISTINCT elementId(b) AS id
"""
_WORDS = """
UNWIND $ids AS id
MATCH (a) WHERE elementId(a) = id
MATCH (a)-->(b)
WHERE NOT b:Model AND NOT b:Dataset AND NOT b:Repository AND NOT b:Space AND NOT b:_Facts
RETURN DISTINCT elementId(b) AS id
"""
_NAMED = """
UNWIND $names AS name
OPTIONAL MATCH (m:Model {id: name})
OPTIONAL MATCH (d:Dataset {id: name})
OPTIONAL MATCH (s:Space {id: name})
OPTIONAL MATCH (r:Repository {id: name})
OPTIONAL MATCH (l:License {id: name})
UNWIND [one IN [m, d, s, r, l] WHERE one IS NOT NULL] AS found
RETURN DISTINCT elementId(found) AS id
"""
_ONE = "MATCH (n:Model|Dataset|Repository {id: $id}) WHERE $label IN labels(n) RETURN elementId(n) AS id"
_NODES = """
MATCH (n) WHERE elementId(n) IN $ids
RETURN [one IN labels(n) WHERE one IN $known][0] AS label, properties(n) AS properties
"""
_EDGES = """
UNWIND $ids AS id
MATCH (a) WHERE elementId(a) = id
MATCH (a)-[r]->(b)
RETURN [one IN labels(a) WHERE one IN $known][0] AS start, coalesce(a.id, a.code, a.name) AS a, type(r) AS type,
  [one IN labels(b) WHERE one IN $known][0] AS end, coalesce(b.id, b.code, b.name) AS b, properties(r) AS properties,
  elementId(b) AS other
"""


@dataclass(frozen=True)
class Part:
    """A part of the graph: its nodes and all relationships between them, by table, in the order of a whole export."""

    nodes: Mapping[NodeTable, list[dict[str, Any]]]
    edges: Mapping[EdgeTable, list[dict[str, Any]]]


def around(connection: Connection, artifact: str, hops: int) -> Part:
    """Artifacts within so many steps of lineage, training and use, either way, and what they directly name.

    Raises:
        InputError: the graph does not have the artifact.
        ServerError: the server cannot be used.
    """
    start = find_artifact(connection, artifact)
    found = set(_ids(connection, _ONE, id=start.id, label=start.label))
    new = found
    for _ in range(hops):
        new = {one for page in _pages(new) for one in _ids(connection, _STEP, ids=page)} - found
        found |= new
    found |= {one for page in _pages(found) for one in _ids(connection, _WORDS, ids=page)}
    return _part(connection, found)


def of_question(connection: Connection, name: str, assignments: Iterable[str]) -> Part:
    """What a stored question gives: nodes of its paths, and artifacts and licences whose ids stand in its rows.

    Args:
        connection: The graph.
        name: Name of the question.
        assignments: Its parameters, `NAME=VALUE` each.

    Raises:
        QueryError: no such question or parameter, or its rows name nothing that the graph has.
        InputError: the graph does not have an artifact that a parameter names.
        ServerError: the server cannot be used.
    """
    query = find_query(name)
    declared = {parameter.name: parameter for parameter in query.parameters}
    given: dict[str, Any] = {}
    for key, text in map(assignment, assignments):
        given[key] = from_text(declared[key], text) if key in declared else text
    names: set[str] = set()
    found: set[str] = set()
    for row in ask(connection, stored_question(query, given)).rows:
        for value in _values(row):
            if isinstance(value, str):
                names.add(value)
            else:
                found.add(value.element_id)
    found |= {one for page in _pages(names) for one in _ids(connection, _NAMED, names=page)}
    if not found:
        raise QueryError(f"the rows of {name} name no artifact of the graph", f"look at them: supplygraph query {name}")
    return _part(connection, found)


def _values(value: Any) -> Iterator[Node | str]:
    match value:
        case Path():
            yield from value.nodes
        case Relationship():
            yield from (node for node in value.nodes if node is not None)
        case Node() | str():
            yield value
        case Mapping() if not isinstance(value, Entity):
            for item in value.values():
                yield from _values(item)
        case list() | tuple():
            for item in value:
                yield from _values(item)


def _ids(connection: Connection, statement: str, **parameters: Any) -> list[str]:
    return [row["id"] for row in connection.read(statement, parameters)]


def _pages(ids: Iterable[str]) -> Iterator[list[str]]:
    whole = sorted(ids)
    for start in range(0, len(whole), _PAGE):
        yield whole[start : start + _PAGE]


def _part(connection: Connection, ids: set[str]) -> Part:
    def rows(query: str) -> Iterator[dict[str, Any]]:
        for page in _pages(ids):
            yield from connection.read(query, {"ids": page, "known": LABELS})

    nodes, edges = rows(_NODES), (row for row in rows(_EDGES) if row["other"] in ids)
    return as_part(nodes, edges)


def as_part(nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]]) -> Part:
    """Rows of nodes and relationships of any kind by table, in the order of a whole export; others are left out.

    Args:
        nodes: `label` and `properties` of each.
        edges: `type`, `start` and `end` (labels), `a` and `b` (keys of the ends) and `properties` of each.
    """
    labels = {one.name: one for one in NODE_TABLES}
    types = {(one.name, one.start.label, one.end.label): one for one in EDGE_TABLES}
    of_nodes: dict[NodeTable, list[dict[str, Any]]] = {}
    of_edges: dict[EdgeTable, list[dict[str, Any]]] = {}
    for row in nodes:
        if (table := labels.get(row["label"])) is not None:
            found = {"key": row["properties"][table.node.key], "properties": row["properties"]}
            of_nodes.setdefault(table, []).append(found)
    for row in edges:
        if (joined := types.get((row["type"], row["start"], row["end"]))) is not None:
            found = {"start": row["a"], "end": row["b"], "properties": row["properties"]}
            of_edges.setdefault(joined, []).append(found)
    for rows in of_nodes.values():
        rows.sort(key=lambda row: row["key"])
    for kind, rows in of_edges.items():
        keys = kind.relationship.keyed_by
        rows.sort(key=lambda row: (row["start"], row["end"], [_sortable(row["properties"].get(key)) for key in keys]))
    # The order of the declarations, whatever came first.
    return Part(
        {table: of_nodes[table] for table in NODE_TABLES if table in of_nodes},
        {table: of_edges[table] for table in EDGE_TABLES if table in of_edges},
    )


def _sortable(value: Any) -> tuple[bool, Any]:
    """Null comes last, as in the server's order."""
    return value is None, value
