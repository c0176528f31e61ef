"""Every stored query gives the rows that its given–expect file states, quickly, with no warning, and only reads."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from supplygraph.checks.check import checks_of
from supplygraph.enrich.freshness import bring_up_to_date
from supplygraph.enrich.names import read_names
from supplygraph.errors import InputError
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.queries.parameters import complete
from supplygraph.queries.plain import cell, plain
from supplygraph.queries.run import run
from supplygraph.schema.nodes import NODES
from supplygraph.store.connection import Connection
from supplygraph.store.statements import fold_older_nodes
from tests.conftest import empty, empty_but_knowledge

pytestmark = pytest.mark.integration

CASES = Path(__file__).parents[1] / "queries"
NAMES = list(query_paths())


def stated(name: str) -> dict[str, Any]:
    """The given–expect file of a query."""
    content = yaml.safe_load((CASES / f"{name.replace('-', '_')}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


# A deprecation or a performance hint; missing labels and properties of an empty graph are none.
_HARMLESS = ("00", "02", "01N50", "01N51", "01N52")


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert {path.stem.replace("_", "-") for path in CASES.glob("*.yaml")} == set(NAMES)


# Those that need what is known of licences come one after the other, so that it is put there once.
@pytest.mark.parametrize("name", sorted(NAMES, key=lambda name: bool(stated(name).get("derive"))))
def test_rows(connection: Connection, name: str) -> None:
    case_file = stated(name)
    derived = case_file.get("derive")
    (empty_but_knowledge if derived else empty)(connection)
    for one in case_file["given"].split(";\n"):
        if one.strip():
            connection.execute(one.strip().rstrip(";"))
    for node in NODES:
        if node.in_any_case():
            connection.execute_in_batches(fold_older_nodes(node))
    if derived:
        bring_up_to_date(connection)
    if case_file.get("names"):
        read_names(connection)
    for one in case_file.get("after", "").split(";\n"):
        if one.strip():
            connection.execute(one)
    for case in case_file["cases"]:
        if "error" in case:
            with pytest.raises(InputError, match=case["error"]):
                run(connection, name, case.get("parameters"))
            continue
        result = run(connection, name, case.get("parameters"))
        columns = [column.name for column in result.columns]
        shown = [
            {column.name: comparable(column.type, row[column.name]) for column in result.columns} for row in result
        ]
        assert shown == case["expect"], case.get("parameters")
        assert all(list(row) == columns for row in result)


def comparable(kind: str, value: Any) -> Any:
    return cell(value) if kind == "PATH" else plain(value)


@pytest.mark.parametrize("name", NAMES)
def test_neo4j_has_no_objection(connection: Connection, name: str) -> None:
    query = find_query(name)
    with connection.driver.session(
        database=connection.address.database, notifications_min_severity="INFORMATION"
    ) as session:
        summary = session.run("EXPLAIN " + query.statement, complete(query, {})).consume()
    assert summary.query_type == "r"
    assert [one for one in summary.gql_status_objects if not one.gql_status.startswith(_HARMLESS)] == []


@pytest.fixture
def knotted_graph(empty_graph: Connection) -> Connection:
    """Forty diamonds on end (2^40 ways through), a cycle, and a base with 15,000 children."""
    for one in (
        "UNWIND range(0, 40) AS i CREATE (:Model {id: 'l' + i, lineage_component: 'a0'})",
        """
        UNWIND range(0, 39) AS i
        MATCH (low:Model {id: 'l' + i})
        MATCH (high:Model {id: 'l' + (i + 1)})
        UNWIND ['a', 'b'] AS side
        CREATE (high)-[:DERIVED_FROM {relation: 'merge'}]->(middle:Model {id: side + i, lineage_component: 'a0'})
        CREATE (middle)-[:DERIVED_FROM {relation: CASE side WHEN 'a' THEN 'finetune' ELSE 'adapter' END}]->(low)
        """,
        "MATCH (l:Model {id: 'l0'}) MATCH (h:Model {id: 'l40'}) CREATE (:Model {id: 'start'})-[:DERIVED_FROM]->(h)",
        "CREATE (:Model {id: 'base'})",
        """
        MATCH (base:Model {id: 'base'})
        UNWIND range(1, 15000) AS i
        CREATE (:Model {id: 'c' + i})-[:DERIVED_FROM {relation: 'quantized'}]->(base)
        """,
    ):
        empty_graph.execute(one)
    return empty_graph


def test_knots_do_not_explode(knotted_graph: Connection) -> None:
    wanted: list[tuple[str, dict[str, Any], int]] = [
        ("lineage-ancestors", {"model_id": "l40", "max_hops": 50}, 75),
        ("lineage-descendants", {"model_id": "l0", "max_hops": 50}, 75),
        ("lineage-descendants", {"model_id": "base"}, 100),
        ("lineage-descendants", {"model_id": "base", "max_rows": 20_000}, 15_000),
        ("lineage-ancestors", {"model_id": "c77"}, 1),
        ("lineage-graph", {"model_id": "base"}, 140),
        ("lineage-graph", {"model_id": "l20", "max_hops": 50, "max_rows": 1000}, 161),
        ("lineage-cycles", {}, 0),
        ("reuse-graph", {"model_id": "l0", "max_hops": 50, "max_rows": 1000}, 100),
        ("reuse-graph", {"model_id": "base"}, 140),
    ]
    for name, parameters, rows in wanted:
        start = time.monotonic()
        assert len(run(knotted_graph, name, parameters)) == rows, (name, parameters)
        # Enumerating ways would take years; the bound only leaves room for a busy machine.
        assert time.monotonic() - start < 60, (name, parameters)


def test_impact_and_checks_do_not_explode(knotted_graph: Connection) -> None:
    wanted: list[tuple[str, dict[str, Any], int]] = [
        ("lineage-impact", {"artifact": "l0"}, 1),
        ("lineage-affected", {"artifact": "l30"}, 31),
        ("lineage-affected", {"artifact": "base", "max_rows": 20_000}, 15_000),
        ("lineage-common-ancestors", {"model_id": "l20", "other_id": "start", "max_hops": 50}, 15),
        ("lineage-paths", {"artifact": "start", "ancestor": "l20"}, 41),
        ("lineage-siblings", {"model_id": "c77", "max_rows": 20_000}, 14_999),
        ("trust-publishers", {}, 0),
    ]
    for name, parameters, rows in wanted:
        start = time.monotonic()
        assert len(run(knotted_graph, name, parameters)) == rows, (name, parameters)
        assert time.monotonic() - start < 60, (name, parameters)
    knotted_graph.execute("MATCH (m:Model) WHERE m.id IN ['l0', 'base'] SET m.custom_code = true, m.gated = true")
    knotted_graph.execute("MATCH (m:Model) WHERE m.gated IS NULL SET m.gated = false")
    for check, count in (("trust-custom-code", 75 + 15_000 + 2), ("trust-gated-base", 75 + 15_000)):
        start = time.monotonic()
        text = next(one for one in checks_of("trust") if one.name == check).findings(some=False)
        assert len(knotted_graph.read(text + "\nRETURN artifact.id AS id ORDER BY id")) == count, check
        assert time.monotonic() - start < 60, check


def test_lineage_queries_visit_each_model_once(connection: Connection) -> None:
    for name in ("lineage-ancestors", "lineage-descendants", "lineage-graph", "lineage-cycles", "reuse-graph"):
        query = find_query(name)
        with connection.driver.session(database=connection.address.database) as session:
            plan = session.run("EXPLAIN " + query.statement, complete(query, {})).consume().plan
        operators = list(operators_of(plan))
        assert any("Pruning,BFS" in operator for operator in operators), name
        assert not any(operator.startswith("VarLengthExpand(All") for operator in operators), name


def operators_of(plan: Any) -> Any:
    yield plan["operatorType"]
    for child in plan.get("children", []):
        yield from operators_of(child)
