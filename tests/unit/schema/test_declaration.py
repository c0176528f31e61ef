"""What every declaration must state, and how declared values are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from supplygraph.ids.reading import MAX_KEY
from supplygraph.schema.declaration import Node, Relationship, clean_text, declared_properties
from supplygraph.schema.nodes import NODES, License, Model
from supplygraph.schema.relationships import CHANNELS, RELATIONSHIPS, DerivedFrom
from supplygraph.store.rows import properties

DECLARATIONS: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda cls: cls.__name__)
def test_every_declaration_says_what_it_and_its_properties_mean(declaration: type[Node] | type[Relationship]) -> None:
    assert declaration.__doc__
    for item in declared_properties(declaration):
        assert item.meaning.endswith((".", "`.", "…", ")")), item
        assert item.type in {
            "STRING", "INTEGER", "FLOAT", "BOOLEAN", "ZONED DATETIME", "LIST<STRING>", "LIST<INTEGER>",
        }  # fmt: skip
        assert item.name == item.name.lower(), "properties are snake_case"


@pytest.mark.parametrize("relationship", RELATIONSHIPS, ids=lambda cls: cls.__name__)
def test_relationships_join_declared_nodes(relationship: type[Relationship]) -> None:
    assert all(start in NODES and end in NODES for start, end in relationship.ends)
    assert set(relationship.by_source) <= set(relationship.model_fields)


def test_names_of_types_and_labels_follow_cypher_style() -> None:
    assert DerivedFrom.type_name == "DERIVED_FROM"
    assert Model.label == "Model"
    assert len({kind.type_name for kind in RELATIONSHIPS}) == len(RELATIONSHIPS)


def test_a_declaration_without_a_meaning_is_refused() -> None:
    with pytest.raises(TypeError, match="no docstring"):
        type("Silent", (Node,), {"__annotations__": {"id": str}, "__doc__": None, "__module__": __name__})


@pytest.mark.parametrize("key", ["", "a\x00b", "a\nb", "x" * (MAX_KEY + 1), "a\ud800"])
def test_a_key_that_neo4j_or_a_terminal_cannot_take_is_refused(key: str) -> None:
    with pytest.raises(ValidationError):
        Model(id=key)


def test_numbers_beyond_64_bits_are_refused() -> None:
    with pytest.raises(ValidationError):
        Model(id="a", downloads=2**63)


def test_properties_are_written_under_their_graph_names_without_nulls() -> None:
    assert properties(License(id="mit", class_="permissive", spdx=None)) == {"id": "mit", "class": "permissive"}


def test_every_relation_opens_a_channel() -> None:
    relation = next(item for item in declared_properties(DerivedFrom) if item.name == "relation")
    assert set(relation.values) == set(CHANNELS)


@given(st.text())
def test_clean_text_is_always_storable_and_stable(text: str) -> None:
    cleaned = clean_text(text, 100)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert len(cleaned) <= 100
    assert clean_text(cleaned, 100) == cleaned.strip()


def test_a_key_is_the_first_of_the_properties_that_name_a_node() -> None:
    """What is read of many labels at once takes the first of `id`, `code` and `name` that a node has."""
    for node in NODES:
        assert next(name for name in ("id", "code", "name") if name in node.model_fields) == node.key
