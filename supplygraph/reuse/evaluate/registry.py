"""Which rule says what an expression of a kind can be, and which one answers a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from supplygraph.reuse.evaluate.values import Value
from supplygraph.reuse.expression import Expression

Rule = TypeVar("Rule", bound=Callable[..., list[Value]])
Answer = TypeVar("Answer", bound=Callable[..., list[Any]])

#: The rule of each kind of expression, given the engine, the expression and its file; others have no values.
RULES: dict[type[Expression], Callable[..., list[Value]]] = {}
#: The rule that answers each kind of question, given the engine and the question.
ANSWERS: dict[type[Any], Callable[..., list[Any]]] = {}


def rule(kind: type[Expression]) -> Callable[[Rule], Rule]:
    """Registers what an expression of a kind can be."""

    def register(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return register


def answers(kind: type[Any]) -> Callable[[Answer], Answer]:
    """Registers what answers a kind of question."""

    def register(function: Answer) -> Answer:
        ANSWERS[kind] = function
        return function

    return register
