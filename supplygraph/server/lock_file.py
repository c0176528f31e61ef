"""The pinned jars of a release, and which of them a folder does not have."""

import hashlib
import json
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supplygraph.server.store import write_text

_TRUSTED_SECONDS = 7 * 86400


@dataclass(frozen=True)
class Jar:
    """One entry of a lock file; `size` in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """Where a Maven repository keeps it, relative to the repository."""
        name = "-".join(part for part in (self.artifact, self.version, self.classifier) if part)
        return Path(*self.group.split("."), self.artifact, self.version, f"{name}.jar")


def read_lock(path: Path) -> list[Jar]:
    """The entries of a lock file in its order, which is the order of the class path."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["dependencies"]
    return [
        Jar(e["groupId"], e["artifactId"], e["version"], e.get("classifier", ""), e["sha256"], e["size"])
        for e in entries
    ]


def wrong(jars: list[Jar], repository: Path) -> list[Jar]:
    """Those of `jars` that are not there, or are not the pinned files.

    A file is read only where it may have changed since it was last compared, and once a week (0.2 s for all of them).
    """
    memory = repository / ".verified.json"
    checked, seen = _remembered(memory)
    found = {jar.path.as_posix(): _state(repository / jar.path) for jar in jars}
    bad = [
        jar
        for jar in jars
        if (state := found[jar.path.as_posix()]) is None
        or (seen.get(jar.path.as_posix()) != [jar.sha256, *state] and not _is(repository / jar.path, jar))
    ]
    good = [jar for jar in jars if jar not in bad]
    now = seen | {jar.path.as_posix(): [jar.sha256, *(found[jar.path.as_posix()] or ())] for jar in good}
    if now != seen:
        # A cache that cannot be written is read each time.
        with suppress(OSError):
            write_text(memory, json.dumps({"checked": checked, "files": now}))
    return bad


def _remembered(memory: Path) -> tuple[float, dict[str, list[Any]]]:
    """When the files were last all read, and what each was then; nothing after a week."""
    now = time.time()
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
        if 0 <= now - known["checked"] < _TRUSTED_SECONDS:
            return known["checked"], dict(known["files"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return now, {}


def _state(path: Path) -> list[int] | None:
    """What changes when a file does; nobody can set the time of the last change of its inode."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _is(path: Path, jar: Jar) -> bool:
    try:
        with path.open("rb") as file:
            return path.stat().st_size == jar.size and hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
    except OSError:
        return False
