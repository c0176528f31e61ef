"""Reads the YAML header of a model or dataset card."""

import re
from typing import Any

import yaml

from supplygraph.tally import Tally

#: Characters of a header that are parsed.
MAX_HEADER = 1_000_000

#: What the Hub takes for white space before a header; the byte-order mark is one.
_OPENING = re.compile(r"[\s\ufeff]*---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?:\A|\r\n|\r|\n)---[ \t]*(?=\r|\n|\Z)")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates and the sign `=` as text, for a date that does not exist would make the whole header unreadable."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in ("timestamp", "value")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def front_matter(card: object, tally: Tally, place: str) -> dict[str, Any]:
    """What the header of a card says; an empty dictionary if there is none, or if it cannot be read, which is counted.

    Args:
        card: The text of the card, as a dump gives it.
        tally: Where to count `unreadable_cards`.
        place: Where the card stands.
    """
    header = split_card(card)[1] if isinstance(card, str) else None
    return {} if header is None else yaml_mapping(header, tally, place)


def split_card(card: str) -> tuple[str, str | None, str]:
    """What stands before the header of a card, the header, None where it has none, and what stands behind it."""
    opening = _OPENING.match(card)
    closing = _CLOSING.search(card, opening.end() - 1) if opening else None
    if opening is None or closing is None:
        return "", None, card
    # The line break before the closing line belongs to the header.
    line_break = len(closing[0]) - len(closing[0].lstrip("\r\n"))
    end = max(opening.end(), closing.start() + line_break)
    return card[: opening.end()], card[opening.end() : end], card[end:]


def text_below(card: str) -> str:
    """What a card says below its header."""
    _, header, behind = split_card(card)
    return behind if header is None else behind.removeprefix("---")


def yaml_mapping(text: str, tally: Tally, place: str) -> dict[str, Any]:
    """A mapping in YAML; an empty one if it is none, or if it cannot be read, which is counted."""
    header = yaml_value(text, tally, place)
    return {key: value for key, value in header.items() if isinstance(key, str)} if isinstance(header, dict) else {}


def yaml_value(text: str, tally: Tally, place: str) -> Any:
    """What YAML says; None if it cannot be read, which is counted."""
    if len(text) > MAX_HEADER:
        tally.count("unreadable_cards", f"{place}: YAML of more than {MAX_HEADER:,} characters")
        return None
    try:
        return yaml.load(text, _Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError):
        tally.count("unreadable_cards", place)
        return None
