"""Writes rows as a table, JSON, JSON Lines, CSV, Parquet, Markdown or HTML, safe wherever they are opened."""

import html
import json
import re
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from itertools import chain
from typing import Any, TextIO

from supplygraph.errors import InputError
from supplygraph.queries.cells import shown
from supplygraph.queries.plain import plain
from supplygraph.queries.stored import Column
from supplygraph.queries.table import Look, draw, look_for
from supplygraph.text import HIDDEN, escaped, safe

Row = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_TO_QUOTE = re.compile(r"[\s\",;]")
_MARKS = re.compile(r"[\\`*_{}\[\]()#+!|~]")
_PAGE = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>supplygraph</title>\n'
    "<style>body{font:14px system-ui,sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{border-bottom:1px solid #8884;padding:.3em .8em;text-align:left;vertical-align:top}"
    "th{position:sticky;top:0;background:Canvas}.n{text-align:right;font-variant-numeric:tabular-nums}"
    ":root{color-scheme:light dark}</style>\n"
)


def write_rows(
    form: str,
    columns: Sequence[str] | Sequence[Column] | None,
    rows: Iterable[Row],
    out: TextIO,
    look: Look | None = None,
) -> int:
    """Writes rows in one of the `FORMATS` and returns how many there were.

    Args:
        form: One of `FORMATS`.
        columns: The columns in order, by name or with their types; None takes them from the first row.
        rows: The rows; all but the table and Parquet are written as they come.
        out: Where to.
        look: How a table is drawn; None for what suits where it is written.

    Raises:
        InputError: Parquet is to be written on a terminal.
        SupplygraphError: Parquet is asked for, and pyarrow is not installed.
    """
    rows = iter(rows)
    if columns is None:
        first = next(rows, None)
        columns = list(first) if first is not None else []
        rows = chain([first], rows) if first is not None else rows
    named = [column if isinstance(column, Column) else Column(column, "ANY", "") for column in columns]
    if form == "table":
        return draw([column.name for column in named], rows, out, look or look_for(out))
    return _WRITERS[form](named, rows, out)


def _write_jsonl(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    for row in rows:
        out.write(_json(columns, row) + "\n")
        count += 1
    return count


def _write_json(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        out.write(("[\n" if count == 1 else ",\n") + _json(columns, row))
    out.write("\n]\n" if count else "[]\n")
    return count


def _json(columns: Sequence[Column], row: Row) -> str:
    text = json.dumps({column.name: plain(row[column.name]) for column in columns}, ensure_ascii=False, allow_nan=False)
    # JSON allows characters bare that a terminal hides or obeys; escaped they are the same data.
    return HIDDEN.sub(lambda found: escaped(found[0]), text)


def _write_csv(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    if columns:
        out.write(",".join(_csv_cell(column.name) for column in columns) + "\n")
    count = 0
    for row in rows:
        out.write(",".join(_csv_cell(row[column.name]) for column in columns) + "\n")
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


def _write_markdown(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    if columns:
        out.write("| " + " | ".join(markdown(column.name) for column in columns) + " |\n")
        out.write("|" + " --- |" * len(columns) + "\n")
    for row in rows:
        count += 1
        out.write("| " + " | ".join(markdown(shown(column.name, row[column.name])) for column in columns) + " |\n")
    return count


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: neither its own marks nor HTML act in it."""
    return html.escape(_MARKS.sub(r"\\\g<0>", safe(text)), quote=False)


def _write_html(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    out.write(_PAGE)
    return _write_html_table(columns, rows, out)


def html_table(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """A table for a notebook, in which text stays text: neither HTML nor formulas in it act."""
    text = StringIO()
    _write_html_table(columns, rows, text)
    return text.getvalue()


def _write_html_table(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    # A notebook would set what stands between dollar signs as a formula, with links.
    out.write('<table class="tex2jax_ignore mathjax_ignore">\n<thead><tr>')
    out.write("".join(f"<th>{html.escape(safe(column.name))}</th>" for column in columns) + "</tr></thead>\n<tbody>\n")
    count = 0
    for row in rows:
        count += 1
        cells = (_html_cell(column.name, row[column.name]) for column in columns)
        out.write(f"<tr>{''.join(cells)}</tr>\n")
    out.write("</tbody>\n</table>\n")
    return count


def _html_cell(column: str, value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=n' if number else ''}>{html.escape(shown(column, value))}</td>"


def _write_parquet(columns: Sequence[Column], rows: Iterable[Row], out: TextIO) -> int:
    from supplygraph.queries.frames import to_arrow, typed

    if out.isatty():
        raise InputError("Parquet cannot be read on a terminal", "write it to a file: --out rows.parquet")
    found = list(rows)
    table = to_arrow(typed(tuple(columns), found), found)
    import pyarrow.parquet

    out.flush()
    pyarrow.parquet.write_table(table, out.buffer, compression="zstd")
    return len(found)


_WRITERS: dict[str, Callable[[Sequence[Column], Iterable[Row], TextIO], int]] = {
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "md": _write_markdown,
    "html": _write_html,
}
