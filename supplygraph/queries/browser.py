"""Prepares a stored query for Neo4j Browser, which shows rows only for one statement without parameters."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from supplygraph.queries.literals import with_literals
from supplygraph.queries.stored import StoredQuery


def browser_statement(query: StoredQuery, values: Mapping[str, Any]) -> str:
    """The query as one statement with its title as a comment, ready to be pasted.

    Where a picture would be empty, its one row says why.

    Raises:
        QueryError: a parameter has no value, or a value has no literal.
    """
    statement = query.statement.strip()
    if [column.type for column in query.columns] == ["PATH"]:
        statement = _never_empty(query, statement, values)
    return f"// {query.title}\n{with_literals(statement, values)}\n"


def _never_empty(query: StoredQuery, statement: str, values: Mapping[str, Any]) -> str:
    (column,) = query.columns
    reasons = ""
    for one in query.parameters:
        if one.artifacts and values.get(one.name) is not None:
            kinds = "|".join(one.artifacts)
            known = f"EXISTS {{ (:{kinds}|Alias {{id: ${one.name}}}) }}"
            kind = " or ".join(one.artifacts).lower()
            reasons += f"""WHEN NOT {known}\n    THEN "Nothing to draw: the graph has no {kind} " + ${one.name}\n  """
    inner = statement.replace("\n", "\n  ")
    return (
        f"CALL () {{\n  {inner}\n}}\n"
        f"WITH collect({column.name}) AS drawn\n"
        f"UNWIND CASE\n  WHEN size(drawn) > 0 THEN drawn\n  {reasons}"
        f'ELSE "Nothing to draw: the loaded graph has no such facts"\nEND AS {column.name}\n'
        f"RETURN {column.name} AS {column.name}"
    )


def browser_link(browser: str, statement: str) -> str:
    """The address that opens Neo4j Browser with the statement in its editor."""
    # The Browser decodes the address before it looks for its parts, so these two would end the statement.
    for sign, escape in (("&", r"\u0026"), ("#", r"\u0023")):
        statement = statement.replace(sign, escape)
    return f"{browser.rstrip('/')}/?cmd=edit&arg={quote(statement, safe='')}"
