"""Addresses of licence texts: the addresses of one page have one form, and many say which licence it is."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?(?P<host>[^/?#\s]+)(?P<path>[^?#\s]*)\S*", re.IGNORECASE)
_HOSTS = {
    "hf.co": "huggingface.co",
    "hf-mirror.com": "huggingface.co",
    "llama.meta.com": "llama.com",
    "raw.githubusercontent.com": "github.com",
}
_REPOSITORY = r"(?P<repository>(?:/(?:models|datasets|spaces))?(?:/[^/]+){2})"
#: A file of a repository at a revision.
_FILE = re.compile(
    rf"{_REPOSITORY}/(?:blob|raw|resolve|tree)/(?:refs/heads/)?(?P<revision>[^/]+)(?P<file>/.+)", re.IGNORECASE
)
_RAW_FILE = re.compile(rf"{_REPOSITORY}/(?:refs/heads/)?(?P<revision>[^/]+)(?P<file>/.+)", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|txt|md|php|json|rst|ya?ml|pdf|license)$")
_LANGUAGE = re.compile(r"\.[a-z]{2}(?:[-_][a-z]{2})?$")
#: Pages that name the licence in their address.
_NAMED = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"spdx\.org/licenses/([^/]+)", r"\1"),
        (r"opensource\.org/licenses?/([^/]+)", r"\1"),
        (r"choosealicense\.com/licenses/([^/]+)", r"\1"),
        (r"scancode-licensedb\.aboutcode\.org/([^/]+)", r"\1"),
        (r"gnu\.org/(?:copyleft|licenses)/(?:old-licenses/)?([^/]+?)(?:-standalone)?", r"\1"),
        (r"apache\.org/licenses/license-([\d.]+)", r"apache-\1"),
        (r"mozilla\.org/(?:[a-z]{2}-[a-z]{2}/)?mpl/([\d.]+)(?:/index)?", r"mpl-\1"),
        (r"opendatacommons\.org/licenses/(odbl|pddl)(?:/[\d.-]+)?(?:/summary)?", r"\1"),
        (r"opendatacommons\.org/licenses/by(?:/[\d.-]+)?(?:/summary)?", "odc-by"),
        (r"cdla\.(?:dev|io)/(permissive|sharing)-([\d.-]+)", r"cdla-\1-\2"),
        (r"creativecommons\.org/licenses/([a-z-]+)/([\d.]+)(?:/(?:deed|legalcode))?", r"cc-\1-\2"),
        (
            r"creativecommons\.org/licenses/([a-z-]+)/([\d.]+)/(?!deed|legalcode)([a-z]+)(?:/(?:deed|legalcode))?",
            r"cc-\1-\2-\3",
        ),
        (r"creativecommons\.org/publicdomain/zero/1\.0(?:/(?:deed|legalcode))?", "cc0-1.0"),
        (r"creativecommons\.org/publicdomain/mark/1\.0(?:/deed)?", "cc-pdm-1.0"),
    )
)


def is_address(text: str) -> bool:
    """Whether a text is an address of the web and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def tidy(address: str) -> str:
    """The address in the one way that leads to its page: a file of a repository as one reads it, without a query."""
    host, repository, revision, file = _parts(address)
    return f"https://{host}{repository}{f'/blob/{revision}' if revision else ''}{file}".rstrip("/")


def plain(address: str) -> str:
    """Host and path in small letters, without the revision of a repository and without the kind of the file."""
    host, repository, _, file = _parts(address)
    return _ENDING.sub("", f"{host}{unquote(repository + file)}".rstrip("/").lower())


def names(address: str) -> Iterator[str]:
    """The names of licences that the address itself states."""
    form = plain(address)
    for text in dict.fromkeys((form, _LANGUAGE.sub("", form))):
        for pattern, name in _NAMED:
            if found := pattern.fullmatch(text):
                yield found.expand(name)


def _parts(address: str) -> tuple[str, str, str, str]:
    """Host, repository, revision and file; where it is not a file of a repository, host and path."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"{address!r} is not an address")
    written, path = found["host"].lower(), found["path"]
    host = _HOSTS.get(written, written)
    file = (_RAW_FILE if written.startswith("raw.") else _FILE).fullmatch(path)
    return (host, file["repository"], file["revision"], file["file"]) if file else (host, path, "", "")
