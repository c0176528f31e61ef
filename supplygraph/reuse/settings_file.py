"""Reads a settings file in YAML, JSON or TOML as nested values with the lines they stand at."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from supplygraph.reuse.expression import UNKNOWN, Constant, Expression, Items, Mapping, String, Unknown, plain_key
from supplygraph.reuse.outline import MAX_STRING, Outline, Scope

#: Largest settings file whose values are followed, in bytes.
MAX_SETTINGS_BYTES = 300_000
#: Values of one file, those that merge keys bring counted again.
MAX_ITEMS = 50_000
#: Deepest nesting.
MAX_NESTING = 60
#: Parts of a dotted key cost their square, so a TOML file with a line of more dots is not read.
MAX_DOTS = 100

_FORMATS = {".yaml": "yaml values", ".yml": "yaml values", ".json": "json values", ".toml": "toml values"}
VALUES = frozenset(_FORMATS.values())

_JSON_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_TOML_STRING = re.compile(r"\"([^\"\\\n]+)\"|'([^'\n]+)'")
_MERGE = Unknown()


class TooDeepError(ValueError):
    """A file that is nested more deeply than settings are, or holds more values."""


def values_kind(path: str) -> str:
    """How the values of a file are read: `yaml values`, `json values`, `toml values`; else empty."""
    return _FORMATS.get(path[path.rfind(".") :].lower(), "") if "." in path else ""


def settings_outline(kind: str, text: str) -> Outline:
    """The values of a settings file, as what its only scope returns.

    Args:
        kind: One of `VALUES`.
        text: The file.

    Raises:
        ValueError: it is not of that kind.
        TooDeepError: it is nested too deeply, or holds too many values.
    """
    try:
        value = {"yaml values": _yaml, "json values": _json, "toml values": _toml}[kind](text)
    except RecursionError:
        raise TooDeepError from None
    return Outline(scopes=[Scope("module", "", -1, 0, returns=(value,))])


def _text(text: str, line: int) -> Expression:
    return String(text, line) if len(text) <= MAX_STRING else UNKNOWN


def _constant(value: object) -> Expression:
    # What is left empty is given when the code runs.
    return Constant(value) if isinstance(value, bool | int) else UNKNOWN


def _mapping(pairs: Iterable[tuple[Expression, Expression]]) -> Mapping:
    """A dictionary of the pairs whose keys are plain; of the same key the last one counts."""
    made = {_told_by(key): (key, value) for key, value in pairs if isinstance(key, String | Constant)}
    return Mapping(tuple(made.values()))


def _told_by(key: Expression | None) -> tuple[type, object]:
    """What tells a plain key from others: `1` is not `"1"`."""
    return type(key), plain_key(key)


# -- YAML


def _yaml(text: str) -> Expression:
    """The first document, from the parser's events: nothing is made of them but text, and an alias copies nothing."""
    import yaml

    try:
        return _of_events(getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text))
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error


def _of_events(reader: Any) -> Expression:
    import yaml

    anchors: dict[str, Expression] = {}
    open_: list[tuple[Any, list[Expression]]] = []
    left = MAX_ITEMS
    start: Any
    made: Expression
    try:
        while True:
            event = reader.get_event()
            left -= 1
            if left < 0 or len(open_) > MAX_NESTING:
                raise TooDeepError
            match event:
                case yaml.ScalarEvent():
                    start, made = event, _scalar(reader, event)
                case yaml.AliasEvent():
                    start, made = None, anchors.get(event.anchor or "", UNKNOWN)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    open_.append((event, []))
                    continue
                case yaml.SequenceEndEvent():
                    start, items = open_.pop()
                    made = Items(tuple(items))
                case yaml.MappingEndEvent():
                    start, items = open_.pop()
                    made, merged = _merged(items, left)
                    left -= merged
                case yaml.StreamEndEvent():
                    return UNKNOWN
                case _:
                    continue
            # Only what is whole has a name, so nothing can hold itself.
            if start is not None and start.anchor:
                anchors[start.anchor] = made
            if not open_:
                return made
            open_[-1][1].append(made)
    finally:
        reader.dispose()


def _scalar(reader: Any, event: Any) -> Expression:
    from yaml import ScalarNode

    tag = event.tag
    if tag is None or tag == "!":
        tag = reader.resolve(ScalarNode, event.value, event.implicit)
    match tag.rpartition(":")[2]:
        case "str":
            return _text(event.value, event.start_mark.line + 1)
        case "bool":
            return Constant(event.value.lower() in ("true", "yes", "on"))
        case "int" if event.value.isdecimal() and len(event.value) < 20:
            return Constant(int(event.value))
        case "merge":
            return _MERGE
        case _:
            return UNKNOWN


def _merged(items: list[Expression], limit: int) -> tuple[Expression, int]:
    """A mapping of keys and values in turn, with what `<<` brings, and how much that was."""
    own = _mapping(zip(items[::2], items[1::2], strict=False)).pairs
    brought, added = 0, []
    known = {_told_by(key) for key, _ in own}
    for key, value in zip(items[::2], items[1::2], strict=False):
        if key is not _MERGE:
            continue
        for other in value.items if isinstance(value, Items) else [value]:
            if not isinstance(other, Mapping):
                continue
            brought += len(other.pairs) + 1
            if brought > limit:
                raise TooDeepError
            for pair in other.pairs:
                if _told_by(pair[0]) not in known:
                    known.add(_told_by(pair[0]))
                    added.append(pair)
    return Mapping((*own, *added)), brought


# -- JSON


class _Pairs(list[tuple[str, Any]]):
    """The pairs of an object in the order written."""


def _json(text: str) -> Expression:
    read = json.loads(text, object_pairs_hook=_Pairs)
    return _of_json(read, _json_lines(text), 0)


def _json_lines(text: str) -> Iterator[int]:
    """The lines of all strings, keys and values, in the order written."""
    line, at = 1, 0
    for number, match in enumerate(_JSON_STRING.finditer(text)):
        if number > 2 * MAX_ITEMS:
            raise TooDeepError
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line


def _of_json(value: Any, lines: Iterator[int], depth: int) -> Expression:
    if depth > MAX_NESTING:
        raise TooDeepError
    if isinstance(value, str):
        return _text(value, next(lines))
    if isinstance(value, _Pairs):
        return _mapping((String(key, next(lines)), _of_json(inner, lines, depth + 1)) for key, inner in value)
    if isinstance(value, list):
        return Items(tuple([_of_json(inner, lines, depth + 1) for inner in value]))
    return _constant(value)


# -- TOML


def _toml(text: str) -> Expression:
    places: dict[str, list[int]] = {}
    written = text.split("\n")
    for number, line in enumerate(written):
        if line.count(".") > MAX_DOTS:
            raise TooDeepError
        for match in _TOML_STRING.finditer(line):
            places.setdefault(match[1] or match[2], []).append(number)

    def line_of(key: str, value: str) -> int | None:
        """The line of a string: the first that has the key in it, too; each line is taken once."""
        lines = places.get(value, [])
        for at, number in enumerate(lines[:50]):
            if key in written[number]:
                return lines.pop(at) + 1
        return lines.pop(0) + 1 if lines else None

    def made(key: str, value: Any, depth: int) -> Expression:
        if depth > MAX_NESTING:
            raise TooDeepError
        if isinstance(value, str):
            line = line_of(key, value)
            return _text(value, line) if line is not None else UNKNOWN
        if isinstance(value, dict):
            return _mapping((String(k, 0), made(k, inner, depth + 1)) for k, inner in value.items())
        if isinstance(value, list):
            return Items(tuple([made(key, inner, depth + 1) for inner in value]))
        return _constant(value)

    return made("", tomllib.loads(text.replace("\r\n", "\n")), 0)
