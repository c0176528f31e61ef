"""Strings that are put together: joined by `+`, f-strings, `%`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse.evaluate import paths
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import MAX_VALUES, Text, Thing, Value
from supplygraph.reuse.expression import Joined, Percent, String
from supplygraph.reuse.identify import HUB_FILE, looks_owned
from supplygraph.reuse.modules import Module

#: Literals one behind the other.
_Pieces = list[Text]


def _names_repository(pieces: list[Text]) -> bool:
    return HUB_FILE.match("".join(piece.text for piece in pieces)) is not None


#: The name of a repository before that of a file in it.
_IN_REPOSITORY = re.compile(r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.]*-[\w.-]*\w)/[^/]*\Z")
_WEIGHTS = (".safetensors", ".gguf")


def _is_of_file(pieces: list[Text], last: str) -> bool:
    """Whether a text names a repository, then a file of weights that only running code knows: `a/b/q-{x}.gguf`."""
    found = _IN_REPOSITORY.match("".join(piece.text for piece in pieces)) if last.endswith(_WEIGHTS) else None
    return found is not None and looks_owned(found["id"], frozenset())


def _of_file(text: Text) -> Text:
    """The repository of a file; an address as it is."""
    found = _IN_REPOSITORY.match(text.text) if "://" not in text.text else None
    return text._replace(text=found["id"]) if found is not None else text


def _telling(pieces: list[Text], whole: str) -> Text:
    """The piece that says most: the longest, of an owner and a name that stand apart the one with the name."""
    if whole.count("/") == 1 and not any("/" in piece.text and piece.text != "/" for piece in pieces):
        start, end, most = whole.index("/") + 1, 0, {}
        for number, piece in enumerate(pieces):
            end += len(piece.text)
            most[number] = min(len(piece.text), end - start)
        return pieces[max(most, key=lambda number: most[number])]
    return max(pieces, key=lambda piece: len(piece.text))


@rule(Joined)
def joined(engine: Engine, e: Joined, module: Module) -> list[Value]:
    """Constants joined by `+` or an f-string; lists joined by `+`."""
    parts = [engine.values(part, module) for part in e.parts]
    lists: list[Value] = [v for part in parts for v in part if isinstance(v, Thing) and v.kind == "list"]
    if lists:
        return lists
    # An ending that may be empty makes two names, not one name and a copy of it.
    optional = any(isinstance(v, Text) and not v.text for part in parts for v in part)
    last = e.parts[-1].text if isinstance(e.parts[-1], String) else ""
    made, named = _combined([_texts(part, module, e.line) for part in parts], last)
    wholes = [_whole(pieces, optional=optional) for pieces in made if pieces]
    return [*paths.appended(parts), *(_of_file(_address(one)) for one in named), *wholes]


def _texts(values: list[Value], module: Module, line: int) -> _Pieces:
    """The strings among values, and the numbers as strings."""
    return [
        v if isinstance(v, Text) else Text(str(v.data), module, line)
        for v in values
        if isinstance(v, Text) or (v.kind == "constant" and isinstance(v.data, int) and not isinstance(v.data, bool))
    ]


def _combined(parts: list[_Pieces], last: str = "") -> tuple[list[_Pieces], list[_Pieces]]:
    """All ways to join a text of each part, and those beginnings that name a repository before what is not known."""
    made: list[_Pieces] = [[]]
    named: list[_Pieces] = []
    for texts in parts:
        if not texts:
            # The address of a file on the Hub names its repository before the part that is not known.
            return [], [*named, *(one for one in made if _names_repository(one) or _is_of_file(one, last))]
        made = [[*one, text] for one in made for text in texts][:MAX_VALUES]
        # Which file of the repository it is does not matter.
        complete = [one for one in made if one[0].text.startswith("hf://") and _names_repository(one)]
        if complete:
            named += complete
            made = [one for one in made if one not in complete]
            if not made:
                break
    return made, named


def _address(pieces: _Pieces) -> Text:
    """The beginning of an address."""
    return pieces[0]._replace(
        text="".join(piece.text for piece in pieces),
        via=(*pieces[0].via, "composed"),
        flow=any(p.flow for p in pieces),
        conditional=any(p.conditional for p in pieces),
        pieces=tuple((p.module.path, p.line, p.text) for p in pieces) if len(pieces) > 1 else (),
    )


def _whole(pieces: _Pieces, *, optional: bool) -> Text:
    """Pieces as one string, that stands where the piece stands that says most."""
    whole = "".join(piece.text for piece in pieces)
    longest = _telling(pieces, whole)
    if whole == longest.text:
        return longest
    return Text(
        whole,
        longest.module,
        longest.line,
        (*dict.fromkeys(v for piece in pieces for v in piece.via), "composed"),
        any(p.flow for p in pieces),
        any(p.conditional for p in pieces),
        () if optional else tuple((p.module.path, p.line, p.text) for p in pieces),
    )


@rule(Percent)
def percent(engine: Engine, e: Percent, module: Module) -> list[Value]:
    """`"a/%s" % b` of constants."""
    return list(_percent(engine, e, module))


def _percent(engine: Engine, e: Percent, module: Module) -> Iterator[Text]:
    for pattern in engine.values(e.pattern, module):
        # Only plain fields: widths could ask for any amount of memory.
        if not isinstance(pattern, Text) or pattern.text.count("%") != 1 or "%s" not in pattern.text:
            continue
        for value in engine.values(e.given, module):
            if isinstance(value, Text):
                whole = pattern.text.replace("%s", value.text)
                pieces = tuple((p.module.path, p.line, p.text) for p in (pattern, value))
                yield pattern._replace(text=whole, via=(*pattern.via, "composed"), pieces=pieces)
