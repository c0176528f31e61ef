"""Keeps what an assistant is told small and plain: texts are cut, hidden characters written out, rows counted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from supplygraph.queries.plain import plain
from supplygraph.text import safe

Row = dict[str, Any]

#: Rows that are shown by default, and at most.
SHOWN, MOST = 50, 200
#: Rows that are counted; of more only that there are more is said.
COUNTED = 10_000
#: Characters of one text, items of one list, and characters of all rows of one answer that are shown.
TEXT, ITEMS, ANSWER = 500, 50, 60_000


def told(value: Any) -> Any:
    """A value as data of JSON: texts and lists are cut, and what a text hides is written out."""
    return _cut(plain(value))


def _cut(value: Any) -> Any:
    match value:
        case str():
            text = safe(value)
            return text if len(text) <= TEXT else f"{text[:TEXT]}… (cut; {len(text):,} characters)"
        case list():
            more = [f"… and {len(value) - ITEMS:,} more"] if len(value) > ITEMS else []
            return [_cut(item) for item in value[:ITEMS]] + more
        case dict():
            return {safe(key): _cut(item) for key, item in value.items()}
    return value


def counted(rows: Iterable[Row], shown: int = SHOWN) -> Row:
    """Some rows, how many there are, and whether some are left out."""
    kept: list[Row] = []
    count = size = 0
    for count, row in enumerate(rows, start=1):
        if count > COUNTED:
            break
        if len(kept) == count - 1 < shown:
            made = told(row)
            size += len(json.dumps(made, ensure_ascii=False))
            if not kept or size <= ANSWER:
                kept.append(made)
    found: Row = {"count": min(count, COUNTED), "rows": kept, "truncated": len(kept) < count}
    if count > COUNTED:
        found["count_is_at_least"] = True
    return found
