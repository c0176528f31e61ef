"""Turns what Neo4j returns into values that JSON knows, and into the text of a table cell."""

import base64
import json
import math
from typing import Any

from neo4j.graph import Entity, Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import DateTime, Time

from supplygraph.schema.declaration import stated

# Properties that name a node, best first.
_NAMES = ("id", "code", "name")


def plain(value: Any) -> Any:
    """The value with nodes, relationships, paths, dates and points as maps and strings."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Node():
            return {"labels": sorted(value.labels), "properties": plain(shown(value))}
        case Relationship():
            start, end = value.nodes
            return {
                "type": value.type,
                "start": node_name(start),
                "end": node_name(end),
                "properties": plain(shown(value)),
            }
        case Path():
            return {
                "nodes": [plain(node) for node in value.nodes],
                "relationships": [plain(relationship) for relationship in value.relationships],
            }
        case Point():
            return {"srid": value.srid, "coordinates": [float(number) for number in value]}
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case bytes() | bytearray():
            return base64.b64encode(value).decode("ascii")
        case DateTime() | Time():
            # Microseconds are what Python and most readers know; nanoseconds are shown where there are any.
            exact = value.nanosecond % 1000
            return value.iso_format() if exact else value.to_native().isoformat()
    iso = getattr(value, "iso_format", None)
    return iso() if iso is not None else str(value)


def shown(element: Entity) -> dict[str, Any]:
    """What a person would print of a node or relationship: what names it first, and nothing of the machinery."""
    properties = stated(dict(element))
    return {name: properties[name] for name in _NAMES if name in properties} | properties


def cell(value: Any) -> str:
    """The value as a person reads it in one cell; null is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Node():
            return f"(:{':'.join(sorted(value.labels))} {node_name(value)})"
        case Path():
            return _path(value)
        case list() | tuple():
            return ", ".join(cell(item) for item in value)
    made = plain(value)
    return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)


def node_name(node: Node | None) -> str:
    """The property that names a node, or its element id."""
    if node is None:
        return ""
    return next((str(node[name]) for name in _NAMES if node.get(name) is not None), node.element_id)


def _path(path: Path) -> str:
    text = node_name(path.start_node)
    for before, relationship, node in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        what = relationship.get("relation") or relationship.type
        forward = relationship.start_node == before
        text += f" -[{what}]-> {node_name(node)}" if forward else f" <-[{what}]- {node_name(node)}"
    return text
