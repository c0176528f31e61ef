"""Measures how fast names are read, stored and checked: `python -m tests.benchmarks.naming [MODELS]`."""

import gzip
import json
import os
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from supplygraph.graph.connection import Connection
from supplygraph.graph.writer import ensure_schema
from supplygraph.naming.claims import claims
from supplygraph.naming.reader import read_name
from supplygraph.naming.store import read_names
from supplygraph.queries.run import run
from supplygraph.server import local
from supplygraph.settings import Settings

DATA = Path(os.environ.get("SUPPLYGRAPH_DATA") or Path(__file__).parents[3] / "shared" / "data")
QUERIES = (
    "naming-summary", "naming-conflicts", "naming-lineage", "naming-components", "naming-conventions",
    "naming-families", "naming-duties", "naming-lookalikes", "naming-removed-namespaces",
)  # fmt: skip


def real_names() -> list[str]:
    """The ids of the real models."""
    with gzip.open(DATA / "hub" / "models_open.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line)["id"] for line in stream]


def main(models: int) -> None:
    """Prints names a second of one process, then seconds of storing and checking a graph of that many models."""
    names = real_names()
    for what, work in (("read, first time", read_name), ("read again", read_name), ("claims", claims)):
        start = time.process_time()
        for name in names:
            work(name)
        print(f"{what:20} {len(names) / (time.process_time() - start):10,.0f} names/s of one core")
    if models:
        graph(names, models)


def graph(names: list[str], models: int) -> None:
    """Makes a graph of real names, repeated under other namespaces, with types, bases and downloads."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=Path(folder) / "store")
        with Connection(local.start(settings)) as connection:
            ensure_schema(connection)
            ids = (
                f"{name.partition('/')[0]}{number or ''}/{name.rpartition('/')[2]}"
                for number in range(models // len(names) + 1)
                for name in names
            )
            rows = iter(dict.fromkeys(islice(ids, models)))
            count = 0
            connection.execute("UNWIND ['bert', 'llama', 'qwen2', 't5'] AS name MERGE (:ModelType {name: name})")
            while batch := list(islice(rows, 20_000)):
                connection.execute(
                    "UNWIND $rows AS row CREATE (m:Model {id: row.id, status: 'present', downloads: row.n}) "
                    "WITH m, row MATCH (t:ModelType {name: ['bert', 'llama', 'qwen2', 't5'][row.n % 4]}) "
                    "CREATE (m)-[:OF_TYPE]->(t)",
                    {"rows": [{"id": id, "n": count + i} for i, id in enumerate(batch)]},
                )
                count += len(batch)
            connection.execute(
                "MATCH (m:Model) WHERE m.downloads % 3 = 0 MATCH (b:Model {downloads: m.downloads / 100}) "
                "WHERE b <> m CREATE (m)-[:DERIVED_FROM {relation: 'finetune'}]->(b)"
            )
            start = time.monotonic()
            read = read_names(connection)
            print(f"{read.models:,} models read and stored in {time.monotonic() - start:.1f} s")
            start = time.monotonic()
            read_names(connection)
            print(f"again, with nothing new: {time.monotonic() - start:.2f} s")
            for name in QUERIES:
                start = time.monotonic()
                found = run(connection, name, {"max_rows": 1_000})
                print(f"{name:26} {time.monotonic() - start:6.1f} s  {len(found)} rows")
        local.stop(settings)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
