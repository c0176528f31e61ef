"""CONFLICTS_WITH on generated graphs: as plain Python finds them, written once, and gone with what they rest on."""

import io
import random
from typing import Any

import pytest

from supplygraph.derive import derive
from supplygraph.export.records import export_records
from supplygraph.graph.connection import Connection
from supplygraph.load import load
from supplygraph.queries.folder import cypher_folder
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from tests.conftest import empty_but_knowledge, write_lines
from tests.integration.test_license_oracle import compare

pytestmark = pytest.mark.integration

LICENSES: list[Any] = [
    *("mit", "cc-by-nc-4.0", "gpl-3.0", "llama3.1", "other", None, ["mit", "gpl-3.0"]),
]
RELATIONS = ("finetune", "adapter", "quantized", "merge", "distilled", None)


def generated(seed: int, models: int = 30) -> list[dict[str, Any]]:
    """Models on random bases, some of them later ones so that there are cycles, datasets and repositories."""
    chance = random.Random(seed)

    def bases(number: int) -> list[dict[str, Any]]:
        some = {chance.randrange(number + 3) for _ in range(chance.choice([0, 1, 1, 1, 2, 3]))} - {number}
        chosen = [(one, chance.choice(RELATIONS)) for one in sorted(some)]
        return [{"id": f"g{seed}/m{one}", **({"relation": how} if how else {})} for one, how in chosen]

    rows: list[dict[str, Any]] = [
        {
            "kind": "model",
            "id": f"g{seed}/m{number}",
            "license": chance.choice(LICENSES),
            "derived_from": bases(number),
            "trained_on": [f"g{seed}/d{chance.randrange(6)}"] if chance.random() < 0.3 else [],
        }
        for number in range(models)
    ]
    for number in range(6):
        made_by = [f"g{seed}/m{chance.randrange(models)}"] if chance.random() < 0.5 else []
        license_ = chance.choice(LICENSES)
        rows.append({"kind": "dataset", "id": f"g{seed}/d{number}", "license": license_, "generated_from": made_by})
        used = [f"g{seed}/m{chance.randrange(models)}", f"g{seed}/d{chance.randrange(6)}"]
        name = f"github.com/g{seed}/r{number}"
        rows.append({"kind": "repository", "id": name, "license": chance.choice(LICENSES), "uses": used})
    return rows


@pytest.fixture(scope="module")
def graphs(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    rows = [row for seed in range(2) for row in generated(seed)]
    load(Records([write_lines(tmp_path_factory.mktemp("graphs") / "graphs.jsonl", rows)]), lambda: connection)
    return connection


def again(connection: Connection) -> None:
    derive(connection, cypher_folder() / "derive", topic="license")


def kept(connection: Connection) -> list[dict[str, Any]]:
    return connection.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) RETURN coalesce(a.id, a.name) AS a, b.id AS b, properties(c) AS c "
        "ORDER BY a, b, c.profiles, c.license"
    )


def test_conflicts_equal_an_independent_computation(graphs: Connection) -> None:
    compare(graphs)
    assert run(graphs, "license-conflicts-stale", {}).rows == []


def test_a_second_run_writes_nothing(graphs: Connection) -> None:
    ids = graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN elementId(c) AS id ORDER BY id")
    again(graphs)
    assert ids
    assert graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN elementId(c) AS id ORDER BY id") == ids


def test_what_a_conflict_states(graphs: Connection) -> None:
    found = graphs.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) OPTIONAL MATCH (above:Model|Dataset {id: c.via}) "
        "RETURN c, c.hops AS hops, c.via AS via, c.codes AS codes, EXISTS { (a)-->(b) WHERE c.via IS NULL } AS direct, "
        "EXISTS { (a)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(above) } AS next, "
        "EXISTS { (above)-[:DROPPED]->(:License {id: c.license}) } AS dropped, c.profiles AS profiles"
    )
    assert {(row["hops"] == 1, row["direct"], row["next"] and row["dropped"]) for row in found} == {
        (True, True, False),
        (False, False, True),
    }
    assert all(("INHERITED" in row["codes"]) >= (row["hops"] > 1) for row in found)
    assert all("default" not in row["profiles"][1:] for row in found)
    several = graphs.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) UNWIND c.profiles AS profile "
        "WITH a, b, c.license AS license, profile, count(*) AS n WHERE n > 1 RETURN count(*) AS n"
    )
    assert several[0]["n"] == 0


def test_a_changed_licence_changes_them_and_back(graphs: Connection) -> None:
    before = kept(graphs)
    (row,) = run(graphs, "license-conflicts", {"max_rows": 1}).rows
    swap = (
        "MATCH (m {id: $id})-[d:DECLARES]->(:License {id: $old}) MATCH (l:License {id: $new}) "
        "CREATE (m)-[n:DECLARES]->(l) SET n = properties(d) DELETE d"
    )
    old, new = row["origin_license"], "mit"
    graphs.execute(swap, {"id": row["origin"], "old": old, "new": new})
    again(graphs)
    assert row not in run(graphs, "license-conflicts", {"max_rows": 1_000_000}).rows
    compare(graphs)
    graphs.execute(swap, {"id": row["origin"], "old": new, "new": old})
    again(graphs)
    assert kept(graphs) == before


def test_they_are_not_exported(graphs: Connection) -> None:
    stream = io.StringIO()
    assert export_records(graphs, stream)
    assert "conflict" not in stream.getvalue().lower()
    assert "first_drop" not in stream.getvalue()


def test_they_go_with_the_edge(graphs: Connection) -> None:
    graphs.execute("MATCH (:Model)-[edge:DERIVED_FROM|TRAINED_ON]->() DELETE edge")
    graphs.execute("MATCH (:Dataset)-[edge:GENERATED_FROM]->() DELETE edge")
    graphs.execute("MATCH (:Repository)-[edge:REUSES]->() DELETE edge")
    again(graphs)
    assert graphs.read("MATCH ()-[c:CONFLICTS_WITH]->() RETURN count(c) AS n")[0]["n"] == 0
