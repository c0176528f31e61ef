"""Measures what is asked of a graph that is loaded and warm: a load that changes one record, and lineages.

    python -m tests.benchmarks.warm STORE [--models 300] [--rounds 3]

A model is loaded again and again, each time with other downloads: processor seconds of the server and of this process.
Then the ancestors and descendants of models are asked for through `graph.query`, and with the bare driver beside it.
The graph has one model more afterwards.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import neo4j
import psutil

from supplygraph.api import Graph, connect
from supplygraph.server.store import Store
from supplygraph.sources.hub_file import HubFile

MODEL = "supplygraph-benchmark/one-model"
_BASES = """
MATCH (m:Model)-[:DERIVED_FROM]->(base)
RETURN m.id AS id, base.id AS base
ORDER BY m.id
LIMIT $models
"""
_ABOVE = "MATCH (m:Model {id: $id})-[:DERIVED_FROM*1..20]->(base) RETURN DISTINCT base.id AS id"


def seconds_of(process: psutil.Process) -> float:
    """Processor seconds of a process so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def load_one(graph: Graph, server: psutil.Process, base: str, rounds: int) -> None:
    """Loads one record that is new, and then changes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        for number in range(rounds + 1):
            row = {"id": MODEL, "author": MODEL.split("/")[0], "downloads": number, "tags": []}
            file.write_text(json.dumps({**row, "cardData": {"base_model": base, "license": "mit"}}) + "\n")
            before, own, clock = seconds_of(server), time.process_time(), time.perf_counter()
            graph.load(HubFile([file]))
            wall = time.perf_counter() - clock
            print(
                f"{'one record changed' if number else 'one record, cold':<20} {wall:6.2f} s,"
                f" processor: server {seconds_of(server) - before:5.2f} s, client {time.process_time() - own:5.2f} s"
            )


def ask(title: str, ids: list[str], rounds: int, work: Callable[[str], object]) -> None:
    """Asks about each model, after a round that warms up."""
    for one in ids:
        work(one)
    taken = []
    for _ in range(rounds):
        for one in ids:
            clock = time.perf_counter()
            work(one)
            taken.append((time.perf_counter() - clock) * 1000)
    taken.sort()
    print(f"{title:<32} p50 {taken[len(taken) // 2]:6.2f} ms, p99 {taken[int(len(taken) * 0.99)]:6.2f} ms")


def _lineage(graph: Graph, name: str, id_: str) -> None:
    graph.query(name, model_id=id_)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--models", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with connect(store=options.store) as graph:
        running = Store(options.store.absolute()).read()
        if running is None:
            parser.error("the store has no running server")
        rows = graph.connection.read(_BASES, {"models": options.models})
        if not rows:
            parser.error("the graph has no derivation; load some models first")
        load_one(graph, psutil.Process(running.pid), rows[0]["base"], options.rounds)
        ids = list(dict.fromkeys(row["id"] for row in rows))
        with graph.connection.driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            ask("bare driver, ancestors", ids, options.rounds, lambda id_: list(session.run(_ABOVE, id=id_)))
        for title in ("ancestors", "descendants"):
            ask(f"graph.query, {title}", ids, options.rounds, partial(_lineage, graph, f"lineage-{title}"))


if __name__ == "__main__":
    main()
