"""Counts what a source met, and keeps the first examples of what it could not use."""

from collections import Counter
from dataclasses import dataclass, field

#: Examples kept of each kind of problem.
EXAMPLES = 5


@dataclass
class Tally:
    """What a source has read so far.

    Attributes:
        records: Records read, usable or not.
        counts: Named counts, such as `self_references` or `unreadable_lines`.
        examples: The first few places of each count that has places.
        position: Units read so far (bytes of a file, models of a crawl), for a progress bar.
        total: All units there are, where known.
    """

    records: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    position: int = 0
    total: int | None = None

    def count(self, name: str, where: str | None = None, by: int = 1) -> None:
        """Adds to a named count, and keeps where it happened while examples are few."""
        self.counts[name] += by
        if where is not None:
            kept = self.examples.setdefault(name, [])
            if len(kept) < EXAMPLES:
                kept.append(where)
