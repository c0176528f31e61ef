"""The report that a load ends with."""

from supplygraph.cli.load import report_lines
from supplygraph.load import LoadResult
from supplygraph.store.writer import Written
from supplygraph.tally import Tally


def test_reading_and_deriving_are_reported_apart() -> None:
    tally = Tally(records=236)
    result = LoadResult(
        "x", "sample", tally, Written(), complete=True, seconds=9.04, read_seconds=2.0, derive_seconds=5.5
    )
    lines = list(report_lines(result, "sample.jsonl"))
    assert lines[:2] == [
        "Loaded sample.jsonl: 236 records in 9.0 s",
        "  time      2.0 s to read and write, 5.5 s to derive",
    ]
    assert not any("/s" in line for line in lines)
