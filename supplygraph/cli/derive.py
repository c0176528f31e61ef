"""The `derive` command, and what commands that judge do where derived facts are not fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.enrich.freshness import Freshness
    from supplygraph.enrich.work import Derived
    from supplygraph.store.connection import Connection

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed."
)


@click.command()
@FORMAT
@click.pass_obj
def derive(settings: Settings, form: str) -> int:
    """Work out what follows from the loads, where that is open.

    That is lineage, licence verdicts and what names claim. Every load does this at its end; this command is for what a
    load that was cut off left open. Commands that judge do it by themselves where they may write. The exit code is 5
    while a load still runs.
    """
    from supplygraph.enrich.freshness import freshness
    from supplygraph.enrich.work import bring_up_to_date
    from supplygraph.exit_codes import Exit
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        done = bring_up_to_date(connection, _say)
        left = list(freshness(connection).lines())
    if form == "json":
        import dataclasses
        import json

        click.echo(json.dumps({**dataclasses.asdict(done), "open": left}, ensure_ascii=False))
    else:
        click.echo(_report(done))
        for line in left:
            click.echo(f"  open: {line}")
    return Exit.UNKNOWN if left else Exit.DONE


def finish_pending(connection: Connection) -> None:
    """Brings derived facts up to date before something is judged, or says on stderr why that cannot be done.

    What is judged afterwards knows by itself whether it rests on facts that are open.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step of the derivation fails.
    """
    from supplygraph.enrich.work import bring_up_to_date
    from supplygraph.errors import AccessError
    from supplygraph.text import safe

    found = note_pending(connection)
    if found.fresh:
        return
    if found.busy:
        click.echo("hint: wait for it to end, then run this again", err=True)
        return
    try:
        done = bring_up_to_date(connection, _say)
    except AccessError as error:
        click.echo(f"note: it cannot be derived with this login: {safe(error.message)}", err=True)
        click.echo("hint: run `supplygraph derive` with a login that may write", err=True)
    else:
        click.echo(f"note: {_report(done)}", err=True)


def note_pending(connection: Connection) -> Freshness:
    """Says on stderr what has not been derived yet, so that answers do not rest on it.

    Raises:
        ServerError: the server cannot be used.
    """
    from supplygraph.enrich.freshness import freshness
    from supplygraph.text import safe

    found = freshness(connection)
    for line in found.lines():
        click.echo(f"note: {safe(line)}", err=True)
    return found


def note_unchecked(never: list[str]) -> None:
    """Says on stderr which checks have never run over the graph, so that no findings are not taken for a pass."""
    if never:
        click.echo(f"note: the checks of {', '.join(never)} have not run over this graph yet", err=True)
        click.echo("hint: run `supplygraph check`", err=True)


def _report(done: Derived) -> str:
    what = [f"{len(done.loads):,} load{'' if len(done.loads) == 1 else 's'}"] if done.loads else []
    what += ["new knowledge of licences"] if done.knowledge else []
    what += ["what other rules gave, by those of this version"] if done.rules else []
    what += ["constraints and indexes of this version"] if done.schema else []
    return f"derived: {', '.join(what) or 'nothing was open'} ({done.seconds:.1f} s)"


def _say(step: str) -> None:
    """Says that it waits; steps themselves are too many to tell."""
    if step.startswith("waiting"):
        click.echo(f"{step} …", err=True)
