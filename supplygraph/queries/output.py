"""Writes rows as a table, JSON, JSON Lines or CSV, safe to open in a spreadsheet."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, TextIO

from supplygraph.queries.plain import cell, plain
from supplygraph.text import HIDDEN, escaped, safe

Row = dict[str, Any]

FORMATS = ("table", "json", "jsonl", "csv")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_TO_QUOTE = re.compile(r"[\s\",;]")


def write_rows(form: str, columns: Sequence[str] | None, rows: Iterable[Row], out: TextIO) -> int:
    """Writes rows in one of `FORMATS` and returns how many there were.

    Args:
        form: One of `FORMATS`.
        columns: The columns in order; None takes them from the first row.
        rows: The rows; all but the table are written as they come.
        out: Where to.
    """
    rows = iter(rows)
    if columns is None:
        first = next(rows, None)
        columns = list(first) if first is not None else []
        rows = chain([first], rows) if first is not None else rows
    return _WRITERS[form](columns, rows, out)


def _write_jsonl(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    for row in rows:
        out.write(_json(columns, row) + "\n")
        count += 1
    return count


def _write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        out.write(("[\n" if count == 1 else ",\n") + _json(columns, row))
    out.write("\n]\n" if count else "[]\n")
    return count


def _json(columns: Sequence[str], row: Row) -> str:
    text = json.dumps({column: plain(row[column]) for column in columns}, ensure_ascii=False, allow_nan=False)
    # JSON allows characters bare that a terminal hides or obeys; escaped they are the same data.
    return HIDDEN.sub(lambda found: escaped(found[0]), text)


def _write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    if columns:
        out.write(",".join(_csv_cell(column) for column in columns) + "\n")
    count = 0
    for row in rows:
        out.write(",".join(_csv_cell(row[column]) for column in columns) + "\n")
        count += 1
    return count


def _csv_cell(value: Any) -> str:
    shown = plain(value)
    if shown is None:
        return ""
    if isinstance(shown, bool | int | float):
        return json.dumps(shown)
    text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
    if isinstance(shown, str) and shown.startswith(_FORMULA) and not _NUMBER.fullmatch(shown):
        text = "'" + text
    return _quoted(text)


def _quoted(text: str) -> str:
    if text == "" or _TO_QUOTE.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_table(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    values = [[row[column] for column in columns] for row in rows]
    numeric = [
        any(row[i] is not None for row in values)
        and all(row[i] is None or (isinstance(row[i], int | float) and not isinstance(row[i], bool)) for row in values)
        for i in range(len(columns))
    ]
    cells = [[_shown(cell(value)) for value in row] for row in values]
    if columns:
        names = [_shown(column) for column in columns]
        (_terminal_table if out.isatty() else _plain_table)(names, numeric, cells, out)
    return len(values)


def _shown(text: str) -> str:
    return text if text.isascii() and text.isprintable() else safe(text)


def _plain_table(columns: list[str], numeric: list[bool], cells: list[list[str]], out: TextIO) -> None:
    widths = [max(map(_width, column)) for column in zip(columns, *cells, strict=True)]
    for row in [columns, ["-" * width for width in widths], *cells]:
        line = "  ".join(
            " " * (width - _width(text)) + text if right else text + " " * (width - _width(text))
            for text, width, right in zip(row, widths, numeric, strict=True)
        )
        out.write(line.rstrip() + "\n")


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _terminal_table(columns: list[str], numeric: list[bool], cells: list[list[str]], out: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, right in zip(columns, numeric, strict=True):
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(text) for text in row))
    Console(file=out).print(table)


_WRITERS: dict[str, Callable[[Sequence[str], Iterable[Row], TextIO], int]] = {
    "table": _write_table,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}
