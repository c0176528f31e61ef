"""Runs one source into the graph: read, write in batches, derive, and record what was done."""

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from time import monotonic
from typing import Any

from supplygraph.bulk.at_once import AtOnce, is_empty, load_at_once
from supplygraph.bulk.way import BEFORE_IMPORT, BulkWay, Made
from supplygraph.checks.keep import Change
from supplygraph.enrich.freshness import sign_of_life
from supplygraph.enrich.steps import put_known
from supplygraph.enrich.work import work_out
from supplygraph.errors import InputError, StoppedError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.sources.admitted import admitted
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import await_indexes, ensure_schema, finish_schema
from supplygraph.store.folding import fold_ids
from supplygraph.store.statements import count_new_stubs
from supplygraph.store.writer import BATCH, Writer, Written
from supplygraph.tally import Tally

_LOG = logging.getLogger(__name__)


@dataclass
class LoadResult:
    """What one load did.

    Attributes:
        id: Key of its `Load` node.
        source: Name of the source.
        tally: What the source met.
        written: What the database says it did.
        bulk: Whether the graph was made by bulk import.
        stubs: Artifacts first named in this load that no source has described, by label.
        complete: Whether everything asked for was read.
        brought_up: Whether what an earlier version wrote was brought up to date.
        health: What changed among the findings of each topic whose checks ran.
        seconds: Wall time of the whole load.
        read_seconds: Wall time of reading in it.
        write_seconds: Wall time of writing that passed while nothing was read.
        derive_seconds: Wall time of the derivation steps in it.
    """

    id: str
    source: str
    tally: Tally
    written: Written
    bulk: bool = False
    stubs: dict[str, int] = field(default_factory=dict)
    complete: bool = False
    brought_up: bool = False
    health: list[Change] = field(default_factory=list)
    seconds: float = 0.0
    read_seconds: float = 0.0
    write_seconds: float = 0.0
    derive_seconds: float = 0.0

    def counts(self) -> dict[str, int]:
        """All counts of the load, as its `Load` node keeps them."""
        named = {
            "records": self.tally.records,
            "nodes_created": self.written.nodes_created,
            "relationships_created": self.written.relationships_created,
            "relationships_deleted": self.written.relationships_deleted,
            "nodes_sent": self.written.nodes_sent,
            "relationships_sent": self.written.relationships_sent,
            **{f"stubs_{label.lower()}": count for label, count in self.stubs.items()},
        }
        if self.written.self_references:
            named["self_references_by_alias"] = self.written.self_references
        unused = {f"unused column {name}": count for name, count in sorted(self.tally.unused.items())}
        return {**named, **dict(sorted(self.tally.counts.items())), **unused}


@dataclass
class Progress:
    """What a progress bar shows.

    Attributes:
        stage: `read` or `derive`, or the title of a derivation step.
        tally: What the source has met so far.
        written: What is in the database so far.
        done: How much of a stage other than reading is done, in units of its own.
        of: How much that is in all; 0 where it is not known.
    """

    stage: str
    tally: Tally
    written: Written
    done: int = 0
    of: int = 0


def load(
    source: Source,
    connect: Callable[[], Connection],
    on_progress: Callable[[Progress], None] = lambda progress: None,
    *,
    batch: int = BATCH,
    bulk: BulkWay | None = None,
) -> LoadResult:
    """Loads a source; loading the same thing again creates nothing, and a load cut off anywhere can be run again.

    Args:
        source: What to read.
        connect: Gives the graph; called once the source has proved readable, so bad input starts no server.
        on_progress: Told how far it is, after each batch and derivation step.
        batch: Elements of one transaction.
        bulk: The way of a large first load into an empty local store, where it may be taken.

    Raises:
        InputError: the source cannot be read, or holds nothing that can be used.
        ServerError: the server cannot be used.
        StoppedError: somebody pressed Ctrl-C once something was written.
    """
    started, clock = datetime.now(UTC), monotonic()
    tally = Tally()
    elements = admitted(source.elements(tally), tally)
    whole = chain(_first(source, elements, tally), elements)
    in_bulk, rest = bulk.suits(source, tally, whole) if bulk is not None else (False, whole)
    result = LoadResult(
        f"{source.name}-{started:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", source.name, tally, Written(), bulk=in_bulk
    )
    about = _about(result, source.arguments, started)
    stage = "read"

    def say(step: str, done: int = 0, of: int = 0) -> None:
        nonlocal stage
        if stage == "read" != step and in_bulk:
            result.read_seconds = monotonic() - reading
        stage = step
        on_progress(Progress(step, tally, result.written, done, of))

    reading = monotonic()
    try:
        made = bulk.make(source, tally, rest, about, say) if bulk is not None and in_bulk else None
        connection = connect()
        if bulk is not None and made is not None:
            say("indexes")
            result.written = made.written
        schema = ensure_schema(connection, wait=made is None)
        result.brought_up = schema.added
        if schema.made:
            # Whatever is in the graph was never looked at with these indexes.
            result.written.changed |= {"ids", "publishers"}
        if bulk is not None and made is not None:
            bulk.finish(connection, made)
        rest = _timed(rest, result)
        at_once, rest = (None, rest) if made else _at_once(connection, source, rest, about, batch)
        if at_once:
            result.written = at_once.written
            say("read")
        else:
            _record_start(connection, about)
        with sign_of_life(connection, result.id):
            if not (made or at_once):
                _write(connection, source, rest, result, batch, started, say)
            result.write_seconds = monotonic() - reading - result.read_seconds
            _derive(connection, source, result, started, say, made or at_once)
            if made is not None:
                await_indexes(connection)
            result.seconds = monotonic() - clock
            _record_end(connection, result)
            taken = result.read_seconds, result.write_seconds, result.seconds
            _LOG.info("%s: read in %.2f s, written in %.2f s, %.2f s in all", result.id, *taken)
    except KeyboardInterrupt as stop:
        raise StoppedError(*_kept(result, stage, in_bulk=in_bulk)) from stop
    return result


def _at_once(
    connection: Connection, source: Source, elements: Iterator[Element], about: dict[str, Any], batch: int
) -> tuple[AtOnce | None, Iterator[Element]]:
    """Loads all that would go into the first transaction into an empty graph; else gives back the elements."""
    if not source.read_ahead or not is_empty(connection):
        return None, elements
    held = list(islice(elements, batch))
    made = load_at_once(connection, held, about) if len(held) < batch else None
    if made is not None:
        source.written()
    return made, chain(held, elements)


def _write(
    connection: Connection,
    source: Source,
    elements: Iterator[Element],
    result: LoadResult,
    batch: int,
    started: datetime,
    say: Callable[[str], None],
) -> None:
    for written in Writer(connection, source.name, started, batch).write(elements, read_ahead=source.read_ahead):
        result.written.add(written)
        source.written()
        say("read")


def _timed(elements: Iterator[Element], result: LoadResult) -> Iterator[Element]:
    """The elements; adds up how long it takes to read them."""
    clock = monotonic()
    for element in elements:
        result.read_seconds += monotonic() - clock
        yield element
        clock = monotonic()


def _derive(
    connection: Connection,
    source: Source,
    result: LoadResult,
    started: datetime,
    say: Callable[[str], None],
    made: Made | AtOnce | None,
) -> None:
    """What follows from a load, once all of it is read."""
    written = result.written
    changed, done = set(written.changed), made.done if made is not None else ()
    if not isinstance(made, AtOnce):
        # Behind what is loaded, for Neo4j gives the nodes that were made first to who asks for any.
        changed |= put_known(connection)
    result.complete = source.complete()
    clock = monotonic()
    if isinstance(made, Made):
        # What is known has no need of the indexes, which were filled meanwhile.
        finish_schema(connection)
        # The import has met all ids there are, and moved nothing.
        changed.discard("ids")
        if made.moving:
            moved = fold_ids(connection, made.moving, moved_before=False)
            written.touched = {node.label: keys | moved.get(node.label, set()) for node, keys in made.moving.items()}
    if made is not None:
        changed.add("lineage")
    derived = work_out(
        connection,
        changed,
        say,
        result.id,
        whole=made is not None,
        touched=written.touched,
        differs=None if made is not None else written.differs,
        first=made is not None,
        done=done,
    )
    result.stubs = _stubs(connection, started) if written.stubs_created else {}
    result.health = derived.health
    result.brought_up |= derived.rules
    result.derive_seconds = monotonic() - clock


def _kept(result: LoadResult, stage: str, *, in_bulk: bool) -> tuple[str, str]:
    """What a load that is stopped leaves in the graph, and how to go on."""
    if in_bulk and stage in BEFORE_IMPORT:
        return "nothing of this load is in the graph", "run the same command again"
    written = result.written
    sent = f"{written.nodes_sent:,} nodes and {written.relationships_sent:,} relationships"
    again = "run the same command again; what is there is found again, not made twice"
    if stage in ("read", "indexes"):
        kept = f"{sent} of this load are in the graph, and nothing that follows from them is worked out"
        return kept, f"{again}, or derive what is there with: supplygraph derive"
    return (
        f"all {sent} are in the graph, but what follows from them is not worked out",
        "go on with: supplygraph derive",
    )


def _first(source: Source, elements: Iterator[Element], tally: Tally) -> list[Element]:
    first = next(elements, None)
    if first is None:
        unusable = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sorted(tally.counts.items()))
        raise InputError(
            f"{source.arguments}: nothing that can be loaded in {tally.records:,} records"
            + (f" ({unusable})" if unusable else ""),
            "check that it is the right kind of file; `supplygraph load --help` lists the sources",
        )
    return [first]


def _about(result: LoadResult, arguments: str, started: datetime) -> dict[str, Any]:
    """The `Load` node of a load that begins."""
    return {
        "id": result.id,
        "name": result.source,
        "source": result.source,
        "arguments": arguments,
        "started": started,
        "complete": False,
        "derived": False,
    }


def _record_start(connection: Connection, about: dict[str, Any]) -> None:
    connection.execute("MERGE (l:Load {id: $about.id}) SET l += $about", {"about": about})


def _record_end(connection: Connection, result: LoadResult) -> None:
    counts = result.counts()
    connection.execute(
        "MATCH (l:Load {id: $id}) SET l.finished = $finished, l.complete = $complete, "
        "l.count_names = $names, l.count_values = $values",
        {
            "id": result.id,
            "finished": datetime.now(UTC),
            "complete": result.complete,
            "names": list(counts),
            "values": list(counts.values()),
        },
    )


def _stubs(connection: Connection, started: datetime) -> dict[str, int]:
    counts = {
        node.label: int(connection.read(count_new_stubs(node), {"now": started})[0]["stubs"])
        for node in (Model, Dataset)
    }
    return {label: count for label, count in counts.items() if count}
