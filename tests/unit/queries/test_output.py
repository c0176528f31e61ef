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
from supplygraph.queries.formats import format_of
from supplygraph.queries.output import write_rows

ROWS: list[dict[str, Any]] = [
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


def test_parquet_keeps_types_and_lists(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "rows.parquet"
    with destination(path) as out:
        assert write_rows("parquet", None, ROWS, out) == 2
    table = pyarrow.read_table(path)
    assert table.to_pylist() == ROWS
    assert str(table.schema.field("count").type) == "int64"


def test_parquet_is_not_written_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(InputError, match="Parquet cannot be read on a terminal"):
        write_rows("parquet", None, ROWS, Terminal())


def test_markdown_is_a_table_in_which_nothing_from_outside_acts() -> None:
    assert written("md", [{"id": "a/b_c", "n": 1200}]) == "| id | n |\n| --- | --- |\n| a/b\\_c | 1,200 |\n"
    text = written("md", [{"a": "x | y\n<script>[l](http://evil) `c`" + HOSTILE}])
    assert len(text.splitlines()) == 3
    assert "x \\| y" in text
    for acting in ("<script>", "[l](", " `c`", "\u202e", "\x1b"):
        assert acting not in text


def test_html_is_a_page_in_which_nothing_from_outside_acts() -> None:
    text = written("html", [{"<b>": "<script>alert(1)</script>" + HOSTILE, "n": 1200}])
    assert text.startswith("<!doctype html>")
    assert "<td class=n>1,200</td>" in text
    for acting in ("<script>", "<th><b>", "\u202e", "\x1b"):
        assert acting not in text


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.csv", "csv"),
        ("x.PARQUET", "parquet"),
        ("x.md", "md"),
        ("x.htm", "html"),
        ("x.ndjson", "jsonl"),
        ("x", "table"),
    ],
)
def test_the_ending_of_a_file_says_the_form(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


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
