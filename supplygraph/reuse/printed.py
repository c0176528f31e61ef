"""Tells what a script does from what it only prints: `echo "run: hf download owner/name"` runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Commands that print their words, and functions that scripts call so.
_PRINTS = re.compile(
    r"(?m)(?:^|[;&{(]|\b(?:then|do|else)\b)[ \t]*(?:RUN[ \t]+|[@!-][ \t]*)?"
    r"(?P<command>echo|printf|Write-(?:Host|Output|Warning|Error|Verbose|Information)|(?:die|usage|say|warn|info|error|debug"
    r"|success|fatal|log|msg|err|(?:log|print|msg|info|warn|err|note|hint|say|show)_\w+)(?=[ \t]+[\"']))"
    r"(?=[ \t])(?P<options>(?:[ \t]+-[a-zA-Z]+)*)"
)
#: The words of a command up to what ends it.
_WORDS = re.compile(
    r"(?:[ \t]*\"(?:[^\"\\]|\\.){0,4000}\"|[ \t]+'[^']{0,4000}')?"
    r"(?:\"(?:[^\"\\\n]|\\.){0,2000}\"|'[^'\n]{0,2000}'|\\.|>&[12]|[12]>(?:&\d|[ \t]*/dev/\S+)|[^\n;&|>\\])*",
    re.DOTALL,
)
#: Where the words go that are not printed: into a file, or to another program.
_GOES_ON = re.compile(r"[ \t]*(?:>>?[ \t]*(?!&|/dev/(?:stderr|stdout|tty|null)\b)|\|(?!\|))")
#: Text that `cat` prints.
_HERE = re.compile(
    r"(?m)^[ \t]*cat[ \t]+<<-?[ \t]*(?P<mark>[\"'\\]?)(?P<end>\w+)(?P=mark)[ \t]*\n"
    r"(?P<text>(?:.*\n)*?)[ \t]*(?P=end)[ \t]*$"
)
#: A block of commands, each bracket in its line.
_OPENED = re.compile(r"[ \t]*[{(][ \t]*\Z")
_CLOSED = re.compile(r"[ \t]*[})][ \t]*(?P<goes>>|\|)?")


def apart(text: str) -> tuple[str, str | None]:
    """A script without what it prints, and what it prints alone, each in its lines; None where that is nothing."""
    spans = list(_printed(text))
    if not spans:
        return text, None
    done, said, at = [], [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        done += [text[at:start], _blank(text[start:end])]
        said += [_blank(text[at:start]), text[start:end]]
        at = end
    return "".join([*done, text[at:]]), "".join([*said, _blank(text[at:])])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _printed(text: str) -> Iterator[tuple[int, int]]:
    kept: list[tuple[int, int]] | None = None
    for match in _PRINTS.finditer(text):
        words = _WORDS.match(text, match.end())
        end = words.end() if words is not None else match.end()
        if _GOES_ON.match(text, end):
            continue
        if kept is None:
            kept = list(_kept_blocks(text))
        if not any(first <= match.start() < last for first, last in kept):
            yield match.start("command"), end
    if "<<" in text:
        for match in _HERE.finditer(text):
            yield match.span("text")


def _kept_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Blocks whose output goes into a file or to another program."""
    opened: list[int] = []
    at = 0
    for line in text.split("\n"):
        if _OPENED.match(line):
            opened.append(at)
        elif opened and (closed := _CLOSED.match(line)):
            start = opened.pop()
            if closed["goes"]:
                yield start, at
        at += len(line) + 1
