"""Numbers, times and long names as a page writes them."""

from datetime import UTC, datetime

import pytest

from supplygraph.explore.words import FILLS, ago, cut_middle, fill_of, plain_value, short_number, width
from supplygraph.licenses.table import CLASSES


@pytest.mark.parametrize(
    ("number", "text"), [(None, ""), (0, "0"), (950, "950"), (1234, "1.2k"), (86_000, "86k"), (7_200_000_000, "7.2B")]
)
def test_numbers_are_short(number: int | None, text: str) -> None:
    assert short_number(number) == text


def test_values_of_properties_are_readable() -> None:
    assert plain_value(7_241_732_096) == "7,241,732,096"
    assert plain_value(True) == "yes"
    assert plain_value(["a", 1000]) == "a, 1,000"


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = cut_middle("Qwen3.5-9B-Thinking-Heretic-Uncensored-GGUF", 24)
    assert shown.startswith("Qwen3.5-9B")
    assert shown.endswith("GGUF")
    assert width(shown) <= 24
    assert cut_middle("short", 24) == "short"
    assert width(cut_middle("模型" * 30, 24)) <= 24


def test_times_are_told_from_now() -> None:
    now = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    assert ago(datetime(2026, 5, 4, 11, 59, 30, tzinfo=UTC), now) == "just now"
    assert ago(datetime(2026, 5, 4, 11, tzinfo=UTC), now) == "1 hour ago"
    assert ago(datetime(2026, 5, 1, 12, tzinfo=UTC), now) == "3 days ago"


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_licenses_has_a_fill(name: str) -> None:
    assert fill_of("x", name) in FILLS
    assert (fill_of("x", name) == "vague") == (name == "unknown")


def test_nothing_declared_is_not_a_license() -> None:
    assert fill_of(None, None) == "none"
    assert fill_of("mit OR gpl-3.0", "several") == "vague"
