"""The Cypher that is generated from declarations."""

import pytest

from supplygraph.schema.declaration import Node
from supplygraph.schema.declared import ARTIFACTS
from supplygraph.schema.nodes import NODES, Dataset, License, Model
from supplygraph.schema.relationships import RELATIONSHIPS, Declares, DerivedFrom
from supplygraph.store.folding import move_statements, named_ends, other_names
from supplygraph.store.statements import (
    merge_ends,
    merge_nodes,
    merge_relationships,
    schema_statements,
    withdraw_relationships,
)


@pytest.mark.parametrize("node", NODES, ids=lambda cls: cls.label)
def test_every_node_has_a_uniqueness_constraint_that_can_be_made_again(node: type[Node]) -> None:
    assert sum(f"FOR (n:{node.label}) REQUIRE n.{node.key} IS UNIQUE" in text for text in schema_statements()) == 1
    assert all("IF NOT EXISTS" in text for text in schema_statements())


def test_only_the_key_stands_in_the_merge_pattern_of_a_node() -> None:
    assert merge_nodes(Model).splitlines()[1] == "MERGE (n:Model {id: row.key})"


def test_an_undescribed_artifact_is_a_stub_and_a_word_is_not() -> None:
    assert "'stub'" in merge_ends(Dataset)
    assert "'stub'" not in merge_ends(License)


def test_relationships_are_merged_between_two_matched_nodes() -> None:
    text = merge_relationships(Declares, Model, License)
    assert "MATCH (a:Model {id: row.start})\nMATCH (b:License {id: row.end})" in text
    assert "MERGE (a)-[r:DECLARES]->(b)" in text


def test_claims_of_other_sources_are_kept() -> None:
    assert "r.claim_sources[i] <> $source" in merge_relationships(DerivedFrom, Model, Model)
    assert "claim_" not in merge_relationships(Declares, Model, License)


def test_withdrawing_deletes_only_what_no_source_states() -> None:
    text = withdraw_relationships((Declares, DerivedFrom), Model)
    assert "[r:DECLARES|DERIVED_FROM]" in text
    assert text.index("size(r.sources) = 0") < text.index("DELETE r")


def test_no_statement_holds_a_value_or_needs_a_plugin() -> None:
    texts = [*schema_statements(), merge_nodes(Model), merge_ends(Model)]
    for node in ARTIFACTS:
        said = {(kind.type_name, out) for kind in RELATIONSHIPS for out in (True, False)}
        texts += [named_ends(node), *other_names(node), *move_statements(node, said)]
    assert not [text for text in texts if "apoc." in text or ";" in text]
