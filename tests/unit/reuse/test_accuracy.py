"""The scanner keeps its promises on public repositories that were read by hand, where they are at hand."""

import os
from functools import cache
from pathlib import Path

import pytest

from supplygraph.reuse.finding import ScanFinding
from tests.benchmarks.reuse_accuracy import Score, findings_of, score, truths

#: What is promised for code in general; single held-out repositories may have names that only a run would show.
CORE, FLOWING, PRECISE = 0.95, 0.80, 0.95
TRUTHS = truths()


@cache
def scored(number: int) -> Score:
    """The score of one repository; the test is skipped where it is not at hand."""
    folder = os.environ.get("SUPPLYGRAPH_REPOSITORIES")
    findings = findings_of(TRUTHS[number], Path(folder)) if folder else None
    if findings is None:
        pytest.skip("set SUPPLYGRAPH_REPOSITORIES to a folder of the repositories, each as owner__name")
    return score(TRUTHS[number], findings)


def reaches(share: float | None, least: float) -> bool:
    """Whether a share is large enough; there is none where nothing is to be found or claimed."""
    return share is None or share >= least


@pytest.mark.parametrize("number", range(len(TRUTHS)), ids=[truth["repository"] for truth in TRUTHS])
def test_a_repository_that_was_read_by_hand_is_read_alike(number: int) -> None:
    result = scored(number)
    assert reaches(result.recall("core"), CORE) or len(result.missed) <= 1, result.missed
    if TRUTHS[number]["set"] == "development":
        assert reaches(result.recall("core", "flow"), FLOWING), result.missed
    # One wrong detection weighs more where few are claimed.
    assert reaches(result.precision(), PRECISE) or len(result.wrong) <= 1, result.wrong


@pytest.mark.parametrize("kind", sorted({truth["set"] for truth in TRUTHS}))
def test_a_set_of_repositories_reaches_what_is_promised(kind: str) -> None:
    results = [scored(number) for number, truth in enumerate(TRUTHS) if truth["set"] == kind]
    found, sites = (
        {tier: sum(getattr(one, name)[tier] for one in results) for tier in ("core", "flow")}
        for name in ("found", "sites")
    )
    assert found["core"] >= CORE * sites["core"]
    assert found["core"] + found["flow"] >= FLOWING * (sites["core"] + sites["flow"])
    assert sum(one.correct for one in results) >= PRECISE * sum(one.claimed for one in results)


def test_the_score_counts_what_is_found_missed_and_wrong() -> None:
    columns = ["file", "cell", "line", "model_id", "tier"]
    sites = [["a.py", None, 1, "x/one", "core"], ["a.py", None, 2, "x/two", "flow"], ["a.py", None, 3, "x/doc", "doc"]]
    truth = {"columns": columns, "sites": sites}

    def finding(line: int, model_id: str, tier: str = "core") -> ScanFinding:
        return ScanFinding(
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
