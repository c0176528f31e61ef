"""Finds model ids in code of languages that are read by their texts alone: Rust, Go, Java, Swift, C# and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse import keys
from supplygraph.reuse.identify import looks_owned, reads_as_model
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import Lines

#: Tier of what such code names: it counts unless its file is a test, which the text does not say.
CODE = "code"

_TEXT = re.compile(r"\"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)\"")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"\w])//[^\n]*|(?m:^[ \t]*#(?![\[!])[^\n]*)", re.DOTALL)
#: A name that is given a text, or a call by which one is asked for: `model_id: "a/b"`, `api.model("a/b".to_string())`.
_GIVEN_TO = re.compile(r"(?P<name>[A-Za-z_]\w{1,60})\s*(?:[:=(]|=>|:=|\?\?=)\s*(?:[\w.:]{1,40}\(\s*|&\s*|Some\(\s*)*\Z")


def other_code(text: str) -> list[Mention]:
    """Ids in the texts of code that are given under a name of models, or read as the name of one."""
    return list(_named(_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)))


def _named(bare: str) -> Iterator[Mention]:
    lines = Lines(bare)
    for match in _TEXT.finditer(bare):
        id_ = match["id"]
        if not looks_owned(id_, frozenset()) or keys.is_hosted(id_):
            continue
        given = _GIVEN_TO.search(bare, max(0, match.start() - 120), match.start())
        name = given["name"] if given is not None else ""
        kind = keys.kind_of_option(name) if name else None
        if kind is not None or (reads_as_model(id_) and not keys.elsewhere(name)):
            yield Mention(lines.of(match.start()), None, id_, id_, kind or "model", name or "named", CODE)
