"""Renders values as Cypher literals, typed and escaped, for statements that are pasted somewhere."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from supplygraph.errors import QueryError
from supplygraph.queries.tokens import tokenise

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def literal(value: Any) -> str:
    """The Cypher literal of a value.

    Raises:
        QueryError: a value that has no literal.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if -(2**63) <= value < 2**63:
            return str(value)
        case float():
            return _number(value)
        case str():
            return _string(value)
        case datetime():
            return f"datetime({_string(value.isoformat())})"
        case date():
            return f"date({_string(value.isoformat())})"
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case Mapping():
            return "{" + ", ".join(f"{_key(str(key))}: {literal(item)}" for key, item in value.items()) + "}"
    raise QueryError(f"{value!r:.80} has no Cypher literal")


def with_literals(statement: str, values: Mapping[str, Any]) -> str:
    """The statement with each `$name` replaced by the literal of its value.

    Raises:
        QueryError: a parameter has no value, or a value has no literal.
    """
    pieces, done = [], 0
    for token in tokenise(statement):
        if token.kind != "parameter":
            continue
        if token.text not in values:
            raise QueryError(f"the parameter {token.text} has no value", f"give --param {token.text}=…")
        pieces += [statement[done : token.start], literal(values[token.text])]
        done = token.end
    return "".join([*pieces, statement[done:]])


def _number(value: float) -> str:
    if math.isnan(value):
        return "(0.0 / 0.0)"
    if math.isinf(value):
        return "(1.0 / 0.0)" if value > 0 else "(-1.0 / 0.0)"
    text = repr(value)
    return text if "." in text or "e" not in text else text.replace("e", ".0e")


def _string(value: str) -> str:
    return "'" + "".join(_ESCAPES.get(character) or _shown(character) for character in value) + "'"


def _shown(character: str) -> str:
    # Invisible characters would be lost or misread between an editor and the server.
    if character.isprintable() or character == " ":
        return character
    if (code := ord(character)) < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _key(name: str) -> str:
    if _PLAIN_KEY.fullmatch(name):
        return name
    # Neo4j reads the escape \uXXXX in names, too, and no other.
    return "`" + name.replace("\\", "\\u005C").replace("`", "``") + "`"
