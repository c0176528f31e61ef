"""What a parameter can be: its default, what callers give for it, and what decorators and fixtures put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse import controls, opened, options
from supplygraph.reuse.modules import Module, last_name, spelling
from supplygraph.reuse.outline import Call, Expression, Scope
from supplygraph.reuse.place import words
from supplygraph.reuse.values import MAX_CALLERS, MAX_HOPS, Text, Thing, Value, flowing, instance_of, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator

#: Methods too common for a call to be attributed by name alone.
COMMON_METHODS = words(
    "get set run load save call forward init setup build create make start process update add main execute "
    "__init__ train evaluate test predict encode generate close open read write from_dict to_dict warm_up "
    "__call__ fit transform items keys values pop append join format strip split"
)


def parameter(r: Evaluator, scope_index: int, name: str, module: Module) -> list[Value]:
    """Defaults of a parameter, and what callers give for it."""

    def compute() -> list[Value]:
        found = list(_parameter(r, scope_index, name, module))
        return found or _of_the_object(r, scope_index, name, module)

    return r.slot(("parameter", id(module), scope_index, name), compute)


def _of_the_object(r: Evaluator, scope_index: int, name: str, module: Module) -> list[Value]:
    """What an object keeps under the name of a parameter that nobody in the repository gives."""
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    owner = scopes[scope.parent]
    if owner.kind != "class" or name not in owner.attributes or scope.name == "__init__":
        return []
    own = ("a", ("p", scope_index, scope.parameters[0][0]), name)
    return [flowing(value, "attribute") for value in r.values(own, module)]


def _parameter(r: Evaluator, scope_index: int, name: str, module: Module) -> Iterator[Value]:
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    owner = scope.parent if scopes[scope.parent].kind == "class" else None
    if name == "**":
        yield from _rest(r, scope_index, module)
        return
    position = next((i for i, parameter in enumerate(scope.parameters) if parameter[0] == name), -1)
    static = any(last_name(decorator) == "staticmethod" for decorator in scope.decorators)
    if owner is not None and position == 0 and not static and name in ("self", "cls", "mcs"):
        yield Thing("scope" if name == "cls" else "instance", owner, module)
        return
    _, default, annotation = scope.parameters[position]
    if default is not None:
        for value in r.values(default, module):
            yield through(value, "default_arg")
    yield from _decorated(r, scope, name, module)
    if position == 0 and owner is None:
        yield from _decorating(r, scope_index, module)
    yield from _fixture(r, scope, name, module)
    if annotation is not None:
        yield from annotated(r, annotation, module)
    if r.hops >= MAX_HOPS:
        r.cut()
        return
    r.hops += 1
    try:
        bound = owner is not None and not static
        yield from controls.wired(r, scope.name, scope_index, module, position - (1 if bound else 0))
        for caller, call in _callers(r, scope_index, module):
            given = argument_for(r, call, scope, name, position - (1 if bound else 0), caller)
            for value in given:
                yield flowing(value, "wrapper_call")
    finally:
        r.hops -= 1


def _rest(r: Evaluator, scope_index: int, module: Module) -> Iterator[Value]:
    """The keywords that callers give beyond the declared ones, as one dictionary each."""
    scope = module.outline.scopes[scope_index]
    declared = {parameter[0] for parameter in scope.parameters}
    for caller, call in _callers(r, scope_index, module):
        pairs = [(("s", k, call.line), v) for k, v in call.keywords if k != "**" and k not in declared]
        if pairs:
            yield Thing("dict", pairs, caller)
        for key, value in call.keywords:
            if key == "**":
                yield from r.values(value, caller)


def _callers(r: Evaluator, scope_index: int, module: Module) -> list[tuple[Module, Call]]:
    key = ("callers", id(module), scope_index)
    return r.remember(key, lambda: list(_find_callers(r, scope_index, module))[:MAX_CALLERS])


def _find_callers(r: Evaluator, scope_index: int, module: Module) -> Iterator[tuple[Module, Call]]:
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    owner = scope.parent if scope.parent >= 0 and scopes[scope.parent].kind == "class" else None
    if owner is not None and scope.name in ("__init__", "__new__", "__post_init__"):
        yield from constructions(r, owner, module)
        return
    alone = owner is not None and r.index.functions[scope.name] == 1 and scope.name not in COMMON_METHODS
    named_with = scopes[owner].name if owner is not None and not alone else ""
    calls = r.index.all_callers(scope.name, named_with)[:MAX_CALLERS]
    settled = r.settled(scope.name, calls)
    if settled is not None:
        numbers = settled.reached.get((id(module), scope_index), [])
        for number in sorted({*numbers, *settled.on_objects}) if alone else numbers:
            yield calls[number]
    else:
        for caller, call in calls:
            callee = r.callee(call, caller)
            if (module, scope_index) in callee.scopes or (alone and callee.receiver and not callee.scopes):
                yield caller, call
    yield from r.index.chosen.get((id(module), scope_index), ())


def constructions(r: Evaluator, owner: int, module: Module) -> list[tuple[Module, Call]]:
    """Calls that make an instance of a class, or of a subclass without a constructor of its own."""
    key = ("constructions", id(module), owner)
    return r.remember(key, lambda: list(_find_constructions(r, owner, module))[:MAX_CALLERS])


def _find_constructions(r: Evaluator, owner: int, module: Module) -> Iterator[tuple[Module, Call]]:
    name = module.outline.scopes[owner].name
    calls = r.index.all_callers(name)[:MAX_CALLERS]
    settled = r.settled(name, calls)
    if settled is not None:
        yield from (calls[number] for number in settled.reached.get((id(module), owner), ()))
    else:
        for caller, call in calls:
            if (module, owner) in r.callee(call, caller).scopes:
                yield caller, call
    for caller, call in r.index.callers.get("cls", ()):
        if caller is module and _class_of(call, caller) == owner:
            yield caller, call
    yield from r.index.chosen.get((id(module), owner), ())
    for sub_module, sub in r.index.subclasses.get(name, ())[:50]:
        if sub_module is module and sub == owner:
            continue
        sub_scopes = sub_module.outline.scopes
        own = next((i for i, s in enumerate(sub_scopes) if s.parent == sub and s.name == "__init__"), None)
        if own is None:
            yield from constructions(r, sub, sub_module)
            continue
        for call in sub_module.outline.calls:
            callee = call.callee
            if callee[0] == "a" and callee[2] == "__init__" and sub_module.outline.contexts[call.context][0] == own:
                yield sub_module, call


def _class_of(call: Call, module: Module) -> int | None:
    index = module.outline.contexts[call.context][0]
    while index >= 0:
        if module.outline.scopes[index].kind == "class":
            return index
        index = module.outline.scopes[index].parent
    return None


def argument_for(r: Evaluator, call: Call, scope: Scope, name: str, position: int, caller: Module) -> Iterator[Value]:
    """What a call gives for a parameter."""
    for keyword, value in call.keywords:
        if keyword == name:
            yield from r.values(value, caller)
            return
    arguments = call.arguments
    callee = call.callee
    # `Base.__init__(self, x)` names the object itself.
    if (
        callee[0] == "a"
        and callee[2] == "__init__"
        and not (callee[1][0] == "c" and last_name(caller.outline.calls[callee[1][1]].callee) == "super")
    ):
        position += 1
    if 0 <= position < scope.positional:
        for index, argument in enumerate(arguments[: position + 1]):
            if argument[0] == "*":
                yield from r.unpacked(r.values(argument[1], caller), position - index)
                return
        if position < len(arguments):
            yield from r.values(arguments[position], caller)
            return
    for keyword, value in call.keywords:
        if keyword == "**":
            for thing in r.values(value, caller):
                if isinstance(thing, Thing) and thing.kind == "dict":
                    yield from r.under_key(thing, name)


def _decorated(r: Evaluator, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    """Values that a decorator gives: parametrised tests, options of click."""
    for decorator in scope.decorators:
        if decorator[0] != "c":
            continue
        call = module.outline.calls[decorator[1]]
        last = last_name(call.callee)
        if last == "parametrize" and len(call.arguments) >= 2:
            yield from _parametrized(r, call, name, module)
        elif last == "main" and scope.parameters[0][0] == name:
            yield from opened.hydra_config(r, call, module)
        elif last in ("option", "argument"):
            spelt = [a[1].lstrip("-").replace("-", "_") for a in call.arguments if a[0] == "s"]
            longest = max(spelt, key=len, default="")
            if name in spelt or name == longest:
                yield from options.declared(r, call, module)
                yield from _invoked(r, scope, set(options.spellings(call)), module)


def _invoked(r: Evaluator, scope: Scope, spelt: set[str], module: Module) -> Iterator[Value]:
    """What `CliRunner().invoke(command, ["--model", "x"])` gives to an option of a command."""
    for caller, call in r.index.callers.get("invoke", ())[:50]:
        if len(call.arguments) < 2 or last_name(call.arguments[0]) != scope.name:
            continue
        for value in r.values(call.arguments[1], caller):
            if isinstance(value, Thing) and value.kind == "list" and value.module is not None:
                yield from options.words_given(r, value.data, value.module, spelt)


def _decorating(r: Evaluator, scope_index: int, module: Module) -> Iterator[Value]:
    """What a decorator is given: the classes that stand under it, or under the function that makes it."""
    scopes = module.outline.scopes
    scope = scopes[scope_index]
    outer = scopes[scope.parent]
    made = any(e[0] == "n" and e[1] == scope.name for e in outer.returns) if outer.kind == "function" else False
    for where, index in r.index.decorated.get(outer.name if made else scope.name, ())[:200]:
        if where.outline.scopes[index].kind == "class":
            yield Thing("scope", index, where, flow=True)


def _parametrized(r: Evaluator, call: Call, name: str, module: Module) -> Iterator[Value]:
    names: list[str] = []
    for value in r.values(call.arguments[0], module):
        if isinstance(value, Text):
            names += [part.strip() for part in value.text.split(",")]
        elif value.kind == "list":
            names += [item[1] for item in value.data if item[0] == "s"]
    if name not in names:
        return
    index = names.index(name)
    for row in r.elements(r.values(call.arguments[1], module)):
        cells = [row] if len(names) == 1 else r.unpacked([row], index)
        for cell in cells:
            yield through(cell, "parametrize")


def _fixture(r: Evaluator, scope: Scope, name: str, module: Module) -> Iterator[Value]:
    """What a pytest fixture of that name returns."""
    if not scope.name.startswith("test") and not scope.decorators:
        return
    r.index.want_conftest(module)
    for where, index in r.index.definitions.get(name, ())[:8]:
        found = where.outline.scopes[index]
        seen = where is module or where.path.endswith("conftest.py")
        if seen and found.kind == "function" and any("fixture" in spelling(d, where) for d in found.decorators):
            for value in r.returned(where, index):
                yield flowing(value, "fixture")


def annotated(r: Evaluator, annotation: Expression, module: Module) -> Iterator[Value]:
    """An instance of the repository's class that a parameter is annotated with; defaults inside `Annotated`."""
    if annotation[0] == "n" or annotation[0] == "a":
        for value in r.values(annotation, module):
            yield from instance_of(value)
    elif annotation[0] == "o":
        for part in annotation[1]:
            yield from annotated(r, part, module)
    elif annotation[0] == "i" and last_name(annotation[1]) in ("Optional", "Annotated", "Union"):
        for part in annotation[2][1] if annotation[2][0] == "l" else [annotation[2]]:
            yield from annotated(r, part, module)
