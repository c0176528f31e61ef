"""Which licence material may move to, although its own licence asks for the same one."""

import functools
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from supplygraph.errors import InputError
from supplygraph.licenses.table import licenses
from supplygraph.toml_rows import data_text, rows

COMPATIBILITY = "compatibility.toml"

Kind = Literal["full", "check"]


class MayBecome(NamedTuple):
    """Material under the first licence may be passed on under the second; `check` sets a condition."""

    upstream: str
    downstream: str
    kind: Kind
    source: str
    note: str | None


class MayBecomeRow(BaseModel):
    """One licence and those it may become, as the data file writes them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    upstream: str = Field(alias="from")
    to: tuple[str, ...] = Field(min_length=1, strict=False)
    kind: Kind
    source: str = Field(pattern=r"^(https://\S+|secondary|none)$")
    note: str | None = None


@functools.cache
def may_become() -> tuple[MayBecome, ...]:
    """Every pair, in the order of the file."""
    return read_may_become(data_text(COMPATIBILITY))


def read_may_become(text: str) -> tuple[MayBecome, ...]:
    """Read and check a table of pairs.

    Raises:
        InputError: The text is not TOML, an entry is malformed, or a pair stands twice or names an unknown licence.
    """
    found: dict[tuple[str, str], MayBecome] = {}
    known = {license.id: license for license in licenses()}
    for pair in _pairs(text):
        where = f"{COMPATIBILITY}, {pair.upstream} to {pair.downstream}"
        if not {pair.upstream, pair.downstream} <= known.keys():
            raise InputError(f"{where}: it is not a licence of the table")
        if not any(term.code.startswith("SA:") for term in known[pair.upstream].terms):
            raise InputError(f"{where}: the first does not ask for the same licence")
        if pair.upstream == pair.downstream or pair[:2] in found:
            raise InputError(f"{where}: it stands twice")
        found[pair[:2]] = pair
    return tuple(found.values())


def _pairs(text: str) -> Iterator[MayBecome]:
    for row in rows(MayBecomeRow, text, "may_become", COMPATIBILITY, "licence"):
        for downstream in row.to:
            yield MayBecome(row.upstream, downstream, row.kind, row.source, row.note)
