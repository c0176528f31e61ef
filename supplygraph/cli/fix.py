"""The `fix` command: what would mend the card of an artifact, as a patch and a text for a pull request."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.settings import Settings


@click.command()
@click.argument("artifact", metavar="ARTIFACT")
@click.option(
    "--card", type=click.Path(path_type=Path), metavar="FILE", help="Its README.md; then the patch is a diff of it."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "patch", "json"]), default="text", show_default=True,
    help="Text is a title and a body in Markdown; a patch is the diff, or the YAML fields without --card.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file (replaced only when complete)."
)
@click.pass_obj
def fix(settings: Settings, artifact: str, card: Path | None, form: str, out: Path | None) -> int:
    """Write the patch that would mend a card, and a text to send.

    ARTIFACT is a model or dataset; nothing is sent.

    Proposed is only what the evidence supports: the licence of quantised or copied weights, a base that the
    configuration of an adapter names, relations that the files show, and ids that the Hub has moved. What only the
    publisher can decide, such as the licence of a fine-tune, is listed with licences that cause no conflict, and so are
    naming and notice duties. `query quality-fixes` lists what can be mended in the whole graph.

    The exit code is 5 where something is not known: no source describes it, or loads are not derived yet.

    \b
    Examples:
      supplygraph fix acme/model-7b-GGUF
      supplygraph fix acme/model-7b-GGUF --card README.md --format patch --out card.patch
    """
    import json

    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.exit_codes import Exit
    from supplygraph.report.fix import as_json, header_text, patch, plain_lines, text_lines
    from supplygraph.report.fix import fix as fix_of
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.cards import card_text
    from supplygraph.store.find import find_artifact
    from supplygraph.text import safe

    content = card_text(card) if card else None
    with open_connection(settings) as connection:
        finish_pending(connection)
        found = fix_of(connection, find_artifact(connection, artifact, ("Model", "Dataset")))
    diff = patch(content, found, str(card)) if content is not None else None
    with destination(out) as stream:
        if form == "json":
            json.dump(as_json(found, diff), stream, indent=2, ensure_ascii=True)
            stream.write("\n")
        elif form == "patch":
            for line in plain_lines(header_text(found.changes) if diff is None else diff):
                stream.write(line + "\n")
        else:
            for line in text_lines(found, diff):
                stream.write(safe(line) + "\n")
    for line in found.unknown if form != "text" or out is not None else ():
        click.echo(f"unknown: {safe(line)}", err=True)
    return Exit.UNKNOWN if found.unknown else Exit.DONE
