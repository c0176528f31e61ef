"""Finds the key of a paper in an address or a text that names it."""

import re

_ARXIV = re.compile(
    r"(?:^|arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?=$|[^\w])",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:^|doi\.org/|doi:\s*)(10\.\d{4,9}/[^\s?#\"<>]{1,200})", re.IGNORECASE)


def paper_key(text: str | None) -> str | None:
    """`arxiv:` and the number, or `doi:` and the DOI; None where the text holds neither."""
    if not text:
        return None
    if found := _ARXIV.search(text.strip()):
        return f"arxiv:{found[1].lower()}"
    found = _DOI.search(text.strip())
    return f"doi:{found[1].rstrip('.,;)').lower()}" if found else None
