"""Decides whether a load is the first of an empty local store and large, and then makes the graph by bulk import."""

import gc
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from time import monotonic

from filelock import FileLock

from supplygraph.bulk.at_once import is_empty
from supplygraph.bulk.declared import COLUMNS as DECLARED
from supplygraph.bulk.follows import COLUMNS as FOLLOWING
from supplygraph.bulk.merge import About, Left
from supplygraph.bulk.parquet import can_write
from supplygraph.bulk.processes import processes, second_process, stage_share, write_share
from supplygraph.bulk.rest import write_rest
from supplygraph.bulk.shown import COLUMNS as SHOWN
from supplygraph.bulk.staging import PARTS, Staged, Staging
from supplygraph.bulk.tables import Files, TableWriter, import_arguments
from supplygraph.errors import InputError, ServerError
from supplygraph.schema.declaration import Element, Node
from supplygraph.schema.nodes import Family, GraphFormat, Load
from supplygraph.schema.tables import NodeTable, Table
from supplygraph.server.bulk import bulk_import, can_import, is_fresh, takes_parquet
from supplygraph.server.opening import open_connection
from supplygraph.server.store import Store
from supplygraph.settings import Settings
from supplygraph.sources.source import Shared, Source
from supplygraph.store.connection import Connection
from supplygraph.store.format import FORMAT, GRAPH
from supplygraph.store.rows import Row
from supplygraph.store.statements import set_properties_of_nodes, set_properties_of_relationships
from supplygraph.store.writer import Written
from supplygraph.tally import Tally

_LOG = logging.getLogger(__name__)

#: Fewer records than this are loaded as fast in transactions.
LEAST_RECORDS = 10_000
#: Records by which the number of records in all is estimated, where the source says how far it has come.
SAMPLE = 1_000
#: Elements of a source that cannot be shared which are put on disk together.
STRETCH = 5_000
#: Rows of one transaction.
BATCH = 10_000
#: The stages in which nothing is in the graph yet.
BEFORE_IMPORT = ("read", "merging", "importing")
_FOLDER = "first-load"

Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """What a bulk import has brought into the graph.

    Attributes:
        written: What it made.
        odd: Values that the importer cannot take, which are still to be set.
        moving: The ids that may name another artifact, by label.
        done: Names of the steps of derivations whose results it has.
    """

    written: Written
    odd: list[tuple[Table, tuple[str, ...], Row]]
    moving: dict[type[Node], set[str]]
    done: tuple[str, ...]


class BulkWay:
    """The way of a large first load into an empty local store.

    Args:
        settings: Whose graph is meant.
        wanted: Whether this way has to be taken, or must not be; None where it pays.
    """

    def __init__(self, settings: Settings, wanted: bool | None = None) -> None:
        self._settings = settings
        self._wanted = wanted
        self._root = Store(settings.store).root / _FOLDER

    def suits(self, source: Source, tally: Tally, elements: Iterator[Element]) -> tuple[bool, Iterator[Element]]:
        """Whether a source is loaded this way, and its elements, of which the first were looked at.

        Raises:
            InputError: this way has to be taken, and the graph is not an empty local one.
            ServerError: the server cannot be used.
        """
        if self._wanted is False:
            return False, elements
        if self._wanted:
            self._require()
            return True, elements
        if self._settings.uri is not None or not source.read_ahead:
            return False, elements
        held: list[Element] = []
        while not self._is_large(tally):
            more = list(islice(elements, STRETCH))
            held += more
            if not more:
                return False, iter(held)
        takes = can_import(self._settings) and self._is_empty()
        return takes, chain(held, elements)

    def make(self, source: Source, tally: Tally, elements: Iterator[Element], load: Row, say: Say) -> Made:
        """Makes the graph of what a source says; until its last step the store counts as one without a graph.

        Args:
            source: The source.
            tally: What it met; of a source that is shared it is counted anew.
            elements: Its elements, where it cannot be shared.
            load: Properties of the `Load` node that the graph has from the beginning.
            say: Told the stage, and how far it is of what.

        Raises:
            InputError: the source cannot be read, or the graph is no longer empty.
            ServerError: the importer cannot be used, or the disk is full.
        """
        store = Store(self._settings.store)
        try:
            store.create()
            with FileLock(self._root.with_suffix(".lock")), _without_collector():
                shutil.rmtree(self._root, ignore_errors=True)
                try:
                    return self._make(source, tally, elements, load, say)
                finally:
                    shutil.rmtree(self._root, ignore_errors=True)
        except OSError as error:
            raise ServerError(
                f"cannot keep what is loaded in {store.root}: {error.strerror or error}",
                "make room, or choose another folder with --store or SUPPLYGRAPH_STORE",
            ) from error

    def finish(self, connection: Connection, made: Made) -> None:
        """Sets in the graph the odd values that the importer does not take.

        Raises:
            ServerError: the server cannot be used.
        """
        _set_odd(connection, made.odd)

    def _require(self) -> None:
        if self._settings.uri is not None:
            raise InputError("--bulk makes the local graph, and --uri names another", "leave one of them out")
        if not can_import(self._settings):
            raise ServerError("this Neo4j is too old for bulk import", "leave --bulk out")
        if not self._is_empty():
            raise InputError(
                "the graph is not empty, and a bulk import makes a whole graph",
                "leave --bulk out, or load it into another store (--store DIR)",
            )

    def _is_large(self, tally: Tally) -> bool:
        if tally.records > LEAST_RECORDS:
            return True
        known = tally.records >= SAMPLE and tally.total and tally.position
        return bool(known) and tally.records * (tally.total or 0) > LEAST_RECORDS * tally.position

    def _is_empty(self) -> bool:
        if is_fresh(self._settings):
            return True
        with open_connection(self._settings) as connection:
            return is_empty(connection)

    def _make(self, source: Source, tally: Tally, elements: Iterator[Element], load: Row, say: Say) -> Made:
        clock = monotonic()
        about = About(source.name, load["started"])
        shared = isinstance(source, Shared) and processes() > 1
        with second_process() as pool:
            if isinstance(source, Shared) and shared:
                staged = self._stage_both(pool, source, tally, say)
            else:
                staged = [self._stage(elements, tally, say)]
            read = monotonic()
            _LOG.info("%s: %d records put on disk in %.2f s", load["id"], tally.records, read - clock)
            columns = _columns(staged, load)
            parquet = can_write() and takes_parquet(self._settings)
            results = self._write(pool if processes() > 1 else None, staged, about, columns, say, parquet=parquet)
        left = Left()
        aliased = sum(one.self_references for one in staged)
        written = Written(self_references=aliased)
        for _, made, needed in results:
            written.add(made)
            left.add(needed)
        files = [*(one for one, *_ in results), self._write_rest(load, left, columns, parquet=parquet)]
        for one in staged:
            shutil.rmtree(one.folder)
        merged = monotonic()
        _LOG.info("%s: written for the importer in %.2f s", load["id"], merged - read)
        if not self._is_empty():
            raise InputError(
                "another load has written into the graph meanwhile", "run it again: it goes on top of that"
            )
        say("importing", 0, 0)
        arguments = import_arguments(self._root, files, columns)
        size = sum(file.stat().st_size for one in files for file in one.folder.iterdir())
        bulk_import(
            self._settings,
            arguments,
            lambda step: None,
            on_percent=lambda percent: say("importing", percent, 100),
            size=size,
        )
        _LOG.info("%s: imported %d bytes in %.2f s", load["id"], size, monotonic() - merged)
        odd = [one for part in files for one in part.odd]
        return Made(written, odd, left.moving, left.done())

    def _stage(self, elements: Iterator[Element], tally: Tally, say: Say) -> Staged:
        with Staging(self._root / "staged-0") as staging:
            for number, stretch in enumerate(iter(lambda: list(islice(elements, STRETCH)), [])):
                staging.add(number, stretch)
                say("read", tally.position, tally.total or 0)
        return staging.staged

    def _stage_both(self, pool: ProcessPoolExecutor, source: Shared, tally: Tally, say: Say) -> list[Staged]:
        """Both processes read all records, and each works out every other stretch of them."""
        tally.clear()
        other = pool.submit(stage_share, source, Tally(), self._root / "staged-1", 1, 2)

        def told() -> None:
            say("read", tally.position, tally.total or 0)
            if other.done():
                # What the other process met ends this one at once.
                other.result()

        own, _ = stage_share(source, tally, self._root / "staged-0", 0, 2, told)
        staged, met = other.result()
        tally.add(met)
        return [own, staged]

    def _write(
        self,
        pool: ProcessPoolExecutor | None,
        staged: list[Staged],
        about: About,
        columns: Mapping[Table, Collection[str]],
        say: Say,
        *,
        parquet: bool,
    ) -> list[tuple[Files, Written, Left]]:
        shares = 1 if pool is None else 2
        paths = [self._root / f"rows-{share}" for share in range(shares)]
        parts = [range(share, PARTS, shares) for share in range(shares)]
        others = [pool.submit(write_share, parts[1], staged, about, paths[1], columns, parquet=parquet)] if pool else []
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            say("merging", done, len(parts[0]))

        own = write_share(parts[0], staged, about, paths[0], columns, told, parquet=parquet)
        return [own, *(other.result() for other in others)]

    def _write_rest(self, load: Row, left: Left, columns: Mapping[Table, Collection[str]], *, parquet: bool) -> Files:
        """Writes what belongs to the graph as a whole, and what several parts need."""
        with TableWriter(self._root / "rows-rest", columns, parquet=parquet) as writer:
            writer.write(NodeTable(GraphFormat), [((GRAPH,), {"name": GRAPH, "format": FORMAT})])
            write_rest(writer, load, left)
        return writer.files


def _columns(staged: Iterable[Staged], load: Row) -> dict[Table, set[str]]:
    found: dict[Table, set[str]] = {
        NodeTable(Load): {*load, "finished"},
        NodeTable(GraphFormat): {"name", "format"},
        NodeTable(Family): {"modality", "line"},
    }
    for columns in (FOLLOWING, DECLARED, SHOWN, *(one.columns for one in staged)):
        for table, names in columns.items():
            found.setdefault(table, set()).update(names)
    return found


def _set_odd(connection: Connection, odd: list[tuple[Table, tuple[str, ...], Row]]) -> None:
    by_table: dict[Table, list[Row]] = {}
    for table, identity, values in odd:
        if isinstance(table, NodeTable):
            sent: Row = {"key": identity[0], "properties": values}
        else:
            keys = dict(zip(table.relationship.keyed_by, identity[2:], strict=True))
            sent = {"start": identity[0], "end": identity[1], "keys": keys, "properties": values}
        by_table.setdefault(table, []).append(sent)
    for table, rows in by_table.items():
        text = (
            set_properties_of_nodes(table.node)
            if isinstance(table, NodeTable)
            else set_properties_of_relationships(table.relationship, table.start, table.end)
        )
        for start in range(0, len(rows), BATCH):
            connection.execute(text, {"rows": rows[start : start + BATCH]})


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing here makes circles, and looking for them among millions of rows takes longer than making them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
