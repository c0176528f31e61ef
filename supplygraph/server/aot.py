"""Records Java's ahead-of-time cache once, in the background, after which Neo4j starts with half the work."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from supplygraph.server import configuration
from supplygraph.server.ports import free_ports
from supplygraph.server.store import Store, write_text

_LEAST_JAVA = 25
_LEAST_MEMORY = 2_500_000_000
_LEAST_DISK = 1_000_000_000
_SECONDS = 1800
_KEEP_SECONDS = 60 * 86400
_STOP_SECONDS = 10.0

# A little of what every session does: constraints, batches of merges, a lineage, counts.
_WORK = (
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:A) REQUIRE n.id IS UNIQUE",
    "UNWIND range(1, 2000) AS i MERGE (n:A {id: toString(i)}) SET n += {size: i, name: 'name ' + i}",
    "UNWIND range(2, 2000) AS i MATCH (a:A {id: toString(i)}) MATCH (b:A {id: toString(i / 2)}) MERGE (a)-[:TO]->(b)",
    "MATCH path = (a:A)-[:TO*1..8]->(b:A) RETURN b.name AS name, count(*) AS paths ORDER BY paths DESC, name LIMIT 10",
    "MATCH (a:A)-[:TO]->{1,5}(b:A {id: '1'}) RETURN count(DISTINCT a) AS below",
    "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS labels, count(r) AS relationships, max(n.size) AS size",
)


def cache_file(cache: Path, java: Path, version: str, arguments: str) -> Path | None:
    """Where the cache for this Java and these arguments belongs; None if this Java has no such cache.

    Args:
        cache: The user's cache folder.
        java: The `java` program.
        version: Its version.
        arguments: Its options and class path, all of which the cache depends on.
    """
    if int(version.split(".")[0]) < _LEAST_JAVA:
        return None
    key = hashlib.sha256("\0".join([str(java.resolve()), version, arguments]).encode()).hexdigest()[:16]
    return cache / "aot" / f"{key}.aot"


def wanted(file: Path) -> bool:
    """Whether the cache is still to be recorded and this machine has room for that."""
    return (
        not file.exists()
        and not file.with_suffix(".failed").exists()
        and psutil.virtual_memory().available > _LEAST_MEMORY
        and shutil.disk_usage(next(folder for folder in file.parents if folder.exists())).free > _LEAST_DISK
    )


def record(file: Path, command: list[str]) -> None:
    """Run a throw-away Neo4j as `command` does, at the lowest priority, and keep the cache Java writes at its end."""
    from filelock import FileLock, Timeout

    _yield_to_others()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(file.with_suffix(".lock"), timeout=0):
            if file.exists():
                return
            part = file.with_suffix(".part")
            store = Store(file.with_suffix(".store"))
            shutil.rmtree(store.root, ignore_errors=True)
            try:
                _record(store, part, command)
                part.replace(file)
            except psutil.TimeoutExpired:  # The machine is too busy; another day.
                return
            except (OSError, psutil.Error, RuntimeError) as error:
                file.with_suffix(".failed").write_text(f"{type(error).__name__}: {error}\n", encoding="utf-8")
            finally:
                for left in file.parent.glob(f"{part.name}*"):
                    left.unlink()
                shutil.rmtree(store.root, ignore_errors=True)
            _drop_unused(file.parent)
    except Timeout:  # Another store's supervisor records it.
        return


def _yield_to_others() -> None:
    process = psutil.Process()
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        process.ionice(psutil.IOPRIO_CLASS_IDLE)
    else:
        process.nice(19 if os.name == "posix" else psutil.IDLE_PRIORITY_CLASS)


def _record(store: Store, part: Path, command: list[str]) -> None:
    store.create()
    store.prepare_password()
    bolt, http = free_ports((0, 0))
    configuration.write(store.home / "conf" / "neo4j.conf", {**configuration.COMMON, **configuration.local(bolt, http)})
    java, *options, main_class = command
    with store.console.open("wb") as console:
        process = psutil.Popen(
            [
                java,
                f"-XX:AOTCacheOutput={part}",
                *options,
                main_class,
                f"--home-dir={store.home}",
                f"--config-dir={store.home / 'conf'}",
            ],
            cwd=store.home,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + _SECONDS
        _work(f"bolt://127.0.0.1:{bolt}", store.password(), process, deadline)
        # At its end Java writes the cache, so it is not to be killed.
        process.terminate()
        process.wait(max(1.0, deadline - time.monotonic()))
    finally:
        if process.poll() is None:
            process.kill()


def _work(uri: str, password: str, process: psutil.Popen, deadline: float) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    while True:
        try:
            with GraphDatabase.driver(uri, auth=("neo4j", password)) as driver:
                for statement in _WORK:
                    driver.execute_query(statement, database_="neo4j")
                return
        except (DriverError, Neo4jError) as error:
            if process.poll() is not None:
                raise RuntimeError("Neo4j ended while its start was recorded") from error
            if time.monotonic() > deadline:
                raise psutil.TimeoutExpired(_SECONDS) from error
            time.sleep(0.5)


def _drop_unused(folder: Path) -> None:
    """Remove what belongs to a Java or Neo4j that has not been started for two months."""
    for file in folder.glob("*.aot"):
        if time.time() - file.stat().st_mtime > _KEEP_SECONDS:
            file.unlink()


def main(argument: str) -> None:
    """Record what a JSON text describes: `file`, `command`, and `recorder`, where to say that it is under way."""
    task = json.loads(argument)
    file, recorder = Path(task["file"]), Path(task["recorder"])
    # So that what was begun is ended and removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if wanted(file):
        process = psutil.Process()
        home = Store(file.with_suffix(".store")).home
        write_text(recorder, json.dumps([process.pid, process.create_time(), str(home)]))
        try:
            record(file, task["command"])
        finally:
            recorder.unlink(missing_ok=True)


def stop_recording(store: Store) -> bool:
    """End the recording that was begun for a store, with its Java; False when there is none."""
    try:
        pid, began, home = json.loads(store.recorder.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False
    found = []
    with suppress(psutil.NoSuchProcess):
        recorder = psutil.Process(pid)
        if recorder.create_time() == began:
            found = [recorder, *recorder.children(recursive=True)]
            # It ends its Java and removes what it wrote.
            recorder.terminate()
            psutil.wait_procs([recorder], timeout=_STOP_SECONDS)
    # Where the recorder was killed, its Java goes on without it.
    argument = f"--home-dir={home}"
    found += [process for process in psutil.process_iter(["cmdline"]) if argument in (process.info["cmdline"] or ())]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    store.recorder.unlink(missing_ok=True)
    return bool(found)
