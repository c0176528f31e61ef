"""Loads a generated PeaTMOSS database of full scale and prints time, elements a second and memory.

Run as `python -m tests.benchmarks.load_peatmoss [MAPPING.csv]`; the artifact's mapping puts real links first. The goal
is four minutes on two cores, and memory of ours that does not grow with the data.
"""

import dataclasses
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from supplygraph.load import Progress, load
from supplygraph.queries.run import run
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.peatmoss import Peatmoss
from supplygraph.store.connection import Connection

QUERIES = (
    "reuse-top-models",
    "reuse-repositories",
    "reuse-by-library",
    "reuse-downloads-vs-dependents",
    "reuse-domains",
    "reuse-concentration",
)


def say(text: str) -> None:
    """Prints a line at once, with the load of the machine."""
    print(f"{text}  [load average {os.getloadavg()[0]:.1f}]", flush=True)


def memory() -> float:
    """Largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def server_cpu() -> float:
    """CPU seconds of the Java processes of this user whose arguments name the benchmark's folder."""
    used = 0.0
    for process in psutil.process_iter(["cmdline"]):
        if any("supplygraph-peatmoss-" in word for word in process.info["cmdline"] or ()):
            used += sum(process.cpu_times()[:2])
    return used


def main() -> None:
    """Generates, loads twice, asks."""
    mapping = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(prefix="supplygraph-peatmoss-") as name:
        folder = Path(name)
        start = time.monotonic()
        # In a process of its own, so that its memory is not counted.
        arguments = [str(folder / "PeaTMOSS.db"), *([str(mapping)] if mapping else [])]
        subprocess.run([sys.executable, "-m", "tests.peatmoss_generator", *arguments], check=True)
        say(f"generated {(folder / 'PeaTMOSS.db').stat().st_size / 2**20:,.0f} MB in {time.monotonic() - start:.0f} s")
        settings = dataclasses.replace(Settings.from_environment({}), store=folder / "store")
        try:
            with Connection(local.start(settings)) as connection:
                measure(connection, folder / "PeaTMOSS.db")
        finally:
            local.stop(settings)


def measure(connection: Connection, database: Path) -> None:
    """Loads the database twice and asks the stored queries."""
    for turn in ("first", "second"):
        marks: dict[int, float] = {}

        def note(progress: Progress, marks: dict[int, float] = marks) -> None:
            marks.setdefault(progress.tally.records * 4 // (progress.tally.total or 1), memory())

        cpu, theirs = time.process_time(), server_cpu()
        result = load(Peatmoss(database), lambda: connection, note)
        written, own = result.written, time.process_time() - cpu
        sent = written.nodes_sent + written.relationships_sent
        say(
            f"{turn} load: {result.seconds:.0f} s in all, {result.derive_seconds:.0f} s of it derivation; "
            f"{sent:,} elements, {sent / (result.seconds - result.derive_seconds):,.0f}/s without derivation; "
            f"created {written.nodes_created:,} nodes, {written.relationships_created:,} relationships; "
            f"own CPU {own:.0f} s, Neo4j's {server_cpu() - theirs:.0f} s"
        )
        say(f"  own memory at each quarter (MB): {', '.join(f'{value:.0f}' for value in marks.values())}")
        for name, count in sorted(result.tally.counts.items()):
            print(f"  {name}: {count:,}")
    for query in QUERIES:
        start = time.monotonic()
        rows = len(run(connection, query))
        say(f"{query}: {rows} rows in {time.monotonic() - start:.2f} s")


if __name__ == "__main__":
    main()
