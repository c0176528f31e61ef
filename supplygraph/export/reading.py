"""Reads the graph, or a part of it, table by table in a fixed order, as a stream."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from time import monotonic
from typing import Any

from neo4j.time import DateTime

from supplygraph.enrich.freshness import LOCK
from supplygraph.errors import InputError
from supplygraph.export.selection import LABELS, Part, as_part
from supplygraph.queries.frames import native
from supplygraph.schema.nodes import Load
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, EdgeTable, NodeTable, Table
from supplygraph.store.connection import Connection
from supplygraph.store.statements import read_nodes, read_relationships

_LOG = logging.getLogger(__name__)

#: What a `Load` says of whoever writes it at the moment.
_OF_THE_MOMENT = ("alive", "process")
_PYTHON: dict[str, tuple[type, ...]] = {
    "STRING": (str,),
    "INTEGER": (int,),
    "FLOAT": (float, int),
    "BOOLEAN": (bool,),
    "ZONED DATETIME": (DateTime,),
    "LIST<STRING>": (list,),
    "LIST<INTEGER>": (list,),
    "LIST<FLOAT>": (list,),
}
_LABELS = "MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes"
# A node may bear labels of the user's beside its own, in any order.
_PAIRS = """
MATCH (a)-[r]->(b)
RETURN type(r) AS type, [one IN labels(a) WHERE one IN $known][0] AS start,
  [one IN labels(b) WHERE one IN $known][0] AS end, count(*) AS relationships
"""
#: Labels and types of at most so many rows are read together: a statement that runs for the first time takes longer.
SMALL = 2_000
_SMALL_NODES = """
MATCH (n)
WITH n, [one IN labels(n) WHERE one IN $names][0] AS label
WHERE label IS NOT NULL
RETURN label, properties(n) AS properties
"""
_SMALL_EDGES = """
MATCH (a)-[r]->(b) WHERE type(r) IN $names
RETURN [one IN labels(a) WHERE one IN $known][0] AS start, coalesce(a.id, a.code, a.name) AS a, type(r) AS type,
  [one IN labels(b) WHERE one IN $known][0] AS end, coalesce(b.id, b.code, b.name) AS b, properties(r) AS properties
"""


@dataclass(frozen=True)
class NodeRow:
    """One node: its key, and its properties without nulls, dates as Python's own."""

    key: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class EdgeRow:
    """One relationship: the keys of its ends, and its properties."""

    start: str
    end: str
    properties: dict[str, Any]


Row = NodeRow | EdgeRow


@dataclass
class Reader:
    """Reads what is to be exported.

    Attributes:
        connection: The graph.
        part: What is wanted of it; None for the whole.
        machinery: Whether what only serves the machinery of the graph is read, too.
        left_out: What the graph holds and its declarations do not have, with how often; filled while reading.
        on_rows: Told after each table how many rows have been read.
    """

    connection: Connection
    part: Part | None = None
    machinery: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    on_rows: Callable[[int], None] = lambda rows: None
    _small: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[Table, Iterator[Row]]]:
        """Each table that has rows, and its rows; nodes come before relationships. Each is to be read to its end."""
        done, clock = 0, monotonic()
        for table in self._present():
            rows = self._rows(table)
            started = monotonic()
            yield table, rows
            done += self._count
            _LOG.debug("%s: %d rows exported in %.2f s", table.place, self._count, monotonic() - started)
            self.on_rows(done)
        _LOG.info("%d nodes and relationships exported in %.2f s", done, monotonic() - clock)

    def _present(self) -> list[Table]:
        if self.part is not None:
            found: list[Table] = [*self.part.nodes, *self.part.edges]
        else:
            found = self._of_the_whole()
        return [table for table in found if self.machinery or not table.machinery]

    def _of_the_whole(self) -> list[Table]:
        nodes, edges = Counter[str](), Counter[tuple[str, str, str]]()
        for row in self.connection.read(_LABELS):
            known = [label for label in row["labels"] if label in LABELS]
            nodes[known[0] if known else ":".join(sorted(row["labels"])) or "no label"] += row["nodes"]
            for label in row["labels"] if known else ():
                if label != known[0]:
                    self.left_out[f"further label {label}"] += row["nodes"]
        for row in self.connection.read(_PAIRS, {"known": LABELS}):
            edges[row["type"], row["start"] or "", row["end"] or ""] += row["relationships"]
        self._small = self._read_small(nodes, edges)
        found: list[Table] = [one for one in NODE_TABLES if nodes.pop(one.name, 0)]
        found += [one for one in EDGE_TABLES if edges.pop((one.name, one.start.label, one.end.label), 0)]
        for label, count in nodes.items():
            self.left_out[f"nodes with {label}"] += count
        for (kind, start, end), count in edges.items():
            self.left_out[f"relationships ({start})-[{kind}]->({end})"] += count
        return found

    def _read_small(
        self, nodes: Counter[str], edges: Counter[tuple[str, str, str]]
    ) -> dict[Table, list[dict[str, Any]]]:
        types = Counter[str]()
        for (kind, _, _), count in edges.items():
            types[kind] += count
        labels = [label for label, count in nodes.items() if count <= SMALL]
        kinds = [kind for kind, count in types.items() if count <= SMALL]
        part = as_part(
            self.connection.stream(_SMALL_NODES, {"names": labels}),
            self.connection.stream(_SMALL_EDGES, {"names": kinds, "known": LABELS}),
        )
        return dict(chain(part.nodes.items(), part.edges.items()))

    def _raw(self, table: Table, query: str) -> Iterable[dict[str, Any]]:
        if self.part is not None:
            return self.part.nodes[table] if isinstance(table, NodeTable) else self.part.edges[table]
        return self._small[table] if table in self._small else self.connection.stream(query)

    def _rows(self, table: Table) -> Iterator[Row]:
        self._count = 0
        for row in self._nodes(table) if isinstance(table, NodeTable) else self._edges(table):
            self._count += 1
            yield row

    def _nodes(self, table: NodeTable) -> Iterator[NodeRow]:
        types = self._types(table)
        for row in self._raw(table, read_nodes(table.node)):
            if table.node is Load and row["key"] == LOCK:
                continue
            properties = self._stated(table, types, row["properties"], row["key"])
            yield NodeRow(row["key"], properties)

    def _edges(self, table: EdgeTable) -> Iterator[EdgeRow]:
        types = self._types(table)
        for row in self._raw(table, read_relationships(table.relationship, table.start, table.end)):
            where = f"{row['start']} to {row['end']}"
            yield EdgeRow(row["start"], row["end"], self._stated(table, types, row["properties"], where))

    def _types(self, table: Table) -> dict[str, str | None]:
        """The type of each property; None for one that is not wanted."""
        types: dict[str, str | None] = {
            one.name: one.type if self.machinery or not one.working else None for one in table.properties
        }
        if isinstance(table, NodeTable):
            types[table.node.key] = None
            if table.node is Load:
                types |= dict.fromkeys(_OF_THE_MOMENT)
        return types

    def _stated(
        self, table: Table, types: dict[str, str | None], properties: dict[str, Any], where: str
    ) -> dict[str, Any]:
        found = {}
        for name, value in properties.items():
            if name not in types:
                self.left_out[f"property {table.name}.{name}"] += 1
                continue
            kind = types[name]
            if kind is None:
                continue
            if not isinstance(value, _PYTHON[kind]) or (isinstance(value, bool) and kind != "BOOLEAN"):
                raise InputError(
                    f"{name} of the {table.name} {where} is {value!r:.60}, and not {kind}",
                    "set it to a value of that type, or remove it, with Neo4j's own tools",
                )
            found[name] = native(value) if kind == "ZONED DATETIME" else value
        return found
