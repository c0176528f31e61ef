"""What an artifact declares: its licences, how they stand to each other, and the alternatives that they offer."""

from dataclasses import dataclass, field
from typing import Literal

from supplygraph.licenses.table import Operator

Reading = Literal["and", "or"]
#: Licences that all apply; empty where none is declared.
Alternative = tuple[str, ...]

READINGS: tuple[Reading, ...] = ("and", "or")
JOINED = {"and": " AND ", "or": " OR ", "list": ", ", "single": ""}


@dataclass(frozen=True)
class Statement:
    """One licence expression.

    Attributes:
        licenses: Ids of the licences, sorted; none where nothing is declared.
        operator: How they stand to each other; a `list` says neither that all apply nor that one may be chosen.
        contradicted: Whether the card gives another licence name beside it.
        conditions: What is known of conditions of their terms: `multimodal` where it is met, or `not multimodal`.
    """

    licenses: Alternative = ()
    operator: Operator = "single"
    contradicted: bool = False
    conditions: frozenset[str] = field(default=frozenset(), compare=False)

    def alternatives(self, reading: Reading) -> tuple[Alternative, ...]:
        """What whoever receives the work may choose between, under one reading of a list."""
        if self.operator == "or" or (self.operator == "list" and reading == "or"):
            return tuple((one,) for one in self.licenses)
        return (self.licenses,)

    def meets(self, condition: str) -> bool | None:
        """Whether the artifact meets a condition of a term; None where that is not known."""
        return True if condition in self.conditions else False if f"not {condition}" in self.conditions else None

    @property
    def simple(self) -> bool:
        """Whether it offers one alternative and nothing contradicts it."""
        return not self.contradicted and (len(self.licenses) < 2 or self.operator == "and")

    @property
    def text(self) -> str | None:
        """The expression as people read it; None where nothing is declared."""
        whole = JOINED[self.operator].join(self.licenses)
        return (f"{whole} (contradicted)" if self.contradicted else whole) or None


def joined(alternative: Alternative) -> str:
    """An alternative as people read it."""
    return JOINED["and"].join(alternative)
