"""The `scan` command: what a repository's code loads, without a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.reuse.scan import Scan

FORMATS = click.Choice(["table", "jsonl", "sarif"])
COMMIT = click.option(
    "--commit", metavar="COMMIT", help="Read this commit of the git repository, not the files on disk."
)
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; one for each processor when not given."
)
CACHE = click.option(
    "--cache/--no-cache", "cached", default=True, help="Whether what was read from a file is remembered by its content."
)
EXCLUDE = click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out files and folders: a name anywhere (tests, *.ipynb) or a path (docs/*); can be repeated.",
)
#: Names of what was not read that are shown of each reason.
SHOWN = 5
TABLE = ("place", "kind", "names", "call", "role", "tier", "confidence")


def cache_file(settings: Settings, cached: bool) -> Path | None:
    """Where readings are remembered."""
    return settings.cache / "readings.sqlite" if cached else None


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@COMMIT
@click.option("--format", "form", type=FORMATS, default="table", show_default=True, help="How findings are written.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@EXCLUDE
@JOBS
@CACHE
@click.pass_obj
def scan(
    settings: Settings,
    paths: tuple[Path, ...],
    commit: str | None,
    form: str,
    out: Path | None,
    exclude: tuple[str, ...],
    jobs: int | None,
    cached: bool,
) -> int:
    """List which models, datasets and Spaces code loads, where, and how sure that is.

    PATH is a folder, a git repository, bare or not, or an archive: zip, tarball, wheel. Nothing of it is run. The exit
    code is 0, and 5 when something that may load an artifact was not read: it is named at the end.

    \b
    Examples:
      supplygraph scan .
      supplygraph scan . --exclude tests --exclude 'docs/*.ipynb'
      supplygraph scan repo.git --commit v1.2 --format jsonl
    """
    import json

    from supplygraph.destination import destination
    from supplygraph.exit_codes import Exit
    from supplygraph.reuse.inputs import open_tree
    from supplygraph.reuse.repository_name import prefix_in_repository
    from supplygraph.reuse.sarif import left_out, log, scan_results
    from supplygraph.reuse.scan import scan as scan_tree
    from supplygraph.text import well_formed

    trees = [(path, open_tree(path, commit)) for path in paths]
    results: list[tuple[str, Scan]] = []
    with destination(out) as stream:
        for path, tree in trees:
            result = scan_tree(tree, jobs=jobs, cache=cache_file(settings, cached), exclude=exclude, on_progress=_say)
            results.append((str(path), result))
            if form == "jsonl":
                for finding in result.findings:
                    stream.write(_line({**finding.as_json(), "repository": well_formed(str(path))}) + "\n")
        if form == "sarif":
            made = log(r for path, result in results for r in scan_results(result, prefix_in_repository(Path(path))))
            json.dump(made, stream, indent=1)
            stream.write("\n")
            if cut := left_out(made):
                click.echo(f"{cut:,} results left out: a SARIF file holds no more", err=True)
        elif form == "table":
            from supplygraph.queries.output import write_rows

            write_rows(
                "table", TABLE, (row for path, r in results for row in _rows(path if len(paths) > 1 else "", r)), stream
            )
    for name, result in results:
        for line in summary(name, result):
            click.echo(line, err=True)
    return Exit.UNKNOWN if any(result.unread() for _, result in results) else Exit.DONE


def _line(row: dict[str, Any]) -> str:
    import json

    # Escaped throughout, so that nothing of the scanned code reaches a terminal as it is.
    return json.dumps(row, ensure_ascii=True)


def _say(files: int) -> None:
    import sys

    if sys.stderr.isatty():
        click.echo(f"\r{files:,} files", nl=False, err=True)


def _rows(prefix: str, result: Scan) -> Iterator[dict[str, Any]]:
    for finding in result.findings:
        yield {
            "place": f"{prefix}/{finding.place()}" if prefix else finding.place(),
            "kind": finding.kind,
            "names": finding.model_id if finding.model_id is not None else f"({finding.literal})",
            "call": finding.call,
            "role": finding.role,
            "tier": finding.tier,
            "confidence": finding.confidence,
        }


def summary(path: str, result: Scan) -> Iterator[str]:
    """What was scanned and what was left out, for people."""
    from supplygraph.text import safe, well_formed

    found = [finding for finding in result.findings if finding.kind != "unresolved" and finding.tier != "doc"]
    artifacts = {finding.model_id for finding in found if finding.kind not in ("output_model", "metric")}
    unresolved = sum(finding.kind == "unresolved" for finding in result.findings)
    rate = result.files / result.seconds if result.seconds else 0
    name = safe(well_formed(path))
    yield (
        f"{name}: {result.files:,} files in {result.seconds:.1f} s ({rate:,.0f}/s); {len(artifacts):,} artifacts at "
        f"{len(found):,} places, {unresolved:,} calls left open"
    )
    if result.counts["excluded"]:
        yield f"  {result.counts['excluded']:,} files left out by --exclude"
    if result.counts["links"]:
        yield f"  {result.counts['links']:,} links not followed"
    yield from unread_lines(result)


def unread_lines(result: Scan) -> Iterator[str]:
    """What was not read although it may load something, with the first names of each reason."""
    from supplygraph.reuse.left_out import UNREAD
    from supplygraph.text import safe, well_formed

    for reason, count in result.unread().items():
        names = result.problems.get(reason, [])
        shown = ", ".join(safe(well_formed(name))[:120] for name in names[:SHOWN])
        more = f" and {count - SHOWN:,} more" if count > SHOWN and names else ""
        yield f"  not read   {count:,} {reason.replace('_', ' ')}" + (
            f": {shown}{more}" if shown else f" ({UNREAD[reason]})"
        )
