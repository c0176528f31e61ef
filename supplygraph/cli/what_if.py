"""The `what-if` command: which verdicts another licence or another base would change; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supplygraph.errors import InputError
from supplygraph.licenses.reasons import reason
from supplygraph.report.license_lines import DISCLAIMER
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.report.change import Flip, WhatIf

SHOWN = 10


@click.command("what-if")
@click.argument("artifact", metavar="MODEL")
@click.option(
    "--license", "licenses", multiple=True, metavar="LICENCE", help="It would declare this; several all apply."
)
@click.option(
    "--replace-base",
    "replaced",
    multiple=True,
    metavar="A=B[:RELATION]",
    help="It would be made from B and not from A.",
)
@click.option("--drop-base", "dropped", multiple=True, metavar="A", help="It would not be made from A.")
@click.option("--clear", "clearing", is_flag=True, help="Look for the fewest changes that leave nothing in conflict.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def what_if(
    settings: Settings,
    artifact: str,
    licenses: tuple[str, ...],
    replaced: tuple[str, ...],
    dropped: tuple[str, ...],
    clearing: bool,
    profile: str,
    form: str,
) -> int:
    """Say which licence verdicts would be others if a model had another licence or base.

    MODEL may also be a dataset or a repository; a base may also be a dataset that it was trained on. The model itself
    and everything below it are judged anew by the rules of every load; nothing is written. The exit code is 1 when
    the change brings anything into a conflict or leaves MODEL in one, and 5 when the verdict on MODEL would be unknown.

    With --clear nothing is supposed: of MODEL and everything below it the fewest artifacts are named that would have to
    declare another licence, and the fewest changes where bases may be given up, too; of equal sets the one with the
    fewest downloads. Only what is in conflict is changed, with the three best licences for each; a large family gets a
    set that is small and the number that is needed at least. The exit code is 1 when no set clears it.

    \b
    Examples:
      supplygraph what-if mistralai/Mistral-7B-v0.1 --license cc-by-nc-4.0
      supplygraph what-if mistralai/Mistral-7B-v0.1 --clear
      supplygraph what-if me/my-merge --replace-base acme/nc-model=mistralai/Mistral-7B-v0.1
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.change import Change
    from supplygraph.report.change import what_if as judge
    from supplygraph.server.opening import open_connection
    from supplygraph.text import safe

    if clearing:
        if licenses or replaced or dropped:
            raise InputError("--clear looks for changes itself", "leave out --license, --replace-base and --drop-base")
        return _clear(settings, artifact, profile, form)
    pairs = [text.partition("=") for text in replaced]
    if bad := next((text for text, pair in zip(replaced, pairs, strict=True) if not all(pair)), None):
        raise InputError(f"--replace-base {bad} does not name two bases", "write it as OLD=NEW")
    change = Change(licenses, [(old, new) for old, _, new in pairs], dropped)
    with open_connection(settings) as connection:
        finish_pending(connection)
        found = judge(connection, artifact, change, profile)
    if form == "json":
        import dataclasses
        import json

        made = {**dataclasses.asdict(found), "exit_code": int(found.exit_code), "notice": DISCLAIMER}
        click.echo(json.dumps(made, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(safe(line) if line else "")
    return found.exit_code


def _clear(settings: Settings, artifact: str, profile: str, form: str) -> int:
    import json

    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.clear import clear, text_lines
    from supplygraph.server.opening import open_connection
    from supplygraph.text import safe

    with open_connection(settings) as connection:
        finish_pending(connection)
        found = clear(connection, artifact, profile)
    if form == "json":
        click.echo(json.dumps({**found.as_json(), "notice": DISCLAIMER}, ensure_ascii=False))
    else:
        for line in (*text_lines(found, SHOWN * 3), "", DISCLAIMER):
            click.echo(safe(line) if line else "")
    return found.exit_code


def _lines(found: WhatIf) -> Iterator[str]:
    yield from _of_artifact(found)
    yield ""
    for one in found.flips:
        if not one.hops:
            yield from _reasons(one)
    yield from _of_those_below(found)
    yield ""
    yield DISCLAIMER


def _of_artifact(found: WhatIf) -> Iterator[str]:
    """What changes for the artifact itself, and what is not known of it."""
    yield found.artifact
    if found.license_after != found.license_before:
        yield f"  licence: {found.license_before or 'none'} → {found.license_after or 'none'}"
    for gone in [one for one in found.above_before if one not in found.above_after]:
        yield f"  no longer: {gone}"
    for new in [one for one in found.above_after if one not in found.above_before]:
        yield f"  instead: {new}"
    yield f"  verdict: {found.before}" + (f" → {found.after}" if found.after != found.before else ", as before")
    others = [one for one in found.own if one.profile != found.profile and one.flips]
    yield from (f"  by {one.profile}: {one.before} → {one.after}" for one in others)
    yield from (f"  not loaded: {one}" for one in found.not_loaded)
    yield from (f"  not derived yet: {one}" for one in found.open)


def _of_those_below(found: WhatIf) -> Iterator[str]:
    """Which verdicts below it change: first those that get worse."""
    below = [one for one in found.flips if one.hops]
    if not below:
        yield f"No verdict on the {found.reached:,} artifacts below it would be another one."
    worse = [one for one in below if one.worse]
    better = [one for one in below if not one.worse]
    for title, flips in (("would get worse", worse), ("would get better", better)):
        if flips:
            downloads = sum(one.downloads or 0 for one in flips)
            yield f"{len(flips):,} of {found.reached:,} below it {title} ({downloads:,} downloads in 30 days):"
            for one in flips[:SHOWN]:
                yield f"  {one.artifact}: {one.before} → {one.after}"
                yield from _reasons(one)
            if len(flips) > SHOWN:
                yield f"  … and {len(flips) - SHOWN:,} more; --format json lists them"


def _reasons(one: Flip) -> Iterator[str]:
    if one.after in ("conflict", "warning"):
        yield from (f"    - {reason(code)} ({code})" for code in one.codes[:3])
        yield from (f"    against {text}" for text in one.against[:3])
