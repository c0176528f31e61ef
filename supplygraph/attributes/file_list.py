"""Reads what files of a model's repository answer by their names."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from supplygraph.attributes.topics import topics


def file_answers(names: Iterable[str]) -> dict[str, str]:
    """The topics that files answer, each with the first file in the order of names."""
    found: dict[str, str] = {}
    for name in sorted(names):
        for topic in _answered_by(name):
            found.setdefault(topic, name)
    return {topic.name: found[topic.name] for topic in topics() if topic.name in found}


# The same few names stand in most lists.
@lru_cache(maxsize=20_000)
def _answered_by(name: str) -> tuple[str, ...]:
    small = name.lower()
    return tuple(topic for topic, pattern in _patterns() if pattern.fullmatch(small))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic.name, re.compile("|".join(topic.files))) for topic in topics() if topic.files)
