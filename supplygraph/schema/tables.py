"""The graph as tables: one for each label, one for each relationship type and pair of labels, from the declarations."""

from collections.abc import Iterator
from dataclasses import dataclass

from supplygraph.schema.declaration import PROVENANCE, SEEN, Node, Property, Relationship, declared_properties
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

#: The column that holds the key of a node, whatever property its label is keyed by.
KEY = "id"
#: Columns of a relationship that say what it joins.
ENDS = ("src", "dst", "src_label", "dst_label")


@dataclass(frozen=True)
class NodeTable:
    """All nodes of one label, one row each, in the order of their keys."""

    node: type[Node]

    @property
    def name(self) -> str:
        """The label."""
        return self.node.label

    @property
    def place(self) -> str:
        """Where its file is, without an ending."""
        return f"nodes/{self.node.label}"

    @property
    def machinery(self) -> bool:
        """Whether its rows only serve the machinery of the graph."""
        return self.node.machinery

    @property
    def properties(self) -> tuple[Property, ...]:
        """The properties of a row beside its key."""
        found = (one for one in declared_properties(self.node) if one.name != self.node.key)
        return (*found, *SEEN)


@dataclass(frozen=True)
class EdgeTable:
    """All relationships of one type between two labels, one row each, in the order of their ends."""

    relationship: type[Relationship]
    start: type[Node]
    end: type[Node]

    @property
    def name(self) -> str:
        """The relationship type."""
        return self.relationship.type_name

    @property
    def place(self) -> str:
        """Where its file is, without an ending; the files of one type share a folder, which reads as one table."""
        return f"relationships/{self.name}/{self.start.label}.{self.end.label}"

    @property
    def machinery(self) -> bool:
        """Whether its rows only serve the machinery of the graph."""
        return self.start.machinery or self.end.machinery

    @property
    def properties(self) -> tuple[Property, ...]:
        """The properties of a row beside its ends."""
        return (*declared_properties(self.relationship), *PROVENANCE)


Table = NodeTable | EdgeTable

NODE_TABLES: tuple[NodeTable, ...] = tuple(map(NodeTable, NODES))
EDGE_TABLES: tuple[EdgeTable, ...] = tuple(
    EdgeTable(relationship, start, end) for relationship in RELATIONSHIPS for start, end in relationship.ends
)


def all_tables() -> Iterator[Table]:
    """Every table that a graph may have: nodes first, then relationships."""
    yield from NODE_TABLES
    yield from EDGE_TABLES
