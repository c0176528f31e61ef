"""Brings a snapshot back into an empty graph: by Neo4j's bulk importer where that is possible, else in transactions."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import neo4j

from supplygraph.errors import InputError, ServerError
from supplygraph.export.parquet import (
    BATCH,
    MANIFEST,
    Part,
    batches,
    digest,
    import_arguments,
    read_manifest,
    read_rows,
)
from supplygraph.export.reading import NodeRow, Row
from supplygraph.schema.tables import EdgeTable, NodeTable, Table
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection, statement
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.statements import (
    restore_nodes,
    restore_relationships,
    set_properties_of_nodes,
    set_properties_of_relationships,
)

_LOG = logging.getLogger(__name__)

Say = Callable[[str], None]

#: Most bytes of a manifest that is fetched.
_MOST = 10_000_000
_SECONDS = 60.0
_HUB = re.compile(r"https://huggingface\.co/datasets/([\w.-]+/[\w.-]+)(?:/tree/([\w.-]+))?/?")
_NODES = "MATCH (n) WHERE NOT n:_GraphFormat RETURN count(n) AS nodes"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot on disk whose files are those of its manifest.

    Attributes:
        folder: Where it is.
        manifest: What it says of itself.
        parts: Its files.
    """

    folder: Path
    manifest: dict[str, Any]
    parts: list[Part]

    @property
    def rows(self) -> int:
        """Nodes and relationships in all its files."""
        return sum(part.rows for part in self.parts)


def open_snapshot(place: str, cache: Path, say: Say) -> Snapshot:
    """A snapshot in a folder or at an address, which is fetched into the cache once; its checksums are compared.

    Raises:
        InputError: there is none, or a file is not the one that the manifest names.
    """
    folder = _fetched(place, cache, say) if place.startswith(("http://", "https://")) else Path(place)
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", f"name a folder that holds {MANIFEST}") from error
    manifest, parts = read_manifest(text, str(path))
    if manifest.get("whole") is not True:
        raise InputError(f"{folder} holds a part of a graph", "load what `supplygraph export snapshot` wrote")
    for part in parts:
        file = folder / part.path
        if not file.is_file():
            raise InputError(f"{file} is missing, which {MANIFEST} lists", "get the whole snapshot")
        if file.stat().st_size != part.size or digest(file) != part.sha256:
            raise InputError(f"{file} is not the file that {MANIFEST} names", "get it again; it is damaged or changed")
    return Snapshot(folder, manifest, parts)


def restore(snapshot: Snapshot, settings: Settings, say: Say, bulk: bool | None = None) -> bool:
    """Brings a snapshot into the empty graph of some settings; whether the bulk importer did it.

    Args:
        snapshot: The snapshot.
        settings: Which graph.
        say: Told the steps.
        bulk: Whether the bulk importer has to do it, or must not; None for where it can.

    Raises:
        InputError: the graph is not empty.
        ServerError: the server cannot be used, or the bulk importer where it has to.
    """
    from supplygraph.server.bulk import can_import, is_fresh
    from supplygraph.server.opening import open_connection

    # Asked before anything is written: the bulk importer puts its graph in the place of the one that is there.
    if not is_fresh(settings):
        with open_connection(settings) as connection:
            require_empty(connection)
    imported, clock = False, monotonic()
    if bulk is not False and can_import(settings):
        try:
            restore_in_bulk(snapshot, settings, say)
            imported = True
        except ServerError as error:
            if bulk:
                raise
            say(f"the bulk importer cannot be used: {error.message}")
    elif bulk:
        raise ServerError("this Neo4j cannot import Parquet in bulk", "leave --bulk out")
    with open_connection(settings) as connection:
        if imported:
            finish_bulk(snapshot, connection, say)
        else:
            restore_in_transactions(snapshot, connection, say)
    way = "by bulk import" if imported else "in transactions"
    _LOG.info("%s: %d rows brought back %s in %.2f s", snapshot.folder, snapshot.rows, way, monotonic() - clock)
    return imported


def restore_in_bulk(snapshot: Snapshot, settings: Settings, say: Say) -> None:
    """Makes the local graph from a snapshot by Neo4j's bulk importer.

    Raises:
        ServerError: the importer cannot be had, or fails.
    """
    import tempfile

    from supplygraph.server.bulk import bulk_import

    # Headers of its own, so that nothing but the files whose checksums were compared decides what comes in.
    with tempfile.TemporaryDirectory() as headers:
        arguments = import_arguments(snapshot.folder.absolute(), snapshot.parts, Path(headers))
        bulk_import(settings, arguments, say)


def finish_bulk(snapshot: Snapshot, connection: Connection, say: Say) -> None:
    """Makes the constraints and indexes of an imported graph, and what the importer leaves out: empty texts."""
    say("making indexes")
    ensure_schema(connection)
    for part in snapshot.parts:
        rows = list(_with_empty_texts(snapshot.folder / part.path, part.table))
        for start in range(0, len(rows), BATCH):
            _write(connection, _empty_text(part.table), rows[start : start + BATCH])


def restore_in_transactions(snapshot: Snapshot, connection: Connection, say: Say) -> None:
    """Writes a snapshot into an empty graph, a batch a transaction; what was cut off is to be deleted first.

    Raises:
        InputError: the graph is not empty.
        ServerError: the server cannot be used.
    """
    require_empty(connection)
    ensure_schema(connection)
    for part in snapshot.parts:
        say(f"writing {part.table.name}")
        for batch in batches(read_rows(snapshot.folder / part.path, part.table), BATCH):
            _write(connection, _restore(part.table), list(map(_sent, batch)))


def require_empty(connection: Connection) -> None:
    """Refuses a graph that holds anything: a snapshot is a whole graph, with what was derived in it.

    Raises:
        InputError: it does.
    """
    if connection.read(_NODES)[0]["nodes"]:
        raise InputError(
            "the graph is not empty, and a snapshot is a whole graph",
            "load it into an empty one (--store DIR), then load your own sources on top",
        )


def _restore(table: Table) -> str:
    if isinstance(table, NodeTable):
        return restore_nodes(table.node)
    return restore_relationships(table.relationship, table.start, table.end)


def _empty_text(table: Table) -> str:
    if isinstance(table, NodeTable):
        return set_properties_of_nodes(table.node)
    return set_properties_of_relationships(table.relationship, table.start, table.end)


def _sent(row: Row) -> dict[str, Any]:
    if isinstance(row, NodeRow):
        return {"key": row.key, "properties": row.properties}
    return {"start": row.start, "end": row.end, "properties": row.properties}


def _with_empty_texts(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    """What to set again of each row that has empty texts, which are few; only columns of texts are read."""
    import pyarrow.compute
    import pyarrow.parquet

    texts = [one.name for one in table.properties if one.type == "STRING"]
    file = pyarrow.parquet.ParquetFile(path)
    found: dict[str, list[int]] = defaultdict(list)
    for name in texts:
        if name in file.schema_arrow.names:
            column = file.read([name]).column(name)
            if pyarrow.compute.any(pyarrow.compute.equal(column, "")).as_py():
                found[name] = []
    if not found:
        return
    for row in read_rows(path, table):
        empty = {name: "" for name in found if row.properties.get(name) == ""}
        if not empty:
            continue
        sent = {**_sent(row), "properties": empty}
        if isinstance(table, EdgeTable):
            sent["keys"] = {name: row.properties.get(name, "") for name in table.relationship.keyed_by}
        yield sent


def _write(connection: Connection, text: str, rows: list[dict[str, Any]]) -> None:
    def work(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run(statement(text), {"rows": rows}).consume()

    connection.write(work)


def _fetched(address: str, cache: Path, say: Say) -> Path:
    """The folder in the cache that holds the snapshot at an address; files that are there already are kept."""
    import hashlib

    import httpx2

    if (hub := _HUB.fullmatch(address)) is not None:
        address = f"https://huggingface.co/datasets/{hub[1]}/resolve/{hub[2] or 'main'}"
    base = address.removesuffix(MANIFEST).rstrip("/")
    with _readable(base), httpx2.Client(follow_redirects=True, timeout=_SECONDS) as client:
        text = b""
        with client.stream("GET", f"{base}/{MANIFEST}") as answer:
            answer.raise_for_status()
            for chunk in answer.iter_bytes():
                text += chunk
                if len(text) > _MOST:
                    raise InputError(f"{base}/{MANIFEST} is too long to be a manifest", "check the address")
        _, parts = read_manifest(text.decode("utf-8", "replace"), f"{base}/{MANIFEST}")
        folder = cache / "snapshots" / hashlib.sha256(text).hexdigest()[:24]
        for part in parts:
            _fetch(client, base, folder, part, say)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).write_bytes(text)
    return folder


def _fetch(client: Any, base: str, folder: Path, part: Part, say: Say) -> None:
    path = folder / part.path
    if path.is_file() and path.stat().st_size == part.size and digest(path) == part.sha256:
        return
    say(f"fetching {part.path}")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    received = 0
    try:
        with client.stream("GET", f"{base}/{part.path}") as answer, partial.open("wb") as file:
            answer.raise_for_status()
            for chunk in answer.iter_bytes():
                received += len(chunk)
                if received > part.size:
                    raise InputError(f"{base}/{part.path} is longer than {MANIFEST} says", "get another copy")
                file.write(chunk)
        if digest(partial) != part.sha256:
            raise InputError(f"{base}/{part.path} is not the file that {MANIFEST} names", "get another copy")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _readable(base: str) -> Iterator[None]:
    import httpx2

    try:
        yield
    except httpx2.HTTPStatusError as error:
        raise InputError(
            f"{error.request.url} answers {error.response.status_code}",
            f"name the address of the folder with {MANIFEST}",
        ) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise InputError(
            f"{base} cannot be fetched: {error or type(error).__name__}", "check address and network"
        ) from error
    except OSError as error:
        raise InputError(
            f"{base} cannot be kept: {error.strerror or error}", "make room in SUPPLYGRAPH_CACHE"
        ) from error
