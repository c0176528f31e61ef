"""Sees what a small batch changes of the artifacts it is about, so that only what follows from that is worked out."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

import neo4j

from supplygraph.schema.declaration import Follows, Node
from supplygraph.schema.declared import RELATIONSHIPS
from supplygraph.store.connection import Row, statement
from supplygraph.store.statements import read_around

#: Artifacts of a batch up to which what is stated of them is read before and after it; above, all may have changed.
FEW = 2_000

_WATCHED = {kind.type_name: kind for kind in RELATIONSHIPS if kind.watched}
#: Says when something was stated last, which nothing follows from, and by whom.
_SEEN, _SOURCES = ("last_seen",), ("source", "sources")

#: What is stated of artifacts by label and key, for each that something follows from.
Stated = dict[Follows, dict[tuple[str, str], Any]]


def stated(transaction: neo4j.ManagedTransaction, keys: Mapping[type[Node], Iterable[str]]) -> Stated:
    """What the graph states now of the artifacts with these keys."""
    found: Stated = {follows: {} for follows in get_args(Follows)}
    for node, asked in keys.items():
        text = read_around(node, _WATCHED.values())
        for row in transaction.run(statement(text), {"keys": sorted(asked)}):
            for follows, held in found.items():
                own = [row["own"][name] for name in node.watched.get(follows, ())]
                held[node.label, row["key"]] = own, _around(row["around"], follows)
    return found


def changes(before: Stated, after: Stated) -> set[Follows]:
    """What may have changed so that something follows from it."""
    return {follows for follows, held in after.items() if held != before[follows]}


def _around(found: list[tuple[str, str, Row]], follows: Follows) -> list[tuple[str, str, str]]:
    """The relationships that something follows from, as they compare, whatever their order."""
    compared = []
    for type_name, other, properties in found:
        kind = _WATCHED[type_name]
        if follows in kind.watched:
            left_out = _SEEN if kind.watches_sources else (*_SEEN, *_SOURCES)
            kept = sorted((name, value) for name, value in properties.items() if name not in left_out)
            compared.append((type_name, other, repr(kept)))
    return sorted(compared)
