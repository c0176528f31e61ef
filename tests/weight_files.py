"""Small real weight files of known architectures, written with the libraries that define the formats."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

Arrays = dict[str, NDArray[Any]]
Shapes = dict[str, tuple[int, ...]]


def llama(
    hidden: int = 16, layers: int = 2, inner: int = 24, vocab: int = 40, heads: int = 4, groups: int = 2,
    *, tied: bool = False, prefix: str = "model.",
) -> Shapes:  # fmt: skip
    """Names and shapes of a Llama, as transformers writes them."""
    side = hidden // heads * groups
    shapes: Shapes = {f"{prefix}embed_tokens.weight": (vocab, hidden), f"{prefix}norm.weight": (hidden,)}
    if not tied:
        shapes["lm_head.weight"] = (vocab, hidden)
    for layer in range(layers):
        at = f"{prefix}layers.{layer}."
        shapes |= {
            f"{at}self_attn.q_proj.weight": (hidden, hidden),
            f"{at}self_attn.k_proj.weight": (side, hidden),
            f"{at}self_attn.v_proj.weight": (side, hidden),
            f"{at}self_attn.o_proj.weight": (hidden, hidden),
            f"{at}mlp.gate_proj.weight": (inner, hidden),
            f"{at}mlp.up_proj.weight": (inner, hidden),
            f"{at}mlp.down_proj.weight": (hidden, inner),
            f"{at}input_layernorm.weight": (hidden,),
            f"{at}post_attention_layernorm.weight": (hidden,),
        }
    return shapes


def qwen2(**sizes: Any) -> Shapes:
    """Names and shapes of a Qwen2: a Llama with biases."""
    shapes = llama(**sizes)
    for name in list(shapes):
        if name.endswith(("q_proj.weight", "k_proj.weight", "v_proj.weight")):
            shapes[name.replace(".weight", ".bias")] = shapes[name][:1]
    return shapes


def bert(hidden: int = 16, layers: int = 2, vocab: int = 40, *, prefix: str = "bert.", head: str = "cls") -> Shapes:
    """Names and shapes of a BERT with another head."""
    shapes: Shapes = {
        f"{prefix}embeddings.word_embeddings.weight": (vocab, hidden),
        f"{prefix}embeddings.position_embeddings.weight": (64, hidden),
        f"{prefix}embeddings.token_type_embeddings.weight": (2, hidden),
        f"{prefix}embeddings.LayerNorm.weight": (hidden,),
        f"{prefix}embeddings.LayerNorm.bias": (hidden,),
    }
    if head == "cls":
        shapes["cls.predictions.bias"] = (vocab,)
    elif head:
        shapes |= {f"{head}.weight": (3, hidden), f"{head}.bias": (3,)}
    for layer in range(layers):
        at = f"{prefix}encoder.layer.{layer}."
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= {f"{at}{name}.weight": (hidden, hidden), f"{at}{name}.bias": (hidden,)}
        shapes |= {
            f"{at}intermediate.dense.weight": (2 * hidden, hidden),
            f"{at}intermediate.dense.bias": (2 * hidden,),
            f"{at}output.dense.weight": (hidden, 2 * hidden),
            f"{at}output.dense.bias": (hidden,),
            f"{at}output.LayerNorm.weight": (hidden,),
            f"{at}output.LayerNorm.bias": (hidden,),
            f"{at}attention.output.LayerNorm.weight": (hidden,),
            f"{at}attention.output.LayerNorm.bias": (hidden,),
        }
    return shapes


def lora(base: Shapes, rank: int = 4, targets: Sequence[str] = ("q_proj", "v_proj")) -> Shapes:
    """Names and shapes of PEFT's low-rank adapter for a base."""
    shapes: Shapes = {}
    for name, shape in base.items():
        module = name.removesuffix(".weight")
        if module.endswith(tuple(targets)):
            shapes[f"base_model.model.{module}.lora_A.weight"] = (rank, shape[1])
            shapes[f"base_model.model.{module}.lora_B.weight"] = (shape[0], rank)
    return shapes


def _projections(base: Shapes, stored: Callable[[int, int], Shapes]) -> tuple[Shapes, dict[str, Any]]:
    """What is stored for the projections of a base: all but the scales in whole numbers."""
    shapes: Shapes = {}
    types: dict[str, Any] = {}
    for name, shape in base.items():
        module = name.removesuffix("weight")
        if not module.endswith("_proj."):
            shapes[name] = shape
            continue
        outs, ins = shape
        found = stored(outs, ins)
        shapes |= {f"{module}{one}": size for one, size in found.items()}
        types |= {f"{module}{one}": np.int32 for one in found if one != "scales"}
    return shapes, types


def gptq(base: Shapes, bits: int = 4, group: int = 8) -> tuple[Shapes, dict[str, Any]]:
    """Names, shapes and types that GPTQ stores for the projections of a base."""
    return _projections(
        base,
        lambda outs, ins: {
            "qweight": (ins * bits // 32, outs),
            "qzeros": (ins // group, outs * bits // 32),
            "scales": (ins // group, outs),
            "g_idx": (ins,),
        },
    )


def awq(base: Shapes, bits: int = 4, group: int = 8) -> tuple[Shapes, dict[str, Any]]:
    """Names, shapes and types that AWQ stores for the projections of a base."""
    return _projections(
        base,
        lambda outs, ins: {
            "qweight": (ins, outs * bits // 32),
            "qzeros": (ins // group, outs * bits // 32),
            "scales": (ins // group, outs),
        },
    )


def mlx(base: Shapes, bits: int = 4, group: int = 32) -> tuple[Shapes, dict[str, Any]]:
    """Names, shapes and types that MLX stores for the matrices of a base."""
    shapes: Shapes = {}
    types: dict[str, Any] = {}
    for name, shape in base.items():
        if len(shape) < 2:
            shapes[name] = shape
            continue
        module = name.removesuffix("weight")
        shapes |= {
            name: (shape[0], shape[1] * bits // 32),
            f"{module}scales": (shape[0], shape[1] // group),
            f"{module}biases": (shape[0], shape[1] // group),
        }
        types[name] = np.uint32
    return shapes, types


def arrays(shapes: Shapes, types: Mapping[str, Any] | None = None, dtype: Any = np.float16) -> Arrays:
    """Zeros of those shapes."""
    return {name: np.zeros(shape, (types or {}).get(name, dtype)) for name, shape in shapes.items()}


def write(path: Path, shapes: Shapes, types: Mapping[str, Any] | None = None, dtype: Any = np.float16) -> Path:
    """One safetensors file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(arrays(shapes, types, dtype), path, metadata={"format": "pt"})
    return path


def write_shards(folder: Path, shapes: Shapes, count: int, stem: str = "model", dtype: Any = np.float16) -> list[Path]:
    """Several safetensors files and the index of them."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(shapes)
    paths: list[Path] = []
    weight_map: dict[str, str] = {}
    for number in range(count):
        path = folder / f"{stem}-{number + 1:05d}-of-{count:05d}.safetensors"
        part = {name: shapes[name] for name in names[number::count]}
        write(path, part, dtype=dtype)
        weight_map |= dict.fromkeys(part, path.name)
        paths.append(path)
    (folder / f"{stem}.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weight_map}))
    return paths


_GGUF_NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}  # fmt: skip


def gguf_name(name: str) -> str:
    """What llama.cpp's converter calls a tensor of a Llama."""
    name = name.removeprefix("model.")
    if name.startswith("layers."):
        _, layer, rest = name.split(".", 2)
        module, _, last = rest.rpartition(".")
        return f"blk.{layer}.{_GGUF_NAMES[module]}.{last}"
    return {"embed_tokens": "token_embd", "norm": "output_norm", "lm_head": "output"}[name.split(".")[0]] + ".weight"


def write_gguf(
    path: Path, shapes: Shapes, layers: int, hidden: int, vocab: int, *, words: int | None = None,
    order: gguf.GGUFEndian = gguf.GGUFEndian.LITTLE,
) -> Path:  # fmt: skip
    """One GGUF file in Q8_0 and F32, with a vocabulary and the values that llama.cpp writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, "llama", endianess=order)
    writer.add_block_count(layers)
    writer.add_embedding_length(hidden)
    writer.add_context_length(512)
    writer.add_token_list([f"word{number}" for number in range(words or vocab)])
    writer.add_token_scores([0.0] * (words or vocab))
    for name, shape in shapes.items():
        flat = np.zeros(shape, np.float32)
        if len(shape) == 2 and shape[1] % 32 == 0 and order is gguf.GGUFEndian.LITTLE:
            quantised = gguf.quants.quantize(flat, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(gguf_name(name), quantised, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(gguf_name(name), flat)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
