"""The `check-repo` command: a gate for CI on the licences of what a repository's code uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.cli.scan import CACHE, COMMIT, EXCLUDE, JOBS, SHOWN, cache_file, unread_lines
from supplygraph.report.license_lines import DISCLAIMER
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.repository import RepositoryReport

RULES = {"conflict": "license-conflict", "unknown": "license-unknown", "warning": "license-warning"}


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
@EXCLUDE
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
    exclude: tuple[str, ...],
    jobs: int | None,
    cached: bool,
) -> int:
    """Judge whether the licences of what a repository's code uses fit its own licence.

    PATH is scanned as by `scan` and judged on what the graph knows of the artifacts; nothing is written into the graph
    and nothing is asked of the network. The exit code is 0 when all is compatible or gives warnings only, 1 on a
    conflict, and 5 when something cannot be judged: an artifact that is not loaded or has no known licence, an id that
    is only known at run time, a file that was not read.

    \b
    Example:
      supplygraph check-repo . --format sarif --out licences.sarif
    """
    import json

    from supplygraph.cli.connection import open_connection
    from supplygraph.destination import destination
    from supplygraph.report.repository import as_json, repository_report, text_lines
    from supplygraph.sources.code import Code
    from supplygraph.text import safe

    name = repository or fallback(path)
    source = Code(
        [path],
        repository=name,
        commit=commit,
        license=license,
        exclude=exclude,
        cache=cache_file(settings, cached),
        jobs=jobs,
    )
    (scanned,) = source.scan()
    with open_connection(settings) as connection:
        report = repository_report(connection, scanned, profile)
    with destination(out) as stream:
        if form == "sarif":
            _write_sarif(report, path, stream)
        elif form == "json":
            made = {**as_json(report), "notice": DISCLAIMER}
            stream.write(json.dumps(made, default=str) + "\n")
        else:
            for line in (*text_lines(report, SHOWN), *unread_lines(scanned.scan), "", DISCLAIMER):
                stream.write((safe(line) if line else "") + "\n")
    if form != "text" or out is not None:
        click.echo(safe(report.count_line()), err=True)
        for line in unread_lines(scanned.scan):
            click.echo(line, err=True)
    return report.exit_code


def fallback(path: Path) -> str | None:
    """A name for a folder or archive without remote, so that a gate needs no further option."""
    from supplygraph.reuse.repository_name import remote_name

    if path.is_dir() and remote_name(path) is not None:
        return None
    import re

    name = re.sub(r"[^\w.-]+", "-", path.resolve().name).strip("-.") or "repository"
    return f"local.invalid/folder/{name}"


def _write_sarif(report: RepositoryReport, path: Path, stream: Any) -> None:
    import json

    from supplygraph.reuse.repository_name import prefix_in_repository
    from supplygraph.reuse.sarif import finding_result, left_out, log, unread_results

    prefix = prefix_in_repository(path)
    results = [
        *_results(report, prefix),
        *(finding_result(finding, prefix) for finding in report.open_calls),
        *unread_results(report.scanned.scan, prefix),
    ]
    made = log(results)
    json.dump(made, stream, indent=1)
    stream.write("\n")
    if cut := left_out(made):
        click.echo(f"{cut:,} results left out: a SARIF file holds no more", err=True)


def _results(report: RepositoryReport, prefix: str) -> Iterator[dict[str, Any]]:
    from supplygraph.reuse.sarif import place_of, result

    for use in report.uses:
        rule = RULES.get(use.verdict)
        if rule is None:
            continue
        text = (
            f"{report.scanned.name} ({report.license or 'no licence'}) uses {use.artifact} "
            f"({use.license or 'no known licence'}): {'; '.join(use.reasons())}. {DISCLAIMER}"
        )
        properties = {"artifact": use.artifact, "codes": use.codes, "certainty": use.certainty}
        yield result(rule, text, [place_of(finding) for finding in use.findings], properties, prefix)
