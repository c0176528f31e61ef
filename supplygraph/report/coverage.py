"""Counts how many artifacts of the loaded graph state each property and relationship, by label and by source."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from supplygraph.errors import InputError
from supplygraph.queries.run import Result
from supplygraph.queries.stored import Column
from supplygraph.schema.declaration import SEEN, WORKING, Node, declared_properties
from supplygraph.schema.nodes import NODES, Dataset, Model, Repository, Space
from supplygraph.schema.relationships import RELATIONSHIPS
from supplygraph.store.connection import Connection, Row

#: What is covered where nothing is asked for.
ARTIFACTS: tuple[type[Node], ...] = (Model, Dataset, Space, Repository)
#: The source of the row that counts all.
ALL = "all"

COLUMNS = (
    Column("label", "STRING", "label of the nodes"),
    Column("property", "STRING", "a property, or `-[:TYPE]->` for relationships from them"),
    Column("source", "STRING", "source that described the nodes last, or `all`"),
    Column("said", "INTEGER", "nodes that have it"),
    Column("nodes", "INTEGER", "nodes that the source described last"),
    Column("percent", "FLOAT", "share of those nodes that have it"),
)
_LOADS = "MATCH (load:Load) RETURN load.started AS started, load.source AS source"
_NODES = "MATCH (n:{label}) WHERE coalesce(n.status, '') <> 'stub' RETURN n.last_seen AS seen, count(*) AS nodes"
_PROPERTIES = (
    "MATCH (n:{label}) WHERE coalesce(n.status, '') <> 'stub' WITH n.last_seen AS seen, keys(n) AS names"
    " UNWIND names AS name RETURN seen, name, count(*) AS nodes"
)
_RELATIONSHIPS = (
    "MATCH (n:{label})-[r]->() WHERE coalesce(n.status, '') <> 'stub'"
    " RETURN n.last_seen AS seen, '-[:' + type(r) + ']->' AS name, count(DISTINCT n) AS nodes"
)


def coverage(connection: Connection, labels: Sequence[str] = ()) -> Result:
    """One row for each property or relationship and source; stubs, which no source describes, are left out.

    Args:
        connection: The graph.
        labels: Labels of the nodes; where none is given, the artifacts that the graph has.

    Raises:
        InputError: there is no such label.
        ServerError: the server cannot be used.
    """
    sources = {row["started"]: row["source"] for row in connection.read(_LOADS)}
    rows = [row for node in _asked(labels) for row in _of_label(connection, node, sources)]
    return Result(COLUMNS, rows if labels else [row for row in rows if row["nodes"]])


def _asked(labels: Sequence[str]) -> tuple[type[Node], ...]:
    known = {node.label.lower(): node for node in NODES}
    for label in labels:
        if label.lower() not in known:
            from supplygraph.queries.meant import meant

            close = meant(label, [node.label for node in NODES])
            raise InputError(f"there is no label {label}", f"did you mean {close}?" if close else None)
    return tuple(known[label.lower()] for label in labels) or ARTIFACTS


def _of_label(connection: Connection, node: type[Node], sources: dict[object, str]) -> Iterator[Row]:
    def by_source(statement: str) -> list[tuple[str, str, int]]:
        found = connection.read(statement.format(label=node.label))
        return [(str(row.get("name", "")), sources.get(row["seen"], "unknown"), int(row["nodes"])) for row in found]

    nodes: Counter[str] = Counter()
    for _, source, count in by_source(_NODES):
        nodes[source] += count
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in (_PROPERTIES, _RELATIONSHIPS):
        for name, source, count in by_source(statement):
            said[name][source] += count
    for name in _names(node, said):
        groups = [(ALL, said[name].total(), nodes.total())] if len(nodes) != 1 else []
        groups += [(source, said[name][source], count) for source, count in sorted(nodes.items())]
        for source, count, of in groups:
            percent = round(100 * count / of, 1) if of else 0.0
            values = (node.label, name, source, count, of, percent)
            yield dict(zip((column.name for column in COLUMNS), values, strict=True))


def _names(node: type[Node], said: dict[str, Counter[str]]) -> list[str]:
    """What is declared in the order of the schema page, then what only this graph has."""
    declared = [one.name for one in declared_properties(node) if not one.working]
    ends = [(f"-[:{kind.type_name}]->", end) for kind in RELATIONSHIPS for start, end in kind.ends if start is node]
    joins = dict.fromkeys(name for name, end in ends if not end.machinery)
    working = {name for name, _ in ends} - joins.keys()
    known = [*declared, *joins]
    others = {name for name in said if not name.startswith(WORKING)} - working - set(known) - {one.name for one in SEEN}
    return known + sorted(others)
