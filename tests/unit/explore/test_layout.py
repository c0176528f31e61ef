"""Boxes of a lineage stand in columns by steps and never overlap."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from supplygraph.explore.layout import Cell, arrange


def test_a_chain_is_one_row() -> None:
    assert arrange("m", {"m": ["b"], "b": ["a"]}, {"m": ["c"]}) == {
        "m": Cell(0, 0),
        "b": Cell(-1, 0),
        "a": Cell(-2, 0),
        "c": Cell(1, 0),
    }


def test_a_parent_stands_in_the_middle_of_its_children() -> None:
    cells = arrange("m", {}, {"m": ["a", "b", "c"], "b": ["d", "e"]})
    assert [cells[one] for one in "abdec"] == [Cell(1, 0), Cell(1, 1.5), Cell(2, 1), Cell(2, 2), Cell(1, 3)]
    assert cells["m"] == Cell(0, 1.5)


def test_a_box_stands_right_of_all_that_it_hangs_from() -> None:
    cells = arrange("m", {}, {"m": ["a", "b"], "a": ["b"]})
    assert (cells["a"].column, cells["b"].column) == (1, 2)


def test_a_cycle_ends() -> None:
    cells = arrange("m", {"m": ["a"], "a": ["b"], "b": ["a", "m"]}, {"m": ["c"], "c": ["m", "a"]})
    assert set(cells) == {"m", "a", "b", "c"}
    assert cells["a"].column == -1


NAMES = st.sampled_from([str(number) for number in range(9)])
TREES = st.dictionaries(NAMES, st.lists(NAMES, max_size=3, unique=True), max_size=9)


@settings(max_examples=40)
@given(TREES, TREES)
def test_no_two_boxes_overlap_and_all_are_placed(
    left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]]
) -> None:
    cells = arrange("0", left, right)
    places = sorted((cell.column, cell.row) for cell in cells.values())
    assert all(one[0] != two[0] or two[1] - one[1] >= 1 for one, two in pairwise(places)), places
    assert min(cell.row for cell in cells.values()) == 0
    for side in (left, right):
        reached, open_ = {"0"}, ["0"]
        while open_:
            new = set(side.get(open_.pop(), ())) - reached
            reached |= new
            open_ += new
        assert reached <= set(cells)
