"""Sorts the weight files of a repository into the components of one model, and leaves out copies of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

#: Components of one model that are read.
MAX_COMPONENTS = 16
#: Files of one component that are read.
MAX_FILES = 1_000

_SHARD = re.compile(r"^(?P<stem>.+?)[-.](?P<number>\d{5})-of-(?P<count>\d{5})$")
_VARIANT = re.compile(r"[._-](?:fp16|bf16|fp32|fp8|f16|f32|non_ema|ema_only|emaonly|ema|pruned)$", re.IGNORECASE)
_QUANT = re.compile(
    r"[._-](?:(?:UD|i1|imat|imatrix|K_XL)[._-])?(?:I?Q[1-8](?:_[0-9A-Z]+)*|TQ[12]_0|B?F16|F32|FP16|FP32|MXFP4(?:_MOE)?|NVFP4)"
    r"(?:[._-](?:imat|imatrix))?$",
    re.IGNORECASE,
)
#: Names of the weights that a library loads by itself, the first before the others.
_USUAL = ("model", "diffusion_pytorch_model", "pytorch_model", "open_clip_model", "open_clip_pytorch_model")
_ADAPTERS = ("adapter_model", "pytorch_lora_weights", "adapter")
#: Folders that hold other stages or other people's forms of the same weights.
_ASIDE = re.compile(
    r"^(?:checkpoint[-_]?\d+|checkpoints?|global_step\d+|original|onnx|openvino|runs|logs|\..*|metal|fp16|int8)$"
    r"|^epoch[-_]?\d+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Component:
    """One part of a model that has weights of its own.

    Attributes:
        name: `model` for the model itself, `adapter`, `mmproj`, a folder such as `unet`, or the stem of a file.
        format: `safetensors` or `gguf`.
        files: Paths of its files, sorted.
        index: Path of the list of its files, where their names do not show that all are there.
        missing: How many files its names show to be missing.
    """

    name: str
    format: str
    files: tuple[str, ...]
    index: str | None = None
    missing: int = 0


class Found(NamedTuple):
    """What the files of a repository hold.

    Attributes:
        components: The components, sorted by name, `model` first.
        aside: Number of weight files that are copies, other stages, or beyond what is read.
    """

    components: tuple[Component, ...]
    aside: int


def components(paths: Iterable[str]) -> Found:
    """The components that the files of one repository make up.

    Args:
        paths: Paths of all files inside the repository, with `/` between their parts.
    """
    every = sorted(set(paths))
    indices = {path for path in every if path.endswith(".safetensors.index.json")}
    weights = [path for path in every if path.endswith((".safetensors", ".gguf"))]
    folders: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in weights:
        folder, _, file = path.rpartition("/")
        if any(_ASIDE.match(part) for part in folder.split("/") if part) or folder.count("/") > 1:
            continue
        stem, form = file.rsplit(".", 1)
        shard = _SHARD.match(stem)
        folders[folder][shard["stem"] if shard else stem, form].append(path)
    made: list[Component] = []
    pipeline = "model_index.json" in every
    for folder, groups in folders.items():
        tensors = {stem: files for (stem, form), files in groups.items() if form == "safetensors"}
        chosen = _chosen(tensors, bool(folder), pipeline and not folder)
        made += [
            _component(_safetensors_name(folder, stem, len(chosen)), "safetensors", files, folder, stem, indices)
            for stem, files in chosen.items()
        ]
    has_model = any(one.name == "model" for one in made)
    made += _gguf(folders, has_model)
    taken: set[str] = set()
    for at, one in enumerate(made):
        if one.name in taken:
            made[at] = replace(one, name=one.files[0])
        taken.add(made[at].name)
    made.sort(key=lambda one: (one.name != "model", one.name))
    kept = tuple(made[:MAX_COMPONENTS])
    return Found(kept, len(weights) - sum(len(one.files) for one in kept))


def _chosen(stems: dict[str, list[str]], inner: bool, pipeline: bool) -> dict[str, list[str]]:
    """Which groups of one folder are read: the usual ones, or else each that is not a variant of another."""
    usual = [stem for name in _USUAL for stem in stems if stem == name][:1]
    usual += [stem for name in _ADAPTERS for stem in stems if stem == name][:1]
    if not usual:
        bare: dict[str, str] = {}
        for stem in sorted(stems, key=lambda one: (len(one), one)):
            bare.setdefault(_bare(stem), stem)
        named = [bare[name] for name in (*_USUAL, *_ADAPTERS) if name in bare][:1]
        # A pipeline's single files at the root hold its components once more.
        usual = named or ([] if pipeline else sorted(bare.values()))
        if inner:
            usual = usual[:1]
    return {stem: stems[stem] for stem in usual}


def _bare(stem: str) -> str:
    while (shorter := _VARIANT.sub("", stem)) != stem:
        stem = shorter
    return stem


def _safetensors_name(folder: str, stem: str, siblings: int) -> str:
    if stem in _ADAPTERS and (siblings > 1 or not folder):
        return f"{folder}/adapter" if folder else "adapter"
    if folder:
        return folder
    return "model" if siblings == 1 or _bare(stem) in _USUAL else stem


def _gguf(folders: dict[str, dict[tuple[str, str], list[str]]], has_model: bool) -> list[Component]:
    """One component for each model that the files are quantised forms of; the forms have one architecture."""
    models: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(dict)
    for folder, groups in folders.items():
        for (stem, form), files in groups.items():
            if form != "gguf" or ("imatrix" in stem.lower() and not _QUANT.search(stem)):
                continue
            projector = "mmproj" in stem.lower()
            models["mmproj" if projector else _QUANT.sub("", stem)][folder, stem] = files
    names = [name for name in models if name != "mmproj"]
    made = []
    for name, forms in models.items():
        whole = {key: files for key, files in forms.items() if _complete(files)} or forms
        folder, stem = min(whole, key=lambda key: (len(whole[key]), key))
        shown = name
        if name != "mmproj" and len(names) == 1:
            shown = "gguf" if has_model else "model"
        elif name in ("model", "adapter"):
            shown = f"gguf/{name}"
        made.append(_component(shown, "gguf", whole[folder, stem], folder, stem, set()))
    return made


def _shards(files: list[str]) -> list[re.Match[str] | None]:
    """What the name of each file says of its place among others."""
    return [_SHARD.match(path.rpartition("/")[2].rsplit(".", 1)[0]) for path in files]


def _complete(files: list[str]) -> bool:
    shards = _shards(files)
    return shards[0] is None or len(files) == int(shards[0]["count"])


def _component(name: str, form: str, files: list[str], folder: str, stem: str, indices: set[str]) -> Component:
    shards = _shards(files)
    counts = {int(shard["count"]) for shard in shards if shard}
    missing = 0
    if counts and (len(counts) > 1 or {int(s["number"]) for s in shards if s} != set(range(1, max(counts) + 1))):
        missing = max(1, max(counts) - len(files))
    index = f"{folder}/{stem}.safetensors.index.json" if folder else f"{stem}.safetensors.index.json"
    listed = index if index in indices and (missing or not counts) else None
    return Component(name, form, tuple(sorted(files)), listed, missing)
