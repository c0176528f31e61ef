"""Own Cypher on a real server: what is let in runs, and what is refused would change nothing even without the gate."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from supplygraph.errors import QueryError, SupplygraphError
from supplygraph.graph.connection import Connection
from supplygraph.queries.door import PROCEDURES, check_with_server
from supplygraph.queries.literals import literal
from supplygraph.queries.run import run, run_own
from tests.unit.queries.own_cypher import READ_MODE_LETS_THROUGH, READS, WRITES

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
    ]
    empty = run(small_graph, "lineage-graph", {"model_id": "nobody"})
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
def test_literals_come_back_from_the_server_as_they_were(connection: Connection, value: Any) -> None:
    assert connection.read(f"RETURN {literal(value)} AS value") == [{"value": value}]
