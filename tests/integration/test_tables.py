"""Tables in memory are loaded through the Python API."""

import pytest

import supplygraph
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection

pytestmark = pytest.mark.integration


def test_a_table_in_memory_is_loaded(known_graph: Connection, settings: Settings) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        [
            {"id": "grove/oak", "terms": "mit", "base_model": "['grove/acorn']", "height": 3},
            {"id": "grove/acorn", "terms": float("nan"), "base_model": None, "height": None},
        ]
    )
    with supplygraph.connect(store=settings.store) as graph:
        result = graph.load_table(frame, columns={"license": "terms"})
        assert (result.source, result.complete) == ("table", True)
        assert result.counts()["unused column height"] == 1
        assert graph.query("lineage-ancestors", model_id="grove/oak").rows[0]["ancestor"] == "grove/acorn"
        rows = graph.connection.read(
            "MATCH (l:Load {id: $id}) RETURN l.count_names AS names, l.count_values AS counts", {"id": result.id}
        )
        assert ("unused column height", 1) in zip(rows[0]["names"], rows[0]["counts"], strict=True)
