"""Reads the values of tables, which programs write as text: lists, mappings, numbers, truth values and gaps."""

import ast
import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from supplygraph.missing import is_missing

#: Characters of a list or mapping written as text that are parsed.
MAX_LITERAL = 8_000_000
#: Characters of one that is parsed as a Python expression, which takes much more memory.
MAX_EXPRESSION = 1_000_000

#: Items of a list that is not JSON.
MAX_FLAT = 100_000

#: What pandas writes for a gap, and what this looks like after it was read and written again.
_GAPS = frozenset({"", "nan", "none", "null", "nat", "<na>", "n/a", "#n/a"})
_GAP_TYPES = frozenset({"NAType", "NaTType"})
_TRUTH = {"true": True, "yes": True, "1": True, "1.0": True, "false": False, "no": False, "0": False, "0.0": False}
_WORDS = {"nan": None, "none": None, "null": None, "nat": None, "<na>": None, "true": True, "false": False}
#: An item of a list without structure, and what stands behind it: numpy writes no commas.
_ITEM = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")|(?P<word>[^\s,'"()\[\]{}]+))(?P<end>\s*,|\s+|(?=[\])]))""",
    re.DOTALL,
)
_END = re.compile(r"\s*[\])]\s*")
#: Calls that stand around a value where Python writes it.
_WRAPPERS = frozenset({"array", "datetime64", "frozenset", "list", "OrderedDict", "set", "str_", "Timestamp", "tuple"})
_BETWEEN_MAPPINGS = re.compile(r"\}\s+\{")


class UnreadableError(ValueError):
    """A text that begins like a list or a mapping and cannot be read as one."""


def is_gap(value: object) -> bool:
    """Whether a cell holds nothing: none, not a number, or a text that pandas writes for it."""
    if value is None:
        return True
    if isinstance(value, str):
        return len(value) <= 10 and value.strip().lower() in _GAPS
    return (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in _GAP_TYPES


def word(value: object) -> object:
    """A word, or None for one that says that nothing is known."""
    return None if is_gap(value) or (isinstance(value, str) and is_missing(value)) else value


def items(value: object) -> list[Any]:
    """The items of a list, given as such or written by JSON, Python or numpy; any other value is its one item.

    Raises:
        UnreadableError: it begins like a list and cannot be read as one.
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "("):
        value = _parsed(value.strip())
    elif isinstance(value, str):
        value = value.strip()
    if isinstance(value, list | tuple | set | frozenset):
        return [item for item in value if not is_gap(item)]
    return [] if is_gap(value) else [value]


def mapping(value: str) -> Mapping[str, Any]:
    """A mapping that was written by JSON or by Python.

    Raises:
        UnreadableError: it cannot be read as one.
    """
    parsed = _parsed(value.strip())
    if not isinstance(parsed, Mapping):
        raise UnreadableError
    return parsed


def number(value: object) -> object:
    """A number, also one given as text (`12`, `12.0`, `1,234`); anything else as it is."""
    if is_gap(value):
        return None
    if not isinstance(value, str):
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        parsed = float(value.replace(",", ""))
    except ValueError:
        return value
    return parsed if math.isfinite(parsed) else None


def truth(value: object) -> object:
    """A truth value, also one given as text or as a number; anything else as it is."""
    if is_gap(value):
        return None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _TRUTH.get(str(value).strip().lower(), value)
    return value


def moment(value: object) -> object:
    """A point in time: milliseconds or seconds since 1970 become one, anything else stays as it is."""
    if is_gap(value):
        return None
    if isinstance(value, str) and value.isdigit() and len(value) > 8:
        value = int(value[:20])
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1_000 if abs(value) > 10**11 else value, UTC)
        except (ValueError, OverflowError, OSError):
            return value
    return value


def _parsed(text: str) -> Any:
    if len(text) > MAX_LITERAL:
        raise UnreadableError
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if text.startswith(("[", "(")) and (flat := _flat(text)) is not None:
        return flat
    if len(text) > MAX_EXPRESSION:
        raise UnreadableError
    try:
        return _value(ast.parse(_BETWEEN_MAPPINGS.sub("}, {", text), mode="eval").body)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError, AttributeError):
        raise UnreadableError from None


def _flat(text: str) -> list[Any] | None:
    """The items of a list without structure inside; None if it is another text."""
    found: list[Any] = []
    at = 1
    while (end := _END.match(text, at)) is None:
        item = _ITEM.match(text, at)
        if item is None or item["word"] == "..." or len(found) == MAX_FLAT:
            return None
        # Words without quotes are YAML, which has commas between them.
        if item["word"] and item["end"].isspace() and _END.match(text, item.end()) is None:
            return None
        found.append(_unquoted(item["text"]) if item["text"] else _word(item["word"]))
        at = item.end()
    return found if end.end() == len(text) else None


def _unquoted(text: str) -> str:
    if "\\" not in text:
        return text[1:-1]
    try:
        return str(ast.literal_eval(text.replace("\n", "\\n").replace("\r", "\\r")))
    except (ValueError, SyntaxError):
        return text[1:-1]


def _word(text: str) -> Any:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    try:
        return int(text)
    except ValueError:
        return text


def _value(node: ast.expr) -> Any:
    """The value of an expression that Python wrote for a structure; a call is read as its arguments, never made."""
    match node:
        case ast.Constant(value=value) if value is not ...:
            return value
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return [_value(element) for element in elements]
        case ast.Dict(keys=keys, values=values):
            return dict(_pairs(keys, values))
        case ast.Name(id=name) if name.lower() in (*_WORDS, "inf"):
            return _WORDS.get(name.lower())
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Call(args=[], keywords=[_, *_] as keywords):
            return {keyword.arg: _value(keyword.value) for keyword in keywords if keyword.arg}
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if name in _WRAPPERS:
            return _value(first)
        case ast.Call(func=ast.Name(id="datetime") | ast.Attribute(attr="datetime"), args=arguments):
            return datetime(*(_value(one) for one in arguments[:7])).isoformat()
    raise UnreadableError


def _pairs(keys: list[ast.expr | None], values: list[ast.expr]) -> Iterator[tuple[str, Any]]:
    for key, value in zip(keys, values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, _value(value)
