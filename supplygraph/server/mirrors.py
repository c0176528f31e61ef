"""Reads from Maven's settings.xml which mirror stands for which repository, and the login it asks for."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from supplygraph.errors import ServerError


@dataclass(frozen=True)
class MavenRepository:
    """A Maven repository to fetch from; `login` is a user and password, where it asks for one."""

    url: str
    login: tuple[str, str] | None = None


def repositories(remote: dict[str, str], file: Path | None = None) -> dict[str, MavenRepository]:
    """The repositories `remote` (name: URL), each replaced by the first mirror for it in Maven's settings.

    Raises:
        ServerError: the settings are not XML.
    """
    file = file or Path.home() / ".m2" / "settings.xml"
    if not file.exists():
        return {name: MavenRepository(url) for name, url in remote.items()}
    try:
        root = ElementTree.parse(file).getroot()  # noqa: S314  the user's own file
    except ElementTree.ParseError as error:
        raise ServerError(f"{file} is not valid XML: {error}", "mend or move the file") from error
    logins = {
        _text(server, "id"): (_text(server, "username"), _text(server, "password"))
        for server in root.iterfind("{*}servers/{*}server")
    }
    mirrors = [(_text(m, "id"), _text(m, "mirrorOf"), _text(m, "url")) for m in root.iterfind("{*}mirrors/{*}mirror")]
    found = {}
    for name, url in remote.items():
        mirror = next(((ident, to) for ident, of, to in mirrors if _stands_for(of, name, url)), (name, url))
        found[name] = MavenRepository(mirror[1], logins.get(mirror[0]))
    return found


def _text(element: ElementTree.Element, name: str) -> str:
    """A child's text with `${env.NAME}` replaced, as Maven does."""
    text = (element.findtext(f"{{*}}{name}") or "").strip()
    if text.startswith("${env.") and text.endswith("}"):
        return os.environ.get(text[len("${env.") : -1], "")
    return text


def _stands_for(mirror_of: str, name: str, url: str) -> bool:
    """Maven's rule: a list of names, `*`, `external:*`, and `!name` for an exception."""
    patterns = [pattern.strip() for pattern in mirror_of.split(",")]
    if f"!{name}" in patterns:
        return False
    external = urlsplit(url).hostname not in ("localhost", "127.0.0.1")
    return name in patterns or "*" in patterns or ("external:*" in patterns and external)
