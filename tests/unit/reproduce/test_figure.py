"""A figure is compared at the precision that it was published with, and only what must match can fail."""

import csv
import io
import json
from typing import Any

import pytest

from supplygraph.cli.reproduce import report
from supplygraph.reproduce.figure import Figure, failures, percent, table_row


@pytest.mark.parametrize(
    ("published", "computed", "decimals", "matches", "difference"),
    [
        (25.61, 100 * 5_756 / 22_474, 2, True, 0),
        (43.42, 42.53, 2, False, -0.89),
        (0.24, 0.2351, 2, True, 0),
        (0.24, 0.2349, 2, False, -0.01),
        (1_502, 1_502, 0, True, 0),
        (1_502, 1_501, 0, False, -1),
        ("mit, apache-2.0", "mit, apache-2.0", 0, True, None),
        ("mit, apache-2.0", "mit, bsd", 0, False, None),
        (7, None, 0, None, None),
        (None, 7, 0, None, None),
    ],
)
def test_values_are_compared_at_the_published_precision(
    published: Any, computed: Any, decimals: int, matches: bool | None, difference: float | None
) -> None:
    figure = Figure("f", published, computed, decimals=decimals)
    assert (figure.matches, figure.difference) == (matches, difference)


def test_only_a_figure_that_must_match_fails() -> None:
    good, bad = Figure("good", 1, 1, True), Figure("bad", 1, 2, True)
    missing, known = Figure("missing", 1, None, True), Figure("known", 1, 2)
    assert failures([good, bad, missing, known]) == [bad, missing]


def test_a_figure_that_must_match_needs_something_to_match() -> None:
    with pytest.raises(ValueError, match="no value is published"):
        Figure("f", None, 1, must_match=True)


def test_a_share_of_nothing_is_nothing() -> None:
    assert (percent(0, 0), percent(1, 4)) == (0, 25)


@pytest.mark.parametrize(
    ("figure", "row"),
    [
        (Figure("a", 43.42, 42.5301, unit="%", decimals=2, why="w"), ("43.42 %", "42.53 %", "-0.89", "w")),
        (Figure("b", 1_502, 1_502, True), ("1,502", "1,502", "none", "")),
        (Figure("c", 1_502, 1_600, True), ("1,502", "1,600", "+98 (must match)", "")),
        (Figure("d", "x", "y"), ("x", "y", "differs", "")),
        (Figure("e", 5, None, why="not public"), ("5", None, "not computable", "not public")),
        (Figure("f", None, 5), (None, "5", "not published", "")),
    ],
)
def test_the_row_for_people(figure: Figure, row: tuple[str | None, ...]) -> None:
    shown = table_row(figure)
    assert tuple(shown) == ("figure", "published", "computed", "difference", "why")
    assert tuple(shown.values())[1:] == row


def test_the_report_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("models", 2, 2, True, place="section 1"), Figure("links", 3, 4, True)]
    assert report(figures[:1], "table") == 0
    assert report(figures, "json") == 1
    shown = capsys.readouterr()
    assert shown.err == "must match, but do not: links\n"
    rows = json.loads(shown.out.split("\n", 3)[3])
    assert [row["matches"] for row in rows] == [True, False]
    assert rows[0]["place"] == "section 1"
    report(figures, "csv")
    assert [row["difference"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["0", "1"]
