"""A PeaTMOSS database in the graph: loading it again changes nothing, and it joins with what the Hub says today."""

from pathlib import Path

import pytest

from supplygraph.load import load
from supplygraph.reproduce.peatmoss import database_figures
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.peatmoss import Peatmoss
from supplygraph.store.connection import Connection
from tests.conftest import write_lines
from tests.peatmoss_generator import FULL, create, fill, insert

pytestmark = pytest.mark.integration

TODAY = [
    {"id": "google-bert/bert-base-uncased", "tags": ["license:apache-2.0"], "downloads": 9},
    {
        "id": "acme/tuned",
        "tags": ["base_model:google-bert/bert-base-uncased", "base_model:finetune:google-bert/bert-base-uncased"],
    },
    {"id": "acme/old-card", "cardData": {"base_model": "bert-base-uncased"}},
]
PATHS = """
MATCH (derived:Model)-[:DERIVED_FROM]->(base:Model)<-[:REUSES]-(repository:Repository)
RETURN derived.id AS derived, base.id AS base, repository.id AS repository ORDER BY derived
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "PeaTMOSS.db"
    made = create(path)
    insert(made, "model_hub", "id, name, url", [(1, "HuggingFace", "h")])
    insert(made, "model", "id, context_id, model_hub_id, downloads", [(1, "bert-base-uncased", 1, 5), (2, "a/b", 1, 1)])
    insert(made, "reuse_repository", "id, owner, name, url", [(1, "x", "app", "github.com/x/app")])
    insert(made, "model_to_reuse_repository", "model_id, reuse_repository_id", [(1, 1)])
    made.commit()
    made.close()
    return path


@pytest.mark.parametrize("hub_first", [True, False])
def test_old_ids_join_with_todays(known_graph: Connection, database: Path, tmp_path: Path, hub_first: bool) -> None:
    hub = HubFile([write_lines(tmp_path / "hub.jsonl", TODAY)])
    for source in (hub, Peatmoss(database)) if hub_first else (Peatmoss(database), hub):
        load(source, lambda: known_graph)
    assert known_graph.read(PATHS) == [
        {"derived": name, "base": "google-bert/bert-base-uncased", "repository": "github.com/x/app"}
        for name in ("acme/old-card", "acme/tuned")
    ]
    assert known_graph.read("MATCH (m:Model {id: 'bert-base-uncased'}) RETURN m") == []
    assert known_graph.read("MATCH (:Alias {id: 'bert-base-uncased'})-[:ALIAS_OF]->(m) RETURN m.id AS id") == [
        {"id": "google-bert/bert-base-uncased"}
    ]


@pytest.mark.parametrize("shape", ["drawn", "split"])
def test_loading_again_creates_nothing(known_graph: Connection, tmp_path: Path, shape: str) -> None:
    sizes = {name: max(size // 500, 4) for name, size in FULL.items()} | {"reused": 20}
    fill(tmp_path / "db", sizes, enhanced=shape)
    first = load(Peatmoss(tmp_path / "db"), lambda: known_graph, batch=500)
    assert first.complete
    counted = known_graph.read(
        "MATCH (m:Model) WITH count(m) AS models "
        "MATCH (:Repository)-[r:REUSES]->(:Model) RETURN models, count(r) AS links"
    )
    assert counted == [{"models": sizes["models"], "links": sizes["hf_links"] + sizes["pytorch_links"]}]
    figures = {figure.name: figure.computed for figure in database_figures(known_graph)}
    assert figures["models"] == sizes["models"]
    assert figures["models of PyTorch Hub"] == sizes["pytorch"]
    assert figures["snapshots of Hugging Face"] == sizes["snapshots"]
    assert figures["repositories"] == sizes["repositories"]
    assert figures["links of Hugging Face"] == sizes["hf_links"]
    assert figures["links of PyTorch Hub"] == sizes["pytorch_links"]
    assert figures["dependencies between models"] == sizes["bases"]
    domains = [name for name in figures if " among the models of " in name]
    shares = [float(figures[name] or 0) for name in domains if name.endswith("pytorch")]
    assert sum(shares) == pytest.approx(100)
    again = load(Peatmoss(tmp_path / "db"), lambda: known_graph, batch=700)
    written = again.written
    assert (written.nodes_created, written.relationships_created, written.relationships_deleted) == (0, 0, 0)
