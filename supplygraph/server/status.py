"""Describes a Neo4j: where it is, what it is, how large its graph is, and when it stops."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import neo4j
import psutil

from supplygraph.server import local
from supplygraph.server.locate import remote
from supplygraph.server.processes import connections, java_of
from supplygraph.server.store import Store
from supplygraph.settings import Settings
from supplygraph.store.address import Address
from supplygraph.store.connection import Connection


@dataclass(frozen=True)
class ServerStatus:
    """What is known of a Neo4j; None where it does not apply, or cannot be told because it does not run.

    Attributes:
        local: Whether it is the local server of a store.
        running: Whether it answers.
        user: User name to log in with.
        driver: Version of the Python driver.
        database: Name of the database; None means the server's default.
        uri: Bolt address.
        browser: Address of its Neo4j Browser.
        store: Folder of the local graph.
        password_file: File of the local password.
        neo4j: Version of Neo4j; of a stopped local server the one that last opened the graph.
        edition: `community` or `enterprise`.
        java: Version of the Java it runs on.
        pid: Process id of its Java.
        started: When it was started.
        connections: Open connections to Bolt and the Browser.
        idle_minutes: It stops after so many minutes without a connection; 0 means never.
        stops: When it stops if nobody uses it before; None while it is in use, and when it never stops.
        memory_bytes: Resident memory of its Java.
        disk_bytes: Size of the local graph on disk, with its logs.
        nodes: Number of nodes.
        relationships: Number of relationships.
    """

    local: bool
    running: bool
    user: str
    driver: str
    database: str | None = None
    uri: str | None = None
    browser: str | None = None
    store: Path | None = None
    password_file: Path | None = None
    neo4j: str | None = None
    edition: str | None = None
    java: str | None = None
    pid: int | None = None
    started: datetime | None = None
    connections: int | None = None
    idle_minutes: float | None = None
    stops: datetime | None = None
    memory_bytes: int | None = None
    disk_bytes: int | None = None
    nodes: int | None = None
    relationships: int | None = None


def status(settings: Settings) -> ServerStatus:
    """Describe the Neo4j these settings mean; nothing is started.

    Raises:
        ServerError: the Neo4j at a URI does not answer, or refuses the login.
    """
    if settings.uri:
        address = remote(settings, settings.uri)
        return ServerStatus(
            local=False,
            running=True,
            user=address.user,
            driver=neo4j.__version__,
            database=address.database,
            uri=address.uri,
            **_ask(address),
        )
    store = Store(settings.store)
    found = local.running(settings)
    facts: dict[str, Any] = {"neo4j": store.last_version()}
    if found:
        facts = _running(store) | {"uri": found.uri, "browser": found.browser} | _ask(found)
    return ServerStatus(
        local=True,
        running=found is not None,
        user="neo4j",
        driver=neo4j.__version__,
        database="neo4j",
        store=store.root,
        password_file=store.password_file if store.password_file.exists() else None,
        disk_bytes=store.size(),
        **facts,
    )


def _ask(address: Address) -> dict[str, Any]:
    with Connection(address) as connection:
        kernel = connection.read(
            "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' "
            "RETURN versions[0] AS neo4j, edition"
        )
        nodes = connection.read("MATCH (n) RETURN count(n) AS nodes")
        relationships = connection.read("MATCH ()-[r]->() RETURN count(r) AS relationships")
    return kernel[0] | nodes[0] | relationships[0]


def _running(store: Store) -> dict[str, Any]:
    record = store.read()
    java = java_of(store, record)
    if record is None or java is None:
        return {}
    try:
        used_by = connections(java, record)
        memory = java.memory_info().rss
    except psutil.Error:
        return {}
    # Looking at it is a use like any other, so from now on.
    stops = datetime.now(UTC) + timedelta(minutes=record.idle_minutes) if record.idle_minutes and not used_by else None
    return {
        "java": record.java,
        "pid": record.pid,
        "started": datetime.fromtimestamp(record.started, UTC),
        "connections": used_by,
        "idle_minutes": record.idle_minutes,
        "stops": stops,
        "memory_bytes": memory,
    }
