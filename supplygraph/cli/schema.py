"""The `schema` commands: what the graph and the record format look like."""

from pathlib import Path

import click

from supplygraph.settings import Settings


@click.group()
def schema() -> None:
    """Show what the graph and its record format look like."""


@schema.command()
def graph() -> None:
    """Print the nodes and relationships of the graph, with their properties, as Markdown."""
    from supplygraph.queries.vocabularies import vocabularies
    from supplygraph.store.documentation import schema_page

    click.echo(schema_page(vocabularies()), nl=False)


@schema.command()
def cypher() -> None:
    """Print the constraints and indexes of the graph, as Cypher."""
    from supplygraph.store.documentation import schema_script

    click.echo(schema_script(), nl=False)


@schema.command()
def records() -> None:
    """Print the JSON Schema of the plain record format."""
    import json

    from supplygraph.sources.records_schema import records_schema

    click.echo(json.dumps(records_schema(), indent=2, ensure_ascii=False))


@schema.command()
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Only nodes with this label; can be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "jsonl", "csv")),
    default="table",
    help="How rows are written.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file (replaced only when complete)."
)
@click.pass_obj
def coverage(settings: Settings, labels: tuple[str, ...], form: str, out: Path | None) -> None:
    """Count how many artifacts of the graph state each property and relationship, by label and by source.

    The source is the one that described the artifact last. Stubs, which no source describes, are left out.
    """
    from supplygraph.destination import destination
    from supplygraph.queries.output import write_rows
    from supplygraph.report.coverage import coverage as count
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        found = count(connection, labels)
    with destination(out) as stream:
        write_rows(form, [column.name for column in found.columns], found.rows, stream)
