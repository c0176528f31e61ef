"""How values are written on a page: numbers, dates, long names, classes of licences, relations."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

#: Classes of licences that one fill stands for, each with the word that is written on a box.
FILLS = {
    "open": "open",
    "copyleft": "share-alike",
    "limits": "with limits of use",
    "nc": "non-commercial",
    "vague": "not known",
    "none": "no licence",
}
_FILL_OF = {
    "public_domain": "open",
    "permissive": "open",
    "attribution": "open",
    "data_permissive": "open",
    "weak_copyleft": "copyleft",
    "strong_copyleft": "copyleft",
    "network_copyleft": "copyleft",
    "share_alike": "copyleft",
    "data_sharealike": "copyleft",
    "rail": "limits",
    "community": "limits",
    "data_restricted": "limits",
    "nd": "limits",
    "nc": "nc",
    "nc_sa": "nc",
    "nc_nd": "nc",
    "research": "nc",
}
#: What is counted of each kind of artifact in a list of results.
UNITS = {
    "model": "downloads",
    "dataset": "downloads",
    "repository": "stars",
    "publisher": "published",
    "license": "declare it",
}
#: What the verdicts are called, and the sign that stands beside the colour.
VERDICTS = {
    "conflict": ("conflict", "≠"),
    "unknown": ("unknown", "?"),
    "warning": ("warning", "!"),
    "compatible": ("compatible", "✓"),
    "root": ("no upstream", "○"),
    "nothing_above": ("not judged", "○"),
}


def fill_of(license_id: str | None, license_class: str | None) -> str:
    """The fill for what an artifact declares."""
    if license_id is None:
        return "none"
    return _FILL_OF.get(license_class or "", "vague")


def short_number(number: int | float | None) -> str:
    """A number in few characters: 950, 12k, 1.2M, 70B; nothing for none."""
    if number is None:
        return ""
    for unit, size in (("T", 10**12), ("B", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= size:
            value = number / size
            return f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}"
    return f"{number:g}"


def plain_value(value: Any) -> str:
    """A value of a property: numbers in groups, times as days."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case list():
            return ", ".join(plain_value(one) for one in value)
    return day(value) if hasattr(value, "to_native") else str(value)


def day(value: Any) -> str:
    """The day of a time."""
    text = value.isoformat() if hasattr(value, "isoformat") else value.iso_format()
    return str(text)[:10]


def ago(value: Any, now: datetime | None = None) -> str:
    """How long ago a time is, in words."""
    then = value.to_native() if hasattr(value, "to_native") else value
    seconds = ((now or datetime.now(UTC)) - then).total_seconds()
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number:,} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def width(text: str) -> int:
    """How many narrow letters a text is wide."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut_middle(text: str, most: int) -> str:
    """The text with its middle left out where it is too wide: names differ at their ends."""
    if width(text) <= most:
        return text
    head, tail = text, text
    while width(head) > (most - 1) * 3 // 5:
        head = head[:-1]
    while width(tail) > most - 1 - width(head):
        tail = tail[1:]
    return f"{head}…{tail}"
