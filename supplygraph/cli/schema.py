"""The `schema` commands: what the graph and the record format look like."""

import click


@click.group()
def schema() -> None:
    """Show what the graph and its record format look like."""


@schema.command()
def graph() -> None:
    """Print the nodes and relationships of the graph, with their properties, as Markdown."""
    from supplygraph.graph.documentation import schema_page

    click.echo(schema_page(), nl=False)


@schema.command()
def cypher() -> None:
    """Print the constraints and indexes of the graph, as Cypher."""
    from supplygraph.graph.documentation import schema_script

    click.echo(schema_script(), nl=False)


@schema.command()
def records() -> None:
    """Print the JSON Schema of the plain record format."""
    import json

    from supplygraph.sources.records_schema import records_schema

    click.echo(json.dumps(records_schema(), indent=2, ensure_ascii=False))
