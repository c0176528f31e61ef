"""Makes the graph of a small first load in one transaction of two statements, of rows that are worked out here.

A statement that runs for the first time costs a server more than the few rows of a small load do, so that one for each
label, type and derivation is most of what such a load costs. What is made is what the steps in the graph would make.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic

import neo4j

from supplygraph.attributes.checklists import attributes
from supplygraph.bulk.declared import STEPS
from supplygraph.bulk.merge import About, PartWriter, merged
from supplygraph.bulk.rest import write_rest
from supplygraph.bulk.shown import SHOWN, SHOWS, TRAINED_ON, Around, Data, kinds_of, shown_by
from supplygraph.bulk.staging import Staging
from supplygraph.enrich import lineage
from supplygraph.enrich.attributes import SOURCE as CHECKLISTS
from supplygraph.enrich.attributes import checklists_load
from supplygraph.enrich.license_knowledge import SOURCE as LICENSES
from supplygraph.enrich.license_knowledge import knowledge, knowledge_load
from supplygraph.enrich.names import FAMILIES
from supplygraph.enrich.shown import FACTS
from supplygraph.enrich.steps import PUBLISHERS
from supplygraph.errors import QueryError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Dataset, Load, Model, Profile
from supplygraph.schema.relationships import DerivedFrom, GeneratedFrom
from supplygraph.schema.tables import EDGE_TABLES, NODE_TABLES, EdgeTable, NodeTable, Table
from supplygraph.store.connection import Connection, Row, statement
from supplygraph.store.writer import Written

_LOG = logging.getLogger(__name__)

_EMPTY = "RETURN NOT EXISTS { MATCH (n) WHERE NOT n:_GraphFormat } AS empty"
_NODES = """
UNWIND $rows AS row
CREATE (n:$(row.label))
SET n = row.properties, n += $times[row.times]
RETURN row.number AS number, elementId(n) AS id
"""
_EDGES = """
UNWIND $rows AS row
MATCH (a) WHERE elementId(a) = row.start
MATCH (b) WHERE elementId(b) = row.end
CREATE (a)-[r:$(row.type)]->(b)
SET r = row.properties, r += $times[row.times]
"""


#: Which times of a row are those of the load.
_OWN = ((), ("first_seen",), ("last_seen",), ("first_seen", "last_seen"))


@dataclass(frozen=True)
class AtOnce:
    """What was brought into the graph.

    Attributes:
        written: What that made.
        done: Names of the steps of derivations whose results it has.
    """

    written: Written
    done: tuple[str, ...] = (*STEPS, lineage.STEP, PUBLISHERS, FAMILIES, FACTS)


def is_empty(connection: Connection) -> bool:
    """Whether nothing has been loaded into a graph.

    Raises:
        ServerError: the server cannot be used.
    """
    return bool(connection.read(_EMPTY)[0]["empty"])


def load_at_once(connection: Connection, elements: Iterable[Element], load: Row) -> AtOnce | None:
    """Makes an empty graph that of a load, and of what is known of licences and asked by checklists.

    Args:
        connection: The graph.
        elements: Everything that the load says.
        load: Properties of its `Load` node.

    Returns:
        None where nothing was written: an id may name another artifact, which only the graph can tell, or the load says
        itself what is known of licences, or somebody else has written into the graph meanwhile.

    Raises:
        ServerError: the server cannot be used.
        QueryError: the server refuses what is written.
    """
    clock = monotonic()
    rows = _Rows()
    own = _put(rows, elements, About(load["source"], load["started"]))
    if own.left.moving or "knowledge" in own.written.changed:
        _LOG.info("%s: not made at once, as only the graph can tell what an id of it names", load["id"])
        return None
    write_rest(rows, load, own.left)
    _put_lineages(rows)
    if own.left.facts_wait:
        _put_shown(rows)
    _put_knowledge(rows, load)
    try:
        connection.write(partial(rows.send, load["started"]))
    except QueryError:
        if is_empty(connection):
            raise
        _LOG.info("%s: not made at once, as the graph is no longer empty", load["id"])
        return None
    sent = sum(map(len, rows.tables.values()))
    _LOG.info("%s: %d nodes and relationships made at once in %.2f s", load["id"], sent, monotonic() - clock)
    own.written.changed -= {"ids", "publishers"}
    return AtOnce(own.written)


class _Rows:
    """The rows of a whole graph, in memory."""

    def __init__(self) -> None:
        self.tables: dict[Table, dict[tuple[str, ...], Row]] = defaultdict(dict)

    def write(self, table: Table, rows: Iterable[tuple[tuple[str, ...], Row]]) -> None:
        """Takes rows; what is said again of one is added to what was said before."""
        held = self.tables[table]
        for identity, row in rows:
            held.setdefault(identity, {}).update(row)

    def send(self, now: datetime, transaction: neo4j.ManagedTransaction) -> None:
        """Makes all nodes and relationships; the times of the load, which most have, are sent once."""
        times = [dict.fromkeys(own, now) for own in _OWN]
        places: list[tuple[NodeTable, tuple[str, ...]]] = []
        nodes: list[Row] = []
        # In the order of the declarations, for Neo4j gives the nodes that were made first to who asks for any.
        for table in NODE_TABLES:
            for key, row in self.tables.get(table, {}).items():
                own = {**row, table.node.key: key[0]}
                nodes.append({"number": len(nodes), "label": table.name, **_sent(own, now)})
                places.append((table, key))
        made = transaction.run(statement(_NODES), {"rows": nodes, "times": times})
        ids = {places[row["number"]]: row["id"] for row in made}
        edges = [
            {
                "start": ids[NodeTable(table.start), ends[:1]],
                "end": ids[NodeTable(table.end), ends[1:2]],
                "type": table.name,
                **_sent(row, now),
            }
            for table in EDGE_TABLES
            for ends, row in self.tables.get(table, {}).items()
        ]
        transaction.run(statement(_EDGES), {"rows": edges, "times": times}).consume()


def _sent(row: Row, now: datetime) -> Row:
    """The properties of a row without the times that are those of the load, and the number of those times."""
    own = tuple(name for name in ("first_seen", "last_seen") if row.get(name) == now)
    return {"properties": {name: row[name] for name in row if name not in own}, "times": _OWN.index(own)}


def _put(rows: _Rows, elements: Iterable[Element], about: About) -> PartWriter:
    staging = Staging()
    chunks = staging.sorted(elements)
    writer = PartWriter([staging.staged], about, rows)
    writer.write_all(merged(chunks.values(), about.source))
    writer.written.self_references = staging.staged.self_references
    return writer


def _put_knowledge(rows: _Rows, load: Row) -> None:
    now = load["started"]
    _put(rows, knowledge(), About(LICENSES, now))
    _put(rows, attributes(), About(CHECKLISTS, now))
    for row in rows.tables[NodeTable(Profile)].values():
        row["_ready"] = False
    # What follows from them is worked out with what follows from the load.
    loads = [{**knowledge_load(now), "derived": True}, checklists_load(now)]
    rows.write(NodeTable(Load), (((one["id"],), one) for one in loads))


def _put_shown(rows: _Rows) -> None:
    """Gives models what they show, where datasets say something that the facts of models rest on."""
    generated = {
        start
        for table, edges in rows.tables.items()
        if isinstance(table, EdgeTable) and table.relationship is GeneratedFrom and table.start is Dataset
        for start, *_ in edges
    }
    datasets = rows.tables[NodeTable(Dataset)]
    trained_on: dict[str, list[Data]] = defaultdict(list)
    for model, dataset, *_ in rows.tables[TRAINED_ON]:
        trained_on[model].append(Data(datasets[dataset,], dataset in generated))
    below = rows.tables[EdgeTable(DerivedFrom, Model, Model)]
    quantized = {base for (_, base, *_), row in below.items() if row.get("relation") == "quantized"}
    around = Around(kinds_of(rows.tables.items()), quantized, trained_on)
    for id_, key, row in shown_by(((key, row) for (key,), row in rows.tables[NodeTable(Model)].items()), around):
        rows.write(SHOWN, [((key,), row)])
        rows.write(SHOWS, [((id_, key), {})])


def _put_lineages(rows: _Rows) -> None:
    for node in (Model, Dataset):
        nodes = rows.tables[NodeTable(node)]
        edges = rows.tables[EdgeTable(DerivedFrom, node, node)]
        for key, found in lineage.lineages((lower, upper) for lower, upper, *_ in edges):
            nodes[key,].update(found.properties())
