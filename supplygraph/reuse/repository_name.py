"""Finds out what a folder's repository is called: host, owner and name of its remote."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from supplygraph.ids.repositories import repository_of_remote
from supplygraph.reuse.tree import ARCHIVES


def remote_name(path: Path) -> str | None:
    """`github.com/owner/name` of the remote `origin`; None where there is none. Credentials in it are left out."""
    for config in (path / ".git" / "config", path / "config"):
        if config.is_file():
            parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
            try:
                parser.read_string(config.read_text(encoding="utf-8", errors="replace"))
                url = parser.get('remote "origin"', "url", fallback="") or ""
            except (configparser.Error, OSError):
                return None
            return repository_of_remote(url)
    return None


def local_name(path: Path) -> str | None:
    """A name for a folder or archive without remote, so that deciding about it needs no further option."""
    if path.is_dir() and remote_name(path) is not None:
        return None
    name = re.sub(r"[^\w.-]+", "-", path.resolve().name).strip("-.") or "repository"
    return f"local.invalid/folder/{name}"


def prefix_in_repository(path: Path) -> str:
    """Where a folder or file lies in the git work tree around it, with a slash behind it; empty for its top."""
    folder = path.resolve()
    if not folder.is_dir():
        if folder.name.lower().endswith(ARCHIVES):
            return ""
        folder = folder.parent
    for top in (folder, *folder.parents):
        if (top / ".git").exists():
            inner = folder.relative_to(top).as_posix()
            return "" if inner == "." else f"{inner}/"
    return ""
