"""Starts, joins, stops and describes the local Neo4j of a store."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from supplygraph.errors import ServerError
from supplygraph.server.address import Address
from supplygraph.server.store import Running, Store
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.server.status import ServerStatus


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

    dropped = drop_scratch(settings, also_used=True)
    recorded = stop_recording(Store(settings.store))
    return stop_server(settings) or dropped or recorded


def end_broken(settings: Settings) -> None:
    """End the server whose database has ended in the middle of a write, so that the next start is a new one."""
    with suppress(OSError):
        Store(settings.store).cut_off.touch()
    stop_server(settings, at_once=True)


def stop_server(settings: Settings, *, at_once: bool = False) -> bool:
    """Stop the local server of this store and return once its data is safe; False when none runs.

    Args:
        settings: Whose store is meant.
        at_once: Do not wait for a server that would try for ever to write to a full disk; its log has the data.
    """
    store = Store(settings.store)
    if not store.record.exists():
        return False
    from filelock import FileLock

    from supplygraph.server.processes import java_of, shut_down

    with FileLock(store.lock):
        record = store.read()
        java = java_of(store, record)
        store.record.unlink(missing_ok=True)
        if record is None or java is None:
            return False
        if at_once:
            java.kill()
            java.wait(10)
        else:
            shut_down(store, record, java)
        return True


def status(settings: Settings) -> ServerStatus:
    """Describe the Neo4j these settings mean; nothing is started.

    Raises:
        ServerError: the Neo4j at a URI does not answer, or refuses the login.
    """
    from supplygraph.server.status import status

    return status(settings)


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
