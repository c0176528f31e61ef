"""Measures how fast names are read: `python -m tests.benchmarks.naming`; `stored_queries` stores and checks them."""

import gzip
import json
import time

from supplygraph.naming.claims import claims
from supplygraph.naming.reader import read_name
from tests.real_data import DATA


def real_names() -> list[str]:
    """The ids of the real models."""
    with gzip.open(DATA / "hub" / "models_open.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line)["id"] for line in stream]


def main() -> None:
    """Prints names a second of one process."""
    names = real_names()
    for what, work in (("read, first time", read_name), ("read again", read_name), ("claims", claims)):
        start = time.process_time()
        for name in names:
            work(name)
        print(f"{what:20} {len(names) / (time.process_time() - start):10,.0f} names/s of one core")


if __name__ == "__main__":
    main()
