"""A table fits the terminal without breaking an id, and says what it does not show."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import DateTime

from supplygraph.queries.cells import shortened, shown, width_of, wrapped
from supplygraph.queries.layout import GAP, Kind, Layout, Measured, fit
from supplygraph.queries.table import Look, draw
from supplygraph.text import guarded

LONG = "MohammadOthman/Mistral-NeuralHermes-Merge-7B-slerp"
OTHER = "NousResearch/Hermes-2-Theta-Llama-3-8B"


def drawn(rows: list[dict[str, Any]], width: int | None = 80, **look: Any) -> list[str]:
    out = io.StringIO()
    assert draw(list(rows[0]), rows, out, Look(width, **look)) == len(rows)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("downloads", 260000000, "260,000,000"),
        ("year", 2024, "2024"),
        ("share", 0.16666666, "16.7 %"),
        ("share", 1.0, "100.0 %"),
        ("share", 0.0001, "<0.1 %"),
        ("share", 0.0, "0.0 %"),
        ("value", 0.16666666, "0.167"),
        ("value", 1234.5678, "1,235"),
        ("value", float("nan"), "nan"),
        ("value", float("inf"), "inf"),
        ("gated", True, "true"),
        ("x", None, ""),
        ("x", DateTime(2024, 5, 1, 10, 20, 33), "2024-05-01 10:20"),
        ("x", DateTime(2024, 5, 1), "2024-05-01"),
        ("x", "a\x1b[2Jb", "a\\u001b[2Jb"),
    ],
)
def test_values_as_people_read_them(column: str, value: Any, text: str) -> None:
    assert shown(column, value) == text


def test_an_id_is_never_broken_and_a_second_one_goes_below() -> None:
    rows = [
        {"artifact": LONG, "license": "mit", "origin": OTHER, "hops": 1, "codes": ["NC_DROPPED", "AUP_DROPPED"]},
        {"artifact": OTHER, "license": "llama3", "origin": LONG, "hops": 2, "codes": ["NC_DROPPED", "BR_DROPPED"]},
    ]
    lines = drawn(rows)
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert text.count(LONG) == text.count(OTHER) == 2
    assert f"  origin {OTHER}" in lines[3]
    assert lines[-1].startswith("Not shown at this width: codes.")


def test_what_fits_is_shown_as_it_is() -> None:
    lines = drawn([{"id": "a/b", "n": 1, "why": "some words"}, {"id": "c/d", "n": 1000, "why": None}])
    assert lines[0] == "id       n  why"
    assert lines[2:] == ["a/b      1  some words", "c/d  1,000"]


def test_long_names_of_columns_are_folded_where_room_is_short() -> None:
    row = {"descendant": LONG, "license": "cc-by-nc-4.0", "downloads": 5100, "downloads_and_below": 250_000}
    lines = drawn([row, row | {"descendant": OTHER, "license": "mit", "downloads": 9, "downloads_and_below": 7}])
    assert lines[0].split() == ["downloads_"]
    assert lines[1].split() == ["descendant", "license", "and_below"]
    assert lines[3].split() == [LONG, "cc-by-nc-4.0", "250,000"]
    assert lines[-1].startswith("Not shown at this width: downloads.")
    assert drawn([{"model": "a/b", "downloads_and_below": 1}] * 2)[0].split() == ["model", "downloads_and_below"]


def test_text_is_wrapped_between_words_and_ends_after_three_lines() -> None:
    rows = [{"id": LONG, "why": "word " * 60}, {"id": OTHER, "why": "short"}]
    lines = drawn(rows)
    assert max(map(len, lines)) <= 80
    assert lines[4].endswith("…")
    assert lines[5].startswith(OTHER)


def test_what_all_rows_have_is_said_once_where_room_is_short() -> None:
    rows = [{"artifact": LONG, "origin": OTHER, "n": n, "term": f"T{n}"} for n in range(2)]
    lines = drawn(rows)
    assert lines[0] == f"artifact {LONG}"
    assert lines[1] == f"origin {OTHER}"
    assert lines[3].split() == ["n", "term"]


def test_one_row_is_a_list_on_a_terminal_and_any_row_with_vertical() -> None:
    row = {"model": LONG, "text": "word " * 30, "gated": None}
    lines = drawn([row], vertical=None)
    assert lines[0] == f"model  {LONG}"
    assert lines[1].startswith("text   word word")
    assert lines[2].startswith("       word")
    assert lines[-1] == "gated  –"
    assert len(drawn([row, row], vertical=True)) == 2 * len(lines) + 1


def test_no_width_means_that_nothing_is_left_out() -> None:
    row = {f"column_{n}": LONG for n in range(9)}
    assert "\n".join(drawn([row, row], None)).count(LONG) == 18


def test_a_link_leads_to_the_hub_and_passes_the_guard() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    rows = [{"model": LONG, "dataset": "a/b", "origin": OTHER, "repository": "github.com/a/b"}] * 2
    draw(list(rows[0]), rows, guarded(terminal), Look(None, styled=True, links=True))
    text = terminal.getvalue()
    for address in (f"huggingface.co/{LONG}", "huggingface.co/datasets/a/b", "github.com/a/b"):
        assert f"https://{address}\x1b\\" in text
    assert f"https://huggingface.co/{OTHER}" not in text
    assert "\\u001b" not in text


def test_a_link_from_outside_does_not_pass_the_guard() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    guarded(terminal).write("\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\")
    assert "\x1b]8;;https" not in terminal.getvalue()


KINDS = st.sampled_from(Kind)
WIDTHS = st.integers(1, 60)


@st.composite
def columns(draw_: st.DrawFn) -> Measured:
    natural = draw_(WIDTHS)
    kind = draw_(KINDS)
    least = draw_(st.integers(1, natural)) if kind is Kind.TEXT else natural
    constant = draw_(st.sampled_from([None, None, "x"]))
    return Measured(draw_(st.text("abc", min_size=1, max_size=3)), kind, natural, least, constant)


@given(st.lists(columns(), min_size=1, max_size=9), st.integers(20, 120))
def test_every_column_has_one_place_and_a_row_fits(measured: list[Measured], width: int) -> None:
    layout: Layout = fit(measured, width)
    places = [place for place, _ in layout.main] + [place for line in layout.below for place in line]
    places += layout.lifted + layout.left_out
    assert sorted(places) == list(range(len(measured)))
    assert layout.main
    if layout.below:
        assert not any(measured[place].kind is Kind.ID for place in layout.left_out)
    assert all(wide >= measured[place].least for place, wide in layout.main)
    if len(layout.main) > 1:
        assert sum(wide for _, wide in layout.main) + GAP * (len(layout.main) - 1) <= width


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60), st.integers(4, 30))
def test_wrapping_keeps_the_words_and_the_width(text: str, width: int) -> None:
    assert " ".join(wrapped(text, width)).split() == text.split()
    assert all(width_of(line) <= width for line in wrapped(text, width, 3))
    assert width_of(shortened(text, width)) <= width
