"""Splits Cypher into tokens, so that strings, comments and quoted names fool no check."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from supplygraph.errors import QueryError

Kind = Literal["word", "quoted", "string", "number", "parameter", "symbol", "block"]

# Numbers end at the first letter: where Neo4j reads a longer number, it refuses the statement anyway.
_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\r\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<symbol>\.\.|->|<-|=~|<=|>=|<>|\+=|::|\|\||!=|[!-/:-@\[-^`{-~])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENS = {"'": "string", '"': "string", "`": "quoted name", "/*": "comment"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, value or sign of a statement.

    Attributes:
        kind: What it is; `block` stands for a whole `{ … }` subquery in a clause.
        text: As written; a quoted name or parameter without its quotes and `$`.
        line: Line in the text, from 1.
        start: Offset of its first character.
        end: Offset behind its last character.
    """

    kind: Kind
    text: str
    line: int
    start: int
    end: int

    @property
    def upper(self) -> str:
        """The word in capitals, for comparing with keywords; empty for anything but an unquoted word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name it may stand for: a word or a quoted name; empty for anything else."""
        return self.text if self.kind in ("word", "quoted") else ""

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind == "symbol" and self.text in symbols


def tokenise(text: str) -> list[Token]:
    """The tokens of a statement without comments and white space.

    Characters that Cypher does not know count as white space.

    Raises:
        QueryError: a string, quoted name or comment does not end.
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    line, counted = 1, 0
    for match in _matches(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        kind = match.lastgroup
        if kind == "comment":
            continue
        found = match.group()
        if kind == "symbol" and found in _OPENS:
            raise _unended(text, match.start(), _OPENS[found])
        if kind in ("quoted", "parameter"):
            found = _unquoted(found.removeprefix("$"))
        yield Token(kind, found, line, match.start(), match.end())  # type: ignore[arg-type]


def _matches(text: str) -> Iterator[re.Match[str]]:
    for match in _TOKEN.finditer(text):
        if match.group() == "/" and text.startswith("/*", match.start()):
            raise _unended(text, match.start(), "comment")
        yield match


def _unquoted(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


def _unended(text: str, start: int, what: str) -> QueryError:
    return QueryError(f"{place(text, start)}: a {what} begins here and does not end")


def place(text: str, offset: int) -> str:
    """Where a character stands, as `line:column`, both from 1."""
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def keywords(text: str) -> frozenset[str]:
    """The words of a text, for sets of keywords."""
    return frozenset(text.split())
