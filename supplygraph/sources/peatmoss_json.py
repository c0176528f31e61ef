"""Reads the metadata that the language-model pipelines of PeaTMOSS extracted from model cards, as JSON (MSR 2024)."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.hub.base_names import find_base
from supplygraph.hub.claims import metric_named, result_of
from supplygraph.hub.papers import paper_key
from supplygraph.hub.properties import is_language
from supplygraph.hub.tasks import PIPELINE_TAGS
from supplygraph.hub.values import distinct, key_text
from supplygraph.ids.first_models import todays_id
from supplygraph.ids.reading import is_id
from supplygraph.ids.repositories import repository_of_url
from supplygraph.schema.declaration import Described, Element, Ref, Relationship, clean_text
from supplygraph.schema.nodes import Alias, Dataset, Domain, Language, Library, Model, Paper, Repository, Task
from supplygraph.schema.relationships import (
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    EvaluatedOn,
    HasCode,
    HasLanguage,
    HasLibrary,
    HasTask,
    InDomain,
    TrainedOn,
)
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.peatmoss_values import (
    MAX_ITEMS,
    base_element,
    dataset_of,
    items_of,
    license_elements,
    named_values,
    parameters_of,
    text_of,
    texts_of,
)
from supplygraph.tally import Tally

_EVIDENCE = "paper-llm"
#: Maps in which the accurate pipeline keeps what belongs to one model.
_PARTS = ("pre_processed_metadata", "extract_metadata")
_HINT = "it is the result file of a PeaTMOSS pipeline, such as groundTruth.json"
#: Characters of a long text that are kept.
_LONG = 5_000

_MEASURE_ON_DATA = re.compile(r"([^()]{1,60}?)\s*\(([^()]{2,60})\)")
#: What names a measure and no dataset.
_MEASURE = re.compile(
    r"\b(acc(uracy)?|precision|recall|f1|f-?score|loss|bleu|chrf|rouge\w*|meteor|wer|cer|perplexity|ppl|scores?|auc|mrr|"
    r"ndcg|map|em|exact match|rmse|mse|mae|psnr|ssim|fid|miou|iou|correlation|spearman|pearson|sec(onds?)?|time|speed|"
    r"latency|throughput|link|average|avg|exact|total|top ?\d+)\b|@\d|%",
    re.IGNORECASE,
)


class PeatmossJson:
    """One result file: an object by model id. Both pipelines' keys are read; a text instead of an object is a failure.

    Args:
        path: The file.

    Raises:
        InputError: it cannot be read, or is no such file.
    """

    name = "peatmoss-json"
    read_ahead = True
    command = Command(
        "Load the metadata that the language-model pipelines of PeaTMOSS extracted from model cards.",
        (Argument("path", "FILE.json"),),
        many=True,
    )

    def __init__(self, path: Path) -> None:
        self.arguments = clean_text(path.name)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"{path} cannot be read: {reason}", _HINT) from None
        if not isinstance(found, dict) or not any(isinstance(value, dict) for value in found.values()):
            raise InputError(f"{path} holds no object by model id", _HINT)
        self._models: dict[str, Any] = found
        self._known = _Known(found)

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what was extracted from the card of each model."""
        tally.total = (tally.total or 0) + len(self._models)
        licenses: set[str] = set()
        for model_id, value in self._models.items():
            tally.records += 1
            tally.position += 1
            if not is_id(model_id):
                tally.count("models_without_id", clean_text(model_id, 100))
            elif isinstance(value, dict):
                yield from self._model(model_id, _flat(value), licenses, tally)
            else:
                tally.count("extraction_failed", f"{model_id}: {text_of(value, 100) or type(value).__name__}")

    def complete(self) -> bool:
        """The file is read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember."""

    def _model(self, model_id: str, card: Mapping[str, Any], licenses: set[str], tally: Tally) -> Iterator[Element]:
        owner = Model.ref(todays_id(model_id))
        bases, unresolved = self._bases(owner, card, tally)
        _count_cut(owner, card, tally)
        yield Model(
            id=owner.key,
            hub="huggingface",
            parameters_claimed=parameters_of(card.get("parameter_count")),
            hardware=texts_of(_joined(value) for value in items_of(card.get("hardware"))) or None,
            emissions=text_of(card.get("carbon_emitted")),
            metrics=_metrics(card.get("evaluation")) or None,
            hyperparameters=named_values(_settings(card.get("hyper_parameters"))) or None,
            input_formats=named_values(card.get("input_format")) or None,
            output_formats=named_values(card.get("output_format")) or None,
            demos=texts_of([*items_of(card.get("demo")), *items_of(card.get("code_demo"))]) or None,
            grants=texts_of(items_of(card.get("grant"))) or None,
            limitations=text_of(card.get("limitation_and_bias"), _LONG),
            unresolved_bases=unresolved or None,
            status="present",
        )
        if owner.key != model_id:
            yield AliasOf(start=Ref(Alias, model_id), end=owner, evidence=["table"])
        yield from bases
        yield from license_elements(owner, texts_of(items_of(card.get("license"))), _EVIDENCE, licenses)
        for library in _words(card, "frameworks", "libraries"):
            yield HasLibrary(start=owner, end=Ref(Library, library))
        for task in _words(card, "model_task", "model_tasks"):
            if task in PIPELINE_TAGS:
                yield HasTask(start=owner, end=Ref(Task, task))
            else:
                tally.count("tasks_unknown", f"{model_id}: {task}")
        for domain in _words(card, "domain", "model_type"):
            yield InDomain(start=owner, end=Ref(Domain, domain), evidence=[_EVIDENCE])
        for language in _words(card, "language"):
            if is_language(language):
                yield HasLanguage(start=owner, end=Ref(Language, language))
            else:
                tally.count("values_dropped", f"{owner.key}: language {language}")
        yield from _named(owner, card, tally)
        yield from _claims(owner, card, tally)
        yield Described(owner, tuple(_states(card)))

    def _bases(self, owner: Ref, card: Mapping[str, Any], tally: Tally) -> tuple[list[Element], list[str]]:
        """The derivations that the card states, and the texts that name no known model."""
        found: dict[str, Element] = {}
        unresolved: list[str] = []
        for stated in items_of(card.get("base_model", card.get("upstream_model"))):
            if isinstance(stated, Mapping):
                raw, url = text_of(stated.get("model_name")), text_of(stated.get("url"))
            else:
                raw, url = text_of(stated), None
            raw = raw or url
            if raw is None:
                continue
            base = find_base(raw, url, self._known)
            element = base_element(owner, base, raw, self.name, _EVIDENCE)
            if element is not None and base.model_id is not None:
                tally.count(f"bases_{base.resolution}")
                found.setdefault(base.model_id, element)
            elif base.model_id is not None:
                tally.count("self_references", f"{owner.key}: {raw}")
            else:
                tally.count("bases_ambiguous" if base.ambiguous else "bases_unresolved", f"{owner.key}: {raw}")
                unresolved.append(raw)
        return list(found.values()), distinct(unresolved)


def _count_cut(owner: Ref, card: Mapping[str, Any], tally: Tally) -> None:
    """Counts what is left out of long lists, and a number of parameters that cannot be read."""
    for name, value in card.items():
        if isinstance(value, list) and len(value) > MAX_ITEMS:
            where = f"{owner.key}: {name}: {len(value):,}, of which the first {MAX_ITEMS} are kept"
            tally.count("items_cut", clean_text(where, 200), by=len(value) - MAX_ITEMS)
    claimed = card.get("parameter_count")
    if text_of(claimed) is not None and parameters_of(claimed) is None:
        tally.count("values_dropped", f"{owner.key}: parameter_count {text_of(claimed, 60)}")


class _Known:
    """The models of the file, for the names of bases."""

    def __init__(self, ids: Mapping[str, Any]) -> None:
        self._ids = ids
        self._folded: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        for model_id in ids:
            self._folded.setdefault(model_id.casefold(), []).append(model_id)
            self._named.setdefault(model_id.rpartition("/")[2].casefold(), []).append(model_id)

    def exact(self, model_id: str) -> bool:
        return model_id in self._ids

    def folded(self, model_id: str) -> list[str]:
        return self._folded.get(model_id.casefold(), [])

    def named(self, name: str) -> list[str]:
        return self._named.get(name.casefold(), [])


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a model, whether or not the pipeline's two steps stand apart."""
    inner = {key: item for part in _PARTS if isinstance(value.get(part), Mapping) for key, item in value[part].items()}
    return {**value, **inner}


def _joined(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return ", ".join(texts_of(value.values())) or None
    return text_of(value)


def _settings(value: Any) -> Any:
    """Hyper-parameters as a map or as a list of names and values."""
    if isinstance(value, list):
        return [
            {str(item.get("hyper_parameter")): item.get("value")}
            if isinstance(item, Mapping) and "hyper_parameter" in item
            else item
            for item in value
        ]
    return value


def _metrics(value: Any) -> list[str]:
    """`test on dataset: result` of each evaluation."""
    found: list[str] = []
    for item in items_of(value):
        if isinstance(item, Mapping) and "result" in item:
            test = text_of(item.get("test", item.get("metric", item.get("test/metric"))))
            shown = " on ".join(text for text in (test, text_of(item.get("dataset"))) if text)
            result = text_of(item.get("result")) or "; ".join(named_values(item.get("result")))
            found.append(": ".join(text for text in (shown, result) if text))
        elif isinstance(item, Mapping) and set(item) == {"link"}:
            found += texts_of([item["link"]])
        else:
            found += named_values(item)
    return texts_of(found)


def _claims(owner: Ref, card: Mapping[str, Any], tally: Tally) -> Iterator[EvaluatedOn]:
    """The results of which it is said on what data they were measured; counts the others."""
    for item in items_of(card.get("evaluation")):
        for name, metric, value in _measured(item) if isinstance(item, Mapping) else ():
            result = result_of(value)
            if result is None or not any(sign.isdigit() for sign in str(value)) or "://" in str(value):
                continue
            if name is None:
                tally.count("claims_without_dataset", f"{owner.key}: {metric}")
                continue
            key = dataset_of(name, None) or name
            yield EvaluatedOn(
                start=owner,
                end=Ref(Dataset, key),
                metric=metric_named(metric),
                value=result.value,
                written=result.written,
                claimed_by="paper",
                evidence=[_EVIDENCE],
                raw=name if name != key else None,
            )


def _measured(item: Mapping[str, Any]) -> Iterator[tuple[str | None, str | None, Any]]:
    """Dataset, measure and result of each evaluation: as fields, or as pairs whose first item names one of the two."""
    if "result" in item:
        test = text_of(item.get("test", item.get("metric", item.get("test/metric"))))
        result = item["result"]
        parts = result.items() if isinstance(result, Mapping) else [(None, result)]
        for part, value in list(parts)[:MAX_ITEMS]:
            yield text_of(item.get("dataset")), " ".join(one for one in (test, text_of(part)) if one) or None, value
        return
    for key, value in list(item.items())[:MAX_ITEMS]:
        name = _called(key)
        if name is None:
            continue
        if isinstance(value, Mapping):
            for part, inner in list(value.items())[:MAX_ITEMS]:
                pair = (name, _called(part))
                yield *(pair[::-1] if _is_measure(name) else pair), inner
        elif both := _MEASURE_ON_DATA.fullmatch(name):
            yield both[2], both[1], value
        else:
            yield *((None, name) if _is_measure(name) else (name, None)), value


def _called(key: object) -> str | None:
    return text_of(str(key).removeprefix("dataset:"))


def _is_measure(name: str) -> bool:
    return _MEASURE.search(name.replace("_", " ")) is not None


def _words(card: Mapping[str, Any], *keys: str) -> list[str]:
    """Words of a vocabulary, in small letters with hyphens; a text may hold several with commas."""
    texts = texts_of(item for key in keys for item in items_of(card.get(key)))
    parts = (part for text in texts for part in text.split(","))
    return distinct(key_text("-".join(part.lower().replace("_", "-").split())) for part in parts)


def _named(owner: Ref, card: Mapping[str, Any], tally: Tally) -> Iterator[Element]:
    """Datasets, papers and the repository of its code."""
    for item in items_of(card.get("datasets")):
        name, url = (item.get("dataset_name"), item.get("url")) if isinstance(item, Mapping) else (item, None)
        written = text_of(name)
        key = dataset_of(written, text_of(url)) if written or text_of(url) else None
        if key is not None:
            raw = written if written and written != key else None
            yield TrainedOn(start=owner, end=Ref(Dataset, key), evidence=[_EVIDENCE], raw=raw)
    for item in items_of(card.get("paper")):
        title, url = (item.get("paper title"), item.get("paper_url")) if isinstance(item, Mapping) else (None, item)
        if text_of(url) is None and text_of(title) is None:
            continue
        number = paper_key(text_of(url)) or paper_key(text_of(title))
        if number is None:
            tally.count("papers_without_number", f"{owner.key}: {text_of(url) or text_of(title)}")
            continue
        if heading := text_of(title):
            yield Paper(id=number, title=heading)
        yield Cites(start=owner, end=Ref(Paper, number))
    for text in texts_of([*items_of(card.get("github")), *items_of(card.get("github_repo"))]):
        if (repository := repository_of_url(text)) is None:
            tally.count("values_dropped", f"{owner.key}: github {text}")
        else:
            yield HasCode(start=owner, end=Ref(Repository, repository), evidence=[_EVIDENCE], raw=text)


def _states(card: Mapping[str, Any]) -> Iterator[type[Relationship]]:
    keys: dict[type[Relationship], tuple[str, ...]] = {
        DerivedFrom: ("base_model", "upstream_model"),
        Declares: ("license",),
        HasLibrary: ("frameworks", "libraries"),
        HasTask: ("model_task", "model_tasks"),
        InDomain: ("domain", "model_type"),
        HasLanguage: ("language",),
        TrainedOn: ("datasets",),
        EvaluatedOn: ("evaluation",),
        Cites: ("paper",),
        HasCode: ("github", "github_repo"),
    }
    yield from (kind for kind, names in keys.items() if any(name in card for name in names))
