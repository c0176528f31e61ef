"""What several statements of one load about the same node or relationship come to, wherever they meet."""

from functools import cache
from typing import Any

from supplygraph.schema.declaration import Node, Relationship

Row = dict[str, Any]


def properties(element: Node | Relationship) -> Row:
    """The stated properties under their graph names, without nulls and without the ends of a relationship."""
    names = _names(type(element))
    return {names[name]: value for name, value in element.__dict__.items() if value is not None and name in names}


@cache
def _names(kind: type[Node | Relationship]) -> dict[str, str]:
    """The names in the graph of the fields that are properties."""
    return {name: one.alias or name for name, one in kind.model_fields.items() if name not in ("start", "end")}


def folded(key: str) -> str:
    """What the spellings of one id have in common, as `statements.folded` has it in the graph."""
    return key if ":" in key else key.lower()


def take_node(kind: type[Node], held: Row, row: Row) -> None:
    """Adds what is said later of a node to what was said before, as `merge_nodes` does in the graph."""
    before = held.get("status")
    held.update(row)
    if row.get("status") == "missing" and before not in (None, "stub") and not kind.asked_itself:
        held["status"] = before


def take_relationship(kind: type[Relationship], source: str, held: Row, row: Row) -> None:
    """The same for a relationship, as `merge_relationships` does; both have `properties` and lists `by_source`."""
    held["properties"].update(row["properties"])
    names = kind.by_source
    if names:
        said = _together(row["by_source"], names)
        kept = [one for one in _together(held["by_source"], names) if one[0] != source and one not in said]
        held["by_source"] = {
            name: list(column) for name, column in zip(names, zip(*kept, *said, strict=True), strict=False)
        }


def _together(lists: Row, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(lists.get(name, ()) for name in names), strict=True))
