"""Paces the requests to one server and tries again what failed: one rule for every client."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from supplygraph.errors import SupplygraphError

#: How often in a row a request may be told that it came too early.
MAX_PAUSES = 20
#: Statuses after which the same request may well succeed; 52x are Cloudflare's for a server that it cannot reach.
AGAIN = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524})

_LOG = logging.getLogger(__name__)

OnWait = Callable[[float, str], None]


class Refusal(Protocol):
    """Makes the error that is raised where an API does not answer."""

    def __call__(self, message: str, hint: str | None = None, /) -> SupplygraphError: ...


class Pacing:
    """When the next request to an API may be made, from whichever thread.

    Args:
        shown: What the API is called in messages.
        refusal: Makes the error of a request that is given up.
        tries: Tries of one request without an answer.
        max_backoff: Longest wait between two of them, in seconds.
        max_pause: Longest wait that a limit of the API is believed, in seconds.
        on_wait: Told how many seconds it waits, and why.
        sleep: Waits; replaced in tests.
    """

    def __init__(
        self,
        shown: str,
        refusal: Refusal,
        *,
        tries: int,
        max_backoff: float,
        max_pause: float,
        on_wait: OnWait,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.shown, self.refusal = shown, refusal
        self.tries, self.max_backoff, self.max_pause = tries, max_backoff, max_pause
        self._on_wait, self._sleep = on_wait, sleep
        self._lock = threading.Lock()
        #: When the next request may be made, and the wait that has not been told yet.
        self._not_before = 0.0
        self._untold: tuple[float, str] | None = None

    def hold(self, seconds: float, why: str = "rate limit") -> None:
        """Every thread makes its next request after this wait at the earliest."""
        seconds = min(seconds, self.max_pause)
        moment = time.monotonic() + seconds
        with self._lock:
            if moment > self._not_before + 1:
                self._untold = seconds, why
            self._not_before = max(self._not_before, moment)

    def ready(self) -> None:
        """Waits until a request may be made."""
        with self._lock:
            moment, untold, self._untold = self._not_before, self._untold, None
        wait = moment - time.monotonic()
        if wait > 0:
            if untold:
                self._tell(*untold)
            self._sleep(wait)
            with self._lock:
                if self._not_before == moment:
                    self._not_before = 0.0

    def pause(self, seconds: float, why: str) -> None:
        """Waits now, in this thread alone."""
        self._tell(seconds, why)
        self._sleep(seconds)

    def _tell(self, seconds: float, why: str) -> None:
        _LOG.info("%s: waiting %.0f s, %s", self.shown, seconds, why)
        self._on_wait(seconds, why)


class Patience:
    """How often one request has failed or come too early.

    Attributes:
        failures: Tries without an answer.
        pauses: How often in a row it came too early.
    """

    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing
        self.failures = self.pauses = 0

    def failed(self, problem: str) -> None:
        """Waits before the next try, twice as long each time.

        Raises:
            SupplygraphError: that was the last one; the error that `refusal` makes.
        """
        self.failures += 1
        if self.failures == self._pacing.tries:
            message = f"{self._pacing.shown} gives no usable answer ({problem}, {self.failures} tries)"
            raise self._pacing.refusal(message, "check the network, or try again later")
        self._pacing.pause(min(self._pacing.max_backoff, 2.0 ** (self.failures - 1)), problem)

    def early(self, seconds: float | None, why: str = "rate limit", *, shortest: float = 2.0) -> None:
        """Has the next request wait as long as the API asks; where it names no time, twice as long each time.

        Args:
            seconds: What it asks; None for nothing.
            why: What limit it is.
            shortest: First wait where it names none, in seconds.

        Raises:
            SupplygraphError: it asks for more waits than are made; the error that `refusal` makes.
        """
        self.pauses += 1
        if self.pauses > MAX_PAUSES:
            raise self._pacing.refusal(
                f"{self._pacing.shown} still limits the rate after {MAX_PAUSES} waits", "try again later"
            )
        self._pacing.hold(shortest * 2.0 ** min(self.pauses - 1, 7) if seconds is None else seconds, why)

    def answered(self) -> None:
        """An answer came; what failed before counts no longer."""
        self.failures = self.pauses = 0


def asked_seconds(retry_after: str | None) -> float | None:
    """Seconds that a `Retry-After` header asks to wait, and one more; None where it names no number of them."""
    text = (retry_after or "").strip()
    return float(text[:6]) + 1.0 if text.isdecimal() else None
