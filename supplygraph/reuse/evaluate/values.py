"""What an expression can be: strings with the place they are written at, and other values."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from supplygraph.reuse.modules import Module

#: Limits on one question, so that hostile code costs no more than other code.
MAX_VALUES = 200
MAX_STEPS = 10_000
#: Steps after which an answer is taken as it is, although it leads back to one that is being worked out.
ENOUGH_STEPS = 1_000
MAX_DEPTH = 48
#: Calls of user functions that are entered one inside the other.
MAX_HOPS = 6
MAX_CALLERS = 400


class Text(NamedTuple):
    """A string, where it is written, and how it got here."""

    text: str
    module: Module
    line: int
    via: tuple[str, ...] = ()
    flow: bool = False
    conditional: bool = False
    #: (file, line, text) of the literals it was put together from, where there are several.
    pieces: tuple[tuple[str, int, str], ...] = ()


#: Kinds of values other than strings: of the language, of a parser of options, of the way to a settings file.
Kind = Literal[
    "constant", "dict", "external", "instance", "lambda", "list", "module", "object", "pairs", "row", "rows", "scope",
    "offered", "options", "parsed",
    "file", "parents", "path",
]  # fmt: skip


class Thing(NamedTuple):
    """A value of another kind than a string."""

    kind: Kind
    data: Any
    module: Module | None = None
    #: Whether it came through a function or from another file.
    flow: bool = False


Value = Text | Thing


def class_of(value: Value) -> tuple[Module, int] | None:
    """The class of the repository that a value is."""
    if not isinstance(value, Thing) or value.kind not in ("scope", "instance") or value.module is None:
        return None
    return (value.module, value.data) if value.module.outline.scopes[value.data].kind == "class" else None


def instance_of(value: Value) -> list[Value]:
    """An instance of the class that a value is; nothing of other values."""
    found = class_of(value)
    return [Thing("instance", found[1], found[0])] if found is not None else []


def through(value: Value, via: str | None, *, conditional: bool = False) -> Value:
    """A string with one step more on its way; other values as they are."""
    if not isinstance(value, Text):
        return value
    steps = value.via
    if via is not None and via not in steps and len(steps) < 6:
        steps = (*steps, via)
    elif value.conditional or not conditional:
        return value
    # Made at once, for this is done more often than anything else.
    return Text(value.text, value.module, value.line, steps, value.flow, value.conditional or conditional, value.pieces)


def flowing(value: Value, via: str) -> Value:
    """A value that came through a function or from another file."""
    if not isinstance(value, Text):
        return value if value.flow else Thing(value.kind, value.data, value.module, True)
    steps = value.via
    if via not in steps and len(steps) < 6:
        steps = (*steps, via)
    elif value.flow:
        return value
    return Text(value.text, value.module, value.line, steps, True, value.conditional, value.pieces)


def unique(values: list[Value]) -> list[Value]:
    """Values without repetitions; of one literal the shortest way is kept."""
    if len(values) < 2:
        return values
    seen: dict[Any, Value] = {}
    for value in values:
        if isinstance(value, Text):
            key: Any = (value.text, id(value.module), value.line)
            known = seen.get(key)
            if known is None or (isinstance(known, Text) and known.flow and not value.flow):
                seen[key] = value
        else:
            # A path is told by what it says, what holds other values by which one it is.
            data = id(value.data) if isinstance(value.data, list | tuple) and value.kind != "path" else value.data
            seen.setdefault((value.kind, data, id(value.module)), value)
    return list(seen.values())[:MAX_VALUES]
