"""The formats of weights follow from files, else from tags; what keeps a training's state is not a weight."""

from typing import Any

import pytest

from supplygraph.hub.mapping import model_elements
from supplygraph.schema.nodes import Model
from supplygraph.tally import Tally


def model(**record: Any) -> Model:
    found = model_elements({"id": "a/b", **record}, Tally(), "test")
    return next(one for one in found if isinstance(one, Model))


@pytest.mark.parametrize(
    ("files", "formats"),
    [
        (["model-00001-of-00002.safetensors", "training_args.bin", "optimizer.pt", "rng_state_0.pth"], ["safetensors"]),
        (["pytorch_model.bin", "README.md"], ["pickle"]),
        (["unet/diffusion_pytorch_model.fp16.bin", "vae/model.safetensors"], ["pickle", "safetensors"]),
        (["weights/best.PT"], ["pickle"]),
        (["tf_model.h5", "flax_model.msgpack", "onnx/model.onnx"], ["flax", "onnx", "tensorflow"]),
        (["openvino_model.bin", "model.bin"], ["openvino"]),
        (["sklearn_model.joblib"], ["pickle"]),
        (["x-Q4_K_M.gguf"], ["gguf"]),
        (["README.md"], None),
    ],
)
def test_files_say_the_format(files: list[str], formats: list[str] | None) -> None:
    assert model(siblings=[{"rfilename": name} for name in files]).weight_formats == formats


def test_tags_say_it_where_no_weight_file_is_listed() -> None:
    assert model(tags=["pytorch", "transformers"]).weight_formats == ["pickle"]
    assert model(tags=["pytorch", "safetensors", "tf"], siblings=["README.md"]).weight_formats == [
        "pickle",
        "safetensors",
        "tensorflow",
    ]
    assert model(tags=["pytorch"], siblings=["model.safetensors"]).weight_formats == ["safetensors"]
    assert model(safetensors={"total": 5}).weight_formats == ["safetensors"]
    assert model(library_name="pytorch").weight_formats is None


def test_a_pickle_tag_counts_only_where_the_hub_sets_it() -> None:
    assert model(library_name="transformers", tags=["transformers", "pytorch", "bert"]).weight_formats == ["pickle"]
    assert model(library_name="peft", tags=["peft", "tensorboard", "pytorch"]).weight_formats == ["pickle"]
    assert model(library_name="pytorch", tags=["pytorch", "probing"]).weight_formats is None
    assert model(library_name="acme", tags=["acme", "speech", "pytorch"]).weight_formats is None
    assert model(tags=["transformers", "safetensors", "llama", "pytorch"]).weight_formats == ["safetensors"]


def test_custom_code_is_not_known_where_nothing_would_say_so() -> None:
    assert model(config={"auto_map": {"AutoModel": "modeling.M"}}).custom_code is True
    assert model(tags=["custom_code"]).custom_code is True
    assert model(tags=["x"]).custom_code is False
    assert model(config={"model_type": "llama"}).custom_code is None
