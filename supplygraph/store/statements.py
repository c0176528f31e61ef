"""Turns declarations into Cypher: constraints and indexes, merges of nodes and relationships, stale removal."""

import re

from supplygraph.schema.declaration import Node, Relationship
from supplygraph.schema.declared import NODES, RELATIONSHIPS

#: The full-text index of names.
SEARCH_INDEX = "artifact_search"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def index_of(node: type[Node], name: str) -> str:
    """What the index on a property is called."""
    return f"{_snake(node.label)}_{name}"


def schema_statements() -> list[str]:
    """Uniqueness constraints of all keys, then indexes of other properties; safe to run again."""
    constraints = [
        f"CREATE CONSTRAINT {_snake(node.label)}_{node.key} IF NOT EXISTS\n"
        f"FOR (n:{node.label}) REQUIRE n.{node.key} IS UNIQUE"
        for node in NODES
    ]
    indexes = [
        f"CREATE INDEX {index_of(node, name)} IF NOT EXISTS\nFOR (n:{node.label}) ON (n.{name})"
        for node in NODES
        for name in node.indexed
    ]
    of_relationships = [
        f"CREATE INDEX {kind.type_name.lower()}_{name} IF NOT EXISTS\nFOR ()-[r:{kind.type_name}]-() ON (r.{name})"
        for kind in RELATIONSHIPS
        for name in kind.indexed
    ]
    searched = "|".join(node.label for node in NODES if node.searched)
    names = ", ".join(f"n.{name}" for name in dict.fromkeys(name for node in NODES for name in node.searched))
    search = f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS\nFOR (n:{searched}) ON EACH [{names}]"
    # Other indexes do not look into lists.
    items = [
        f"CREATE FULLTEXT INDEX {index_of(node, name)} IF NOT EXISTS\nFOR (n:{node.label}) ON EACH [n.{name}]\n"
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}}"
        for node in NODES
        for name in node.items_indexed
    ]
    return [*constraints, *indexes, *of_relationships, *items, search]


def full_text_indexes() -> list[str]:
    """The names of the full-text indexes."""
    return [SEARCH_INDEX, *(index_of(node, name) for node in NODES for name in node.items_indexed)]


def folded(key: str) -> str:
    """The expression for what the spellings of one id have in common; other hubs tell upper and lower case apart."""
    return f"CASE WHEN {key} CONTAINS ':' THEN {key} ELSE toLower({key}) END"


def fold_older_nodes(node: type[Node]) -> str:
    """Sets `_folded` where a graph was made before there was such a property; commits in batches."""
    return (
        f"MATCH (n:{node.label}) WHERE n._folded IS NULL\n"
        f"CALL (n) {{ SET n._folded = {folded(f'n.{node.key}')} }} IN TRANSACTIONS OF 5000 ROWS\n"
        f"RETURN count(*) AS changed"
    )


def _on_create(node: type[Node]) -> str:
    spelling = f", n._folded = {folded(f'n.{node.key}')}" if node.in_any_case() else ""
    called = f", n.name = {node.called}" if node.called else ""
    return f"ON CREATE SET n.first_seen = $now{spelling}{called}"


def merge_nodes(node: type[Node]) -> str:
    """Merges described nodes; `$rows` are maps with `key` and `properties` (no nulls).

    `$now` is the load's start. That a source does not find an artifact (`missing`) says nothing against another source
    that describes it, but where it was asked itself.
    """
    before = "WITH n, row, n.status AS before\n" if node.has_status() else ""
    status = (
        ",\n    n.status = coalesce(row.properties.status, before)"
        if node.asked_itself
        else ",\n    n.status = CASE WHEN row.properties.status = 'missing' AND before <> 'stub' THEN before"
        " ELSE coalesce(row.properties.status, before) END"
    )
    # What it rests on may be among the properties.
    called = f"\nSET n.name = {node.called}" if node.called and node.called != f"n.{node.key}" else ""
    return (
        f"UNWIND $rows AS row\n"
        f"MERGE (n:{node.label} {{{node.key}: row.key}})\n"
        f"{_on_create(node)}\n"
        f"{before}"
        f"SET n += row.properties, n.last_seen = $now{status if before else ''}{called}"
    )


def merge_ends(node: type[Node]) -> str:
    """Makes the nodes that relationships name and nobody has described; `$keys` are their keys."""
    stub = ", n.status = 'stub'" if node.has_status() else ""
    return f"UNWIND $keys AS key\nMERGE (n:{node.label} {{{node.key}: key}})\n{_on_create(node)}{stub}"


def count_new_stubs(node: type[Node]) -> str:
    """Counts the artifacts that were first named in the load that began at `$now` and that nobody has described."""
    return f"MATCH (n:{node.label}) WHERE n.status = 'stub' AND n.first_seen = $now RETURN count(n) AS stubs"


def merge_relationships(relationship: type[Relationship], start: type[Node], end: type[Node]) -> str:
    """Merges relationships between nodes that exist; `$rows` are maps with `start`, `end`, `properties`.

    Of the `by_source` lists what `$source` said is replaced, and what other sources said stays.
    """
    keys = ", ".join(f"{name}: row.properties.{name}" for name in relationship.keyed_by)
    keys = f" {{{keys}}}" if keys else ""
    moved = ", r.moved_from = row.properties.moved_from" if "moved_from" in relationship.model_fields else ""
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{start.label} {{{start.key}: row.start}})\n"
        f"MATCH (b:{end.label} {{{end.key}: row.end}})\n"
        f"MERGE (a)-[r:{relationship.type_name}{keys}]->(b)\n"
        f"ON CREATE SET r.first_seen = $now, r.sources = [$source]\n"
        f"ON MATCH SET\n"
        f"  r.sources = CASE WHEN $source IN r.sources THEN r.sources ELSE r.sources + $source END\n"
        f"{_said_by_others(relationship.by_source)}"
        f"SET r += row.properties, r.source = $source, r.last_seen = $now{moved}"
    )


def places_apart(names: tuple[str, ...], kept: str, other: str) -> str:
    """The places of the lists of `kept` whose items are not together in the lists of `other`, too."""
    first = names[0]
    same = " AND ".join(f"{other}.{name}[j] = {kept}.{name}[i]" for name in names)
    places = f"j IN range(0, size(coalesce({other}.{first}, [])) - 1)"
    return f"[i IN range(0, size(coalesce({kept}.{first}, [])) - 1) WHERE none({places} WHERE {same})]"


def _said_by_others(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    joined = ", ".join(
        f"r.{name} = nullIf([i IN kept | r.{name}[i]] + coalesce(row.by_source.{name}, []), [])" for name in names
    )
    apart = places_apart(names, "r", "row.by_source")
    return f"WITH r, row, [i IN {apart} WHERE r.{names[0]}[i] <> $source] AS kept\nSET {joined}\n"


def withdraw_relationships(types: tuple[type[Relationship], ...], start: type[Node]) -> str:
    """Takes back what `$source` said of the owners in `$keys` in an earlier load and did not say again in this one.

    A relationship that another source still states stays, without this source; one that nobody states is deleted.
    Returns one row: `gone`, the types of those that were deleted.
    """
    said = {relationship.by_source for relationship in types if relationship.by_source}
    kept = "".join(
        f"WITH r, [i IN range(0, size(coalesce(r.{names[0]}, [])) - 1) WHERE r.{names[0]}[i] <> $source] AS kept\n"
        f"SET {', '.join(f'r.{name} = nullIf([i IN kept | r.{name}[i]], [])' for name in names)}\n"
        for names in sorted(said)
    )
    return (
        f"UNWIND $keys AS key\n"
        f"MATCH (a:{start.label} {{{start.key}: key}})-[r:{'|'.join(kind.type_name for kind in types)}]->()\n"
        f"WHERE r.last_seen < $now AND $source IN r.sources\n"
        f"SET r.sources = [item IN r.sources WHERE item <> $source],\n"
        f"    r.source = CASE WHEN r.source = $source THEN [item IN r.sources WHERE item <> $source][-1]"
        f" ELSE r.source END\n"
        f"{kept}"
        f"WITH r, type(r) AS kind WHERE size(r.sources) = 0\n"
        f"DELETE r\n"
        f"RETURN collect(DISTINCT kind) AS gone"
    )


def read_around(node: type[Node]) -> str:
    """Reads the properties of the nodes in `$keys`, and `around` them what leads from them."""
    return (
        f"UNWIND $keys AS key\n"
        f"MATCH (n:{node.label} {{{node.key}: key}})\n"
        f"RETURN key, properties(n) AS own,\n"
        f"  COLLECT {{ MATCH (n)-[r]->(x) RETURN [type(r), elementId(x), properties(r)] AS one }} AS around"
    )


def read_nodes(node: type[Node]) -> str:
    """Reads all nodes of a label in the order of their keys, which the index of the key gives without sorting."""
    return (
        f"MATCH (n:{node.label}) WHERE n.{node.key} >= ''\n"
        f"RETURN n.{node.key} AS key, properties(n) AS properties ORDER BY key"
    )


def read_relationships(relationship: type[Relationship], start: type[Node], end: type[Node]) -> str:
    """Reads all relationships of a type between two labels in the order of their ends, sorting those of one start."""
    keys = "".join(f", r.{name}" for name in relationship.keyed_by)
    return (
        f"MATCH (a:{start.label})-[r:{relationship.type_name}]->(b:{end.label})\n"
        f"USING INDEX a:{start.label}({start.key})\n"
        f"WHERE a.{start.key} >= ''\n"
        f"RETURN a.{start.key} AS start, b.{end.key} AS end, properties(r) AS properties ORDER BY start, end{keys}"
    )


def restore_nodes(node: type[Node]) -> str:
    """Makes nodes with exactly the properties given; `$rows` are maps with `key` and `properties`."""
    return (
        f"UNWIND $rows AS row\nMERGE (n:{node.label} {{{node.key}: row.key}})\n"
        f"SET n = row.properties, n.{node.key} = row.key"
    )


def restore_relationships(relationship: type[Relationship], start: type[Node], end: type[Node]) -> str:
    """Makes relationships with exactly the properties given; `$rows` are maps with `start`, `end`, `properties`."""
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{start.label} {{{start.key}: row.start}})\n"
        f"MATCH (b:{end.label} {{{end.key}: row.end}})\n"
        f"CREATE (a)-[r:{relationship.type_name}]->(b)\nSET r = row.properties"
    )


def set_properties_of_nodes(node: type[Node]) -> str:
    """Sets what a bulk import leaves out, such as empty texts; `$rows` are maps with `key` and `properties`."""
    return f"UNWIND $rows AS row\nMATCH (n:{node.label} {{{node.key}: row.key}})\nSET n += row.properties"


def set_properties_of_relationships(relationship: type[Relationship], start: type[Node], end: type[Node]) -> str:
    """The same for relationships, told apart by `keys`: the properties that are part of which one it is."""
    same = "".join(f" AND coalesce(r.{name}, '') = row.keys.{name}" for name in relationship.keyed_by)
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{start.label} {{{start.key}: row.start}})-[r:{relationship.type_name}]->"
        f"(b:{end.label} {{{end.key}: row.end}})\n"
        f"WHERE true{same}\nSET r += row.properties"
    )
