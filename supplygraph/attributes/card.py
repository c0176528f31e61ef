"""Reads what the text of a model card answers, under which heading, and leaves out what a template left open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from supplygraph.attributes.topics import TEXT, boilerplate, topics
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import clean_text

#: Characters of a card that are read, and of one line.
MAX_CARD, MAX_LINE = 1_000_000, 2_000
#: Letters of prose from which on a card says something in words.
_SAYS_SOMETHING = 150
#: Characters of a heading that are kept.
_HEADING = 80
#: Words before a colon that is not bold, of which more are a sentence.
_LABEL_WORDS = 3
#: The level of a line that is all bold: below every heading.
_BOLD = 7

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([\w+-]*)")
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,})[ \t]*")
_BOLD_LINE = re.compile(r"[ \t]*(?:\*\*|__)([^*_|]{2,80}?):?(?:\*\*|__):?[ \t]*")
_LABEL = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?"
    r"(?:(?:\*\*|__)([^*:|]{2,60}?)(?::[ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*:)|([^*:|`]{2,40}?):(?=[ \t]))(.*)"
)
_ROW = re.compile(r"[ \t]*\|[ \t*_]*([^|*]{2,60}?)[ \t*_]*\|([^|]+)\|[ \t]*")
_RULER = re.compile(r"[\s|:=*_-]*")
_MARKS = re.compile(r"<[^<>]{0,300}>|[*_`>#|]+|!?\[|\]\([^()]{0,500}\)|\]")
_GAPS = re.compile(r"[^a-z0-9&/]+")
_TEMPLATE = re.compile(r"\{\{.*\}\}")
_PYTHON = frozenset({"python", "py", "python3"})


def card_answers(text: str) -> dict[str, str]:
    """The topics that a card answers, each with the heading or label of its first answer.

    A section answers what its heading asks only where it says something: a placeholder, a comment and a sentence of the
    template do not.

    Args:
        text: The card without its header.
    """
    reader = _Reader()
    for line in _lines(text[:MAX_CARD]):
        reader.read(line[:MAX_LINE])
    return reader.answers()


@dataclass
class _Section:
    level: int
    heading: str
    topics: tuple[str, ...]


@dataclass
class _Reader:
    """Follows the headings of a card and notes what is said below each."""

    found: dict[str, str] = field(default_factory=dict)
    sections: list[_Section] = field(default_factory=list)
    fence: str = ""
    letters: int = 0

    def answers(self) -> dict[str, str]:
        """What was found, in the order of the topics."""
        if self.letters >= _SAYS_SOMETHING:
            self.found.setdefault(TEXT, TEXT)
        return {topic.name: self.found[topic.name] for topic in topics() if topic.name in self.found}

    def read(self, line: str) -> None:
        """One line; that of a heading below which a line was drawn begins with `#`."""
        if self._in_code(line):
            return
        if heading := _ATX.fullmatch(line) or _HTML_HEADING.search(line):
            level = len(heading[1]) if heading[1].startswith("#") else int(heading[1])
            self._open(level, heading[2].rstrip().rstrip("#"))
        elif heading := _BOLD_LINE.fullmatch(line):
            self._open(_BOLD, heading[1])
        else:
            self._say(line)

    def _in_code(self, line: str) -> bool:
        """Whether the line belongs to a block of code, which says something unless it is empty."""
        fence = _FENCE.match(line)
        if self.fence:
            if fence and fence[1].startswith(self.fence):
                self.fence = ""
            elif line.strip():
                self._answered()
            return True
        if fence is None:
            return False
        self.fence = fence[1]
        if fence[2].lower() in _PYTHON:
            self.found.setdefault("demo", f"code in {fence[2].lower()}")
        return True

    def _open(self, level: int, heading: str) -> None:
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()
        plain = _plain(heading)
        self.sections.append(_Section(level, clean_text(plain, _HEADING), _topics_of(_key(plain))))

    def _say(self, line: str) -> None:
        label = _LABEL.fullmatch(line)
        if label and label[2] and len(label[2].split()) > _LABEL_WORDS:
            label = None
        row = None if label else _ROW.fullmatch(line)
        if label or row:
            name, value = (label[1] or label[2], label[3]) if label else (row[1], row[2])  # type: ignore[index]
            if not _says(value):
                return
            self._answered()
            for topic in _topics_of(_key(_plain(name))):
                self.found.setdefault(topic, clean_text(_plain(name), _HEADING))
        elif _says(line):
            self.letters += len(line)
            self._answered()

    def _answered(self) -> None:
        for section in self.sections:
            for topic in section.topics:
                self.found.setdefault(topic, section.heading)


def _lines(text: str) -> Iterator[str]:
    """The lines without comments and heads of tables; an underlined heading comes as one that begins with `#`."""
    lines = _without_comments(text).splitlines()
    for line, following in pairwise([*lines, ""]):
        below = _UNDERLINE.fullmatch(following)
        if below and line.strip() and line.lstrip()[0] not in "|-*>#":
            yield f"{'#' if below[1][0] == '=' else '##'} {line.strip()}"
        elif not (_RULER.fullmatch(line) or ("|" in line and "-|" in following and _RULER.fullmatch(following))):
            yield line


def _without_comments(text: str) -> str:
    kept, rest = [], text
    while True:
        before, opened, rest = rest.partition("<!--")
        kept.append(before)
        if not opened:
            return "".join(kept)
        _, _, rest = rest.partition("-->")


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


def _key(text: str) -> str:
    return _GAPS.sub(" ", text.lower()).strip()


def _says(line: str) -> bool:
    """Whether a line says anything of the model."""
    plain = _plain(line)
    key = _key(plain)
    return bool(key or not plain.isascii()) and not (
        is_missing(plain) or _TEMPLATE.search(line) or boilerplate().match(plain.lower().lstrip("- "))
    )


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic.name, re.compile(rf"\b(?:{'|'.join(topic.words)})")) for topic in topics() if topic.words)


@lru_cache(maxsize=20_000)
def _topics_of(key: str) -> tuple[str, ...]:
    """The topics that a heading or label asks for; one that is a sentence asks for none."""
    if not key or len(key) > _HEADING:
        return ()
    return tuple(name for name, words in _words() if words.search(key))
