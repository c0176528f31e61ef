"""Measures how right the model types of headers are: `python -m tests.benchmarks.fingerprint_types FOLDER [MISTAKES]`.

The headers are those of `fingerprint_headers`, from other versions of the libraries than the table was made from.
"""

import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from supplygraph.fingerprint.compute import fingerprint
from tests.benchmarks.fingerprint_headers import SIZES
from tests.benchmarks.fingerprint_table import written


def main(folder: Path, mistakes: int) -> None:
    """Prints the shares of right types, over the common types, over all types, and by the library."""
    common = set(tomllib.loads(SIZES.read_text(encoding="utf-8")))
    counts: dict[str, Counter[str]] = {}
    wrong = Counter[str]()
    seconds = 0.0
    for one in written(folder):
        kind, library = one.truth["type"], one.truth["library"]
        start = time.process_time()
        found = fingerprint(one.header)
        seconds += time.process_time() - start
        own = found.architecture == kind
        group = own or kind in found.alike
        sets = [library, *(["common"] if kind in common else []), *(["on disk"] if "on-disk" in one.path.name else [])]
        for name in sets:
            row = counts.setdefault(name, Counter())
            row["headers"] += 1
            row["own"] += own
            row["group"] += group
            row["stated"] += found.architecture is not None
        if not own:
            wrong[f"{kind}: {found.architecture}{' (group)' if group else ''}"] += 1
    for name, row in counts.items():
        total = row["headers"]
        print(
            f"{name:14} {total:5} headers: own {row['own'] / total:6.1%}, group {row['group'] / total:6.1%}, "
            f"stated {row['stated'] / total:6.1%}, of these right {row['group'] / max(1, row['stated']):6.1%}"
        )
    print(f"{seconds:.1f} CPU s")
    for text, times in wrong.most_common(mistakes):
        print(f"{times:4} {text}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
