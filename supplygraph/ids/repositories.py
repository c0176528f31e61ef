"""Names repositories as the graph does: host, owner and name, such as `github.com/owner/name`."""

import re

_PART = r"[\w.-]{1,100}"
_URL = re.compile(
    rf"(?:(?:git\+)?(?:https?|ssh|git)://(?:[\w.-]+@)?|git@)?(?:www\.)?github\.com[/:]({_PART})/({_PART}?)(?:\.git)?(?:[/?#@].*)?",
    re.IGNORECASE | re.ASCII,
)
_NAME = re.compile(rf"({_PART})/({_PART}?)(?:\.git)?", re.ASCII)
_REMOTE = re.compile(
    r"(?:https?://(?:[^@/]+@)?|ssh://(?:[^@/]+@)?|git://|[\w.-]+@)([\w.-]+\.[a-zA-Z]+)(?::\d+)?[:/]+([\w.-]+(?:/[\w.-]+)+)/?\Z"
)
#: What the graph calls a repository.
NAME = re.compile(r"[\w.-]+\.[a-z]+(?:/[\w.-]+){2,}\Z")


def repository_of_remote(url: str) -> str | None:
    """The repository that a remote of Git names, on whatever host; credentials in it are left out."""
    match = _REMOTE.match(url.strip())
    return f"{match[1].lower()}/{match[2].removesuffix('.git')}" if match else None


def repository_of_url(text: str | None) -> str | None:
    """The repository in a GitHub address, with or without scheme; None for any other text."""
    return _named(_URL.fullmatch(text.strip())) if text else None


def repository_of_name(text: str | None) -> str | None:
    """The repository that `owner/name` or a GitHub address names; None for any other text."""
    return (repository_of_url(text) or _named(_NAME.fullmatch(text.strip()))) if text else None


def _named(found: re.Match[str] | None) -> str | None:
    if found is None or set(found[1]) <= {"."} or set(found[2]) <= {"."}:
        return None
    return f"github.com/{found[1]}/{found[2]}"
