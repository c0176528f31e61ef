"""Figures of published studies on the real models of the Hub are those that plain Python finds in the file."""

from collections import Counter
from datetime import datetime

import pytest

from supplygraph.reproduce.anatomy import LANGUAGE_TASKS, anatomy_figures
from supplygraph.reproduce.figure import Figure
from supplygraph.reproduce.reuse import reuse_figures
from tests import plain_reading as plain
from tests.conftest import RealGraph
from tests.integration.test_real_checks import File

pytestmark = pytest.mark.integration
Figures = dict[str, Figure]


@pytest.fixture(scope="module")
def file(real_graph: RealGraph) -> File:
    return File(plain.read(real_graph.path))


@pytest.fixture(scope="module")
def anatomy(real_graph: RealGraph) -> Figures:
    figures = list(anatomy_figures(real_graph.connection))
    named = {figure.name: figure for figure in figures}
    assert len(named) == len(figures)
    assert all(figure.why for figure in figures)
    return named


@pytest.fixture(scope="module")
def reuse(real_graph: RealGraph) -> Figures:
    return {figure.name: figure for figure in reuse_figures(real_graph.connection)}


def share(part: int, whole: int) -> object:
    return pytest.approx(100 * part / whole)


def test_coverage(file: File, anatomy: Figures) -> None:
    edges = plain.pairs(file.bases)
    bases = {base for _, base in edges}
    children = [model for model, some in file.bases.items() if some]
    gone = {model for model, record in file.by_id.items() if (record.get("_extra") or {}).get("removed_at")}
    several = sum(len(file.bases[model]) > 1 for model in children)
    assert anatomy["derivations"].computed == len(edges)
    assert anatomy["models that name a base"].computed == share(len(children), len(file.by_id))
    assert anatomy["derived models with several bases"].computed == share(several, len(children))
    assert anatomy["bases that are gone"].computed == share(len(bases & gone), len(bases))
    described = sum(base in file.by_id for _, base in edges)
    assert anatomy["derivations whose base is described"].computed == share(described, len(edges))


def licenses(file: File, model: str) -> list[str]:
    """The licence as the card writes it; an expression is one text, and one card has asterisks for nothing."""
    return [text for text in plain.stated(file.by_id.get(model, {}), "license") if text != "**"]


def test_licenses_change_as_often_as_in_the_file(file: File, anatomy: Figures) -> None:
    counted: Counter[str] = Counter()
    for model, base in plain.pairs(file.bases):
        lower, upper = licenses(file, model), licenses(file, base)
        if len(lower) == len(upper) == 1:
            counted["both"] += 1
            counted["changed"] += lower != upper
            counted[f"{upper[0]} to {lower[0]}"] += 1
    for name in ("derivations that change the licence", "derivations that change the licence (Anatomy)"):
        assert anatomy[name].computed == share(counted["changed"], counted["both"])
    for pair in ("llama3 to apache-2.0", "mit to apache-2.0", "gemma to apache-2.0"):
        assert anatomy[f"derivations from {pair}"].computed == counted[pair] > 0


def test_adapters_without_the_license_of_their_base(file: File, anatomy: Figures) -> None:
    adapters = {
        (model, base)
        for model, base in plain.pairs(file.bases)
        if file.by_id[model].get("cardData", {}).get("base_model_relation") == "adapter"
    }
    silent = sum(bool(licenses(file, base)) and not licenses(file, model) for model, base in adapters)
    found = anatomy["adapters that leave the licence out (Galaxy)"]
    # Two relations stand in the file where a graph of all models has them from other statements.
    assert found.computed == pytest.approx(100 * silent / len(adapters), abs=0.2)


def test_traits(file: File, anatomy: Figures) -> None:
    def task(model: str) -> str | None:
        stated = file.by_id.get(model, {}).get("pipeline_tag")
        return None if stated in ("unknown", "N/A") else stated

    def made(model: str) -> datetime | None:
        text = file.by_id.get(model, {}).get("createdAt")
        return datetime.fromisoformat(text) if text else None

    tasks = [(task(model), task(base)) for model, base in plain.pairs(file.bases)]
    tasks = [pair for pair in tasks if None not in pair]
    assert anatomy["derivations that change the task"].computed == share(sum(a != b for a, b in tasks), len(tasks))
    times = [(made(model), made(base)) for model, base in plain.pairs(file.bases)]
    dated = [(own, theirs) for own, theirs in times if own and theirs and own != theirs]
    older = sum(theirs < own for own, theirs in dated)
    assert anatomy["bases that are older than what was made from them"].computed == share(older, len(dated))


def test_depths_and_downloads(file: File, anatomy: Figures) -> None:
    depths = plain.depths(file.bases)
    language = [
        depth
        for model, depth in depths.items()
        if depth and file.by_id.get(model, {}).get("pipeline_tag") in LANGUAGE_TASKS
    ]
    found = anatomy["language models one step from a root"]
    assert found.computed == share(language.count(1), len(language))
    below: Counter[str] = Counter()
    for model in file.bases:
        for base in plain.distances(file.bases, model):
            below[base] += file.downloads(model)
    bases = [base for base in file.children if file.by_id.get(base, {}).get("downloads") is not None]
    exceeded = sum(below[base] > file.downloads(base) for base in bases)
    assert anatomy["bases whose descendants have more downloads"].computed == share(exceeded, len(bases))


def test_claims_and_types_of_the_study_of_reuse(file: File, reuse: Figures) -> None:
    tagged = [record for record in file.by_id.values() if "tags" in record]
    claiming = sum(bool({"model-index", "eval-results"} & set(record["tags"])) for record in tagged)
    assert reuse["models with claims that machines read"].computed == share(claiming, len(tagged))
    types = Counter((record.get("config") or {}).get("model_type") for record in file.by_id.values())
    for name in ("bert", "gpt2", "t5"):
        assert reuse[f"models of {name}"].computed == share(types[name], len(file.by_id))
    without = sum(not file.datasets(record["id"]) for record in tagged)
    assert reuse["models without a dataset"].computed == share(without, len(tagged))
