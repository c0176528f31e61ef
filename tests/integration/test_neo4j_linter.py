"""Neo4j's own linter finds nothing in the stored queries, for Cypher 5 and 25."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.linted import PACKAGE, batched, digest, findings, read_linted, stored

pytestmark = pytest.mark.timeout(1800)


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


def test_the_linter_sees_what_is_wrong(modules: Path) -> None:
    bad = [{"name": "bad", "statement": "MATCH (n:Nope) RETURN id(n) AS id, m AS m", "parameters": {}}]
    messages = " ".join(finding["message"] for finding in findings(modules, bad))
    assert "Nope" in messages
    assert "`m` not defined" in messages


def test_stored_queries(modules: Path) -> None:
    """What stands unchanged since the linter last found nothing in it is left to the long form of this test."""
    linted = read_linted()
    assert findings(modules, [one for one in stored() if linted.get(one["name"]) != digest(one)]) == []


@pytest.mark.torture
def test_all_stored_queries(modules: Path) -> None:
    for some in batched(stored(), 20):
        assert findings(modules, some) == []
