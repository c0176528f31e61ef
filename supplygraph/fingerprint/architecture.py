"""Guesses the architecture from the names inside the layers, by a table of patterns."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Pattern(NamedTuple):
    """One architecture of the table.

    Attributes:
        name: Its model type; that of the first where several share it.
        also: Other model types with the same layout.
        has: Ends of names that a layer must have.
        lacks: Ends of names that it must not have.
        gguf: What GGUF files call it.
    """

    name: str
    also: tuple[str, ...]
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    gguf: tuple[str, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """The table, in the order in which the patterns are tried."""
    text = files("supplygraph.fingerprint").joinpath("architectures.toml").read_text(encoding="utf-8")
    return tuple(
        Pattern(row["name"], *(tuple(row.get(key, ())) for key in ("also", "has", "lacks", "gguf")))
        for row in tomllib.loads(text)["architecture"]
    )


@cache
def _by_gguf() -> dict[str, str]:
    return {word: one.name for one in patterns() for word in one.gguf}


def guess(names: Iterable[str]) -> str | None:
    """The architecture whose pattern the names inside the layers show; None where no pattern fits."""
    # Every end of every name, cut at its dots, so that each pattern is a few look-ups.
    ends: set[str] = set()
    for name in names:
        parts = name.split(".")
        ends.update(".".join(parts[at:]) for at in range(len(parts)))
    for one in patterns():
        if all(end in ends for end in one.has) and not any(end in ends for end in one.lacks):
            return one.name
    return None


def of_gguf(word: str) -> str:
    """The model type for a word of `general.architecture`; the word itself where the table has none."""
    return _by_gguf().get(word, word)
