"""Reads the given–expect cases that tests keep as data: each file once, by the parser in C where there is one."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_cases(path: Path) -> dict[str, Any]:
    """What a file of cases states; nobody changes it."""
    content = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    assert isinstance(content, dict)
    return content
