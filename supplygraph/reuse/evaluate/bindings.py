"""Which of the assignments of a name a use of it can see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from supplygraph.reuse.expression import Imported, Parameter
from supplygraph.reuse.modules import Module, Seen
from supplygraph.reuse.outline import Binding


def bindings_of(name: str, context: int, module: Module) -> Seen:
    """The assignments that a name may have got its value from, seen from a statement.

    Args:
        name: A variable.
        context: Number of the statement.
        module: Where it stands.
    """
    key = (name, context)
    known = module.seen.get(key)
    if known is None:
        known = module.seen[key] = _bindings_of(name, context, module)
    return known


def _bindings_of(name: str, context: int, module: Module) -> Seen:
    scopes = module.outline.scopes
    start, line, path = module.outline.contexts[context]
    index = start
    while index >= 0:
        scope = scopes[index]
        if (scope.kind != "class" or index == start) and name in scope.names:
            bindings = scope.names[name]
            chosen: Sequence[Binding]
            if index == start:
                chosen = _reaching(bindings, line, path, module.outline.loops)
            else:
                chosen = final(bindings) if not module.notebook else bindings
            several = len(chosen) > 1
            return tuple(chosen), several, index == start and index != 0
        index = scope.parent
    return (), False, False


def _reaching(
    bindings: Sequence[Binding], line: int, path: tuple[tuple[int, int], ...], loops: set[int]
) -> list[Binding]:
    """The bindings that a use can see: the last one that surely ran before it, and possible later ones."""
    seen = [b for b in bindings if not _exclusive(b.path, path)]
    before = [b for b in seen if b.line < line or (b.line == line and isinstance(b.value, Parameter | Imported))]
    if not before:
        # Only in loops, or as `x = f(x)` on one line.
        return [b for b in seen if b.line >= line] or seen
    start = 0
    for index, binding in enumerate(before):
        if path[: len(binding.path)] == binding.path:
            start = index
    chosen = before[start:]
    # An assignment further down a loop that the use stands in comes round again.
    looped = [b for b in seen if b.line >= line and any(arm[0] in loops for arm in _common(b.path, path))]
    return [*chosen, *(b for b in looped if b not in chosen)]


def _common(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """The branches that two places are both in."""
    return (a for a, b in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def final(bindings: Sequence[Binding]) -> Sequence[Binding]:
    """The bindings of a module that a function called later can see."""
    start = 0
    for index, binding in enumerate(bindings):
        if not binding.path:
            start = index
    return bindings[start:]


def _exclusive(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    """Whether two places are in different arms of the same branch."""
    for (a, arm_a), (b, arm_b) in zip(one, other, strict=False):
        if a != b:
            return False
        if arm_a != arm_b:
            return True
    return False
