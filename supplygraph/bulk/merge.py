"""Merges what is staged into the rows of the graph, part by part, by the rules of the ordinary writer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from supplygraph.bulk.follows import (
    BY_ID,
    NAMES,
    PUBLISHED,
    add_claims,
    add_dataset_key,
    add_name_and_author,
    add_publisher_keys,
    keeps_its_id,
    published_by,
)
from supplygraph.bulk.staging import Chunk, Staged, chunks_of
from supplygraph.bulk.tables import TableWriter
from supplygraph.enrich.names import SOURCE as NAMING
from supplygraph.schema.nodes import Dataset, Model, Profile, Publisher
from supplygraph.schema.relationships import Declares, DerivedFrom, ListedIn, Matrix
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, EdgeTable, NodeTable
from supplygraph.store.folding import ARTIFACTS, moved_ids
from supplygraph.store.rows import Row, folded, take_node, take_relationship
from supplygraph.store.writer import JUDGED, Written


@dataclass
class Statements:
    """Everything that is stated in one part."""

    nodes: dict[int, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    edges: dict[int, dict[tuple[str, ...], Row]] = field(default_factory=lambda: defaultdict(dict))
    ends: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def merged(chunks: Iterable[Chunk], source: str) -> Statements:
    """What all records of a part say together."""
    found = Statements()
    for chunk in chunks:
        for number, key, row in chunk.nodes:
            held = found.nodes[number].setdefault(key, row)
            if held is not row:
                take_node(NODE_TABLES[number].node, held, row)
        for number, start, end, row, by_source in chunk.edges:
            kind = EDGE_TABLES[number].relationship
            sent: Row = {"properties": row, "by_source": by_source}
            identity = (start, end, *(str(row[name]) for name in kind.keyed_by))
            held = found.edges[number].setdefault(identity, sent)
            if held is not sent:
                take_relationship(kind, source, held, sent)
        for number, key in chunk.ends:
            found.ends[number].add(key)
    return found


@dataclass(frozen=True)
class About:
    """Which load the rows are of.

    Attributes:
        source: Whose statements they are.
        now: When it began.
    """

    source: str
    now: datetime


@dataclass
class Left:
    """What the rows of all parts need that belongs to no part.

    Attributes:
        families: Families that names of models name.
        publishers: Publishers that have rows.
        owners: Publishers that ids name.
    """

    families: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)

    def add(self, other: "Left") -> None:
        """Adds what another process needs."""
        self.families |= other.families
        self.publishers |= other.publishers
        self.owners |= other.owners


class PartWriter:
    """Merges parts one after the other and writes their rows.

    Args:
        staged: What all processes have put on disk.
        about: Which load it is of.
        writer: Where the rows go.
    """

    def __init__(self, staged: Sequence[Staged], about: About, writer: TableWriter) -> None:
        self.written = Written()
        self.left = Left()
        self._staged = staged
        self._about = about
        self._writer = writer
        self._other_ids = {*moved_ids(), *(one for part in staged for one in part.other_ids)}

    def write(self, part: int) -> None:
        """Writes the rows of one part."""
        found = merged(chunks_of(part, self._staged), self._about.source)
        for number in found.nodes.keys() | found.ends.keys():
            self._write_nodes(NODE_TABLES[number], found, number)
        for number, edges in found.edges.items():
            self._write_edges(EDGE_TABLES[number], edges)

    def _write_nodes(self, table: NodeTable, found: Statements, number: int) -> None:
        node, now, written = table.node, self._about.now, self.written
        described = found.nodes[number]
        stubs = found.ends[number] - described.keys()
        for row in described.values():
            row["last_seen"] = now
        rows = {**described, **{key: {"status": "stub"} if node.has_status() else {} for key in stubs}}
        for key, row in rows.items():
            row["first_seen"] = now
            if node.in_any_case():
                row["_folded"] = folded(key)
        if node in PUBLISHED:
            self._write_what_follows(table, rows, stubs, found)
        elif node is Publisher:
            self.left.publishers |= rows.keys()
            for key, row in rows.items():
                add_publisher_keys(key, row)
        self._writer.write(table, (((key,), row) for key, row in rows.items()))
        written.nodes_created += len(rows)
        written.nodes_sent += len(described)
        written.licenses_changed |= bool(described) and (node in ARTIFACTS or node is Profile)
        written.knowledge_changed |= bool(described) and node is Profile
        if node.has_status():
            written.stubs_created += len(stubs)

    def _write_what_follows(
        self, table: NodeTable, rows: dict[str, Row], stubs: Collection[str], found: Statements
    ) -> None:
        """Gives artifacts what follows from them alone, but those that may be moved to another id."""
        spellings: dict[str, list[str]] = defaultdict(list)
        for key in rows:
            spellings[folded(key)].append(key)
        stated = {start for start, *_ in found.edges[EDGE_TABLES.index(published_by(table.node))]}
        owners: dict[tuple[str, ...], Row] = {}
        named: dict[tuple[str, ...], Row] = {}
        for key, row in rows.items():
            if key in stubs and not keeps_its_id(key, spellings[folded(key)], self._other_ids):
                continue
            add_name_and_author(key, row)
            if "author" in row and key not in stated:
                owners[key, row["author"]] = {}
            if table.node is Model:
                named.update({(key, family): {"sure": sure} for family, sure in add_claims(key, row).items()})
            elif table.node is Dataset:
                add_dataset_key(key, row)
        self.left.owners |= {owner for _, owner in owners}
        self.left.families |= {family for _, family in named}
        self._writer.write(published_by(table.node), self._provided(owners, BY_ID))
        if named:
            self._writer.write(NAMES, self._provided(named, NAMING))

    def _provided(self, edges: Mapping[tuple[str, ...], Row], source: str) -> Iterator[tuple[tuple[str, ...], Row]]:
        now = self._about.now
        more = {"source": source, "sources": [source], "first_seen": now, "last_seen": now}
        return ((identity, {**row, **more}) for identity, row in edges.items())

    def _write_edges(self, table: EdgeTable, edges: dict[tuple[str, ...], Row]) -> None:
        kind = table.relationship
        rows = {
            identity: {**held["properties"], **{name: said for name, said in held["by_source"].items() if said}}
            for identity, held in edges.items()
        }
        self._writer.write(table, self._provided(rows, self._about.source))
        written = self.written
        written.relationships_created += len(edges)
        written.relationships_sent += len(edges)
        written.lineage_changed |= kind is DerivedFrom
        written.licenses_changed |= kind in (Declares, Matrix, ListedIn, *JUDGED)
        written.knowledge_changed |= kind in (Matrix, ListedIn)
