"""Reads archives without unpacking them to disk: what can be read of a damaged one is, and the rest is named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from supplygraph.errors import InputError
from supplygraph.reuse.kinds import kind_of
from supplygraph.reuse.left_out import LeftOut
from supplygraph.reuse.packed import PACKED_ERRORS, Entry, Packed, TooMuchError, open_packed
from supplygraph.reuse.read import Wanted
from supplygraph.reuse.tree import is_archive, is_skipped, leaves, taken

#: Most entries of one archive.
MAX_ENTRIES = 500_000


class ArchiveTree:
    """A zip, tarball, wheel or source distribution.

    Args:
        path: The file.
        name: What it is called in reports; else as the file.

    Raises:
        InputError: the file is not an archive of which anything can be read.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name, self.root = name or path.name, None
        self.left_out = LeftOut()
        self.archives: list[str] = []
        self._folders: set[str] = set()
        self._strip = ""
        #: Which entry each name is, the last of equal ones, and its size.
        self._numbers: dict[str, int] = {}
        self._sizes: dict[str, int] = {}

    def files(self) -> Iterator[str]:
        """Lists the archive; one folder around everything is left out of the paths."""
        names: dict[str, None] = {}
        archives: dict[str, None] = {}
        links: list[tuple[str, str]] = []
        for number, entry in enumerate(self._listed()):
            parts = PurePosixPath(entry.name).parts
            if entry.name.startswith("/") or ".." in parts:
                self.left_out.note("paths_that_leave_the_archive", entry.name)
                continue
            if any(is_skipped(part) for part in parts[:-1]):
                self.left_out.note("folders_of_others")
                continue
            if entry.link is not None:
                links.append((entry.name, entry.link))
                continue
            if not entry.special:
                if entry.name in self._sizes and (entry.name in names or entry.name in archives):
                    self.left_out.note("duplicate_names", entry.name)
                self._numbers[entry.name], self._sizes[entry.name] = number, entry.size
            if entry.special and kind_of(entry.name):
                self.left_out.note("special_files", entry.name)
            elif kind_of(entry.name):
                names[entry.name] = None
            elif is_archive(entry.name) and not entry.special:
                archives[entry.name] = None
        for name, target in links:
            self.left_out.note("links")
            if leaves(name, target):
                self.left_out.note("links_that_leave", name)
        heads = {name.partition("/")[0] for name in [*names, *archives]}
        if len(heads) == 1 and all("/" in name for name in [*names, *archives]) and not self.name.endswith(".whl"):
            self._strip = f"{heads.pop()}/"
        self.archives = sorted(name.removeprefix(self._strip) for name in archives)
        for name in sorted(names):
            path = name.removeprefix(self._strip)
            parts = tuple(path.split("/"))
            for depth in range(1, len(parts)):
                self._folders.add("/".join(parts[:depth]))
            yield path

    def _listed(self) -> Iterator[Entry]:
        """The entries; what is damaged is counted, but where there is nothing else the archive is refused."""
        count = 0
        reason = "it holds nothing that can be read"
        with self._packed() as packed:
            try:
                for entry in packed.entries():
                    if count >= MAX_ENTRIES:
                        self.left_out.note("too_many_files", self.name)
                        return
                    count += 1
                    yield entry
            except PACKED_ERRORS as error:
                reason = str(error)
                packed.damaged = True
            except TooMuchError:
                self.left_out.note("too_large_unpacked", self.name)
            if packed.damaged:
                if not count:
                    raise InputError(f"{self.path} cannot be read as an archive: {reason}")
                self.left_out.note("damaged_archives", self.name)

    @contextmanager
    def _packed(self) -> Iterator[Packed]:
        try:
            packed = open_packed(self.path)
        except PACKED_ERRORS as error:
            raise InputError(f"{self.path} cannot be read as an archive: {error}") from None
        try:
            yield packed
        finally:
            packed.close()

    def contents(self, paths: list[str], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        """Reads files in the archive's order."""
        for path, stream in self._streams(paths):
            try:
                content = taken(stream, path, wanted)
            except PACKED_ERRORS:
                self.left_out.note("damaged_entries", path)
                continue
            except TooMuchError:
                self.left_out.note("too_large_unpacked", self.name)
                return
            yield path, content

    def _streams(self, paths: list[str]) -> Iterator[tuple[str, IO[bytes]]]:
        """Files that can be opened; each other one is counted."""
        missing = {self._strip + path for path in paths}
        with self._packed() as packed:
            try:
                for name, stream in packed.streams({name: self._numbers[name] for name in missing}):
                    missing.discard(name)
                    if isinstance(stream, Exception):
                        self.left_out.note("damaged_entries", name.removeprefix(self._strip))
                    else:
                        yield name.removeprefix(self._strip), stream
            except PACKED_ERRORS:
                self.left_out.note("damaged_archives", self.name)
            except TooMuchError:
                self.left_out.note("too_large_unpacked", self.name)
        for name in sorted(missing):
            self.left_out.note("damaged_entries", name.removeprefix(self._strip))

    @contextmanager
    def file(self, path: str, limit: int) -> Iterator[Path | None]:
        """A copy of the file."""
        with tempfile.NamedTemporaryFile(prefix="supplygraph-") as copy:
            size = -1
            for _, stream in self._streams([path]):
                size = 0
                try:
                    while size <= limit and (piece := stream.read(1 << 20)):
                        size += copy.write(piece)
                except PACKED_ERRORS:
                    self.left_out.note("damaged_entries", path)
                    size = -1
                except TooMuchError:
                    size = limit + 1
            copy.flush()
            yield Path(copy.name) if 0 <= size <= limit else None

    def folders(self) -> frozenset[str]:
        """All folders with files of interest."""
        return frozenset(self._folders)

    def repositories(self) -> list[str]:
        """None but the whole."""
        return []

    def text(self, path: str, limit: int) -> bytes | None:
        """One file of the archive's top folder; known after `files` ended."""
        if self._sizes.get(self._strip + path, limit + 1) > limit:
            return None
        for _, stream in self._streams([path]):
            try:
                return stream.read(limit)
            except PACKED_ERRORS:
                return None
        return None
