"""Neo4j's own linter finds nothing in the stored queries, for Cypher 5 and 25."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from supplygraph.queries.catalogue import all_queries
from supplygraph.schema.declaration import PROVENANCE, SEEN, declared_properties
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

LINTER = Path(__file__).parents[1] / "lint_cypher.cjs"
PACKAGE = "@neo4j-cypher/language-support@2.0.0-next.38"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the linter's package, installed once; skips where there is no node, npm or registry."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no node and npm on this machine")
    given = os.environ.get("SUPPLYGRAPH_LINTER_MODULES")
    if given:
        return Path(given)
    folder = tmp_path_factory.mktemp("linter")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm does not install {PACKAGE} in four minutes")
    if done.returncode:
        pytest.skip(f"npm cannot install {PACKAGE}: {done.stderr.strip()[-200:]}")
    return folder


def findings(modules: Path, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = [*NODES, *RELATIONSHIPS]
    names = {one.name for kind in kinds for one in declared_properties(kind)} | {
        one.name for one in (*PROVENANCE, *SEEN)
    }
    schema = {
        "labels": [node.label for node in NODES],
        "relationshipTypes": [one.type_name for one in RELATIONSHIPS],
        "propertyKeys": sorted(names),
    }
    done = subprocess.run(
        ["node", str(LINTER)],
        input=json.dumps({"schema": schema, "queries": queries}),
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "NODE_PATH": str(modules / "node_modules")},
        cwd=modules,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_linter_sees_what_is_wrong(modules: Path) -> None:
    bad = [{"name": "bad", "statement": "MATCH (n:Nope) RETURN id(n) AS id, m AS m", "parameters": {}}]
    messages = " ".join(finding["message"] for finding in findings(modules, bad))
    assert "Nope" in messages
    assert "`m` not defined" in messages


def test_stored_queries(modules: Path) -> None:
    queries = [
        {
            "name": query.name,
            "statement": query.statement,
            "parameters": {parameter.name: parameter.default for parameter in query.parameters},
        }
        for query in all_queries()
    ]
    assert findings(modules, queries) == []
