"""What the gate found: findings, which of them are waived or known, and what that means for a pipeline."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from supplygraph.exit_codes import Exit
from supplygraph.gate.policy import Policy, Waiver
from supplygraph.gate.rules import LEVELS, RULES, Level
from supplygraph.reuse.sarif import Place

if TYPE_CHECKING:
    from supplygraph.report.repository import RepositoryReport

State = Literal["open", "waived", "known"]


@dataclass
class GateFinding:
    """One thing that a rule finds of an artifact.

    Attributes:
        rule: Key of `RULES`.
        target: What was asked about.
        artifact: The artifact that it is about.
        message: What it is, in one sentence without a full stop.
        level: How grave it is by the policy.
        detail: What tells it from others of the same rule and artifact: a licence, a term, a code.
        path: The way from the target to where it comes from, a line each.
        remedy: What to do about it.
        places: Where code or a list names the artifact.
        state: Whether it is open, waived, or known from a baseline.
        waiver: What waives it.
    """

    rule: str
    target: str
    artifact: str
    message: str
    level: Level
    detail: str = ""
    path: list[str] = field(default_factory=list)
    remedy: str | None = None
    places: list[Place] = field(default_factory=list)
    state: State = "open"
    waiver: Waiver | None = None

    @property
    def fingerprint(self) -> str:
        """What it is recognised by in a baseline, wherever it stands in a file."""
        text = "\0".join((self.rule, self.artifact, self.detail))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:20]

    def as_json(self) -> dict[str, Any]:
        """The finding for machines."""
        waiver = self.waiver.model_dump(mode="json") if self.waiver else None
        return {
            "rule": self.rule,
            "level": self.level,
            "state": self.state,
            "target": self.target,
            "artifact": self.artifact,
            "message": self.message,
            "path": self.path,
            "remedy": self.remedy,
            "places": [place_text(place) for place in self.places],
            "fingerprint": self.fingerprint,
            "waiver": waiver,
        }


def place_text(place: Place) -> str:
    """`file:line`, or `file#cell:line` in a notebook."""
    cell = "" if place.cell is None else f"#{place.cell}"
    return f"{place.file}{cell}" + (f":{place.line}" if place.line is not None else "")


@dataclass
class GateReport:
    """The outcome of a gate.

    Attributes:
        policy: By what it was decided.
        targets: What was asked about.
        artifacts: Artifacts that were looked at.
        findings: What was found, the gravest first.
        repositories: What the code among the targets uses, by target.
    """

    policy: Policy
    targets: list[str] = field(default_factory=list)
    artifacts: int = 0
    findings: list[GateFinding] = field(default_factory=list)
    repositories: dict[str, RepositoryReport] = field(default_factory=dict)

    @property
    def open(self) -> list[GateFinding]:
        """The findings that nobody waived and no baseline knows."""
        return [finding for finding in self.findings if finding.state == "open"]

    @property
    def failing(self) -> list[GateFinding]:
        """The findings that fail the gate."""
        return [one for one in self.open if one.level != "unknown" and self.policy.fails(one.level)]

    @property
    def verdict(self) -> Literal["pass", "fail", "unknown"]:
        """`unknown` where nothing fails and something cannot be decided."""
        if self.failing:
            return "fail"
        return "unknown" if not self.artifacts or any(one.level == "unknown" for one in self.open) else "pass"

    @property
    def exit_code(self) -> Exit:
        """What the command ends with."""
        return {"pass": Exit.DONE, "fail": Exit.FAILED_CHECK, "unknown": Exit.UNKNOWN}[self.verdict]

    def count_line(self) -> str:
        """The outcome in one line."""
        found = Counter(one.level for one in self.open)
        states = Counter(one.state for one in self.findings)
        parts = [f"{found[level]:,} {level}" for level in LEVELS if found[level]]
        parts += [f"{states[state]:,} {state}" for state in ("waived", "known") if states[state]]
        word = {"pass": "Pass", "fail": "Fail", "unknown": "Undecided"}[self.verdict]
        what = f"{self.artifacts:,} {'artifact' if self.artifacts == 1 else 'artifacts'}"
        return f"{word}: {what}" + (f"; {', '.join(parts)}" if parts else "; no findings")


def settle(report: GateReport, known: frozenset[str], today: date) -> None:
    """Marks what is waived or known, adds what is to be said of the waivers, and sorts.

    Args:
        report: The findings.
        known: Fingerprints of a baseline.
        today: The day on which waivers are read.
    """
    used: set[int] = set()
    for finding in report.findings:
        for number, waiver in enumerate(report.policy.waivers):
            if not waiver.covers(finding.rule, finding.artifact):
                continue
            used.add(number)
            if waiver.expires >= today and finding.state == "open":
                finding.state, finding.waiver = "waived", waiver
        if finding.state == "open" and finding.fingerprint in known:
            finding.state = "known"
    for number, waiver in enumerate(report.policy.waivers):
        about = f"{waiver.rule} of {waiver.artifact}"
        if waiver.expires < today:
            message = f"the waiver of {waiver.owner} for {about} expired on {waiver.expires}"
            report.findings.append(_about_waiver("waiver-expired", waiver, message, report.policy))
        elif number not in used:
            report.findings.append(
                _about_waiver("waiver-unused", waiver, f"the waiver for {about} waives nothing", report.policy)
            )
    report.findings = [one for one in report.findings if one.level != "off"]
    report.findings.sort(key=lambda one: (LEVELS.index(one.level), one.target, one.artifact, one.rule, one.detail))


def _about_waiver(rule: str, waiver: Waiver, message: str, policy: Policy) -> GateFinding:
    detail = f"{waiver.rule} {waiver.expires}"
    return GateFinding(rule, "policy", waiver.artifact, message, policy.level(rule), detail, remedy=RULES[rule].help)
