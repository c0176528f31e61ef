"""Ports on loopback that nobody uses."""

import socket
import sys


def free_ports(wanted: tuple[int, int]) -> tuple[int, int]:
    """Two different free ports on loopback; 0 asks for any."""
    with _bound(wanted[0]) as first, _bound(wanted[1]) as second:
        return first.getsockname()[1], second.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether nobody listens on a port."""
    try:
        _bound(port).close()
    except OSError:
        return False
    return True


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    if sys.platform != "win32":
        # As Java binds; without it a port stays taken for a minute after its last connection.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound
