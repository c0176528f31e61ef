"""The `mcp` command: answers an assistant over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.errors import InputError
from supplygraph.settings import Settings


@click.command()
@click.option(
    "--allow-scan",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Code in this folder may be scanned; can be given repeatedly.",
)
@click.option("--own-cypher", is_flag=True, help="Own Cypher that only reads may be asked.")
@click.option(
    "--print-config",
    "client",
    type=click.Choice(["claude", "cursor", "vscode"]),
    help="Print what has to stand in the settings of this client, and end.",
)
@click.pass_obj
def mcp(settings: Settings, folders: tuple[Path, ...], own_cypher: bool, client: str | None) -> None:
    """Let an assistant ask the graph, over the Model Context Protocol.

    The client starts this command itself and talks to it on standard input and output. It gets tools to find and show
    artifacts, to check licences with the way of a conflict or the reason why something is unknown, to say who rests on
    an artifact, and to ask the stored questions; the schema and the questions are resources. It only reads, rows are
    bounded and counted, and texts of publishers are passed on as data. It needs the extra mcp.

    \b
    Examples:
      supplygraph mcp --print-config claude
      supplygraph mcp --allow-scan ~/src --own-cypher
    """
    import sys

    from supplygraph.extras import needed
    from supplygraph.mcp.tools import Allowed

    found = tuple(folder.expanduser() for folder in folders)
    if missing := next((folder for folder in found if client is None and not folder.is_dir()), None):
        raise InputError(f"there is no folder {missing}", "name one in which code may be scanned")
    allowed = Allowed(found, own_cypher)
    if client is not None:
        from supplygraph.mcp.clients import client_config

        click.echo(client_config(client, settings, allowed), nl=False)
        return
    with needed("mcp"):
        from supplygraph.mcp.server import serve
    if sys.stdin.isatty():
        click.echo("Waiting for a client on standard input; --print-config says how to set one up.", err=True)
    serve(settings, allowed)
