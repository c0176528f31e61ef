"""Walks through zip files and tarballs that may be damaged or hostile, entry by entry and in bounded memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, Self, cast

import zstandard

#: What the libraries raise on bytes that are damaged, encrypted or of an unknown kind.
PACKED_ERRORS = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error, zlib.error, lzma.LZMAError,
    tarfile.TarError, zipfile.BadZipFile, zstandard.ZstdError, LookupError, OverflowError,
)  # fmt: skip
#: Most bytes that one archive may unpack to.
MAX_UNPACKED = 20_000_000_000
#: Most bytes of one entry that are unpacked where the directory of a zip file is lost, and of a header of a tarball.
_MAX_SALVAGED = 64_000_000
_MAX_HEADER = 4_000_000
_XZ_MEMORY = 300_000_000
_PIECE = 1 << 18


class TooMuchError(Exception):
    """An archive unpacks to more than is read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive.

    Attributes:
        name: Its path.
        size: Its size, as the archive says.
        link: What it points to, for a link.
        special: Whether it is a pipe or a device.
    """

    name: str
    size: int
    link: str | None = None
    special: bool = False


class Packed(Protocol):
    """An open archive.

    Attributes:
        damaged: Whether a part of it was damaged or missing; known after `entries` ended.
    """

    damaged: bool

    def entries(self) -> Iterator[Entry]:
        """All entries but folders."""
        ...

    def streams(self, numbers: Mapping[str, int]) -> Iterator[tuple[str, IO[bytes] | Exception]]:
        """The contents of entries, each to be read before the next is asked for.

        Args:
            numbers: Which are asked for: their names, and which of all entries each is, as equal names occur.
        """
        ...

    def close(self) -> None:
        """Closes the file."""
        ...


def open_packed(path: Path) -> Packed:
    """Opens an archive by its first bytes.

    Raises:
        one of `PACKED_ERRORS`: it is not an archive.
    """
    with path.open("rb") as stream:
        start = stream.read(6)
    if start.startswith(b"PK\3\4") or zipfile.is_zipfile(path):
        try:
            return _Zip(zipfile.ZipFile(path))
        except PACKED_ERRORS:
            return _ZipWithoutDirectory(path)
    return _Tar(path, start)


class _Zip:
    """A zip file by its directory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.damaged = False

    def entries(self) -> Iterator[Entry]:
        for info in self._files():
            yield Entry(_zip_name(info.filename), info.file_size, self._link(info))

    def _files(self) -> Iterator[zipfile.ZipInfo]:
        return (info for info in self._archive.infolist() if not info.is_dir())

    def _link(self, info: zipfile.ZipInfo) -> str | None:
        if info.create_system != 3 or info.external_attr >> 28 != 0o12:
            return None
        try:
            with self._archive.open(info) as stream:
                return stream.read(4_096).decode("utf-8", errors="surrogateescape")
        except PACKED_ERRORS:
            # Where it points to is not known, so it is treated as one that leaves.
            return "/"

    def streams(self, numbers: Mapping[str, int]) -> Iterator[tuple[str, IO[bytes] | Exception]]:
        budget = _Budget()
        for number, info in enumerate(self._files()):
            name = _zip_name(info.filename)
            if numbers.get(name) != number:
                continue
            try:
                stream = self._archive.open(info)
            except PACKED_ERRORS as error:
                yield name, error
                continue
            with stream:
                yield name, cast("IO[bytes]", _Counted(stream, budget))

    def close(self) -> None:
        self._archive.close()


def _zip_name(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./")


class _ZipWithoutDirectory:
    """A zip file whose directory is cut off or damaged: its entries are found by the headers before each of them."""

    _HEADER = struct.Struct("<4sHHHHHIIIHH")

    def __init__(self, path: Path) -> None:
        self._stream = path.open("rb")
        self._size = path.stat().st_size
        self.damaged = True

    def entries(self) -> Iterator[Entry]:
        for name, content in self._walk(None):
            yield Entry(name, len(content) if isinstance(content, bytes) else 0)

    def streams(self, numbers: Mapping[str, int]) -> Iterator[tuple[str, IO[bytes] | Exception]]:
        budget = _Budget()
        for name, content in self._walk(numbers):
            if isinstance(content, Exception):
                yield name, content
            else:
                budget.take(len(content))
                yield name, io.BytesIO(content)

    def close(self) -> None:
        self._stream.close()

    def _walk(self, numbers: Mapping[str, int] | None) -> Iterator[tuple[str, bytes | Exception]]:
        """The entries that are asked for, or all, with their contents."""
        at, number = 0, -1
        while (at := self._next(at)) >= 0:
            self._stream.seek(at)
            head = self._stream.read(self._HEADER.size)
            if len(head) < self._HEADER.size:
                return
            _, _, flags, method, _, _, crc, packed, _, name_length, extra = self._HEADER.unpack(head)
            raw = self._stream.read(name_length)
            name = _zip_name(raw.decode("utf-8" if flags & 0x800 else "cp437", errors="replace"))
            start = at + self._HEADER.size + name_length + extra
            stated = not flags & 8 and packed < 0xFFFFFFFF
            if name.endswith("/"):
                at = start
                continue
            number += 1
            asked = numbers is None or numbers.get(name) == number
            content: bytes | Exception = b""
            end = start + packed if stated else start
            if flags & 1:
                content = RuntimeError("encrypted")
            elif not stated or asked:
                self._stream.seek(start)
                try:
                    content, end = self._content(method, start, packed if stated else None, crc if stated else None)
                except PACKED_ERRORS as error:
                    content = error
            if asked:
                yield name, content
            at = max(end, at + 4)

    def _next(self, at: int) -> int:
        """Where the next header begins; -1 where there is none."""
        self._stream.seek(at)
        tail = b""
        while piece := self._stream.read(_PIECE):
            found = (tail + piece).find(b"PK\3\4")
            if found >= 0:
                return at - len(tail) + found
            at += len(piece)
            tail = (tail + piece)[-3:]
        return -1

    def _content(self, method: int, start: int, packed: int | None, crc: int | None) -> tuple[bytes, int]:
        """The content at the stream's position, and where it ends."""
        if method == zipfile.ZIP_STORED and packed is not None:
            content = self._stream.read(min(packed, _MAX_SALVAGED))
            end = start + packed
            if end > self._size:
                raise EOFError("cut off")
        elif method == zipfile.ZIP_DEFLATED:
            content, end = self._inflated(start)
        else:
            raise NotImplementedError("its size is not stated, or it is packed in an unknown way")
        if crc is not None and len(content) < _MAX_SALVAGED and zlib.crc32(content) != crc:
            raise ValueError("damaged")
        return content, end

    def _inflated(self, start: int) -> tuple[bytes, int]:
        reader = zlib.decompressobj(-15)
        made: list[bytes] = []
        size, read, waiting = 0, 0, b""
        while not reader.eof:
            if not waiting:
                waiting = self._stream.read(_PIECE)
                read += len(waiting)
                if not waiting:
                    raise EOFError("cut off")
            made.append(reader.decompress(waiting, _PIECE))
            waiting = reader.unconsumed_tail
            size += len(made[-1])
            if size > _MAX_SALVAGED:
                return b"".join(made), start + read - len(waiting)
        return b"".join(made), start + read - len(waiting) - len(reader.unused_data)


class _Budget:
    """What may still be unpacked."""

    def __init__(self) -> None:
        self._left = MAX_UNPACKED

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuchError


class _Counted:
    """A stream whose bytes count for a budget."""

    def __init__(self, stream: IO[bytes], budget: _Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._budget.take(len(content))
        return content


class _Xz:
    """An xz stream that is refused where it asks for too much memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._reader: lzma.LZMADecompressor | None = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        while self._reader is not None:
            if self._reader.eof:
                rest = self._reader.unused_data.lstrip(b"\0") or self._stream.read(_PIECE).lstrip(b"\0")
                self._reader = lzma.LZMADecompressor(memlimit=_XZ_MEMORY) if rest else None
            else:
                rest = self._stream.read(_PIECE) if self._reader.needs_input else b""
                if self._reader.needs_input and not rest:
                    raise EOFError("cut off")
            if self._reader is not None and (content := self._reader.decompress(rest, size)):
                return content
        return b""

    def close(self) -> None:
        self._stream.close()


class _Forward:
    """A stream that is read onwards only: pieces of bounded size, and a bounded amount in all."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._budget = stream, _Budget()
        self.at = 0
        self.ended = False

    def tell(self) -> int:
        return self.at

    def seek(self, to: int, whence: int = 0) -> int:
        if whence or to < self.at:
            raise tarfile.StreamError("an entry lies before the one that was read last")
        while self.at < to and self.read(min(_PIECE, to - self.at)):
            pass
        return self.at

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _MAX_HEADER:
            raise tarfile.ReadError("a header is longer than any that is known")
        made: list[bytes] = []
        while size:
            content = self._stream.read(size)
            if not content:
                self.ended = True
                break
            made.append(content)
            size -= len(content)
            self.at += len(content)
            self._budget.take(len(content))
        return b"".join(made)

    def close(self) -> None:
        self._stream.close()


class _Tar:
    """A tarball, whether or not it is compressed; behind a damaged header the next good one is looked for."""

    def __init__(self, path: Path, start: bytes) -> None:
        self._stream = _Forward(_decompressed(path, start))
        self.damaged = False

    def entries(self) -> Iterator[Entry]:
        for _, member in self._members():
            if member.islnk() or member.issym():
                # A hard link names a path of the archive, a symbolic one a path beside it.
                link = member.linkname if member.issym() else _inside(member.name, member.linkname)
                yield Entry(_tar_name(member), 0, link)
            else:
                yield Entry(_tar_name(member), member.size, special=not member.isfile())

    def streams(self, numbers: Mapping[str, int]) -> Iterator[tuple[str, IO[bytes] | Exception]]:
        for number, (archive, member) in enumerate(self._members()):
            if numbers.get(_tar_name(member)) == number and member.isfile():
                stream = archive.extractfile(member)
                if stream is not None:
                    yield _tar_name(member), stream

    def close(self) -> None:
        self._stream.close()

    def _members(self) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        seen = _Seen()
        archive = tarfile.TarFile(
            fileobj=cast("IO[bytes]", self._stream), tarinfo=seen.member, ignore_zeros=True, errorlevel=2
        )
        broken = False
        failed_at = -1
        while True:
            try:
                member = archive.next()
            except tarfile.TarError:
                broken = True
                if self._stream.ended or self._stream.at <= failed_at:
                    break
                failed_at = self._stream.at
                # The next block may begin a header.
                archive.offset = -(-self._stream.at // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
                continue
            if member is None:
                break
            archive.members.clear()  # type: ignore[attr-defined]
            if not member.isdir():
                yield archive, member
        self.damaged = broken or seen.damaged or not seen.ended


class _Seen:
    """What the headers of a tarball were like."""

    def __init__(self) -> None:
        self.ended = False
        self.damaged = False
        seen = self

        class Member(tarfile.TarInfo):
            """A member that says of its header whether it was one."""

            @classmethod
            def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
                try:
                    return super().fromtarfile(tarfile_)
                except tarfile.HeaderError as error:
                    end = type(error).__name__ in ("EOFHeaderError", "EmptyHeaderError")
                    seen.ended = seen.ended or type(error).__name__ == "EOFHeaderError"
                    seen.damaged = seen.damaged or not end
                    raise

        self.member = Member


def _tar_name(member: tarfile.TarInfo) -> str:
    return member.name.removeprefix("./")


def _inside(name: str, target: str) -> str:
    """A path of an archive, as seen from another one."""
    if target.startswith("/"):
        return target
    return "../" * name.removeprefix("./").count("/") + target.removeprefix("./")


def _decompressed(path: Path, start: bytes) -> IO[bytes]:
    stream = path.open("rb")
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    if start.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if start.startswith((b"\xfd7zXZ", b"\x5d\0\0")):
        return cast("IO[bytes]", _Xz(stream))
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        return cast("IO[bytes]", reader.stream_reader(stream, closefd=True, read_across_frames=True))
    return stream
