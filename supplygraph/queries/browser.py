"""Prepares a stored query for Neo4j Browser, which shows rows only for one statement without parameters."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from supplygraph.queries.literals import with_literals
from supplygraph.queries.stored import StoredQuery


def browser_statement(query: StoredQuery, values: Mapping[str, Any]) -> str:
    """The query as one statement with its title as a comment, ready to be pasted.

    Raises:
        QueryError: a parameter has no value, or a value has no literal.
    """
    return f"// {query.title}\n{with_literals(query.statement.strip(), values)}\n"


def browser_link(browser: str, statement: str) -> str:
    """The address that opens Neo4j Browser with the statement in its editor."""
    # The Browser decodes the address before it looks for its parts, so these two would end the statement.
    for sign, escape in (("&", r"\u0026"), ("#", r"\u0023")):
        statement = statement.replace(sign, escape)
    return f"{browser.rstrip('/')}/?cmd=edit&arg={quote(statement, safe='')}"
