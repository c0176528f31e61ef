"""Reads what files of a model's repository answer by their names."""

import re
from collections.abc import Iterable
from functools import cache

from supplygraph.attributes.topics import topics


def file_answers(names: Iterable[str]) -> dict[str, str]:
    """The topics that files answer, each with the first file in the order of names."""
    found: dict[str, str] = {}
    open_ = dict(_patterns())
    for name in sorted(names):
        small = name.lower()
        for topic, pattern in list(open_.items()):
            if pattern.fullmatch(small):
                found[topic] = name
                del open_[topic]
    return {topic.name: found[topic.name] for topic in topics() if topic.name in found}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic.name, re.compile("|".join(topic.files))) for topic in topics() if topic.files)
