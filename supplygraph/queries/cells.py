"""The text of a cell as people read it: numbers grouped and rounded, shares as percent, dates short."""

import re
from typing import Any

from neo4j.time import DateTime
from rich.cells import cell_len

from supplygraph.queries.plain import cell
from supplygraph.text import safe

#: Columns whose fractions are shares of a whole.
_SHARE = re.compile(r"(^|_)(share|percentage)($|_)")
#: Columns whose integers name something and count nothing.
_NAMING = re.compile(r"(^|_)(id|year|line|version|port|number)$")


def shown(column: str, value: Any) -> str:
    """The text of a value in a column, on one line and without anything that a terminal obeys or hides."""
    match value:
        case bool() | None:
            return cell(value)
        case int():
            return str(value) if _NAMING.search(column) else f"{value:,}"
        case float():
            return _percent(value) if _SHARE.search(column) and 0 <= value <= 1 else _rounded(value)
        case DateTime():
            return _short(value)
    text = cell(value)
    return text if text.isascii() and text.isprintable() else safe(text)


def _percent(share: float) -> str:
    return "<0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"


def _rounded(value: float) -> str:
    """Three digits that say something, or all before the point."""
    if abs(value) < 1e15 and (abs(value) >= 100 or value == int(value)):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _short(value: DateTime) -> str:
    moment = value.to_native()
    utc = value.tzinfo is None or not value.utc_offset()
    day = f"{moment:%Y-%m-%d}"
    if utc and not (moment.hour or moment.minute or moment.second):
        return day
    return f"{day} {moment:%H:%M}" + ("" if utc else f"{moment:%z}")


def width_of(text: str) -> int:
    """The cells of a terminal that a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """A text in lines of a width, cut between words only; what goes beyond `most` lines ends in an ellipsis."""
    lines = [""]
    for word in text.split(" "):
        line = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(line) <= width or not lines[-1]:
            lines[-1] = line
        else:
            lines.append(word)
    if most is not None:
        cut = len(lines) > most
        lines = [shortened(line, width) for line in lines[:most]]
        if cut:
            lines[-1] = shortened(lines[-1] + "…", width)
    return lines


def shortened(text: str, width: int) -> str:
    """A text that fits a width, with an ellipsis for what is left out."""
    if width_of(text) <= width:
        return text
    kept = text[:width]
    while width_of(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"
