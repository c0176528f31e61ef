"""Words by which an id, or a part of a name, is known to be one of a model: families, owners, forms."""

import functools
import tomllib
from importlib import resources
from typing import Any

TABLE = "model_words.toml"


def table_text() -> str:
    """The table as it is written."""
    return resources.files(__package__).joinpath(TABLE).read_text(encoding="utf-8")


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(table_text())


def families(where: str) -> tuple[str, ...]:
    """Names of families that name one anywhere in an `id`, at the `end` or at the `start` of a word."""
    return tuple(name for name, places in _table()["families"].items() if where in places)


def words_of_ids(kind: str) -> tuple[str, ...]:
    """`owners` that hardly own anything but models, or `forms` that stand beside a family."""
    return tuple(_table()["ids"][kind])
