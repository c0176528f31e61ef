"""Compares the rows that two commits give for the stored queries.

    python -m tests.benchmarks.compare_rows BEFORE AFTER --load FILE      # each commit loads the dump of the Hub itself
    python -m tests.benchmarks.compare_rows BEFORE AFTER --store FOLDER   # each derives in a copy of one loaded graph

Every query is asked with every rule set and about the same artifacts, through what has stayed the same since the first
release: the command line and `supplygraph.connect`. Queries and columns that only one of the commits has are named, and
the others compared; rows are pulled without a limit that could hide a difference.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neo4j.graph import Node
from neo4j.graph import Path as Way

CHECKOUT = Path(__file__).parents[2]
ROWS = 10_000_000
#: Artifacts that queries about one are asked about: bases with most children, and what is in conflict furthest down.
ARTIFACTS = 4
#: What queries called the artifact that they are about before their headers said which one it is.
ABOUT = frozenset({"artifact", "model_id", "model_ids"})
SHOWN = 5

Answers = dict[str, list[dict[str, Any]]]


def main() -> None:
    """Prints each query and its parameters where the rows differ, and exits with 1 then."""
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after", nargs="?", default="HEAD")
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--load", type=Path, metavar="FILE")
    given.add_argument("--store", type=Path, metavar="FOLDER")
    parser.add_argument("--only", nargs="*", default=[""], metavar="PREFIX")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--about", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.answer:
        answer(chosen.answer, chosen.store, chosen.only, chosen.about)
        return
    if not (chosen.load or chosen.store):
        parser.error("one of --load and --store is needed")
    with tempfile.TemporaryDirectory() as folder:
        before, about = of_commit(chosen.before, chosen, Path(folder), None)
        after, _ = of_commit(chosen.after, chosen, Path(folder), about)
    sys.exit(report(before, after))


def of_commit(
    commit: str, chosen: argparse.Namespace, folder: Path, about: list[str] | None
) -> tuple[Answers, list[str]]:
    """The rows of one commit by query and parameters, and the artifacts that it was asked about."""
    tree, store, answers = folder / f"tree-{commit}", folder / f"store-{commit}", folder / f"{commit}.json"
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=CHECKOUT, check=True)
    environment = {**os.environ, "PYTHONPATH": str(tree), "SUPPLYGRAPH_STORE": str(store)}
    supplygraph = [sys.executable, "-m", "supplygraph"]
    try:
        if chosen.load:
            subprocess.run(
                [*supplygraph, "load", "hub-file", chosen.load.absolute()], env=environment, cwd=tree, check=True
            )
        else:
            shutil.copytree(chosen.store, store)
            (store / "launch.json").unlink(missing_ok=True)
            subprocess.run([*supplygraph, "derive"], env=environment, cwd=tree, check=True)
        asked = [] if about is None else ["--about", *about]
        command = [
            sys.executable,
            __file__,
            commit,
            "--store",
            store,
            "--answer",
            answers,
            "--only",
            *chosen.only,
            *asked,
        ]
        subprocess.run(command, env=environment, cwd=tree, check=True)
    finally:
        subprocess.run([*supplygraph, "down"], env=environment, cwd=tree, check=False)
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=CHECKOUT, check=True)
        shutil.rmtree(store, ignore_errors=True)
    found = json.loads(answers.read_text(encoding="utf-8"))
    return found["answers"], found["about"]


def answer(path: Path, store: Path, only: list[str], about: list[str] | None) -> None:
    """Asks every query and writes the rows; runs with the code of the commit that is compared."""
    from supplygraph.api import connect
    from supplygraph.errors import SupplygraphError
    from supplygraph.queries.catalogue import query_paths

    found: Answers = {}
    with connect(store=store) as graph:
        profiles = [
            row["name"] for row in graph.connection.read("MATCH (p:Profile) RETURN p.name AS name ORDER BY name")
        ]
        ids = artifacts(graph) if about is None else about
        for name in (name for name in sorted(query_paths()) if name.startswith(tuple(only))):
            for label, parameters in parameter_sets(name, profiles, ids):
                try:
                    rows = graph.query(name, **parameters).rows
                except SupplygraphError as error:
                    # A question about models that is asked of a dataset.
                    rows = [{"error": str(error)}]
                found[f"{name} {label}".strip()] = rows
    path.write_text(json.dumps({"answers": found, "about": ids}, default=shown), encoding="utf-8")


def shown(value: Any) -> str:
    """What JSON does not know: a path by its nodes, a node by its id, as other properties tell of the load."""
    if isinstance(value, Way):
        return " - ".join(map(shown, value.nodes))
    return str(value.get("id") or value.get("name")) if isinstance(value, Node) else str(value)


def artifacts(graph: Any) -> list[str]:
    """What queries about one artifact are asked about."""
    bases = graph.connection.read(
        "MATCH (m:Model)<-[:DERIVED_FROM]-() WITH m, count(*) AS n ORDER BY n DESC, m.id LIMIT $n RETURN m.id AS id",
        {"n": ARTIFACTS},
    )
    conflicts = graph.query("license-conflicts", max_rows=ROWS).rows[-ARTIFACTS:]
    return [row["id"] for row in bases] + [row["artifact"] for row in conflicts]


def parameter_sets(name: str, profiles: list[str], ids: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each rule set and artifact, where the query takes them, as both commits call them and as this one takes them."""
    from supplygraph.queries.catalogue import find_query

    parameters = {one.name: one for one in find_query(name).parameters}
    limits = {"max_rows": ROWS} if "max_rows" in parameters else {}
    about = [one for one in parameters.values() if getattr(one, "artifacts", None) or one.name in ABOUT]
    for profile in profiles if "profile" in parameters else [None]:
        chosen = {**limits, **({"profile": profile} if profile else {})}
        label = f"under {profile}" if profile else ""
        if not any(one.default is not None for one in about):
            yield label, chosen
        for id_ in ids if about else []:
            values = {one.name: [id_] if one.type.startswith("LIST") else id_ for one in about}
            yield f"{label} of {id_}".strip(), {**chosen, **values}


def report(before: Answers, after: Answers) -> int:
    """Prints what differs; 1 where something does."""
    names = [{key.split(" ")[0] for key in answers} for answers in (before, after)]
    for sign, only in (("before", names[0] - names[1]), ("after", names[1] - names[0])):
        if only:
            print(f"only {sign}: {', '.join(sorted(only))}")
    same, columns = Counter[str](), dict[str, str]()
    for key in sorted(before.keys() & after.keys()):
        name = key.split(" ")[0]
        both, change = in_common(before[key], after[key])
        if change:
            columns[name] = change
        old, new = (Counter(json.dumps({c: row.get(c) for c in both}, sort_keys=True) for row in rows)
                    for rows in (before[key], after[key]))  # fmt: skip
        order = "" if old != new else ", in another order" if not change and before[key] != after[key] else None
        same[("same rows", "other rows")[order is not None]] += 1
        if order is None:
            continue
        print(f"differs: {key}: {old.total():,} rows, then {new.total():,}{order}")
        for sign, gone in (("-", old - new), ("+", new - old)):
            for row in list(gone)[:SHOWN]:
                print(f"  {sign} {row}")
    for name, change in columns.items():
        print(f"columns of {name}: {change}")
    rows = sum(map(len, before.values()))
    print(f"{same['same rows']} answers are the same, {same['other rows']} differ; {rows:,} rows before")
    return 1 if same["other rows"] else 0


def in_common(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> tuple[list[str], str]:
    """The columns that both have, and what one of them has alone; without rows nothing is known of columns."""
    old, new = (list(rows[0]) if rows else [] for rows in (before, after))
    if not old or not new:
        return old or new, ""
    apart = [f"- {name}" for name in old if name not in new] + [f"+ {name}" for name in new if name not in old]
    return [name for name in old if name in new], ", ".join(apart)


if __name__ == "__main__":
    main()
