"""Which calls reach a function or make an instance of a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Called, Callee, Caller, Callers, Constructions
from supplygraph.reuse.evaluate.registry import answers
from supplygraph.reuse.evaluate.values import MAX_CALLERS
from supplygraph.reuse.expression import Attribute, Call
from supplygraph.reuse.modules import Module
from supplygraph.reuse.place import words

#: Methods too common for a call to be attributed by name alone.
COMMON_METHODS = words(
    "get set run load save call forward init setup build create make start process update add main execute "
    "__init__ train evaluate test predict encode generate close open read write from_dict to_dict warm_up "
    "__call__ fit transform items keys values pop append join format strip split"
)


@dataclass(slots=True)
class _Reached:
    """Which calls of one name reach which definition.

    A common name has many calls and many definitions: going through all calls for each would cost their product.

    Attributes:
        seen: How many of the calls were looked at.
        open: Numbers of those of which it can still change what they reach.
        by_definition: By file and number of a definition, the numbers of the other calls that reach it.
        on_objects: Numbers of the other calls of a method of an object that is not known.
    """

    seen: int = 0
    open: dict[int, None] = field(default_factory=dict)
    by_definition: dict[tuple[Module, int], list[int]] = field(default_factory=dict)
    on_objects: list[int] = field(default_factory=list)

    def settle(self, number: int, callee: Callee) -> None:
        """Notes what a call reaches for good."""
        if number in self.open:
            del self.open[number]
            for definition in callee.scopes:
                self.by_definition.setdefault(definition, []).append(number)
            if callee.receiver and not callee.scopes:
                self.on_objects.append(number)


def _reaching(
    engine: Engine, name: str, calls: list[Caller], definition: tuple[Module, int], *, on_objects: bool = False
) -> Iterator[Caller]:
    """Those of the calls of a name that reach a definition; those of methods of unknown objects, too, if asked for."""
    reached = engine.table(_Reached, name)
    if reached.seen < len(calls):
        reached.open |= dict.fromkeys(range(reached.seen, len(calls)))
        reached.seen = len(calls)
    numbers = set(reached.by_definition.get(definition, ()))
    if on_objects:
        numbers.update(reached.on_objects)
    for number in [number for number in reached.open if number < len(calls)]:
        caller, call = calls[number]
        callee = engine.callee(call, caller)
        if engine.is_settled(Called(call, caller)):
            reached.settle(number, callee)
        if definition in callee.scopes or (on_objects and callee.receiver and not callee.scopes):
            numbers.add(number)
    return (calls[number] for number in sorted(numbers) if number < len(calls))


@answers(Callers)
def callers(engine: Engine, question: Callers) -> list[Caller]:
    """The calls that may reach a function."""
    module, scopes = question.module, question.module.outline.scopes
    scope = scopes[question.scope]
    owner = scope.parent if scope.parent >= 0 and scopes[scope.parent].kind == "class" else None
    if owner is not None and scope.name in ("__init__", "__new__", "__post_init__"):
        return engine.answer(Constructions(module, owner))[:MAX_CALLERS]
    alone = owner is not None and engine.index.functions[scope.name] == 1 and scope.name not in COMMON_METHODS
    named_with = scopes[owner].name if owner is not None and not alone else ""
    calls = engine.index.all_callers(scope.name, named_with)[:MAX_CALLERS]
    definition = (module, question.scope)
    found = [*_reaching(engine, scope.name, calls, definition, on_objects=alone)]
    found += engine.index.chosen.get(definition, ())
    return found[:MAX_CALLERS]


@answers(Constructions)
def constructions(engine: Engine, question: Constructions) -> list[Caller]:
    """The calls that make an instance of a class, or of a subclass without a constructor of its own."""
    return list(_constructions(engine, question.module, question.owner))[:MAX_CALLERS]


def _constructions(engine: Engine, module: Module, owner: int) -> Iterator[Caller]:
    name = module.outline.scopes[owner].name
    calls = engine.index.all_callers(name)[:MAX_CALLERS]
    yield from _reaching(engine, name, calls, (module, owner))
    for caller, call in engine.index.callers.get("cls", ()):
        if caller is module and _class_of(call, caller) == owner:
            yield caller, call
    yield from engine.index.chosen.get((module, owner), ())
    for sub_module, sub in engine.index.subclasses.get(name, ())[:50]:
        if sub_module is module and sub == owner:
            continue
        sub_scopes = sub_module.outline.scopes
        own = next((i for i, s in enumerate(sub_scopes) if s.parent == sub and s.name == "__init__"), None)
        if own is None:
            yield from engine.answer(Constructions(sub_module, sub))
            continue
        for call in sub_module.outline.calls:
            callee = call.callee
            if isinstance(callee, Attribute) and callee.name == "__init__" and _scope_of(call, sub_module) == own:
                yield sub_module, call


def _scope_of(call: Call, module: Module) -> int:
    return module.outline.contexts[call.context][0]


def _class_of(call: Call, module: Module) -> int | None:
    index = _scope_of(call, module)
    while index >= 0:
        if module.outline.scopes[index].kind == "class":
            return index
        index = module.outline.scopes[index].parent
    return None
