"""How many artifacts state what is counted on a real graph, by label and by the source that described them last."""

import csv
import json
import subprocess
from collections.abc import Callable

import pytest

from supplygraph.api import Graph
from supplygraph.errors import InputError
from supplygraph.store.connection import Connection
from supplygraph.store.format import mark_format

pytestmark = pytest.mark.integration

Command = Callable[..., subprocess.CompletedProcess[str]]
GIVEN = """
CREATE (:Load {id: '1', source: 'hub-file', started: datetime('2026-01-01T00:00:00Z')})
CREATE (:Load {id: '2', source: 'records', started: datetime('2026-01-02T00:00:00Z')})
CREATE (a:Model {id: 'a', status: 'present', task: 't', mine: 1, last_seen: datetime('2026-01-01T00:00:00Z')})
CREATE (:Model {id: 'b', status: 'present', task: 't', last_seen: datetime('2026-01-02T00:00:00Z')})
CREATE (:Model {id: 'c', status: 'removed', last_seen: datetime('2026-01-02T00:00:00Z')})
CREATE (s:Model {id: 's', status: 'stub', task: 'x'})
CREATE (a)-[:HAS_TASK]->(t:Task {name: 't'}), (a)-[:HAS_TASK]->(:Task {name: 'u'}), (s)-[:HAS_TASK]->(t)
CREATE (a)-[:SHOWS]->(:_Facts {id: 'f'})
CREATE (:Dataset {id: 'd', status: 'present', likes: 3, last_seen: datetime('2026-01-02T00:00:00Z')})
"""


@pytest.fixture
def described(empty_graph: Connection) -> Connection:
    mark_format(empty_graph)
    empty_graph.execute(GIVEN)
    return empty_graph


def test_counts_by_label_and_source(described: Connection) -> None:
    found = {(row["label"], row["property"], row["source"]): row for row in Graph(described).coverage()}
    shown = {key: (row["said"], row["nodes"], row["percent"]) for key, row in found.items()}
    assert shown["Model", "task", "all"] == (2, 3, 66.7)
    assert shown["Model", "task", "hub-file"] == (1, 1, 100.0)
    assert shown["Model", "task", "records"] == (1, 2, 50.0)
    assert shown["Model", "-[:HAS_TASK]->", "all"] == (1, 3, 33.3)
    assert shown["Model", "doi", "all"] == (0, 3, 0.0)
    assert shown["Model", "mine", "hub-file"] == (1, 1, 100.0)
    assert shown["Dataset", "likes", "records"] == (1, 1, 100.0)
    assert ("Dataset", "likes", "all") not in shown
    assert not any(label == "Repository" for label, _, _ in shown)
    assert not any("SHOWS" in name for _, name, _ in shown), "only serves the machinery"
    assert Graph(described).coverage("Repository").rows[0]["percent"] == 0


def test_labels_can_be_asked_for(described: Connection) -> None:
    rows = Graph(described).coverage("task")
    assert [(row["property"], row["said"]) for row in rows] == [("name", 2)]
    with pytest.raises(InputError, match="there is no label Modle") as caught:
        Graph(described).coverage("Modle")
    assert caught.value.hint == "did you mean Model?"


def test_the_command_writes_every_form(described: Connection, command: Command) -> None:
    table = command("schema", "coverage")
    assert table.returncode == 0
    assert max(map(len, table.stdout.splitlines())) <= 80
    rows = [json.loads(line) for line in command("schema", "coverage", "--format", "jsonl").stdout.splitlines()]
    assert rows == Graph(described).coverage().rows
    written = list(csv.DictReader(command("schema", "coverage", "--format", "csv").stdout.splitlines()))
    assert [row["percent"] for row in written] == [str(row["percent"]) for row in rows]
    assert command("schema", "coverage", "--label", "Modle").returncode == 2
