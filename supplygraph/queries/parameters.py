"""Turns what a person gave for a query's parameters into values of the types that the query declares."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from supplygraph.errors import QueryError
from supplygraph.queries.stored import MAX_ROWS, Parameter, StoredQuery, fits

_TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def complete(query: StoredQuery, given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of a stored query: what is given, and the defaults of the rest.

    Raises:
        QueryError: a name that the query does not have, or a value of another type.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name, value in given.items():
        if name not in declared:
            close = get_close_matches(name, declared, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(declared)}"
            raise QueryError(f"{query.name} has no parameter {name!r}", hint)
        if value is None and declared[name].default is None:
            continue
        if not fits(value, declared[name].type):
            raise QueryError(f"{name} of {query.name} takes {declared[name].type}, not {value!r:.80}")
        if name == MAX_ROWS and value < 0:
            raise QueryError(f"{name} of {query.name} is {value}, below 0")
    return {name: given.get(name, parameter.default) for name, parameter in declared.items()}


def assignment(text: str) -> tuple[str, str]:
    """Name and text of `NAME=VALUE`.

    Raises:
        QueryError: there is no name or no equals sign.
    """
    name, equals, value = text.partition("=")
    name = name.strip().removeprefix("$").replace("-", "_")
    if not equals or not name:
        raise QueryError(f"{text!r} is not NAME=VALUE", "write --param max_rows=10")
    return name, value


def from_text(parameter: Parameter, text: str) -> Any:
    """The value that a text means for a declared parameter; lists are JSON, or items between commas.

    Raises:
        QueryError: the text is not a value of that type.
    """
    try:
        return _typed(parameter.type, text)
    except (ValueError, KeyError, RecursionError):
        raise QueryError(f"{parameter.name} takes {parameter.type}, not {text!r:.80}") from None


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "STRING":
            return text
        case "INTEGER":
            return int(text)
        case "FLOAT":
            return float(text)
        case "BOOLEAN":
            return _TRUTH[text.lower()]
    if text.startswith("["):
        return json.loads(text)
    item = kind.removeprefix("LIST<").removesuffix(">")
    return [_typed(item, part.strip()) for part in text.split(",") if part.strip()]


def untyped(text: str, default: Any = None) -> Any:
    """The value of a parameter of own Cypher: JSON where it is JSON, else a string; a string if the default is one."""
    if isinstance(default, str):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
