"""Reads the plans of statements that were profiled."""

from collections.abc import Iterator
from typing import Any


def operators(plan: Any) -> Iterator[Any]:
    """All operators of a plan."""
    yield plan
    for one in plan.get("children", ()):
        yield from operators(one)
