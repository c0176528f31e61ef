"""Writes streams of declared nodes and relationships to Neo4j in batches, each batch all or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import neo4j

from supplygraph.schema.declaration import Described, Element, Follows, Node, Relationship
from supplygraph.schema.declared import ARTIFACTS, NODES
from supplygraph.store.changes import FEW, changes, differences, stated
from supplygraph.store.connection import Connection, Row, statement
from supplygraph.store.folding import moved_ids, named_ends, united
from supplygraph.store.rows import properties, take_node, take_relationship
from supplygraph.store.statements import (
    merge_ends,
    merge_nodes,
    merge_relationships,
    withdraw_relationships,
)

#: Elements of one transaction. Measured with tests/benchmarks/load_hub_file.py on the real file.
BATCH = 20_000
#: Word nodes (licences, tasks …) known to exist are not sent again; more than this many are forgotten.
REMEMBERED = 200_000


@dataclass
class Written:
    """What the database says it did, by its own counters.

    Attributes:
        nodes_created: Nodes that did not exist before, stubs included.
        stubs_created: Of them, artifacts that nobody has described yet.
        relationships_created: Relationships that did not exist before.
        relationships_deleted: Relationships that no source states any more.
        nodes_sent: Described nodes sent.
        relationships_sent: Relationships sent.
        self_references: Relationships left out because an alias made both ends the same artifact.
        changed: What may have changed so that something follows from it.
        touched: Ids of the artifacts that anything was said of, by label; None where they are too many to remember.
        differs: The properties, and the types of relationships, in which these differ from before; None where they were
            not compared, or one of them is new.
    """

    nodes_created: int = 0
    stubs_created: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    nodes_sent: int = 0
    relationships_sent: int = 0
    self_references: int = 0
    changed: set[Follows] = field(default_factory=set)
    touched: dict[str, set[str]] | None = field(default_factory=dict)
    differs: set[str] | None = field(default_factory=set)

    def add(self, other: "Written") -> None:
        """Adds the counts of another batch."""
        self.nodes_created += other.nodes_created
        self.stubs_created += other.stubs_created
        self.relationships_created += other.relationships_created
        self.relationships_deleted += other.relationships_deleted
        self.nodes_sent += other.nodes_sent
        self.relationships_sent += other.relationships_sent
        self.self_references += other.self_references
        self.changed |= other.changed
        if self.touched is not None and other.touched is not None:
            for label, keys in other.touched.items():
                self.touched.setdefault(label, set()).update(keys)
        if other.touched is None or sum(map(len, (self.touched or {}).values())) > FEW:
            self.touched = None
        self.differs = None if self.differs is None or other.differs is None else self.differs | other.differs

    def met_nodes(self, node: type[Node], rows: Iterable[Row], *, compared: bool = False) -> None:
        """Notes what may follow from nodes that are described.

        Args:
            node: Their label.
            rows: What is said of them.
            compared: Whether what is stated of artifacts is read before and after, which says more.
        """
        if not (compared and node.watched):
            self.changed |= node.triggers
            self.changed.update(
                follows for name, follows in node.triggers_with.items() if any(name in row for row in rows)
            )

    def met_ends(self, node: type[Node], created: int) -> None:
        """Notes what may follow from nodes that were made because something names them."""
        if node.has_status() and created:
            self.stubs_created += created
            self.changed |= node.triggers

    def met_relationships(self, kind: type[Relationship], created: int, *, compared: bool = False) -> None:
        """Notes what may follow from relationships, of which some were made; `compared` as for `met_nodes`."""
        if not (compared and kind.watched):
            self.changed |= kind.triggers
        if created:
            self.changed |= kind.triggers_new

    def lost_relationships(self, kind: type[Relationship], *, compared: bool = False) -> None:
        """Notes what may follow from relationships that no source states any more; `compared` as for `met_nodes`."""
        self.changed |= kind.triggers_gone
        if not (compared and kind.watched):
            self.changed |= kind.triggers | kind.triggers_new | kind.watched


@dataclass
class _Batch:
    nodes: dict[type[Node], dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    ends: dict[type[Node], set[str]] = field(default_factory=lambda: defaultdict(set))
    relationships: dict[tuple[type[Relationship], type[Node], type[Node]], dict[tuple[str, ...], Row]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    described: dict[tuple[tuple[type[Relationship], ...], type[Node]], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    size: int = 0
    self_references: int = 0

    def touched(self) -> dict[str, set[str]] | None:
        """The artifacts that it says anything of, by label; None where they are many."""
        about: dict[type[Node], set[str]] = {
            node: {*self.nodes.get(node, ()), *self.ends.get(node, ())} for node in ARTIFACTS
        }
        for (_, node), keys in self.described.items():
            if node in about:
                about[node] |= keys
        found = {node.label: keys for node, keys in about.items() if keys}
        return found if sum(map(len, found.values())) <= FEW else None


def _joined(
    kind: type[Relationship],
    alike: bool,
    pairs: dict[tuple[str, ...], Row],
    starts: dict[str, str],
    ends: dict[str, str],
) -> tuple[list[Row], int]:
    """The rows to merge, at the artifacts that their ends name, and how many would join an artifact to itself.

    Only ends that are `alike`, of one class, can be the same: a dataset may bear the id of the model trained on it.
    Those that come to be between the same two artifacts are united, the one that names the id itself first.
    """
    if not starts and not ends:
        return [pairs[pair] for pair in sorted(pairs)], 0
    made: dict[tuple[str, ...], Row] = {}
    self_references = 0
    for identity in sorted(pairs, key=lambda one: (one[0] in starts or one[1] in ends, one)):
        row = pairs[identity]
        start = starts.get(identity[0], identity[0])
        end = ends.get(identity[1], identity[1])
        if alike and start == end:
            self_references += 1
            continue
        properties = row["properties"]
        if end != identity[1] and "moved_from" in kind.model_fields:
            properties = {"raw": identity[1], **properties, "moved_from": identity[1]}
        row = {"start": start, "end": end, "properties": properties, "by_source": row["by_source"]}
        same: tuple[str, ...] = (start, end, *identity[2:])
        if same in made:
            for name in ("properties", "by_source"):
                row[name] = united(kind, made[same][name], row[name])
            if "moved_from" not in made[same]["properties"]:
                row["properties"].pop("moved_from", None)
        made[same] = row
    return list(made.values()), self_references


class Writer:
    """Writes one load.

    Args:
        connection: The graph.
        source: Whose statements these are.
        now: Start of the load (UTC, aware); goes into `first_seen` and `last_seen`.
        batch: Elements of one transaction.
    """

    def __init__(self, connection: Connection, source: str, now: datetime, batch: int = BATCH) -> None:
        self.connection = connection
        self.source = source
        self.now = now
        self.batch = batch
        # Only a source that has been loaded before has said anything that it could take back.
        self._said_before = bool(
            connection.read(
                "MATCH (l:Load) WHERE l.source = $source AND l.started < $now RETURN count(*) AS loads",
                {"source": source, "now": now},
            )[0]["loads"]
        )
        self._words: dict[tuple[type[Node], str], None] = {}

    def write(self, elements: Iterable[Element], *, read_ahead: bool = True) -> Iterator[Written]:
        """Writes everything, yielding the counts of each batch once it is safely in the database.

        Args:
            elements: What to write; a batch is cut only behind a `Described`, so a record is never torn.
            read_ahead: Whether the next batch is read while the server works on this one.
        """
        if not read_ahead:
            for batch in self._batches(elements):
                yield self._write_batch(batch)
            return
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer") as pool:
            under_way: Future[Written] | None = None
            for batch in self._batches(elements):
                if under_way is not None:
                    yield under_way.result()
                under_way = pool.submit(self._write_batch, batch)
            if under_way is not None:
                yield under_way.result()

    def _batches(self, elements: Iterable[Element]) -> Iterator[_Batch]:
        batch = _Batch()
        for element in elements:
            if isinstance(element, Described):
                if element.types:
                    batch.described[element.types, element.owner.node].add(element.owner.key)
                # A record ends here: the only place to cut, so that one record is in one transaction.
                if batch.size >= self.batch:
                    yield batch
                    batch = _Batch()
            elif isinstance(element, Node):
                self._add_node(batch, element)
            else:
                self._add_relationship(batch, element)
        if batch.size:
            yield batch

    def _add_node(self, batch: _Batch, node: Node) -> None:
        batch.size += 1
        kind, key = type(node), node.key_value
        row = properties(node)
        del row[kind.key]
        held = batch.nodes[kind].setdefault(key, row)
        if held is not row:
            take_node(kind, held, row)

    def _add_relationship(self, batch: _Batch, relationship: Relationship) -> None:
        kind = type(relationship)
        start, end = relationship.start, relationship.end
        if start == end and start.node.has_status():
            batch.self_references += 1
            return
        if (start.node, end.node) not in kind.ends:
            raise TypeError(f"{kind.type_name} joins no {start.node.label} to a {end.node.label}")
        batch.size += 1
        row = properties(relationship)
        by_source = {name: row.pop(name) for name in kind.by_source if name in row}
        identity = (start.key, end.key, *(str(row[name]) for name in kind.keyed_by))
        sent: Row = {"start": start.key, "end": end.key, "properties": row, "by_source": by_source}
        held = batch.relationships[kind, start.node, end.node].setdefault(identity, sent)
        if held is not sent:
            take_relationship(kind, self.source, held, sent)
        for ref in (start, end):
            if (ref.node, ref.key) not in self._words:
                batch.ends[ref.node].add(ref.key)

    def _named(self, transaction: neo4j.ManagedTransaction, batch: _Batch) -> dict[type[Node], dict[str, str]]:
        """The artifacts that ends name by an old id or in another letter case, where none bears the id itself."""
        named: dict[type[Node], dict[str, str]] = {}
        for node in ARTIFACTS:
            keys = batch.ends[node] - batch.nodes[node].keys() if node in batch.ends else set()
            if keys:
                rows = transaction.run(statement(named_ends(node)), {"keys": sorted(keys), "moved": moved_ids()})
                named[node] = {row["key"]: row["id"] for row in rows}
        return named

    def _write_batch(self, batch: _Batch) -> Written:
        def work(transaction: neo4j.ManagedTransaction) -> Written:
            written = Written(self_references=batch.self_references, touched=batch.touched())
            about = self._compared(batch)
            before = stated(transaction, about) if about else None
            self._write_nodes(transaction, batch, written, compared=bool(about))
            self._write_relationships(transaction, batch, written, compared=bool(about))
            if self._said_before:
                self._withdraw(transaction, batch, written, compared=bool(about))
            if before is not None:
                after = stated(transaction, about)
                written.changed |= changes(before, after)
                written.differs = differences(before, after)
            else:
                written.differs = None
            return written

        written = self.connection.write(work)
        self._remember(batch)
        return written

    def _compared(self, batch: _Batch) -> dict[type[Node], set[str]]:
        """The artifacts of a small batch of a source that has spoken before; none where all may have changed."""
        if not self._said_before or any(node not in ARTIFACTS for _, node in batch.described):
            return {}
        about: dict[type[Node], set[str]] = {node: set(batch.nodes[node]) for node in ARTIFACTS if node in batch.nodes}
        for (_, node), keys in batch.described.items():
            about.setdefault(node, set()).update(keys)
        for (_, start, _), rows in batch.relationships.items():
            if start in ARTIFACTS:
                about.setdefault(start, set()).update(identity[0] for identity in rows)
        return about if sum(map(len, about.values())) <= FEW else {}

    def _run(self, transaction: neo4j.ManagedTransaction, text: str, **parameters: Any) -> neo4j.SummaryCounters:
        common = {"source": self.source, "now": self.now}
        return transaction.run(statement(text), {**common, **parameters}).consume().counters

    def _write_nodes(
        self, transaction: neo4j.ManagedTransaction, batch: _Batch, written: Written, *, compared: bool
    ) -> None:
        for node, rows in sorted(batch.nodes.items(), key=lambda one: NODES.index(one[0])):
            sent = [{"key": key, "properties": row} for key, row in sorted(rows.items())]
            created = self._run(transaction, merge_nodes(node), rows=sent).nodes_created
            written.nodes_created += created
            written.nodes_sent += len(sent)
            written.met_nodes(node, rows.values(), compared=compared)

    def _write_relationships(
        self, transaction: neo4j.ManagedTransaction, batch: _Batch, written: Written, *, compared: bool
    ) -> None:
        named = self._named(transaction, batch)
        for node, keys in sorted(batch.ends.items(), key=lambda one: NODES.index(one[0])):
            missing = sorted(keys - batch.nodes.get(node, {}).keys() - named.get(node, {}).keys())
            created = self._run(transaction, merge_ends(node), keys=missing).nodes_created if missing else 0
            written.nodes_created += created
            written.met_ends(node, created)
        for (relationship, start, end), pairs in batch.relationships.items():
            rows, self_references = _joined(relationship, start is end, pairs, named.get(start, {}), named.get(end, {}))
            counters = self._run(transaction, merge_relationships(relationship, start, end), rows=rows)
            written.self_references += self_references
            written.relationships_created += counters.relationships_created
            written.relationships_sent += len(rows)
            written.met_relationships(relationship, counters.relationships_created, compared=compared)

    def _withdraw(
        self, transaction: neo4j.ManagedTransaction, batch: _Batch, written: Written, *, compared: bool
    ) -> None:
        """Takes back what the source said of the described owners before, and has not said again."""
        common = {"source": self.source, "now": self.now}
        for (types, start), keys in batch.described.items():
            result = transaction.run(statement(withdraw_relationships(types, start)), {**common, "keys": sorted(keys)})
            gone = set(result.single(strict=True)["gone"])
            for kind in (kind for kind in types if kind.type_name in gone):
                written.lost_relationships(kind, compared=compared)
            written.relationships_deleted += result.consume().counters.relationships_deleted

    def _remember(self, batch: _Batch) -> None:
        if len(self._words) > REMEMBERED:
            self._words.clear()
        for node, keys in batch.ends.items():
            if not node.has_status():
                self._words.update(dict.fromkeys((node, key) for key in keys))
