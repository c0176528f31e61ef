"""Which licences to propose for what is made from other works, and in which order."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from supplygraph.licenses.judge import VERDICTS
from supplygraph.licenses.remarks import VENDOR_CLASSES
from supplygraph.licenses.rules import Knowledge, LicenseFacts
from supplygraph.licenses.table import licenses

#: Where a proposal stands: the licence of what is above itself, a permissive one, a later version of it, any other.
DECLARED, PERMISSIVE, LATER, OTHER = range(4)
#: Classes that ask for no more than credit.
PERMISSIVE_CLASSES = frozenset({"public_domain", "permissive", "attribution"})


@dataclass(frozen=True)
class Proposal:
    """A licence that could be declared, with the verdict that it would get, and why."""

    license: str
    verdict: str
    codes: list[str]


def candidates(knowledge: Knowledge) -> list[LicenseFacts]:
    """Licences whose terms are known, in the order of the table."""
    found = (one for one in knowledge.licenses.values() if one.terms_known and not one.family_only)
    return sorted(filter(_is_known, found), key=lambda one: _order(one.id))


def place(candidate: LicenseFacts, base: LicenseFacts) -> int | None:
    """Where a licence stands among the proposals for what is made from a work under another one.

    Returns:
        Its place, the lower the better; None for a licence that only another vendor can grant, or that the same
        vendor gave to earlier or other works.
    """
    if candidate.id == base.id:
        return DECLARED
    one_family = candidate.family is not None and candidate.family == base.family
    if candidate.class_ in PERMISSIVE_CLASSES and (one_family or not candidate.own_text):
        return PERMISSIVE
    of_vendor = candidate.class_ in VENDOR_CLASSES
    if one_family and _is_later(candidate, base, dated=of_vendor):
        return LATER
    if of_vendor or (candidate.own_text and not one_family):
        return None
    return OTHER


def best_place(candidate: LicenseFacts, bases: Mapping[LicenseFacts, bool]) -> int | None:
    """The best of its places for several works.

    Args:
        candidate: The licence.
        bases: The licences of the works, each with whether the artifact is made from such a work itself. A vendor's
            licence is not for what is only trained on its works or uses them.
    """
    of_vendor = candidate.class_ in VENDOR_CLASSES
    asked = (base for base, made_from in bases.items() if made_from or not of_vendor)
    found = [where for base in asked if (where := place(candidate, base)) is not None]
    return min(found) if found else None


def places(knowledge: Knowledge, base: LicenseFacts) -> list[tuple[str, int]]:
    """The licences to propose for what is made from a work under a licence, with their places, the best first.

    None where nothing is known of that licence.
    """
    if not _is_known(base):
        return []
    found = [(where, one.id) for one in candidates(knowledge) if (where := place(one, base)) is not None]
    return [(license_id, where) for where, license_id in sorted(found, key=lambda one: one[0])]


def proposals(
    knowledge: Knowledge, above: Mapping[str, bool], judge_one: Callable[[str], tuple[int, list[str]]]
) -> list[Proposal]:
    """The licences without conflict, the best first; none where no licence above is known.

    Args:
        knowledge: What is known of licences.
        above: Ids of the licences above, each with whether the artifact is made from something under it, and not only
            trained on it or using it.
        judge_one: The rank that an artifact would get that declares a licence, and the reasons.
    """
    asked = ((knowledge.license(one), made_from) for one, made_from in above.items())
    bases = {base: made_from for base, made_from in asked if _is_known(base)}
    ranked = []
    for turn, candidate in enumerate(candidates(knowledge) if bases else ()):
        where = best_place(candidate, bases)
        if where is None:
            continue
        rank, codes = judge_one(candidate.id)
        if rank < 3:
            proposal = Proposal(candidate.id, VERDICTS[rank], codes)
            ranked.append(((where, rank, len(candidate.restrictions), turn), proposal))
    return [proposal for _, proposal in sorted(ranked, key=lambda one: one[0])]


def _is_known(base: LicenseFacts) -> bool:
    return base.class_ != "unknown"


def _is_later(candidate: LicenseFacts, base: LicenseFacts, dated: bool) -> bool:
    """Whether a licence is a later version of another of its family: by the date of the text, then as it is written.

    Of a vendor, whose licences for several works need not be versions of one another, both have to be `dated`.
    """
    dates = candidate.text_date or "", base.text_date or ""
    if dated and not all(dates):
        return False
    return (dates[0], candidate.version or "") > (dates[1], base.version or "")


def _order(license_id: str) -> tuple[int, str]:
    return _table().get(license_id, len(_table())), license_id


@functools.cache
def _table() -> dict[str, int]:
    return {entry.id: number for number, entry in enumerate(licenses())}
