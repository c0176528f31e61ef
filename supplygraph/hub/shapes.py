"""Turns the rows of dumps with peculiar columns into rows with the usual ones."""

from collections.abc import Mapping
from typing import Any

from supplygraph.hub import cells
from supplygraph.hub.tags import read_tags
from supplygraph.hub.values import distinct, key_text
from supplygraph.ids.reading import is_id

Row = Mapping[str, Any]


def radar(row: Row) -> Row:
    """HF//RADAR: `license` also holds the name of a licence of one's own, and `base_model` joins several bases."""
    tags = [tag for tag in row.get("tags") or () if isinstance(tag, str)] if isinstance(row.get("tags"), list) else []
    license = row.get("license")
    changed: dict[str, Any] = {"base_model": _radar_bases(row.get("base_model"), list(read_tags(tags).bases))}
    if "license:other" in tags and isinstance(license, str) and license != "other":
        changed.update(license="other", license_name=license)
    formats = row.get("formats")
    if isinstance(formats, list) and "gguf" in formats and "safetensors" not in formats:
        changed.update(gguf={"total": row.get("parameters")}, parameters=None)
    return {**row, **changed}


def _radar_bases(text: object, tagged: list[str]) -> object:
    """The bases of `base_model`, which joins several with commas; where tags name bases, theirs are taken.

    A value beside a single tag goes on as it stands, so that it is kept as the card's word for that base.
    """
    if not isinstance(text, str):
        return text
    if len(tagged) == 1:
        return [text]
    parts = [part.strip() for part in text.split(",")]
    if tagged:
        return [part for part in parts if part in tagged]
    return parts if all(map(is_id, parts)) else [text]


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


def modelbiome(row: Row) -> Row:
    """The ecosystem dump of modelbiome: facts that were taken out of the tags go back into them."""
    tags = _texts(row.get("tags"))
    for column, prefix in _TAG_COLUMNS.items():
        tags += [prefix + value.removeprefix(prefix) for value in _texts(row.get(column))]
    usual = {name: value for name, value in row.items() if name not in _TAG_COLUMNS}
    return {**usual, "tags": distinct(map(key_text, tags))}


def _texts(value: object) -> list[str]:
    try:
        return [item for item in cells.items(value) if isinstance(item, str)]
    except cells.UnreadableError:
        return []
