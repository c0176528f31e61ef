"""Which files a scan leaves out because the user said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate

from supplygraph.errors import InputError


class Excluded:
    """Files that match one of several patterns.

    A pattern without a slash is that of a file or folder anywhere; one with a slash starts at the scanned path. `*`
    stands for any characters, slashes too; what is in an excluded folder is excluded.

    Args:
        patterns: As `tests`, `*.ipynb`, `docs/examples/*`.

    Raises:
        InputError: a pattern is empty.
    """

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        cleaned = [pattern.replace("\\", "/").removeprefix("./").rstrip("/") for pattern in patterns]
        if not all(cleaned):
            raise InputError(
                "a pattern of --exclude is empty", "name files or folders, such as tests or 'docs/*.ipynb'"
            )
        whole = [pattern.removeprefix("/") for pattern in cleaned if "/" in pattern]
        self._whole = _any_of([*whole, *(f"{pattern}/*" for pattern in whole)])
        self._part = _any_of([pattern for pattern in cleaned if "/" not in pattern])

    def __call__(self, path: str) -> bool:
        """Whether a path, relative to what is scanned, is excluded."""
        if self._whole is not None and self._whole.match(path):
            return True
        return self._part is not None and any(map(self._part.match, path.split("/")))


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(translate, patterns))) if patterns else None
