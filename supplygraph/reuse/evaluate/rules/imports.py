"""What an import brings."""

from __future__ import annotations

from pathlib import PurePosixPath

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.members import member
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import ExternalValue, ModuleValue, ScopeValue, Thing, Value, flowing
from supplygraph.reuse.expression import Imported
from supplygraph.reuse.modules import Index, Module, package


def _importable(index: Index, name: str) -> list[tuple[Module, int]]:
    """The functions and classes of a name that an import can bring: methods are none of them."""
    defined = index.definitions.get(name, ())
    return [(where, scope) for where, scope in defined if where.outline.scopes[where.outline.scopes[scope].parent].kind
            != "class"]  # fmt: skip


def _beside(index: Index, e: Imported) -> Thing | None:
    """What the only file of that name defines, wherever it lies: code is run with its folder among those searched."""
    fitting = [place for place in _importable(index, e.name or "") if PurePosixPath(place[0].path).stem == e.module]
    return ScopeValue(fitting[0][1], fitting[0][0], flow=True) if len(fitting) == 1 else None


@rule(Imported)
def imported(engine: Engine, e: Imported, module: Module) -> list[Value]:
    """A thing of the repository, or the dotted name of one outside."""
    index = engine.index
    target = index.module_of(e.module, e.level, module)
    if e.name is None:
        return [ModuleValue(target)] if target is not None else [ExternalValue(e.module)]
    if target is not None:
        found = member(engine, target, e.name)
        if found:
            return [flowing(value, "imported_constant") for value in found]
    inner = index.module_of(f"{e.module}.{e.name}" if e.module else e.name, e.level, module)
    if inner is not None:
        return [ModuleValue(inner)]
    # A package that passes names on, and was not parsed: the definition is looked for by its name.
    if target is not None or e.level or index.has_package(e.module):
        defined = _importable(index, e.name)
        if len(defined) == 1:
            return [ScopeValue(defined[0][1], defined[0][0])]
    found_beside = _beside(index, e) if not e.level and "." not in e.module else None
    if found_beside is not None:
        return [found_beside]
    absolute = e.module
    if e.level:
        absolute = f"{package(module.dotted, e.level, module.path)}.{e.module}".strip(".")
    return [ExternalValue(f"{absolute}.{e.name}".strip("."))]
