"""Licences of a model that does not exist yet: which it may declare, and the verdict on one that it would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supplygraph.report.license_lines import (
    CONTESTED,
    DISCLAIMER,
    HEADLINES,
    conflict_lines,
    edge_lines,
    reason_lines,
)
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.choose import Choice
    from supplygraph.report.hypothetical import ArtifactJudgement

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
    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.choose import choose as choose_licenses
    from supplygraph.report.choose import parse_above
    from supplygraph.report.status import exit_code
    from supplygraph.server.opening import open_connection
    from supplygraph.text import safe

    above = parse_above(bases, datasets)
    with open_connection(settings) as connection:
        finish_pending(connection)
        found = choose_licenses(connection, above, name=name, profile=profile)
    if form == "json":
        import dataclasses
        import json

        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        for line in _lines(found, every):
            click.echo(safe(line) if line else "")
    return exit_code(found.verdict)


def check_new(
    settings: Settings,
    name: str | None,
    bases: tuple[str, ...],
    datasets: tuple[str, ...],
    licenses: tuple[str, ...],
    profile: str,
    form: str,
) -> int:
    """Judges a model that is not in the graph and prints the verdict; returns the exit code."""
    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.choose import choose as choose_licenses
    from supplygraph.report.choose import declared_ids, judge_new, parse_above
    from supplygraph.report.status import exit_code
    from supplygraph.server.opening import open_connection
    from supplygraph.text import safe

    above, declared = parse_above(bases, datasets), declared_ids(licenses)
    with open_connection(settings) as connection:
        finish_pending(connection)
        found = judge_new(connection, above, declared, name=name, profile=profile)
        choice = choose_licenses(connection, above, name=name, profile=profile)
    if form == "json":
        import dataclasses
        import json

        proposed = [dataclasses.asdict(one) for one in choice.licenses]
        click.echo(json.dumps({**dataclasses.asdict(found), "licenses": proposed}, ensure_ascii=False))
    else:
        for line in _verdict_lines(found, choice):
            click.echo(safe(line) if line else "")
    return exit_code(found.verdict)


def _verdict_lines(found: ArtifactJudgement, choice: Choice) -> Iterator[str]:
    yield f"{found.artifact}  ({found.license or 'no licence'})"
    yield HEADLINES[found.verdict]
    if found.certainty == "contested":
        yield CONTESTED
    yield from (f"Not loaded: {one}" for one in found.not_loaded)
    rest = "--format json lists them"
    yield from conflict_lines(found.conflicts, rest)
    yield from edge_lines(found.edges, rest, also=bool(found.conflicts), not_loaded=found.not_loaded)
    if found.pending:
        yield ""
        yield f"Pending until it declares a licence: {', '.join(found.pending)}"
    yield ""
    if found.verdict in ("conflict", "unknown"):
        yield from _choice_lines(choice, every=False)
        yield ""
    yield DISCLAIMER


def _lines(found: Choice, every: bool) -> Iterator[str]:
    yield f"{found.artifact}, made from:"
    for one in found.above:
        missing = "no licence" if one["loaded"] else "not loaded: supplygraph load hub can load it"
        yield f"  {one['relation']} {one['id']}  ({one['license'] or missing})"
    if found.profile != "default":
        yield f"Rule set: {found.profile}"
    yield ""
    yield from _choice_lines(found, every)
    yield ""
    yield DISCLAIMER


def _choice_lines(found: Choice, every: bool) -> Iterator[str]:
    if found.verdict == "conflict":
        yield "No licence can help: an act is forbidden, or what it is made from cannot be reconciled."
        yield from reason_lines(found.why_none)
        return
    yield from (f"Not derived yet: {one}" for one in found.open)
    if not found.licenses:
        yield "No licence above is known, so that none can be proposed."
        return
    if found.verdict == "unknown":
        yield "Not everything above is known. As far as the rest goes, it may declare:"
    else:
        yield "It may declare, the best first:"
    shown = found.licenses if every else found.licenses[:SHOWN]
    for license in shown:
        yield f"  - {license.license}" + ("" if license.verdict == "compatible" else f"  ({license.verdict})")
        if license.verdict == "warning":
            yield from reason_lines(license.codes, "      ")
    if len(found.licenses) > len(shown):
        yield f"  … and {len(found.licenses) - len(shown)} more; `supplygraph license choose --all` lists them"
