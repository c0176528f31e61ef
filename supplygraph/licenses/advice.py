"""Which licences to propose for what is made from other works, and in which order."""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from supplygraph.licenses.remarks import VENDOR_CLASSES
from supplygraph.licenses.rules import Knowledge, LicenseFacts
from supplygraph.licenses.table import licenses

#: Where a proposal stands: the licence of what is above itself, a permissive one, a later version of it, any other.
DECLARED, PERMISSIVE, LATER, OTHER = range(4)
#: Classes that ask for no more than credit.
PERMISSIVE_CLASSES = frozenset({"public_domain", "permissive", "attribution"})


@dataclass(frozen=True)
class Proposal:
    """A licence that could be declared, with the verdict that it would get."""

    license: str
    verdict: str


def candidates(knowledge: Knowledge) -> list[LicenseFacts]:
    """Licences whose terms are known, in the order of the table."""
    found = (one for one in knowledge.licenses.values() if one.terms_known and not one.family_only)
    return sorted((one for one in found if one.class_ != "unknown"), key=lambda one: _order(one.id))


def place(candidate: LicenseFacts, base: LicenseFacts | None) -> int | None:
    """Where a licence stands among the proposals for what is made from a work under another one.

    Returns:
        Its place, the lower the better; None for a licence that only another vendor can grant.
    """
    if base and candidate.id == base.id:
        return DECLARED
    one_family = base is not None and candidate.family is not None and candidate.family == base.family
    if candidate.class_ in PERMISSIVE_CLASSES and (one_family or not candidate.own_text):
        return PERMISSIVE
    if one_family and base and _version(candidate) > _version(base):
        return LATER
    if not one_family and (candidate.class_ in VENDOR_CLASSES or candidate.own_text):
        return None
    return OTHER


def best_place(candidate: LicenseFacts, bases: Iterable[LicenseFacts]) -> int | None:
    """The best of its places for several works."""
    found = [where for base in bases if (where := place(candidate, base)) is not None]
    return min(found) if found else None


def proposals(
    knowledge: Knowledge, bases: Sequence[str], rank_of: Callable[[str], int | None], verdict_of: Callable[[int], str]
) -> list[Proposal]:
    """The licences without conflict, the best first.

    Args:
        knowledge: What is known of licences.
        bases: Ids of the licences above.
        rank_of: The rank that an artifact would get that declares a licence.
        verdict_of: A rank in words.
    """
    above = [knowledge.license(one) for one in bases] or [LicenseFacts("unknown")]
    ranked = []
    for candidate in candidates(knowledge):
        where = best_place(candidate, above)
        rank = None if where is None else rank_of(candidate.id)
        if where is not None and rank is not None and rank < 3:
            ranked.append(((where, rank, len(candidate.restrictions), _order(candidate.id)), candidate.id, rank))
    return [Proposal(license_id, verdict_of(rank)) for _, license_id, rank in sorted(ranked)]


def _version(license: LicenseFacts) -> tuple[str, str]:
    """What orders the versions of a family: the date of the text, where it is known, or the version as it is written."""
    return license.text_date or "", license.version or ""


def _order(license_id: str) -> tuple[int, str]:
    return _table().get(license_id, len(_table())), license_id


@functools.cache
def _table() -> dict[str, int]:
    return {entry.id: number for number, entry in enumerate(licenses())}
