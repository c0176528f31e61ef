"""Declarations say what is derived again when a source states something; the writer knows none of them by name."""

import ast
from pathlib import Path

import pytest

from supplygraph.schema import nodes, relationships
from supplygraph.schema.declaration import Node, Relationship
from supplygraph.store.writer import Written
from tests.code import tree


def noted(written: Written) -> set[str]:
    return set(written.changed)


@pytest.mark.parametrize(
    ("kind", "again", "new"),
    [
        (relationships.DerivedFrom, set(), {"lineage", "licenses"}),
        (relationships.TrainedOn, set(), {"licenses"}),
        (relationships.GeneratedFrom, set(), {"licenses"}),
        (relationships.Reuses, set(), {"licenses"}),
        (relationships.AliasOf, set(), {"ids"}),
        (relationships.Declares, {"licenses"}, {"licenses"}),
        (relationships.PublishedBy, {"publishers"}, {"publishers"}),
        (relationships.Matrix, {"licenses", "knowledge"}, {"licenses", "knowledge"}),
        (relationships.ListedIn, {"licenses", "knowledge"}, {"licenses", "knowledge"}),
        (relationships.HasTask, set(), set()),
    ],
)
def test_what_follows_from_relationships(kind: type[Relationship], again: set[str], new: set[str]) -> None:
    for created, follows in ((0, again), (1, new)):
        written = Written()
        written.met_relationships(kind, created)
        assert noted(written) == follows


def test_what_is_compared_itself_says_more_than_that_it_was_stated() -> None:
    written = Written()
    for kind in (relationships.Declares, relationships.PublishedBy):
        written.met_relationships(kind, 0, compared=True)
    assert noted(written) == set()
    written.met_relationships(relationships.Matrix, 0, compared=True)
    assert noted(written) == {"licenses", "knowledge"}


@pytest.mark.parametrize(
    ("kind", "follows", "compared"),
    [
        (relationships.DerivedFrom, {"lineage", "licenses"}, {"lineage"}),
        (relationships.HasFingerprint, {"fingerprints"}, {"fingerprints"}),
        (relationships.HasTask, {"licenses"}, set()),
        (relationships.HasLanguage, set(), set()),
    ],
)
def test_what_follows_from_relationships_that_are_gone(
    kind: type[Relationship], follows: set[str], compared: set[str]
) -> None:
    for seen, expected in ((False, follows), (True, compared)):
        written = Written()
        written.lost_relationships(kind, compared=seen)
        assert noted(written) == expected


@pytest.mark.parametrize(
    ("node", "follows"),
    [(nodes.Space, {"publishers"}), (nodes.Profile, {"licenses", "knowledge"}), (nodes.Task, set())],
)
def test_what_follows_from_nodes(node: type[Node], follows: set[str]) -> None:
    written = Written()
    written.met_nodes(node, [{}])
    assert noted(written) == follows


def test_the_writer_names_no_declaration() -> None:
    imported = {
        name.name
        for statement in tree(Path("store/writer.py")).body
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("supplygraph.schema")
        for name in statement.names
    }
    assert imported == {"ARTIFACTS", "Described", "Element", "Follows", "NODES", "Node", "Relationship"}
