"""Counts what a scan did not read, by reason and with the names, and says which of it could hide a loading call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

#: Names of one reason that are kept.
KEPT = 100
#: Reasons for which something that may load an artifact was not read, or not read whole, with what they mean.
UNREAD = {
    "too_large": "larger than what is read of such a file",
    "syntax": "not valid in its language",
    "too_deep": "nested too deeply",
    "calls_too_deep": "calls that depend on too many others",
    "no_notebook": "not a notebook, in spite of the name",
    "unknown_encoding": "in an encoding that is not known or does not fit",
    "null_bytes": "NUL bytes, which no source code holds",
    "lfs_pointers": "a Git LFS pointer in place of the file",
    "unreadable_files": "cannot be read",
    "unreadable_folders": "cannot be opened",
    "reading_failed": "made the reader fail",
    "special_files": "a pipe, socket or device",
    "links_that_leave": "links to what lies outside of what is scanned",
    "submodules": "submodules, which hold commits of other repositories",
    "paths_that_leave_the_archive": "entries of an archive that would be written outside of it",
    "duplicate_names": "entries of an archive that a later one of the same name replaces",
    "damaged_entries": "entries of an archive that are damaged, encrypted or packed in an unknown way",
    "damaged_archives": "archives of which a part is damaged or missing",
    "unopened_archives": "archives that cannot be opened",
    "archives_too_large": "archives inside of others or too many, beyond the limits",
    "too_many_files": "more files than are read",
    "too_large_unpacked": "unpacks to more than is read",
}


@dataclass
class LeftOut:
    """What was left out so far.

    Attributes:
        counts: How often, by reason.
        names: The first names of each reason.
    """

    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[str]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def note(self, reason: str, name: str = "") -> None:
        """Counts one thing; the same name counts once for a reason, however often it is met."""
        if name:
            if (reason, name) in self._seen:
                return
            self._seen.add((reason, name))
            kept = self.names.setdefault(reason, [])
            if len(kept) < KEPT:
                kept.append(name)
        self.counts[reason] += 1
