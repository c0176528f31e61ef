"""Finds model ids in JavaScript and TypeScript: calls, constants, tables of models, also those that others import."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse import keys, ollama
from supplygraph.reuse.commands import in_texts
from supplygraph.reuse.identify import Rejected, fetched, looks_owned, reads_as_model
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.ollama_code import CODE, instead_of, of_ollama
from supplygraph.reuse.other_code import (
    BY_WHOM,
    ENUM,
    KEY,
    OPENS,
    QUOTED,
    beside_weights,
    in_table,
    short_names,
    with_hosts,
)
from supplygraph.reuse.place import Lines
from supplygraph.reuse.served import asks_own_server_in

#: Tier of what is named in a file that loads nothing itself: it counts where any file of the repository does.
WAITING = "waiting"

_STRING = rf"[\"'`](?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w){BY_WHOM}[\"'`]"
#: The page of a model: an address under a name of models is asked for its files.
_PAGE = re.compile(r"[\"'`]https://(?:huggingface\.co|hf\.co)/(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?=[\"'`/])")
#: What is taken where the setting before it is missing: `process.env.MODEL || "a/b"`.
_OR = r"(?:[\w.?!\[\]]{1,80}\s*(?:\|\||\?\?)\s*)?"
_CALLS = (
    (
        re.compile(r"\bpipeline\s*(?:<[^<>()]{1,80}>\s*)?\(\s*(?:[\"'`][\w-]+[\"'`]|[\w.]+)\s*,\s*" + _OR + _STRING),
        "pipeline",
    ),
    (re.compile(r"\b(\w+)\.from_pretrained\s*\(\s*" + _STRING), "from_pretrained"),
    (re.compile(r"\b(?:loadModelFromHF|huggingface(?:\.\w+)?)\s*\(\s*" + _STRING), "named"),
    (re.compile(r"\b(?:model|modelId|modelName|model_id|repo)\s*:\s*" + _STRING), "inference"),
)
#: A function of one's own around the library's: `usePipeline("task", "a/b")`.
_AROUND = re.compile(
    r"\b(?P<name>\w*[Pp]ipeline\w*)\s*(?:<[\w<>\[\], |]*>\s*)?\(\s*[\"'`][\w-]+[\"'`]\s*,\s*" + _STRING
)
_NAMED = (
    (
        re.compile(
            r"\bpipeline\s*(?:<[^<>()]{1,80}>\s*)?\(\s*(?:[\"'`][\w-]+[\"'`]|[\w.]+)\s*,\s*(?:this\.)?(?P<name>\w+)"
        ),
        "pipeline",
    ),
    (re.compile(r"\.from_pretrained\s*\(\s*(?:this\.)?(?P<name>\w+)"), "from_pretrained"),
)
_CONSTANT = r"\b{name}\s*(?::\s*\w+\s*)?=\s*" + _OR.replace("{", "{{").replace("}", "}}") + _STRING
#: A name that is given a string, or a list or table: `MODEL = "a/b"`, `modelId: "a/b"`, `MODELS: Model[] = [`.
_GIVEN = re.compile(
    r"[\"']?(?<![\w$])(?P<name>[A-Za-z_$][\w$]{1,60})[\"']?\s*(?:=|\?\?=|\|\|=|\??:(?!:))\s*"
    r"(?:[\w<>\[\]., |{}]{1,80}?=\s*)?" + _OR + r"(?:new\s+(?:Map|Set)\(\s*)?(?P<value>[\"'`\[{])"
)
#: Owners of nothing but models that were converted for these libraries; their names often stand in a file of settings.
_CONVERTED = re.compile(r"(?<!href=)(?<!src=)[\"'`](?P<id>(?:Xenova|onnx-community)/[\w.-]*\w)[\"'`]")
_LIBRARY = re.compile(
    r"@(?:huggingface|xenova)/(?:transformers|inference|hub)|@langchain/community/\w+/(?:hf|huggingface)\w*"
    r"|@wllama/wllama|@ai-sdk/huggingface"
)
#: A model of the list that web-llm has, all of which are in one place on the Hub.
_COMPILED = re.compile(r"[\"'`](?P<id>[A-Z][\w.-]*-q\d+f\d+(?:_\d)?-MLC)(?:-\d+k)?[\"'`]")
#: A comparison: what is compared is loaded elsewhere.
_COMPARED = re.compile(r"[=!]==?\s*[\"'`]\Z")
_COMPARED_TO = re.compile(r"[\"'`]\s*[=!]==?")
_EXPORTS = re.compile(r"\bexports?\b")
_OLLAMA = re.compile(r"[\"'](?:ollama(?:/browser)?|@langchain/ollama|ollama-ai-provider(?:-v\d)?)[\"']")
_OLLAMA_MODEL = re.compile(
    r"\b(?:model|modelName)\s*:\s*[\"'`](?P<id>[\w./:-]*\w)[\"'`]|\bollama\(\s*[\"'`](?P<first>[\w./:-]+)"
)


def uses_library(text: str) -> bool:
    """Whether a file names a library that loads models of the Hub."""
    return _LIBRARY.search(text) is not None


def javascript(text: str) -> list[Mention]:
    """Ids in JavaScript and TypeScript; `WAITING` where the file itself loads nothing of the Hub."""
    return list(_javascript(text))


def _javascript(text: str) -> Iterator[Mention]:
    bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
    bare = re.sub(r"(?m)(^|\s)//[^\n]*", lambda m: m[1] + " " * (len(m[0]) - len(m[1])), bare)
    bare = with_hosts(bare)
    seen: set[tuple[int, str]] = set()
    lines = Lines(bare)
    library = uses_library(text)
    converted = _CONVERTED.search(bare) is not None

    def mention(match: re.Match[str], call: str, tier: str = "core") -> Iterator[Mention]:
        line, id_ = lines.of(match.start("id")), match["id"]
        served = keys.is_hosted(id_) and not _CONVERTED.fullmatch(f'"{id_}"')
        start, end = match.span("id")
        compared = _COMPARED.search(bare, max(0, start - 20), start) or _COMPARED_TO.match(bare, end)
        if compared is not None:
            return
        if (line, id_) not in seen and looks_owned(id_, frozenset()) and not served:
            # What only waits may yet be said to read as the name of a model.
            seen.update([(line, id_)] if tier != WAITING else ())
            yield Mention(line, None, id_, id_, "model", call, tier)

    if library or converted or "from_pretrained" in bare:
        for pattern, call in _CALLS:
            for match in pattern.finditer(bare) if library or call != "inference" else ():
                yield from mention(match, call)
        for pattern, call in _NAMED:
            for match in pattern.finditer(bare):
                for constant in re.finditer(_CONSTANT.format(name=re.escape(match["name"])), bare):
                    yield from mention(constant, call)
        for match in _CONVERTED.finditer(bare):
            yield from mention(match, "named", "flow")
    here = library or converted
    for match in _AROUND.finditer(bare):
        yield from mention(match, match["name"], "flow" if here else WAITING)
    for name, match in _named_strings(bare) if here or _EXPORTS.search(bare) else ():
        yield from mention(match, name, "flow" if here else WAITING)
    if _OLLAMA.search(bare):
        yield from _of_ollama(bare, lines)
    yield from of_ollama(bare, lines)
    yield from short_names(bare, lines)
    for command in in_texts(bare):
        command.tier = CODE
        yield command
    for asked in fetched(bare):
        yield Mention(lines.of(asked.at), None, asked.address, asked.id, asked.kind, "address", CODE, asked.revision)
    for match in keys.schemed(bare):
        yield from mention(match, "address", CODE)
    yield from _compiled(bare, lines)
    for match in QUOTED.finditer(bare):
        key = KEY.search(bare, max(0, match.start() - 80), match.start())
        reads = reads_as_model(match["id"]) or beside_weights(bare, match)
        if reads and not _in_a_sentence(bare, match) and not keys.elsewhere(key[1] if key is not None else ""):
            yield from mention(match, "named", CODE)
        elif _is_default(bare, match):
            yield from mention(match, "named", "flow" if here else WAITING)


def _compiled(bare: str, lines: Lines) -> Iterator[Mention]:
    """The models that web-llm has compiled."""
    for match in _COMPILED.finditer(bare):
        yield Mention(lines.of(match.start()), None, match["id"], f"mlc-ai/{match['id']}", "model", "web-llm", CODE)


def _is_default(bare: str, match: re.Match[str]) -> bool:
    """Whether a text is taken where a model is missing, in code that asks no service."""
    return any(map(keys.names_model, instead_of(bare, match.start()))) and asks_own_server_in(bare) is not False


#: Words of the language that a text may stand between.
_BETWEEN = re.compile(r"(?<![\w$])(?:return|case|as|of|in|default|yield|await|typeof)\s\Z")
_SENTENCE = (re.compile(r"[a-z,]\s\Z"), re.compile(r"\s[a-z]"))


def _in_a_sentence(bare: str, match: re.Match[str]) -> bool:
    """Whether a text in quotes stands among the words of a sentence, as in what a component shows."""
    before, behind = _SENTENCE
    start = match.start()
    return (
        before.search(bare, max(0, start - 12), start) is not None
        and behind.match(bare, match.end()) is not None
        and _BETWEEN.search(bare, max(0, start - 12), start) is None
    )


def _named_strings(bare: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The ids that are given to names of models, and all of a table in which one is."""
    for head in ENUM.finditer(bare) if "enum" in bare else ():
        if keys.names_model(head["name"]):
            yield from ((head["name"], one) for one in in_table(bare, head.end() - 1))
    for given in _GIVEN.finditer(bare):
        at = given.start("value")
        if not keys.names_model(given["name"]):
            continue
        if given["value"] in OPENS:
            yield from ((given["name"], one) for one in in_table(bare, at))
        else:
            one = QUOTED.match(bare, at) or _PAGE.match(bare, at)
            if one is not None:
                yield given["name"], one


def _of_ollama(bare: str, lines: Lines) -> Iterator[Mention]:
    """The models that the clients of Ollama are given."""
    for match in _OLLAMA_MODEL.finditer(bare):
        group = "id" if match["id"] else "first"
        found = ollama.identity(match[group])
        if isinstance(found, Rejected):
            continue
        line = lines.of(match.start(group))
        yield Mention(
            line, None, match[group], found.model_id, "model", "ollama", "core", registry=found.registry,
            hub_id=found.hub_id,
        )  # fmt: skip
