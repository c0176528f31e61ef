"""What can be scanned is a tree of files; which of them count, and how much of each is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from supplygraph.reuse.left_out import LeftOut
from supplygraph.reuse.place import SKIPPED
from supplygraph.reuse.read import MAX_LOOKED, Wanted, limit_of

ARCHIVES = (
    ".zip", ".whl", ".egg", ".pyz", ".pex", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz",
    ".tar.lzma", ".tar.zst", ".tzst",
)  # fmt: skip
#: Archives of kinds that are not read.
UNOPENED = (".7z", ".rar", ".conda", ".tar.lz4", ".tar.z")
#: Bytes that are looked through at a time where a file is too large to be read, and how far pieces overlap.
_PIECE = 1 << 20
_OVERLAP = 4_096


class Tree(Protocol):
    """A set of files that can be read.

    Attributes:
        name: What it is called in reports.
        left_out: What was left out, by reason.
        archives: Archives in it, which are trees of their own; known after `files` ended.
    """

    name: str
    left_out: LeftOut
    archives: list[str]

    @property
    def root(self) -> Path | None:
        """Folder whose files workers may read themselves; None where contents must be handed to them."""
        ...

    def files(self) -> Iterator[str]:
        """Relative paths with slashes of all files that could be of interest, in a stable order.

        Bytes of a name that are not UTF-8 stand in it as lone surrogates.
        """
        ...

    def contents(self, paths: list[str], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        """The contents of files, as `taken` gives them, in any order; files that cannot be read are counted."""
        ...

    def file(self, path: str, limit: int) -> AbstractContextManager[Path | None]:
        """A file on disk with the content of one file; None where it cannot be read or is larger than `limit`."""
        ...

    def folders(self) -> frozenset[str]:
        """All folders; known after `files` ended."""
        ...

    def repositories(self) -> list[str]:
        """Folders that are repositories of their own and in none of another; known after `files` ended."""
        ...

    def text(self, path: str, limit: int) -> bytes | None:
        """One file of the top folder, whatever its kind; None where there is none of at most `limit` bytes."""
        ...


def is_skipped(part: str) -> bool:
    """Whether a folder holds code of others or what was built."""
    return part in SKIPPED or part.endswith((".egg-info", ".dist-info"))


def is_archive(path: str) -> bool:
    """Whether a file is an archive by its name."""
    return path.lower().endswith((*ARCHIVES, *UNOPENED))


def leaves(path: str, target: str) -> bool:
    """Whether a link at a path points out of the tree that the path is relative to."""
    return target.startswith("/") or os.path.normpath(f"{'./' + path}/../{target}").split("/")[0] == ".."


def taken(stream: IO[bytes], path: str, wanted: Wanted) -> bytes:
    """What a file gives to its reader.

    Args:
        stream: The file.
        path: Its path, whose ending says how much of it is read.
        wanted: Whether a piece of such a file holds anything of interest.

    Returns:
        The content; of a file that is too large, nothing where it holds nothing of interest, else one byte more than
        is read of its kind.
    """
    content = stream.read(limit_of(path) + 1)
    if len(content) <= limit_of(path) or wanted(path, content):
        return content
    looked, tail = len(content), content[-_OVERLAP:]
    while piece := stream.read(_PIECE):
        looked += len(piece)
        if looked > MAX_LOOKED or wanted(path, tail + piece):
            return content
        tail = piece[-_OVERLAP:]
    return b""
