"""Reads the headers of all files of a component and gives its fingerprint."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from supplygraph.fingerprint.components import MAX_FILES, Component
from supplygraph.fingerprint.compute import Fingerprint, fingerprint
from supplygraph.fingerprint.gguf import read_gguf
from supplygraph.fingerprint.header import MAX_TENSORS, Bytes, Header, HeaderError, joined
from supplygraph.fingerprint.safetensors import read_safetensors

#: Longest list of files in bytes that is read; that of a model with 90,000 tensors has 10 MB.
MAX_INDEX = 32 * 2**20

Open = Callable[[str], AbstractContextManager[Bytes]]
Each = Callable[[Callable[[str], Header], Iterable[str]], Iterable[Header]]


class ReadComponent(NamedTuple):
    """The fingerprint of a component, and how many files it took."""

    fingerprint: Fingerprint
    files: int


def read_component(component: Component, open_: Open, each: Each = map) -> ReadComponent:
    """The fingerprint of one component.

    Args:
        component: What to read.
        open_: Opens a file by its path.
        each: Reads the headers of several files, one after the other or side by side.

    Raises:
        HeaderError: a file is missing or cannot be read; its path stands before the reason.
    """
    files = component.files
    if component.index is not None:
        files = _listed(component.index, open_)
    elif component.missing:
        raise HeaderError(f"{files[0]}: {component.missing} more of its shards are missing")
    if len(files) > MAX_FILES:
        raise HeaderError(f"{files[0]}: more than {MAX_FILES:,} shards")

    def header(path: str) -> Header:
        try:
            with open_(path) as file:
                return read_gguf(file) if component.format == "gguf" else read_safetensors(file)
        except HeaderError as error:
            raise HeaderError(f"{path}: {error}") from None

    headers: list[Header] = []
    tensors = 0
    for one in each(header, files):
        headers.append(one)
        tensors += len(one.tensors)
        if tensors > MAX_TENSORS:
            raise HeaderError(f"{files[0]}: more than {MAX_TENSORS:,} tensors")
    try:
        whole = joined(headers)
        _all_there(whole, component.format)
        return ReadComponent(fingerprint(whole), len(files))
    except HeaderError as error:
        raise HeaderError(f"{files[0]}: {error}") from None


def _all_there(header: Header, form: str) -> None:
    """A split GGUF file says how many tensors all its parts have together."""
    stated = header.metadata.get("split.tensors.count")
    if form == "gguf" and type(stated) is int and stated > len(header.tensors):
        raise HeaderError("some of its parts are missing")


def _listed(index: str, open_: Open) -> tuple[str, ...]:
    """The files that an index names, as paths beside it."""
    with open_(index) as file:
        text = file.read(0, MAX_INDEX + 1)
    try:
        if len(text) > MAX_INDEX:
            raise ValueError
        content: Any = json.loads(text.decode("utf-8"))
        names = {str(name) for name in content["weight_map"].values()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise HeaderError(f"{index}: it is not a list of shards") from None
    if not names or any("/" in name or "\\" in name or name in (".", "..") or len(name) > 255 for name in names):
        raise HeaderError(f"{index}: it names files that lie elsewhere")
    folder = index.rpartition("/")[0]
    return tuple(sorted(f"{folder}/{name}" if folder else name for name in names))
