"""Holds targets against a policy, on what the graph knows; writes nothing."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import monotonic
from typing import Any

from supplygraph.checks.check import topics
from supplygraph.checks.run import run_before
from supplygraph.enrich.freshness import freshness
from supplygraph.gate.policy import Policy, RuleName, matches
from supplygraph.gate.report import GateFinding, GateReport, settle
from supplygraph.gate.rules import RULES, Level, level_for
from supplygraph.gate.targets import Target
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.reasons import reason
from supplygraph.queries.run import run
from supplygraph.report.license import LicenseReport, license_report
from supplygraph.report.license_lines import way_lines
from supplygraph.report.repository import RepositoryReport, Use, repository_report
from supplygraph.report.status import ALL
from supplygraph.reuse.left_out import UNREAD
from supplygraph.reuse.sarif import Place, place_of
from supplygraph.sources.code import ScannedRepository
from supplygraph.store.connection import Connection

Row = dict[str, Any]

_LOG = logging.getLogger(__name__)

#: The rule that findings of a topic stand under; None where other rules of the gate say the same.
TOPICS: dict[str, RuleName | None] = {
    "license": None,
    "lineage": "quality",
    "naming": "name",
    "quality": "quality",
    "trust": "risk",
}
#: Classes of findings that are reported; what is only related, missing or uninformative is not.
_BAD = (None, "conflict", "risk")


@dataclass
class _Judge:
    """Collects findings about one target.

    Attributes:
        connection: The graph.
        policy: The policy.
        today: The day of the decision.
        findings: What was found.
        seen: Artifacts that were looked at.
    """

    connection: Connection
    policy: Policy
    today: date
    findings: list[GateFinding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(
        self,
        rule: str,
        target: str,
        artifact: str,
        message: str,
        *,
        level: Level | None = None,
        detail: str = "",
        path: Iterable[str] = (),
        remedy: str | None = None,
        places: Sequence[Place] = (),
    ) -> None:
        """Notes a finding, at the level of the policy where the rule's own is not changed by it."""
        chosen = self.policy.level(rule)
        if level is not None and rule not in self.policy.levels:
            chosen = level
        self.findings.append(
            GateFinding(
                rule, target, artifact, message, chosen, detail, list(path), remedy or RULES[rule].help, list(places)
            )
        )

    def artifact(self, target: str, text: str, places: Sequence[Place] = ()) -> None:
        """Looks at one artifact and all above it."""
        report = license_report(self.connection, text, self.policy.profile)
        self._license(target, report, places)
        if any(gap.code == "NOT_IN_GRAPH" for gap in report.gaps):
            self.seen.add(text)
        else:
            self.by_policy(target, report.artifact, places)

    def by_policy(self, target: str, artifact: str, places: Sequence[Place]) -> None:
        """Holds an artifact of the graph against what the policy says beside verdicts on licences."""
        if artifact in self.seen:
            return
        self.seen.add(artifact)
        policy = self.policy
        if policy.lists_licenses or policy.asks_for_terms:
            rows = run(self.connection, "license-upstreams", {"artifact": artifact, "max_rows": ALL}).rows
            self._lists(target, artifact, rows, places)
            if policy.asks_for_terms:
                self._terms(target, artifact, rows, places)
        if any(rule is not None and policy.level(rule) != "off" for rule in TOPICS.values()):
            self._checks(target, artifact, places)
        self._age(target, artifact, places)

    def _license(self, target: str, report: LicenseReport, places: Sequence[Place]) -> None:
        name = report.artifact
        instead = ", ".join(row["license"] for row in report.alternatives[:5])
        remedy = f"a licence that resolves it: {instead}" if instead else "no licence resolves it; replace the upstream"
        for row in report.conflicts:
            self.add(
                "license-conflict",
                target,
                name,
                f"{row['license'] or 'no licence'} drops terms of {row['origin_license']} of {row['origin']}: "
                + _reasons(row["codes"]),
                detail=f"{row['origin']} {row['origin_license']}",
                path=way_lines(row["way"], ""),
                remedy=remedy,
                places=places,
            )
        told = {(row["origin"], row["origin_license"]) for row in report.conflicts}
        for edge in report.edges:
            upstream, license_id = edge["upstream"], edge["upstream_license"]
            rule = {"conflict": "license-conflict", "warning": "license-warning"}.get(edge["verdict"])
            if rule is None or (rule == "license-conflict" and (told and "INHERITED" in edge["codes"])):
                continue
            if rule == "license-conflict" and any(upstream == origin for origin, _ in told):
                continue
            self.add(
                rule,
                target,
                name,
                f"{edge['relation']} {upstream} ({license_id or 'no licence'}): {_reasons(edge['codes'])}",
                detail=f"{upstream} {license_id} {edge['relation']}",
                path=[name, f"└ {upstream}"],
                remedy=remedy if rule == "license-conflict" else None,
                places=places,
            )
        self._gaps(target, report, places)
        if report.verdict == "unknown" and not report.gaps:
            self.add("license-unknown", target, name, "its licence cannot be judged", places=places)

    def _gaps(self, target: str, report: LicenseReport, places: Sequence[Place]) -> None:
        for gap in report.gaps:
            self.gap(target, report.artifact, gap, places)

    def gap(self, target: str, artifact: str, gap: Gap, places: Sequence[Place]) -> None:
        """Notes that something is not known."""
        detail = f"{gap.code} {gap.about}"
        self.add("license-unknown", target, artifact, gap.sentence, detail=detail, remedy=gap.step, places=places)

    def _lists(self, target: str, artifact: str, rows: list[Row], places: Sequence[Place]) -> None:
        lists = self.policy.licenses
        for row in rows:
            where = "" if row["hops"] == 0 else f" of {row['upstream']}"
            if not row["licenses"] and row["hops"] and lists.decides_all:
                state = "is not loaded" if row["status"] == "stub" else "declares no licence"
                message = f"{row['upstream']} {state}, so the list of allowed licences cannot be applied"
                self.add(
                    "license-unknown",
                    target,
                    artifact,
                    message,
                    detail=f"list {row['upstream']}",
                    path=_way(row["way"]),
                    places=places,
                )
            for license_id in row["licenses"]:
                verdict = lists.verdict(license_id)
                if verdict == "allow":
                    continue
                rule = "license-forbidden" if verdict == "forbid" else "license-review"
                word = "does not allow" if verdict == "forbid" else "asks for a review of"
                self.add(
                    rule,
                    target,
                    artifact,
                    f"the policy {word} {license_id}{where}",
                    detail=f"{license_id} {row['upstream']}",
                    path=_way(row["way"]),
                    places=places,
                )

    def _terms(self, target: str, artifact: str, rows: list[Row], places: Sequence[Place]) -> None:
        ways = {row["upstream"]: row["way"] for row in rows}
        own = run(self.connection, "license-own-terms", {"artifact": artifact, "max_rows": ALL})
        found = [(row["term"], row["meaning"], row["license"], artifact) for row in own]
        values = {"artifact": artifact, "profile": self.policy.profile, "max_rows": ALL}
        for row in run(self.connection, "license-explain", values):
            found.append((row["term"], row["meaning"], row["origin_license"], row["origin"]))
        for code, meaning, license_id, origin in dict.fromkeys(found):
            level = self._term_level(code)
            if level is None:
                continue
            rule = "term-forbidden" if level == "error" else "term-review"
            where = license_id if origin == artifact else f"{license_id} of {origin}"
            use = f" (use: {self.policy.use})" if level_for(self.policy.use, code) else ""
            self.add(
                rule,
                target,
                artifact,
                f"{where} has the term {code}{use}: {meaning.rstrip('.')}",
                level=level,
                detail=f"{code} {license_id} {origin}",
                path=_way(ways.get(origin, [artifact, origin])),
                places=places,
            )

    def _term_level(self, code: str) -> Level | None:
        if matches(code, self.policy.terms.forbidden):
            return "error"
        by_use = level_for(self.policy.use, code)
        if by_use == "error" or not matches(code, self.policy.terms.reviewed):
            return by_use
        return "warning"

    def _checks(self, target: str, artifact: str, places: Sequence[Place]) -> None:
        for row in run(self.connection, "artifact-findings", {"artifact": artifact, "max_rows": ALL}):
            rule = TOPICS.get(row["topic"], "quality")
            if rule is None or row["class"] not in _BAD:
                continue
            sides = " but ".join(str(row[side]) for side in ("claimed", "actual") if row[side])
            message = f"{row['title'] or row['check']}" + (f": {sides}" if sides else "")
            self.add(
                rule,
                target,
                artifact,
                message,
                detail=f"{row['check']} {row['about']}",
                path=_way(row["path"] or ()),
                remedy=row["remedy"],
                places=places,
            )

    def _age(self, target: str, artifact: str, places: Sequence[Place]) -> None:
        most = self.policy.max_age_days
        if most is None:
            return
        times = [row["last_seen"] for row in run(self.connection, "artifact-brief", {"artifacts": [artifact]})]
        if not any(times):
            self.add("data-age", target, artifact, "no source says when it was described", places=places)
            return
        seen = max(one.to_native() for one in times if one).astimezone(UTC).date()
        days = (self.today - seen).days
        if days > most:
            message = f"it was last described on {seen}, {days:,} days ago; the policy allows {most:,}"
            self.add("data-age", target, artifact, message, places=places)

    def checks_missing(self) -> None:
        """Notes which checks never ran, so that what they would find is not known.

        That leaves the policy undecided where it names their rule, or where their findings would fail it.
        """
        missing: dict[RuleName, list[str]] = defaultdict(list)
        ran = run_before(self.connection)
        for topic in topics():
            rule = TOPICS.get(topic, "quality")
            if rule is not None and topic not in ran:
                missing[rule].append(topic)
        for rule, names in missing.items():
            level = self.policy.level(rule)
            if level == "off":
                continue
            asked = rule in self.policy.levels or self.policy.fails(level)
            message = f"the checks of {', '.join(names)} never ran on this graph, so nothing is known of its `{rule}`"
            self.add("checks-missing", "graph", "graph", message, level=None if asked else "note", detail=rule)

    def code(self, target: str, report: RepositoryReport) -> None:
        """Looks at what code uses, and at each of these artifacts."""
        name = report.scanned.name
        for use in report.uses:
            self._use(target, name, report, use)
        for finding in report.open_calls:
            message = f"{finding.call}({finding.literal[:80]}) loads what is only known at run time"
            self.add(
                "call-unresolved",
                target,
                name,
                message,
                detail=f"{finding.file} {finding.call} {finding.literal}",
                places=[place_of(finding)],
            )
        scan = report.scanned.scan
        for why in scan.unread():
            for file in scan.problems.get(why, ()):
                self.add(
                    "file-unread",
                    target,
                    name,
                    f"{file} was not read: {UNREAD[why]}",
                    detail=file,
                    places=[Place(file)],
                )
        for gap in report.gaps:
            if gap.code not in ("CALLS_OPEN", "FILES_UNREAD", "PENDING"):
                self.gap(target, name, gap, [])
        self.seen.add(name)

    def _use(self, target: str, name: str, report: RepositoryReport, use: Use) -> None:
        places = [place_of(finding) for finding in use.findings]
        rule = {
            "conflict": "license-conflict",
            "unknown": "license-unknown",
            "warning": "license-warning",
        }.get(use.verdict)
        path = [
            f"{name}  ({report.license or 'no licence'})",
            f"└ uses {use.artifact}  ({use.license or 'no licence'})",
        ]
        if rule is not None:
            self.add(
                rule,
                target,
                use.artifact,
                f"{name} uses it: {'; '.join(use.reasons())}",
                detail=f"use {name}",
                path=path,
                remedy=use.gap.step if use.gap else None,
                places=places,
            )
        loaded = use.gap is None or ("NOT_LOADED" not in use.gap.code and use.gap.code != "NOT_KEPT")
        if loaded and use.kind in ("model", "dataset"):
            self.by_policy(target, use.artifact, places)
        else:
            self.seen.add(use.artifact)


def judge(
    connection: Connection,
    targets: Sequence[Target],
    scanned: dict[Target, ScannedRepository],
    policy: Policy,
    known: frozenset[str] = frozenset(),
    today: date | None = None,
) -> GateReport:
    """Decides about targets; a connection that may only read suffices.

    Args:
        connection: The graph.
        targets: What to decide about.
        scanned: What was found in those targets that are code.
        policy: The policy.
        known: Fingerprints of findings that a baseline knows.
        today: The day of the decision.

    Raises:
        InputError: the graph does not know the rule set.
        ServerError: the server cannot be used.
    """
    clock = monotonic()
    day = today or datetime.now(UTC).date()
    made = _Judge(connection, policy, day)
    repositories: dict[str, RepositoryReport] = {}
    for target in targets:
        if target in scanned:
            repositories[target.text] = repository_report(connection, scanned[target], policy.profile)
            made.code(target.text, repositories[target.text])
        else:
            made.artifact(target.text, target.text, [target.place] if target.place else [])
    made.checks_missing()
    for line in freshness(connection).lines():
        made.add(
            "license-unknown",
            "graph",
            "graph",
            f"derived facts are not up to date: {line}",
            detail="pending",
            remedy="run: supplygraph derive",
        )
    report = GateReport(policy, [target.text for target in targets], len(made.seen), made.findings, repositories)
    settle(report, known, day)
    told = "%d targets, %d artifacts: %d findings in %.2f s"
    _LOG.info(told, len(targets), len(made.seen), len(report.findings), monotonic() - clock)
    return report


def _reasons(codes: Sequence[str]) -> str:
    return "; ".join(f"{reason(code)} ({code})" for code in codes)


def _way(ids: Sequence[str]) -> Iterator[str]:
    for depth, one in enumerate(ids):
        yield "  " * max(depth - 1, 0) + ("└ " if depth else "") + one
