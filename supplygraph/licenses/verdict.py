"""The verdict on one edge: its own pair of licences, and whatever else judges it, taken together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from supplygraph.licenses.judge import VERDICTS, Judgement, PairInput, unknown_part
from supplygraph.licenses.rules import Knowledge
from supplygraph.licenses.statement import READINGS, Alternative, Statement
from supplygraph.schema.relationships import Certainty, WhyUnknown


@dataclass(frozen=True)
class Further:
    """What judges an edge beside its own pair.

    Attributes:
        id: Orders those of one strength.
        inherited: Whether it is about terms that were dropped further up.
        judgement: What the rule set says of it.
    """

    id: str
    inherited: bool
    judgement: Judgement


@dataclass(frozen=True)
class Verdict:
    """What one rule set says of an edge.

    Attributes:
        rank: Strength: 0 compatible, 1 warning, 2 unknown, 3 conflict; -1 skipped.
        codes: Why, the strongest reasons first; `INHERITED` where a licence from further up is dropped.
        certainty: `contested` where it rests only on readings that are unclear or disputed.
        identical: Whether both ends declare the same.
        part: The licence that is judged, where the rule set splits a list.
        why_unknown: The first reason why it is unknown.
    """

    rank: int
    codes: tuple[str, ...]
    certainty: Certainty
    identical: bool
    part: Alternative | None
    why_unknown: WhyUnknown | None

    @property
    def verdict(self) -> str:
        """The rank in words."""
        return VERDICTS[self.rank]


def combined(pair: PairInput, own: Judgement, further: Sequence[Further], knowledge: Knowledge) -> Verdict:
    """The strongest counts; its reasons come first, and it is firm where anything of its strength is."""
    ordered = sorted(further, key=lambda one: (-one.judgement.rank, one.inherited, one.id))
    others = [code for one in ordered for code in _codes(one)]
    strongest = ordered[0].judgement.rank if ordered else own.rank
    rank = max(own.rank, strongest)
    codes = (*others, *own.codes) if strongest > own.rank else (*own.codes, *others)
    firm = any(one.rank == rank and one.certainty == "firm" for one in (own, *(one.judgement for one in ordered)))
    return Verdict(
        rank=rank,
        codes=tuple(dict.fromkeys(codes)),
        certainty="firm" if firm else "contested",
        identical=own.identical,
        part=own.part,
        why_unknown=_why_unknown(pair, codes, own.part, knowledge) if rank == 2 else None,
    )


def _codes(one: Further) -> Iterable[str]:
    """That the lower licence is not known is said of the edge itself."""
    if not one.inherited:
        return one.judgement.codes
    codes = [code for code in one.judgement.codes if code != "D_UNKNOWN"]
    return ["INHERITED", *codes] if codes else []


def unknown_states(statement: Statement, knowledge: Knowledge) -> set[str]:
    """Why something of an expression cannot be judged."""
    alternatives = {one for reading in READINGS for one in statement.alternatives(reading)}
    return {state for one in alternatives if (state := unknown_part(one, knowledge))}


def _why_unknown(pair: PairInput, codes: Iterable[str], part: Alternative | None, knowledge: Knowledge) -> WhyUnknown:
    sides: tuple[tuple[str, Literal["upper", "lower"], Statement], ...] = (
        ("U_UNKNOWN", "upper", pair.upper if part is None else Statement(part, "and")),
        ("D_UNKNOWN", "lower", pair.lower),
    )
    found = set(codes)
    for code, side, statement in sides:
        if code in found:
            return _reason(side, unknown_states(statement, knowledge))
    if "NOT_IN_MATRIX" in found:
        return "not_in_matrix"
    return "open_in_matrix" if "MATRIX_UNKNOWN" in found else "further_up"


def _reason(side: Literal["upper", "lower"], found: set[str]) -> WhyUnknown:
    """The first that fits."""
    reasons: dict[str, tuple[WhyUnknown, WhyUnknown]] = {
        "missing": ("upper_missing", "lower_missing"),
        "unnamed": ("upper_unnamed", "lower_unnamed"),
        "family": ("upper_family", "lower_family"),
        "unread": ("upper_unread", "lower_unread"),
    }
    both: tuple[WhyUnknown, WhyUnknown] = next(
        (names for state, names in reasons.items() if state in found), ("upper_none", "lower_none")
    )
    return both[0 if side == "upper" else 1]
