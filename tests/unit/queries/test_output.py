"""Rows are written safely for terminals and spreadsheets, and files wholly or not at all."""

import csv
import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.destination import destination
from supplygraph.errors import InputError
from supplygraph.queries.output import write_rows

ROWS = [
    {"name": "a/b", "count": 12, "tags": ["x", "y"], "gated": None},
    {"name": "é漢", "count": None, "tags": [], "gated": True},
]
HOSTILE = "\x1b[31mred\u202egnp.exe\x07\n\u2066x\u009b2J"


def written(form: str, rows: list[dict[str, Any]], columns: list[str] | None = None) -> str:
    out = io.StringIO()
    assert write_rows(form, columns, rows, out) == len(rows)
    return out.getvalue()


def test_json_lines_have_exactly_the_columns_and_lists_as_lists() -> None:
    lines = written("jsonl", ROWS, ["count", "tags"]).splitlines()
    assert [json.loads(line) for line in lines] == [{"count": 12, "tags": ["x", "y"]}, {"count": None, "tags": []}]
    assert list(json.loads(lines[0])) == ["count", "tags"]


@pytest.mark.parametrize("rows", [[], ROWS, ROWS[:1]])
def test_json_is_one_array(rows: list[dict[str, Any]]) -> None:
    assert json.loads(written("json", rows)) == rows


def test_table() -> None:
    assert written("table", ROWS) == (
        "name  count  tags  gated\n----  -----  ----  -----\na/b      12  x, y\né漢                true\n"
    )
    assert written("table", [], ["a"]) == "a\n-\n"
    assert written("table", []) == ""


def test_a_table_cuts_no_id() -> None:
    assert "x" * 300 in written("table", [{"id": "x" * 300, "n": 1}])


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_no_control_or_bidirectional_character_is_written(form: str) -> None:
    text = written(form, [{"a": HOSTILE, "b" + HOSTILE: [HOSTILE]}])
    for character in "\x1b\x07\u202e\u2066\u009b":
        assert character not in text


def test_json_keeps_hostile_text_as_data() -> None:
    assert json.loads(written("jsonl", [{"a": HOSTILE}])) == {"a": HOSTILE}


def test_csv_keeps_hostile_text_as_data() -> None:
    text = written("csv", [{"a": HOSTILE + "\r", "b": [HOSTILE]}])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][0] == HOSTILE + "\r"
    assert json.loads(rows[1][1]) == [HOSTILE]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "\rx", "＝1", '=HYPERLINK("x")', "-1+1|x"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    [row] = list(csv.reader(io.StringIO(written("csv", [{"a": text}]).split("\n", 1)[1])))
    assert row[0].startswith("'")


@pytest.mark.parametrize(
    ("value", "shown"), [(-5, "-5"), (-1.5, "-1.5"), ("-5", "-5"), ("+1e3", "+1e3"), ("a=b", "a=b")]
)
def test_plain_numbers_and_text_stay(value: Any, shown: str) -> None:
    assert written("csv", [{"a": value}]) == f"a\n{shown}\n"


def test_csv_null_is_empty_and_an_empty_text_is_quoted() -> None:
    assert written("csv", [{"a": None, "b": "", "c": True, "d": ["x", 1]}]) == 'a,b,c,d\n,"",true,"[""x"", 1]"\n'


def test_csv_text_cannot_begin_a_cell_of_its_own_in_a_semicolon_locale() -> None:
    assert written("csv", [{"a": "x;=cmd()"}]) == 'a\n"x;=cmd()"\n'


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=12), min_size=1, max_size=4))
def test_csv_reads_back_as_one_row(values: list[str]) -> None:
    text = written("csv", [{f"c{i}": value for i, value in enumerate(values)}])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 2
    assert len(rows[1]) == len(values)
    for cell in rows[1]:
        assert not cell.startswith(("=", "@", "\t", "\r"))


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    path.chmod(0o640)
    with pytest.raises(KeyError), destination(path) as out:
        write_rows("jsonl", ["a"], [{"a": 1}, {}], out)
    assert path.read_text() == "old"
    with destination(path) as out:
        out.write("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]


def test_a_link_is_followed_and_a_device_is_no_file_to_replace(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    with destination(tmp_path / "link") as out:
        out.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"
    with destination(Path(os.devnull)) as out:
        out.write("x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"), destination(tmp_path / "no" / "out.csv"):
        pass
