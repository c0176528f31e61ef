"""Which stored queries Neo4j's own linter found nothing in, by a digest of what it read; `python -m tests.linted DIR`.

The linter takes half a second for each, so that the tests ask it about those only that are not as they were then. DIR
holds its package: `npm install --prefix DIR` with the version below.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from supplygraph.queries.catalogue import all_queries
from supplygraph.schema.declaration import PROVENANCE, SEEN, Node, Relationship, declared_properties
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

PACKAGE = "@neo4j-cypher/language-support@2.0.0-next.38"
_FILE = Path(__file__).with_suffix(".json")
_LINTER = Path(__file__).with_name("lint_cypher.cjs")


def stored() -> list[dict[str, Any]]:
    """The stored queries as the linter reads them."""
    return [
        {
            "name": query.name,
            "statement": query.statement,
            "parameters": {parameter.name: parameter.default for parameter in query.parameters},
        }
        for query in all_queries()
    ]


@cache
def schema() -> dict[str, list[str]]:
    """The names that a query may use."""
    kinds: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    names = {one.name for kind in kinds for one in declared_properties(kind)}
    return {
        "labels": [node.label for node in NODES],
        "relationshipTypes": [one.type_name for one in RELATIONSHIPS],
        "propertyKeys": sorted(names | {one.name for one in (*PROVENANCE, *SEEN)}),
    }


def digest(query: dict[str, Any]) -> str:
    """Changes with all that the linter says of a query depends on: itself, the linter, and which of its names exist."""
    words = set(re.findall(r"\w+", query["statement"]))
    known = {kind: sorted(words.intersection(names)) for kind, names in schema().items()}
    read = json.dumps([PACKAGE, _LINTER.read_text(encoding="utf-8"), query, known], sort_keys=True)
    return hashlib.sha256(read.encode()).hexdigest()[:20]


def findings(modules: Path, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the linter finds, with its package in the folder."""
    done = subprocess.run(
        ["node", str(_LINTER)],
        input=json.dumps({"schema": schema(), "queries": queries}),
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "NODE_PATH": str(modules / "node_modules")},
        cwd=modules,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def batched(queries: list[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """The queries in pieces."""
    for start in range(0, len(queries), size):
        yield queries[start : start + size]


def read_linted() -> dict[str, str]:
    """The digest of each query that was found clean."""
    read: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def write_linted(modules: Path) -> None:
    """Lints what has changed, and writes down what is clean."""
    before = read_linted() if _FILE.exists() else {}
    clean = {one["name"]: digest(one) for one in stored() if before.get(one["name"]) == digest(one)}
    for some in batched([one for one in stored() if one["name"] not in clean], 20):
        found = findings(modules, some)
        for one in found:
            print(json.dumps(one), file=sys.stderr)
        dirty = {one["name"] for one in found}
        clean |= {one["name"]: digest(one) for one in some if one["name"] not in dirty}
        _FILE.write_text(json.dumps(dict(sorted(clean.items())), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_linted(Path(sys.argv[1]).resolve())
