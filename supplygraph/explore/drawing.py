"""What a drawing of a lineage or a path consists of: boxes, lines and labels with their coordinates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from supplygraph.explore.layout import Cell, arrange
from supplygraph.explore.words import FILLS, cut_middle, fill_of, short_number
from supplygraph.licenses.way import Hop
from supplygraph.report.lineage import Fold, Lineage, Shown, Step

#: Size of a box, and of the room that one takes with the gaps.
WIDE, HIGH = 226, 58
ACROSS, DOWN = 376, 74
MARGIN = 14
#: Letters that fit on a line of a box, in bold and in plain.
BOLD, PLAIN = 22, 32
#: From so many bases on they are labelled once, at the model.
MANY_BASES = 3
#: Straight end of a line, before the box.
STRAIGHT = 76


@dataclass(frozen=True)
class Box:
    """A box for one artifact, or for what is folded.

    Attributes:
        id: Id of the artifact, or of the model whose children are folded.
        x: Left side.
        y: Upper side.
        lines: What is written in it, from above.
        title: The whole of it in words.
        fill: Key of `FILLS`, or `fold`.
        focus: Whether the drawing is about it.
        fold: What it unfolds, where it stands for folded models.
        remark: A word above the box.
    """

    id: str
    x: float
    y: float
    lines: tuple[str, ...]
    title: str
    fill: str
    focus: bool = False
    fold: Fold | None = None
    remark: str | None = None


@dataclass(frozen=True)
class Line:
    """A line from a base to what was made from it.

    Attributes:
        path: Its points, as SVG writes them.
        relation: How it was made.
        verdict: What the rule set says, or None.
        label: What is written on it; empty for nothing.
        x: Where the label ends.
        y: The label's base line.
        title: The derivation in words.
    """

    path: str
    relation: str
    verdict: str | None
    label: str
    x: float
    y: float
    title: str


@dataclass
class Drawing:
    """A drawing.

    Attributes:
        width: Width.
        height: Height.
        boxes: The boxes, from left to right and from above.
        lines: The lines.
    """

    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def focus(self) -> Box | None:
        """The box that the drawing is about."""
        return next((box for box in self.boxes if box.focus), None)


def draw_lineage(found: Lineage) -> Drawing:
    """The lineage from left to right: bases, the model, what was made from it."""
    left = {model: [step.base for step in steps] for model, steps in found.above.items()}
    right: dict[str, list[str]] = {base: [step.model for step in steps] for base, steps in found.below.items()}
    folds = {f"fold {base}": fold for base, fold in found.folds.items()}
    for name, fold in folds.items():
        right.setdefault(fold.base, []).append(name)
    cells = arrange(found.model, left, right)
    boxes = {
        name: _fold_box(folds[name], *_corner(cell, cells))
        if name in folds
        else _box(found.models[name], *_corner(cell, cells), focus=name == found.model)
        for name, cell in cells.items()
    }
    steps = [step for side in (found.above, found.below) for steps in side.values() for step in steps]
    steps += [Step(fold.base, name, "") for name, fold in folds.items()]
    return _finish(boxes, [step for step in steps if step.base in boxes and step.model in boxes])


def draw_way(way: Sequence[Hop], models: Mapping[str, Shown]) -> Drawing:
    """The way of a conflict from left to right: from the licence that asks to the artifact that drops it."""
    boxes: dict[str, Box] = {}
    steps: list[Step] = []
    hops = list(reversed(way))
    for number, hop in enumerate(hops):
        known = models.get(hop.artifact)
        shown = Shown(
            hop.artifact,
            hop.license,
            known.license_class if known else None,
            known.downloads if known else None,
        )
        remark = "dropped here" if hop.dropped_here else "asks for it" if number == 0 else None
        boxes[hop.artifact] = _box(
            shown, MARGIN + number * ACROSS, MARGIN + 16, focus=number == len(hops) - 1, remark=remark
        )
        if number:
            verdict = "conflict" if hop.dropped_here or number == len(hops) - 1 else None
            relation = hop.relation or "made from"
            steps.append(Step(hops[number - 1].artifact, hop.artifact, relation, verdict))
    return _finish(boxes, steps)


def _corner(cell: Cell, cells: Mapping[str, Cell]) -> tuple[float, float]:
    first = min(one.column for one in cells.values())
    return MARGIN + (cell.column - first) * ACROSS, MARGIN + 10 + cell.row * DOWN


def _box(shown: Shown, x: float, y: float, *, focus: bool = False, remark: str | None = None) -> Box:
    owner, _, name = shown.id.rpartition("/")
    fill = fill_of(shown.license, shown.license_class)
    downloads = f"{short_number(shown.downloads)} downloads" if shown.downloads is not None else None
    unloaded = shown.status == "stub" and shown.license is None
    license_words = "not loaded" if unloaded else shown.license or "no licence"
    kind = None if unloaded or fill in ("none", "vague") else FILLS[fill]
    second = " · ".join(word for word in (owner, downloads) if word)
    third = " · ".join(word for word in (license_words, kind) if word)
    title = [shown.id, license_words, *([kind] if kind else []), *([downloads] if downloads else [])]
    if shown.children:
        title.append(f"{shown.children:,} made from it")
    lines = (cut_middle(name, BOLD), cut_middle(second, PLAIN), cut_middle(third, PLAIN))
    return Box(shown.id, x, y, lines, ", ".join(title), fill, focus, None, remark)


def _fold_box(fold: Fold, x: float, y: float) -> Box:
    more = f"{fold.models:,} more"
    title = f"{more} made from {fold.base}: {fold.text}"
    mix = ", ".join(f"{relation} {number:,}" for relation, number in fold.mix[:2])
    rest = len(fold.mix) - 2
    others = f"and {rest} other kind{'s' if rest > 1 else ''}" if rest > 0 else ""
    lines = (more if fold.full else f"{more} ▸", cut_middle(mix, PLAIN), others)
    return Box(fold.base, x, y, lines, title, "fold", fold=fold)


def _finish(boxes: dict[str, Box], steps: Sequence[Step]) -> Drawing:
    outgoing: dict[str, list[Step]] = defaultdict(list)
    incoming: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        outgoing[step.base].append(step)
        incoming[step.model].append(step)
    for many in outgoing.values():
        many.sort(key=lambda step: boxes[step.model].y)
    for many in incoming.values():
        many.sort(key=lambda step: boxes[step.base].y)
    drawing = Drawing(
        max(box.x for box in boxes.values()) + WIDE + MARGIN, max(box.y for box in boxes.values()) + HIGH + MARGIN
    )
    for step in steps:
        start, end = boxes[step.base], boxes[step.model]
        y1 = _port(start, outgoing[step.base].index(step), len(outgoing[step.base]))
        y2 = _port(end, incoming[step.model].index(step), len(incoming[step.model]))
        labelled = len(incoming[step.model]) < MANY_BASES
        drawing.lines.append(_line(step, start.x + WIDE, y1, end.x, y2, labelled=labelled))
    for name, many in incoming.items():
        if len(many) >= MANY_BASES:
            boxes[name] = _labelled_once(boxes[name], many)
    drawing.boxes = sorted(boxes.values(), key=lambda box: (box.x, box.y))
    return drawing


def _labelled_once(box: Box, steps: Sequence[Step]) -> Box:
    kinds = {step.relation for step in steps}
    what = kinds.pop() if len(kinds) == 1 else "made"
    conflicts = sum(step.verdict == "conflict" for step in steps)
    remark = f"{what} of {len(steps)}" + (f", ≠ {conflicts} in conflict" if conflicts else "")
    return Box(box.id, box.x, box.y, box.lines, box.title, box.fill, box.focus, box.fold, remark)


def _port(box: Box, place: int, ports: int) -> float:
    """The height at which a line meets the side of a box."""
    return box.y + HIGH * (place + 1) / (ports + 1)


def _line(step: Step, x1: float, y1: float, x2: float, y2: float, *, labelled: bool) -> Line:
    bend = (x2 - STRAIGHT - x1) / 2
    if x2 > x1:
        path = f"M{x1:g} {y1:.1f}C{x1 + bend:g} {y1:.1f} {x1 + bend:g} {y2:.1f} {x2 - STRAIGHT:g} {y2:.1f}H{x2 - 3:g}"
    else:
        # Only on a cycle: back around the boxes.
        path = f"M{x1:g} {y1:.1f}C{x1 + 60:g} {y1 - 60:.1f} {x2 - 60:g} {y2 - 60:.1f} {x2 - 3:g} {y2:.1f}"
    relation = step.relation.replace("_", " ")
    label = f"≠ {relation}" if step.verdict == "conflict" else relation
    title = f"{step.model}: {relation or 'made'} of {step.base}"
    if step.verdict:
        title += f", licences: {step.verdict}"
    return Line(path, relation, step.verdict, label if labelled else "", x2 - 12, y2 - 6, title)
