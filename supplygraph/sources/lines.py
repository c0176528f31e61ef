"""Reads the lines of a text file as a stream, plain or compressed with gzip or Zstandard."""

import codecs
import functools
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, Protocol

import zstandard

from supplygraph.tally import Tally

#: Longest line in bytes; a longer one is counted and never held in memory.
MAX_LINE = 40 * 2**20

_CHUNK = 2**16
#: Small, for a few bytes of Zstandard may stand for very many, which come all at once.
_ZSTD_CHUNK = 2**9

#: Bytes of white space between lines that are skipped at once.
_EMPTY = 2**12

Compression = Literal["gzip", "zstd"]
MAGIC: dict[bytes, Compression] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


class _Frame(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def inflate(self, data: bytes) -> Iterator[bytes]: ...


class _Gzip:
    """One member of a gzip file, in pieces of bounded size."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def inflate(self, data: bytes) -> Iterator[bytes]:
        while data:
            yield self._inner.decompress(data, _CHUNK)
            data = self._inner.unconsumed_tail


class _Zstd:
    """One frame of Zstandard, in pieces of bounded size."""

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def inflate(self, data: bytes) -> Iterator[bytes]:
        whole = self._inner.decompress(data)
        for start in range(0, len(whole), _CHUNK):
            yield whole[start : start + _CHUNK]


_FRAMES: dict[Compression, Callable[[], _Frame]] = {"gzip": _Gzip, "zstd": _Zstd}


class LineFile:
    """One text file that is read line by line.

    Args:
        path: The file.
        compression: How it is compressed; None for plain text.
    """

    def __init__(self, path: Path, compression: Compression | None) -> None:
        self.path = path
        self.compression = compression
        #: Whether the last reading met a damaged or missing end.
        self.cut_off = False

    def chunks(self, tally: Tally) -> Iterator[bytes]:
        """Yields the content in pieces; `tally` follows the bytes of the file, and counts `file_cut_off`."""
        self.cut_off = False
        before = tally.position
        size = _ZSTD_CHUNK if self.compression == "zstd" else _CHUNK
        with self.path.open("rb") as stream:
            read = iter(functools.partial(stream.read, size), b"")
            for piece in self._inflated(read, tally) if self.compression else read:
                tally.position = before + stream.tell()
                if piece:
                    yield piece

    def texts(self, tally: Tally) -> Iterator[str]:
        """Yields the content as text in pieces; counts `invalid_utf8` once, and replaces what is not UTF-8."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        broken = False
        for number, chunk in enumerate(self.chunks(tally)):
            text = decoder.decode(chunk.removeprefix(codecs.BOM_UTF8) if number == 0 else chunk)
            if not broken and "\ufffd" in text and "\ufffd".encode() not in chunk:
                broken = True
                tally.count("invalid_utf8", self.path.name)
            yield text

    def lines(self, tally: Tally, end: bytes = b"\n") -> Iterator[tuple[int, bytes]]:
        """Yields the lines with their numbers, without their ends; counts too long ones as `unreadable_lines`.

        Very many empty lines in a row are skipped at once.
        """
        number, held, too_long = 1, 0, False
        pieces: list[bytes] = []

        def ended() -> Iterator[tuple[int, bytes]]:
            nonlocal held, too_long
            if too_long:
                tally.count("unreadable_lines", f"{self.path.name}:{number}: longer than {MAX_LINE // 2**20} MB")
            else:
                yield number, b"".join(pieces)
            pieces.clear()
            held, too_long = 0, False

        def hold(piece: bytes) -> None:
            nonlocal held, too_long
            held += len(piece)
            too_long = held > MAX_LINE
            if too_long:
                pieces.clear()
            else:
                pieces.append(piece)

        for chunk in self.chunks(tally):
            if not held and len(chunk) >= _EMPTY and not chunk.strip():
                number += chunk.count(end)
                continue
            first, *rest = chunk.split(end)
            hold(first)
            if not rest:
                continue
            yield from ended()
            for line in rest[:-1]:
                number += 1
                yield number, line
            number += 1
            hold(rest[-1])
        # Behind the cut of a damaged file stands half a line.
        if held and not self.cut_off:
            yield from ended()

    def text(self, number: int, line: bytes, tally: Tally) -> str:
        """The text of a line; counts one that is not UTF-8 as `invalid_utf8` and replaces what is not."""
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            return line.decode()
        except UnicodeDecodeError:
            tally.count("invalid_utf8", f"{self.path.name}:{number}")
            return line.decode(errors="replace")

    def _inflated(self, read: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
        """Decompresses one or more frames."""
        new_frame = _FRAMES[self.compression or "gzip"]
        frame: _Frame | None = None
        for piece in read:
            data = piece
            while data:
                if frame is None:
                    # Archivers pad the last block with zeros.
                    data = data.lstrip(b"\0")
                    if not data:
                        break
                    frame = new_frame()
                try:
                    yield from frame.inflate(data)
                except (zlib.error, zstandard.ZstdError):
                    self._cut(tally)
                    return
                data = b""
                if frame.eof:
                    data, frame = frame.unused_data, None
        if frame is not None:
            self._cut(tally)

    def _cut(self, tally: Tally) -> None:
        self.cut_off = True
        tally.count("file_cut_off", str(self.path))
