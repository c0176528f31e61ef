"""The `export` commands: the graph as files."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.settings import Settings


@click.group()
def export() -> None:
    """Write the graph to a file."""


@export.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@click.pass_obj
def records(settings: Settings, out: Path | None) -> None:
    """Write all artifacts in the plain record format, one a line; `load records` reads it again."""
    from supplygraph.cli.connection import open_connection
    from supplygraph.destination import destination
    from supplygraph.export.records import export_records

    with open_connection(settings) as connection, destination(out) as stream:
        count = export_records(connection, stream)
    if out is not None:
        click.echo(f"Wrote {count:,} records to {out}", err=True)


@export.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def browser(folder: Path) -> None:
    """Write all stored questions as saved scripts of Neo4j Browser, and a style for its pictures.

    Drop supplygraph.zip and supplygraph.grass from DIR on the page of Neo4j Browser.
    """
    from supplygraph.export.browser import export_browser

    count = export_browser(folder)
    click.echo(
        f"Wrote {count:,} scripts and a style to {folder}; drop the .zip and the .grass on Neo4j Browser", err=True
    )
