"""Writes a bill as a document of the format that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from supplygraph.bom.bill import Bill
from supplygraph.bom.cyclonedx import Version, cyclonedx_document

Format = Literal["cyclonedx", "spdx"]


def bom_document(bill: Bill, form: Format = "cyclonedx", version: Version = "1.6") -> dict[str, Any]:
    """The document as JSON values; the same bill gives the same one.

    Args:
        bill: What to write.
        form: CycloneDX, or SPDX 3.0.1.
        version: Version of CycloneDX.
    """
    if form == "spdx":
        from supplygraph.bom.spdx import spdx_document

        return spdx_document(bill)
    return cyclonedx_document(bill, version)


def remarks(bill: Bill, document: dict[str, Any]) -> Iterator[str]:
    """What to tell whoever asked for the document: what is not known, and profiles that it does not keep."""
    if undescribed := [part.key.id for part in bill.parts.values() if not part.described]:
        yield f"note: no source describes {len(undescribed):,} parts, such as {undescribed[0]}"
    verdicts = Counter(part.verdict for part in bill.parts.values())
    if open_ := ", ".join(f"{verdicts[one]:,} {one}" for one in ("conflict", "unknown") if verdicts[one]):
        yield f"note: of {len(bill.parts):,} parts the licences of these need a look: {open_}"
    if "@graph" in document:
        from supplygraph.bom.spdx_profiles import lacking_lines, missing

        yield from (f"note: {line}" for line in lacking_lines(missing(document)))
