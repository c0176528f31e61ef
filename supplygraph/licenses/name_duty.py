"""When the name of a model begins as a licence asks: letter case and the signs between words do not matter."""

import re

_WORDS = re.compile(r"[A-Za-z]+|[0-9]+")


def name_pattern(beginning: str) -> str:
    """The regular expression of names that begin so, in the syntax that Cypher and Python share.

    The licences say that the name starts with “Llama”, or “Llama 3”, and nothing of how it is written: `llama-3-tiny`,
    `Llama3.1-x` and `LLAMA_3` all start with it. A number ends where its digits end, so that `Llama-30B` does not.
    """
    words = _WORDS.findall(beginning)
    return "(?i)" + "[^A-Za-z0-9]*".join(words) + ("(?![0-9]).*" if words[-1].isdigit() else ".*")


def begins_with(name: str, beginning: str) -> bool:
    """Whether a model's name, without its namespace, begins as a licence asks."""
    return re.fullmatch(name_pattern(beginning), name, re.DOTALL) is not None
