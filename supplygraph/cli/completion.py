"""The `completion` command, and what a shell may complete: questions, ids of the graph, licences, rule sets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from supplygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

#: Ids that are proposed at most, and how long a shell waits for them.
_PROPOSED = 50
_SECONDS = 2.0
_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.option("--print", "only_print", is_flag=True, help="Print the script instead of installing it.")
@click.pass_context
def completion(ctx: click.Context, /, shell: str | None, only_print: bool) -> None:
    """Install completion of commands, questions, ids, licences and rule sets for SHELL.

    Without SHELL it is that of the login shell. Ids are completed while the graph's Neo4j runs; none is started for it.

    \b
    Example:
      supplygraph completion bash
    """
    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in _SHELLS:
        raise InputError(f"the login shell is {shell or 'not known'}", f"name one of {', '.join(_SHELLS)}")
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None  # noqa: S101 (click has all three)
    script = made(ctx.find_root().command, {}, "supplygraph", "_SUPPLYGRAPH_COMPLETE").source()
    if only_print:
        click.echo(script)
        return
    path = _place(shell)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script + "\n", encoding="utf-8")
    click.echo(f"Wrote {path}; a new shell completes `supplygraph`.")
    if shell == "zsh":
        click.echo(
            f"Where it does not, put this into ~/.zshrc: fpath=({path.parent} $fpath); autoload -Uz compinit; compinit"
        )


def _place(shell: str) -> Path:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return {
        "bash": data / "bash-completion" / "completions" / "supplygraph",
        "zsh": data / "zsh" / "site-functions" / "_supplygraph",
        "fish": config / "fish" / "completions" / "supplygraph.fish",
    }[shell]


def ids(*labels: str) -> Complete:
    """Completes ids of artifacts of some labels."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from supplygraph.settings import Settings

        settings = ctx.find_object(Settings) or Settings.from_environment()
        try:
            return [CompletionItem(id_) for id_ in _ids(settings, labels, incomplete)]
        except Exception:
            # A shell has no place for an error message.
            return []

    return complete


def _ids(settings: object, labels: tuple[str, ...], incomplete: str) -> list[str]:
    from supplygraph.queries.selected import ids_beginning
    from supplygraph.server import local
    from supplygraph.server.opening import open_connection
    from supplygraph.settings import Settings

    assert isinstance(settings, Settings)  # noqa: S101 (the caller gives them)
    if settings.uri is None and local.running(settings) is None:
        return []
    with open_connection(settings) as connection:
        return ids_beginning(connection, incomplete, labels, _PROPOSED, _SECONDS)


def licenses(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes ids of licences."""
    from supplygraph.licenses.table import licenses as known

    return [CompletionItem(one.id, help=one.name) for one in known() if one.id.startswith(incomplete.lower())]


def rule_sets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes names of rule sets."""
    from supplygraph.licenses.profiles import profiles

    return [CompletionItem(one.name, help=one.title) for one in profiles() if one.name.startswith(incomplete)]


#: What completes a parameter or argument, by its name.
BY_NAME: dict[str, Complete] = {
    "license": licenses,
    "license_id": licenses,
    "licenses": licenses,
    "profile": rule_sets,
    "artifact": ids("Model", "Dataset", "Repository"),
    "model_id": ids("Model"),
    "model": ids("Model"),
    "models": ids("Model"),
    "bases": ids("Model"),
    "datasets": ids("Dataset"),
}
