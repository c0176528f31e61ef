"""Names that nobody tuned to are read as people labelled them."""

import pytest

from tests.labelled_names import interval, score_names, total


def test_the_untouched_half_is_read_as_labelled() -> None:
    tallies = score_names("untouched")
    whole = total(tallies)
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.95
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.95
    for kind in ("parameters", "generation", "quantisation", "language", "dataset"):
        assert tallies[kind].precision >= 0.95, tallies[kind].wrong
    assert tallies["family"].precision >= 0.93, tallies["family"].wrong


def test_names_that_others_labelled_are_read_as_they_say() -> None:
    whole = total(score_names("judged"))
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.97
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.95


def test_names_of_every_round_are_read_as_they_were_labelled() -> None:
    whole = total(score_names("rounds"))
    assert whole["right"] + whole["missed"] > 2_500
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.98
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.98


def test_names_that_nobody_mended_on_are_read_as_labelled() -> None:
    whole = total(score_names("read"))
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.98
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.97


def test_names_of_other_sources_are_read_no_worse_than_at_first() -> None:
    whole = total(score_names("elsewhere"))
    assert whole["right"] + whole["missed"] > 750
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.97
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.97


def test_names_that_a_second_person_labelled_are_read_no_worse_than_at_first() -> None:
    whole = total(score_names("elsewhere_two"))
    assert whole["right"] + whole["missed"] > 420
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.97
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.97


def test_names_that_a_third_person_labelled_are_read_no_worse_than_at_first() -> None:
    whole = total(score_names("elsewhere_three"))
    assert whole["right"] + whole["missed"] > 400
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.99
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.985


def test_names_that_a_fourth_person_labelled_are_read_no_worse_than_at_first() -> None:
    whole = total(score_names("elsewhere_four"))
    assert whole["right"] + whole["missed"] > 370
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.985
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.975


def test_names_that_a_fifth_person_labelled_are_read_no_worse_than_at_first() -> None:
    whole = total(score_names("elsewhere_five"))
    assert whole["right"] + whole["missed"] > 400
    assert whole["right"] / (whole["right"] + whole["wrong"]) >= 0.98
    assert whole["right"] / (whole["right"] + whole["missed"]) >= 0.98


def test_intervals_are_those_of_wilson() -> None:
    assert interval(45, 50) == pytest.approx((0.786, 0.957), abs=0.001)
    assert interval(0, 0) == (0.0, 1.0)
