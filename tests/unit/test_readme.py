"""What the README and the demo tell people to type exists and is spelt right."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from supplygraph.cli.main import COMMANDS, cli
from supplygraph.queries.catalogue import query_paths
from supplygraph.settings import Settings
from supplygraph.sources.records import record_elements
from supplygraph.tally import Tally

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
DEMO = (CHECKOUT / "docs" / "demo.sh").read_text(encoding="utf-8")
FENCED = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", README, re.S))
COMMAND_LINES = sorted(
    {line.split("#")[0].strip() for line in re.findall(r"^(?:\$ )?(supplygraph [a-z].*)$", FENCED, re.M)}
    | set(re.findall(r"`(supplygraph [a-z][^`|]*)`", README))
    | {f"supplygraph {line}" for line in re.findall(r"^ask (.+)$", DEMO, re.M)}
)


def command_of(words: list[str]) -> tuple[click.Command, click.Context, list[str]]:
    """The command that words name, and the arguments left for it."""
    command: click.Command = cli
    context = click.Context(cli, obj=Settings())
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        assert inner is not None, f"no command {words[0]!r}"
        command, context, words = inner, click.Context(inner, parent=context, info_name=words[0]), words[1:]
    return command, context, words


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_every_command_line_parses(line: str) -> None:
    words = [w.replace("FILE...", "f").replace("PART", "x") for w in shlex.split(line)[1:]]
    if words[:2] == ["query", "NAME"]:
        words[1] = "graph-counts"
    command, _, rest = command_of(words)
    command.make_context("x", rest, obj=Settings())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_itself(name: str) -> None:
    command, _, _ = command_of([name])
    assert command.help is not None
    assert command.help.splitlines()[0] == COMMANDS[name].help


def every_command() -> list[str]:
    names = []
    for name in COMMANDS:
        command, context, _ = command_of([name])
        names.append(name)
        if isinstance(command, click.Group) and name != "query":
            names += [f"{name} {inner}" for inner in command.list_commands(context)]
    return names


@pytest.mark.parametrize("name", every_command())
def test_every_command_explains_itself_and_its_options(name: str) -> None:
    command, _, _ = command_of(name.split())
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{name} {parameter.name}"


def test_every_query_that_is_named_exists() -> None:
    for text in (README, DEMO):
        for name in re.findall(r"supplygraph query ([a-z][a-z-]+)", text):
            assert name in query_paths(), name


def test_every_file_that_is_linked_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (CHECKOUT / target).exists(), target


def test_the_records_shown_can_be_loaded() -> None:
    block = re.search(r"```json\n(.*?)```", README, re.S)
    assert block is not None
    for line in block[1].strip().splitlines():
        tally = Tally()
        assert list(record_elements(json.loads(line), "records", "README", tally))
        assert not tally.counts, tally.counts


def test_the_python_shown_uses_what_the_package_has() -> None:
    import supplygraph

    block = re.search(r"```python\n(.*?)```", README, re.S)
    assert block is not None
    compile(block[1], "README.md", "exec")
    for name in re.findall(r"supplygraph\.(\w+)\(", block[1]):
        assert hasattr(supplygraph, name)
    for name in re.findall(r"\bgraph\.(\w+)\(", block[1]):
        assert hasattr(supplygraph.Graph, name)
