"""The licence analysis of PeaTMOSS (MSR 2024, section 7) comes out as in the study, from its public artifact."""

from collections import Counter
from pathlib import Path

import pytest

from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.reproduce.figure import failures, percent
from supplygraph.reproduce.peatmoss import file_figures, license_figures, link_figures
from supplygraph.sources.license_matrix import LicenseMatrix
from supplygraph.sources.peatmoss_links import PeatmossLinks
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, forget_plans

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def peatmoss(connection: Connection, data: Path) -> Connection:
    empty_but_knowledge(connection)
    forget_plans(connection)
    folder = data / "peatmoss"
    load(LicenseMatrix(folder / "lf_license_compatibility.csv", "linux-foundation"), lambda: connection)
    links = PeatmossLinks(folder / "mapping.csv", folder / "all_gh_licenses.json")
    result = load(links, lambda: connection)
    assert result.counts()["repeated_links"] == 1
    again = load(links, lambda: connection)
    assert (again.written.nodes_created, again.written.relationships_created) == (0, 0)
    return connection


def test_verdicts(peatmoss: Connection) -> None:
    rows = run(peatmoss, "license-summary", {"profile": "peatmoss"}).rows
    assert {row["verdict"]: row["edges"] for row in rows} == {
        "judged": 22_474,
        "compatible": 11_782,
        "conflict": 54,
        "unknown": 10_638,
        "identical": 5_756,
        "skipped": 387,
    }
    assert {row["relation"] for row in rows} == {"uses"}


def test_incompatible_pairs(peatmoss: Connection) -> None:
    rows = run(peatmoss, "license-pairs", {"profile": "peatmoss", "verdict": "conflict"}).rows
    assert [(row["upstream_license"], row["downstream_license"], row["edges"]) for row in rows] == [
        ("gpl-3.0", "apache-2.0", 25),
        ("gpl-3.0", "mit", 25),
        ("agpl-3.0", "mit", 2),
        ("agpl-3.0", "apache-2.0", 1),
        ("gpl-3.0", "bsd-3-clause", 1),
    ]


def test_models_and_repositories(peatmoss: Connection) -> None:
    rows = run(peatmoss, "license-verdicts", {"profile": "peatmoss", "max_rows": 100_000}).rows
    judged = [row for row in rows if row["verdict"] != "skipped"]
    assert len({row["upstream"] for row in judged}) == 1_502
    assert len({row["downstream"] for row in judged}) == 7_794
    assert Counter(row["verdict"] for row in rows)["skipped"] == 387


def test_every_unknown_has_a_reason(peatmoss: Connection) -> None:
    for profile in ("peatmoss", "default"):
        summary = run(peatmoss, "license-summary", {"profile": profile}).rows
        unknown = next(row["edges"] for row in summary if row["verdict"] == "unknown")
        reasons = run(peatmoss, "license-unknowns", {"profile": profile}).rows
        assert sum(row["edges"] for row in reasons) == unknown
        assert reasons[0]["reason"] == "the repository declares no licence"


def test_the_figures_of_the_study_come_out(peatmoss: Connection) -> None:
    figures = {figure.name: figure for figure in license_figures(peatmoss)}
    assert failures(figures.values()) == []
    expected = {
        "models in the licence diagram": 1_502,
        "repositories in the licence diagram": 7_794,
        "relations with the same licence": percent(5_756, 22_474),
        "compatible relations": percent(11_782, 22_474),
        "incompatible relations": percent(54, 22_474),
        "relations that cannot be judged": percent(10_638, 22_474),
        "most frequent licences of repositories": "mit, apache-2.0, gpl-3.0",
    }
    assert {name: figures[name].computed for name in expected} == expected
    assert all(figures[name].must_match for name in expected)
    bare = figures["repositories without licence"]
    assert (bare.computed, bare.difference, bare.must_match) == (percent(3_315, 7_794), -0.89, False)
    assert figures["most frequent licences of models"].computed == "apache-2.0, mit, cc-by-nc-4.0"


def test_who_loads_what_comes_out_to_the_row(peatmoss: Connection) -> None:
    figures = {figure.name: figure.computed for figure in link_figures(peatmoss)}
    assert round(figures.pop("share of the ten most loaded models"), 1) == 32.6  # type: ignore[arg-type]
    assert figures == {
        "models in the mapping": 1_512,
        "repositories in the mapping": 7_956,
        # 22,861 rows: one pair stands there twice.
        "pairs of a repository and a model": 22_860,
        # 692 by rows; the model of that pair has no other.
        "models that one repository loads": 693,
        "most loaded models": "spacy/en_core_web_sm, google-bert/bert-base-uncased, openai-community/gpt2",
    }
    largest = run(peatmoss, "reuse-repositories", {"max_rows": 2}).rows
    assert [(row["repository"], row["models"]) for row in largest] == [
        ("github.com/groq/mlagility", 409),
        ("github.com/huggingface/transformers", 258),
    ]


def test_the_other_files_of_the_artifact(data: Path) -> None:
    figures = {figure.name: figure for figure in file_figures(data / "peatmoss")}
    signatures = figures["signatures of calls that load a model"]
    assert (signatures.computed, signatures.why) == (474, "311 for Hugging Face + 163 for PyTorch")
    assert figures["models labelled by hand"].computed == 50
