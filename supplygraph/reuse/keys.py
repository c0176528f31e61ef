"""Finds what settings files name, by their structure: keys, lists, defaults of variables, files inside of files."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from supplygraph.ids.reading import HUB_URL
from supplygraph.reuse.identify import (
    hub_url,
    in_cache,
    is_of_family,
    is_owner_of_models,
    known_short,
    looks_owned,
    reads_as_dataset,
    reads_as_model,
    repository_of_weights,
)
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.ollama import (
    SERVED,
    SPOKEN_TO,
    TAGGED,
    has_tag,
    is_field_for,
    is_in_library,
    is_of_embedder,
    is_tagged,
    library_mention,
    mention_of,
)
from supplygraph.reuse.ollama import addresses as ollama_addresses
from supplygraph.reuse.ollama import named as named_in_library
from supplygraph.reuse.outline import MAX_STRING
from supplygraph.reuse.place import words
from supplygraph.reuse.whisper import size_mention, sized

#: Largest file whose structure is read, in characters, and most values of it.
MAX_STRUCTURE = 500_000
MAX_VALUES = 50_000
#: Deepest nesting.
_MAX_DEPTH = 60

#: What a key names by its last word, and words behind it that only say in which form.
_HEADS = words(
    "model models checkpoint checkpoints ckpt tokenizer encoder backbone teacher student reranker adapter lora vae "
    "llm llms vlm plm asr tts pretrained embedder embedding embeddings rerank ranker weights unet controlnet tower "
    "draft refiner captioner extractor processor vocoder codec actor critic judge classifier detector segmenter "
    "summarizer translator transcriber diarizer upscaler upsampler clip aligner transformer tokenizers encoders "
    "embedders rerankers loras adapters controlnets vaes vlms backbones teachers students judges embed"
)
_DATASET_HEADS = words("dataset datasets")
#: The library whose models a key speaks of that has its name.
_SENTENCE_LIBRARY = ["sentence", "transformers"]
_FORMS = words(
    "id ids name names path paths or url uri hf hub repo repository huggingface pretrained source default value tag"
)
#: What a key says of data, and the values beside it by which it comes from the Hub: `type: huggingface`.
_DATA = words("data dataset datasets corpus corpora")
_HUB_VALUES = words("huggingface hf hf_hub huggingface_hub hf-hub huggingface-hub")
_PLACE_KEYS = words("path name id repo repo_id uri source")
_HUB = words("hf huggingface hub")
#: Words by which a key names what is made.
_MADE = words("output push upload save export destination")
#: Keys of what people read.
PROSE = words(
    "description help title summary comment doc documentation example examples tooltip label message placeholder "
    "helptext help_text hint"
)
#: Words behind one of a model by which a key says that its value is a choice between models.
_CHOICES = words("size variant key slug identifier card choice mixer mixture mix list chat text")
_KEY_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: `${NAME:-default}`, `${NAME:default}`, `${oc.env:NAME,default}`.
_VARIABLE = re.compile(r"\$\{(?:oc\.env:\s*\w+\s*,|\w+\s*:?[-=]|\w+\s*:)\s*[\"']?([^}\"']*)[\"']?\s*\}")
SCHEME = re.compile(
    r"(?:hf-hub:|hf_hub:|[hH][fF]://|huggingface://|djl://ai\.djl\.huggingface\.\w+/"
    r"|(?<![\w./-])(?:hf:|huggingface:(?:[a-z-]+:)?)|\$?\{HF_ENDPOINT\}/|\$HF_ENDPOINT/)"
    r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)"
)
_HOST = re.compile(r"(?:hf-hub:|hf_hub:|hf:(?!/)|[hH][fF]://|huggingface://|(?:https?://)?(?:hf\.co|huggingface\.co)/)")
_TEMPLATE_LINE = re.compile(r"(?m)^[ \t-]*\{[{%].*?[%}]\}[ \t]*$")
_TEMPLATE = re.compile(r"\{[{%].*?[%}]\}")

#: What the text of a document ends with that stands in another file, however few lines it has.
_WHOLE = "\n\n"

#: A key that is the name of a file of settings.
_IS_FILE = re.compile(r"\.(?:ya?ml|json|toml|ini|cfg|env|sh|properties)\Z")
#: A value that is a command line which loads a model.
_COMMAND = re.compile(
    r"(?:\A|&&|[;|])\s*(?:sudo\s+)?(?:ollama\s+(?:pull|run)|(?:hf|huggingface-cli)\s+download|vllm\s+serve)\s"
)
#: Reads a file that stands in another one: its name, its text, the number of its first line.
Inner = Callable[[str, str], list[Mention]]


def schemed(text: str) -> Iterator[re.Match[str]]:
    """The ids of the Hub in a text that a scheme stands before."""
    # Plain searches are made before the pattern, which is tried at each letter.
    if "hf" in text or "HF" in text or "huggingface" in text:
        yield from SCHEME.finditer(text)


class Setting(NamedTuple):
    """One value.

    Attributes:
        path: The keys that lead to it; the places in lists are left out.
        text: The value.
        line: 1-based line that it begins at.
        block: Whether its lines stand as they are, from the line behind `line` on.
    """

    path: tuple[str, ...]
    text: str
    line: int
    block: bool = False


def key_words(key: str) -> list[str]:
    """The words of a key in snake, kebab or camel case."""
    read = [word.lower() for word in _KEY_WORDS.findall(key)]
    if "face" in read and "hugging" in read:
        return " ".join(read).replace("hugging face", "huggingface").split()
    return read


#: Options that mean a part of a model to every program that takes them.
NOTHING_ELSE = words("tokenizer reranker unet controlnet vae")


def is_made(key: str) -> bool:
    """Whether a key names what is made: `output_model`, `save_path`."""
    return _kind_of_key(key) == "output_model"


def names_by_library(key: str) -> bool:
    """Whether a key names a model as the Hub's libraries do, which take one without owner: `model_name_or_path`."""
    read = key_words(key)
    return (_is_name_or_path(read) or not {"hf", "huggingface", "pretrained"}.isdisjoint(read)) and names_model(key)


def _is_name_or_path(read: list[str]) -> bool:
    """Whether a key ends as those of the Hub's libraries do for a model: `extras_name_or_path`."""
    return [word for word in read if not word.isdigit()][-3:] == ["name", "or", "path"]


def names_on_hub(key: str) -> bool:
    """Whether a key says that its value lies on the Hub, and in which form: `hf_hub`, `hf_hub_id`, `hub_file`."""
    read = key_words(key)
    forms = {"hf", "hub", "huggingface", "id", "path", "file", "filename", "repo", "url", "name", "model"}
    return not {"hub", "hf", "huggingface"}.isdisjoint(read) and forms.issuperset(read) and not is_made(key)


@lru_cache(maxsize=65_536)
def repeats(name: str, text: str) -> bool:
    """Whether what is given to a name only says it again, as keys of settings do: `API_MODEL = "app/api-model"`."""
    said, read = key_words(text.rpartition("/")[2]), key_words(name)
    whole = len(said) > 1 or read == key_words(text)
    return whole and read[-len(said) :] == said and _kind_of_key("_".join(said)) is not None


def says_ollama(name: str) -> bool:
    """Whether a name of a setting says Ollama: `default_ollama`."""
    return "ollama" in key_words(name)


def names_model(key: str) -> bool:
    """Whether a key of settings names a model: `embedding_hf_model_name`, `modelURL`, `llm_hf_repo_id`."""
    return _kind_of_key(key) == "model"


@lru_cache(maxsize=65_536)
def _kind_of_key(key: str) -> str | None:
    """`model`, `dataset`, `output_model`; empty where a key says only a form, None where it names something else."""
    read = key_words(key)
    if is_of_service(key) or not _REFUSED.isdisjoint(read):
        return None
    if read[-3:] == ["hub", "model", "id"] or _MADE.intersection(read):
        return "output_model"
    if read == ["hf", "hub", "url"]:
        # What a list of datasets calls their addresses.
        return "dataset"
    given = read[: read.index("for")] if "for" in read[1:] else list(read)
    while len(given) > 1 and (given[-1] in _FORMS or given[-1] in _CHOICES or given[-1].isdigit()):
        given.pop()
    if (given and given[-1] in _HEADS) or given[-2:] == _SENTENCE_LIBRARY or given == ["tokenizer", "config"]:
        return "model"
    if given and given[-1] in _DATASET_HEADS:
        return "dataset"
    if not _DATA.isdisjoint(given) and not _HUB.isdisjoint(given) and _FOLDERS.isdisjoint(given):
        return "dataset"
    if _is_name_or_path(read) and _DATA.isdisjoint(read):
        return "model"
    # `repo_id`, `hf_repo`: a repository of the Hub, while a bare `repository` is one of code.
    if read in (["repo", "id"], ["repo", "ids"], ["hf"], ["name", "or", "path"]) or (
        (not _HUB.isdisjoint(read) and {"git", "docker"}.isdisjoint(read))
        and read[-1] in ("repo", "id", "name", "url", "path")
    ):
        return "model"
    return "" if read and all(word in _FORMS for word in read) else None


#: Words by which a key or option names something else than a model, whatever its value looks like.
_ELSEWHERE = words(
    "arg args argument arguments author branch cache cmd command commands corpus data dataset datasets "
    "dependencies dependency dir directory docker endpoint entrypoint experiment file files folder git github "
    "gitlab homepage icon licence license link log logo package packages project ref repositories "
    "repository run script served split submodule tag tags title topic url user username uses wandb"
)


#: Words of keys for what is not to be used.
_REFUSED = words("denylist deny denied blocklist blacklist blocked exclude excluded ignore ignored unsupported")
_FOLDERS = words("dir directory folder file")
#: Words of an image, and what stands behind them in names of tasks, which are about pictures: `ImageToText`.
_IMAGES = words("image images")
_TASKS = words(
    "to text classification segmentation feature features caption captioning generation embedding embeddings "
    "restoration matting inpainting editing similarity"
)
#: Providers of interfaces whose names for models are their own, whether or not some are those of the Hub, too.
_SERVICES = words("openrouter groq azure bedrock vertex replicate novita")


#: A dataset and the part of it that is meant: `owner/name@train`, `owner/name[train]`.
_OF_SPLIT = re.compile(
    r"(?<![\w./@:-])(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?:@[A-Za-z_][\w+-]*|\[[A-Za-z_][\w:%+-]*\])(?![\w/.@])"
)
_FILES = words("file files set sets")
_PARTS = _DATA | words("train training val valid validation test eval evaluation dev")


def with_split(key: str, text: str) -> Iterator[tuple[str, str]]:
    """(as written, id) of the datasets in the value of a key of data that are named with a part of each."""
    if ("@" not in text and "[" not in text) or is_made(key):
        return
    read = key_words(key)
    if _PARTS.isdisjoint(read) or read[-1] not in _PARTS | _FORMS | _FILES:
        return
    for match in _OF_SPLIT.finditer(text):
        if looks_owned(match["id"], frozenset()):
            yield match[0], match["id"]


def is_repository(key: str) -> bool:
    """Whether a key says of its value that it is a repository, of code or of the Hub: `defaultRepository`."""
    return key_words(key)[-1:] == ["repository"] and not is_made(key)


@lru_cache(maxsize=65_536)
def is_of_service(key: str) -> bool:
    """Whether a key or table is about the models of a service, which calls them as it likes."""
    return not _SERVICES.isdisjoint(key_words(key))


@lru_cache(maxsize=65_536)
def is_below_service(path: str) -> bool:
    """Whether a file or one of its folders is called after a service: `relay/openrouter/constants.go`."""
    return any(is_of_service(part) for part in path.split("/"))


def is_folder_of_model(key: str) -> bool:
    """`model_dir`: the folder of a model, or its name."""
    read = key_words(key)
    return len(read) > 1 and read[-1] in _FOLDERS and read[-2] in _HEADS and _MADE.isdisjoint(read)


def elsewhere(key: str) -> bool:
    """Whether a key or option says that its value is not a model: what is made, a place, an image, data."""
    if is_folder_of_model(key):
        return False
    read = key_words(key)
    return (
        is_made(key)
        or not (_ELSEWHERE | _REFUSED).isdisjoint(read)
        or _is_image(read)
        or read[-1:] in _PARTS_OF_PLACES
        or read[-2:] in _OF_SERVER
        or not _MADE.isdisjoint(read)
        or is_of_service(key)
        or key.lower() in PROSE
    )


#: Last words of keys of places that are put together.
_PARTS_OF_PLACES = [["prefix"], ["suffix"], ["bucket"], ["column"]]
#: Last words of keys of servers.
_OF_SERVER = [["api", "base"], ["api", "key"], ["api", "url"], ["base", "url"]]


def _is_image(read: list[str]) -> bool:
    """Whether the words of a key name an image, as containers are made from: `image`, `base_image_tag`."""
    return any(
        word in _IMAGES and (at == 0 or read[at - 1] != "to") and _TASKS.isdisjoint(read[at + 1 : at + 2])
        for at, word in enumerate(read)
    )


def kind_of_variable(name: str) -> str | None:
    """What a variable of a shell names: one of capitals also where the word for a model is not its last one."""
    kind = kind_of_option(name)
    if kind is None and name.isupper() and not _OF_MODELS.isdisjoint(read := key_words(name)):
        return "model" if _OF_SERVERS.isdisjoint(read) and not elsewhere(name) else None
    return kind


_OF_MODELS = words("model models")
#: Words by which a variable says where a model is served, or of which kind it is.
_OF_SERVERS = words(
    "addr address api backend class config engine format host key label location mode port provider registry root "
    "server service store type version"
)


def kind_of_option(option: str) -> str | None:
    """What an option of a command line names: `model` or `dataset`; None for anything else."""
    kind = _kind_of_key(option.lstrip("-").rpartition(".")[2])
    return kind if kind in ("model", "dataset") else None


#: Keys of the values that what stands above can have.
_OF_CHOICE = words("options choices enum values allowed pull run preload")
#: Keys of the parts of a dataset.
_SPLITS = words("train test val validation eval dev")
_TABLES = words("models checkpoints tokenizers encoders embedders rerankers llms loras adapters datasets")


def kind_of_path(path: tuple[str, ...]) -> str | None:
    """What the value under keys names, by the last of them that says more than a form; None for nothing."""
    for number, key in enumerate(reversed(path)):
        # A list of names and addresses is as deep as it is told by what is above it.
        kind = _kind_of_key(key)
        above = path[-number - 2] if number + 2 <= len(path) else ""
        if kind is None and key.lower() in _OF_CHOICE and above:
            # What a model is chosen from, or done with: `model: {options: […]}`, `models: {pull: […]}`.
            continue
        if not number and key.lower() in _SPLITS and above and _kind_of_key(above) == "dataset":
            return "dataset"
        if kind is None and not elsewhere(key):
            # An entry of a table has a name of one's own: `models: {tiny: {source: …}}`, `models: {tiny: …}`.
            return _kind_of_key(above) if _is_table(above) else None
        if kind is None or number == 3:
            return None
        if kind:
            if not number and above.lower() == "data" and kind == "model" and not _HUB.isdisjoint(key_words(key)):
                return "dataset"
            return _by_above(path[:-1]) if not number and names_repository(key) else kind
    return None


def _is_table(key: str) -> bool:
    """Whether the keys below a key are names of one's own for models or datasets."""
    read = key_words(key)
    return not _TABLES.isdisjoint(read[-1:]) or read[-2:] == _SENTENCE_LIBRARY


def names_repository(key: str) -> bool:
    """Whether a key says that its value is a repository of the Hub, not of which kind: `repo_id`."""
    return _kind_of_key(key) == "model" and _HEADS.isdisjoint(key_words(key))


def _by_above(path: tuple[str, ...]) -> str:
    """`dataset` where the nearest keys above a repository that say what they are about speak of data, else `model`."""
    for key in reversed(path[-3:]):
        kind = _kind_of_key(key)
        if kind in ("model", "dataset"):
            return kind
        read = key_words(key)
        if not _DATA.isdisjoint(read[-1:]) and read != ["data"]:
            # What holds anything is called `data`, too.
            return "dataset"
    return "model"


def in_settings(settings: Iterator[Setting], inner: Inner, *, by_ollama: bool) -> Iterator[Mention]:
    """What the values of a file name.

    Args:
        settings: The values.
        inner: Reads a file that stands in a value.
        by_ollama: Whether the file speaks of a server of Ollama, which a name with a tag then is one of.
    """
    seen: set[tuple[int, str]] = set()
    for setting in _put_together(list(settings)):
        for mention in _named(setting, inner, by_ollama=by_ollama):
            if (mention.line, mention.model_id) not in seen:
                seen.add((mention.line, mention.model_id))
                yield mention


#: A reference to another value of the file, as OmegaConf writes it: `${teacher.model_type}`.
_REFERENCE = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")
#: An id of which an owner or a name is such a reference, or a part of one.
_OF_REFERENCES = re.compile(r"(?:[\w.-]|\$\{\s*[A-Za-z_][\w.-]*\s*\})+/(?:[\w.-]|\$\{\s*[A-Za-z_][\w.-]*\s*\})+\Z")
#: How often what stands under a reference may be one.
_REFERENCES = 5
#: Longest text that is filled in, in characters.
_LONGEST = 300


def _put_together(settings: list[Setting]) -> Iterator[Setting]:
    """The values of a file; an id that is put together from others of them as it then is."""
    by_key: dict[str, str] = {}
    for setting in settings:
        if "${" in setting.text and len(setting.text) <= _LONGEST and _OF_REFERENCES.match(setting.text):
            by_key = by_key or {".".join(one.path): one.text for one in settings}
            yield setting._replace(text=_filled_in(setting.text, by_key))
        else:
            yield setting


def _filled_in(text: str, by_key: dict[str, str]) -> str:
    """An id with what stands under its references; as it was where that is not known or no id."""
    filled = text
    for _ in range(_REFERENCES):
        filled = _REFERENCE.sub(lambda match: by_key.get(match[1], match[0]), filled)
        if len(filled) > _LONGEST:
            return text
    return text if "$" in filled else filled


def speaks_to_ollama(text: str) -> bool:
    """Whether a text speaks of a server of Ollama."""
    return SPOKEN_TO.search(text) is not None


def _named(setting: Setting, inner: Inner, *, by_ollama: bool) -> Iterator[Mention]:
    text, line = setting.text, setting.line
    key = setting.path[-1] if setting.path else ""
    if key.lower() in PROSE or ("/" in text and repeats(key, text)) or _is_of_interface(setting.path):
        return
    script = _script_in(setting, key)
    if script is not None:
        yield from _moved(inner(*script), line if setting.block else line - 1)
        return
    if text.startswith("{") and '"' in text and len(text) <= MAX_STRING:
        for part in json_settings(text):
            if not part.text.startswith("{"):
                own = Setting((*setting.path, *part.path), part.text, line)
                yield from _named(own, inner, by_ollama=by_ollama)
        return
    of_splits = list(with_split(".".join(setting.path[-2:]), text))
    for written, model_id in of_splits:
        yield Mention(line, None, written, model_id, "dataset", key, "config")
    if key and ("/" in text or ":" in text) and _is_its_own(setting.path, key, text):
        yield mention_of(line, text, key, "config")
        return
    kind = kind_of_path(setting.path) if not of_splits else ""
    if kind:
        word = kind == "model" and names_by_library(key)
        for written in _ids(text, short="tag" not in key_words(key), word=word):
            of_data = kind == "model" and names_repository(key) and reads_as_dataset(written)
            model_id = written if kind != "model" else known_short(written, word=word) or written
            yield Mention(line, None, written, model_id, "dataset" if of_data else kind, key, "config")
        for name in _several(_VARIABLE.sub(r"\1", text)) if kind == "model" else ():
            tier = _tier_in_library(setting._replace(text=name), by_ollama=by_ollama)
            if tier:
                yield library_mention(line, name, key, tier)
    elif kind is None and key and _says_model(setting.path, text):
        yield Mention(line, None, text, text, "model", key, "config")
    around = [word for part in setting.path[-3:] for word in key_words(part)]
    size = sized(around, key_words(key), text)
    if size is not None:
        yield size_mention(line, text, size, key)
    of_id = kind == "model" and key_words(key)[-1:] == ["id"]
    within = repository_of_weights(text, of_id=of_id) if text.count("/") > 1 else None
    if within is not None and not is_made(key):
        yield Mention(line, None, text, within, "model", key, "config")
    for cached_kind, cached, folder in in_cache(text) if kind else ():
        yield Mention(line, None, folder, cached, cached_kind, key or "cache", "config")
    for match in schemed(text):
        if looks_owned(match["id"], frozenset()):
            yield Mention(line, None, match["id"], match["id"], "model", "address", "config")
    for name in _names_of_ollama(setting, by_ollama=by_ollama):
        yield library_mention(line, name, "address", "config")
    if "/hf" in text or "huggingface.co" in text:
        yield from _addresses(setting, whole=bool(kind) or setting.path == ("submodule", "url"))


def _is_of_interface(path: tuple[str, ...]) -> bool:
    """Whether a value stands in an example by which an interface is described: `paths: {…: {example: {…}}}`."""
    return not _OF_INTERFACES.isdisjoint(path[:2]) and not _SHOWN.isdisjoint(path)


#: Keys of the parts of a description of an interface, and of the examples in it.
_OF_INTERFACES = words("paths components definitions")
_SHOWN = words("example examples x-codeSamples x-code-samples")


def _is_its_own(path: tuple[str, ...], key: str, text: str) -> bool:
    """Whether a key says Ollama, or one of models has a name with an owner beside `provider: ollama`."""
    read = key_words(key)
    if is_field_for(read, text):
        return True
    beside = "/" in text and "ollama" in path and _OF_ITS_KEYS.issuperset(read) and read[-1:] in (["model"], ["name"])
    own = beside and is_field_for(["ollama", "model"], text)
    return own and not text.startswith("ollama") and not is_owner_of_models(text)


#: Words of the keys under which what is said to be Ollama's stands.
_OF_ITS_KEYS = words("model name id default chat llm")


def _addresses(setting: Setting, *, whole: bool) -> Iterator[Mention]:
    """The addresses on the Hub in a value; with `whole` also a value that is the page of a repository."""
    for match in HUB_URL.finditer(setting.text):
        found = hub_url(match[0])
        if found is not None and ("/resolve/" in match[0] or (whole and match[0] == setting.text.strip())):
            yield Mention(setting.line, None, match[0], found[1], found[0], "address", "config", found[2])


def _script_in(setting: Setting, key: str) -> tuple[str, str] | None:
    """(name, text) of the file that a value is: one of settings, a command, the arguments of a program."""
    text = setting.text
    if setting.block:
        whole = "\n" in text.strip() or text.endswith(_WHOLE) or _IS_FILE.search(key) is not None
        return (key, text) if whole else None
    if " " in text and _COMMAND.search(text):
        return "command.sh", text
    return ("arguments.sh", f"python {text}") if text.startswith("-") and " " in text and "--" in text else None


def _tier_in_library(setting: Setting, *, by_ollama: bool) -> str:
    """The tier of a value under a key of models that is a name of Ollama's library; empty for any other."""
    if not is_in_library(setting.text):
        return ""
    if any("ollama" in part.lower() for part in setting.path):
        return "config"
    return SERVED if (has_tag(setting.text) and not by_ollama) or is_of_embedder(setting.text) else ""


def _several(text: str) -> list[str]:
    """The names that a value holds with commas or blanks between them, where each has a tag; else the value."""
    # Only what holds a tag is taken apart: most values of large files are sentences.
    parts = re.split(r"[\s,;]+", text.strip()) if len(text) <= _LONGEST and TAGGED.search(text) else []
    known = len(parts) > 1 and all(is_tagged(part) or is_in_library(part) for part in parts)
    return parts if known and any(map(is_tagged, parts)) else [text]


_IN_REQUEST = re.compile(r"\bmodel\\?[\"']?\s*:\s*\\?[\"'](?P<name>[\w./-]+(?::[\w.-]*\w)?)\\?[\"']")


def _names_of_ollama(setting: Setting, *, by_ollama: bool) -> Iterator[str]:
    """The models of Ollama's that a value names by itself."""
    yield from ollama_addresses(setting.text)
    if by_ollama and "model" in setting.text and setting.text.lstrip("= \n")[:1] == "{":
        # The body of a request that stands in a value.
        asked = (match["name"] for match in _IN_REQUEST.finditer(setting.text))
        yield from (name for name in asked if is_tagged(name) or is_in_library(name))
    of_node = setting.path[-1:] == (_OF_FIELDS,) and "ollama" in setting.path
    if of_node and is_in_library(setting.text):
        yield setting.text
        return
    for name in _several(setting.text):
        tagged = by_ollama and (is_tagged(name) or name != setting.text) and not _is_elsewhere(setting.path)
        provided = named_in_library(name, anywhere=tagged)
        if provided is not None:
            yield provided


def _is_elsewhere(path: tuple[str, ...]) -> bool:
    """Whether the keys of a name with a tag say that it is something else, and none of them a part of a model."""
    parts = path[-2:]
    if any(not _REFUSED.isdisjoint(key_words(part)) for part in parts):
        return True
    return kind_of_path(path) != "model" and any(
        elsewhere(part) and _HEADS.isdisjoint(key_words(part)) for part in parts
    )


def _says_model(path: tuple[str, ...], text: str) -> bool:
    """Whether a value reads as a model, under keys that say nothing of one but nothing else either."""
    about = not {"model", "models"}.isdisjoint(key_words(path[-1])) and is_of_family(text)
    if not (reads_as_model(text) or about) or not looks_owned(text, frozenset()) or is_hosted(text):
        return False
    kind = _kind_of_key(path[-1])
    if kind == "" and path[-1] == "id" and len(path) > 1:
        # An entry of what is called after models: `modelProviders: {local: [{id: …}]}`.
        above = {word for key in path[:-1] for word in key_words(key)}
        return not {"model", "models"}.isdisjoint(above) and not any(elsewhere(key) for key in path)
    if is_repository(path[-1]) and len(key_words(path[-1])) > 1:
        return is_of_family(text) and is_owner_of_models(text) and not any(elsewhere(key) for key in path[:-1])
    if kind == "":
        # `name` at the head of a file: that of a group of settings, of which the folder says what it is about.
        return len(path) == 1 and is_of_family(text)
    return kind is None and not any(elsewhere(key) for key in path)


def _moved(mentions: list[Mention], by: int) -> Iterator[Mention]:
    for mention in mentions:
        mention.line += by
        yield mention


#: Models that are only offered as a service, behind the name of a provider or gateway.
_HOSTED = re.compile(
    r"/(?:gpt-[3-9](?:[-.o]|\Z)|o\d(?:-|\Z)|chatgpt-|text-embedding-(?:3|ada)|claude-|gemini-\d|whisper-1\Z"
    r"|rerank-(?:english|multilingual)-v|mistral-(?:medium|embed|ocr)(?:-|\Z)|qwen-(?:max|plus|turbo)(?:-|\Z)"
    r"|sonar(?:-|\Z)|nova-(?:micro|lite|pro|premier)-)"
    # Owners that only such a gateway knows.
    r"|\A(?:x-ai|perplexity|amazon-bedrock)/"
)


def is_hosted(name: str) -> bool:
    """Whether a name with an owner is that of a model that is only offered as a service."""
    return _HOSTED.search(name) is not None


#: What stands before an id by which a gateway knows who serves it.
_PROVIDER = re.compile(r"\A(?:huggingface/|(?:hosted_vllm|vllm|lm_studio)/(?=[\w.-]+/))")


def _ids(text: str, *, short: bool = True, word: bool = False) -> Iterator[str]:
    """The ids that a value holds: one, several with commas, a model and an adapter with a plus, a default.

    Args:
        text: The value.
        short: Whether a known name without an owner is one.
        word: Whether one of a single word is, too.
    """
    if len(text) > MAX_STRING:
        return
    text = _VARIABLE.sub(r"\1", text)
    for part in re.split(r"\s*[,;+]\s*", text.strip()):
        name = _PROVIDER.sub("", _HOST.sub("", part.strip().strip("\"'"), count=1))
        name = name.partition("@")[0].partition(":")[0]
        if is_hosted(name):
            continue
        if looks_owned(name, frozenset()) or (short and known_short(name, word=word) is not None):
            yield name


# -- formats


#: An expression of a template, and what it takes where nothing else is given: of Helm, Jinja, Task, of workflows.
_EXPRESSION = re.compile(r"(?P<before>[\"']?)\$?\{\{-?(?P<inside>[^{}\n]{1,300}?)-?\}\}(?P<behind>[\"']?)")
_TAKEN = re.compile(
    r"(?:\|\|\s*|\bor\s+|\bdefault\s*\(?\s*|\bdefault\(\s*)(?P<mark>''|[\"'`])(?P<value>[\w][\w./:@-]*\w)(?P=mark)"
)
#: A variable of a workflow, and one that holds a word.
_OF_WORKFLOW = re.compile(r"\$\{\{\s*env\.(?P<name>\w+)\s*\}\}")
_HELD = re.compile(r"(?m)^\s+(?P<name>[A-Za-z_]\w*):\s*[\"']?(?P<value>[\w][\w.-]*\w)[\"']?\s*(?:#.*)?$")


def with_defaults(text: str) -> str:
    """A template with what its expressions take where nothing is given, and what a workflow puts into its variables."""
    if "{{" not in text:
        return text
    if "env." in text:
        held: dict[str, str] = {}
        for match in _HELD.finditer(text):
            held.setdefault(match["name"], match["value"])
        text = _OF_WORKFLOW.sub(lambda used: held.get(used["name"], used[0]), text)
    return _EXPRESSION.sub(_taken, text)


def _taken(found: re.Match[str]) -> str:
    taken = [match["value"] for match in _TAKEN.finditer(found["inside"])]
    return f"{found['before']}{taken[-1]}{found['behind']}" if taken else found[0]


def of_yaml(text: str) -> tuple[list[Any], str] | None:
    """The nodes of a YAML file and the text they were read from; None where it cannot be read."""
    if len(text) > MAX_STRUCTURE:
        return None
    import yaml

    if "{{" in text or "{%" in text:
        # Templates: a line of nothing else says nothing, a value in one is not known.
        text = _TEMPLATE.sub("x", _TEMPLATE_LINE.sub("", text))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [node for node in yaml.compose_all(text, Loader=loader) if node is not None], text
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


#: A value that says that Ollama serves what stands beside it: the name of a provider, the address of a server.
_BY_OLLAMA = re.compile(r"(?i:(?:[\w-]*[-_])?ollama\Z)|(?:https?://)?[\w.-]+:11434(?:/|\Z)")


def yaml_settings(nodes: list[Any]) -> Iterator[Setting]:
    """The values of YAML nodes in the order written."""
    from yaml import MappingNode, ScalarNode, SequenceNode

    stack: list[tuple[Any, tuple[str, ...]]] = [(node, ()) for node in reversed(nodes)]
    seen: set[int] = set()
    left = MAX_VALUES
    while stack and left:
        left -= 1
        node, path = stack.pop()
        if isinstance(node, ScalarNode):
            # Of several lines that are one, only those who know all lines can tell on which something stands.
            block = node.style in ("|", ">") or node.end_mark.line > node.start_mark.line
            yield Setting(path, node.value, node.start_mark.line + 1, block)
            continue
        # An alias leads to the same node again.
        if id(node) in seen or len(path) > _MAX_DEPTH:
            continue
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            stack += [(inner, path) for inner in reversed(node.value)]
        elif isinstance(node, MappingNode):
            keys = {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}
            variable = keys.get("name") or keys.get("key") if keys.keys() <= {"name", "key", "value"} else None
            image = keys.get("image")
            loads = isinstance(image, ScalarNode) and "huggingface" in image.value.lower()
            if any(isinstance(value, ScalarNode) and _BY_OLLAMA.match(value.value) for value in keys.values()):
                # What serves the model is said beside it: `provider: ollama`.
                path = ("ollama", *path)
            on_hub = _on_hub(path, keys.values())
            has_split = "split" in keys
            # Beside these a `name` is that of a part.
            places = _PLACE_KEYS if on_hub else _PLACE_KEYS - {"name"}
            on_hub = on_hub or ("dataset" if has_split and "path" in keys else _of_hub_arguments(path))
            for key, value in reversed(node.value):
                if not isinstance(key, ScalarNode):
                    continue
                own = (*path, key.value)
                if key.value == "value" and isinstance(variable, ScalarNode):
                    own = (*path, variable.value)
                if on_hub and key.value in places:
                    own = (*path, on_hub, key.value)
                if has_split and names_repository(key.value):
                    # Only data has parts.
                    own = (*path, "dataset", key.value)
                if loads and key.value == "params" and isinstance(value, MappingNode):
                    # What an image that loads from the Hub is told to load.
                    own = (*path, "model")
                stack.append((value, own))
                if "/" in key.value and (isinstance(value, MappingNode) or kind_of_path(path)):
                    # A table whose keys are the names.
                    stack.append((key, path))


def _of_hub_arguments(path: tuple[str, ...]) -> str:
    """`dataset` or `model` where values are arguments of a call of the Hub's libraries: `hf_args: {path: …}`."""
    read = key_words(path[-1]) if path else []
    if _HUB.isdisjoint(read) or read[-1] not in ("args", "kwargs", "arguments", "params"):
        return ""
    return "model" if _DATA.isdisjoint(word for key in path for word in key_words(key)) else "dataset"


def _on_hub(path: tuple[str, ...], beside: Iterable[Any]) -> str:
    """`dataset` or `model` where a value says that what stands beside it is on the Hub; else empty."""
    from yaml import ScalarNode

    if not any(isinstance(value, ScalarNode) and value.value.lower() in _HUB_VALUES for value in beside):
        return ""
    above = {word for key in path for word in key_words(key)}
    return "model" if _DATA.isdisjoint(above) else "dataset"


def every_node(nodes: list[Any], most: int) -> Iterator[Any]:
    """YAML nodes and the values below them, each once however many aliases lead to it, and no more than so many."""
    from yaml import MappingNode, SequenceNode

    stack, seen = list(nodes), set[int]()
    while stack and len(seen) < most:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            stack += node.value
        elif isinstance(node, MappingNode):
            stack += [value for _, value in node.value]
        yield node


def prose_lines(nodes: list[Any]) -> set[int]:
    """The 1-based lines of the values that people read."""
    from yaml import MappingNode, ScalarNode

    found = set[int]()
    for node in every_node(nodes, MAX_VALUES):
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if isinstance(key, ScalarNode) and isinstance(value, ScalarNode) and key.value.lower() in PROSE:
                    found.update(range(value.start_mark.line + 1, value.end_mark.line + 2))
    return found


def folded(nodes: list[Any]) -> Iterator[tuple[int, int, str]]:
    """(first line, last line, value) of the values that stand on several lines and are one, lines counted from 0."""
    from yaml import ScalarNode

    for node in every_node(nodes, MAX_VALUES):
        if isinstance(node, ScalarNode):
            first, last = node.start_mark.line, node.end_mark.line
            if last > first and "\n" not in node.value.strip():
                yield first, last, node.value


#: Under which keys what has a name says its value where nothing else is given.
_DEFAULTS = words("default default_value defaultValue")
_JSON_TOKEN = re.compile(r'"((?:[^"\\\n]|\\.)*)"|[{}\[\],:]|//[^\n]*|/\*.*?\*/', re.DOTALL)


def json_settings(text: str) -> Iterator[Setting]:
    """The strings of a JSON file with their lines; comments are left out, and a damaged end costs nothing before it."""
    path: list[tuple[str, bool]] = []
    by_ollama = _objects_of_ollama(text) if "llama" in text or ":11434" in text else frozenset()
    key, line, at = "", 1, 0
    pending: str | None = None
    #: What `{"name": …, "value": …}` calls its value.
    variable = ""
    #: The option that stands before in a list of arguments.
    option = ""
    left = MAX_VALUES
    for match in _JSON_TOKEN.finditer(text):
        token = match[0]
        first = token[0]
        if first == '"':
            left -= 1
            if not left:
                return
            line += text.count("\n", at, match.start())
            at = match.start()
            pending = match[1]
            if text[match.end() : match.end() + 20].lstrip()[:1] == ":" and path and path[-1][1]:
                key, pending = pending, None
                if "/" in key:
                    # A table whose keys are the names.
                    yield Setting(_names_of(path), key.replace("\\/", "/"), line)
                continue
            keys = _names_of(path)
            if key in ("name", "key"):
                variable = pending
            elif variable and (key == "value" or (key in _DEFAULTS and kind_of_option(variable))):
                key = variable
            own = (*keys, key) if path and path[-1][1] and key else keys
            if path and not path[-1][1]:
                own, option, pending = _argument(own, option, pending)
            yield Setting(own, pending.replace("\\/", "/"), line)
        elif first in "{[":
            inside = bool(path) and not path[-1][1]
            of_variable = key in _DEFAULTS and bool(kind_of_option(variable))
            name = "" if inside else variable if of_variable else key
            variable = option = ""
            path.append((f"ollama.{name}" if match.start() in by_ollama else name, first == "{"))
            key = ""
            if len(path) > _MAX_DEPTH * 4:
                return
        elif first in "}]" and path:
            path.pop()
            key = ""
        elif first == ",":
            key = ""


#: Keys by which the node of a graph says what it does, and the one under which its fields stand in their order.
_OF_NODES = words("type class_type")
_OF_FIELDS = "widgets_values"


def _names_of(path: list[tuple[str, bool]]) -> tuple[str, ...]:
    """The keys that lead to a place in a JSON file."""
    return tuple(
        part for name, _ in path for part in (name.split(".", 1) if name.startswith("ollama.") else [name]) if part
    )


def _objects_of_ollama(text: str) -> frozenset[int]:
    """Where the objects of a JSON file begin in which a value says that Ollama serves what stands beside it."""
    found: set[int] = set()
    opened: list[int] = []
    key = ""
    for match in _JSON_TOKEN.finditer(text):
        first = match[0][0]
        if first in "{[":
            opened.append(match.start())
        elif first in "}]":
            del opened[-1:]
        elif first == '"' and opened:
            if text[match.end() : match.end() + 20].lstrip()[:1] == ":":
                key = match[1]
            elif _BY_OLLAMA.match(match[1]) or (key in _OF_NODES and says_ollama(match[1])):
                found.add(opened[-1])
    return frozenset(found)


def _argument(path: tuple[str, ...], option: str, text: str) -> tuple[tuple[str, ...], str, str]:
    """What an entry of a list is given to, the option that the next one is given to, and its value."""
    if option and not text.startswith("-"):
        return (option,), "", text
    name, given, value = text.partition("=")
    if not name.startswith("--") or " " in name:
        return path, "", text
    return ((name.lstrip("-"),), "", value) if given else (path, name.lstrip("-"), text)


_SECTION = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(?:[#;].*)?\Z")
_NAMED_SECTION = re.compile(r"([A-Za-z][\w-]*)\s+\"")
_PAIR = re.compile(r"\s*(?P<mark>[\"']?)(?P<key>[A-Za-z_][\w.-]{0,80})(?P=mark)\s*[=:]\s*(?P<value>.+)\Z")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|[#;].*")
_INLINE = re.compile(r"[\"']([A-Za-z_][\w.-]{0,80})[\"']\s*:\s*[\"']([^\"']*)[\"']")
#: An entry of a table in one line of TOML or HCL: `environment = { MODEL_ID = "owner/name" }`.
_IN_TABLE = re.compile(r"[\"']?([A-Za-z_][\w.-]{0,80})[\"']?\s*[=:]\s*[\"']([^\"']*)[\"']")
_REMARK = re.compile(r"(?:\A|\s)[#;].*")


#: A block of HCL, which stands below the last of its labels: `variable "model_id" {`, `env = {`.
_BLOCK = re.compile(r"\s*([A-Za-z_][\w-]*)((?:\s+\"[^\"]*\")*)\s*=?\s*\{\s*(?:#.*)?\Z")
_HERE = re.compile(r"<<[-~]?\s*[\"']?(\w+)[\"']?\s*\Z")


def line_settings(text: str) -> Iterator[Setting]:
    """The values of an INI, TOML or HCL file, or of another one line by line; what stands in comments is left out."""
    section: tuple[str, ...] = ()
    blocks: list[str] = []
    key = variable = ""
    lines = text.split("\n")[:MAX_VALUES]
    arguments: list[tuple[str, int]] = []
    by_ollama = _sections_of_ollama(lines) if "ollama" in text or ":11434" in text else set()
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", ";", "//")):
            continue
        head = _SECTION.match(line)
        if head is not None and "=" not in line and '",' not in line:
            # Settings of Git have a name of one's own behind the kind of a section.
            named = _NAMED_SECTION.match(head[1])
            section, key = (named[1],) if named is not None else tuple(head[1].replace('"', "").split(".")), ""
            if at in by_ollama:
                section = ("ollama", *section)
            continue
        block = _BLOCK.match(line)
        if block is not None:
            blocks.append((_LABEL.findall(block[2]) or [block[1]])[-1])
            key = variable = ""
            continue
        if stripped[0] == "}":
            del blocks[-1:]
            key = variable = ""
            continue
        if stripped.startswith(("{", "[{")):
            yield from (Setting((*section, match[1]), match[2], at) for match in _INLINE.finditer(line))
            continue
        pair = _PAIR.match(line.lstrip(" \t-"))
        rest = line
        if pair is not None:
            yield from _given_to_options(arguments)
            arguments = []
            key, rest = pair["key"], pair["value"]
        elif not line.startswith((" ", "\t")) or not key:
            continue
        path = (*section, *blocks[-_MAX_DEPTH:], *key.split("."))
        here = _HERE.search(rest) if "<<" in rest else None
        if here is not None:
            first = at
            while at < len(lines) and lines[at].strip() != here[1]:
                at += 1
            yield Setting(path, "\n".join(lines[first:at]) + _WHOLE, first, block=True)
            continue
        if rest.startswith("{") and (inside := list(_IN_TABLE.finditer(rest))):
            yield from (Setting((*path, match[1]), match[2], at) for match in inside)
            continue
        quoted = [match[1] or match[2] for match in _QUOTED.finditer(rest) if match[1] or match[2]]
        arguments += [(value, at) for value in quoted]
        if key == "name" and quoted:
            variable = quoted[0]
        elif key == "value" and variable:
            path = (*path[:-1], variable)
        yield from (Setting(path, value, at) for value in quoted)
        if not quoted:
            yield Setting(path, _REMARK.sub("", rest).strip().rstrip(","), at)
    yield from _given_to_options(arguments)


_LABEL = re.compile(r"\"([^\"]*)\"")


def _sections_of_ollama(lines: list[str]) -> set[int]:
    """The 1-based lines of the heads of sections in which a value says that Ollama serves their models."""
    found, head = set[int](), 0
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("[") and _SECTION.match(line) is not None:
            head = number
        pair = _PAIR.match(line) if head else None
        if pair is not None and _BY_OLLAMA.match(_REMARK.sub("", pair["value"]).strip().strip("\"'")):
            found.add(head)
    return found


def _given_to_options(arguments: list[tuple[str, int]]) -> Iterator[Setting]:
    """What a list of arguments gives to its options: `["--model", "owner/name"]`."""
    for (option, _), (value, line) in itertools.pairwise(arguments):
        if option.startswith("--") and "=" not in option and not value.startswith("-"):
            yield Setting((option.lstrip("-"),), value, line)
    for option, line in arguments:
        name, given, value = option.partition("=")
        if name.startswith("--") and given:
            yield Setting((name.lstrip("-"),), value, line)


def worth_reading(text: str) -> bool:
    """Whether anything in a text could be an id."""
    return "/" in text or "-" in text or "llama" in text or "distil" in text or TAGGED.search(text) is not None


def settings(text: str, inner: Inner) -> list[Mention]:
    """Ids under keys that name models, in JSON, TOML and INI."""
    if not worth_reading(text):
        return []
    if text.lstrip()[:1] in ("{", "["):
        start = text.lstrip()[:200]
        is_json = start[0] == "{" or re.match(r"\[\s*(?:[\[{\"\]0-9-]|true|false|null)", start) is not None
        if is_json and re.match(r"\[\[?\s*[\"']?[\w.-]+[\"']?\s*\]\]?\s*\n", start) is None:
            return list(in_settings(json_settings(text), inner, by_ollama=speaks_to_ollama(text)))
    return list(in_settings(line_settings(text), inner, by_ollama=speaks_to_ollama(text)))
