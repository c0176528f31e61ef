"""Opens what can be scanned: folders, commits of git repositories, archives; nothing of it is run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supplygraph.errors import InputError
from supplygraph.reuse.archive import ArchiveTree
from supplygraph.reuse.commit import GitTree
from supplygraph.reuse.kinds import kind_of
from supplygraph.reuse.left_out import LeftOut
from supplygraph.reuse.read import Wanted
from supplygraph.reuse.tree import ARCHIVES, Tree, is_archive, is_skipped, taken


class FolderTree:
    """A folder on disk; links are not followed."""

    def __init__(self, root: Path) -> None:
        self.name, self.root = str(root), root
        self.left_out = LeftOut()
        self.archives: list[str] = []
        self._real = os.path.realpath(root)
        self._folders: set[str] = set()
        self._repositories: list[str] = []

    def files(self) -> Iterator[str]:
        """Walks the folder without following links, so that no loop can be entered."""
        if self.root.is_file():
            yield self.root.name
            return
        base = os.fspath(self.root)
        stack = [("", False)]
        while stack:
            folder, owned = stack.pop()
            try:
                entries = sorted(os.scandir(os.path.join(base, folder)), key=lambda entry: entry.name)  # noqa: PTH118
            except OSError:
                self.left_out.note("unreadable_folders", folder or ".")
                continue
            if not owned and any(entry.name == ".git" for entry in entries):
                owned = True
                self._repositories.append(folder)
            inner: list[tuple[str, bool]] = []
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                try:
                    if entry.is_symlink():
                        self._link(entry, path)
                    elif entry.is_dir(follow_symlinks=False):
                        if is_skipped(entry.name):
                            self.left_out.note("folders_of_others")
                        else:
                            self._folders.add(path)
                            inner.append((path, owned))
                    elif entry.is_file(follow_symlinks=False):
                        if kind_of(path):
                            yield path
                        elif is_archive(path):
                            self.archives.append(path)
                    elif kind_of(path):
                        self.left_out.note("special_files", path)
                except OSError:
                    self.left_out.note("unreadable_files", path)
            stack += reversed(inner)

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        self.left_out.note("links")
        try:
            target = os.path.realpath(entry.path)
            inside = target == self._real or target.startswith(f"{self._real}{os.sep}")
            if not inside and (entry.is_dir() or (entry.is_file() and (kind_of(path) or is_archive(path)))):
                self.left_out.note("links_that_leave", path)
        except OSError:
            # A link that leads nowhere hides nothing.
            return

    def contents(self, paths: list[str], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        """Reads files."""
        for path in paths:
            content = read_limited(self.root, path, wanted)
            if content is None:
                self.left_out.note("unreadable_files", path)
            else:
                yield path, content

    @contextmanager
    def file(self, path: str, limit: int) -> Iterator[Path | None]:
        """The file itself."""
        file = self.root / path
        yield file if file.stat().st_size <= limit else None

    def folders(self) -> frozenset[str]:
        """All folders that were walked."""
        return frozenset(self._folders)

    def repositories(self) -> list[str]:
        """Folders with `.git` in them; work trees inside of others belong to these."""
        return self._repositories

    def text(self, path: str, limit: int) -> bytes | None:
        """One file of the top folder; links are not followed."""
        file = self.root / path
        try:
            if self.root.is_file() or file.is_symlink() or not file.is_file() or file.stat().st_size > limit:
                return None
            return file.read_bytes()
        except OSError:
            return None


def read_limited(root: Path, path: str, wanted: Wanted) -> bytes | None:
    """What `taken` gives of a file; None where it cannot be read."""
    try:
        try:
            stream = open(f"{root}{os.sep}{path}", "rb")  # noqa: PTH123, SIM115
        except NotADirectoryError:
            # The tree is one file.
            stream = root.open("rb")
        with stream:
            return taken(stream, path, wanted)
    except OSError:
        return None


def open_tree(path: Path, commit: str | None = None) -> Tree:
    """What a path names.

    Args:
        path: A folder, a file, a bare repository or an archive.
        commit: Read this commit instead of the files on disk.

    Raises:
        InputError: there is nothing that can be scanned.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_file():
        if commit is not None:
            raise InputError(f"{path} is a file and has no commits", "leave out --commit")
        if path.name.lower().endswith(ARCHIVES) and kind_of(path.name) == "":
            return ArchiveTree(path)
        if kind_of(path.name):
            return FolderTree(path)
        raise InputError(f"{path} is neither source code nor an archive", "give a folder, a file of code or an archive")
    if not path.is_dir():
        raise InputError(f"{path} is a pipe, socket or device", "give a folder, a file of code or an archive")
    if commit is not None:
        return GitTree(path, commit)
    if (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir():
        return GitTree(path, "HEAD")
    return FolderTree(path)
