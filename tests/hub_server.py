"""A local Hub that speaks the real wire format, and misbehaves where a test asks it to."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

SORT_KEYS = {"createdAt", "downloads", "lastModified", "likes", "trendingScore"}
ALLOWED = {
    "models": "author baseModels cardData childrenModelCount config createdAt disabled downloads downloadsAllTime "
    "evalResults gated gguf lastModified library_name likes model-index pipeline_tag private safetensors sha siblings "
    "tags usedStorage",
    "datasets": "author cardData createdAt description disabled downloads downloadsAllTime gated lastModified likes "
    "mainSize paperswithcode_id private sha siblings tags usedStorage",
}
BASIC = ("private", "likes", "downloads", "tags", "createdAt", "pipeline_tag", "library_name")


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class HubServer:
    """Serves `/api/models` and `/api/datasets`: pages with cursors, single records, rate limits, refusals; and files.

    Attributes:
        models: Records of the models as a single read gives them in full.
        datasets: Records of the datasets.
        renames: Old ids to new ones; answered with 307.
        private: Ids shown only to requests with a token.
        disabled: Ids whose single read is refused.
        gated: Ids whose files are refused.
        files: Ids to paths to contents of their files, served in parts; a single read lists them.
        publishers: Paths (`organizations/NAME`, `users/NAME`) to what the Hub says of them.
        whole: Whether files are served whole only, whatever part is asked for.
        elsewhere: Whether files lie on another host (the same server under its other name).
        page: Largest page.
        refused: Fields that listings do not expand.
        refusal: How a refusal names the field: by its `place`, by what is `allowed`, or `plain`.
        quota: Requests of one window of the rate limit; None has no limit.
        window: Seconds until the window ends, as the headers say it; it ends with the next request after a 429.
        faults: What goes wrong at which request, counted from 1: `500`, `503`, `drop`, `cut`, `truncated`, `html`,
            `object`, `429`, `429-after`.
        next_host: Host that the Link headers name; None is the server's own.
        total_count: Whether listings say how many records there are.
        on_request: Called with the number of each request before it is answered.
        log: All requests so far.
    """

    models: list[dict[str, Any]] = field(default_factory=list)
    datasets: list[dict[str, Any]] = field(default_factory=list)
    renames: dict[str, str] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    gated: set[str] = field(default_factory=set)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    publishers: dict[str, dict[str, Any]] = field(default_factory=dict)
    whole: bool = False
    elsewhere: bool = False
    page: int = 1000
    refused: set[str] = field(default_factory=set)
    refusal: str = "place"
    quota: int | None = None
    window: int = 55
    faults: dict[int, str] = field(default_factory=dict)
    next_host: str | None = None
    total_count: bool = False
    on_request: Callable[[int], None] = lambda number: None
    log: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.quota
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"server_hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """Paths of all requests so far."""
        return [request.path for request in self.log]

    def note(self, request: Request) -> tuple[int, bool]:
        """Logs a request; gives its number and whether it is within the rate limit."""
        with self._lock:
            self.log.append(request)
            number = len(self.log)
            if self.left is None:
                return number, True
            within = self.left > 0
            self.left = self.left - 1 if within else self.quota
            return number, within

    def renew(self) -> None:
        """Begins the next window of the rate limit."""
        self.left = self.quota

    def limit_headers(self, remaining: int | None = None) -> dict[str, str]:
        """The headers of the rate limit; none where there is no limit."""
        remaining = self.left if remaining is None else remaining
        if remaining is None:
            return {}
        return {
            "RateLimit": f'"api";r={remaining};t={self.window}',
            "RateLimit-Policy": f'"fixed window";"api";q={self.quota or 500};w=300',
        }

    def listing(self, kind: str, query: Mapping[str, list[str]], token: bool) -> list[dict[str, Any]]:
        """All records that a listing's filters leave, in its order."""
        found = self.models if kind == "models" else self.datasets
        if author := query.get("author"):
            found = [one for one in found if str(one.get("id")).split("/")[0] == author[0]]
        if search := query.get("search"):
            found = [one for one in found if search[0].lower() in str(one.get("id")).lower()]
        for tag in query.get("filter", []):
            found = [one for one in found if tag in (one.get("tags") or [])]
        found = [one for one in found if token or not (isinstance(one, dict) and str(one.get("id")) in self.private)]
        sort = query.get("sort", ["trendingScore"])[0]
        return sorted(found, key=lambda one: _position(one, sort), reverse=True)

    def single(self, kind: str, id_: str) -> dict[str, Any] | None:
        """One record."""
        found = self.models if kind == "models" else self.datasets
        return next((one for one in found if one.get("id") == id_), None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_hub: HubServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        hub = self.server_hub
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        request = Request(unquote(parts.path), query, {name.lower(): value for name, value in self.headers.items()})
        number, within = hub.note(request)
        hub.on_request(number)
        fault = hub.faults.get(number)
        if not within or fault == "429":
            self._refuse(429, "We had to rate limit you", headers=hub.limit_headers(0))
        elif fault == "429-after":
            self._refuse(429, "Too many requests", headers={"Retry-After": "3"})
        elif fault == "drop":
            self.close_connection = True
            self.connection.close()
        elif fault in ("500", "503"):
            self._send(int(fault), b"<html>Service Unavailable</html>", {"Content-Type": "text/html"})
        elif fault == "html":
            self._send(200, b"<!doctype html><title>Maintenance</title>", {"Content-Type": "text/html"})
        elif fault == "object":
            self._send(200, b'{"error": "something went wrong"}')
        else:
            self._answer(request, fault)

    def _file(self, request: Request, id_: str, path: str) -> None:
        hub = self.server_hub
        content = hub.files.get(id_, {}).get(path)
        if id_ in hub.renames:
            self._send(307, b"", {"Location": request.path.replace(f"/{id_}/", f"/{hub.renames[id_]}/", 1)})
        elif id_ in hub.gated:
            self._refuse(403, None, headers={"X-Error-Code": "GatedRepo", "X-Error-Message": "Access is restricted."})
        elif content is None:
            self._refuse(404, None, headers={"X-Error-Code": "EntryNotFound"})
        elif hub.elsewhere and not request.headers["host"].startswith("localhost"):
            port = request.headers["host"].rpartition(":")[2]
            self._send(302, b"", {"Location": f"http://localhost:{port}{self.path}"})
        elif hub.whole or not (asked := re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))):
            self._send(200, content, {"Content-Type": "application/octet-stream"})
        else:
            start, end = int(asked[1]), int(asked[2]) + 1
            part, size = content[start:end], len(content)
            if part:
                self._send(206, part, {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}"})
            else:
                self._send(416, b"", {"Content-Range": f"bytes */{size}"})

    def _answer(self, request: Request, fault: str | None) -> None:
        if found := re.fullmatch(r"/((?:[^/]+/)?[^/]+)/resolve/[^/]+/(.+)", request.path):
            self._file(request, found[1], found[2])
            return
        if (found := re.fullmatch(r"/api/((?:organizations|users)/[^/]+)/overview", request.path)) and (
            told := self.server_hub.publishers.get(found[1])
        ):
            self._send(200, json.dumps(told).encode())
            return
        _, api, kind, *rest = [*request.path.split("/", 3), "", ""][:5]
        if api != "api" or kind not in ALLOWED:
            self._refuse(404, "Sorry, we can't find the page you are looking for.")
            return
        token = "authorization" in request.headers
        if rest[0]:
            self._single(kind, rest[0], request, token)
        else:
            self._page(kind, request, token, fault)

    def _single(self, kind: str, id_: str, request: Request, token: bool) -> None:
        hub = self.server_hub
        if id_ in hub.renames:
            self._send(307, b"Temporary Redirect", {"Location": f"/api/{kind}/{hub.renames[id_]}"})
            return
        record = hub.single(kind, id_)
        if id_ in hub.files:
            blobs = request.query.get("blobs") == ["true"]
            listed = [_file(path, content if blobs else None) for path, content in hub.files[id_].items()]
            record = {"id": id_, "siblings": listed, **(record or {})}
        if id_ in hub.disabled:
            self._refuse(403, None, headers={"X-Error-Message": "Access to this resource is disabled."})
        elif record is None or (id_ in hub.private and not token):
            self._refuse(401 if not token else 404, "Repository not found", headers={"X-Error-Code": "RepoNotFound"})
        else:
            # One artifact comes with all its fields where none are named.
            expand = request.query.get("expand") or (list(record) if isinstance(record, dict) else [])
            self._send(200, json.dumps(_expanded(record, expand)).encode())

    def _page(self, kind: str, request: Request, token: bool, fault: str | None) -> None:
        hub = self.server_hub
        expand = request.query.get("expand", [])
        allowed = set(ALLOWED[kind].split()) - hub.refused
        bad = [place for place, name in enumerate(expand) if name not in allowed]
        if bad:
            self._refuse(400, self._refusal_text(expand, bad[0], sorted(allowed)))
            return
        sort = request.query.get("sort", ["trendingScore"])[0]
        if sort not in SORT_KEYS:
            self._refuse(400, f"Invalid sort parameter {sort!r}")
            return
        found = hub.listing(kind, request.query, token)
        if cursor := request.query.get("cursor"):
            after = json.loads(base64.b64decode(cursor[0]))
            found = [one for one in found if list(_position(one, sort)) < after]
        size = min(hub.page, int(request.query.get("limit", ["1000"])[0]))
        page, more = found[:size], found[size:]
        headers = {"X-Total-Count": str(len(hub.listing(kind, request.query, token)))} if hub.total_count else {}
        if more:
            query = [(name, value) for name, values in request.query.items() if name != "cursor" for value in values]
            query.append(("cursor", base64.b64encode(json.dumps(_position(page[-1], sort)).encode()).decode()))
            host = hub.next_host or hub.endpoint
            headers["Link"] = f'<{host}/api/{kind}?{urlencode(query)}>; rel="next"'
        body = json.dumps([_expanded(one, expand) for one in page]).encode()
        if fault == "truncated":
            self._send(200, body[: len(body) // 2], headers)
        elif fault == "cut":
            self._send(200, body[: len(body) // 2], headers, length=len(body))
            self.close_connection = True
        else:
            self._send(200, body, headers)

    def _refusal_text(self, expand: list[str], place: int, allowed: list[str]) -> str:
        match self.server_hub.refusal:
            case "place":
                return f"✖ Invalid option: expected one of {'|'.join(allowed)}\n  → at expand[{place}]"
            case "allowed":
                return '"expand" must be one of [' + ", ".join(allowed) + "]"
            case _:
                return f"Cannot expand {expand[place]} on a listing"

    def _refuse(self, status: int, error: str | None, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps({"error": error} if error else {}).encode(), headers)

    def _send(
        self, status: int, body: bytes, headers: Mapping[str, str] | None = None, length: int | None = None
    ) -> None:
        self.send_response(status)
        sent = {"Content-Type": "application/json; charset=utf-8", **self.server_hub.limit_headers(), **(headers or {})}
        for name, value in sent.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


def _file(path: str, content: bytes | None) -> dict[str, Any]:
    """A file of a list, with its hash where its content is given."""
    if content is None:
        return {"rfilename": path}
    return {"rfilename": path, "size": len(content), "lfs": {"sha256": hashlib.sha256(content).hexdigest()}}


def _expanded(record: Any, expand: Iterable[str]) -> Any:
    if not isinstance(record, dict):
        return record
    wanted = {"_id", "id", *(expand or BASIC)}
    return {name: value for name, value in record.items() if name in wanted}


def _position(record: Any, sort: str) -> tuple[str, str]:
    """The sort key and the number of a record, in an order that any value fits in."""
    if not isinstance(record, dict):
        return ("", json.dumps(record))
    value = record.get(sort)
    key = f"{value:020d}" if isinstance(value, int) else str(value or "")
    return (key, str(record.get("_id")))
