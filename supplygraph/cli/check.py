"""The `check` command: what the checks of all topics find, with what it means and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.health import Health


@click.command()
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="Only this topic; can be given repeatedly.")
@click.option("--artifact", metavar="ID", help="Only this model, dataset or repository.")
@click.option(
    "--fail-on", type=click.Choice(["high", "medium", "low", "never"]), default="high", show_default=True,
    help="The least severity that ends with exit code 1.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "csv", "json", "jsonl"]), default="text",
    show_default=True, help="Text groups by check; the others have one row per finding.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file (replaced only when complete)."
)
@click.pass_obj
def check(
    settings: Settings, topics: tuple[str, ...], artifact: str | None, fail_on: str, form: str, out: Path | None
) -> int:
    """Hold the graph against all checks, and show what they find and what to do.

    The topics are license, lineage, naming, quality and trust, as far as they have checks: `cypher/checks/TOPIC/` has
    one file for each. What is found is kept as HAS_FINDING relationships with the times when it was first and last
    seen; once the checks have run, every load keeps their findings up to date and says what changed. Checks of the
    graph itself are the questions in `cypher/checks/`, which return no rows on a sound graph.

    The exit code is 0 when nothing is found that is as grave as --fail-on says, 1 when something is, or when a check of
    the graph itself does not hold, and 5 when nothing can be said: nothing is loaded, no source describes the artifact,
    or something is not derived yet.

    \b
    Examples:
      supplygraph check
      supplygraph check --topic trust --format csv --out risks.csv
      supplygraph check --artifact mistralai/Mistral-7B-v0.1 --fail-on medium
    """
    from supplygraph.checks.check import LABELS
    from supplygraph.checks.check import topics as known_topics
    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.queries.catalogue import find_query
    from supplygraph.queries.output import write_rows
    from supplygraph.report.health import all_findings, health, text_lines
    from supplygraph.server.opening import open_connection
    from supplygraph.store.find import find_artifact
    from supplygraph.text import safe

    for name in topics:
        if name not in known_topics():
            raise click.UsageError(f"there is no topic {name!r}; the topics are {', '.join(known_topics())}")
    wanted = topics or known_topics()
    with open_connection(settings) as connection:
        finish_pending(connection)
        one = find_artifact(connection, artifact, LABELS).id if artifact else None
        found = health(connection, wanted, one)
        rows = found.details
        if form != "text" and one is None:
            rows = all_findings(connection, wanted, None)
    with destination(out) as stream:
        if form == "text":
            for line in text_lines(found):
                stream.write(safe(line) + "\n")
        else:
            write_rows(form, [column.name for column in find_query("findings").columns], rows, stream)
    if form != "text" or out is not None:
        _say(found)
    return found.exit_code(fail_on)


def _say(found: Health) -> None:
    from supplygraph.report.health import text_lines
    from supplygraph.text import safe

    click.echo(safe(next(text_lines(found))), err=True)
    for name in found.broken:
        click.echo(f"{name} does not hold", err=True)
    for line in found.unknown:
        click.echo(f"unknown: {safe(line)}", err=True)
