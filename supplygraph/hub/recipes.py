"""Reads the recipes of mergekit: which models were merged, and by which method."""

from collections.abc import Iterator, Mapping
from typing import Any

from supplygraph.hub.values import MAX_ITEMS, distinct, key_text

#: Where a config keeps what a recipe says.
RECIPE = "mergekit"
RECIPE_FILES = ("mergekit_config.yml", "mergekit_config.yaml")
#: Levels of lists and mappings that are looked into; real recipes have four.
_DEPTH = 8
_METHOD = 60


def recipe_of(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The models and the method of a recipe; empty where it names no model.

    Args:
        stated: The content of the file; of several documents the first.
    """
    models = distinct(_models(stated, 0))[:MAX_ITEMS]
    if not models:
        return {}
    method = stated.get("merge_method")
    kept = {"method": key_text(method)[:_METHOD]} if isinstance(method, str) else {}
    return {"models": models, **kept}


def _models(value: object, depth: int) -> Iterator[str]:
    """The models that a part of a recipe names, an adapter on one of them after it (`model+adapter`)."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value[:MAX_ITEMS]:
            yield from _models(item, depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key in ("model", "base_model", "source_model"):
                yield from _names(item)
            elif isinstance(item, list | Mapping):
                yield from _models(item, depth + 1)


def _names(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        # The long form: {model: {path: a/b, revision: main}, lora: {path: c/d}}.
        if isinstance(path := value.get("path"), str):
            yield key_text(path)
        for part in ("model", "lora"):
            yield from _names(value.get(part))
    elif isinstance(value, str):
        for part in value.split("+"):
            yield key_text(part).partition("@")[0]
