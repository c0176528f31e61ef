"""Strings that are put together: joined by `+`, f-strings, `%`."""

from __future__ import annotations

from supplygraph.reuse.evaluate import paths
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.pieces import joined_texts
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.text_methods import cut
from supplygraph.reuse.evaluate.values import ListValue, Text, Value
from supplygraph.reuse.expression import Expression, Items, Joined, Percent
from supplygraph.reuse.modules import Module


@rule(Joined)
def joined(engine: Engine, e: Joined, module: Module) -> list[Value]:
    """Constants joined by `+` or an f-string; lists joined by `+`."""
    parts = [engine.values(part, module) for part in e.parts]
    lists: list[Value] = [v for part in parts for v in part if isinstance(v, ListValue)]
    if lists:
        return lists
    return [*paths.appended(parts), *joined_texts(engine, e.parts, module, e.line)]


@rule(Percent)
def percent(engine: Engine, e: Percent, module: Module) -> list[Value]:
    """`"a/%s" % b`, `"%s/%s" % (a, b)` of constants."""
    given: tuple[Expression, ...] = e.given.items if isinstance(e.given, Items) else (e.given,)
    found: list[Value] = []
    for pattern in engine.values(e.pattern, module):
        # Only plain fields: widths could ask for any amount of memory.
        if not isinstance(pattern, Text) or "%s" not in pattern.text:
            continue
        literals = pattern.text.split("%s")
        if len(literals) == len(given) + 1 and not any("%" in literal for literal in literals):
            found += joined_texts(engine, cut(literals, given, pattern), module, e.line)
    return found
