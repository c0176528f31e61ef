"""Words that say that nothing is known, in the spellings of cards, tables and programs."""

import pytest

from supplygraph.missing import is_missing


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "None",
        "none.",
        "NOASSERTION",
        "not specified",
        "Not-Specified",
        "not_specified",
        "N/A",
        "n/a",
        "(n.a.)",
        "nan",
        "NaN",
        "<NA>",
        "NaT",
        "null",
        "[]",
        "{}",
        "-",
        "—",
        "???",
        "[More Information Needed]",
        "*TBD*",
        "Unknown",
        "undefined",
    ],
)
def test_a_word_that_says_nothing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize(
    "text", ["mit", "no", "other", "unlicense", "not-for-all-audiences", "None/model", "a/none", "unknown-model", "0"]
)
def test_a_word_that_says_something(text: str) -> None:
    assert not is_missing(text)
