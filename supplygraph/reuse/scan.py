"""Scans a tree: picks files by their bytes, reads them in several processes, then resolves the whole repository."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from supplygraph.reuse.cache import Cache
from supplygraph.reuse.detect import Detector
from supplygraph.reuse.finding import Finding
from supplygraph.reuse.inputs import Tree, read_limited
from supplygraph.reuse.modules import Module, dotted_name
from supplygraph.reuse.place import role
from supplygraph.reuse.read import Mention, Read, kind_of, may_load, read_file
from supplygraph.reuse.resolve import Repository

#: Files of one task, and bytes of one task where contents are handed over.
TASK_FILES = 64
TASK_BYTES = 4_000_000
#: How often files are fetched that turned out to be needed.
ROUNDS = 4
#: Names of functions that are looked for in files not read yet.
MAX_NAMES = 400


@dataclass
class Scan:
    """What a scan found.

    Attributes:
        name: What was scanned.
        findings: All findings, sorted by place.
        files: Files looked at.
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


def scan(
    tree: Tree,
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    on_progress: Callable[[int], None] = lambda files: None,
) -> Scan:
    """Scans a tree.

    Args:
        tree: What to scan.
        jobs: Processes; by default one a processor, and none beside this one for small trees.
        cache: File that remembers what was read, by content; None for none.
        on_progress: Told how many files have been looked at.

    Raises:
        InputError: the tree cannot be listed.
    """
    clock = monotonic()
    result = Scan(tree.name)
    paths = list(tree.files())
    result.files = len(paths)
    with Cache(cache) as store, _Workers(tree, jobs or os.cpu_count() or 1, len(paths), store) as workers:
        modules: dict[str, Module] = {}
        mentions: dict[str, list[Mention]] = {}

        def take(path: str, read: Read) -> None:
            if read.problem:
                result.counts[read.problem] += 1
                kept = result.problems.setdefault(read.problem, [])
                if len(kept) < 5:
                    kept.append(path)
            if read.mentions:
                mentions[path] = read.mentions
            if read.outline is not None:
                modules[path] = Module(path, read.outline, dotted_name(path), path.endswith(".ipynb"))

        for done, (path, read) in enumerate(workers.read(paths, None), start=1):
            if done % 500 == 0:
                on_progress(done)
            if read is not None:
                take(path, read)
        python = [path for path in paths if path.endswith((".py", ".pyw"))]
        asked: set[str] = set()
        for round_ in range(ROUNDS):
            repository = Repository(modules.values(), python)
            detector = Detector(repository, tree.folders())
            found = detector.run()
            if round_ == ROUNDS - 1:
                break
            files = sorted(repository.index.wanted_files - modules.keys())
            names = sorted(name for name in repository.index.wanted_names - asked if len(name) > 3)[:MAX_NAMES]
            asked |= repository.index.wanted_names
            before = len(modules)
            for path, read in workers.read(files, []):
                if read is not None:
                    take(path, read)
            if names:
                rest = [path for path in paths if path not in modules and kind_of(path) in ("python", "notebook")]
                for path, read in workers.read(rest, names):
                    if read is not None:
                        take(path, read)
            if len(modules) == before:
                break
        result.parsed = len(modules)
        result.counts.update(detector.rejected)
    result.counts.update(tree.skipped)
    result.findings = sorted([*found, *_mentioned(mentions, found)], key=Finding.order)
    result.seconds = monotonic() - clock
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
            registry = "spacy" if mention.call == "spacy download" else "huggingface"
            tier = "other" if registry != "huggingface" and mention.tier == "core" else mention.tier
            yield Finding(
                path, mention.line, mention.cell, mention.model_id, mention.model_id, mention.text, mention.kind,
                registry, mention.call, role(path), tier, {"doc": 0.9, "config": 0.7}.get(mention.tier, 0.85),
                {"doc": "named in text", "config": "under a key that names models"}.get(mention.tier, "in a command"),
                {"doc": "text", "config": "setting"}.get(mention.tier, "command"),
                [], mention.revision, bool(mention.revision),
            )  # fmt: skip


# -- workers

_root: Path | None = None
_cache = Cache(None)


def _start(root: Path | None, cache: Path | None) -> None:
    global _root, _cache
    _root, _cache = root, Cache(cache)


def _work(task: list[tuple[str, bytes | None]], names: list[str] | None) -> list[tuple[str, str, bytes]]:
    """Reads the files of a task: (path, digest of its content, packed result); empty for files that load nothing."""
    made = []
    wanted = [name.encode() for name in names or ()]
    for path, content in task:
        if content is None:
            content = read_limited(_root, path) if _root is not None else None
            if content is None:
                made.append((path, "", b"!"))
                continue
        # None: the first look. Empty: the file is needed. Else: needed where one of the names is in it.
        kind = kind_of(path)
        if names is None and not may_load(kind, content):
            made.append((path, "", b""))
            continue
        if wanted and not any(name in content for name in wanted):
            made.append((path, "", b""))
            continue
        digest, packed = _cache.find(kind, content)
        if packed is None:
            packed = _cache.pack(read_file(kind, content))
            made.append((path, digest, packed))
        else:
            made.append((path, "", packed))
    return made


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

    def __exit__(self, *exception: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def _new_pool(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, initializer=_start, initargs=(self.tree.root, self.store.path))

    def read(self, paths: list[str], names: list[str] | None) -> Iterator[tuple[str, Read | None]]:
        """(path, what was read) of each file; None where it holds nothing of interest."""
        for path, digest, packed in self._packed(self._tasks(paths), names):
            if packed == b"!":
                yield path, Read(problem="unreadable_files")
                continue
            if digest:
                self.store.keep(digest, packed)
            yield path, self.store.unpack(packed) if packed else None

    def _tasks(self, paths: list[str]) -> Iterator[list[tuple[str, bytes | None]]]:
        if self.tree.root is not None:
            for start in range(0, len(paths), TASK_FILES):
                yield [(path, None) for path in paths[start : start + TASK_FILES]]
            return
        task: list[tuple[str, bytes | None]] = []
        size = 0
        for path, content in self.tree.contents(paths):
            task.append((path, content))
            size += len(content)
            if len(task) >= TASK_FILES or size > TASK_BYTES:
                yield task
                task, size = [], 0
        if task:
            yield task

    def _packed(
        self, tasks: Iterable[list[tuple[str, bytes | None]]], names: list[str] | None
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
        names: list[str] | None,
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
        self, tasks: list[list[tuple[str, bytes | None]]], names: list[str] | None
    ) -> Iterator[tuple[str, str, bytes]]:
        pool = self._new_pool(1)
        for task in tasks:
            for one in task:
                try:
                    yield from pool.submit(_work, [one], names).result()
                except BrokenProcessPool:
                    yield one[0], "", b"!"
                    pool = self._new_pool(1)
        pool.shutdown()
