"""The `report` command: what the graph shows, as one file to hand on."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.settings import Settings


@click.command()
@click.argument("artifact", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to: .html or .md.",
)
@click.option("--profile", default="default", show_default=True, help="Rule set of the verdicts that are shown.")
@click.pass_obj
def report(settings: Settings, artifact: str | None, out: Path, profile: str) -> None:
    """Write a report on the graph, or on one model, dataset or repository, as one file.

    Of the graph: what was loaded and when, families, licences and where they change, verdicts by rule set, names,
    what is missing, risks, and conflicts with their ways; each chart has its table. Of an ARTIFACT: the verdict, its
    way, duties, evidence, what is not known and why, and the date of the data. A page needs nothing beside it and
    runs no scripts.

    \b
    Examples:
      supplygraph report --out report.html
      supplygraph report mistralai/Mistral-7B-v0.1 --out mistral.html
      supplygraph report github.com/lm-sys/FastChat --profile osadl --out fastchat.md
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.errors import InputError
    from supplygraph.explore.alone import artifact_page, overview_page, today
    from supplygraph.report.overview import markdown, overview
    from supplygraph.report.status import check_rule_set
    from supplygraph.server.opening import open_connection

    form = out.suffix.lower()
    if form not in (".html", ".htm", ".md", ".markdown"):
        raise InputError(f"a report cannot be written as {out.name}", "name a file that ends in .html or .md")
    with open_connection(settings) as connection:
        finish_pending(connection)
        check_rule_set(connection, profile)
        if artifact:
            text = artifact_page(connection, artifact, profile, as_markdown=form.startswith(".m"))
        else:
            found = overview(connection, profile)
            text = markdown(found, today()) if form.startswith(".m") else overview_page(connection, found)
    with destination(out) as stream:
        stream.write(text)
    click.echo(f"Wrote {out}", err=True)
