"""`base[key]`."""

from __future__ import annotations

from supplygraph.reuse.evaluate import classes, contents, paths
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Option
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import (
    ConstantValue,
    DictValue,
    ExternalValue,
    ListValue,
    OptionsValue,
    ParentsValue,
    RowValue,
    ScopeValue,
    Text,
    Thing,
    Value,
    through,
)
from supplygraph.reuse.expression import Attribute, Constant, Held, Items, Name, String, Subscript
from supplygraph.reuse.modules import Module


@rule(Subscript)
def subscript(engine: Engine, e: Subscript, module: Module) -> list[Value]:
    """The values of `base[key]`; all of them where the key is not known."""
    keys = engine.values(e.key, module) if isinstance(e.key, String | Constant | Name | Attribute | Held) else []
    found: list[Value] = []
    for value in engine.values(e.base, module):
        if isinstance(value, Text):
            continue
        if isinstance(value, ExternalValue):
            # A generic class, `type[Model]`.
            found += [value] if isinstance(e.key, Name | Attribute | Items | String) else []
        else:
            found += _of(engine, value, keys)
    return found


def _of(engine: Engine, value: Thing, keys: list[Value]) -> list[Value]:
    """What a value holds under keys."""
    if isinstance(value, DictValue):
        return contents.keyed(engine, value, keys)
    if isinstance(value, ParentsValue):
        return paths.ancestor(value, keys)
    if isinstance(value, RowValue):
        return _of_row(value.data, keys)
    if isinstance(value, OptionsValue):
        texts = [one.text for one in keys if isinstance(one, Text)]
        return [found for text in texts for found in engine.answer(Option(value.module, text))]
    if isinstance(value, ListValue):
        return _of_list(engine, value, value.module, keys)
    if isinstance(value, ScopeValue):
        return classes.members(engine, value.module.outline.scopes[value.data], value.module)
    return []


def _of_row(row: list[list[Value]], keys: list[Value]) -> list[Value]:
    index = keys[0].data if len(keys) == 1 and isinstance(keys[0], ConstantValue) else None
    return row[index] if isinstance(index, int) and -len(row) <= index < len(row) else []


def _of_list(engine: Engine, value: ListValue, module: Module, keys: list[Value]) -> list[Value]:
    index = keys[0].data if len(keys) == 1 and isinstance(keys[0], ConstantValue) else None
    if isinstance(index, int) and not isinstance(index, bool) and -len(value.data) <= index < len(value.data):
        return engine.values(value.data[index], module)
    return [through(v, "list") for v in contents.elements(engine, [value])]
