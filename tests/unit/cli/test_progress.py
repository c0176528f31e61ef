"""Progress names stages that people know, and never a comment of a step."""

import pytest

from supplygraph.cli.progress import Stages, _steps, stage_of
from supplygraph.load import Progress
from supplygraph.tally import Tally


def test_every_step_of_the_derivations_belongs_to_a_stage_with_a_name() -> None:
    assert len(_steps()) > 20
    assert set(_steps().values()) == {
        "judging licences",
        "following lineages",
        "reading names",
        "naming publishers",
        "collecting facts",
    }
    assert stage_of("checks: trust", "x") == "running checks"
    assert stage_of("names against metadata and lineage", "x") == "reading names"
    assert stage_of("something new", "judging licences") == "judging licences"


def test_one_line_a_stage_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    stages = Stages("sample", None)
    tally.records = 1200
    stages(Progress("read", tally, None))  # type: ignore[arg-type]
    for title in [*list(_steps())[:3], "names", "datasets in names", "checks: trust"]:
        stages(Progress(title, tally, None))  # type: ignore[arg-type]
    stages.end()
    lines = [line.split(": ") for line in capsys.readouterr().err.splitlines()]
    assert [line[0] for line in lines] == ["loading sample", "judging licences", "reading names", "running checks"]
    assert lines[0][1].startswith("1,200 records, ")
    assert all(line[1].endswith(" s") for line in lines)
