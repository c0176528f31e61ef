"""Counts what a source met, and keeps the first examples of what it could not use."""

from collections import Counter
from dataclasses import dataclass, field

#: Examples kept of each kind of problem.
EXAMPLES = 5
#: Names of columns that were not used that are kept apart.
UNUSED = 100


@dataclass
class Tally:
    """What a source has read so far.

    Attributes:
        records: Records read, usable or not.
        counts: Named counts, such as `self_references` or `unreadable_lines`.
        examples: The first few places of each count that has places.
        unused: How many records had a column that was not used, by the column's name.
        position: Units read so far (bytes of a file, models of a crawl), for a progress bar.
        total: All units there are, where known.
    """

    records: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)
    position: int = 0
    total: int | None = None

    def count(self, name: str, where: str | None = None, by: int = 1) -> None:
        """Adds to a named count, and keeps where it happened while examples are few."""
        self.counts[name] += by
        if where is not None:
            kept = self.examples.setdefault(name, [])
            if len(kept) < EXAMPLES:
                kept.append(where)

    def leave_out(self, column: str, records: int = 1) -> None:
        """Counts records whose value in a column was not used; columns without end are counted together."""
        known = column in self.unused or len(self.unused) < UNUSED
        self.unused[column if known else "…"] += records

    def add(self, other: "Tally") -> None:
        """Adds what another reader of the same source met."""
        self.records += other.records
        self.counts.update(other.counts)
        for name, places in other.examples.items():
            kept = self.examples.setdefault(name, [])
            kept += places[: EXAMPLES - len(kept)]
        for column, records in other.unused.items():
            self.leave_out(column, records)

    def clear(self) -> None:
        """Forgets everything, for a source that is read again from its start."""
        self.records = self.position = 0
        self.total = None
        for one in (self.counts, self.examples, self.unused):
            one.clear()
