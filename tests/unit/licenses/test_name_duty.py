"""When the name of a model begins as a licence asks."""

import pytest

from supplygraph.licenses.name_duty import begins_with
from supplygraph.licenses.remarks import names_under
from supplygraph.licenses.rules import CHANNELS
from supplygraph.licenses.terms import terms
from tests.unit.licenses.known import knowledge


@pytest.mark.parametrize(
    ("name", "beginning", "kept"),
    [
        ("Llama-3-8B-tuned", "Llama 3", True),
        ("llama3-8b", "Llama 3", True),
        ("LLAMA_3_tuned", "Llama 3", True),
        ("Llama 3 tuned", "Llama 3", True),
        ("Llama-3.1-8B", "Llama 3", True),
        ("Llama3", "Llama 3", True),
        ("Llama-30B", "Llama 3", False),
        ("Meta-Llama-3-8B", "Llama 3", False),
        ("Tuned-Llama-3", "Llama 3", False),
        ("Llama-tuned", "Llama 3", False),
        ("llama-tuned", "Llama", True),
        ("Lla-ma", "Llama", False),
        ("", "Llama", False),
        ("HyperCLOVAX-tuned", "HyperCLOVA X", True),
        ("HyperCLOVA-X-tuned", "HyperCLOVA X", True),
        ("HyperCLOVA", "HyperCLOVA X", False),
    ],
)
def test_names(name: str, beginning: str, kept: bool) -> None:
    assert begins_with(name, beginning) is kept


def test_a_name_that_is_asked_for_keeps_itself() -> None:
    for term in terms():
        if term.kind == "NAME":
            assert term.parameter
            assert begins_with(term.parameter, term.parameter)
            assert begins_with(f"{term.parameter}-1B", term.parameter)


def test_every_name_that_reaches_some_channel_is_asked_for_under_its_rule_sets() -> None:
    known = knowledge()
    asked: dict[str, set[str]] = {}
    for rules in known.rule_sets:
        for license_id in known.licenses if rules.terms else ():
            for channel in CHANNELS:
                for code in known.reach(rules, license_id, channel).notices:
                    if code.startswith("NAME:"):
                        asked.setdefault(code.removeprefix("NAME:"), set()).add(rules.name)
    assert len(asked) > 1
    assert names_under(known) == asked
