"""Draws rows for people: a table as wide as its text, one that fits a terminal, or a list of one row's values."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from supplygraph.ids.addresses import web_address
from supplygraph.queries.cells import shown, width_of, wrapped
from supplygraph.queries.layout import GAP, Kind, Layout, Measured, fit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Row = dict[str, Any]

#: Lines that a text takes in a table at most.
_LINES = 3
#: The least width of a text, and the longest word of a short fact.
_TEXT, _WORD = 24, 32
_ID = re.compile(r"[\w.:-]+(/[\w.:-]+)+|[a-z]+:[\w./-]+")
_MODELS = frozenset({"model", "base", "child", "ancestor", "descendant", "root", "popular", "likely_base", "successor"})
_REPOSITORY = re.compile(r"github\.com/[\w.-]+/[\w.-]+")
#: Settings by which terminals that open links make themselves known.
_LINKING = ("WT_SESSION", "KITTY_WINDOW_ID", "VTE_VERSION", "KONSOLE_VERSION", "DOMTERM", "FORCE_HYPERLINK")
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"})


@dataclass(frozen=True)
class Look:
    """How rows are drawn.

    Attributes:
        width: Cells that a line may take; None for as many as it needs.
        styled: Whether a terminal shows it, which takes styles.
        vertical: Each row as a list of its values; None for a single row only.
        links: Whether ids are links.
        more: How to see the columns that are not shown, for the line that names them.
    """

    width: int | None = None
    styled: bool = False
    vertical: bool | None = False
    links: bool = False
    more: str = ""


def look_for(out: TextIO, *, wide: bool = False, vertical: bool = False, more: str = "") -> Look:
    """The look that suits where it is written: a terminal has a width, a file and a pipe have none."""
    if not out.isatty():
        return Look(vertical=vertical)
    width = None if wide else shutil.get_terminal_size().columns
    return Look(width, True, vertical or (None if not wide else False), takes_links(), more)


def takes_links() -> bool:
    """Whether the terminal is known to open links in text."""
    if os.environ.get("TERM") == "dumb" or os.environ.get("FORCE_HYPERLINK") == "0":
        return False
    return os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS or any(map(os.environ.get, _LINKING))


def draw(columns: Sequence[str], rows: Iterable[Row], out: TextIO, look: Look) -> int:
    """Draws rows and returns how many there were."""
    found = list(rows)
    if not columns or (look.styled and not found):
        return len(found)
    names = [shown("", column) for column in columns]
    cells = [[shown(column, row[column]) for column in columns] for row in found]
    right = [_numeric([row[column] for row in found]) for column in columns]
    pen = _Pen(out, look, columns, found)
    if found and (look.vertical or (look.vertical is None and len(found) == 1)):
        _draw_list(names, cells, pen)
    elif look.width is None:
        widths = [max(map(width_of, column)) for column in zip(names, *cells, strict=True)]
        _draw_table(names, cells, right, Layout(list(enumerate(widths))), pen)
    else:
        measured = _measure(names, cells, right, look.width)
        layout = fit(measured, look.width)
        _draw_table(names, cells, right, layout, pen)
        if layout.left_out:
            left_out = ", ".join(names[place] for place in layout.left_out)
            pen.note(f"Not shown at this width: {left_out}." + (f" {look.more}" if look.more else ""), look.width)
    return len(found)


def _numeric(values: list[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)


def _measure(names: list[str], cells: list[list[str]], right: list[bool], width: int) -> list[Measured]:
    """The columns with their names on one line each where all has room, or else folded at underscores."""
    columns = [[row[place] for row in cells] for place in range(len(names))]
    whole = [_measured(name, name, columns[place], right[place]) for place, name in enumerate(names)]
    if sum(one.natural + GAP for one in whole) - GAP <= width:
        return whole
    folded = [max(_folded(name, 1), key=width_of) for name in names]
    return [_measured(name, folded[place], columns[place], right[place]) for place, name in enumerate(names)]


def _folded(name: str, width: int) -> list[str]:
    """A column's name in lines of a width, cut after underscores only."""
    lines = [""]
    for piece in re.split(r"(?<=_)(?=.)", name):
        if lines[-1] and width_of(lines[-1] + piece) > width:
            lines.append(piece)
        else:
            lines[-1] += piece
    return lines


def _measured(name: str, heading: str, cells: list[str], numeric: bool) -> Measured:
    natural = max(map(width_of, [heading, *cells]))
    constant = cells[0] if len(cells) > 1 and cells[0] and len(set(cells)) == 1 else None
    filled = [cell for cell in cells if cell]
    if not numeric and filled and all(map(_ID.fullmatch, filled)):
        return Measured(name, Kind.ID, natural, natural, constant)
    if numeric or all(" " not in cell and width_of(cell) <= _WORD for cell in cells):
        return Measured(name, Kind.FACT, natural, natural, constant)
    words = max((width_of(word) for cell in cells for word in cell.split(" ")), default=0)
    least = min(natural, max(len(heading), _TEXT, min(words, _WORD)))
    return Measured(name, Kind.TEXT, natural, least, constant)


def _draw_list(names: list[str], cells: list[list[str]], pen: _Pen) -> None:
    widest = max(map(width_of, names))
    room = None if pen.look.width is None else max(pen.look.width - widest - GAP, _TEXT)
    for number, row in enumerate(cells):
        if number:
            pen.line([])
        for place, (name, text) in enumerate(zip(names, row, strict=True)):
            lines = [text] if room is None else wrapped(text, room)
            pen.line([(name.ljust(widest), "dim", None), ("  ", "", None), pen.cell(number, place, lines[0] or "–")])
            for line in lines[1:]:
                pen.line([(" " * (widest + GAP) + line, "", None)])


def _draw_table(names: list[str], cells: list[list[str]], right: list[bool], layout: Layout, pen: _Pen) -> None:
    for place in layout.lifted:
        room = max((pen.look.width or 10**6) - len(names[place]) - 1, _TEXT)
        lines = wrapped(cells[0][place], room)
        pen.line([(f"{names[place]} ", "dim", None), pen.cell(0, place, lines[0])])
        for text in lines[1:]:
            pen.line([(" " * (len(names[place]) + 1) + text, "", None)])
    if layout.lifted:
        pen.line([])
    headings = [_folded(names[place], width) for place, width in layout.main]
    high = max(map(len, headings))
    for depth in range(high):
        # Short names stand right above the line.
        at = [depth - high + len(heading) for heading in headings]
        shown_ = [heading[one] if one >= 0 else "" for heading, one in zip(headings, at, strict=True)]
        pen.line(_padded([(text, "bold", None) for text in shown_], layout, right))
    if pen.look.styled:
        pen.line(
            [("─" * min(sum(width + GAP for _, width in layout.main) - GAP, pen.look.width or 10**6), "dim", None)]
        )
    else:
        pen.line([("  ".join("-" * width for _, width in layout.main), "", None)])
    for number, row in enumerate(cells):
        columns = [_lines(row[place], width) for place, width in layout.main]
        for depth in range(max(map(len, columns))):
            parts = [
                pen.cell(number, place, lines[depth]) if depth < len(lines) else ("", "", None)
                for (place, _), lines in zip(layout.main, columns, strict=True)
            ]
            pen.line(_padded(parts, layout, right))
        for places in layout.below:
            pen.line(_line_below(names, row, number, places, pen))


def _lines(text: str, width: int) -> list[str]:
    return [text] if width_of(text) <= width or " " not in text else wrapped(text, width, _LINES)


def _line_below(names: list[str], row: list[str], number: int, places: list[int], pen: _Pen) -> list[Part]:
    parts: list[Part] = []
    for place in places:
        if row[place]:
            parts += [(f"  {names[place]} ", "dim", None), pen.cell(number, place, row[place])]
    return parts


Part = tuple[str, str, str | None]
"""A piece of a line: its text, its style, and the address it leads to."""


def _padded(parts: list[Part], layout: Layout, right: list[bool]) -> list[Part]:
    line: list[Part] = []
    for (text, style, link), (place, width) in zip(parts, layout.main, strict=True):
        space = " " * max(width - width_of(text), 0)
        before, after = (space, "") if right[place] else ("", space)
        line += [(("  " if line else "") + before, "", None), (text, style, link), (after, "", None)]
    return line


class _Pen:
    """Writes lines, with styles and links where a terminal takes them."""

    def __init__(self, out: TextIO, look: Look, columns: Sequence[str], rows: list[Row]) -> None:
        self.look = look
        self._out = out
        self._columns = columns
        self._rows = rows
        self._console: Console | None = None
        if look.styled:
            from rich.console import Console

            self._console = Console(file=out, force_terminal=True, width=10**6, highlight=False)

    def cell(self, number: int, place: int, text: str) -> Part:
        """One cell of a row, which leads to what it names where it may."""
        link = _link(self._columns[place], self._rows[number]) if self.look.links else None
        return text, _STYLES.get(text, "") if self.look.styled else "", link

    def line(self, parts: list[Part]) -> None:
        """Writes one line."""
        if self._console is None:
            self._out.write("".join(text for text, _, _ in parts).rstrip() + "\n")
            return
        from rich.text import Text

        line = Text()
        for text, style, link in parts:
            line.append(text, f"{style} link {link}".strip() if link else style)
        line.rstrip()
        self._print(line)

    def note(self, text: str, width: int) -> None:
        """Writes what is to be known of the table, below it."""
        for line in ["", *wrapped(text, width)]:
            self.line([(line, "dim", None)])

    def _print(self, line: Text) -> None:
        assert self._console is not None  # noqa: S101 (only called with one)
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


_STYLES = {"conflict": "bold red", "unknown": "yellow", "warning": "yellow", "compatible": "green"}


def _link(column: str, row: Row) -> str | None:
    """The page of what a cell names; None where that is not certain."""
    value = row[column]
    if not isinstance(value, str):
        return None
    if _REPOSITORY.fullmatch(value):
        return web_address("repository", value)
    kind = row.get("kind") if column in ("id", "artifact") else "model" if column in _MODELS else column
    return web_address(kind, value) if kind in ("model", "dataset") and "/" in value else None
