"""The `check-repo` command: a gate for CI on the licences of what a repository's code loads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.cli.license import DISCLAIMER
from supplygraph.cli.scan import CACHE, COMMIT, JOBS, cache_file, unread_lines
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.graph.connection import Connection
    from supplygraph.report.license import LicenseReport
    from supplygraph.reuse.finding import Finding
    from supplygraph.sources.code import ScannedRepository

RULES = {"conflict": "license-conflict", "unknown": "license-unknown", "warning": "license-warning"}
SHOWN = 5


@click.command("check-repo")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--repository", metavar="NAME", help="Its name, github.com/owner/name; else that of its remote.")
@click.option("--license", "license", metavar="LICENCE", help="Its licence; else what its licence file says.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@COMMIT
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
    help="How it is written.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@JOBS
@CACHE
@click.pass_obj
def check_repo(
    settings: Settings,
    path: Path,
    repository: str | None,
    license: str | None,
    profile: str,
    commit: str | None,
    form: str,
    out: Path | None,
    jobs: int | None,
    cached: bool,
) -> int:
    """Judge whether the licences of what a repository's code loads fit its own licence.

    PATH is scanned as by `scan`, loaded as by `load code`, and judged as by `license check`, on what the graph knows
    of the models; nothing is asked of the network. The exit code is 0 when all is compatible or gives warnings only,
    1 on a conflict, and 5 when something cannot be judged.

    \b
    Example:
      supplygraph check-repo . --format sarif --out licences.sarif
    """
    from contextlib import ExitStack

    from supplygraph.cli.connection import open_connection
    from supplygraph.destination import destination
    from supplygraph.load import load
    from supplygraph.report.license import license_report
    from supplygraph.report.status import Gap
    from supplygraph.sources.code import Code

    name = repository or _fallback(path)
    source = Code(
        [path], repository=name, commit=commit, license=license, cache=cache_file(settings, cached), jobs=jobs
    )
    with ExitStack() as stack:
        opened: list[Connection] = []

        def connect() -> Connection:
            opened.append(stack.enter_context(open_connection(settings)))
            return opened[0]

        load(source, connect)
        scanned = source.scanned[0]
        report = license_report(opened[0], scanned.name, profile)
        if unread := scanned.scan.unread():
            report.add(Gap("FILES_UNREAD", f"{sum(unread.values()):,}"))
    with destination(out) as stream:
        if form == "sarif":
            import json

            from supplygraph.reuse.sarif import log, unread_results

            json.dump(log([*_results(report, scanned), *unread_results(scanned.scan)]), stream, indent=1)
            stream.write("\n")
        elif form == "json":
            import json

            from supplygraph.cli.license import as_json

            made = as_json(report)
            for edge in made["edges"]:
                edge["places"] = [f.place() for f in _places(scanned, edge["upstream"])]
            stream.write(json.dumps(made, default=str) + "\n")
        else:
            for line in _text(report, scanned):
                stream.write(line + "\n")
    for line in unread_lines(scanned.scan):
        click.echo(line, err=True)
    return report.exit_code


def _fallback(path: Path) -> str | None:
    """A name for a folder or archive without remote, so that a gate needs no further option."""
    from supplygraph.reuse.repository_name import remote_name

    if path.is_dir() and remote_name(path) is not None:
        return None
    import re

    name = re.sub(r"[^\w.-]+", "-", path.resolve().name).strip("-.") or "repository"
    return f"local.invalid/folder/{name}"


def _places(scanned: ScannedRepository, artifact_id: str) -> list[Finding]:
    from supplygraph.sources.code import artifact, is_reuse

    found = []
    for finding in scanned.scan.findings:
        ref = artifact(finding)
        if ref is not None and is_reuse(finding) and ref.key == artifact_id:
            found.append(finding)
    return found


def _results(report: LicenseReport, scanned: ScannedRepository) -> Iterator[dict[str, Any]]:
    from supplygraph.report.license import REASONS
    from supplygraph.reuse.sarif import Place, place_of, result

    for edge in report.edges:
        rule = RULES.get(edge["verdict"])
        if rule is not None:
            reasons = "; ".join(REASONS.get(code, code) for code in edge["codes"])
            text = (
                f"{edge['upstream']} is under {edge['upstream_license'] or 'no licence'}, "
                f"{scanned.name} under {report.license or 'no licence'}: {reasons}. {DISCLAIMER}"
            )
            properties = {"artifact": edge["upstream"], "codes": edge["codes"], "certainty": edge["certainty"]}
            places = [place_of(finding) for finding in _places(scanned, edge["upstream"])]
            yield result(rule, text, places or [Place("LICENSE")], properties)


def _text(report: LicenseReport, scanned: ScannedRepository) -> Iterator[str]:
    from supplygraph.cli.license import text_lines
    from supplygraph.text import safe

    said = f" (by {scanned.license[1]})" if scanned.license else ""
    yield safe(f"{scanned.name}: {len(report.edges)} artifacts loaded{said}")
    yield from text_lines(report)
    flagged = [edge for edge in report.edges if edge["verdict"] in RULES]
    if flagged:
        yield ""
        yield "Where they are loaded:"
    for edge in flagged:
        places = _places(scanned, edge["upstream"])
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        shown = ", ".join(finding.place() for finding in places[:SHOWN]) + more
        yield safe(f"  {edge['verdict']}  {edge['upstream']}: {shown}")
