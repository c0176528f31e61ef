"""Scans a tree: picks files by their bytes, reads them in several processes, then resolves repository by repository."""

from __future__ import annotations

import gc
import itertools
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from supplygraph.errors import InputError
from supplygraph.reuse.archive import ArchiveTree
from supplygraph.reuse.cache import Cache
from supplygraph.reuse.detect import READ, Detector
from supplygraph.reuse.evaluate.evaluator import Evaluator
from supplygraph.reuse.exclude import Excluded
from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.javascript import WAITING
from supplygraph.reuse.keys import is_below_service
from supplygraph.reuse.kinds import kind_of
from supplygraph.reuse.left_out import KEPT, UNREAD
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import Module, dotted_name
from supplygraph.reuse.ollama import REGISTRY, SERVED, is_of_embedder
from supplygraph.reuse.ollama_code import CODE
from supplygraph.reuse.place import is_recorded, role
from supplygraph.reuse.read import Read
from supplygraph.reuse.settings_file import values_kind
from supplygraph.reuse.tree import UNOPENED, Tree
from supplygraph.reuse.whisper import PACKAGES, SIZED
from supplygraph.reuse.workers import Part, Reader, Workers

_LOG = logging.getLogger(__name__)

#: Files of a repository that one process reads and resolves alone, where a tree holds several.
PART_FILES = 2_000
#: Archives inside of what is scanned that are opened: how many, how large, how deep in one another.
MAX_ARCHIVES = 1_000
MAX_ARCHIVE_BYTES = 300_000_000
MAX_ARCHIVE_DEPTH = 3


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
    findings: list[ScanFinding] = field(default_factory=list)
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


def scan(
    tree: Tree,
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    exclude: Sequence[str] = (),
    on_progress: Callable[[int], None] = lambda files: None,
) -> Scan:
    """Scans a tree; repositories in a folder are resolved each by itself.

    Args:
        tree: What to scan.
        jobs: Processes; by default one a processor, and none beside this one for small trees.
        cache: File that remembers what was read, by content; None for none.
        exclude: Patterns of files and folders that are left out.
        on_progress: Told how many files have been looked at.

    Raises:
        InputError: the tree cannot be listed, or a pattern is empty.
    """
    clock = monotonic()
    excluded = Excluded(exclude)
    looked = 0

    def progress(files: int) -> None:
        nonlocal looked
        before, looked = looked, looked + files
        if looked // 500 > before // 500:
            on_progress(looked)

    with _without_collection(), Cache(cache) as store:
        result = _scan_tree(tree, jobs or os.cpu_count() or 1, store, progress, excluded)
        _scan_archives(tree, result, store, progress, excluded, [MAX_ARCHIVES], MAX_ARCHIVE_DEPTH)
    result.findings.sort(key=ScanFinding.order)
    result.seconds = monotonic() - clock
    told = "%s: %d files, %d parsed, %d places that name an artifact, %.2f s"
    _LOG.info(told, result.name, result.files, result.parsed, len(result.findings), result.seconds)
    return result


def _scan_tree(
    tree: Tree, jobs: int, store: Cache, progress: Callable[[int], None], excluded: Callable[[str], bool]
) -> Scan:
    """Scans a tree without the archives in it."""
    result = Scan(tree.name)
    listed = list(tree.files())
    paths = [path for path in listed if not excluded(path)]
    result.counts["excluded"] = len(listed) - len(paths)
    result.files = len(paths)
    parts = _parts(tree, paths)
    with Workers(tree, jobs, len(paths), store) as workers:
        shared = [part for part in parts if len(part.paths) <= PART_FILES] if workers.shares(parts) else []
        for part in parts:
            if not shared or len(part.paths) > PART_FILES:
                result.add(_scan_part(part, workers, progress))
        for part, found in workers.whole(shared, _scan_quietly):
            result.add(found if found is not None else _scan_quietly(part, workers))
            progress(len(part.paths))
    _take_left_out(tree, result, excluded)
    return result


def _take_left_out(tree: Tree, result: Scan, excluded: Callable[[str], bool]) -> None:
    result.counts.update(tree.left_out.counts)
    for reason, names in tree.left_out.names.items():
        wanted = [name for name in names if not excluded(name)]
        result.counts[reason] -= len(names) - len(wanted)
        result.note(reason, *wanted)


def _scan_archives(
    tree: Tree,
    result: Scan,
    store: Cache,
    progress: Callable[[int], None],
    excluded: Callable[[str], bool],
    left: list[int],
    depth: int,
) -> None:
    """Scans the archives in a tree, each as a tree of its own whose paths begin with its name.

    Args:
        tree: What they are in; its files have been listed.
        result: Takes what is found.
        store: Remembers what was read.
        progress: Told how many files have been looked at.
        excluded: Whether a path of the tree is left out.
        left: How many more may be opened, in all.
        depth: How deep in one another they may lie.
    """
    for path in tree.archives:
        if excluded(path):
            result.counts["excluded"] += 1
            continue

        def excluded_inside(inner: str, archive: str = path) -> bool:
            return excluded(f"{archive}/{inner}")

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
                found = _scan_tree(inner, 1, store, progress, excluded_inside)
                _scan_archives(inner, found, store, progress, excluded_inside, left, depth - 1)
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


def _parts(tree: Tree, paths: list[str]) -> list[Part]:
    """The repositories of a tree, and the rest of it."""
    heads = [folder for folder in tree.repositories() if folder]
    if not heads:
        return [Part("", paths, tree.folders())]
    known = frozenset(heads)
    files: dict[str, list[str]] = {}
    folders: dict[str, set[str]] = {}
    for path in paths:
        files.setdefault(_head(path, known), []).append(path)
    for folder in tree.folders():
        head = _head(folder, known)
        folders.setdefault(head, set()).add(folder.removeprefix(f"{head}/"))
    return [
        Part(f"{head}/" if head else "", own, frozenset(folders.get(head, ()))) for head, own in sorted(files.items())
    ]


def _head(path: str, heads: frozenset[str]) -> str:
    """The repository that a path is in; empty where it is in none."""
    end = path.find("/")
    while end >= 0:
        if path[:end] in heads:
            return path[:end]
        end = path.find("/", end + 1)
    return ""


class _Files:
    """The files of one repository: those that were read, and those that are read when they are needed.

    Args:
        part: The repository.
        reader: Reads its files.
        result: Takes the problems.
    """

    def __init__(self, part: Part, reader: Reader, result: Scan) -> None:
        self._part, self._reader, self._result = part, reader, result
        self._problems: set[tuple[str, str]] = set()
        self._read: set[str] = set()
        #: By name, the numbers of the files not read yet in which it stands; None until it is asked for.
        self._words: dict[bytes, list[int]] | None = None
        self._unread: list[str] = []
        #: Names that files call of which only that was kept.
        self._called: dict[str, bytes] = {}
        self.mentions: dict[str, list[Mention]] = {}
        #: Whether any JavaScript loads models of the Hub.
        self.javascript = False
        #: Whether any code or settings other than Python speak of a server of Ollama.
        self.by_ollama = False

    def first(self, on_read: Callable[[int], None]) -> list[Module]:
        """What files hold that may load something."""
        found = list(self._modules(self._part.paths, on_read, needed=False))
        return sorted(found, key=lambda module: module.path)

    def opened(self, paths: Iterable[str]) -> list[Module]:
        """Those of these files that can be read and were not yet."""
        # In the order of their paths, whichever process was faster: what is cut short depends on it.
        wanted = [path for path in paths if path not in self._read]
        return sorted(self._modules(wanted, lambda files: None, needed=True), key=lambda module: module.path)

    def holding(self, name: str) -> list[str]:
        """Files not read yet in which a name stands."""
        if self._words is None:
            self._words = {}
            self._unread = [
                path for path in self._part.paths if path not in self._read and kind_of(path) in ("python", "notebook")
            ]
            numbers = {path: number for number, path in enumerate(self._unread)}
            named = [(path, called.split()) for path, called in self._called.items()]
            rest = [path for path in self._unread if path not in self._called]
            for path, words in itertools.chain(named, self._reader.words(rest)):
                for word in words:
                    self._words.setdefault(word, []).append(numbers[path])
            self._called.clear()
        return [self._unread[number] for number in sorted(self._words.get(name.encode(), ()))]

    def _modules(self, paths: list[str], on_read: Callable[[int], None], *, needed: bool) -> Iterator[Module]:
        for path, reading in self._reader.read(paths, needed=needed):
            on_read(1)
            module = self._module(path, reading) if reading is not None else None
            if module is not None:
                yield module

    def _module(self, path: str, reading: Read) -> Module | None:
        # A file can be read again for another purpose.
        if reading.problem and (path, reading.problem) not in self._problems:
            self._problems.add((path, reading.problem))
            self._result.count(reading.problem, path)
        self.javascript = self.javascript or reading.library
        self.by_ollama = self.by_ollama or reading.by_ollama
        if reading.mentions:
            self.mentions[path] = reading.mentions
        if reading.outline is None:
            if reading.called:
                self._called[path] = reading.called
            return None
        self._read.add(path)
        self._called.pop(path, None)
        dotted = dotted_name(path.removeprefix(self._part.folder))
        return Module(path, reading.outline, dotted, path.endswith(".ipynb"), bool(values_kind(path)))


def _scan_part(part: Part, reader: Reader, on_read: Callable[[int], None]) -> Scan:
    """Reads and resolves one repository."""
    result = Scan(part.folder)
    files = _Files(part, reader, result)
    modules = files.first(on_read)
    python = [path for path in part.paths if path.endswith((".py", ".pyw"))]
    settings = [path for path in part.paths if values_kind(path)]
    repository = Evaluator(modules, python, settings, files)
    served = files.by_ollama or any(_is_served(one) for rows in files.mentions.values() for one in rows)
    detector = Detector(repository, part.folders, served=served)
    found = detector.run()
    result.parsed = sum(not module.settings for module in repository.index.modules.values())
    result.counts.update(detector.rejected)
    if repository.too_deep:
        result.counts["calls_too_deep"] += repository.too_deep
    used = repository.index.imported
    served = served or any(finding.registry == REGISTRY for finding in found)
    mentioned = list(
        _mentioned(files.mentions, found, used, javascript=files.javascript, loads=detector.loads, served=served)
    )
    sure = {_key(finding) for finding in mentioned if finding.tier != "doc"}
    result.findings = [*(f for f in found if _is_sure(f) or _key(f) not in sure), *mentioned]
    return result


def _scan_quietly(part: Part, reader: Reader) -> Scan:
    return _scan_part(part, reader, lambda files: None)


def _is_sure(finding: ScanFinding) -> bool:
    """Whether a call loads it; what is only named in code can be said better by a command that uses it."""
    return finding.tier != "doc" and finding.via not in ("named", READ)


def _is_served(mention: Mention) -> bool:
    """Whether a file names a model of Ollama's, and that by itself."""
    return mention.registry == REGISTRY and mention.tier not in ("doc", SERVED)


def _key(finding: ScanFinding) -> tuple[str, int | None, int, str | None]:
    return finding.file, finding.cell, finding.line, finding.model_id


def _mentioned(
    mentions: dict[str, list[Mention]],
    found: list[ScanFinding],
    imported: Set[str],
    *,
    javascript: bool,
    loads: bool,
    served: bool,
) -> Iterator[ScanFinding]:
    loaded = {_key(finding) for finding in found if finding.kind != "unresolved" and _is_sure(finding)}
    named = {_key(finding) for finding in found}
    seen: set[tuple[str, int | None, int, str]] = set()
    for path, rows in mentions.items():
        for mention in [replace(row, tier="doc") for row in rows] if is_recorded(path) else rows:
            key = (path, mention.cell, mention.line, mention.model_id)
            if key in loaded or key in seen or (mention.tier == "doc" and key in named):
                continue
            if mention.tier == SERVED:
                if (
                    not (served and (":" in mention.text or is_of_embedder(mention.text)))
                    and "ollama" not in path.rpartition("/")[2].lower()
                ):
                    continue
                setting = kind_of(path) in ("yaml", "settings") and role(path) != "test"
                mention.tier = "config" if setting else CODE
            if mention.tier == SIZED:
                if imported.isdisjoint(PACKAGES):
                    continue
                mention.tier = "config" if kind_of(path) in ("yaml", "settings") else CODE
            if mention.tier in (CODE, WAITING) and mention.call != "address" and is_below_service(path):
                # What a service has is called as it likes, also where the Hub has something of that name.
                continue
            if mention.tier == WAITING:
                if not (javascript or (loads and role(path) != "test")):
                    continue
                mention.tier = "flow"
            seen.add(key)
            if mention.tier == CODE:
                mention.tier = "doc" if role(path) == "test" else "flow"
            registry = "spacy" if mention.call == "spacy download" else mention.registry
            hub_id = mention.hub_id if mention.registry != "huggingface" else mention.model_id
            tier = "other" if registry != "huggingface" and mention.tier == "core" else mention.tier
            yield ScanFinding(
                path, mention.line, mention.cell, mention.model_id, hub_id, mention.text, mention.kind,
                registry, mention.call, role(path), tier, {"doc": 0.9, "config": 0.7}.get(mention.tier, 0.85),
                {"doc": "named in text", "config": "under a key that names models"}.get(mention.tier, "in a command"),
                {"doc": "text", "config": "setting"}.get(mention.tier, "command"),
                [], mention.revision, bool(mention.revision),
            )  # fmt: skip
