"""Asks the Hub's API politely: paced by its rate limit, patient with its failures, and never away from its host."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants
from huggingface_hub.errors import OfflineModeIsEnabled
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    build_hf_headers,
    get_session,
    parse_ratelimit_headers,
)

from supplygraph.errors import InputError
from supplygraph.pacing import AGAIN, OnWait, Pacing, Patience, asked_seconds
from supplygraph.schema.declaration import clean_text
from supplygraph.version import __version__

#: Tries of one request before the crawl stops; the waits between them add up to about two minutes.
TRIES = 9
#: Longest wait between two tries, and the longest that a rate limit is believed, in seconds.
MAX_BACKOFF, MAX_PAUSE = 30.0, 900.0
MAX_REDIRECTS = 5

#: How the Hub says that it closed a repository, and that its files need an accepted request.
DISABLED, GATED = "Access to this resource is disabled.", "GatedRepo"
_TIMEOUT = httpx2.Timeout(60.0, connect=15.0)


class HubError(InputError):
    """The Hub cannot be reached, or refuses a request.

    Attributes:
        status: HTTP status of the refusal; None where no answer came.
        code: The Hub's own code of the refusal, such as `RepoNotFound`.
        reason: What the Hub says about it.
    """

    def __init__(
        self, message: str, hint: str | None = None, *, status: int | None = None, code: str = "", reason: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """One answer of the API.

    Attributes:
        value: The parsed JSON: a list for a page, an object for a single record.
        next: Path and query of the next page.
        astray: Whether the Hub names a next page that is none of its API's.
        total: Number of all records, where the Hub says it.
    """

    value: Any
    next: str | None
    astray: bool
    total: int | None


class HubClient:
    """The API of one Hub; the token is the one that `huggingface_hub` knows.

    Args:
        endpoint: Address of the Hub; None for the one that HF_ENDPOINT names.
        on_wait: Told how many seconds it waits, and why.
        sleep: Waits; replaced in tests.

    Raises:
        InputError: offline mode is on, or the address cannot be used.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        on_wait: OnWait = lambda seconds, why: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if constants.is_offline_mode():
            raise InputError("the Hub cannot be asked while HF_HUB_OFFLINE is set", "unset HF_HUB_OFFLINE")
        self.endpoint = (endpoint or constants.ENDPOINT).rstrip("/")
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                "the address of the Hub is not an http:// or https:// address", "set HF_ENDPOINT or unset it"
            )
        #: The address without a login that may stand in it.
        self.shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        self._prefix = parts.path
        self._pacing = Pacing(
            self.shown,
            HubError,
            tries=TRIES,
            max_backoff=MAX_BACKOFF,
            max_pause=MAX_PAUSE,
            on_wait=on_wait,
            sleep=sleep,
        )
        #: Headers of every request, the token among them; never to be shown.
        self.headers = build_hf_headers(library_name="supplygraph", library_version=__version__)

    def page(self, target: str) -> Answer:
        """One page of a listing.

        Args:
            target: Path and query, such as `/api/models?limit=100`.

        Raises:
            HubError: the Hub refuses, or gives no usable answer in spite of several tries.
        """
        return self._get(target, list)

    def record(self, target: str) -> Answer:
        """One single record; a renamed repository gives the record of its new name.

        Raises:
            HubError: the Hub refuses, or gives no usable answer in spite of several tries.
        """
        return self._get(target, dict)

    def own_target(self, url: str) -> str | None:
        """Path and query of a link, to be asked of this Hub on whatever host; None where the API has no such path."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = parts.path.removeprefix(self._prefix) if self._prefix else parts.path
        if not path.startswith("/api/"):
            return None
        return f"{path}?{parts.query}" if parts.query else path

    def _get(self, target: str, kind: type) -> Answer:
        patience = Patience(self._pacing)
        while True:
            try:
                response = self._follow(target)
                if response.status_code == 429:
                    patience.early(asked_wait(response))
                    continue
                if response.status_code not in AGAIN:
                    return self._answer(response, kind)
                problem = f"HTTP {response.status_code}"
            except httpx2.RequestError as error:
                problem = type(error).__name__
            except (ValueError, RecursionError):
                problem = "an answer that is not valid JSON"
            patience.failed(problem)

    def _follow(self, target: str) -> httpx2.Response:
        for _ in range(MAX_REDIRECTS):
            self._pacing.ready()
            try:
                response = get_session().request(
                    "GET", self.endpoint + target, headers=self.headers, follow_redirects=False, timeout=_TIMEOUT
                )
            except OfflineModeIsEnabled as error:
                raise InputError(
                    "the Hub cannot be asked while HF_HUB_OFFLINE is set", "unset HF_HUB_OFFLINE"
                ) from error
            except httpx2.InvalidURL as error:
                raise HubError(f"{self.shown} cannot be asked for {clean_text(target, 200)!r}") from error
            self._note_limit(response)
            if not response.has_redirect_location:
                return response
            onward = self.own_target(response.headers["Location"])
            if onward is None:
                raise HubError(f"{self.shown} sends requests for {clean_text(target, 200)!r} away", "check HF_ENDPOINT")
            target = _with_query(onward, target)
        raise HubError(f"{self.shown} redirects {clean_text(target, 200)!r} without end")

    def _answer(self, response: httpx2.Response, kind: type) -> Answer:
        if response.status_code >= 400:
            raise self._refusal(response)
        value = json.loads(response.content, parse_int=_whole, parse_constant=lambda name: None)
        if not isinstance(value, kind):
            raise ValueError(f"not a {kind.__name__}")
        total = response.headers.get("X-Total-Count", "")
        link = response.links.get("next", {}).get("url")
        following = self.own_target(link) if link else None
        astray = bool(link) and following is None
        return Answer(value, following, astray, int(total) if total.isdecimal() and len(total) < 12 else None)

    def _refusal(self, response: httpx2.Response) -> HubError:
        code = clean_text(response.headers.get("X-Error-Code", ""), 100)
        reason = _reason(response)
        message = f"{self.shown} refuses the request: HTTP {response.status_code}"
        if reason:
            message += f", {reason}"
        hint = "check the arguments" if response.status_code == 400 else None
        if response.status_code in (401, 403) and not code:
            hint = "check HF_TOKEN, or log in with `hf auth login`"
        return HubError(message, hint, status=response.status_code, code=code, reason=reason)

    def _note_limit(self, response: httpx2.Response) -> None:
        limit = parse_ratelimit_headers(response.headers)
        if limit is not None and limit.remaining == 0 and response.status_code != 429:
            self._pacing.hold(limit.reset_in_seconds + 1)


def status_of(error: HubError) -> Literal["missing", "disabled", "private"] | None:
    """What a refusal says of one repository; None where it says something of the request."""
    if error.status == 403 and error.reason.startswith(DISABLED):
        return "disabled"
    if error.code == GATED:
        return "private"
    if error.code == "RepoNotFound" or error.status == 404:
        return "missing"
    if error.status == 401 and "credential" not in error.reason.lower():
        return "missing"
    return None


def asked_wait(response: httpx2.Response) -> float | None:
    """Seconds that an answer which says that it came too early asks to wait; None where it names none."""
    limit = parse_ratelimit_headers(response.headers)
    if limit is not None and limit.remaining == 0:
        return limit.reset_in_seconds + 1.0
    return asked_seconds(response.headers.get("Retry-After"))


def _reason(response: httpx2.Response) -> str:
    """What the Hub says about a refusal, in one line."""
    text = response.headers.get("X-Error-Message", "")
    try:
        error = response.json().get("error")
        text = error if isinstance(error, str) else (text or json.dumps(error) if error else text)
    except (ValueError, AttributeError, RecursionError):
        pass
    return " ".join(clean_text(text, 500).split())


def _with_query(onward: str, target: str) -> str:
    """A redirect of the Hub names the path only; what was asked for stays the same."""
    query = urlsplit(target).query
    return onward if "?" in onward or not query else f"{onward}?{query}"


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) < 40 else None
