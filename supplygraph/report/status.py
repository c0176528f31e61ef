"""The one rule that says whether an artifact can be judged, what is not known of it, and what to do about that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

from supplygraph.errors import InputError
from supplygraph.exit_codes import OF_VERDICT, Exit
from supplygraph.graph.connection import Connection
from supplygraph.graph.find import UnknownArtifactError
from supplygraph.queries.run import run

Row = dict[str, Any]

#: More artifacts than any graph has: all of them.
ALL = 2**31 - 1


@dataclass(frozen=True)
class GapKind:
    """One kind of thing that is not known.

    Attributes:
        sentence: What it is; `{about}` stands for the artifact, licence or text that it is about.
        step: What to do about it, likewise; `{load}` stands for the command that loads it.
    """

    sentence: str
    step: str


_LOAD = "load it: {load}"
_ASK = "ask its publisher for a licence; supplygraph load records takes one that you know"
GAPS: dict[str, GapKind] = {
    "PENDING": GapKind("a load has not been derived yet, so nothing new is judged", "run: supplygraph derive"),
    "NOT_IN_GRAPH": GapKind("{about} is not in the graph", _LOAD),
    "NAMED_ALIKE": GapKind("the graph has {about}", "where that is meant, name it: {about}"),
    "NOT_LOADED": GapKind("{about} is not loaded: others name it, no source describes it", _LOAD),
    "DATASET_NOT_LOADED": GapKind("{about} is not loaded: others name it, no source describes it", _LOAD),
    "LICENSE_MISSING": GapKind("it declares no licence", "ask its publisher for a licence"),
    "LICENSE_UNNAMED": GapKind(
        "its licence is {about}, which names no text", "read its card, and state the licence with load records"
    ),
    "LICENSE_FAMILY": GapKind(
        "its licence {about} is a family of licences and not one of them",
        "find out which member of the family is meant",
    ),
    "LICENSE_UNREAD": GapKind("the terms of its licence {about} are not known", "read the text of the licence"),
    "LICENSE_NOT_JUDGED": GapKind("its licence has not been derived yet", "run: supplygraph derive"),
    "BASE_UNREADABLE": GapKind(
        "its card names a base that cannot be resolved: {about}",
        "find the model that is meant, and state it with load records (derived_from)",
    ),
    "BASE_NOT_NAMED": GapKind(
        "by its own marks it is made from another model ({about}), and no base is named",
        "ask its publisher for the base, and state it with load records (derived_from)",
    ),
    "BASE_IS_ITSELF": GapKind(
        "its card names only itself as its base",
        "ask its publisher for the base, and state it with load records (derived_from)",
    ),
    "UPSTREAM_NOT_LOADED": GapKind("{about} is not loaded: no source describes it", _LOAD),
    "UPSTREAM_DATASET_NOT_LOADED": GapKind("{about} is not loaded: no source describes it", _LOAD),
    "UPSTREAM_NOT_SHOWN": GapKind("{about} is no longer public, and its licence is not known", _ASK),
    "UPSTREAM_LICENSE_MISSING": GapKind("{about} declares no licence", _ASK),
    "UPSTREAM_LICENSE_UNNAMED": GapKind("the licence of {about} names no text (`other` or `unknown`)", "read its card"),
    "UPSTREAM_LICENSE_FAMILY": GapKind(
        "the licence of {about} is a family of licences and not one of them", "find out which member is meant"
    ),
    "UPSTREAM_LICENSE_UNREAD": GapKind("the terms of the licence of {about} are not known", "read its licence"),
    "UPSTREAM_LICENSE_NONE": GapKind("this rule set takes the licence of {about} for none", "take another rule set"),
    "EDGE_NOT_JUDGED": GapKind("the edge to {about} has no verdict", "run: supplygraph derive"),
    "TERMS_ABOVE_UNKNOWN": GapKind(
        "a licence above {about} cannot be judged", "see: supplygraph query license-explain --artifact {about}"
    ),
    "PAIR_NOT_IN_SHEET": GapKind("the sheet does not have its licence beside that of {about}", "take another rule set"),
    "PAIR_OPEN_IN_SHEET": GapKind("the sheet leaves its licence beside that of {about} open", "take another rule set"),
    "TERMS_OPEN": GapKind("the rule set {about} leaves it open", "take another rule set"),
    "RULE_SET_SKIPS": GapKind("the rule set {about} judges none of its edges", "take another rule set"),
    "FILES_UNREAD": GapKind(
        "files that could not be read: {about}; uses in them are not known", "see what the scan says of these files"
    ),
    "REPOSITORY_LICENSE_MISSING": GapKind(
        "the repository declares no licence", "add a licence file to it, or state its licence with --license"
    ),
    "CALLS_OPEN": GapKind(
        "loading calls with an id that is only known at run time: {about}", "check by hand what these calls load"
    ),
    "NOT_KEPT": GapKind(
        "{about} is an address or a Space, whose licence the graph does not keep", "find out which licence holds there"
    ),
    "SHEET_NOT_LOADED": GapKind(
        "the sheet {about}, by which it decides, is not loaded",
        "load it: supplygraph load license-matrix FILE --name {about}",
    ),
}
#: Gaps of an artifact that may have bases which the graph does not know.
BASE_GAPS = ("NOT_LOADED", "DATASET_NOT_LOADED", "BASE_UNREADABLE", "BASE_NOT_NAMED", "BASE_IS_ITSELF")


@dataclass(frozen=True)
class Gap:
    """One thing that is not known.

    Attributes:
        code: Key of `GAPS`.
        about: The artifact, licence or text that it is about.
    """

    code: str
    about: str

    @property
    def sentence(self) -> str:
        """What is not known, in words."""
        return GAPS[self.code].sentence.format(about=self.about)

    @property
    def step(self) -> str:
        """What to do about it."""
        return GAPS[self.code].step.format(about=quote(self.about), load=self._load())

    def _load(self) -> str:
        if self.about.startswith("github.com/"):
            return f"supplygraph load github {quote(self.about.removeprefix('github.com/'))}"
        if ":" in self.about:
            # A model of another hub, which only files describe.
            return "supplygraph load records FILE"
        option = "--search" if "DATASET" in self.code else "--model"
        return f"supplygraph load hub {option} {quote(self.about)}"


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
OPTIONAL MATCH (named:Model {id: id})
OPTIONAL MATCH (:Alias {id: id})-[:ALIAS_OF]->(now:Model)
WITH id, [one IN collect(DISTINCT named) + collect(DISTINCT now) | one.status] AS found
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
