"""Brings Neo4j's jars into the cache once, each compared with the SHA-256 of the shipped lock file."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from supplygraph.errors import ServerError
from supplygraph.server.versions import Release, chosen, release
from supplygraph.settings import Settings


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

    def is_in(self, repository: Path) -> bool:
        """Whether it is there; a file gets its name only after its checksum was compared, so the size is enough."""
        try:
            return (repository / self.path).stat().st_size == self.size
        except FileNotFoundError:
            return False


def read_lock(path: Path) -> list[Jar]:
    """The entries of a lock file in its order, which is the order of the class path."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["dependencies"]
    return [
        Jar(e["groupId"], e["artifactId"], e["version"], e.get("classifier", ""), e["sha256"], e["size"])
        for e in entries
    ]


def class_path(settings: Settings) -> tuple[Release, list[Path]]:
    """The release to run and its jars: the user's own folder, or the cache, which is filled if need be.

    Raises:
        ServerError: the folder holds no Neo4j, or jars cannot be fetched.
    """
    if settings.jars:
        return _own_jars(settings.jars, "SUPPLYGRAPH_JARS names a folder of Neo4j's jars")
    if settings.neo4j_home:
        return _own_jars(settings.neo4j_home / "lib", "SUPPLYGRAPH_NEO4J_HOME names an unpacked Neo4j Community")
    wanted = chosen()
    jars = read_lock(wanted.lock_file)
    repository = settings.cache / "jars"
    if not all(jar.is_in(repository) for jar in jars):
        from supplygraph.server.download import download

        download(jars, repository, wanted.version)
    return wanted, [repository / jar.path for jar in jars]


def _own_jars(folder: Path, hint: str) -> tuple[Release, list[Path]]:
    paths = sorted(folder.rglob("*.jar"))
    kernels = [found for path in paths if (found := re.fullmatch(r"neo4j-kernel-(\d+(?:\.\d+)+)\.jar", path.name))]
    if not kernels:
        raise ServerError(f"{folder} holds no Neo4j: there is no neo4j-kernel-<version>.jar", hint)
    return release(kernels[0][1]), paths
