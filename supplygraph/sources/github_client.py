"""Asks GitHub's GraphQL API politely: paced by its limits, patient with its failures, losing and repeating nothing."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from gql import Client, GraphQLRequest, gql
from gql.client import SyncClientSession
from gql.transport.exceptions import TransportError, TransportQueryError, TransportServerError
from gql.transport.httpx import HTTPXTransport

from supplygraph.errors import InputError
from supplygraph.pacing import AGAIN, OnWait, Pacing, Patience, asked_seconds
from supplygraph.schema.declaration import clean_text
from supplygraph.sources.github_queries import document, variables
from supplygraph.version import __version__

ENDPOINT = "https://api.github.com/graphql"
#: Tries of one request without any progress before the crawl stops.
TRIES = 8
#: Tries of one repository alone before it is given up.
SINGLE_TRIES = 3
#: Longest wait between tries, shortest wait for a secondary limit, longest wait that a limit is believed, in seconds.
MAX_BACKOFF, SECONDARY, MAX_PAUSE = 60.0, 60.0, 3_700.0

_TIMEOUT = 60.0
_MISSING, _HIDDEN = frozenset({"NOT_FOUND"}), frozenset({"FORBIDDEN", "UNAUTHORIZED", "SAML_FAILURE"})


class GitHubError(InputError):
    """GitHub cannot be reached, refuses the token, or does not stop failing."""


class Answer(NamedTuple):
    """What GitHub says of one repository.

    Attributes:
        name: The `owner/name` that was asked for.
        facts: The fields of the repository; None where it says nothing.
        status: `present`, `missing`, `private` for what it hides, or `failed` where it gave no answer.
    """

    name: str
    facts: dict[str, Any] | None
    status: str


class _WaitError(Exception):
    """GitHub wants a pause before the same request."""

    def __init__(self, seconds: float | None, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class _FailedError(Exception):
    """The request failed on the server's side and may be too large."""


class GitHubClient:
    """The GraphQL API of GitHub, or of a GitHub Enterprise Server.

    Args:
        token: A personal access token; sent in a header and never shown.
        endpoint: Address of the API.
        on_wait: Told how many seconds it waits, and why.
        sleep: Waits; replaced in tests.

    Raises:
        InputError: the address cannot be used.
    """

    def __init__(
        self,
        token: str,
        endpoint: str = ENDPOINT,
        on_wait: OnWait = lambda seconds, why: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(endpoint)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise InputError("the address of GitHub is not an https:// address", "set GITHUB_GRAPHQL_URL or unset it")
        if not token.isascii() or not token.isprintable() or " " in token:
            raise InputError(
                "the GitHub token holds characters that no token has", "set GITHUB_TOKEN to the token alone"
            )
        self._transport = HTTPXTransport(
            endpoint,
            headers={"Authorization": f"bearer {token}", "User-Agent": f"supplygraph/{__version__}"},
            timeout=_TIMEOUT,
            follow_redirects=False,
        )
        self._client = Client(transport=self._transport)
        self._session: SyncClientSession | None = None
        self._pacing = Pacing(
            "GitHub",
            GitHubError,
            tries=TRIES,
            max_backoff=MAX_BACKOFF,
            max_pause=MAX_PAUSE,
            on_wait=on_wait,
            sleep=sleep,
        )

    def close(self) -> None:
        """Closes the connection."""
        if self._session is not None:
            self._client.close_sync()  # type: ignore[no-untyped-call]
            self._session = None

    def ask(self, names: Sequence[str], *, manifests: bool = False) -> Iterator[Answer]:
        """What GitHub says of repositories, each once and in any order.

        A request that fails as a whole is split; a repository that fails alone is asked again, a few times.

        Raises:
            GitHubError: the token is refused, or GitHub gives no usable answer in spite of several tries.
        """
        waiting: list[list[str]] = [list(names)]
        alone: dict[str, int] = {}
        patience = Patience(self._pacing)
        while waiting:
            batch = waiting.pop()
            try:
                answers = self._request(batch, manifests)
            except _WaitError as wait:
                waiting.append(batch)
                patience.early(wait.seconds, str(wait), shortest=SECONDARY)
                continue
            except _FailedError as error:
                patience.failed(str(error))
                middle = (len(batch) + 1) // 2
                waiting += [part for part in (batch[middle:], batch[:middle]) if part]
                continue
            patience.answered()
            for answer in answers:
                if answer.status != "failed":
                    yield answer
                    continue
                alone[answer.name] = alone.get(answer.name, 0) + 1
                if alone[answer.name] < SINGLE_TRIES:
                    waiting.append([answer.name])
                else:
                    yield answer

    def _request(self, names: list[str], manifests: bool) -> list[Answer]:
        self._pacing.ready()
        request = GraphQLRequest(
            gql(document(len(names), manifests=manifests)).document, variable_values=variables(names)
        )
        try:
            if self._session is None:
                self._session = self._client.connect_sync()  # type: ignore[no-untyped-call]
            data, errors = self._session.execute(request), []
        except TransportQueryError as error:
            data, errors = error.data, list(error.errors or ())
        except TransportServerError as error:
            raise self._refusal(error.code or 0) from None
        except (TransportError, OSError, ValueError) as error:
            raise _FailedError(type(error).__name__) from None
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("httpx", "httpx2", "httpcore", "httpcore2"):
                raise
            raise _FailedError(type(error).__name__) from None
        kinds = {error.get("type") for error in errors if isinstance(error, dict)}
        if "RATE_LIMITED" in kinds:
            raise _WaitError(self._asked_wait(), "rate limit")
        if not isinstance(data, dict):
            text = next((str(error.get("message")) for error in errors if isinstance(error, dict)), "no data")
            if "secondary rate limit" in text.casefold():
                raise _WaitError(self._asked_wait(), "secondary rate limit")
            raise _FailedError(clean_text(text, 100).replace("\n", " "))
        self._note_limit(data.get("rateLimit"))
        return [_answer(name, data.get(f"r{i}"), _type_of(errors, f"r{i}")) for i, name in enumerate(names)]

    def _refusal(self, status: int) -> Exception:
        if status == 401:
            return GitHubError("GitHub refuses the token", "set GITHUB_TOKEN or GH_TOKEN to a valid one")
        if status in (403, 429):
            return _WaitError(self._asked_wait(), "secondary rate limit")
        if status in AGAIN:
            return _FailedError(f"HTTP {status}")
        return GitHubError(f"GitHub refuses the request: HTTP {status}", "check GITHUB_GRAPHQL_URL")

    def _header(self, name: str) -> str:
        headers = self._transport.response_headers
        return (headers.get(name) or "").strip() if headers is not None else ""

    def _asked_wait(self) -> float | None:
        """Seconds that the answer asks to wait; None where it names none."""
        after, reset = asked_seconds(self._header("retry-after")), self._header("x-ratelimit-reset")
        if after is not None:
            return after
        if self._header("x-ratelimit-remaining") == "0" and reset.isdecimal():
            return max(1.0, float(reset[:12]) - time.time() + 1)
        return None

    def _note_limit(self, limit: Any) -> None:
        """Waits before the next request where the points of this hour do not pay for it."""
        if not isinstance(limit, dict):
            return
        cost, remaining, reset = limit.get("cost"), limit.get("remaining"), limit.get("resetAt")
        if isinstance(cost, int) and isinstance(remaining, int) and isinstance(reset, str) and remaining < max(cost, 1):
            try:
                until = datetime.fromisoformat(reset)
            except ValueError:
                return
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
            self._pacing.hold((until - datetime.now(UTC)).total_seconds() + 1)


def _type_of(errors: list[Any], alias: str) -> str | None:
    """The type of the error that concerns an alias; an empty text for one without type."""
    for error in errors:
        path = error.get("path") if isinstance(error, dict) else None
        if isinstance(path, list) and path[:1] == [alias]:
            return str(error.get("type") or "")
    return None


def _answer(name: str, facts: Any, problem: str | None) -> Answer:
    if isinstance(facts, dict) and isinstance(facts.get("nameWithOwner"), str):
        return Answer(name, facts, "present")
    if problem in _MISSING:
        return Answer(name, None, "missing")
    return Answer(name, None, "private" if problem in _HIDDEN else "failed")
