"""The `license` commands: check one artifact, and show one licence in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from supplygraph.cli.license_choose import check_new, choose
from supplygraph.queries.formats import FORMATS
from supplygraph.report.license_lines import CONTESTED, DISCLAIMER, HEADLINES, SHOWN, conflict_lines, edge_lines
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.license import LicenseReport


@click.group()
def license() -> None:
    """Check the licence of a model, dataset or repository."""


license.add_command(choose)


@license.command()
@click.argument("artifact", required=False)
@click.option("--base", "bases", multiple=True, metavar="ID[:RELATION]", help="Judge a new model made from this one.")
@click.option("--dataset", "datasets", multiple=True, metavar="ID", help="Judge a new model trained on this dataset.")
@click.option("--license", "licenses", multiple=True, metavar="LICENCE", help="What the new model would declare.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def check(
    settings: Settings,
    artifact: str | None,
    bases: tuple[str, ...],
    datasets: tuple[str, ...],
    licenses: tuple[str, ...],
    profile: str,
    form: str,
) -> int:
    """Judge whether the licence of ARTIFACT keeps the terms of what it was made from or uses.

    ARTIFACT is a model or dataset id, or a repository as github.com/owner/name. The exit code is 0 when it is
    compatible, gives warnings only, or has no upstream and a known licence; 1 on a conflict; and 5 when it cannot be
    judged, because a licence, a base or a use is missing, unreadable, not loaded or not yet judged.

    With --base or --dataset it judges a model that does not exist yet, which ARTIFACT may name; nothing is written.

    \b
    Example:
      supplygraph license check deepseek-ai/DeepSeek-R1-Distill-Llama-8B
      supplygraph license check --base meta-llama/Llama-3.1-8B:adapter --license llama3.1 my-Llama-adapter
    """
    if bases or datasets:
        return check_new(settings, artifact, bases, datasets, licenses, profile, form)
    if artifact is None:
        raise click.UsageError("name an ARTIFACT, or --base for a model that does not exist yet")
    if licenses:
        raise click.UsageError("--license goes with --base or --dataset: a model of the graph declares its own")
    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.license import license_report
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        finish_pending(connection)
        report = license_report(connection, artifact, profile)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(report), ensure_ascii=False))
    else:
        for line in text_lines(report):
            click.echo(line)
    return report.exit_code


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


@license.command("list")
@click.argument("text", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="How it is printed.")
def list_(text: str | None, form: str) -> None:
    """List the licences that are known; with TEXT only those that have it in their id, name or class.

    \b
    Examples:
      supplygraph license list llama
      supplygraph license list --format csv
    """
    import sys

    from supplygraph.licenses.table import licenses
    from supplygraph.queries.output import write_rows

    wanted = (text or "").casefold()
    rows = [
        {"license": one.id, "class": one.cls, "terms": len(one.terms) if one.terms_known else None, "name": one.name}
        for one in licenses()
        if any(wanted in part.casefold() for part in (one.id, one.spdx, one.name, one.cls, *one.aliases))
    ]
    if not write_rows(form, ["license", "class", "terms", "name"], rows, sys.stdout):
        click.echo("No rows: no known licence has that text; `supplygraph license list` lists all.", err=True)


@license.command()
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text", help="How it is printed.")
def profiles(form: str) -> None:
    """List the rule sets that may decide, for --profile.

    \b
    Example:
      supplygraph license profiles
    """
    import sys
    import textwrap

    from supplygraph.licenses.profiles import profiles as known
    from supplygraph.queries.output import write_rows

    rows = [{"profile": one.name, "title": one.title, "meaning": " ".join(one.meaning.split())} for one in known()]
    if form != "text":
        write_rows(form, ["profile", "title", "meaning"], rows, sys.stdout)
        return
    for row in rows:
        click.echo(f"{row['profile']}: {row['title']}")
        click.echo(textwrap.indent(textwrap.fill(row["meaning"], 76), "  "))


def as_json(report: LicenseReport) -> dict[str, Any]:
    """The report for machines."""
    import dataclasses

    from supplygraph.licenses.reasons import reason

    found = dataclasses.asdict(report)
    found["gaps"] = [
        {"code": gap.code, "about": gap.about, "sentence": gap.sentence, "step": gap.step} for gap in report.gaps
    ]
    found["next_steps"] = report.steps()
    found["exit_code"] = int(report.exit_code)
    found["reasons"] = {code: reason(code) for code in report.codes}
    found["notice"] = DISCLAIMER
    return found


def text_lines(report: LicenseReport) -> Iterator[str]:
    """The report for people."""
    from supplygraph.text import safe

    for line in _lines(report):
        yield safe(line) if line else ""


def _lines(report: LicenseReport) -> Iterator[str]:
    undescribed = {gap.code for gap in report.gaps} & {"NOT_IN_GRAPH", "NOT_LOADED", "DATASET_NOT_LOADED"}
    yield f"{report.artifact}  ({report.license or ('not loaded' if undescribed else 'no licence')})"
    yield HEADLINES[report.verdict]
    if report.certainty == "contested":
        yield CONTESTED
    if report.profile != "default":
        yield f"Rule set: {report.profile}"
    yield from _gap_lines(report)
    stubs = {gap.about for gap in report.gaps if gap.code.endswith("NOT_LOADED")}
    yield from conflict_lines(report.conflicts, "`supplygraph query license-conflicts` lists them")
    yield from edge_lines(
        report.edges, "`supplygraph query license-verdicts` lists them", also=bool(report.conflicts), not_loaded=stubs
    )
    for license_id, lines in report.own.items():
        yield ""
        yield f"Its own licence, {license_id}:"
        yield from (f"  - {line}" for line in lines)
    if report.obligations:
        yield ""
        yield "Notices that upstream licences ask for:"
        seen: dict[str, list[str]] = {}
        for row in report.obligations:
            seen.setdefault(row["obligation"], []).append(row["from"])
        for obligation, sources in seen.items():
            more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
            yield f"  - {obligation}: {sources[0]}{more}"
    yield from _pending_lines(report)
    if report.alternatives:
        yield ""
        if all(row["verdict_if_chosen"] == "unknown" for row in report.alternatives):
            yield "Licences without conflict, as far as those above are known:"
        else:
            yield "Licences without conflict:" if report.verdict == "conflict" else "Licences that resolve it:"
        for row in report.alternatives:
            mark = "" if row["verdict_if_chosen"] == "compatible" else f" ({row['verdict_if_chosen']})"
            yield f"  - {row['license']}{mark}"
    elif report.verdict == "conflict":
        yield ""
        yield "No licence resolves it: an act is forbidden, or its parents cannot be reconciled."
    yield ""
    yield DISCLAIMER


def _gap_lines(report: LicenseReport) -> Iterator[str]:
    if not report.gaps:
        return
    yield ""
    yield "Not known:"
    for gap in report.gaps[:SHOWN]:
        yield f"  - {gap.sentence} ({gap.code})"
    if len(report.gaps) > SHOWN:
        yield f"  … and {len(report.gaps) - SHOWN} more; --format json lists them"
    yield "Next:"
    steps = report.steps()
    yield from (f"  - {step}" for step in steps[:SHOWN])
    if len(steps) > SHOWN:
        yield f"  … and {len(steps) - SHOWN} more; --format json lists them"


def _pending_lines(report: LicenseReport) -> Iterator[str]:
    """What waits for a licence of its own, where it has none that is known."""
    if not report.own_unknown or not report.edges:
        return
    yield ""
    if not report.pending:
        yield "Nothing is pending: no upstream term that is known limits which licence it may declare."
        return
    yield "Pending until it declares a licence:"
    for row in report.pending[:SHOWN]:
        yield f"  {row['origin_license']} of {row['origin']}:"
        for place, meaning in enumerate(row["meanings"]):
            yield f"    - {'' if place < len(row['terms']) else 'Unclear: '}{meaning}"
    if len(report.pending) > SHOWN:
        yield f"  … and {len(report.pending) - SHOWN} more; `supplygraph query license-pending` lists them"
