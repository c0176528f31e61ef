"""The steps of a first load that several processes share, and the second process that takes its part of them."""

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from supplygraph.bulk.merge import About, Left, PartWriter
from supplygraph.bulk.second import start
from supplygraph.bulk.staging import Staged, Staging
from supplygraph.bulk.tables import Files, TableWriter
from supplygraph.errors import ServerError
from supplygraph.schema.tables import Table
from supplygraph.sources.admitted import admitted
from supplygraph.sources.source import Shared
from supplygraph.store.writer import Written
from supplygraph.tally import Tally

#: More processes than this read the same file too often.
MOST = 2


def processes() -> int:
    """How many share the work on this machine."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, usable)


@contextmanager
def second_process() -> Iterator[ProcessPoolExecutor]:
    """A process beside this one, which ends with it.

    Raises:
        ServerError: it was ended from outside, as it is where memory is short.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=start)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise ServerError(
            "a process of this load was ended from outside", "close other programs, or load it with --no-bulk"
        ) from error
    finally:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


def stage_share(
    source: Shared, tally: Tally, folder: Path, own: int, of: int, say: Callable[[], None] = lambda: None
) -> tuple[Staged, Tally]:
    """Puts what every `of`-th stretch of a source says on disk, beginning with the stretch `own`."""
    with Staging(folder) as staging:
        for number, elements in source.share(tally, own, of):
            staging.add(number, admitted(elements, tally))
            say()
    return staging.staged, tally


def write_share(
    parts: Collection[int],
    staged: Sequence[Staged],
    about: About,
    folder: Path,
    columns: Mapping[Table, Collection[str]],
    say: Callable[[], None] = lambda: None,
    *,
    parquet: bool = False,
) -> tuple[Files, Written, Left]:
    """Writes the rows of some parts."""
    with TableWriter(folder, columns, parquet=parquet) as writer:
        made = PartWriter(staged, about, writer)
        for part in parts:
            made.write(part)
            say()
    return writer.files, made.written, made.left
