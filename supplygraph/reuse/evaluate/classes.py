"""Classes of the repository: enumerations, instances that annotations promise, and arguments of calls."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import Value, instance_of, through
from supplygraph.reuse.expression import Attribute, Defined, Either, Expression, Items, Name, Subscript, last_name
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope


def is_enumeration(scope: Scope) -> bool:
    """Whether a class is an enumeration."""
    return any("Enum" in last_name(base) for base in scope.bases)


def members(engine: Engine, scope: Scope, module: Module) -> list[Value]:
    """The values of an enumeration's members; none of another class."""
    if not is_enumeration(scope):
        return []
    bindings = [one for group in scope.names.values() for one in group if not isinstance(one.value, Defined)]
    return [value for binding in bindings for value in engine.values(binding.value, module)]


def annotated(engine: Engine, annotation: Expression, module: Module) -> Iterator[Value]:
    """An instance of the repository's class that a parameter is annotated with; defaults inside `Annotated`."""
    match annotation:
        case Name() | Attribute():
            for value in engine.values(annotation, module):
                yield from instance_of(value)
        case Either():
            for part in annotation.parts:
                yield from annotated(engine, part, module)
        case Subscript() if last_name(annotation.base) == "Literal":
            key = annotation.key
            for part in key.items if isinstance(key, Items) else [key]:
                yield from (through(value, "choices", conditional=True) for value in engine.values(part, module))
        case Subscript() if last_name(annotation.base) in ("Optional", "Annotated", "Union"):
            key = annotation.key
            for part in key.items if isinstance(key, Items) else [key]:
                yield from annotated(engine, part, module)
