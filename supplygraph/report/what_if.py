"""Judges a model and everything below it as it would be after a change; walks what was read, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from supplygraph.errors import QueryError
from supplygraph.licenses.judge import Doubt, Loss, PairInput, dropped, judge, losses, meeting
from supplygraph.licenses.rules import Knowledge, RuleSet
from supplygraph.licenses.statement import Statement
from supplygraph.report.hypothetical import Above, ArtifactJudgement, Kind, Upper, judge_below
from supplygraph.store.derivation import MAX_PASSES

Row = dict[str, Any]


class Artifact(NamedTuple):
    """An artifact of the graph; a model and a dataset may share an id."""

    kind: Kind
    id: str


@dataclass(frozen=True)
class Met(Above):
    """An artifact above together with the way in which the graph has the two meet.

    Attributes:
        met: That way; None where the relation says it.
    """

    met: str | None = None

    @property
    def way(self) -> str:
        """How the two meet for licences."""
        return self.met or super().way


@dataclass
class Lower:
    """An artifact that a change reaches.

    Attributes:
        artifact: What it is.
        hops: Steps down to it; 0 for the changed one.
        statement: What it declares.
        above: What it was made from or uses.
        downloads: In the last 30 days, where that is known.
    """

    artifact: Artifact
    hops: int
    statement: Statement
    above: list[Above] = field(default_factory=list)
    downloads: int | None = None


@dataclass(frozen=True)
class _Loss:
    """What an artifact has dropped of one licence on one way, as its `DROPPED` relationship would state it."""

    codes: frozenset[str]
    nearest: tuple[int, str, str]


class _Drop(NamedTuple):
    """What tells one `DROPPED` relationship of an artifact from its others."""

    license: str
    channels: frozenset[str]
    doubts: tuple[Doubt, ...]


_Dropped = dict[_Drop, _Loss]


class Cone:
    """An artifact with everything below it, and what stands above them.

    Args:
        lowers: The artifacts, the nearest first.
        uppers: What is known of the artifacts above that are not among them.
        knowledge: What is known of licences and rule sets.
    """

    def __init__(self, lowers: Iterable[Lower], uppers: Mapping[Artifact, Upper], knowledge: Knowledge) -> None:
        self.lowers = {one.artifact: one for one in lowers}
        self._uppers, self._knowledge = uppers, knowledge
        self._judged: dict[Any, list[Loss]] = {}
        self._dropped = self._fall()

    def judged(self, artifact: Artifact, rules: RuleSet) -> ArtifactJudgement:
        """What a rule set says of one of them."""
        return self.judged_as(artifact, self.lowers[artifact].statement, rules)

    def judged_as(self, artifact: Artifact, statement: Statement, rules: RuleSet) -> ArtifactJudgement:
        """What a rule set would say of one of them if it declared something else."""
        uppers = self.uppers(artifact)
        return judge_below(artifact.kind, artifact.id, statement, uppers, rules, self._knowledge)

    def uppers(self, artifact: Artifact) -> list[Upper]:
        """What stands above one of them."""
        return [self._upper(above) for above in self.lowers[artifact].above]

    def _fall(self) -> dict[Artifact, _Dropped]:
        """What each artifact drops: the same rule as the derivation of the graph, until nothing new is dropped."""
        found: dict[Artifact, _Dropped] = {artifact: {} for artifact in self.lowers}
        self._dropped = found
        for _ in range(MAX_PASSES):
            before = {artifact: dict(losses) for artifact, losses in found.items()}
            for lower in self.lowers.values():
                for above in lower.above:
                    self._drop(lower, above, found[lower.artifact])
            if found == before:
                return found
        raise QueryError(f"what is dropped still changes after {MAX_PASSES} passes")

    def _drop(self, lower: Lower, above: Above, found: _Dropped) -> None:
        upper = self._upper(above)
        own = meeting(above.way, upper.statement, lower.statement, guessed=above.guessed)
        for loss in self._losses(own):
            _add(found, loss, own, (1, upper.id, lower.artifact.id))
        for row in upper.losses:
            pair = dropped(
                above.way,
                row["license"],
                row["lost"],
                row["channels"],
                lower.statement,
                guessed=above.guessed,
                doubts=row["doubts"],
            )
            for loss in self._losses(pair):
                if loss.license == row["license"]:
                    _add(found, loss, pair, (row["hops"] + 1, row["origin"], row["first_drop"]))

    def _losses(self, pair: PairInput) -> list[Loss]:
        # Conditions are not a part of what makes statements equal, but of what is judged.
        key = pair, pair.upper.conditions, pair.lower.conditions
        if key not in self._judged:
            judged = [
                (rules, one) for rules in self._knowledge.rule_sets for one in judge(pair, rules, self._knowledge)
            ]
            self._judged[key] = losses(pair, judged)
        return self._judged[key]

    def _upper(self, above: Above) -> Upper:
        artifact = artifact_of(above)
        if artifact not in self.lowers:
            return replace(self._uppers[artifact], above=above)
        statement, own = self.lowers[artifact].statement, self._dropped[artifact]
        rows: list[Row] = [
            {
                "license": drop.license,
                "lost": sorted(loss.codes),
                "channels": sorted(drop.channels),
                "doubts": drop.doubts,
                "hops": loss.nearest[0],
                "origin": loss.nearest[1],
                "first_drop": loss.nearest[2],
                "family": self._family(drop.license),
            }
            for drop, loss in own.items()
        ]
        rows.sort(key=lambda row: (row["hops"], row["origin"], row["license"]))
        named = (*map(self._family, statement.licenses), *(row["family"] for row in rows))
        families = frozenset(family for family in named if family)
        known = self._uppers[artifact].known if artifact in self._uppers else True
        return Upper(above, artifact.id, known, statement, families, tuple(rows))

    def _family(self, license_id: str) -> str | None:
        facts = self._knowledge.licenses.get(license_id)
        return facts.family if facts else None


def artifact_of(above: Above) -> Artifact:
    """The artifact that is named above; its kind is stated wherever what was read names it."""
    return Artifact(above.kind or "model", above.id)


def _add(found: _Dropped, loss: Loss, pair: PairInput, nearest: tuple[int, str, str]) -> None:
    key = _Drop(loss.license, pair.channels, loss.doubts)
    known = found.get(key)
    codes = frozenset(loss.terms)
    found[key] = _Loss(known.codes | codes, min(known.nearest, nearest)) if known else _Loss(codes, nearest)
