"""Finds what a script gives to its own functions that load it: `get() { hf download "$1"; }`, `get owner/name`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from supplygraph.reuse import ollama
from supplygraph.reuse.commands import assigned
from supplygraph.reuse.identify import looks_owned
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import Lines

#: The head of a function, and the line of its end.
_FUNCTION = re.compile(
    r"(?m)^(?P<indent>[ \t]*)(?:function[ \t]+(?P<named>[\w-]+)[ \t]*(?:\([ \t]*\))?"
    r"|(?P<name>[\w-]+)[ \t]*\([ \t]*\))[ \t]*\n?[ \t]*\{"
)
#: The rest of a function that ends in the line of its head: `get() { ollama pull "$1"; }`.
_ONE_LINE = re.compile(r"(?P<body>[^\n]*;[ \t]*)\}[ \t]*(?:#[^\n]*)?(?=\n|\Z)")
#: A variable of a function that holds one of its arguments: `local model="$1"`, `id=${2:-x}`.
_LOCAL = re.compile(r"(?m)(?:^|;|\blocal[ \t])[ \t]*(?P<name>[A-Za-z_]\w*)=\"?\$\{?(?P<at>[1-9])\b[^}\s\"]*\}?\"?")
#: A word of a command.
_WORD = re.compile(
    r"\"(?P<double>[^\"$`\n]*)\"|'(?P<single>[^'\n]*)'|(?P<plain>[^\s\"'$`;&|<>()#]+)|(?P<other>[\"'$#][^\s;&|]*)"
)
#: A variable that is given as one word.
_VARIABLE = re.compile(r"\"?\$\{?(\w+)\}?\"?")
_MAX_VALUES = 20
_MAX_FUNCTIONS = 100
_MAX_BODY = 8_000
_MAX_CALLS = 50

#: Reads a script.
Script = Callable[[str], list[Mention]]


def given_to_functions(text: str, script: Script) -> Iterator[Mention]:
    """What calls of a script's functions name by their arguments, where the function loads what it is given.

    Args:
        text: The script.
        script: Reads one.
    """
    if "{" not in text or "$" not in text:
        return
    lines = Lines(text)
    variables = None
    for number, head in enumerate(_FUNCTION.finditer(text)):
        if number == _MAX_FUNCTIONS:
            return
        name = head["named"] or head["name"]
        whole = _ONE_LINE.match(text, head.end())
        end = whole.end("body") if whole is not None else text.find(f"\n{head['indent']}}}", head.end())
        body = text[head.end() : end if end >= 0 else head.end()][:_MAX_BODY]
        if "$" not in body:
            continue
        held = {f"${match['name']}": int(match["at"]) for match in _LOCAL.finditer(body)}
        calls = re.compile(
            rf"(?m)(?:^|[;&|{{]|\b(?:then|do|else)\b|!)[ \t]*{re.escape(name)}(?=[ \t]+(?P<words>[^\n]*))"
        )
        for count, call in enumerate(calls.finditer(text)):
            if count == _MAX_CALLS:
                break
            if head.end() <= call.start() < end:
                continue
            for at, word in enumerate(_WORD.finditer(text, call.start("words"), call.end("words")), 1):
                if word["plain"] in ("#", "\\") or (word["other"] or "").startswith("#"):
                    break
                names = [str(at), *(name[1:] for name, place in held.items() if place == at)]
                used = re.compile(rf"\$(?:\{{(?:{'|'.join(names)})\b[^}}]*\}}|(?:{'|'.join(names)})\b)")
                variable = _VARIABLE.fullmatch(word["other"] or "")
                if variable is not None and variables is None:
                    variables = assigned(text, None, 1)
                values = (
                    [(value, place) for value, _, place in (variables or {}).get(variable[1], ())[:_MAX_VALUES]]
                    if variable is not None
                    else [(word["double"] or word["single"] or word["plain"] or "", lines.of(word.start()))]
                )
                for given, line in values:
                    if not (looks_owned(given, frozenset()) or ollama.is_tagged(given) or ollama.is_in_library(given)):
                        continue
                    if used.search(body) is None:
                        break
                    for mention in script(used.sub(given, _LOCAL.sub("", body))):
                        if given in (mention.text, mention.model_id) and mention.tier != "doc":
                            mention.line = line
                            yield mention
