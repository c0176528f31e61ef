"""Strings that are put together: joined, formatted, replaced."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from supplygraph.reuse import opened
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Call, Expression
from supplygraph.reuse.values import MAX_VALUES, Text, Thing, Value

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator

#: The beginning of a file's address on the Hub, up to the end of the repository's name.
HUB_FILE = re.compile(r"(?:hf://|https://(?:huggingface\.co|hf\.co)/)(?:(?:datasets|spaces|models)/)?[\w.-]+/[\w.-]+/")

#: Methods of strings that give strings.
TEXT_METHODS = frozenset({"format", "replace", "strip", "rstrip", "lstrip", "lower", "removesuffix", "removeprefix"})


def _names_repository(pieces: list[Text]) -> bool:
    return HUB_FILE.match("".join(piece.text for piece in pieces)) is not None


def _telling(pieces: list[Text], whole: str) -> Text:
    """The piece that says most: the longest, of an owner and a name that stand apart the one with the name."""
    if whole.count("/") == 1 and not any("/" in piece.text and piece.text != "/" for piece in pieces):
        start, end, most = whole.index("/") + 1, 0, {}
        for number, piece in enumerate(pieces):
            end += len(piece.text)
            most[number] = min(len(piece.text), end - start)
        return pieces[max(most, key=lambda number: most[number])]
    return max(pieces, key=lambda piece: len(piece.text))


def joined(r: Evaluator, e: Expression, module: Module) -> Iterator[Value]:
    """Constants joined by `+` or an f-string; lists joined by `+`."""
    parts = [r.values(part, module) for part in e[1]]
    if any(isinstance(v, Thing) and v.kind == "list" for part in parts for v in part):
        for part in parts:
            yield from (v for v in part if isinstance(v, Thing) and v.kind == "list")
        return
    yield from opened.appended(parts)
    made: list[list[Text]] = [[]]
    named: list[list[Text]] = []
    # An ending that may be empty makes two names, not one name and a copy of it.
    optional = any(isinstance(v, Text) and not v.text for part in parts for v in part)
    for part in parts:
        texts = [
            v if isinstance(v, Text) else Text(str(v.data), module, e[2])
            for v in part
            if isinstance(v, Text)
            or (v.kind == "constant" and isinstance(v.data, int) and not isinstance(v.data, bool))
        ]
        if not texts:
            # The address of a file on the Hub names its repository before the part that is not known.
            named += [one for one in made if _names_repository(one)]
            made = []
            break
        made = [[*one, text] for one in made for text in texts][:MAX_VALUES]
        # Which file of the repository it is does not matter.
        complete = [one for one in made if one[0].text.startswith("hf://") and _names_repository(one)]
        if complete:
            named += complete
            made = [one for one in made if one not in complete]
            if not made:
                break
    for pieces in named:
        yield pieces[0]._replace(
            text="".join(piece.text for piece in pieces),
            via=(*pieces[0].via, "composed"),
            flow=any(p.flow for p in pieces),
            conditional=any(p.conditional for p in pieces),
            pieces=tuple((p.module.path, p.line, p.text) for p in pieces) if len(pieces) > 1 else (),
        )
    for pieces in made:
        if not pieces:
            continue
        whole = "".join(piece.text for piece in pieces)
        longest = _telling(pieces, whole)
        via = tuple(dict.fromkeys(v for piece in pieces for v in piece.via))
        if whole == longest.text:
            yield longest
        else:
            yield Text(
                whole,
                longest.module,
                longest.line,
                (*via, "composed"),
                any(p.flow for p in pieces),
                any(p.conditional for p in pieces),
                () if optional else tuple((p.module.path, p.line, p.text) for p in pieces),
            )


def percent(r: Evaluator, e: Expression, module: Module) -> Iterator[Value]:
    """`"a/%s" % b` of constants."""
    _, left, right, _ = e
    for pattern in r.values(left, module):
        # Only plain fields: widths could ask for any amount of memory.
        if not isinstance(pattern, Text) or pattern.text.count("%") != 1 or "%s" not in pattern.text:
            continue
        for value in r.values(right, module):
            if isinstance(value, Text):
                whole = pattern.text.replace("%s", value.text)
                pieces = tuple((p.module.path, p.line, p.text) for p in (pattern, value))
                yield pattern._replace(text=whole, via=(*pattern.via, "composed"), pieces=pieces)


def text_method(r: Evaluator, call: Call, module: Module) -> Iterator[Value]:
    """What a method of strings gives: `"a/{}".format(x)`, `name.lower()`."""
    method, base = call.callee[2], call.callee[1]
    for value in r.values(base, module):
        if not isinstance(value, Text):
            continue
        if method == "format":
            yield from _format(r, value, call, module)
        elif method == "replace" and len(call.arguments) == 2:
            old, new = (r.values(argument, module) for argument in call.arguments)
            for a in old:
                for b in new:
                    if isinstance(a, Text) and isinstance(b, Text):
                        yield value._replace(text=value.text.replace(a.text, b.text))
        elif method in ("strip", "rstrip", "lstrip"):
            yield value._replace(text=value.text.strip())
        elif method == "lower":
            yield value._replace(text=value.text.lower())
        elif method in ("removesuffix", "removeprefix"):
            yield value


def _format(r: Evaluator, pattern: Text, call: Call, module: Module) -> Iterator[Value]:
    positional = [[v for v in r.values(a, module) if isinstance(v, Text)] for a in call.arguments]
    keywords = {k: [v for v in r.values(a, module) if isinstance(v, Text)] for k, a in call.keywords}
    if not all(positional) or not all(keywords.values()):
        return
    for number in range(min(20, max([len(p) for p in [*positional, *keywords.values()]] or [1]))):
        given = [p[min(number, len(p) - 1)].text for p in positional]
        rest = {k: p[min(number, len(p) - 1)].text for k, p in keywords.items()}
        yield from _formatted(pattern, lambda g=given, r=rest: _safe_format(pattern.text, g, r))


def _formatted(pattern: Text, make: Any) -> Iterator[Text]:
    try:
        place = (pattern.module.path, pattern.line, pattern.text)
        yield pattern._replace(text=make(), via=(*pattern.via, "composed"), pieces=(place,))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return


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
