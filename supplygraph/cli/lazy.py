"""Command groups that import a command only when it is used, and take the connection options anywhere."""

from __future__ import annotations

import dataclasses
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from supplygraph.cli.lines import epilog_of, short_of
from supplygraph.settings import Settings

#: Names of parameters that a shell completes from the graph or the tables.
COMPLETED = frozenset(
    {"license", "license_id", "licenses", "profile", "artifact", "model_id", "model", "models", "bases", "datasets"}
)


class Lazy(NamedTuple):
    """A command that is imported on use.

    Attributes:
        where: `module:attribute` of the click command.
        help: One line for the list of commands, the same as the first line of the command's own help.
    """

    where: str
    help: str


class Listed(click.Group):
    """A group whose list of commands is shown without importing any of them."""

    def summaries(self) -> list[tuple[str, str]]:
        """Each command with its line in the list."""
        raise NotImplementedError

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(self.summaries())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands that begin so, without importing any; options where a dash stands."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        found = self.summaries()
        return [CompletionItem(name, help=text) for name, text in found if name.startswith(incomplete)]


class LazyGroup(Listed):
    """A group of commands that are imported on use."""

    def __init__(self, *args: Any, lazy: dict[str, Lazy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.lazy.get(cmd_name)
        if entry is None:
            return None
        module, attribute = entry.where.split(":")
        return finished(getattr(import_module(module), attribute), cmd_name)

    def summaries(self) -> list[tuple[str, str]]:
        """Each command with its line in the list."""
        return [(name, short_of(name, entry.help)) for name, entry in self.lazy.items()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        if args and args[0] not in self.lazy and not args[0].startswith("-"):
            close = get_close_matches(args[0], self.lazy, n=1)
            ctx.fail(f"no command {args[0]!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
        return super().resolve_command(ctx, args)


def connection_options(*, hidden: bool) -> list[click.Option]:
    """Options that say which graph to use, for any command; they change the context's `Settings`."""

    def changes(field: str) -> Any:
        def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
            if value is not None and isinstance(ctx.obj, Settings):
                given = {field: value}
                if field == "store":
                    given = {"store": Path(value).expanduser().absolute(), "uri": None}
                ctx.obj = dataclasses.replace(ctx.obj, **given)
            return value

        return callback

    def option(name: str, metavar: str, text: str) -> click.Option:
        return click.Option(
            [f"--{name}"],
            metavar=metavar,
            help=text,
            callback=changes(name),
            is_eager=False,
            expose_value=False,
            hidden=hidden,
        )

    return [
        option("store", "DIR", "Folder of the local graph.  [env: SUPPLYGRAPH_STORE]"),
        option("uri", "URI", "Use the Neo4j at this address instead.  [env: NEO4J_URI]"),
        option("user", "NAME", "Login there; the password is read from NEO4J_PASSWORD.  [env: NEO4J_USERNAME]"),
        option("database", "NAME", "Database there.  [env: NEO4J_DATABASE]"),
    ]


def _completer(name: str) -> Any:
    """What completes a parameter of that name; imported when a shell asks."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from supplygraph.cli.completion import BY_NAME

        return BY_NAME[name](ctx, param, incomplete)

    return complete


def finished(command: click.Command, path: str) -> click.Command:
    """The command with what all have: the connection options, a line for the list of commands, an example.

    The connection options are not shown in its help; the main help shows them.

    Args:
        command: The command as it is declared.
        path: Its words, such as `load hub`.
    """
    taken = {name for parameter in command.params for name in parameter.opts}
    command.params.extend(o for o in connection_options(hidden=True) if not taken & set(o.opts))
    if command.help:
        command.short_help = short_of(path, command.help)
    command.epilog = command.epilog or epilog_of(path)
    for parameter in command.params:
        if parameter.name in COMPLETED and parameter._custom_shell_complete is None:
            parameter._custom_shell_complete = _completer(parameter.name)
    # A stored question is described by its own header.
    if isinstance(command, click.Group) and not isinstance(command, LazyGroup) and not hasattr(command, "finished"):
        inner = command.get_command

        def get_command(ctx: click.Context, cmd_name: str) -> click.Command | None:
            found = inner(ctx, cmd_name)
            return None if found is None else finished(found, f"{path} {cmd_name}")

        command.get_command = get_command  # type: ignore[method-assign]
        command.finished = True  # type: ignore[attr-defined]
    return command
