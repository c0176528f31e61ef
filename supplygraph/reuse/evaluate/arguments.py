"""What a call gives for a parameter of what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import Thing, Value
from supplygraph.reuse.expression import Attribute, Call, Spread, last_name
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope


def argument_for(engine: Engine, call: Call, scope: Scope, name: str, position: int, caller: Module) -> Iterator[Value]:
    """What a call gives for a parameter."""
    for keyword, value in call.keywords:
        if keyword == name:
            yield from engine.values(value, caller)
            return
    arguments = call.arguments
    callee = call.callee
    # `Base.__init__(self, x)` names the object itself.
    if isinstance(callee, Attribute) and callee.name == "__init__":
        base = callee.base
        position += not (isinstance(base, Call) and last_name(base.callee) == "super")
    if 0 <= position < scope.positional:
        for index, argument in enumerate(arguments[: position + 1]):
            if isinstance(argument, Spread):
                yield from contents.unpacked(engine, engine.values(argument.given, caller), position - index)
                return
        if position < len(arguments):
            yield from engine.values(arguments[position], caller)
            return
    for keyword, value in call.keywords:
        if keyword == "**":
            for thing in engine.values(value, caller):
                if isinstance(thing, Thing) and thing.kind == "dict":
                    yield from contents.under_key(engine, thing, name)
