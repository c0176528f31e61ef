"""Knows whether what follows from the loads has been worked out, and who is at work on it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import psutil

from supplygraph.enrich.steps import outdated
from supplygraph.errors import ServerError, SupplygraphError
from supplygraph.store.connection import Connection
from supplygraph.store.format import GRAPH

#: Seconds between two signs of life of whoever writes or derives, and after which it counts as gone.
SIGN_SECONDS = 10.0
GONE_SECONDS = 60
#: Key of the node that stands while somebody derives, so that nobody else does.
LOCK = "derivation"

Say = Callable[[str], None]

# The server's clock stamps and reads all signs, so that clocks of other machines do not matter.
_OPEN = """
MATCH (l:Load)
WHERE l.derived = false OR l.id = $lock
RETURN l.id AS id, l.source AS source, l.started AS started, l.finished IS NOT NULL AS finished, l.process AS process,
  duration.inSeconds(l.alive, datetime()).seconds AS silent
ORDER BY started, id
"""
_READY = """
OPTIONAL MATCH (g:_GraphFormat {id: $graph})
RETURN EXISTS { MATCH (p:Profile) WHERE coalesce(p._ready, false) = false } AS waiting,
  g.derivations AS derivations
"""
_SIGN = "MATCH (l:Load {id: $id}) SET l.alive = datetime(), l.process = $process"
_NO_SIGN = "MATCH (l:Load {id: $id}) REMOVE l.alive, l.process"
_TAKE = """
MERGE (l:Load {id: $lock})
SET l.name = $lock, l.source = $lock
WITH l
WHERE l.process IS NULL OR l.process IN $gone
  OR duration.inSeconds(l.alive, datetime()).seconds > $seconds
SET l.process = $process, l.alive = datetime()
RETURN true AS taken
"""
_RELEASE = "MATCH (l:Load {id: $lock}) WHERE l.process IS NULL OR l.process = $process DETACH DELETE l"


@dataclass(frozen=True)
class OpenLoad:
    """A load that nothing has been derived from yet.

    Attributes:
        id: Key of its `Load` node.
        source: Name of the source.
        started: When it started.
        running: Whether whoever writes it still gives signs of life.
    """

    id: str
    source: str
    started: datetime
    running: bool


@dataclass
class Freshness:
    """Whether derived facts hold.

    Attributes:
        loads: Loads that nothing has been derived from yet, the oldest first.
        knowledge: Whether rule sets wait to be applied.
        rules: Names of the steps whose facts were last derived by the rules of another version.
        deriving: Whether another process derives at the moment.
    """

    loads: list[OpenLoad] = field(default_factory=list)
    knowledge: bool = False
    rules: frozenset[str] = frozenset()
    deriving: bool = False

    @property
    def fresh(self) -> bool:
        """Whether everything that follows from the loads has been worked out."""
        return not (self.loads or self.knowledge or self.rules or self.deriving)

    @property
    def busy(self) -> bool:
        """Whether somebody is at work, so that there is something to wait for."""
        return self.deriving or any(load.running for load in self.loads)

    def lines(self) -> Iterator[str]:
        """What is open, in words."""
        for load in self.loads:
            state = "is still running" if load.running else "was not derived"
            yield f"the load of {load.source} that began at {load.started:%Y-%m-%d %H:%M} UTC {state}"
        if self.knowledge:
            yield "rule sets for licences have changed"
        if self.rules:
            yield "facts were derived by the rules of another version of supplygraph"
        if self.deriving:
            yield "another process is deriving at the moment"


def freshness(connection: Connection) -> Freshness:
    """Whether derived facts hold, and who is at work.

    Raises:
        ServerError: the server cannot be used.
    """
    now = connection.read(_READY, {"graph": GRAPH})[0]
    found = Freshness(knowledge=now["waiting"], rules=outdated(now["derivations"]))
    for row in connection.read(_OPEN, {"lock": LOCK}):
        running = not row["finished"] and lives(row["process"], row["silent"])
        if row["id"] != LOCK:
            found.loads.append(OpenLoad(row["id"], row["source"], row["started"].to_native(), running))
        elif running and row["process"] != this_process():
            found.deriving = True
    return found


@contextmanager
def sign_of_life(connection: Connection, load_id: str) -> Iterator[None]:
    """Marks a load as running for as long as the block does, however long it waits for its source or the server."""
    stop = threading.Event()
    values = {"id": load_id, "process": this_process()}

    def sign() -> None:
        while not stop.wait(SIGN_SECONDS):
            try:
                connection.execute(_SIGN, values)
            except SupplygraphError:  # The load itself meets the same trouble, and says so.
                continue

    connection.execute(_SIGN, values)
    thread = threading.Thread(target=sign, name="sign-of-life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        # Where the server is gone, too, the missing signs say the same a little later.
        with suppress(ServerError):
            connection.execute(_NO_SIGN, {"id": load_id})


@contextmanager
def alone(connection: Connection, say: Say | None) -> Iterator[None]:
    """Waits until nobody else derives, and keeps others from it meanwhile."""
    values = {"lock": LOCK, "process": this_process(), "seconds": GONE_SECONDS}

    def taken() -> bool:
        gone = [row["process"] for row in connection.read(_OPEN, {"lock": LOCK}) if not lives(row["process"], 0)]
        holder = connection.write(
            lambda transaction: transaction.run(_TAKE, {**values, "gone": [one for one in gone if one]}).single()
        )
        return holder is not None

    while not taken():
        if say is not None:
            say("waiting for another derivation")
        time.sleep(1)
    try:
        with sign_of_life(connection, LOCK):
            yield
    finally:
        with suppress(ServerError):
            connection.execute(_RELEASE, values)


def this_process() -> str:
    """This process, told from others with the same number."""
    return f"{socket.gethostname()} {os.getpid()} {psutil.Process().create_time():.2f}"


def lives(process: str | None, silent: int | None) -> bool:
    """Whether a process that gave its last sign so long ago is still at work."""
    if process is None or silent is None or silent > GONE_SECONDS:
        return False
    host, number, created = process.rsplit(" ", 2)
    if host != socket.gethostname():
        return True
    try:
        return f"{psutil.Process(int(number)).create_time():.2f}" == created
    except psutil.Error:
        return False
