"""Remembers what was read from a file, by its content, so that a second scan parses only what is new."""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from supplygraph.reuse import expression, mention, outline, read

#: Rows that are kept; the oldest go first.
MAX_ROWS = 200_000
#: Rows of one transaction.
BATCH = 500
_MAKERS: tuple[Any, ...] = (
    read.Read, mention.Mention, outline.Outline, outline.Scope, outline.Guard, outline.bound, outline.contexts_of,
    *expression.KINDS, *expression.MAKERS.values(),
)  # fmt: skip
_ALLOWED = {(made_by.__module__, made_by.__qualname__): made_by for made_by in _MAKERS}
_REDUCERS = (
    copyreg.dispatch_table
    | expression.REDUCERS
    | {
        outline.Binding: expression.reducer(outline.Binding, outline.bound),
        outline.Contexts: outline.packed_contexts,
    }
)


class _Unpickler(pickle.Unpickler):
    """Makes nothing but the plain records of this package."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not expected here") from None


@cache
def _version() -> bytes:
    """Changes whenever the code or a table does that a cached reading may depend on."""
    digest = hashlib.sha256()
    for path in dependencies():
        digest.update(path.read_bytes())
    return digest.digest()


def dependencies() -> Iterator[Path]:
    """The files that a cached reading may depend on: all of the scanner, and what it asks about ids and words."""
    package = Path(__file__).parents[1]
    for folder in ("reuse", "ids"):
        yield from sorted(path for path in (package / folder).rglob("*") if path.suffix in (".py", ".toml"))
    yield from (package / "missing.py", package / "text.py")


class Cache:
    """A file of readings; without a path it only packs and unpacks.

    Args:
        path: The file; made where it does not exist, made anew where it is broken.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._database = _open(path) if path is not None else None
        self._rows: list[tuple[str, bytes]] = []
        self._kept = 0

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._database is not None:
            self.commit()
            with suppress(sqlite3.Error), self._database:
                if self._kept:
                    self._database.execute(
                        "DELETE FROM readings WHERE rowid <= (SELECT max(rowid) FROM readings) - ?", (MAX_ROWS,)
                    )
            self._database.close()

    def find(self, kind: str, content: bytes) -> tuple[str, bytes | None]:
        """The digest of a content, and what is remembered of it."""
        if self._database is None:
            return "", None
        digest = hashlib.sha256(_version() + kind.encode() + b"\0" + content).hexdigest()
        try:
            row = self._database.execute("SELECT packed FROM readings WHERE digest = ?", (digest,)).fetchone()
        except sqlite3.Error:
            return digest, None
        return digest, row[0] if row else None

    def keep(self, digest: str, packed: bytes) -> None:
        """Remembers a reading; a cache that cannot be written is not an error."""
        if self._database is not None:
            self._rows.append((digest, packed))
            self._kept += 1
            if len(self._rows) >= BATCH:
                self.commit()

    def commit(self) -> None:
        """Writes what is remembered in one go, so that no other process waits for this one in between."""
        if self._database is not None and self._rows:
            with suppress(sqlite3.Error), self._database:
                self._database.executemany("INSERT OR IGNORE INTO readings (digest, packed) VALUES (?, ?)", self._rows)
            self._rows.clear()

    @staticmethod
    def pack(reading: read.Read, compressed: bool) -> bytes:
        """A reading as bytes; what is only handed to another process is not compressed."""
        file = io.BytesIO()
        pickler = pickle.Pickler(file, protocol=5)
        pickler.dispatch_table = _REDUCERS
        pickler.dump(reading)
        packed = file.getvalue()
        return zlib.compress(packed, 1) if compressed else packed

    @staticmethod
    def unpack(packed: bytes) -> read.Read:
        """A reading from bytes."""
        plain = packed if packed.startswith(pickle.PROTO) else zlib.decompress(packed)
        made = _Unpickler(io.BytesIO(plain)).load()
        if not isinstance(made, read.Read):
            raise TypeError("no reading")
        return made


def _open(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = sqlite3.connect(path, timeout=5)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE IF NOT EXISTS readings (digest TEXT PRIMARY KEY, packed BLOB NOT NULL)")
    except (OSError, sqlite3.Error):
        return None
    return database
