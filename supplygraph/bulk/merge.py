"""Merges what is staged into the rows of the graph, part by part, by the rules of the ordinary writer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Protocol

from supplygraph.bulk.declared import DECLARING, STEPS, WORDS, declare, declares
from supplygraph.bulk.follows import (
    BY_ID,
    CALLED,
    CLASSES,
    NAMES,
    OF_FAMILY,
    PUBLISHED,
    TYPES,
    add_claims,
    add_dataset_key,
    add_family,
    add_name_and_author,
    add_publisher_keys,
    keeps_its_id,
    published_by,
)
from supplygraph.bulk.shown import SHOWS, TRAINED_ON, Around, Data, kinds_of, says_of_data, shown_by
from supplygraph.bulk.staging import Chunk, Staged, chunks_of
from supplygraph.enrich.names import FAMILIES
from supplygraph.enrich.names import SOURCE as NAMING
from supplygraph.enrich.shown import FACTS
from supplygraph.enrich.steps import PUBLISHERS
from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import Dataset, Model, Publisher, Repository
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, EdgeTable, NodeTable, Table
from supplygraph.store.folding import moved_ids
from supplygraph.store.rows import Row, folded, take_node, take_relationship
from supplygraph.store.writer import Written


class Rows(Protocol):
    """Takes rows of tables."""

    def write(self, table: Table, rows: Iterable[tuple[tuple[str, ...], Row]]) -> None:
        """Takes rows: what tells each, its key or its ends first, and its properties."""


@dataclass
class Statements:
    """Everything that is stated in one part."""

    nodes: dict[int, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    edges: dict[int, dict[tuple[str, ...], Row]] = field(default_factory=lambda: defaultdict(dict))
    ends: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    below: dict[tuple[str, str], str | None] = field(default_factory=dict)


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
        for start, end, relation in chunk.below:
            found.below[start, end] = relation or found.below.get((start, end))
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
        expressions: What artifacts declare, each different expression once.
        declarations_move: Whether what is declared may move to another artifact, so that it is worked out in the graph.
        moving: The ids that may name another artifact, so that what is said of them may move there, by label.
        families_move: The same of what tells the family of a model.
        facts: The different combinations of facts that models show.
        facts_wait: Whether what models show rests on what other parts say, so that it is worked out in the graph.
    """

    families: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    expressions: dict[str, Row] = field(default_factory=dict)
    declarations_move: bool = False
    moving: dict[type[Node], set[str]] = field(default_factory=dict)
    families_move: bool = False
    facts: dict[str, Row] = field(default_factory=dict)
    facts_wait: bool = False

    def add(self, other: "Left") -> None:
        """Adds what another process needs."""
        self.families |= other.families
        self.publishers |= other.publishers
        self.owners |= other.owners
        self.expressions |= other.expressions
        self.declarations_move |= other.declarations_move
        for node, keys in other.moving.items():
            self.moving.setdefault(node, set()).update(keys)
        self.families_move |= other.families_move
        self.facts |= other.facts
        self.facts_wait |= other.facts_wait

    def done(self) -> tuple[str, ...]:
        """Names of the steps of derivations whose results the rows of all parts have."""
        declared = () if self.declarations_move else STEPS
        published = () if self.moving else (PUBLISHERS,)
        shown = () if self.facts_wait else (FACTS,)
        return (*declared, *published, *shown, *(() if self.families_move else (FAMILIES,)))


class PartWriter:
    """Merges parts one after the other and writes their rows.

    Args:
        staged: What all processes have put on disk.
        about: Which load it is of.
        writer: Where the rows go.
    """

    def __init__(self, staged: Sequence[Staged], about: About, writer: Rows) -> None:
        self.written = Written()
        self.left = Left()
        self._staged = staged
        self._about = about
        self._writer = writer
        self._other_ids = {*moved_ids(), *(one for part in staged for one in part.other_ids)}
        # Models answer for the datasets that they were trained on, of which other parts may say something.
        self.left.facts_wait = any(says_of_data(table) for one in staged for table in one.columns)

    def write(self, part: int) -> None:
        """Writes the rows of one part."""
        self.write_all(merged(chunks_of(part, self._staged), self._about.source))

    def write_all(self, found: Statements) -> None:
        """Writes the rows of what is stated together."""
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
        called = CALLED.get(node)
        for key, row in rows.items():
            row["first_seen"] = now
            if node.in_any_case():
                row["_folded"] = folded(key)
            if called is not None:
                row["name"] = called(key, row)
        moving = self._moving(table, rows, stubs) if node.has_status() else set()
        if moving:
            self.left.moving.setdefault(node, set()).update(moving)
        if node in DECLARING:
            self._add_declared(table, rows, moving, found)
        if node in PUBLISHED:
            self._write_what_follows(table, rows, moving, found)
        elif node is Publisher:
            self.left.publishers |= rows.keys()
            for key, row in rows.items():
                add_publisher_keys(key, row)
        self._writer.write(table, (((key,), row) for key, row in rows.items()))
        written.nodes_created += len(rows)
        written.nodes_sent += len(described)
        if described:
            written.met_nodes(node, described.values())
        written.met_ends(node, len(stubs))

    def _moving(self, table: NodeTable, rows: dict[str, Row], stubs: Collection[str]) -> set[str]:
        """The ids that may name another artifact, so that what is said of them may move there."""
        spellings: dict[str, list[str]] = defaultdict(list)
        for key in rows:
            spellings[folded(key)].append(key)
        # What GitHub does not know may be another spelling, too, though it is described.
        asked = rows if table.node is Repository else stubs
        return {key for key in asked if not keeps_its_id(key, spellings[folded(key)], self._other_ids)}

    def _add_declared(self, table: NodeTable, rows: dict[str, Row], moving: set[str], found: Statements) -> None:
        stated: dict[str, dict[str, Row]] = defaultdict(dict)
        for (start, license_id), edge in found.edges[EDGE_TABLES.index(declares(table.node))].items():
            stated[start][license_id] = edge["properties"]
        words = [_ends(found, words_of) for words_of in WORDS if words_of.start is table.node]
        for key, row in rows.items():
            if key in moving:
                self.left.declarations_move |= key in stated
                continue
            told_by = [word for ends in words for word in ends.get(key, ())]
            expression = declare(table.node, row, stated.get(key, {}), told_by)
            if expression is not None:
                self.left.expressions.setdefault(expression.key, expression.row)

    def _write_what_follows(self, table: NodeTable, rows: dict[str, Row], moving: set[str], found: Statements) -> None:
        """Gives artifacts what follows from their ids alone."""
        stated = {start for start, *_ in found.edges[EDGE_TABLES.index(published_by(table.node))]}
        owners: dict[tuple[str, ...], Row] = {}
        named: dict[tuple[str, ...], Row] = {}
        related: dict[tuple[str, ...], Row] = {}
        types, classes = (_ends(found, words) for words in (TYPES, CLASSES))
        for key, row in rows.items():
            if key in moving:
                self.left.families_move |= key in types or key in classes
                continue
            add_name_and_author(key, row)
            if "author" in row and key not in stated:
                owners[key, row["author"]] = {}
            if table.node is Model:
                families = add_claims(key, row)
                kinship = add_family(row, types.get(key, ()), classes.get(key, ()), families)
                for family, sure in families.items():
                    stands = kinship.stands.get(family)
                    named[key, family] = {"sure": sure, "config": stands} if stands else {"sure": sure}
                related.update({(key, family): {"basis": basis} for family, basis in kinship.basis.items()})
            elif table.node is Dataset:
                add_dataset_key(key, row)
        if table.node is Model and not self.left.facts_wait:
            self._write_shown({key: row for key, row in rows.items() if key not in moving}, found, owners)
        self.left.owners |= {owner for _, owner in owners}
        self.left.families |= {family for edges in (named, related) for _, family in edges}
        self._writer.write(published_by(table.node), self._provided(owners, BY_ID))
        if table.node is Model:
            self._writer.write(NAMES, self._provided(named, NAMING))
            self._writer.write(OF_FAMILY, self._provided(related, NAMING))

    def _write_shown(self, models: dict[str, Row], found: Statements, owners: Iterable[tuple[str, ...]]) -> None:
        stated = ((EDGE_TABLES[number], edges) for number, edges in found.edges.items())
        around = Around(
            kinds_of(chain(stated, [(published_by(Model), owners)])),
            {base for (_, base), relation in found.below.items() if relation == "quantized"},
            {start: [Data({"status": "stub"})] for start, *_ in found.edges[EDGE_TABLES.index(TRAINED_ON)]},
        )
        shows: list[tuple[tuple[str, ...], Row]] = []
        for id_, key, row in shown_by(models.items(), around):
            self.left.facts.setdefault(key, row)
            shows.append(((id_, key), {}))
        self._writer.write(SHOWS, shows)

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
        written.met_relationships(kind, len(edges))


def _ends(found: Statements, table: EdgeTable) -> dict[str, list[str]]:
    """What the relationships of a table lead to, by where they begin."""
    ends: dict[str, list[str]] = defaultdict(list)
    for start, end, *_ in found.edges[EDGE_TABLES.index(table)]:
        ends[start].append(end)
    return ends
