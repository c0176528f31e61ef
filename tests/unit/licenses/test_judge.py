"""The judgement of a pair of expressions, without a graph."""

from dataclasses import replace

import pytest

from supplygraph.licenses.judge import Judgement, Loss, Lost, PairInput, beside, dropped, judge, losses, meeting
from supplygraph.licenses.rules import Knowledge, LicenseFacts, RuleSet
from supplygraph.licenses.statement import Statement
from tests.unit.licenses.known import knowledge

NC, MIT, GPL = Statement(("cc-by-nc-4.0",)), Statement(("mit",)), Statement(("gpl-3.0",))


def rules(name: str = "default") -> RuleSet:
    found = knowledge().rule_set(name)
    assert found
    return found


def one(pair: PairInput, name: str = "default", known: Knowledge | None = None) -> Judgement:
    (found,) = judge(pair, rules(name), known or knowledge())
    return found


def test_a_dropped_term_is_a_conflict_that_names_it() -> None:
    found = one(meeting("deriv", NC, MIT))
    assert (found.verdict, found.codes, found.certainty) == ("conflict", ("NC_DROPPED",), "firm")
    assert found.lost == (Lost("cc-by-nc-4.0", "NC"),)
    assert one(meeting("deriv", NC, NC)) == Judgement(0, identical=True)


def test_nothing_declared_is_unknown_on_either_side() -> None:
    assert one(meeting("deriv", Statement(), MIT)).codes == ("U_UNKNOWN",)
    assert one(meeting("deriv", NC, Statement())).codes == ("D_UNKNOWN",)


@pytest.mark.parametrize(
    "license_id", ["my-licence, v1 -> v2", "mit AND x", "a OR b", "deriv: x {NC|}", "(none)", '"', "mit (contradicted)"]
)
def test_an_id_is_never_taken_apart(license_id: str) -> None:
    odd = Statement((license_id,))
    assert one(meeting("deriv", NC, odd)).verdict == "unknown"
    assert one(meeting("deriv", odd, MIT)).verdict == "unknown"
    every = [judge(meeting("deriv", odd, odd), found, knowledge()) for found in knowledge().rule_sets]
    assert one(meeting("deriv", Statement(("other",)), odd)).verdict == "unknown"
    assert [len(judged) for judged in every] == [int(found.judges("deriv")) for found in knowledge().rule_sets]


def test_what_was_dropped_further_up_is_judged_by_what_is_left_of_it() -> None:
    found = one(dropped("copy", "cc-by-nc-sa-4.0", ["NC"], ["deriv"], MIT))
    assert (found.verdict, found.codes) == ("conflict", ("NC_DROPPED",))
    assert judge(dropped("copy", "cc-by-nc-4.0", ["NC"], ["deriv"], MIT), rules("osadl"), knowledge()) == []


def test_parents_that_no_license_reconciles() -> None:
    found = one(beside(GPL, NC))
    assert (found.verdict, found.codes, found.certainty) == ("conflict", ("IRRECONCILABLE_PARENTS",), "firm")
    assert one(beside(GPL, MIT)).rank == 0
    choice = Statement(("cc-by-nc-4.0", "mit"), "or")
    assert one(beside(GPL, choice)).rank == 0


def test_a_list_is_read_both_ways() -> None:
    listed = Statement(("cc-by-nc-4.0", "mit"), "list")
    found = one(meeting("deriv", listed, MIT))
    assert (found.verdict, found.codes[0]) == ("warning", "LIST_AMBIGUOUS")
    assert (found.lost, found.unclear) == ((), (Lost("cc-by-nc-4.0", "NC"),))


def test_a_card_that_contradicts_itself_is_no_less_than_a_warning() -> None:
    found = one(meeting("deriv", MIT, replace(MIT, contradicted=True)))
    assert (found.verdict, found.codes) == ("warning", ("METADATA_CONTRADICTION",))


def test_a_rule_set_that_splits_lists_judges_each_license_by_itself() -> None:
    sheet = replace(rules("osadl"), name="split", skip_multiple=True)
    listed = Statement(("gpl-3.0", "mit"), "list")
    found = judge(meeting("use", listed, MIT), sheet, knowledge())
    assert [(part.part, part.verdict) for part in found] == [(("gpl-3.0",), "conflict"), (("mit",), "compatible")]
    assert [part.verdict for part in judge(meeting("use", MIT, listed), sheet, knowledge())] == ["skipped"]
    together = replace(listed, operator="and", contradicted=True)
    assert [part.part for part in judge(meeting("use", together, MIT), sheet, knowledge())] == [("gpl-3.0", "mit")]


def test_a_rule_set_judges_its_relations_only() -> None:
    assert judge(meeting("deriv", NC, MIT), replace(rules(), relations=frozenset({"uses"})), knowledge()) == []
    assert judge(meeting("use", NC, MIT), replace(rules(), relations=frozenset({"uses"})), knowledge())


def test_a_user_may_know_more_than_the_package() -> None:
    own = LicenseFacts("ours", "permissive", terms_known=True)
    known = replace(knowledge(), licenses={**knowledge().licenses, "ours": own}, _keeps={}, _reach={})
    assert one(meeting("deriv", Statement(("ours",)), MIT), known=known).verdict == "compatible"


def test_losses_are_those_under_any_rule_set() -> None:
    pair = meeting("data", Statement(("cc-by-sa-4.0",)), MIT)
    judged = [(found, judgement) for found in knowledge().rule_sets for judgement in judge(pair, found, knowledge())]
    term = "SA:cc-by-sa-4.0"
    assert losses(pair, judged) == [Loss("cc-by-sa-4.0", (term,), (), (term,))]


def test_what_one_reading_of_a_list_loses_is_doubtful_and_stays_so_below() -> None:
    pair = meeting("deriv", Statement(("cc-by-nc-4.0", "mit"), "list"), MIT)
    (loss,) = losses(pair, [(rules(), one(pair))])
    assert loss == Loss("cc-by-nc-4.0", ("NC",), (), ("NC",), ("listed",))
    below = dropped("deriv", loss.license, loss.terms, pair.channels, MIT, doubts=loss.doubts)
    assert (one(below).verdict, one(below).codes[0]) == ("warning", "LIST_AMBIGUOUS")
    assert losses(below, [(rules(), one(below))]) == [loss]
    kept = dropped("deriv", loss.license, loss.terms, pair.channels, NC, doubts=loss.doubts)
    assert one(kept).verdict == "compatible"
    unknown = dropped("deriv", loss.license, loss.terms, pair.channels, Statement(), doubts=loss.doubts)
    assert one(unknown).verdict == "unknown"
    assert losses(unknown, [(rules(), one(unknown))]) == [loss]


def test_where_nothing_is_declared_below_a_list_only_what_every_reading_asks_for_is_lost() -> None:
    pair = meeting("deriv", Statement(("cc-by-nc-4.0", "mit"), "list"), Statement())
    assert one(pair).verdict == "unknown"
    assert [loss.doubts for loss in losses(pair, [(rules(), one(pair))])] == [("listed",)]
    chosen = meeting("deriv", Statement(("cc-by-nc-4.0", "mit"), "or"), Statement())
    assert losses(chosen, [(rules(), one(chosen))]) == []


def test_a_relation_that_nothing_states_leaves_what_is_below_contested() -> None:
    pair = meeting("deriv", NC, MIT, guessed=True)
    assert (one(pair).verdict, one(pair).certainty) == ("conflict", "contested")
    (loss,) = losses(pair, [(rules(), one(pair))])
    assert loss.doubts == ("guessed",)
    below = dropped("deriv", loss.license, loss.terms, pair.channels, MIT, doubts=loss.doubts)
    assert (one(below).verdict, one(below).certainty) == ("conflict", "contested")
    assert one(replace(below, doubts=frozenset())).certainty == "firm"


def test_a_condition_that_is_not_met_asks_for_nothing_and_one_that_is_not_known_is_contested() -> None:
    vision = Statement(("llama3.2",))
    text = replace(vision, conditions=frozenset({"not multimodal"}))
    seen = replace(vision, conditions=frozenset({"multimodal"}))
    lower = Statement(("llama3.1",))
    assert "GEO_DROPPED" not in one(meeting("deriv", text, lower)).codes
    assert (one(meeting("deriv", seen, lower)).certainty, one(meeting("deriv", seen, lower)).rank) == ("firm", 3)
    assert (one(meeting("deriv", vision, lower)).certainty, one(meeting("deriv", vision, lower)).rank) == (
        "contested",
        3,
    )


def test_a_conflict_that_another_relation_would_not_give_is_contested_where_the_relation_is_guessed() -> None:
    found = one(meeting("deriv", NC, MIT, guessed=True))
    assert (found.verdict, found.certainty) == ("conflict", "contested")
    # Its terms reach whatever is made from the model, however it was made.
    found = one(meeting("deriv", Statement(("gemma",)), MIT, guessed=True))
    assert (found.verdict, found.certainty) == ("conflict", "firm")
    assert one(meeting("deriv", MIT, NC, guessed=True)).certainty == "firm"


def test_what_or_later_decides_is_contested() -> None:
    apache, gpl2 = Statement(("apache-2.0",)), Statement(("gpl-2.0",))
    found = one(meeting("deriv", apache, gpl2))
    assert (found.verdict, found.certainty) == ("conflict", "contested")
    assert one(meeting("deriv", gpl2, gpl2)) == Judgement(0, identical=True)
    assert one(meeting("deriv", gpl2, MIT)).certainty == "firm"


def test_the_same_unread_license_on_both_sides_is_a_contested_warning() -> None:
    unread, other = Statement(("no-such-licence",)), Statement(("other",))
    found = one(meeting("deriv", unread, unread))
    assert (found.verdict, found.codes, found.certainty) == ("warning", ("TERMS_INCOMPLETE",), "contested")
    more = Statement(("mit", "no-such-licence"), "and")
    assert one(meeting("deriv", unread, more)).codes == ("TERMS_INCOMPLETE",)
    assert one(meeting("deriv", more, unread)).verdict == "unknown"
    assert one(meeting("deriv", other, other)).verdict == "unknown"
