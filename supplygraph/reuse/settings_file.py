"""Reads a settings file in YAML, JSON or TOML as nested values with the lines they stand at."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from supplygraph.reuse.outline import MAX_STRING, UNKNOWN, Expression, Outline, Scope

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
_MERGE: Expression = ("<<",)


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
    return Outline(scopes=[Scope("module", "", -1, 0, returns=[value])])


def _text(text: str, line: int) -> Expression:
    return ("s", text, line) if len(text) <= MAX_STRING else UNKNOWN


def _constant(value: object) -> Expression:
    # What is left empty is given when the code runs.
    return ("k", value) if isinstance(value, bool | int) else UNKNOWN


def _mapping(pairs: Iterator[tuple[Expression, Expression]]) -> Expression:
    """A dictionary of the pairs whose keys are plain; of the same key the last one counts."""
    return ("d", list({key[:2]: (key, value) for key, value in pairs if key[0] in ("s", "k")}.values()))


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
                    made = ("l", items)
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
            return ("k", event.value.lower() in ("true", "yes", "on"))
        case "int" if event.value.isdecimal() and len(event.value) < 20:
            return ("k", int(event.value))
        case "merge":
            return _MERGE
        case _:
            return UNKNOWN


def _merged(items: list[Expression], limit: int) -> tuple[Expression, int]:
    """A mapping of keys and values in turn, with what `<<` brings, and how much that was."""
    made = _mapping((k, v) for k, v in zip(items[::2], items[1::2], strict=False))
    brought = 0
    known = {key[:2] for key, _ in made[1]}
    for key, value in zip(items[::2], items[1::2], strict=False):
        if key is not _MERGE:
            continue
        for other in value[1] if value[0] == "l" else [value]:
            if other[0] != "d":
                continue
            brought += len(other[1]) + 1
            if brought > limit:
                raise TooDeepError
            for pair in other[1]:
                if pair[0][:2] not in known:
                    known.add(pair[0][:2])
                    made[1].append(pair)
    return made, brought


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
        return _mapping((("s", key, next(lines)), _of_json(inner, lines, depth + 1)) for key, inner in value)
    if isinstance(value, list):
        return ("l", [_of_json(inner, lines, depth + 1) for inner in value])
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
            return _mapping((("s", k, 0), made(k, inner, depth + 1)) for k, inner in value.items())
        if isinstance(value, list):
            return ("l", [made(key, inner, depth + 1) for inner in value])
        return _constant(value)

    return made("", tomllib.loads(text.replace("\r\n", "\n")), 0)
