"""Measures reading names, the derivations and every stored query on the real models, copied until there are enough.

    python -m tests.benchmarks.stored_queries [--models 1000000] [--store FOLDER] [--only PREFIX]

Each copy of a model has another namespace and its own bases, except that copies of children of the most popular bases
come from the same base: what is popular on the Hub stays so. A store that holds enough models already is not
loaded again; with `--only` it is not derived again either.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from supplygraph.enrich.names import read_names
from supplygraph.enrich.steps import LICENSES, LINEAGE, STEPS, Work
from supplygraph.load import load
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.queries.run import Result, run
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from tests.real_data import DATA

HUB_FILE = DATA / "hub" / "models_open.jsonl.gz"
#: A base with more children than this keeps them all.
POPULAR = 300
SHARED = (
    "PUBLISHED_BY",
    "HAS_LIBRARY",
    "HAS_TASK",
    "HAS_LANGUAGE",
    "HAS_ARCHITECTURE",
    "OF_TYPE",
    "DECLARES",
    "TRAINED_ON",
    "CITES",
)

_COPY_MODELS = """
MATCH (m:Model) WHERE m.copy_of IS NULL AND m.id CONTAINS "/"
CALL (m) {
  CREATE (c:Model)
  SET c = m {.*, id: split(m.id, "/")[0] + $copy + "/" + split(m.id, "/")[1], author: m.author + $copy, copy_of: m.id,
    _name_key: null}
} IN TRANSACTIONS OF 5000 ROWS
"""
_COPY_EDGES = """
MATCH (m:Model)-[edge:DERIVED_FROM]->(base:Model)
WHERE m.copy_of IS NULL AND m.id CONTAINS "/" AND base.copy_of IS NULL
CALL (m, edge, base) {
  MATCH (c:Model {id: split(m.id, "/")[0] + $copy + "/" + split(m.id, "/")[1]})
  OPTIONAL MATCH (own:Model {id: split(base.id, "/")[0] + $copy + "/" + split(base.id, "/")[1]})
  WITH c, edge, CASE WHEN base.id IN $popular THEN base ELSE coalesce(own, base) END AS above
  CREATE (c)-[new:DERIVED_FROM]->(above)
  SET new = properties(edge), new._license_pair = null
} IN TRANSACTIONS OF 5000 ROWS
"""
_COPY_FACTS = """
MATCH (m:Model)-[fact:%s]->(end)
WHERE m.copy_of IS NULL AND m.id CONTAINS "/"
CALL (m, fact, end) {
  MATCH (c:Model {id: split(m.id, "/")[0] + $copy + "/" + split(m.id, "/")[1]})
  CREATE (c)-[new:%s]->(end)
  SET new = properties(fact)
} IN TRANSACTIONS OF 10000 ROWS
"""


def copy(connection: Connection, models: int) -> None:
    """Copies the real models until there are so many."""
    popular = connection.read(
        "MATCH (base:Model)<-[:DERIVED_FROM]-() WITH base, count(*) AS children WHERE children > $most "
        "RETURN collect(base.id) AS ids",
        {"most": POPULAR},
    )[0]["ids"]
    number = 0
    while connection.read("MATCH (m:Model) RETURN count(*) AS n")[0]["n"] < models:
        number += 1
        values = {"copy": f"-{number}", "popular": popular}
        for query in (_COPY_MODELS, _COPY_EDGES, *(_COPY_FACTS % (kind, kind) for kind in SHARED)):
            connection.execute_in_batches(query, values)


def main() -> None:
    """Prints seconds of each step and query."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=chosen.store or Path(folder))
        try:
            with Connection(local.start(settings)) as connection:
                if not chosen.only:
                    prepare(connection, chosen.models)
                queries(connection, chosen.only)
        finally:
            local.stop(settings)


def timed(title: str, work: Callable[[], object]) -> None:
    """Does it and prints how long it took."""
    clock = time.perf_counter()
    done = work()
    print(
        f"{time.perf_counter() - clock:8.2f} s  {title}{f', {len(done)} rows' if isinstance(done, Result) else ''}",
        flush=True,
    )


def prepare(connection: Connection, models: int) -> None:
    """Makes the graph, where it is not there yet, and brings what follows from it up to date."""
    if connection.read("MATCH (m:Model) RETURN count(*) AS n")[0]["n"] < models:
        timed("load", lambda: load(HubFile([HUB_FILE]), lambda: connection))
        timed(f"copies to {models:,} models", lambda: copy(connection, models))
    timed("names", lambda: read_names(connection))
    for _ in range(2):
        for step in STEPS:
            if step.name in (LINEAGE, LICENSES):
                timed(step.called, partial(step.run, Work(connection, lambda title: None, set())))


def queries(connection: Connection, only: str) -> None:
    """Asks every query as it is, twice, as the first time includes planning, and about the most popular base."""
    base = connection.read(
        "MATCH (m:Model)<-[:DERIVED_FROM]-() WITH m, count(*) AS n ORDER BY n DESC LIMIT 1 RETURN m.id AS id"
    )[0]["id"]
    for name in sorted(query_paths()):
        if name.startswith(only):
            about = [one for one in find_query(name).parameters if one.artifacts]
            named = {one.name: [base] if one.type.startswith("LIST") else base for one in about}
            needed = {one.name: named[one.name] for one in about if one.needed}
            timed(f"{name}, first", partial(run, connection, name, needed))
            timed(f"{name}, again", partial(run, connection, name, needed))
            if named != needed:
                timed(f"{name} of {base}", partial(run, connection, name, named))


if __name__ == "__main__":
    main()
