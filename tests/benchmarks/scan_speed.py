"""Measures the scanner on a tree against parsing and walking every file, and against another scanner.

    python -m tests.benchmarks.scan_speed TREE [--other COMMAND]

TREE is any large mixed tree. COMMAND is another scanner's command line in which {} stands for the tree; its findings
are compared by the model ids that appear in what it prints.
"""

import ast
import resource
import shlex
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

from supplygraph.reuse.inputs import FolderTree
from supplygraph.reuse.scan import scan


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


def main() -> None:
    """Prints files a second of each, and the largest memory of a process."""
    tree = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "readings.sqlite"
        for name, jobs, file in (
            ("one process", 1, None),
            ("two processes", 2, None),
            ("first, remembering", 2, cache),
            ("again", 2, cache),
        ):
            result = scan(FolderTree(tree), jobs=jobs, cache=file)
            print(
                f"{name:20} {result.files:8,} files {result.seconds:7.2f} s "
                f"{result.files / result.seconds:8,.0f} files/s  "
                f"{result.parsed:,} parsed, {len(result.findings):,} findings"
            )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'memory':20} {own:,.0f} MiB here, {workers:,.0f} MiB the largest worker")
    files, seconds = walked(tree)
    print(f"{'ast and walk':20} {files:8,} files {seconds:7.2f} s {files / seconds:8,.0f} files/s, Python only")
    if len(sys.argv) > 3 and sys.argv[2] == "--other":
        started = time.perf_counter()
        words = [word.replace("{}", str(tree)) for word in shlex.split(sys.argv[3])]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        print(f"{'the other':20} {time.perf_counter() - started:7.2f} s, exit code {done.returncode}")
        ours = {f.model_id for f in result.findings if f.model_id and f.kind == "model" and f.tier in ("core", "flow")}
        said = {model_id for model_id in ours if model_id in done.stdout}
        print(f"  of {len(ours):,} ids that code loads it names {len(said):,}")


if __name__ == "__main__":
    main()
