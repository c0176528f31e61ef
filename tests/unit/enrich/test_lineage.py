"""Lineages worked out at once are those of walking every edge."""

from hypothesis import given
from hypothesis import strategies as st

from supplygraph.enrich.lineage import Lineage, lineages

_KEYS = st.sampled_from("abcdefgh")


def _walked(edges: set[tuple[str, str]]) -> dict[str, Lineage]:
    """The same by definition: closures, and the longest way up where no cycle is on it."""
    keys = {key for edge in edges for key in edge}
    above = {key: {upper for lower, upper in edges if lower == key} for key in keys}
    ancestors = {key: set(above[key]) for key in keys}
    connected = {key: {key} for key in keys}
    for _ in keys:
        for lower, upper in edges:
            ancestors[lower] |= ancestors[upper]
            both = connected[lower] | connected[upper]
            connected[lower] = connected[upper] = both
            for key in both:
                connected[key] = connected[key] | both

    def depth(key: str) -> int | None:
        if any(one in ancestors[one] for one in {key} | ancestors[key]):
            return None
        return max((1 + (depth(base) or 0) for base in above[key]), default=0)

    return {
        key: Lineage(
            min(connected[key]),
            depth(key),
            len(ancestors[key] - {key}),
            sum(key in ancestors[other] for other in keys - {key}),
        )
        for key in keys
    }


@given(st.sets(st.tuples(_KEYS, _KEYS).filter(lambda edge: edge[0] != edge[1]), max_size=14))
def test_lineages_are_those_of_walking_every_edge(edges: set[tuple[str, str]]) -> None:
    assert dict(lineages(sorted(edges))) == _walked(edges)


def test_on_and_below_a_cycle_there_is_no_depth() -> None:
    found = dict(lineages([("a", "b"), ("b", "a"), ("c", "a")]))
    assert found["c"] == Lineage("a", None, 2, 0)
    assert found["a"].properties() == {"lineage_component": "a", "lineage_ancestors": 1, "lineage_descendants": 2}
