"""Reads parts of files on the Hub by range requests, from several threads, and never more than was asked for."""

import re
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx2
from huggingface_hub.utils import get_session, parse_ratelimit_headers  # type: ignore[attr-defined]

from supplygraph.fingerprint.header import HeaderError
from supplygraph.pacing import AGAIN, OnWait, Pacing, Patience
from supplygraph.schema.declaration import clean_text
from supplygraph.sources.hub_client import MAX_BACKOFF, MAX_PAUSE, HubClient, HubError, asked_wait

#: Tries of one range; the waits between them add up to half a minute.
TRIES = 6
#: Requests under way at once.
SLOTS = 8
#: Bytes up to which a server that knows no ranges is read from the start of a file.
MAX_WHOLE = 8 * 2**20

_TIMEOUT = httpx2.Timeout(30.0, connect=15.0)
_RANGE = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)")


class HubFiles:
    """The files of one Hub; what its client knows of address and token holds here, too.

    Args:
        client: The client of the Hub.
        on_wait: Told how many seconds it waits, and why.
        sleep: Waits; replaced in tests.

    Attributes:
        fetched: Bytes of files that were read.
        requests: Requests that were made for them.
    """

    def __init__(
        self,
        client: HubClient,
        on_wait: OnWait = lambda seconds, why: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.fetched = self.requests = 0
        self._client = client
        self._pacing = Pacing(
            client.shown,
            HubError,
            tries=TRIES,
            max_backoff=MAX_BACKOFF,
            max_pause=MAX_PAUSE,
            on_wait=on_wait,
            sleep=sleep,
        )
        self._slots = threading.Semaphore(SLOTS)
        self._lock = threading.Lock()

    def open(self, id_: str, revision: str | None, path: str) -> "HubFileBytes":
        """One file of a model at a revision."""
        at = quote(revision or "main", safe="")
        return HubFileBytes(
            self, f"{self._client.endpoint}/{quote(id_, safe='/')}/resolve/{at}/{quote(path, safe='/')}"
        )

    def range(self, url: str, start: int, length: int) -> tuple[bytes, int | None]:
        """A part of a file, shorter only where the file ends, and the size of the file where the server says it.

        Raises:
            HubError: the Hub refuses the file, or gives no usable answer in spite of several tries.
            HeaderError: the server knows no ranges and the part lies too far inside.
        """
        patience = Patience(self._pacing)
        headers = {
            **self._client.headers,
            "Range": f"bytes={start}-{start + length - 1}",
            "Accept-Encoding": "identity",
        }
        while True:
            self._pacing.ready()
            try:
                with (
                    self._slots,
                    get_session().stream(
                        "GET", url, headers=headers, follow_redirects=True, timeout=_TIMEOUT
                    ) as answer,
                ):
                    self._note_limit(answer)
                    if answer.status_code == 429:
                        patience.early(asked_wait(answer))
                        continue
                    if answer.status_code not in AGAIN:
                        return self._part(answer, start, length)
                problem = f"HTTP {answer.status_code}"
            except httpx2.InvalidURL:
                raise HeaderError("its name is not an address") from None
            except httpx2.RequestError as error:
                problem = type(error).__name__
            patience.failed(problem)

    def _part(self, answer: httpx2.Response, start: int, length: int) -> tuple[bytes, int | None]:
        status = answer.status_code
        stated = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        size = int(stated[2]) if stated and stated[2] != "*" else None
        if status == 416:
            return b"", size
        if status >= 400:
            code = clean_text(answer.headers.get("X-Error-Code", ""), 100)
            reason = clean_text(answer.headers.get("X-Error-Message", ""), 300)
            raise HubError(
                f"{self._client.shown} refuses a file: HTTP {status}", status=status, code=code, reason=reason
            )
        skipped = 0
        if status != 206:
            if start + length > MAX_WHOLE:
                raise HeaderError("the server gives whole files only")
            skipped = start
            told = answer.headers.get("Content-Length", "")
            size = int(told) if told.isdecimal() and len(told) < 18 else None
        elif stated is None or stated[1] is None or int(stated[1]) != start:
            raise HeaderError("the server gave another part of the file")
        wanted = skipped + length
        found = bytearray()
        for piece in answer.iter_raw():
            found += piece
            if len(found) >= wanted:
                break
        with self._lock:
            self.fetched += len(found)
        return bytes(found[skipped:wanted]), size

    def _note_limit(self, answer: httpx2.Response) -> None:
        with self._lock:
            self.requests += 1
        # The limit is the Hub's; where the file lies, another host may answer.
        for one in (*answer.history, answer):
            limit = parse_ratelimit_headers(one.headers)
            if limit is not None and limit.remaining == 0 and one.status_code != 429:
                self._pacing.hold(limit.reset_in_seconds + 1)


class HubFileBytes:
    """One file on the Hub, of which parts can be read."""

    def __init__(self, files: HubFiles, url: str) -> None:
        self._files, self._url = files, url
        self._size: int | None = None

    def read(self, start: int, length: int) -> bytes:
        """At most `length` bytes from `start`; fewer only where the file ends.

        Raises:
            HubError: the Hub refuses the file, or gives no usable answer.
            HeaderError: the server gave something else.
        """
        part, size = self._files.range(self._url, start, length)
        self._size = size if size is not None else self._size
        return part

    def size(self) -> int | None:
        """Bytes of the file, where an answer said it."""
        return self._size
