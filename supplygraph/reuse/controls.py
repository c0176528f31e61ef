"""What controls of user interfaces give: lists to choose from, and the functions that what is chosen is given to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse.modules import Module, last_name
from supplygraph.reuse.outline import Call
from supplygraph.reuse.place import words
from supplygraph.reuse.values import Thing, Value, flowing, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator

#: Keywords under which a control, or a setting of one's own, lists what can be chosen.
CHOICES = ("choices", "options", "values")
#: Controls whose choices, or text, come first.
_CONTROLS = words("Dropdown Radio CheckboxGroup Textbox Select Combobox")


def offers(call: Call) -> bool:
    """Whether a call makes something that has choices."""
    return last_name(call.callee) in _CONTROLS or any(keyword in CHOICES for keyword, _ in call.keywords)


def offered(r: Evaluator, made: Thing, name: str = "value") -> Iterator[Value]:
    """What an object that offers choices holds: `Setting(value="a", values=["a", "b"]).value`."""
    call, module = made.data, made.module
    if module is None or name not in ("value", "default", "selected"):
        return
    for keyword, expression in call.keywords:
        if keyword in CHOICES:
            yield from _any_of(r, r.values(expression, module))
        elif keyword == name:
            yield from r.values(expression, module)
    if last_name(call.callee) in _CONTROLS:
        for argument in call.arguments[:1]:
            values = r.values(argument, module)
            yield from _any_of(r, values) or values


def _any_of(r: Evaluator, lists: list[Value]) -> list[Value]:
    """The elements of lists; of a pair of a label and a value both, for only one is an id."""
    found: list[Value] = []
    for value in r.elements(lists):
        inner = r.elements([value]) if isinstance(value, Thing) and value.kind == "list" else [value]
        found += [through(one, "choices", conditional=True) for one in inner]
    return found


def picked(r: Evaluator, call: Call, module: Module) -> Iterator[Value]:
    """`selectbox("Model", ["a", "b"])`: one of the list."""
    given = next((value for keyword, value in call.keywords if keyword in CHOICES), None)
    if given is None and len(call.arguments) > 1:
        given = call.arguments[1]
    if given is not None:
        yield from _any_of(r, r.values(given, module))


def wired(r: Evaluator, name: str, scope_index: int, module: Module, position: int) -> Iterator[Value]:
    """What the controls give to a parameter of a function that an event calls: `button.click(f, inputs=[menu])`."""
    for where, call in r.index.events.get(name, ())[:50]:
        named = dict(call.keywords)
        function = named.get("fn") or (call.arguments[0] if call.arguments else None)
        inputs = named.get("inputs") or (call.arguments[1] if len(call.arguments) > 1 else None)
        if function is None or inputs is None:
            continue
        if not any(
            isinstance(v, Thing) and v.data == scope_index and v.module is module for v in r.values(function, where)
        ):
            continue
        for value in r.values(inputs, where):
            one = r.unpacked([value], position) if isinstance(value, Thing) and value.kind == "list" else [value]
            for control in one:
                if isinstance(control, Thing) and control.kind == "offered":
                    yield from (flowing(v, "wrapper_call") for v in offered(r, control))
