"""How verdicts on licences are told to people, whoever judged: headline, reasons, ways, conflicts and edges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from supplygraph.licenses.reasons import reason

if TYPE_CHECKING:
    from supplygraph.licenses.way import Hop

Row = dict[str, Any]

DISCLAIMER = "This is a reading by stated rules, not legal advice."
HEADLINES = {
    "conflict": "Conflict: its licence drops terms that an upstream licence imposes.",
    "unknown": "Unknown: it cannot be judged, because something is missing, unreadable or not loaded.",
    "warning": "Warning: no conflict, but review the points below.",
    "compatible": "Compatible: no upstream term conflicts with its licence.",
    "root": "No upstream known: the graph has no base, dataset or dependency for it. Its own licence decides.",
    "nothing_above": "Unknown: the rule set judges none of what it is made from.",
}
CONTESTED = "It is contested: it rests only on readings that are disputed or unclear."
SHOWN = 20


def reason_lines(codes: Iterable[str], indent: str = "  ") -> Iterator[str]:
    """Each reason in words, with its code."""
    yield from (f"{indent}- {reason(code)} ({code})" for code in codes)


def way_lines(way: Sequence[Hop], indent: str = "  ") -> Iterator[str]:
    """A way, each artifact under the one that is made from it."""
    for depth, hop in enumerate(way):
        mark = "  <-- dropped here" if hop.dropped_here else ""
        relation = f"{way[depth - 1].relation} " if depth else ""
        step = "  " * depth + ("└ " if depth else "")
        yield f"{indent}{step}{relation}{hop.artifact}  ({hop.license or 'no licence'}){mark}"


def conflict_lines(conflicts: Sequence[Row], rest: str) -> Iterator[str]:
    """The conflicts, each with its reasons and its way; `rest` says where those are that are too many to show."""
    for conflict in conflicts[:SHOWN]:
        yield ""
        yield f"Against {conflict['origin_license']} of {conflict['origin']}{_contested(conflict)}:"
        yield from reason_lines(conflict["codes"])
        if conflict["terms"]:
            yield f"  terms: {', '.join(conflict['terms'])}"
        yield from way_lines(conflict["way"])
    yield from _more(conflicts, rest)


def edge_lines(edges: Iterable[Row], rest: str, *, also: bool, not_loaded: Collection[str]) -> Iterator[str]:
    """The edges that are neither compatible nor in conflict, each with its reasons."""
    found = [row for row in edges if row["verdict"] in ("unknown", "warning")]
    if not found:
        return
    yield ""
    yield "Also review:" if also else "Review:"
    for row in found[:SHOWN]:
        missing = "not loaded" if row["upstream"] in not_loaded else "no licence"
        above = f"{row['relation']} {row['upstream']}  ({row['upstream_license'] or missing})"
        yield f"  {above}: {row['verdict']}{_contested(row)}"
        yield from reason_lines(row["codes"], "    ")
    yield from _more(found, rest)


def _contested(row: Row) -> str:
    return ", contested" if row["certainty"] == "contested" else ""


def _more(rows: Sequence[Row], rest: str) -> Iterator[str]:
    if len(rows) > SHOWN:
        yield f"  … and {len(rows) - SHOWN} more; {rest}"
