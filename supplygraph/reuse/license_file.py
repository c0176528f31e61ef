"""Reads which licence a repository declares: its licence file, else its package metadata."""

from __future__ import annotations

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from supplygraph.reuse.tree import Tree

#: Longest licence file that is compared, in bytes.
MAX_BYTES = 200_000
_FILES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "LICENCE.txt", "COPYING", "COPYING.md",
          "COPYING.txt", "license", "License", "LICENSE.rst", "LICENSE-APACHE", "LICENSE-MIT")  # fmt: skip


def declared_license(tree: Tree) -> tuple[str, str] | None:
    """The licence as written or recognised, and the file that says so; None where no file does.

    A text is recognised where it is that of a licence but for the names and years in it (library `identify`).
    """
    for name in _FILES:
        content = tree.text(name, MAX_BYTES)
        if content is not None:
            found = recognised(content)
            if found is not None:
                return found, name
    for name, read in (("pyproject.toml", _of_pyproject), ("package.json", _of_package)):
        content = tree.text(name, MAX_BYTES)
        if content is not None:
            found = read(content)
            if found is not None:
                return found, name
    return None


def recognised(content: bytes) -> str | None:
    """The SPDX id of the licence whose text it is but for names and years; None for any other text."""
    from identify.identify import license_id

    with tempfile.TemporaryDirectory(prefix="supplygraph-") as folder:
        path = Path(folder) / "LICENSE"
        path.write_text(content.decode("utf-8", errors="replace"), encoding="utf-8")
        found: str | None = license_id(str(path))
    return found


def _of_pyproject(content: bytes) -> str | None:
    try:
        project = tomllib.loads(content.decode("utf-8", errors="replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    for path in (("project", "license"), ("project", "license", "text"), ("tool", "poetry", "license")):
        value: Any = project
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if found := _short(value):
            return found
    return None


def _of_package(content: bytes) -> str | None:
    try:
        package = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return _short(package.get("license")) if isinstance(package, dict) else None


def _short(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and 0 < len(value.strip()) < 100 and "\n" not in value else None
