"""What an import brings."""

from __future__ import annotations

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.members import member
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import Thing, Value, flowing
from supplygraph.reuse.expression import Imported
from supplygraph.reuse.modules import Module, package


@rule(Imported)
def imported(engine: Engine, e: Imported, module: Module) -> list[Value]:
    """A thing of the repository, or the dotted name of one outside."""
    index = engine.index
    target = index.module_of(e.module, e.level, module)
    if e.name is None:
        return [Thing("module", None, target)] if target is not None else [Thing("external", e.module)]
    if target is not None:
        found = member(engine, target, e.name)
        if found:
            return [flowing(value, "imported_constant") for value in found]
    inner = index.module_of(f"{e.module}.{e.name}" if e.module else e.name, e.level, module)
    if inner is not None:
        return [Thing("module", None, inner)]
    # A package that passes names on, and was not parsed: the definition is looked for by its name.
    if target is not None or e.level or index.has_package(e.module):
        defined = index.definitions.get(e.name, [])
        if len(defined) == 1:
            return [Thing("scope", defined[0][1], defined[0][0])]
    absolute = e.module
    if e.level:
        absolute = f"{package(module.dotted, e.level, module.path)}.{e.module}".strip(".")
    return [Thing("external", f"{absolute}.{e.name}".strip("."))]
