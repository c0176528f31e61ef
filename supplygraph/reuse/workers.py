"""Reads the files of a tree: in several processes, or in this one where there are few."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from supplygraph.reuse.cache import Cache
from supplygraph.reuse.inputs import read_limited
from supplygraph.reuse.kinds import kind_by_content, kind_of
from supplygraph.reuse.read import (
    NEEDED,
    SIFTED,
    Read,
    Wanted,
    as_utf8,
    called_in,
    limit_of,
    may_load,
    may_load_in_piece,
    read_file,
    without_text,
)
from supplygraph.reuse.settings_file import values_kind
from supplygraph.reuse.tree import Tree

#: Files of one task, and bytes of one task where contents are handed over.
TASK_FILES = 64
TASK_BYTES = 4_000_000
#: Bytes of a Python file up to which its outline is made where it is used: to pack and unpack it takes a third of the
#: time that making it takes. What a process may die of is larger.
ORDINARY_BYTES = 200_000
#: Bytes of files that are too large to be read which are looked through, of one archive or commit.
MAX_LOOKED_IN_ALL = 200_000_000

Found = TypeVar("Found")


@dataclass(frozen=True)
class Part:
    """One repository of a tree, or what lies in none.

    Attributes:
        folder: Where it is, with a slash behind it; empty for the whole tree.
        paths: Its files, relative to the tree.
        folders: Its folders, relative to itself.
    """

    folder: str
    paths: list[str]
    folders: frozenset[str]


class Reader(Protocol):
    """Reads the files of a tree."""

    def read(self, paths: list[str], *, needed: bool) -> Iterator[tuple[str, Read | None]]:
        """(path, what was read) of each file; None where it can load nothing and is not needed otherwise."""
        ...

    def words(self, paths: list[str]) -> Iterator[tuple[str, list[bytes]]]:
        """(path, names that stand in it) of each file."""
        ...


_root: Path | None = None
_cache = Cache(None)
_LFS = b"version https://git-lfs.github.com/spec/"


def _start(root: Path | None, cache: Path | None) -> None:
    global _root, _cache
    _root, _cache = root, Cache(cache)


def _start_process(root: Path | None, cache: Path | None) -> None:
    # An interrupt from the keyboard reaches all; the first process says so and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    _start(root, cache)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that are forked in here are not interrupted before they have said what they do then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _content(path: str, content: bytes | None, *, needed: bool) -> bytes | None:
    """The content of a file that is handed over, or that a worker reads itself."""
    if content is None and _root is not None:
        return read_limited(_root, path, _wanted(needed=needed))
    return content


def _look(
    store: Cache, path: str, content: bytes | None, *, needed: bool, leave: bool = False
) -> tuple[str, bytes | None, Read | None]:
    """(digest of the content, what is remembered of it, what was read); nothing for a file that loads nothing.

    Args:
        store: Remembers what was read.
        path: The file.
        content: Its content; None where it is read here.
        needed: Whether another file needs it.
        leave: Whether the outline of an ordinary Python file is left to the process that resolves it.
    """
    content = _content(path, content, needed=needed)
    if content is None:
        return "", None, Read(problem="unreadable_files")
    if len(content) > limit_of(path):
        return "", None, Read(problem="too_large")
    if content.startswith(_LFS):
        return "", None, Read(problem="lfs_pointers")
    kind = kind_by_content(_kind(path, needed=needed), content)
    if not kind:
        return "", None, None
    text, problem = as_utf8(kind, content)
    if not needed and not may_load(kind, text):
        return "", None, None
    if kind == "python" and needed:
        kind = NEEDED
    digest, packed = store.find(kind, content)
    if packed is not None:
        return "", packed, None
    if leave and kind == "python" and len(content) <= ORDINARY_BYTES:
        reading = _read(SIFTED, text, problem)
        return "" if reading.left else digest, None, reading
    return digest, None, _read(kind, text, problem)


def _kind(path: str, *, needed: bool) -> str:
    # A settings file that code opens is read for its values.
    return values_kind(path) or kind_of(path) if needed else kind_of(path)


def _wanted(*, needed: bool) -> Wanted:
    """Whether a piece of a file that is too large to be read is of interest."""
    left = MAX_LOOKED_IN_ALL

    def wanted(path: str, piece: bytes) -> bool:
        nonlocal left
        left -= len(piece)
        return left < 0 or needed or may_load_in_piece(_kind(path, needed=needed), piece)

    return wanted


def _read(kind: str, content: bytes, problem: str) -> Read:
    try:
        reading = read_file(kind, content)
    except Exception:
        # One file that the reader was not made for spoils no scan.
        return Read(problem="reading_failed")
    reading.problem = reading.problem or problem
    return reading


#: Paths of files, and their contents where a worker cannot read them itself.
_Task = list[tuple[str, bytes | None]]
#: A file's path, the digest of its content where a reading is to be remembered, and what was made of it.
_Row = tuple[str, str, bytes]
_Work = Callable[[_Task], list[_Row]]
#: What is made of a file that a worker died of.
_DIED = b"!"


def _work(task: _Task) -> list[_Row]:
    """Reads the files of a task: (path, digest of its content, packed result); empty for files that load nothing."""
    made = []
    for path, content in task:
        digest, packed, reading = _look(_cache, path, content, needed=False, leave=content is None)
        made.append((path, digest, packed or (_cache.pack(reading, bool(digest)) if reading is not None else b"")))
    return made


def _work_words(task: _Task) -> list[_Row]:
    """The names that stand in the files of a task, with spaces between them."""
    return [(path, "", b" ".join(_words(path, _content(path, content, needed=True)))) for path, content in task]


def _words(path: str, content: bytes | None) -> set[bytes]:
    """The names that a file may call."""
    if content is None or len(content) > limit_of(path):
        return set()
    text = as_utf8(kind_of(path), content)[0]
    # In notebooks a name can follow the letter of an escaped line break.
    code = text.replace(b"\\n", b" ") if path.endswith(".ipynb") else without_text(text)[0]
    return called_in(code)


class Here:
    """Reads files in this process."""

    def read(self, paths: list[str], *, needed: bool) -> Iterator[tuple[str, Read | None]]:
        """(path, what was read) of each file."""
        for path in paths:
            yield path, _read_here(_cache, path, None, needed=needed)

    def words(self, paths: list[str]) -> Iterator[tuple[str, list[bytes]]]:
        """(path, names that stand in it) of each file."""
        for path in paths:
            yield path, list(_words(path, _content(path, None, needed=True)))


def _read_here(store: Cache, path: str, content: bytes | None, *, needed: bool) -> Read | None:
    digest, packed, reading = _look(store, path, content, needed=needed)
    if digest and reading is not None:
        store.keep(digest, store.pack(reading, compressed=True))
    return store.unpack(packed) if packed else reading


def work_whole(resolve: Callable[[Part, Reader], Found], part: Part) -> Found:
    """Reads and resolves a repository of the folder."""
    try:
        return resolve(part, Here())
    finally:
        _cache.commit()


class Workers:
    """Reads files in other processes, or in this one where there are few."""

    def __init__(self, tree: Tree, jobs: int, files: int, store: Cache) -> None:
        self.tree, self.store = tree, store
        self.jobs = jobs if files >= 200 else 1
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self.jobs > 1:
            self.pool = self._new_pool(self.jobs)
        # The store is asked here; processes that are made later inherit no other one.
        _start(self.tree.root, None)
        return self

    def __exit__(self, kind: object, *exception: object) -> None:
        if self.pool is None:
            return
        if kind is not None:
            for process in list((getattr(self.pool, "_processes", None) or {}).values()):
                process.kill()
        self.pool.shutdown(cancel_futures=True)

    def _new_pool(self, jobs: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(jobs, initializer=_start_process, initargs=(self.tree.root, self.store.path))
        with _interrupts_held():
            # The processes start with the first task.
            pool.submit(os.getpid)
        return pool

    def shares(self, parts: list[Part]) -> bool:
        """Whether each process can take whole repositories."""
        return self.pool is not None and self.tree.root is not None and len(parts) > 1

    def whole(self, parts: list[Part], resolve: Callable[[Part, Reader], Found]) -> Iterator[tuple[Part, Found | None]]:
        """What was found in each of several repositories; None where the process died of it."""
        if self.pool is None or not parts:
            return
        # The largest first, so that no process is left with one at the end.
        ordered = sorted(parts, key=lambda part: -len(part.paths))
        under_way = {self.pool.submit(work_whole, resolve, part): part for part in ordered}
        broken = []
        for future in as_completed(under_way):
            try:
                yield under_way[future], future.result()
            except BrokenProcessPool:
                broken.append(under_way[future])
        if broken:
            self.pool = self._new_pool(self.jobs)
            yield from ((part, None) for part in broken)

    def read(self, paths: list[str], *, needed: bool) -> Iterator[tuple[str, Read | None]]:
        """(path, what was read) of each file; None where it can load nothing and is not needed otherwise."""
        if self.pool is None or needed:
            # What an answer waits for comes in few files at a time: to pack and unpack it would take longer.
            for task in self._tasks(paths, needed=needed):
                for path, content in task:
                    yield path, _read_here(self.store, path, content, needed=needed)
            return
        for path, digest, packed in self._done(self._tasks(paths, needed=False), _work):
            if packed == _DIED:
                yield path, Read(problem="unreadable_files")
                continue
            if digest:
                self.store.keep(digest, packed)
            reading = self.store.unpack(packed) if packed else None
            if reading is not None and reading.left:
                reading = _read_here(self.store, path, None, needed=True)
            yield path, reading

    def words(self, paths: list[str]) -> Iterator[tuple[str, list[bytes]]]:
        """(path, names that stand in it) of each file."""
        for path, _, words in self._done(self._tasks(paths, needed=True), _work_words):
            yield path, words.split()

    def _tasks(self, paths: list[str], *, needed: bool) -> Iterator[_Task]:
        if self.tree.root is not None:
            for start in range(0, len(paths), TASK_FILES):
                yield [(path, None) for path in paths[start : start + TASK_FILES]]
            return
        task: _Task = []
        size = 0
        for path, content in self.tree.contents(paths, _wanted(needed=needed)):
            task.append((path, content))
            size += len(content)
            if len(task) >= TASK_FILES or size > TASK_BYTES:
                yield task
                task, size = [], 0
        if task:
            yield task

    def _done(self, tasks: Iterable[_Task], work: _Work) -> Iterator[_Row]:
        """What is made of each file of the tasks."""
        if self.pool is None:
            for task in tasks:
                yield from work(task)
            return
        under_way: dict[Future[list[_Row]], _Task] = {}
        for task in tasks:
            under_way[self.pool.submit(work, task)] = task
            if len(under_way) >= self.jobs * 4:
                yield from self._finished(under_way, work)
        while under_way:
            yield from self._finished(under_way, work)

    def _finished(self, under_way: dict[Future[list[_Row]], _Task], work: _Work) -> Iterator[_Row]:
        ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
        broken = []
        for future in ready:
            task = under_way.pop(future)
            try:
                yield from future.result()
            except BrokenProcessPool:
                broken.append(task)
        if broken:
            # A file made a worker die: what is under way is read again, one file at a time, to leave out that one.
            broken += list(under_way.values())
            under_way.clear()
            yield from self._one_by_one(broken, work)
            self.pool = self._new_pool(self.jobs)

    def _one_by_one(self, tasks: list[_Task], work: _Work) -> Iterator[_Row]:
        self.pool = pool = self._new_pool(1)
        for task in tasks:
            for one in task:
                try:
                    yield from pool.submit(work, [one]).result()
                except BrokenProcessPool:
                    self.pool = pool = self._new_pool(1)
                    yield one[0], "", _DIED
        pool.shutdown()
