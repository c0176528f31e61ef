"""The `recall` command: who is below an artifact that is withdrawn, and what to send to them."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.settings import Settings


@click.command()
@click.argument("artifact", metavar="ARTIFACT")
@click.option("--reason", metavar="TEXT", help="Why it is withdrawn, as the texts say it.")
@click.option("--action", metavar="TEXT", help="What whoever is affected should do.")
@click.option("--name", metavar="NAME", help="What the event is called, such as CVE-2026-1234.")
@click.option("--author", metavar="TEXT", help="Who says so, for OpenVEX.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json", "jsonl", "openvex", "issues"]), default="text",
    show_default=True, help="How it is written; `issues` are texts in Markdown, one for each repository and publisher.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file (replaced only when complete)."
)
@click.pass_obj
def recall(
    settings: Settings,
    artifact: str,
    reason: str | None,
    action: str | None,
    name: str | None,
    author: str | None,
    form: str,
    out: Path | None,
) -> int:
    """Say who is affected when ARTIFACT is withdrawn, and write what to send to them.

    ARTIFACT is a model or dataset: a base under a new licence, a dataset that was taken back, a namespace that somebody
    took over, weights that do harm. Listed is every model, dataset, repository (with file and line) and Space below it
    that the graph knows, each with the path to it. Nothing is sent.

    In OpenVEX what takes weights or data over at every step is `affected`; where a step is undeclared, distilled or
    generated it is `under_investigation`. The exit code is 5 while loads are not derived yet.

    \b
    Examples:
      supplygraph recall meta-llama/Llama-3.1-8B
      supplygraph recall acme/corpus --reason "A court ordered its removal." --format issues --out letters.md
      supplygraph recall acme/base --name CVE-2026-1234 --format openvex --out recall.openvex.json
    """
    import json

    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.exit_codes import Exit
    from supplygraph.queries.catalogue import find_query
    from supplygraph.queries.output import write_rows
    from supplygraph.report.recall import issue_lines, openvex, text_lines
    from supplygraph.report.recall import recall as recall_of
    from supplygraph.server.opening import open_connection
    from supplygraph.store.find import find_artifact
    from supplygraph.text import safe

    with open_connection(settings) as connection:
        finish_pending(connection)
        found = recall_of(
            connection,
            find_artifact(connection, artifact, ("Model", "Dataset")),
            reason=reason,
            action=action,
            name=name,
            author=author,
        )
    with destination(out) as stream:
        if form == "openvex":
            json.dump(openvex(found), stream, indent=2, ensure_ascii=True)
            stream.write("\n")
        elif form in ("text", "issues"):
            for line in text_lines(found) if form == "text" else issue_lines(found):
                stream.write(safe(line) + "\n")
        else:
            write_rows(form, find_query("lineage-affected").columns, found.rows, stream)
    if form != "text" or out is not None:
        click.echo(safe(found.head()), err=True)
    return Exit.UNKNOWN if found.open else Exit.DONE
