"""Statements of one load about the same thing meet by the rules by which they meet in the graph."""

from supplygraph.schema.nodes import Model, Repository
from supplygraph.schema.relationships import DerivedFrom
from supplygraph.store.rows import Row, take_node, take_relationship


def test_what_is_said_later_counts_and_what_it_does_not_say_stays() -> None:
    held: Row = {"downloads": 1, "likes": 2, "status": "present"}
    take_node(Model, held, {"downloads": 3, "status": "removed"})
    assert held == {"downloads": 3, "likes": 2, "status": "removed"}


def test_that_a_source_does_not_find_an_artifact_says_nothing_against_who_describes_it() -> None:
    for before, after in (("present", "present"), ("stub", "missing"), (None, "missing")):
        held: Row = {"status": before} if before else {}
        take_node(Model, held, {"status": "missing"})
        assert held["status"] == after
    held = {"status": "present"}
    take_node(Repository, held, {"status": "missing"})
    assert held["status"] == "missing"


def test_claims_of_the_own_source_are_replaced_and_those_of_others_stay() -> None:
    def claims(*rows: tuple[str, str, str]) -> Row:
        return dict(zip(DerivedFrom.by_source, map(list, zip(*rows, strict=True)), strict=False))

    held: Row = {
        "properties": {"relation": "merge", "raw": "a"},
        "by_source": claims(("own", "card", "merge"), ("hub", "tag", "merge")),
    }
    take_relationship(
        DerivedFrom, "own", held, {"properties": {"relation": "copy"}, "by_source": claims(("own", "card", "copy"))}
    )
    assert held["properties"] == {"relation": "copy", "raw": "a"}
    assert held["by_source"] == claims(("hub", "tag", "merge"), ("own", "card", "copy"))
    take_relationship(DerivedFrom, "own", held, {"properties": {}, "by_source": {}})
    assert held["by_source"] == claims(("hub", "tag", "merge"))
