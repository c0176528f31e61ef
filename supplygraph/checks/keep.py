"""Keeps what checks find as relationships to the checks, and forgets what they find no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Event, Lock

import neo4j

from supplygraph.checks.check import Check, read_in
from supplygraph.errors import SupplygraphError
from supplygraph.store.connection import Connection, Row, statement

#: Checks that are asked at the same time; the database uses one processor for each.
READERS = 2
#: Findings of one transaction.
BATCH = 10_000
#: What a finding has beside its artifact.
_COLUMNS = ("about", "base", "relation", "path", "class", "severity", "claimed", "actual", "evidence")
_FOUND = f"\nRETURN elementId(artifact) AS artifact, {', '.join(_COLUMNS)}"
_KEPT = """
UNWIND $rows AS row
MATCH (artifact) WHERE elementId(artifact) = row.artifact
MATCH (check:Check {name: $check})
MERGE (artifact)-[finding:HAS_FINDING {about: row.about}]->(check)
ON CREATE SET finding.first_seen = $now
SET finding.verdict = row.class, finding.severity = row.severity, finding.claimed = row.claimed,
    finding.actual = row.actual, finding.evidence = row.evidence, finding.base = row.base,
    finding.relation = row.relation, finding.path = row.path,
    finding.source = $topic, finding.sources = [$topic], finding.last_seen = $now
RETURN count(*) AS kept, count(CASE finding.first_seen WHEN $now THEN 1 END) AS new
"""
_GONE = """
MATCH (:Check {topic: $topic})<-[finding:HAS_FINDING]-()
WHERE finding.last_seen < $now
CALL (finding) { DELETE finding } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS gone
"""
_GONE_OF_SOME = """
UNWIND $ids AS id
MATCH (:Model|Dataset|Repository {id: id})-[finding:HAS_FINDING]->(check:Check {topic: $topic})
WHERE finding.last_seen < $now AND check.name IN $names
CALL (finding) { DELETE finding } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS gone
"""
_STATED = "MATCH (check:Check {topic: $topic}) RETURN check.name AS name, check.digest AS digest"
_STATE = """
UNWIND $rows AS row
MERGE (check:Check {name: row.name})
ON CREATE SET check.first_seen = $now
SET check += row, check.last_seen = $now, check.digest = null
"""
_RAN = "UNWIND $rows AS row MATCH (check:Check {name: row.name}) SET check.digest = row.digest"
_DROP = """
MATCH (check:Check {topic: $topic})
WHERE NOT check.name IN $names
DETACH DELETE check
"""


@dataclass(frozen=True)
class Change:
    """What a run of the checks of one topic changed.

    Attributes:
        topic: The topic.
        kept: Findings that there are now, of what was looked at.
        new: Of them, those that were not there before.
        gone: Findings that were there before and are not any more.
    """

    topic: str
    kept: int = 0
    new: int = 0
    gone: int = 0


def state(connection: Connection, topic: str, checks: Iterable[Check], now: datetime) -> bool:
    """States the checks of a topic in the graph where they are not as here, and says whether that was so.

    They count as run only once `mark_run` has said so: what is cut off in between is run again in full.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    wanted = {check.name: check for check in checks}
    stated = {row["name"]: row["digest"] for row in connection.read(_STATED, {"topic": topic})}
    if stated == {name: check.digest for name, check in wanted.items()}:
        return False
    connection.execute(_DROP, {"topic": topic, "names": list(wanted)})
    connection.execute(_STATE, {"now": now, "rows": [check.properties() for check in wanted.values()]})
    return True


def mark_run(connection: Connection, checks: Iterable[Check]) -> None:
    """Notes that checks have run over the whole graph.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    connection.execute(_RAN, {"rows": [{"name": check.name, "digest": check.digest} for check in checks]})


def keep(
    connection: Connection,
    topic: str,
    statements: Mapping[str, str],
    now: datetime,
    ids: Iterable[str] | None = None,
    parameters: Row | None = None,
    among: Iterable[str] | None = None,
) -> Change:
    """Keeps the findings of the checks of a topic, and forgets those of earlier runs.

    Args:
        connection: The graph.
        topic: The topic.
        statements: For each check by name, Cypher whose rows are its findings.
        now: Time of the run.
        ids: What was looked at; None for everything.
        parameters: What the statements take beside `$ids`.
        among: Names of the checks whose earlier findings of these ids hold no more; those of the statements where None.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
        QueryError: a check fails.
    """
    some = None if ids is None else list(ids)
    names = list(statements if among is None else among)
    about = {**(parameters or {}), "now": now, "topic": topic, "ids": some or [], "names": names}
    kept, new = _keep_all(connection, statements, about)
    gone = connection.execute_in_batches(_GONE if some is None else _GONE_OF_SOME, about)
    return Change(topic, kept, new, gone[0]["gone"] if gone else 0)


def _keep_all(connection: Connection, statements: Mapping[str, str], about: Row) -> tuple[int, int]:
    """Writes what the checks find while others are still asked; returns how many findings there are and are new."""
    stop, writing = Event(), Lock()

    def keep_one(name: str, text: str) -> tuple[int, int]:
        kept = new = 0
        rows = connection.stream(text + _FOUND, read_in(text, about))
        written_as = {"now": about["now"], "topic": about["topic"], "check": name}
        while not stop.is_set() and (batch := list(islice(rows, BATCH))):
            # Two that write findings of the same artifacts would wait for each other.
            with writing:
                counts = _write(connection, {**written_as, "rows": batch})
            kept, new = kept + counts["kept"], new + counts["new"]
        return kept, new

    with ThreadPoolExecutor(READERS) as pool:
        asked = [pool.submit(keep_one, name, text) for name, text in statements.items()]
        try:
            found = [one.result() for one in as_completed(asked)]
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            with suppress(SupplygraphError):
                connection.end_reading()
            raise
    return sum(kept for kept, _ in found), sum(new for _, new in found)


def _write(connection: Connection, parameters: Row) -> Row:
    def work(transaction: neo4j.ManagedTransaction) -> Row:
        return dict(transaction.run(statement(_KEPT), parameters).single(strict=True))

    return connection.write(work)
