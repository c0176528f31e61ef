"""Finds names as Ollama writes them in code of which only the text is read: TypeScript, Go, Java, Swift and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse import keys, ollama
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import Lines, words

#: Tier of what such code names: it counts unless its file is a test, which the text does not say.
CODE = "code"

#: A name of Ollama's library, or with an owner and a tag.
_LIBRARY = re.compile(
    r"(?P<mark>[\"'`])(?P<id>(?:(?:x|library|[A-Za-z0-9][\w.-]*(?=/[\w.-]+:))/)?[A-Za-z][\w.-]*(?::[\w.-]*\w)?)(?P=mark)"
)
#: A name behind that of the provider: `ollama:nomic-embed-text:v1.5`, `ollama/llama3.2`.
_PROVIDED = re.compile(r"(?P<mark>[\"'`])(?P<id>ollama(?:_chat)?[:/][a-z][\w./:-]{1,100}\w)(?P=mark)")
#: What a text is given to.
_BEFORE = re.compile(
    r"(?P<name>[A-Za-z_]\w{1,60})[\"']?\s*(?:[:=(]|=>|:=|<-)\s*(?:[\w.?\[\]!]{1,60}(?:\([^()]{0,80}\))?\s*(?:\|\||\?\?)\s*)?\Z"
)
#: The same of a name with a type, of a property, of what a call keeps: `MODEL: &str = `, `Model { get; set; } = `,
#: `[model, setModel] = useState(`, `model = ref(`.
_DECLARED = re.compile(
    r"(?P<name>[A-Za-z_]\w{1,60})[\"']?\s*(?:\??:\s*&?(?:'static\s+)?[\w.]+(?:<[\w., ]{1,40}>)?\??\s*="
    r"|\{\s*get;[^{}\n]{0,40}\}\s*=|,\s*\w{1,60}\s*\]\s*=|[:=]|=>|:=)\s*"
    r"(?:&?[\w.:]{1,40}(?:<[\w.<>| ]{1,40}>)?!?\(\s*)?\Z"
)
#: A key of Lisp's, and what a variable of it is set to: `{:model "llama3"}`, `(setq chat-model "llama3")`.
_KEYWORD = re.compile(r"(?:[\s({\[]:|\(def(?:var|custom|const|parameter)?\s+|\(setq\s+)(?P<name>[a-z][\w-]{1,60})\s+\Z")
#: The libraries that speak to nothing else than Ollama.
_OWN_LIBRARY = re.compile(
    r"(?:\bfrom|\brequire\()\s*[\"']ollama[\"'/]|github\.com/(?:ollama/ollama/api|tmc/langchaingo/llms/ollama)|OllamaSharp|OllamaKit"
    r"|\bollama_rs\b|ollama4j|langchain4j\.model\.ollama|ollama_dart|chat_ollama|library\(ollamar\)"
)
#: What says that code asks services for their models.
SERVICES = re.compile(
    r"(?i:openai(?![\w-]*(?:/|compatible))|anthropic|openrouter|\bgroq\b|together\.?(?:ai|xyz)|replicate|cohere|mistral\.ai|bedrock)"
)
#: What is taken where a setting is missing: `getEnv("OLLAMA_MODEL", `, `System.getenv("OLLAMA_MODEL") ?: `,
#: `env::var("OLLAMA_MODEL").unwrap_or_else(|_| `, `flag.String("model", `.
_MISSING = re.compile(
    r"[\"'](?P<name>[A-Za-z][\w.:-]{1,60})[\"']\s*(?:,\s*(?:[\"'][a-z]?[\"']\s*,\s*)?(?:(?:default|fallback|value|otherwise|initial)\w{0,20}\s*[:=]\s*)?|[)\]]\s*(?:\|\||\?\?|\?:|\bor\b)\s*"
    r"|[)\]]\s*\.\s*\w{2,30}\(\s*(?:\|[^|\n]{0,10}\|\s*)?)(?:[\w.:]{1,30}\(\s*)?\Z"
)
#: The same of a name of the code: `model ?? `, `settings.model || `.
_OR = re.compile(
    r"(?P<name>[A-Za-z_]\w{1,60})[)\]!?\"']*\s*(?:(?:\|\||\?\?=?|\?:|\bor\b)\s*"
    r"|\.\s*(?:as_deref\(\)\s*\.\s*|clone\(\)\s*\.\s*)?(?:unwrap_or(?:_else)?|or_?[eE]lse(?:_get|Get)?|getOrElse|getOrDefault|ifEmpty|presence)"
    r"\s*[({]\s*(?:\|[^|\n]{0,10}\|\s*|\(\)\s*->\s*|\{\s*)?(?:[\w:]{1,30}\(\s*)?)\Z"
)
#: The default of a field, in what is written behind or above it: `Model string `default:"`, `#[arg(default_value = `.
_FIELD = re.compile(r"(?P<name>[A-Za-z_]\w{1,60})\s+\*?\w+\s+`[^`\n]{0,80}\b(?:default|envDefault):\Z")
_ABOVE = re.compile(r"\bdefault_value(?:_t)?\s*=\s*(?:[\w:]{1,30}\(\s*)?\Z")
_BELOW = re.compile(r"\"[^\"\n]*\"[^\n\]]{0,80}\)\](?:\s*///?[^\n]*)?\s*(?:pub\s+)?(?P<name>[a-z_]\w{1,60})\s*:")
#: What makes a client for a model, or asks one: `new OllamaApiClient(uri, `, `Provider::Ollama, `, `pull_model(`.
_IN_CALL = re.compile(
    r"\b(?i:ollama)[\"'`]?\s*,\s*\Z|\b(?:(?i:pull(?:_?model)?(?:_?async)?)|generate|chat|embed|agent)\s*\(\s*\Z"
    r"|(?i:ollama\w*)\s*\((?:[^()\"']|\"[^\"]*\"|\((?:[^()\"']|\"[^\"]*\")*\))*,\s*\Z|(?i:(?:generat\w*|chat|embed\w*|pull)request(?:::new|\.builder)?)\s*\(\s*\Z"
)
#: A setting inside of a text: `@Value("${ollama.model:llama3.2}")`.
_INSIDE = re.compile(r"\$\{(?P<name>[\w.-]{3,80}):(?P<id>[a-z][\w.-]*(?::[\w.-]*\w)?)\}")

#: What only is compared or looked for, behind or before the text.
_COMPARED = re.compile(
    r"(?:[=!]==?|\bcase|\bwhen|[\"'`]\s*\||(?i:includes|starts_?with\??|ends_?with\??|contains|equals|equals_?ignore_?case|has_?prefix"
    r"|has_?suffix|has|index_?of|include\?|start_with\?|match(?:es)?|regexp|to_?be|to_?equal|assert\w*(?:\.\w+)?!?|replace\w*|split)"
    r"\s*\((?:[^()\"'`\n]{0,80},\s*)?&?)\s*\Z"
)
_COMPARED_TO = re.compile(r"\s*(?:[=!]==?|\|(?!\|)|\.(?:equals|includes|contains|starts_?[wW]ith)\b)")
#: The key of a row: `"name": `, `'name' => `, `"name" to `; not what stands behind the `?` of a choice.
_IS_KEY = re.compile(r"[ \t]*(?:(?<![ \t]):(?!:)|(?<=[ \t]):(?![:a-z])|=>|->|to\b)")
#: What a table is asked for: `sizes["name"]`.
_SUBSCRIPT = re.compile(r"[\w)]\[\s*\Z")
_CHOICE = re.compile(r"[?][ \t\n]*\Z")
_KEY = re.compile(r"([A-Za-z_$][\w$-]*)[\"']?\s*(?:[:=(]|=>|:=)\s*(?:\{\s*)?\Z")
#: A set, in which a name is only looked up.
_IN_SET = re.compile(
    r"(?:\bnew\s+(?:Hash)?Set\w*\s*(?:<[^<>()]{0,40}>)?\(\s*[\[{]|\b(?:mutableS|hashS|s)etOf\(|\bSet\.of\(|\bHashSet::from\(\s*\[|\bSet<\w+>\s*=\s*\[)"
    r"[^\[\](){}]*\Z"
)
_FAR = 1_500
#: Keys beside a name that say something else of a model, or show it to people.
_OTHER_KEYS = keys.PROSE | words("family families architecture type format text content usage hint alt")
#: What prints a text.
_SAID = re.compile(
    r"(?i:\b(?:print\w*|log\w*|warn\w*|error\w*|info|debug|echo|puts|eprintln|println|format|describe|it|test|throw|raise))!?\s*\(\s*\Z"
)
#: A list that a name is given: `MODELS: string[] = [`, `val models = listOf(`, `var Models = []string{`.
_LIST = re.compile(
    r"(?P<name>[A-Za-z_]\w{1,60})[\"']?\s*(?::[^=\n;(){}\"']{0,60}=|:=|=>|[:=])\s*(?:&|new\s+)?"
    r"(?:(?:\w*(?:\[\w*\])+|\w+)[\w.<>]*\s*!?\s*(?:\(\))?\s*)?(?P<value>[\[{(])"
)
#: Who serves the model of a row.
_PROVIDER = re.compile(
    r"\b(?:provider|backend|vendor|engine|service|platform)\w{0,4}[\"']?\s*(?:[:=]|=>)\s*[:.\"'`]?(?P<name>[A-Za-z][\w.-]*)"
)
_ROW = 300
_CLOSES = {"[": "]", "{": "}", "(": ")"}
_MAX_LIST = 4_000
#: A client in a test that asks a server, and what stands for one in others.
_CLIENT = re.compile(r"\bOllama\w*(?:\.builder\(|::new\b|\.new\b)|\bnew\s+Ollama\w*\(|OllamaContainer")
#: What makes a client of one's own, and what says of a test that it asks a server with it.
_OWN_CLIENT = re.compile(r"\b(?:ollama|api)\.(?:New\w*|ClientFromEnvironment)\(|\bNew\w*(?:Client|Ollama)\w*\(")
_LIVE = re.compile(r"(?i:integration|e2e)|\b[lL]ive\b")
_STAND_IN = re.compile(r"(?i:httptest|mock|\bfake|stub|simulat|nock\(|msw\b|spyOn|jest\.fn|vi\.fn|RoundTrip)")


def of_ollama(bare: str, lines: Lines) -> Iterator[Mention]:
    """The names of Ollama's models in code without its comments.

    Where the code uses a server, a name of the library counts that is given under a name of models, to a call, or where
    a setting is missing, and any name with a tag that nothing says is only compared, shown or a key. Elsewhere a name
    that something is given is `ollama.SERVED`: one with a tag, or under a name of models.
    """
    if ollama.SPOKEN_TO.search(bare) is None:
        yield from _of_served(bare, lines)
        return
    asks = _CLIENT.search(bare) or (_OWN_CLIENT.search(bare) and _LIVE.search(bare))
    tier = "flow" if asks and not _STAND_IN.search(bare) else CODE
    for match in _PROVIDED.finditer(bare):
        behind = ollama.named(match["id"])
        if behind is not None and not _only_said(bare, match):
            yield _mention(lines.of(match.start()), behind, next(given_to(bare, match.start()), "ollama"), CODE)
    listed: list[tuple[int, int]] | None = None
    for match in _LIBRARY.finditer(bare):
        id_, start = match["id"], match.start()
        tagged = ollama.is_tagged(id_)
        if not tagged and not ollama.is_in_library(id_):
            continue
        names = list(given_to(bare, start))
        name = next((name for name in names if keys.names_model(name) or "ollama" in name.lower()), "")
        if name or _IN_CALL.search(bare, max(0, start - 200), start):
            # In a test only what a server is asked for is more than said.
            alone = name.lower() in ("model", "modelname", "model_name") and _OWN_LIBRARY.search(bare) is not None
            alone = alone and SERVICES.search(bare) is None
            if (tagged or alone or ollama.is_meant(id_, name, bare)) and not _only_said(bare, match):
                # What a test takes where its environment names none is what it asks for.
                live = name.isupper() and name in instead_of(bare, start)
                yield _mention(lines.of(start), id_, name or "ollama", "flow" if live else tier)
            continue
        if _only_said(bare, match):
            continue
        if not tagged:
            listed = listed if listed is not None else list(_lists(bare))
            missing = next(instead_of(bare, start), None) is not None
            sure = bool(names) and ("-" in id_ or (missing and any(letter.isdigit() for letter in id_)))
            around = next(((first, last) for first, last in listed if first < start < last), None)
            if not sure and around is None:
                continue
            among = around is not None and ollama.TAGGED.search(bare, *around) is not None
            if not (among or ollama.is_meant(id_, "", bare)) or _of_another(bare, match):
                continue
        yield _mention(lines.of(start), id_, names[0] if names else "ollama", CODE)
    for match in _INSIDE.finditer(bare) if "${" in bare else ():
        said = keys.names_model(match["name"]) or keys.says_ollama(match["name"])
        if said and (ollama.is_in_library(match["id"]) or ollama.is_tagged(match["id"])):
            yield _mention(lines.of(match.start()), match["id"], match["name"], CODE)


def _of_served(bare: str, lines: Lines) -> Iterator[Mention]:
    """Names of Ollama's in code that itself speaks of no server."""
    for match in _LIBRARY.finditer(bare):
        id_ = match["id"]
        owned = ollama.is_owned(id_)
        tagged = ":" in id_ and ollama.has_tag(id_)
        if not owned and not ((tagged or id_[-1].isdigit()) and ollama.is_in_library(id_)):
            continue
        name = next(given_to(bare, match.start()), "")
        if name and (keys.names_model(name) or (tagged and not owned)) and not _only_said(bare, match):
            yield _mention(lines.of(match.start()), id_, name, ollama.SERVED)


def _mention(line: int, name: str, call: str, tier: str) -> Mention:
    return ollama.library_mention(line, name, call, tier)


def given_to(bare: str, at: int) -> Iterator[str]:
    """What a text is given to, by each way of giving one."""
    yield from _before(bare, at, (_BEFORE, _DECLARED, _KEYWORD))
    yield from instead_of(bare, at)


def instead_of(bare: str, at: int) -> Iterator[str]:
    """What a text is taken for where that is missing: `settings.model ?? `, `getEnv("MODEL_ID", `."""
    yield from _before(bare, at, (_MISSING, _OR, _FIELD))
    below = _BELOW.match(bare, at) if _ABOVE.search(bare, max(0, at - 40), at) else None
    if below is not None:
        yield below["name"]


def _before(bare: str, at: int, patterns: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    start = max(0, at - 140)
    for pattern in patterns:
        given = pattern.search(bare, start, at)
        if given is not None:
            yield given["name"]


def _only_said(bare: str, match: re.Match[str]) -> bool:
    """Whether a text is compared, shown, or the key of something, so that nothing is asked for by it."""
    start, end = match.span()
    before = max(0, start - 100)
    key = _KEY.search(bare, before, start)
    return (
        (key is not None and key[1].lower() in _OTHER_KEYS)
        or _COMPARED.search(bare, before, start) is not None
        or _COMPARED_TO.match(bare, end) is not None
        or _SAID.search(bare, before, start) is not None
        or (bare.startswith("]", end) and _SUBSCRIPT.search(bare, before, start) is not None)
        or (match["mark"] != '"' and bare.count('"', bare.rfind("\n", 0, start) + 1, start) % 2 == 1)
        or _IN_SET.search(bare, max(0, start - _FAR), start) is not None
        or (_IS_KEY.match(bare, end) is not None and _CHOICE.search(bare, before, start) is None)
    )


def _of_another(bare: str, match: re.Match[str]) -> bool:
    """Whether the row that a name stands in says that another than Ollama serves it."""
    start = max(bare.rfind(mark, max(0, match.start() - _ROW), match.start()) for mark in "{([\n")
    ends = [at for mark in "})]" if (at := bare.find(mark, match.end(), match.end() + _ROW)) >= 0]
    said = _PROVIDER.search(bare, max(start, 0), min(ends, default=match.end()))
    return said is not None and "ollama" not in said["name"].lower()


def _lists(bare: str) -> Iterator[tuple[int, int]]:
    """Where lists that are given a name of models begin and end."""
    for given in _LIST.finditer(bare):
        if not keys.names_model(given["name"]):
            continue
        opened, start = given["value"], given.start("value")
        closed, depth = _CLOSES[opened], 0
        for at in range(start, min(len(bare), start + _MAX_LIST)):
            depth += (bare[at] == opened) - (bare[at] == closed)
            if depth == 0:
                yield start, at
                break
