"""`load github` fills in what the graph knows of its repositories, follows renames, and needs a token."""

import subprocess
from collections.abc import Callable

import pytest

from supplygraph.store.connection import Connection
from tests.github_server import TOKEN, GitHubServer, repository

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


def test_the_repositories_of_the_graph(known_graph: Connection, command: Command) -> None:
    known_graph.execute(
        "CREATE (m:Model {id: 'a/m', status: 'present'}) "
        "CREATE (:Repository {id: 'github.com/old/name', status: 'present', issues: 3})"
        "-[:REUSES {source: 'peatmoss', sources: ['peatmoss'], places: ['x.py']}]->(m) "
        "CREATE (:Repository {id: 'github.com/o/r', status: 'stub'})-[:REUSES]->(m) "
        "CREATE (m)-[:HAS_CODE]->(:Repository {id: 'github.com/o/code', status: 'stub'}) "
        "CREATE (:Repository {id: 'gitlab.com/o/r', status: 'stub'})-[:REUSES]->(m) "
        "CREATE (:Repository {id: 'github.com/o/gone', status: 'present'})-[:REUSES]->(m) "
        "CREATE (:Repository {id: 'github.com/not a/name', status: 'stub'})-[:REUSES]->(m)"
    )
    known = {
        "new/name": repository("new/name", stargazerCount=40),
        "old/name": "new/name",
        "o/r": repository("o/r", licenseInfo=None),
        "o/code": repository("o/code"),
    }
    with GitHubServer(known, ["502", "partial"]) as server:
        environment = {"GITHUB_TOKEN": TOKEN, "GITHUB_GRAPHQL_URL": server.url}
        done = command("load", "github", "--from-graph", env=environment)
        assert done.returncode == 0, done.stderr
        assert TOKEN not in done.stdout + done.stderr
        assert "1 names in the graph are not valid GitHub repositories" in done.stderr
        rows = known_graph.read(
            "MATCH (r:Repository) RETURN r.id AS name, r.stars AS stars, r.issues AS issues, r.status AS status, "
            "r.license_statement AS license, COUNT { (r)-[:REUSES {places: ['x.py']}]->() } AS moved ORDER BY name"
        )
        named = {row.pop("name"): row for row in rows}
        assert named == {
            "github.com/new/name": {"stars": 40, "issues": 3, "status": "present", "license": "mit", "moved": 1},
            "github.com/o/code": {"stars": None, "issues": None, "status": "stub", "license": None, "moved": 0},
            "github.com/o/gone": {"stars": None, "issues": None, "status": "missing", "license": None, "moved": 0},
            "github.com/not a/name": {"stars": None, "issues": None, "status": "stub", "license": None, "moved": 0},
            "github.com/o/r": {"stars": 7, "issues": None, "status": "present", "license": None, "moved": 0},
            "gitlab.com/o/r": {"stars": None, "issues": None, "status": "stub", "license": None, "moved": 0},
        }
        assert known_graph.read(
            "MATCH (:Alias {id: 'github.com/old/name'})-[:ALIAS_OF]->(r) RETURN r.id AS id, r.name AS name"
        ) == [{"id": "github.com/new/name", "name": "new/name"}]
        again = command("load", "github", "--from-graph", "--card-linked", env=environment)
        assert "created   0 nodes" in again.stdout
        assert known_graph.read("MATCH (r:Repository {id: 'github.com/o/code'}) RETURN r.stars AS stars") == [
            {"stars": 7}
        ]


def test_without_a_token_it_says_how_to_give_one(command: Command) -> None:
    done = command("load", "github", "a/b", env={"GITHUB_TOKEN": "", "GH_TOKEN": ""})
    assert done.returncode == 2
    assert "GITHUB_TOKEN" in done.stderr
