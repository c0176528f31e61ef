"""Reads files that hold what the Hub says: API records as JSON Lines, and the known dumps of the whole Hub."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.graph.declaration import Element, clean_text
from supplygraph.hub.cells import is_gap
from supplygraph.hub.profiles import PROFILES, Profile, fitting
from supplygraph.sources.files import RecordFile
from supplygraph.sources.tally import Tally

#: Columns that a message lists.
_LISTED = 30
#: Columns in which pandas writes the numbers of the rows.
INDEX = frozenset({"", "Unnamed: 0", "__index_level_0__", "index"})


class HubFile:
    """One or more files of one source, read in their order.

    Args:
        paths: The files.
        profile: Name of the profile of all files; None recognises each by its columns.

    Raises:
        InputError: a file cannot be read, no profile fits, or the files are of different sources.
    """

    read_ahead = True

    def __init__(self, paths: Sequence[Path], profile: str | None = None) -> None:
        if not paths:
            raise InputError("no file was named", "name at least one file")
        files = [RecordFile(path) for path in paths]
        self._parts = [(file, _profile_of(file, profile)) for file in files]
        names = {chosen.source for _, chosen in self._parts}
        if len(names) > 1:
            raise InputError(
                f"{len(files)} files are statements of different sources: {', '.join(sorted(names))}",
                "load them one after the other",
            )
        self.name = names.pop()
        self.arguments = clean_text(
            ", ".join(f"{file.path.name} ({chosen.name})" for file, chosen in self._parts)
        ).replace("\n", " ")
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the files say.

        Raises:
            InputError: a file can no longer be read.
        """
        self._complete = False
        tally.total = (tally.total or 0) + sum(file.size for file, _ in self._parts)
        known_licences: set[str] = set()
        for file, profile in self._parts:
            for name, records in file.skipped(profile.columns | INDEX).items():
                tally.leave_out(_shown(name), records)
            for record in file.records(tally, profile.columns):
                _count_unused(record.values, profile, tally)
                yield from profile.read(record.values, tally, record.place, self.name, known_licences)
        self._complete = not any(file.cut_off for file, _ in self._parts)

    def complete(self) -> bool:
        """Whether every file was read to its end, and none was cut off."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: files are simply read again."""


def _count_unused(values: Mapping[str, Any], profile: Profile, tally: Tally) -> None:
    """Counts the columns of a record that say something which is not read."""
    for name in values.keys() - profile.columns:
        if name not in INDEX and values[name] not in ([], {}) and not is_gap(values[name]):
            tally.leave_out(_shown(name))


def _shown(name: str) -> str:
    return clean_text(name.replace("\n", " "), 60)


def _profile_of(file: RecordFile, name: str | None) -> Profile:
    known = ", ".join(PROFILES)
    if name is not None:
        if name not in PROFILES:
            raise InputError(f"there is no profile {name!r}", f"the profiles are {known}")
        return PROFILES[name]
    found = fitting(file.columns, file.path.name, file.first_records)
    if found is None:
        columns = clean_text(", ".join(file.columns[:_LISTED]).replace("\n", " "), 500)
        raise InputError(
            f"{file.path} fits no known dump; its columns are {columns}",
            f"name its profile with --profile, one of {known}",
        )
    return found
