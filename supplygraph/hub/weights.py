"""Reads in which formats a model's weights are stored, and whether loading it runs Python files of its repository."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from supplygraph.hub.tags import Tags
from supplygraph.hub.values import Values

#: Files of a repository that are looked at.
MAX_FILES = 10_000
PICKLE = "pickle"

#: What the Hub's own tags say of files.
FORMAT_TAGS = {
    "safetensors": "safetensors",
    "gguf": "gguf",
    "pytorch": PICKLE,
    "joblib": PICKLE,
    "pickle": PICKLE,
    "onnx": "onnx",
    "tf": "tensorflow",
    "tflite": "tensorflow",
    "jax": "flax",
    "flax": "flax",
    "keras": "keras",
    "openvino": "openvino",
    "coreml": "coreml",
}
#: Other words that the Hub itself puts at the front of a tag list.
AT_THE_FRONT = frozenset({"diffusers", "peft", "rust", "tensorboard"})
#: What keeps the state of a training beside the weights.
_STATE = re.compile(r"(?:training_args|optimizer|scheduler|scaler|random_states?|rng_state|trainer_state)[^/]*")
_FILES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r".*\.safetensors"), "safetensors"),
    (re.compile(r".*\.gguf"), "gguf"),
    (re.compile(r"(?:.*pytorch_model.*|adapter_model|.*pytorch_lora_weights.*|consolidated.*)\.bin"), PICKLE),
    (re.compile(r".*\.(?:pt|pth|ckpt|pkl|pickle|joblib)"), PICKLE),
    (re.compile(r".*\.onnx"), "onnx"),
    (re.compile(r"tf_model.*\.h5|saved_model\.pb|.*\.tflite"), "tensorflow"),
    (re.compile(r".*flax_model.*\.msgpack"), "flax"),
    (re.compile(r".*\.(?:keras|h5)"), "keras"),
    (re.compile(r"openvino_.*\.bin"), "openvino"),
    (re.compile(r".*\.(?:mlmodel|mlpackage)"), "coreml"),
)


def file_names(siblings: object) -> Iterator[str]:
    """The names in a list of files, as the Hub or a table gives it."""
    for item in siblings[:MAX_FILES] if isinstance(siblings, list) else ():
        # Mostly it is a text, and whether something is a mapping takes longer to tell.
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping) and isinstance(name := item.get("rfilename"), str):
            yield name


def weight_formats(values: Values, tags: Tags) -> list[str]:
    """The formats of a model's weight files, sorted; by its list of files, else by what the Hub says of them."""
    listed = {found for name in file_names(values.record.get("siblings")) if (found := format_of(name))}
    if listed:
        return sorted(listed)
    tagged = {FORMAT_TAGS[word] for word in tags.words if word in FORMAT_TAGS}
    if not _marks_pickle(tags.words, values.record.get("library_name")):
        tagged.discard(PICKLE)
    return sorted(tagged | {name for name in ("safetensors", "gguf") if values.states(name)})


def _marks_pickle(words: list[str], library: object) -> bool:
    """Whether the Hub marks files of pickle: where the library and then formats stand, before what authors write."""
    for place, word in enumerate(words):
        # PyTorch as the library says nothing of files.
        if FORMAT_TAGS.get(word) == PICKLE and word != library:
            return True
        if place > 0 and word != library and word not in FORMAT_TAGS and word not in AT_THE_FRONT:
            return False
    return False


def runs_code(values: Values, config: Values, tags: Tags) -> bool | None:
    """Whether loading a model runs Python files of its repository; None where nothing would say so."""
    if config.states("auto_map") or "custom_code" in tags.words:
        return True
    return False if "tags" in values else None


def format_of(path: str) -> str | None:
    """The format of a weight file by its name; None where it is not one."""
    return _format_of_name(path.rpartition("/")[2].lower())


# The same few names stand in most lists.
@lru_cache(maxsize=20_000)
def _format_of_name(name: str) -> str | None:
    if _STATE.fullmatch(name):
        return None
    return next((kind for pattern, kind in _FILES if pattern.fullmatch(name)), None)
