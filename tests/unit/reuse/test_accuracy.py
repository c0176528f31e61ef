"""The scanner keeps its promises on public repositories that were read by hand, where they are at hand."""

import os
from pathlib import Path

import pytest

from supplygraph.reuse.finding import Finding
from tests.benchmarks.reuse_accuracy import findings_of, score, truths

#: What is promised for code in general; each repository may fall below it, their mean may not.
CORE, FLOWING, PRECISE = 0.95, 0.80, 0.95
TRUTHS = truths()


def names() -> list[str]:
    return [truth["repository"] for truth in TRUTHS]


@pytest.mark.parametrize("truth", TRUTHS, ids=names())
def test_a_repository_that_was_read_by_hand_is_read_alike(truth: dict[str, object]) -> None:
    folder = os.environ.get("SUPPLYGRAPH_REPOSITORIES")
    findings = findings_of(truth, Path(folder)) if folder else None
    if findings is None:
        pytest.skip("set SUPPLYGRAPH_REPOSITORIES to a folder of the repositories, each as owner__name")
    result = score(truth, findings)
    assert (result.recall("core") or 1.0) >= CORE, result.missed
    held_out = truth["set"].startswith("held-out")
    assert (result.recall("core", "flow") or 1.0) >= (0.5 if held_out else FLOWING), result.missed
    # One wrong detection weighs more where few are claimed.
    assert (result.precision() or 1.0) >= PRECISE or len(result.wrong) <= 1, result.wrong


def test_the_score_counts_what_is_found_missed_and_wrong() -> None:
    columns = ["file", "cell", "line", "model_id", "tier"]
    sites = [["a.py", None, 1, "x/one", "core"], ["a.py", None, 2, "x/two", "flow"], ["a.py", None, 3, "x/doc", "doc"]]
    truth = {"columns": columns, "sites": sites}

    def finding(line: int, model_id: str, tier: str = "core") -> Finding:
        return Finding(
            "a.py", line, None, model_id, model_id, model_id, "model", "huggingface", "c", "src", tier, 1, "", ""
        )  # fmt: skip

    result = score(truth, [finding(1, "x/one"), finding(3, "x/doc"), finding(9, "x/nine"), finding(3, "x/doc", "doc")])
    assert (result.recall("core"), result.recall("core", "flow")) == (1.0, 0.5)
    assert (result.claimed, result.correct) == (3, 1)
    assert result.missed == ["a.py:2 x/two"]


def test_every_labelled_site_is_well_formed() -> None:
    for truth in TRUTHS:
        assert len(truth["commit"]) == 40
        for site in truth["sites"]:
            assert len(site) == len(truth["columns"])
            assert site[4] in ("core", "flow", "doc", "other")
    assert sum(truth["set"] == "development" for truth in TRUTHS) >= 8
