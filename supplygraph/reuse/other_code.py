"""Finds model ids in code of languages that are read by their texts alone: Rust, Go, Java, Swift, C# and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse import keys
from supplygraph.reuse.commands import in_texts
from supplygraph.reuse.identify import fetched, in_cache, is_owner_of_models, known_short, looks_owned, reads_as_model
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.ollama import SERVED, is_own
from supplygraph.reuse.ollama_code import CODE, SERVICES, given_to, instead_of, of_ollama
from supplygraph.reuse.place import Lines, words
from supplygraph.reuse.served import asks_own_server_in

#: Who serves a model, or how to choose that, behind its name, as the Hub's servers are told.
BY_WHOM = (
    r"(?::(?:fastest|cheapest|preferred|auto|hf-inference|novita|together|fireworks-ai|groq|cerebras|sambanova|nebius"
    r"|hyperbolic|featherless-ai|replicate|fal-ai|cohere|nscale|scaleway|ovhcloud|publicai|wavespeed))?"
)
_TEXT = re.compile(rf"(?P<mark>[\"'`])(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w){BY_WHOM}(?P=mark)")
#: Strings of one table that are looked at, and how far its end may be.
_MAX_STRINGS = 500
_MAX_TABLE = 20_000
QUOTED = re.compile(r"[\"'`](?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)[\"'`]")
#: The brackets of a table, and how each is closed.
OPENS = {"[": "]", "{": "}", "(": ")"}
_BRACKET = re.compile(r"[\[\]{}()]")
#: What a text is the value of.
KEY = re.compile(r"([A-Za-z_$][\w$]*)[\"']?\s*[:=]\s*\Z")
#: A list that a name is given, and the name: `var ModelList = []string{`, `let models: [String] = [`.
_LIST = re.compile(
    r"=\s*(?:&|new\s+)?(?:\w*(?:\[\w*\])+[\w.<>]*\s*|(?=\w[\w.]*(?:Of|\.of|from|\.ofEntries)\())?"
    r"(?P<value>[\[{]|\w[\w.]*(?:Of|\.of|from|\.ofEntries)\()"
)
_NAME_OF_LIST = re.compile(r"(?P<name>[A-Za-z_]\w{1,60})\s*(?::[^=\n;{}]{0,60})?\Z")
#: Calls that load a model by the text that they are given, and what Elixir writes before one of the Hub.
_LOADS = re.compile(
    r"(?:\b(?:pipeline|from_pretrained|fromPretrained|hf_hub_download|snapshot_download|loadModelFromHF|loadModel|snapshot|embed"
    r"|[dD]ownload_?[mM]odel|ModelConfiguration|Repo::(?:new|model|with_revision)|\w*(?:Pipeline|ModelBuilder)::new|Hub\.Repo|configuration:\s*\.init|\w*Tokenizer\.newInstance|Add\w*HuggingFace\w+)!?\s*\("
    r"[^()\"'`]{0,40}(?:[\"'`][\w-]+[\"'`]\s*,\s*)?|@\w*(?:model|repo|tokenizer)(?:_id|_name)?\s+|\{:hf,\s*|\bhgf)\Z"
)
#: The key of a request: `"model": `, `'model' => `.
_MODEL_KEY = re.compile(r"(?:\bmodel[\"'`\\]*\s*(?:[:=(]|=>)|(?<![.\w])model[\"'`\\]*\s*,)\s*\\?\Z")
_COMMENT = re.compile(
    r"@(?:module|type)?doc\s+(?:~[sS])?\"\"\".*?\"\"\"|/\*.*?\*/|(?<![:\"\w])//[^\n]*"
    r"|(?m:^[ \t]*(?:#(?![\[!])|;)[^\n]*)",
    re.DOTALL,
)
#: A name that is given a text, or a call by which one is asked for: `model_id: "a/b"`, `api.model("a/b".to_string())`.
_GIVEN_TO = re.compile(
    r"(?P<name>[A-Za-z_]\w{1,60})\s*(?::\s*&?(?:'static\s+)?\w+\??\s*=|[:=(]|=>|:=|<-|\?\?=)\s*(?:[\w.:]{1,40}\(\s*|&\s*|Some\(\s*)*\Z"
)

#: An option that stands before in a list of arguments: `["--model-id", "a/b"]`, `.arg("--model").arg("a/b")`.
_ARGUMENT = re.compile(r"[\"'`](?P<option>--?[A-Za-z][\w-]{1,60})[\"'`]\s*(?:,|\)\s*\.\s*\w{2,20}\()?\s*\Z")
#: Options of llama.cpp for a repository of the Hub, and the command of vLLM that is given one.
_OF_LAUNCHERS = words("-hf -hfr -hfd -hfv --hf-repo --hf-repo-draft")
_SERVE = re.compile(r"[\"'`]vllm[\"'`]\s*,\s*[\"'`]serve[\"'`]\s*,\s*\Z")

#: A setting inside of a text: `@Value("${app.embedding.model:owner/name}")`.
_INSIDE = re.compile(r"\$\{(?P<name>[\w.-]{3,80}):(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)\}")


def in_table(bare: str, start: int) -> Iterator[re.Match[str]]:
    """The ids of a list or an object, but for what stands under keys of something else."""
    opened, depth, end = bare[start], 0, min(len(bare), start + _MAX_TABLE)
    for bracket in _BRACKET.finditer(bare, start, end):
        depth += (bracket[0] == opened) - (bracket[0] == OPENS[opened])
        if depth == 0:
            end = bracket.end()
            break
    for number, one in enumerate(QUOTED.finditer(bare, start, end)):
        if number >= _MAX_STRINGS:
            return
        key = KEY.search(bare, max(start, one.start() - 80), one.start())
        if key is None or key[1].lower() not in _OTHER_KEYS:
            yield one


#: Keys of an entry of a table of models that do not name it.
_OTHER_KEYS = keys.PROSE | words(
    "page license author link docs homepage github image icon type mime format provider file filename dataset"
)


#: A file of weights in a row of a table.
_WEIGHTS = re.compile(r"[\"'`][^\"'`\s]{1,150}\.(?:gguf|ggml|safetensors|onnx|tflite|task|pte|mlmodelc|litertlm)[\"'`]")
#: How far a row of a table goes, in characters.
_ROW = 500


def beside_weights(bare: str, match: re.Match[str]) -> bool:
    """Whether a file of weights stands in the row of a table with an id: `{ repo: "a/b", file: "c.gguf" }`."""
    start = max(bare.rfind(mark, max(0, match.start() - _ROW), match.start()) for mark in "{([")
    closed = max(bare.rfind(mark, max(0, match.start() - _ROW), match.start()) for mark in "})]")
    if start < 0 or closed > start:
        return False
    ends = [at for mark in "})]" if (at := bare.find(mark, match.end(), match.end() + _ROW)) >= 0]
    return bool(ends) and _WEIGHTS.search(bare, start, min(ends)) is not None


#: What an object or a call with fields is, or is kept as: `ModelInfo X { get; } = new() {`, `val model = Spec(`.
_OF_MODEL = re.compile(
    r"\b(?:\w*[a-z])?Model(?:s|Info|Spec|Config|Entry|Definition|Descriptor|Card|Option|Preset|Metadata)?\b"
    r"(?:\{\s*get;[^{}]{0,30}\}|[^;{}\"'`]){0,80}\Z"
)
#: Fields of such that say who it is.
_WHO = words("id repo repository repoid hub source")


def in_row_of_model(bare: str, match: re.Match[str], name: str) -> bool:
    """Whether an id is that of a row which is said to be a model's: `new ModelInfo { Id = "a/b" }`."""
    if name.lower() not in _WHO:
        return False
    depth = 0
    for at in range(match.start() - 1, max(-1, match.start() - _ROW), -1):
        if bare[at] in "})":
            depth += 1
        elif bare[at] in "{(":
            depth -= 1
        if depth < 0:
            return _OF_MODEL.search(bare, max(0, at - 140), at) is not None
    return False


def other_code(text: str) -> list[Mention]:
    """Ids in the texts of code that are given under a name of models, or read as the name of one."""
    bare = with_hosts(_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text))
    found = list(_named(_REQUEST.sub(r' "\1" \2 "\3" ', bare)))
    tested = _TESTS_INSIDE.search(text) if "#[cfg(test)]" in text else None
    if tested is not None:
        first = text.count("\n", 0, tested.start()) + 1
        for mention in found:
            inside = mention.tier in (CODE, SERVED) and mention.line > first
            mention.tier = "doc" if inside else mention.tier
    return found


#: The model of a request that a text holds: `"{\\"model\\": \\"llama3.2\\"}"`.
_REQUEST = re.compile(r"\\\"(model)\\\"(\s*:\s*)\\\"([\w./:-]{2,100})\\\"")
#: A name for the address of the Hub: `const val HF_BASE = "https://huggingface.co"`.
_HUB_NAMED = re.compile(
    r"\b(?P<name>[A-Za-z_]\w{1,60})(?:\s*:\s*[\w&' ]{1,30})?\s*:?=\s*[\"'`](?P<host>https?://(?:huggingface\.co|hf\.co))/?[\"'`]"
)


def with_hosts(code: str) -> str:
    """Code with the address of the Hub in its texts for a name of it: `"$HF_BASE/owner/name/resolve/main/x"`."""
    hosts = {match["name"]: match["host"] for match in _HUB_NAMED.finditer(code)} if "://h" in code else {}
    if not hosts:
        return code
    name = rf"(?:\w+\.)?(?P<name>{'|'.join(hosts)})"
    # Of Kotlin and shells, Kotlin and JavaScript, Swift, C# and Rust; then of a sum.
    for pattern in (rf"\${name}(?=/)", rf"\$\{{{name}\}}(?=/)", rf"\\\({name}\)(?=/)", rf"\{{{name}\}}(?=/)"):
        code = re.sub(pattern, lambda found: hosts[found["name"]], code)
    return re.sub(rf"\b{name}\s*\+\s*(?P<mark>[\"'])(?=/)", lambda found: found["mark"] + hosts[found["name"]], code)


#: Where the tests begin that a file of Rust ends in.
_TESTS_INSIDE = re.compile(r"(?m)^#\[cfg\(test\)\]\s*(?:#\[[^\n]*\]\s*)*(?:pub(?:\([a-z]+\))?\s+)?mod\s")


def _named(bare: str) -> Iterator[Mention]:
    lines = Lines(bare)
    for asked in fetched(bare):
        yield Mention(lines.of(asked.at), None, asked.address, asked.id, asked.kind, "address", CODE, asked.revision)
    for match in keys.schemed(bare):
        if looks_owned(match["id"], frozenset()):
            yield Mention(lines.of(match.start()), None, match["id"], match["id"], "model", "address", CODE)
    for number, line in enumerate(bare.split("\n"), 1) if "models--" in bare or "datasets--" in bare else ():
        for of, id_, folder in in_cache(line):
            yield Mention(number, None, folder, id_, of, "cache", CODE)
    yield from of_ollama(bare, lines)
    asks = asks_own_server_in(bare)
    for mention in in_texts(bare):
        mention.tier = CODE
        yield mention
    for inside in _INSIDE.finditer(bare) if "${" in bare else ():
        kind = keys.kind_of_option(inside["name"].rpartition(".")[2])
        if kind is not None and looks_owned(inside["id"], frozenset()) and not keys.is_hosted(inside["id"]):
            yield Mention(lines.of(inside.start()), None, inside["id"], inside["id"], kind, inside["name"], CODE)
    yield from short_names(bare, lines)
    listed = frozenset((*_in_lists(bare), *_in_functions(bare)))
    of_hub_alone = asks_hub(bare)
    speaks = _ON_HUB.search(bare) is not None
    for match in _TEXT.finditer(bare):
        id_ = match["id"]
        if not looks_owned(id_, frozenset()) or keys.is_hosted(id_) or is_own(id_):
            continue
        given = _GIVEN_TO.search(bare, max(0, match.start() - 120), match.start())
        name = given["name"] if given is not None else ""
        option = _ARGUMENT.search(bare, max(0, match.start() - 90), match.start())
        name = option["option"] if option is not None else name
        kind = "model" if name in _OF_LAUNCHERS else keys.kind_of_option(name) if name else None
        if kind is None and asks is not False:
            given_names = (one for one in given_to(bare, match.start()) if one.lower() != "model")
            # Under `model` alone services are asked for theirs, too; what is taken where one is missing is said so.
            others = (*instead_of(bare, match.start()), *given_names)
            told = ((keys.kind_of_option(one) or keys.kind_of_option(one.replace(".", "_")), one) for one in others)
            kind, name = next((pair for pair in told if pair[0]), (None, name))
        if (
            (asks or (of_hub_alone and asks is None))
            and kind is None
            and _MODEL_KEY.search(bare, max(0, match.start() - 40), match.start())
        ):
            kind, name = "model", "model"
        elif asks is False and name == "model":
            # What a service is asked for is its own.
            kind = None
        before = max(0, match.start() - 120)
        if kind is None and in_row_of_model(bare, match, name):
            kind = "model"
        loads = any(pattern.search(bare, before, match.start()) for pattern in (_LOADS, _SERVE))
        reads = reads_as_model(id_) or match.start() in listed or beside_weights(bare, match)
        of_hub = reads and keys.is_repository(name) and is_owner_of_models(id_)
        of_hub = of_hub or (
            speaks and kind is None and keys.key_words(name)[1:][-1:] == ["repo"] and not keys.elsewhere(name)
        )
        if loads or kind is not None or of_hub or (reads and not keys.elsewhere(name)):
            # What a call loads counts in a test, too.
            live = any(one.isupper() for one in instead_of(bare, match.start()))
            tier = "flow" if loads or live else CODE
            yield Mention(lines.of(match.start()), None, id_, id_, kind or "model", name or "named", tier)


#: A name without owner, as a text.
_SHORT = re.compile(r"(?P<mark>[\"'`])(?P<id>[A-Za-z][\w.-]{2,80}\w)(?P=mark)")
#: Calls that load a model by the name alone that they are given.
_LOADS_SHORT = re.compile(
    r"(?:\b(?:from_pretrained|fromPretrained|from|load_?(?:model|tokenizer|tokeniser|config|processor)|newInstance|textEmbed"
    r"|hf_load_\w+|hf_hub_download)!?\s*\(\s*(?:pretrained:\s*)?(?:model\s*=\s*)?|\bfrom_pretrained\s+|\{:hf,\s*|\bhgf)\Z"
)
#: What says that code uses models of the Hub.
_ON_HUB = re.compile(
    r"(?i:hugging_?face|hf[-_]?hub|hf_?inference|transformers|tokenizers|bumblebee|informers|pgml|reticulate|textEmbed|hf_load_)"
)


def asks_hub(bare: str) -> bool:
    """Whether code without its comments speaks of the Hub or its libraries, and of no service with its own models."""
    return _ON_HUB.search(bare) is not None and SERVICES.search(bare) is None


def short_names(bare: str, lines: Lines) -> Iterator[Mention]:
    """Names of models without owner that a loader is given, or what the Hub is asked for: `{ model: "gpt2" }`."""
    speaks, asks = _ON_HUB.search(bare) is not None, asks_hub(bare)
    for match in _SHORT.finditer(bare):
        id_ = match["id"]
        known = known_short(id_, word=True)
        if known is None:
            continue
        if not speaks:
            # What says that it is a tokenizer's is one of the Hub's libraries.
            names = [name for name in given_to(bare, match.start()) if "tokenizer" in keys.key_words(name)]
            if "-" in id_ and any(map(keys.names_model, names)):
                yield Mention(lines.of(match.start()), None, id_, known, "model", names[0], CODE)
        elif _LOADS_SHORT.search(bare, max(0, match.start() - 80), match.start()):
            yield Mention(lines.of(match.start()), None, id_, known, "model", "named", "flow")
        elif asks and _is_asked_for(bare, match):
            yield Mention(lines.of(match.start()), None, id_, known, "model", "model", CODE)


def _is_asked_for(bare: str, match: re.Match[str]) -> bool:
    start = match.start()
    if _MODEL_KEY.search(bare, max(0, start - 40), start):
        return True
    return "-" in match["id"] and any(map(keys.names_model, given_to(bare, start)))


#: A function or property that is named after what it gives: `fn repo_id(&self) -> &str {`, `var modelId: String {`.
_GIVES = re.compile(
    r"\b(?:fn|func|fun|def|var|let|String|string)\s+(?:\([^()\n]{0,60}\)\s*)?(?P<name>[A-Za-z_]\w{1,60})\s*(?=[({:])[^\n{}=;\"]{0,120}\{"
)
ENUM = re.compile(r"\benum\s+(?:class\s+|struct\s+)?(?P<name>[A-Za-z_]\w{1,60})\b[^\n{}=;\"]{0,120}\{")
#: What a variable is chosen from: `let model_id = match kind {`.
_CHOSEN = re.compile(
    r"\b(?:let|val|var|const|final)\s+(?:mut\s+)?(?P<name>[A-Za-z_]\w{1,60})[^=\n;{}\"]{0,60}=\s*(?:match|when|switch)\b[^\n{}\"]{0,120}\{"
)
_GIVEN_BACK = re.compile(r"(?:=>|->|\breturn|:|\)\s*\{|\b(?:String|string)\??\s*\{)\s*\Z")
_IS_CASE = re.compile(r"(?:=|\(|:)\s*\Z")
_MAX_FUNCTION = 6_000


def _in_functions(bare: str) -> Iterator[int]:
    """Where the ids stand that functions give back which a name of models has."""
    heads = (
        *((head, _GIVEN_BACK) for head in _GIVES.finditer(bare)),
        *((head, _GIVEN_BACK) for head in _CHOSEN.finditer(bare)),
        *((one, _IS_CASE) for one in ENUM.finditer(bare)),
    )
    for head, before in heads:
        if not keys.names_model(head["name"]) and head["name"] not in ("repo", "repository", "repoName", "repoId"):
            continue
        depth, end = 0, min(len(bare), head.end() + _MAX_FUNCTION)
        for bracket in re.finditer(r"[{}]", bare[head.end() - 1 : end]):
            depth += 1 if bracket[0] == "{" else -1
            if depth == 0:
                end = head.end() - 1 + bracket.end()
                break
        for one in QUOTED.finditer(bare, head.end(), end):
            if before.search(bare, max(0, one.start() - 20), one.start()):
                yield one.start()


def _in_lists(bare: str) -> Iterator[int]:
    """Where the ids stand in lists that are given a name of models."""
    if QUOTED.search(bare) is None:
        return
    for given in _LIST.finditer(bare):
        named = _NAME_OF_LIST.search(bare, max(0, given.start() - 130), given.start())
        if named is not None and keys.names_model(named["name"]) and named["name"].lower() not in ("model", "path"):
            yield from (one.start() for one in in_table(bare, given.end("value") - 1))
