"""Keeps what a source states on disk, in parts of which each fits into memory, until all of it is there."""

import heapq
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from supplygraph.ids.reading import fold
from supplygraph.schema.declaration import Described, Element, Node, Ref, Relationship
from supplygraph.schema.nodes import NODES, Model
from supplygraph.schema.relationships import AliasOf, DerivedFrom
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, Table
from supplygraph.store.rows import Row, properties

#: Parts of a load; what is held in memory is one of them for each process.
PARTS = 64
#: Ends known to be staged are not staged again; more than so many are forgotten.
REMEMBERED = 200_000
_BUFFER = 2**17

_NODE_NUMBERS = {node: number for number, node in enumerate(NODES)}
_EDGE_NUMBERS = {(table.relationship, table.start, table.end): number for number, table in enumerate(EDGE_TABLES)}


@dataclass
class Chunk:
    """What some records say that belongs to one part.

    Attributes:
        nodes: Number of the table, key and properties of each described node.
        edges: Number of the table, ends, properties and lists by source of each relationship.
        ends: Number of the table and key of each node that a relationship names.
        below: Ends of each derivation of a model, and its relation, where the part is that of the base.
    """

    nodes: list[tuple[int, str, Row]] = field(default_factory=list)
    edges: list[tuple[int, str, str, Row, Row]] = field(default_factory=list)
    ends: list[tuple[int, str]] = field(default_factory=list)
    below: list[tuple[str, str, str | None]] = field(default_factory=list)


@dataclass
class Staged:
    """What one process has put on disk.

    Attributes:
        folder: Where it is.
        columns: The properties that each table has a value of.
        self_references: Relationships of artifacts to themselves, which are left out.
        other_ids: Old ids of artifacts, in small letters.
    """

    folder: Path
    columns: dict[Table, set[str]] = field(default_factory=lambda: defaultdict(set))
    self_references: int = 0
    other_ids: set[str] = field(default_factory=set)


class Staging:
    """Takes elements in the order of their records; a context manager that makes its files and closes them.

    Args:
        folder: Where to put them; of this process alone.
    """

    def __init__(self, folder: Path = Path()) -> None:
        self.staged = Staged(folder)
        self._known: set[tuple[int, str]] = set()
        self._files: list[BinaryIO] = []

    def __enter__(self) -> "Staging":
        self.staged.folder.mkdir(parents=True)
        self._files = [(self.staged.folder / str(part)).open("wb", buffering=_BUFFER) for part in range(PARTS)]
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files:
            file.close()

    def add(self, number: int, elements: Iterable[Element]) -> None:
        """Puts the elements of some records on disk; those of a higher number were stated later."""
        for part, chunk in self.sorted(elements).items():
            pickle.dump((number, chunk.nodes, chunk.edges, chunk.ends, chunk.below), self._files[part], protocol=5)
        if len(self._known) > REMEMBERED:
            self._known.clear()

    def sorted(self, elements: Iterable[Element]) -> dict[int, Chunk]:
        """What elements say, by the parts that it belongs to."""
        chunks: dict[int, Chunk] = defaultdict(Chunk)
        for element in elements:
            if isinstance(element, Described):
                continue
            if isinstance(element, Node):
                self._add_node(chunks, element)
            else:
                self._add_relationship(chunks, element)
        return chunks

    def _add_node(self, chunks: dict[int, Chunk], node: Node) -> None:
        number, key = _NODE_NUMBERS[type(node)], node.key_value
        row = properties(node)
        del row[node.key]
        self.staged.columns[NODE_TABLES[number]].update(row)
        chunks[part_of(key)].nodes.append((number, key, row))

    def _add_relationship(self, chunks: dict[int, Chunk], relationship: Relationship) -> None:
        kind, start, end = type(relationship), relationship.start, relationship.end
        if start == end and start.node.has_status():
            self.staged.self_references += 1
            return
        number = _EDGE_NUMBERS.get((kind, start.node, end.node))
        if number is None:
            raise TypeError(f"{kind.type_name} joins no {start.node.label} to a {end.node.label}")
        row = properties(relationship)
        self.staged.columns[EDGE_TABLES[number]].update(row)
        by_source = {name: row.pop(name) for name in kind.by_source if name in row}
        chunks[part_of(start.key)].edges.append((number, start.key, end.key, row, by_source))
        if kind is DerivedFrom and end.node is Model:
            chunks[part_of(end.key)].below.append((start.key, end.key, row.get("relation")))
        self._add_end(chunks, start)
        self._add_end(chunks, end)
        if kind is AliasOf:
            self.staged.other_ids.add(fold(start.key))

    def _add_end(self, chunks: dict[int, Chunk], ref: Ref) -> None:
        end = _NODE_NUMBERS[ref.node], ref.key
        if end not in self._known:
            self._known.add(end)
            chunks[part_of(ref.key)].ends.append(end)


# What leads from an artifact comes one after the other.
@lru_cache(maxsize=4_096)
def part_of(key: str) -> int:
    """The part to which all nodes with that key in any letter case belong, and what leads from them."""
    return crc32(fold(key).encode()) % PARTS


def chunks_of(part: int, staged: Sequence[Staged]) -> Iterator[Chunk]:
    """What several processes have put into a part, in the order of the records."""
    streams = [_read(one.folder / str(part)) for one in staged]
    for _, chunk in heapq.merge(*streams, key=itemgetter(0)):
        yield chunk


def _read(path: Path) -> Iterator[tuple[int, Chunk]]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            # Written by this load, into a folder that only its user can write.
            number, *lists = pickle.load(file)  # noqa: S301
            yield number, Chunk(*lists)
