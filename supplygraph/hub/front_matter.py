"""Reads the YAML header of a model or dataset card."""

import re
from typing import Any

import yaml

from supplygraph.sources.tally import Tally

#: Characters of a header that are parsed.
MAX_HEADER = 200_000

_HEADER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def front_matter(card: object, tally: Tally, place: str) -> dict[str, Any]:
    """What the header of a card says; an empty dictionary if there is none, or if it cannot be read, which is counted.

    Args:
        card: The text of the card, as a dump gives it.
        tally: Where to count `unreadable_cards`.
        place: Where the card stands.
    """
    found = _HEADER.match(card[:MAX_HEADER]) if isinstance(card, str) else None
    if found is None:
        return {}
    try:
        header = yaml.load(found[1], _LOADER)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError):
        tally.count("unreadable_cards", place)
        return {}
    return {key: value for key, value in header.items() if isinstance(key, str)} if isinstance(header, dict) else {}
