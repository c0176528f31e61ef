"""Works out what expressions can be: asks the registered rules, remembers answers, and keeps to limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, overload

from supplygraph.reuse.evaluate.questions import Called, Callee, Caller, OfCallers, OfValues, Question
from supplygraph.reuse.evaluate.registry import ANSWERS, RULES
from supplygraph.reuse.evaluate.values import (
    ENOUGH_STEPS,
    MAX_DEPTH,
    MAX_HOPS,
    MAX_STEPS,
    MAX_VALUES,
    ListValue,
    Text,
    Value,
    unique,
)
from supplygraph.reuse.expression import Call, Expression
from supplygraph.reuse.modules import Index, Module, Source

Key = Any
T = TypeVar("T")


@dataclass(slots=True)
class _Frame:
    """One answer that is being worked out.

    Attributes:
        heads: Bit n is set where it leads back to the answer number n of those under way.
        limited: Whether a limit has cut it short.
        inner: Answers that hold until this one is there.
    """

    heads: int = 0
    limited: bool = False
    inner: list[Key] = field(default_factory=list)


class _Passing(NamedTuple):
    """An answer that holds for a while; one that a limit has cut short, from this depth on."""

    found: list[Any]
    heads: int
    limited: bool
    depth: int
    hops: int


class Engine:
    """What the expressions of one repository can be.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.
        settings: All settings files there are.
        source: Gives those of them that were not read and turn out to be needed.

    Attributes:
        index: The files by the names in them.
        depth: Expressions that are open one inside the other.
        hops: Calls and parameters that were followed to get here.
        too_deep: Questions that were given up because the code is nested too deeply.
    """

    def __init__(
        self, modules: Iterable[Module], files: Iterable[str], settings: Iterable[str], source: Source
    ) -> None:
        self.index = Index(modules, files, settings, source)
        self._memo: dict[Key, list[Any]] = {}
        #: Answers that hold only while the variables are being followed that they lead back to.
        self._passing: dict[Key, _Passing] = {}
        #: Answers that a limit of depth has cut short.
        self._limited: dict[Key, _Passing] = {}
        self._active: dict[Key, int] = {}
        self._kept: dict[int, object] = {}
        self._tables: dict[tuple[type, str], Any] = {}
        self._frames: list[_Frame] = []
        self._steps = 0
        self.depth = 0
        self.hops = 0
        self.too_deep = 0

    # -- asking

    def start(self) -> None:
        """Begins a new question with its own limits."""
        self._steps = MAX_STEPS
        self.depth = self.hops = 0
        self._active.clear()
        self._frames.clear()
        self._passing.clear()

    def ask(self, expression: Expression, module: Module) -> list[Value]:
        """All values an expression can have, as far as the repository tells."""
        self.start()
        try:
            return self.values(expression, module)
        except RecursionError:
            self.too_deep += 1
            return []

    def texts(self, expression: Expression, module: Module) -> list[Text]:
        """The strings among the values; the elements of lists too."""
        return list(self.strings(self.ask(expression, module)))

    def strings(self, values: list[Value], depth: int = 0) -> Iterator[Text]:
        """The strings among values, and among the elements of lists."""
        for value in values:
            if isinstance(value, Text):
                yield value
            elif isinstance(value, ListValue) and depth < 2 and value.module is not None:
                for item in value.data:
                    yield from self.strings(self.values(item, value.module), depth + 1)

    # -- for rules

    def values(self, expression: Expression, module: Module) -> list[Value]:
        """The values of an expression within the limits of the question under way."""
        self._steps -= 1
        if self._steps <= 0 or self.depth > MAX_DEPTH:
            self.cut()
            return []
        rule = RULES.get(type(expression))
        if rule is None:
            return []
        self.depth += 1
        try:
            found = rule(self, expression, module)
        finally:
            self.depth -= 1
        return found[:MAX_VALUES] if len(found) > MAX_VALUES else found

    @overload
    def answer(self, question: OfValues) -> list[Value]: ...
    @overload
    def answer(self, question: OfCallers) -> list[Caller]: ...
    @overload
    def answer(self, question: Called) -> list[Callee]: ...
    def answer(self, question: Question) -> list[Any]:
        """The answer to a question, worked out once by the rule that is registered for it."""
        known = self._memo.get(question)
        if known is not None:
            return known
        return self.remember(question, lambda: ANSWERS[type(question)](self, question))

    def callee(self, call: Call, module: Module) -> Callee:
        """The names and definitions that a call may mean."""
        found = self.answer(Called(call, module))
        return found[0] if found else Callee((), (), unbound=False, receiver=True)

    def is_settled(self, question: Question) -> bool:
        """Whether the answer to a question will not change any more."""
        return question in self._memo

    @contextmanager
    def hop(self) -> Iterator[None]:
        """What is asked in here is a call or a parameter further away."""
        self.hops += 1
        try:
            yield
        finally:
            self.hops -= 1

    def is_far(self) -> bool:
        """Whether no call or parameter more is followed."""
        return self.hops >= MAX_HOPS

    def keep(self, data: object) -> None:
        """Keeps a list alive that answers are remembered of by its identity."""
        self._kept.setdefault(id(data), data)

    def table(self, kind: type[T], name: str = "") -> T:
        """What rules keep of a kind beside answers, made once for each name."""
        made = self._tables.get((kind, name))
        if made is None:
            made = self._tables[kind, name] = kind()
        found: T = made
        return found

    def cut(self) -> None:
        """Notes that a limit has cut the answer short, so that it is not taken for a whole one elsewhere."""
        if self._frames:
            self._frames[-1].limited = True

    def slot(self, key: Key, compute: Callable[[], list[Value]]) -> list[Value]:
        """The values of a variable, parameter or attribute, worked out once."""
        return self.remember(key, lambda: unique(compute()))

    def remember(self, key: Key, compute: Callable[[], list[T]]) -> list[T]:
        """Works out an answer once; a cycle back to it adds nothing.

        What was found inside a cycle lacks what its head will give, so it is used again only until the head is done:
        without that, every way through a knot of functions that call each other would be walked anew.
        """
        known = self._memo.get(key)
        if known is not None:
            return known
        passing = self._passing.get(key) or self._limited.get(key)
        if passing is not None and (not passing.limited or (self.depth >= passing.depth and self.hops >= passing.hops)):
            self._lead(passing.heads, passing.limited)
            return passing.found
        at = self._active.get(key)
        if at is not None:
            self._frames[-1].heads |= 1 << at
            return []
        return self._work_out(key, compute)

    def _work_out(self, key: Key, compute: Callable[[], list[T]]) -> list[T]:
        position = len(self._frames)
        frame = _Frame()
        depth, hops, left = self.depth, self.hops, self._steps
        self._active[key] = position
        self._frames.append(frame)
        try:
            found = compute()
        finally:
            self._frames.pop()
            del self._active[key]
        for inner in frame.inner:
            self._passing.pop(inner, None)
        heads = frame.heads & ~(1 << position)
        if not position or not (heads or frame.limited) or self._is_enough(left):
            self._memo[key] = found
            return found
        # What the depth has cut short is cut short for every question that comes here from as deep.
        lasting = not heads and self._steps > 0
        kept = self._limited if lasting else self._passing
        kept[key] = _Passing(found, heads, frame.limited, depth, hops)
        self._lead(heads, frame.limited)
        if heads:
            self._frames[heads.bit_length() - 1].inner.append(key)
        return found

    def _is_enough(self, before: int) -> bool:
        """Whether an answer that is not whole took so much, without starving, that it is given once and for all.

        In a knot of functions that call each other every answer leads back to others: each question that comes there
        would walk through all of it again.
        """
        return self._steps > 0 and before - self._steps >= ENOUGH_STEPS

    def _lead(self, heads: int, limited: bool) -> None:
        """Notes of the answer under way what it rests on."""
        if self._frames:
            outer = self._frames[-1]
            outer.heads |= heads
            outer.limited |= limited
