"""The rows of a first load that belong to the graph as a whole, or that several parts of it need."""

from supplygraph.bulk.follows import publishers
from supplygraph.bulk.merge import Left, Rows
from supplygraph.bulk.shown import SHOWN
from supplygraph.enrich.names import SOURCE as NAMING
from supplygraph.enrich.names import vocabulary_load, with_bases
from supplygraph.schema.nodes import Family, License, LicenseStatement, Load, Publisher
from supplygraph.schema.relationships import BuiltOn, Includes
from supplygraph.schema.tables import EdgeTable, NodeTable
from supplygraph.store.rows import Row


def write_rest(writer: Rows, load: Row, left: Left) -> None:
    """Writes the load itself, and the publishers, families, expressions and facts that its artifacts have."""
    now = load["started"]
    seen = {"first_seen": now, "last_seen": now}
    families = with_bases(left.families)
    built_on = [
        ((one.name, base), {"source": NAMING, "sources": [NAMING], **seen})
        for one in families.values()
        for base in one.on
    ]
    owners = publishers(left.owners - left.publishers)
    writer.write(NodeTable(Load), (((one["id"],), one) for one in (load, vocabulary_load(now))))
    writer.write(NodeTable(Publisher), ((key, {**row, "first_seen": now}) for key, row in owners))
    writer.write(
        NodeTable(Family),
        (((one.name,), {"modality": one.modality, "line": one.line, **seen}) for one in families.values()),
    )
    writer.write(EdgeTable(BuiltOn, Family, Family), built_on)
    writer.write(NodeTable(LicenseStatement), (((key,), row) for key, row in left.expressions.items()))
    writer.write(SHOWN, (((key,), row) for key, row in left.facts.items()))
    writer.write(
        EdgeTable(Includes, LicenseStatement, License),
        (((key, one), {}) for key, row in left.expressions.items() for one in row["licenses"]),
    )
