"""Turns the rows of a query into a graph of networkx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from neo4j.graph import Entity, Node, Path, Relationship

from supplygraph.errors import QueryError, SupplygraphError
from supplygraph.queries.frames import native
from supplygraph.queries.plain import node_name, plain, shown

if TYPE_CHECKING:
    import networkx

Rows = list[dict[str, Any]]


def empty_network() -> networkx.MultiDiGraph:
    """A graph without nodes.

    Raises:
        SupplygraphError: networkx is not installed.
    """
    try:
        import networkx
    except ImportError:
        raise SupplygraphError("networkx is not installed", "pip install 'supplygraph[networkx]'") from None
    return networkx.MultiDiGraph()


def of_elements(rows: Rows) -> networkx.MultiDiGraph:
    """The nodes and relationships in the rows, alone, in paths, in lists or in maps; each once.

    A node is named by its key (`id`, `name` or `code`), or `Label:key` where another node of the rows has the same.

    Raises:
        QueryError: there are none, or a relationship's nodes are not in the rows.
        SupplygraphError: networkx is not installed.
    """
    network = empty_network()
    nodes: dict[str, Node] = {}
    relationships: dict[str, Relationship] = {}
    for row in rows:
        for element in _elements(row):
            if isinstance(element, Node):
                nodes[element.element_id] = element
            elif isinstance(element, Relationship):
                relationships[element.element_id] = element
    if rows and not nodes:
        raise QueryError(
            "the rows hold relationships without their nodes" if relationships else "the rows hold no nodes",
            "return paths (MATCH p = … RETURN p), or nodes beside relationships, or name two columns that hold ids",
        )
    names = _names(nodes)
    for identity, node in nodes.items():
        network.add_node(names[identity])
        network.nodes[names[identity]].update(_attributes(node), label=":".join(sorted(node.labels)))
    for relationship in relationships.values():
        ends = [names.get(end.element_id) if end is not None else None for end in relationship.nodes]
        if None in ends:
            raise QueryError(
                f"the rows hold a {relationship.type} without its nodes", "return the path, or both nodes beside it"
            )
        _join(network, ends[0], ends[1], relationship.type, _attributes(relationship))
    return network


def of_columns(rows: Rows, start: str, end: str) -> networkx.MultiDiGraph:
    """One edge a row between what two columns hold; the other columns are its attributes.

    A row where one of the two is null gives a node without an edge.

    Raises:
        SupplygraphError: networkx is not installed.
    """
    network = empty_network()
    for row in rows:
        ends = [plain(row[start]), plain(row[end])]
        network.add_nodes_from(one for one in ends if one is not None)
        if None not in ends:
            key = network.add_edge(*ends)
            others = {name: value for name, value in row.items() if name not in (start, end)}
            network.edges[(*ends, key)].update(_attributes(others))
    return network


def _join(network: networkx.MultiDiGraph, start: Any, end: Any, kind: str, attributes: dict[str, Any]) -> None:
    number = sum(1 for key in network.get_edge_data(start, end, default={}) if key.split(" ")[0] == kind)
    key = f"{kind} {number + 1}" if number else kind
    network.add_edge(start, end, key=key)
    network.edges[start, end, key].update(attributes, type=kind)


def _elements(value: Any) -> Iterator[Entity]:
    match value:
        case Path():
            yield from value.nodes
            yield from value.relationships
        case Node() | Relationship():
            yield value
        case dict():
            for item in value.values():
                yield from _elements(item)
        case list() | tuple():
            for item in value:
                yield from _elements(item)


def _names(nodes: dict[str, Node]) -> dict[str, str]:
    plain_names = {identity: node_name(node) for identity, node in nodes.items()}
    often = Counter(plain_names.values())
    return {
        identity: name if often[name] == 1 else f"{':'.join(sorted(nodes[identity].labels))}:{name}"
        for identity, name in plain_names.items()
    }


def _attributes(element: Entity | dict[str, Any]) -> dict[str, Any]:
    stated = element if isinstance(element, dict) else shown(element)
    return {name: plain(value) if isinstance(value, list | dict) else native(value) for name, value in stated.items()}
