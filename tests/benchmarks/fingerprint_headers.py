"""Writes headers of every model type of transformers, diffusers and timm: names and shapes at true sizes, no weights.

`python -m tests.benchmarks.fingerprint_headers FOLDER [LIBRARY]` in an environment with torch and the libraries; it
needs nothing else of the project. Models are made on the meta device, and their files are holes behind a header. With
`unseen` as the library, transformers' models are made in published sizes that the table was not made from.
"""

import gc
import importlib
import json
import os
import re
import struct
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Shapes = dict[str, tuple[int, ...]]
LIBRARIES = ("transformers", "diffusers", "timm")
#: Tasks whose classes are made of each type beside the bare model, the first that it has and the last.
TASKS = (
    "PRETRAINING", "CAUSAL_LM", "MASKED_LM", "IMAGE_TEXT_TO_TEXT", "SEQ_TO_SEQ_CAUSAL_LM", "SPEECH_SEQ_2_SEQ", "CTC",
    "IMAGE_CLASSIFICATION", "OBJECT_DETECTION", "SEMANTIC_SEGMENTATION", "UNIVERSAL_SEGMENTATION", "DEPTH_ESTIMATION",
    "AUDIO_CLASSIFICATION", "TEXT_TO_WAVEFORM", "TEXT_TO_SPECTROGRAM", "SEQUENCE_CLASSIFICATION",
)  # fmt: skip
SIZES = Path(__file__).with_name("fingerprint_sizes.toml")
UNSEEN = Path(__file__).with_name("fingerprint_sizes_unseen.toml")
#: Parameters beyond which a class is left out: configurations whose defaults are no true sizes.
MAX_TENSORS = 60_000


def library(name: str) -> Any:
    """A library that the project itself does not need."""
    return importlib.import_module(name)


def write(path: Path, shapes: Shapes) -> None:
    """A safetensors file of full size whose weights are a hole."""
    content, at = {}, 0
    for name, shape in shapes.items():
        length = 2
        for one in shape:
            length *= one
        content[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + length]}
        at += length
    text = json.dumps(content).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", len(text)) + text)
        stream.truncate(8 + len(text) + at)


def shapes_of(state: Any) -> Shapes:
    """Names and shapes of a state; empty tensors are not stored."""
    return {name: tuple(one.shape) for name, one in state.items() if hasattr(one, "shape") and one.numel()}


def without_values() -> None:
    """Makes the first values of weights nobody's work: on the meta device there are none, and most time went there."""
    init = library("torch").nn.init
    for name in dir(init):
        if name.endswith("_") and not name.startswith("_"):
            setattr(init, name, lambda tensor, *_, **__: tensor)


def saved(model: Any) -> list[Shapes]:
    """The names in memory and, where the library stores others, those on disk."""
    state = model.state_dict()
    forms = [shapes_of(state)]
    try:
        module = library("transformers.core_model_loading")
        forms.append(shapes_of(module.revert_weight_conversion(model, dict(state))))
    except (ImportError, AttributeError):
        mapping = getattr(model, "_checkpoint_conversion_mapping", None) or {}
        back = {new: re.sub(r"\(.*\)", "", old.lstrip("^")) for old, new in mapping.items()}
        renamed: Shapes = {}
        for name, shape in forms[0].items():
            for new, old in back.items():
                name, times = re.subn(new, old, name)
                if times:
                    break
            renamed[name] = shape
        forms.append(renamed)
    except Exception as error:
        print("  not as saved:", type(model).__name__, str(error)[:100])
    return [one for at, one in enumerate(forms) if one and one not in forms[:at]]


def _parts(config: Any) -> dict[str, str]:
    """Model types of the parts of a composed model."""
    found = {}
    for name, value in vars(config).items():
        kind = getattr(value, "model_type", None)
        if isinstance(kind, str) and kind and not name.startswith("_"):
            found[name] = kind
    return found


def _classes(auto: Any, kind: str) -> list[str]:
    names = []
    for task in ("", *TASKS):
        table = getattr(auto, f"MODEL_FOR_{task}_MAPPING_NAMES" if task else "MODEL_MAPPING_NAMES", {})
        found = table.get(kind)
        found = found[0] if isinstance(found, (tuple, list)) else found
        if found and found not in names:
            names.append(found)
    return [*names[:2], *names[2:][-1:]]


def transformers(done: set[str], unseen: bool = False) -> Iterator[tuple[str, str, dict[str, Any], list[Shapes]]]:
    """Every model type: its default configuration, and published sizes of the common ones; or unseen sizes alone."""
    module, torch = library("transformers"), library("torch")
    without_values()
    module.PreTrainedModel.init_weights = lambda self, *_, **__: None
    auto = library("transformers.models.auto.modeling_auto")
    configs = library("transformers.models.auto.configuration_auto").CONFIG_MAPPING
    sizes = tomllib.loads((UNSEEN if unseen else SIZES).read_text(encoding="utf-8"))
    kinds = set(configs.keys()) & set(sizes) if unseen else set(configs.keys())
    for number, kind in enumerate(sorted(kinds - done, key=lambda one: (one not in sizes, one))):
        for at, given in enumerate([{}, *sizes.get(kind, {}).get("sizes", [])]):
            if unseen and not at:
                continue
            names = _classes(auto, kind)
            try:
                config_class = configs[kind]
                config_class(**given)
            except Exception as error:
                print(f"{kind}: no configuration: {str(error)[:100]}")
                continue
            for name in names if not at else names[:2][-1:]:
                try:
                    # Looked up before: importing inside the device's context fails.
                    made = getattr(module, name)
                    config = config_class(**given)
                    if getattr(config, "use_pretrained_backbone", False):
                        config.use_pretrained_backbone = False
                    with torch.device("meta"):
                        model = made(config)
                except Exception as error:
                    print(f"{kind}: no {name}: {type(error).__name__} {str(error)[:100]}")
                    continue
                form = name if not at else f"{name}-{at}"
                yield kind, form, {"parts": _parts(model.config), "default": not at}, saved(model)
                del model
        if number % 20 == 0:
            gc.collect()


def diffusers(done: set[str]) -> Iterator[tuple[str, str, dict[str, Any], list[Shapes]]]:
    """Every model class of diffusers with its default configuration."""
    module, torch = library("diffusers"), library("torch")
    without_values()
    for name in sorted(set(dir(module)) - done):
        try:
            found = getattr(module, name)
        except (ImportError, RuntimeError, AttributeError):
            continue
        if not isinstance(found, type) or not issubclass(found, module.ModelMixin) or found is module.ModelMixin:
            continue
        try:
            with torch.device("meta"):
                model = found()
        except Exception as error:
            print(f"{name}: {type(error).__name__} {str(error)[:100]}")
            continue
        yield name, name, {"parts": {}, "default": True}, [shapes_of(model.state_dict())]


def timm(done: set[str]) -> Iterator[tuple[str, str, dict[str, Any], list[Shapes]]]:
    """Two architectures of every module of timm."""
    module, torch = library("timm"), library("torch")
    without_values()
    for family in module.list_modules():
        if f"timm_{family}" in done:
            continue
        names = module.list_models(module=family)
        for name in {names[0], names[len(names) // 2]} if names else ():
            try:
                with torch.device("meta"):
                    model = module.create_model(name)
            except Exception as error:
                print(f"{name}: {type(error).__name__} {str(error)[:100]}")
                continue
            yield f"timm_{family}", name, {"parts": {}, "default": True}, [shapes_of(model.state_dict())]


def main(folder: Path, chosen: str | None) -> None:
    """Writes the headers of one library, or of all, as FOLDER/LIBRARY/TYPE/CLASS."""
    warnings.simplefilter("ignore")
    os.environ["HF_HUB_OFFLINE"] = "1"
    makers = {"transformers": transformers, "diffusers": diffusers, "timm": timm}
    unseen = chosen == "unseen"
    if unseen:
        chosen, makers["transformers"] = "transformers", lambda done: transformers(done, unseen=True)
    for name in LIBRARIES:
        if chosen not in (None, name):
            continue
        version = library(name).__version__
        done = {path.name for path in (folder / name).glob("*")}
        for kind, form, truth, forms in makers[name](done):
            for at, shapes in enumerate(forms):
                if len(shapes) > MAX_TENSORS:
                    print(f"{kind}: {form} has {len(shapes):,} tensors")
                    continue
                place = folder / name / kind / (form if not at else f"{form}-on-disk")
                write(place / "model.safetensors", shapes)
                truth |= {"type": kind, "library": name, "version": version}
                (place / "truth.json").write_text(json.dumps(truth))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
