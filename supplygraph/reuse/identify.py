"""Decides what a string that reaches a loading call names: an id on a hub, or none, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from supplygraph.ids.model_words import families, words_of_ids
from supplygraph.ids.reading import HUB_URL, RESERVED, hub_address
from supplygraph.reuse.place import words
from supplygraph.reuse.signatures import Short, Signature, signatures

#: `owner/name` as the Hub allows it.
OWNED = re.compile(r"[A-Za-z0-9](?:[\w.-]{0,95})/[A-Za-z0-9_][\w.-]{0,95}\Z")
#: The beginning of a file's address on the Hub, up to the end of the repository's name.
HUB_FILE = re.compile(r"(?:hf://|https://(?:huggingface\.co|hf\.co)/)(?:(?:datasets|spaces|models)/)?[\w.-]+/[\w.-]+/")
BARE = re.compile(r"[A-Za-z0-9][\w.-]{1,95}\Z")
_FILE = re.compile(
    r"\.(?:pt|pth|bin|ckpt|safetensors|gguf|ggml|onnx|json|ya?ml|csv|tsv|txt|wav|mp3|flac|png|jpe?g|gif|zip|tar|gz|h5|pb"
    r"|pkl|pickle|npy|npz|vec|tgz|bz2|xz|jsonl|ndjson|hdf5|joblib|caffemodel|pdparams|model|data|item|dat|arff|xlsx?|py|ipynb|md|html|toml|cfg|ini|sh|xml|parquet|db|index|mp4|engine|tflite|js|css|log)\Z",
    re.IGNORECASE,
)
#: First segments of relative paths.
_FOLDERS = words(
    "model models checkpoint checkpoints ckpt ckpts output outputs out result results run runs data dataset "
    "datasets weights weight tmp temp cache save saves saved saved_model saved_models pretrained "
    "pretrained_models trained trained_models logs log exp exps experiments experiment test_output lora loras "
    "src assets resources configs config artifacts local bin build dist docs tests test_files examples example "
    "scripts static templates utils finetuned fine_tuned model_output training_output vae unet text_encoder "
    "tokenizer venv content drive kaggle home mnt root workspace path backend frontend app img images audio video "
    "application text image multipart"
)
#: What the folder of one part of a dataset is called, which hardly is the whole name of one.
_SPLITS = words("train test valid validation val eval dev")
#: What a trainer calls the folder of a step.
_SAVED = re.compile(r"checkpoint-\d+")
#: Owners and names that stand for one's own.
_PLACEHOLDER = re.compile(
    r"(?:your|my|not|(?:hf[-_]?)?user|username|user-?name|org|organi[sz]ation|owner|namespace|author|researcher|someone|somebody|some|default|dummy|fake|foo|bar|placeholder"
    r"|example|path|mock|test|invalid|nonexistent|non-existent|does-not-exist|xxx+|custom)"
    r"(?:[-_](?:org|organization|user|username|name|hf|huggingface|model|models|to|repo|id|account|namespace|owner|path))*\Z",
    re.IGNORECASE,
)
_PLACEHOLDER_PARTS = re.compile(
    r"[<>{}\[\]$*\s]|your[-_]|[-_]your[-_]|path[-_/]to|username/|(?:\A|/)(?:model[-_]?(?:name|id)|repo[-_]?name|repo"
    r"|model|name|dataset)\Z|/(?:base|adapter|datasets)\Z"
    r"|(?:\A|/)my[-_]?model\Z|(?:\A|/)(?:dummy|fake|foo|bar|mock|nonexistent|non-existent|does-not-exist)(?:\Z|[-_])",
    re.IGNORECASE,
)
_MIME = frozenset(["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"])


#: Providers of interfaces by whose name a model is written behind it, none of which owns anything on the Hub; `ai` is
#: where Docker keeps models.
_PROVIDERS = words(
    "anthropic azure azure_ai bedrock gemini vertex_ai groq together_ai openrouter ollama ollama_chat xai "
    "vllm hosted_vllm litellm litellm_proxy lm_studio deepinfra fireworks_ai cohere deepseek mistral sambanova "
    "replicate ai nvidia_nim watsonx sagemaker sagemaker_chat perplexity dashscope friendliai"
)
#: Models that are only served.
_SERVED = re.compile(r"gpt-[3-9]|o\d(?:-|\Z)|text-embedding|dall-e|tts-|whisper-1|chatgpt")


class Identity(NamedTuple):
    """What a string names.

    Attributes:
        model_id: What the library asks for.
        hub_id: The id on the Hub today as far as the tables know it; None where it is not on the Hub.
        kind: `model`, `dataset`, `space`, `metric`, `output_model`.
        registry: Where it is published.
        confidence: How sure the reading of the string is, 0 to 1.
        revision: Revision written inside the string.
    """

    model_id: str
    hub_id: str | None
    kind: str
    registry: str
    confidence: float
    revision: str | None = None


#: `ViT-L-14/openai`, `RN50/yfcc15m`: an architecture and its weights, not an owner and a model.
_ARCHITECTURE = re.compile(r"(?:ViT-[A-Za-z]+-\d|RN\d+|EVA\d\d-|convnext_|coca_|xlm-roberta-)[^/]*/\w+\Z")


class Rejected(NamedTuple):
    """Why a string names nothing: `local_path`, `placeholder`, `no_id`, `not_a_model`."""

    reason: str


def identify(
    text: str, signature: Signature, kind: str, folders: frozenset[str], second: str = ""
) -> Identity | Rejected:
    """What a string that reaches a call names.

    Args:
        text: The string.
        signature: The call.
        kind: Kind of artifact, after `repo_type`.
        folders: Folders of the scanned repository, relative.
        second: Second argument, for calls that combine two (`open_clip`, `torch.hub.load`).
    """
    text = text.strip()
    if not text or len(text) > 300:
        return Rejected("no_id")
    found = hub_url(text)
    if found is not None:
        address_kind, name, revision = found
        return _named(name, "output_model" if kind == "output_model" else address_kind, 0.95, revision)
    if text.startswith(("http://", "https://")):
        return _address(text, signature, kind)
    scheme = _SCHEME.match(text)
    if scheme is not None:
        return _schemed(text[scheme.end() :], kind)
    return _plain(text, signature, kind, folders, second)


def hub_url(text: str) -> tuple[str, str, str | None] | None:
    """(kind, id, revision) of an address on the Hub; None where it is not an address of an artifact."""
    match = HUB_URL.match(text)
    found = hub_address(match[0]) if match is not None else None
    return (found.kind, found.id, found.revision) if found is not None and "/" in found.id else None


#: What stands before an id to say that it is one of the Hub.
_SCHEME = re.compile(
    r"(?:hf-hub:|hf_hub:|[hH][fF]://|huggingface://|hub:|hf:(?!/)|huggingface:(?:[a-z-]+:)?(?!/)|djl://ai\.djl\.huggingface\.\w+/)"
)
#: Addresses at which the Hub has a model answer.
_ANSWERS = re.compile(
    r"https?://(?:api-inference|router)\.huggingface\.co/(?:[\w-]+/)*?(?:models|pipeline/[\w-]+)/"
    r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)"
)
#: Files that show something and load nothing.
_SHOWN = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|bmp|mp4|avi|mov|webm|wav|mp3|flac|ogg|pdf|md|csv|tsv|jsonl|parquet|html?)(?:\?|\Z)",
    re.IGNORECASE,
)
#: Those of them that hold rows, which is what data is fetched for.
_OF_ROWS = re.compile(r"\.(?:csv|tsv|jsonl|parquet)(?:\?|\Z)", re.IGNORECASE)
#: Addresses that fetch a file, whatever is done with them.
FETCHED = re.compile(r"/(?:resolve|raw)/")
_END = re.compile(r"[\"'`<>)\\]")


class Fetched(NamedTuple):
    """An address in a text by which a file of a repository is fetched, or a model is asked.

    Attributes:
        at: Where it begins.
        address: As written.
        kind: Kind of artifact.
        id: What it leads to.
        revision: Revision written inside it.
    """

    at: int
    address: str
    kind: str
    id: str
    revision: str | None


def fetched(text: str) -> Iterator[Fetched]:
    """The addresses in a text that say by themselves that something is loaded from there."""
    if "huggingface.co" not in text and "/hf" not in text:
        return
    for match in HUB_URL.finditer(text) if FETCHED.search(text) else ():
        # In code the end of a text ends an address.
        address = _END.split(match[0], maxsplit=1)[0]
        found = hub_url(address) if FETCHED.search(address) else None
        if found is not None and not is_shown(address, found[0]) and not is_placeholder(found[1]):
            yield Fetched(match.start(), address, *found)
    for match in _ANSWERS.finditer(text) if ".huggingface.co" in text else ():
        if not is_placeholder(match["id"]):
            yield Fetched(match.start(), match[0], "model", match["id"], None)


def is_shown(address: str, kind: str) -> bool:
    """Whether an address in a repository of a kind is that of a file that shows something and loads nothing."""
    return _SHOWN.search(address) is not None and not (kind == "dataset" and _OF_ROWS.search(address))


def _address(text: str, signature: Signature, kind: str) -> Identity | Rejected:
    if signature.registry in ("url", "tfhub"):
        registry = "tfhub" if "tfhub.dev" in text or "kaggle.com/models" in text else "url"
        return Identity(text, None, kind, registry, 0.9)
    return Rejected("other_host")


def _schemed(text: str, kind: str) -> Identity | Rejected:
    section, _, rest = text.partition("/")
    if section in ("datasets", "spaces", "models"):
        kind, text = {"datasets": "dataset", "spaces": "space"}.get(section, kind), rest
    text, _, revision = text.partition("@")
    parts = text.split("/")
    if len(parts) < 2 or not OWNED.fullmatch("/".join(parts[:2])):
        return Rejected("no_id")
    return _named("/".join(parts[:2]), kind, 0.95, revision or None)


def _plain(text: str, signature: Signature, kind: str, folders: frozenset[str], second: str) -> Identity | Rejected:
    if signature.bare in signatures().sections:
        return _in_section(text, signature.bare, kind)
    repository, _, file = text.partition(":")
    if file and _FILE.search(file) and OWNED.fullmatch(repository):
        # `owner/name:file.bin`, a file of a repository.
        text = repository
    cached = next(in_cache(text), None)
    if cached is not None and signature.registry == "huggingface":
        return _named(cached[1], cached[0], 0.8)
    if is_local(text, folders) and not _is_part_by_name(text, signature, folders):
        return Rejected("local_path")
    if signature.bare == "scheme":
        return Rejected("other_registry")
    if signature.registry == "torch_hub":
        if not OWNED.fullmatch(text.partition(":")[0]):
            return Rejected("no_id")
        return Identity(f"{text}:{second}" if second else text, None, kind, "torch_hub", 0.9)
    if signature.registry in ("url", "coqui", "tfhub"):
        return Rejected("no_id") if signature.registry != "coqui" else Identity(text, None, kind, "coqui", 0.8)
    return _with_owner_or_bare(text, signature, kind, second)


def _is_part_by_name(text: str, signature: Signature, folders: frozenset[str]) -> bool:
    """Whether a call that takes nothing but ids is given one whose name is that of a part of data: `owner/eval`."""
    owner, _, name = text.partition("/")
    return (
        bool(signature.repo_type) and name.lower() in _SPLITS and not _is_folder(owner.lower()) and text not in folders
    )


def _in_section(text: str, bare: str, kind: str) -> Identity | Rejected:
    """A name behind that of a provider or a kind of thing: `spaces/owner/name`, `ollama/name`."""
    sections = signatures().sections[bare]
    for section in sections:
        if not text.startswith(section.start):
            continue
        rest = text.removeprefix(section.start)
        if section.registry != "huggingface":
            known = signatures().tables[section.registry].get(rest.removesuffix(":latest"))
            return Identity(rest, known, kind, section.registry, section.confidence)
        if OWNED.fullmatch(rest):
            return _named(rest, section.kind or kind, section.confidence)
    return Rejected(sections[0].otherwise)


def _with_owner_or_bare(text: str, signature: Signature, kind: str, second: str) -> Identity | Rejected:
    text, _, revision = text.partition("@")
    if ":" in text:
        # `provider:model` of the inference client, `local:ID` of LlamaIndex, `ID:variant`.
        left, _, right = text.partition(":")
        text = right if OWNED.fullmatch(right) else left
    if OWNED.fullmatch(text):
        if signature.registry not in ("huggingface", "spacy", "stanza", "flair"):
            return Rejected("other_registry")
        return _owned(text, kind, revision or None)
    if "/" in text or not BARE.fullmatch(text):
        return Rejected("no_id")
    return _bare(text, signature, kind, second)


def _owned(text: str, kind: str, revision: str | None) -> Identity | Rejected:
    owner, _, name = text.partition("/")
    if ".." in text or "--" in owner or text.endswith((".", "-")) or (name.isdigit() and owner.isdigit()):
        return Rejected("no_id")
    if is_placeholder(text):
        return Rejected("placeholder")
    if owner.lower() in RESERVED or _ARCHITECTURE.match(text):
        return Rejected("no_id")
    if owner in _PROVIDERS:
        # A name behind that of its provider, as gateways write it, whatever takes it.
        return _in_section(text, "litellm", kind)
    return _named(text, kind, 0.95, revision)


def _named(name: str, kind: str, confidence: float, revision: str | None = None) -> Identity | Rejected:
    if is_placeholder(name):
        return Rejected("placeholder")
    return Identity(name, name, kind, "huggingface", confidence, revision)


def _bare(text: str, signature: Signature, kind: str, second: str) -> Identity | Rejected:
    table = signatures()
    how, _, argument = signature.bare.partition(":")
    if how == "table":
        known = table.tables[argument].get(text)
        if argument == "builders":
            return Rejected("builder") if known is not None else _dataset(text, kind)
        return Identity(known, known, kind, "huggingface", 0.95) if known else Rejected("no_id")
    if how == "pairs":
        known = table.tables[argument].get(f"{text} {second}")
        if known:
            return Identity(known, known, kind, "huggingface", 0.9)
        return Identity(f"{text}:{second}", None, kind, argument, 0.7) if second else Rejected("no_id")
    short = table.short.get(signature.bare)
    return _short(text, short, signature, kind) if short is not None else Rejected("no_id")


def _short(text: str, short: Short, signature: Signature, kind: str) -> Identity | Rejected:
    """What a name without an owner means, by the row of the table for such names."""
    tables = signatures().tables
    known = tables[short.table].get(text) if short.table else None
    if known is None and not short.id:
        known = tables["legacy"].get(text)
    if known is not None and kind == "model" and (short.table == "legacy" or not short.id):
        return Identity(text, known, kind, "huggingface", 0.95)
    if not short.id:
        return Rejected("no_id")
    if short.checked and (text.isdigit() or is_placeholder(text)):
        return Rejected("placeholder")
    if short.like and not re.fullmatch(short.like, text):
        return Rejected("local_path")
    on_hub = known if short.table not in ("", "legacy") else short.hub.format(name=text, prefix=short.prefix) or None
    return Identity(
        short.id.format(name=text, prefix=short.prefix),
        on_hub,
        kind,
        short.registry or signature.registry,
        short.confidence,
    )


def _dataset(text: str, kind: str) -> Identity | Rejected:
    if is_placeholder(text):
        return Rejected("placeholder")
    return Identity(text, text, kind, "huggingface", 0.85)


def is_local(text: str, folders: frozenset[str]) -> bool:
    """Whether a string is a path of the machine or of the repository rather than an id."""
    if text.startswith((".", "/", "~", "\\", "file:")) or re.match(r"[A-Za-z]:[\\/]", text) or "\\" in text:
        return True
    if "://" in text:
        return False
    if _FILE.search(text) and not text.lower().endswith((".en", ".js")):
        return True
    parts = text.split("/")
    if len(parts) == 2:
        return (
            parts[1] == ""
            or _SAVED.fullmatch(parts[1]) is not None
            or parts[1].lower() in _SPLITS
            or _is_folder(parts[0].lower())
            or text in folders
        )
    return len(parts) > 2


def _is_folder(name: str) -> bool:
    """Whether a name is one of folders, by itself or put together from such: `output_models`."""
    return name in _FOLDERS or ("_" in name and all(word in _FOLDERS for word in name.split("_")))


#: Names of sentence-transformers' own models, which it is given without their owner.
_SENTENCES = re.compile(
    r"(?:all|multi-qa|paraphrase|msmarco|nli|stsb|distiluse|gtr|sentence|quora|nq|average_word)-[\w.-]*"
    r"(?:MiniLM|mpnet|distilbert|distilroberta|roberta|albert|bert|t5|base|glove)[\w.-]*"
    r"|clip-ViT-[BL]-\d\d(?:-multilingual-v1)?|LaBSE|use-cmlm-multilingual|allenai-specter"
    r"|static-(?:retrieval|similarity)-mrl-[\w.-]+|facebook-dpr-[\w-]+"
    r"|(?:xlm-r|bert|roberta|distilbert|distilroberta)-[\w-]*(?:nli|stsb|paraphrase)[\w-]*(?:tokens?|nli|sts|v\d)"
)


def is_of_sentences(text: str) -> bool:
    """Whether a name without owner is one of sentence-transformers' own models."""
    return _SENTENCES.fullmatch(text) is not None


def known_short(text: str, *, word: bool = False) -> str | None:
    """The id on the Hub of a name without owner that says by itself whose it is; None for any other text.

    Args:
        text: The name.
        word: Whether one of a single word counts, `gpt2`, which elsewhere is that of an architecture.
    """
    if "-" not in text and not word and not is_checkpoint(text):
        return None
    known = signatures().tables["legacy"].get(text)
    if known is None and is_of_sentences(text):
        return f"sentence-transformers/{text}"
    return known


def is_checkpoint(text: str) -> bool:
    """Whether a name of a single word is that of one model, not of an architecture: `distilgpt2`."""
    return text.startswith("distil")


@cache
def one_word_names() -> tuple[str, ...]:
    """The known names of models without owner that are a single word."""
    return tuple(sorted(name for name in signatures().tables["legacy"] if "-" not in name))


#: A number of rows in a name, and numbers of tokens that are written alike.
_ROWS = re.compile(r"[-_](?P<count>\d{1,4})k\Z", re.IGNORECASE)
_TOKENS = frozenset({1, 2, 4, 8, 16, 32, 64, 128, 200, 256, 262, 512, 1000, 1024})


def reads_as_dataset(text: str) -> bool:
    """Whether an id says by a number of rows that it is one of data: `owner/talks-150k`, not `owner/model-7b-128k`."""
    rows = _ROWS.search(text)
    return rows is not None and int(rows["count"]) not in _TOKENS and _SIZED.search(text) is None


def is_placeholder(text: str) -> bool:
    """Whether a string stands for an id that the reader shall put in."""
    owner, slash, name = text.partition("/")
    if slash:
        whole = owner.lower() in ("test", "tests") and len(name) < 12
        return (
            whole
            or bool(_PLACEHOLDER.match(owner) and owner.lower() not in ("test", "bar"))
            or bool(_PLACEHOLDER_PARTS.search(text))
            or bool(_PLACEHOLDER.match(name))
        )
    return bool(_PLACEHOLDER.match(text) or _PLACEHOLDER_PARTS.search(text))


def looks_owned(text: str, folders: frozenset[str]) -> bool:
    """Whether a string has the shape of an id with an owner and of nothing else."""
    if len(text) > 150 or not OWNED.fullmatch(text) or is_local(text, folders) or is_placeholder(text):
        return False
    if text.endswith(("-", ".")):
        # The beginning of a name that is put together.
        return False
    if _ARCHITECTURE.match(text):
        return False
    owner, _, name = text.partition("/")
    if owner in _PROVIDERS or owner == "os.environ" or (owner == "openai" and _SERVED.match(name)):
        return False
    return owner.lower() not in RESERVED | _MIME and not name.isdigit() and not owner.isdigit() and len(name) > 2


#: Owners of models on the Hub that hardly own anything elsewhere under this name.
_OWNERS = frozenset(words_of_ids("owners"))
#: A number of parameters.
_SIZED = re.compile(r"(?:\A|[-_.])(?:\d+x)?\d+(?:\.\d+)?[bm](?=\Z|[-_.])", re.IGNORECASE)
_FAMILY = re.compile("|".join(map(re.escape, families("id"))), re.IGNORECASE)
_FORM = re.compile(rf"[-_](?:{'|'.join(words_of_ids('forms'))}|v\d[\d.]*)(?=\Z|[-_.])", re.IGNORECASE)
#: What tools and repositories of code are called that bear the name of a family.
_TOOL = re.compile(
    r"\.(?:cpp|js|py|rs)\Z|[-_](?:server|api|cli|sdk|tools?|client|factory|trainer|web|ui)\Z", re.IGNORECASE
)


#: A form of weights, which nothing else than models has.
_PACKED = re.compile(r"[-_.](?:gguf|gptq|awq|exl2)\Z", re.IGNORECASE)
#: What code writes behind the name of a model to say how it is asked.
_MODE = re.compile(r"[-_](?:few|zero|one|\d+)[-_]?shots?\Z", re.IGNORECASE)


def reads_as_model(text: str) -> bool:
    """Whether an id says by itself that it is one of a model: by its owner, or by a size, or a family with a form."""
    owner, _, name = text.partition("/")
    if _TOOL.search(name) or _MODE.search(name):
        return False
    if _SIZED.search(name) or owner.lower() in _OWNERS or _PACKED.search(name):
        return True
    return _FAMILY.search(name) is not None and _FORM.search(name) is not None


#: A folder of the Hub's cache: `models--owner--name/snapshots`.
_CACHED = re.compile(
    r"(?<![\w-])(?P<kind>model|dataset)s--(?P<owner>[A-Za-z0-9][\w.-]*?)(?:--(?P<name>[A-Za-z0-9][\w.-]*?))?(?=[/\"'`\\*\s)\]};,]|\Z)"
)


def in_cache(text: str) -> Iterator[tuple[str, str, str]]:
    """(kind, id, folder) of what folders of the Hub's cache hold that a text names."""
    for match in _CACHED.finditer(text) if "s--" in text else ():
        name = f"{match['owner']}/{match['name']}" if match["name"] else known_short(match["owner"], word=True)
        if name is not None and looks_owned(name, frozenset()):
            yield match["kind"], name, match[0]


#: A file of weights in a repository: `owner/name/file.gguf`, `owner/name/folder/model.safetensors`.
_OF_WEIGHTS = re.compile(
    r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)/(?:[\w. -]+/){0,6}[\w.+-]+"
    r"\.(?:safetensors|gguf|ggml|onnx|ckpt|pth|pt|bin)\Z",
    re.IGNORECASE,
)


def repository_of_weights(text: str, *, of_id: bool = False) -> str | None:
    """The repository of a file of weights that is named with it.

    Args:
        text: What may name both.
        of_id: Whether it is said to be an id; else its name must say that it is one of models.
    """
    match = _OF_WEIGHTS.match(text) if text.count("/") > 1 and "." in text[-13:] else None
    if match is None or not looks_owned(match["id"], frozenset()):
        return None
    name = match["id"]
    return name if of_id or is_owner_of_models(name) or (reads_as_model(name) and _FAMILY.search(name)) else None


_QUOTED = re.compile(rb"[\"'`]([A-Za-z\d][\w.-]{1,60})/([\w.-]{2,90})")
_SIZED_IN_CODE = re.compile(rb"[-_.]\d+(?:\.\d+)?[bB](?!\w)")
_OWNERS_IN_CODE = frozenset(owner.encode() for owner in _OWNERS)


def is_in_code(content: bytes) -> bool:
    """Whether a text in code begins as the id of a model does: by such an owner, or with a size."""
    return any(
        owner.lower() in _OWNERS_IN_CODE or _SIZED_IN_CODE.search(name) is not None
        for owner, name in _QUOTED.findall(content)
    )


def is_of_family(text: str) -> bool:
    """Whether an id bears the name of a family of models, which those of tools and of data do, too."""
    name = text.partition("/")[2]
    return _FAMILY.search(name) is not None and _TOOL.search(name) is None


def is_owner_of_models(text: str) -> bool:
    """Whether the owner of an id is one that hardly owns anything but models."""
    return text.partition("/")[0].lower() in _OWNERS and _TOOL.search(text) is None
