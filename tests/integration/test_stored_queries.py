"""Every stored query gives the rows that its given–expect file states, quickly, with no warning, and only reads."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from supplygraph.checks.check import checks_of
from supplygraph.enrich.names import read_names
from supplygraph.enrich.shown import derive_shown
from supplygraph.enrich.work import bring_up_to_date
from supplygraph.errors import InputError
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.queries.parameters import complete
from supplygraph.queries.plain import cell, plain
from supplygraph.queries.run import run
from supplygraph.queries.stored import StoredQuery
from supplygraph.schema.nodes import NODES
from supplygraph.store.connection import Connection
from supplygraph.store.statements import fold_older_nodes
from tests.cases import read_cases
from tests.conftest import empty, empty_but_knowledge, forget_plans
from tests.plans import operators

pytestmark = pytest.mark.integration

CASES = Path(__file__).parents[1] / "queries"
NAMES = list(query_paths())


def stated(name: str) -> dict[str, Any]:
    """The given–expect file of a query."""
    return read_cases(CASES / f"{name.replace('-', '_')}.yaml")


@dataclass(frozen=True)
class Given:
    """How the graph of a case is made.

    Attributes:
        given: Statements that write it.
        derive: Whether everything is derived that follows from it.
        names: Whether its names are read.
        shown: Whether what models show of its checklists is worked out.
        after: Statements that run behind that.
    """

    given: str
    derive: bool | None
    names: bool | None
    shown: bool | None
    after: str | None


# A deprecation or a performance hint; missing labels and properties of an empty graph are none.
_HARMLESS = ("00", "02", "01N50", "01N51", "01N52")


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert {path.stem.replace("_", "-") for path in CASES.glob("*.yaml")} == set(NAMES)


@cache
def given(name: str) -> Given:
    """In which graph a query is asked."""
    case_file = stated(name)
    return Given(case_file["given"], *(case_file.get(key) for key in ("derive", "names", "shown", "after")))


@pytest.fixture(scope="module")
def made(connection: Connection) -> Callable[[Given], Connection]:
    """Makes the graph that a case states, unless the last one stated the same: questions leave it as they find it."""
    last: list[Given] = []

    def make(wanted: Given) -> Connection:
        if last != [wanted]:
            last.clear()
            fill(connection, wanted)
            last.append(wanted)
        return connection

    return make


def fill(connection: Connection, wanted: Given) -> None:
    (empty_but_knowledge if wanted.derive else empty)(connection)
    for one in wanted.given.split(";\n"):
        if one.strip():
            connection.execute(one.strip().rstrip(";"))
    for node in NODES:
        if node.in_any_case():
            connection.execute_in_batches(fold_older_nodes(node))
    if wanted.derive:
        bring_up_to_date(connection)
    if wanted.names:
        read_names(connection)
    if wanted.shown:
        derive_shown(connection)
    for one in (wanted.after or "").split(";\n"):
        if one.strip():
            connection.execute(one)


def one_after_the_other() -> list[str]:
    """All queries, those of one graph side by side, and those for which licences have to be known at the end."""
    first: dict[Given, int] = {}
    for place, name in enumerate(NAMES):
        first.setdefault(given(name), place)
    return sorted(NAMES, key=lambda name: (bool(given(name).derive), first[given(name)]))


@pytest.fixture(scope="module")
def planned_from_the_end(connection: Connection, request: pytest.FixtureRequest) -> Iterator[set[str]]:
    """Has a second thread plan the questions of this run from the last on, until it meets those that were asked.

    Neo4j takes one processor for a plan, and most of the time of these tests.
    """
    mine = (item for item in request.session.items if isinstance(item, pytest.Function) and item.path == Path(__file__))
    names = [str(item.callspec.params["name"]) for item in mine if item.originalname == "test_rows"]
    met: set[str] = set()
    thread = threading.Thread(target=plan, args=(connection, names[::-1], met))
    thread.start()
    yield met
    met.update(names)
    thread.join()


def plan(connection: Connection, names: list[str], met: set[str]) -> None:
    """Plans questions one after another, up to the first of `met`."""
    with connection.driver.session(database=connection.address.database) as session:
        for name in names:
            query = find_query(name)
            for case in stated(name)["cases"]:
                if name in met:
                    return
                if "error" not in case:
                    session.run(f"EXPLAIN {query.statement}", complete(query, case.get("parameters") or {})).consume()


@pytest.mark.parametrize("name", one_after_the_other())
def test_rows(made: Callable[[Given], Connection], planned_from_the_end: set[str], name: str) -> None:
    planned_from_the_end.add(name)
    connection = made(given(name))
    for case in stated(name)["cases"]:
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
    """Asked as above, for which Neo4j has a plan already, and has kept what it says of it."""
    query = find_query(name)
    asked = [case.get("parameters") for case in stated(name)["cases"] if "error" not in case]
    with connection.driver.session(
        database=connection.address.database, notifications_min_severity="INFORMATION"
    ) as session:
        summary = session.run(query.statement, complete(query, (asked or [{}])[0] or {})).consume()
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


@pytest.mark.slow
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


@pytest.mark.slow
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
        used = [
            one["operatorType"] for one in operators(plan) if "ALIAS_OF*0..1]" not in one["args"].get("Details", "")
        ]
        assert any("Pruning,BFS" in operator for operator in used), name
        assert not any(operator.startswith("VarLengthExpand(All") for operator in used), name


#: More of each kind than anything else that the graph of the test has, so that going through all of them shows.
MANY = 3_000
_ASKED = {"Model": "a/asked", "Dataset": "a/data", "Repository": "github.com/a/asked"}


@pytest.fixture(scope="module")
def crowded_graph(connection: Connection) -> Connection:
    """A small lineage about which is asked, among thousands of artifacts with which it has nothing to do.

    Made, and asked with plans of its own, once for the tests behind it, of which only the last one writes.
    """
    empty_but_knowledge(connection)
    bring_up_to_date(connection)
    for one in (
        """
        UNWIND ["trust", "naming", "license"] AS topic
        CREATE (:Check {name: topic + "-check", topic: topic, check: "check"})
        """,
        """
        UNWIND range(1, $many) AS i
        CREATE (m:Model {id: "m/" + i, status: "present", author: "m", tags: [], license_missing: false, signed: false,
          weight_hashes: ["h" + i / 2], tokenizer_hash: "t" + i / 2, license_text: true, license_file: "mit",
          license_ids: ["apache-2.0"], license_statement: "apache-2.0", names_itself: true, unusable_bases: ["x"],
          children_relations: ["finetune"], children_counts: [2], lineage_component: "m/1", name: toString(i)})
        CREATE (d:Dataset {id: "d/" + i, status: "present", name: toString(i)})
        CREATE (r:Repository {id: "github.com/r/" + i, status: "present"})
        CREATE (r)-[:REUSES]->(m)
        CREATE (m)-[:TRAINED_ON {sources: ["hub"], evidence: ["card"]}]->(d)
        CREATE (m)-[:EVALUATED_ON {metric: "f1", value: 0.5, claimed_by: "author"}]->(d)
        CREATE (m)-[:HAS_FINGERPRINT {components: ["model"]}]->(:Fingerprint {id: "f" + i, kind: "model", layers: 2,
          format: "safetensors", structure: "s" + i / 2, body: "b" + i / 2, volumes: "v" + i / 2, family: "f",
          parameters: 2000000000, hidden_size: 8})
        WITH m, d, r, i
        MATCH (mit:License {id: "mit"}) MATCH (apache:License {id: "apache-2.0"})
        CREATE (m)-[:DECLARES {sources: ["hub"], evidence: ["card"]}]->(apache)
        CREATE (m)-[:DECLARES {sources: ["hub"], evidence: ["tag"], contradicted: true, name: "x"}]->(mit)
        CREATE (d)-[:DECLARES]->(mit)
        CREATE (r)-[:DECLARES]->(mit)
        """,
        """
        UNWIND range(2, $many) AS i
        MATCH (m:Model {id: "m/" + i}) MATCH (base:Model {id: "m/" + i / 2}) MATCH (d:Dataset {id: "d/" + i})
        MATCH (check:Check)
        WITH m, base, d, i, collect(check) AS checks
        CREATE (m)-[:DERIVED_FROM {relation: "finetune", evidence: ["config"], moved_from: "old/" + i,
          license_verdict: "conflict"}]->(base)
        CREATE (m)-[:CONFLICTS_WITH {profiles: ["default"], terms: ["x"], first_drop: m.id, license: "mit"}]->(base)
        CREATE (m)-[:IMPUTED {fact: "license", agreement: 1.0}]->(base)
        CREATE (m)-[:HAS_TASK {sources: ["hub"]}]->(:Task {name: "t" + i})
        CREATE (d)-[:GENERATED_FROM]->(base)
        FOREACH (check IN checks | CREATE (m)-[:HAS_FINDING {verdict: "risk", severity: "high"}]->(check))
        """,
        """
        MATCH (mit:License {id: "mit"})
        CREATE (m:Model {id: "a/asked", status: "present", weight_hashes: ["ha"]})
        CREATE (m)-[:DERIVED_FROM {relation: "finetune"}]->(b:Model {id: "a/base", status: "present"})
        CREATE (:Model {id: "a/child"})-[:DERIVED_FROM {relation: "quantized"}]->(m)
        CREATE (m)-[:TRAINED_ON]->(d:Dataset {id: "a/data", status: "present"})
        CREATE (r:Repository {id: "github.com/a/asked"})-[:REUSES]->(m)
        CREATE (b)-[:DECLARES]->(mit)
        CREATE (d)-[:DECLARES]->(mit)
        CREATE (r)-[:DECLARES]->(mit)
        CREATE (m)-[:EVALUATED_ON {metric: "f1", value: 0.5}]->(d)
        CREATE (m)-[:HAS_FINGERPRINT {components: ["model"]}]->(:Fingerprint {id: "fa", kind: "model", layers: 2,
          format: "safetensors", structure: "sa", body: "ba", volumes: "va", family: "fa", parameters: 2000000000})
        """,
        # Among many checks that find nothing one looks as if it led to few findings, so that plans begin there.
        """
        UNWIND range(1, $many / 7) AS i
        UNWIND ["trust", "naming", "license"] AS topic
        CREATE (:Check {name: topic + "-" + i, topic: topic, check: "check-" + i})
        """,
    ):
        connection.execute(one, {"many": MANY})
    # Plans made for the few nodes of other tests are kept and would be measured here.
    forget_plans(connection)
    return connection


def about_one(query: StoredQuery, label: str) -> dict[str, Any]:
    """Values that name one artifact of a label, and of other labels where the query asks for more of them."""
    values: dict[str, Any] = {}
    for one in query.parameters:
        if label in one.artifacts or one.needed:
            id_ = _ASKED[label if label in one.artifacts else one.artifacts[0]]
            if one.name in ("other_id", "ancestor"):
                id_ = "a/base"
            values[one.name] = [id_] if one.type.startswith("LIST") else id_
    return values


@pytest.mark.slow
def test_a_question_about_one_artifact_does_not_go_through_all(crowded_graph: Connection) -> None:
    through_all = []
    with crowded_graph.driver.session(database=crowded_graph.address.database) as session:
        for query in map(find_query, NAMES):
            for label in sorted({label for one in query.parameters for label in one.artifacts}):
                values = complete(query, about_one(query, label))
                plan = session.run("PROFILE " + query.statement, values).consume().profile
                assert plan is not None
                through_all += [
                    f"{query.name} of one {label}: {one['operatorType']} gives {one['rows']:,} rows"
                    for one in operators(plan)
                    if one.get("rows", 0) >= MANY - 1
                ]
    assert through_all == []


@pytest.mark.slow
def test_a_question_about_an_unknown_artifact_has_no_rows(crowded_graph: Connection) -> None:
    """So that an id is looked for in other spellings only where there are none; with the plans of the test before."""
    with crowded_graph.driver.session(database=crowded_graph.address.database) as session:
        for query in map(find_query, NAMES):
            for label in sorted({label for one in query.parameters for label in one.artifacts}):
                values = complete(query, about_one(query, label))
                for one in query.parameters:
                    if label in one.artifacts:
                        values[one.name] = ["no/such"] if one.type.startswith("LIST") else "no/such"
                assert list(session.run("PROFILE " + query.statement, values)) == [], (query.name, label)


@pytest.mark.slow
def test_the_first_rows_do_not_need_all_artifacts(crowded_graph: Connection) -> None:
    crowded_graph.execute(
        "UNWIND range(1, 20) AS i "
        "CREATE (:Model {id: '0/' + i, status: 'present', license_missing: true, downloads: i})"
    )
    few = 10
    asked: dict[str, dict[str, Any]] = {
        "quality-completeness": {},
        "license-status": {"verdict": "unknown", "profile": "peatmoss"},
    }
    through_all = []
    with crowded_graph.driver.session(database=crowded_graph.address.database) as session:
        for name, values in asked.items():
            query = find_query(name)
            text = "PROFILE " + query.statement
            result = session.run(text, complete(query, {**values, "max_rows": few}))
            assert len(list(result)) == few
            plan = result.consume().profile
            assert plan is not None
            through_all += [
                f"{name}: {one['operatorType']}" for one in operators(plan) if one.get("rows", 0) >= MANY - 1
            ]
    assert through_all == []


def test_a_known_id_takes_one_question(known_graph: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    known_graph.execute('CREATE (:Model {id: "a/b", status: "present"})-[:DERIVED_FROM]->(:Model {id: "a/c"})')
    known_graph.execute("MATCH (m:Model) SET m._folded = m.id")
    asked: list[str] = []
    read = Connection.read

    def noted(self: Connection, query: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        asked.append(query)
        return read(self, query, parameters)

    monkeypatch.setattr(Connection, "read", noted)
    assert [row["ancestor"] for row in run(known_graph, "lineage-ancestors", {"model_id": "a/b"})] == ["a/c"]
    assert asked == []
    assert [row["ancestor"] for row in run(known_graph, "lineage-ancestors", {"model_id": "A/B"})] == ["a/c"]
    assert list(run(known_graph, "lineage-descendants", {"model_id": "a/b"})) == []
    with pytest.raises(InputError):
        run(known_graph, "lineage-ancestors", {"model_id": "no/such"})
    assert asked != []
