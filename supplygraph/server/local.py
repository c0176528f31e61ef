"""Starts, joins, stops and describes the local Neo4j of a store."""

from __future__ import annotations

import socket

from supplygraph.errors import ServerError
from supplygraph.server.store import Running, Store
from supplygraph.settings import Settings
from supplygraph.store.address import Address


def running(settings: Settings) -> Address | None:
    """The local server of this store if it answers; nothing is started.

    Raises:
        ServerError: its password cannot be read.
    """
    # This is on the way of every command, so it imports as little as it can.
    store = Store(settings.store)
    if not store.record.exists():
        return None
    store.touch()
    record = store.read()
    if record is None or not record.ready or not _listens(record.bolt):
        return None
    from supplygraph.server.processes import java_of, supervisor_of

    if java_of(store, record) is None:
        return None
    if supervisor_of(store, record) is None:
        from supplygraph.server.launch import spawn_supervisor

        spawn_supervisor(store)
    return _address(store, record)


def start(settings: Settings) -> Address:
    """The local server of this store: the running one, or a new one that answers queries when this returns.

    Raises:
        ServerError: Neo4j cannot be fetched or started; the hint says the way out.
    """
    store = Store(settings.store)
    try:
        found = running(settings)
        if found:
            return found
        from filelock import FileLock

        from supplygraph.server.launch import launch

        store.create()
        with FileLock(store.lock):
            return running(settings) or _address(store, launch(settings, store))
    except OSError as error:
        raise ServerError(
            f"cannot use {store.root} for the local graph: {error.strerror or error}",
            "make room or mend its permissions, or choose another folder with --store or SUPPLYGRAPH_STORE",
        ) from error


def stop(settings: Settings) -> bool:
    """End every process that was started for this store: its server, the recording of Java's cache, scratch graphs.

    Returns once the data is safe; False when there was nothing to end.
    """
    from supplygraph.server.aot import stop_recording
    from supplygraph.server.scratch import drop_scratch
    from supplygraph.server.stopping import stop_server

    dropped = drop_scratch(settings, also_used=True)
    recorded = stop_recording(Store(settings.store))
    return stop_server(settings) or dropped or recorded


def _address(store: Store, record: Running) -> Address:
    return Address(
        uri=f"bolt://127.0.0.1:{record.bolt}",
        user="neo4j",
        password=store.password(),
        database="neo4j",
        browser=f"http://127.0.0.1:{record.http}/browser/",
        local=True,
    )


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
