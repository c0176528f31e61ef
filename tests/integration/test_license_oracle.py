"""On real models, the verdicts equal an independent computation under every rule set, and follow what changes."""

from collections import Counter
from typing import Any

import pytest

from supplygraph.enrich.licenses import derive_licenses
from supplygraph.licenses.profiles import profiles
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection
from tests.conftest import RealGraph
from tests.integration.test_license_examples import snapshot
from tests.license_oracle import conflicts, read_world, verdicts

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
RANKS = {"compatible": 0, "warning": 1, "unknown": 2, "conflict": 3}
#: It needs a sheet that is not shipped; its known answer has a test of its own.
JUDGED = tuple(one for one in profiles() if one.name != "peatmoss")


@pytest.fixture(scope="module")
def real(real_graph: RealGraph) -> Connection:
    return real_graph.connection


@pytest.fixture(scope="module")
def derived(real: Connection) -> list[Any]:
    """What was derived; each test that derives again must come back to it."""
    return snapshot(real)


def stored(connection: Connection, profile: str) -> dict[tuple[str, str, str], int]:
    rows = run(connection, "license-verdicts", {"profile": profile, "max_rows": 1_000_000}).rows
    return {(row["downstream"], row["upstream"], row["relation"]): RANKS[row["verdict"]] for row in rows}


def conflict_edges(connection: Connection, profile: str) -> set[tuple[str, str, int]]:
    rows = connection.read(
        "MATCH (a)-[c:CONFLICTS_WITH]->(b) WHERE $profile IN c.profiles "
        "RETURN coalesce(a.id, a.name) AS artifact, b.id AS origin, c.hops AS hops",
        {"profile": profile},
    )
    found = {(row["artifact"], row["origin"], row["hops"]) for row in rows}
    assert (
        len(found)
        == len(rows)
        == len(run(connection, "license-conflicts", {"profile": profile, "max_rows": 1_000_000}))
    )
    return found


def compare(connection: Connection) -> None:
    world = read_world(connection)
    expected, in_conflict = verdicts(world, JUDGED), conflicts(world, JUDGED)
    words = connection.read("MATCH ()-[e]->() WHERE e.license_verdict IS NOT NULL RETURN e.license_verdict AS verdict")
    assert Counter(RANKS[row["verdict"]] for row in words) == Counter(expected["default"].values())
    for profile in JUDGED:
        found = stored(connection, profile.name)
        differing = {
            edge: (found.get(edge), expected[profile.name].get(edge))
            for edge in found.keys() | expected[profile.name].keys()
            if found.get(edge) != expected[profile.name].get(edge)
        }
        assert not differing, (profile.name, len(differing), list(differing.items())[:5])
        assert conflict_edges(connection, profile.name) == in_conflict[profile.name]
        summary = run(connection, "license-summary", {"profile": profile.name}).rows
        counts: Counter[str] = Counter()
        for row in summary:
            counts[row["verdict"]] += row["edges"]
        assert {name: counts[name] for name in RANKS} == {
            name: sum(one == rank for one in expected[profile.name].values()) for name, rank in RANKS.items()
        }


def test_verdicts_equal_an_independent_computation(real: Connection) -> None:
    compare(real)


def test_every_edge_is_judged(real: Connection) -> None:
    assert run(real, "license-unjudged", {}).rows == []
    assert run(real, "license-conflicts-stale", {}).rows == []


def test_a_second_run_changes_nothing(real: Connection, derived: list[Any]) -> None:
    derive_licenses(real)
    assert snapshot(real) == derived


def test_one_changed_license_is_followed_down_and_back(real: Connection, derived: list[Any]) -> None:
    model = run(real, "lineage-top-bases", {"max_rows": 1}).rows[0]["base"]
    real.execute(
        "MATCH (m:Model {id: $id})-[d:DECLARES]->(l) WITH m, d, l, properties(d) AS kept, l.id AS old "
        "MATCH (nc:License {id: 'cc-by-nc-4.0'}) CREATE (m)-[n:DECLARES]->(nc) SET n = kept, n.raw = old DELETE d",
        {"id": model},
    )
    derive_licenses(real)
    assert snapshot(real) != derived
    compare(real)
    real.execute(
        "MATCH (m:Model {id: $id})-[d:DECLARES]->(l) WITH m, d, properties(d) AS kept "
        "MATCH (old:License {id: d.raw}) CREATE (m)-[n:DECLARES]->(old) SET n = kept DELETE d",
        {"id": model},
    )
    derive_licenses(real)
    assert snapshot(real) == derived
