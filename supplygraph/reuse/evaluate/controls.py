"""What controls of user interfaces give: lists to choose from, and the functions that what is chosen is given to."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import (
    InstanceValue,
    ListValue,
    OfferedValue,
    ScopeValue,
    Value,
    flowing,
    through,
)
from supplygraph.reuse.expression import Call, last_name
from supplygraph.reuse.modules import Module
from supplygraph.reuse.place import words

#: Keywords under which a control, or a setting of one's own, lists what can be chosen.
CHOICES = ("choices", "options", "values")
#: Controls whose choices, or text, come first.
_CONTROLS = words("Dropdown Radio CheckboxGroup Textbox Select Combobox")


def offers(call: Call) -> bool:
    """Whether a call makes something that has choices."""
    return last_name(call.callee) in _CONTROLS or any(keyword in CHOICES for keyword, _ in call.keywords)


def offered(engine: Engine, made: OfferedValue, name: str = "value") -> Iterator[Value]:
    """What an object that offers choices holds: `Setting(value="a", values=["a", "b"]).value`."""
    call, module = made.data, made.module
    if name not in ("value", "default", "selected"):
        return
    for keyword, expression in call.keywords:
        if keyword in CHOICES:
            yield from _any_of(engine, engine.values(expression, module))
        elif keyword == name:
            yield from engine.values(expression, module)
    if last_name(call.callee) in _CONTROLS:
        for argument in call.arguments[:1]:
            values = engine.values(argument, module)
            yield from _any_of(engine, values) or values


def _any_of(engine: Engine, lists: list[Value]) -> list[Value]:
    """The elements of lists; of a pair of a label and a value both, for only one is an id."""
    found: list[Value] = []
    for value in contents.elements(engine, lists):
        inner = contents.elements(engine, [value]) if isinstance(value, ListValue) else [value]
        found += [through(one, "choices", conditional=True) for one in inner]
    return found


def picked(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`selectbox("Model", ["a", "b"])`: one of the list."""
    given = next((value for keyword, value in call.keywords if keyword in CHOICES), None)
    if given is None and len(call.arguments) > 1:
        given = call.arguments[1]
    if given is not None:
        yield from _any_of(engine, engine.values(given, module))


def wired(engine: Engine, name: str, scope_index: int, module: Module, position: int) -> Iterator[Value]:
    """What the controls give to a parameter of a function that an event calls: `button.click(f, inputs=[menu])`."""
    for where, call in engine.index.events.get(name, ())[:50]:
        named = dict(call.keywords)
        function = named.get("fn") or (call.arguments[0] if call.arguments else None)
        inputs = named.get("inputs") or (call.arguments[1] if len(call.arguments) > 1 else None)
        if function is None or inputs is None:
            continue
        if not any(
            isinstance(v, ScopeValue | InstanceValue) and v.data == scope_index and v.module is module
            for v in engine.values(function, where)
        ):
            continue
        for value in engine.values(inputs, where):
            one = contents.unpacked(engine, [value], position) if isinstance(value, ListValue) else [value]
            for control in one:
                if isinstance(control, OfferedValue):
                    yield from (flowing(v, "wrapper_call") for v in offered(engine, control))
