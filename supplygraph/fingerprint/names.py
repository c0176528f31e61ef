"""Takes names of tensors apart: layer indices, wrappers that training leaves behind, and what is not a parameter."""

import re
from typing import NamedTuple

#: Left by torch.compile, sharded and data-parallel training, and by libraries that hold a model as their first module.
_WRAPPERS = re.compile(r"^(?:module\.(?=.*\.)|base_model\.model\.(?=.*\.)|\d\.auto_model\.)+")
_INNER_WRAPPERS = re.compile(
    r"(?<![^.])(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|_forward_module)\."
)
#: Tensors that some versions of a library store beside the parameters; they come and go along a lineage.
_BUFFERS = re.compile(
    r"(?:^|\.)(?:inv_freq|original_inv_freq|position_ids|masked_bias|num_batches_tracked|relative_position_index"
    r"|rope_freqs\.weight|rope_factors_(?:long|short)\.weight|attn_rot_embd(?:\.weight)?)$"
)
_MASK = re.compile(r"(?:^|\.)(?:attn|attention)\.bias$")
_OLD = {"gamma": "weight", "beta": "bias"}
_HEADS = re.compile(
    r"(?:^|\.)(?:lm_head|embed_out|output|cls|classifier|head|heads|score|qa_outputs|fc|logits|projector)(?:\.|$)"
)
_TOKENS = re.compile(
    r"(?:^|\.)(?:embed_tokens|wte|word_embeddings?|token_embd|tok_embeddings|embed_in|shared|word_embedding"
    r"|token_embedding|embeddings?\.weight$|transformer\.embedding)(?:\.|$)"
)
_NORM = re.compile(r"(?:norm|ln_?\d?|layernorm)\w*\.(?:weight|scale)$", re.IGNORECASE)
_EXPERT = re.compile(r"(?:^|\.)experts?\.|_exps\.|(?:^|\.)experts?$")


class Place(NamedTuple):
    """A tensor inside a stack of layers.

    Attributes:
        stack: What stands before the index of the layer (`model.layers`).
        layer: That index.
        rest: What stands behind it, further indices as `*` (`mlp.experts.*.w1.weight`).
    """

    stack: str
    layer: int
    rest: str


def plain(name: str) -> str:
    """A name without wrappers, with today's words for the parts of a normalisation."""
    name = _WRAPPERS.sub("", _INNER_WRAPPERS.sub("", name))
    head, dot, last = name.rpartition(".")
    if last in _OLD and _NORM.search(f"{head}.weight"):
        return f"{head}{dot}{_OLD[last]}"
    return name


def is_buffer(name: str, shape: tuple[int, ...]) -> bool:
    """Whether it is not a parameter: rotary frequencies, causal masks, counters."""
    return bool(_BUFFERS.search(name)) or (len(shape) == 4 and bool(_MASK.search(name)))


def place(name: str) -> Place | None:
    """Where a tensor is in a stack of layers; None outside."""
    parts = name.split(".")
    for at, part in enumerate(parts[:-1]):
        if _is_index(part):
            rest = ".".join("*" if _is_index(one) else one for one in parts[at + 1 :])
            return Place(".".join(parts[:at]), int(part), rest)
    return None


def _is_index(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 6


def is_head(name: str) -> bool:
    """Whether it belongs to what a task puts on top of the layers."""
    return bool(_HEADS.search(name))


def is_token_embedding(name: str) -> bool:
    """Whether its rows are the vocabulary."""
    return bool(_TOKENS.search(name)) and "position" not in name and "token_type" not in name


def is_norm(name: str) -> bool:
    """Whether it is the weight of a normalisation."""
    return bool(_NORM.search(name))


def is_expert(name: str) -> bool:
    """Whether it belongs to the experts of a mixture."""
    return bool(_EXPERT.search(name))
