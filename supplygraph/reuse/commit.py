"""Reads the files of a commit from the objects of a git repository, without a work tree."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from supplygraph.errors import InputError
from supplygraph.reuse.kinds import kind_of
from supplygraph.reuse.left_out import LeftOut
from supplygraph.reuse.read import Wanted
from supplygraph.reuse.tree import is_archive, is_skipped, leaves, taken

_LINK, _SUBMODULE = b"120000", b"160000"
#: Longest target of a link.
_MAX_TARGET = 4_096


class _Blob:
    """One object in the output of `git cat-file --batch`."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size
        self.cut_off = False

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(self._left if size < 0 else min(size, self._left))
        self.cut_off = self.cut_off or (not content and size != 0 and self._left > 0)
        self._left = self._left - len(content) if content else 0
        return content

    def drain(self) -> None:
        """Reads what is left of it, and the line end behind it."""
        while self._left:
            self.read(1 << 20)
        self._stream.read(1)


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
        self.left_out = LeftOut()
        self.archives: list[str] = []
        self._objects: dict[str, str] = {}
        self._folders: set[str] = set()

    def _git(self, *arguments: str) -> bytes | None:
        done = subprocess.run(
            [*self._command(), *arguments], capture_output=True, check=False, env=_environment(),
        )  # fmt: skip
        return done.stdout if done.returncode == 0 else None

    def _command(self) -> list[str]:
        return [
            "git", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=all", "-C", str(self.repository),
        ]  # fmt: skip

    def files(self) -> Iterator[str]:
        """Lists the commit's files."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self.commit)
        if listed is None:
            raise InputError(f"{self.repository}: the files of {self.commit[:12]} cannot be listed")
        links: list[str] = []
        paths: list[str] = []
        for entry in listed.split(b"\0"):
            head, _, raw = entry.partition(b"\t")
            fields = head.split()
            if len(fields) != 3:
                continue
            path = raw.decode("utf-8", errors="surrogateescape")
            parts = path.split("/")
            if any(is_skipped(part) for part in parts[:-1]):
                self.left_out.note("folders_of_others")
                continue
            if fields[0] == _SUBMODULE:
                self.left_out.note("folders_of_others" if is_skipped(parts[-1]) else "submodules", path)
                continue
            for depth in range(1, len(parts)):
                self._folders.add("/".join(parts[:depth]))
            if fields[0] == _LINK:
                links.append(path)
            elif kind_of(path):
                paths.append(path)
            elif is_archive(path):
                self.archives.append(path)
            else:
                continue
            self._objects[path] = fields[2].decode()
        self._note_links(links)
        yield from paths

    def _note_links(self, links: list[str]) -> None:
        self.left_out.counts["links"] += len(links)
        for path, blob in self._blobs(links):
            if leaves(path, blob.read(_MAX_TARGET).decode("utf-8", errors="surrogateescape")):
                self.left_out.note("links_that_leave", path)

    def contents(self, paths: list[str], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        """Reads files."""
        for path, blob in self._blobs(paths):
            yield path, taken(blob, path, wanted)  # type: ignore[arg-type]

    def _blobs(self, paths: list[str]) -> Iterator[tuple[str, _Blob]]:
        """The objects of paths, by one `git cat-file --batch`."""
        if not paths:
            return
        process = subprocess.Popen(
            [*self._command(), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes to git")
        try:
            for path in paths:
                process.stdin.write(f"{self._objects[path]}\n".encode())
                process.stdin.flush()
                head = process.stdout.readline().split()
                if len(head) != 3:
                    self.left_out.note("unreadable_files", path)
                    continue
                blob = _Blob(process.stdout, int(head[2]))
                yield path, blob
                blob.drain()
                if blob.cut_off:
                    self.left_out.note("unreadable_files", path)
        except BrokenPipeError:
            raise InputError(f"{self.repository}: git ended while its objects were read", "run `git fsck`") from None
        finally:
            # Workers that were forked meanwhile hold its pipes open, so it would not see their end.
            process.kill()
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.stdout.close()
            process.wait()

    @contextmanager
    def file(self, path: str, limit: int) -> Iterator[Path | None]:
        """A copy of the file."""
        with tempfile.NamedTemporaryFile(prefix="supplygraph-") as copy:
            for _, blob in self._blobs([path]):
                size = 0
                while size <= limit and (piece := blob.read(1 << 20)):
                    size += copy.write(piece)
                copy.flush()
                yield Path(copy.name) if size <= limit else None
                return
            yield None

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


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
