"""How people load a source from the command line: declared on the source, so that a new source is one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, resources
from typing import Any, NamedTuple

_PACKAGE = __package__
#: How a module says that its source is loaded by a command; looked for in its text, for most are not imported then.
_MARK = "    command = Command(\n"


@dataclass(frozen=True)
class Argument:
    """A file or folder that is named.

    Attributes:
        name: The parameter of the source.
        metavar: What the help calls it.
        several: Whether there may be more than one.
    """

    name: str
    metavar: str
    several: bool = False


@dataclass(frozen=True)
class Option:
    """Something that may be given.

    Attributes:
        name: The parameter of the source.
        flag: How it is written.
        metavar: What the help calls its value.
        help: What it does.
        path: Whether it is a file or folder.
        several: Whether it may be repeated.
        default: The value where it is not given; shown.
        read: Makes of what was written what the source takes.
    """

    name: str
    flag: str
    metavar: str
    help: str
    path: bool = False
    several: bool = False
    default: str | None = None
    read: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Command:
    """The command of a source, called like its module; what it asks for are parameters of the source.

    Attributes:
        help: What it loads, in one line, then more and an example.
        parameters: What it asks for.
        many: Whether so many records may come that a bulk import is offered.
    """

    help: str
    parameters: tuple[Argument | Option, ...]
    many: bool = False


class Declared(NamedTuple):
    """A source and its command."""

    source: Callable[..., Any]
    command: Command


def command_names() -> list[str]:
    """The names of all commands that sources declare, had without importing any."""
    modules = (path for path in resources.files(_PACKAGE).iterdir() if path.name.endswith(".py"))
    return sorted(_name(path.name[:-3]) for path in modules if _MARK in path.read_text(encoding="utf-8"))


def declared_command(name: str) -> Declared | None:
    """The source that declares the command of that name, and the command."""
    if name not in command_names():
        return None
    module = import_module(f"{_PACKAGE}.{name.replace('-', '_')}")
    source = next(one for one in vars(module).values() if _declares(one, module.__name__))
    return Declared(source, source.command)


def _declares(value: object, module: str) -> bool:
    return (
        isinstance(value, type) and value.__module__ == module and isinstance(getattr(value, "command", None), Command)
    )


def _name(module: str) -> str:
    return module.replace("_", "-")
