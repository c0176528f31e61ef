"""The Neo4j versions this package knows how to fetch and run."""

import os
from dataclasses import dataclass
from pathlib import Path

from supplygraph.errors import ServerError

DEFAULT = "2026.08.1"
LONG_TERM = "5.26.30"
BROWSER = "5.24.0"


@dataclass(frozen=True)
class Release:
    """One Neo4j release.

    Attributes:
        version: As Neo4j writes it.
        main_class: The class that starts the Community server.
        least_java: Oldest Java it runs on.
    """

    version: str
    main_class: str
    least_java: int

    @property
    def lock_file(self) -> Path:
        """The list of jars with their SHA-256 that is shipped with this package; absent for other releases."""
        return Path(__file__).with_name(f"neo4j-{self.version}.lock.toml")

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, for comparing."""
        return tuple(int(part) for part in self.version.split(".") if part.isdigit())


def release(version: str) -> Release:
    """What is known about a release from its version."""
    if version.startswith("5."):
        return Release(version, "org.neo4j.server.CommunityEntryPoint", 17)
    return Release(version, "org.neo4j.server.Neo4jCommunity", 21)


def chosen() -> Release:
    """The release to fetch: the pinned one, or the one SUPPLYGRAPH_NEO4J_VERSION names.

    Raises:
        ServerError: no jars are pinned for that version.
    """
    found = release(os.environ.get("SUPPLYGRAPH_NEO4J_VERSION") or DEFAULT)
    if not found.lock_file.exists():
        known = sorted(
            path.name[len("neo4j-") : -len(".lock.toml")] for path in Path(__file__).parent.glob("neo4j-*.lock.toml")
        )
        raise ServerError(
            f"SUPPLYGRAPH_NEO4J_VERSION names Neo4j {found.version}, whose jars are not pinned here",
            f"known are {', '.join(known)}; for another one set SUPPLYGRAPH_NEO4J_HOME to an unpacked Neo4j",
        )
    return found
