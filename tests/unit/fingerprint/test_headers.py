"""Headers of real files are read as their libraries wrote them; whatever else comes gives one reason, quickly."""

import json
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from hypothesis import example, given
from hypothesis import strategies as st
from safetensors import SafetensorError, safe_open

from supplygraph.fingerprint.gguf import LAST, TYPES, read_gguf
from supplygraph.fingerprint.header import MAX_TENSORS, Header, HeaderError, LocalBytes, Tensor, joined
from supplygraph.fingerprint.safetensors import FIRST, MAX_HEADER, read_safetensors
from tests.weight_files import llama, write, write_gguf


class Memory:
    """A file in memory that notes which parts are read."""

    def __init__(self, content: bytes, size: int | None = None) -> None:
        self.content, self.stated = content, size
        self.reads: list[tuple[int, int]] = []

    def read(self, start: int, length: int) -> bytes:
        part = self.content[start : start + length]
        self.reads.append((start, len(part)))
        return part

    def size(self) -> int | None:
        return len(self.content) if self.stated is None else self.stated


def safetensors(content: Any, data: bytes = b"") -> Memory:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Memory(struct.pack("<Q", len(text)) + text + data)


def one(dtype: str = "F32", shape: Any = (2,), place: Any = (0, 8)) -> dict[str, Any]:
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(place)}


def test_a_safetensors_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = write(tmp_path / "model.safetensors", llama(), {"lm_head.weight": np.float32})
    with LocalBytes(path) as file:
        header = read_safetensors(file)
    with safe_open(path, "numpy") as opened:
        names = set(opened.keys())
        shapes = {name: tuple(opened.get_slice(name).get_shape()) for name in names}
    assert {tensor.name: tensor.shape for tensor in header.tensors} == shapes
    assert {tensor.dtype for tensor in header.tensors if tensor.name == "lm_head.weight"} == {"F32"}
    assert header.metadata == {"format": "pt"}


def test_only_the_header_is_read() -> None:
    content = {"w": one("U8", (10**7,), (0, 10**7))}
    file = safetensors(content, bytes(10**7))
    assert read_safetensors(file).tensors == [Tensor("w", (10**7,), "U8")]
    assert file.reads == [(0, FIRST)]
    many = {f"layers.{n}.weight": one("U8", (1,), (n, n + 1)) for n in range(3_000)}
    file = safetensors(many, bytes(3_000))
    assert len(read_safetensors(file).tensors) == 3_000
    assert [start for start, _ in file.reads] == [0, FIRST]
    assert sum(length for _, length in file.reads) < len(file.content) - 2_999


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (Memory(b""), "ends inside"),
        (Memory(b"\x00" * 7), "ends inside"),
        (Memory(struct.pack("<Q", 2**60) + b"{}"), "too long"),
        (Memory(struct.pack("<Q", MAX_HEADER + 1) + b"{}"), "too long"),
        (Memory(struct.pack("<Q", 50) + b"{}"), "ends inside"),
        (Memory(b"<!doctype html><html>"), "not a safetensors file"),
        (Memory(b"version https://git-lfs.github.com/spec/v1\noid sha256:00"), "not a safetensors file"),
        (safetensors(b"[1, 2]"), "not a JSON object"),
        (safetensors(b"{" * 1_000_000), "not valid JSON"),
        (safetensors(b'{"a":' * 200_000), "not valid JSON"),
        (safetensors(b'{"a": NaN}'), "NaN"),
        (safetensors(b'{"a": ' + b"9" * 10_000 + b"}"), "not valid JSON"),
        (safetensors('{"ä"'.encode("utf-16")), "not valid JSON"),
        (safetensors({"w": 1}), "object"),
        (safetensors({"w": one(shape=(-1,))}), "shape"),
        (safetensors({"w": one(shape=(True, 2))}), "shape"),
        (safetensors({"w": one(shape=(2.0,))}), "shape"),
        (safetensors({"w": one(shape=[1] * 17)}), "shape"),
        (safetensors({"w": one("F99", [2**40, 2**40], (0, 8))}, bytes(8)), "larger than any"),
        (safetensors({"w": one(dtype="")}), "type"),
        (safetensors({"x" * 2_000: one()}), "name"),
        (safetensors({"w": one(place=(8, 0))}), "place"),
        (safetensors({"w": one(place=(0, 9))}, bytes(9)), "as long as its shape"),
        (safetensors({"w": one(), "v": one()}, bytes(8)), "overlap"),
        (safetensors({"w": one(), "v": one(place=(4, 12))}, bytes(12)), "overlap"),
        (safetensors({"w": one(place=(8, 16))}, bytes(16)), "holes"),
        (safetensors({"w": one()}, bytes(7)), "not as long"),
        (safetensors({"w": one()}, bytes(9)), "not as long"),
        (safetensors(b'{"w": {"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
                     b'"w": {"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', bytes(8)), "twice"),
        (safetensors(b'{"w": {"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]}}', bytes(8)), "twice"),
    ],
)  # fmt: skip
def test_a_bad_safetensors_header_gives_one_reason(file: Memory, reason: str) -> None:
    with pytest.raises(HeaderError, match=reason) as caught:
        read_safetensors(file)
    assert "\n" not in str(caught.value)


def test_millions_of_tensors_are_refused() -> None:
    text = b"{" + b",".join(b'"%x":0' % n for n in range(MAX_TENSORS + 1)) + b"}"
    with pytest.raises(HeaderError, match="more than 250,000 tensors"):
        read_safetensors(safetensors(text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
TENSOR = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["F32", "F16", "U8", "odd"]) | JSON,
        "shape": st.lists(st.integers(-1, 5), max_size=3) | JSON,
        "data_offsets": st.tuples(st.integers(0, 40), st.integers(0, 40)) | JSON,
    }
)


@given(st.dictionaries(st.text(max_size=5), TENSOR | JSON, max_size=4), st.binary(max_size=40))
def test_what_is_read_the_library_would_load(content: dict[str, Any], data: bytes) -> None:
    file = safetensors(content, data)
    try:
        header = read_safetensors(file)
    except HeaderError:
        return
    from safetensors import deserialize

    if any(tensor.dtype == "ODD" for tensor in header.tensors):
        return
    try:
        loaded = deserialize(file.content)  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        # Types are read in any letter case; metadata of another form is left out.
        if "metadata" in str(error).lower() or "unknown variant" in str(error):
            return
        raise
    assert {name for name, _ in loaded} == {tensor.name for tensor in header.tensors}


@given(st.binary(max_size=200))
@example(struct.pack("<Q", 2) + b"{}")
@example(b"GGUF\x03\x00\x00\x00" + bytes(16))
def test_any_bytes_give_a_header_or_a_reason(content: bytes) -> None:
    for read in (read_safetensors, read_gguf):
        with suppress(HeaderError):
            assert isinstance(read(Memory(content)), Header)


@pytest.mark.parametrize("order", [gguf.GGUFEndian.LITTLE, gguf.GGUFEndian.BIG])
def test_a_gguf_file_is_read_as_its_own_reader_does(tmp_path: Path, order: gguf.GGUFEndian) -> None:
    path = write_gguf(tmp_path / "m.gguf", llama(hidden=32, inner=64), 2, 32, 40, order=order)
    with LocalBytes(path) as file:
        header = read_gguf(file)
    theirs = gguf.GGUFReader(path)
    assert {tensor.name: tensor.shape for tensor in header.tensors} == {
        tensor.name: tuple(int(length) for length in tensor.shape[::-1]) for tensor in theirs.tensors
    }
    assert {tensor.name: tensor.dtype for tensor in header.tensors} == {
        tensor.name: tensor.tensor_type.name for tensor in theirs.tensors
    }
    assert header.metadata["general.architecture"] == "llama"
    assert header.metadata["llama.block_count"] == 2
    assert header.lengths == {"tokenizer.ggml.tokens": 40, "tokenizer.ggml.scores": 40}


def test_long_vocabularies_are_read_piece_by_piece_and_numbers_are_stepped_over(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "m.gguf", llama(vocab=8), 2, 16, 8, words=200_000)
    content = path.read_bytes()
    file = Memory(content)
    assert read_gguf(file).lengths["tokenizer.ggml.scores"] == 200_000
    read = sum(length for _, length in file.reads)
    assert read < len(content) - 200_000
    assert max(length for _, length in file.reads) <= LAST


def test_the_table_of_types_is_that_of_the_gguf_package() -> None:
    for number, (name, block, size) in TYPES.items():
        assert GGMLQuantizationType(number).name == name
        assert GGML_QUANT_SIZES[GGMLQuantizationType(number)] == (block, size)


def gguf_bytes(tensors: int = 0, entries: int = 0, body: bytes = b"", version: int = 3) -> Memory:
    return Memory(b"GGUF" + struct.pack("<IQQ", version, tensors, entries) + body)


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def described(name: str, shape: tuple[int, ...] = (2,), kind: int = 0, place: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, place)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (Memory(b"GGU"), "ends inside"),
        (Memory(b"GGML" + bytes(40)), "not a GGUF"),
        (gguf_bytes(version=1), "version 1"),
        (gguf_bytes(version=99), "version 99"),
        (gguf_bytes(tensors=2**63), "more tensors"),
        (gguf_bytes(entries=2**40), "more tensors or entries"),
        (gguf_bytes(entries=1), "ends inside"),
        (gguf_bytes(entries=1, body=struct.pack("<Q", 2**62)), "too long"),
        (gguf_bytes(entries=1, body=text("k") + struct.pack("<I", 77)), "value type 77"),
        (gguf_bytes(entries=1, body=text("k") + struct.pack("<IQ", 8, 2**62)), "too long"),
        (gguf_bytes(entries=1, body=text("k") + struct.pack("<IIQ", 9, 8, 2**62)), "too long"),
        (gguf_bytes(entries=1, body=text("k") + struct.pack("<IIQ", 9, 12, 2**50)), "too long"),
        (gguf_bytes(entries=1, body=text("k") + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 9), "too deep"),
        (gguf_bytes(entries=2, body=(text("k") + struct.pack("<IB", 0, 1)) * 2), "twice"),
        (gguf_bytes(entries=1, body=text("general.alignment") + struct.pack("<II", 4, 0)), "alignment"),
        (gguf_bytes(entries=1, body=text("general.alignment") + struct.pack("<II", 4, 33)), "alignment"),
        (gguf_bytes(tensors=1, body=struct.pack("<Q", 1) + b"\xff"), "UTF-8"),
        (gguf_bytes(tensors=1, body=text("w") + struct.pack("<I", 99)), "shape"),
        (gguf_bytes(tensors=1, body=described("w", (2**40, 2**40))), "larger than any"),
        (gguf_bytes(tensors=1, body=described("w", (3,), kind=2)), "blocks"),
        (gguf_bytes(tensors=1, body=described("w", place=5)), "place"),
        (gguf_bytes(tensors=2, body=described("w") * 2), "twice"),
        (gguf_bytes(tensors=2, body=described("w", (64,)) + described("v", place=32)), "overlap"),
        (gguf_bytes(tensors=1, body=described("w", (2**30,))), "not as long"),
    ],
)
def test_a_bad_gguf_header_gives_one_reason(file: Memory, reason: str) -> None:
    with pytest.raises(HeaderError, match=reason):
        read_gguf(file)


def test_a_cut_file_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    content = write_gguf(tmp_path / "m.gguf", llama(), 2, 16, 40).read_bytes()
    for end in [*range(0, 3_000, 7), len(content) - 1]:
        with pytest.raises(HeaderError):
            read_gguf(Memory(content[:end]))
    content = write(tmp_path / "m.safetensors", llama()).read_bytes()
    for end in [*range(0, 3_000, 7), len(content) - 1]:
        with pytest.raises(HeaderError):
            read_safetensors(Memory(content[:end]))


@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_gguf_file_gives_a_header_or_a_reason(place: int, damage: bytes) -> None:
    content = bytearray(_small_gguf())
    content[place : place + len(damage)] = damage
    try:
        header = read_gguf(Memory(bytes(content)))
    except HeaderError:
        return
    assert len(header.tensors) <= MAX_TENSORS


_KEPT: list[bytes] = []


def _small_gguf() -> bytes:
    if not _KEPT:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            _KEPT.append(write_gguf(Path(folder) / "m.gguf", llama(), 2, 16, 40).read_bytes())
    return _KEPT[0]


def test_shards_are_joined_and_doubles_refused() -> None:
    first, second = Header("gguf", [Tensor("a", (1,), "F32")]), Header("gguf", [Tensor("b", (1,), "F32")])
    assert len(joined([first, second]).tensors) == 2
    with pytest.raises(HeaderError, match="two of its shards"):
        joined([first, second, first])
    with pytest.raises(HeaderError, match="different formats"):
        joined([first, Header("safetensors")])


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "."):
        with pytest.raises(HeaderError):
            LocalBytes(tmp_path / name)
