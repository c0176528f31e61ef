"""Methods of strings: `"a/{}".format(x)`, `name.lower()`."""

from __future__ import annotations

import string
from collections.abc import Iterator

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import Text, Value
from supplygraph.reuse.expression import Attribute, Call
from supplygraph.reuse.modules import Module

#: Methods of strings that give strings.
TEXT_METHODS = frozenset({"format", "replace", "strip", "rstrip", "lstrip", "lower", "removesuffix", "removeprefix"})


def text_method(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """What a method of strings gives: `"a/{}".format(x)`, `name.lower()`."""
    if not isinstance(call.callee, Attribute):
        return
    method = call.callee.name
    for value in engine.values(call.callee.base, module):
        if not isinstance(value, Text):
            continue
        if method == "format":
            yield from _format(engine, value, call, module)
        elif method == "replace" and len(call.arguments) == 2:
            yield from _replaced(engine, value, call, module)
        elif method in ("strip", "rstrip", "lstrip"):
            yield value._replace(text=value.text.strip())
        elif method == "lower":
            yield value._replace(text=value.text.lower())
        elif method in ("removesuffix", "removeprefix"):
            yield value


def _replaced(engine: Engine, value: Text, call: Call, module: Module) -> Iterator[Value]:
    old, new = (engine.values(argument, module) for argument in call.arguments)
    for a in old:
        for b in new:
            if isinstance(a, Text) and isinstance(b, Text):
                yield value._replace(text=value.text.replace(a.text, b.text))


def _format(engine: Engine, pattern: Text, call: Call, module: Module) -> Iterator[Value]:
    positional = [[v for v in engine.values(a, module) if isinstance(v, Text)] for a in call.arguments]
    keywords = {k: [v for v in engine.values(a, module) if isinstance(v, Text)] for k, a in call.keywords}
    if not all(positional) or not all(keywords.values()):
        return
    for number in range(min(20, max([len(p) for p in [*positional, *keywords.values()]] or [1]))):
        given = [p[min(number, len(p) - 1)].text for p in positional]
        rest = {k: p[min(number, len(p) - 1)].text for k, p in keywords.items()}
        yield from _formatted(pattern, given, rest)


def _formatted(pattern: Text, positional: list[str], named: dict[str, str]) -> Iterator[Text]:
    try:
        text = _safe_format(pattern.text, positional, named)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return
    place = (pattern.module.path, pattern.line, pattern.text)
    yield pattern._replace(text=text, via=(*pattern.via, "composed"), pieces=(place,))


def _safe_format(text: str, positional: list[str], named: dict[str, str]) -> str:
    """`str.format` of plain fields only: no attributes, no widths."""
    made = []
    number = 0
    for literal, name, spec, conversion in string.Formatter().parse(text):
        made.append(literal)
        if name is None:
            continue
        if spec or conversion or "." in name or "[" in name:
            raise ValueError("not a plain field")
        if name == "":
            name, number = str(number), number + 1
        made.append(positional[int(name)] if name.isdigit() else named[name])
    return "".join(made)
