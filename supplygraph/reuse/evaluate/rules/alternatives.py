"""One of several values, and what loops and assignments take out of one."""

from __future__ import annotations

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import Value, through
from supplygraph.reuse.expression import Either, Element, Spread, Unpacked
from supplygraph.reuse.modules import Module


@rule(Either)
def either(engine: Engine, e: Either, module: Module) -> list[Value]:
    """`a or b`, `a if c else b`."""
    several = len(e.parts) > 1
    return [through(value, e.reason, conditional=several) for part in e.parts for value in engine.values(part, module)]


@rule(Element)
def element(engine: Engine, e: Element, module: Module) -> list[Value]:
    """What a loop takes."""
    return contents.elements(engine, engine.values(e.of, module))


@rule(Spread)
def spread(engine: Engine, e: Spread, module: Module) -> list[Value]:
    """What stands for several arguments."""
    return contents.elements(engine, engine.values(e.given, module))


@rule(Unpacked)
def unpacked(engine: Engine, e: Unpacked, module: Module) -> list[Value]:
    """`a, b = pair`."""
    return contents.unpacked(engine, engine.values(e.of, module), e.index)
