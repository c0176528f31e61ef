"""Tells whether code asks a server that gives models of the Hub under their own names: one of its own, or the Hub's."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: An address of a server of models: by its path, or by what it is given as.
_ASKED = re.compile(r"https?://[^\s\"'`<>]+")
_INTERFACE = re.compile(r"/v1(?![\w.-])")
_GIVEN_AS = re.compile(r"(?i)(?:base|api|server|endpoint)_?(?:url|base|uri|path)\Z|\A(?:endpoint|host)\Z")
#: A machine that only the own network knows, or the Hub's servers.
_OWN = re.compile(
    r"https?://(?:[a-z][\w-]*|host\.docker\.internal|[\w.-]+\.(?:local|svc|internal)|(?:127|10)(?:\.\d+){3}|0\.0\.0\.0"
    r"|192\.168\.\d+\.\d+|\[::1?\]|(?:router|api-inference)\.huggingface\.co|[\w.-]+\.endpoints\.huggingface\.cloud)"
    r"(?=[:/]|\Z)"
)


def asks_own_server(texts: Iterable[tuple[str, str]]) -> bool | None:
    """Whether all servers of models that code asks are its own or the Hub's; None where it asks none.

    Args:
        texts: The texts of the code, each with the name that it is given under.
    """
    addresses = [
        found[0]
        for text, name in texts
        if (found := _ASKED.match(text)) and (_INTERFACE.search(found[0]) or _GIVEN_AS.search(name))
    ]
    return all(_OWN.match(address) for address in addresses) if addresses else None


def asks_own_server_in(code: str) -> bool | None:
    """The same of code of which only the text is read."""
    return asks_own_server((found[0], "") for found in _ASKED.finditer(code)) if "/v1" in code else None
