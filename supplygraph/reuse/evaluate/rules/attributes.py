"""What `base.name` can be: attributes of classes and modules, fields, and options of command lines."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import classes, contents, controls, paths
from supplygraph.reuse.evaluate.arguments import argument_for
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.members import member
from supplygraph.reuse.evaluate.questions import ClassAttribute, Constructions, Option, Returned
from supplygraph.reuse.evaluate.registry import answers, rule
from supplygraph.reuse.evaluate.values import (
    DictValue,
    ExternalValue,
    InstanceValue,
    ModuleValue,
    OfferedValue,
    OptionsValue,
    PathValue,
    ScopeValue,
    Text,
    Value,
    flowing,
    through,
    unique,
)
from supplygraph.reuse.expression import Attribute, Defined, Expression, Name, String, last_name, root_of
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope, passes


@rule(Attribute)
def attribute(engine: Engine, e: Attribute, module: Module) -> list[Value]:
    """The values of `base.name` that fit the tests around it."""
    found: list[Value] = []
    known = False
    for value in engine.values(e.base, module):
        inner, sure = _of(engine, value, e.name, module)
        found += inner
        known = known or sure
    if not known and not found:
        found = _by_attribute_name(engine, e.base, e.name, module)
    return _tested(found, e, module)


def _of(engine: Engine, value: Value, name: str, module: Module) -> tuple[list[Value], bool]:
    """What a value has under a name, and whether it is known to be all there is."""
    if isinstance(value, Text):
        return ([value] if name in ("value", "name") else []), False
    if isinstance(value, ExternalValue):
        if value.data.endswith("flags.FLAGS"):
            return engine.answer(Option(module, name)), True
        return [ExternalValue(f"{value.data}.{name}"), *_set_outside(engine, value.data, name, module)], True
    if isinstance(value, DictValue):
        inner = contents.under_key(engine, value, name)
        # Settings can be completed from elsewhere.
        return inner, bool(inner) or not value.module.settings
    if isinstance(value, PathValue):
        return paths.path_attribute(value, name), False
    if isinstance(value, ModuleValue):
        return _of_module(engine, value.module, name), True
    if isinstance(value, ScopeValue | InstanceValue):
        return _of_class(engine, value, value.module, name)
    if isinstance(value, OfferedValue):
        inner = list(controls.offered(engine, value, name))
        return inner, bool(inner)
    if isinstance(value, OptionsValue):
        return ([value] if name == "__dict__" else engine.answer(Option(value.module, name))), True
    return [], False


def _of_module(engine: Engine, module: Module, name: str) -> list[Value]:
    found = [flowing(v, "imported_constant") for v in member(engine, module, name)]
    if not found and module.path.endswith("__init__.py"):
        inner = engine.index.module_of(name, 1, module)
        return [ModuleValue(inner)] if inner is not None else []
    return found


def _of_class(engine: Engine, value: ScopeValue | InstanceValue, module: Module, name: str) -> tuple[list[Value], bool]:
    if module.outline.scopes[value.data].kind != "class":
        return [], False
    inner = engine.answer(ClassAttribute(module, value.data, name))
    if not inner and name == "value":
        inner = classes.members(engine, module.outline.scopes[value.data], module)
    known = bool(inner)
    inner = _through_properties(engine, inner)
    return ([flowing(v, "attribute") for v in inner] if value.flow else inner), known


def _tested(found: list[Value], e: Attribute, module: Module) -> list[Value]:
    root = root_of(e)
    if not isinstance(root, Name) or root.name in ("self", "cls"):
        return found
    guards = module.outline.guards.get(root.context)
    if not guards:
        return found
    if any(isinstance(key, String) and key.text == e.name for key, _ in module.items.get(root.name, ())):
        # What is set behind a test was not tested.
        return found
    names: list[str] = []
    base: Expression = e
    while isinstance(base, Attribute):
        names.append(base.name)
        base = base.base
    dotted = ".".join([root.name, *reversed(names)])
    tests = [guard for guard in guards if guard.name == dotted]
    return [v for v in found if not isinstance(v, Text) or all(passes(v.text, guard) for guard in tests)]


def _set_outside(engine: Engine, owner: str, name: str, module: Module) -> list[Value]:
    """What the repository itself sets on a package that it imports: `pytest.MODEL = "…"` in a `conftest.py`."""
    if owner == "pytest":
        engine.index.want_conftest(module)
    return [
        flowing(value, "attribute")
        for where, base, inner in engine.index.set_outside.get(name, ())[:20]
        if any(isinstance(v, ExternalValue) and v.data == owner for v in engine.values(base, where))
        for value in engine.values(inner, where)
    ]


def _through_properties(engine: Engine, values: list[Value]) -> list[Value]:
    """What reading an attribute gives: for a property, what it returns."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, ScopeValue):
            scope = value.module.outline.scopes[value.data]
            if scope.kind == "function" and any(last_name(d).endswith("property") for d in scope.decorators):
                found += [flowing(v, "return_value") for v in engine.answer(Returned(value.module, value.data))]
                continue
        found.append(value)
    return found


@answers(ClassAttribute)
def class_attribute(engine: Engine, question: ClassAttribute) -> list[Value]:
    """An attribute of a class or its instances, its bases and what subclasses put in its place."""
    module, owner, name = question.module, question.owner, question.name
    scope = module.outline.scopes[owner]
    found = list(_own_attribute(engine, scope, name, module))
    own = name in scope.attributes or name in scope.names
    if name in scope.annotations or (not own and classes.is_enumeration(scope)):
        own = own or name in scope.annotations
        found += _field(engine, module, owner, name)
        if name in scope.annotations and name not in scope.names:
            found += classes.annotated(engine, scope.annotations[name], module)
    if not own:
        found += _of_bases(engine, scope, name, module)
    if not own or name in scope.names:
        found += _of_subclasses(engine, question, scope)
    return unique(found)


def _own_attribute(engine: Engine, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    for binding in scope.attributes.get(name, ()):
        for value in engine.values(binding.value, module):
            yield through(value, "attribute", conditional=bool(binding.path))
    for binding in scope.names.get(name, ()):
        via = "dataclass_default" if name in scope.annotations else "class_constant"
        for value in engine.values(binding.value, module):
            yield through(value, None if isinstance(binding.value, Defined) else via)


def _of_bases(engine: Engine, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    for base in scope.bases:
        for value in engine.values(base, module):
            if isinstance(value, ScopeValue):
                yield from engine.answer(ClassAttribute(value.module, value.data, name))
            elif isinstance(value, ExternalValue):
                yield ExternalValue(f"{value.data}.{name}")


def _of_subclasses(engine: Engine, question: ClassAttribute, scope: Scope) -> Iterator[Value]:
    name = question.name
    for module, sub in engine.index.subclasses.get(scope.name, ())[:50]:
        if (module, sub) == (question.module, question.owner):
            continue
        sub_scope = module.outline.scopes[sub]
        for binding in [*sub_scope.names.get(name, ()), *sub_scope.attributes.get(name, ())]:
            if not isinstance(binding.value, Defined):
                for value in engine.values(binding.value, module):
                    yield flowing(value, "class_constant")


def _field(engine: Engine, module: Module, owner: int, name: str) -> Iterator[Value]:
    """What constructor calls give for a field of a dataclass or a pydantic model."""
    scopes = module.outline.scopes
    if any(s.parent == owner and s.name == "__init__" for s in scopes):
        return
    names = list(scopes[owner].annotations)
    position = names.index(name) if name in names else -1
    fake = Scope("function", "__init__", owner, 0, positional=len(names))
    if engine.is_far():
        return
    with engine.hop():
        for caller, call in engine.answer(Constructions(module, owner)):
            for value in argument_for(engine, call, fake, name, position, caller):
                yield flowing(value, "wrapper_call")


def _by_attribute_name(engine: Engine, base: Expression, name: str, module: Module) -> list[Value]:
    """Defaults of options and fields of that name, where the object is not known."""
    return engine.slot(("by name", module, name), lambda: list(_declared(engine, base, name, module)))


def _declared(engine: Engine, base: Expression, name: str, module: Module) -> Iterator[Value]:
    spelt = last_name(base).lower()
    if spelt in ("self", "cls") or not name:
        return
    if name in module.options:
        yield from engine.answer(Option(module, name))
        return
    for where, owner in engine.index.fields.get(name, ()):
        if where is module:
            yield from _field_defaults(engine, where, owner, name, flow=False)
    configured = any(
        word in spelt for word in ("arg", "config", "cfg", "opt", "setting", "param", "flags", "hp", "conf")
    )
    if not configured or not any(
        word in name.lower()
        for word in ("model", "repo", "checkpoint", "tokenizer", "pretrained", "encoder", "dataset")
    ):
        return
    yield from engine.answer(Option(module, name))
    for where, owner in engine.index.fields.get(name, ())[:10]:
        if where is not module:
            yield from _field_defaults(engine, where, owner, name, flow=True)


def _field_defaults(engine: Engine, module: Module, owner: int, name: str, *, flow: bool) -> Iterator[Value]:
    for binding in module.outline.scopes[owner].names.get(name, ()):
        for value in engine.values(binding.value, module):
            yield flowing(value, "dataclass_default") if flow else through(value, "dataclass_default")
