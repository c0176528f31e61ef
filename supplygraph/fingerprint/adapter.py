"""Finds which weights of a base the low-rank pairs of an adapter change, and what shape those weights must have."""

import re
from typing import NamedTuple

from supplygraph.fingerprint.header import product
from supplygraph.fingerprint.names import is_head
from supplygraph.fingerprint.quantisation import Parameter

_DOWN = re.compile(r"[._]lora(?:_A|_down|\.down|_embedding_A)(?:\.default)?(?:\.weight)?$")
_UP = re.compile(r"[._]lora(?:_B|_up|\.up|_embedding_B)(?:\.default)?(?:\.weight)?$")
_OTHER = re.compile(
    r"(?:[._](?:lora_magnitude_vector(?:\.\w+)?(?:\.weight)?|alpha|dora_scale|hada_w[12]_[ab]|lokr_w[12](?:_[ab])?|ia3_l(?:\.\w+)?"
    r"|diff|diff_b|oft_[rs]|oft_blocks|vera_lambda_[bd](?:\.\w+)?)|^prompt_embeddings)$"
)
#: Prefixes that PEFT, diffusers and kohya's trainer put before the module of the base.
_PREFIX = re.compile(r"^(?:base_model\.model\.|lora_|diffusion_model\.)+")
_FLAT = re.compile(r"_(\d{1,4})(?=_|$)_?")


class Adapter(NamedTuple):
    """What an adapter changes.

    Attributes:
        targets: The weights of the base that it changes, with the shapes that they must have.
        rank: Rank of most of its pairs; None where it has none.
    """

    targets: list[Parameter]
    rank: int | None


def read_adapter(found: list[Parameter]) -> Adapter | None:
    """What the tensors change if they are those of an adapter; None if they are a model's own weights."""
    downs = {_module(_DOWN, one.name): one for one in found if _DOWN.search(one.name)}
    ups = {_module(_UP, one.name): one for one in found if _UP.search(one.name)}
    others = sum(1 for one in found if _OTHER.search(one.name) and not is_head(one.name))
    if 2 * (len(downs) + len(ups) + others) < len(found) or not (downs or ups or others):
        return None
    targets, ranks = [], []
    for module, down in downs.items():
        up = ups.get(module)
        if up is None or not down.shape or not up.shape:
            continue
        embedding = "lora_embedding_" in down.name
        ranks.append(down.shape[0])
        ins, outs = down.shape[1:], up.shape[:1]
        shape = (*down.shape[1:], *up.shape[:1]) if embedding else (*outs, *ins)
        targets.append(Parameter(f"{module}.weight", shape, product(shape), down.dtype))
    rank = max(set(ranks), key=lambda one: (ranks.count(one), one)) if ranks else None
    return Adapter(targets, rank)


def _module(ending: re.Pattern[str], name: str) -> str:
    """The module that a tensor belongs to, in dotted form also where a trainer joined its parts with underscores."""
    module = _PREFIX.sub("", ending.sub("", name))
    if "." not in module:
        module = _FLAT.sub(lambda found: f".{found[1]}.", module).strip(".")
    return module
