"""What a module gives under a name."""

from __future__ import annotations

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.bindings import final
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import Value, through
from supplygraph.reuse.expression import Expression
from supplygraph.reuse.modules import Module


def member(engine: Engine, module: Module, name: str) -> list[Value]:
    """What a module gives under a name."""
    bindings = module.outline.scopes[0].names.get(name)
    if not bindings:
        return []
    found: list[Value] = []
    chosen = final(bindings)
    for binding in chosen:

        def compute(value: Expression = binding.value) -> list[Value]:
            return engine.values(value, module)

        found += [through(value, None, conditional=len(chosen) > 1) for value in engine.slot(binding, compute)]
    return contents.with_items(engine, found, name, module)
