"""Puts into plain words what is probably not meant in own Cypher, with the name that was probably meant."""

import re

from supplygraph.queries.meant import LIKENESS_ELSEWHERE, meant, properties_in, remarks
from supplygraph.queries.tokens import place
from supplygraph.store.connection import Notification

_NAME = re.compile(r"`(.+?)`")
# Status of a name that no node or relationship of this database has: the kind, and where it is declared.
_UNKNOWN = {
    "01N50": ("label", "labels"),
    "01N51": ("relationship type", "relationshipTypes"),
    "01N52": ("property", "propertyKeys"),
}


def warnings(statement: str, notifications: list[Notification], where: str) -> tuple[str, ...]:
    """A line about each thing, without a full stop; what is said of several places is said of the first.

    Args:
        statement: The own Cypher.
        notifications: What the server says about it.
        where: What the text is called.
    """
    found: dict[str, str] = {}
    # The server names places in no order.
    for notification in sorted(notifications, key=lambda one: (one.line or 0, one.column or 0)):
        at = "" if notification.line is None else f":{notification.line}:{notification.column}"
        found.setdefault(_text(notification, statement), at)
    for token, text in remarks(statement):
        found.setdefault(text, f":{place(statement, token.start)}")
    return tuple(f"{where}{at}: {text}" for text, at in found.items())


def _text(notification: Notification, statement: str) -> str:
    named = _NAME.search(notification.text)
    if notification.status not in _UNKNOWN or named is None:
        return notification.text.rstrip(".")
    from supplygraph.store.documentation import linter_schema

    kind, key = _UNKNOWN[notification.status]
    name, declared = named[1], linter_schema()[key]
    if name in declared:
        return f"nothing in this graph has the {kind} {name} yet"
    if key == "propertyKeys":
        close = meant(name, properties_in(statement)) or meant(name, declared, LIKENESS_ELSEWHERE)
    else:
        close = meant(name, declared)
    return f"the graph declares no {kind} {name}" + (f"; did you mean {close}?" if close else "")
