"""What pages keep, and which chart an answer gets."""

import threading
from typing import Any

from supplygraph.errors import ServerError
from supplygraph.explore.site import _bars, _flows, _Kept, _shares
from supplygraph.queries.run import Result
from supplygraph.queries.stored import Column
from supplygraph.report.repository import VERDICTS


def result(types: dict[str, str], *rows: tuple[Any, ...]) -> Result:
    columns = tuple(Column(name, kind, "") for name, kind in types.items())
    return Result(columns, [dict(zip(types, row, strict=True)) for row in rows])


def test_nobody_waits_for_an_answer_that_is_asked_anew() -> None:
    go, asked = threading.Event(), threading.Event()
    answers = iter(["old", "new"])

    def ask() -> str:
        answer = next(answers)
        if answer == "new":
            assert go.wait(10)
            asked.set()
        return answer

    kept = _Kept(ask)
    assert kept.get() == "old"
    kept.until = 0.0
    assert kept.get() == "old"
    assert kept.get() == "old"
    go.set()
    assert asked.wait(10)
    with kept.lock:
        assert kept.answer == "new"


def test_a_failed_renewal_keeps_the_old_answer() -> None:
    def ask() -> str:
        if kept.answer is None:
            return "old"
        raise ServerError("gone")

    kept = _Kept(ask)
    assert kept.get() == "old"
    kept.until = 0.0
    assert kept.get() == "old"
    with kept.lock:
        assert kept.get() == "old"


def test_bars_show_counts_and_not_what_only_falls_by_chance() -> None:
    types = {"license": "STRING", "models": "INTEGER", "datasets": "INTEGER"}
    assert _bars(result(types, ("mit", 9, 1), (None, 2, 5))) == {"models": 9}
    assert _bars(result({"depth": "INTEGER", "models": "INTEGER"}, (0, 3), (1, 7), (None, 2))) == {"models": 7}
    assert _bars(result({"model": "STRING", "hops": "INTEGER", "n": "INTEGER"}, ("a", 1, 2), ("b", 2, 3))) == {}
    assert _bars(result(types, ("mit", None, 1), ("x", 2, 5))) == {}


def test_changes_are_drawn_as_flows() -> None:
    types = {"upstream_license": "STRING", "downstream_license": "STRING", "relation": "STRING", "edges": "INTEGER"}
    drawn = _flows(result(types, ("mit", "gpl", "finetune", 3), ("mit", "gpl", "merge", 2), ("mit", None, "merge", 1)))
    assert drawn is not None
    assert {(one.source, one.target): one.number for one in drawn.ribbons} == {("mit", "gpl"): 5, ("mit", "none"): 1}
    assert _flows(result(types)) is None
    assert _flows(result({"license": "STRING", "edges": "INTEGER"}, ("mit", 1))) is None


def test_verdicts_are_drawn_as_shares() -> None:
    types = dict.fromkeys(("conflict", "warning", "compatible", "unknown"), "INTEGER")
    (row,) = _shares(result(types, (1, 0, 1, 0)))
    assert [width for _, width in row] == [130.0 if name in ("conflict", "compatible") else 0.0 for name in VERDICTS]
    assert _shares(result({"verdict": "STRING"}, ("conflict",))) == []
