"""A graph of its own for the time of one question, made from a file: nothing that is kept is asked or changed."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supplygraph.api import open_connection
from supplygraph.checks.run import graph_topics, run_checks
from supplygraph.errors import InputError
from supplygraph.graph.connection import Connection
from supplygraph.load import load
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.records import Records


@contextmanager
def graph_of(path: Path, settings: Settings) -> Iterator[Connection]:
    """A graph with what a file of `export records` states, judged and checked; it is gone afterwards.

    Args:
        path: The file.
        settings: How a local Neo4j is run; where it keeps its graph does not matter.

    Raises:
        InputError: the file cannot be read, or nothing in it can be used.
        ServerError: no Neo4j can be started.
    """
    if not path.is_file():
        raise InputError(f"there is no file {path}", "write one: supplygraph export records --out graph.jsonl")
    with tempfile.TemporaryDirectory(prefix="supplygraph-") as folder:
        own = dataclasses.replace(settings, store=Path(folder) / "store", uri=None, database=None, aot=False)
        try:
            with open_connection(own) as connection:
                fill(connection, path)
                yield connection
        finally:
            local.stop(own)


def fill(connection: Connection, path: Path) -> None:
    """Loads a file of records into an empty graph, and runs all checks over it.

    Raises:
        InputError: the file cannot be read, or nothing in it can be used.
        ServerError: the server cannot be used.
    """
    load(Records([path]), lambda: connection)
    run_checks(connection, graph_topics())
