"""Reads source code: which models and datasets a repository loads, and which it only mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from supplygraph.errors import InputError
from supplygraph.hub.licenses import declarations
from supplygraph.ids.artifacts import key_of
from supplygraph.ids.repositories import NAME
from supplygraph.licenses.table import declared
from supplygraph.reuse.commit import GitTree
from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.license_file import declared_license
from supplygraph.reuse.repository_name import remote_name
from supplygraph.reuse.scan import Scan, scan
from supplygraph.reuse.tree import Tree
from supplygraph.schema.declaration import Described, Element, Ref, clean_text
from supplygraph.schema.nodes import Dataset, Model, Repository
from supplygraph.schema.relationships import Declares, Mentions, Reuses
from supplygraph.tally import Tally
from supplygraph.text import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Places of one relationship that are kept.
MAX_PLACES = 100
_ROLES: dict[str, Literal["src", "test", "example"]] = {
    "src": "src", "test": "test", "example": "example", "docs": "example"
}  # fmt: skip
#: Registries whose names stand under the Hub's namespace or under another prefix in the graph.
_PREFIXES = {"torch_hub": "pytorch"}


@dataclass(frozen=True)
class ScannedRepository:
    """What was found in one repository.

    Attributes:
        name: Its key in the graph.
        scan: The findings.
        license: The licence it declares as written, and the file that says so.
        commit: The commit that was read, where one was asked for.
    """

    name: str
    scan: Scan
    license: tuple[str, str] | None
    commit: str | None


class Code:
    """Folders, commits and archives of source code; each is one repository.

    A scan is the whole statement of this source about a repository: scanning it again takes back what vanished.

    Args:
        paths: What to scan.
        repository: Name of the repository, for a single path; else that of the remote `origin`.
        commit: Read this commit instead of the files on disk.
        license: Licence of the repository, where its files do not say it.
        exclude: Patterns of files and folders that are left out.
        cache: File that remembers what was read.
        jobs: Processes; by default one a processor.
        on_files: Told how many files have been looked at.

    Raises:
        InputError: a path cannot be scanned, or it is not known what its repository is called.
    """

    name = "code"
    read_ahead = True

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        repository: str | None = None,
        commit: str | None = None,
        license: str | None = None,
        exclude: Sequence[str] = (),
        cache: Path | None = None,
        jobs: int | None = None,
        on_files: Callable[[int], None] = lambda files: None,
    ) -> None:
        if repository is not None and len(paths) > 1:
            raise InputError("--repository names one repository, but several paths are given", "load them one by one")
        self._trees: list[tuple[str, Tree]] = []
        for path in paths:
            self._trees.append((_name(path, repository), open_tree(path, commit)))
        self._license, self._cache, self._jobs, self._on_files = license, cache, jobs, on_files
        self._exclude = tuple(exclude)
        without = f" without {', '.join(self._exclude)}" if self._exclude else ""
        self.arguments = clean_text(", ".join(name for name, _ in self._trees) + without)[:500]
        #: What was found, for those who show places beside verdicts.
        self.scanned: list[ScannedRepository] = []

    def scan(self) -> list[ScannedRepository]:
        """Scans all paths; asked again, it gives what was found before.

        Raises:
            InputError: a tree cannot be listed.
        """
        if not self.scanned:
            for name, tree in self._trees:
                found = scan(
                    tree, jobs=self._jobs, cache=self._cache, exclude=self._exclude, on_progress=self._on_files
                )
                license = (self._license, "--license") if self._license else declared_license(tree)
                commit = tree.commit if isinstance(tree, GitTree) else None
                self.scanned.append(ScannedRepository(name, found, license, commit))
        return self.scanned

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields each repository with what it loads and mentions.

        Raises:
            InputError: a tree cannot be listed.
        """
        # All are scanned before anything is written: workers are forked, which goes ill beside a driver's threads.
        for scanned in self.scan():
            found = scanned.scan
            tally.records += found.files
            tally.position += found.files
            for reason, count in found.counts.items():
                tally.counts[reason] += count
            for reason, paths in found.problems.items():
                tally.examples.setdefault(reason, []).extend(well_formed(path) for path in paths[:2])
        for scanned in self.scanned:
            yield from repository_elements(scanned, tally)

    def complete(self) -> bool:
        """Every tree is scanned whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember: readings are remembered by content."""


def _name(path: Path, given: str | None) -> str:
    name = given or (remote_name(path) if path.is_dir() else None)
    if name is None:
        raise InputError(
            f"{path} has no remote that says which repository it is", "name it: --repository github.com/owner/name"
        )
    name = key_of("Repository", name).removesuffix("/")
    if not NAME.match(name):
        raise InputError(f"{name!r} is not a name of a repository", "write it as github.com/owner/name")
    return name


def artifact(finding: ScanFinding) -> Ref | None:
    """The node that a finding names; None for what the graph does not keep (Spaces, addresses, metrics)."""
    if finding.model_id is None or finding.registry == "url" or finding.kind in ("space", "metric", "unresolved"):
        return None
    if finding.hub_id is not None:
        key = finding.hub_id
    elif finding.registry == "huggingface":
        key = finding.model_id
    else:
        key = f"{_PREFIXES.get(finding.registry, finding.registry)}:{finding.model_id}"
    return Dataset.ref(key) if finding.kind == "dataset" else Model.ref(key)


def is_reuse(finding: ScanFinding) -> bool:
    """Whether a finding says that the repository loads something, rather than names or publishes it."""
    if finding.kind in ("output_model", "unresolved") or finding.tier == "doc":
        return False
    # A setting of a test or in documentation is an example, nothing that is run.
    return finding.tier != "config" or finding.role in ("src", "example")


def repository_elements(scanned: ScannedRepository, tally: Tally) -> Iterator[Element]:
    """What one scanned repository is, declares, loads and mentions."""
    owner = Repository.ref(scanned.name)
    yield Repository(id=scanned.name, head=scanned.commit, status="present")
    if scanned.license is not None:
        text, _ = scanned.license
        yield from declarations(owner, declared(text), "file")
    reused: dict[Ref, list[ScanFinding]] = {}
    mentioned: dict[Ref, list[ScanFinding]] = {}
    for finding in scanned.scan.findings:
        ref = artifact(finding)
        if finding.kind == "unresolved":
            tally.count("unresolved_calls", f"{finding.place()}: {clean_text(finding.call)}")
        elif finding.kind == "output_model":
            tally.count("published_artifacts", f"{finding.place()}: {clean_text(finding.model_id or '')}")
        elif ref is None:
            tally.count(f"{finding.kind}s_not_linked" if finding.registry != "url" else "addresses_not_linked")
        elif is_reuse(finding):
            reused.setdefault(ref, []).append(finding)
        else:
            mentioned.setdefault(ref, []).append(finding)
    for ref, findings in reused.items():
        yield _reuses(owner, ref, findings)
    for ref, findings in mentioned.items():
        yield Mentions(start=owner, end=ref, places=_places(findings))
    yield Described(owner, (Declares, Reuses, Mentions))


def _reuses(owner: Ref, ref: Ref, findings: list[ScanFinding]) -> Reuses:
    roles = Counter(_ROLES[finding.role] for finding in findings)
    return Reuses(
        start=owner,
        end=ref,
        places=_places(findings),
        calls=[clean_text(finding.call)[:200] for finding in findings[:MAX_PLACES]],
        role=roles.most_common(1)[0][0],
        pinned=all(finding.pinned for finding in findings),
        remote_code=_remote_code(findings),
        confidence=max(finding.confidence for finding in findings),
        evidence=["source-code"],
    )


def _remote_code(findings: list[ScanFinding]) -> Literal["pinned", "unpinned"] | None:
    trusting = [finding.pinned for finding in findings if finding.trust_remote_code]
    if not trusting:
        return None
    return "pinned" if all(trusting) else "unpinned"


def _places(findings: Iterable[ScanFinding]) -> list[str]:
    return [clean_text(finding.place()) for finding in list(findings)[:MAX_PLACES]]
