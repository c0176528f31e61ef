"""Requests wait as long as an API asks, all threads alike, and what fails is tried again a few times."""

import pytest

from supplygraph.errors import InputError
from supplygraph.pacing import MAX_PAUSES, Pacing, Patience, asked_seconds


class Waits:
    """A pacing whose waits are noted and not waited for."""

    def __init__(self) -> None:
        self.told: list[tuple[float, str]] = []
        self.slept: list[float] = []
        self.pacing = Pacing(
            "the API",
            InputError,
            tries=4,
            max_backoff=3,
            max_pause=100,
            on_wait=lambda seconds, why: self.told.append((seconds, why)),
            sleep=self.slept.append,
        )


def test_the_next_request_waits_and_the_one_after_does_not() -> None:
    waits = Waits()
    waits.pacing.ready()
    waits.pacing.hold(10)
    waits.pacing.ready()
    waits.pacing.ready()
    assert waits.told == [(10, "rate limit")]
    assert [round(one) for one in waits.slept] == [10]


def test_a_shorter_wait_does_not_shorten_a_longer_one_and_an_absurd_one_is_not_believed() -> None:
    waits = Waits()
    waits.pacing.hold(50)
    waits.pacing.hold(5)
    waits.pacing.ready()
    waits.pacing.hold(10**9)
    waits.pacing.ready()
    assert [round(one) for one in waits.slept] == [50, 100]


def test_failures_wait_twice_as_long_each_time_until_the_request_is_given_up() -> None:
    waits = Waits()
    patience = Patience(waits.pacing)
    for _ in range(3):
        patience.failed("HTTP 503")
    assert waits.told == [(1, "HTTP 503"), (2, "HTTP 503"), (3, "HTTP 503")]
    with pytest.raises(InputError, match=r"the API gives no usable answer \(HTTP 503, 4 tries\)"):
        patience.failed("HTTP 503")


def test_an_answer_makes_up_for_failures() -> None:
    waits = Waits()
    patience = Patience(waits.pacing)
    for _ in range(10):
        patience.failed("ReadTimeout")
        patience.answered()
    assert waits.slept == [1] * 10


def test_where_the_api_names_no_time_each_wait_is_longer_and_it_may_not_ask_for_ever() -> None:
    waits = Waits()
    patience = Patience(waits.pacing)
    for _ in range(MAX_PAUSES):
        patience.early(None)
        waits.pacing.ready()
    assert [round(one) for one in waits.slept[:7]] == [2, 4, 8, 16, 32, 64, 100]
    with pytest.raises(InputError, match="still limits the rate after 20 waits"):
        patience.early(None)


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 31), (" 0 ", 1), (None, None), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)]
)
def test_a_number_of_seconds_in_retry_after_is_believed(header: str | None, seconds: float | None) -> None:
    assert asked_seconds(header) == seconds
