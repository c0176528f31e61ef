"""What a variable can be, and what a module gives under a name."""

from __future__ import annotations

from supplygraph.reuse.evaluate import contents, paths
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.members import member
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import Text, Thing, Value, flowing, through
from supplygraph.reuse.expression import Defined, Expression, Imported, Name, Parameter
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import passes


@rule(Name)
def name(engine: Engine, e: Name, module: Module) -> list[Value]:
    """The values of a name seen from a statement."""
    if e.name == "__file__":
        return [paths.own_path(module)]
    bindings, conditional_only, local = bindings_of(e.name, e.context, module)
    if not bindings:
        return _from_anywhere(engine, e.name, module)
    found: list[Value] = []
    guards = [guard for guard in module.outline.guards.get(e.context, ()) if guard[0] == e.name]
    via = "variable" if local else "notebook_global" if module.notebook else "constant"
    for binding in bindings:

        def compute(value: Expression = binding.value) -> list[Value]:
            return engine.values(value, module)

        values = engine.slot(binding, compute)
        # What is put into the name behind a test was not tested.
        tests = [guard for guard in guards if binding.line <= guard[5]]
        if tests:
            values = [v for v in values if not isinstance(v, Text) or all(passes(v.text, one) for one in tests)]
        kind = type(binding.value)
        own = kind is Parameter or kind is Imported or kind is Defined
        if own and not conditional_only:
            found += values
        else:
            step = None if own else via
            found += [through(value, step, conditional=conditional_only) for value in values]
    return contents.with_items(engine, found, e.name, module)


def _from_anywhere(engine: Engine, name: str, module: Module) -> list[Value]:
    """What a name is that only an import of everything can bring."""
    found: list[Value] = []
    for star in module.outline.stars:
        target = engine.index.module_of(star.lstrip("."), len(star) - len(star.lstrip(".")), module)
        if target is not None:
            found += [flowing(v, "imported_constant") for v in member(engine, target, name)]
        elif not star.startswith("."):
            found.append(Thing("external", f"{star}.{name}"))
    return found
