"""Keeps what checks find as relationships to the checks, and forgets what they find no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from supplygraph.checks.check import Check
from supplygraph.store.connection import Connection, Row

_KEPT = """
CALL (artifact, about, base, relation, path, class, severity, claimed, actual, evidence) {
  MATCH (check:Check {name: $check})
  MERGE (artifact)-[finding:HAS_FINDING {about: about}]->(check)
  ON CREATE SET finding.first_seen = $now
  SET finding.verdict = class, finding.severity = severity, finding.claimed = claimed, finding.actual = actual,
      finding.evidence = evidence, finding.base = base, finding.relation = relation, finding.path = path,
      finding.source = $topic, finding.sources = [$topic], finding.last_seen = $now
  RETURN CASE WHEN finding.first_seen = $now THEN 1 ELSE 0 END AS new
} IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS kept, sum(new) AS new
"""
_GONE = """
MATCH (:Check {topic: $topic})<-[finding:HAS_FINDING]-()
WHERE finding.last_seen < $now
CALL (finding) { DELETE finding } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS gone
"""
_GONE_OF_SOME = """
UNWIND $ids AS id
MATCH (:Model|Dataset|Repository {id: id})-[finding:HAS_FINDING]->(:Check {topic: $topic})
WHERE finding.last_seen < $now
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
) -> Change:
    """Keeps the findings of the checks of a topic, and forgets those of earlier runs.

    Args:
        connection: The graph.
        topic: The topic.
        statements: For each check by name, Cypher whose rows are its findings.
        now: Time of the run.
        ids: What was looked at; None for everything.
        parameters: What the statements take beside `$ids`.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
        QueryError: a check fails.
    """
    some = None if ids is None else list(ids)
    about = {**(parameters or {}), "now": now, "topic": topic, "ids": some or []}
    kept = new = 0
    for name, text in statements.items():
        for row in connection.execute_in_batches(text + _KEPT, {**about, "check": name}):
            kept, new = kept + row["kept"], new + row["new"]
    gone = connection.execute_in_batches(_GONE if some is None else _GONE_OF_SOME, about)
    return Change(topic, kept, new, gone[0]["gone"] if gone else 0)
