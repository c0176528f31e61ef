"""What a variable can be, and what a module gives under a name."""

from __future__ import annotations

from supplygraph.reuse.evaluate import contents, paths
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.members import member
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import ExternalValue, Text, Value, flowing, through
from supplygraph.reuse.expression import Defined, Imported, Name, Parameter
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Binding, Guard, passes


@rule(Name)
def name(engine: Engine, e: Name, module: Module) -> list[Value]:
    """The values of a name seen from a statement."""
    if e.name == "__file__":
        return [paths.own_path(module)]
    bindings, conditional_only, local = bindings_of(e.name, e.context, module)
    if not bindings:
        return _from_anywhere(engine, e.name, module)
    found: list[Value] = []
    guards = [guard for guard in module.outline.guards.get(e.context, ()) if guard.name == e.name]
    via = "variable" if local else "notebook_global" if module.notebook else "constant"
    for binding in bindings:
        values = _tested(_bound(engine, binding, module), [guard for guard in guards if binding.line <= guard.line])
        own = isinstance(binding.value, Parameter | Imported | Defined)
        if own and not conditional_only:
            found += values
        else:
            step = None if own else via
            found += [through(value, step, conditional=conditional_only) for value in values]
    return contents.with_items(engine, found, e.name, module)


def _bound(engine: Engine, binding: Binding, module: Module) -> list[Value]:
    return engine.slot(binding, lambda: engine.values(binding.value, module))


def _tested(values: list[Value], tests: list[Guard]) -> list[Value]:
    """The values that pass the tests between the name and its use; what is put into it behind a test was not tested."""
    if not tests:
        return values
    return [v for v in values if not isinstance(v, Text) or all(passes(v.text, one) for one in tests)]


def _from_anywhere(engine: Engine, name: str, module: Module) -> list[Value]:
    """What a name is that only an import of everything can bring."""
    found: list[Value] = []
    for star in module.outline.stars:
        target = engine.index.module_of(star.lstrip("."), len(star) - len(star.lstrip(".")), module)
        if target is not None:
            found += [flowing(v, "imported_constant") for v in member(engine, target, name)]
        elif not star.startswith("."):
            found.append(ExternalValue(f"{star}.{name}"))
    return found
