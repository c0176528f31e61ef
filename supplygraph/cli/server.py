"""The commands `up`, `down` and `status`: the local Neo4j by hand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.server.status import ServerStatus


@click.command()
@click.option("--browser", "open_browser", is_flag=True, help="Open the Neo4j Browser, too.")
@click.pass_obj
def up(settings: Settings, open_browser: bool) -> None:
    """Start the local Neo4j and say where it answers.

    There is no need to: every command starts it, and it stops by itself when nothing is connected for a while.
    """
    from supplygraph.server import local
    from supplygraph.server.store import Store

    if settings.uri:
        click.echo(f"The graph is in the Neo4j at {settings.uri}, which supplygraph does not start")
        return
    address = local.start(settings)
    click.echo(f"Neo4j answers at {address.uri}")
    click.echo(f"Browser: {address.browser}")
    click.echo(f"Log in as {address.user}; the password is in {Store(settings.store).password_file}")
    click.echo("  (`supplygraph status --show-password` shows it)")
    if open_browser:
        import webbrowser

        if not address.browser or not webbrowser.open(address.browser):
            click.echo("No browser could be opened here; open that address yourself", err=True)


@click.command()
@click.pass_obj
def down(settings: Settings) -> None:
    """Stop the local Neo4j.

    Returns as soon as the data is safe on disk. Whatever else runs for this store ends, too: the recording of Java's
    cache, and `reproduce` with its graph.
    """
    from supplygraph.server import local

    if settings.uri:
        click.echo(f"The graph is in the Neo4j at {settings.uri}, which supplygraph did not start and does not stop")
    elif local.stop(settings):
        click.echo(f"Stopped; the graph is in {settings.store}")
    else:
        click.echo(f"No Neo4j was running on {settings.store}")


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="How it is printed.")
@click.option("--show-password", is_flag=True, help="Show the password of the local Neo4j.")
@click.pass_obj
def status(settings: Settings, form: str, show_password: bool) -> None:
    """Say where the graph lives and how large it is.

    Nothing is started.
    """
    from supplygraph.server.status import status as describe
    from supplygraph.server.store import Store

    found = describe(settings)
    password = Store(settings.store).password() if show_password and found.local else None
    if form == "json":
        shown = dataclasses.asdict(found) | ({"password": password} if password else {})
        click.echo(json.dumps(shown, indent=2, default=str))
        return
    for name, value in _lines(found, password):
        click.echo(f"{name:<11}{value}")


def _lines(found: ServerStatus, password: str | None) -> Iterator[tuple[str, str]]:
    yield "Graph", str(found.store) if found.local else f"{found.uri}, which supplygraph neither starts nor stops"
    yield "State", _state(found)
    if found.local and found.uri:
        yield "Address", f"{found.uri}, database {found.database}"
    if found.browser:
        yield "Browser", found.browser
    if found.password_file:
        yield "Log in", f"{found.user}, password in {found.password_file}"
    if password:
        yield "Password", password
    if found.nodes is not None:
        yield "Size", f"{found.nodes:,} nodes, {found.relationships:,} relationships"
    if found.disk_bytes is not None:
        yield "Disk", f"{found.disk_bytes / 1e6:,.1f} MB"
    if found.memory_bytes is not None:
        yield "Memory", f"{found.memory_bytes / 1e6:,.0f} MB"
    if found.neo4j:
        yield "Neo4j", " ".join(part for part in (found.neo4j, found.edition) if part)
    if found.java:
        yield "Java", found.java
    yield "Driver", found.driver


def _state(found: ServerStatus) -> str:
    if not found.local:
        return "answers"
    if not found.running or found.started is None:
        return "stopped; any command starts it" if found.disk_bytes else "no graph yet; any command makes one"
    since = f"running since {found.started.astimezone():%Y-%m-%d %H:%M}"
    if found.stops:
        return f"{since}, idle, stops at {found.stops.astimezone():%H:%M} if nothing connects"
    return f"{since}, {found.connections} connections" if found.connections else f"{since}, never stops by itself"
