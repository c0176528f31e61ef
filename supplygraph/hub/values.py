"""Reads the loosely typed values of Hub records, and counts those that cannot be used."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from supplygraph.ids.reading import MAX_KEY, is_own_id
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import clean_text
from supplygraph.tally import Tally

#: Items of one list that are looked at; real models have more than 600 languages.
MAX_ITEMS = 5_000
#: Characters of a JSON text that are parsed.
MAX_JSON = 8_000_000

_NOTHING: Mapping[str, Any] = {}
_BREAKS = re.compile(r"\s*[\t\n\r]\s*")


def own_id(record: Mapping[str, Any]) -> str | None:
    """The id a record describes."""
    value = record.get("id")
    return value if isinstance(value, str) and is_own_id(value) else None


def key_text(text: str) -> str:
    """One line of text that can be a key; empty if nothing is left."""
    if len(text) <= MAX_KEY and text.isprintable():
        return text.strip()
    return _BREAKS.sub(" ", clean_text(text, MAX_KEY))


def distinct(values: Iterable[str]) -> list[str]:
    """The values without repetitions and empty ones, in their order."""
    return [value for value in dict.fromkeys(values) if value]


class Values:
    """The values of one record.

    Args:
        record: The record, or a part of it.
        owner: The id it describes; goes into the examples of what was dropped.
        tally: Where to count `values_dropped`.
    """

    __slots__ = ("owner", "record", "tally")

    def __init__(self, record: Mapping[str, Any], owner: str, tally: Tally) -> None:
        self.record = record
        self.owner = owner
        self.tally = tally

    def __contains__(self, name: str) -> bool:
        return name in self.record

    def states(self, name: str) -> bool:
        """Whether the field says anything; a column of structures has one without content where there is nothing."""
        value = self.record.get(name)
        if value and isinstance(value, Mapping):
            return any(item is not None for item in value.values())
        return bool(value)

    def dropped(self, name: str) -> None:
        """Counts a value that is of the wrong type or out of bounds."""
        self.tally.count("values_dropped", clean_text(f"{self.owner}: {name}", 200))

    def items(self, name: str) -> list[Any]:
        """The items of a field that holds one or a list, None left out; counts those of a list that has too many."""
        value = self.record.get(name)
        if value is None:
            return []
        if isinstance(value, list | tuple):
            return [item for item in self.first(name, value) if item is not None]
        return [value]

    def first(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        """The items of a list that are looked at; counts the others as `items_cut`."""
        if len(values) <= MAX_ITEMS:
            return values
        self.cut(name, f"{len(values):,}, of which the first {MAX_ITEMS:,} are kept", len(values) - MAX_ITEMS)
        return values[:MAX_ITEMS]

    def cut(self, name: str, why: str, items: int = 1) -> None:
        """Counts items of a field that are left out or shortened, as `items_cut`."""
        self.tally.count("items_cut", clean_text(f"{self.owner}: {name}: {why}", 200), by=items)

    def text(self, name: str) -> str | None:
        """A short text without line breaks."""
        value = self.record.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            return key_text(value) or None
        self.dropped(name)
        return None

    def word(self, name: str) -> str | None:
        """A short text; None for a word that only says that nothing is known."""
        text = self.text(name)
        return None if text is None or is_missing(text) else text

    def texts(self, name: str) -> Iterator[str]:
        """The texts of a field that holds one or a list; other scalars as YAML would have written them."""
        for value in self.items(name):
            if isinstance(value, str):
                if len(value) > MAX_KEY:
                    self.cut(name, f"longer than {MAX_KEY:,} characters")
                yield key_text(value)
            elif isinstance(value, bool):
                yield "yes" if value else "no"
            elif isinstance(value, int | float | date):
                yield str(value)
            else:
                self.dropped(name)

    def words(self, name: str) -> Iterator[str]:
        """The texts of a field that holds one or a list, without words that only say that nothing is known."""
        return (text for text in self.texts(name) if not is_missing(text))

    def count(self, name: str) -> int | None:
        """A number of things: whole, not negative, of at most 63 bits."""
        value = self.record.get(name)
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
            return value
        self.dropped(name)
        return None

    def moment(self, name: str) -> datetime | None:
        """A point in time, in UTC; one without a zone is taken as UTC."""
        value = self.record.get(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
            if moment.tzinfo is None:
                return moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC)
        except (AttributeError, TypeError, ValueError, OverflowError):
            self.dropped(name)
            return None

    def flag(self, name: str) -> bool | None:
        """Yes or no."""
        value = self.record.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.dropped(name)
        return None

    def part(self, name: str) -> "Values":
        """A mapping inside the record, given as such or as JSON text; an empty one if there is none."""
        value = self.record.get(name)
        if value is None:
            return Values(_NOTHING, self.owner, self.tally)
        if isinstance(value, str) and len(value) <= MAX_JSON:
            try:
                value = json.loads(value) if value.strip() else None
            except (ValueError, RecursionError):
                self.dropped(name)
                value = None
        if value is not None and not isinstance(value, Mapping):
            self.dropped(name)
            value = None
        return Values(value or _NOTHING, self.owner, self.tally)
