"""Finds what Python code names that stands inside of other files: `python -c "…"`, here-documents, settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import outline
from supplygraph.reuse.signatures import signatures

#: Longest code in a command, in characters.
_MAX_CODE = 5_000
_COMMAND = re.compile(
    r"(?:\bpython[\d.]*|\$\{?[A-Z_]*PYTHON[A-Z_\d]*\}?)\"?,?\s*(?:-[A-Za-bd-z]\s+)*\"?-c\"?,?\s*(?P<quote>[\"'])"
)


class _Nothing:
    """The other files of a repository that has none."""

    def opened(self, paths: Iterable[str]) -> list[Module]:
        return []

    def holding(self, name: str) -> list[str]:
        return []


def in_commands(text: str) -> Iterator[Mention]:
    """What the code of `python -c` loads in commands of a script, a Dockerfile or settings."""
    for match in _COMMAND.finditer(text) if "-c" in text else ():
        quote = match["quote"]
        written = text[match.end() : match.end() + _MAX_CODE]
        end = _end(written, quote)
        if end is None:
            continue
        first = text.count("\n", 0, match.end())
        code = written[:end]
        for mention in loaded(_as_run(code)):
            at = code.find(mention.text)
            mention.line = first + 1 + (code.count("\n", 0, at) if at > 0 else 0)
            yield mention


def _end(text: str, quote: str) -> int | None:
    """Where a text in quotes ends."""
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == quote:
            return at
        at += 1
    return None


def _as_run(code: str) -> str:
    """Code as Python gets it from a shell."""
    code = code.replace("\\\n", "").replace('\\"', '"').replace("\\n", "\n").replace("\\'", "'")
    lines = code.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    if lines[0].strip():
        return "\n".join([lines[0].lstrip(), *(line[min(indents, default=0) :] for line in lines[1:])])
    return "\n".join(line[min(indents, default=0) :] for line in lines)


def loaded(code: str) -> list[Mention]:
    """What Python code loads by itself; nothing where it cannot be parsed."""
    from supplygraph.reuse.detect import Detector
    from supplygraph.reuse.evaluate.evaluator import Evaluator

    table = signatures()
    try:
        made = outline(ast.parse(code), frozenset(table.by_name))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    module = Module("inline.py", made, "inline")
    found = Detector(Evaluator([module], ["inline.py"], [], _Nothing()), frozenset()).run()
    return [
        Mention(
            f.line, None, f.literal, f.model_id, f.kind, f.call, "core", f.revision, f.registry, f.hub_id
        )
        for f in found
        if f.tier != "doc" and f.model_id is not None and f.literal and f.kind in ("model", "dataset")
    ]  # fmt: skip
