"""Where the boxes of a lineage stand: columns from left to right by steps, rows without overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Children by parent, in the order in which they are to stand.
Tree = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Cell:
    """A place.

    Attributes:
        column: Steps from the middle; those to the left are negative.
        row: Place from above, in boxes; may lie between two rows.
    """

    column: int
    row: float


def arrange(root: str, left: Tree, right: Tree) -> dict[str, Cell]:
    """Places a box with what hangs from it on both sides; rows begin at 0.

    A box that hangs from several stands with the first, as far out as the longest way to it. What is reached a second
    time, as on a cycle, does not move.
    """
    sides = [(_side(root, left), -1), (_side(root, right), 1)]
    cells = {root: Cell(0, 0.0)}
    for (rows, columns), sign in sides:
        for box, row in rows.items():
            if box != root:
                cells.setdefault(box, Cell(sign * columns[box], row - rows[root]))
    highest = min(cell.row for cell in cells.values())
    return {box: Cell(cell.column, cell.row - highest) for box, cell in cells.items()}


def _side(root: str, below: Tree) -> tuple[dict[str, float], dict[str, int]]:
    """The rows and the columns of one side."""
    tree = _spanning(root, below)
    rows: dict[str, float] = {}
    free = 0.0
    open_: list[tuple[str, bool]] = [(root, False)]
    while open_:
        box, done = open_.pop()
        inner = tree[box]
        if not inner:
            rows[box], free = free, free + 1
        elif done:
            rows[box] = (rows[inner[0]] + rows[inner[-1]]) / 2
        else:
            open_.append((box, True))
            open_ += [(one, False) for one in reversed(inner)]
    return rows, _columns(root, below, tree)


def _spanning(root: str, below: Tree) -> dict[str, list[str]]:
    """Each box once, under the box that is nearest to the root."""
    tree: dict[str, list[str]] = defaultdict(list)
    known, level = {root}, [root]
    while level:
        following = []
        for box in level:
            for one in below.get(box, ()):
                if one not in known:
                    known.add(one)
                    tree[box].append(one)
                    following.append(one)
        level = following
    return tree


def _columns(root: str, below: Tree, tree: Tree) -> dict[str, int]:
    """The most steps to each box; the fewest where the boxes go around in a cycle."""
    order = _order(root, below)
    columns = {root: 0}
    for box in order or _order(root, tree) or ():
        for one in below.get(box, ()) if order else tree.get(box, ()):
            columns[one] = max(columns.get(one, 0), columns[box] + 1)
    return columns


def _order(root: str, below: Tree) -> list[str] | None:
    """All boxes, each before what hangs from it; None where that cannot be."""
    done: list[str] = []
    begun: set[str] = set()
    finished: set[str] = set()
    open_ = [(root, False)]
    while open_:
        box, left = open_.pop()
        if left:
            finished.add(box)
            done.append(box)
        elif box not in begun:
            begun.add(box)
            open_.append((box, True))
            open_ += [(one, False) for one in below.get(box, ())]
        elif box not in finished:
            return None
    return done[::-1]
