"""Charts of a report as boxes and ribbons with their coordinates: bars, shares of a whole, flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

#: Size of a chart of flows, width of its two stacks, and the least gap between two pieces.
WIDTH, HEIGHT, STACK, GAP = 900, 420, 16, 8
#: Room for names beside the stacks.
BESIDE = 230


@dataclass(frozen=True)
class Piece:
    """A piece of a stack.

    Attributes:
        name: What it stands for.
        x: Left side.
        y: Upper side.
        height: Height.
        number: What it counts.
        left: Whether it is of the left stack.
    """

    name: str
    x: float
    y: float
    height: float
    number: int
    left: bool


@dataclass(frozen=True)
class Ribbon:
    """A flow between two pieces.

    Attributes:
        path: Its outline, as SVG writes it.
        source: Piece on the left.
        target: Piece on the right.
        number: What it counts.
        shade: Number of the left piece, for its colour.
    """

    path: str
    source: str
    target: str
    number: int
    shade: int


@dataclass
class Flows:
    """A chart of flows from left to right."""

    width: float = WIDTH
    height: float = HEIGHT
    pieces: list[Piece] = field(default_factory=list)
    ribbons: list[Ribbon] = field(default_factory=list)


def draw_flows(rows: Sequence[tuple[Any, ...]]) -> Flows:
    """Stacks left and right, as high as what flows, and a ribbon for each row of source, target and number."""
    found = Flows()
    total = sum(row[2] for row in rows)
    sides: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for source, target, number in rows:
        sides[0][source] += number
        sides[1][target] += number
    scale = (HEIGHT - GAP * (max(map(len, sides)) - 1)) / total
    at: list[dict[str, float]] = []
    for side, names in enumerate(sides):
        x, y = (BESIDE, WIDTH - BESIDE - STACK)[side], 0.0
        at.append({})
        for name, number in names.most_common():
            found.pieces.append(Piece(name, x, y, number * scale, number, left=side == 0))
            at[side][name] = y
            y += number * scale + GAP
    order = [name for name, _ in sides[0].most_common()]
    for source, target, number in sorted(rows, key=lambda row: (order.index(row[0]), at[1][row[1]])):
        thick = number * scale
        y1, y2 = at[0][source], at[1][target]
        at[0][source] += thick
        at[1][target] += thick
        x1, x2 = BESIDE + STACK, WIDTH - BESIDE - STACK
        middle = (x1 + x2) / 2
        path = (
            f"M{x1} {y1:.1f}C{middle:g} {y1:.1f} {middle:g} {y2:.1f} {x2} {y2:.1f}V{y2 + thick:.1f}"
            f"C{middle:g} {y2 + thick:.1f} {middle:g} {y1 + thick:.1f} {x1} {y1 + thick:.1f}Z"
        )
        found.ribbons.append(Ribbon(path, source, target, number, order.index(source) % 6))
    return found


def shares(row: Sequence[Any], width: float) -> list[tuple[float, float]]:
    """Left side and width of the parts that the numbers behind the first cell are of their sum."""
    total, x, parts = sum(row[1:]) or 1, 0.0, []
    for number in row[1:]:
        part = round(width * number / total, 1)
        parts.append((x, part))
        x += part
    return parts
