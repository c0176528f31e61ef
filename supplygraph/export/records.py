"""Writes all artifacts of the graph as plain records, so that the graph can go out and come back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from typing import Any, TextIO

from neo4j.time import DateTime

from supplygraph.graph.connection import Connection
from supplygraph.graph.declaration import Node, Relationship, declared_properties
from supplygraph.graph.relationships import AliasOf, Declares
from supplygraph.sources.record_format import KINDS, LICENSE, RelationKey, item_defaults, relation_keys
from supplygraph.sources.records import record_elements
from supplygraph.sources.tally import Tally

#: Artifacts of one read.
PAGE = 1_000

Row = dict[str, Any]


def export_records(
    connection: Connection, stream: TextIO, on_progress: Callable[[int], None] = lambda written: None
) -> int:
    """Writes one record a line, in the order of kind and id, and returns how many.

    A stub of which nothing is stated has no record: it comes back because others name it.

    Args:
        connection: The graph.
        stream: Where to write.
        on_progress: Told after each read how many are written.

    Raises:
        ServerError: the graph cannot be read.
    """
    written = 0
    for kind, node in sorted(KINDS.items()):
        for page in _pages(connection, node):
            for row in page:
                record = artifact_record(kind, row["properties"], row["stated"])
                if record is not None:
                    stream.write(json.dumps(record, ensure_ascii=False) + "\n")
                    written += 1
            on_progress(written)
    return written


def artifact_record(kind: str, properties: Mapping[str, Any], stated: list[Row]) -> Row | None:
    """The record of one artifact; None for a stub of which nothing is stated.

    Args:
        kind: What it is.
        properties: Properties of its node.
        stated: What it states and its aliases, each with `type`, `label`, `other` and `properties`.
    """
    node = KINDS[kind]
    record: Row = {"kind": kind, "id": properties[node.key]}
    for declared in declared_properties(node):
        value = _json_value(properties.get(declared.name))
        if declared.derived or declared.name == node.key or value is None:
            continue
        if (declared.name, value) != ("status", "present"):
            record[declared.name] = value
    by_type: dict[str, list[Row]] = defaultdict(list)
    for one in stated:
        by_type[one["type"]].append(one)
    for relation in relation_keys(node):
        rows = by_type[relation.relationship.type_name]
        if relation is LICENSE:
            record.update(_licenses(kind, rows))
            continue
        items = _items(relation, node, rows)
        usual = properties.get(relation.short) if relation.short in node.model_fields else None
        if items != ([usual] if usual else []):
            record[relation.key] = items
    return None if record.get("status") == "stub" and len(record) == len(("kind", "id", "status")) else record


def _pages(connection: Connection, node: type[Node]) -> Iterator[list[Row]]:
    types = "|".join(sorted({one.relationship.type_name for one in relation_keys(node) if not one.incoming}))
    query = (
        f"MATCH (n:{node.label})\n"
        f"WHERE n.{node.key} > $after\n"
        f"WITH n ORDER BY n.{node.key} LIMIT $page\n"
        f"RETURN n.{node.key} AS key, properties(n) AS properties,\n"
        f"  COLLECT {{\n"
        f"    MATCH (n)-[r:{types}]->(other)\n"
        f"    RETURN {{type: type(r), label: labels(other)[0], other: properties(other), properties: properties(r)}}\n"
        f"  }} + COLLECT {{\n"
        f"    MATCH (other:Alias)-[r:{AliasOf.type_name}]->(n)\n"
        f"    RETURN {{type: type(r), label: 'Alias', other: properties(other), properties: properties(r)}}\n"
        f"  }} AS stated\n"
        f"ORDER BY key"
    )
    after = ""
    while page := connection.read(query, {"after": after, "page": PAGE}):
        yield page
        after = page[-1]["key"]


def _items(relation: RelationKey, node: type[Node], rows: list[Row]) -> list[Any]:
    others = {other.label: other for other in relation.others(node)}
    found: list[tuple[str, str, Any]] = []
    for row in rows:
        other = others.get(row["label"])
        if other is None:
            continue
        key = row["other"][other.key]
        item: Row = {"id": key}
        if len(others) > 1:
            kind = next(kind for kind, one in KINDS.items() if one is other)
            item |= {} if kind == "model" else {"kind": kind}
        elif not other.has_status():
            item |= _declared_values(other, row["other"], without=other.key)
        item |= _least(relation.relationship, row["properties"])
        found.append((row["label"], key, item if len(item) > 1 else key))
    return [item for _, _, item in sorted(found, key=lambda one: one[:2])]


def _least(relationship: type[Relationship], properties: Mapping[str, Any]) -> Row:
    """As few properties as give the same relationship when they are read again."""
    source = str(properties.get("source", ""))

    def read_again(stated: Row) -> Row:
        return {**item_defaults(relationship, source, stated), **stated}

    stated = _declared_values(relationship, properties)
    whole = {name: stated.get(name) for name in read_again(stated)}
    least = dict(whole)
    for name in whole:
        fewer = {key: value for key, value in least.items() if key != name}
        if read_again(fewer) == whole:
            least = fewer
    return least


def _licenses(kind: str, rows: list[Row]) -> Row:
    """The keys that state the licences: as a card would write them, or one object each where that says less."""
    if not rows:
        return {}
    wanted = {row["other"]["id"]: _declared_values(Declares, row["properties"]) for row in rows}
    plain = _as_on_a_card(list(wanted.values()))
    if plain and _read_again(kind, plain) == wanted:
        return plain
    items: list[Row] = []
    for id_, stated in sorted(wanted.items()):
        usual = {"name": None, "link": None, "operator": "list" if len(wanted) > 1 else "single"}
        usual |= item_defaults(Declares, "", {})
        different = {name: stated.get(name) for name in usual if stated.get(name) != usual[name]}
        items.append({"id": id_, "raw": stated.get("raw"), **different})
    return {"license": items if len(items) > 1 else items[0]}


def _as_on_a_card(stated: list[Row]) -> Row:
    raws = sorted({one["raw"] for one in stated if one.get("raw")})
    record: Row = {"license": raws[0] if len(raws) == 1 else raws}
    for name in ("name", "link"):
        values = {one.get(name) for one in stated}
        if len(values) > 1:
            return {}
        if (value := values.pop()) is not None:
            record[f"license_{name}"] = value
    return record


def _read_again(kind: str, keys: Row) -> dict[str, Row]:
    elements = record_elements({"kind": kind, "id": "x", **keys}, "", "", Tally())
    return {
        one.end.key: one.model_dump(exclude={"start", "end"}, exclude_none=True)
        for one in elements
        if isinstance(one, Declares)
    }


def _declared_values(
    declaration: type[Node] | type[Relationship], properties: Mapping[str, Any], without: str | None = None
) -> Row:
    return {
        declared.name: _json_value(properties[declared.name])
        for declared in declared_properties(declaration)
        if not declared.derived and declared.name != without and properties.get(declared.name) is not None
    }


def _json_value(value: Any) -> Any:
    if isinstance(value, DateTime):
        return value.to_native().astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
