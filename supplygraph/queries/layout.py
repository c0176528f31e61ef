"""Decides what of a table a terminal's width holds: no id is broken, the least important columns go first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

GAP = 2
#: Cells that the first line of a row keeps for other columns than ids, or the other ids go to a second line.
_ROOM = 24
#: What a row is about, beside its ids, the most telling first.
_TELLING = ("verdict", "class", "finding", "downloads_and_below", "downloads_below", "license", "downloads")


class Kind(IntEnum):
    """What a column holds, the most important first."""

    ID = 0
    FACT = 1
    TEXT = 2


@dataclass(frozen=True)
class Measured:
    """A column as layout sees it.

    Attributes:
        name: Its name.
        kind: What it holds; only text is wrapped or shortened.
        natural: The width of its widest cell, or of its name.
        least: The width below which it is left out.
        constant: The text that all of several rows have; None where they differ.
    """

    name: str
    kind: Kind
    natural: int
    least: int
    constant: str | None = None


@dataclass
class Layout:
    """Which columns stand where; columns are named by their place.

    Attributes:
        main: Columns of the first line of a row, with their widths.
        below: Columns of further lines of a row, each after its name.
        lifted: Columns that are said once, above the table.
        left_out: Columns that are not shown.
    """

    main: list[tuple[int, int]]
    below: list[list[int]] = field(default_factory=list)
    lifted: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)


def fit(columns: Sequence[Measured], width: int) -> Layout:
    """The layout of a table in a terminal of a width."""
    every = list(range(len(columns)))
    if _natural(columns, every) <= width:
        return Layout([(place, columns[place].natural) for place in every])
    lifted = [place for place in every if columns[place].constant is not None]
    if len(lifted) == len(every):
        lifted = lifted[1:]
    rest = [place for place in every if place not in lifted]
    if _least(columns, rest) <= width:
        return Layout(_widened(columns, rest, width), lifted=lifted)
    ids = [place for place in rest if columns[place].kind is Kind.ID]
    moved: list[int] = []
    if len(ids) > 1 and _natural(columns, ids) > width - _ROOM:
        moved = [place for place in ids if place != rest[0]] if rest[0] in ids else ids[1:]
    main = _kept(columns, [place for place in rest if place not in moved], width)
    below: list[list[int]] = []
    if moved:
        moved = [place for place in ids if place not in main]
        others = [place for place in rest if place not in main and place not in moved]
        below = _below(columns, moved, _by_importance(columns, others), width)
    shown = {*main, *(place for line in below for place in line)}
    return Layout(_widened(columns, main, width), below, lifted, [place for place in rest if place not in shown])


def _natural(columns: Sequence[Measured], places: Sequence[int]) -> int:
    return sum(columns[place].natural for place in places) + GAP * (len(places) - 1)


def _least(columns: Sequence[Measured], places: Sequence[int]) -> int:
    return sum(columns[place].least for place in places) + GAP * (len(places) - 1)


def _by_importance(columns: Sequence[Measured], places: Iterable[int]) -> list[int]:
    def rank(name: str) -> int:
        return _TELLING.index(name) if name in _TELLING else len(_TELLING)

    return sorted(places, key=lambda place: (columns[place].kind, rank(columns[place].name), place))


def _kept(columns: Sequence[Measured], places: list[int], width: int) -> list[int]:
    """The first column, and of the others the most important ones that fit, in their order."""
    kept = places[:1]
    for place in _by_importance(columns, places[1:]):
        if _least(columns, [*kept, place]) <= width:
            kept.append(place)
    return sorted(kept)


def _below(columns: Sequence[Measured], ids: list[int], others: list[int], width: int) -> list[list[int]]:
    """Further lines of a row: all ids, each after its name, and what fits beside them."""

    def needed(places: Sequence[int]) -> int:
        return sum(GAP + len(columns[place].name) + 1 + columns[place].natural for place in places)

    lines: list[list[int]] = []
    for place in ids:
        if lines and needed([*lines[-1], place]) <= width:
            lines[-1].append(place)
        else:
            lines.append([place])
    for place in others:
        line = next((line for line in lines if needed([*line, place]) <= width), None)
        if line is not None:
            line.append(place)
    return lines


def _widened(columns: Sequence[Measured], places: list[int], width: int) -> list[tuple[int, int]]:
    """Widths that begin at the least and take what is free, the earlier columns first."""
    widths = {place: columns[place].least for place in places}
    free = width - _least(columns, places)
    for place in places:
        more = max(min(columns[place].natural - widths[place], free), 0)
        widths[place] += more
        free -= more
    return list(widths.items())
