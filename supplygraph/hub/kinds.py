"""Tells listings of models, datasets and Spaces apart by what only one of them has."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from supplygraph.hub import cells
from supplygraph.hub.columns import Kind
from supplygraph.hub.tasks import PIPELINE_TAGS

_OF_SPACES = frozenset({"sdk", "subdomain", "runtime", "spaceId", "space_id"})
_OF_DATASETS = frozenset({"datasetId", "dataset_id", "mainSize", "paperswithcode_id", "task_categories", "cardExists"})
#: Listings of datasets have them, and tables of anything may.
_PERHAPS_OF_DATASETS = frozenset({"description", "citation", "key", "source_datasets"})
_OF_MODELS = frozenset(
    {
        *("modelId", "model_id", "pipeline_tag", "library_name", "library", "task", "config", "safetensors", "gguf"),
        *("baseModels", "base_models", "base_model", "base_model_relation", "mask_token", "widgetData"),
        *("transformersInfo", "transformers_info", "model-index", "model_index", "architectures", "model_type"),
    }
)
_TAGS_OF_DATASETS = (
    *("task_categories:", "size_categories:", "source_datasets:", "task_ids:", "annotations_creators:"),
    *("language_creators:", "multilinguality:", "modality:", "format:", "library:", "language:"),
)
_TAGS_OF_MODELS = PIPELINE_TAGS | {
    *("transformers", "safetensors", "pytorch", "tensorboard", "onnx", "gguf", "diffusers", "peft", "jax", "tf"),
    *("endpoints_compatible", "autotrain_compatible", "text-generation-inference", "sentence-transformers", "lora"),
}
_CARD_OF_DATASETS = frozenset({"task_categories", "dataset_info", "size_categories", "annotations_creators", "configs"})
_CARD_OF_SPACES = frozenset({"sdk", "app_file", "colorFrom"})


def kind_of_columns(columns: Collection[str]) -> Kind | None:
    """What a file lists, by its columns; None where they do not tell."""
    if not _OF_SPACES.isdisjoint(columns):
        return "space"
    if not _OF_DATASETS.isdisjoint(columns):
        return "dataset"
    if not _OF_MODELS.isdisjoint(columns):
        return "model"
    return "space" if "models" in columns else None


def perhaps_kind_of_columns(columns: Collection[str]) -> Kind | None:
    """What a file may list whose columns, records and name do not tell."""
    return None if _PERHAPS_OF_DATASETS.isdisjoint(columns) else "dataset"


def kind_of_record(record: Mapping[str, Any]) -> Kind | None:
    """What one record describes; None where it does not tell."""
    filled = {name for name, value in record.items() if value not in (None, "", [], {})}
    card = record.get("cardData")
    stated = card.keys() if isinstance(card, Mapping) else set()
    if filled & _OF_SPACES or len(stated & _CARD_OF_SPACES) > 1:
        return "space"
    if filled & _OF_DATASETS:
        return "dataset"
    if filled & _OF_MODELS:
        return "model"
    if kind := _kind_of_tags(_tags(record.get("tags"))):
        return kind
    return "dataset" if stated & _CARD_OF_DATASETS else None


def _tags(value: Any) -> list[str]:
    try:
        found = value if isinstance(value, list) else cells.items(value)
    except cells.UnreadableError:
        return []
    return [tag for tag in found if isinstance(tag, str)]


def _kind_of_tags(tags: Iterable[str]) -> Kind | None:
    of_dataset = False
    for tag in tags:
        if tag in _TAGS_OF_MODELS or tag.startswith("base_model:"):
            return "model"
        of_dataset = of_dataset or tag.startswith(_TAGS_OF_DATASETS)
    return "dataset" if of_dataset else None
