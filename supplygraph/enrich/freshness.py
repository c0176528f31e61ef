"""Knows whether what follows from the loads has been worked out, and works out what has not."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Literal

import psutil

from supplygraph.checks.keep import Change
from supplygraph.checks.run import graph_topics, run_before, run_checks
from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich.attributes import put_checklists
from supplygraph.enrich.derive import LICENSES, PUBLISHERS, derive
from supplygraph.enrich.license_knowledge import SOURCE as KNOWLEDGE
from supplygraph.enrich.license_knowledge import judge_again, put_knowledge
from supplygraph.enrich.names import read_names
from supplygraph.enrich.shown import derive_shown
from supplygraph.errors import ServerError, StoppedError, SupplygraphError
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.derivation import drop_unused
from supplygraph.store.folding import fold_ids
from supplygraph.store.format import GRAPH
from supplygraph.version import __version__

#: Seconds between two signs of life of whoever writes or derives, and after which it counts as gone.
SIGN_SECONDS = 10.0
GONE_SECONDS = 60
#: Key of the node that stands while somebody derives, so that nobody else does.
LOCK = "derivation"

Topics = Literal["all", "license", "none"]
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
  g.derivations IS NOT NULL AND g.derivations <> $derivations AS changed
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
# One statement, so that a graph never says of its loads that they are derived and not by which rules.
_DONE = """
OPTIONAL MATCH (l:Load) WHERE l.id IN $ids
SET l.derived = true
WITH count(l) AS loads
MATCH (g:_GraphFormat {id: $graph})
WHERE $derivations IS NOT NULL
SET g.derivations = $derivations
"""


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
        rules: Whether facts were last derived by the rules of another version.
        deriving: Whether another process derives at the moment.
    """

    loads: list[OpenLoad] = field(default_factory=list)
    knowledge: bool = False
    rules: bool = False
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


@dataclass
class Derived:
    """What a derivation did.

    Attributes:
        loads: Loads that are derived now.
        knowledge: Whether the knowledge of licences was brought up to date.
        rules: Whether everything was derived again, by the rules of this version.
        names: Models whose name was read.
        health: What changed among the findings of each topic whose checks ran.
        seconds: Wall time.
    """

    loads: list[str] = field(default_factory=list)
    knowledge: bool = False
    rules: bool = False
    names: int = 0
    health: list[Change] = field(default_factory=list)
    seconds: float = 0.0


def freshness(connection: Connection) -> Freshness:
    """Whether derived facts hold, and who is at work.

    Raises:
        ServerError: the server cannot be used.
    """
    now = connection.read(_READY, {"graph": GRAPH, "derivations": derivations()})[0]
    found = Freshness(knowledge=now["waiting"], rules=now["changed"])
    for row in connection.read(_OPEN, {"lock": LOCK}):
        running = not row["finished"] and lives(row["process"], row["silent"])
        if row["id"] != LOCK:
            found.loads.append(OpenLoad(row["id"], row["source"], row["started"].to_native(), running))
        elif running and row["process"] != this_process():
            found.deriving = True
    return found


@cache
def derivations() -> str:
    """Digest of the rules that derived facts follow: their Cypher, and the version of what runs it."""
    digest = hashlib.sha256(__version__.encode())
    for topic in ("derive", "checks"):
        for path in sorted((cypher_folder() / topic).rglob("*.cypher")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


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


def bring_up_to_date(connection: Connection, say: Say | None = None) -> Derived:
    """Works out everything that follows from the loads; running it again changes nothing.

    Args:
        connection: The graph.
        say: Told the title of each step as it begins.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
        QueryError: a step fails.
        StoppedError: somebody pressed Ctrl-C.
    """
    clock = time.monotonic()
    try:
        ensure_schema(connection)
        knowledge = put_knowledge(connection)
        put_checklists(connection)
        done = derive_after(connection, "all", say)
    except KeyboardInterrupt as stop:
        kept = "what the loads stated is kept, but what follows from it is not worked out"
        raise StoppedError(kept, "go on with: supplygraph derive") from stop
    done.knowledge = knowledge
    done.seconds = time.monotonic() - clock
    return done


def derive_after(
    connection: Connection,
    topics: Topics,
    say: Say | None = None,
    own: str | None = None,
    *,
    all_names: bool = False,
    publishers: bool = True,
    touched: Mapping[str, Set[str]] | None = None,
    done: Collection[str] = (),
) -> Derived:
    """Derives what changes of some topics ask for, and all where earlier loads were cut off.

    Args:
        connection: The graph.
        topics: What has changed.
        say: Told the title of each step as it begins.
        own: Key of a load that counts as read, though it has not ended.
        all_names: Whether names are judged again everywhere, as where relationships have moved from old ids to others.
        publishers: Whether names and publishers of artifacts may have changed.
        touched: Ids of the artifacts that something was said of, by label; None where that may be all.
        done: Names of steps whose results are in the graph already, as behind a bulk import.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails.
    """
    with _alone(connection, say):
        # A load that still runs derives by itself at its end.
        found = freshness(connection)
        left = [load for load in found.loads if load.id != own and not load.running]
        if found.rules or any(load.source.startswith(("license", "matrix")) for load in left):
            judge_again(connection)
        # What is known of licences names no artifact.
        if any(load.source != KNOWLEDGE for load in left) or (found.rules and not done):
            drop_unused(connection)
            fold_ids(connection)
        if left or found.rules:
            topics = "all"
        if topics != "none":
            derive(connection, cypher_folder() / "derive", say, "" if topics == "all" else topics, done=done)
        if topics != "all" and publishers:
            derive(connection, cypher_folder() / "derive", say, topic=PUBLISHERS)
        if topics != "all":
            derive_shown(connection, say, touched)
        everything = all_names or found.rules or bool(left)
        names = read_names(connection, say, everything=everything, done=done)
        before = run_before(connection)
        held = [topic for topic in graph_topics() if topic in before and (topic != LICENSES or topics != "none")]
        health = [names.findings] if names.findings is not None else []
        health += run_checks(connection, held, say, touched=True, everything=everything)
        loads = [load.id for load in left]
        by = derivations() if topics == "all" else None
        connection.execute(_DONE, {"ids": [*loads, own], "graph": GRAPH, "derivations": by})
    return Derived(loads, rules=found.rules, names=names.models, health=health)


@contextmanager
def _alone(connection: Connection, say: Say | None) -> Iterator[None]:
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
