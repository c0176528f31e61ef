"""Works out all lineages at once in memory, as `cypher/derive/lineage.cypher` does in the graph, for a first load."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from supplygraph.schema.nodes import Dataset, Model
from supplygraph.store.connection import Connection, Row

#: Artifacts of one transaction.
BATCH = 20_000
#: The step that this stands for.
STEP = "lineage"
_WRITE = "UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.properties"
_EDGES = "MATCH (n:{label})-[:DERIVED_FROM]->(base:{label}) RETURN n.id AS lower, base.id AS upper"


class Lineage(NamedTuple):
    """The lineage of one artifact.

    Attributes:
        component: The smallest id among all that derivations connect with it.
        depth: How many steps the longest way up has; None on and below a cycle.
        ancestors: How many others it comes from.
        descendants: How many others come from it.
    """

    component: str
    depth: int | None
    ancestors: int
    descendants: int

    def properties(self) -> Row:
        """What the graph keeps of it."""
        return {f"lineage_{name}": value for name, value in self._asdict().items() if value is not None}


def put_lineages(connection: Connection) -> None:
    """Writes the lineages of a graph that has none.

    Raises:
        ServerError: the server cannot be used.
    """
    for node in (Model, Dataset):
        edges = connection.stream(_EDGES.format(label=node.label))
        found = lineages((row["lower"], row["upper"]) for row in edges)
        rows = ({"id": key, "properties": one.properties()} for key, one in found)
        while batch := list(islice(rows, BATCH)):
            connection.execute(_WRITE.format(label=node.label), {"rows": batch})


def lineages(edges: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Lineage]]:
    """The lineage of every artifact of the edges, which lead from what is derived to its bases."""
    graph = _Graph(edges)
    graph.settle()
    return graph.lineages()


class _Graph:
    """Artifacts as numbers, for there are millions."""

    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        numbers: dict[str, int] = {}
        self.bases: list[list[int]] = []
        self.below: list[list[int]] = []
        self.root: list[int] = []
        for lower, upper in edges:
            ends = []
            for key in (lower, upper):
                if key not in numbers:
                    numbers[key] = len(numbers)
                    self.bases.append([])
                    self.below.append([])
                    self.root.append(numbers[key])
                ends.append(numbers[key])
            self.bases[ends[0]].append(ends[1])
            self.below[ends[1]].append(ends[0])
        self.keys = list(numbers)
        for number, bases in enumerate(self.bases):
            for base in bases:
                self._join(number, base)
        self.depth: list[int | None] = [None] * len(self.keys)
        self.ancestors = [0] * len(self.keys)
        self.descendants = [0] * len(self.keys)

    def _find(self, number: int) -> int:
        root = self.root
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._find(one), self._find(other)), key=self.keys.__getitem__)
        self.root[second] = first

    def settle(self) -> None:
        """Works out depths and counts, depth by depth; what is on or below a cycle comes last."""
        pending = [len(bases) for bases in self.bases]
        front = [number for number, bases in enumerate(pending) if not bases]
        above: dict[int, frozenset[int]] = {}
        depth = 0
        while front:
            following = []
            for number in front:
                self.depth[number] = depth
                self._count(number, self._above(number, above), above)
                for child in self.below[number]:
                    pending[child] -= 1
                    if not pending[child]:
                        following.append(child)
            front = following
            depth += 1
        for number, found in enumerate(self.depth):
            if found is None:
                self._count(number, self._above_cycle(number, above), {})

    def _above(self, number: int, above: dict[int, frozenset[int]]) -> frozenset[int]:
        bases = self.bases[number]
        return frozenset(bases).union(*(above[base] for base in bases))

    def _above_cycle(self, number: int, above: dict[int, frozenset[int]]) -> frozenset[int]:
        seen: set[int] = set()
        open_ = list(self.bases[number])
        while open_:
            base = open_.pop()
            if base not in seen:
                seen.add(base)
                if base in above:
                    seen |= above[base]
                else:
                    open_ += self.bases[base]
        return frozenset(seen - {number})

    def _count(self, number: int, found: frozenset[int], above: dict[int, frozenset[int]]) -> None:
        # Most artifacts are the base of nothing, so that nobody asks again what is above them.
        if self.below[number]:
            above[number] = found
        self.ancestors[number] = len(found)
        for one in found:
            self.descendants[one] += 1

    def lineages(self) -> Iterator[tuple[str, Lineage]]:
        """The lineage of each artifact."""
        for number, key in enumerate(self.keys):
            component = self.keys[self._find(number)]
            yield key, Lineage(component, self.depth[number], self.ancestors[number], self.descendants[number])
