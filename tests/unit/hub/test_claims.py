"""Results that cards and files of evaluation results claim, in every form that they take."""

from typing import Any

import pytest

from supplygraph.hub.claims import MAX_CLAIMS, dataset_named, metric_named, result_of
from supplygraph.schema.declaration import Element
from supplygraph.schema.relationships import EvaluatedOn
from supplygraph.tally import Tally
from tests.unit.hub.mapped import described, mapped, of


def claimed(record: dict[str, Any], tally: Tally | None = None) -> list[EvaluatedOn]:
    """The claims of one record."""
    return of(mapped(record, tally), EvaluatedOn)


def index(*results: dict[str, Any]) -> dict[str, Any]:
    """A card with a `model-index`."""
    return {"cardData": {"model-index": [{"name": "child", "results": list(results)}]}}


PEARS = {"type": "orchard/pears", "name": "Pears", "config": "ripe", "split": "test", "revision": "abc"}


def test_a_model_index_as_the_hub_documents_it() -> None:
    (one,) = claimed(
        index(
            {
                "task": {"type": "text-classification", "name": "Text Classification"},
                "dataset": PEARS,
                "metrics": [{"type": "Exact Match", "name": "EM", "value": 88.5}],
                "source": {"name": "Pear Leaderboard", "url": "https://pears.example"},
            }
        )
    )
    assert (one.end.key, one.raw, one.task, one.metric, one.value, one.written) == (
        *("orchard/pears", "Pears", "text-classification", "exact_match", 88.5, None),
    )
    assert (one.config, one.split, one.revision, one.setup) == ("ripe", "test", "abc", None)
    assert (one.claimed_by, one.reporter, one.link) == ("author", "Pear Leaderboard", "https://pears.example")
    assert one.evidence == ["card"]


def test_odd_forms_of_a_model_index() -> None:
    found = claimed(
        index(
            {"task": "rank", "dataset": "pears", "metrics": {"name": "MRR", "value": "0.5"}},
            {"dataset": {"type": "glue", "args": "mrpc"}, "metrics": [{"type": "f1", "value": "91.2 %"}]},
            {"dataset": {"type": "mmlu", "args": {"num_few_shot": 5}}, "metrics": [{"type": "acc", "value": 1}]},
            {"dataset": {"type": "cnn"}, "metrics": [{"type": "rouge", "value": {"1": 0.3, "L": 0.2}}]},
            {"dataset": {"type": "x"}, "metrics": [{"type": "acc", "value": "0.9 ± 0.1"}, {"value": [1, 2]}]},
            {"dataset": {"type": "v"}, "metrics": [{"type": "acc", "value": 0.1, "verified": True}]},
        )
    )
    assert [(one.end.key, one.metric, one.value, one.written, one.config, one.setup) for one in found] == [
        ("pears", "mrr", 0.5, None, None, None),
        ("glue", "f1", 91.2, "91.2 %", "mrpc", None),
        ("mmlu", "acc", 1.0, None, None, "num_few_shot: 5"),
        ("cnn", "rouge_1", 0.3, None, None, None),
        ("cnn", "rouge_l", 0.2, None, None, None),
        ("x", "acc", None, "0.9 ± 0.1", None, None),
        ("x", None, None, "[1, 2]", None, None),
        ("v", "acc", 0.1, None, None, None),
    ]
    assert [one.claimed_by for one in found][-1] == "verified"


def test_several_models_of_one_index_are_told_apart() -> None:
    result = {"dataset": PEARS, "metrics": [{"type": "acc", "value": 1}]}
    record = {"model-index": [{"name": "small", "results": [result]}, {"name": "large", "results": [result]}]}
    assert [one.setup for one in claimed(record)] == ["model: small", "model: large"]


def test_files_of_evaluation_results() -> None:
    entry = {
        "dataset": {"id": "orchard/pears", "task_id": "ripe", "revision": "abc"},
        "value": 20.9,
        "date": "2026-01-15",
    }
    stranger = {"url": "https://x.example", "user": "stranger"}
    found = claimed(
        {
            "evalResults": [
                entry,
                {**entry, "dataset": {"id": "orchard/pears", "task_id": "default"}},
                {"filename": ".eval_results/a.yaml", "data": {**entry, "source": stranger, "notes": "no-tools"}},
                {**entry, "source": {"url": "https://x.example", "org": "ACME"}, "evaluation_framework": "inspect-ai"},
                {**entry, "verifyToken": "abc", "source": stranger},
                {**entry, "pullRequest": 3},
            ]
        }
    )
    assert [(one.config, one.claimed_by, one.reporter, one.setup) for one in found] == [
        ("ripe", "author", None, None),
        (None, "author", None, None),
        ("ripe", "community", "stranger", "no-tools"),
        ("ripe", "author", "ACME", "framework: inspect-ai"),
        ("ripe", "verified", "stranger", None),
        ("ripe", "community", None, None),
    ]
    assert {(one.end.key, one.metric, one.value, one.date, one.revision) for one in found[:1]} == {
        ("orchard/pears", None, 20.9, "2026-01-15", "abc")
    }


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Pears", "orchard/pears", ("orchard/pears", False)),
        ("Pears", "https://huggingface.co/datasets/orchard/pears", ("orchard/pears", False)),
        ("Pears of ours", "custom", ("Pears of ours", False)),
        ("imagefolder", "imagefolder", ("imagefolder", True)),
        ("JSON", None, ("json", True)),
        ("unknown", None, None),
        (None, None, None),
    ],
)
def test_which_data_a_result_names(name: str | None, kind: str | None, expected: tuple[str, bool] | None) -> None:
    assert dataset_named(name, kind) == expected


def test_values_that_say_nothing() -> None:
    for value in (None, True, "", "N/A", "[More Information Needed]"):
        assert result_of(value) is None
    assert result_of(float("nan")) == (None, "nan")
    assert result_of(10**400) is not None
    assert metric_named("None") is None


def test_what_cannot_be_a_claim_is_counted() -> None:
    tally = Tally()
    assert not claimed(
        {
            "model-index": [7, {"results": [{"metrics": [{"type": "f1", "value": 1}]}, 8]}],
            "evalResults": [{"filename": "a.yaml", "error": "bad"}, {"dataset": {"id": "a/b"}, "value": None}, "x"],
        },
        tally,
    )
    assert tally.counts == {"values_dropped": 4, "claims_without_dataset": 1, "claims_without_result": 1}
    many = [{"dataset": {"type": "a/b"}, "metrics": [{"type": "acc", "value": i} for i in range(MAX_CLAIMS + 5)]}]
    assert len(claimed(index(*many), tally)) == MAX_CLAIMS
    assert tally.counts["items_cut"] == 5


def test_the_digest_tells_claims_apart() -> None:
    result = {"dataset": PEARS, "metrics": [{"type": "acc", "value": 1}, {"type": "acc", "value": 2}]}
    one, two = claimed(index(result))
    assert one.claim != two.claim
    assert one.claim == claimed(index(result))[0].claim


def test_only_a_record_that_shows_results_takes_earlier_ones_back() -> None:
    def states(record: dict[str, Any]) -> bool:
        elements: list[Element] = mapped(record)
        return "EVALUATED_ON" in described(elements)

    assert states({"evalResults": []})
    assert states({"cardData": {"model-index": None}})
    assert not states({"cardData": {"license": "mit"}, "tags": []})
