"""Turns the rows of known dumps into the shape of the Hub API; each function takes a row and a counter of trouble."""

import ast
import math
from collections.abc import Mapping
from typing import Any

from supplygraph.hub.front_matter import front_matter
from supplygraph.hub.tags import read_tags
from supplygraph.hub.values import MAX_ITEMS, distinct, is_id, key_text
from supplygraph.missing import is_missing
from supplygraph.sources.tally import Tally

Row = Mapping[str, Any]
#: Characters of a list written as a Python expression that are parsed.
MAX_LITERAL = 1_000_000


def hub_api(row: Row, tally: Tally, place: str) -> Row:
    """The Hub's own shape, as its API, hub-stats and the weekly snapshots have it."""
    return row


def radar(row: Row, tally: Tally, place: str) -> dict[str, Any]:
    """HF//RADAR: Hub fields under other names, `base_model` as one string."""
    tags = [tag for tag in items(row.get("tags")) if isinstance(tag, str)]
    licence = row.get("license")
    card: dict[str, Any] = {"license": licence, "language": row.get("languages")}
    if "license:other" in tags and isinstance(licence, str) and licence != "other":
        card.update(license="other", license_name=licence)
    card["base_model"] = _radar_bases(row.get("base_model"), list(read_tags(tags).bases))
    formats = row.get("formats")
    is_gguf = isinstance(formats, list) and "gguf" in formats and "safetensors" not in formats
    return {
        "id": row.get("id"),
        "author": row.get("author"),
        "createdAt": row.get("created_at"),
        "lastModified": row.get("updated_at"),
        "downloads": row.get("downloads_30d"),
        "likes": row.get("likes"),
        "gated": row.get("gated"),
        "library_name": row.get("library"),
        "pipeline_tag": row.get("pipeline_tag"),
        "tags": tags,
        "cardData": card,
        "gguf" if is_gguf else "safetensors": {"total": row.get("parameters")},
        "removed": row.get("removed"),
        "_extra": {"removed_at": row.get("removed_at")},
    }


def _radar_bases(text: object, tagged: list[str]) -> object:
    """The bases of `base_model`, which joins several with commas; where tags name bases, theirs are taken.

    A value beside a single tag goes on as it stands, so that it is kept as the card's word for that base.
    """
    if not isinstance(text, str) or len(tagged) == 1:
        return text
    parts = [part.strip() for part in text.split(",")]
    if tagged:
        return [part for part in parts if part in tagged]
    return parts if all(map(is_id, parts)) else text


def modelbiome(row: Row, tally: Tally, place: str) -> dict[str, Any]:
    """The ecosystem dump of modelbiome: CSV, its lists written as Python expressions, facts taken out of the tags."""
    tags = [tag for tag in items(row.get("tags")) if isinstance(tag, str)]
    for column, prefix in _TAG_COLUMNS.items():
        tags += [prefix + value.removeprefix(prefix) for value in items(row.get(column)) if isinstance(value, str)]
    card = front_matter(row.get("modelCard"), tally, place)
    card.setdefault("language", [value for value in items(row.get("languages")) if isinstance(value, str)])
    return {
        "id": row.get("model_id"),
        "createdAt": row.get("createdAt"),
        "downloads": number(row.get("downloads")),
        "likes": number(row.get("likes")),
        "private": truth(row.get("private")),
        "library_name": row.get("library_name"),
        "pipeline_tag": row.get("pipeline_tag"),
        "tags": distinct(map(key_text, tags)),
        "cardData": card,
    }


_TRUTH = {"True": True, "true": True, "False": False, "false": False}
_TAG_COLUMNS = {
    "finetune_parent": "base_model:finetune:",
    "adapter_parent": "base_model:adapter:",
    "quantized_parent": "base_model:quantized:",
    "merge_parent": "base_model:merge:",
    "parent_model": "base_model:",
    "licenses": "license:",
    "datasets": "dataset:",
    "arxiv_papers": "arxiv:",
}


def model_card_row(row: Row, tally: Tally, place: str) -> dict[str, Any]:
    """A row of a dump of model or dataset cards with metadata, as librarian-bots makes it."""
    return {
        "id": row.get("modelId") or row.get("datasetId"),
        "author": row.get("author"),
        "createdAt": row.get("createdAt"),
        "lastModified": row.get("last_modified"),
        "downloads": row.get("downloads"),
        "likes": row.get("likes"),
        "tags": row.get("tags"),
        "cardData": front_matter(row.get("card"), tally, place),
        **{name: row[name] for name in ("library_name", "pipeline_tag") if name in row},
    }


def items(value: object) -> list[Any]:
    """The items of a list, given as such, as a Python expression in a text, or as a single text."""
    if isinstance(value, str) and value.startswith(("[", "(")) and len(value) <= MAX_LITERAL:
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return []
    if isinstance(value, list | tuple):
        return list(value[:MAX_ITEMS])
    return [value] if isinstance(value, str) and not is_missing(value) else []


def number(value: object) -> object:
    """A number given as text (`12`, `12.0`); anything else as it is."""
    try:
        parsed = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return value
    return parsed if math.isfinite(parsed) else None if isinstance(value, str) else value


def truth(value: object) -> object:
    """A truth value given as text; anything else as it is."""
    return _TRUTH.get(value, value) if isinstance(value, str) else value
