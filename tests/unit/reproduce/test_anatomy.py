"""Changes of licence are counted, ordered and held against an ordering."""

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from supplygraph.reproduce.anatomy import best_order, explained, license_flows, unavailable_anatomy
from supplygraph.reproduce.rates import Step, changed


def step(upper: str, lower: str, edges: int, relation: str = "finetune") -> Step:
    return Step(relation, tuple(lower.split()), tuple(upper.split()), None, None, edges)


def test_a_change_has_exactly_one_license_on_both_sides() -> None:
    some = [step("mit", "apache-2.0", 2), step("mit", "mit", 3), step("mit", "", 5), step("mit gemma", "mit", 7)]
    assert changed(some) == (2, 5)


def test_flows_leave_out_what_has_no_direction() -> None:
    some = [step("mit", "gemma", 2), step("mit", "other", 9), step("unknown", "mit", 9), step("mit", "gemma", 1)]
    assert license_flows(some) == {("mit", "gemma"): 3}


def test_only_the_licenses_that_change_most_are_ordered() -> None:
    flows = license_flows([step("hub", f"license-{number:02}", number) for number in range(1, 31)])
    assert len({name for pair in flows for name in pair}) == 20
    assert min(flows.values()) == 12


def test_an_ordering_explains_what_goes_forward() -> None:
    flows = Counter({("a", "b"): 5, ("b", "a"): 2, ("b", "c"): 4, ("c", "a"): 1, ("a", "c"): 1})
    assert best_order(flows) == ["a", "b", "c"]
    assert explained(flows, ["a", "b", "c"]) == (2, 2, 10)
    assert explained(flows, ["c", "b", "a"]) == (0, 2, 3)


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), st.integers(1, 9)))
def test_moving_one_license_never_betters_the_ordering(stated: dict[tuple[str, str], int]) -> None:
    flows = Counter({pair: count for pair, count in stated.items() if len(set(pair)) == 2})
    order = best_order(flows)
    assert sorted(order) == sorted({name for pair in flows for name in pair})
    forward = explained(flows, order)[2]
    assert forward * 2 >= flows.total()
    for name in order:
        rest = [one for one in order if one != name]
        assert all(explained(flows, [*rest[:i], name, *rest[i:]])[2] <= forward for i in range(len(order)))
    best = max((explained(flows, one)[2] for one in permutations(order)), default=0)
    assert forward <= best


def test_what_cannot_be_computed_says_what_it_needs() -> None:
    assert all(figure.computed is None and figure.why for figure in unavailable_anatomy())
