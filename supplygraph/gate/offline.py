"""A graph of its own for the time of one question, made from a file: nothing that is kept is asked or changed."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supplygraph.checks.run import graph_topics, run_before, run_checks
from supplygraph.enrich.freshness import freshness
from supplygraph.enrich.work import bring_up_to_date
from supplygraph.errors import InputError
from supplygraph.extras import needed
from supplygraph.load import load
from supplygraph.server import local
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection


@contextmanager
def graph_of(path: Path, settings: Settings) -> Iterator[Connection]:
    """A graph with what a file states, judged and checked; it is gone afterwards.

    Args:
        path: A file of `export records`, or the folder of an `export snapshot`.
        settings: How a local Neo4j is run; where it keeps its graph does not matter.

    Raises:
        InputError: it cannot be read, or nothing in it can be used.
        ServerError: no Neo4j can be started.
    """
    if not path.exists():
        raise InputError(f"there is no {path}", "write it: supplygraph export records --out graph.jsonl")
    with tempfile.TemporaryDirectory(prefix="supplygraph-") as folder:
        own = dataclasses.replace(settings, store=Path(folder) / "store", uri=None, database=None, aot=False)
        try:
            if path.is_dir():
                _restore(path, own)
            with open_connection(own) as connection:
                if path.is_file():
                    load(Records([path]), lambda: connection)
                complete(connection)
                yield connection
        finally:
            local.stop(own)


def _restore(folder: Path, settings: Settings) -> None:
    from supplygraph.export.restore import open_snapshot, restore

    def say(step: str) -> None:
        pass

    with needed("parquet"):
        restore(open_snapshot(str(folder), settings.cache, say), settings, say)


def complete(connection: Connection) -> None:
    """Works out what is open in a graph that nobody else uses, and runs the checks that never ran over it.

    Raises:
        ServerError: the server cannot be used.
    """
    if not freshness(connection).fresh:
        bring_up_to_date(connection)
    before = run_before(connection)
    run_checks(connection, [topic for topic in graph_topics() if topic not in before])
