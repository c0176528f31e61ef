"""Lets in only requests of this machine's own pages, and says to the web browser what a page may do."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names under which this machine calls itself; a page elsewhere that resolves to it has another one.
HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What other sites may send here: a link that somebody follows.
_FOLLOWED = "navigate"


class Guard:
    """Refuses foreign hosts, origins and methods; adds `HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = refused(scope["method"], Headers(scope=scope))
        answer = PlainTextResponse(f"{refusal}\n", 403) if refusal else self.app
        await answer(scope, receive, guarded)


def refused(method: str, headers: Headers) -> str | None:
    """Why a request is not answered; None where it is."""
    host = headers.get("host", "")
    if _name(host) not in HOSTS:
        return "This page answers only at 127.0.0.1 and localhost."
    if method not in ("GET", "HEAD"):
        return "This page only reads."
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return "Another site asked for this page."
    foreign = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if foreign and headers.get("sec-fetch-mode") != _FOLLOWED:
        return "Another site asked for this page."
    return None


def _name(host: str) -> str:
    """The host without its port."""
    return host[: host.rindex(":")] if host.rpartition(":")[2].isdigit() and ":" in host else host
