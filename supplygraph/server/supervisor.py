"""The small process beside a local server: starts its Java and stops it when nothing was connected for a while."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from supplygraph.server.detached import detached
from supplygraph.server.processes import connections, java_of, shut_down
from supplygraph.server.scratch import remove_abandoned
from supplygraph.server.store import Running, Store

_POLL_SECONDS = 5.0
# A server that nobody has used for so long leaves the machine to the recording of Java's cache.
_QUIET_SECONDS = 20.0
# To collect garbage takes seconds for the largest heap; a Java that does not answer is not waited for longer.
_TIDYING_SECONDS = 20
# The jars are those whose digests the package knows, or the user's own: to prove each class anew takes a twentieth of
# the processor time of a start and a first load. Java's cache holds classes that were proved when it was recorded.
_PROVED = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")


def main(root: str) -> None:
    """Start what `launch.json` describes, or watch what already runs; return when Java has ended."""
    store = Store(Path(root))
    running = store.read()
    java = java_of(store, running)
    if running is None or java is None:
        running, java = _launch(store)
    else:
        running = Running(**{**running.__dict__, "supervisor": os.getpid()})
        store.write(running)
    _watch(store, running, java)
    current = store.read()
    if current is not None and current.pid == running.pid:
        store.record.unlink(missing_ok=True)
    remove_abandoned(store.root)


def _launch(store: Store) -> tuple[Running, psutil.Process]:
    launch = json.loads(store.launch.read_text(encoding="utf-8"))
    java_program, *options = launch["command"]
    options[:0] = with_cache(launch["aot"])
    with store.console.open("wb") as console:
        java = psutil.Popen(
            [java_program, *options, f"--home-dir={store.home}", f"--config-dir={store.home / 'conf'}"],
            cwd=store.home,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
        )
    running = Running(pid=java.pid, supervisor=os.getpid(), ready=False, started=time.time(), **launch["record"])
    store.touch()
    store.write(running)
    return running, java


def with_cache(aot: str | None) -> list[str]:
    """Java's options for its cache where there is one, and for doing without."""
    return [f"-XX:AOTCache={aot}"] if aot and Path(aot).exists() else list(_PROVED)


def _watch(store: Store, running: Running, java: psutil.Process) -> None:
    idle_ns = running.idle_minutes * 60e9
    poll = min(_POLL_SECONDS, running.idle_minutes * 60 / 4) if idle_ns else _POLL_SECONDS
    recorded = tidied = False
    while not _ended(java, poll):
        if store.removed():
            # There is nothing left to be kept safe.
            java.kill()
            continue
        # The folder may also go while this looks at it; the next look then ends the server.
        with suppress(FileNotFoundError):
            if _connected(java, running):
                store.touch()
                tidied = False
                continue
            unused_ns = time.time_ns() - store.last_use()
            if idle_ns and unused_ns > idle_ns:
                _stop_if_unused(store, running, java, idle_ns)
            elif unused_ns > _QUIET_SECONDS * 1e9:
                if not tidied:
                    tidied = True
                    _give_memory_back(java)
                if not recorded:
                    recorded = True
                    _record_aot(store)


def _give_memory_back(java: psutil.Process) -> None:
    """Collect garbage, so that the heap of a large load goes back to the machine; a bare Java lacks the tool for it."""
    quiet = subprocess.DEVNULL
    # Whatever comes of it: a server without its supervisor would never end.
    with suppress(OSError, psutil.Error, subprocess.TimeoutExpired):
        command = [str(Path(java.exe()).parent / "jcmd"), str(java.pid), "GC.run"]
        subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=_TIDYING_SECONDS, check=False)


def _record_aot(store: Store) -> None:
    launch = json.loads(store.launch.read_text(encoding="utf-8"))
    if launch["aot"]:
        task = {"file": launch["aot"], "command": launch["command"], "recorder": str(store.recorder)}
        detached("aot", json.dumps(task), store.home / "logs" / "aot.log", dict(os.environ))


def _ended(java: psutil.Process, seconds: float) -> bool:
    try:
        java.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True


def _connected(java: psutil.Process, running: Running) -> bool:
    try:
        return connections(java, running) > 0
    except psutil.Error:
        return False


def _stop_if_unused(store: Store, running: Running, java: psutil.Process, idle_ns: float) -> None:
    from filelock import FileLock, Timeout

    if store.removed():  # To take the lock would make the folder anew.
        return
    try:
        with FileLock(store.lock, timeout=0):
            # A command first says that it uses the server, then reads the record: so either the record is gone
            # for it and it waits for the lock, or its use is seen here.
            current = store.read()
            store.record.unlink(missing_ok=True)
            if time.time_ns() - store.last_use() <= idle_ns:
                if current:
                    store.write(current)
                return
            shut_down(store, current or running, java)
    except Timeout:  # Somebody starts or stops it.
        return


if __name__ == "__main__":
    main(sys.argv[1])
