"""Walks the steps that follow from loads, each where something asks for it, and notes that they were walked."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from supplygraph.checks.keep import Change
from supplygraph.enrich.freshness import Say, alone, freshness
from supplygraph.enrich.license_knowledge import SOURCE as KNOWLEDGE
from supplygraph.enrich.steps import LINEAGE, STEPS, Work, put_known, versions
from supplygraph.errors import StoppedError
from supplygraph.schema.declaration import Follows
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.format import GRAPH

#: How sources of what licences ask for are called.
_OF_LICENSES = ("license", "matrix")
# One statement, so that a graph never says of its loads that they are derived and not by which rules.
_DONE = """
OPTIONAL MATCH (l:Load) WHERE l.id IN $ids
SET l.derived = true
WITH count(l) AS loads
MATCH (g:_GraphFormat {id: $graph})
WHERE $derivations IS NOT NULL
SET g.derivations = $derivations
"""


@dataclass
class Derived:
    """What was worked out.

    Attributes:
        loads: Loads that are derived now.
        knowledge: Whether the knowledge of licences was brought up to date.
        rules: Whether facts were derived again, by the rules of this version.
        schema: Whether constraints or indexes of this version were added to those of an earlier one.
        names: Models whose name was read.
        health: What changed among the findings of each topic whose checks ran.
        seconds: Wall time.
    """

    loads: list[str] = field(default_factory=list)
    knowledge: bool = False
    rules: bool = False
    schema: bool = False
    names: int = 0
    health: list[Change] = field(default_factory=list)
    seconds: float = 0.0


def bring_up_to_date(connection: Connection, say: Say | None = None) -> Derived:
    """Works out everything that follows from the loads; running it again changes nothing.

    Args:
        connection: The graph.
        say: Told the title of each step as it begins.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
        QueryError: a step fails.
        StoppedError: somebody pressed Ctrl-C.
    """
    clock = time.monotonic()
    try:
        schema = ensure_schema(connection)
        changed = put_known(connection)
        done = work_out(connection, {*changed, "lineage"}, say)
    except KeyboardInterrupt as stop:
        kept = "what the loads stated is kept, but what follows from it is not worked out"
        raise StoppedError(kept, "go on with: supplygraph derive") from stop
    done.knowledge = "knowledge" in changed
    done.schema = schema.added
    done.seconds = time.monotonic() - clock
    return done


def work_out(
    connection: Connection,
    changed: Set[Follows],
    say: Say | None = None,
    own: str | None = None,
    *,
    whole: bool = False,
    touched: Mapping[str, Set[str]] | None = None,
    differs: Set[str] | None = None,
    first: bool = False,
    done: Collection[str] = (),
) -> Derived:
    """Runs the steps that changes ask for, and all where earlier loads were cut off.

    Args:
        connection: The graph.
        changed: What has changed; lineages where that may be anything.
        say: Told the title of each step as it begins.
        own: Key of a load that counts as read, though it has not ended.
        whole: Whether names are judged again everywhere, as where relationships have moved from old ids to others.
        touched: Ids of the artifacts that something was said of, by label; None where that may be all.
        differs: The properties and relationships in which these differ from before; None where that may be all.
        first: Whether the graph has just been made, so that nothing of it was worked out before.
        done: Names of steps, and of parts of them, whose results are in the graph already.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails.
    """
    with alone(connection, say):
        # A load that still runs derives by itself at its end.
        found = freshness(connection)
        left = [load for load in found.loads if load.id != own and not load.running]
        work = Work(
            connection,
            say or (lambda title: None),
            {*changed, *_changed_by(load.source for load in left)},
            found.rules,
            whole or bool(left or found.rules),
            touched,
            differs,
            first,
            done,
        )
        for step in STEPS:
            if step.is_asked(work):
                step.run(work)
                work.ran.add(step.name)
        loads = [load.id for load in left]
        # Whatever follows from a graph alone is worked out wherever lineages are.
        by = versions() if found.rules or LINEAGE in work.changed else None
        connection.execute(_DONE, {"ids": [*loads, own], "graph": GRAPH, "derivations": by})
    return Derived(loads, rules=bool(found.rules), names=work.names, health=work.health)


def _changed_by(sources: Iterable[str]) -> Iterator[Follows]:
    """What may have changed by loads that were cut off, of which only the sources are known."""
    for source in sources:
        yield "lineage"
        if source.startswith(_OF_LICENSES):
            yield "knowledge"
        # What the package knows of licences names no artifact.
        if source != KNOWLEDGE:
            yield from ("fingerprints", "ids")
