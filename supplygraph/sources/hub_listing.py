"""What is asked of the Hub: the listings, their fields, and what to do where a server refuses a field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from supplygraph.hub.mapping import dataset_elements, model_elements
from supplygraph.schema.declaration import Element
from supplygraph.tally import Tally

_INDEX = re.compile(r"expand\W{1,4}(\d{1,2})\b")


@dataclass(frozen=True)
class Listing:
    """One kind of repository on the Hub.

    Attributes:
        name: As the API's path names it.
        kind: What one of them is.
        fields: What is asked for with `expand`.
        instead: What is asked for where the server refuses `expand`.
        elements: What a record says.
        usual: About how many there are, for a progress bar where the Hub does not say.
    """

    name: str
    kind: str
    fields: tuple[str, ...]
    instead: tuple[str, ...]
    elements: Callable[[Mapping[str, Any], Tally, str, set[str] | None], Iterator[Element]]
    usual: int

    def target(self, refused: Iterable[str], query: Iterable[tuple[str, Any]] = (), id_: str | None = None) -> str:
        """Path and query of the first page, or of one record."""
        path = f"/api/{self.name}" + (f"/{quote(id_, safe='/')}" if id_ else "")
        fields = [("expand", field) for field in self.fields if field not in set(refused)]
        return f"{path}?{urlencode([*query, *(fields or [(name, 'true') for name in self.instead])])}"


_COMMON = (
    "author",
    "cardData",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "gated",
    "lastModified",
    "likes",
    "private",
    "sha",
    "tags",
)
MODELS = Listing(
    "models",
    "model",
    (
        *("baseModels", "config", "evalResults", "gguf", "library_name", "model-index", "pipeline_tag", "safetensors"),
        *_COMMON,
    ),
    ("full", "cardData", "config"),
    model_elements,
    3_100_000,
)
DATASETS = Listing("datasets", "dataset", _COMMON, ("full",), dataset_elements, 1_000_000)
LISTINGS = {listing.kind: listing for listing in (MODELS, DATASETS)}


def refused_fields(reason: str, fields: list[str]) -> list[str]:
    """Which of the expanded fields a refusal is about; none where it is about something else.

    A server may name the place of the field in the list, the fields that it takes, or the field itself.
    """
    if "expand" not in reason.lower():
        return []
    if places := [int(place) for place in _INDEX.findall(reason)]:
        return [fields[place] for place in places if place < len(fields)] or fields
    named = [field for field in fields if re.search(rf"(?<!\w){re.escape(field)}(?!\w)", reason)]
    if re.search(r"one of|expected|allowed|valid (?:options|values)", reason.lower()) and len(named) > 1:
        return [field for field in fields if field not in named] or fields
    return named or fields
