"""Only this machine's own pages are answered."""

import pytest
from starlette.datastructures import Headers

from supplygraph.explore.guard import HEADERS, refused

HOST = {"host": "127.0.0.1:7475"}


@pytest.mark.parametrize("host", ["127.0.0.1:7475", "localhost:7475", "localhost", "[::1]:7475", "[::1]"])
def test_this_machine_is_answered(host: str) -> None:
    assert refused("GET", Headers({"host": host})) is None


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:7475", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1"]
)
def test_another_host_is_refused(host: str) -> None:
    assert refused("GET", Headers({"host": host} if host else {}))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_but_reading_is_answered(method: str) -> None:
    assert refused(method, Headers(HOST))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:80", "http://localhost:7475"])
def test_another_origin_is_refused(origin: str) -> None:
    assert refused("GET", Headers({**HOST, "origin": origin}))
    assert refused("GET", Headers({**HOST, "origin": "http://127.0.0.1:7475"})) is None


def test_another_site_may_link_here_and_no_more() -> None:
    foreign = {**HOST, "sec-fetch-site": "cross-site"}
    assert refused("GET", Headers({**foreign, "sec-fetch-mode": "no-cors"}))
    assert refused("GET", Headers({**foreign, "sec-fetch-mode": "navigate"})) is None
    assert refused("GET", Headers({**HOST, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"})) is None


def test_pages_may_run_no_script_that_stands_in_them() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
