"""`folder / "name"`."""

from __future__ import annotations

from supplygraph.reuse.evaluate import paths
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import Value
from supplygraph.reuse.expression import Divided
from supplygraph.reuse.modules import Module


@rule(Divided)
def divided(engine: Engine, e: Divided, module: Module) -> list[Value]:
    """A path below another one."""
    return list(paths.divided(engine, e, module))
