"""Writes all artifacts of the graph as plain records, so that the graph can go out and come back."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from time import monotonic
from typing import Any, TextIO

from neo4j.time import DateTime

from supplygraph.schema.declaration import Node, Relationship
from supplygraph.schema.nodes import License
from supplygraph.schema.record_format import (
    KINDS,
    LICENSE,
    RelationKey,
    item_defaults,
    relation_keys,
    stated_properties,
)
from supplygraph.schema.relationships import Declares, PublishedBy
from supplygraph.sources.records import record_elements
from supplygraph.store.connection import Connection
from supplygraph.tally import Tally
from supplygraph.text import utc_text

_LOG = logging.getLogger(__name__)

#: Artifacts of one read.
PAGE = 1_000

Row = dict[str, Any]

#: An author that only the id names comes back with the id.
_OWN_PROPERTIES = (
    "CASE WHEN split(split(n.id, '/')[0], ':')[-1] = n.author AND EXISTS { (n)-[:PUBLISHED_BY {source: 'id'}]->() }"
    " THEN n {.*, author: null} ELSE properties(n) END"
)


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
    written, clock = 0, monotonic()
    for kind, node in sorted(KINDS.items()):
        for page in _pages(connection, node):
            for row in page:
                record = artifact_record(kind, row["properties"], row["stated"])
                if record is not None:
                    stream.write(json.dumps(record, ensure_ascii=False) + "\n")
                    written += 1
            on_progress(written)
    _LOG.info("%d records exported in %.2f s", written, monotonic() - clock)
    return written


def artifact_record(kind: str, properties: Mapping[str, Any], stated: Mapping[str, list[Any]]) -> Row | None:
    """The record of one artifact; None for a stub of which nothing is stated.

    Args:
        kind: What it is.
        properties: Properties of its node.
        stated: For each key of a relation its items: keys of other nodes, or maps with `other` and as much of `label`,
            `words` (properties of the other node) and `properties` as there is.
    """
    node = KINDS[kind]
    record: Row = {"kind": kind, "id": properties[node.key], **stated_values(node, properties)}
    if record.get("status") == "present":
        del record["status"]
    for relation in relation_keys(node):
        rows = [{"other": row} if isinstance(row, str) else row for row in stated.get(relation.key, ())]
        if relation is LICENSE:
            record.update(_licenses(kind, rows))
            continue
        items = _items(relation, node, rows)
        usual = properties.get(relation.short) if relation.short in node.model_fields else None
        if items != ([usual] if usual else []):
            record[relation.key] = items
    return None if record.get("status") == "stub" and len(record) == len(("kind", "id", "status")) else record


def _pages(connection: Connection, node: type[Node]) -> Iterator[list[Row]]:
    relations = ",\n".join(f"    {relation.key}: {_collected(relation, node)}" for relation in relation_keys(node))
    query = (
        f"MATCH (n:{node.label})\n"
        f"WHERE n.{node.key} > $after\n"
        f"WITH n ORDER BY n.{node.key} LIMIT $page\n"
        f"RETURN n.{node.key} AS key, {_OWN_PROPERTIES if 'author' in node.model_fields else 'properties(n)'}"
        f" AS properties, {{\n{relations}\n}} AS stated\n"
        f"ORDER BY key"
    )
    after = ""
    while page := connection.read(query, {"after": after, "page": PAGE}):
        yield page
        after = page[-1]["key"]


def _collected(relation: RelationKey, node: type[Node]) -> str:
    """The items of one relation, with no more in each than there can be: most of an export is such items."""
    others = relation.others(node)
    labels = "|".join(other.label for other in others)
    start, end = (f"(other:{labels})", "(n)") if relation.incoming else ("(n)", f"(other:{labels})")
    item = [f"other: other.{others[0].key}"]
    if len(others) > 1:
        item.append("label: labels(other)[0]")
    if words := _word_properties(others[0]):
        item.append(f"words: other {{{', '.join(f'.{name}' for name in words)}}}")
    if names := stated_properties(relation.relationship):
        item.append(f"properties: r {{.source, {', '.join(f'.{name}' for name in names)}}}")
    returned = f"{{{', '.join(item)}}}" if len(item) > 1 else f"other.{others[0].key}"
    # What ids say by themselves is not a source's statement.
    where = ' WHERE r.source <> "id"' if relation.relationship is PublishedBy else ""
    return f"COLLECT {{ MATCH {start}-[r:{relation.relationship.type_name}]->{end}{where} RETURN {returned} }}"


def _items(relation: RelationKey, node: type[Node], rows: list[Row]) -> list[Any]:
    kinds = {other.label: kind for kind, other in KINDS.items() if other in relation.others(node)}
    words_of = _word_properties(relation.others(node)[0])
    found: list[tuple[str, str, Any]] = []
    for row in rows:
        key, label = row["other"], row.get("label", "")
        item: Row = {"id": key}
        if kinds.get(label, "model") != "model":
            item["kind"] = kinds[label]
        words = row.get("words", {})
        # The server gives a map in an order of its own.
        item |= {name: words[name] for name in words_of if words.get(name) is not None}
        item |= _least(relation.relationship, row.get("properties", {}))
        found.append((label, key, item if len(item) > 1 else key))
    return [item for _, _, item in sorted(found, key=lambda one: (*one[:2], json.dumps(one[2], sort_keys=True)))]


def _word_properties(other: type[Node]) -> tuple[str, ...]:
    """What an item says about the word that it names; artifacts and licences are described elsewhere."""
    return () if other.has_status() or other is License else stated_properties(other)


def _least(relationship: type[Relationship], properties: Mapping[str, Any]) -> Row:
    """As few properties as give the same relationship when they are read again."""
    source = str(properties.get("source", ""))

    def read_again(stated: Row) -> Row:
        return {**item_defaults(relationship, source, stated), **stated}

    stated = stated_values(relationship, properties)
    whole = {name: stated.get(name) for name in read_again(stated)}
    least = dict(whole)
    # What each source says stands in parallel lists, which are left out together or not at all.
    together = tuple(name for name in relationship.by_source if name in whole)
    for names in (together, *((name,) for name in whole if name not in together)):
        fewer = {key: value for key, value in least.items() if key not in names}
        if read_again(fewer) == whole:
            least = fewer
    return least


def _licenses(kind: str, rows: list[Row]) -> Row:
    """The keys that state the licences: as a card would write them, or one object each where that says less."""
    if not rows:
        return {}
    wanted = {row["other"]: stated_values(Declares, row["properties"]) for row in rows}
    plain = _as_on_a_card(list(wanted.values()))
    if plain and _read_again(kind, json.dumps(plain)) == wanted:
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


@lru_cache(maxsize=4096)
def _read_again(kind: str, keys: str) -> dict[str, Row]:
    """The licences that a record with these keys (as JSON) declares."""
    elements = record_elements({"kind": kind, "id": "x", **json.loads(keys)}, "", "", Tally())
    return {
        one.end.key: one.model_dump(exclude={"start", "end"}, exclude_none=True)
        for one in elements
        if isinstance(one, Declares)
    }


def stated_values(declaration: type[Node] | type[Relationship], properties: Mapping[str, Any]) -> Row:
    """Of properties in the graph those that a source may state, as JSON has them."""
    return {
        name: _json_value(properties[name])
        for name in stated_properties(declaration)
        if properties.get(name) is not None
    }


def _json_value(value: Any) -> Any:
    if isinstance(value, DateTime):
        return utc_text(value.to_native())
    return value
