"""Finds the fewest changes that leave nothing of a family in conflict: other licences, or bases that are given up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from supplygraph.licenses.advice import proposals
from supplygraph.licenses.judge import VERDICTS
from supplygraph.licenses.rules import Knowledge, RuleSet
from supplygraph.report.hypothetical import Above, Upper, all_of, licenses_above
from supplygraph.report.what_if import Artifact, Cone, Lower, artifact_of

#: Licences that are tried for one artifact, the best first.
TRIED = 3
#: Artifacts that are judged at most in a search for the fewest changes; a family that needs more gets a bound.
JUDGED = 40_000


@dataclass(frozen=True)
class Step:
    """One change of one artifact.

    Attributes:
        artifact: Which.
        license: What it would declare; None where that stays.
        dropped: The artifact above that it would not be made from or use any more; None where all stay.
        relation: How it is made from that one.
        license_before: What it declares.
        downloads: Its downloads in the last 30 days, where they are known: what the change costs.
    """

    artifact: Artifact
    license: str | None
    dropped: str | None
    relation: str | None
    license_before: str | None
    downloads: int | None


@dataclass(frozen=True)
class Clearing:
    """A set of changes.

    Attributes:
        steps: The changes, the highest artifact first; None where no set was found.
        fewest: The number of changes that any set needs at least; as many as there are steps where none is smaller, and
            0 where no set clears it.
    """

    steps: tuple[Step, ...] | None
    fewest: int

    @property
    def exact(self) -> bool:
        """Whether no smaller set clears the family."""
        return self.steps is not None and len(self.steps) == self.fewest

    @property
    def downloads(self) -> int:
        """Downloads of what would change."""
        return _downloads(self.steps or ())


class _OverBudgetError(Exception):
    """More artifacts would have to be judged than is allowed."""


class Family:
    """An artifact with everything below it, some of it in conflict.

    Only what is in conflict is changed, the highest first: what rests on it is judged anew after each change.

    Args:
        lowers: The artifacts.
        uppers: What is known of the artifacts above that are not among them.
        knowledge: What is known of licences and rule sets.
        rules: The rule set that decides.
    """

    def __init__(
        self, lowers: Iterable[Lower], uppers: Mapping[Artifact, Upper], knowledge: Knowledge, rules: RuleSet
    ) -> None:
        self._lowers = {one.artifact: one for one in lowers}
        self._uppers, self._knowledge, self._rules = uppers, knowledge, rules
        self._made: dict[Artifact, set[Artifact]] = defaultdict(set)
        for one in self._lowers.values():
            for above in one.above:
                self._made[artifact_of(above)].add(one.artifact)
        self._proposed: dict[Any, list[str]] = {}
        self._left = JUDGED
        self._cone: dict[frozenset[Step], tuple[Cone, tuple[Artifact, ...]]] = {}

    def conflicts(self) -> tuple[Artifact, ...]:
        """What is in conflict now."""
        return self._state(frozenset())[1]

    def clear(self, *, bases: bool) -> Clearing:
        """The fewest changes that leave nothing in conflict; of several such sets the one with the fewest downloads.

        Args:
            bases: Whether what is above may be given up, or only licences changed.
        """
        greedy = [self._greedy(option) for option in ((_licenses_first, _bases_first) if bases else (_licenses_alone,))]
        found = min((one for one in greedy if one is not None), key=_cost, default=None)
        self._left = JUDGED
        fewest = 0
        try:
            for fewest in range(len(found) + 1 if found is not None else len(self._lowers) + 1):
                best = self._search(frozenset(), fewest, bases)
                if best is not None:
                    return Clearing(self._sorted(best), fewest)
        except _OverBudgetError:
            return Clearing(None if found is None else self._sorted(found), fewest)
        return Clearing(None, 0)

    def _search(self, steps: frozenset[Step], left: int, bases: bool) -> frozenset[Step] | None:
        """The cheapest set of so many further changes that clears all."""
        cone, conflicts = self._state(steps)
        if not conflicts:
            return steps
        if left == 0:
            return None
        highest = self._highest(conflicts)
        # Each of them needs a change of its own, as none is above another.
        if len(highest) > left:
            return None
        found = [
            one
            for step in self._options(cone, highest[0], bases)
            if not self._changed(steps, step) and (one := self._search(steps | {step}, left - 1, bases)) is not None
        ]
        return min(found, key=_cost, default=None)

    def _greedy(self, order: Callable[[Sequence[Step]], Sequence[Step]]) -> frozenset[Step] | None:
        """A set that is quickly found: the first option of each, all that stand side by side at once."""
        steps: frozenset[Step] = frozenset()
        for _ in range(len(self._lowers) + 1):
            self._left = JUDGED
            cone, conflicts = self._state(steps, free=True)
            if not conflicts:
                return steps
            new = set()
            for artifact in self._highest(conflicts):
                possible = order(list(self._options(cone, artifact, True)))
                options = [one for one in possible if not self._changed(steps, one)]
                if not options:
                    return None
                new.add(options[0])
            steps |= new
        return None

    def _state(self, steps: frozenset[Step], *, free: bool = False) -> tuple[Cone, tuple[Artifact, ...]]:
        if steps not in self._cone:
            if not free and len(self._lowers) > self._left:
                raise _OverBudgetError
            self._left -= len(self._lowers)
            cone = Cone((self._with(one, steps) for one in self._lowers.values()), self._uppers, self._knowledge)
            judged = (one for one in self._lowers if cone.judged(one, self._rules).verdict == "conflict")
            self._cone[steps] = cone, tuple(sorted(judged, key=self._place))
        return self._cone[steps]

    def _with(self, lower: Lower, steps: frozenset[Step]) -> Lower:
        for step in (one for one in steps if one.artifact == lower.artifact):
            if step.license is not None:
                lower = replace(lower, statement=all_of([step.license]))
            else:
                kept = [one for one in lower.above if (one.id, one.relation) != (step.dropped, step.relation)]
                lower = replace(lower, above=kept)
        return lower

    def _highest(self, conflicts: Sequence[Artifact]) -> list[Artifact]:
        """Those in conflict that rest on none of the others; in a circle the nearest."""
        below: set[Artifact] = set()
        open_ = list(conflicts)
        while open_:
            new = self._made[open_.pop()] - below
            below |= new
            open_ += new
        return [one for one in conflicts if one not in below] or [conflicts[0]]

    def _options(self, cone: Cone, artifact: Artifact, bases: bool) -> Iterator[Step]:
        """What could be changed of an artifact in conflict so that it is not any more, or has one reason less."""
        lower = self._lowers[artifact]
        before, cost = lower.statement.text, lower.downloads
        for license_id in self._licenses(cone, artifact):
            yield Step(artifact, license_id, None, None, before, cost)
        if bases:
            edges = cone.judged(artifact, self._rules).edges
            bad = {(one["upstream"], one["relation"]) for one in edges if one["verdict"] == "conflict"}
            for above in _distinct(lower.above):
                if (above.id, above.relation) in bad:
                    yield Step(artifact, None, above.id, above.relation, before, cost)

    def _licenses(self, cone: Cone, artifact: Artifact) -> list[str]:
        """The best licences that it could declare; the same for all that stand below the same in the same way."""
        uppers = cone.uppers(artifact)
        key = tuple(sorted(repr((one.above.way, one.statement, _lost(one))) for one in uppers))

        def judge_one(license_id: str) -> tuple[int, list[str]]:
            verdict = cone.judged_as(artifact, all_of([license_id]), self._rules).verdict
            return next((rank for rank, name in VERDICTS.items() if name == verdict), 2), []

        if (artifact.kind, key) not in self._proposed:
            found = proposals(self._knowledge, licenses_above(uppers), judge_one)[:TRIED]
            self._proposed[artifact.kind, key] = [one.license for one in found]
        return self._proposed[artifact.kind, key]

    def _changed(self, steps: frozenset[Step], step: Step) -> bool:
        """Whether a change was made already, or another licence of the same artifact."""
        return any(
            one == step or (one.artifact == step.artifact and one.license is not None and step.license is not None)
            for one in steps
        )

    def _place(self, artifact: Artifact) -> tuple[int, str, str]:
        return self._lowers[artifact].hops, artifact.id, artifact.kind

    def _sorted(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        return tuple(sorted(steps, key=lambda one: (self._place(one.artifact), one.dropped or "")))


def _lost(upper: Upper) -> list[tuple[Any, ...]]:
    return sorted((loss["license"], tuple(loss["lost"]), tuple(loss["channels"])) for loss in upper.losses)


def _distinct(above: Iterable[Above]) -> list[Above]:
    return list({(one.id, one.relation): one for one in above}.values())


def _cost(steps: frozenset[Step]) -> tuple[int, int, list[str]]:
    names = sorted(f"{step.artifact.id} {step.license or ''} {step.dropped or ''}" for step in steps)
    return len(steps), _downloads(steps), names


def _downloads(steps: Iterable[Step]) -> int:
    return sum({step.artifact: step.downloads or 0 for step in steps}.values())


def _licenses_alone(options: Sequence[Step]) -> Sequence[Step]:
    return [one for one in options if one.license is not None]


def _licenses_first(options: Sequence[Step]) -> Sequence[Step]:
    return options


def _bases_first(options: Sequence[Step]) -> Sequence[Step]:
    return sorted(options, key=lambda one: one.license is not None)
