"""What a call calls."""

from __future__ import annotations

from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Called, Callee
from supplygraph.reuse.evaluate.registry import answers
from supplygraph.reuse.evaluate.values import ExternalValue, ObjectValue, ScopeValue, Text
from supplygraph.reuse.expression import Attribute, Expression, Name
from supplygraph.reuse.modules import Module


@answers(Called)
def called(engine: Engine, question: Called) -> list[Callee]:
    """The names and definitions that a call may mean."""
    expression, module = question.call.callee, question.module
    names: list[str] = []
    scopes: list[tuple[Module, int]] = []
    for value in engine.values(expression, module):
        if isinstance(value, Text):
            continue
        if isinstance(value, ExternalValue):
            names.append(value.data)
        elif isinstance(value, ScopeValue):
            scopes.append((value.module, value.data))
    unbound = receiver = False
    if not names and not scopes:
        unbound = isinstance(expression, Name) and not bindings_of(expression.name, question.call.context, module)[0]
        receiver = not unbound
        if isinstance(expression, Attribute):
            names = _of_object(engine, expression, module)
    return [Callee(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(scopes)), unbound, receiver)]


def _of_object(engine: Engine, expression: Attribute, module: Module) -> list[str]:
    """The method's name behind the names of what made the object."""
    base: Expression = expression.base
    return [f"{v.data}.{expression.name}" for v in engine.values(base, module) if isinstance(v, ObjectValue)]
