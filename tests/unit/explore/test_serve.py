"""Where the pages answer: on this machine alone, and on another port where the usual one is taken."""

import socket

import pytest

from supplygraph.errors import InputError
from supplygraph.explore import serve


def test_a_named_port_that_is_taken_is_said() -> None:
    with serve.listen(0) as taken:
        host, port = taken.getsockname()
        taken.listen()
        assert host == "127.0.0.1"
        with pytest.raises(InputError, match=f"port {port} cannot be used"):
            serve.listen(port)


def test_another_port_is_taken_where_the_usual_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(serve, "PORT", taken.getsockname()[1])
        with serve.listen(None) as opened:
            assert opened.getsockname()[1] not in (0, serve.PORT)
