"""The `explore` command: the graph as pages in the web browser."""

from __future__ import annotations

import click

from supplygraph.settings import Settings


@click.command()
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in the web browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port on 127.0.0.1; 0 takes any that is free.  [default: 7475, or any where that is taken]",
)
@click.pass_obj
def explore(settings: Settings, open_browser: bool, port: int | None) -> None:
    """Explore the graph in the web browser: search, lineage, licence verdicts, questions.

    The pages answer on this machine only, write nothing, and load nothing from elsewhere. Addresses can be kept and
    passed on to whoever has the same graph. Ctrl-C ends it.

    \b
    Example:
      supplygraph explore --open
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.errors import AccessError
    from supplygraph.explore.serve import listen, serve
    from supplygraph.server.opening import open_connection
    from supplygraph.store.constraints import ensure_schema

    opened = listen(port)
    with open_connection(settings) as connection:
        try:
            ensure_schema(connection)
            finish_pending(connection)
        except AccessError as error:
            click.echo(f"warning: the graph is shown as it is: {error.message}", err=True)
        address = connection.address

    def ready(first_page: str) -> None:
        click.echo(f"The graph is at {first_page} (Ctrl-C ends it)")
        if open_browser:
            import webbrowser

            webbrowser.open(first_page)

    serve(address, opened, ready)
