"""What a gate is asked about: code on disk, lists of ids, bills of materials, and artifacts of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from supplygraph.errors import InputError
from supplygraph.reuse.sarif import Place
from supplygraph.sources.bom import Bom

_CODE = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".whl", ".py", ".ipynb")
_COMMENT = re.compile(r"(^|\s)#.*$")


@dataclass(frozen=True)
class Target:
    """One thing to decide about.

    Attributes:
        text: How it was named.
        path: The code, where it is some.
        place: Where a list names it.
    """

    text: str
    path: Path | None = None
    place: Place | None = None


def read_targets(texts: Sequence[str]) -> Iterator[Target]:
    """The targets of a command line: folders and archives are code, `.json` are bills, other files list ids.

    Raises:
        InputError: a list cannot be read or names nothing.
    """
    for text in texts:
        path = Path(text)
        if path.is_dir() or (path.is_file() and path.name.endswith(_CODE)):
            yield Target(text, path)
        elif path.is_file() and path.suffix.lower() == ".json":
            yield from _in_bill(path)
        elif path.is_file():
            yield from _listed(path)
        elif text.startswith(("./", "../", "/", "~")) or text.endswith((".txt", ".yaml", ".yml")):
            raise InputError(f"there is no file {text}")
        else:
            yield Target(text)


def _in_bill(path: Path) -> Iterator[Target]:
    parts = [part.id for part in Bom([path]).parts()]
    if not parts:
        raise InputError(f"the bill of materials {path} names no model, dataset or repository")
    yield from (Target(id_, place=Place(str(path), 1)) for id_ in sorted(set(parts)))


def _listed(path: Path) -> Iterator[Target]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list {path} cannot be read: {error}", "write one id a line") from None
    count = 0
    for number, line in enumerate(lines, start=1):
        if id_ := _COMMENT.sub("", line).strip():
            count += 1
            yield Target(id_, place=Place(str(path), number))
    if not count:
        raise InputError(f"the list {path} names nothing", "write one id a line; # begins a comment")
