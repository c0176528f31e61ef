"""What the header of a weight file says, whatever its format, and how a file is read without reading its weights."""

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, Self

#: Tensors of one file, and characters of one name, beyond which a header is not believed.
MAX_TENSORS, MAX_NAME = 250_000, 1_000
#: Most dimensions of a tensor, and the largest number of elements that is believed.
MAX_DIMENSIONS, MAX_ELEMENTS = 16, 2**50


class HeaderError(ValueError):
    """A file whose header cannot be read; the text says why in a few words."""


class Tensor(NamedTuple):
    """One tensor as a header describes it.

    Attributes:
        name: Its name.
        shape: Its dimensions, the outermost first, as PyTorch writes them; that of the stored form.
        dtype: Type of its elements, in capitals (`BF16`, `Q4_K`).
    """

    name: str
    shape: tuple[int, ...]
    dtype: str


@dataclass
class Header:
    """The header of one file, or of all files of one component together.

    Attributes:
        format: `safetensors` or `gguf`.
        tensors: The tensors, in any order.
        metadata: Single values that the file states about itself.
        lengths: Lengths of the lists that it states, such as the vocabulary of a GGUF file.
    """

    format: str
    tensors: list[Tensor] = field(default_factory=list)
    metadata: dict[str, str | int | float | bool] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)


class Bytes(Protocol):
    """A file of which parts can be read."""

    def read(self, start: int, length: int) -> bytes:
        """At most `length` bytes from `start`; fewer only where the file ends."""
        ...

    def size(self) -> int | None:
        """Bytes of the whole file, where known after a first read."""
        ...


class LocalBytes:
    """A file on disk; a context manager.

    Raises:
        HeaderError: it cannot be opened, or is not a regular file.
    """

    def __init__(self, path: Path) -> None:
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise HeaderError("it is not a regular file")
            self._stream = path.open("rb")
            self._size = path.stat().st_size
        except OSError as error:
            raise HeaderError(f"it cannot be opened: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def read(self, start: int, length: int) -> bytes:
        """At most `length` bytes from `start`."""
        try:
            self._stream.seek(start)
            return self._stream.read(length)
        except OSError as error:
            raise HeaderError(f"it cannot be read: {error.strerror}") from None

    def size(self) -> int | None:
        """Bytes of the file."""
        return self._size


def product(shape: tuple[int, ...]) -> int:
    """Number of elements.

    Raises:
        HeaderError: there are too many to be true.
    """
    elements = 1
    for length in shape:
        elements *= length
        if elements > MAX_ELEMENTS:
            raise HeaderError("a tensor is larger than any can be")
    return elements


def joined(headers: list[Header]) -> Header:
    """The headers of all shards as one, whatever their order.

    Raises:
        HeaderError: a tensor stands in two of them, or their formats differ.
    """
    whole = Header(headers[0].format)
    seen: set[str] = set()
    for header in headers:
        if header.format != whole.format:
            raise HeaderError("its shards have different formats")
        names = {tensor.name for tensor in header.tensors}
        if not seen.isdisjoint(names):
            raise HeaderError("a tensor stands in two of its shards")
        seen |= names
        whole.tensors += header.tensors
        for name, value in header.metadata.items():
            whole.metadata.setdefault(name, value)
        for name, length in header.lengths.items():
            whole.lengths.setdefault(name, length)
    if len(whole.tensors) > MAX_TENSORS:
        raise HeaderError(f"more than {MAX_TENSORS:,} tensors")
    return whole
