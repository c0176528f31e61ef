"""Names the model type whose layers have the tensors of a header: the nearest entry of a generated table."""

import gzip
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any, NamedTuple

from supplygraph.fingerprint.names import Place, is_head

#: What names outside and before the layers count for, beside those inside them.
OUTER = 0.2
#: Share of the names inside the layers that have to agree, by weight, for a type to be stated at all.
LEAST = 0.7
#: Names of layers that are farther from what was found than the nearest are not looked at.
FAR = 0.2
#: Difference of the likeness of names up to which sizes decide.
NAMES_TIE = 0.01
#: Likeness of sizes from which they are those of a known model.
SIZED = 0.95
#: Difference up to which the more common type is stated, in known sizes and in others.
TIE, UNSIZED = 0.002, 0.4
#: Shapes that are compared: the largest.
MAX_SIZES = 12
#: Parts of the names of embeddings, whose rows are a vocabulary or positions.
EMBEDDINGS = ("embed", "wte", "wpe", "shared")
#: Types of the same layers that are listed.
MAX_ALIKE = 24


class Shown(NamedTuple):
    """What a header, or one stack of its layers, shows of its type.

    Attributes:
        inner: Names inside the layers.
        outer: Names outside, and what stands before the layers.
        sizes: The largest matrices, as a name and a shape.
    """

    inner: frozenset[str]
    outer: frozenset[str]
    sizes: frozenset[str]


class Likely(NamedTuple):
    """The nearest type.

    Attributes:
        type: Its name.
        alike: Other types whose layers have the same names.
        likeness: 1 where all evidence agrees.
    """

    type: str
    alike: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class _Entry:
    rank: int
    type: str
    shown: Shown


def starred(name: str) -> str:
    """A name with `*` for each index."""
    return ".".join("*" if part.isascii() and part.isdigit() else part for part in name.split("."))


def shown(
    layers: Iterable[tuple[Place, tuple[int, ...] | None]], outer: Iterable[tuple[str, tuple[int, ...] | None]]
) -> Shown:
    """What tensors inside layers and outside of them show, as the table holds it."""
    inner: set[str] = set()
    around: set[str] = set()
    matrices: dict[tuple[str, tuple[int, ...]], int] = {}
    for where, shape in layers:
        inner.add(where.rest)
        around.add(f"{starred(where.stack)}.*")
        _matrix(matrices, where.rest, shape)
    for name, shape in outer:
        around.add(starred(name))
        if not is_head(name):
            _matrix(matrices, starred(".".join(name.split(".")[-2:])), shape)
    if not inner:
        inner = {one for one in around if not is_head(one)} or around
    largest = sorted(matrices, key=lambda one: (-matrices[one], one))[:MAX_SIZES]
    sizes = {f"{name} {'x'.join(map(str, shape))}" for name, shape in largest}
    return Shown(frozenset(inner), frozenset(around), frozenset(sizes))


def _matrix(matrices: dict[tuple[str, tuple[int, ...]], int], name: str, shape: tuple[int, ...] | None) -> None:
    if shape is not None and len(shape) > 1:
        elements = 1
        for length in shape:
            elements *= length
        matrices[name, shape] = elements


@cache
def _rows(sizes: frozenset[str]) -> frozenset[str]:
    """Rows of the embeddings, which stay whatever the width of the layers."""
    found = (one.rpartition(" ") for one in sizes)
    return frozenset(
        f"{name} {shape.partition('x')[0]}" for name, _, shape in found if any(word in name for word in EMBEDDINGS)
    )


class Table:
    """Types and what their headers show, searched by likeness.

    Args:
        rows: Type and what it shows; the more common types first.
    """

    def __init__(self, rows: Iterable[tuple[str, Shown]]) -> None:
        ranks: dict[str, int] = {}
        self._entries = [_Entry(ranks.setdefault(type_, len(ranks)), type_, one) for type_, one in rows]
        kinds: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_inner: dict[frozenset[str], list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            self._by_inner[entry.shown.inner].append(number)
            for part in entry.shown:
                for word in part:
                    kinds[word].add(entry.type)
        for inner in self._by_inner:
            for name in inner:
                self._by_name[name].append(self._by_inner[inner][0])
        self._types = max(1, len(ranks))
        self._weights = {word: log(1 + self._types / len(of)) for word, of in kinds.items()}
        self._rare = log(1 + self._types)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, self._rare) for word in words)

    def _likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        every = self._weight(one | other)
        return self._weight(one & other) / every if every else 1.0

    def nearest(self, found: Shown) -> Likely | None:
        """The type that is most like what was found; None where nothing is like it."""
        common: dict[frozenset[str], float] = {}
        touched = {self._entries[at].shown.inner for name in found.inner for at in self._by_name.get(name, ())}
        for inner in touched:
            common[inner] = self._likeness(found.inner, inner)
        best = max(common.values(), default=0.0)
        if best < LEAST:
            return None
        near: list[tuple[float, _Entry]] = []
        for inner, likeness in common.items():
            if likeness >= best - FAR:
                for at in self._by_inner[inner]:
                    entry = self._entries[at]
                    near.append((likeness + OUTER * self._likeness(found.outer, entry.shown.outer), entry))
        top = max(names for names, _ in near)
        entry = self._by_size(found, [entry for names, entry in near if names >= top - NAMES_TIE])
        same = {self._entries[at].type: self._entries[at].rank for at in self._by_inner[entry.shown.inner]}
        alike = sorted((one for one in same if one != entry.type), key=lambda one: same[one])
        return Likely(entry.type, tuple(alike[:MAX_ALIKE]), top / (1 + OUTER))

    def _by_size(self, found: Shown, like: list[_Entry]) -> _Entry:
        """The most common of the types whose names agree and whose sizes do best.

        Sizes that nobody published say little as a whole: then the vocabulary decides, and where it is new, too,
        the sizes only if they are far nearer.
        """
        sizes = [self._likeness(found.sizes, entry.shown.sizes) for entry in like]
        near = TIE
        if max(sizes) < SIZED:
            rows = _rows(found.sizes)
            common = [float(len(rows & _rows(entry.shown.sizes))) for entry in like]
            sizes, near = (common, TIE) if any(common) else (sizes, UNSIZED)
        least = max(sizes) - near
        return min((entry for one, entry in zip(sizes, like, strict=True) if one >= least), key=lambda one: one.rank)

    def fits(self, targets: Shown) -> Likely | None:
        """The type that has all weights that an adapter changes, in the very shapes; None where none or several do."""
        found = sorted(
            {
                (entry.rank, entry.type)
                for entry in self._entries
                if targets.inner <= entry.shown.inner and targets.sizes and targets.sizes <= entry.shown.sizes
            }
        )
        if not found:
            return None
        return Likely(found[0][1], tuple(type_ for _, type_ in found[1 : 1 + MAX_ALIKE]), 1.0)


def packed(rows: Sequence[tuple[str, Shown]]) -> dict[str, Any]:
    """Rows as they are stored: every text once, sets as places among them."""
    texts = sorted({word for _, one in rows for part in one for word in part})
    numbers = {text: at for at, text in enumerate(texts)}
    sets: dict[tuple[int, ...], int] = {}
    stored = [
        [type_, *(sets.setdefault(tuple(sorted(numbers[word] for word in part)), len(sets)) for part in one)]
        for type_, one in rows
    ]
    return {"texts": texts, "sets": [list(one) for one in sets], "rows": stored}


def unpacked(stored: Mapping[str, Any]) -> list[tuple[str, Shown]]:
    """The rows of a stored table."""
    texts = stored["texts"]
    sets = [frozenset(texts[at] for at in one) for one in stored["sets"]]
    return [(type_, Shown(sets[inner], sets[outer], sets[sizes])) for type_, inner, outer, sizes in stored["rows"]]


@cache
def _stored() -> dict[str, Any]:
    content = files("supplygraph.fingerprint").joinpath("families.json.gz").read_bytes()
    stored: dict[str, Any] = json.loads(gzip.decompress(content))
    return stored


@cache
def models() -> Table:
    """The table of whole models."""
    return Table(unpacked(_stored()["models"]))


@cache
def stacks() -> Table:
    """The table of single stacks of layers: the parts that composed models are made of."""
    return Table(unpacked(_stored()["stacks"]))


@cache
def _by_gguf() -> dict[str, str]:
    text = files("supplygraph.fingerprint").joinpath("gguf.toml").read_text(encoding="utf-8")
    words: dict[str, str] = tomllib.loads(text)["types"]
    return words


def of_gguf(word: str) -> str:
    """The model type for a word of `general.architecture`; the word itself where the table has none."""
    return _by_gguf().get(word, word)
