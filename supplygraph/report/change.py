"""What would become of the verdicts on a model and on everything below it if its licence or its bases were others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError
from supplygraph.exit_codes import Exit
from supplygraph.licenses.gaps import BASE_GAPS
from supplygraph.licenses.judge import unknown
from supplygraph.licenses.rules import Knowledge
from supplygraph.licenses.statement import READINGS, Statement
from supplygraph.licenses.stored import statement_of
from supplygraph.queries.run import run
from supplygraph.report.choose import declared_ids, parse_base
from supplygraph.report.hypothetical import (
    WAYS,
    Above,
    ArtifactJudgement,
    Upper,
    find_rule_set,
    read_above,
    read_knowledge,
)
from supplygraph.report.status import ALL, check_rule_set, exit_code, rule_sets, statuses
from supplygraph.report.what_if import Artifact, Cone, Lower, Met, artifact_of
from supplygraph.store.connection import Connection
from supplygraph.store.find import find_artifact

Row = dict[str, Any]

#: From the worst to the best.
ORDER = ("conflict", "unknown", "warning", "compatible", "root")


@dataclass(frozen=True)
class Change:
    """What would be otherwise.

    Attributes:
        licenses: What it would declare; empty where that stays.
        replaced: Each base and what would take its place, `ID` or `ID:RELATION`.
        dropped: Bases that it would not have.
        bases: All that it would be made from, each `ID` or `ID:RELATION`; None where the others say it.
    """

    licenses: Sequence[str] = ()
    replaced: Sequence[tuple[str, str]] = ()
    dropped: Sequence[str] = ()
    bases: Sequence[str] | None = None

    @property
    def of_bases(self) -> bool:
        """Whether it would be made from something else."""
        return bool(self.replaced or self.dropped) or self.bases is not None


@dataclass(frozen=True)
class Own:
    """The verdict on the changed model by one rule set.

    Attributes:
        profile: The rule set.
        before: The verdict now.
        after: The verdict then.
        codes: Reasons of the verdict then.
    """

    profile: str
    before: str
    after: str
    codes: Sequence[str] = ()

    @property
    def flips(self) -> bool:
        """Whether the verdict would be another one."""
        return self.before != self.after


@dataclass
class Flip:
    """An artifact whose verdict would be another one.

    Attributes:
        artifact: Its id.
        kind: What it is.
        hops: Steps down from the changed model; 0 for the model itself.
        before: The verdict now.
        after: The verdict then.
        codes: Reasons of the verdict then.
        against: Licences and artifacts that it would be in conflict with.
        downloads: In the last 30 days, where that is known.
    """

    artifact: str
    kind: str
    hops: int
    before: str
    after: str
    codes: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    downloads: int | None = None

    @property
    def worse(self) -> bool:
        """Whether the change makes it worse."""
        return ORDER.index(self.after) < ORDER.index(self.before)


@dataclass
class WhatIf:
    """The effects of a change.

    Attributes:
        artifact: The changed model.
        profile: The rule set.
        license_before: What it declares.
        license_after: What it would declare.
        above_before: What it was made from: `relation id`.
        above_after: What it would be made from.
        before: The verdict on it now.
        after: The verdict on it then.
        reached: Number of artifacts below it.
        judged: How many of those are judged, the nearest; all but where that was limited.
        own: The verdict on it by each rule set that can judge.
        flips: Those whose verdict would be another one, the model itself among them, the nearest first.
        open: What of the graph is not derived yet, which leaves the verdicts open.
        not_loaded: Artifacts above it that no source describes.
    """

    artifact: str
    profile: str
    license_before: str | None
    license_after: str | None
    above_before: list[str]
    above_after: list[str]
    before: str
    after: str
    reached: int
    judged: int
    own: list[Own] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    not_loaded: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """1 where anything would get into a conflict that it is not in, else what the verdict on the model says."""
        if any(one.after == "conflict" for one in self.flips):
            return exit_code("conflict")
        return exit_code(self.after)


def what_if(
    connection: Connection, target: str, change: Change, profile: str = "default", most: int | None = None
) -> WhatIf:
    """The effects of a change; reads only.

    Args:
        connection: The graph; a read-only one suffices.
        target: A model, dataset or repository, as `find_artifact` takes it.
        change: What would be otherwise.
        profile: The rule set for everything below.
        most: Artifacts below that are judged at most, the nearest; None for all.

    Raises:
        InputError: the graph does not have the artifact or the rule set, or the change does not fit the artifact.
        ServerError: the server cannot be used.
    """
    if not (change.licenses or change.of_bases):
        raise InputError("nothing would change", "give --license, --replace-base or --drop-base")
    found = find_artifact(connection, target)
    if found.label == "Repository" and change.of_bases:
        raise InputError(f"{found.id} is a repository, which has no bases", "only its licence can be another one")
    check_rule_set(connection, profile)
    rows = [dict(row) for row in run(connection, "license-below", {"artifact": found.id, "max_rows": ALL})]
    start = Artifact(kind_of(found.label), found.id)
    every = read_lowers(rows)
    reached = reached_from(every, start)
    changed = _changed(connection, every[start], change, reached)
    kept = _nearest(every, reached, start, most)
    lowers = {artifact: lower for artifact, lower in every.items() if artifact in kept}
    return _judge(connection, lowers, changed, len(reached) - 1, profile)


def _judge(connection: Connection, lowers: dict[Artifact, Lower], changed: Lower, reached: int, profile: str) -> WhatIf:
    knowledge = read_knowledge(connection)
    rules = find_rule_set(knowledge, profile)
    start = changed.artifact
    uppers = read_uppers(connection, [*lowers.values(), changed], start)
    before = Cone(lowers.values(), uppers, knowledge)
    after = Cone((lowers | {start: changed}).values(), uppers, knowledge)
    judged = {artifact: (before.judged(artifact, rules), after.judged(artifact, rules)) for artifact in lowers}
    differing = {artifact for artifact, (old, new) in judged.items() if _shape(old) != _shape(new) or artifact == start}
    gaps = _base_gaps(connection, differing, profile)
    open_ = list(freshness(connection).lines())
    report = WhatIf(
        start.id,
        profile,
        lowers[start].statement.text,
        changed.statement.text,
        [f"{one.relation} {one.id}" for one in lowers[start].above],
        [f"{one.relation} {one.id}" for one in changed.above],
        before="",
        after="",
        reached=reached,
        judged=len(lowers) - 1,
        open=open_,
        not_loaded=judged[start][1].not_loaded,
    )

    def verdicts(old: ArtifactJudgement, new: ArtifactJudgement, artifact: Artifact) -> tuple[str, str]:
        left = artifact in gaps or bool(open_)
        now = _verdict(old, before.lowers[artifact].statement, left, knowledge)
        return now, _verdict(new, after.lowers[artifact].statement, left, knowledge)

    for name in (one for one, missing in rule_sets(connection).items() if not missing):
        set_ = find_rule_set(knowledge, name)
        new = after.judged(start, set_)
        now, then = verdicts(before.judged(start, set_), new, start)
        report.own.append(Own(name, now, then, _codes(new, then)))
        if name == profile:
            report.before, report.after = now, then
    for artifact in sorted(differing, key=lambda one: (lowers[one].hops, one.id, one.kind)):
        old, new = judged[artifact]
        now, then = verdicts(old, new, artifact)
        if now != then:
            lower = lowers[artifact]
            against = [f"{one['origin_license']} of {one['origin']}" for one in new.conflicts]
            report.flips.append(
                Flip(artifact.id, artifact.kind, lower.hops, now, then, _codes(new, then), against, lower.downloads)
            )
    return report


def _codes(judged: ArtifactJudgement, verdict: str) -> list[str]:
    """Reasons of a verdict, the strongest first."""
    return list(dict.fromkeys(code for edge in judged.edges if edge["verdict"] == verdict for code in edge["codes"]))


def kind_of(label: str) -> Any:
    """The kind of an artifact with a label."""
    return {"Model": "model", "Dataset": "dataset", "Repository": "repository"}[label]


def read_lowers(rows: Sequence[Row]) -> dict[Artifact, Lower]:
    """The artifacts of the rows of `license-below`, each with what is above it."""
    lowers: dict[Artifact, Lower] = {}
    for row in rows:
        artifact = Artifact(row["kind"], row["downstream"])
        lower = lowers.setdefault(
            artifact, Lower(artifact, row["hops"], statement_of(row["statement"]), downloads=row["downloads"])
        )
        if row["upstream"] is not None:
            lower.above.append(Met(row["upstream"], row["relation"], row["upstream_kind"], row["way"]))
    return lowers


def reached_from(lowers: Mapping[Artifact, Lower], start: Artifact) -> set[Artifact]:
    """The artifact and what is below it: a model and a dataset may share the id that was asked for."""
    found = {start}
    while new := {
        one.artifact
        for one in lowers.values()
        if one.artifact not in found and any(artifact_of(above) in found for above in one.above)
    }:
        found |= new
    return found


def _nearest(
    lowers: Mapping[Artifact, Lower], reached: set[Artifact], start: Artifact, most: int | None
) -> set[Artifact]:
    """The artifact and the nearest of those below it; none whose verdict rests on another one that is left out."""
    if most is None or len(reached) <= most + 1:
        return reached
    near = sorted(reached - {start}, key=lambda one: (lowers[one].hops, one.id, one.kind))
    kept = {start, *near[:most]}
    left = reached - kept
    while cut := {one for one in kept - {start} if any(artifact_of(above) in left for above in lowers[one].above)}:
        kept, left = kept - cut, left | cut
    return kept


def _changed(connection: Connection, lower: Lower, change: Change, reached: set[Artifact]) -> Lower:
    above = list(lower.above)
    if change.bases is not None:
        above = [_base(connection, text, lower, reached) for text in change.bases]
    for text, new in (*change.replaced, *((one, None) for one in change.dropped)):
        names = _names(connection, text)
        places = [number for number, one in enumerate(above) if one.id in names]
        if not places:
            listed = ", ".join(one.id for one in above) or "nothing"
            raise InputError(f"{lower.artifact.id} is not made from {text}", f"the graph has it made from {listed}")
        if new is None:
            above = [one for number, one in enumerate(above) if number not in places]
            continue
        for number in places:
            above[number] = _other(connection, above[number], new, lower.artifact, reached)
    statement = declared_ids(change.licenses) if change.licenses else lower.statement
    return replace(lower, above=above, statement=statement)


def _base(connection: Connection, text: str, lower: Lower, reached: set[Artifact]) -> Above:
    """One of all that it would be made from; as the graph has it where that is so now."""
    asked = parse_base(text)
    names = _names(connection, asked.id)
    for one in lower.above:
        if one.id in names and one.relation == asked.relation:
            return one
    of_dataset = asked.kinds(lower.artifact.kind) == ["dataset"]
    old = replace(asked, kind="dataset" if of_dataset else "model")
    return _other(connection, old, text, lower.artifact, reached)


def _names(connection: Connection, text: str) -> set[str]:
    """The ids that a text may name: as it is written, and the one that the graph has for it."""
    try:
        return {text, find_artifact(connection, text, ("Model", "Dataset")).id}
    except InputError:
        return {text}


def _other(connection: Connection, old: Above, text: str, start: Artifact, reached: set[Artifact]) -> Above:
    """What would take the place of a base, by the same relation where none is named."""
    name, colon, relation = text.rpartition(":")
    if not (colon and relation in WAYS):
        name, relation = text, old.relation
    (upper,) = read_above(connection, start.kind, [Above(name, relation, old.kind)])
    if Artifact(old.kind or "model", upper.id) in reached:
        raise InputError(f"{upper.id} is {start.id} or made from it", "name a base that is not below it")
    met = old.way if relation == old.relation else None
    return Met(upper.id, relation, old.kind, met)


def read_uppers(connection: Connection, lowers: Sequence[Lower], start: Artifact) -> dict[Artifact, Upper]:
    """What is known of everything that stands above any of them."""
    asked = {artifact_of(above): Above(above.id, above.relation, above.kind) for one in lowers for above in one.above}
    if start.kind != "repository":
        asked.setdefault(start, Above(start.id, "undeclared", start.kind))
    found = read_above(connection, "model", asked.values())
    return dict(zip(asked, found, strict=True))


def _shape(judged: ArtifactJudgement) -> tuple[Any, ...]:
    return judged.verdict, tuple(judged.not_loaded), bool(judged.edges)


def _base_gaps(connection: Connection, artifacts: set[Artifact], profile: str) -> set[Artifact]:
    """Those of which it is not known what they were made from, so that nothing passes."""
    found = statuses(connection, profile=profile, artifacts=[one.id for one in artifacts])
    kinds = {(one.kind, one.artifact) for one in found if any(gap.code in BASE_GAPS for gap in one.gaps)}
    return {one for one in artifacts if (one.kind, one.id) in kinds}


def _verdict(judged: ArtifactJudgement, statement: Statement, left: bool, knowledge: Knowledge) -> str:
    """The verdict as `license-status` gives it: nothing that is not known is a pass."""
    if judged.verdict == "conflict":
        return "conflict"
    if left or judged.not_loaded or judged.verdict in ("unknown", "skipped"):
        return "unknown"
    if judged.verdict != "nothing_above":
        return judged.verdict
    alternatives = [one for reading in READINGS for one in statement.alternatives(reading)]
    own = bool(statement.licenses) and all(unknown(one, knowledge) is None for one in alternatives)
    return "root" if own else "unknown"
