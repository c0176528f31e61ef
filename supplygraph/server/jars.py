"""Brings Neo4j's jars into the cache once, each compared with the SHA-256 of the shipped lock file before it runs."""

import re
from pathlib import Path

from supplygraph.errors import ServerError
from supplygraph.server.lock_file import read_lock, wrong
from supplygraph.server.versions import Release, chosen, release
from supplygraph.settings import Settings


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
    if wrong(jars, repository):
        from supplygraph.server.download import download

        download(jars, repository, wanted.version)
    return wanted, [repository / jar.path for jar in jars]


def _own_jars(folder: Path, hint: str) -> tuple[Release, list[Path]]:
    paths = sorted(folder.rglob("*.jar"))
    kernels = [found for path in paths if (found := re.fullmatch(r"neo4j-kernel-(\d+(?:\.\d+)+)\.jar", path.name))]
    if not kernels:
        raise ServerError(f"{folder} holds no Neo4j: there is no neo4j-kernel-<version>.jar", hint)
    return release(kernels[0][1]), paths
