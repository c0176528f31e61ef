"""What is in lists and dictionaries: their elements, values under keys, and what is put into them later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from supplygraph.reuse.evaluate import classes
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import ClassAttribute, Option
from supplygraph.reuse.evaluate.values import (
    MAX_DEPTH,
    MAX_VALUES,
    ConstantValue,
    DictValue,
    InstanceValue,
    ListValue,
    OptionsValue,
    PairsValue,
    ParsedValue,
    RowsValue,
    RowValue,
    ScopeValue,
    Text,
    Value,
    flowing,
    through,
)
from supplygraph.reuse.expression import Constant, Expression, Mapping, Pairs, String, plain_key
from supplygraph.reuse.identify import OWNED
from supplygraph.reuse.modules import Module


@dataclass(slots=True)
class _Keys:
    """The keys of dictionaries by their identity; None where not all of them are written out."""

    known: dict[int, frozenset[Any] | None] = field(default_factory=dict)


def plain_keys(engine: Engine, pairs: Pairs) -> frozenset[Any] | None:
    """The keys of a dictionary; None where not all of them are written out."""
    known = engine.table(_Keys).known
    found = known.get(id(pairs), ...)
    if found is ...:
        engine.keep(pairs)
        plain = all(isinstance(key, String | Constant) for key, _ in pairs)
        found = known[id(pairs)] = frozenset(plain_key(key) for key, _ in pairs) if plain else None
    return found


def with_items(engine: Engine, found: list[Value], name: str, module: Module) -> list[Value]:
    """A dictionary with the keys that are set on its name afterwards."""
    found = [*found, *_from_other_files(engine, name, module)] if name in engine.index.added else found
    added = module.items.get(name)
    if not added:
        return found
    own = [v for v in found if isinstance(v, DictValue) and v.module is module]
    others = [v for v in found if not (isinstance(v, DictValue) and v.module is module)]
    made: list[DictValue] = engine.remember(("set", module, name), lambda: [DictValue(_merged([], added), module)])
    rows = [v for v in own if v.data is not made[0].data]
    if len(rows) > 1 and _are_rows(rows):
        # The fields of each row belong together; what is set on any of them stands beside them.
        return [*others, *rows, *made]
    # One list for the same parts: values that are the same are told by it.
    key = ("items", module, name, *(id(v.data) for v in own))
    return [*others, *engine.remember(key, lambda: [DictValue(_merged([v.data for v in own], added), module)])]


def _are_rows(dictionaries: list[DictValue]) -> bool:
    """Whether dictionaries are rows of one table: keys in common, under which each has a text that is written out."""
    common: set[str] | None = None
    for one in dictionaries:
        texts = {key.text for key, value in one.data if isinstance(key, String) and isinstance(value, String)}
        common = texts if common is None else common & texts
        if len(common) < 2:
            return False
    return True


def _from_other_files(engine: Engine, name: str, module: Module) -> list[Value]:
    """The entries that files put into a table of this one, as one dictionary a file."""

    def compute() -> list[Value]:
        pairs: dict[str, tuple[Module, list[tuple[Expression, Expression]]]] = {}
        for where, imported, key, value in engine.index.added[name][:MAX_VALUES]:
            if where is not module and engine.index.module_of(imported.module, imported.level, where) is module:
                pairs.setdefault(where.path, (where, []))[1].append((key, value))
        return [DictValue(tuple(entries), where, flow=True) for where, entries in pairs.values()]

    return engine.slot(("added", module, name), compute)


def _merged(dictionaries: list[Any], added: Any) -> Pairs:
    """The entries of dictionaries and what is added, each once: a name that is set from itself has them already."""
    return tuple({id(entry): entry for entries in (*dictionaries, added) for entry in entries}.values())


def keyed(engine: Engine, value: DictValue, keys: list[Value]) -> list[Value]:
    """The values of a dictionary under keys; all of them where the keys are not known."""
    known = _under_known(engine, value, keys)
    if known is not None:
        return known
    if value.module.settings and not _names_only(value):
        return []
    return [through(v, "dict") for v in elements(engine, [value], of_dict="values")]


def _under_known(engine: Engine, value: DictValue, keys: list[Value]) -> list[Value] | None:
    """The values under keys that are known; None where the key may be another one."""
    wanted = [k.text for k in keys if isinstance(k, Text)]
    constants = [k.data for k in keys if isinstance(k, ConstantValue)]
    names = wanted or constants
    if not names or len(wanted) + len(constants) != len(keys):
        return None
    plain = plain_keys(engine, value.data)
    found = [one for name in names if plain is None or name in plain for one in under_key(engine, value, name)]
    if found:
        return None if plain is not None and any(map(_may_be_another, keys)) and _names_only(value) else found
    return [] if constants or plain is not None else None


def _names_only(value: DictValue) -> bool:
    """Whether a dictionary is a choice between names with an owner, or between entries that each have one."""
    return all(_is_name(inner) or _has_name(inner) for _, inner in value.data)


def _is_name(value: Expression) -> bool:
    return isinstance(value, String) and "/" in value.text


def _has_name(value: Expression) -> bool:
    return isinstance(value, Mapping) and any(
        isinstance(inner, String) and OWNED.fullmatch(inner.text) for _, inner in value.pairs
    )


#: Steps by which a value is only the usual one: whoever runs the code can give another.
_USUAL = frozenset(
    {"default_arg", "argparse_default", "env_default", "dataclass_default", "or_default", "attribute", "wrapper_call"}
)


def _may_be_another(key: Value) -> bool:
    return isinstance(key, Text) and (key.flow or not _USUAL.isdisjoint(key.via))


def under_key(engine: Engine, value: DictValue, name: Any) -> list[Value]:
    """The values under one key of a dictionary."""
    module = value.module
    plain = plain_keys(engine, value.data)
    if plain is not None and name not in plain:
        return []
    key = ("key", id(value.data), type(name), name)
    found = engine.slot(key, lambda: _under_key(engine, value, module, name))
    return [flowing(one, "dict") for one in found] if value.flow else found


def _under_key(engine: Engine, value: DictValue, module: Module, name: Any) -> list[Value]:
    found: list[Value] = []
    if engine.depth > MAX_DEPTH:
        engine.cut()
        return found
    engine.depth += 1
    try:
        for key, inner in value.data:
            if key is None:
                found += _in_merged(engine, engine.values(inner, module), name)
            elif _is_key(engine, key, name, module):
                found += [through(v, "dict") for v in engine.values(inner, module)]
    finally:
        engine.depth -= 1
    return found


def _is_key(engine: Engine, key: Expression, name: Any, module: Module) -> bool:
    if isinstance(key, String | Constant):
        plain = plain_key(key)
        return plain == name and type(plain) is type(name)
    return any(isinstance(k, Text) and k.text == name for k in engine.values(key, module))


def _in_merged(engine: Engine, values: list[Value], name: Any) -> list[Value]:
    """The values under a key of what is put into a dictionary as a whole."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, DictValue):
            found += under_key(engine, value, name)
        elif isinstance(value, InstanceValue) and isinstance(name, str):
            found += engine.answer(ClassAttribute(value.module, value.data, name))
        elif isinstance(value, OptionsValue) and isinstance(name, str):
            found += engine.answer(Option(value.module, name))
    return found


def elements(engine: Engine, values: list[Value], of_dict: str = "keys") -> list[Value]:
    """What iterating over values gives."""
    found: list[Value] = []
    if engine.depth > MAX_DEPTH:
        engine.cut()
        return found
    engine.depth += 1
    try:
        for value in values:
            start = len(found)
            found += _held_by(engine, value, of_dict)
            if not isinstance(value, Text) and value.flow:
                found[start:] = [flowing(one, "list") for one in found[start:]]
            if len(found) > MAX_VALUES:
                break
    finally:
        engine.depth -= 1
    return found


def _held_by(engine: Engine, value: Value, of_dict: str) -> list[Value]:
    """What a value holds."""
    match value:
        case ListValue():
            return [through(v, "list") for item in value.data[:MAX_VALUES] for v in engine.values(item, value.module)]
        case DictValue():
            return _of_dict(engine, value, of_dict)
        case PairsValue():
            return _of_pairs(value)
        case RowValue():
            # The parts of a text; those of an id alone are none.
            return [one for part in value.data for one in part if isinstance(one, Text) and "/" in one.text]
        case RowsValue():
            return [RowValue(row) for row in value.data]
        case ScopeValue():
            return [*classes.members(engine, value.module.outline.scopes[value.data], value.module)]
    return []


def _of_dict(engine: Engine, value: DictValue, of_dict: str) -> list[Value]:
    found: list[Value] = []
    for key, inner in value.data[:MAX_VALUES]:
        if key is None:
            found += elements(engine, engine.values(inner, value.module), of_dict)
        elif of_dict == "values":
            found += [through(v, "dict") for v in engine.values(inner, value.module)]
        elif _is_written(key):
            found += [through(v, "dict") for v in engine.values(key, value.module)]
    return found


def _of_pairs(value: PairsValue) -> list[Value]:
    return [ListValue((key, inner), value.module) for key, inner in value.data if key is not None and _is_written(key)]


def _is_written(key: Expression) -> bool:
    """Whether a key stands in the code, and was not added to it in passing."""
    return not (isinstance(key, String) and key.line == 0)


def unpacked(engine: Engine, values: list[Value], index: int) -> list[Value]:
    """The item of that index of each value."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Text):
            continue
        if isinstance(value, ListValue):
            if index < len(value.data):
                found += engine.values(value.data[index], value.module)
        elif isinstance(value, RowValue):
            found += value.data[index] if index < len(value.data) else []
        elif isinstance(value, OptionsValue) and index == 0:
            found.append(value)
        elif isinstance(value, ParsedValue):
            found += [value.data[index]] if index < len(value.data) else []
    return found
