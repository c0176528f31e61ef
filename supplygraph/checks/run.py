"""Runs the checks of the topics that a graph is held against, over everything or over what loads touched."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import monotonic

from supplygraph.checks.check import checks_of, topics
from supplygraph.checks.keep import Change, keep, mark_run, state
from supplygraph.store.connection import Connection

_LOG = logging.getLogger(__name__)

#: Judged by each load, as what names claim is read then.
NAMING = "naming"
#: Its findings follow from facts that travel along all relationships, so that all of them are compared each time.
_WHOLE = frozenset({"license"})
#: Artifacts beyond which everything is judged again rather than what loads touched.
MANY = 50_000

#: How a question says of which topic's checks it reads the findings; of all where it does not.
_TOPIC = re.compile(r'topic: "(\w+)"')
_RUN_BEFORE = """
MATCH (check:Check)
WITH check.topic AS topic, count(*) AS stated, count(check.digest) AS run
WHERE stated = run
RETURN topic
"""
#: What loads touched: what they described, what was made from it at any depth, and the code that loads one of these.
_TOUCHED = """
MATCH (l:Load {derived: false})
WITH min(l.started) AS since
CALL (since) {
  MATCH (near:Model|Dataset)
  WHERE near.last_seen >= since
  MATCH way = (near)<-[:DERIVED_FROM]-{0,50}(below)
  WITH below, min(length(way)) AS hops
  RETURN below AS artifact
  UNION
  MATCH (near:Repository)
  WHERE near.last_seen >= since
  RETURN near AS artifact
}
WITH artifact.id AS id, artifact, COLLECT { MATCH (artifact)<-[:REUSES]-(code) RETURN code.id AS id } AS code
UNWIND [id] + code AS touched
RETURN DISTINCT touched AS id
LIMIT $limit
"""


def graph_topics() -> tuple[str, ...]:
    """The topics whose checks run over a graph on demand, and after loads into a graph where they ran before."""
    return tuple(topic for topic in topics() if topic != NAMING)


def run_before(connection: Connection) -> set[str]:
    """The topics whose checks ran over the graph before, to their end.

    Raises:
        ServerError: the server cannot be used.
    """
    return {row["topic"] for row in connection.read(_RUN_BEFORE)}


def never_run(connection: Connection, statement: str) -> list[str]:
    """The topics of which a question reads findings, and whose checks have never run: nothing is known of these.

    Raises:
        ServerError: the server cannot be used.
    """
    if "HAS_FINDING" not in statement:
        return []
    only, before = _TOPIC.search(statement), run_before(connection)
    return [topic for topic in graph_topics() if topic not in before and (only is None or only[1] == topic)]


def run_checks(
    connection: Connection,
    wanted: Iterable[str],
    say: Callable[[str], None] | None = None,
    *,
    touched: bool = False,
    everything: bool = False,
) -> list[Change]:
    """Runs the checks of topics and keeps what they find; running them again changes nothing.

    Args:
        connection: The graph.
        wanted: The topics, of `graph_topics()`.
        say: Told what is done.
        touched: Whether only what open loads touched is judged, where the checks are as they were.
        everything: Whether it is judged whatever loads touched.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
        QueryError: a check fails.
    """
    now = datetime.now(UTC)
    changes = []
    ids: list[str] | None = None
    wanted = list(wanted)
    if wanted and touched and not everything:
        found = connection.read(_TOUCHED, {"limit": MANY})
        ids = [row["id"] for row in found] if len(found) < MANY else None
    for topic in wanted:
        if say is not None:
            say(f"checks: {topic}")
        checks = checks_of(topic)
        new = state(connection, topic, checks, now)
        some = None if new or topic in _WHOLE else ids
        if some == []:
            continue
        texts = {check.name: check.findings(some=some is not None) for check in checks}
        clock = monotonic()
        changes.append(keep(connection, topic, texts, now, some))
        _LOG.info("%d checks of %s: %.2f s", len(checks), topic, monotonic() - clock)
        if new:
            mark_run(connection, checks)
    return changes
