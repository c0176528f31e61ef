"""What is in lists and dictionaries: `base[key]`, loops, and tuples that are taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supplygraph.reuse import attributes, opened, options
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Expression
from supplygraph.reuse.values import MAX_DEPTH, MAX_VALUES, Text, Thing, Value, flowing, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator


def with_items(r: Evaluator, found: list[Value], name: str, module: Module) -> list[Value]:
    """A dictionary with the keys that are set on its name afterwards."""
    found = [*found, *_from_other_files(r, name, module)] if name in r.index.added else found
    added = module.items.get(name)
    if not added:
        return found
    own = [v for v in found if isinstance(v, Thing) and v.kind == "dict" and v.module is module]
    others = [v for v in found if not (isinstance(v, Thing) and v.kind == "dict" and v.module is module)]
    # One list for the same parts: values that are the same are told by it.
    key = ("items", id(module), name, *(id(v.data) for v in own))
    return [*others, *r.remember(key, lambda: [Thing("dict", _merged([v.data for v in own], added), module)])]


def _from_other_files(r: Evaluator, name: str, module: Module) -> list[Value]:
    """The entries that files put into a table of this one, as one dictionary a file."""

    def compute() -> list[Value]:
        pairs: dict[str, tuple[Module, list[Any]]] = {}
        for where, imported, key, value in r.index.added[name][:MAX_VALUES]:
            if where is not module and r.index.module_of(imported[2], imported[1], where) is module:
                pairs.setdefault(where.path, (where, []))[1].append((key, value))
        return [Thing("dict", entries, where, flow=True) for where, entries in pairs.values()]

    return r.slot(("added", id(module), name), compute)


def _merged(dictionaries: list[Any], added: Any) -> list[Any]:
    """The entries of dictionaries and what is added, each once: a name that is set from itself has them already."""
    return list({id(entry): entry for entries in (*dictionaries, added) for entry in entries}.values())


def subscript(r: Evaluator, e: Expression, module: Module) -> list[Value]:
    """The values of `base[key]`; all of them where the key is not known."""
    _, base, key = e
    keys = r.values(key, module) if key[0] in ("s", "k", "n", "a") else []
    found: list[Value] = []
    for value in r.values(base, module):
        if isinstance(value, Text):
            continue
        if value.kind == "dict":
            found += keyed(r, value, keys)
        elif value.kind == "options" and value.module is not None:
            for one in keys:
                if isinstance(one, Text):
                    found += options.option(r, value.module, one.text)
        elif value.kind == "list" and value.module is not None:
            index = keys[0].data if len(keys) == 1 and isinstance(keys[0], Thing) else None
            if isinstance(index, int) and not isinstance(index, bool) and -len(value.data) <= index < len(value.data):
                found += r.values(value.data[index], value.module)
            else:
                found += [through(v, "list") for v in elements(r, [value])]
        elif value.kind == "scope" and value.module is not None:
            found += attributes.members(r, value.module.outline.scopes[value.data], value.module)
        elif value.kind == "parents":
            found += opened.ancestor(value, keys)
        elif value.kind == "external" and key[0] in ("n", "a", "l", "s"):
            # A generic class, `type[Model]`.
            found.append(value)
    return found


def keyed(r: Evaluator, value: Thing, keys: list[Value]) -> list[Value]:
    """The values of a dictionary under keys; all of them where the keys are not known."""
    wanted = [k.text for k in keys if isinstance(k, Text)]
    constants = [k.data for k in keys if isinstance(k, Thing) and k.kind == "constant"]
    if (wanted or constants) and len(wanted) + len(constants) == len(keys):
        found: list[Value] = []
        plain = r.plain_keys(value.data)
        for name in wanted or constants:
            if plain is None or name in plain:
                found += under_key(r, value, name)
        if found and not (plain is not None and any(map(_may_be_another, keys)) and _names_only(value)):
            return found
        if not found and (constants or plain is not None):
            return []
    if value.module is not None and value.module.settings and not _names_only(value):
        return []
    return [through(v, "dict") for v in elements(r, [value], of_dict="values")]


def _names_only(value: Thing) -> bool:
    """Whether a dictionary is a choice between names with an owner."""
    return all(inner[0] == "s" and "/" in inner[1] for _, inner in value.data)


#: Steps by which a value is only the usual one: whoever runs the code can give another.
_USUAL = frozenset(
    {"default_arg", "argparse_default", "env_default", "dataclass_default", "or_default", "attribute", "wrapper_call"}
)


def _may_be_another(key: Value) -> bool:
    return isinstance(key, Text) and (key.flow or not _USUAL.isdisjoint(key.via))


def under_key(r: Evaluator, value: Thing, name: Any) -> list[Value]:
    """The values under one key of a dictionary."""
    module = value.module
    if module is None:
        return []
    r.keep(value.data)
    key = ("key", id(value.data), type(name), name)
    found = r.slot(key, lambda: _under_key(r, value, module, name))
    return [flowing(one, "dict") for one in found] if value.flow else found


def _under_key(r: Evaluator, value: Thing, module: Module, name: Any) -> list[Value]:
    found: list[Value] = []
    if r.depth > MAX_DEPTH:
        r.cut()
        return found
    r.depth += 1
    try:
        _add_key(r, value, module, name, found)
    finally:
        r.depth -= 1
    return found


def _add_key(r: Evaluator, value: Thing, module: Module, name: Any, found: list[Value]) -> None:
    for key, inner in value.data:
        if key is None:
            for merged in r.values(inner, module):
                if not isinstance(merged, Thing):
                    continue
                if merged.kind == "dict":
                    found += under_key(r, merged, name)
                elif merged.kind == "instance" and merged.module is not None and isinstance(name, str):
                    found += attributes.class_attribute(r, merged.module, merged.data, name)
                elif merged.kind == "options" and merged.module is not None and isinstance(name, str):
                    found += options.option(r, merged.module, name)
        elif key[0] in ("s", "k"):
            if key[1] == name and type(key[1]) is type(name):
                found += [through(v, "dict") for v in r.values(inner, module)]
        elif any(isinstance(k, Text) and k.text == name for k in r.values(key, module)):
            found += [through(v, "dict") for v in r.values(inner, module)]


def elements(r: Evaluator, values: list[Value], of_dict: str = "keys") -> list[Value]:
    """What iterating over values gives."""
    found: list[Value] = []
    if r.depth > MAX_DEPTH:
        r.cut()
        return found
    r.depth += 1
    try:
        for value in values:
            start = len(found)
            _add_elements(r, value, of_dict, found)
            if isinstance(value, Thing) and value.flow:
                found[start:] = [flowing(one, "list") for one in found[start:]]
            if len(found) > MAX_VALUES:
                break
    finally:
        r.depth -= 1
    return found


def _add_elements(r: Evaluator, value: Value, of_dict: str, found: list[Value]) -> None:
    if isinstance(value, Text):
        return
    if value.kind == "list" and value.module is not None:
        for item in value.data[:MAX_VALUES]:
            found += [through(v, "list") for v in r.values(item, value.module)]
    elif value.kind == "dict" and value.module is not None:
        for key, inner in value.data[:MAX_VALUES]:
            if key is None:
                found += elements(r, r.values(inner, value.module), of_dict)
            elif of_dict == "values":
                found += [through(v, "dict") for v in r.values(inner, value.module)]
            else:
                found += [through(v, "dict") for v in r.values(key, value.module)]
    elif value.kind == "pairs" and value.module is not None:
        found += [Thing("list", [key, inner], value.module) for key, inner in value.data if key is not None]
    elif value.kind == "rows":
        found += [Thing("row", row) for row in value.data]
    elif value.kind == "scope" and value.module is not None:
        found += attributes.members(r, value.module.outline.scopes[value.data], value.module)


def unpacked(r: Evaluator, values: list[Value], index: int) -> list[Value]:
    """The item of that index of each value."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Text):
            continue
        if value.kind == "list" and value.module is not None:
            if index < len(value.data):
                found += r.values(value.data[index], value.module)
        elif value.kind == "row":
            found += value.data[index] if index < len(value.data) else []
        elif value.kind == "options" and index == 0:
            found.append(value)
        elif value.kind == "parsed":
            found += [value.data[index]] if index < len(value.data) else []
    return found
