"""The report that a load ends with."""

from typing import Any

from supplygraph.cli.load import report_lines
from supplygraph.load import LoadResult
from supplygraph.store.writer import Written
from supplygraph.tally import Tally


def test_reading_writing_and_deriving_are_reported_apart() -> None:
    tally = Tally(records=236)
    times: dict[str, Any] = {"seconds": 9.04, "read_seconds": 0.4, "write_seconds": 1.6, "derive_seconds": 5.5}
    result = LoadResult("x", "sample", tally, Written(), complete=True, **times)
    lines = list(report_lines(result, "sample.jsonl"))
    assert lines[:2] == [
        "Loaded sample.jsonl: 236 records in 9.0 s",
        "  time      0.4 s to read, 1.6 s to write, 5.5 s to derive",
    ]
    assert not any("/s" in line for line in lines)
