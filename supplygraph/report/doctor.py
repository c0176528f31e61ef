"""Examines the installation and the graph: what works, what does not, and how to mend it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from supplygraph.enrich.freshness import freshness
from supplygraph.errors import SupplygraphError
from supplygraph.extras import absent_extras
from supplygraph.report.overview import OWN_SOURCES
from supplygraph.server.status import ServerStatus
from supplygraph.server.status import status as server_status
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import missing_schema
from supplygraph.store.statements import schema_statements
from supplygraph.version import __version__

State = Literal["ok", "note", "fault"]

#: Free bytes under which a load may not fit, and under which Neo4j does not start.
_LITTLE, _NOTHING = 5 * 10**9, 500 * 10**6
#: Days after which what a source said is called old.
OLD_DAYS = 180
_SOURCES = """
MATCH (load:Load)
WHERE load.finished IS NOT NULL AND NOT load.source IN $own
WITH load ORDER BY load.finished DESC
WITH load.source AS source, collect(load)[0] AS last
RETURN source, last.finished AS finished, last.complete AS complete
ORDER BY source
"""


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at.

    Attributes:
        state: `ok`, `note` where it may matter, `fault` where something does not work.
        what: What was looked at.
        found: What was found.
        remedy: How to mend it.
    """

    state: State
    what: str
    found: str
    remedy: str | None = None


def examine(settings: Settings) -> Iterator[Diagnosis]:
    """Looks at versions, disk, permissions, the server, the schema, and how fresh each source is.

    A local server is started where there is a graph to look at.
    """
    yield Diagnosis("ok", "versions", f"supplygraph {__version__}, Python {platform.python_version()}")
    if absent := absent_extras():
        remedy = f"pip install 'supplygraph[{','.join(absent)}]'"
        yield Diagnosis("note", "extras", f"not installed: {', '.join(absent)}", remedy)
    if settings.uri is None:
        yield from _folder("store", settings.store, "SUPPLYGRAPH_STORE")
        yield from _folder("cache", settings.cache, "SUPPLYGRAPH_CACHE")
    try:
        found = server_status(settings)
        yield _server(found)
        if found.disk_bytes or not found.local:
            yield from _graph(settings)
    except SupplygraphError as error:
        yield Diagnosis("fault", "engine", error.message, error.hint)


def _folder(what: str, folder: Path, variable: str) -> Iterator[Diagnosis]:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield Diagnosis("fault", what, f"{folder} may not be written", f"choose another folder with {variable}")
        return
    free = shutil.disk_usage(there).free
    text = f"{folder}, {free / 1e9:,.1f} GB free"
    if free < _LITTLE:
        state: State = "fault" if free < _NOTHING else "note"
        yield Diagnosis(state, what, text, f"make room, or choose another disk with {variable}")
    else:
        yield Diagnosis("ok", what, text)


def _server(found: ServerStatus) -> Diagnosis:
    if not found.local:
        return Diagnosis("ok", "engine", f"Neo4j {found.neo4j} {found.edition} answers at {found.uri}")
    if found.running:
        return Diagnosis("ok", "engine", f"Neo4j {found.neo4j} on Java {found.java}, {found.nodes:,} nodes")
    if not found.disk_bytes:
        return Diagnosis("note", "engine", "there is no graph yet", "begin with: supplygraph load sample")
    return Diagnosis("ok", "engine", f"Neo4j {found.neo4j or ''} is stopped; any command starts it")


def _graph(settings: Settings) -> Iterator[Diagnosis]:
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        yield _schema(connection)
        open_ = list(freshness(connection).lines())
        if open_:
            yield from (Diagnosis("note", "derived facts", line, "run: supplygraph derive") for line in open_)
        else:
            yield Diagnosis("ok", "derived facts", "up to date")
        yield from _sources(connection)


def _schema(connection: Connection) -> Diagnosis:
    made = len(schema_statements())
    if missing := missing_schema(connection):
        found = f"{len(missing)} of {made} constraints and indexes are missing"
        return Diagnosis("fault", "schema", found, "run: supplygraph derive")
    return Diagnosis("ok", "schema", f"{made} constraints and indexes")


def _sources(connection: Connection) -> Iterator[Diagnosis]:
    rows = connection.read(_SOURCES, {"own": list(OWN_SOURCES)})
    if not rows:
        yield Diagnosis("note", "sources", "nothing is loaded", "begin with: supplygraph load sample")
    for row in rows:
        finished = row["finished"].to_native()
        days = (datetime.now(UTC) - finished).days
        found = f"loaded {finished:%Y-%m-%d}, {days} {'day' if days == 1 else 'days'} ago"
        name = f"source {row['source']}"
        if not row["complete"]:
            yield Diagnosis("note", name, f"{found}, and not to its end", "run the same load again to continue")
        elif days > OLD_DAYS:
            yield Diagnosis("note", name, found, "load it again for what has changed since")
        else:
            yield Diagnosis("ok", name, found)
