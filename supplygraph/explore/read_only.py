"""A connection that only reads and gives up after a time, as pages have to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn, TypeVar

import neo4j

from supplygraph.errors import AccessError
from supplygraph.store.address import Address
from supplygraph.store.connection import Connection, Row

T = TypeVar("T")
#: Answers by statement and values, while one page is made.
_remembered: ContextVar[dict[tuple[str, str], list[Row]] | None] = ContextVar("remembered", default=None)


class ReadOnlyConnection(Connection):
    """One Neo4j that is only read, each statement for a limited time.

    Args:
        address: Where it answers.
        seconds: The server ends a statement after so long.
    """

    def __init__(self, address: Address, seconds: float) -> None:
        super().__init__(address)
        self.seconds = seconds

    @contextmanager
    def one_page(self) -> Iterator[None]:
        """While one page is made, `read` asks the same only once: many questions first look for the same artifact."""
        token = _remembered.set({})
        try:
            yield
        finally:
            _remembered.reset(token)

    def read(self, query: str, parameters: Row | None = None) -> list[Row]:
        """All rows of one statement."""
        known = _remembered.get()
        if known is None:
            return list(self.stream(query, parameters))
        key = query, repr(parameters)
        if key not in known:
            known[key] = list(self.stream(query, parameters))
        return known[key]

    def stream(
        self, query: str, parameters: Row | None = None, seconds: float | None = None, supposed: Sequence[str] = ()
    ) -> Iterator[Row]:
        """The rows of one statement as they arrive; nothing can be supposed."""
        if supposed:
            raise AccessError("a page only reads the graph")
        return super().stream(query, parameters, min(seconds or self.seconds, self.seconds))

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> NoReturn:
        """Is refused."""
        raise AccessError("a page only reads the graph")

    def execute_in_batches(self, query: str, parameters: Row | None = None) -> list[Any]:
        """Is refused."""
        raise AccessError("a page only reads the graph")
