"""Texts that are put together from pieces, each with the place of the piece that says most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.rows import rows
from supplygraph.reuse.evaluate.values import MAX_VALUES, ConstantValue, Text, Value
from supplygraph.reuse.expression import Expression, Joined, Name, String
from supplygraph.reuse.identify import HUB_FILE, looks_owned
from supplygraph.reuse.modules import Module

#: Texts that are put together one inside the other.
_MAX_NESTED = 5
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


def _telling(pieces: list[Text], whole: str, fields: frozenset[int]) -> Text:
    """The piece that says most: the longest of a row, of an owner and a name that stand apart the one with the name."""
    if fields:
        pieces = [piece for at, piece in enumerate(pieces) if at in fields]
        return max(pieces, key=lambda piece: len(piece.text.rpartition("/")[2]))
    if whole.count("/") == 1 and not any("/" in piece.text and piece.text != "/" for piece in pieces):
        start, end, most = whole.index("/") + 1, 0, {}
        for number, piece in enumerate(pieces):
            end += len(piece.text)
            most[number] = min(len(piece.text), end - start)
        return pieces[max(most, key=lambda number: most[number])]
    return max(pieces, key=lambda piece: len(piece.text))


def joined_texts(engine: Engine, parts: Sequence[Expression | Text], module: Module, line: int) -> list[Text]:
    """What expressions are one behind the other.

    Args:
        engine: Gives the values.
        parts: Parts of a text.
        module: Where they stand.
        line: Where what they make stands.
    """
    last = parts[-1].text if parts and isinstance(parts[-1], String) else ""
    found = rows(engine, list(_flat(parts, module)), module)
    wholes: list[Text] = []
    beginnings: list[Text] = []
    for values in found.values:
        # An ending that may be empty makes two names, not one name and a copy of it.
        optional = any(isinstance(v, Text) and not v.text for part in values for v in part)
        made, named = _combined([_texts(part, module, line) for part in values], last)
        beginnings += [_of_file(_address(one)) for one in named]
        wholes += [_whole(pieces, found.fields, optional=optional) for pieces in made if pieces]
    return [*beginnings, *wholes][:MAX_VALUES]


def _flat(parts: Sequence[Expression | Text], module: Module, depth: int = 0) -> Iterator[Expression | Text]:
    """Parts of a text with the parts of those that are put together themselves, also in a variable before."""
    for part in parts:
        inner: Expression | Text = part
        if isinstance(part, Name):
            bindings = bindings_of(part.name, part.context, module)[0]
            inner = bindings[0].value if len(bindings) == 1 else part
        if isinstance(inner, Joined) and depth < _MAX_NESTED:
            yield from _flat(inner.parts, module, depth + 1)
        else:
            yield part


def _texts(values: list[Value], module: Module, line: int) -> _Pieces:
    """The strings among values, and the numbers as strings."""
    return [
        v if isinstance(v, Text) else Text(str(v.data), module, line)
        for v in values
        if isinstance(v, Text)
        or (isinstance(v, ConstantValue) and isinstance(v.data, int) and not isinstance(v.data, bool))
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


def _whole(pieces: _Pieces, fields: frozenset[int], *, optional: bool) -> Text:
    """Pieces as one string, that stands where the piece stands that says most."""
    whole = "".join(piece.text for piece in pieces)
    longest = _telling(pieces, whole, fields)
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
