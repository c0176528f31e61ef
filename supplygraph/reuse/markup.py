"""Finds model ids in the forms of pages and components: options to choose from, values of fields, what sets them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from supplygraph.reuse import keys, ollama
from supplygraph.reuse.identify import looks_owned, reads_as_model
from supplygraph.reuse.javascript import WAITING
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.ollama_code import CODE
from supplygraph.reuse.place import Lines, words

_ID = r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)"
#: `<option value="a/b">`, and what component libraries call the same.
_OPTION = re.compile(rf"<(?:option|SelectItem|MenuItem)\b[^<>]{{0,300}}?\bvalue\s*=\s*\{{?[\"'`]{_ID}[\"'`]")
#: The same of a name of Ollama's, and what is given to a function where an element is chosen.
_OPTION_OF_OLLAMA = re.compile(
    r"<(?:option|SelectItem|MenuItem)\b[^<>]{0,300}?\bvalue\s*=\s*\{?[\"'`](?P<id>[a-z][\w.-]*(?::[\w.-]*\w)?)[\"'`]"
)
_CHOSEN = re.compile(r"\s(?:on[a-z]+|@click|v-on:click)\s*=\s*\"[^\"<>]{0,80}?\(\s*'(?P<id>[a-z][\w.-]*:[\w.-]*\w)'")
_SELECT = re.compile(r"</?(?:[sS]elect|datalist)\b(?P<given>[^<]{0,600})")
_FIELD = re.compile(r"<(?:input|Input|TextField)\b(?P<given>[^<]{0,600})")
_VALUE = re.compile(r"(?<![\w:-])(?:value|defaultValue)\s*=\s*\{?[\"'`](?P<id>[\w.:/-]*\w)[\"'`]")
#: The names of an element.
_NAME = re.compile(
    r"(?<![\w-])(?:id|name|label|aria-label|v-model|bind:value|value)\s*=\s*[\"'{]\s*(?P<name>[A-Za-z][\w.-]{1,60})"
)
#: `document.getElementById("model").value = "a/b"`, `modelSelect.value = "a/b"`.
_SET = re.compile(
    r"(?:(?:getElementById|querySelector)\(\s*[\"'`]#?(?P<element>[\w-]+)[\"'`]\s*\)[?!]?|\b(?P<name>[A-Za-z_$]\w*))"
    rf"\.value\s*=\s*[\"'`]{_ID}[\"'`]"
)
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
#: What names of elements say of their form.
_FORMS = words(
    "select selector selection selected dropdown picker input field list box option options combobox current"
)
#: How far the options of one element may be from its beginning, in characters.
_FAR = 20_000


def in_forms(text: str) -> Iterator[Mention]:
    """Ids in the forms of a page or component; `WAITING`, for only other files tell whether models are loaded."""
    if "value" not in text and "Value" not in text:
        return
    bare = _REMARK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    lines = Lines(bare)
    selects = [(match.start(), _is_of_models(match["given"])) for match in _SELECT.finditer(bare)]
    starts = [at for at, _ in selects]
    for match in _OPTION.finditer(bare):
        at, told = selects[bisect_right(starts, match.start()) - 1] if selects else (0, False)
        if (told and 0 < match.start() - at < _FAR) or reads_as_model(match["id"]):
            yield from _mention(match["id"], lines.of(match.start("id")), "option")
    speaks = ollama.SPOKEN_TO.search(text) is not None
    for match in (*_OPTION_OF_OLLAMA.finditer(bare), *_CHOSEN.finditer(bare)):
        at, told = selects[bisect_right(starts, match.start()) - 1] if selects else (0, False)
        among = speaks and told and 0 < match.start() - at < _FAR and ollama.is_meant(match["id"], "", text)
        tagged = ":" in match["id"] and (speaks or ollama.has_tag(match["id"]))
        if ollama.is_in_library(match["id"]) and (tagged or among):
            tier = CODE if speaks else ollama.SERVED
            yield ollama.library_mention(lines.of(match.start("id")), match["id"], "option", tier)
    for match in _FIELD.finditer(bare):
        value = _VALUE.search(match["given"])
        if value is None or not _is_of_models(match["given"]):
            continue
        line = lines.of(match.start("given") + value.start("id"))
        if "ollama" in match["given"].lower() and ollama.is_in_library(value["id"]):
            yield ollama.library_mention(line, value["id"], "input", CODE)
        yield from _mention(value["id"], line, "input")
    for match in _SET.finditer(bare):
        if _names_models(match["element"] or match["name"]):
            yield from _mention(match["id"], lines.of(match.start("id")), "value")


def _is_of_models(given: str) -> bool:
    """Whether one of the names that an element is given says that models are chosen with it."""
    return any(_names_models(match["name"]) for match in _NAME.finditer(given))


def _names_models(name: str) -> bool:
    read = [word for word in keys.key_words(name) if word not in _FORMS]
    return bool(read) and keys.names_model("_".join(read))


def _mention(id_: str, line: int, call: str) -> Iterator[Mention]:
    if looks_owned(id_, frozenset()) and not keys.is_hosted(id_):
        yield Mention(line, None, id_, id_, "model", call, WAITING)
