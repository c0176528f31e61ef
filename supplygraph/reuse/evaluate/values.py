"""What an expression can be: strings with the place they are written at, and other values."""

from __future__ import annotations

from typing import Any, NamedTuple

from supplygraph.reuse.expression import Call, Expression, Pairs
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


# Values of other kinds than strings; of each, `flow` says whether it came through a function or from another file.


class ConstantValue(NamedTuple):
    """A number, True, False or None."""

    data: bool | int | None
    flow: bool = False


class DictValue(NamedTuple):
    """A dictionary, by its entries."""

    data: Pairs
    module: Module
    flow: bool = False


class ListValue(NamedTuple):
    """A list or tuple, by its elements."""

    data: tuple[Expression, ...]
    module: Module
    flow: bool = False


class PairsValue(NamedTuple):
    """What `items()` of a dictionary gives."""

    data: Pairs
    module: Module
    flow: bool = False


class RowValue(NamedTuple):
    """A row of values that belong together, by the values of each place."""

    data: list[list[Value]]
    flow: bool = False


class RowsValue(NamedTuple):
    """Several such rows."""

    data: list[list[list[Value]]]
    flow: bool = False


class LambdaValue(NamedTuple):
    """A function without a name, by what it gives."""

    data: Expression
    module: Module
    flow: bool = False


class ScopeValue(NamedTuple):
    """A class or function of the repository, by its number in its module."""

    data: int
    module: Module
    flow: bool = False


class InstanceValue(NamedTuple):
    """An instance of a class of the repository, by the number of the class."""

    data: int
    module: Module
    flow: bool = False


class ModuleValue(NamedTuple):
    """A module of the repository."""

    module: Module
    flow: bool = False


class ExternalValue(NamedTuple):
    """Something of a package outside the repository, by its dotted name."""

    data: str
    flow: bool = False


class ObjectValue(NamedTuple):
    """What calling something of such a package gives, by its dotted name."""

    data: str
    flow: bool = False


class OfferedValue(NamedTuple):
    """An object that offers choices, by the call that makes it."""

    data: Call
    module: Module
    flow: bool = False


class OptionsValue(NamedTuple):
    """The options of a command line, of a parser of the module."""

    module: Module
    flow: bool = False


class ParsedValue(NamedTuple):
    """What a parser gives beside the rest: one value for each place."""

    data: list[Value]
    flow: bool = False


class PathValue(NamedTuple):
    """A path: whether it starts at the root of the tree, and its text."""

    data: tuple[bool, str]
    module: Module
    flow: bool = False


class ParentsValue(NamedTuple):
    """The folders above a path."""

    data: tuple[bool, str]
    module: Module
    flow: bool = False


class FileValue(NamedTuple):
    """A settings file of the tree, open or read, by its path."""

    data: str
    flow: bool = False


Thing = (
    ConstantValue
    | DictValue
    | ListValue
    | PairsValue
    | RowValue
    | RowsValue
    | LambdaValue
    | ScopeValue
    | InstanceValue
    | ModuleValue
    | ExternalValue
    | ObjectValue
    | OfferedValue
    | OptionsValue
    | ParsedValue
    | PathValue
    | ParentsValue
    | FileValue
)
Value = Text | Thing
#: What a value is told by, where it holds nothing else.
_TOLD = (str, int, type(None))


def class_of(value: Value) -> tuple[Module, int] | None:
    """The class of the repository that a value is."""
    if not isinstance(value, ScopeValue | InstanceValue):
        return None
    return (value.module, value.data) if value.module.outline.scopes[value.data].kind == "class" else None


def instance_of(value: Value) -> list[Value]:
    """An instance of the class that a value is; nothing of other values."""
    found = class_of(value)
    return [InstanceValue(found[1], found[0])] if found is not None else []


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
        return value if value.flow else value._replace(flow=True)
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
            seen.setdefault(_identity(value), value)
    return list(seen.values())[:MAX_VALUES]


def _identity(value: Thing) -> tuple[Any, ...]:
    """What tells a value from others: a path what it says, what holds other values which one it is."""
    first, *rest = value
    told = first if isinstance(first, _TOLD) or isinstance(value, PathValue | ParentsValue) else id(first)
    return type(value), told, id(rest[0]) if len(rest) > 1 else None
