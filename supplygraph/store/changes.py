"""Sees what a small batch changes of the artifacts it is about, so that only what follows from that is worked out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

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


class About(NamedTuple):
    """What is stated of an artifact.

    Attributes:
        own: Its properties.
        around: Type, other end and properties of each relationship that leads from it.
    """

    own: Row
    around: Sequence[tuple[str, str, Row]]


#: What is stated of artifacts, by label and key.
Stated = dict[tuple[type[Node], str], About]
_NOTHING = About({}, ())


def stated(transaction: neo4j.ManagedTransaction, keys: Mapping[type[Node], Iterable[str]]) -> Stated:
    """What the graph states now of the artifacts with these keys."""
    return {
        (node, row["key"]): About(row["own"], row["around"])
        for node, asked in keys.items()
        for row in transaction.run(statement(read_around(node)), {"keys": sorted(asked)})
    }


def changes(before: Stated, after: Stated) -> set[Follows]:
    """What may have changed so that something follows from it."""
    return {
        follows
        for follows in get_args(Follows)
        for at, now in after.items()
        # What follows from an artifact follows from a new one, whatever is stated of it.
        if (at not in before and follows in at[0].watched)
        or _watched(at[0], now, follows) != _watched(at[0], before.get(at, _NOTHING), follows)
    }


def differences(before: Stated, after: Stated) -> set[str] | None:
    """The properties, and the types of relationships, in which artifacts differ; None where one is new."""
    if after.keys() - before.keys():
        return None
    found: set[str] = set()
    for at, now in after.items():
        was = before[at]
        if now == was:
            continue
        found |= {name for name in now.own.keys() | was.own.keys() if now.own.get(name) != was.own.get(name)}
        own, earlier = _by_type(now), _by_type(was)
        found |= {name for name in own.keys() | earlier.keys() if own.get(name) != earlier.get(name)}
    return found.difference(_SEEN)


def _watched(node: type[Node], about: About, follows: Follows) -> tuple[list[Any], list[tuple[str, str, str]]]:
    """What something follows from, as it compares, whatever the order of relationships."""
    compared = []
    for type_name, other, properties in about.around:
        kind = _WATCHED.get(type_name)
        if kind is not None and follows in kind.watched:
            left_out = _SEEN if kind.watches_sources else (*_SEEN, *_SOURCES)
            compared.append((type_name, other, _as_text(properties, left_out)))
    return [about.own.get(name) for name in node.watched.get(follows, ())], sorted(compared)


def _by_type(about: About) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for type_name, other, properties in about.around:
        found.setdefault(type_name, []).append((other, _as_text(properties, (*_SEEN, *_SOURCES))))
    return {type_name: sorted(ends) for type_name, ends in found.items()}


def _as_text(properties: Row, left_out: Collection[str]) -> str:
    return repr(sorted((name, value) for name, value in properties.items() if name not in left_out))
