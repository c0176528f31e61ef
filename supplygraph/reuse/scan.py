"""Scans a tree: picks files by their bytes, reads them in several processes, then resolves repository by repository."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from supplygraph.errors import InputError
from supplygraph.reuse.archive import ArchiveTree
from supplygraph.reuse.cache import Cache
from supplygraph.reuse.detect import Detector
from supplygraph.reuse.finding import Finding
from supplygraph.reuse.inputs import read_limited
from supplygraph.reuse.left_out import KEPT, UNREAD
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import Module, dotted_name
from supplygraph.reuse.place import role
from supplygraph.reuse.read import (
    Read,
    Wanted,
    as_utf8,
    kind_of,
    limit_of,
    may_load,
    may_load_in_piece,
    read_file,
)
from supplygraph.reuse.resolve import Repository
from supplygraph.reuse.settings_file import values_kind
from supplygraph.reuse.tree import UNOPENED, Tree

#: Files of one task, and bytes of one task where contents are handed over.
TASK_FILES = 64
TASK_BYTES = 4_000_000
#: Files of a repository that one process reads and resolves alone, where a tree holds several.
PART_FILES = 2_000
#: How often files are fetched that turned out to be needed.
ROUNDS = 4
#: Names of functions that are looked for in files not read yet.
MAX_NAMES = 400
#: Archives inside of what is scanned that are opened: how many, how large, how deep in one another.
MAX_ARCHIVES = 1_000
MAX_ARCHIVE_BYTES = 300_000_000
MAX_ARCHIVE_DEPTH = 3
#: Bytes of files that are too large to be read which are looked through, of one archive or commit.
MAX_LOOKED_IN_ALL = 200_000_000


@dataclass
class Scan:
    """What a scan found.

    Attributes:
        name: What was scanned.
        findings: All findings, sorted by place.
        files: Files looked at, those in archives too.
        parsed: Python files and notebooks that were parsed.
        counts: What was left out or not read whole, and strings that were judged to be no id, by reason.
        problems: The first files of each problem.
        seconds: Wall time.
    """

    name: str
    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    parsed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, part: Scan) -> None:
        """Adds what was found in a part."""
        self.findings += part.findings
        self.parsed += part.parsed
        self.counts.update(part.counts)
        for problem, paths in part.problems.items():
            self.note(problem, *paths)

    def note(self, problem: str, *paths: str) -> None:
        """Keeps the first files of a problem."""
        self.problems[problem] = sorted({*self.problems.get(problem, ()), *paths})[:KEPT]

    def count(self, problem: str, path: str) -> None:
        """Counts a file that was not read, or not read whole."""
        self.counts[problem] += 1
        self.note(problem, path)

    def unread(self) -> dict[str, int]:
        """What was not read although it may load something: how often, by reason."""
        return {reason: self.counts[reason] for reason in UNREAD if self.counts[reason]}

    def under(self, folder: str) -> Scan:
        """The same with all paths below a folder."""

        def moved(path: str) -> str:
            return f"{folder}/{path}"

        for finding in self.findings:
            finding.file = moved(finding.file)
            finding.sinks = [moved(sink) for sink in finding.sinks]
        problems = {
            problem: [folder if path == self.name else moved(path) for path in paths]
            for problem, paths in self.problems.items()
        }
        return Scan(folder, self.findings, self.files, self.parsed, self.counts, problems)


#: Reads files: all that may load something (None), all (empty), or those in which one of the names stands.
Reader = Callable[[list[str], "frozenset[bytes] | None"], Iterator[tuple[str, "Read | None"]]]


@dataclass(frozen=True)
class _Part:
    """One repository of a tree, or what lies in none.

    Attributes:
        folder: Where it is, with a slash behind it; empty for the whole tree.
        paths: Its files, relative to the tree.
        folders: Its folders, relative to itself.
    """

    folder: str
    paths: list[str]
    folders: frozenset[str]


def scan(
    tree: Tree,
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    on_progress: Callable[[int], None] = lambda files: None,
) -> Scan:
    """Scans a tree; repositories in a folder are resolved each by itself.

    Args:
        tree: What to scan.
        jobs: Processes; by default one a processor, and none beside this one for small trees.
        cache: File that remembers what was read, by content; None for none.
        on_progress: Told how many files have been looked at.

    Raises:
        InputError: the tree cannot be listed.
    """
    clock = monotonic()
    looked = 0

    def progress(files: int) -> None:
        nonlocal looked
        before, looked = looked, looked + files
        if looked // 500 > before // 500:
            on_progress(looked)

    with _without_collection(), Cache(cache) as store:
        result = _scan_tree(tree, jobs or os.cpu_count() or 1, store, progress)
        _scan_archives(tree, result, store, progress, [MAX_ARCHIVES], MAX_ARCHIVE_DEPTH)
    result.findings.sort(key=Finding.order)
    result.seconds = monotonic() - clock
    return result


def _scan_tree(tree: Tree, jobs: int, store: Cache, progress: Callable[[int], None]) -> Scan:
    """Scans a tree without the archives in it."""
    result = Scan(tree.name)
    paths = list(tree.files())
    result.files = len(paths)
    parts = _parts(tree, paths)
    with _Workers(tree, jobs, len(paths), store) as workers:
        shared = [part for part in parts if len(part.paths) <= PART_FILES] if workers.shares(parts) else []
        for part in parts:
            if not shared or len(part.paths) > PART_FILES:
                result.add(_scan_part(part, workers.read, progress))
        for part, found in workers.whole(shared):
            result.add(found if found is not None else _scan_part(part, workers.read, lambda files: None))
            progress(len(part.paths))
    _take_left_out(tree, result)
    return result


def _take_left_out(tree: Tree, result: Scan) -> None:
    result.counts.update(tree.left_out.counts)
    for reason, names in tree.left_out.names.items():
        result.note(reason, *names)


def _scan_archives(
    tree: Tree, result: Scan, store: Cache, progress: Callable[[int], None], left: list[int], depth: int
) -> None:
    """Scans the archives in a tree, each as a tree of its own whose paths begin with its name.

    Args:
        tree: What they are in; its files have been listed.
        result: Takes what is found.
        store: Remembers what was read.
        progress: Told how many files have been looked at.
        left: How many more may be opened, in all.
        depth: How deep in one another they may lie.
    """
    for path in tree.archives:
        left[0] -= 1
        if left[0] < 0 or depth == 0:
            result.count("archives_too_large", path)
            continue
        if path.lower().endswith(UNOPENED):
            result.count("unopened_archives", path)
            continue
        try:
            with tree.file(path, MAX_ARCHIVE_BYTES) as file:
                if file is None:
                    result.count("archives_too_large", path)
                    continue
                inner = ArchiveTree(file, path.rsplit("/", 1)[-1])
                found = _scan_tree(inner, 1, store, progress)
                _scan_archives(inner, found, store, progress, left, depth - 1)
        except (InputError, OSError):
            result.count("unopened_archives", path)
            continue
        moved = found.under(path)
        result.add(moved)
        result.files += moved.files


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of small tuples are made, none of them in a cycle: looking for cycles would take half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parts(tree: Tree, paths: list[str]) -> list[_Part]:
    """The repositories of a tree, and the rest of it."""
    heads = [folder for folder in tree.repositories() if folder]
    if not heads:
        return [_Part("", paths, tree.folders())]
    known = frozenset(heads)
    files: dict[str, list[str]] = {}
    folders: dict[str, set[str]] = {}
    for path in paths:
        files.setdefault(_head(path, known), []).append(path)
    for folder in tree.folders():
        head = _head(folder, known)
        folders.setdefault(head, set()).add(folder.removeprefix(f"{head}/"))
    return [
        _Part(f"{head}/" if head else "", own, frozenset(folders.get(head, ()))) for head, own in sorted(files.items())
    ]


def _head(path: str, heads: frozenset[str]) -> str:
    """The repository that a path is in; empty where it is in none."""
    end = path.find("/")
    while end >= 0:
        if path[:end] in heads:
            return path[:end]
        end = path.find("/", end + 1)
    return ""


def _scan_part(part: _Part, read: Reader, on_read: Callable[[int], None]) -> Scan:
    """Reads and resolves one repository."""
    result = Scan(part.folder)
    modules: dict[str, Module] = {}
    mentions: dict[str, list[Mention]] = {}
    problems: set[tuple[str, str]] = set()

    def take(path: str, reading: Read) -> None:
        # A file can be read again for another purpose.
        if reading.problem and (path, reading.problem) not in problems:
            problems.add((path, reading.problem))
            result.count(reading.problem, path)
        if reading.mentions:
            mentions[path] = reading.mentions
        if reading.outline is not None:
            dotted = dotted_name(path.removeprefix(part.folder))
            modules[path] = Module(path, reading.outline, dotted, path.endswith(".ipynb"), bool(values_kind(path)))

    for path, reading in read(part.paths, None):
        on_read(1)
        if reading is not None:
            take(path, reading)
    python = [path for path in part.paths if path.endswith((".py", ".pyw"))]
    settings = [path for path in part.paths if values_kind(path)]
    fetched: set[str] = set()
    asked: set[str] = set()
    for round_ in range(ROUNDS):
        # In the order of their paths, whichever process was faster: what is cut short depends on it.
        repository = Repository((modules[path] for path in sorted(modules)), python, settings)
        detector = Detector(repository, part.folders)
        found = detector.run()
        if round_ == ROUNDS - 1:
            break
        files = sorted(repository.index.wanted_files - modules.keys() - fetched)
        fetched.update(files)
        names = sorted(name for name in repository.index.wanted_names - asked if len(name) > 3)[:MAX_NAMES]
        asked |= repository.index.wanted_names
        before = len(modules)
        for path, reading in read(files, frozenset()):
            if reading is not None:
                take(path, reading)
        if names:
            rest = [path for path in part.paths if path not in modules and kind_of(path) in ("python", "notebook")]
            for path, reading in read(rest, frozenset(name.encode() for name in names)):
                if reading is not None:
                    take(path, reading)
        if len(modules) == before:
            break
    result.parsed = sum(not module.settings for module in modules.values())
    result.counts.update(detector.rejected)
    if repository.too_deep:
        result.counts["calls_too_deep"] += repository.too_deep
    result.findings = [*found, *_mentioned(mentions, found)]
    return result


def _mentioned(mentions: dict[str, list[Mention]], found: list[Finding]) -> Iterator[Finding]:
    loaded = {(f.file, f.cell, f.line, f.model_id) for f in found if f.kind != "unresolved"}
    seen: set[tuple[str, int | None, int, str]] = set()
    for path, rows in mentions.items():
        for mention in rows:
            key = (path, mention.cell, mention.line, mention.model_id)
            if key in loaded or key in seen:
                continue
            seen.add(key)
            registry = "spacy" if mention.call == "spacy download" else mention.registry
            hub_id = mention.hub_id if mention.registry != "huggingface" else mention.model_id
            tier = "other" if registry != "huggingface" and mention.tier == "core" else mention.tier
            yield Finding(
                path, mention.line, mention.cell, mention.model_id, hub_id, mention.text, mention.kind,
                registry, mention.call, role(path), tier, {"doc": 0.9, "config": 0.7}.get(mention.tier, 0.85),
                {"doc": "named in text", "config": "under a key that names models"}.get(mention.tier, "in a command"),
                {"doc": "text", "config": "setting"}.get(mention.tier, "command"),
                [], mention.revision, bool(mention.revision),
            )  # fmt: skip


# -- workers

_root: Path | None = None
_cache = Cache(None)
_LFS = b"version https://git-lfs.github.com/spec/"
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")


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


def _look(path: str, content: bytes | None, names: frozenset[bytes] | None) -> tuple[str, bytes | None, Read | None]:
    """(digest of the content, what is remembered of it, what was read); nothing for a file that loads nothing."""
    if content is None:
        content = read_limited(_root, path, _wanted(names)) if _root is not None else None
        if content is None:
            return "", None, Read(problem="unreadable_files")
    if len(content) > limit_of(path):
        return "", None, Read(problem="too_large")
    if content.startswith(_LFS):
        return "", None, Read(problem="lfs_pointers")
    kind = _kind(path, names)
    text, problem = as_utf8(kind, content)
    if not (may_load(kind, text) if names is None else not names or _holds(kind, text, names)):
        return "", None, None
    digest, packed = _cache.find(kind, content)
    return ("", packed, None) if packed is not None else (digest, None, _read(kind, text, problem))


def _kind(path: str, names: frozenset[bytes] | None) -> str:
    # A settings file that code opens is read for its values.
    return kind_of(path) if names is None else values_kind(path) or kind_of(path)


def _wanted(names: frozenset[bytes] | None) -> Wanted:
    """Whether a piece of a file that is too large to be read is of interest."""

    left = MAX_LOOKED_IN_ALL

    def wanted(path: str, piece: bytes) -> bool:
        nonlocal left
        left -= len(piece)
        if left < 0:
            return True
        kind = _kind(path, names)
        return may_load_in_piece(kind, piece) if names is None else not names or _holds(kind, piece, names)

    return wanted


def _read(kind: str, content: bytes, problem: str) -> Read:
    try:
        reading = read_file(kind, content)
    except Exception:
        # One file that the reader was not made for spoils no scan.
        return Read(problem="reading_failed")
    reading.problem = reading.problem or problem
    return reading


def _holds(kind: str, content: bytes, names: frozenset[bytes]) -> bool:
    """Whether one of the names stands in a file."""
    if kind == "python":
        return not names.isdisjoint(_WORD.findall(content))
    # In notebooks a name can follow the letter of an escaped line break.
    return any(name in content for name in names)


def _work(task: list[tuple[str, bytes | None]], names: frozenset[bytes] | None) -> list[tuple[str, str, bytes]]:
    """Reads the files of a task: (path, digest of its content, packed result); empty for files that load nothing."""
    made = []
    for path, content in task:
        digest, packed, reading = _look(path, content, names)
        made.append((path, digest, packed or (_cache.pack(reading) if reading is not None else b"")))
    return made


def _work_whole(part: _Part) -> Scan:
    """Reads and resolves a repository of the folder."""

    def read(paths: list[str], names: frozenset[bytes] | None) -> Iterator[tuple[str, Read | None]]:
        for path in paths:
            digest, packed, reading = _look(path, None, names)
            if digest and reading is not None:
                _cache.keep(digest, _cache.pack(reading))
            yield path, _cache.unpack(packed) if packed else reading

    try:
        return _scan_part(part, read, lambda files: None)
    finally:
        _cache.commit()


class _Workers:
    """Reads files in other processes, or in this one where there are few."""

    def __init__(self, tree: Tree, jobs: int, files: int, store: Cache) -> None:
        self.tree, self.store = tree, store
        self.jobs = jobs if files >= 200 else 1
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Workers:
        if self.jobs > 1:
            self.pool = self._new_pool(self.jobs)
        else:
            _start(self.tree.root, self.store.path)
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

    def shares(self, parts: list[_Part]) -> bool:
        """Whether each process can take whole repositories."""
        return self.pool is not None and self.tree.root is not None and len(parts) > 1

    def whole(self, parts: list[_Part]) -> Iterator[tuple[_Part, Scan | None]]:
        """What was found in each of several repositories; None where the process died of it."""
        if self.pool is None or not parts:
            return
        # The largest first, so that no process is left with one at the end.
        ordered = sorted(parts, key=lambda part: -len(part.paths))
        under_way = {self.pool.submit(_work_whole, part): part for part in ordered}
        broken = []
        for future in as_completed(under_way):
            try:
                yield under_way[future], future.result()
            except BrokenProcessPool:
                broken.append(under_way[future])
        if broken:
            self.pool = self._new_pool(self.jobs)
            yield from ((part, None) for part in broken)

    def read(self, paths: list[str], names: frozenset[bytes] | None) -> Iterator[tuple[str, Read | None]]:
        """(path, what was read) of each file; None where it holds nothing of interest."""
        for path, digest, packed in self._packed(self._tasks(paths, names), names):
            if packed == b"!":
                yield path, Read(problem="unreadable_files")
                continue
            if digest:
                self.store.keep(digest, packed)
            yield path, self.store.unpack(packed) if packed else None

    def _tasks(self, paths: list[str], names: frozenset[bytes] | None) -> Iterator[list[tuple[str, bytes | None]]]:
        if self.tree.root is not None:
            for start in range(0, len(paths), TASK_FILES):
                yield [(path, None) for path in paths[start : start + TASK_FILES]]
            return
        task: list[tuple[str, bytes | None]] = []
        size = 0
        for path, content in self.tree.contents(paths, _wanted(names)):
            task.append((path, content))
            size += len(content)
            if len(task) >= TASK_FILES or size > TASK_BYTES:
                yield task
                task, size = [], 0
        if task:
            yield task

    def _packed(
        self, tasks: Iterable[list[tuple[str, bytes | None]]], names: frozenset[bytes] | None
    ) -> Iterator[tuple[str, str, bytes]]:
        if self.pool is None:
            for task in tasks:
                yield from _work(task, names)
            return
        under_way: dict[Future[list[tuple[str, str, bytes]]], list[tuple[str, bytes | None]]] = {}
        for task in tasks:
            under_way[self.pool.submit(_work, task, names)] = task
            if len(under_way) >= self.jobs * 4:
                yield from self._finished(under_way, names)
        while under_way:
            yield from self._finished(under_way, names)

    def _finished(
        self,
        under_way: dict[Future[list[tuple[str, str, bytes]]], list[tuple[str, bytes | None]]],
        names: frozenset[bytes] | None,
    ) -> Iterator[tuple[str, str, bytes]]:
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
            yield from self._one_by_one(broken, names)
            self.pool = self._new_pool(self.jobs)

    def _one_by_one(
        self, tasks: list[list[tuple[str, bytes | None]]], names: frozenset[bytes] | None
    ) -> Iterator[tuple[str, str, bytes]]:
        self.pool = pool = self._new_pool(1)
        for task in tasks:
            for one in task:
                try:
                    yield from pool.submit(_work, [one], names).result()
                except BrokenProcessPool:
                    yield one[0], "", b"!"
                    self.pool = pool = self._new_pool(1)
        pool.shutdown()
