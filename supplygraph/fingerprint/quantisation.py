"""Finds the parameters behind the stored form of quantised weights, as far as a header shows them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from supplygraph.fingerprint.header import Header, Tensor, product
from supplygraph.fingerprint.names import is_buffer, is_norm, place, plain


class Parameter(NamedTuple):
    """A parameter of a model, before quantisation.

    Attributes:
        name: Its name, without wrappers.
        shape: Its shape; None where the header does not show it.
        elements: Number of elements; None where the header does not show it.
        dtype: Type that it is stored in.
    """

    name: str
    shape: tuple[int, ...] | None
    elements: int | None
    dtype: str


class Parameters(NamedTuple):
    """All parameters of a header.

    Attributes:
        found: The parameters.
        method: How they are quantised (`gptq`, `awq`, `bnb-4bit`, `fp8`, `mlx`, `gguf` …); None for not at all.
        known: Whether the shapes of all are known.
    """

    found: list[Parameter]
    method: str | None
    known: bool


#: What stands beside a quantised weight, by the end of its name.
_BESIDE = (
    "qzeros", "scales", "g_idx", "SCB", "weight_format", "absmax", "quant_map", "nested_absmax", "nested_quant_map",
    "weight_scale", "weight_scale_inv", "weight_scale_2", "input_scale", "activation_scale", "k_scale", "v_scale",
    "weight_global_scale", "input_global_scale", "weight_shape", "weight_zero_point", "weight_g_idx",
    "q_scale", "q_scale_max", "q_groups", "q_group_map", "q_perm", "q_invperm", "suh", "svh", "su", "sv", "mcg", "mul1",
)  # fmt: skip
_WHOLE = frozenset({"I8", "U8", "I16", "I32", "U32", "I64"})
#: Group sizes in the order in which they are usual.
_GROUPS = (64, 128, 32, 16, 256)


def parameters(header: Header) -> Parameters:
    """The parameters of a header.

    Shapes come back for GPTQ, AWQ, ExLlama, bitsandbytes 8-bit, FP8, MXFP4 and GGUF; for MLX and compressed-tensors
    where the width of the layers shows the size of the groups. bitsandbytes 4-bit keeps the number of elements only.
    """
    if header.format == "gguf":
        found = [
            Parameter(one.name, one.shape, product(one.shape), one.dtype)
            for one in header.tensors
            if not is_buffer(one.name, one.shape)
        ]
        types = Counter[str]()
        for one in found:
            types[one.dtype] += one.elements or 0
        main = max(types, key=lambda name: (types[name], name), default="F32")
        return Parameters(found, None if main in ("F32", "F16", "BF16") else "gguf", True)
    return _Reader(header).parameters()


class _Reader:
    def __init__(self, header: Header) -> None:
        self.tensors = {one.name: one for one in header.tensors}
        self.methods: Counter[str] = Counter()
        self.known = True
        self.group: int | None = None

    def parameters(self) -> Parameters:
        self.group = self._group_size()
        found = [one for tensor in self.tensors.values() if (one := self._parameter(tensor)) is not None]
        kept = [one for one in found if not is_buffer(one.name, one.shape or ())]
        if not self.methods:
            packed = sum(one.elements or 0 for one in kept if one.dtype in _WHOLE)
            if 2 * packed > sum(one.elements or 0 for one in kept):
                self.methods["packed"] += 1
                self.known = False
        method = max(self.methods, key=lambda name: (self.methods[name], name), default=None)
        return Parameters(kept, method, self.known)

    def _beside(self, module: str, *names: str) -> Tensor | None:
        return next((one for name in names if (one := self.tensors.get(f"{module}{name}")) is not None), None)

    def _parameter(self, tensor: Tensor) -> Parameter | None:
        """The parameter that a tensor holds; None for what only stands beside one."""
        name, shape = tensor.name, tensor.shape
        module, dot, last = name.rpartition(".")
        module += dot
        match last:
            case "qweight":
                return self._qweight(module, tensor)
            case "q_weight":
                ways, scale = self._beside(module, "q_invperm", "q_perm"), self._beside(module, "q_scale")
                known = (8 * scale.shape[-1], ways.shape[0]) if scale and ways and scale.shape and ways.shape else None
                return self._unpacked("exl2", module + "weight", known, tensor.dtype)
            case "trellis":
                ins, outs = self._beside(module, "suh", "su"), self._beside(module, "svh", "sv")
                known = (outs.shape[0], ins.shape[0]) if ins and outs and ins.shape and outs.shape else None
                return self._unpacked("exl3", module + "weight", known, tensor.dtype)
            case "weight_packed":
                return self._weight_packed(module, tensor)
            case "weight" if self._beside(name, ".absmax"):
                elements = 2 * product(shape)
                self.methods["bnb-4bit"] += 1
                self.known = False
                return Parameter(plain(name), None, elements, tensor.dtype)
            case "weight" if tensor.dtype == "U32" and (scales := self._beside(module, "scales")):
                return self._unpacked("mlx", name, self._of_groups(scales), tensor.dtype)
        whole = name.removesuffix("_blocks")
        if whole != name and tensor.dtype == "U8" and len(shape) > 2 and self._beside(whole, "_scales"):
            return self._unpacked("mxfp4", whole, (*shape[:-2], 2 * shape[-1] * shape[-2]), tensor.dtype)
        if self._stands_beside(name, module, last):
            return None
        if last == "weight" and tensor.dtype in ("I8", "F8_E4M3", "F8_E5M2"):
            if self._beside(module, "SCB"):
                self.methods["bnb-8bit"] += 1
            elif tensor.dtype == "I8" and self._beside(module, "weight_scale"):
                self.methods["int8"] += 1
            elif tensor.dtype != "I8":
                self.methods["fp8"] += 1
        return Parameter(plain(name), shape, product(shape), tensor.dtype)

    def _stands_beside(self, name: str, module: str, last: str) -> bool:
        if last == "biases":
            return bool(self._beside(module, "scales"))
        if name.endswith("_scales") and f"{name.removesuffix('_scales')}_blocks" in self.tensors:
            return True
        if ".quant_state." in name or last.startswith("bitsandbytes__"):
            return True
        return last in _BESIDE

    def _unpacked(self, method: str, name: str, shape: tuple[int, ...] | None, dtype: str) -> Parameter:
        self.methods[method] += 1
        if shape is None:
            self.known = False
            return Parameter(plain(name), None, None, dtype)
        return Parameter(plain(name), shape, product(shape), dtype)

    def _qweight(self, module: str, tensor: Tensor) -> Parameter:
        """GPTQ packs along the inputs, AWQ along the outputs; scales have a column for each output."""
        scales, zeros = self._beside(module, "scales"), self._beside(module, "qzeros")
        order = self._beside(module, "g_idx")
        name, packed = module + "weight", tensor.shape
        if scales is None or len(packed) != 2 or len(scales.shape) != 2:
            return self._unpacked("gptq", name, None, tensor.dtype)
        outs = scales.shape[1]
        if packed[1] != outs:
            return self._unpacked("awq", name, (outs, packed[0]), tensor.dtype)
        ins = order.shape[0] if order is not None and len(order.shape) == 1 else None
        if not ins and zeros is not None and len(zeros.shape) == 2 and zeros.shape[1]:
            ins = packed[0] * outs // zeros.shape[1]
        return self._unpacked("gptq", name, (outs, ins) if ins else None, tensor.dtype)

    def _weight_packed(self, module: str, tensor: Tensor) -> Parameter:
        shape, scales = tensor.shape, self._beside(module, "weight_scale")
        known = None
        if tensor.dtype == "U8" and shape:
            known = (*shape[:-1], 2 * shape[-1])
        elif scales is not None:
            known = self._of_groups(scales)
        return self._unpacked("compressed-tensors", module + "weight", known, tensor.dtype)

    def _of_groups(self, scales: Tensor) -> tuple[int, ...] | None:
        if self.group is None or len(scales.shape) < 2 or scales.shape[-1] < 2:
            return None
        return (*scales.shape[:-1], scales.shape[-1] * self.group)

    def _group_size(self) -> int | None:
        """Inputs that share one scale: the size that makes most packed weights as wide as the layers are."""
        packed = [
            scales.shape[-1]
            for one in self.tensors.values()
            if one.dtype in ("U32", "I32")
            and (name := one.name.removesuffix("weight_packed").removesuffix("weight"))
            and (scales := self._beside(name, "scales", "weight_scale"))
            and scales.shape
        ]
        width = layer_width((one.name, one.shape) for one in self.tensors.values()) if packed else None
        if not width:
            return None
        fits = {size: sum(groups * size == width for groups in packed) for size in _GROUPS}
        best = max(_GROUPS, key=lambda size: fits[size])
        return best if fits[best] else None


def layer_width(tensors: Iterable[tuple[str, tuple[int, ...] | None]]) -> int | None:
    """The width of the layers: the length that most of their normalisations have, the largest of several."""
    lengths = Counter(
        shape[0]
        for name, shape in tensors
        if shape is not None and len(shape) == 1 and is_norm(plain(name)) and place(name) is not None
    )
    return max(lengths, key=lambda length: (lengths[length], length), default=None)
