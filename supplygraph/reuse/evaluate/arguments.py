"""What a call gives for a parameter of what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import DictValue, Value
from supplygraph.reuse.expression import Attribute, Call, Expression, Spread, Unpacked, last_name
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope


def argument_for(engine: Engine, call: Call, scope: Scope, name: str, position: int, caller: Module) -> Iterator[Value]:
    """What a call gives for a parameter."""
    argument = written_argument(call, scope, name, position)
    if argument is not None:
        yield from engine.values(argument, caller)
        return
    for keyword, value in call.keywords:
        if keyword == "**":
            for thing in engine.values(value, caller):
                if isinstance(thing, DictValue):
                    yield from contents.under_key(engine, thing, name)


def written_argument(call: Call, scope: Scope, name: str, position: int) -> Expression | None:
    """The expression that a call has for a parameter; None where only a dictionary can give it."""
    for keyword, value in call.keywords:
        if keyword == name:
            return value
    arguments = call.arguments
    callee = call.callee
    # `Base.__init__(self, x)` names the object itself.
    if isinstance(callee, Attribute) and callee.name == "__init__":
        base = callee.base
        position += not (isinstance(base, Call) and last_name(base.callee) == "super")
    if 0 <= position < scope.positional:
        for index, argument in enumerate(arguments[: position + 1]):
            if isinstance(argument, Spread):
                return Unpacked(argument.given, position - index)
        if position < len(arguments):
            return arguments[position]
    return None
