"""Recognises and ends the processes of a local server."""

import time
from pathlib import Path

import psutil

from supplygraph.errors import ServerError
from supplygraph.server.store import Running, Store

_TAIL = 1 << 18
# Neo4j closes its databases within a second; a large page cache on a slow disk may take longer.
_CLOSING_SECONDS = 300
_ENDING_SECONDS = 60


def java_of(store: Store, running: Running | None) -> psutil.Process | None:
    """The live Java of a record; None when it is gone, also when its id now belongs to another process."""
    return _find(running.pid, f"--home-dir={store.home}") if running else None


def supervisor_of(store: Store, running: Running) -> psutil.Process | None:
    """The live supervisor of a record."""
    return _find(running.supervisor, str(store.root))


def _find(pid: int, argument: str) -> psutil.Process | None:
    # The command line tells the process from a later one with the same id, whatever happened to the clock.
    try:
        process = psutil.Process(pid)
        return process if argument in process.cmdline() else None
    except psutil.Error:
        return None


def connections(java: psutil.Process, running: Running) -> int:
    """The number of open connections to the server's ports.

    Raises:
        psutil.Error: the process is gone, or may not be looked at.
    """
    found = java.net_connections("tcp")
    return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port in (running.bolt, running.http) for c in found)


def shut_down(store: Store, running: Running, java: psutil.Process) -> None:
    """Stop Neo4j once its data is safe: its process would stay for another ten seconds.

    Raises:
        ServerError: it does not end.
    """
    try:
        java.terminate()
        deadline = time.monotonic() + _CLOSING_SECONDS
        while time.monotonic() < deadline:
            try:
                java.wait(0.05)
            except psutil.TimeoutExpired:
                if store.removed() or (running.ready and databases_closed(store.debug_log)):
                    break
            else:
                return
    except psutil.NoSuchProcess:
        return
    end_at_once(java)


def end_at_once(java: psutil.Process) -> None:
    """End Neo4j without waiting for its data, which is in its log.

    Raises:
        ServerError: it is still there after a minute, as on a machine that has no time for it.
    """
    try:
        java.kill()
        java.wait(_ENDING_SECONDS)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        raise ServerError(
            f"Neo4j (process {java.pid}) was told to end {_ENDING_SECONDS} seconds ago and is still there; "
            "run the command again when it has ended"
        ) from None


def database_failed(debug_log: Path) -> str:
    """What the log says of the database that could not be started last; empty where it was started."""
    tail = _tail(debug_log)
    failed = tail.rfind(b"Failed to start DatabaseId{")
    if failed <= tail.rfind(b"Starting 'DatabaseId{"):
        return ""
    return tail[failed:].split(b"\n", 1)[0].decode("utf-8", "replace")


def _tail(debug_log: Path) -> bytes:
    try:
        with debug_log.open("rb") as file:
            file.seek(max(0, debug_log.stat().st_size - _TAIL))
            return file.read()
    except FileNotFoundError:
        return b""


def databases_closed(debug_log: Path) -> bool:
    """Whether the server that was ready has closed its databases since; `system` is closed last."""
    tail = _tail(debug_log)
    return tail.rfind(b"[system]}' successfully") > tail.rfind(b"Starting 'DatabaseId{")
