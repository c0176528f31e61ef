"""The changes that clear a family do so, and no smaller set does, by trying all."""

from dataclasses import replace
from itertools import combinations, product

import pytest

from supplygraph.licenses.rules import RuleSet
from supplygraph.report import clearing
from supplygraph.report.clearing import Clearing, Family, Step
from supplygraph.report.hypothetical import Above, all_of
from supplygraph.report.what_if import Artifact, Cone, Lower
from tests.unit.licenses.known import knowledge

#: What is tried by hand instead of the search.
LICENSES = ("cc-by-nc-4.0", "cc-by-nc-sa-4.0", "apache-2.0", "mit", "gpl-3.0", "llama3.1", "cc-by-sa-4.0")
Made = dict[str, tuple[str, list[tuple[str, str]], int]]


def family(made: Made) -> list[Lower]:
    """Models by id: licence, what each is made from, downloads; the first is the top."""
    hops: dict[str, int] = {}
    for id_, (_, above, _) in made.items():
        hops[id_] = 1 + min((hops[base] for base, _ in above if base in hops), default=-1)
    return [
        Lower(
            Artifact("model", id_),
            hops[id_],
            all_of([license_id] if license_id else []),
            [Above(base, relation, "model") for base, relation in above],
            downloads,
        )
        for id_, (license_id, above, downloads) in made.items()
    ]


def rules() -> RuleSet:
    found = knowledge().rule_set("default")
    assert found is not None
    return found


def in_conflict(lowers: list[Lower]) -> set[str]:
    cone = Cone(lowers, {}, knowledge())
    return {one.id for one in cone.lowers if cone.judged(one, rules()).verdict == "conflict"}


def applied(lowers: list[Lower], steps: tuple[Step, ...]) -> list[Lower]:
    made = {one.artifact: one for one in lowers}
    for step in steps:
        lower = made[step.artifact]
        if step.license is not None:
            made[step.artifact] = replace(lower, statement=all_of([step.license]))
        else:
            made[step.artifact] = replace(lower, above=[one for one in lower.above if one.id != step.dropped])
    return list(made.values())


def smallest_by_hand(lowers: list[Lower], most: int) -> int:
    """The fewest licences that have to be others, by trying every assignment; `most` + 1 where more are needed."""
    names = sorted(in_conflict(lowers))
    for count in range(most + 1):
        for chosen in combinations(names, count):
            for licenses in product(LICENSES, repeat=count):
                given = dict(zip(chosen, licenses, strict=True))
                tried = [
                    replace(one, statement=all_of([given[one.artifact.id]])) if one.artifact.id in given else one
                    for one in lowers
                ]
                if not in_conflict(tried):
                    return count
    return most + 1


CHAIN: Made = {
    "nc": ("cc-by-nc-4.0", [], 900),
    "relabel": ("mit", [("nc", "finetune")], 50),
    "kept": ("cc-by-nc-4.0", [("relabel", "finetune")], 5),
    "below": ("apache-2.0", [("relabel", "finetune")], 7),
    "copy": ("apache-2.0", [("below", "quantized")], 9),
}
MERGE: Made = {
    "llama": ("llama3.1", [], 900),
    "one": ("mit", [("llama", "finetune")], 10),
    "two": ("apache-2.0", [("llama", "finetune")], 20),
    "merge": ("mit", [("one", "merge"), ("two", "merge")], 3),
}
SILENT: Made = {
    "nc": ("cc-by-nc-4.0", [], 1),
    "unsaid": ("", [("nc", "finetune")], 1),
    "free": ("mit", [], 1),
    "merge": ("mit", [("unsaid", "merge"), ("free", "merge")], 1),
}
RING: Made = {
    "nc": ("cc-by-nc-4.0", [], 1),
    "a": ("mit", [("nc", "finetune"), ("b", "finetune")], 1),
    "b": ("mit", [("a", "finetune")], 1),
}


@pytest.mark.parametrize("made", [CHAIN, MERGE, SILENT, RING], ids=["chain", "merge", "silent", "ring"])
@pytest.mark.parametrize("bases", [False, True])
def test_a_set_clears_and_none_is_smaller(made: Made, bases: bool) -> None:
    lowers = family(made)
    found = Family(lowers, {}, knowledge(), rules()).clear(bases=bases)
    assert found.steps is not None
    assert found.exact
    assert not in_conflict(applied(lowers, found.steps))
    if bases:
        assert {step.dropped is None for step in found.steps} <= {True, False}
        assert len(found.steps) <= len(in_conflict(lowers))
    else:
        assert all(step.license for step in found.steps)
        assert smallest_by_hand(lowers, len(found.steps) - 1) == len(found.steps)


def test_one_base_that_is_given_up_clears_all_below() -> None:
    found = Family(family(CHAIN), {}, knowledge(), rules()).clear(bases=True)
    assert [(step.artifact.id, step.dropped, step.downloads) for step in found.steps or ()] == [("relabel", "nc", 50)]


def test_what_is_changed_twice_costs_once() -> None:
    made: Made = {
        "top": ("apache-2.0", [], 1),
        "nc": ("cc-by-nc-4.0", [("top", "finetune")], 1),
        "gpl": ("gpl-3.0", [("top", "finetune")], 1),
        "merge": ("mit", [("nc", "merge"), ("gpl", "merge")], 30),
    }
    found = Family(family(made), {}, knowledge(), rules()).clear(bases=True)
    assert found.steps is not None
    assert not in_conflict(applied(family(made), found.steps))
    assert (len(found.steps), found.downloads) == (2, 30)


def test_nothing_in_conflict_needs_nothing() -> None:
    found = Family(family({"a": ("mit", [], 1), "b": ("mit", [("a", "finetune")], 1)}), {}, knowledge(), rules())
    assert found.conflicts() == ()
    assert found.clear(bases=False) == Clearing((), 0)


def test_what_no_license_clears_is_said_so() -> None:
    lowers = family({"nd": ("cc-by-nd-4.0", [], 1), "tune": ("mit", [("nd", "finetune")], 1)})
    alone = Family(lowers, {}, knowledge(), rules())
    assert alone.clear(bases=False).steps is None
    by_bases = alone.clear(bases=True)
    assert [(step.artifact.id, step.dropped) for step in by_bases.steps or ()] == [("tune", "nd")]


def test_a_large_family_gets_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Made = {"nc": ("cc-by-nc-4.0", [], 1)}
    made |= {f"m{number:02}": ("mit", [("nc", "finetune")], number) for number in range(12)}
    made |= {f"below{number:02}": ("apache-2.0", [(f"m{number:02}", "finetune")], 1) for number in range(12)}
    lowers = family(made)
    monkeypatch.setattr(clearing, "JUDGED", 200)
    found = Family(lowers, {}, knowledge(), rules()).clear(bases=True)
    assert found.steps is not None
    assert not in_conflict(applied(lowers, found.steps))
    assert len(found.steps) == 12
    assert 1 <= found.fewest <= 12
