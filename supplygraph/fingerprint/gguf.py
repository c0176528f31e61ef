"""Reads the header of a GGUF file: single values, lists that are skipped, and the tensors; never their data.

The format is that of ggml's `docs/gguf.md`, versions 2 and 3 in either byte order. The reader of the `gguf` package
maps a whole file into memory, so it cannot read the beginning of one that lies elsewhere.
"""

import struct

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

#: Most bytes from the start of a file that may belong to its header.
MAX_HEADER = 128 * 2**20
#: Most entries, most items of all lists together, and most lists inside lists.
MAX_ENTRIES, MAX_ITEMS, MAX_DEPTH = 20_000, 4_000_000, 3
#: Bytes of the first read; each further one is twice as long, up to the last.
FIRST, LAST = 256 * 1024, 2**20
#: A list that is longer than this is stepped over, where the length of its items is known.
SKIPPED = 256 * 1024

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_SIZES = {kind: struct.calcsize(form) for kind, form in _SCALARS.items()}
_STRING, _ARRAY = 8, 9
#: Number of a type to its name, the elements of one block, and its bytes (ggml.h, gguf's `GGML_QUANT_SIZES`).
TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66),
    39: ("MXFP4", 32, 17), 40: ("NVFP4", 64, 36),
}  # fmt: skip


def read_gguf(file: Bytes) -> Header:
    """The header of a file, read piece by piece up to the last tensor's description.

    Raises:
        HeaderError: it is not a GGUF file, of an unknown version, cut off, or its header is not what the format allows.
    """
    cursor = _Cursor(file)
    if cursor.take(4) != b"GGUF":
        raise HeaderError("it is not a GGUF file")
    version = cursor.number("I")
    if version & 0xFFFF == 0:
        cursor.order = ">"
        version = int.from_bytes(version.to_bytes(4, "little"), "big")
    if version not in (2, 3):
        raise HeaderError(f"version {version} of GGUF is unknown")
    tensors, entries = cursor.number("Q"), cursor.number("Q")
    if tensors > MAX_TENSORS or entries > MAX_ENTRIES:
        raise HeaderError("more tensors or entries than any file has")
    header = Header("gguf")
    for _ in range(entries):
        _entry(cursor, header)
    alignment = header.metadata.get("general.alignment", 32)
    if type(alignment) is not int or not 0 < alignment <= 2**20 or alignment & (alignment - 1):
        raise HeaderError("its alignment is not a power of two")
    places, names = [], set()
    for _ in range(tensors):
        tensor, begin, length = _tensor(cursor)
        names.add(tensor.name)
        header.tensors.append(tensor)
        if begin % alignment:
            raise HeaderError("a tensor has no usable place")
        places.append((begin, length))
    if len(names) != tensors:
        raise HeaderError("a name stands twice in its header")
    at = 0
    for begin, length in sorted(places):
        if begin < at:
            raise HeaderError("its tensors overlap")
        at = begin + length
    start = -(-cursor.place() // alignment) * alignment
    size = file.size()
    if size is not None and places and start + at > size:
        raise HeaderError("it is not as long as its header says")
    return header


class _Cursor:
    """Reads forward through the beginning of a file, in ever longer pieces."""

    def __init__(self, file: Bytes) -> None:
        self.order = "<"
        self.items = 0
        self._file = file
        self._start = self._at = 0
        self._buffer = b""
        self._next = FIRST

    def place(self) -> int:
        """Where it is in the file."""
        return self._start + self._at

    def need(self, length: int) -> None:
        """Makes sure that so many bytes are at hand."""
        missing = length - (len(self._buffer) - self._at)
        if missing <= 0:
            return
        if self.place() + length > MAX_HEADER:
            raise HeaderError("its header is too long")
        more = self._file.read(self._start + len(self._buffer), max(missing, self._next))
        self._next = min(2 * self._next, LAST)
        if len(more) < missing:
            raise HeaderError("it ends inside its header")
        self._buffer = self._buffer[self._at :] + more
        self._start += self._at
        self._at = 0

    def take(self, length: int) -> bytes:
        """So many bytes."""
        self.need(length)
        self._at += length
        return self._buffer[self._at - length : self._at]

    def number(self, form: str) -> int:
        """A whole number of a form of `struct`."""
        return int(struct.unpack(self.order + form, self.take(struct.calcsize(form)))[0])

    def skip(self, length: int) -> None:
        """Steps over so many bytes; does not read them where they are many."""
        if length > len(self._buffer) - self._at and length > SKIPPED:
            if self.place() + length > MAX_HEADER:
                raise HeaderError("its header is too long")
            self._start, self._buffer, self._at = self.place() + length, b"", 0
            self._next = FIRST
        else:
            self.take(length)

    def text(self, longest: int) -> str:
        """A text of at most so many bytes."""
        length = self.number("Q")
        if length > longest:
            raise HeaderError("a text in its header is too long")
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise HeaderError("a text in its header is not valid UTF-8") from None

    def skip_texts(self, count: int) -> None:
        """Steps over so many texts, of which only the lengths are read."""
        read = struct.Struct(self.order + "Q").unpack_from
        for _ in range(count):
            if len(self._buffer) - self._at < 8:
                self.need(8)
            length = read(self._buffer, self._at)[0]
            self._at += 8
            if length <= len(self._buffer) - self._at:
                self._at += length
            else:
                self.skip(length)


def _entry(cursor: _Cursor, header: Header) -> None:
    name = cursor.text(MAX_NAME)
    if name in header.metadata or name in header.lengths:
        raise HeaderError("a name stands twice in its header")
    kind = cursor.number("I")
    if kind == _ARRAY:
        header.lengths[name] = _skip_list(cursor, 0)
    elif kind == _STRING:
        length = cursor.number("Q")
        if length > MAX_NAME:
            cursor.skip(length)
            header.metadata[name] = ""
        else:
            header.metadata[name] = cursor.take(length).decode("utf-8", "replace")
    elif kind in _SCALARS:
        header.metadata[name] = struct.unpack(cursor.order + _SCALARS[kind], cursor.take(_SIZES[kind]))[0]
    else:
        raise HeaderError(f"value type {kind} is unknown")


def _skip_list(cursor: _Cursor, depth: int) -> int:
    kind, count = cursor.number("I"), cursor.number("Q")
    cursor.items += count
    if cursor.items > MAX_ITEMS or depth > MAX_DEPTH:
        raise HeaderError("a list in its header is too long or too deep")
    if kind == _STRING:
        cursor.skip_texts(count)
    elif kind == _ARRAY:
        for _ in range(count):
            _skip_list(cursor, depth + 1)
    elif kind in _SIZES:
        cursor.skip(count * _SIZES[kind])
    else:
        raise HeaderError(f"value type {kind} is unknown")
    return count


def _tensor(cursor: _Cursor) -> tuple[Tensor, int, int]:
    """A tensor, its place in the data, and its bytes; 0 for a type that is not known."""
    name = cursor.text(MAX_NAME)
    dimensions = cursor.number("I")
    if dimensions > MAX_DIMENSIONS or not name:
        raise HeaderError("a tensor has no usable shape or no name")
    # GGUF names the innermost dimension first.
    shape = tuple(cursor.number("Q") for _ in range(dimensions))[::-1]
    number, place = cursor.number("I"), cursor.number("Q")
    elements = product(shape)
    known, block, size = TYPES.get(number, (f"TYPE_{number}", 1, 0))
    if elements % block:
        raise HeaderError("a tensor does not fill the blocks of its type")
    return Tensor(name, shape, known), place, elements // block * size
