"""Measures the pages of `explore` over HTTP on the real models, copied until there are enough.

    python -m tests.benchmarks.explore_pages [--models 450000] [--store FOLDER] [--seed 1]

The first column is the first time that a page of its kind is asked for, with what else the server has to do then; the
others are of pages of random artifacts, half of them with others made from them. A store that holds enough models is
neither loaded nor copied again.
"""

import argparse
import gzip
import random
import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import uvicorn

from supplygraph.explore.app import application
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.explore.serve import listen
from supplygraph.explore.site import Site
from supplygraph.load import load
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from tests.benchmarks.stored_queries import HUB_FILE, copy

#: Pages of each kind.
PAGES = 40
_SAMPLE = """
MATCH (m:Model)
WHERE m.status = "present" AND (m.lineage_descendants > 0) = $based
WITH m
ORDER BY m.id
WITH collect(m.id) AS ids
RETURN ids
"""
_WIDEST = (
    "MATCH (m:Model) WHERE m.lineage_descendants > 0 RETURN m.id AS id ORDER BY m.lineage_descendants DESC LIMIT 10"
)
_PUBLISHERS = "MATCH (p:Publisher) WHERE EXISTS { (p)<-[:PUBLISHED_BY]-() } RETURN p.name AS name ORDER BY name"
_LICENSES = (
    "MATCH (l:License) WITH l.id AS id, COUNT { (l)<-[:DECLARES]-() } AS number ORDER BY number DESC LIMIT 20 RETURN id"
)


def main() -> None:
    """Prints milliseconds by kind of page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=int, default=45_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=chosen.store or Path(folder))
        try:
            with Connection(local.start(settings)) as connection:
                prepare(connection, chosen.models)
                measure(connection, random.Random(chosen.seed))
        finally:
            local.stop(settings)


def prepare(connection: Connection, models: int) -> None:
    """Loads and copies the models where there are too few; what is copied has what is derived of its original."""

    def number() -> int:
        return int(connection.read("MATCH (m:Model) RETURN count(*) AS n")[0]["n"])

    if not number():
        load(HubFile([HUB_FILE]), lambda: connection)
    if number() < models:
        copy(connection, models)
    print(f"{number():,} models", flush=True)


def measure(connection: Connection, chance: random.Random) -> None:
    """Asks for pages one after the other."""
    ids = [chance.sample(connection.read(_SAMPLE, {"based": based})[0]["ids"], PAGES // 2) for based in (True, False)]
    models = [*ids[0], *ids[1]]
    widest = [row["id"] for row in connection.read(_WIDEST)]
    publishers = [row["name"] for row in connection.read(_PUBLISHERS)]
    licenses = [row["id"] for row in connection.read(_LICENSES)]
    kinds = {
        "first page": ["/"] * PAGES,
        "search": [f"/suggest?q={quote(one.rpartition('/')[2][: chance.randint(2, 9)])}" for one in models],
        "model": [f"/model/{quote(one)}" for one in models],
        "widest families": [f"/model/{quote(one)}" for one in widest],
        "publisher": [f"/publisher/{quote(one)}" for one in chance.sample(publishers, PAGES)],
        "licence": [f"/license/{quote(one)}" for one in licenses],
    }
    with ReadOnlyConnection(connection.address, 60) as reading, listen(0) as opened:
        opened.listen()
        settings = uvicorn.Config(application(Site(reading)), log_level="error", lifespan="off", ws="none")
        server = uvicorn.Server(settings)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        serving.start()
        address = f"http://127.0.0.1:{opened.getsockname()[1]}"
        print(f"{'':16}{'first':>9}{'median':>9}{'95 %':>9}{'largest':>9} ms, kB in gzip at most")
        for kind, paths in kinds.items():
            report(kind, [timed(address + path) for path in paths])
        server.should_exit = True
        serving.join()


def timed(address: str) -> tuple[float, int]:
    """Milliseconds that a page takes, and its size."""
    start = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        text = answer.read()
    return (time.perf_counter() - start) * 1000, len(gzip.compress(text))


def report(kind: str, found: list[tuple[float, int]]) -> None:
    """Prints one line."""
    first, *rest = [milliseconds for milliseconds, _ in found]
    ninety_fifth = statistics.quantiles(rest, n=20)[-1]
    size = max(size for _, size in found) / 1000
    print(
        f"{kind:16}{first:9.0f}{statistics.median(rest):9.0f}{ninety_fifth:9.0f}{max(rest):9.0f}    {size:.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
