"""Reads the header of a safetensors file: eight bytes of length, then JSON.

The format is that of the `safetensors` package; what it refuses to load is refused here, too: tensors that overlap,
leave holes, or do not fit their type.
"""

import json
from typing import Any

from supplygraph.fingerprint.header import (
    MAX_DIMENSIONS,
    MAX_NAME,
    MAX_TENSORS,
    Bytes,
    Header,
    HeaderError,
    Tensor,
    product,
)

#: Longest header in bytes that is read; about 130,000 tensors.
MAX_HEADER = 16 * 2**20
#: Bytes asked for first: nearly all headers of one file are shorter.
FIRST = 100_000

_BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
    "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64,
    "U64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
}  # fmt: skip
#: Entries of `__metadata__` that are kept.
_KEPT = ("format", "modelspec.architecture")


def read_safetensors(file: Bytes) -> Header:
    """The header of a file; one or two reads.

    Raises:
        HeaderError: it is not a safetensors file, cut off, or its header is not what the format allows.
    """
    begin = file.read(0, FIRST)
    if len(begin) < 8:
        raise HeaderError("it ends inside its header")
    length = int.from_bytes(begin[:8], "little")
    if length > MAX_HEADER:
        raise HeaderError("it is not a safetensors file, or its header is too long")
    text = begin[8 : 8 + length]
    if len(text) < length:
        text += file.read(8 + len(text), length - len(text))
    if len(text) < length:
        raise HeaderError("it ends inside its header")
    return parse_safetensors(text, file.size())


def parse_safetensors(text: bytes, size: int | None = None) -> Header:
    """Reads the JSON of a header.

    Args:
        text: The JSON.
        size: Bytes of the whole file, where known.

    Raises:
        HeaderError: it is not what the format allows.
    """
    try:
        content = json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number)
    except HeaderError:
        raise
    except (ValueError, RecursionError):
        raise HeaderError("its header is not valid JSON") from None
    if not isinstance(content, dict):
        raise HeaderError("its header is not a JSON object")
    header = Header("safetensors")
    own = content.pop("__metadata__", None)
    if isinstance(own, dict):
        header.metadata = {name: own[name][:MAX_NAME] for name in _KEPT if isinstance(own.get(name), str)}
    if len(content) > MAX_TENSORS:
        raise HeaderError(f"more than {MAX_TENSORS:,} tensors")
    places = []
    for name, described in content.items():
        tensor, begin, end = _tensor(name, described)
        header.tensors.append(tensor)
        places.append((begin, end))
    at = 0
    for begin, end in sorted(places):
        if begin != at:
            raise HeaderError("its tensors overlap or leave holes")
        at = end
    if size is not None and size != 8 + len(text) + at:
        raise HeaderError("it is not as long as its header says")
    return header


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise HeaderError("a name stands twice in its header")
    return found


def _no_number(name: str) -> None:
    raise HeaderError(f"its header holds {name}")


def _tensor(name: str, described: object) -> tuple[Tensor, int, int]:
    if not isinstance(described, dict):
        raise HeaderError("a tensor is not described by an object")
    dtype, shape, place = described.get("dtype"), described.get("shape"), described.get("data_offsets")
    if not isinstance(dtype, str) or not 0 < len(dtype) <= 20 or not 0 < len(name) <= MAX_NAME:
        raise HeaderError("a tensor has no type or no usable name")
    dimensions, ends = _whole_numbers(shape), _whole_numbers(place)
    if dimensions is None or len(dimensions) > MAX_DIMENSIONS:
        raise HeaderError("a tensor has no usable shape")
    if ends is None or len(ends) != 2 or ends[0] > ends[1]:
        raise HeaderError("a tensor has no usable place")
    elements = product(dimensions)
    bits = _BITS.get(dtype.upper())
    if bits is not None and elements * bits != 8 * (ends[1] - ends[0]):
        raise HeaderError("a tensor is not as long as its shape and type say")
    return Tensor(name, dimensions, dtype.upper()), ends[0], ends[1]


def _whole_numbers(value: object) -> tuple[int, ...] | None:
    whole = isinstance(value, list) and all(type(one) is int and one >= 0 for one in value)
    return tuple(value) if isinstance(value, list) and whole else None
