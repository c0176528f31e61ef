"""Every code of a verdict has words."""

from supplygraph.licenses.judge import judge, meeting
from supplygraph.licenses.reasons import REASONS
from supplygraph.licenses.remarks import MADE_WAYS
from supplygraph.licenses.statement import Statement
from tests.unit.licenses.known import knowledge


def test_every_reason_of_a_verdict_has_words() -> None:
    """Of licences of each class and of two vendors, however they meet, under every rule set."""
    of_a_class = {one.class_: one.id for one in knowledge().licenses.values()}
    statements = [
        Statement((one,)) for one in {*of_a_class.values(), "llama2", "llama3.1", "gemma", "gpl-2.0", "gpl-3.0"}
    ]
    codes = {
        code
        for upper in statements
        for lower in statements
        for way in (*sorted(MADE_WAYS), "data", "output", "use", "beside")
        for rules in knowledge().rule_sets
        for one in judge(meeting(way, upper, lower), rules, knowledge())
        for code in one.codes
    }
    assert {"NC_DROPPED", "SA_BROKEN", "U_UNKNOWN"} <= codes <= REASONS.keys()
