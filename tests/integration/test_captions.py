"""Every label has a `name` that people recognise."""

import json
from pathlib import Path

import pytest

from supplygraph.load import load
from supplygraph.schema.nodes import NODES
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import write_lines

pytestmark = pytest.mark.integration


def test_every_node_of_a_loaded_graph_has_a_name(sample_graph: Connection, tmp_path: Path) -> None:
    record = {
        "kind": "repository",
        "id": "gitlab.com/lab/app",
        "license": "mit",
        "aliases": ["gitlab.com/lab/old"],
        "depends_on": ["pip:torch"],
    }
    model = {"kind": "model", "id": "lab/cited", "papers": ["arxiv:1810.04805"], "license": "my very own"}
    load(Records([write_lines(tmp_path / "more.jsonl", [record, model])]), lambda: sample_graph)
    nameless = sample_graph.read(
        "MATCH (n) WHERE n.name IS NULL RETURN labels(n) AS labels, properties(n) AS properties LIMIT 5"
    )
    assert nameless == [], json.dumps(nameless, default=str)
    shown = {
        (row["label"], row["key"]): row["name"]
        for row in sample_graph.read(
            "MATCH (n) RETURN head(labels(n)) AS label, coalesce(n.id, n.code, n.name) AS key, n.name AS name"
        )
    }
    for label, key, name in (
        ("Repository", "gitlab.com/lab/app", "lab/app"),
        ("Alias", "gitlab.com/lab/old", "gitlab.com/lab/old"),
        ("Package", "pip:torch", "torch"),
        ("License", "mit", "mit"),
        ("License", "my-very-own", "my-very-own"),
        ("LicenseTerm", "NC", "No commercial use."),
        ("_LicenseStatement", "mit", "mit"),
        ("Model", "lab/cited", "cited"),
        ("Paper", "arxiv:1810.04805", "arxiv:1810.04805"),
    ):
        assert shown[label, key] == name
    assert {label for label, _ in shown} >= {node.label for node in NODES} - {"Fingerprint", "Domain", "Space"}
