"""Serves the pages on this machine alone, until it is stopped."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from supplygraph.errors import InputError, SupplygraphError
from supplygraph.explore.app import application
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.explore.render import render
from supplygraph.explore.site import Site
from supplygraph.store.address import Address

HOST = "127.0.0.1"
#: The port that is taken where none is named and it is free, so that an address can be kept.
PORT = 7475
#: Seconds after which the server ends a statement.
SECONDS = 20.0


def listen(port: int | None) -> socket.socket:
    """A socket on the loopback interface; any free port where none is named and the usual one is taken.

    Raises:
        InputError: the named port cannot be used.
    """
    for number in (PORT, 0) if port is None else (port,):
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((HOST, number))
        except OSError as error:
            opened.close()
            problem = error
        else:
            return opened
    raise InputError(f"port {port} cannot be used: {problem.strerror}", "name another --port, or none")


def serve(address: Address, opened: socket.socket, on_ready: Callable[[str], None]) -> None:
    """Answers at a socket until the process is stopped.

    Args:
        address: The graph.
        opened: What `listen` gave.
        on_ready: Told the address of the first page.
    """
    with ReadOnlyConnection(address, SECONDS) as connection:
        site = Site(connection, address.browser)
        settings = uvicorn.Config(
            application(site), log_level="error", access_log=False, lifespan="off", server_header=False, ws="none"
        )
        threading.Thread(target=_warm, args=(site,), daemon=True).start()
        # Whoever comes before the first answer can be given waits.
        opened.listen()
        on_ready(f"http://{HOST}:{opened.getsockname()[1]}/")
        uvicorn.Server(settings).run(sockets=[opened])


def _warm(site: Site) -> None:
    """Has the statements of all kinds of pages planned before somebody waits for them."""
    with suppress(SupplygraphError):
        render("first.html", **site.first())
        site.search("a", 1)
        for kind, id_ in site.examples():
            render("model.html" if kind == "model" else "artifact.html", **site.artifact(kind, id_, {}))
        for license_id in site.example_licenses():
            render("license.html", **site.license(license_id))
