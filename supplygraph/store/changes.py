"""Sees what a small batch changes of the artifacts it is about, so that only what follows from that is worked out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j

from supplygraph.schema.declaration import Follows, Node
from supplygraph.schema.relationships import (
    Declares,
    DerivedFrom,
    GeneratedFrom,
    HasTask,
    OfType,
    PublishedBy,
    Reuses,
    TrainedOn,
)
from supplygraph.store.connection import Row, statement
from supplygraph.store.statements import read_around

#: Artifacts of a batch up to which what is stated of them is read before and after it; above, all may have changed.
FEW = 2_000

#: Verdicts on licences follow from all of these but the last.
FOLLOWED = (Declares, DerivedFrom, TrainedOn, GeneratedFrom, Reuses, HasTask, OfType, PublishedBy)
#: Says who stated something and when, which nothing follows from but for publishers.
_PROVENANCE = ("source", "sources", "last_seen")


@dataclass(frozen=True)
class Stated:
    """What is stated of artifacts, by label and key, as far as something follows from it.

    Attributes:
        ids: Whether an id is that of a described artifact, and of a repository that GitHub knows.
        licenses: What verdicts on licences rest on.
        publishers: The author, and the publishers with those who name them.
    """

    ids: Mapping[tuple[str, str], Any]
    licenses: Mapping[tuple[str, str], Any]
    publishers: Mapping[tuple[str, str], Any]

    def other_than(self, before: "Stated") -> Iterator[Follows]:
        """What changed since it was like that."""
        if self.ids != before.ids:
            yield "ids"
        if self.licenses != before.licenses:
            yield "licenses"
        if self.publishers != before.publishers:
            yield "publishers"


def stated(transaction: neo4j.ManagedTransaction, keys: Mapping[type[Node], Iterable[str]]) -> Stated:
    """What the graph states now of the artifacts with these keys."""
    ids: dict[tuple[str, str], Any] = {}
    licenses: dict[tuple[str, str], Any] = {}
    publishers: dict[tuple[str, str], Any] = {}
    for node, asked in keys.items():
        for row in transaction.run(statement(read_around(node, FOLLOWED)), {"keys": sorted(asked)}):
            at = node.label, row["key"]
            ids[at] = row["status"], row["github_id"]
            published = [one for one in row["around"] if one[0] == PublishedBy.type_name]
            others = [one for one in row["around"] if one[0] != PublishedBy.type_name]
            licenses[at] = row["status"], row["created_at"], _sorted(others, without=_PROVENANCE)
            publishers[at] = row["author"], _sorted(published, without=("last_seen",))
    return Stated(ids, licenses, publishers)


def _sorted(found: list[tuple[str, str, Row]], without: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The relationships as they compare, whatever their order."""
    return sorted(
        (kind, other, repr(sorted((name, value) for name, value in properties.items() if name not in without)))
        for kind, other, properties in found
    )
