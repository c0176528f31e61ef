"""What a call gives, and what a function returns."""

from __future__ import annotations

from supplygraph.reuse.evaluate import classes, controls, paths
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.known_calls import KNOWN_CALLS
from supplygraph.reuse.evaluate.questions import Returned
from supplygraph.reuse.evaluate.registry import answers, rule
from supplygraph.reuse.evaluate.text_methods import TAKEN_APART, TEXT_METHODS, text_method
from supplygraph.reuse.evaluate.values import (
    MAX_VALUES,
    ExternalValue,
    InstanceValue,
    LambdaValue,
    ObjectValue,
    OfferedValue,
    OptionsValue,
    ScopeValue,
    Text,
    Thing,
    Value,
    flowing,
    unique,
)
from supplygraph.reuse.expression import Attribute, Call, Defined, Expression, Imported, Name, String, last_name
from supplygraph.reuse.modules import Module


@rule(Call)
def call(engine: Engine, e: Call, module: Module) -> list[Value]:
    """The value of a call."""
    last = last_name(e.callee)
    known = KNOWN_CALLS.get(last)
    if known is not None and not _is_own(engine, e.callee, last, module):
        return list(known(engine, e, dict(e.keywords), module))
    if isinstance(e.callee, Attribute) and last in TEXT_METHODS:
        return list(text_method(engine, e, module))
    found: list[Value] = []
    if isinstance(e.callee, Attribute) and (last in TAKEN_APART or (last == "join" and type(e.callee.base) is String)):
        found += text_method(engine, e, module)
    for value in engine.values(e.callee, module):
        if not isinstance(value, Text):
            found += _made_by(engine, value, e, module)
    if controls.offers(e):
        found.append(OfferedValue(e, module))
    if not found and last in ("parse_args", "parse_known_args"):
        return [OptionsValue(module)]
    opening = paths.CALLS.get(last) if engine.index.settings else None
    if opening is not None:
        found += engine.remember(("opened", e), lambda: list(opening(engine, e, module))[:MAX_VALUES])
    return found


def _made_by(engine: Engine, value: Thing, e: Call, module: Module) -> list[Value]:
    """What calling a value gives."""
    if isinstance(value, ExternalValue):
        return [ObjectValue(value.data)]
    if isinstance(value, LambdaValue):
        return engine.values(value.data, value.module)
    if not isinstance(value, ScopeValue):
        return []
    scope = value.module.outline.scopes[value.data]
    if scope.kind == "class":
        member = e.arguments[:1] if classes.is_enumeration(scope) else ()
        found = [one for argument in member for one in engine.values(argument, module)]
        return [*found, InstanceValue(value.data, value.module)]
    if engine.is_far():
        return []
    return [flowing(v, "return_value") for v in engine.answer(Returned(value.module, value.data))]


@answers(Returned)
def returned(engine: Engine, question: Returned) -> list[Value]:
    """What a function returns."""
    module = question.module
    returns = module.outline.scopes[question.scope].returns
    return unique([value for expression in returns for value in engine.values(expression, module)])


def _is_own(engine: Engine, callee: Expression, last: str, module: Module) -> bool:
    """Whether a call is of a function of the repository that has the name of one that is known."""
    if last not in engine.index.definitions:
        return False
    if isinstance(callee, Attribute) and not _is_module_or_self(callee.base, module):
        return False
    return any(isinstance(v, ScopeValue) for v in engine.values(callee, module))


def _is_module_or_self(e: Expression, module: Module) -> bool:
    if not isinstance(e, Name):
        return False
    bindings = bindings_of(e.name, e.context, module)[0]
    return e.name in ("self", "cls") or any(isinstance(one.value, Imported | Defined) for one in bindings)
