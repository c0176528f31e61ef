"""Compares the rows that two commits give for the stored queries on the same graph.

    python -m tests.benchmarks.compare_rows BEFORE AFTER --store FOLDER [--only PREFIX ...]

Each commit derives and answers in a copy of the store of its own, with every rule set and about some artifacts. Queries
that only one of the commits has are named; a pull of more rows than any graph has leaves no limit to hide a difference.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
ROWS = 10_000_000
#: Artifacts that queries about one are asked about: bases with most children, and what is in conflict furthest down.
ARTIFACTS = 4


def main() -> None:
    """Prints each query and its parameters where the rows differ, and exits with 1 then."""
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after", nargs="?", default="HEAD")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.answer:
        answer(chosen.answer, chosen.only)
        return
    with tempfile.TemporaryDirectory() as folder:
        found = [of_commit(one, chosen.store, chosen.only, Path(folder)) for one in (chosen.before, chosen.after)]
    sys.exit(report(*found))


def of_commit(commit: str, store: Path, only: list[str], folder: Path) -> dict[str, list[Any]]:
    """The rows of one commit, by query and parameters."""
    tree, copy = folder / f"tree-{commit}", folder / f"store-{commit}"
    answers = folder / f"{commit}.json"
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=CHECKOUT, check=True)
    try:
        shutil.copytree(store, copy)
        (copy / "launch.json").unlink(missing_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(tree), "SUPPLYGRAPH_STORE": str(copy)}
        command = [sys.executable, __file__, commit, "--answer", str(answers), "--only", *only]
        subprocess.run(command, env=environment, cwd=tree, check=True)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=CHECKOUT, check=True)
        shutil.rmtree(copy, ignore_errors=True)
    found: dict[str, list[Any]] = json.loads(answers.read_text(encoding="utf-8"))
    return found


def answer(path: Path, only: list[str]) -> None:
    """Derives, asks every query and writes the rows; runs with the code of the commit that is compared."""
    from supplygraph.cypher_files import cypher_folder
    from supplygraph.enrich.derive import derive
    from supplygraph.errors import SupplygraphError
    from supplygraph.queries.catalogue import query_paths
    from supplygraph.queries.run import run
    from supplygraph.server import local
    from supplygraph.settings import Settings
    from supplygraph.store.connection import Connection

    settings = Settings.from_environment(os.environ, store=Path(os.environ["SUPPLYGRAPH_STORE"]))
    found = {}
    try:
        with Connection(local.start(settings)) as connection:
            derive(connection, cypher_folder() / "derive")
            for name in (name for name in sorted(query_paths()) if name.startswith(tuple(only))):
                for parameters in parameter_sets(connection, name):
                    try:
                        rows = run(connection, name, parameters).rows
                    except SupplygraphError as error:
                        # A question about models that is asked of a dataset.
                        rows = [{"error": str(error)}]
                    found[f"{name} {json.dumps(parameters, sort_keys=True)}"] = rows
    finally:
        local.stop(settings)
    path.write_text(json.dumps(found, default=str), encoding="utf-8")


def parameter_sets(connection: Any, name: str) -> Iterator[dict[str, Any]]:
    """Each rule set and some artifacts, where the query takes them."""
    from supplygraph.queries.catalogue import find_query
    from supplygraph.queries.run import run

    parameters = {one.name: one for one in find_query(name).parameters}
    limits = {"max_rows": ROWS} if "max_rows" in parameters else {}
    about = [one for one in parameters.values() if one.artifacts]
    profiles = connection.read("MATCH (p:Profile) RETURN p.name AS name ORDER BY name")
    choices = [{"profile": row["name"]} for row in profiles] if "profile" in parameters else [{}]
    bases = connection.read(
        "MATCH (m:Model)<-[:DERIVED_FROM]-() WITH m, count(*) AS n ORDER BY n DESC, m.id LIMIT $n RETURN m.id AS id",
        {"n": ARTIFACTS},
    )
    conflicts = run(connection, "license-conflicts", {"max_rows": ROWS}).rows[-ARTIFACTS:]
    ids = [row["id"] for row in bases] + [row["artifact"] for row in conflicts]
    for choice in choices:
        if not any(one.needed for one in about):
            yield {**limits, **choice}
        for id_ in ids if about else []:
            yield {**limits, **choice, **{one.name: [id_] if one.type.startswith("LIST") else id_ for one in about}}


def report(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> int:
    """Prints what differs; 1 where something does."""
    different = 0
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            print(f"only {'after' if name in after else 'before'}: {name}")
        elif before[name] != after[name]:
            different += 1
            gone = [row for row in before[name] if row not in after[name]]
            new = [row for row in after[name] if row not in before[name]]
            print(f"differs: {name}: {len(before[name])} rows, then {len(after[name])}")
            for sign, rows in (("-", gone), ("+", new)):
                print("".join(f"  {sign} {json.dumps(row)}\n" for row in rows[:5]), end="")
    same = sum(before[name] == after[name] for name in before.keys() & after.keys())
    print(f"{same} answers are the same, {different} differ, {sum(map(len, before.values())):,} rows before")
    return 1 if different else 0


if __name__ == "__main__":
    main()
