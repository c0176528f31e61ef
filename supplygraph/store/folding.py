"""Finds which artifact an id names that is not its own, and moves what is said of such ids to that artifact."""

import functools
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from itertools import islice

import neo4j

from supplygraph.errors import QueryError
from supplygraph.ids.reading import fold
from supplygraph.schema.declaration import Node, Relationship, declared_properties
from supplygraph.schema.declared import ARTIFACTS, RELATIONSHIPS
from supplygraph.store.connection import Connection, Row, statement
from supplygraph.store.statements import folded, merge_ends, places_apart

#: Ids that are folded in one transaction.
BATCH = 2_000
#: An old id may lead to another old id, and so on.
MAX_STEPS = 50

_STATED = "coalesce(n.status, '') <> 'stub'"
#: How the other end was written and what its key was, of a relationship that moves to the artifact `pair.id`.
_RAW = "nullIf(coalesce(r.raw, pair.key), pair.id)"
_MOVED_FROM = "nullIf(coalesce(r.moved_from, pair.key), pair.id)"


@functools.cache
def moved_ids() -> dict[str, str]:
    """Today's ids by those of earlier times in small letters; the `$moved` of the statements."""
    return {fold(old): new for node in ARTIFACTS for old, new in node.old_ids().items()}


def _named_beside(node: type[Node], described: str = _STATED, spelling: str = "stub < key") -> str:
    """Gives `id` for each `key`: the artifact that the key names without being its id; null where none is sure.

    An old id counts first, then the one described artifact whose id differs in letter case, then an old id that does.
    Where several described artifacts differ in letter case, none is meant surely; where none is described, the
    spelling that sorts first stands for all, so that the order of loading does not matter.

    Args:
        node: What is named.
        described: Condition on `n`: whether it is described.
        spelling: Condition on `stub`, the first of those that nobody describes: whether it stands for the key.
    """
    key = f"n.{node.key}"
    today = (
        f"OPTIONAL MATCH (today:{node.label} {{{node.key}: $moved[folded]}}) WHERE today.{node.key} <> key\n"
        if node.old_ids()
        else "WITH *, null AS today\n"
    )
    return (
        f"WITH key, {folded('key')} AS folded\n"
        f"CALL (key, folded) {{\n"
        f"  OPTIONAL MATCH (n:{node.label} {{_folded: folded}}) WHERE {key} <> key\n"
        f"  RETURN collect(CASE WHEN {described} THEN {key} END) AS same,\n"
        f"    min(CASE WHEN n.status = 'stub' THEN {key} END) AS stub\n"
        f"}}\n"
        f"CALL (key, folded) {{\n"
        f"  OPTIONAL MATCH (a:Alias {{_folded: folded}})-[:ALIAS_OF]->(n:{node.label}) WHERE {key} <> key\n"
        f"  RETURN collect(DISTINCT CASE WHEN a.id = key THEN {key} END) AS old, collect(DISTINCT {key}) AS near\n"
        f"}}\n"
        f"{today}"
        f"WITH key, CASE WHEN size(old) = 1 THEN old[0] WHEN size(same) = 1 THEN same[0] WHEN size(same) > 1 THEN null"
        f" WHEN size(near) = 1 THEN near[0] WHEN today IS NOT NULL THEN today.{node.key}"
        f" WHEN {spelling} THEN stub END AS id\n"
        f"WHERE id IS NOT NULL\n"
        f"RETURN key AS key, id AS id"
    )


def named_ends(node: type[Node]) -> str:
    """Which of `$keys`, borne by no artifact, name one; takes `$moved`."""
    return (
        f"UNWIND $keys AS key\n"
        f"WITH key WHERE NOT EXISTS {{ (:{node.label} {{{node.key}: key}}) }}\n"
        f"{_named_beside(node)}"
    )


def borne(node: type[Node]) -> str:
    """Which of `$keys` are those of artifacts, and their `status`."""
    return (
        f"UNWIND $keys AS key\n"
        f"MATCH (n:{node.label} {{{node.key}: key}})\n"
        f"RETURN key AS key, coalesce(n.status, '') AS status"
    )


def asked_for(node: type[Node]) -> str:
    """Which artifacts `$keys` name otherwise than by their ids, also where nobody describes them; takes `$moved`."""
    return f"UNWIND $keys AS key\n{_named_beside(node, spelling='stub IS NOT NULL')}"


def same_but_for_case(node: type[Node]) -> str:
    """The artifacts whose ids are `$key` but for letter case."""
    return (
        f"MATCH (n:{node.label} {{_folded: {folded('$key')}}})\n"
        f"WHERE n.{node.key} <> $key\n"
        f"RETURN n.{node.key} AS id ORDER BY id"
    )


def spelt_like(node: type[Node]) -> str:
    """Artifacts that `$name_key`, `$name_look`, `$owner` or `$start` lead to, at most `$most` of each."""
    given = f"n.{node.key} AS id, coalesce(n.{node.use}, 0) AS downloads"
    ways = [
        f"MATCH (n:{node.label}) WHERE n._folded STARTS WITH ${way} RETURN {given}, false AS same_name LIMIT $most"
        for way in ("owner", "start")
    ]
    for way in ("name_key", "name_look"):
        if f"_{way}" in node.indexed:
            same = "true" if way == "name_key" else "false"
            ways.append(f"MATCH (n:{node.label} {{_{way}: ${way}}}) RETURN {given}, {same} AS same_name LIMIT $most")
    return "\nUNION\n".join(ways)


def containing(node: type[Node]) -> str:
    """The artifacts whose ids contain `$part`, at most `$most`, those of most use first."""
    return (
        f"MATCH (n:{node.label}) WHERE toLower(n.{node.key}) CONTAINS $part\n"
        f"RETURN n.{node.key} AS id, coalesce(n.{node.use}, 0) AS downloads ORDER BY downloads DESC, id LIMIT $most"
    )


def other_names(node: type[Node]) -> list[str]:
    """Which artifacts bear an id that names another one: stubs, and those that only others know than who is asked."""
    found = [f"MATCH (n:{node.label} {{status: 'stub'}})\nWITH n.{node.key} AS key\n{_named_beside(node)}"]
    if node.known_by:
        unknown = f"MATCH (n:{node.label}) WHERE n.{node.known_by} IS NULL AND n.status <> 'stub'\n"
        found.append(
            f"{unknown}WITH n.{node.key} AS key\n{_named_beside(node, f'n.{node.known_by} IS NOT NULL', 'false')}"
        )
    return found


def mistaken_ends() -> str:
    """Artifacts, `key`, that something names by the `id` of another one, or by one that two others may be meant by.

    What names them was written before the others were described; gives `label`, `key`, `id`, and takes `$moved`.
    """
    return "\nUNION\n".join(_mistaken(node) for node in ARTIFACTS)


def _mistaken(node: type[Node]) -> str:
    label, key = node.label, node.key
    today = (
        f"  UNION\n"
        f"  UNWIND keys($moved) AS small\n"
        f"  MATCH (n:{label} {{_folded: small}}), (old:{label} {{{key}: $moved[small]}})\n"
        f"  WHERE {_STATED} AND n <> old AND EXISTS {{ ()-[r]->(old) WHERE r.moved_from = n.{key} }}\n"
        f"  RETURN old.{key} AS key, n.{key} AS id\n"
        if node.old_ids()
        else ""
    )
    return (
        f"CALL () {{\n"
        f"  MATCH (n:{label})\n"
        f"  USING INDEX n:{label}(_folded)\n"
        f"  WHERE n._folded IS NOT NULL\n"
        f"  WITH n._folded AS folded, count(CASE WHEN {_STATED} THEN 1 END) AS twins\n"
        f"  WHERE twins > 1\n"
        f"  MATCH (old:{label} {{_folded: folded}})<-[r]-()\n"
        f"  WHERE {folded('r.moved_from')} = folded\n"
        f"  RETURN DISTINCT old.{key} AS key, r.moved_from AS id\n"
        f"  UNION\n"
        f"  MATCH (a:Alias)-[:ALIAS_OF]->(old:{label}), (n:{label} {{{key}: a.id}})\n"
        f"  WHERE {_STATED} AND n <> old AND EXISTS {{ ()-[r]->(old) WHERE r.moved_from = n.{key} }}\n"
        f"  RETURN old.{key} AS key, n.{key} AS id\n"
        f"{today}"
        f"}}\n"
        f"RETURN '{label}' AS label, key, id"
    )


def give_back_statements(node: type[Node]) -> list[str]:
    """Moves what names `id` itself from `key` to it, for `$pairs` of both. Each returns one integer `changed`."""
    return [
        _move(node, kind, f"(x)-[r:{kind.type_name} {{moved_from: pair.id}}]->(old)", "(x)-[m:{}]->(n)")
        for kind in RELATIONSHIPS
        if "moved_from" in kind.model_fields and any(end is node for _, end in kind.ends)
    ]


def said_of(node: type[Node]) -> str:
    """Which types of relationships begin (`out`) or end at any artifact `key` of `$pairs`."""
    return (
        f"UNWIND $pairs AS pair\n"
        f"MATCH (old:{node.label} {{{node.key}: pair.key}})-[r]-()\n"
        f"RETURN DISTINCT type(r) AS type, startNode(r) = old AS out"
    )


def move_statements(node: type[Node], said: Collection[tuple[str, bool]]) -> list[str]:
    """Moves what is said of artifacts to others, `$pairs` of `key` and `id`, and deletes the first.

    Where both have the same relationship, one is left with the lists of both. Each returns one integer `changed`.

    Args:
        node: Their label.
        said: The types of relationships that begin (True) or end at any of the first: a statement that runs for the
            first time takes longer than what it does.
    """
    statements = []
    for kind in RELATIONSHIPS:
        # What is derived is worked out anew; of what tells several apart only claims are stated by sources.
        if kind.keyed_by and "moved_from" not in kind.model_fields:
            continue
        if not kind.of_the_name and (kind.type_name, True) in said:
            statements.append(_move(node, kind, f"(old)-[r:{kind.type_name}]->(x)", "(n)-[m:{}]->(x)"))
        if (kind.type_name, False) in said:
            statements.append(_move(node, kind, f"(x)-[r:{kind.type_name}]->(old)", "(x)-[m:{}]->(n)"))
    taken = ", ".join(f"n.{name} = coalesce(n.{name}, old.{name})" for name in node.taken_over)
    kept = f"SET {taken}\n" if taken else ""
    statements.append(f"{_pairs(node)}{kept}DETACH DELETE old\nRETURN count(*) AS changed")
    return statements


def _pairs(node: type[Node]) -> str:
    return (
        f"UNWIND $pairs AS pair\n"
        f"MATCH (old:{node.label} {{{node.key}: pair.key}})\n"
        f"MATCH (n:{node.label} {{{node.key}: pair.id}})\n"
    )


def _move(node: type[Node], kind: type[Relationship], found: str, made: str) -> str:
    incoming = found.endswith("(old)")
    moved = f", m.raw = {_RAW}, m.moved_from = {_MOVED_FROM}" if incoming and "moved_from" in kind.model_fields else ""
    keys = ", ".join(f"{name}: r.{name}" for name in kind.keyed_by)
    made_as = f"{kind.type_name} {{{keys}}}" if keys else kind.type_name
    return (
        f"{_pairs(node)}"
        f"MATCH {found}\n"
        f"WITH pair, n, x, r ORDER BY pair.key\n"
        f"FOREACH (_ IN CASE WHEN x = n THEN [] ELSE [1] END |\n"
        f"  MERGE {made.format(made_as)}\n"
        f"  ON CREATE SET m = properties(r){moved}\n"
        f"  ON MATCH SET {_united(kind, incoming=incoming)})\n"
        f"DELETE r\n"
        f"RETURN count(*) AS changed"
    )


def _united(kind: type[Relationship], *, incoming: bool) -> str:
    """What two relationships state together: scalars of the first, lists of both."""
    parts = [
        "m.sources = m.sources + [one IN r.sources WHERE NOT one IN m.sources]",
        "m.first_seen = CASE WHEN r.first_seen < m.first_seen THEN r.first_seen ELSE m.first_seen END",
        "m.last_seen = CASE WHEN r.last_seen > m.last_seen THEN r.last_seen ELSE m.last_seen END",
    ]
    said = kind.by_source
    if said:
        # Worked out before any of these lists changes.
        parts.append(f"m._kept = {places_apart(said, 'r', 'm')}")
        parts += [f"m.{name} = nullIf(coalesce(m.{name}, []) + [i IN m._kept | r.{name}[i]], [])" for name in said]
        parts.append("m._kept = null")
    for one in declared_properties(kind):
        if one.derived or one.name in said:
            continue
        name = one.name
        if one.type.startswith("LIST"):
            more = f"r.{name}" if name in kind.parallel else f"[one IN r.{name} WHERE NOT one IN m.{name}]"
            parts.append(
                f"m.{name} = CASE WHEN m.{name} IS NULL THEN r.{name} WHEN r.{name} IS NULL THEN m.{name} "
                f"ELSE m.{name} + {more} END"
            )
        elif name == "raw" and incoming:
            parts.append(f"m.raw = coalesce(m.raw, {_RAW})")
        else:
            parts.append(f"m.{name} = coalesce(m.{name}, r.{name})")
    return ", ".join(parts)


def united(kind: type[Relationship], first: Row, second: Row) -> Row:
    """What `move_statements` make of two relationships, for the properties of two that are about to be written."""
    both = {**second, **first}
    said = [name for name in kind.by_source if name in first and name in second]
    if said:
        own = list(zip(*(first[name] for name in said), strict=True))
        more = [one for one in zip(*(second[name] for name in said), strict=True) if one not in own]
        both.update(zip(said, map(list, zip(*own, *more, strict=True)), strict=True))
    for name in first.keys() & second.keys() - set(said):
        one, other = first[name], second[name]
        if isinstance(one, list):
            both[name] = one + (other if name in kind.parallel else [item for item in other if item not in one])
    return both


def fold_ids(
    connection: Connection, among: Collection[type[Node]] = ARTIFACTS, *, moved_before: bool = True
) -> dict[str, set[str]]:
    """Moves what is said of ids in another letter case, and of old ids, to the artifact they name.

    Exact ids of described artifacts stay: two of them that differ in letter case are two artifacts, each with what
    names it, whichever was described first.

    Args:
        connection: The graph.
        among: The labels of which some id may name another artifact.
        moved_before: Whether anything may have moved before that is to be given back.

    Returns:
        By label the ids of the artifacts that something moved to or was given back by.

    Raises:
        ServerError: the server cannot be used.
        QueryError: old ids lead to each other without an end.
    """
    changed: dict[str, set[str]] = _give_back(connection) if moved_before else {}
    for node in (node for node in ARTIFACTS if node in among):
        for _ in range(MAX_STEPS):
            now = {id_ for text in other_names(node) for id_ in _fold(connection, node, text)}
            if now:
                changed.setdefault(node.label, set()).update(now)
            else:
                break
        else:
            raise QueryError(f"old ids of {node.label} lead to each other without an end")
    return changed


def _fold(connection: Connection, node: type[Node], text: str) -> set[str]:
    rows = iter(connection.read(text, {"moved": moved_ids()}))
    changed: set[str] = set()
    while pairs := list(islice(rows, BATCH)):
        if connection.write(_folding(node, pairs)):
            changed.update(pair["id"] for pair in pairs)
    return changed


def _give_back(connection: Connection) -> dict[str, set[str]]:
    found = connection.read(mistaken_ends(), {"moved": moved_ids()})
    changed: dict[str, set[str]] = {}
    for node in ARTIFACTS:
        rows = (row for row in found if row["label"] == node.label)
        while pairs := list(islice(rows, BATCH)):
            # An id that two artifacts may be meant by is one that nobody describes.
            stubs = {"keys": sorted({pair["id"] for pair in pairs}), "now": datetime.now(UTC)}
            if connection.write(_moving(give_back_statements(node), pairs, (merge_ends(node), stubs))):
                changed.setdefault(node.label, set()).update(id_ for pair in pairs for id_ in (pair["key"], pair["id"]))
    return changed


def _folding(node: type[Node], pairs: list[Row]) -> Callable[[neo4j.ManagedTransaction], int]:
    def work(transaction: neo4j.ManagedTransaction) -> int:
        rows = transaction.run(statement(said_of(node)), {"pairs": pairs})
        said = {(row["type"], row["out"]) for row in rows}
        return _moved(transaction, move_statements(node, said), pairs)

    return work


def _moving(
    texts: list[str], pairs: list[Row], first: tuple[str, Row] | None = None
) -> Callable[[neo4j.ManagedTransaction], int]:
    def work(transaction: neo4j.ManagedTransaction) -> int:
        if first is not None:
            transaction.run(statement(first[0]), first[1]).consume()
        return _moved(transaction, texts, pairs)

    return work


def _moved(transaction: neo4j.ManagedTransaction, texts: list[str], pairs: list[Row]) -> int:
    return sum(int(transaction.run(statement(text), {"pairs": pairs}).single(strict=True)["changed"]) for text in texts)
