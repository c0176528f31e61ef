"""The `license` commands: check one artifact, and show one licence in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.license import LicenseReport

#: Exit codes of `license check` for CI; 2 to 4 are those of all commands.
EXIT_CODES = {"conflict": 1, "unknown": 5}
DISCLAIMER = "This is a reading by stated rules, not legal advice."
HEADLINES = {
    "conflict": "Conflict: its licence does not keep what the licences above it ask for.",
    "unknown": "Unknown: a licence is missing or not known, so that it cannot be judged.",
    "warning": "Warning: no conflict, but something should be looked at.",
    "compatible": "Compatible: nothing speaks against its licence.",
    "skipped": "Skipped: the rule set leaves it out.",
    "nothing_above": "Nothing to judge: the graph knows nothing that it was made from or uses.",
}
SHOWN = 20


@click.group()
def license() -> None:
    """Check the licence of a model, dataset or repository."""


@license.command()
@click.argument("artifact")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def check(settings: Settings, artifact: str, profile: str, form: str) -> int:
    """Judge whether the licence of ARTIFACT keeps what is above it.

    ARTIFACT is a model or dataset id, or a repository as github.com/owner/name. The exit code is 0 when it is
    compatible or gives warnings only, 1 on a conflict, and 5 when it cannot be judged.

    \b
    Example:
      supplygraph license check deepseek-ai/DeepSeek-R1-Distill-Llama-8B
    """
    from supplygraph.cli.connection import open_connection
    from supplygraph.report.license import license_report

    with open_connection(settings) as connection:
        report = license_report(connection, artifact, profile)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(report), ensure_ascii=False))
    else:
        for line in text_lines(report):
            click.echo(line)
    return EXIT_CODES.get(report.verdict, 0)


@license.command()
@click.argument("license_id", metavar="LICENCE")
def show(license_id: str) -> None:
    """Say in plain words what LICENCE allows and asks, and what is not sure about it.

    LICENCE is a Hub id such as llama3.1, an SPDX id, or a full name.
    """
    from supplygraph.licenses.describe import describe
    from supplygraph.text import safe

    for line in describe(license_id):
        click.echo(safe(line))


def as_json(report: LicenseReport) -> dict[str, Any]:
    """The report for machines."""
    import dataclasses

    from supplygraph.report.license import REASONS

    found = dataclasses.asdict(report)
    found["reasons"] = {code: REASONS.get(code, code) for code in report.codes}
    found["notice"] = DISCLAIMER
    return found


def text_lines(report: LicenseReport) -> Iterator[str]:
    """The report for people."""
    from supplygraph.text import safe

    for line in _lines(report):
        yield safe(line) if line else ""


def _lines(report: LicenseReport) -> Iterator[str]:
    yield f"{report.artifact}  ({report.license or 'no licence'})"
    yield HEADLINES[report.verdict]
    if report.certainty == "contested":
        yield "It is contested: it rests only on readings that are disputed or unclear."
    if report.profile != "default":
        yield f"Rule set: {report.profile}"
    yield from _conflict_lines(report)
    yield from _edge_lines(report)
    if report.obligations:
        yield ""
        yield "What it has to do:"
        seen: dict[str, list[str]] = {}
        for row in report.obligations:
            seen.setdefault(row["obligation"], []).append(row["from"])
        for obligation, sources in seen.items():
            more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
            yield f"  - {obligation}: {sources[0]}{more}"
    if report.verdict == "conflict":
        yield ""
        if report.alternatives:
            yield "Licences without conflict:"
            for row in report.alternatives:
                mark = "" if row["verdict_if_chosen"] == "compatible" else f" ({row['verdict_if_chosen']})"
                yield f"  - {row['license']}{mark}"
        else:
            yield "No licence would do: an act is forbidden, or its parents cannot be reconciled."
    yield ""
    yield DISCLAIMER


def _conflict_lines(report: LicenseReport) -> Iterator[str]:
    from supplygraph.report.license import REASONS

    for conflict in report.conflicts[:SHOWN]:
        yield ""
        contested = ", contested" if conflict["certainty"] == "contested" else ""
        yield f"Against {conflict['origin_license']} of {conflict['origin']}{contested}:"
        for code in conflict["codes"]:
            yield f"  - {REASONS.get(code, code)} ({code})"
        if conflict["terms"]:
            yield f"  terms: {', '.join(conflict['terms'])}"
        for depth, hop in enumerate(conflict["way"]):
            mark = "  <-- dropped here" if hop.dropped_here else ""
            relation = f"{conflict['way'][depth - 1].relation} " if depth else ""
            indent = "  " * depth + ("└ " if depth else "")
            yield f"  {indent}{relation}{hop.artifact}  ({hop.license or 'no licence'}){mark}"
    if len(report.conflicts) > SHOWN:
        yield f"  … and {len(report.conflicts) - SHOWN} more; `supplygraph query license-conflicts` lists them"


def _edge_lines(report: LicenseReport) -> Iterator[str]:
    from supplygraph.report.license import REASONS

    open_edges = [row for row in report.edges if row["verdict"] in ("unknown", "warning")]
    if not open_edges:
        return
    yield ""
    yield "Also to look at:" if report.conflicts else "To look at:"
    for row in open_edges[:SHOWN]:
        contested = ", contested" if row["certainty"] == "contested" else ""
        above = f"{row['relation']} {row['upstream']}  ({row['upstream_license'] or 'no licence'})"
        yield f"  {above}: {row['verdict']}{contested}"
        for code in row["codes"]:
            yield f"    - {REASONS.get(code, code)} ({code})"
    if len(open_edges) > SHOWN:
        yield f"  … and {len(open_edges) - SHOWN} more; `supplygraph query license-verdicts` lists them"
