"""Brings everything that follows from what sources state up to date: lineage, publishers, verdicts on licences."""

from collections.abc import Callable, Collection
from pathlib import Path

from supplygraph.enrich.licenses import derive_licenses
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import read_steps, run_steps

LICENSES = "license"
PUBLISHERS = "publishers"


def derive(
    connection: Connection,
    folder: Path,
    on_step: Callable[[str], None] | None = None,
    topic: str = "",
    *,
    done: Collection[str] = (),
) -> None:
    """Brings derived properties up to date; running it again changes nothing.

    Args:
        connection: The graph.
        folder: Where the derivations are: a folder of steps for licences, a file for each other topic.
        on_step: Told the title of each step as it begins.
        topic: The only one to run; all when empty.
        done: Names of steps whose results are in the graph already.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails.
    """
    if LICENSES.startswith(topic):
        derive_licenses(connection, folder / LICENSES, on_step, done)
    for path in sorted(folder.glob(f"{topic}*.cypher")):
        if path.stem not in done:
            run_steps(connection, read_steps(path), on_step)
