"""Reads ids and addresses of the Hub, and says which texts can be the id of no artifact."""

import functools
import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import unquote

from supplygraph.ids.first_models import moved
from supplygraph.missing import is_missing

Kind = Literal["model", "dataset", "space"]

#: Longest id in characters; a range index refuses keys over about 8 kB.
MAX_KEY = 1_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: First segments of Hub addresses that are not owners.
RESERVED = _words(
    "api docs datasets spaces models blog papers collections learn settings organizations join pricing tasks posts "
    "chat front login new course inference-endpoints enterprise support assets changelog metrics buckets search "
    "storage terms-of-service privacy"
)

_ID = re.compile(r"[A-Za-z0-9][\w.\-]*(/[\w.\-]+)?", re.ASCII)
_OWN_ID = re.compile(r"[\w.\-]+(/[\w.\-]+)?", re.ASCII)
_DOTS = re.compile(r"(?:\A|/)\.+(?:/|\Z)")
_SECTIONS: dict[str, Kind] = {"models": "model", "datasets": "dataset", "spaces": "space"}
#: What follows an id in an address; a repository cannot be named so.
_PAGES = _words(
    "tree blob resolve raw commit commits discussions settings viewer edit upload blame compare refs delete"
)
_HOST = r"(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)"
_ADDRESS = re.compile(
    rf"(?:(?:(?:git\+)?(?:https?|ssh|git)://(?:[^\s@/]*@)?)?{_HOST}(?::\d+)?/|git@{_HOST}:)/*(?P<path>\S*)",
    re.IGNORECASE,
)
#: An address of an artifact in running text.
HUB_URL = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?:(?:datasets|spaces|models)/)?"
    r"[A-Za-z0-9][\w.-]*/[\w.-]*[\w-](?:/(?:blob|resolve|tree|raw)/[^/\s?#]+(?:/[^\s?#]*)?)?",
    re.ASCII,
)
_SCHEME = re.compile(r"(?:hf|huggingface)://(?P<path>\S*)", re.IGNORECASE)
_LINK = re.compile(r"\[[^\[\]]*\]\(\s*(\S+?)\s*\)")
#: `models--owner--name`, a folder of the Hub's cache on a disk.
_CACHED = re.compile(r"(?:\A|[/\\])(model|dataset|space)s--([\w.\-]+?)(?:--([\w.\-]+))?(?=[/\\]|\Z)", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,40}")

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
#: Scripts whose letters look like each other's; an id that mixes them is made to be mistaken for another.
_ALIKE = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL"))


class Address(NamedTuple):
    """What an address on the Hub leads to.

    Attributes:
        kind: Kind of artifact.
        id: Its id as written there.
        revision: The commit that is named, if one is.
        section: Whether the address says the kind itself; one of a model need not.
        sure: Whether it leads to an artifact; a single segment may be the page of a user.
    """

    kind: Kind
    id: str
    revision: str | None
    section: bool
    sure: bool


def fold(text: str) -> str:
    """What ids have in common that are one id to the Hub, which takes them in any letter case."""
    return text.lower()


def is_id(text: str) -> bool:
    """Whether a value has the form of a repository id of the Hub."""
    return len(text) <= MAX_KEY and _ID.fullmatch(text) is not None and not _is_nothing(text)


def is_own_id(text: str) -> bool:
    """Whether a record may be about this id; the Hub itself has ids that no new repository could take."""
    return len(text) <= MAX_KEY and _OWN_ID.fullmatch(text) is not None and not _is_nothing(text)


def _is_nothing(text: str) -> bool:
    return _stands_for_none(text) or ("." in text and _DOTS.search(text) is not None)


def _stands_for_none(text: str) -> bool:
    """Whether a program or person wrote a word where it had no id; behind an owner such a word is a name."""
    return ("/" not in text or text.lower() == "n/a") and is_missing(text)


def hub_address(text: str) -> Address | None:
    """What a text leads to that is an address on the Hub, with or without scheme; None for any other text."""
    match = _ADDRESS.fullmatch(text)
    if match is not None:
        return _place(match["path"])
    match = _SCHEME.fullmatch(text)
    return _place(match["path"], scheme=True) if match is not None else None


def _place(path: str, *, scheme: bool = False) -> Address | None:
    """The artifact that the path of an address names; `scheme` is that of `hf://`, which writes revisions with @."""
    parts = [unquote(part) for part in re.split(r"[?#]", path, maxsplit=1)[0].replace("%2F", "/").split("/") if part]
    if parts and parts[0] == "api":
        parts = parts[1:]
    kind: Kind = "model"
    section = bool(parts) and parts[0] in _SECTIONS
    if section:
        kind = _SECTIONS[parts[0]]
        parts = parts[1:]
    if not parts or parts[0].lower() in RESERVED:
        return None
    revision: str | None = None
    owned = len(parts) > 1 and parts[1] not in _PAGES
    name, rest = ("/".join(parts[:2]), parts[2:]) if owned else (parts[0], parts[1:])
    if scheme:
        name, _, revision = name.partition("@")
    else:
        # `hf.co/owner/name:TAG` is how Ollama asks for one file of a model.
        name = name.partition(":")[0].removesuffix(".git")
        revision = rest[1] if len(rest) > 1 and rest[0] in _PAGES else None
    if not is_id(name):
        return None
    sure = owned or section or bool(rest) or fold(name) in _first_models()
    return Address(kind, name, revision if revision and _COMMIT.fullmatch(revision) else None, section, sure)


@functools.cache
def _first_models() -> frozenset[str]:
    return frozenset(map(fold, moved()))


def _led_to(text: str, kind: Kind) -> str | None:
    """The id of an artifact of this kind that an address, a link in Markdown or a path leads to."""
    if (link := _LINK.fullmatch(text)) is not None:
        text = link[1]
    if (found := hub_address(text)) is not None:
        return found.id if found.sure and (found.kind == kind or not found.section) else None
    if (cached := _CACHED.search(text)) is not None:
        name = f"{cached[2]}/{cached[3]}" if cached[3] else cached[2]
        return name if cached[1] == kind and is_id(name) else None
    section, _, rest = text.partition("/")
    if _SECTIONS.get(section) == kind and "/" in rest and is_id(rest):
        return rest
    return None


def id_of_url(text: str, kind: Kind = "model") -> str:
    """The id of an artifact of this kind that an address on the Hub leads to; any other text as it is.

    The address has to be one of an artifact: a single segment is taken for an old id without owner.
    """
    found = hub_address(text)
    if found is not None and not found.sure:
        return found.id
    return _led_to(text, kind) or text


def read_id(text: str, kind: Kind = "model") -> str | None:
    """The id that a value names where an id belongs; None where it names none.

    Beside ids these are read: addresses on the Hub, a link to one in Markdown, and a path in the Hub's cache.
    """
    text = text.strip()
    return text if is_id(text) and not _CACHED.match(text) else _led_to(text, kind)


def read_ids(text: str, kind: Kind = "model") -> list[str]:
    """The ids that a value names: one, or several between commas; an empty list where any of them is not an id."""
    one = read_id(text, kind)
    if one is not None:
        return [one]
    found = [read_id(part, kind) for part in text.split(",")] if "," in text else []
    return [id_ for id_ in found if id_ is not None] if all(found) else []


# What leads from an artifact names it each time, and many name the same bases.
@functools.lru_cache(maxsize=65_536)
def refusal(key: str) -> str | None:
    """Why no artifact can have this key, in words; None where one can.

    Keys of other hubs and internal names are freer than those of the Hub; what is refused is what leads somewhere
    else, stands for nothing, or is made to be mistaken for another.
    """
    if "://" in key:
        return "an address and not an id"
    if any(part.strip(".") == "" for part in key.split("/")):
        return "an empty part, or one of dots only"
    if _stands_for_none(key):
        return "stands for no id"
    if key.isascii() and key.isprintable():
        return "a space around it" if key != key.strip() else None
    if any(unicodedata.category(character) in _HIDDEN for character in key):
        return "characters that cannot be seen"
    scripts = {unicodedata.name(character, "").partition(" ")[0] for character in key if character.isalpha()}
    if len(scripts & _ALIKE) > 1:
        return "letters of several scripts that look alike"
    return "a space around it" if key != key.strip() else None
