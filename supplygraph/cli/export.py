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
    import sys

    from supplygraph.api import open_connection
    from supplygraph.export.records import export_records
    from supplygraph.whole_file import whole_file

    with open_connection(settings) as connection:
        if out is None:
            export_records(connection, sys.stdout)
        else:
            with whole_file(out) as stream:
                count = export_records(connection, stream)
            click.echo(f"Wrote {count:,} records to {out}", err=True)
