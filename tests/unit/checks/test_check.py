"""When a check counts as another one, so that graphs are judged again."""

import re
from dataclasses import replace

import pytest

from supplygraph.checks import names
from supplygraph.checks.check import read_in


def test_a_check_is_another_one_when_what_is_asked_around_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    check = next(check for check in names.naming_checks() if "base" in check.reads)
    before = check.digest
    monkeypatch.setitem(names._BOUND, "base", ("MATCH (base)", "MATCH (base)"))
    assert check.digest != before


def test_a_check_is_another_one_when_its_own_text_changes() -> None:
    check = names.naming_checks()[0]
    assert replace(check, meaning="Another.").digest != check.digest == replace(check).digest


def test_a_check_is_sent_only_the_parameters_that_it_reads() -> None:
    texts = [
        check.findings(some=some, given=given)
        for check in names.naming_checks()
        for some in (True, False)
        for given in (True, False)
    ]
    known = {name: name for text in texts for name in re.findall(r"\$(\w+)", text)}
    for text in texts:
        assert set(re.findall(r"\$(\w+)", text)) <= read_in(text, known).keys()
    assert any("families" not in read_in(text, known) for text in texts)
