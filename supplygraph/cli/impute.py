"""The `impute` command: guesses what nobody states, apart from what is stated."""

from __future__ import annotations

import click

from supplygraph.settings import Settings


@click.command()
@click.option("--remove", is_flag=True, help="Take all guesses back instead.")
@click.pass_obj
def impute(settings: Settings, remove: bool) -> int:
    """Guess licences, tasks, relations and bases that nobody states.

    Guesses come from siblings, bases, names and the fingerprints of weights, each with its method, its support and how
    right the method was on the known facts of this graph, each of them held out (`query quality-imputation`). They are
    kept as IMPUTED relationships, which no verdict and no check reads: `query quality-imputed` lists them, and with
    --guesses any query counts them as facts, for that answer alone. A guess says nothing of what a licence allows.
    Running it again makes them anew.

    \b
    Examples:
      supplygraph impute
      supplygraph impute --remove
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.imputation import forget
    from supplygraph.imputation import impute as impute_all
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        if remove:
            click.echo(f"took {forget(connection):,} guesses back")
            return 0
        finish_pending(connection)
        done = impute_all(connection)
    for one in done:
        click.echo(
            f"{one.fact:<10}{one.method:<10}{one.made:>9,} guesses, right in {one.accuracy:.1%} of what is known"
        )
    if not done:
        click.echo("No guesses: no model has both a base and a fact that is known.")
    return 0
