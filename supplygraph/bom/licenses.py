"""How declared licences are written in SPDX's words: ids that SPDX lists, references to others, and expressions."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from license_expression import get_license_index, get_spdx_licensing

from supplygraph.bom.bill import PartLicense
from supplygraph.licenses.catalogue import listed

REFERENCE = "LicenseRef-"
#: Version of SPDX's list that the ids are of, as `license-expression` has them.
LIST_VERSION = "3.27.0"
_NOTHING = "NOASSERTION"
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Term:
    """One licence in SPDX's words.

    Attributes:
        id: An id of SPDX's list, or a `LicenseRef-`; None where the declaration names no licence at all.
        name: Its name for people.
        link: The address of its text, where one is known.
    """

    id: str | None
    name: str
    link: str | None

    @property
    def listed(self) -> bool:
        """Whether SPDX lists it."""
        return self.id is not None and not self.id.startswith(REFERENCE)


@functools.cache
def spdx_ids() -> frozenset[str]:
    """The ids of SPDX's list."""
    keys = (entry["spdx_license_key"] for entry in get_license_index() if not entry["is_exception"])
    return frozenset(key for key in keys if key and not key.startswith(REFERENCE))


def term_of(license: PartLicense) -> Term:
    """A declared licence in SPDX's words."""
    id_ = license.spdx or listed(license.id)
    if id_ == _NOTHING:
        return Term(None, license.raw or license.id, license.link)
    if id_ is None or (id_ not in spdx_ids() and not id_.startswith(REFERENCE)):
        id_ = REFERENCE + (_NOT_IN_IDS.sub("-", license.id).strip("-") or "unnamed")
    return Term(id_, license.title or license.raw or license.id, license.link)


def expression_of(licenses: Sequence[PartLicense]) -> str | None:
    """The SPDX expression of a declaration; None where there is none: nothing, or a list without an operator."""
    terms = [term_of(one) for one in licenses]
    if not terms or any(one.id is None for one in terms):
        return None
    if len(terms) == 1:
        return terms[0].id
    operators = {one.operator for one in licenses}
    if operators == {"and"} or operators == {"or"}:
        return f" {operators.pop().upper()} ".join(sorted(str(one.id) for one in terms))
    return None


def expression_problems(expression: str) -> list[str]:
    """What is wrong with an SPDX expression; references to licences of one's own are not."""
    info = get_spdx_licensing().validate(expression)
    unknown = [symbol for symbol in info.invalid_symbols if not symbol.startswith((REFERENCE, "DocumentRef-"))]
    if unknown:
        return [f"{symbol} is not an id of SPDX's list" for symbol in unknown]
    return [] if info.invalid_symbols else list(info.errors)


def distinct(terms: Iterable[Term]) -> list[Term]:
    """Each licence once, by id and name."""
    return sorted(set(terms), key=lambda one: (one.id or "", one.name))
