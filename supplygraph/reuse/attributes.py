"""What `base.name` can be: attributes of classes and modules, fields, and options of command lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse import controls, opened, options, parameters
from supplygraph.reuse.modules import Module, last_name
from supplygraph.reuse.outline import Expression, Scope
from supplygraph.reuse.values import MAX_HOPS, Text, Thing, Value, flowing, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator


def attribute(r: Evaluator, e: Expression, module: Module) -> list[Value]:
    """The values of `base.name`."""
    _, base, name = e
    values = r.values(base, module)
    found: list[Value] = []
    known = False
    for value in values:
        if isinstance(value, Text):
            if name in ("value", "name"):
                found.append(value)
            continue
        match value.kind:
            case "external":
                known = True
                found.append(Thing("external", f"{value.data}.{name}"))
                found += _set_outside(r, value.data, name, module)
            case "module" if value.module is not None:
                known = True
                inner = r.member(value.module, name)
                found += [flowing(v, "imported_constant") for v in inner]
                if not inner and value.module.path.endswith("__init__.py"):
                    sub = r.index.module_of(name, 1, value.module)
                    found += [Thing("module", None, sub)] if sub is not None else []
            case "scope" | "instance" if value.module is not None:
                if value.module.outline.scopes[value.data].kind == "class":
                    inner = class_attribute(r, value.module, value.data, name)
                    known = known or bool(inner)
                    inner = _through_properties(r, inner)
                    found += [flowing(v, "attribute") for v in inner] if value.flow else inner
            case "dict":
                inner = r.under_key(value, name)
                # Settings can be completed from elsewhere.
                known = known or bool(inner) or value.module is None or not value.module.settings
                found += inner
            case "path":
                found += opened.path_attribute(value, name)
            case "offered" if value.module is not None:
                inner = list(controls.offered(r, value, name))
                known = known or bool(inner)
                found += inner
            case "options" if value.module is not None:
                known = True
                found += [value] if name == "__dict__" else options.option(r, value.module, name)
    if not known and not found:
        found = by_attribute_name(r, base, name, module)
    return found


def _set_outside(r: Evaluator, owner: str, name: str, module: Module) -> list[Value]:
    """What the repository itself sets on a package that it imports: `pytest.MODEL = "…"` in a `conftest.py`."""
    if owner == "pytest":
        r.index.want_conftest(module)
    return [
        flowing(value, "attribute")
        for where, base, inner in r.index.set_outside.get(name, ())[:20]
        if any(isinstance(v, Thing) and (v.kind, v.data) == ("external", owner) for v in r.values(base, where))
        for value in r.values(inner, where)
    ]


def _through_properties(r: Evaluator, values: list[Value]) -> list[Value]:
    """What reading an attribute gives: for a property, what it returns."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Thing) and value.kind == "scope" and value.module is not None:
            scope = value.module.outline.scopes[value.data]
            if scope.kind == "function" and any(last_name(d).endswith("property") for d in scope.decorators):
                found += [flowing(v, "return_value") for v in r.returned(value.module, value.data)]
                continue
        found.append(value)
    return found


def class_attribute(r: Evaluator, module: Module, owner: int, name: str) -> list[Value]:
    """An attribute of a class or its instances, its bases and what subclasses put in its place."""
    return r.slot(("attribute", id(module), owner, name), lambda: list(_class_attribute(r, module, owner, name)))


def _class_attribute(r: Evaluator, module: Module, owner: int, name: str) -> Iterator[Value]:
    scope = module.outline.scopes[owner]
    own = False
    for binding in scope.attributes.get(name, ()):
        own = True
        for value in r.values(binding.value, module):
            yield through(value, "attribute", conditional=bool(binding.path))
    for binding in scope.names.get(name, ()):
        own = True
        for value in r.values(binding.value, module):
            via = "dataclass_default" if name in scope.annotations else "class_constant"
            yield through(value, via if binding.value[0] != "f" else None)
    if name in scope.annotations or (not own and is_enumeration(scope)):
        own = own or name in scope.annotations
        yield from _field(r, module, owner, name)
        if name in scope.annotations and name not in scope.names:
            yield from parameters.annotated(r, scope.annotations[name], module)
    if not own:
        for base in scope.bases:
            for value in r.values(base, module):
                if isinstance(value, Thing) and value.kind == "scope" and value.module is not None:
                    yield from class_attribute(r, value.module, value.data, name)
                elif isinstance(value, Thing) and value.kind == "external":
                    yield Thing("external", f"{value.data}.{name}")
    if not own or name in scope.names:
        for sub_module, sub in r.index.subclasses.get(scope.name, ())[:50]:
            if (sub_module, sub) == (module, owner):
                continue
            sub_scope = sub_module.outline.scopes[sub]
            for binding in [*sub_scope.names.get(name, ()), *sub_scope.attributes.get(name, ())]:
                if binding.value[0] != "f":
                    for value in r.values(binding.value, sub_module):
                        yield flowing(value, "class_constant")


def is_enumeration(scope: Scope) -> bool:
    """Whether a class is an enumeration."""
    return any("Enum" in last_name(base) for base in scope.bases)


def members(r: Evaluator, scope: Scope, module: Module) -> list[Value]:
    """The values of an enumeration's members; none of another class."""
    if not is_enumeration(scope):
        return []
    bindings = (binding for group in scope.names.values() for binding in group if binding.value[0] != "f")
    return [value for binding in bindings for value in r.values(binding.value, module)]


def _field(r: Evaluator, module: Module, owner: int, name: str) -> Iterator[Value]:
    """What constructor calls give for a field of a dataclass or a pydantic model."""
    scopes = module.outline.scopes
    if any(s.parent == owner and s.name == "__init__" for s in scopes):
        return
    names = list(scopes[owner].annotations)
    position = names.index(name) if name in names else -1
    fake = Scope("function", "__init__", owner, 0, positional=len(names))
    if r.hops >= MAX_HOPS:
        return
    r.hops += 1
    try:
        for caller, call in parameters.constructions(r, owner, module):
            for value in parameters.argument_for(r, call, fake, name, position, caller):
                yield flowing(value, "wrapper_call")
    finally:
        r.hops -= 1


def by_attribute_name(r: Evaluator, base: Expression, name: str, module: Module) -> list[Value]:
    """Defaults of options and fields of that name, where the object is not known."""
    key = ("by name", id(module), name)
    return r.slot(key, lambda: list(_by_attribute_name(r, base, name, module)))


def _by_attribute_name(r: Evaluator, base: Expression, name: str, module: Module) -> Iterator[Value]:
    spelt = last_name(base).lower()
    if spelt in ("self", "cls") or not name:
        return
    if name in module.options:
        yield from options.option(r, module, name)
        return
    for where, owner in r.index.fields.get(name, ()):
        if where is module:
            yield from _field_defaults(r, where, owner, name, flow=False)
    configured = any(
        word in spelt for word in ("arg", "config", "cfg", "opt", "setting", "param", "flags", "hp", "conf")
    )
    if not configured or not any(
        word in name.lower()
        for word in ("model", "repo", "checkpoint", "tokenizer", "pretrained", "encoder", "dataset")
    ):
        return
    yield from options.option(r, module, name)
    for where, owner in r.index.fields.get(name, ())[:10]:
        if where is not module:
            yield from _field_defaults(r, where, owner, name, flow=True)


def _field_defaults(r: Evaluator, module: Module, owner: int, name: str, *, flow: bool) -> Iterator[Value]:
    for binding in module.outline.scopes[owner].names.get(name, ()):
        for value in r.values(binding.value, module):
            yield flowing(value, "dataclass_default") if flow else through(value, "dataclass_default")
