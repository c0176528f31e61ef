"""The one rule that says whether an artifact can be judged, what is not known of it, and what to do about that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from supplygraph.errors import InputError
from supplygraph.exit_codes import OF_VERDICT, Exit
from supplygraph.licenses.gaps import Gap
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection
from supplygraph.store.find import UnknownArtifactError

Row = dict[str, Any]

#: More artifacts than any graph has: all of them.
ALL = 2**31 - 1


@dataclass
class Status:
    """The licence status of one artifact.

    Attributes:
        artifact: Its id.
        kind: `model`, `dataset` or `repository`; None where the graph does not have it.
        license: What it declares.
        verdict: `conflict`, `unknown`, `warning`, `compatible`, or `root` where no upstream is known.
        certainty: `contested` where the verdict rests only on disputed or unclear readings.
        upstreams: Number of edges to what it was made from or uses.
        gaps: What is not known.
    """

    artifact: str
    kind: str | None
    license: str | None
    verdict: str
    certainty: str
    upstreams: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """What a command that judges this artifact ends with."""
        return exit_code(self.verdict)


def exit_code(verdict: str) -> Exit:
    """What a command that comes to a verdict ends with."""
    return OF_VERDICT.get(verdict, Exit.DONE)


_RULE_SETS = """
MATCH (p:Profile)
RETURN p.name AS name,
  CASE
    WHEN NOT coalesce(p.terms, false)
      AND NOT EXISTS {
        MATCH (sheet:CompatibilityMatrix)
        WHERE sheet.name IN p.matrices AND EXISTS { MATCH ()-[cell:MATRIX]->() WHERE cell.profile = sheet.name }
      }
      THEN head(p.matrices)
  END AS missing
ORDER BY name
"""


def rule_sets(connection: Connection) -> dict[str, str | None]:
    """The rule sets of the graph, each with the sheet that it lacks where it cannot judge without it.

    Raises:
        ServerError: the server cannot be used.
    """
    return {row["name"]: row["missing"] for row in connection.read(_RULE_SETS)}


def check_rule_set(connection: Connection, name: str) -> None:
    """Refuses a rule set that the graph does not have, and one that decides by a sheet which is not loaded.

    Raises:
        InputError: the graph cannot judge by it.
        ServerError: the server cannot be used.
    """
    known = rule_sets(connection)
    if not known:
        raise InputError("nothing is loaded, so nothing can be judged", "load something first: supplygraph load sample")
    if name not in known:
        raise InputError(f"the graph has no rule set {name!r}", f"it has {', '.join(known)}")
    if missing := known[name]:
        gap = Gap("SHEET_NOT_LOADED", missing)
        raise InputError(f"the rule set {name} cannot judge: {gap.sentence}", gap.step)


def statuses(
    connection: Connection,
    artifact: str | None = None,
    profile: str = "default",
    *,
    artifacts: Sequence[str] | None = None,
) -> list[Status]:
    """The status of one artifact, of some by their ids, or of all, the strongest verdict first.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    some = None if artifacts is None else list(artifacts)
    asked = {"artifact": artifact, "artifacts": some, "profile": profile, "max_rows": ALL}
    rows = run(connection, "license-status", asked)
    return [_status(row) for row in rows]


def status(connection: Connection, artifact: str, profile: str = "default") -> Status:
    """The status of one artifact; that the graph does not have it is a status, too.

    Raises:
        ServerError: the server cannot be used.
    """
    try:
        return statuses(connection, artifact, profile)[0]
    except UnknownArtifactError as error:
        gaps = [Gap("NOT_IN_GRAPH", artifact), *(Gap("NAMED_ALIKE", id_) for id_ in error.near)]
    return Status(artifact, None, None, "unknown", "firm", gaps=gaps)


def statuses_by_rule_set(connection: Connection, artifact: str, profiles: Sequence[str]) -> dict[str, Status]:
    """The status of one artifact under several rule sets.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    rows = run(connection, "license-status", {"artifact": artifact, "profiles": list(profiles)}).rows
    found: dict[str, Status] = {}
    for row in rows:
        found.setdefault(row["profile"], _status(row))
    return found


_BASES = """
UNWIND $ids AS id
OPTIONAL MATCH (:Model|Alias {id: id})-[:ALIAS_OF]->{0,1}(named:Model)
WITH id, [one IN collect(DISTINCT named) | one.status] AS found
RETURN id AS id, size(found) > 0 AS known, any(one IN found WHERE coalesce(one, "present") <> "stub") AS described
ORDER BY id
"""


def base_gaps(connection: Connection, ids: list[str]) -> list[Gap]:
    """What is not known of models that something is said to be made from.

    Raises:
        ServerError: the server cannot be used.
    """
    rows = connection.read(_BASES, {"ids": ids})
    return [
        Gap("UPSTREAM_NOT_LOADED" if row["known"] else "NOT_IN_GRAPH", row["id"])
        for row in rows
        if not row["described"]
    ]


def _status(row: Row) -> Status:
    gaps = [Gap(code, about) for code, about in zip(row["gaps"], row["about"], strict=True)]
    return Status(
        row["artifact"], row["kind"], row["license"], row["verdict"], row["certainty"], row["upstreams"], gaps
    )
