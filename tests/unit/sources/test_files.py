"""Files of records: formats known by content, what is broken, and memory that does not grow."""

import gzip
import io
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from supplygraph.errors import InputError
from supplygraph.sources import lines
from supplygraph.sources.files import RecordFile
from supplygraph.sources.json_values import json_values
from supplygraph.tally import Tally

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ROWS = [{"id": "a/b", "n": 1}, {"id": "c/d", "n": 2}]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def read(path: Path, tally: Tally | None = None) -> list[dict[str, Any]]:
    """All records of a file."""
    return [record.values for record in RecordFile(path).records(tally or Tally())]


def file(folder: Path, content: bytes, name: str = "records") -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(content)
    return path


def zst(content: bytes) -> bytes:
    """Zstandard of it, in a stream without its size, as command line tools make it."""
    target = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(target, closefd=False) as writer:
        writer.write(content)
    return target.getvalue()


@pytest.mark.parametrize("packed", [bytes, gzip.compress, zst, lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:])])
@pytest.mark.parametrize("name", ["records.jsonl", "records.csv", "records"])
def test_json_lines_in_any_wrapping_and_under_any_name(
    tmp_path: Path, packed: Callable[[bytes], bytes], name: str
) -> None:
    path = file(tmp_path, packed(LINES), name)
    tally = Tally()
    opened = RecordFile(path)
    records = list(opened.records(tally))
    assert [record.values for record in records] == ROWS
    assert [record.place for record in records] == [f"{name}:1", f"{name}:2"]
    assert opened.columns == ["id", "n"]
    assert (tally.records, tally.position, opened.cut_off) == (2, path.stat().st_size, False)
    assert not tally.counts


def test_several_zstandard_frames_and_padding(tmp_path: Path) -> None:
    assert read(file(tmp_path, zst(LINES[:7]) + zst(LINES[7:]))) == ROWS
    assert read(file(tmp_path, gzip.compress(LINES) + b"\0" * 512)) == ROWS


def test_byte_order_mark_crlf_blank_lines_and_no_last_line_end(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n\r\n  \r\n").rstrip()
    tally = Tally()
    assert read(file(tmp_path, content), tally) == ROWS
    assert not tally.counts


def test_columns_are_those_of_the_first_records_together(tmp_path: Path) -> None:
    assert RecordFile(file(tmp_path, b'{"id": 1}\n{"tags": []}\n')).columns == ["id", "tags"]


@pytest.mark.parametrize("broken", [b"{", b"[1]", b"7", b'{"a": 1}}', b"[" * 200_000, b'{"n": ' + b"9" * 5_000 + b"}"])
def test_a_broken_line_is_counted_and_skipped(tmp_path: Path, broken: bytes) -> None:
    tally = Tally()
    assert read(file(tmp_path, LINES + broken + b"\n" + LINES), tally) == ROWS * 2
    assert tally.counts == {"unreadable_lines": 1}
    assert tally.examples["unreadable_lines"][0].startswith("records:3: ")


def test_the_first_line_may_be_the_broken_one(tmp_path: Path) -> None:
    tally = Tally()
    assert read(file(tmp_path, b'id": "x", "n": 3}\n' + LINES), tally) == ROWS
    assert tally.counts == {"unreadable_lines": 1}


def test_bytes_that_are_not_utf8_are_replaced_and_counted(tmp_path: Path) -> None:
    tally = Tally()
    assert read(file(tmp_path, b'{"id": "a\xffb"}\n'), tally) == [{"id": "a�b"}]
    assert (tally.counts, tally.examples) == ({"invalid_utf8": 1}, {"invalid_utf8": ["records:1"]})


@pytest.mark.parametrize("end", [b"\n" + LINES, b""])
def test_a_line_of_absurd_length_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 2**20)
    tally = Tally()
    long = b'{"x": "' + b"y" * 2**21 + b'"}'
    assert read(file(tmp_path, LINES + long + end), tally) == (ROWS * 2 if end else ROWS)
    assert tally.counts == {"unreadable_lines": 1}
    assert tally.examples["unreadable_lines"] == ["records:3: longer than 1 MB"]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 2**20)
    path = file(tmp_path, gzip.compress(LINES + b"z" * 2**26 + b"\n" + LINES * 20_000))
    opened = RecordFile(path)
    tracemalloc.start()
    assert sum(1 for _ in opened.records(Tally())) == 40_002
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**28


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_a_file_cut_off_in_the_middle(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    rows = [{"id": f"a/{number}", "noise": os.urandom(200).hex()} for number in range(5_000)]
    content = pack("".join(json.dumps(row) + "\n" for row in rows).encode())
    path = file(tmp_path, content[: len(content) // 2])
    tally = Tally()
    opened = RecordFile(path)
    found = [record.values for record in opened.records(tally)]
    assert 1_000 < len(found) < 4_000
    assert found == rows[: len(found)]
    assert opened.cut_off
    assert (tally.counts, tally.examples) == ({"file_cut_off": 1}, {"file_cut_off": [str(path)]})
    assert tally.position == path.stat().st_size


def test_a_damaged_middle(tmp_path: Path) -> None:
    rows = [{"id": f"a/{number}", "noise": os.urandom(200).hex()} for number in range(5_000)]
    content = bytearray(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    content[len(content) // 2 : len(content) // 2 + 64] = b"\xff" * 64
    tally = Tally()
    opened = RecordFile(file(tmp_path, bytes(content)))
    for _ in opened.records(tally):
        pass
    assert opened.cut_off
    assert tally.counts["file_cut_off"] == 1


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "holds no record that can be read"),
        (b"\n" * 100_000, "holds no record that can be read"),
        (PNG, "is a PNG image"),
        (gzip.compress(PNG, mtime=0), "is a PNG image"),
        (b"PK\x03\x04" + b"\0" * 30, "is a zip archive"),
        (b"SQLite format 3\0", "is a SQLite database"),
        (b"\x01\x02\x00\x03,", "is a binary file of unknown kind"),
        (b"<!DOCTYPE html><html>", "is an HTML or XML page"),
        (b"[", "is cut off or damaged before its first record ends"),
        (b"[]", "holds no record that can be read"),
        (b'["a/b", 1]', "holds no record that can be read"),
        (b'[{"id": "a/b", }]', "is cut off or damaged before its first record ends"),
        (b"[" * 200_000, "is cut off or damaged before its first record ends"),
        (b"\x80\x04\x95\x10", "is a Python pickle, which may run code when it is read"),
        (b"a,b,a\n1,2,3\n", "has two columns named 'a'"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "is a Git LFS pointer"),
        ("{}".encode("utf-16"), "is text in UTF-16"),
        (b"just some words\n", "holds no records"),
        (b'{\n  "id": 1\n', "is cut off or damaged before its first record ends"),
        (b"a,b\n", "holds no record that can be read"),
        (gzip.compress(LINES, mtime=0)[:10], "is cut off or damaged at its start"),
        (gzip.compress(LINES, mtime=0)[:-20], "is cut off or damaged before its first record ends"),
        (zst(LINES)[:8], "is cut off or damaged at its start"),
        (b"\x1f\x8bjunk", "is cut off or damaged at its start"),
        (b"PAR1 and nothing else", "is a damaged Parquet file"),
    ],
)
def test_what_is_no_file_of_records(tmp_path: Path, content: bytes, message: str) -> None:
    path = file(tmp_path, content)
    with pytest.raises(InputError) as raised:
        RecordFile(path)
    assert raised.value.message.startswith(f"{path} {message}")
    assert "\n" not in raised.value.message
    assert raised.value.hint


def test_no_file_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder, not a file"):
        RecordFile(tmp_path)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        RecordFile(tmp_path / "absent")
    with pytest.raises(InputError, match="cannot be read"):
        RecordFile(Path("a\0b"))


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="is not an ordinary file"):
        RecordFile(pipe)


def test_csv(tmp_path: Path) -> None:
    rows = ["id,tags,card", "a/b,\"['x', 'y']\",\"two\r\nlines\"", "c/d,,", "short", "", 'e/f,,"a ""quote"""', ""]
    content = b"\xef\xbb\xbf" + "\r\n".join(rows).encode()
    tally = Tally()
    opened = RecordFile(file(tmp_path, content))
    assert opened.columns == ["id", "tags", "card"]
    found = list(opened.records(tally))
    assert [record.values for record in found] == [
        {"id": "a/b", "tags": "['x', 'y']", "card": "two\r\nlines"},
        {"id": "c/d", "tags": None, "card": None},
        {"id": "e/f", "tags": None, "card": 'a "quote"'},
    ]
    assert [record.place for record in found] == ["records:2", "records:4", "records:7"]
    assert tally.examples == {"unreadable_lines": ["records:5: 1 values for 3 columns"]}


PRETTY = json.dumps(ROWS, indent=2).encode()
OBJECTS = "\n".join(json.dumps(row, indent=4) for row in ROWS).encode()


@pytest.mark.parametrize("packed", [bytes, gzip.compress, zst])
@pytest.mark.parametrize(
    "content",
    [json.dumps(ROWS).encode(), PRETTY, b"\xef\xbb\xbf\n " + PRETTY + b"\n", OBJECTS, PRETTY.replace(b"\n", b"\r\n")],
)
def test_an_array_or_objects_over_several_lines(
    tmp_path: Path, packed: Callable[[bytes], bytes], content: bytes
) -> None:
    path, tally = file(tmp_path, packed(content)), Tally()
    opened = RecordFile(path)
    records = list(opened.records(tally))
    assert [record.values for record in records] == ROWS
    assert [record.place for record in records] == ["records: item 1", "records: item 2"]
    assert (opened.columns, tally.records, tally.position) == (["id", "n"], 2, path.stat().st_size)
    assert not tally.counts


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=9), st.floats(), st.lists(st.integers())))
    ),
    st.integers(1, 7),
)
def test_an_array_is_read_the_same_however_it_is_cut_into_pieces(rows: list[dict[str, Any]], size: int) -> None:
    for text in (json.dumps(rows), json.dumps(rows, ensure_ascii=False, indent=1)):
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        assert repr(list(json_values(pieces, 2**20))) == repr(rows)


def test_items_that_are_no_objects_are_counted(tmp_path: Path) -> None:
    tally = Tally()
    assert read(file(tmp_path, b'[{"id": 1}, "a/b", null, [{"id": 2}], {"id": NaN}]'), tally)[0] == {"id": 1}
    assert (tally.records, tally.counts["unreadable_items"]) == (2, 3)
    assert tally.examples["unreadable_items"][0] == "records: item 2: not an object"


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (b', {"id": "c/d", "n": 2', "Expecting ',' delimiter"),
        (b', {"id": "c/', "Unterminated string starting at"),
        (b', {"id": }, ' + LINES.replace(b"\n", b",") * 99, "Expecting value"),
        (b', {"id": "\\x"}' + b" " * 99, "Invalid \\escape"),
        (b"]" + LINES, "text behind the end of the array"),
        (b"", "the array has no end"),
    ],
)
def test_a_damaged_array_is_read_until_there_and_not_complete(tmp_path: Path, end: bytes, why: str) -> None:
    tally = Tally()
    opened = RecordFile(file(tmp_path, b'[{"id": "a/b", "n": 1}' + end))
    assert [record.values for record in opened.records(tally)] == ROWS[:1]
    assert opened.cut_off
    assert tally.counts == {"file_cut_off": 1}
    assert why in tally.examples["file_cut_off"][0]


def test_a_large_array_is_never_held_whole(tmp_path: Path) -> None:
    rows = [{"id": f"a/{number}", "noise": "y" * 5_000} for number in range(10_000)]
    path = file(tmp_path, gzip.compress(json.dumps(rows).encode(), 1))
    del rows
    tracemalloc.start()
    assert sum(1 for _ in RecordFile(path).records(Tally())) == 10_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**24


@pytest.mark.slow
@pytest.mark.parametrize("pack", [zst, lambda content: gzip.compress(content, 1)])
@pytest.mark.parametrize("unit", [b"\n", b"\r\n", b" \n", b"\n{}"])
def test_a_bomb_of_line_ends_costs_neither_memory_nor_time(
    tmp_path: Path, pack: Callable[[bytes], bytes], unit: bytes
) -> None:
    path = file(tmp_path, pack(unit * (10**8 // len(unit) if unit.isspace() else 10**5) + b"\n" + LINES))
    started = time.monotonic()
    tracemalloc.start()
    try:
        found = read(path)[-2:]
    except InputError as error:
        found = ROWS if "holds no record" in error.message else []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == ROWS
    assert peak < 2**26
    assert time.monotonic() - started < 60


def test_a_file_without_records_behind_its_start_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supplygraph.sources.files.MAX_BAD", 1_000)
    for start, bad in ((LINES, b"x\n"), (b"id,n\na/b,1\n", b"x\n")):
        assert len(read(file(tmp_path, (start + bad * 999) * 3))) >= 3
        with pytest.raises(InputError, match="1,000 lines in a row cannot be read"):
            read(file(tmp_path, start + bad * 1_001))


@pytest.mark.parametrize("item", ["[]", "{}", '"ab"', "1"])
def test_a_line_with_more_parts_than_a_record_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, item: str
) -> None:
    for name, value in (("_LARGE", 2**12), ("MAX_STRUCTURES", 10_000), ("MAX_VALUES", 40_000)):
        monkeypatch.setattr(f"supplygraph.sources.json_values.{name}", value)
    parts = 41_000 if item in ('"ab"', "1") else 14_000
    line, longer = (f'{{"x": [{",".join([item] * number)}]}}'.encode() for number in (parts, 8 * parts))
    tally = Tally()
    assert read(file(tmp_path, LINES + line + b"\n" + LINES), tally) == ROWS * 2
    assert tally.examples == {"unreadable_lines": ["records:3: more parts than a record can have"]}
    tally = Tally()
    array = b"[" + LINES.split(b"\n")[0] + b"," + longer + b"]"
    assert read(file(tmp_path, array), tally) == ROWS[:1]
    assert tally.examples["file_cut_off"][0].endswith("item 2: more parts than a record can have")


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_with_any_mark_and_line_end(tmp_path: Path, mark: str, end: str) -> None:
    lines = [["id", "note"], ["a/b", '"x""y"'], ["c/d", ""]]
    tally = Tally()
    assert read(file(tmp_path, end.join(mark.join(line) for line in lines).encode()), tally) == [
        {"id": "a/b", "note": 'x"y'},
        {"id": "c/d", "note": None},
    ]
    assert not tally.counts


def test_json_lines_that_end_with_carriage_returns(tmp_path: Path) -> None:
    assert read(file(tmp_path, LINES.replace(b"\n", b"\r"))) == ROWS


def test_lines_that_an_open_quote_swallows_are_all_counted(tmp_path: Path) -> None:
    tally = Tally()
    content = b'id,note\na/b,x\nc/d,"open\n' + b"e/f,y\n" * 50
    assert read(file(tmp_path, content), tally) == [{"id": "a/b", "note": "x"}]
    assert tally.counts == {"unreadable_lines": 51}
    assert tally.examples == {"unreadable_lines": ["records:3: unexpected end of data"]}


def test_csv_with_large_fields_and_tabs(tmp_path: Path) -> None:
    assert read(file(tmp_path, b"id\tcard\na/b\t" + b"x" * 300_000 + b"\n"))[0]["card"] == "x" * 300_000


def test_csv_field_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supplygraph.sources.files.MAX_LINE", 1_000)
    tally = Tally()
    content = b'id,card\na/b,x\nc/d,"' + b"y\n" * 600 + b"e/f,x\n"
    found = read(file(tmp_path, content), tally)
    assert found[0] == {"id": "a/b", "card": "x"}
    assert tally.counts["unreadable_lines"] >= 1


def write_parquet(path: Path, **columns: Any) -> Path:
    """A Parquet file of those columns, in row groups of two rows."""
    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)
    return path


def test_parquet(tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "x.parquet",
        id=["a/b", "c/d", "e/f"],
        tags=[["x"], [], None],
        large=["y"] * 3,
        at=pyarrow.array([1, 1_500_000_001, None], pyarrow.timestamp("ns")),
    )
    opened = RecordFile(path)
    assert opened.columns == ["id", "tags", "large", "at"]
    tally = Tally()
    found = list(opened.records(tally, {"id", "tags", "at", "absent"}))
    assert [record.place for record in found] == ["x.parquet: row 1", "x.parquet: row 2", "x.parquet: row 3"]
    assert [record.values["id"] for record in found] == ["a/b", "c/d", "e/f"]
    assert found[1].values == {"id": "c/d", "tags": [], "at": datetime(1970, 1, 1, 0, 0, 1, 500_000)}
    assert (tally.records, tally.position) == (3, path.stat().st_size)


def test_parquet_values_that_python_cannot_hold(tmp_path: Path) -> None:
    far = pyarrow.array([0, 2**62, 1], pyarrow.timestamp("us", "UTC"))
    tally = Tally()
    found = list(RecordFile(write_parquet(tmp_path / "x.parquet", id=["a", "b", "c"], at=far)).records(tally))
    assert [(record.place, record.values["id"]) for record in found] == [
        ("x.parquet: row 1", "a"),
        ("x.parquet: row 3", "c"),
    ]
    assert found[0].values["at"] == datetime(1970, 1, 1, tzinfo=UTC)
    assert tally.counts == {"unreadable_rows": 1}


def test_parquet_damaged_in_the_middle(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "x.parquet", id=[os.urandom(50).hex() for _ in range(10_000)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 200] = b"\xff" * 200
    path.write_bytes(bytes(content))
    tally = Tally()
    opened = RecordFile(path)
    for _ in opened.records(tally):
        pass
    assert opened.cut_off
    assert tally.counts["file_cut_off"] == 1


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_parquet(tmp_path / "x.parquet", id=["a/b"])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match="pyarrow is not installed") as raised:
        RecordFile(path)
    assert "supplygraph[parquet]" in str(raised.value.hint)
