"""A source that declares a command is loaded by it, and nothing else has to know of it."""

from pathlib import Path

import click
import pytest

from supplygraph.cli import load as commands
from supplygraph.cli.load import load
from supplygraph.errors import InputError
from supplygraph.sources.command import command_names, declared_command
from supplygraph.sources.hub_file import _named_columns

CONTEXT = click.Context(load)


def test_every_declared_command_can_be_typed() -> None:
    names = command_names()
    assert {"records", "hub-file", "license-matrix"} <= set(names) <= set(load.list_commands(CONTEXT))
    for name in names:
        found = declared_command(name)
        assert found is not None
        assert found.source.__module__ == f"supplygraph.sources.{name.replace('-', '_')}"


def test_what_is_typed_reaches_the_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    got = []
    monkeypatch.setattr(commands, "run", lambda settings, source, form, **more: got.append((source, form, more)))
    path = tmp_path / "models.csv"
    path.write_text("model,terms\nacme/foo,mit\n", encoding="utf-8")
    command = load.get_command(CONTEXT, "hub-file")
    assert command is not None
    command.main(
        [str(path), "--column", "id=model", "--column", "license=terms", "--format", "json", "--no-bulk"],
        standalone_mode=False,
    )
    source, form, more = got[0]
    assert (source.arguments, form, more) == ("models.csv (table)", "json", {"bulk": False})


def test_a_column_is_named_by_both_its_names() -> None:
    assert _named_columns(["id=model", "license=terms"]) == {"id": "model", "license": "terms"}
    with pytest.raises(InputError, match="--column id names no column"):
        _named_columns(["id"])


def test_a_module_without_a_command_is_not_one() -> None:
    assert declared_command("lines") is None
    assert load.get_command(CONTEXT, "lines") is None
