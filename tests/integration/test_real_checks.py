"""On real models of the Hub, the checks find what plain Python finds in the file, at any depth of a lineage."""

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Any

import pytest

from supplygraph.checks.check import checks_of
from supplygraph.imputation import measure
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection
from tests import plain_reading as plain
from tests.benchmarks.risk_precision import BAR, precision, score
from tests.conftest import RealGraph

pytestmark = pytest.mark.integration

#: What tags say of the files of weights.
FORMATS = {"safetensors", "gguf", "pytorch", "joblib", "pickle", "onnx", "tf", "tflite", "jax", "flax", "keras"} | {
    "openvino",
    "coreml",
}
PICKLED = {"pytorch", "joblib", "pickle"}
IN_FRONT = {"diffusers", "peft", "rust", "tensorboard"}


class File:
    """The records of the real file, with what the checks ask of them."""

    def __init__(self, records: plain.Records) -> None:
        self.by_id = {record["id"]: record for record in records}
        self.bases = plain.of_all(records)

    @cached_property
    def children(self) -> plain.Bases:
        return plain.upside_down(self.bases)

    def tags(self, model: str) -> set[str]:
        return set(self.by_id.get(model, {}).get("tags") or [])

    def datasets(self, model: str) -> set[str]:
        record = self.by_id.get(model, {})
        tagged = {tag.removeprefix("dataset:") for tag in self.tags(model) if tag.startswith("dataset:")}
        return (tagged | set(plain.stated(record, "datasets"))) - plain.FOR_NOTHING

    def downloads(self, model: str) -> int:
        return self.by_id.get(model, {}).get("downloads") or 0

    def nearest(self, model: str, wanted: set[str]) -> tuple[int, str] | None:
        """Steps to the nearest ancestor of a set and its id, the smallest of several."""
        found = [(hops, one) for one, hops in plain.distances(self.bases, model).items() if hops and one in wanted]
        return min(found, default=None)

    def marks_pickle(self, model: str) -> bool:
        """Whether tags of PyTorch files stand before all other words but the library."""
        record = self.by_id.get(model, {})
        library, tags = record.get("library_name"), [tag for tag in record.get("tags") or [] if ":" not in tag]
        front = list(
            takewhile(lambda at: at[0] == 0 or at[1] == library or at[1] in FORMATS | IN_FRONT, enumerate(tags))
        )
        return any(tag in PICKLED and tag != library for _, tag in front)

    @cached_property
    def formats(self) -> dict[str, set[str]]:
        found = {}
        for model, record in self.by_id.items():
            stated = self.tags(model) & (FORMATS if self.marks_pickle(model) else FORMATS - PICKLED)
            found[model] = stated | {name for name in ("safetensors", "gguf") if any((record.get(name) or {}).values())}
        return found


@pytest.fixture(scope="module")
def file(real_graph: RealGraph) -> File:
    return File(plain.read(real_graph.path))


def found(connection: Connection, name: str) -> list[dict[str, Any]]:
    """The findings of a check, without keeping them."""
    check = next(one for one in checks_of(name.split("-")[0]) if one.name == name)
    return connection.read(
        check.findings(some=False)
        + "\nRETURN artifact.id AS artifact, base, class, path ORDER BY artifact, base"
    )  # fmt: skip


def test_custom_code_comes_down_the_lineage_from_the_nearest(real_graph: RealGraph, file: File) -> None:
    own = {
        model
        for model, record in file.by_id.items()
        if "custom_code" in file.tags(model) or (record.get("config") or {}).get("auto_map")
    }
    expected: dict[str, tuple[str | None, int]] = dict.fromkeys(own, (None, 0))
    for model in set(file.bases) - own:
        if near := file.nearest(model, own):
            expected[model] = (near[1], near[0])
    rows = found(real_graph.connection, "trust-custom-code")
    assert {row["artifact"]: (row["base"], len(row["path"] or [0]) - 1) for row in rows} == expected
    assert len(rows) == len(expected) > len(own) > 400
    assert all(row["path"][0] == row["artifact"] and row["path"][-1] == row["base"] for row in rows if row["base"])
    for path in (row["path"] or [] for row in rows):
        assert all(upper in file.bases[lower] for lower, upper in pairwise(path))


def test_models_that_are_older_than_their_base(real_graph: RealGraph, file: File) -> None:
    def made(model: str) -> datetime | None:
        text = file.by_id.get(model, {}).get("createdAt")
        return datetime.fromisoformat(text) if text else None

    expected = {
        (model, base)
        for model, base in plain.pairs(file.bases)
        if (own := made(model)) and (theirs := made(base)) and own + timedelta(days=1) < theirs
    }
    rows = found(real_graph.connection, "lineage-older-than-base")
    assert {(row["artifact"], row["base"]) for row in rows} == expected != set()
    assert len(rows) == len(expected)


def test_weights_only_in_pickle(real_graph: RealGraph, file: File) -> None:
    popular = {model for model in file.by_id if file.downloads(model) >= 10_000}
    expected = {}
    for model, formats in file.formats.items():
        if formats and formats <= PICKLED:
            near = file.nearest(model, popular)
            if near or file.children.get(model) or file.downloads(model) >= 1_000:
                expected[model] = (near[1], near[0]) if near else (None, 0)
    rows = found(real_graph.connection, "trust-pickle-only")
    assert {row["artifact"]: (row["base"], len(row["path"] or [0]) - 1) for row in rows} == expected
    assert expected


def test_bases_that_are_gone(real_graph: RealGraph, file: File) -> None:
    gone = {model for model, record in file.by_id.items() if (record.get("_extra") or {}).get("removed_at")}
    expected = {(model, base) for model, base in plain.pairs(file.bases) if base in gone}
    rows = found(real_graph.connection, "trust-parent-gone")
    assert {(row["artifact"], row["base"]) for row in rows} == expected
    named = Counter(base.split("/")[0] for _, base in expected if "/" in base)
    namespaces = run(real_graph.connection, "trust-namespaces", {"max_rows": 100_000}).rows
    shown = {row["namespace"]: row["dependents"] for row in namespaces if row["status"] != "renamed"}
    users = defaultdict(set)
    for model, base in expected:
        if "/" in base:
            users[base.split("/")[0]].add(model)
    assert shown == {namespace: len(models) for namespace, models in users.items()}
    assert set(shown) == set(named)


def test_publishers_that_others_depend_on(real_graph: RealGraph, file: File) -> None:
    def author(model: str) -> str | None:
        given = file.by_id.get(model, {}).get("author")
        return given or (model.split("/")[0] if "/" in model else None)

    dependents: dict[str, set[str]] = defaultdict(set)
    for model in file.bases:
        for base, hops in plain.distances(file.bases, model).items():
            if hops and (publisher := author(base)) and publisher != author(model):
                dependents[publisher].add(model)
    rows = run(real_graph.connection, "trust-publishers", {"max_rows": 50}).rows
    made = sum(bool(bases) for bases in file.bases.values())
    assert [(row["publisher"], row["dependents"], row["share"]) for row in rows] == [
        (publisher, len(models), len(models) / made)
        for publisher, models in sorted(dependents.items(), key=lambda one: (-len(one[1]), one[0]))[:50]
    ]


def test_how_many_rest_on_the_largest_bases(real_graph: RealGraph, file: File) -> None:
    largest = sorted(file.children, key=lambda base: (-len(file.children[base]), base))[:3]
    for base in largest:
        below = set(plain.distances(file.children, base)) - {base}
        (row,) = run(real_graph.connection, "lineage-impact", {"artifact": base}).rows
        assert (row["descendants"], row["downloads_below"]) == (len(below), sum(map(file.downloads, below))), base


def test_licenses_are_proposed_only_for_quantised_weights_of_one_base(real_graph: RealGraph, file: File) -> None:
    given = {"field": "license", "actions": ["add", "replace"], "max_rows": 100_000}
    rows = run(real_graph.connection, "quality-fixes", given).rows
    assert len(rows) > 20
    for row in rows:
        record, base = file.by_id[row["artifact"]], file.by_id[row["base"]]
        assert file.bases[record["id"]] == {base["id"]}
        assert record["cardData"]["base_model_relation"] == "quantized"
        assert record["id"].split("/")[0] != base["id"].split("/")[0]
        stated = plain.stated(record, "license") + [tag for tag in record.get("tags", []) if tag.startswith("license:")]
        assert bool(stated) == (row["action"] == "replace")
        assert "tags" in record
        (license_,) = plain.stated(base, "license")
        assert row["proposed"][0] == (base["cardData"].get("license_name", "") if license_ == "other" else license_)
        same = [re.sub(r"[^a-z0-9]", "", one["id"].split("/")[1].lower()) for one in (record, base)]
        assert same[0].startswith(same[1]), row


def test_models_that_name_themselves_or_no_id(real_graph: RealGraph, file: File) -> None:
    given = {"field": "base_model", "actions": ["remove", "decide"], "max_rows": 100_000}
    rows = run(real_graph.connection, "quality-fixes", given).rows
    themselves = {one for one in file.by_id if one in plain.stated(file.by_id[one], "base_model")}
    unreadable = {model for model, _ in plain.unreadable(list(file.by_id.values()))}
    assert {row["artifact"] for row in rows if row["action"] == "remove"} == themselves
    assert {row["artifact"] for row in rows if row["action"] == "decide"} == unreadable


def test_guesses_from_siblings_and_bases_are_as_right_as_in_the_file(real_graph: RealGraph, file: File) -> None:
    rows = {(one.fact, one.method): one for one in measure(real_graph.connection)}
    tasks = {
        model: record["pipeline_tag"]
        for model, record in file.by_id.items()
        if record.get("pipeline_tag") not in (None, "unknown", "N/A")
    }
    right: Counter[str] = Counter()
    for model, bases in file.bases.items():
        if model not in tasks or not bases:
            continue
        votes = Counter(tasks[child] for base in bases for child in file.children[base] - {model} if child in tasks)
        guess = min(votes, key=lambda task: (-votes[task], task), default=None)
        right["known"] += 1
        right["guessed"] += guess is not None
        right["right"] += guess == tasks[model]
        above = {tasks[base] for base in bases if base in tasks}
        right["from the base"] += above == {tasks[model]}
    found = rows["task", "siblings"]
    assert [found.known, found.guessed, found.right] == [right["known"], right["guessed"], right["right"]]
    assert rows["task", "base"].right == right["from the base"] > 3_000
    assert rows["license", "siblings"].accuracy > 0.85
    assert rows["base", "name"].accuracy > 0.85


def test_findings_that_judge_are_mostly_right(real_graph: RealGraph) -> None:
    tallies = score(real_graph.connection)
    for check, tally in tallies.items():
        assert precision(tally) >= BAR, (check, tally)
    assert {check: tally["missed"] for check, tally in tallies.items() if tally["missed"]} == {}


def test_findings_of_names_are_few(real_graph: RealGraph) -> None:
    connection = real_graph.connection
    rows = run(connection, "naming-summary", {"classes": ["conflict"]}).rows
    counts = {(row["against"], row["check"]): row["findings"] for row in rows}
    # Of 17,241 models with a type and 6,480 with a class; read one by one, about one in twenty is none.
    assert 20 < counts["metadata", "type"] < 65
    assert 20 < counts["metadata", "architecture"] < 45
    listed = run(connection, "naming-conflicts", {"classes": ["conflict"], "max_rows": 5_000}).rows
    assert len(listed) == sum(count for (against, _), count in counts.items() if against == "metadata")
    assert any(row["lookalike"] == "hmellor/Ilama-3.2-1B" for row in run(connection, "naming-lookalikes").rows)
