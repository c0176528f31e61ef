"""Reads what a card names by more than one text: a mapping of name and address, a list inside a list."""

from collections.abc import Iterator, Mapping
from typing import Any

from supplygraph.hub.values import MAX_ITEMS, Values, key_text
from supplygraph.ids.reading import is_id, read_id
from supplygraph.schema.declaration import clean_text

_IDS = (
    *("id", "repo_id", "model_id", "modelid", "dataset_id", "datasetid", "hub_id", "hf_id", "full_name", "path"),
    *("name_or_path", "model_name_or_path", "base_model_name_or_path", "base_model", "model", "dataset"),
)
_ADDRESSES = ("repo_url", "url", "repository", "repo", "link", "uri", "href", "html_url", "homepage", "source")
_OWNERS = ("organization", "organisation", "org", "owner", "author", "namespace", "publisher", "developer", "creator")
_NAMES = ("name", "model_name", "dataset_name", "title")
_LISTS = ("models", "datasets", "base_models", "parents", "sources")
_OF_WORDS = {
    "license": ("spdx_id", "spdx", "key", "id", "identifier", "license", "name", "title", "type", "url", "link"),
    "language": ("code", "iso", "id", "language", "name"),
}
_BASES = ("base_model", "finetuned_from")
#: Fields whose items are artifacts or words, never structures.
FIELDS = (*_BASES, "datasets", "source_datasets", "new_version", *_OF_WORDS)
#: Lists inside lists and mappings that are followed.
_DEPTH = 4
#: Characters of a mapping that names nothing and is kept as text.
_READABLE = 200


def plain_card(card: Values) -> Values:
    """The card with plain lists of texts where artifacts and words are named; counts items that a list has too many.

    A mapping that leads to no artifact becomes readable text, so that it is kept as stated.
    """
    plain: dict[str, Any] = {}
    for field in FIELDS:
        value = card.record.get(field)
        if isinstance(value, Mapping | list | tuple) and not _is_plain(value):
            plain[field] = list(_Structure(card, field).items(value))
    return Values({**card.record, **plain}, card.owner, card.tally) if plain else card


def _is_plain(value: Any) -> bool:
    return not isinstance(value, Mapping) and not any(isinstance(item, Mapping | list | tuple) for item in value)


class _Structure:
    """Walks one field; a structure without end is cut."""

    def __init__(self, card: Values, field: str) -> None:
        self.card = card
        self.field = field
        self._left = MAX_ITEMS

    def items(self, value: Any, depth: int = _DEPTH) -> Iterator[Any]:
        """The items that lists and mappings come down to."""
        self._left -= 1
        if self._left == 0:
            self.card.cut(self.field, f"a structure of more than {MAX_ITEMS:,} items")
        if self._left <= 0 or value is None:
            return
        if not isinstance(value, Mapping | list | tuple):
            yield value
        elif depth == 0:
            self.card.dropped(self.field)
            if self.field in _BASES:
                yield "(a list inside lists)"
        elif isinstance(value, Mapping):
            yield from self._of_mapping(value, depth)
        else:
            for item in self.card.first(self.field, value):
                yield from self.items(item, depth - 1)

    def _of_mapping(self, value: Mapping[Any, Any], depth: int) -> Iterator[Any]:
        said = {
            key_text(key).lower().replace("-", "_").replace(" ", "_"): item
            for key, item in list(value.items())[:MAX_ITEMS]
            if isinstance(key, str)
        }
        if words := _OF_WORDS.get(self.field):
            yield next(_texts(said, words), value)
            return
        inner = [said[name] for name in _LISTS if isinstance(said.get(name), list | tuple)]
        inner += [said[name] for name in _IDS if isinstance(said.get(name), Mapping)]
        if inner:
            yield from self.items(inner[0], depth - 1)
        elif found := _artifacts(said) or [key for key in value if _is_path_like(key)]:
            yield from found
        elif value:
            yield _readable(value)


def _artifacts(said: Mapping[str, Any]) -> list[str]:
    """The text that names the artifact best: one that leads to an id, an address before a bare name."""
    addresses = list(_texts(said, _ADDRESSES))
    ids, names = list(_texts(said, _IDS)), list(_texts(said, _NAMES))
    owned = [f"{owner}/{name}" for owner in _texts(said, _OWNERS) for name in names if "/" not in name]
    for text in (*ids, *addresses, *owned, *names):
        if _is_path_like(id_ := read_id(text) or read_id(text, "dataset")):
            return [str(id_)]
    return [*addresses, *(text for text in (*ids, *names) if is_id(text))][:1]


def _texts(said: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = said.get(name)
        if isinstance(value, str) and (text := key_text(value)):
            yield text


def _is_path_like(text: object) -> bool:
    return isinstance(text, str) and "/" in text and is_id(text)


def _readable(value: Mapping[Any, Any]) -> str:
    """What a mapping says, shortened; structures inside it are left out."""
    parts = (
        f"{str(key)[:_READABLE]}: {str(item)[:_READABLE] if isinstance(item, str | int | float) else ''}"
        for key, item in list(value.items())[:10]
    )
    return clean_text(key_text(", ".join(parts)), _READABLE)
