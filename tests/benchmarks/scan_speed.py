"""Measures the scanner on a tree against parsing and walking every file, and against another scanner.

    python -m tests.benchmarks.scan_speed TREE [--other COMMAND]
    python -m tests.benchmarks.scan_speed --growth TREE

TREE is any large mixed tree. COMMAND is the command line of another scanner that prints a bill of materials in
CycloneDX JSON, `{}` standing for the tree, such as `ai-bom scan {} --format json --quiet`. The model names of both are
compared in both directions, with the places of some that only one of them has. `--growth` scans an eighth, a quarter,
half and all of the files of a tree, and prints the exponent with which processor seconds grow with bytes: 1 is linear.

Measured on 21 public repositories in one folder (15,277 files, 3,877 of them Python) with two processors that others
used as well: 13.1 s and 22.3 s of processors, at most 114 MiB a process, against 85.0 s of processors for ai-bom 3.6.0
(one process, 92.3 s). Models that code loads: 347 here, 35 there, 25 in both; of the 10 that only ai-bom names, two are
models, and both stand in examples inside docstrings, which are mentions here.

The package of transformers 4.57.1 (2,214 files, of which 863 are outlined) took 21.1 s of processors and 276 MiB with
two processors that six other programs kept busy; the commit before, run at the same time, took 30.0 s and 357 MiB. With
one process it is 16.3 s and 225 MiB. An answer in a knot of functions that call each other is kept once it took 1,000
steps, and records are made, packed and kept in less time and space.
"""

import ast
import json
import math
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.inputs import FolderTree
from supplygraph.reuse.scan import scan

#: How many names that only one scanner has are shown.
SHOWN = 15


def spent() -> float:
    """Processor seconds of this process and of those that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def walked(tree: Path) -> tuple[int, float]:
    """(Python files, seconds) of parsing every file and looking at each call, in this process."""
    warnings.simplefilter("ignore")
    started, files = time.perf_counter(), 0
    for name in FolderTree(tree).files():
        if not name.endswith(".py"):
            continue
        files += 1
        try:
            parsed = ast.parse((tree / name).read_bytes())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(parsed):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                _ = node.func.attr == "from_pretrained"
    return files, time.perf_counter() - started


def growth(tree: Path) -> None:
    """Prints processor seconds and bytes of growing parts of a tree, and the exponent between them."""
    paths = list(FolderTree(tree).files())
    points = []
    for parts in (8, 4, 2, 1):
        with tempfile.TemporaryDirectory() as folder:
            size = 0
            # A part holds every nth folder whole, for files of one folder belong together.
            folders = sorted({path.rpartition("/")[0] for path in paths})
            kept = set(folders[::parts])
            for path in paths:
                if path.rpartition("/")[0] in kept:
                    copy = Path(folder) / path
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    content = (tree / path).read_bytes()
                    copy.write_bytes(content)
                    size += len(content)
            before = spent()
            result = scan(FolderTree(Path(folder)), jobs=1)
            seconds = spent() - before
        points.append((math.log(size), math.log(seconds)))
        print(
            f"1/{parts}: {result.files:7,} files {size / 1e6:8.1f} MB {seconds:7.2f} s of processors "
            f"{result.files / seconds:8,.0f} files/s"
        )
    mean_x, mean_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    print(f"exponent {slope:.2f}")


def main() -> None:
    """Prints files a second of each, and the largest memory of a process."""
    if sys.argv[1] == "--growth":
        growth(Path(sys.argv[2]))
        return
    tree = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "readings.sqlite"
        for name, jobs, file in (
            ("one process", 1, None),
            ("two processes", 2, None),
            ("first, remembering", 2, cache),
            ("again", 2, cache),
        ):
            before = spent()
            result = scan(FolderTree(tree), jobs=jobs, cache=file)
            print(
                f"{name:20} {result.files:8,} files {result.seconds:7.2f} s {spent() - before:7.2f} s of processors "
                f"{result.files / result.seconds:8,.0f} files/s  "
                f"{result.parsed:,} parsed, {len(result.findings):,} findings"
            )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{'memory':20} {own:,.0f} MiB here, {workers:,.0f} MiB the largest worker, {own + workers:,.0f} MiB together"
    )
    files, seconds = walked(tree)
    print(f"{'ast and walk':20} {files:8,} files {seconds:7.2f} s {files / seconds:8,.0f} files/s, Python only")
    if len(sys.argv) > 3 and sys.argv[2] == "--other":
        compare(sys.argv[3], tree, result.findings)


def compare(command: str, tree: Path, findings: list[ScanFinding]) -> None:
    """Runs another scanner and prints which models only one of the two names."""
    started, before = time.perf_counter(), spent()
    words = [word.replace("{}", str(tree)) for word in shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    print(f"{'the other':20} {seconds:7.2f} s {spent() - before:7.2f} s of processors, exit code {done.returncode}")
    theirs: dict[str, str] = {}
    for name, place in named(json.loads(done.stdout[done.stdout.index("{") :])):
        theirs.setdefault(name.lower(), f"{name}  {place}")
    ours: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for one in findings:
        if one.model_id and one.kind == "model" and one.tier in ("core", "flow", "other"):
            key = one.model_id.lower()
            ours.setdefault(key, f"{one.model_id}  {one.file}:{one.line}")
            spelt |= {form.lower(): key for form in (one.model_id, one.literal, one.hub_id) if form}
    both = {name: spelt[name] for name in theirs if name in spelt}
    print(f"  models that code loads: {len(ours):,} here, {len(theirs):,} there, {len(set(both.values())):,} in both")
    for title, rows in (
        ("only here", [place for key, place in sorted(ours.items()) if key not in both.values()]),
        ("only there", [place for name, place in sorted(theirs.items()) if name not in both]),
    ):
        print(f"  {title}: {len(rows):,}")
        for place in rows[:: max(1, len(rows) // SHOWN)][:SHOWN]:
            print(f"    {place}")


def named(document: Any) -> Iterator[tuple[str, str]]:
    """(model, place) of the components of a CycloneDX document that say which model is used."""
    for component in document.get("components", ()):
        properties = {row["name"].rsplit(":", 1)[-1]: row["value"] for row in component.get("properties", ())}
        name = properties.get("model_name")
        if name:
            yield name, properties.get("source_location", "")


if __name__ == "__main__":
    main()
