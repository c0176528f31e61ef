"""Methods of strings: `"a/{}".format(x)`, `name.lower()`."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.pieces import joined_texts
from supplygraph.reuse.evaluate.values import RowValue, Text, Thing, Value
from supplygraph.reuse.expression import (
    Attribute,
    Call,
    Constant,
    Expression,
    Items,
    Spread,
    String,
    Subscript,
    last_name,
)
from supplygraph.reuse.identify import known_short
from supplygraph.reuse.modules import Module

#: Methods of strings that give strings.
TEXT_METHODS = frozenset({"format", "replace", "strip", "rstrip", "lstrip", "lower", "removesuffix", "removeprefix"})
#: Those that give the parts of one.
TAKEN_APART = frozenset({"split", "rsplit", "partition", "rpartition"})


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
        elif method == "join":
            yield from _put_between(engine, value, call, module)
        elif method in TAKEN_APART:
            yield from _taken_apart(engine, value, call, module)
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
                replaced = value.text.replace(a.text, b.text)
                own = not b.text and replaced != value.text and known_short(replaced, word=True) is not None
                # What is left of a name of one's own is not the one that it was made from.
                if not own or known_short(value.text, word=True) is not None or ":" in a.text:
                    yield value._replace(text=replaced)


def _format(engine: Engine, pattern: Text, call: Call, module: Module) -> list[Text]:
    """`str.format` of plain fields only: no attributes, no widths."""
    named = dict(call.keywords)
    rest = named.pop("**", None)
    literals, given, number = [""], list[Expression](), 0
    try:
        fields = list(string.Formatter().parse(pattern.text))
    except ValueError:
        return []
    for literal, name, spec, conversion in fields:
        literals[-1] += literal
        if name is None:
            continue
        if spec or conversion or "." in name or "[" in name:
            return []
        if not name:
            name, number = str(number), number + 1
        if name.isdigit():
            field = call.arguments[int(name)] if int(name[:3]) < len(call.arguments) else None
        else:
            field = named.get(name) or (Subscript(rest, String(name, call.line)) if rest is not None else None)
        if field is None or isinstance(field, Spread):
            return []
        given.append(field)
        literals.append("")
    return joined_texts(engine, cut(literals, given, pattern), module, pattern.line) if given else [pattern]


def cut(literals: Sequence[str], given: Sequence[Expression], pattern: Text) -> list[Expression | Text]:
    """The literals of a pattern and what is put between them."""
    parts: list[Expression | Text] = []
    for literal, field in zip_longest(literals, given):
        parts += [pattern._replace(text=literal)] if literal else []
        parts += [field] if field is not None else []
    return parts


def _put_between(engine: Engine, between: Text, call: Call, module: Module) -> list[Text]:
    """`"/".join([owner, name])`."""
    given = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(given, Items) or len(given.items) < 2 or any(isinstance(item, Spread) for item in given.items):
        return []
    literals = ["", *[between.text] * (len(given.items) - 1), ""]
    return joined_texts(engine, cut(literals, given.items, between), module, call.line)


def _taken_apart(engine: Engine, value: Text, call: Call, module: Module) -> Iterator[Thing]:
    """`text.split(":", 1)`, `text.partition(":")`: the parts, in their places."""
    method = last_name(call.callee)
    named = dict(call.keywords)
    first = call.arguments[0] if call.arguments else named.get("sep")
    most = call.arguments[1] if len(call.arguments) > 1 else named.get("maxsplit")
    limit = most.value if isinstance(most, Constant) and isinstance(most.value, int) else -1
    for mark in engine.values(first, module) if first is not None else ():
        if isinstance(mark, Text) and mark.text:
            parts: Sequence[str] = getattr(value.text, method)(
                mark.text, *([limit] if method.endswith("split") else ())
            )
            yield RowValue([[value._replace(text=part)] for part in parts])
