"""The Python API on a real Neo4j: connect, load, ask, and hand out other clients."""

from pathlib import Path

import pytest

import supplygraph
from supplygraph.errors import QueryError, ServerError
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def graph(sample_graph: Connection, settings: Settings) -> "supplygraph.Graph":
    """The sample, which tests leave as they find it."""
    return supplygraph.connect(store=settings.store)


def test_connect_joins_the_running_local_server(connection: Connection, settings: Settings) -> None:
    with supplygraph.connect(store=str(settings.store)) as graph:
        assert graph.connection.address.uri == connection.address.uri


def test_connect_to_an_address_with_a_password(connection: Connection) -> None:
    address = connection.address
    with supplygraph.connect(uri=address.uri, user="neo4j", password=address.password, database="neo4j") as graph:
        assert not graph.connection.address.local
        assert graph.connection.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_wrong_password_is_one_clear_error(connection: Connection) -> None:
    with pytest.raises(ServerError, match="refuses user") as caught:
        supplygraph.connect(uri=connection.address.uri, password="wrong-password")
    assert "wrong-password" not in str(caught.value)


def test_rows_frames_and_tables(graph: "supplygraph.Graph") -> None:
    result = graph.query("lineage-ancestors", model_id="mlabonne/NeuralHermes-2.5-Mistral-7B")
    assert [row["ancestor"] for row in result] == ["teknium/OpenHermes-2.5-Mistral-7B", "mistralai/Mistral-7B-v0.1"]
    frame = result.to_pandas()
    assert list(frame["hops"]) == [1, 2]
    assert list(frame.columns) == ["ancestor", "hops", "relations", "license"]
    assert result.to_arrow().num_rows == 2


def test_an_old_id_is_understood(graph: "supplygraph.Graph") -> None:
    new = graph.query("lineage-descendants", model_id="google-bert/bert-base-uncased").rows
    assert new
    assert graph.query("lineage-descendants", model_id="bert-base-uncased").rows == new


def test_unknown_queries_and_parameters_are_refused(graph: "supplygraph.Graph") -> None:
    with pytest.raises(QueryError, match="no stored query") as caught:
        graph.query("lineage-ancestor")
    assert "lineage-ancestors" in (caught.value.hint or "")
    with pytest.raises(QueryError, match="model"):
        graph.query("lineage-ancestors", model="x")
    with pytest.raises(QueryError):
        graph.query("lineage-ancestors", model_id=7)


def test_py2neo_works_on_the_same_store(graph: "supplygraph.Graph") -> None:
    pytest.importorskip("py2neo")
    other = graph.py2neo()
    models = other.run("MATCH (m:Model) RETURN count(m) AS n").evaluate()
    assert models == graph.connection.read("MATCH (m:Model) RETURN count(m) AS n")[0]["n"]
    node = other.nodes.match("Model", id="mistralai/Mistral-7B-v0.1").first()
    assert node["status"] == "present"


def test_the_sample_holds_what_the_demo_shows(graph: "supplygraph.Graph", tmp_path: Path) -> None:
    changes = graph.query("license-changes").rows
    assert any(row["upstream_license"].startswith("llama") and row["downstream_license"] == "apache-2.0"
               for row in changes)  # fmt: skip
    assert max(row["depth"] for row in graph.query("lineage-depths")) >= 4
