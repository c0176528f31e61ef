"""Fingerprints are blind to what a level says it is blind to, and to nothing else."""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.fingerprint.compute import Fingerprint, fingerprint
from supplygraph.fingerprint.header import Header, HeaderError, Tensor
from tests.weight_files import Shapes, awq, bert, gguf_name, gptq, llama, lora, mlx, qwen2

NAMES = {np.float16: "F16", np.int32: "I32", np.uint32: "U32"}


def of(shapes: Mapping[str, tuple[int, ...]], types: dict[str, Any] | None = None, dtype: str = "F16") -> Fingerprint:
    stored = {name: NAMES[kind] for name, kind in (types or {}).items()}
    tensors = [Tensor(name, shape, stored.get(name, dtype)) for name, shape in shapes.items()]
    return fingerprint(Header("safetensors", tensors))


def gguf_of(shapes: Shapes, arch: str = "llama", hidden: int = 64, layers: int = 2, dtype: str = "Q4_K") -> Fingerprint:
    tensors = [Tensor(gguf_name(name), shape, dtype if len(shape) > 1 else "F32") for name, shape in shapes.items()]
    stated: dict[str, Any] = {
        "general.architecture": arch,
        f"{arch}.block_count": layers,
        f"{arch}.embedding_length": hidden,
    }
    return fingerprint(Header("gguf", tensors, stated, {"tokenizer.ggml.tokens": 96}))


def levels(one: Fingerprint, other: Fingerprint) -> set[str]:
    """The levels at which two are equal."""
    names = ("exact", "structure", "body", "family", "volumes")
    return {name for name in names if getattr(one, name) == getattr(other, name)}


ALL = {"exact", "structure", "body", "family", "volumes"}
BASE = llama(hidden=64, inner=128, vocab=96)


def test_the_facts_of_a_llama() -> None:
    found = of(BASE)
    assert (found.architecture, found.layers, found.hidden_size, found.vocab_size) == ("llama", 2, 64, 96)
    assert found.parameters == sum(int(np.prod(shape)) for shape in BASE.values())
    assert (found.format, found.kind, found.dtype, found.quantization) == ("safetensors", "model", "F16", None)
    assert found.stacks == (("model.layers", 2),)
    assert found.layer_tensors is not None
    assert ("self_attn.k_proj.weight", "32x64") in found.layer_tensors
    assert found.outer_tensors == (
        ("lm_head.weight", "96x64"),
        ("model.embed_tokens.weight", "96x64"),
        ("model.norm.weight", "64"),
    )


@given(st.randoms())
def test_the_order_of_tensors_means_nothing(order: random.Random) -> None:
    names = list(BASE)
    order.shuffle(names)
    assert of({name: BASE[name] for name in names}) == of(BASE)


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        (of(BASE, dtype="BF16"), ALL - {"exact"}),
        (of(llama(hidden=64, inner=128, vocab=104)), {"body", "family", "volumes"}),
        (of(llama(hidden=64, inner=128, vocab=96, tied=True)), {"body", "family", "volumes"}),
        (of(llama(hidden=64, inner=128, vocab=96, prefix="")), {"body", "family", "volumes"}),
        (of(llama(hidden=64, inner=128, vocab=96, layers=3)), {"family"}),
        (of(llama(hidden=32, inner=128, vocab=96)), {"family"}),
        (of(llama(hidden=64, inner=160, vocab=96)), {"family"}),
        (of(llama(hidden=64, inner=128, vocab=96, groups=4)), {"family"}),
        (of(qwen2(hidden=64, inner=128, vocab=96)), {"volumes"}),
        (of(bert(hidden=64, vocab=96)), set()),
        (of({f"_orig_mod.{name}": shape for name, shape in BASE.items()}), ALL - {"exact"}),
        (of({**BASE, "model.layers.0.self_attn.rotary_emb.inv_freq": (8,)}), ALL - {"exact"}),
        (of({**BASE, "model.layers.1.extra.weight": (64, 64)}), set()),
        (of({**BASE, "score.weight": (3, 64)}), {"body", "family", "volumes"}),
    ],
)
def test_what_each_level_is_blind_to(other: Fingerprint, equal: set[str]) -> None:
    assert levels(of(BASE), other) == equal


def test_heads_prefixes_and_old_names_of_a_bert() -> None:
    whole = of(bert())
    assert levels(whole, of(bert(prefix="", head="classifier"))) == {"body", "family", "volumes"}
    old = {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): shape
           for name, shape in bert().items()}  # fmt: skip
    assert levels(whole, of(old)) == ALL - {"exact"}
    assert levels(whole, of({**bert(), "bert.embeddings.position_ids": (1, 64)})) == ALL - {"exact"}
    assert (whole.architecture, whole.layers, whole.hidden_size, whole.vocab_size) == ("bert", 2, 16, 40)
    sequence = {**bert(head=""), "classifier.0.weight": (16, 16), "classifier.3.weight": (2, 16)}
    assert levels(whole, of(sequence)) == {"body", "family", "volumes"}


@pytest.mark.parametrize(
    ("shapes", "types", "method"),
    [
        (*gptq(BASE), "gptq"),
        (*gptq(BASE, bits=8), "gptq"),
        (*awq(BASE), "awq"),
        (*mlx(BASE), "mlx"),
        (*mlx(BASE, bits=8, group=16), "mlx"),
    ],
)
def test_quantised_weights_show_the_shapes_before(shapes: Shapes, types: dict[str, Any], method: str) -> None:
    found = of(shapes, types)
    assert levels(of(BASE), found) == ALL - {"exact"}
    assert (found.quantization, found.shapes_known, found.parameters) == (method, True, of(BASE).parameters)


def test_gptq_without_an_order_of_inputs_shows_them_by_its_zeros() -> None:
    shapes, types = gptq(BASE)
    shapes = {name: shape for name, shape in shapes.items() if not name.endswith("g_idx")}
    assert of(shapes, types).structure == of(BASE).structure


def test_eight_bit_and_fp8_keep_their_shapes() -> None:
    for beside, dtype, method in (("SCB", "I8", "bnb-8bit"), ("weight_scale_inv", "F8_E4M3", "fp8")):
        tensors = []
        for name, shape in BASE.items():
            if "_proj." in name:
                tensors += [Tensor(name, shape, dtype), Tensor(name.replace("weight", beside), shape[:1], "F32")]
            else:
                tensors.append(Tensor(name, shape, "F16"))
        found = fingerprint(Header("safetensors", tensors))
        assert levels(of(BASE), found) == ALL - {"exact"}
        assert found.quantization == method


def test_four_bits_of_bitsandbytes_keep_the_number_of_elements() -> None:
    tensors = []
    for name, shape in BASE.items():
        if "_proj." in name:
            tensors.append(Tensor(name, (shape[0] * shape[1] // 2, 1), "U8"))
            tensors += [Tensor(f"{name}.{one}", (4,), "F32") for one in ("absmax", "quant_map")]
            tensors.append(Tensor(f"{name}.quant_state.bitsandbytes__nf4", (80,), "U8"))
        else:
            tensors.append(Tensor(name, shape, "F16"))
    found = fingerprint(Header("safetensors", tensors))
    assert levels(of(BASE), found) == {"volumes", "family"}
    assert (found.quantization, found.shapes_known) == ("bnb-4bit", False)
    assert (found.parameters, found.layers, found.hidden_size) == (of(BASE).parameters, 2, 64)


def test_packed_weights_of_no_known_method_are_called_so() -> None:
    tensors = [Tensor(name, (shape[0], 8), "I32") if len(shape) == 2 else Tensor(name, shape, "F16")
               for name, shape in BASE.items()]  # fmt: skip
    found = fingerprint(Header("safetensors", tensors))
    assert (found.quantization, found.shapes_known) == ("packed", False)


def test_gguf_and_safetensors_meet_in_volumes_and_sizes() -> None:
    one, other = of(BASE), gguf_of(BASE)
    assert levels(one, other) == {"volumes"}
    for name in ("architecture", "layers", "hidden_size", "vocab_size", "parameters"):
        assert getattr(one, name) == getattr(other, name), name
    assert (other.quantization, other.dtypes) == ("gguf", ("F32", "Q4_K"))
    assert levels(other, gguf_of(BASE, dtype="Q8_0")) == ALL - {"exact"}
    assert gguf_of(BASE, dtype="F16").quantization is None
    assert levels(one, gguf_of(llama(hidden=64, inner=160, vocab=96))) == set()


def test_experts_that_gguf_fuses_count_one_by_one() -> None:
    apart = {
        f"model.layers.0.mlp.experts.{n}.{one}_proj.weight": (8, 16) for n in range(4) for one in ("gate", "up", "down")
    }
    fused = [Tensor(f"blk.0.ffn_{one}_exps.weight", (4, 8, 16), "F16") for one in ("gate", "up", "down")]
    assert of(apart).volumes == fingerprint(Header("gguf", fused)).volumes


def test_layers_are_counted_in_the_file_and_not_believed() -> None:
    assert gguf_of(BASE, layers=80).layers == 2


def test_an_adapter_shows_what_its_base_must_have() -> None:
    found = of(lora(BASE))
    assert (found.kind, found.rank, found.layers, found.hidden_size) == ("adapter", 4, 2, 64)
    assert found.layer_tensors == (("self_attn.q_proj.weight", "64x64"), ("self_attn.v_proj.weight", "32x64"))
    assert set(found.layer_tensors) <= set(of(BASE).layer_tensors or ())
    last = of(lora({name: shape for name, shape in BASE.items() if ".layers.1." in name}))
    assert last.layers == 2


def test_adapters_of_other_trainers() -> None:
    diffusers = of({
        "unet.down_blocks.0.attentions.1.attn1.to_q.lora.down.weight": (8, 320),
        "unet.down_blocks.0.attentions.1.attn1.to_q.lora.up.weight": (320, 8),
    })  # fmt: skip
    assert (diffusers.kind, diffusers.rank) == ("adapter", 8)
    assert diffusers.layer_tensors == (("attentions.*.attn1.to_q.weight", "320x320"),)
    kohya = of({
        "lora_unet_down_blocks_0_attentions_1_attn1_to_q.lora_down.weight": (8, 320),
        "lora_unet_down_blocks_0_attentions_1_attn1_to_q.lora_up.weight": (320, 8),
        "lora_unet_down_blocks_0_attentions_1_attn1_to_q.alpha": (),
    })  # fmt: skip
    assert (kohya.kind, kohya.rank) == ("adapter", 8)
    assert kohya.layer_tensors == (("attentions.*.attn1_to_q.weight", "320x320"),)


def test_several_stacks_are_told_apart() -> None:
    shapes = {f"{side}.layers.{n}.fc1.weight": (4, 4) for side in ("encoder", "decoder") for n in range(3)}
    found = of({f"model.{name}": shape for name, shape in shapes.items()})
    assert (found.layer_tensors, found.layer_stacks) == ((("fc1.weight", "4x4"), ("fc1.weight", "4x4")), (0, 1))
    assert found.stacks == (("model.decoder.layers", 3), ("model.encoder.layers", 3))
    assert levels(found, of(shapes)) == {"body", "family", "volumes"}


def test_parts_that_are_wrapped_in_another_order_are_the_same() -> None:
    text, sight = {"self_attn.q_proj.weight": (8, 8)}, {"mlp.fc1.weight": (8, 8)}
    old = {f"language_model.model.layers.0.{name}": shape for name, shape in text.items()}
    old |= {f"vision_tower.vision_model.encoder.layers.0.{name}": shape for name, shape in sight.items()}
    new = {f"model.language_model.layers.0.{name}": shape for name, shape in text.items()}
    new |= {f"model.vision_tower.vision_model.encoder.layers.0.{name}": shape for name, shape in sight.items()}
    assert levels(of(old), of(new)) == {"body", "family", "volumes"}
    apart = of({"model.layers.0.a.weight": (8, 8), "layers.0.a.weight": (8, 8)})
    assert (apart.stacks, apart.layer_stacks) == ((("layers", 1), ("model.layers", 1)), (0, 1))
    newest = {name.replace("vision_model.encoder", "encoder"): shape for name, shape in new.items()}
    assert levels(of(old), of(newest)) == {"body", "family", "volumes"}


def test_a_model_without_layers_is_known_by_all_its_tensors() -> None:
    found = of({"linear.weight": (4, 4), "head.weight": (2, 4)})
    assert found.layers is None
    assert found.layer_tensors == ()
    assert levels(found, of({"linear.weight": (4, 4), "head.weight": (9, 4)})) == {"body", "family", "volumes"}
    assert levels(found, of({"linear.weight": (8, 4), "head.weight": (2, 4)})) == {"family"}


def test_too_many_different_tensors_are_not_listed() -> None:
    found = of({f"layers.0.a{n}.weight": (1, 1) for n in range(700)})
    assert found.layer_tensors is None


def test_no_tensors_is_no_architecture() -> None:
    with pytest.raises(HeaderError):
        fingerprint(Header("safetensors"))


@given(
    st.dictionaries(
        st.text(st.sampled_from("ab.01_w"), min_size=1, max_size=12) | st.text(max_size=8),
        st.tuples(st.lists(st.integers(0, 5), max_size=4), st.sampled_from(["F32", "U8", "I32", "U32", "F8_E4M3"])),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["safetensors", "gguf"]),
)
def test_any_tensors_have_a_fingerprint(content: dict[str, tuple[list[int], str]], form: str) -> None:
    tensors = [Tensor(name, tuple(shape), dtype) for name, (shape, dtype) in content.items()]
    found = fingerprint(Header(form, tensors))
    assert fingerprint(Header(form, tensors[::-1])) == found
    assert found.tensors == len(tensors)


ENDS = [
    "qweight", "qzeros", "scales", "weight", "weight_packed", "weight_scale", "biases", "SCB", "q_weight", "q_scale",
    "q_perm", "trellis", "suh", "svh", "x_blocks", "x_scales", "weight.absmax", "lora_A.weight", "lora_B.weight",
]  # fmt: skip


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["layers.0.a.", "layers.1.a.", ""]), st.sampled_from(ENDS)).map("".join),
        st.tuples(st.lists(st.integers(0, 5), max_size=4), st.sampled_from(["F32", "U8", "I32", "U32", "I8"])),
        min_size=1,
    )
)
def test_odd_shapes_of_quantised_weights_stop_nothing(content: dict[str, tuple[list[int], str]]) -> None:
    tensors = [Tensor(name, tuple(shape), dtype) for name, (shape, dtype) in content.items()]
    assert fingerprint(Header("safetensors", tensors)).tensors == len(tensors)


def test_wrappers_of_training_and_of_sentence_models_are_no_part_of_a_name() -> None:
    sharded = {name.replace("layers.1.", "layers.1._fsdp_wrapped_module."): shape for name, shape in BASE.items()}
    sharded = {f"_fsdp_wrapped_module.{name}": shape for name, shape in sharded.items()}
    checkpointed = {name.replace("mlp.", "mlp._checkpoint_wrapped_module."): shape for name, shape in BASE.items()}
    sentences = {f"0.auto_model.{name}": shape for name, shape in BASE.items()}
    unmerged = {f"base_model.model.{name}": shape for name, shape in BASE.items()}
    for wrapped in (sharded, checkpointed, sentences, unmerged):
        assert levels(of(BASE), of(wrapped)) == ALL - {"exact"}


def test_each_stack_of_a_composed_model_is_described_alone() -> None:
    sight = {
        f"vision_tower.layers.{layer}.{name}": shape
        for layer in range(3)
        for name, shape in {"mlp.fc1.weight": (40, 32), "mlp.fc1.bias": (40,), "norm1.weight": (32,)}.items()
    }
    composed = of({**llama(hidden=64, inner=128, vocab=96, prefix="language_model.model."), **sight})
    assert composed.stacks == (("language_model.model.layers", 2), ("vision_tower.layers", 3))
    assert composed.stack_bodies[0] == of(BASE).stack_bodies[0]
    assert composed.stack_types[0] == "llama"
    assert composed.stack_widths == (64, 32)
    assert composed.stack_parameters == (of(BASE).stack_parameters[0], 3 * (40 * 32 + 40 + 32))


def test_an_adapter_has_the_type_whose_weights_it_fits() -> None:
    known = llama(4096, 32, 14336, 32768, 32, 8)
    found = of(lora(known))
    assert (found.kind, found.layers) == ("adapter", 32)
    assert "mistral" in (found.architecture, *found.alike)
    assert of(lora(llama(hidden=80, inner=112))).architecture is None
