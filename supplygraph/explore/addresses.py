"""Where pages are: the address of an artifact here, and on the hub that publishes it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

#: What has a page of its own.
KINDS = ("model", "dataset", "license", "repository", "publisher")
_PLAIN = "/:@!$&'()*+,;=~-._"
_HUB = "https://huggingface.co/"


def page(kind: str, id_: str, **parameters: Any) -> str:
    """The address of an artifact's page; parameters without a value are left out."""
    given = {name: value for name, value in parameters.items() if value not in (None, "", [], ())}
    # A web browser would resolve such parts of a path itself.
    if any(part in ("", ".", "..") for part in id_.split("/")):
        return f"/{kind}?{urlencode({'id': id_, **given}, doseq=True)}"
    return f"/{kind}/{quote(id_, safe=_PLAIN)}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def elsewhere(kind: str, id_: str) -> str | None:
    """The address at which an artifact is published, where its id says that."""
    if kind == "repository":
        return f"https://{quote(id_, safe=_PLAIN)}" if id_.startswith("github.com/") else None
    if ":" in id_ or kind not in ("model", "dataset", "publisher"):
        return None
    return _HUB + ("datasets/" if kind == "dataset" else "") + quote(id_, safe=_PLAIN)


def place(repository: str, text: str, revision: str | None) -> str | None:
    """The address of `file:line` of a repository on GitHub."""
    if not repository.startswith("github.com/"):
        return None
    file, colon, line = text.rpartition(":")
    if not colon or not line.isdigit():
        file, line = text, ""
    anchor = f"#L{line}" if line else ""
    return f"https://{quote(repository, safe=_PLAIN)}/blob/{quote(revision or 'HEAD')}/{quote(file, safe='/')}{anchor}"
