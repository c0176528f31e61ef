"""The `measure` command."""

from __future__ import annotations

import click

from supplygraph.settings import Settings


@click.command()
@click.option(
    "--pivots",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="Artifacts from which ways are followed for betweenness.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="What communities and pivots are drawn with.")
@click.pass_obj
def measure(settings: Settings, pivots: int, seed: int) -> None:
    """Work out PageRank, betweenness and communities, and keep them as properties of models and datasets.

    An edge leads from what was made to what it was made from or trained on, so PageRank is high for what much rests on.
    Communities are Louvain's, each named by its member of the highest PageRank. Betweenness is exact where there are no
    more artifacts than --pivots, else estimated. Loads do not renew the measures: run it again. `query lineage-central`
    lists them. Needs the extra [measure].

    \b
    Example:
      supplygraph measure --pivots 500
    """
    from supplygraph.measure import measure as work_out
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        done = work_out(connection, pivots, seed, lambda step: click.echo(f"  {step}", err=True))
    way = "exact" if done.exact else f"estimated from {pivots} artifacts"
    click.echo(
        f"Measured {done.artifacts:,} artifacts and {done.edges:,} edges in {done.seconds:.1f} s: "
        f"{done.communities:,} communities; betweenness {way}"
    )
    click.echo("See them with: supplygraph query lineage-central")
