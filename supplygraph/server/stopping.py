"""Stops the server of a store."""

from contextlib import suppress

from supplygraph.server.store import Store
from supplygraph.settings import Settings


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

    Raises:
        ServerError: it does not end.
    """
    store = Store(settings.store)
    if not store.record.exists():
        return False
    from filelock import FileLock

    from supplygraph.server.processes import end_at_once, java_of, shut_down

    with FileLock(store.lock):
        record = store.read()
        java = java_of(store, record)
        store.record.unlink(missing_ok=True)
        if record is None or java is None:
            return False
        if at_once:
            end_at_once(java)
        else:
            shut_down(store, record, java)
        return True
