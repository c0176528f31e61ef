"""What a rule for one kind of expression may ask of the evaluator that calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from supplygraph.reuse.modules import Index, Module
from supplygraph.reuse.outline import Call, Expression
from supplygraph.reuse.values import Thing, Value

Key = tuple[Any, ...]
T = TypeVar("T")


class Callee(NamedTuple):
    """What a call may call.

    Attributes:
        names: Dotted names outside the repository, or of the repository's own definitions.
        scopes: Functions and classes of the repository.
        unbound: Whether the name is bound nowhere.
        receiver: Whether it is a method of an object that is not known.
    """

    names: tuple[str, ...]
    scopes: tuple[tuple[Module, int], ...]
    unbound: bool
    receiver: bool


class Settled(NamedTuple):
    """Which calls of one name reach what.

    Attributes:
        calls: How many calls there are.
        reached: By file and number of a definition, the numbers of the calls that reach it.
        on_objects: Numbers of the calls of a method of an object that is not known.
    """

    calls: int
    reached: dict[tuple[int, int], list[int]]
    on_objects: list[int]


class Evaluator(Protocol):
    """Follows expressions; rules call it for the expressions inside theirs.

    Attributes:
        index: The modules of the repository by their names.
        depth: Expressions that are open one inside the other.
        hops: Calls and parameters that were followed to get here.
    """

    index: Index
    depth: int
    hops: int

    def values(self, expression: Expression, module: Module) -> list[Value]:
        """The values of an expression within the limits of the question under way."""
        ...

    def member(self, module: Module, name: str) -> list[Value]:
        """What a module gives under a name."""
        ...

    def returned(self, module: Module, scope: int) -> list[Value]:
        """What a function returns."""
        ...

    def callee(self, call: Call, module: Module) -> Callee:
        """The names and definitions that a call may mean."""
        ...

    def settled(self, name: str, calls: list[tuple[Module, Call]]) -> Settled | None:
        """Which of the calls of a name reach which definition, once that is known for all of them."""
        ...

    def under_key(self, value: Thing, name: Any) -> list[Value]:
        """The values under one key of a dictionary."""
        ...

    def elements(self, values: list[Value]) -> list[Value]:
        """What iterating over values gives."""
        ...

    def unpacked(self, values: list[Value], index: int) -> list[Value]:
        """The item of that index of each value."""
        ...

    def plain_keys(self, pairs: list[tuple[Expression | None, Expression]]) -> frozenset[Any] | None:
        """The keys of a dictionary; None where not all of them are written out."""
        ...

    def slot(self, key: Key, compute: Callable[[], list[Value]]) -> list[Value]:
        """The values of a variable, parameter or attribute, worked out once."""
        ...

    def remember(self, key: Key, compute: Callable[[], list[T]]) -> list[T]:
        """Works out an answer once; a cycle back to it adds nothing."""
        ...

    def keep(self, data: object) -> None:
        """Keeps a list alive that answers are remembered of by its identity."""
        ...

    def cut(self) -> None:
        """Notes that a limit has cut the answer short, so that it is not taken for a whole one elsewhere."""
        ...
