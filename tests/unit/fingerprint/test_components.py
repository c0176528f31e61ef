"""Files of a repository become the components of one model; copies and other stages are left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.fingerprint.components import MAX_COMPONENTS, components


def shards(stem: str, count: int, form: str = "safetensors") -> list[str]:
    return [f"{stem}-{n:05d}-of-{count:05d}.{form}" for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["model.safetensors", "pytorch_model.bin"], {"model": 1}),
        ([*shards("model", 3), "model.safetensors.index.json"], {"model": 3}),
        (["model.safetensors", "model.fp16.safetensors"], {"model": 1}),
        ([*shards("model", 2), *shards("consolidated", 2), "consolidated.safetensors"], {"model": 2}),
        (["adapter_model.safetensors"], {"adapter": 1}),
        (["model.safetensors", "adapter_model.safetensors"], {"model": 1, "adapter": 1}),
        (["pytorch_lora_weights.safetensors"], {"adapter": 1}),
        (["model.safetensors", "checkpoint-500/model.safetensors", "original/model.safetensors",
          "onnx/model.safetensors", ".cache/model.safetensors"], {"model": 1}),
        (["model_index.json", "unet/diffusion_pytorch_model.safetensors",
          "unet/diffusion_pytorch_model.fp16.safetensors", "text_encoder/model.safetensors",
          "vae/diffusion_pytorch_model.safetensors", "sd-v1-5-pruned.safetensors"],
         {"unet": 1, "text_encoder": 1, "vae": 1}),
        (["model.safetensors", "2_Dense/model.safetensors"], {"model": 1, "2_Dense": 1}),
        (["unet/diffusion_pytorch_model.fp16.safetensors"], {"unet": 1}),
        (["one-thing.safetensors"], {"model": 1}),
        (["style-a.safetensors", "style-b.safetensors"], {"style-a": 1, "style-b": 1}),
        (["v1-5-pruned.safetensors", "v1-5-pruned-emaonly.safetensors"], {"model": 1}),
        (["llama-7b.Q4_K_M.gguf", "llama-7b.Q8_0.gguf", "llama-7b.IQ2_XXS.gguf", "llama-7b.f16.gguf"], {"model": 1}),
        (["a-Q4_K_M.gguf", "a-UD-Q2_K_XL.gguf", "mmproj-F16.gguf", "imatrix.gguf"], {"model": 1, "mmproj": 1}),
        (["small-Q4_0.gguf", "large-Q4_0.gguf"], {"small": 1, "large": 1}),
        (["Q4_K_M/m-Q4_K_M-00001-of-00002.gguf", "Q4_K_M/m-Q4_K_M-00002-of-00002.gguf", "m-Q2_K.gguf"], {"model": 1}),
        (["model.safetensors", "x-Q4_K_M.gguf"], {"model": 1, "gguf": 1}),
        (["config.json", "README.md"], {}),
    ],
)  # fmt: skip
def test_components_by_their_files(paths: list[str], expected: dict[str, int]) -> None:
    found = components(paths)
    assert {one.name: len(one.files) for one in found.components} == expected
    assert not any(one.missing for one in found.components)
    weights = [path for path in paths if path.endswith((".safetensors", ".gguf"))]
    assert found.aside == len(weights) - sum(expected.values())
    assert components(reversed(paths)) == found


def test_missing_shards_show() -> None:
    assert [one.missing for one in components(shards("model", 3)[:2]).components] == [1]
    assert [one.missing for one in components(shards("model", 3)[1:]).components] == [1]
    both = components([*shards("model", 3), *shards("model", 2)]).components
    assert [one.missing > 0 for one in both] == [True]


def test_an_index_is_asked_where_names_do_not_tell() -> None:
    index = "model.safetensors.index.json"
    assert components([*shards("model", 2), index]).components[0].index is None
    assert components([*shards("model", 2)[:1], index]).components[0].index == index
    assert components(["model.safetensors", index]).components[0].index == index
    inner = components(["unet/model.safetensors", f"unet/{index}"]).components[0]
    assert inner.index == f"unet/{index}"


def test_a_collection_is_read_in_part() -> None:
    found = components([f"style-{n}.safetensors" for n in range(100)])
    assert len(found.components) == MAX_COMPONENTS
    assert found.aside == 100 - MAX_COMPONENTS


@given(st.lists(st.text(st.sampled_from("ab/.-_0Q4"), max_size=12).map(lambda stem: f"{stem}.gguf")
                | st.text(max_size=9).map(lambda stem: f"{stem}.safetensors")))  # fmt: skip
def test_any_paths_are_sorted_somehow(paths: list[str]) -> None:
    found = components(paths)
    names = [one.name for one in found.components]
    files = [file for one in found.components for file in one.files]
    assert len(set(files)) == len(files)
    assert len(set(names)) == len(names)
    assert set(files) <= set(paths)
    assert found.aside == len(set(paths)) - len(files)
    assert sorted(names, key=lambda name: (name != "model", name)) == names
