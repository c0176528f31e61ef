"""Launches Neo4j on a store, waits until it answers queries, and says in one line why it did not."""

import json
import logging
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from supplygraph.errors import ServerError
from supplygraph.log import NOTICE
from supplygraph.server import configuration
from supplygraph.server.aot import cache_file
from supplygraph.server.detached import detached
from supplygraph.server.jars import class_path
from supplygraph.server.java import find_java
from supplygraph.server.ports import free_ports, is_free
from supplygraph.server.processes import database_failed, databases_closed, java_of, shut_down
from supplygraph.server.store import Running, Store, write_text
from supplygraph.server.versions import Release, release
from supplygraph.settings import Settings

USER = "neo4j"
DATABASE = "neo4j"
_LEAST_DISK = 200_000_000
_LEAST_MEMORY = 500_000_000
_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3
# Replaying the log after a crash in the middle of a large load takes minutes.
_START_SECONDS = 900
# Nothing else is handed on: tokens and passwords in the environment are not the server's business.
_ENVIRONMENT = (
    *("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH"),
    *("PYTHONPATH", "MALLOC_ARENA_MAX"),
)

# On few cores the serial collector costs a load a quarter less processor time than G1; the supervisor has it give
# memory back when nothing happens (measured with tests/benchmarks/load_hub_file.py).
_OPTIONS = (
    "-Xms64m",
    "-XX:+UseSerialGC",
    "-XX:-ShrinkHeapInSteps",
    "-XX:MinHeapFreeRatio=20",
    "-XX:MaxHeapFreeRatio=30",
    # Below that Java collects all garbage whenever it has loaded some more classes.
    "-XX:MetaspaceSize=192m",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
)

#: A store of more bytes than this is asked questions that run long enough to be worth Java's second compiler.
LARGE_STORE = 1_000_000_000

# What Java and Neo4j write when they cannot start: text, message, hint, whether other ports may help.
_PROBLEMS = (
    ("Address already in use", "its port was taken by another program", "run the command again", True),
    (
        "No space left on device",
        "the disk is full",
        "make room, or choose another folder with --store or SUPPLYGRAPH_STORE",
        False,
    ),
    (
        "Could not reserve enough space",
        "there is not enough memory for its heap",
        "set SUPPLYGRAPH_HEAP to less, such as 1g",
        False,
    ),
    (
        "insufficient memory for the Java Runtime",
        "there is not enough memory",
        "close other programs, or set SUPPLYGRAPH_HEAP to less, such as 1g",
        False,
    ),
    (
        "OutOfMemoryError",
        "its heap is too small for this graph",
        "set SUPPLYGRAPH_HEAP to more, such as 4g",
        False,
    ),
    ("Invalid maximum heap size", "SUPPLYGRAPH_HEAP is not a size", "write it as Java does, such as 2g", False),
    (
        "Error evaluating value for setting",
        "a setting has no valid value",
        "SUPPLYGRAPH_PAGE_CACHE is a size such as 512m",
        False,
    ),
    (
        "Lock file has been locked by another process",
        "another Neo4j uses the same folder",
        "stop that one, or choose another folder with --store or SUPPLYGRAPH_STORE",
        False,
    ),
    (
        "Error reading transaction logs",
        "its files are damaged, or were written by a newer Neo4j",
        "choose another folder with --store or SUPPLYGRAPH_STORE and load again",
        False,
    ),
    ("UnsupportedClassVersionError", "its Java is too old", "set JAVA_HOME or SUPPLYGRAPH_JAVA to a newer one", False),
)


@dataclass(frozen=True)
class _Plan:
    """What is to be run: the command, the configuration without ports, and what the record says of it."""

    command: list[str]
    configuration: dict[str, str]
    aot: Path | None
    neo4j: str
    java: str
    idle_minutes: float


def launch(settings: Settings, store: Store) -> Running:
    """Start or join the server of a store whose lock is held; it answers queries when this returns.

    Raises:
        ServerError: it cannot be fetched or started.
    """
    record = store.read()
    java = java_of(store, record)
    if record and java and _await(store, record, java):
        # Its starter was interrupted.
        return _ready(store, record)
    plan = _plan(settings, store)
    _LOG.log(NOTICE, "Starting Neo4j %s for the graph in %s", plan.neo4j, store.root)
    for attempt in range(_ATTEMPTS):
        record, java = _spawn_java(store, plan, fresh=attempt > 0)
        if _await(store, record, java):
            return _ready(store, record)
        store.record.unlink(missing_ok=True)
        problem, again = _diagnose(store)
        if not again:
            break
    raise problem


def _ready(store: Store, record: Running) -> Running:
    record = replace(record, ready=True)
    store.write(record)
    write_text(store.version_file, record.neo4j + "\n")
    store.cut_off.unlink(missing_ok=True)
    return record


def spawn_supervisor(store: Store) -> subprocess.Popen[bytes]:
    """Start the process that starts and watches Java, detached from this one and its terminal."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # More arenas of the C library only keep memory that Neo4j's many threads freed.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    return detached("supervisor", str(store.root), store.home / "logs" / "supervisor.log", environment)


def write_arguments(file: Path, jars: list[Path], options: Iterable[str] = ()) -> None:
    """Write the options and the class path, which is too long for a command line, as Java reads them with `@file`."""
    arguments = [*_OPTIONS, *configuration.ADD_OPENS, *map(_quoted, options), "-cp"]
    arguments.append(_quoted(os.pathsep.join(map(str, jars))))
    file.write_text("\n".join(arguments) + "\n", encoding="utf-8")


def compiler(stored: int) -> tuple[str, ...]:
    """Java's options for a store of so many bytes: the server of a small graph mostly runs code for the first time.

    There the second compiler wins nothing back: without it the start and the load of the sample take 59 instead of 85
    seconds of processor time, those of 45,000 models 174 instead of 189 (one run each, on a busy machine).
    """
    return () if stored > LARGE_STORE else ("-XX:TieredStopAtLevel=1",)


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plan(settings: Settings, store: Store) -> _Plan:
    """Find everything that is needed before anything is started."""
    wanted, jars = class_path(settings)
    _check_version(store, wanted)
    java = find_java(settings, wanted.least_java)
    _check_room(store)
    store.prepare_password()
    arguments = store.home / "conf" / "java.args"
    stored = store.size()
    write_arguments(arguments, jars, (*compiler(stored), *settings.java_options))
    heap, page_cache = configuration.sized(stored, psutil.virtual_memory().total)
    heap, page_cache = settings.heap or heap, settings.page_cache or page_cache
    aot = None
    if settings.aot:
        aot = cache_file(settings.cache, java.path, java.version, arguments.read_text(encoding="utf-8"))
    if aot and aot.exists():
        os.utime(aot)
    chosen = {**configuration.COMMON, **configuration.memory(heap, page_cache)}
    if store.cut_off.exists():
        _LOG.log(NOTICE, "The last write to this graph ended in the middle, and is taken back as a whole")
        chosen |= configuration.CUT_OFF
    return _Plan(
        command=[str(java.path), f"-Xmx{heap}", f"@{arguments}", wanted.main_class],
        configuration=chosen,
        aot=aot,
        neo4j=wanted.version,
        java=java.version,
        idle_minutes=settings.idle_minutes,
    )


def _check_version(store: Store, wanted: Release) -> None:
    version = store.last_version()
    if version is None:
        return
    last = release(version)
    if last.number > wanted.number:
        raise ServerError(
            f"the graph in {store.root} was last opened by Neo4j {last.version}; {wanted.version} is older and cannot",
            "upgrade supplygraph, or choose another folder with --store or SUPPLYGRAPH_STORE and load again",
        )


def _check_room(store: Store) -> None:
    disk = shutil.disk_usage(store.root).free
    if disk < _LEAST_DISK:
        raise ServerError(
            f"only {disk / 1e6:.0f} MB of {_LEAST_DISK / 1e6:.0f} that Neo4j needs are free where {store.root} is",
            "make room, or choose another folder with --store or SUPPLYGRAPH_STORE",
        )
    memory = psutil.virtual_memory().available
    if memory < _LEAST_MEMORY:
        raise ServerError(
            f"only {memory / 1e6:.0f} MB of {_LEAST_MEMORY / 1e6:.0f} that Neo4j needs are free in memory",
            "close other programs, or name a Neo4j elsewhere in NEO4J_URI",
        )


def _spawn_java(store: Store, plan: _Plan, *, fresh: bool) -> tuple[Running, psutil.Process]:
    """Have the supervisor start Java and take over its record; `fresh` asks for other ports than last time."""
    bolt, http = _ports(store, fresh=fresh)
    configuration.write(store.home / "conf" / "neo4j.conf", {**plan.configuration, **configuration.local(bolt, http)})
    about = {"bolt": bolt, "http": http, "idle_minutes": plan.idle_minutes, "neo4j": plan.neo4j, "java": plan.java}
    write_text(
        store.launch,
        json.dumps({"command": plan.command, "aot": str(plan.aot) if plan.aot else None, "record": about}),
    )
    store.record.unlink(missing_ok=True)
    if store.log.exists():
        # What is in it afterwards is of this start.
        store.log.replace(store.log.with_suffix(".previous.log"))
    supervisor = spawn_supervisor(store)
    while True:
        record = store.read()
        java = java_of(store, record)
        if record and java:
            return record, java
        if supervisor.poll() is not None:
            raise _diagnose(store)[0]
        time.sleep(0.01)


def _ports(store: Store, *, fresh: bool) -> tuple[int, int]:
    """Two free ports, those of the last start where possible, so that an open Browser finds the graph again."""
    try:
        last = json.loads(store.launch.read_text(encoding="utf-8"))["record"]
        wanted = (last["bolt"], last["http"])
    except (FileNotFoundError, ValueError, KeyError):
        wanted = (0, 0)
    return free_ports((0, 0) if fresh or not all(is_free(port) for port in wanted) else wanted)


def _await(store: Store, record: Running, java: psutil.Process) -> bool:
    """Wait until queries are answered; False when Java has ended, or was ended because it was stopping."""
    import neo4j
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    # That a server which is starting refuses queries is nothing to be printed.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    uri = f"bolt://127.0.0.1:{record.bolt}"
    deadline = time.monotonic() + _START_SECONDS
    while java.is_running() and java.status() != psutil.STATUS_ZOMBIE:
        if record.ready and databases_closed(store.debug_log):
            shut_down(store, record, java)
            return False
        if time.monotonic() > deadline:
            raise ServerError(
                f"Neo4j on {store.root} did not answer within {_START_SECONDS // 60} minutes", _log(store)
            )
        if _accepts(record.bolt):
            try:
                # Short, as what listens there may be another program that never answers.
                with (
                    neo4j.GraphDatabase.driver(
                        uri, auth=(USER, store.password()), connection_timeout=5, connection_acquisition_timeout=5
                    ) as driver,
                    driver.session(database=DATABASE) as session,
                ):
                    session.run("RETURN 1").consume()
            except AuthError as error:
                raise ServerError(
                    f"the local Neo4j refuses the password in {store.password_file}",
                    "if you changed it in the Browser, write the new one into that file",
                ) from error
            except (DriverError, Neo4jError):
                if database_failed(store.debug_log):
                    # Neo4j itself would stay, and answer nothing.
                    shut_down(store, record, java)
                    return False
            else:
                return True
        time.sleep(0.05)
    return False


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _log(store: Store) -> str:
    return f"see {store.debug_log}"


def _diagnose(store: Store) -> tuple[ServerError, bool]:
    """Why Neo4j ended at its start, from what it wrote, and whether other ports may help."""
    supervisor_log = store.home / "logs" / "supervisor.log"
    written = [
        path.read_text("utf-8", "replace") for path in (supervisor_log, store.console, store.log) if path.exists()
    ]
    text = "\n".join([*written, database_failed(store.debug_log)])
    for sign, what, hint, again in _PROBLEMS:
        if sign in text:
            return ServerError(f"Neo4j did not start on {store.root}: {what}", hint), again
    reasons = [line.strip() for line in text.splitlines() if re.match(r"Caused by|Error|\S+ \S+ ERROR|\w+Error:", line)]
    reason = reasons[-1][:300] if reasons else "it exited without an error message"
    return ServerError(f"Neo4j did not start on {store.root}: {reason}", f"see {store.log} and {store.console}"), False
