"""Licences that SPDX and ScanCode list: the several ids of one licence, also of those that the table does not have."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from license_expression import get_license_index

from supplygraph.licenses.spelling import form

#: What stands before the ids that ScanCode gives to licences that SPDX does not list.
SCANCODE = "LicenseRef-scancode-"


def listed(text: str) -> str | None:
    """The id under which SPDX lists the licence that a text names, or ScanCode's; None if neither lists it."""
    return _ids().get(form(text))


@functools.cache
def _ids() -> dict[str, str]:
    """Ids by their forms; what SPDX lists comes first, and what would stand for two licences stands for none."""
    sources: tuple[Callable[[dict[str, Any]], Iterable[str]], ...] = (
        lambda entry: (entry["spdx_license_key"], entry["spdx_license_key"].removeprefix(SCANCODE)),
        lambda entry: entry["other_spdx_license_keys"],
        lambda entry: (entry["license_key"],),
    )
    entries = [entry for entry in get_license_index() if entry["spdx_license_key"] and not entry["is_exception"]]
    found: dict[str, str] = {}
    for spellings in sources:
        new: dict[str, set[str]] = {}
        for entry in entries:
            for text in spellings(entry):
                new.setdefault(form(text), set()).add(entry["spdx_license_key"])
        found = {key: next(iter(ids)) for key, ids in new.items() if len(ids) == 1} | found
    return found
