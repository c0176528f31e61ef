"""Own Cypher on a real server: what is let in runs, and what is refused would change nothing even without the gate."""

import signal
import subprocess
import sys
import time
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from supplygraph.api import Graph
from supplygraph.errors import QueryError, QueryWarning, SupplygraphError
from supplygraph.queries.door import PROCEDURES, check_with_server
from supplygraph.queries.literals import literal
from supplygraph.queries.run import run, run_own
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from tests.unit.queries.own_cypher import READ_MODE_LETS_THROUGH, READS, READS_IN_CYPHER_25, WRITES

pytestmark = pytest.mark.integration


@pytest.fixture
def small_graph(empty_graph: Connection) -> Connection:
    empty_graph.execute(
        "CREATE (:Model {id: 'a', downloads: 3})-[:DERIVED_FROM {relation: 'merge'}]->(:Model {id: 'b'})"
    )
    return empty_graph


@pytest.mark.parametrize("text", READS)
def test_reads_run(small_graph: Connection, text: str) -> None:
    run_own(small_graph, text)


@pytest.mark.only_current
@pytest.mark.parametrize("text", READS_IN_CYPHER_25)
def test_reads_in_cypher_25_run(small_graph: Connection, text: str) -> None:
    run_own(small_graph, text)


def test_refused_statements_never_run(small_graph: Connection) -> None:
    before = contents(small_graph)
    for text in READ_MODE_LETS_THROUGH + WRITES:
        with pytest.raises(QueryError):
            run_own(small_graph, text, {"many": 2})
    assert contents(small_graph) == before


def test_without_the_gate_the_server_still_refuses_writes(small_graph: Connection) -> None:
    before = contents(small_graph)
    for text in WRITES:
        with pytest.raises(SupplygraphError):
            ask_without_gate(small_graph, text)
    assert contents(small_graph) == before


def ask_without_gate(connection: Connection, text: str) -> None:
    check_with_server(connection, text, {"many": 2})
    connection.read(text, {"many": 2})
    # These read in READ mode; only the text gate keeps them out.
    if "TRANSACTIONS" in text or "await" in text:
        raise QueryError("only read")


def contents(connection: Connection) -> list[dict[str, Any]]:
    return (
        connection.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.id")
        + connection.read("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name")
        + connection.read("SHOW USERS YIELD user RETURN user")
        + connection.read("CALL db.labels() YIELD label RETURN label ORDER BY label")
    )


def test_allowed_procedures_are_there_and_only_read(connection: Connection) -> None:
    rows = connection.read("SHOW PROCEDURES YIELD name, mode RETURN toLower(name) AS name, mode")
    modes = {row["name"]: row["mode"] for row in rows}
    assert {name: modes.get(name) for name in PROCEDURES} == dict.fromkeys(PROCEDURES, "READ")


def test_a_parameter_without_a_value_is_named(small_graph: Connection) -> None:
    with pytest.raises(QueryError, match="the parameter x has no value") as caught:
        run_own(small_graph, "RETURN $x AS x")
    assert caught.value.hint == "give --param x=…"


def test_defaults_of_param_lines_can_be_changed(small_graph: Connection) -> None:
    text = ":param x => 1;\nRETURN $x AS x;"
    assert run_own(small_graph, text).rows == [{"x": 1}]
    assert run_own(small_graph, text, {"x": 2}).rows == [{"x": 2}]


def test_columns_of_an_empty_result_are_known(small_graph: Connection) -> None:
    result = run_own(small_graph, "MATCH (n:Nope) RETURN n.id AS id, n.x")
    assert [column.name for column in result.columns] == ["id", "n.x"]
    assert result.to_pandas().columns.tolist() == ["id", "n.x"]


def test_errors_name_line_and_column_of_the_text_that_was_given(small_graph: Connection) -> None:
    for text, place in (
        ("RETURN foo AS x", "1:8"),
        ("RETURN 'caf\\u00e9' AS x, foo AS y", "1:26"),
        ("// Mine\n:param x => 1;\nMATCH (n)\nRETURN n.x + $x + foo AS y;", "4:19"),
        ("CYPHER 5 RETURN foo AS x", "1:17"),
    ):
        with pytest.raises(QueryError) as caught:
            run_own(small_graph, text)
        assert caught.value.message == f"own Cypher:{place}: Variable `foo` not defined"


def test_names_that_the_graph_does_not_have_are_pointed_out(small_graph: Connection) -> None:
    with pytest.warns(QueryWarning) as shown:
        found = Graph(small_graph).cypher(
            "MATCH (m:Modle)-[:DERIVED_FORM]->(), (d:Model)\n"
            "RETURN d.downlaods AS x, d.pipeline_tag AS y, d.pipeline_tag"
        )
    assert sorted(found.warnings) == [
        "own Cypher:1:10: the graph declares no label Modle; did you mean Model?",
        "own Cypher:1:19: the graph declares no relationship type DERIVED_FORM; did you mean DERIVED_FROM?",
        "own Cypher:2:10: the graph declares no property downlaods; did you mean downloads?",
        "own Cypher:2:28: the graph declares no property pipeline_tag; did you mean task?",
    ]
    assert sorted(str(one.message) for one in shown) == sorted(found.warnings)
    assert Graph(small_graph).cypher("MATCH (m:Model {id: $id}) RETURN m.id AS id", id="a").warnings == ()


def test_values_and_properties_of_other_places_are_pointed_out(small_graph: Connection) -> None:
    text = "MATCH (m:Model)\n-[r:DERIVED_FROM {relation: 'fine-tune'}]->() RETURN m.relation AS x"
    with pytest.warns(QueryWarning, match="is never"):
        found = Graph(small_graph).cypher(text)
    assert found.warnings == (
        "own Cypher:2:29: relation of DERIVED_FROM is never 'fine-tune'; did you mean finetune?",
        "own Cypher:2:56: no Model has a property relation; DERIVED_FROM or HAS_FINDING or IMPUTED has one",
    )


def test_own_cypher_has_the_types_of_its_values(small_graph: Connection) -> None:
    result = Graph(small_graph).cypher(
        "MATCH (m:Model) RETURN m.id AS id, m.downloads AS downloads, m.downloads > 1 AS many,"
        " CASE m.id WHEN 'a' THEN datetime('2026-03-01T00:00:00+01:00') END AS at ORDER BY id"
    )
    assert [column.type for column in result.columns] == ["STRING", "INTEGER", "BOOLEAN", "ZONED DATETIME"]
    assert [str(kind) for kind in result.to_pandas().dtypes[1:]] == ["Int64", "boolean", "datetime64[us, UTC]"]
    assert repr(result).splitlines()[0] == "2 rows:"


@pytest.fixture
def joined_graph(empty_graph: Connection) -> Connection:
    empty_graph.execute(
        "CREATE (a:Model {id: 'a', created_at: datetime('2026-03-01T00:00:00Z'), label: 'x'})"
        "-[:DERIVED_FROM {relation: 'merge', key: 'k'}]->(b:Model {id: 'mit'}), "
        "(b)-[:DECLARES]->(:License {id: 'mit'}), (a)-[:DERIVED_FROM]->(b), (c:Model {id: 'c'})"
    )
    return empty_graph


def test_rows_become_a_network(joined_graph: Connection) -> None:
    graph = Graph(joined_graph)
    network = graph.cypher("MATCH p = (:Model)-[:DERIVED_FROM]->()-[:DECLARES]->() RETURN p").graph()
    assert sorted(network.nodes) == ["License:mit", "Model:mit", "a"]
    assert network.nodes["a"] == {"id": "a", "created_at": datetime(2026, 3, 1, tzinfo=UTC), "label": "Model"}
    assert sorted(network["a"]["Model:mit"]) == ["DERIVED_FROM", "DERIVED_FROM 2"]
    assert {tuple(sorted(one.items())) for *_, one in network.out_edges("a", data=True)} == {
        (("key", "k"), ("relation", "merge"), ("type", "DERIVED_FROM")),
        (("type", "DERIVED_FROM"),),
    }
    parts = (
        "MATCH (m:Model) OPTIONAL MATCH (m)-[r:DERIVED_FROM]->(b) "
        "WITH m, b, collect(r) AS r RETURN {m: m, r: r, b: [b]} AS x"
    )
    assert sorted(graph.cypher(parts).graph().nodes) == ["a", "c", "mit"]
    assert graph.cypher(parts).graph().number_of_edges() == 2


def test_two_columns_of_ids_become_a_network(joined_graph: Connection) -> None:
    text = "MATCH (m:Model) OPTIONAL MATCH (m)-[r:DERIVED_FROM]->(b) RETURN m.id AS m, b.id AS b, r.relation AS key"
    network = Graph(joined_graph).cypher(text).graph("m", "b")
    assert sorted(network.nodes) == ["a", "c", "mit"]
    assert sorted(str(one["key"]) for *_, one in network.edges(data=True)) == ["None", "merge"]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("MATCH (m:Model) RETURN m.id AS m", (), "the rows hold no nodes"),
        ("MATCH ()-[r:DERIVED_FROM]->() RETURN r", (), "the rows hold relationships without their nodes"),
        ("MATCH (m:Model)-[r:DERIVED_FROM]->() RETURN m, r", (), "the rows hold a DERIVED_FROM without its nodes"),
        ("MATCH (m:Model) RETURN m.id AS m", ("m", "x"), "there is no column 'x'"),
        ("MATCH (m:Model) RETURN m.id AS m", ("m",), "there is no column None"),
    ],
)
def test_what_is_no_network_is_said(
    joined_graph: Connection, text: str, columns: tuple[str, ...], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        Graph(joined_graph).cypher(text).graph(*columns)


#: No server ends it in a test's time.
ENDLESS = "UNWIND range(1, 1000000000000) AS x RETURN count(*) AS c"


def test_the_server_ends_what_takes_too_long(small_graph: Connection) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="the server ended the statement after 1 s"):
        Graph(small_graph).cypher(ENDLESS, timeout_seconds=1)
    assert time.monotonic() - began < 10
    assert still_running(small_graph) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_ends_a_long_query_here_and_in_the_server(
    small_graph: Connection, settings: Settings, sign: signal.Signals
) -> None:
    asking = subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "query", "--store", settings.store, "--cypher", ENDLESS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not still_running(small_graph):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    asking.send_signal(sign)
    began = time.monotonic()
    _, said = asking.communicate(timeout=60)
    assert time.monotonic() - began < 2
    assert (asking.returncode, said.strip()) == (128 + sign, "Stopped.")
    while still_running(small_graph):
        assert time.monotonic() - began < 10
        time.sleep(0.05)


def still_running(connection: Connection) -> list[str]:
    rows = connection.read("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS text")
    return [row["text"] for row in rows if row["text"] == ENDLESS]


def test_what_the_server_could_not_read_is_refused_before_it_is_sent(small_graph: Connection) -> None:
    for text in (
        "RETURN " + "(" * 3_000 + "1" + ")" * 3_000 + " AS x",
        "RETURN " + " + ".join(["1"] * 20_000) + " AS x",
    ):
        began = time.monotonic()
        with pytest.raises(QueryError, match=r"own Cypher:1:\d+: "):
            run_own(small_graph, text)
        assert time.monotonic() - began < 2


def test_a_connection_serves_after_an_interruption(small_graph: Connection) -> None:
    rows = small_graph.stream("UNWIND range(1, 100000) AS x RETURN x AS x")
    next(rows)
    assert isinstance(rows, Generator)
    with pytest.raises(KeyboardInterrupt):
        rows.throw(KeyboardInterrupt())
    assert small_graph.read("RETURN 1 AS x") == [{"x": 1}]


def test_data_frames_and_arrow_tables_keep_types(small_graph: Connection) -> None:
    result = run(small_graph, "lineage-descendants", {"model_id": "b"})
    assert len(result) == 1
    assert next(iter(result))["descendant"] == "a"
    frame = result.to_pandas()
    assert frame["downloads"].dtype == "Int64"
    assert frame["relations"].tolist() == [["merge"]]
    table = result.to_arrow()
    assert [str(field.type).replace("item:", "element:") for field in table.schema] == [
        "string",
        "int64",
        "list<element: string>",
        "string",
        "int64",
        "int64",
    ]
    empty = run(small_graph, "lineage-graph", {"model_id": "a", "max_rows": 0})
    assert empty.to_arrow().num_rows == 0
    path = run(small_graph, "lineage-graph", {"model_id": "a"}).to_arrow().to_pylist()[0]["path"]
    assert '"relation": "merge"' in path


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(alphabet="\\'\"`u0041\n\t\r\b\f$;/* "),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda s: "\0" not in s),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=values)
@example(value={"A\n": None})
def test_literals_come_back_from_the_server_as_they_were(connection: Connection, value: Any) -> None:
    assert connection.read(f"RETURN {literal(value)} AS value") == [{"value": value}]


def test_a_graph_without_a_full_text_index_says_how_to_make_it(empty_graph: Connection) -> None:
    empty_graph.execute("DROP INDEX model_weight_hashes IF EXISTS")
    try:
        empty_graph.execute("CREATE (:Model {id: 'a/b', weight_hashes: ['1']})")
        with pytest.raises(QueryError) as refused:
            Graph(empty_graph).query("trust-same-weights", model_id="a/b")
    finally:
        ensure_schema(empty_graph)
    assert "derive" in (refused.value.hint or "")
