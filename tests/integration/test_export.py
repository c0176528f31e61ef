"""What goes out of a graph comes back: each form is read by the tool it is for, and a snapshot is the same graph."""

import csv
import http.server
import io
import json
import logging
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import networkx
import numpy
import pandas
import pytest
import yaml
from click.testing import CliRunner

import supplygraph
from supplygraph.cli.main import cli
from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError, QueryError
from supplygraph.export.files import read_arrays, write_csv, write_graphml, write_jsonl, write_networkx, write_pyg
from supplygraph.export.parquet import MANIFEST, write_parquet
from supplygraph.export.reading import Reader
from supplygraph.export.records import export_records
from supplygraph.export.restore import (
    finish_bulk,
    open_snapshot,
    restore,
    restore_in_bulk,
)
from supplygraph.export.selection import Part, around, of_question
from supplygraph.export.snapshot import About, write_snapshot
from supplygraph.measure import measure
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from tests.conftest import empty, local_settings
from tests.graph_snapshot import snapshot

pytestmark = pytest.mark.integration

BASE = "mistralai/Mistral-7B-v0.1"
NASTY: dict[str, Any] = {
    "id": "acme/<b>&\"'=1+1 \u202e\u2028🤗",
    "name": "=cmd|' /C calc'!A0",
    "tags": ["", "a,b", 'quote"d', "zwei\nZeilen", "\r", "\\x1f", "naïve", "x" * 9_000],
    "task": "",
    "quantization": [],
    "downloads": 2**63 - 1,
    "pagerank": 1e-300,
    "gated": False,
    "created_at": datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
    "first_seen": datetime(2026, 2, 28, 23, 0, 0, 1, UTC),
    "status": "present",
    "_folded": "x",
}
#: Two findings that an empty text tells apart, and a dataset with the id of a model.
NASTY_GRAPH = """
CREATE (m:Model) SET m = $nasty
WITH m
OPTIONAL MATCH (base:Model {id: 'mistralai/Mistral-7B-v0.1'})
FOREACH (one IN CASE WHEN base IS NULL THEN [] ELSE [base] END | CREATE (m)-[:DERIVED_FROM {source: 'x'}]->(one))
CREATE (d:Dataset {id: m.id, first_seen: m.first_seen, _folded: 'x'}), (c:Check {name: 'odd'})
CREATE (m)-[:TRAINED_ON {source: 'x', sources: ['x'], evidence: []}]->(d)
CREATE (m)-[:HAS_FINDING {about: '', base: ''}]->(c), (m)-[:HAS_FINDING {about: 'b'}]->(c)
"""


@pytest.fixture(scope="module")
def graph(sample_graph: Connection) -> Connection:
    """The sample with everything derived, measured, and a model that is hard to write."""
    measure(sample_graph)
    sample_graph.execute(NASTY_GRAPH, {"nasty": NASTY})
    return sample_graph


@pytest.fixture(scope="module")
def part(graph: Connection) -> Part:
    """What is near the model that is hard to write, which is enough for forms that are slow to read."""
    return around(graph, BASE, 2)


def size(part: Part) -> int:
    return sum(map(len, part.nodes.values())) + sum(map(len, part.edges.values()))


def counted(connection: Connection, what: str) -> int:
    return int(connection.read(f"MATCH {what} RETURN count(*) AS n")[0]["n"])


@pytest.fixture(scope="module")
def folder(graph: Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "parquet"
    write_parquet(Reader(graph, machinery=True), target)
    return target


def test_parquet_holds_every_node_and_relationship_with_types(graph: Connection, folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    rows = sum(one["rows"] for one in manifest["files"])
    assert rows == counted(graph, "(n)") + counted(graph, "()-[r]->()")
    assert manifest["left_out"] == {}
    models = pandas.read_parquet(folder / "nodes/Model.parquet").set_index("id")
    assert len(models) == counted(graph, "(n:Model)")
    nasty = models.loc[NASTY["id"]]
    assert nasty["downloads"] == NASTY["downloads"]
    assert list(nasty["tags"]) == NASTY["tags"]
    assert list(nasty["quantization"]) == []
    assert nasty["created_at"].to_pydatetime() == NASTY["created_at"]
    assert nasty["task"] == ""
    assert pandas.isna(nasty["library"])
    schema = json.loads((folder / "schema.json").read_text())
    assert schema["nodes"]["Model"]["columns"]["downloads"]["type"] == "INTEGER"
    assert set(schema["nodes"]["Model"]["columns"]) == set(models.columns) | {"id"}


def test_a_relationship_type_reads_as_one_table_that_joins_the_nodes(graph: Connection, folder: Path) -> None:
    edges = pandas.read_parquet(folder / "relationships/DERIVED_FROM")
    assert len(edges) == counted(graph, "()-[:DERIVED_FROM]->()")
    of_models = edges[(edges["src_label"] == "Model") & (edges["dst_label"] == "Model")]
    models = pandas.read_parquet(folder / "nodes/Model.parquet", columns=["id", "license_id"])
    joined = of_models.merge(models, left_on="dst", right_on="id")
    assert len(joined) == len(of_models)
    below = graph.read("MATCH (m:Model)-[:DERIVED_FROM]->(:Model {id: $id}) RETURN m.id AS id", {"id": BASE})
    assert set(of_models[of_models["dst"] == BASE]["src"]) == {row["id"] for row in below}


def test_an_export_never_overwrites(graph: Connection, folder: Path) -> None:
    with pytest.raises(InputError, match="not an empty folder"):
        write_parquet(Reader(graph), folder)


def test_what_the_schema_does_not_have_is_counted_and_a_wrong_value_refused(graph: Connection, tmp_path: Path) -> None:
    graph.execute("CREATE (:Own {id: 'x'}), (:Task:Aaa {name: 'odd', mine: 1}) ")
    try:
        reader = Reader(graph)
        write_jsonl(reader, io.StringIO())
        assert reader.left_out == {"nodes with Own": 1, "property Task.mine": 1, "further label Aaa": 1}
        graph.execute("CREATE (:Dataset {id: 'odd', downloads: 'many'})")
        with pytest.raises(InputError, match="downloads of the Dataset odd is 'many', and not INTEGER"):
            write_csv(Reader(graph), tmp_path / "csv")
        assert list(tmp_path.iterdir()) == []
    finally:
        graph.execute("MATCH (n) WHERE n:Own OR n.name = 'odd' AND n:Task OR n.id = 'odd' DETACH DELETE n")


def test_large_tables_are_read_one_by_one_in_the_same_order(
    graph: Connection, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supplygraph.export.reading.SMALL", 0)
    write_parquet(Reader(graph, machinery=True), tmp_path / "large")
    assert checksums(tmp_path / "large") == checksums(folder)


def test_csv_comes_back_as_it_was(graph: Connection, part: Part, tmp_path: Path) -> None:
    count = write_csv(Reader(graph, part), tmp_path / "out")
    with (tmp_path / "out/nodes/Model.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    nasty = rows[NASTY["id"]]
    assert nasty["name"] == NASTY["name"]
    assert json.loads(nasty["tags"]) == NASTY["tags"]
    assert (nasty["gated"], nasty["created_at"]) == ("false", "1969-12-31T23:59:59Z")
    assert "_folded" not in nasty
    frame = pandas.read_csv(tmp_path / "out/relationships/DERIVED_FROM/Model.Model.csv")
    assert (frame["dst"] == BASE).sum() == counted(graph, f"()-[:DERIVED_FROM]->(:Model {{id: '{BASE}'}})")
    assert count == size(part)


def test_jsonl_has_a_node_or_relationship_a_line(graph: Connection) -> None:
    out = io.StringIO()
    count = write_jsonl(Reader(graph), out)
    lines = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    shown = "none(label IN labels(a) + labels(b) WHERE label STARTS WITH '_')"
    nodes = counted(graph, "(n) WHERE none(label IN labels(n) WHERE label STARTS WITH '_')")
    assert count == len(lines) == nodes + counted(graph, f"(a)-[r]->(b) WHERE {shown}")
    nasty = next(one for one in lines if one.get("node") == "Model" and one["id"] == NASTY["id"])
    assert nasty["properties"]["tags"] == NASTY["tags"]
    findings = [one["properties"].get("about") for one in lines if one.get("relationship") == "HAS_FINDING"]
    assert {"", "b"} <= set(findings)


def test_exports_log_how_much_they_wrote(
    graph: Connection, part: Part, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "supplygraph.export"):
        lines = write_jsonl(Reader(graph, part), io.StringIO())
        records = export_records(graph, io.StringIO())
    told = [(record.name.rpartition(".")[2], record.levelname, record.getMessage()) for record in caplog.records]
    tables = [message for name, level, message in told if (name, level) == ("reading", "DEBUG")]
    assert sum(int(message.split()[1]) for message in tables) == lines
    assert [(name, message.split(" in ")[0]) for name, level, message in told if level == "INFO"] == [
        ("reading", f"{lines} nodes and relationships exported"),
        ("records", f"{records} records exported"),
    ]


def test_networkx_reads_its_file(graph: Connection, part: Part) -> None:
    out = io.StringIO()
    write_networkx(Reader(graph, part), out)
    network = networkx.node_link_graph(json.loads(out.getvalue()), edges="edges")
    assert network.number_of_nodes() + network.number_of_edges() == size(part)
    assert network.nodes[f"Model:{NASTY['id']}"]["tags"] == NASTY["tags"]
    edge = network.get_edge_data(f"Model:{NASTY['id']}", f"Dataset:{NASTY['id']}")
    assert [(one["type"], one["stated_by"]) for one in edge.values()] == [("TRAINED_ON", "x")]
    below = graph.read("MATCH (m:Model)-[:DERIVED_FROM]->(:Model {id: $id}) RETURN count(*) AS n", {"id": BASE})
    derived = [key for *_, key in network.in_edges(f"Model:{BASE}", keys=True) if key.startswith("DERIVED_FROM ")]
    assert len(derived) == below[0]["n"]


def test_graphml_has_the_types_of_the_schema(graph: Connection, part: Part, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    with path.open("w", encoding="utf-8") as out:
        write_graphml(Reader(graph, part), out)
    network = networkx.read_graphml(path, force_multigraph=True)
    assert network.number_of_nodes() + network.number_of_edges() == size(part)
    nasty = network.nodes[f"Model:{NASTY['id']}"]
    assert (nasty["downloads"], nasty["gated"], nasty["name"]) == (NASTY["downloads"], False, NASTY["name"])
    assert json.loads(nasty["tags"]) == NASTY["tags"]
    assert "library" not in nasty


def test_pyg_arrays_name_the_same_edges(graph: Connection, part: Part, tmp_path: Path) -> None:
    count = write_pyg(Reader(graph, part), tmp_path / "arrays")
    ids, x, edges = read_arrays(tmp_path / "arrays")
    assert count == size(part)
    index = edges["Model", "DERIVED_FROM", "Model"]
    assert (index.dtype, index.shape[0]) == (numpy.int64, 2)
    pairs = {(ids["Model"][start], ids["Model"][end]) for start, end in index.T}
    asked = graph.read("MATCH (a:Model)-[:DERIVED_FROM]->(b:Model {id: $id}) RETURN a.id AS a", {"id": BASE})
    assert {start for start, end in pairs if end == BASE} == {row["a"] for row in asked}
    names = json.loads((tmp_path / "arrays/features.json").read_text())["Model"]
    assert x["Model"].shape == (len(ids["Model"]), len(names))
    downloads = x["Model"][ids["Model"].index(BASE), names.index("downloads")]
    (row,) = graph.read("MATCH (m:Model {id: $id}) RETURN m.downloads AS downloads", {"id": BASE})
    assert downloads == pytest.approx(row["downloads"])
    assert numpy.isnan(x["Model"][ids["Model"].index(NASTY["id"]), names.index("likes")])


def lines_of(reader: Reader) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    out = io.StringIO()
    write_jsonl(reader, out)
    lines = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    nodes = {(one["node"], one["id"]) for one in lines if "node" in one}
    return nodes, {(one["src"], one["relationship"], one["dst"]) for one in lines if "relationship" in one}


def test_a_neighbourhood_has_what_is_near_and_the_words_of_it(graph: Connection) -> None:
    nodes, edges = lines_of(Reader(graph, around(graph, BASE.upper(), 1)))
    near = graph.read(
        "MATCH (:Model {id: $id})-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES|USES|SUCCEEDED_BY]-(x) "
        "RETURN DISTINCT labels(x)[0] AS label, x.id AS id",
        {"id": BASE},
    )
    artifacts = {one for one in nodes if one[0] in ("Model", "Dataset", "Repository", "Space")}
    assert artifacts == {(row["label"], row["id"]) for row in near} | {("Model", BASE)}
    assert ("License", "apache-2.0") in nodes
    assert (BASE, "DECLARES", "apache-2.0") in edges
    assert lines_of(Reader(graph, around(graph, BASE, 0)))[0] < nodes
    assert not any(label.startswith("_") for label, _ in nodes)


def test_a_stored_question_chooses_by_paths_or_by_ids(graph: Connection) -> None:
    by_paths, _ = lines_of(Reader(graph, of_question(graph, "lineage-graph", [f"model_id={BASE}"])))
    assert ("Model", BASE) in by_paths
    assert len(by_paths) > 1
    by_rows, edges = lines_of(Reader(graph, of_question(graph, "lineage-descendants", [f"model-id={BASE}"])))
    rows = graph.read(
        "MATCH (m:Model)-[:DERIVED_FROM]->{1,20}(:Model {id: $id}) RETURN DISTINCT m.id AS id", {"id": BASE}
    )
    assert {("Model", row["id"]) for row in rows} <= by_rows
    assert {end for ends in edges for end in (ends[0], ends[2])} <= {id_ for _, id_ in by_rows}
    with pytest.raises(QueryError, match="name no artifact"):
        of_question(graph, "naming-conventions", ["publisher=nobody"])


def test_measures_follow_the_supply_chain(graph: Connection) -> None:
    rows = graph.read(
        "MATCH (n:Model|Dataset) WHERE n.pagerank IS NOT NULL AND n.community IS NOT NULL "
        "RETURN n.id AS id, n.pagerank AS pagerank, n.betweenness AS betweenness, n.community AS community"
    )
    joined = graph.read(
        "MATCH (n:Model|Dataset) WHERE EXISTS { (n)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-() } AND n.id <> $nasty "
        "RETURN count(*) AS n",
        {"nasty": NASTY["id"]},
    )
    assert len(rows) == joined[0]["n"]
    assert sum(row["pagerank"] for row in rows) == pytest.approx(1)
    assert {row["community"] for row in rows} <= {row["id"] for row in rows}
    best = max(rows, key=lambda row: row["pagerank"])
    assert counted(graph, f"(:Model|Dataset {{id: '{best['id']}'}})<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-()") > 2
    first = supplygraph.Graph(graph).questions.lineage_central(max_rows=1).rows[0]
    assert first["artifact"] == best["id"]


@pytest.fixture(scope="module")
def published(graph: Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("published") / "snapshot"
    about = About("A *graph*", "CC-BY-4.0", ("Jo <Doe>",), "https://example.org/graph")
    write_snapshot(Reader(graph, machinery=True), target, about)
    return target


def checksums(folder: Path) -> dict[str, str]:
    return {one["path"]: one["sha256"] for one in json.loads((folder / MANIFEST).read_text())["files"]}


def test_a_snapshot_says_what_it_is_and_where_it_comes_from(published: Path) -> None:
    manifest = json.loads((published / MANIFEST).read_text())
    assert manifest["license"] == "CC-BY-4.0"
    assert manifest["sources"]["sample"]["license"] == "Apache-2.0"
    assert manifest["sources"]["x"]["license"] is None
    assert manifest["sources"]["sample"]["last_read"] == manifest["loads"][-1]["started"] or manifest["loads"]
    card = (published / "README.md").read_text(encoding="utf-8")
    front = yaml.safe_load(card.split("---")[1])
    assert front["license"] == "cc-by-4.0"
    for config in front["configs"]:
        for path in config["data_files"]:
            assert (published / path).is_file()
    assert r"# A \*graph\*" in card
    citation = yaml.safe_load((published / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["authors"]) == ("1.2.0", [{"name": "Jo <Doe>"}])


@pytest.mark.only_current
def test_a_snapshot_comes_back_by_bulk_import_as_it_was(graph: Connection, published: Path, tmp_path: Path) -> None:
    settings = local_settings(tmp_path / "store")
    found = open_snapshot(str(published), tmp_path, lambda step: None)
    try:
        restore_in_bulk(found, settings, lambda step: None)
        with Connection(local.start(settings)) as restored:
            finish_bulk(found, restored, lambda step: None)
            write_snapshot(Reader(restored, machinery=True), tmp_path / "again", About("A *graph*"))
            assert checksums(tmp_path / "again") == checksums(published)
            before, after = snapshot(graph), snapshot(restored)
            assert (before - after, after - before) == ({}, {})
            assert freshness(restored).fresh
            assert restored.read("SHOW INDEXES YIELD state WHERE state <> 'ONLINE' RETURN count(*) AS n") == [{"n": 0}]
    finally:
        local.stop(settings)


def test_a_changed_missing_or_strange_file_is_refused(published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(published, copy)

    def refused(match: str) -> None:
        with pytest.raises(InputError, match=match):
            open_snapshot(str(copy), tmp_path, lambda step: None)

    model = copy / "nodes/Model.parquet"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    refused("is not the file that")
    model.unlink()
    refused("is missing")
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["files"][0]["path"] = "../../secret"
    (copy / MANIFEST).write_text(json.dumps(manifest))
    refused("not a table of this version")
    (copy / MANIFEST).write_text(json.dumps({**manifest, "layout": 99}))
    refused("layout 99")
    (copy / MANIFEST).write_text("[]")
    refused("not the manifest")
    with pytest.raises(InputError, match="cannot be read"):
        open_snapshot(str(tmp_path / "nowhere"), tmp_path, lambda step: None)


def test_a_part_is_no_snapshot(graph: Connection, tmp_path: Path) -> None:
    write_parquet(Reader(graph, around(graph, BASE, 0)), tmp_path / "part")
    with pytest.raises(InputError, match="holds a part of a graph"):
        open_snapshot(str(tmp_path / "part"), tmp_path, lambda step: None)


@pytest.fixture
def address(published: Path) -> Iterator[str]:
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(published))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_snapshot_is_fetched_from_an_address_once(address: str, published: Path, tmp_path: Path) -> None:
    said: list[str] = []
    found = open_snapshot(f"{address}/", tmp_path, said.append)
    assert found.folder.is_relative_to(tmp_path)
    assert len(said) == len(found.parts)
    assert found.rows == open_snapshot(str(published), tmp_path, said.append).rows
    said.clear()
    open_snapshot(f"{address}/{MANIFEST}", tmp_path, said.append)
    assert said == []
    with pytest.raises(InputError, match="answers 404"):
        open_snapshot(f"{address}/nodes", tmp_path, said.append)


def test_the_commands_refuse_what_does_not_belong_together(settings: Settings) -> None:
    def refused(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["export", *arguments], obj=settings)
        assert isinstance(done.exception, InputError)
        return str(done.exception)

    assert "both choose" in refused("jsonl", "--query", "lineage-graph", "--around", BASE)
    assert refused("csv", "x", "--hops", "2") == "--hops belongs to --around"
    assert refused("csv", "x", "--param", "a=b") == "--param belongs to --query"


def test_a_graph_that_is_not_empty_takes_no_snapshot(graph: Connection, published: Path, settings: Settings) -> None:
    done = CliRunner().invoke(cli, ["load", "snapshot", str(published)], obj=settings)
    assert isinstance(done.exception, InputError)
    assert "not empty" in str(done.exception)
    before = graph.read("MATCH (n) RETURN count(n) AS nodes")
    found = open_snapshot(str(published), settings.cache, lambda step: None)
    for bulk in (None, True, False):
        with pytest.raises(InputError, match="the graph is not empty"):
            restore(found, settings, lambda step: None, bulk)
    assert graph.read("MATCH (n) RETURN count(n) AS nodes") == before


# The last test of this file, as it empties the graph.
def test_a_snapshot_comes_back_in_transactions_as_it_was(
    graph: Connection, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    empty(graph)
    graph.execute(NASTY_GRAPH, {"nasty": NASTY})
    graph.execute("CREATE (:_GraphFormat {id: 'supplygraph', name: 'supplygraph', format: 2})")
    write_snapshot(Reader(graph, machinery=True), tmp_path / "out", About())
    before = snapshot(graph)
    empty(graph)
    runner = CliRunner()
    with caplog.at_level(logging.INFO, "supplygraph.export"):
        done = runner.invoke(cli, ["load", "snapshot", str(tmp_path / "out"), "--no-bulk"], obj=settings)
    assert done.exception is None, done.output
    assert f"{tmp_path / 'out'}: 7 rows brought back in transactions in " in caplog.text
    assert "7 nodes and relationships" in done.output
    graph.execute("MATCH (g:_GraphFormat) SET g = {id: 'supplygraph', name: 'supplygraph', format: 2}")
    write_snapshot(Reader(graph, machinery=True), tmp_path / "again", About())
    assert checksums(tmp_path / "again") == checksums(tmp_path / "out")
    assert snapshot(graph) == before
