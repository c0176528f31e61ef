"""When a check counts as another one, so that graphs are judged again."""

from dataclasses import replace

import pytest

from supplygraph.checks import names


def test_a_check_is_another_one_when_what_is_asked_around_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    check = next(check for check in names.naming_checks() if "base" in check.reads)
    before = check.digest
    monkeypatch.setitem(names._BOUND, "base", ("MATCH (base)", "MATCH (base)"))
    assert check.digest != before


def test_a_check_is_another_one_when_its_own_text_changes() -> None:
    check = names.naming_checks()[0]
    assert replace(check, meaning="Another.").digest != check.digest == replace(check).digest
