"""What the expressions of Python code and of settings files are reduced to: one class a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made")

#: One object for each small number: hundreds of thousands of them are kept.
_NUMBERS = tuple(range(30_000))


def number(value: int) -> int:
    """The number, as an object that others share."""
    return _NUMBERS[value] if 0 <= value < 30_000 else value


@dataclass_transform(eq_default=False, frozen_default=True)
def never_changed(cls: type[Made]) -> type[Made]:
    """Makes a record that type checkers take for frozen; to freeze it when it runs would double the time to make it."""
    return dataclass(slots=True, eq=False)(cls)


@never_changed
class Expression:
    """Anything that can have values; two are the same only where they are one object."""


@never_changed
class Unknown(Expression):
    """What only the running code knows."""


@never_changed
class String(Expression):
    """A string that is written out."""

    text: str
    line: int


@never_changed
class Constant(Expression):
    """A number, True, False or None."""

    value: bool | int | None


@never_changed
class Name(Expression):
    """A variable, seen from the statement of this number."""

    name: str
    context: int


@never_changed
class Attribute(Expression):
    """`base.name`."""

    base: Expression
    name: str


@never_changed
class Subscript(Expression):
    """`base[key]`."""

    base: Expression
    key: Expression


@never_changed
class Call(Expression):
    """A call with its arguments.

    Attributes:
        callee: What is called.
        arguments: Those by place.
        keywords: Those by name; `**` is the name of a dictionary of them.
        line: Where its name stands.
        end: Its last line.
        context: Number of the statement.
        text: Source text of the first argument, where the call's name is one of a loader.
    """

    callee: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    line: int
    end: int
    context: int
    text: str = ""


@never_changed
class Items(Expression):
    """A list, tuple or set."""

    items: tuple[Expression, ...]


Pairs = tuple[tuple[Expression | None, Expression], ...]


@never_changed
class Mapping(Expression):
    """A dictionary: keys and values, a dictionary that is put into it without a key."""

    pairs: Pairs


@never_changed
class Joined(Expression):
    """Parts of a text, or lists, one behind the other."""

    parts: tuple[Expression, ...]
    line: int


@never_changed
class Percent(Expression):
    """`pattern % given`."""

    pattern: Expression
    given: Expression
    line: int


@never_changed
class Either(Expression):
    """One of several, and why there are several."""

    parts: tuple[Expression, ...]
    reason: str


@never_changed
class Element(Expression):
    """Any element of something."""

    of: Expression


@never_changed
class Spread(Expression):
    """`*given` among arguments."""

    given: Expression


@never_changed
class Unpacked(Expression):
    """The element of a number."""

    of: Expression
    index: int


@never_changed
class Divided(Expression):
    """`left / right`."""

    left: Expression
    right: Expression


@never_changed
class Imported(Expression):
    """A module, or what has a name in it; the level counts the dots before the module."""

    level: int
    module: str
    name: str | None


@never_changed
class Parameter(Expression):
    """A parameter of the function of this number; `**` for the keywords it collects."""

    scope: int
    name: str


@never_changed
class Defined(Expression):
    """The function or class of this number."""

    scope: int


@never_changed
class Lambda(Expression):
    """A function without a name."""

    body: Expression


@never_changed
class Held(Expression):
    """Values that stand for an expression while one row is looked at; no file holds it."""

    values: tuple[Any, ...]


UNKNOWN = Unknown()

#: What a settings file or an outline may hold.
KINDS: tuple[type[Expression], ...] = (
    Attribute, Call, Constant, Defined, Divided, Either, Element, Imported, Items, Joined, Lambda, Mapping, Name,
    Parameter, Percent, Spread, String, Subscript, Unknown, Unpacked,
)  # fmt: skip


def named(name: str, context: int) -> Name:
    """A name that was packed."""
    return Name(intern(name), number(context))


def attribute(base: Expression, name: str) -> Attribute:
    """`base.name` that was packed."""
    return Attribute(base, intern(name))


def called(
    callee: Expression, arguments: tuple[Expression, ...], keywords: Any, line: int, end: int, context: int, text: str
) -> Call:
    """A call that was packed."""
    return Call(callee, arguments, keywords, number(line), number(end), number(context), text)


def reducer(kind: type[Any], made_by: Callable[..., Any] | None = None) -> Callable[[Any], tuple[Any, ...]]:
    """What packs the objects of a class: their fields, which it, or a function, is called with."""
    names = [field.name for field in fields(kind)]
    maker = made_by or kind
    if len(names) < 2:
        return lambda made: (maker, tuple([getattr(made, name) for name in names]))
    content = attrgetter(*names)
    return lambda made: (maker, content(made))


#: Makes those of which there are most, with names and numbers that all of them share.
MAKERS: dict[type[Expression], Callable[..., Expression]] = {Attribute: attribute, Call: called, Name: named}
#: How pickle packs expressions: what it does with a class by itself takes several times as long.
REDUCERS = {kind: reducer(kind, MAKERS.get(kind)) for kind in KINDS}


def last_name(expression: Expression) -> str:
    """The last part of a dotted name; empty for other expressions."""
    while type(expression) is Subscript:
        expression = expression.base
    if type(expression) is Attribute or type(expression) is Name:
        return expression.name
    return ""


def spelling(expression: Expression) -> str:
    """An expression of names and dots as it was written."""
    match expression:
        case Attribute():
            return f"{spelling(expression.base)}.{expression.name}"
        case Name():
            return expression.name
        case Call():
            return spelling(expression.callee)
        case _:
            return "…"


def root_of(expression: Expression) -> Expression:
    """What a chain of dots begins with."""
    while type(expression) is Attribute:
        expression = expression.base
    return expression


def plain_key(expression: Expression | None) -> str | bool | int | None:
    """The key of a dictionary that is written out; None where it is not, or is None."""
    if isinstance(expression, String):
        return expression.text
    return expression.value if isinstance(expression, Constant) else None
