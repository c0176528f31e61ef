"""Reads what the licence texts among an artifact's files say: which licence it is, and whose copyright."""

import re
from collections.abc import Iterable
from typing import Any

from supplygraph.hub.values import Values
from supplygraph.licenses.table import named

#: Where a record keeps what its licence texts say, as `read_texts` gives it.
LICENSE_TEXTS = "_license_texts"
#: A line that names who holds the copyright: with a year, or with the sign and a name.
_NOTICE = re.compile(
    r"^[\s#*/>-]*(?:copyright\b[^\n]{0,40}?(?:\b(?:19|20)\d\d\b|\(c\)|©)|(?:\(c\)|©)\s*(?:19|20)\d\d)[^\n]*[a-z]{2}",
    re.IGNORECASE | re.MULTILINE,
)
#: What stands in a text whose holder was not filled in, and who holds the copyright of a licence text itself.
_NOBODY = re.compile(
    r"[\[<{](?:yyyy|year|name|full ?name|owner|copyright)|free software foundation|creative commons", re.IGNORECASE
)


def read_texts(recognised: Iterable[tuple[str, str | None]], *, partial: bool = False) -> dict[str, Any]:
    """What licence texts say, as properties of the artifact.

    Args:
        recognised: Each text, with the name of the licence that it was recognised as.
        partial: Whether others of its files may be missing.
    """
    texts = list(recognised)
    if not texts:
        return {} if partial else {"license_text": False}
    found = dict.fromkeys(named(name).license_id for _, name in texts if name)
    return {
        "license_text": True,
        # Two texts say nothing of how they stand to each other.
        "license_file": next(iter(found)) if len(found) == 1 else None,
        "copyright_notice": any(map(names_holder, (text for text, _ in texts))),
    }


def names_holder(text: str) -> bool:
    """Whether a text says who holds the copyright."""
    return any(not _NOBODY.search(line[0]) for line in _NOTICE.finditer(text))


def license_texts(values: Values) -> dict[str, Any]:
    """The properties that a record keeps of its licence texts; empty where nobody read them."""
    kept = values.record.get(LICENSE_TEXTS)
    return dict(kept) if isinstance(kept, dict) else {}
