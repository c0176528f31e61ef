"""`license choose`: which licences an artifact that does not exist yet may declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.choose import Choice

SHOWN = 10


@click.command()
@click.option("--base", "bases", multiple=True, metavar="ID[:RELATION]", help="A model it is made from; a fine-tune.")
@click.option("--dataset", "datasets", multiple=True, metavar="ID", help="A dataset it is trained on.")
@click.option("--name", metavar="NAME", help="Its name, which some licences have a say in.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@click.option("--all", "every", is_flag=True, help="List every licence, not only the first ones.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def choose(
    settings: Settings,
    bases: tuple[str, ...],
    datasets: tuple[str, ...],
    name: str | None,
    profile: str,
    every: bool,
    form: str,
) -> int:
    """List the licences that a new model may declare, the best first.

    RELATION is finetune, adapter, quantized, merge, distilled or copy. What is above declares comes first, then
    permissive licences, then later versions of what is above. The exit code is 0, 1 when no licence can help, and 5
    when the licence of something above is not known. Nothing is written.

    \b
    Example:
      supplygraph license choose --base meta-llama/Llama-3.1-8B:adapter --name my-Llama-adapter
    """
    from supplygraph.cli.connection import open_connection
    from supplygraph.report.choose import choose as choose_licenses
    from supplygraph.report.choose import parse_above
    from supplygraph.text import safe

    above = parse_above(bases, datasets)
    with open_connection(settings) as connection:
        found = choose_licenses(connection, above, name=name, profile=profile)
    if form == "json":
        import dataclasses
        import json

        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        for line in _lines(found, every):
            click.echo(safe(line) if line else "")
    return {"conflict": 1, "unknown": 5}.get(found.verdict, 0)


def _lines(found: Choice, every: bool) -> Iterator[str]:
    from supplygraph.cli.license import DISCLAIMER
    from supplygraph.report.license import REASONS

    yield f"{found.artifact}, made from:"
    for one in found.above:
        missing = "no licence" if one["loaded"] else "not loaded: supplygraph load hub can load it"
        yield f"  {one['relation']} {one['id']}  ({one['license'] or missing})"
    if found.profile != "default":
        yield f"Rule set: {found.profile}"
    yield ""
    if found.verdict == "conflict":
        yield "No licence can help: an act is forbidden, or what it is made from cannot be reconciled."
        yield from (f"  - {REASONS.get(code, code)} ({code})" for code in found.why_none)
        yield ""
        yield DISCLAIMER
        return
    if found.verdict == "unknown":
        yield "Unknown: the licence of something above is not known. As far as the rest goes, it may declare:"
    else:
        yield "It may declare, the best first:"
    shown = found.licenses if every else found.licenses[:SHOWN]
    for license in shown:
        yield f"  - {license.license}" + ("" if license.verdict == "compatible" else f"  ({license.verdict})")
        if license.verdict == "warning":
            yield from (f"      {REASONS.get(code, code)} ({code})" for code in license.codes)
    if len(found.licenses) > len(shown):
        yield f"  … and {len(found.licenses) - len(shown)} more; --all lists them"
    yield ""
    yield DISCLAIMER
