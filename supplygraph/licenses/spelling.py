"""The many spellings of a licence's name: those that differ only in form have one form in common."""

import re
import unicodedata
from collections.abc import Iterator

#: What stands before a name and is not a part of it.
_BEFORE = re.compile(r"^(?:(?:spdx-)?(?:license-identifier|license)s?-?:+-?|the-|gnu-)+")
_SUFFIX = re.compile(r"-license(?:-agreement)?$")
_DASHES = re.compile(r"[\s_,'\"()\[\]{}‐-―−-]+")
_VERSION_WORD = re.compile(r"(?:(?:^|-)(?:version|ver\.?|v\.?)|(?<=[a-z])v)-?(?=\d)")
_SPLIT_VERSION = re.compile(r"(?<=\d)-(?=\d)")
_ZEROS = re.compile(r"(?<=\d)(?:\.0)+(?![.\d])")
_LATER = re.compile(
    r"(?<=\d)(?:\+|-plus|-(?:or|and)-(?:any-)?(?:later|newer)(?:-versions?)?)$|-?>=-?(?P<least>\d[\d.]*)$"
)
_CREATIVE_COMMONS = (
    (re.compile(r"creative-?commons"), "cc"),
    (re.compile(r"attribution"), "by"),
    (re.compile(r"non-?commercial"), "nc"),
    (re.compile(r"no-?deriv(?:ative)?s?(?:-works)?"), "nd"),
    (re.compile(r"share-?alike"), "sa"),
    (re.compile(r"(?<=^cc-)zero"), "0"),
    (re.compile(r"(?:-(?:international|unported|generic|universal|public))+$"), ""),
)


def visible(text: str) -> str:
    """The text without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if character.isspace() or unicodedata.category(character)[0] != "C")


def slug(text: str) -> str:
    """The text in small letters, with hyphens for spaces."""
    return re.sub(r"\s+", "-", visible(text).strip()).lower()


def form(text: str) -> str:
    """The text without what does not matter in a licence's name.

    That is letter case, the signs between words, `version` or `v` before a number, and a final `.0`.
    """
    return _joined(_words(text))


def forms(text: str) -> Iterator[str]:
    """The forms under which a text is looked for, the closest first.

    Beyond its own form, the word `licence` may stand at its end, and Creative Commons' words for its letters.
    """
    words = _words(text)
    bare = _SUFFIX.sub("", words)
    yield _joined(words)
    if bare != words:
        yield _joined(f"{bare}-license")
        yield _joined(bare)
    if short := _creative_commons(bare):
        yield short


def forms_of_name(text: str) -> Iterator[str]:
    """The forms that stand for a licence that has this name.

    The word `licence` at the end may be missing if what is left still names one licence and not a vendor or a family.
    """
    words = _words(text)
    bare = _SUFFIX.sub("", words)
    yield _joined(words)
    if bare != words and ("-" in bare or re.search(r"\d", bare)):
        yield _joined(bare)
    if short := _creative_commons(bare):
        yield short


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", visible(text)).casefold().replace("licence", "license")
    words = _BEFORE.sub("", _DASHES.sub("-", folded.rpartition("::")[2]).strip("-."))
    words = _VERSION_WORD.sub("-", words).strip("-")
    return _LATER.sub(lambda found: f"-{found['least']}-or-later" if found["least"] else "-or-later", words)


def _creative_commons(words: str) -> str | None:
    for pattern, letters in _CREATIVE_COMMONS:
        words = pattern.sub(letters, words)
    if words.startswith("by-"):
        words = f"cc-{words}"
    return _joined(_SUFFIX.sub("", words)) if words.startswith("cc") else None


def _joined(words: str) -> str:
    return _ZEROS.sub("", _SPLIT_VERSION.sub(".", words)).replace("-", "")
