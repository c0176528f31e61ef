"""The words with which people and programs say that a value is not known."""

import re
from functools import lru_cache

_WORDS = frozenset(
    {
        "",
        "blank",
        "empty",
        "information needed",
        "missing",
        "more info needed",
        "more information needed",
        "n a",
        "n.a",
        "n/a",
        "na",
        "nan",
        "nat",
        "needs more information",
        "nil",
        "no assertion",
        "no data",
        "no info",
        "no information",
        "noassertion",
        "none",
        "none given",
        "none listed",
        "none provided",
        "none specified",
        "none stated",
        "not applicable",
        "not available",
        "not declared",
        "not defined",
        "not determined",
        "not disclosed",
        "not found",
        "not given",
        "not known",
        "not listed",
        "not mentioned",
        "not provided",
        "not set",
        "not specified",
        "not stated",
        "not yet determined",
        "not yet specified",
        "null",
        "pending",
        "tba",
        "tbc",
        "tbd",
        "to be added",
        "to be announced",
        "to be determined",
        "to do",
        "todo",
        "undeclared",
        "undefined",
        "undetermined",
        "undisclosed",
        "unknown",
        "unset",
        "unspecified",
        "unstated",
    }
)
_LONGEST = max(map(len, _WORDS))
_AROUND = " \t\r\n'\"`()[]{}<>*.,;:!?#/\\-_–—"
_GAPS = re.compile(r"[\s_-]+")


# The same words stand in most records.
@lru_cache(maxsize=16_384)
def is_missing(text: str) -> bool:
    """Whether a text only says that nothing is known (`None`, `n/a`, `NOASSERTION`, `not specified`).

    Letter case, brackets, quotes and the kind of gap between words do not matter. The Hub's own licence id `unknown`
    is such a word, too, and so is `na`, which is a language: who reads these asks about them first.
    """
    stripped = text.strip(_AROUND)
    return len(stripped) <= _LONGEST and _GAPS.sub(" ", stripped).casefold() in _WORDS
