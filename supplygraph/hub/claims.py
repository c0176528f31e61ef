"""Reads the results that are claimed for a model: `model-index` of its card, and its files of evaluation results."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from supplygraph.hub.values import MAX_ITEMS, Values, key_text
from supplygraph.ids.reading import id_of_url
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import Ref, clean_text
from supplygraph.schema.nodes import Dataset
from supplygraph.schema.relationships import EvaluatedOn

MODEL_INDEX = "model-index"
EVAL_RESULTS = "evalResults"

#: Results of one model that are kept, and characters of one text of them.
MAX_CLAIMS, MAX_TEXT = 2_000, 200
#: What a card writes for the kind of file that data came in, where it should name them.
_FILE_KINDS = frozenset(
    {
        *("arrow", "audiofolder", "csv", "custom", "dataset", "generator", "huggingface", "image", "imagefolder"),
        *("json", "jsonl", "local", "local_dataset", "multilingual", "other", "pandas", "parquet", "private", "test"),
        *("text", "train", "txt", "user", "videofolder", "webdataset"),
    }
)
_NUMBER = re.compile(r"([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*%?")
_GAPS = re.compile(r"[\s\-]+")


class Result(NamedTuple):
    """A result as a number, and as it was written where that says more."""

    value: float | None
    written: str | None


def claims(owner: Ref, values: Values, card: Values) -> Iterator[EvaluatedOn]:
    """The results that a record claims for its model; counts those that name no data or say nothing.

    Args:
        owner: The model.
        values: Its record.
        card: The header of its card.
    """
    reader = _Reader(owner, values)
    yield from reader.of_index(values.record.get(MODEL_INDEX) or card.record.get(MODEL_INDEX))
    yield from reader.of_results(values.record.get(EVAL_RESULTS))


def states_claims(values: Values, card: Values) -> bool:
    """Whether a record says which results are claimed, so that earlier ones are gone."""
    return MODEL_INDEX in values or EVAL_RESULTS in values or MODEL_INDEX in card


def dataset_named(name: str | None, kind: str | None) -> tuple[str, bool] | None:
    """The key of the dataset that a result names, and whether it is only a kind of file; None where none is named."""
    for text in (kind, name):
        if text and not is_missing(text) and text.lower() not in _FILE_KINDS:
            return id_of_url(text, "dataset") or text, False
    return next(((text.lower(), True) for text in (kind, name) if text and not is_missing(text)), None)


def result_of(value: Any) -> Result | None:
    """A result; None where it says nothing."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        number = _finite(value)
        return Result(number, None) if number is not None else Result(None, str(value)[:MAX_TEXT])
    text = key_text(value if isinstance(value, str) else _json(value))[:MAX_TEXT]
    if is_missing(text):
        return None
    found = _NUMBER.fullmatch(text)
    number = _finite(float(found[1])) if found else None
    return Result(number, None if found and number is not None and "%" not in text else text)


def metric_named(text: str | None) -> str | None:
    """A measure in the one spelling that claims are compared by."""
    return None if text is None or is_missing(text) else _GAPS.sub("_", text.lower())[:MAX_TEXT]


def _finite(number: float) -> float | None:
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def _json(value: Any) -> str:
    try:
        return json.dumps(value, default=str, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        return ""


class _Reader:
    """Walks the claims of one model."""

    def __init__(self, owner: Ref, values: Values) -> None:
        self._owner = owner
        self._values = values
        self._left = MAX_CLAIMS

    def of_index(self, index: Any) -> Iterator[EvaluatedOn]:
        """What a `model-index` claims; the name of a model in it counts where there are several."""
        entries = list(self._mappings(MODEL_INDEX, index))
        for entry in entries:
            variant = _text(entry.get("name")) if len(entries) > 1 else None
            for result in self._mappings("results", entry.get("results")):
                task = result.get("task")
                task = _text(task.get("type")) or _text(task.get("name")) if isinstance(task, Mapping) else _text(task)
                data = result.get("dataset")
                data = data if isinstance(data, Mapping) else {"name": data}
                source = result.get("source")
                source = source if isinstance(source, Mapping) else {"name": source}
                about = {
                    "task": task,
                    "split": _text(data.get("split")),
                    "revision": _text(data.get("revision")),
                    "reporter": _text(source.get("name")),
                    "link": _text(source.get("url")),
                }
                for metric in self._mappings("metrics", result.get("metrics")):
                    yield from self._of_metric(metric, data, variant, about)

    def _of_metric(
        self, metric: Mapping[str, Any], data: Mapping[str, Any], variant: str | None, about: dict[str, Any]
    ) -> Iterator[EvaluatedOn]:
        args = data.get("args")
        config = _text(metric.get("config")) or _text(data.get("config")) or (_text(args) if _is_plain(args) else None)
        setup = [f"model: {variant}"] if variant else []
        setup += _settings(None if _is_plain(args) else args) + _settings(metric.get("args"))
        name = metric_named(_text(metric.get("type")) or _text(metric.get("name")))
        value = metric.get("value")
        parts = value.items() if isinstance(value, Mapping) else [(None, value)]
        verified = metric.get("verified") is True or bool(metric.get("verifyToken"))
        for part, number in list(parts)[:MAX_ITEMS]:
            measured = "_".join(one for one in (name, metric_named(_text(part))) if one) or None
            more = {
                **about,
                "config": config,
                "setup": "; ".join(setup)[:MAX_TEXT] or None,
                "metric": measured,
                "claimed_by": "verified" if verified else "author",
                "evidence": ["card"],
            }
            yield from self._claim(_text(data.get("name")), _text(data.get("type")), number, more)

    def of_results(self, results: Any) -> Iterator[EvaluatedOn]:
        """What files of evaluation results claim; one that names somebody else as its source is the community's."""
        for item in self._mappings(EVAL_RESULTS, results):
            entry = item.get("data", item)
            if "error" in item or not isinstance(entry, Mapping):
                self._values.dropped(EVAL_RESULTS)
                continue
            data, source = entry.get("dataset"), entry.get("source")
            data = data if isinstance(data, Mapping) else {"id": data}
            source = source if isinstance(source, Mapping) else {}
            reporter = _text(source.get("user")) or _text(source.get("org"))
            framework = _text(entry.get("evaluation_framework"))
            setup = [
                one for one in (_text(entry.get("notes")), f"framework: {framework}" if framework else None) if one
            ]
            about = {
                "config": None if data.get("task_id") == "default" else _text(data.get("task_id")),
                "revision": _text(data.get("revision")),
                "setup": "; ".join(setup)[:MAX_TEXT] or None,
                "claimed_by": self._claimant(item, entry, reporter),
                "reporter": reporter or _text(source.get("name")),
                "link": _text(source.get("url")),
                "date": _text(entry.get("date")),
                "evidence": ["hub"],
            }
            yield from self._claim(None, _text(data.get("id")), entry.get("value"), about)

    def _claimant(self, item: Mapping[str, Any], entry: Mapping[str, Any], reporter: str | None) -> str:
        if entry.get("verifyToken"):
            return "verified"
        offered = any(item.get(name) or entry.get(name) for name in ("pullRequest", "pull_request", "isPullRequest"))
        owner = self._owner.key.partition("/")[0].lower()
        return "community" if offered or (reporter and reporter.lower() != owner) else "author"

    def _claim(self, name: str | None, kind: str | None, value: Any, about: dict[str, Any]) -> Iterator[EvaluatedOn]:
        named, result = dataset_named(name, kind), result_of(value)
        if named is None or result is None:
            why = "claims_without_dataset" if named is None else "claims_without_result"
            self._values.tally.count(
                why, clean_text(f"{self._owner.key}: {about.get('metric') or about.get('task')}", 200)
            )
            return
        self._left -= 1
        if self._left < 0:
            self._values.cut("results", f"more than {MAX_CLAIMS:,}")
            return
        key, unnamed = named
        raw = name if name and name != key else kind if kind and kind != key else None
        yield EvaluatedOn(
            start=self._owner,
            end=Ref(Dataset, key),
            value=result.value,
            written=result.written,
            unnamed=unnamed or None,
            raw=raw,
            **about,
        )

    def _mappings(self, name: str, value: Any) -> Iterator[Mapping[str, Any]]:
        """The mappings of a field that holds one or a list; counts everything else."""
        items = value if isinstance(value, list | tuple) else [] if value is None else [value]
        for item in self._values.first(name, items):
            if isinstance(item, Mapping):
                yield item
            elif item is not None:
                self._values.dropped(name)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _settings(value: Any) -> list[str]:
    """`name: value` of each setting."""
    if isinstance(value, Mapping):
        pairs = sorted((str(name), _text(one)) for name, one in list(value.items())[:50])
        return [f"{name}: {one}" for name, one in pairs if one]
    text = _text(value)
    return [text] if text else []


def _text(value: Any) -> str | None:
    """A short text of what is one value; None where it says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = key_text(str(value))[:MAX_TEXT]
    return None if is_missing(text) else text
