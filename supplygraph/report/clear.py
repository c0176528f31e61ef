"""Which changes would leave nothing of a family in conflict: the fewest by licences alone, and with other bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from supplygraph.enrich.freshness import freshness
from supplygraph.exit_codes import Exit
from supplygraph.queries.run import run
from supplygraph.report.change import kind_of, reached_from, read_lowers, read_uppers
from supplygraph.report.clearing import Clearing, Family, Step
from supplygraph.report.hypothetical import find_rule_set, read_knowledge
from supplygraph.report.status import ALL, check_rule_set
from supplygraph.report.what_if import Artifact
from supplygraph.store.connection import Connection
from supplygraph.store.find import find_artifact

Row = dict[str, Any]


@dataclass
class Cleared:
    """What would clear a family.

    Attributes:
        artifact: The artifact at its top.
        profile: The rule set.
        below: Number of artifacts below it.
        conflicts: Ids of what is in conflict now, the highest first.
        by_licenses: The fewest licences that would have to be others.
        by_bases: The fewest changes where bases may be given up, too.
        open: What of the graph is not derived yet, which leaves it open.
    """

    artifact: str
    profile: str
    below: int
    conflicts: list[str]
    by_licenses: Clearing
    by_bases: Clearing
    open: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """0 where nothing is in conflict, or a set of changes clears it; 1 where none does; 5 where that is open."""
        if self.open:
            return Exit.UNKNOWN
        return Exit.DONE if self.by_bases.steps is not None else Exit.FAILED_CHECK

    def as_json(self) -> Row:
        """The report for machines."""
        return {
            "artifact": self.artifact,
            "profile": self.profile,
            "below": self.below,
            "conflicts": self.conflicts,
            "by_licenses": _clearing(self.by_licenses),
            "by_bases": _clearing(self.by_bases),
            "open": self.open,
            "exit_code": int(self.exit_code),
        }


def clear(connection: Connection, target: str, profile: str = "default") -> Cleared:
    """What would clear an artifact and everything below it of conflicts; reads only.

    Args:
        connection: The graph; a read-only one suffices.
        target: A model, dataset or repository, as `find_artifact` takes it.
        profile: The rule set.

    Raises:
        InputError: the graph does not have the artifact or the rule set.
        ServerError: the server cannot be used.
    """
    found = find_artifact(connection, target)
    check_rule_set(connection, profile)
    rows = run(connection, "license-below", {"artifact": found.id, "max_rows": ALL}).rows
    every = read_lowers(rows)
    start = Artifact(kind_of(found.label), found.id)
    reached = reached_from(every, start)
    lowers = [lower for artifact, lower in every.items() if artifact in reached]
    knowledge = read_knowledge(connection)
    uppers = read_uppers(connection, lowers, start)
    family = Family(lowers, uppers, knowledge, find_rule_set(knowledge, profile))
    return Cleared(
        found.id,
        profile,
        len(reached) - 1,
        [one.id for one in family.conflicts()],
        family.clear(bases=False),
        family.clear(bases=True),
        list(freshness(connection).lines()),
    )


def _clearing(found: Clearing) -> Row:
    steps = None if found.steps is None else [_step(step) for step in found.steps]
    return {"changes": steps, "at_least": found.fewest, "fewest": found.exact, "downloads": found.downloads}


def _step(step: Step) -> Row:
    return {
        "artifact": step.artifact.id,
        "kind": step.artifact.kind,
        "license_before": step.license_before,
        "license": step.license,
        "without": step.dropped,
        "relation": step.relation,
        "downloads": step.downloads,
    }


def text_lines(found: Cleared, shown: int) -> Iterator[str]:
    """The report for people: what is in conflict, and each set of changes."""
    below = f"{found.below:,} {'artifact' if found.below == 1 else 'artifacts'} below it"
    yield f"{found.artifact} and the {below}: {len(found.conflicts):,} in conflict by the rule set {found.profile}"
    for line in found.open:
        yield f"Not known: {line}; run: supplygraph derive"
    if not found.conflicts:
        return
    yield ""
    yield from _set_lines("By licences alone", found.by_licenses, shown)
    if found.by_bases.steps != found.by_licenses.steps:
        yield ""
        yield from _set_lines("Where bases may be given up, too", found.by_bases, shown)


def _set_lines(title: str, found: Clearing, shown: int) -> Iterator[str]:
    if found.steps is None:
        least = f"was found; at least {found.fewest:,} changes are needed" if found.fewest else "clears all"
        yield f"{title}: no set {least}"
        return
    count = len(found.steps)
    how = "the fewest" if found.exact else f"at least {found.fewest:,} are needed"
    changes = f"{count:,} {'change' if count == 1 else 'changes'}"
    yield f"{title}: {changes} ({how}); what would change has {found.downloads:,} downloads in 30 days"
    for step in found.steps[:shown]:
        cost = "" if step.downloads is None else f"  {step.downloads:,} downloads"
        if step.license is not None:
            yield f"  {step.artifact.id}: declare {step.license}, not {step.license_before or 'nothing'}{cost}"
        else:
            yield f"  {step.artifact.id}: without {step.dropped} ({step.relation}){cost}"
    if count > shown:
        yield f"  … and {count - shown:,} more; --format json lists them"
