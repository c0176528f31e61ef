"""Writing to a real Neo4j: merges, stubs, aliases, provenance, and taking statements back."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Alias, Dataset, License, Model, Task
from supplygraph.schema.relationships import AliasOf, Declares, DerivedFrom, HasTask, TrainedOn
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.folding import fold_ids
from supplygraph.store.writer import Writer, Written
from tests.conftest import empty

pytestmark = pytest.mark.integration
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ALL = (Declares, DerivedFrom, HasTask, TrainedOn)


def write(
    connection: Connection, elements: Iterable[Element], source: str = "hub", now: datetime = NOON, batch: int = 1000
) -> Written:
    total = Written()
    # The Load node is how a writer knows that its source has spoken before.
    connection.execute("MERGE (l:Load {id: $id}) SET l.source = $source, l.started = $now",
                       {"id": f"{source}{now}", "source": source, "now": now})  # fmt: skip
    for written in Writer(connection, source, now, batch).write(elements):
        total.add(written)
    return total


#: What a derivation's sources say, as one text each.
CLAIMS = (
    "[i IN range(0, size(r.claim_sources) - 1) | "
    "r.claim_sources[i] + ':' + r.claim_evidence[i] + '=' + r.claim_relations[i]] AS claims"
)


def described(model: str, *elements: Element) -> list[Element]:
    return [Model(id=model, status="present"), *elements, Described(Model.ref(model), ALL)]


def derived(child: str, base: str, relation: str = "finetune", source: str = "hub") -> DerivedFrom:
    return DerivedFrom.model_validate(
        {"start": Model.ref(child), "end": Model.ref(base), "relation": relation,
         **DerivedFrom.stated(source, [("tag", relation)]), "evidence": ["tag"]}
    )  # fmt: skip


def test_making_the_schema_again_changes_nothing(empty_graph: Connection) -> None:
    before = empty_graph.read("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names")
    ensure_schema(empty_graph)
    assert empty_graph.read("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names") == before


def test_what_a_killed_server_left_of_the_schema_is_made_again(empty_graph: Connection) -> None:
    before = empty_graph.read("SHOW INDEXES YIELD name, owningConstraint RETURN name, owningConstraint ORDER BY name")
    # The index of a constraint that was never finished, and an index that is not there any more.
    empty_graph.execute("DROP CONSTRAINT model_id")
    empty_graph.execute("CREATE INDEX model_id FOR (n:Model) ON (n.id)")
    empty_graph.execute("DROP INDEX model_status")
    ensure_schema(empty_graph)
    after = empty_graph.read("SHOW INDEXES YIELD name, owningConstraint RETURN name, owningConstraint ORDER BY name")
    assert after == before
    assert empty_graph.read("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name") == []


def test_a_base_that_nobody_describes_is_a_stub_until_it_is_described(empty_graph: Connection) -> None:
    first = write(empty_graph, described("a/child", derived("a/child", "b/base")))
    assert (first.nodes_created, first.stubs_created, first.relationships_created) == (2, 1, 1)
    assert empty_graph.read("MATCH (m:Model {id: 'b/base'}) RETURN m.status AS status") == [{"status": "stub"}]
    second = write(empty_graph, described("b/base"))
    assert second.nodes_created == 0
    assert empty_graph.read("MATCH (m:Model {id: 'b/base'}) RETURN m.status AS status") == [{"status": "present"}]


def test_a_later_mention_does_not_turn_a_described_artifact_into_a_stub(empty_graph: Connection) -> None:
    write(empty_graph, described("b/base"))
    write(empty_graph, described("a/child", derived("a/child", "b/base")))
    assert empty_graph.read("MATCH (m:Model {id: 'b/base'}) RETURN m.status AS status") == [{"status": "present"}]


def test_writing_the_same_again_creates_nothing(empty_graph: Connection) -> None:
    elements = described(
        "a/child", derived("a/child", "b/base"), HasTask(start=Model.ref("a/child"), end=Task.ref("t"))
    )
    write(empty_graph, elements)
    again = write(empty_graph, elements, now=NOON + timedelta(days=1))
    assert (again.nodes_created, again.relationships_created, again.relationships_deleted) == (0, 0, 0)
    assert "lineage" not in again.changed


def test_every_relationship_carries_its_provenance(empty_graph: Connection) -> None:
    elements = described("a/child", derived("a/child", "b/base"))
    write(empty_graph, elements)
    write(empty_graph, elements, source="other", now=NOON + timedelta(days=1))
    rows = empty_graph.read("MATCH ()-[r:DERIVED_FROM]->() RETURN r.source AS source, r.sources AS sources, "
                            "r.first_seen AS first, r.last_seen AS last")  # fmt: skip
    assert [(row["source"], row["sources"]) for row in rows] == [("other", ["hub", "other"])]
    assert rows[0]["first"].to_native() == NOON
    assert rows[0]["last"].to_native() == NOON + timedelta(days=1)


def test_a_property_that_a_source_does_not_state_is_not_wiped(empty_graph: Connection) -> None:
    write(empty_graph, [Model(id="a/m", downloads=7), Described(Model.ref("a/m"), ())])
    write(empty_graph, [Model(id="a/m", likes=3), Described(Model.ref("a/m"), ())], source="other")
    rows = empty_graph.read("MATCH (m:Model) RETURN m.downloads AS downloads, m.likes AS likes")
    assert rows == [{"downloads": 7, "likes": 3}]


def test_what_a_source_no_longer_says_of_an_artifact_goes_away(empty_graph: Connection) -> None:
    def licensed(license_id: str) -> list[Element]:
        return described("a/m", Declares(start=Model.ref("a/m"), end=License.ref(license_id), raw=license_id))

    write(empty_graph, licensed("mit"))
    changed = write(empty_graph, licensed("apache-2.0"), now=NOON + timedelta(days=1))
    assert changed.relationships_deleted == 1
    assert empty_graph.read("MATCH (:Model)-[:DECLARES]->(l) RETURN l.id AS id") == [{"id": "apache-2.0"}]


def test_what_another_source_still_says_stays(empty_graph: Connection) -> None:
    for source in ("hub", "other"):
        write(empty_graph, described("a/m", derived("a/m", "b/base", source=source)), source=source)
    gone = write(empty_graph, described("a/m"), now=NOON + timedelta(days=1))
    assert gone.relationships_deleted == 0
    rows = empty_graph.read("MATCH ()-[r:DERIVED_FROM]->() RETURN r.sources AS sources, r.source AS source, "
                            f"{CLAIMS}")  # fmt: skip
    assert rows == [{"sources": ["other"], "source": "other", "claims": ["other:tag=finetune"]}]
    last = write(empty_graph, described("a/m"), source="other", now=NOON + timedelta(days=2))
    assert last.relationships_deleted == 1
    assert "lineage" in last.changed


def test_an_artifact_that_a_listing_does_not_show_keeps_everything(empty_graph: Connection) -> None:
    write(empty_graph, [*described("a/m", derived("a/m", "b/base")), *described("a/n", derived("a/n", "b/base"))])
    write(empty_graph, described("a/n", derived("a/n", "b/base")), now=NOON + timedelta(days=1))
    assert empty_graph.read("MATCH ()-[r:DERIVED_FROM]->() RETURN count(r) AS n") == [{"n": 2}]


def test_disagreeing_sources_stand_side_by_side(empty_graph: Connection) -> None:
    write(empty_graph, described("a/m", derived("a/m", "b/base", "finetune")))
    write(empty_graph, described("a/m", derived("a/m", "b/base", "quantized", "other")), source="other")
    rows = empty_graph.read(f"MATCH ()-[r:DERIVED_FROM]->() RETURN {CLAIMS}")
    assert rows == [{"claims": ["hub:tag=finetune", "other:tag=quantized"]}]


def test_an_old_id_joins_the_artifact_it_names_now(empty_graph: Connection) -> None:
    alias: list[Element] = [Alias(id="bert"), AliasOf(start=Alias.ref("bert"), end=Model.ref("google/bert"))]
    write(empty_graph, described("google/bert", *alias))
    elements = described("a/child", derived("a/child", "bert"))
    write(empty_graph, elements)
    rows = empty_graph.read("MATCH (:Model)-[r:DERIVED_FROM]->(b) RETURN b.id AS id, r.raw AS raw")
    assert rows == [{"id": "google/bert", "raw": "bert"}]
    assert write(empty_graph, elements, now=NOON + timedelta(days=1)).nodes_created == 0


def test_a_stub_made_before_its_alias_was_known_is_folded(empty_graph: Connection) -> None:
    write(empty_graph, described("a/child", derived("a/child", "bert")))
    alias: list[Element] = [Alias(id="bert"), AliasOf(start=Alias.ref("bert"), end=Model.ref("google/bert"))]
    write(empty_graph, described("google/bert", *alias))
    assert fold_ids(empty_graph)
    rows = empty_graph.read(f"MATCH (:Model)-[r:DERIVED_FROM]->(b) RETURN b.id AS id, r.raw AS raw, {CLAIMS}")
    assert rows == [{"id": "google/bert", "raw": "bert", "claims": ["hub:tag=finetune"]}]
    assert empty_graph.read("MATCH (m:Model {id: 'bert'}) RETURN count(m) AS n") == [{"n": 0}]
    assert not fold_ids(empty_graph)


def test_an_old_id_that_somebody_took_over_is_an_artifact_of_its_own(empty_graph: Connection) -> None:
    alias: list[Element] = [Alias(id="bert"), AliasOf(start=Alias.ref("bert"), end=Model.ref("google/bert"))]
    write(empty_graph, [*described("google/bert", *alias), *described("bert")])
    write(empty_graph, described("a/child", derived("a/child", "bert")))
    assert empty_graph.read("MATCH (:Model)-[:DERIVED_FROM]->(b) RETURN b.id AS id") == [{"id": "bert"}]


def test_a_batch_is_all_or_nothing_and_never_tears_a_record(empty_graph: Connection) -> None:
    def elements() -> Iterable[Element]:
        for number in range(10):
            yield from described(f"a/m{number}", derived(f"a/m{number}", "b/base"))
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        write(empty_graph, elements(), batch=3)
    rows = empty_graph.read("MATCH (m:Model {status: 'present'}) RETURN count(m) AS models, "
                            "count { (m)-[:DERIVED_FROM]->() } AS edges")  # fmt: skip
    assert sum(row["models"] for row in rows) >= 8
    assert all(row["edges"] == 1 for row in rows)


def test_batches_of_any_size_make_the_same_graph(empty_graph: Connection) -> None:
    elements = [e for n in range(25) for e in described(f"a/m{n}", derived(f"a/m{n}", f"a/m{n // 2}b"))]
    counts = set()
    for batch in (1, 7, 1000):
        empty(empty_graph)
        written = write(empty_graph, elements, batch=batch)
        counts.add((written.nodes_created, written.relationships_created))
    assert counts == {(25 + 13, 25)}


def test_datasets_and_models_of_the_same_id_are_two_artifacts(empty_graph: Connection) -> None:
    write(empty_graph, [*described("x/y", TrainedOn(start=Model.ref("x/y"), end=Dataset.ref("x/y")))])
    rows = empty_graph.read("MATCH (m:Model)-[:TRAINED_ON]->(d:Dataset) RETURN m.id = d.id AS same, d.status AS status")
    assert rows == [{"same": True, "status": "stub"}]


def test_an_alias_read_after_the_artifact_that_took_the_name_changes_nothing(empty_graph: Connection) -> None:
    alias: list[Element] = [Alias(id="bert"), AliasOf(start=Alias.ref("bert"), end=Model.ref("google/bert"))]
    elements = [
        *described("bert"),
        *described("google/bert", *alias),
        *described("a/child", derived("a/child", "bert")),
    ]
    for batch in (1, 1000):
        empty(empty_graph)
        write(empty_graph, elements, batch=batch)
        assert empty_graph.read("MATCH (:Model)-[:DERIVED_FROM]->(b) RETURN b.id AS id") == [{"id": "bert"}]


def test_a_source_that_misses_an_artifact_does_not_unsay_another(empty_graph: Connection) -> None:
    write(empty_graph, described("in/house"), source="records")
    missing: list[Element] = [Model(id="in/house", status="missing"), Described(Model.ref("in/house"), ())]
    write(empty_graph, [*described("a/child", derived("a/child", "gone/base")), *missing])
    gone: list[Element] = [Model(id="gone/base", status="missing"), Described(Model.ref("gone/base"), ())]
    write(empty_graph, gone, now=NOON + timedelta(days=1))
    rows = empty_graph.read("MATCH (m:Model) RETURN m.id AS id, m.status AS status ORDER BY id")
    assert [(row["id"], row["status"]) for row in rows] == [
        ("a/child", "present"), ("gone/base", "missing"), ("in/house", "present"),
    ]  # fmt: skip


def test_claims_that_a_record_brings_of_other_sources_are_not_doubled(empty_graph: Connection) -> None:
    write(empty_graph, described("a/m", derived("a/m", "b/base")))
    both = DerivedFrom(start=Model.ref("a/m"), end=Model.ref("b/base"), relation="finetune",
                       claim_sources=["hub", "records"], claim_evidence=["tag", "record"],
                       claim_relations=["finetune", "finetune"])  # fmt: skip
    for day in (1, 2):
        write(empty_graph, described("a/m", both), source="records", now=NOON + timedelta(days=day))
    rows = empty_graph.read(f"MATCH ()-[r:DERIVED_FROM]->() RETURN {CLAIMS}")
    assert rows == [{"claims": ["hub:tag=finetune", "records:record=finetune"]}]
