"""Measures fingerprint-false and fingerprint-undeclared on lineages designed from written headers.

`python -m tests.benchmarks.fingerprint_lineages FOLDER [MISTAKES]`; the headers are those of `fingerprint_headers`.
Each base gets children that come from it and say so, that say something else, or that say nothing.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.fingerprints import Fingerprints
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.benchmarks.fingerprint_headers import Shapes, write
from tests.benchmarks.fingerprint_table import written
from tests.weight_files import lora

#: The CLIP whose vision tower LLaVA has.
LARGE = "clip-large"
#: Types without a vocabulary, and those whose largest stack holds stages and no layers.
WORDLESS, STAGED = frozenset({"vit", "swin", "wav2vec2"}), frozenset({"swin"})
#: Types whose first header is a base, and a base that theirs is never made from.
BASES = {
    "llama": "mistral", "mistral": "llama", "qwen2": "qwen3", "qwen3": "qwen2", "gemma2": "gemma", "gemma": "llama",
    "phi3": "phi", "phi": "gpt_neox", "gpt2": "opt", "gpt_neox": "gpt2", "opt": "bloom", "bloom": "gpt2",
    "bert": "gpt2", "roberta": "deberta-v2", "xlm-roberta": "deberta-v2", "distilbert": "bert", "electra": "bert",
    "deberta-v2": "roberta", "t5": "bart", "bart": "t5", "whisper": "wav2vec2", "wav2vec2": "whisper", "vit": "swin",
    "swin": "vit", "clip": "vit", "siglip": "clip", "modernbert": "bert", "mamba": "llama", "starcoder2": "llama",
    "olmo2": "llama", "stablelm": "mistral", "falcon": "gpt_neox", "mixtral": "llama",
}  # fmt: skip


#: Stacks of composed models that are models of their own, by a part of their names, and the base with these layers.
PARTS = (
    ("clip", "text_model", "clip"), ("clip", "vision_model", "clip"), ("siglip", "text_model", "siglip"),
    ("siglip", "vision_model", "siglip"), ("whisper", "encoder", "whisper"), ("whisper", "decoder", "whisper"),
    ("t5", "encoder", "t5"), ("bart", "decoder", "bart"), ("llava", "language_model", "llama"),
    ("llava", "vision_tower", LARGE),
)  # fmt: skip


class Child(NamedTuple):
    """One model of a designed lineage.

    Attributes:
        shapes: Its tensors.
        declared: Base that it declares.
        relation: How.
        base: Base that it comes from.
        false: Whether the declaration is false; None where either answer would do.
    """

    shapes: Shapes
    declared: str | None
    relation: str
    base: str
    false: bool | None


def _without_last_layers(shapes: Shapes, share: float) -> Shapes:
    """Fewer layers in every stack."""
    depth: dict[str, int] = defaultdict(int)
    places = {}
    for name in shapes:
        parts = name.split(".")
        at = next((n for n, part in enumerate(parts) if part.isdigit()), None)
        if at is not None:
            places[name] = (".".join(parts[:at]), int(parts[at]))
            depth[places[name][0]] = max(depth[places[name][0]], places[name][1] + 1)
    return {
        name: shape
        for name, shape in shapes.items()
        if name not in places or places[name][1] < max(1, depth[places[name][0]] * share)
    }


def _more_words(shapes: Shapes, more: int) -> Shapes:
    """A larger vocabulary."""
    words = max((shape[0] for name, shape in shapes.items() if "embed" in name or "wte" in name), default=0)
    return {name: (shape[0] + more, *shape[1:]) if shape[:1] == (words,) else shape for name, shape in shapes.items()}


def _fits(pairs: Shapes, base: Shapes) -> bool:
    """Whether a base has every weight that pairs change, in the same shape; no header tells such bases apart."""
    changed = {name.split(".lora_")[0].removeprefix("base_model.model.") + ".weight" for name in pairs}
    shapes = {
        name: (pairs[f"base_model.model.{name.removesuffix('.weight')}.lora_B.weight"][0],
               pairs[f"base_model.model.{name.removesuffix('.weight')}.lora_A.weight"][1])
        for name in changed
    }  # fmt: skip
    return all(base.get(name) == shape for name, shape in shapes.items())


def children(bases: dict[str, Shapes]) -> Iterator[tuple[str, Child]]:
    """The designed children of all bases, by id."""
    for kind, other in BASES.items():
        if kind not in bases or other not in bases:
            continue
        own, base, wrong = bases[kind], f"v/{kind}", f"v/{other}"
        head = {name: shape for name, shape in own.items() if not name.startswith(("lm_head", "cls", "classifier"))}
        yield f"t/{kind}-tuned", Child(own, base, "finetune", base, False)
        yield f"t/{kind}-task", Child({**head, "score.weight": (3, 8)}, base, "finetune", base, False)
        if kind not in STAGED:
            yield f"t/{kind}-pruned", Child(_without_last_layers(own, 0.5), base, "finetune", base, False)
        wrapped = {f"_fsdp_wrapped_module.{name}": shape for name, shape in own.items()}
        yield f"t/{kind}-sharded", Child(wrapped, base, "finetune", base, False)
        yield f"f/{kind}-as-{other}", Child(own, wrong, "finetune", base, True)
        yield f"f/{kind}-half-copy", Child(_without_last_layers(own, 0.5), base, "copy", base, True)
        yield f"u/{kind}-silent", Child(own, None, "", base, None)
        if kind not in WORDLESS:
            yield f"t/{kind}-tokens", Child(_more_words(own, 8), base, "finetune", base, False)
            yield f"f/{kind}-copy-of-{other}", Child(_more_words(own, 16), wrong, "copy", base, True)
            yield f"u/{kind}-silent-tokens", Child(_more_words(own, 2), None, "", base, None)
        targets = ("q_proj", "v_proj", "query", "value", "c_attn", "query_key_value", "q_lin", "Wqkv", "qkv_proj")
        pairs = lora(own, 8, [one for one in targets if any(one in name for name in own)])
        if pairs:
            yield f"t/{kind}-lora", Child(pairs, base, "adapter", base, False)
            if not _fits(pairs, bases[other]):
                yield f"f/{kind}-lora-on-{other}", Child(pairs, wrong, "adapter", base, True)
    for kind, part, base in PARTS:
        if {kind, base} <= set(bases):
            alone = {name: shape for name, shape in bases[kind].items() if part in name.split(".")}
            yield f"t/{kind}-{part}", Child(alone, f"v/{kind}", "finetune", f"v/{base}", False)
            yield f"p/{kind}-{part}", Child(alone, None, "", f"v/{base}", None)
            yield f"f/{kind}-{part}-as-gpt2", Child(alone, "v/gpt2", "finetune", f"v/{base}", True)
    for part in ("llama", LARGE):
        if {"llava", part} <= set(bases):
            yield f"t/llava-from-{part}", Child(bases["llava"], f"v/{part}", "finetune", "v/llava", False)


def ratio(part: int, whole: int) -> str:
    """A share, with what it is of."""
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "none"


def main(folder: Path, mistakes: int) -> None:
    """Prints precision and recall of both questions."""
    bases: dict[str, Shapes] = {}
    for one in written(folder, ("transformers",)):
        kind = one.truth["type"]
        if kind == "clip" and not one.truth["default"]:
            bases.setdefault(LARGE, {tensor.name: tensor.shape for tensor in one.header.tensors})
        if one.truth["default"] and kind in {*BASES, *BASES.values(), "llava"} and "on-disk" not in one.path.name:
            shapes = {tensor.name: tensor.shape for tensor in one.header.tensors}
            if kind not in bases or len(shapes) > len(bases[kind]):
                bases[kind] = shapes
    made = dict(children(bases))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        records: list[dict[str, Any]] = [{"kind": "model", "id": f"v/{kind}", "downloads": 9} for kind in bases]
        for kind, shapes in bases.items():
            write(place / "weights" / "v" / kind / "model.safetensors", shapes)
        for id_, child in made.items():
            file = "adapter_model" if child.relation == "adapter" else "model"
            write(place / "weights" / id_ / f"{file}.safetensors", child.shapes)
            bound = [{"id": child.declared, "relation": child.relation}] if child.declared else []
            records.append({"kind": "model", "id": id_, "derived_from": bound})
        (place / "models.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
        settings = Settings.from_environment({}, store=place / "store")
        with Connection(local.start(settings)) as connection:
            load(Fingerprints(folder=place / "weights"), lambda: connection)
            load(Records([place / "models.jsonl"]), lambda: connection)
            _false(made, run(connection, "fingerprint-false", {"max_rows": 100_000}), mistakes)
            for level in ("structure", "body", "part"):
                rows = run(connection, "fingerprint-undeclared", {"level": level, "classes": ["conflict", "missing"]})
                _undeclared(made, level, rows, mistakes)
        local.stop(settings)


def _false(made: dict[str, Child], rows: Any, mistakes: int) -> None:
    found = {(row["child"], row["base"]): row for row in rows}
    told = {key for key in found if key[0] in made}
    lies = {(id_, child.declared) for id_, child in made.items() if child.false}
    judged = [key for key in told if made[key[0]].false is not None]
    right = [key for key in judged if made[key[0]].false]
    print(
        f"fingerprint-false: precision {ratio(len(right), len(judged))}, "
        f"recall {ratio(len(told & lies), len(lies))}, no evidence {sum(None in row.values() for row in rows)}"
    )
    for key in [*sorted(set(judged) - set(right)), *sorted(lies - told, key=str)][:mistakes]:
        print(" ", key, found.get(key))


def _undeclared(made: dict[str, Child], level: str, rows: Any, mistakes: int) -> None:
    """Right is a row that names the base, or another model of its lineage with the same tensors."""
    parts = {f"{kind}-{part}" for kind, part, _ in PARTS}
    expected = {
        id_
        for id_, child in made.items()
        if level == "part" or not any(part in id_ for part in parts)
        if child.relation != "adapter" and "half" not in id_ and (child.declared is None or child.false)
        if level != "structure" or ("tokens" not in id_ and "copy-of" not in id_)
    }
    found = {row["model"]: row["likely_base"] for row in rows}
    # The language model in LLaVA is another base's.
    truth = {"v/llava": "v/llama", **{id_: child.base for id_, child in made.items()}}
    right = {id_ for id_, base in found.items() if truth.get(base, base) == truth.get(id_)}
    print(
        f"fingerprint-undeclared, {level}: precision {ratio(len(right), len(found))}, "
        f"recall {ratio(len(right & expected), len(expected))}"
    )
    for id_ in [*sorted(set(found) - right), *sorted(expected - set(found))][:mistakes]:
        print(" ", id_, found.get(id_), made[id_].base if id_ in made else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
