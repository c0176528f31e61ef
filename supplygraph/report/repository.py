"""Judges what a scanned repository uses against its own licence, on what the graph knows; writes nothing into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from supplygraph.enrich.freshness import freshness
from supplygraph.exit_codes import Exit
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.reasons import REASONS
from supplygraph.licenses.statement import Statement
from supplygraph.licenses.table import declared
from supplygraph.report.hypothetical import Above, ArtifactJudgement, judge_artifact, read_knowledge
from supplygraph.report.license_lines import way_lines
from supplygraph.report.status import check_rule_set, exit_code
from supplygraph.reuse.finding import ScanFinding
from supplygraph.schema.declaration import Ref
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.sources.code import ScannedRepository, artifact, is_reuse
from supplygraph.store.connection import Connection
from supplygraph.store.find import find_artifacts

Row = dict[str, Any]

#: Verdicts, the gravest first.
VERDICTS = ("conflict", "unknown", "warning", "compatible")
_USES = {
    **REASONS,
    "U_UNKNOWN": "its licence is missing or its terms are not known",
    "SA_BROKEN": "its licence asks for the same licence on works that contain it",
    "D_UNKNOWN": "the licence of the repository is missing or its terms are not known",
}
_KINDS: dict[type[Model] | type[Dataset], Literal["model", "dataset"]] = {Model: "model", Dataset: "dataset"}


@dataclass
class Use:
    """One artifact that the repository uses.

    Attributes:
        artifact: Its id in the graph, or as the code names it.
        kind: `model`, `dataset`, `space` or `address`.
        license: What it declares; None for nothing.
        verdict: One of `VERDICTS`.
        certainty: `firm` or `contested`.
        codes: Reasons by the rule set.
        gap: What is not known of it; None where it can be judged.
        findings: Where the code names it.
    """

    artifact: str
    kind: str
    findings: list[ScanFinding]
    license: str | None = None
    verdict: str = "unknown"
    certainty: str = "firm"
    codes: list[str] = field(default_factory=list)
    gap: Gap | None = None

    def reasons(self) -> list[str]:
        """Why it is judged so, in words."""
        codes = [code for code in self.codes if not (self.gap and code == "U_UNKNOWN")]
        return [*([self.gap.sentence] if self.gap else []), *(f"{_USES.get(code, code)} ({code})" for code in codes)]

    def written(self) -> list[str]:
        """Other ids by which the code names it."""
        return sorted({f.model_id for f in self.findings if f.model_id and f.model_id != self.artifact})


@dataclass
class RepositoryReport:
    """What the gate says of a repository.

    Attributes:
        scanned: What was found in it.
        license: What it declares, as people read it; None for nothing.
        profile: The rule set.
        uses: What it uses, the gravest verdict first.
        conflicts: Rows as `license-conflicts` gives them, each with its `way` to the origin.
        open_calls: Loading calls whose id is only known when the code runs.
        gaps: What is not known beside that of single uses.
    """

    scanned: ScannedRepository
    license: str | None
    profile: str
    uses: list[Use] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    open_calls: list[ScanFinding] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """The gravest verdict; `unknown` also where anything was not read or found, `nothing_used` without any use."""
        found = {use.verdict for use in self.uses}
        if "conflict" not in found and self.gaps:
            return "unknown"
        return next((verdict for verdict in VERDICTS if verdict in found), "nothing_used")

    @property
    def exit_code(self) -> Exit:
        """What the gate ends with."""
        return exit_code(self.verdict)

    def count_line(self) -> str:
        """The result in one line: how many artifacts got which verdict, and what was left open."""
        counts = Counter(use.verdict for use in self.uses)
        parts = [f"{counts[verdict]:,} {verdict}" for verdict in VERDICTS if counts[verdict]]
        line = f"{_number(len(self.uses), 'artifact')}" + (f": {', '.join(parts)}" if parts else "")
        if self.open_calls:
            line += f"; {_number(len(self.open_calls), 'loading call')} with an id that is only known at run time"
        if unread := sum(self.scanned.scan.unread().values()):
            line += f"; {_number(unread, 'file or entry', 'files or entries')} not read"
        return line


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def repository_report(connection: Connection, scanned: ScannedRepository, profile: str = "default") -> RepositoryReport:
    """Judges a scanned repository; a connection that may only read suffices.

    Raises:
        InputError: the graph does not know the rule set.
        ServerError: the server cannot be used.
    """
    used, not_kept = _used(scanned.scan.findings)
    named = find_artifacts(connection, used)
    by_artifact: dict[Ref, list[ScanFinding]] = {}
    for ref, findings in used.items():
        by_artifact.setdefault(named.get(ref, ref), []).extend(findings)
    check_rule_set(connection, profile)
    statement, knowledge = _statement(scanned), read_knowledge(connection)
    report = RepositoryReport(scanned, statement.text, profile, uses=not_kept)
    # A model and a dataset may share an id, so each kind is judged by itself.
    for node, kind in _KINDS.items():
        refs = [ref for ref in by_artifact if ref.node is node]
        above = [Above(ref.key, "uses", kind) for ref in refs]
        judged = judge_artifact(connection, "repository", scanned.name, statement, above, profile, knowledge=knowledge)
        rows = _rows(judged)
        report.uses += [_use(ref.key, kind, by_artifact[ref], rows.get(ref.key, []), judged) for ref in refs]
        report.conflicts += judged.conflicts
    report.uses.sort(key=lambda use: (VERDICTS.index(use.verdict), use.artifact))
    report.open_calls = [finding for finding in scanned.scan.findings if finding.kind == "unresolved"]
    if report.open_calls:
        report.gaps.append(Gap("CALLS_OPEN", f"{len(report.open_calls):,}"))
    if unread := scanned.scan.unread():
        report.gaps.append(Gap("FILES_UNREAD", f"{sum(unread.values()):,}"))
    if not freshness(connection).fresh:
        report.gaps.append(Gap("PENDING", scanned.name))
    return report


def _used(findings: Iterable[ScanFinding]) -> tuple[dict[Ref, list[ScanFinding]], list[Use]]:
    """What the code uses, and what of it no graph keeps."""
    used: dict[Ref, list[ScanFinding]] = {}
    not_kept: dict[tuple[str, str], Use] = {}
    for finding in findings:
        if not is_reuse(finding) or finding.kind == "metric":
            continue
        ref = artifact(finding)
        if ref is not None:
            used.setdefault(ref, []).append(finding)
        elif finding.model_id is not None:
            kind = "space" if finding.kind == "space" else "url"
            gap = Gap("NOT_KEPT", finding.model_id)
            not_kept.setdefault((kind, finding.model_id), Use(finding.model_id, kind, [], gap=gap)).findings.append(
                finding
            )
    return used, list(not_kept.values())


def _statement(scanned: ScannedRepository) -> Statement:
    stated = declared(scanned.license[0]) if scanned.license else []
    return Statement(
        tuple(sorted({one.license_id for one in stated})),
        stated[0].operator if stated else "single",
        any(one.contradicted for one in stated),
    )


def _rows(judged: ArtifactJudgement) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for edge in judged.edges:
        rows.setdefault(edge["upstream"], []).append(edge)
    return rows


def _use(id_: str, kind: str, findings: list[ScanFinding], rows: list[Row], judged: ArtifactJudgement) -> Use:
    use = Use(id_, kind, findings)
    if rows:
        # The strongest comes first.
        first = rows[0]
        use.license, use.verdict, use.certainty = first["upstream_license"], first["verdict"], first["certainty"]
        use.codes = list(dict.fromkeys(code for row in rows for code in row["codes"]))
    if id_ in judged.not_loaded:
        use.verdict, use.certainty = "unknown", "firm"
        use.gap = Gap("UPSTREAM_DATASET_NOT_LOADED" if kind == "dataset" else "UPSTREAM_NOT_LOADED", id_)
    elif not rows or use.verdict not in VERDICTS:
        use.verdict, use.gap = "unknown", Gap("RULE_SET_SKIPS", judged.profile)
    elif use.verdict == "unknown" and "U_UNKNOWN" in use.codes:
        unnamed = {
            "other": "UPSTREAM_LICENSE_UNNAMED",
            "unknown": "UPSTREAM_LICENSE_UNNAMED",
            "": "UPSTREAM_LICENSE_MISSING",
        }
        use.gap = Gap(unnamed.get(use.license or "", "UPSTREAM_LICENSE_UNREAD"), id_)
    elif use.verdict == "unknown" and judged.license is None:
        use.gap = Gap("REPOSITORY_LICENSE_MISSING", judged.artifact)
    return use


def as_json(report: RepositoryReport) -> Row:
    """The report for machines."""
    scan = report.scanned.scan
    return {
        "artifact": report.scanned.name,
        "license": report.license,
        "license_from": report.scanned.license[1] if report.scanned.license else None,
        "commit": report.scanned.commit,
        "profile": report.profile,
        "verdict": report.verdict,
        "result": report.count_line(),
        "counts": {
            "artifacts": len(report.uses),
            **{verdict: sum(use.verdict == verdict for use in report.uses) for verdict in VERDICTS},
            "unresolved_calls": len(report.open_calls),
            "not_read": sum(scan.unread().values()),
        },
        "edges": [
            {
                "upstream": use.artifact,
                "written_as": use.written(),
                "kind": use.kind,
                "relation": "uses",
                "upstream_license": use.license,
                "downstream_license": report.license,
                "verdict": use.verdict,
                "certainty": use.certainty,
                "codes": use.codes,
                "gap": use.gap.sentence if use.gap else None,
                "next": use.gap.step if use.gap else None,
                "places": [finding.place() for finding in use.findings],
            }
            for use in report.uses
        ],
        "conflicts": [{**row, "way": [asdict(hop) for hop in row["way"]]} for row in report.conflicts],
        "unresolved_calls": [
            {"place": finding.place(), "call": finding.call, "argument": finding.literal}
            for finding in report.open_calls
        ],
        "not_read": [
            {"reason": reason, "count": count, "names": list(scan.problems.get(reason, []))}
            for reason, count in scan.unread().items()
        ],
        "gaps": [
            {"code": gap.code, "about": gap.about, "sentence": gap.sentence, "step": gap.step} for gap in report.gaps
        ],
        "exit_code": int(report.exit_code),
        "reasons": {code: _USES.get(code, code) for use in report.uses for code in use.codes},
    }


def text_lines(report: RepositoryReport, shown: int) -> Iterator[str]:
    """The report for people, without what was not read: the result first, then each use that needs attention."""
    said = f"{report.license or 'no licence'}" + (f", by {report.scanned.license[1]}" if report.scanned.license else "")
    yield f"{report.scanned.name}  ({said})"
    yield report.count_line()
    for gap in report.gaps:
        if gap.code == "PENDING":
            yield f"Not known: {gap.sentence}; {gap.step}"
    for use in report.uses:
        if use.verdict == "compatible":
            continue
        contested = ", contested" if use.certainty == "contested" else ""
        written = f", written {', '.join(use.written()[:3])}" if use.written() else ""
        yield ""
        yield f"{use.verdict}{contested}: uses {use.artifact}  ({use.license or _missing(use)}){written}"
        yield f"  at {_places(use.findings, shown)}"
        yield from (f"  - {reason}" for reason in use.reasons())
        if use.gap:
            yield f"  next: {use.gap.step}"
        yield from _way_lines(report, use)
    if report.open_calls:
        yield ""
        yield "Loading calls with an id that is only known at run time:"
        for finding in report.open_calls[: shown * 4]:
            yield f"  {finding.place()}  {finding.call}({finding.literal[:60]})"
        if len(report.open_calls) > shown * 4:
            yield f"  … and {len(report.open_calls) - shown * 4:,} more; --format json lists them"


def _missing(use: Use) -> str:
    return "not loaded" if use.gap and use.gap.code.endswith("NOT_LOADED") else "no licence"


def _places(findings: list[ScanFinding], shown: int) -> str:
    more = f" and {len(findings) - shown:,} more" if len(findings) > shown else ""
    return ", ".join(finding.place() for finding in findings[:shown]) + more


def _way_lines(report: RepositoryReport, use: Use) -> Iterator[str]:
    """How terms come to the repository that were lost further up."""
    for conflict in report.conflicts:
        way = conflict.get("way") or []
        if len(way) > 2 and way[1].artifact == use.artifact:
            yield f"  against {conflict['origin_license']} of {conflict['origin']}:"
            yield from way_lines(way, "    ")
