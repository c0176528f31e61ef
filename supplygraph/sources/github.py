"""Reads repositories from GitHub: licence, stars, activity, fork parents, renames, and what they depend on."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.ids.repositories import repository_of_name
from supplygraph.schema.declaration import Described, Element, Ref, Relationship, clean_text
from supplygraph.schema.nodes import Alias, Package, Repository
from supplygraph.schema.relationships import AliasOf, Declares, DependsOn, ForkOf
from supplygraph.sources.github_client import Answer, GitHubClient, GitHubError
from supplygraph.sources.github_queries import BATCH, MANIFEST_BATCH
from supplygraph.sources.peatmoss_values import count_of, license_elements, line_of, moment_of, text_of, texts_of
from supplygraph.tally import Tally

HOST = "github.com/"
#: Packages, each with manifest and requirement of every mention.
Packages = dict[str, list[tuple[str, str]]]
_EVIDENCE = "github"
#: Requirements of one package that are kept.
_KEPT = 20


class GitHub:
    """Repositories of GitHub, by name.

    Args:
        names: Names or addresses of repositories; each is asked for once.
        client: Whom to ask.
        manifests: Whether the packages of their manifests are asked for too, which is slow.
        checkpoint: Where the names that are safely in the graph are kept until all are; None keeps nothing.
        resume: Whether names that an interrupted run has brought in are left out.

    Raises:
        InputError: a name is none of a repository, or there is nothing to go on with.

    Attributes:
        problem: Why reading was cut off; None where it was not.
    """

    name = "github"
    #: Names go into the checkpoint once they are written, so reading must not run ahead.
    read_ahead = False

    def __init__(
        self,
        names: Sequence[str],
        client: GitHubClient,
        *,
        manifests: bool = False,
        checkpoint: Path | None = None,
        resume: bool = False,
    ) -> None:
        self._names = list(dict.fromkeys(_full_name(name) for name in names))
        if not self._names:
            raise InputError("no repository was named", "name owner/name, or give --from-graph or --file")
        shown = ", ".join(self._names[:3]) + (f" and {len(self._names) - 3:,} more" if len(self._names) > 3 else "")
        self.arguments = clean_text(shown + (" with manifests" if manifests else ""))
        self.problem: str | None = None
        self._client, self._manifests = client, manifests
        asked = hashlib.sha256(json.dumps([manifests, self._names]).encode()).hexdigest()[:12]
        self._checkpoint = checkpoint.with_name(f"{checkpoint.stem}-{asked}.txt") if checkpoint else None
        self._read: list[str] = []
        self._complete = False
        self._done = self._finished() if resume else set()

    def _finished(self) -> set[str]:
        try:
            return set(self._checkpoint.read_text(encoding="utf-8").split()) if self._checkpoint else set()
        except FileNotFoundError:
            raise InputError(
                "there is no interrupted run for these repositories to go on with", "run it without --resume"
            ) from None

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what GitHub says of each repository, also that it does not know one."""
        self._complete = False
        known: set[str] = set()
        if not self._done and self._checkpoint:
            self._checkpoint.unlink(missing_ok=True)
        left = [name for name in self._names if name not in self._done]
        tally.total = (tally.total or 0) + len(left)
        size = MANIFEST_BATCH if self._manifests else BATCH
        try:
            for start in range(0, len(left), size):
                batch = left[start : start + size]
                packages = self._packages(batch, tally) if self._manifests else {}
                for answer in self._client.ask(batch):
                    tally.records += 1
                    tally.position += 1
                    yield from _elements(answer, packages.get(answer.name), known, tally)
                    self._read.append(answer.name)
        except GitHubError as error:
            self._client.close()
            self.problem = error.message
            tally.count("cut_off", error.message)
            if not tally.records:
                raise
            return
        self._client.close()
        self._complete = not tally.counts["repositories_not_read"]

    def _packages(self, batch: list[str], tally: Tally) -> dict[str, Packages | None]:
        found: dict[str, Packages | None] = {}
        for answer in self._client.ask(batch, manifests=True):
            if answer.status == "failed":
                tally.count("manifests_not_read", answer.name)
            found[answer.name] = _dependencies(answer.facts) if answer.facts else None
        return found

    def complete(self) -> bool:
        """Whether every repository was read; the checkpoint is forgotten then."""
        if self._complete and self._checkpoint:
            with suppress(OSError):
                self._checkpoint.unlink(missing_ok=True)
        return self._complete

    def written(self) -> None:
        """Adds the names that are now in the graph to the checkpoint."""
        if self._checkpoint and self._read:
            self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
            with self._checkpoint.open("a", encoding="utf-8") as stream:
                stream.writelines(f"{name}\n" for name in self._read)
        self._read.clear()


def read_names(path: Path) -> list[str]:
    """The names in a file, one a line; empty lines and those that begin with `#` are skipped.

    Raises:
        InputError: it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "it holds one owner/name a line") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _full_name(name: str) -> str:
    found = repository_of_name(name.removeprefix(HOST))
    if found is None:
        raise InputError(f"{clean_text(name, 100)!r} is not a repository of GitHub", "write it as owner/name")
    return found.removeprefix(HOST)


def _elements(answer: Answer, packages: Packages | None, known: set[str], tally: Tally) -> Iterator[Element]:
    asked = HOST + answer.name
    if answer.status == "failed":
        tally.count("repositories_not_read", answer.name)
        return
    facts = answer.facts
    if facts is None:
        tally.count(f"repositories_{answer.status}", answer.name)
        yield Repository.model_validate({"id": asked, "status": answer.status})
        yield Described(Repository.ref(asked), ())
        return
    key = repository_of_name(facts["nameWithOwner"])
    if key is None:
        tally.count("repositories_not_read", answer.name)
        return
    owner = Repository.ref(key)
    yield Repository(id=key, **_properties(facts))
    if key != asked:
        tally.count("renames", f"{answer.name} is {key.removeprefix(HOST)}")
        yield AliasOf(start=Ref(Alias, asked), end=owner, evidence=["redirect"])
    yield from license_elements(owner, [_license(facts.get("licenseInfo"))], _EVIDENCE, known)
    parent = _part(facts, "parent").get("nameWithOwner")
    if isinstance(parent, str) and (above := repository_of_name(parent)) and above != key:
        yield ForkOf(start=owner, end=Repository.ref(above))
    states: list[type[Relationship]] = [Declares, ForkOf]
    if packages is not None:
        for package, mentions in packages.items():
            manifests, requirements = zip(*mentions[:_KEPT], strict=True)
            yield DependsOn(
                start=owner, end=Package.ref(package), manifests=list(manifests), requirements=list(requirements)
            )
        states.append(DependsOn)
    yield Described(owner, tuple(states))


def _properties(facts: dict[str, Any]) -> dict[str, Any]:
    branch = _part(facts, "defaultBranchRef")
    target = _part(branch, "target")

    def flag(name: str) -> bool | None:
        value = facts.get(name)
        return value if isinstance(value, bool) else None

    languages = texts_of(_part(node, "").get("name") for node in _nodes(facts, "languages"))
    return {
        "stars": count_of(facts.get("stargazerCount")),
        "forks": count_of(facts.get("forkCount")),
        "archived": flag("isArchived"),
        "fork": flag("isFork"),
        "created_at": moment_of(facts.get("createdAt")),
        "pushed_at": moment_of(facts.get("pushedAt")),
        "language": text_of(_part(facts, "primaryLanguage").get("name")),
        "languages": languages or None,
        "topics": texts_of(_part(node, "topic").get("name") for node in _nodes(facts, "repositoryTopics")) or None,
        "description": text_of(facts.get("description")),
        "github_id": line_of(facts.get("id")),
        "branch": line_of(branch.get("name")),
        "head": line_of(target.get("oid")),
        "commits": count_of(_part(target, "history").get("totalCount")),
        "status": "disabled" if flag("isDisabled") else "private" if flag("isPrivate") else "present",
    }


def _license(info: Any) -> str | None:
    """The SPDX id; `other` for a licence file that GitHub does not recognise; None for no licence."""
    if not isinstance(info, dict):
        return None
    spdx, key = line_of(info.get("spdxId")), line_of(info.get("key"))
    if spdx and spdx != "NOASSERTION":
        return spdx
    return None if key in (None, "no-license", "none") else "other" if info.get("pseudoLicense") else key


def _dependencies(facts: dict[str, Any]) -> Packages:
    """Packages with manifest and requirement of each mention."""
    found: Packages = {}
    for manifest in _nodes(facts, "dependencyGraphManifests"):
        file = line_of(manifest.get("filename")) or ""
        for dependency in _nodes(manifest, "dependencies"):
            manager, name = line_of(dependency.get("packageManager")), line_of(dependency.get("packageName"))
            if name:
                key = f"{(manager or 'unknown').lower()}:{name.lower()}"
                mention = (file, line_of(dependency.get("requirements")) or "")
                mentions = found.setdefault(key, [])
                if mention not in mentions:
                    mentions.append(mention)
    return found


def _part(value: Any, name: str) -> dict[str, Any]:
    """A map inside a map, or the value itself for an empty name; an empty map where there is none."""
    found = (value if not name else value.get(name)) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _nodes(facts: dict[str, Any], name: str) -> list[dict[str, Any]]:
    nodes = _part(facts, name).get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
