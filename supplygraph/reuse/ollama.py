"""Reads names of models as Ollama writes them: `llama3.2:1b` of its library, or a repository of the Hub."""

from __future__ import annotations

import re
from functools import cache

from supplygraph.reuse.identify import Identity, Rejected, is_placeholder, looks_owned
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import words
from supplygraph.reuse.signatures import signatures

REGISTRY = "ollama"
#: Tier of a name in a file that itself speaks to no server: with a tag it counts where another file names one, too,
#: without one where the file is called after Ollama.
SERVED = "served"
_HOST = re.compile(r"(?:https?://)?(?:hf\.co|huggingface\.co)/")
_NAME = re.compile(
    r"(?:[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?|[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?=:))(?::[A-Za-z0-9._-]+)?\Z"
)
_OWN = re.compile(r"(?:https?://)?(?:registry\.)?ollama\.(?:com|ai)/(?:library/)?")


#: `ollama://name:tag`, `oci://registry.ollama.ai/library/name:tag`.
_ADDRESS = re.compile(
    r"(?:ollama://(?:library/)?|(?:(?:oci|https?)://|(?<![\w./-]))registry\.ollama\.ai/library/)(?P<name>[a-z0-9][\w.-]*(?::[\w.-]+)?)"
)


#: What a volume with models is asked for: `pvc://volume?model=name:tag`.
_ON_VOLUME = re.compile(r"\b(?:pvc|s3|gs|oss)://[\w./-]+\?(?:[\w=-]+&)*model=(?P<name>[a-z0-9][\w.-]*:[\w.-]*\w)")


def addresses(text: str) -> list[str]:
    """The models of the library whose addresses stand in a text."""
    found = [match["name"].rstrip(".") for match in _ADDRESS.finditer(text)] if "ollama" in text else []
    if "model=" in text:
        found += [match["name"] for match in _ON_VOLUME.finditer(text) if is_in_library(match["name"])]
    return found


def identity(name: str, confidence: float = 0.85) -> Identity | Rejected:
    """What a name means that is given to Ollama."""
    name = name.strip().strip("\"'")
    on_hub = _HOST.sub("", name, count=1)
    if on_hub != name:
        repository = on_hub.partition(":")[0].partition("@")[0]
        if not looks_owned(repository, frozenset()):
            return Rejected("no_id")
        return Identity(repository, repository, "model", "huggingface", confidence)
    name = _OWN.sub("", name)
    if not _NAME.fullmatch(name) or is_placeholder(name) or len(name) < 3 or name.endswith((".gguf", ".bin")):
        return Rejected("no_id")
    return Identity(name, _hub_id(name), "model", REGISTRY, confidence)


#: A name behind that of the provider, as gateways to many providers and tools write it.
_PROVIDED = re.compile(
    r"ollama(?:_chat)?(?:/|:(?:chat:|completion:|embeddings:)?)(?P<name>[a-z0-9][\w.-]*(?::[\w.-]+)?)"
)


def named(text: str, *, anywhere: bool = False) -> str | None:
    """The name of a model of the library that a text is: behind the provider's, or by itself.

    Args:
        text: All of a text.
        anywhere: Whether a name by itself is one: the code around it speaks to Ollama.
    """
    provided = _PROVIDED.fullmatch(text) if text.startswith("ollama") else None
    name = provided["name"] if provided is not None else text if anywhere else ""
    return name if name and (is_in_library(name) or (anywhere and is_tagged(name))) else None


#: What a field that says Ollama and names a model ends in.
_NAMING = words("name model models id tag")


def is_field_for(read: list[str], text: str) -> bool:
    """Whether the words of a field's name say that its value is a name of Ollama's, whatever it looks like."""
    return "ollama" in read and read[-1] in _NAMING and not isinstance(identity(text), Rejected)


#: The port that Ollama listens on.
_PORT_NUMBER = "11434"
LISTENS = f":{_PORT_NUMBER}"
#: Names without a tag that nothing else calls a model so.
_OF_EMBEDDERS = words(
    "nomic-embed-text nomic-embed-text-v2-moe mxbai-embed-large snowflake-arctic-embed snowflake-arctic-embed2 "
    "granite-embedding qwen3-embedding all-minilm embeddinggemma"
)


def is_of_embedder(name: str) -> bool:
    """Whether a name without a tag is one of the library's for an embedder, which no other place calls so."""
    return name in _OF_EMBEDDERS


#: What tells that code speaks to Ollama: its name, or that port.
SPOKEN_TO = re.compile(rf"(?i:ollama)|{LISTENS}\b")
#: Names that are those of whole families: an application can call a choice of its own so.
_FAMILIES = words(
    "qwen gemma phi falcon llava mistral mixtral vicuna zephyr starcoder solar aya cogito nemotron meditron moondream"
)


def is_meant(name: str, given: str, text: str) -> bool:
    """Whether a name of the library means its model in code that speaks of Ollama.

    A family alone counts where the server is asked itself, or what the name is given to says Ollama.
    """
    return name not in _FAMILIES or "ollama" in given.lower() or _PORT_NUMBER in text


def is_in_library(name: str) -> bool:
    """Whether a name is one of the library that the table knows, with whatever tag."""
    name, _, tag = name.strip().partition(":")
    if tag.endswith(_OF_COPIES) or " " in tag:
        return False
    if name in _library():
        return True
    # A family goes on: with a tag of a size a further version is one, with a number of its own a known model.
    version = _VERSION.fullmatch(name) if has_tag(f"{name}:{tag}") else None
    further = _FURTHER.fullmatch(name)
    return (version is not None and version["family"] in _families()) or (
        further is not None and further["name"] in _library()
    )


#: `qwen3.5`, `llama5-vision`, `nomic-embed-text-v2-moe`.
_VERSION = re.compile(r"(?P<family>[a-z]+(?:-[a-z]+)*?)-?\d+(?:\.\d+)*[a-z]?(?:-[a-z]+)*")
_FURTHER = re.compile(r"(?P<name>[a-z0-9.]+(?:-[a-z0-9.]+)+?)-v\d+(?:\.\d+)*(?:-[a-z]+)*")
#: A tag that says a size, a precision, where it runs, or `latest`.
_TAG = r"(?:latest|e?\d+(?:\.\d+)?[bm](?:-[\w.-]+)?|(?:[\w.-]+-)?q\d\w*|\d+x\d+b[\w.-]*|(?:[\w.-]+-)?cloud)"
#: A name with such a tag behind it.
_TAGGED = re.compile(rf"[a-z][a-z0-9._-]*:{_TAG}")
#: What a name with a tag ends in, wherever it stands.
TAGGED = re.compile(r"[a-z\d]:(?:latest|e?\d+(?:\.\d+)?b)(?![\w.])")
#: One with an owner, `owner/name:8b`, and one of a family that is not known, both with a tag that nothing else has.
_OWNED = re.compile(
    r"(?P<id>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*):(?:e?\d+(?:\.\d+)?b(?:-[\w.-]+)?|(?:[\w.-]+-)?[qQ]\d(?:_\w+)?|\d+x\d+b[\w.-]*)"
)
_SIZED = re.compile(r"(?P<id>[a-z][a-z0-9._-]{2,60}):(?:e?\d+(?:\.\d+)?b(?:-[\w.-]+)?|\d+x\d+b[\w.-]*)")
#: How tags end that somebody gives to a copy of one's own.
_OF_COPIES = ("-copy", "-backup", "-bak")
_NO_NAMES = words("model models name size params parameters version tag ollama family base")


def has_tag(name: str) -> bool:
    """Whether a name has a tag as Ollama's library gives them: `name:4b`, `name:latest`."""
    return _TAGGED.fullmatch(name) is not None and not name.endswith(_OF_COPIES)


def has_size(name: str) -> bool:
    """Whether the tag of a name says a number of parameters, which those of images of containers do not."""
    return has_tag(name) and _SIZED.fullmatch(name) is not None


def is_tagged(name: str) -> bool:
    """Whether a name has a tag by which code that speaks to Ollama means one of its models, known or not.

    Files of the Hub are named so, too, by their precision: `owner/name-GGUF:Q4_K_M`.
    """
    if is_own(name) and is_in_library(name.partition("/")[2]):
        return True
    if ":" not in name or name.startswith(f"{REGISTRY}_"):
        # With the provider before them rows of tables are called.
        return False
    if is_owned(name):
        return True
    sized = _SIZED.fullmatch(name)
    own = sized is None or sized["id"] in _NO_NAMES or name.startswith(REGISTRY) or name.endswith(_OF_COPIES)
    return is_in_library(name) or not (own or is_placeholder(name.partition(":")[0]))


#: Owners in Ollama's library that own nothing elsewhere.
_NAMESPACES = words("x library")


def is_own(name: str) -> bool:
    """Whether a name has an owner that only Ollama's library has: `x/llama3.2-vision`."""
    return name.partition("/")[0] in _NAMESPACES


def is_owned(name: str) -> bool:
    """Whether a name has an owner and a tag as Ollama gives them: `owner/name:8b`."""
    owned = _OWNED.fullmatch(name)
    return owned is not None and "gguf" not in name.lower() and looks_owned(owned["id"], frozenset())


@cache
def _families() -> frozenset[str]:
    """What the names of the library begin with before a version."""
    return frozenset(match["family"] for name in _library() if (match := _VERSION.fullmatch(name)) is not None)


def library_mention(line: int, name: str, call: str, tier: str, cell: int | None = None) -> Mention:
    """A model of the library that a command or setting names."""
    name = name.strip()
    return Mention(line, cell, name, name, "model", call, tier, registry=REGISTRY, hub_id=_hub_id(name))


def mention_of(line: int, name: str, call: str, tier: str, cell: int | None = None) -> Mention:
    """What a field that says Ollama names: a model of its library, or one of the Hub: `hf.co/owner/name:Q4_K_M`."""
    found = identity(name)
    if isinstance(found, Rejected) or found.registry == REGISTRY:
        return library_mention(line, name, call, tier, cell)
    return Mention(line, cell, found.model_id, found.model_id, "model", call, tier)


def _hub_id(name: str) -> str | None:
    """The repository of the Hub that a name of the library stands for, where it is known."""
    return _known().get(name.removesuffix(":latest"))


#: Models of the library whose original the table does not tell.
_OTHERS = words(
    "athene-v2 aya aya-expanse bakllava bge-large codegemma codellama codeqwen codestral cogito command-r "
    "command-r-plus command-r7b deepcoder deepscaler deepseek-coder deepseek-coder-v2 deepseek-llm deepseek-r1 "
    "deepseek-v2 deepseek-v3 deepseek-v3.1 devstral dolphin-llama3 dolphin-mistral dolphin-mixtral dolphin-phi "
    "dolphin3 embeddinggemma exaone3.5 falcon falcon2 falcon3 gemma gemma3n glm4 gpt-oss granite-code "
    "granite-embedding granite3-dense granite3.1-dense granite3.1-moe granite3.2 granite3.2-vision granite3.3 granite4 "
    "hermes3 internlm2 llama-guard3 llama-pro llama2-chinese llama2-uncensored llama3-chatqa llama3-gradient "
    "llama3-groq-tool-use llama3.2-vision llama4 llava llava-llama3 llava-phi3 magicoder magistral mathstral "
    "medllama2 meditron minicpm-v mistral-large mistral-openorca mistral-small mistral-small3.1 mistral-small3.2 "
    "moondream nemotron nemotron-mini neural-chat nexusraven nous-hermes nous-hermes2 olmo2 openchat opencoder "
    "openhermes openthinker orca-mini orca2 paraphrase-multilingual phi phi3.5 phi4-mini phi4-mini-reasoning "
    "phi4-reasoning phind-codellama qwen qwen2 qwen2-math qwen2.5vl qwen3-coder qwen3-embedding qwen3-vl qwq "
    "sailor2 shieldgemma smallthinker smollm smollm2 snowflake-arctic-embed2 solar sqlcoder stable-beluga "
    "qwen3-coder-next qwen3-next qwen3.5 qwen3.6 ministral-3 mistral-large-3 devstral-2 devstral-small-2 gemma4 "
    "functiongemma translategemma medgemma kimi-k2 kimi-k2.5 kimi-k2-thinking minimax-m2 minimax-m2.1 glm-4.6 glm-4.7 "
    "glm-5 glm-ocr nemotron-3-nano olmo-3 olmo-3.1 rnj-1 lfm2 lfm2.5-thinking deepseek-v3.2 deepseek-ocr "
    "gpt-oss-safeguard gemini-3-flash-preview cogito-2.1 "
    "stable-code stablelm-zephyr stablelm2 starcoder starcoder2 starling-lm tinydolphin tulu3 vicuna wizard-math "
    "wizard-vicuna-uncensored wizardcoder wizardlm2 yi-coder zephyr"
)


@cache
def _library() -> frozenset[str]:
    return frozenset(known.partition(":")[0] for known in _known()) | _OTHERS


def _known() -> dict[str, str]:
    return signatures().tables["ollama"]
