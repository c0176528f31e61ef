"""The commands `help` and `version`, and what is shown to somebody who types `supplygraph` alone."""

from __future__ import annotations

import click

START = """\
supplygraph: the property graph of the machine-learning model supply chain

Start here:
  supplygraph load sample                     about 240 well-known models
  supplygraph show mistralai/Mistral-7B-v0.1  a model and its lineage
  supplygraph license check MODEL             its licence, and what to do
  supplygraph query                           the questions that can be asked
  supplygraph search TEXT                     models, datasets, ... by name
  supplygraph check-repo .                    do the licences fit the code here?
  supplygraph doctor                          what does not work, how to mend it

`supplygraph help` lists all commands, `supplygraph help COMMAND` explains it."""


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND]...")
@click.pass_context
def help_(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Explain a command, or list all.

    \b
    Examples:
      supplygraph help license check
      supplygraph help exit-codes
    """
    if words == ("exit-codes",):
        from supplygraph.exit_codes import MEANINGS

        for code, meaning in MEANINGS.items():
            click.echo(f"{code:>3}  {meaning}")
        return
    above = ctx.parent
    assert above is not None  # noqa: S101 (it is a command of the main group)
    command, context = above.command, above
    for word in words:
        inner = command.get_command(context, word) if isinstance(command, click.Group) else None
        if inner is None:
            raise click.UsageError(f"there is no command {' '.join(words)!r}", ctx)
        command, context = inner, click.Context(inner, info_name=word, parent=context)
    click.echo(command.get_help(context))


@click.command()
def version() -> None:
    """Show the versions of supplygraph, Python, the driver and Neo4j.

    \b
    Example:
      supplygraph version
    """
    import platform
    from importlib.metadata import version as of

    from supplygraph.server.versions import DEFAULT
    from supplygraph.version import __version__

    click.echo(f"supplygraph {__version__}")
    click.echo(
        f"Python {platform.python_version()}, neo4j driver {of('neo4j')}, Neo4j {DEFAULT} where supplygraph starts it"
    )
