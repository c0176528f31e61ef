"""Where pages are: the address of an artifact here, and of a line of code on GitHub."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from supplygraph.ids.addresses import web_address

#: What has a page of its own.
KINDS = ("model", "dataset", "license", "repository", "publisher")
_PLAIN = "/:@!$&'()*+,;=~-._"


def page(kind: str, id_: str, **parameters: Any) -> str:
    """The address of an artifact's page; parameters without a value are left out."""
    given = {name: value for name, value in parameters.items() if value not in (None, "", [], ())}
    # A web browser would resolve such parts of a path itself.
    if any(part in ("", ".", "..") for part in id_.split("/")):
        return f"/{kind}?{urlencode({'id': id_, **given}, doseq=True)}"
    return f"/{kind}/{quote(id_, safe=_PLAIN)}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def place(repository: str, text: str, revision: str | None) -> str | None:
    """The address of `file:line` of a repository on GitHub."""
    there = web_address("repository", repository) if repository.startswith("github.com/") else None
    if there is None:
        return None
    file, colon, line = text.rpartition(":")
    if not colon or not line.isdigit():
        file, line = text, ""
    anchor = f"#L{line}" if line else ""
    return f"{there}/blob/{quote(revision or 'HEAD')}/{quote(file, safe='/')}{anchor}"
