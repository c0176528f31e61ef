"""What language models read from cards comes in with both pipelines' keys, and failures are counted."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import InputError
from supplygraph.hub.papers import paper_key
from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Model, Paper
from supplygraph.schema.relationships import (
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    EvaluatedOn,
    HasCode,
    HasLibrary,
    HasTask,
    InDomain,
    TrainedOn,
)
from supplygraph.sources.peatmoss_json import PeatmossJson
from supplygraph.sources.peatmoss_values import dataset_of, named_values, parameters_of
from supplygraph.tally import Tally

ACCURATE: dict[str, dict[str, Any]] = {
    "pre_processed_metadata": {
        "domain": ["natural-language-processing"],
        "model_task": ["text-generation", "telepathy"],
        "frameworks": ["pytorch"],
        "libraries": ["transformers"],
    },
    "extract_metadata": {
        "datasets": [{"dataset_name": "C4", "url": "https://huggingface.co/datasets/allenai/c4"}],
        "license": "mit",
        "github_repo": "https://github.com/acme/code",
        "paper": [{"paper title": "A Paper", "paper_url": "https://arxiv.org/pdf/2301.00001v2.pdf"}],
        "base_model": {"model_name": "GPT-2", "url": "https://huggingface.co/gpt2"},
        "parameter_count": "7B",
        "hardware": {"hardware_name": "A100", "hours_used": "10", "cloud_provider": "", "compute_region": "eu"},
        "carbon_emitted": "",
        "hyper_parameters": [{"hyper_parameter": "lr", "value": "1e-4"}],
        "evaluation": [{"test": "accuracy", "dataset": "glue", "result": "0.9"}, {"link": "https://e.org"}],
        "limitation_and_bias": "Biased.",
        "grant": "EU 1",
    },
}
CHEAP = {
    "model_type": "nlp",
    "model_tasks": "text generation",
    "frameworks": ["pytorch", "transformers"],
    "datasets": ["oasst_export"],
    "license": "apache-2.0",
    "github": "",
    "paper": ["", "https://arxiv.org/abs/1910.10683"],
    "upstream_model": "acme / Accurate",
    "hyper_parameters": {"epochs": "8", "optimizer": ""},
    "evaluation": {"BoolQ": 73.4},
    "code_demo": "https://demo",
}


def loaded(tmp_path: Path, models: Any) -> tuple[list[Element], Tally]:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(models), encoding="utf-8")
    tally = Tally()
    source = PeatmossJson(path)
    elements = list(source.elements(tally))
    assert source.complete()
    return elements, tally


def ends(elements: list[Element], kind: Any, start: str) -> list[str]:
    return [one.end.key for one in elements if isinstance(one, kind) and one.start.key == start]


def test_both_key_sets_and_failures(tmp_path: Path) -> None:
    models = {
        "acme/accurate": ACCURATE,
        "gpt2": CHEAP,
        "acme/failed": "rate limit reached",
        "a b": {},
        "acme/none": None,
    }
    elements, tally = loaded(tmp_path, models)
    accurate, gpt2 = (one for one in elements if isinstance(one, Model))
    assert (accurate.id, gpt2.id) == ("acme/accurate", "openai-community/gpt2")
    assert accurate.parameters_claimed == 7_000_000_000
    assert (accurate.hardware, accurate.emissions, accurate.grants) == (["A100, 10, eu"], None, ["EU 1"])
    assert accurate.metrics == ["accuracy on glue: 0.9", "https://e.org"]
    assert (accurate.hyperparameters, accurate.limitations) == (["lr: 1e-4"], "Biased.")
    assert ends(elements, HasTask, accurate.id) == ["text-generation"]
    assert ends(elements, InDomain, accurate.id) == ["natural-language-processing"]
    assert ends(elements, HasLibrary, accurate.id) == ["pytorch", "transformers"]
    assert ends(elements, TrainedOn, accurate.id) == ["allenai/c4"]
    assert ends(elements, HasCode, accurate.id) == ["github.com/acme/code"]
    assert ends(elements, Cites, accurate.id) == ["arxiv:2301.00001"]
    assert [(one.id, one.title) for one in elements if isinstance(one, Paper)] == [("arxiv:2301.00001", "A Paper")]
    bases = {one.start.key: (one.end.key, one.resolution, one.raw) for one in elements if isinstance(one, DerivedFrom)}
    assert bases == {
        "acme/accurate": ("openai-community/gpt2", "exact", "GPT-2"),
        "openai-community/gpt2": ("acme/accurate", "case", "acme / Accurate"),
    }
    assert (gpt2.metrics, gpt2.hyperparameters, gpt2.demos) == (["BoolQ: 73.4"], ["epochs: 8"], ["https://demo"])
    assert ends(elements, Declares, gpt2.id) == ["apache-2.0"]
    assert ends(elements, HasTask, gpt2.id) == ["text-generation"]
    assert [one.start.key for one in elements if isinstance(one, AliasOf)] == ["gpt2"]
    assert tally.counts["extraction_failed"] == 2
    assert tally.examples["extraction_failed"][0] == "acme/failed: rate limit reached"
    assert (tally.counts["models_without_id"], tally.counts["tasks_unknown"]) == (1, 1)


def test_what_a_card_does_not_speak_of_is_not_taken_back(tmp_path: Path) -> None:
    elements, _ = loaded(tmp_path, {"a/b": {"license": "mit"}})
    assert [one.types for one in elements if isinstance(one, Described)] == [(Declares,)]


def test_nothing_is_left_out_without_a_count(tmp_path: Path) -> None:
    card = {
        "base_model": [{"model_name": "acme/a"}, "acme/b", {"model_name": "a free name"}],
        "language": "1 & 2",
        "parameter_count": "very many",
        "datasets": [f"data-{number}" for number in range(130)],
    }
    elements, tally = loaded(tmp_path, {"acme/c": card})
    assert ends(elements, DerivedFrom, "acme/c") == ["acme/a", "acme/b"]
    assert [one.unresolved_bases for one in elements if isinstance(one, Model)] == [["a free name"]]
    assert tally.counts == {
        "bases_named": 2,
        "bases_unresolved": 1,
        "values_dropped": 2,
        "items_cut": 30,
    }


def test_results_on_data_are_claims(tmp_path: Path) -> None:
    shapes: dict[str, Any] = {
        "a/fields": [{"test": "Exact Match", "dataset": "SQuAD", "result": {"dev": 0.8}}, {"test": "f1", "result": 3}],
        "b/pairs": {"BoolQ": "73.4%", "MRR@10 (MS Marco)": 34.8, "accuracy": 0.9, "Report": "https://x.y", "": ""},
        "c/nested": {"accuracy": {"mnli": 0.9}, "dataset: NYT": {"f1": "93.4 ± 1"}},
        "d/words": ["good"],
    }
    elements, tally = loaded(tmp_path, {name: {"evaluation": value} for name, value in shapes.items()})
    found = [one for one in elements if isinstance(one, EvaluatedOn)]
    assert [(one.start.key, one.end.key, one.metric, one.value, one.written) for one in found] == [
        ("a/fields", "SQuAD", "exact_match_dev", 0.8, None),
        ("b/pairs", "BoolQ", None, 73.4, "73.4%"),
        ("b/pairs", "MS Marco", "mrr@10", 34.8, None),
        ("c/nested", "mnli", "accuracy", 0.9, None),
        ("c/nested", "NYT", "f1", None, "93.4 ± 1"),
    ]
    assert {(one.claimed_by, *(one.evidence or ())) for one in found} == {("paper", "paper-llm")}
    assert tally.counts == {"claims_without_dataset": 2}


@pytest.mark.parametrize("text", ["[]", "{", '{"a/b": "failed"}', "{}"])
def test_what_is_no_result_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.json"):
        PeatmossJson(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
KEYS = sorted({*CHEAP, *ACCURATE["extract_metadata"], *ACCURATE["pre_processed_metadata"], "demo", "language"})


@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=len(KEYS)))
def test_whatever_a_model_wrote_can_be_read(tmp_path_factory: pytest.TempPathFactory, card: dict[str, Any]) -> None:
    elements, tally = loaded(tmp_path_factory.mktemp("json"), {"a/b": card})
    assert tally.records == 1
    assert sum(isinstance(one, Model) for one in elements) == 1


def test_the_hand_labelled_models(data: Path) -> None:
    tally = Tally()
    elements = list(PeatmossJson(data / "peatmoss" / "groundTruth.json").elements(tally))
    counts = Counter(type(one) for one in elements)
    assert counts[Model] == tally.records == 50
    bases = sum(tally.counts[name] for name in tally.counts if name.startswith("bases_"))
    # Two of the 33 texts are blank.
    assert bases + tally.counts["self_references"] == 31
    assert counts[DerivedFrom] == 14
    cards = json.loads((data / "peatmoss" / "groundTruth.json").read_text(encoding="utf-8")).values()
    results = sum(len(numbers(card.get("evaluation"))) for card in cards)
    assert counts[EvaluatedOn] + tally.counts["claims_without_dataset"] == results


def numbers(value: Any, name: str = "") -> list[str]:
    """What stands in a structure and has a digit, but for names of data and measures, and addresses."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in numbers(inner, key)]
    if isinstance(value, list):
        return [one for inner in value for one in numbers(inner, name or "item")]
    said = not isinstance(value, bool) and name not in ("", "item", "test", "metric", "dataset", "link")
    return [str(value)] if said and any(map(str.isdigit, str(value))) and "://" not in str(value) else []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7B", 7_000_000_000),
        ("110 million", 110_000_000),
        ("1.5b parameters", 1_500_000_000),
        ("66,955,010", 66_955_010),
        ("29.95B", 29_950_000_000),
        ("about 82M", 82_000_000),
        ("", None),
        ("unknown", None),
        ("B", None),
        ("1.2.3B", None),
    ],
)
def test_parameter_counts(text: str, number: int | None) -> None:
    assert parameters_of(text) == number


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://arxiv.org/abs/1810.04805", "arxiv:1810.04805"),
        ("https://arxiv.org/pdf/1810.04805v2.pdf", "arxiv:1810.04805"),
        ("arXiv: 1810.04805", "arxiv:1810.04805"),
        ("1810.04805", "arxiv:1810.04805"),
        ("https://arxiv.org/abs/cs/0112017", "arxiv:cs/0112017"),
        ("https://doi.org/10.1145/3643991.3644907", "doi:10.1145/3643991.3644907"),
        ("https://aclanthology.org/2020.coling-main.598/", None),
        ("BERT", None),
        (None, None),
    ],
)
def test_keys_of_papers(text: str | None, key: str | None) -> None:
    assert paper_key(text) == key


def test_values_of_many_shapes() -> None:
    assert named_values({"a": {"b": 1}, "c": [1, "None"], "d": None}) == ["a.b: 1", "c: 1"]
    assert dataset_of("glue", None) == "glue"
    assert dataset_of("https://huggingface.co/datasets/a/b", None) == "a/b"
    assert dataset_of(None, None) is None
