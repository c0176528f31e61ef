"""What a parameter can be: its default, what callers give for it, and what decorators and fixtures put in."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import command_words, contents, controls, paths
from supplygraph.reuse.evaluate.arguments import argument_for
from supplygraph.reuse.evaluate.classes import annotated
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Callers, Returned
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import (
    DictValue,
    InstanceValue,
    ListValue,
    ScopeValue,
    Text,
    Value,
    flowing,
    through,
)
from supplygraph.reuse.expression import Attribute, Call, Name, Parameter, String, last_name, spelling
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope


@rule(Parameter)
def parameter(engine: Engine, e: Parameter, module: Module) -> list[Value]:
    """Defaults of a parameter, and what callers give for it."""

    def compute() -> list[Value]:
        found = list(_parameter(engine, e.scope, e.name, module))
        return found or _of_the_object(engine, e.scope, e.name, module)

    return engine.slot(("parameter", module, e.scope, e.name), compute)


def _of_the_object(engine: Engine, scope_index: int, name: str, module: Module) -> list[Value]:
    """What an object keeps under the name of a parameter that nobody in the repository gives."""
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    owner = scopes[scope.parent]
    if owner.kind != "class" or name not in owner.attributes or scope.name == "__init__":
        return []
    own = Attribute(Parameter(scope_index, scope.parameters[0][0]), name)
    return [flowing(value, "attribute") for value in engine.values(own, module)]


def _parameter(engine: Engine, scope_index: int, name: str, module: Module) -> Iterator[Value]:
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    owner = scope.parent if scopes[scope.parent].kind == "class" else None
    if name == "**":
        yield from _rest(engine, scope_index, module)
        return
    position = next((i for i, parameter in enumerate(scope.parameters) if parameter[0] == name), -1)
    static = any(last_name(decorator) == "staticmethod" for decorator in scope.decorators)
    if owner is not None and position == 0 and not static and name in ("self", "cls", "mcs"):
        yield ScopeValue(owner, module) if name == "cls" else InstanceValue(owner, module)
        return
    _, default, annotation = scope.parameters[position]
    if default is not None:
        for value in engine.values(default, module):
            yield through(value, "default_arg")
    yield from _decorated(engine, scope, name, module)
    if position == 0 and owner is None:
        yield from _decorating(engine, scope_index, module)
    yield from _fixture(engine, scope, name, module)
    if annotation is not None:
        yield from annotated(engine, annotation, module)
    if engine.is_far():
        engine.cut()
        return
    # What the method is called on takes the first place.
    place = position if owner is None or static else position - 1
    with engine.hop():
        yield from _given(engine, scope_index, name, place, module)


def _given(engine: Engine, scope_index: int, name: str, place: int, module: Module) -> Iterator[Value]:
    """What callers give for a parameter, by its name or at its place."""
    scope = module.outline.scopes[scope_index]
    yield from controls.wired(engine, scope.name, scope_index, module, place)
    for caller, call in engine.answer(Callers(module, scope_index)):
        for value in argument_for(engine, call, scope, name, place, caller):
            yield flowing(value, "wrapper_call")


def _rest(engine: Engine, scope_index: int, module: Module) -> Iterator[Value]:
    """The keywords that callers give beyond the declared ones, as one dictionary each."""
    scope = module.outline.scopes[scope_index]
    declared = {parameter[0] for parameter in scope.parameters}
    for caller, call in engine.answer(Callers(module, scope_index)):
        pairs = tuple([(String(k, call.line), v) for k, v in call.keywords if k != "**" and k not in declared])
        if pairs:
            yield DictValue(pairs, caller)
        for key, value in call.keywords:
            if key == "**":
                yield from engine.values(value, caller)


def _decorated(engine: Engine, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    """Values that a decorator gives: parametrised tests, options of click."""
    for decorator in scope.decorators:
        if not isinstance(decorator, Call):
            continue
        call = decorator
        last = last_name(call.callee)
        if last == "parametrize" and len(call.arguments) >= 2:
            yield from _parametrized(engine, call, name, module)
        elif last == "main" and scope.parameters[0][0] == name:
            yield from paths.hydra_config(engine, call, module)
        elif last in ("option", "argument"):
            spelt = [a.text.lstrip("-").replace("-", "_") for a in call.arguments if isinstance(a, String)]
            longest = max(spelt, key=len, default="")
            if name in spelt or name == longest:
                yield from command_words.declared(engine, call, module)
                yield from _invoked(engine, scope, set(command_words.spellings(call)), module)


def _invoked(engine: Engine, scope: Scope, spelt: set[str], module: Module) -> Iterator[Value]:
    """What `CliRunner().invoke(command, ["--model", "x"])` gives to an option of a command."""
    for caller, call in engine.index.callers.get("invoke", ())[:50]:
        if len(call.arguments) < 2 or last_name(call.arguments[0]) != scope.name:
            continue
        for value in engine.values(call.arguments[1], caller):
            if isinstance(value, ListValue):
                yield from command_words.words_given(engine, value.data, value.module, spelt)


def _decorating(engine: Engine, scope_index: int, module: Module) -> Iterator[Value]:
    """What a decorator is given: the classes that stand under it, or under the function that makes it."""
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    outer = scopes[scope.parent]
    made = (
        any(isinstance(e, Name) and e.name == scope.name for e in outer.returns) if outer.kind == "function" else False
    )
    for where, index in engine.index.decorated.get(outer.name if made else scope.name, ())[:200]:
        if where.outline.scopes[index].kind == "class":
            yield ScopeValue(index, where, flow=True)


def _parametrized(engine: Engine, call: Call, name: str, module: Module) -> Iterator[Value]:
    names: list[str] = []
    for value in engine.values(call.arguments[0], module):
        if isinstance(value, Text):
            names += [part.strip() for part in value.text.split(",")]
        elif isinstance(value, ListValue):
            names += [item.text for item in value.data if isinstance(item, String)]
    if name not in names:
        return
    index = names.index(name)
    for row in contents.elements(engine, engine.values(call.arguments[1], module)):
        cells = [row] if len(names) == 1 else contents.unpacked(engine, [row], index)
        for cell in cells:
            yield through(cell, "parametrize")


def _fixture(engine: Engine, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    """What a pytest fixture of that name returns."""
    if not scope.name.startswith("test") and not scope.decorators:
        return
    engine.index.want_conftest(module)
    for where, index in engine.index.definitions.get(name, ())[:8]:
        found = where.outline.scopes[index]
        seen = where is module or where.path.endswith("conftest.py")
        if seen and found.kind == "function" and any("fixture" in spelling(d) for d in found.decorators):
            for value in engine.answer(Returned(where, index)):
                yield flowing(value, "fixture")
