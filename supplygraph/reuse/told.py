"""What the place of a literal says of it beyond its own name: a table's name, an option's, the label of a choice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from supplygraph.reuse import keys, ollama
from supplygraph.reuse.expression import Call, Either, Expression, Items, Mapping, Name, String, last_name
from supplygraph.reuse.identify import is_local, looks_owned
from supplygraph.reuse.outline import Outline
from supplygraph.reuse.place import words

#: Words behind what the entries of a table are: `MODEL_MAP`, `EMBEDDING_MODELS_CONFIG`.
_TABLE = words(
    "map mapping table registry option options preset presets config configs settings default defaults dict lookup "
    "alias aliases catalog catalogue zoo info infos candidates"
)
#: Keywords by which a call is given what is taken, or can be chosen, unless another is given.
_CHOSEN = words("default default_value value values choices options const initial items fallback")
#: Keywords by which a call is told what its value is for.
_LABELS = words("label name alias key parameter_name env envvar validation_alias dest")
#: Calls that say something to people.
SAYING = words(
    "print info warning warn error debug critical exception log echo secho write markdown success caption text code "
    "toast fail skip skipif xfail add_argument add_parser ArgumentParser getLogger"
)
#: Calls that put a text together from the first of their arguments and others.
_PUT_TOGETHER = words("format format_map replace join")
#: What tables say of models beside which they are.
_SAID_OF_MODELS = words("provider vendor backend modality type family owner company price cost color engine label")
_LONGEST_LABEL = 40
_LONGEST_LIST = 1_000
#: Values of one module that are looked at.
_MOST = 20_000
_WEIGHTS = re.compile(r"\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|onnx)\Z", re.IGNORECASE)
#: What weights are told by that stand beside the name of their repository.
BESIDE_WEIGHTS = "weights"
#: What names are told by that somebody made up: keys of paths, models as a service calls them.
A_LABEL = "label"


def told(outline: Outline) -> dict[tuple[int, str], str]:
    """The names that say what literals of a module are, by the literal's line and text."""
    found: dict[tuple[int, str], str] = {}
    for literal, name in _told(outline):
        if "/" in literal.text or ":" in literal.text or ollama.is_in_library(literal.text):
            for text in names_in(literal.text):
                found.setdefault((literal.line, text), name)
    return found


def names_in(text: str) -> list[str]:
    """The names that a literal lists with commas between them, `"a/b,c/d"`; else the literal."""
    parts = [part.strip() for part in text.split(",")] if "," in text and len(text) < _LONGEST_LIST else []
    listed = len(parts) > 1 and all(looks_owned(part, frozenset()) or ollama.is_tagged(part) for part in parts)
    return parts if listed else [text]


@lru_cache(maxsize=65_536)
def kind_of_name(name: str) -> str | None:
    """`model` or `dataset` where the name of a variable, table, option or label says so; None for anything else."""
    read = keys.key_words(name)
    while len(read) > 1 and read[-1] in _TABLE:
        read.pop()
    plain = "_".join(read)
    kind = keys.kind_of_option(plain) if plain else None
    return None if kind is None or keys.is_made(plain) else kind


def _told(outline: Outline) -> Iterator[tuple[String, str]]:
    left = [_MOST]
    for scope in outline.scopes:
        chosen = scope.kind == "class" and any(last_name(base).endswith("Enum") for base in scope.bases)
        own = scope.name if chosen and kind_of_name(scope.name) else ""
        rows = scope.name if scope.kind == "function" and _gives_rows(scope.name) else ""
        for name, bindings in scope.names.items():
            for binding in bindings:
                of_rows = rows if isinstance(binding.value, Items) and not kind_of_name(name) else ""
                yield from _within(binding.value, own or of_rows or name, left)
        for name, bindings in scope.attributes.items():
            for binding in bindings:
                yield from _within(binding.value, name, left)
        for name, default, _ in scope.parameters:
            if default is not None:
                yield from _within(default, name, left)
        for value in scope.returns:
            if isinstance(value, Mapping | Items):
                yield from _within(value, scope.name, left)
    for call in outline.calls:
        label = _label(call)
        if label:
            for value in _chosen(call):
                yield from _within(value, label, left)
        elif any(keyword == "**" for keyword, _ in call.keywords) or not call.arguments:
            continue
        else:
            for argument in call.arguments:
                if isinstance(argument, Mapping | Items):
                    yield from _within(argument, "", left)


def _gives_rows(function: str) -> bool:
    """Whether a function is named after the models that it gives, so that its lists are of them: `get_all_models`."""
    return kind_of_name(function) == "model" and keys.key_words(function)[-1].endswith("s")


def _within(value: Expression, name: str, left: list[int]) -> Iterator[tuple[String, str]]:
    """The literals of a value, each with the innermost name that says what it is."""
    left[0] -= 1
    if left[0] < 0:
        return
    if isinstance(value, String):
        if "/" in value.text and keys.repeats(name, value.text):
            yield value, A_LABEL
        elif _says(name, value):
            yield value, name
        elif keys.is_of_service(name):
            yield value, A_LABEL
    elif isinstance(value, Items):
        texts = [item for item in value.items if isinstance(item, String)]
        if len(texts) > 1 and _WEIGHTS.search(texts[1].text):
            yield texts[0], BESIDE_WEIGHTS
        yield from _given_behind(value)
        for item in value.items:
            yield from _within(item, name, left)
    elif isinstance(value, Either):
        for option in value.parts:
            yield from _within(option, name, left)
    elif isinstance(value, Mapping):
        yield from _of_pairs(((key.text, inner) for key, inner in value.pairs if isinstance(key, String)), name, left)
        for key, inner in value.pairs:
            text = inner.text if isinstance(inner, String) else ""
            if not isinstance(key, String):
                continue
            if _is_path(text):
                yield key, A_LABEL
            elif kind_of_name(name) or _WEIGHTS.search(text):
                yield key, name if kind_of_name(name) else BESIDE_WEIGHTS
    elif isinstance(value, Call):
        if type(value.callee) is Name and value.callee.name == "dict":
            yield from _of_pairs(value.keywords, name, left)
        else:
            yield from ((one, name) for one in _texts(_chosen(value)) if _says(name, one))
            yield from _of_pairs(((k, v) for k, v in value.keywords if k not in _CHOSEN), name, left)


def _says(name: str, value: String) -> bool:
    """Whether a name says what a literal is: a model, a dataset, a name of Ollama's."""
    return bool(name) and (kind_of_name(name) is not None or (":" in value.text and keys.says_ollama(name)))


def _given_behind(items: Items) -> Iterator[tuple[String, str]]:
    """What stands behind its key in a pair, or behind its option in a list of arguments."""
    for key, given in itertools.pairwise(items.items):
        pair = isinstance(key, String) and (len(items.items) == 2 or key.text.startswith("--"))
        if pair and isinstance(key, String) and isinstance(given, String) and kind_of_name(key.text):
            yield given, key.text


def _is_path(text: str) -> bool:
    """Whether the value of a table is the path of a file, whose key is only a label for it."""
    return "/" in text and "://" not in text and is_local(text, frozenset()) and not _WEIGHTS.search(text)


def _of_pairs(pairs: Iterable[tuple[str, Expression]], name: str, left: list[int]) -> Iterator[tuple[String, str]]:
    read = [word for word in keys.key_words(name) if word not in _TABLE]
    if read and read[-1] in _SAID_OF_MODELS:
        yield from ((inner, A_LABEL) for _, inner in pairs if isinstance(inner, String))
        return
    for key, inner in pairs:
        if keys.elsewhere(key) and kind_of_name(key) is None:
            continue
        yield from _within(inner, key if kind_of_name(key) and not keys.is_of_service(name) else name, left)


def _texts(values: Iterable[Expression]) -> Iterator[String]:
    for value in values:
        if isinstance(value, String):
            yield value
        elif isinstance(value, Items):
            yield from _texts(value.items)


def _chosen(call: Call) -> list[Expression]:
    return [*call.arguments, *(value for keyword, value in call.keywords if keyword in _CHOSEN)]


def _label(call: Call) -> str:
    """What a call says that its value is: `add_argument("--model")`, `getenv("MODEL_ID")`, `Text(label="Model")`."""
    if last_name(call.callee) in _PUT_TOGETHER | SAYING - {"add_argument"}:
        return ""
    said = [*call.arguments[:3], *(value for keyword, value in call.keywords if keyword in _LABELS)]
    for value in said:
        if isinstance(value, String) and len(value.text) <= _LONGEST_LABEL and "/" not in value.text:
            label = value.text.strip().rstrip(":?")
            if kind_of_name(label):
                return label
    return ""
