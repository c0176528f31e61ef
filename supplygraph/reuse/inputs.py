"""Opens what can be scanned: folders, commits of git repositories, archives; nothing of it is run."""

from __future__ import annotations

import os
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from supplygraph.errors import InputError
from supplygraph.reuse.place import SKIPPED
from supplygraph.reuse.read import MAX_BYTES, MAX_NOTEBOOK_BYTES, kind_of

#: Most files and bytes that one input may unpack to.
MAX_FILES = 2_000_000
MAX_UNPACKED = 20_000_000_000
ARCHIVES = (".zip", ".whl", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")


class Tree(Protocol):
    """A set of files that can be read.

    Attributes:
        name: What it is called in reports.
        root: Folder whose files workers may read themselves; None where contents must be handed to them.
        skipped: Counts of what was left out, by reason.
    """

    name: str
    skipped: dict[str, int]

    @property
    def root(self) -> Path | None: ...

    def files(self) -> Iterator[str]:
        """Relative paths with slashes of all files that could be of interest, in a stable order."""
        ...

    def contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """The contents of files, in any order; files that cannot be read are counted."""
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


def _is_skipped(part: str) -> bool:
    return part in SKIPPED or part.endswith((".egg-info", ".dist-info"))


def _limit(path: str) -> int:
    return MAX_NOTEBOOK_BYTES if path.endswith(".ipynb") else MAX_BYTES


class FolderTree:
    """A folder on disk; links are not followed."""

    def __init__(self, root: Path) -> None:
        self.name, self.root = str(root), root
        self.skipped: dict[str, int] = {}
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
                self._skip("unreadable_folders")
                continue
            if not owned and any(entry.name == ".git" for entry in entries):
                owned = True
                self._repositories.append(folder)
            inner: list[tuple[str, bool]] = []
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                try:
                    if entry.is_symlink():
                        self._skip("links")
                    elif entry.is_dir(follow_symlinks=False):
                        if _is_skipped(entry.name):
                            self._skip("folders_of_others")
                        else:
                            self._folders.add(path)
                            inner.append((path, owned))
                    elif entry.is_file(follow_symlinks=False) and kind_of(path):
                        yield path
                except OSError:
                    self._skip("unreadable_files")
            stack += reversed(inner)

    def _skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """Reads files."""
        for path in paths:
            content = read_limited(self.root, path)
            if content is None:
                self._skip("unreadable_files")
            else:
                yield path, content

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


def read_limited(root: Path, path: str) -> bytes | None:
    """A file's content, at most one byte more than is read of its kind; None where it cannot be read."""
    try:
        name = root if root.is_file() else root / path
        with open(name, "rb", buffering=0) as stream:  # noqa: PTH123
            return stream.read(_limit(path) + 1)
    except OSError:
        return None


class GitTree:
    """A commit of a git repository, bare or not, read from its objects.

    Args:
        repository: The folder with `.git` in it, or the bare repository.
        commit: Any name of a commit.

    Raises:
        InputError: no repository, or no such commit.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        self.repository = repository
        resolved = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
        if resolved is None:
            raise InputError(
                f"{repository} has no commit {commit!r}", "name a commit, tag or branch of that repository"
            )
        self.commit = resolved.strip().decode()
        self.name, self.root = f"{repository}@{self.commit[:12]}", None
        self.skipped: dict[str, int] = {}
        self._objects: dict[str, str] = {}
        self._folders: set[str] = set()

    def _git(self, *arguments: str) -> bytes | None:
        done = subprocess.run(
            [
                "git",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "safe.bareRepository=all",
                "-C",
                str(self.repository),
                *arguments,
            ],
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"},
        )
        return done.stdout if done.returncode == 0 else None

    def files(self) -> Iterator[str]:
        """Lists the commit's files."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", "-l", self.commit)
        if listed is None:
            raise InputError(f"{self.repository}: the files of {self.commit[:12]} cannot be listed")
        for entry in listed.split(b"\0"):
            head, _, raw = entry.partition(b"\t")
            fields = head.split()
            path = raw.decode("utf-8", errors="replace")
            if len(fields) != 4 or fields[1] != b"blob" or fields[0] == b"120000":
                continue
            parts = path.split("/")
            if any(_is_skipped(part) for part in parts[:-1]):
                self.skipped["folders_of_others"] = self.skipped.get("folders_of_others", 0) + 1
                continue
            for depth in range(1, len(parts)):
                self._folders.add("/".join(parts[:depth]))
            if not kind_of(path):
                continue
            if fields[3].isdigit() and int(fields[3]) > _limit(path):
                self.skipped["too_large"] = self.skipped.get("too_large", 0) + 1
                continue
            self._objects[path] = fields[2].decode()
            yield path

    def contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """Reads files by one `git cat-file --batch`."""
        if not paths:
            return
        process = subprocess.Popen(
            ["git", "-c", "safe.bareRepository=all", "-C", str(self.repository), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes to git")
        try:
            for path in paths:
                process.stdin.write(f"{self._objects[path]}\n".encode())
                process.stdin.flush()
                head = process.stdout.readline().split()
                if len(head) != 3:
                    self.skipped["unreadable_files"] = self.skipped.get("unreadable_files", 0) + 1
                    continue
                content = process.stdout.read(int(head[2]))
                process.stdout.read(1)
                yield path, content
        finally:
            # Workers that were forked meanwhile hold its pipes open, so it would not see their end.
            process.kill()
            process.stdin.close()
            process.stdout.close()
            process.wait()

    def folders(self) -> frozenset[str]:
        """All folders of the commit."""
        return frozenset(self._folders)

    def repositories(self) -> list[str]:
        """None but the whole."""
        return []

    def text(self, path: str, limit: int) -> bytes | None:
        """One file of the commit's top folder."""
        size = self._git("cat-file", "-s", f"{self.commit}:{path}")
        if size is None or not size.strip().isdigit() or int(size) > limit:
            return None
        return self._git("cat-file", "blob", f"{self.commit}:{path}")


class ArchiveTree:
    """A zip, tarball, wheel or source distribution, read without unpacking it to disk.

    Raises:
        InputError: the file is no archive that can be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name, self.root = path.name, None
        self.skipped: dict[str, int] = {}
        self._folders: set[str] = set()
        self._strip = ""

    def files(self) -> Iterator[str]:
        """Lists the archive; one folder around everything is left out of the paths."""
        names: list[str] = []
        for name, size in self._entries():
            parts = PurePosixPath(name).parts
            if name.startswith("/") or ".." in parts or "\\" in name:
                self._skip("paths_that_leave_the_archive")
                continue
            if any(_is_skipped(part) for part in parts[:-1]):
                self._skip("folders_of_others")
                continue
            if not kind_of(name):
                continue
            if size > _limit(name):
                self._skip("too_large")
                continue
            names.append(name)
        heads = {name.partition("/")[0] for name in names}
        if len(heads) == 1 and all("/" in name for name in names) and not self.path.name.endswith(".whl"):
            self._strip = f"{heads.pop()}/"
        for name in sorted(names):
            path = name.removeprefix(self._strip)
            parts = tuple(path.split("/"))
            for depth in range(1, len(parts)):
                self._folders.add("/".join(parts[:depth]))
            yield path

    def _skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def _entries(self) -> Iterator[tuple[str, int]]:
        try:
            if zipfile.is_zipfile(self.path):
                with zipfile.ZipFile(self.path) as archive:
                    for info in archive.infolist()[:MAX_FILES]:
                        if not info.is_dir():
                            yield info.filename, info.file_size
                return
            with self._tar() as archive:
                for number, member in enumerate(archive):
                    if number >= MAX_FILES:
                        self._skip("too_many_files")
                        return
                    if member.isfile():
                        yield member.name.removeprefix("./"), member.size
        except (OSError, tarfile.TarError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise InputError(f"{self.path} cannot be read as an archive: {error}") from None

    def _tar(self) -> tarfile.TarFile:
        if self.path.name.endswith(".zst"):
            import zstandard

            stream: IO[bytes] = zstandard.ZstdDecompressor().stream_reader(self.path.open("rb"), closefd=True)
            return tarfile.open(fileobj=stream, mode="r|")
        return tarfile.open(self.path, mode="r|*")

    def contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """Reads files in the archive's order; no more than the declared limits is unpacked."""
        wanted = {self._strip + path for path in paths}
        total = 0
        try:
            if zipfile.is_zipfile(self.path):
                with zipfile.ZipFile(self.path) as archive:
                    for info in archive.infolist():
                        if info.filename in wanted:
                            with archive.open(info) as stream:
                                content = stream.read(_limit(info.filename) + 1)
                            total += len(content)
                            if total > MAX_UNPACKED:
                                self._skip("too_large_unpacked")
                                return
                            yield info.filename.removeprefix(self._strip), content
                return
            with self._tar() as archive:
                for member in archive:
                    name = member.name.removeprefix("./")
                    if name in wanted and member.isfile():
                        file = archive.extractfile(member)
                        if file is not None:
                            yield name.removeprefix(self._strip), file.read(_limit(name) + 1)
        except (OSError, tarfile.TarError, zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError):
            self._skip("unreadable_files")

    def folders(self) -> frozenset[str]:
        """All folders with files of interest."""
        return frozenset(self._folders)

    def repositories(self) -> list[str]:
        """None but the whole."""
        return []

    def text(self, path: str, limit: int) -> bytes | None:
        """One file of the archive's top folder."""
        name = self._strip + path
        if any(entry == name and size <= limit for entry, size in self._entries()):
            for _, content in self.contents([path]):
                return content[:limit]
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
    if commit is not None:
        return GitTree(path, commit)
    if (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir():
        return GitTree(path, "HEAD")
    return FolderTree(path)
