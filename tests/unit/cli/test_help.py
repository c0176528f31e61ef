"""Help teaches: every command has a line that is not cut, an example that works, and its place in the first screen."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from supplygraph.cli import lines
from supplygraph.cli.about import START
from supplygraph.cli.completion import BY_NAME
from supplygraph.cli.main import cli
from supplygraph.queries.catalogue import query_paths
from supplygraph.settings import Settings
from tests.as_process import run_command
from tests.conftest import CHECKOUT


def commands(command: click.Command, path: str, context: click.Context) -> dict[str, click.Command]:
    found = {path: command} if path else {}
    if isinstance(command, click.Group) and path != "query":
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            words = f"{path} {name}".strip()
            found |= commands(inner, words, click.Context(inner, parent=context, info_name=name))
    return found


ALL = commands(cli, "", click.Context(cli, obj=Settings(), info_name="supplygraph"))


def run(*arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return run_command(*arguments, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), **env}, cwd=CHECKOUT)


@pytest.mark.parametrize("path", ALL)
def test_the_line_of_a_command_is_not_cut(path: str) -> None:
    command = ALL[path]
    assert command.short_help, "give it a line in supplygraph/cli/lines.py"
    assert len(command.short_help) <= 65, "give it a shorter line in supplygraph/cli/lines.py"


@pytest.mark.parametrize("path", ALL)
def test_a_command_has_an_example_that_can_be_typed(path: str) -> None:
    command = ALL[path]
    text = f"{command.help}\n{command.epilog or ''}"
    if path in ("help", "version"):
        return
    examples = re.findall(r"^\s*supplygraph (.+)$", text, re.M)
    assert examples, "give it an example in supplygraph/cli/lines.py"
    for example in examples:
        words = shlex.split(example, comments=True)
        assert " ".join(words).startswith(path), example


@pytest.mark.parametrize("path", [*lines.SHORT, *lines.EXAMPLES])
def test_no_line_is_about_a_command_that_is_gone(path: str) -> None:
    assert path in ALL


@pytest.mark.parametrize("example", [line for found in lines.EXAMPLES.values() for line in found])
def test_the_examples_parse(example: str) -> None:
    words = shlex.split(example)
    path = max((one for one in ALL if words[: len(one.split())] == one.split()), key=len)
    ALL[path].make_context("x", words[len(path.split()) :], obj=Settings())


def test_the_name_alone_says_where_to_start() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (0, START + "\n")
    assert max(map(len, START.splitlines())) <= 80
    for command in re.findall(r"supplygraph ([a-z-]+)", START):
        assert command in ALL


def test_help_explains_any_command() -> None:
    assert "Usage: supplygraph license check" in run("help", "license", "check").stdout
    assert "Commands:" in run("help").stdout
    assert "  5  a check cannot be decided" in run("help", "exit-codes").stdout
    assert run("help", "no-such").returncode == 2
    assert run("version").stdout.startswith("supplygraph ")


def test_licenses_and_rule_sets_are_listed() -> None:
    assert "llama3.1" in run("license", "list", "llama").stdout
    assert "no known licence has that text" in run("license", "list", "zzz").stderr
    assert "default: Terms and their reach" in run("license", "profiles").stdout
    assert '"profile": "peatmoss"' in run("license", "profiles", "--format", "jsonl").stdout


def complete(*words: str) -> list[str]:
    env = {"COMP_WORDS": " ".join(["supplygraph", *words]), "COMP_CWORD": str(len(words))}
    done = run(_SUPPLYGRAPH_COMPLETE="bash_complete", SUPPLYGRAPH_STORE="/nonexistent/store", **env)
    return [line.split(",", 1)[1] for line in done.stdout.splitlines() if "," in line]


def test_a_shell_completes_commands_questions_licenses_and_rule_sets() -> None:
    assert complete("lic") == ["license"]
    assert complete("query", "lineage-d") == [name for name in query_paths() if name.startswith("lineage-d")]
    assert "llama3.1" in complete("license", "show", "llama")
    assert complete("license", "check", "--profile", "strict") == ["strict-data"]
    assert complete("show", "mistral") == []


def test_completion_is_installed_by_one_command(tmp_path: Path) -> None:
    for shell, place in (
        ("bash", "share/bash-completion/completions/supplygraph"),
        ("zsh", "share/zsh/site-functions/_supplygraph"),
        ("fish", "config/fish/completions/supplygraph.fish"),
    ):
        env = {"XDG_DATA_HOME": str(tmp_path / "share"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        done = run("completion", shell, **env)
        assert done.returncode == 0, done.stderr
        assert "_SUPPLYGRAPH_COMPLETE" in (tmp_path / place).read_text()
    assert run("completion", SHELL="/bin/tcsh").returncode == 2


def test_every_name_that_is_completed_is_that_of_a_parameter() -> None:
    from supplygraph.cli.lazy import COMPLETED

    assert set(BY_NAME) == COMPLETED
