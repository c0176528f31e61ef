"""Puts into plain words what Neo4j has to say about own Cypher, with the name that was probably meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from supplygraph.graph.connection import Notification

_NAME = re.compile(r"`(.+?)`")
# Status of a name that no node or relationship of this database has: the kind, and where it is declared.
_UNKNOWN = {
    "01N50": ("label", "labels"),
    "01N51": ("relationship type", "relationshipTypes"),
    "01N52": ("property", "propertyKeys"),
}


def warning(notification: Notification, where: str) -> str:
    """One line about a notification, without a full stop.

    Args:
        notification: What the server says.
        where: What the text is called.
    """
    place = where if notification.line is None else f"{where}:{notification.line}:{notification.column}"
    return f"{place}: {_text(notification)}"


def _text(notification: Notification) -> str:
    named = _NAME.search(notification.text)
    if notification.status not in _UNKNOWN or named is None:
        return notification.text.rstrip(".")
    from supplygraph.graph.documentation import linter_schema

    kind, key = _UNKNOWN[notification.status]
    name, declared = named[1], linter_schema()[key]
    if name in declared:
        return f"nothing in this graph has the {kind} {name} yet"
    meant = _meant(name, declared)
    return f"the graph declares no {kind} {name}" + (f"; did you mean {meant}?" if meant else "")


def _meant(name: str, declared: Iterable[str]) -> str | None:
    by_lower = {one.lower(): one for one in declared}
    close = get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None
