"""One figure of a study: what was published, what comes out here, and why the two may differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Value = int | float | str


@dataclass(frozen=True)
class Figure:
    """One figure, compared at the precision that it was published with.

    Attributes:
        name: What it is a figure of, in a few words.
        published: The published value; None where the study prints none.
        computed: The value that comes out here; None where public data do not allow it.
        must_match: Whether the study counts as reproduced only if this figure comes out.
        why: Where the data come from, and why the values differ or nothing can be computed.
        place: Where the study says it (`section 7`, `Table 3`).
        unit: `%` for shares; nothing for counts and texts.
        decimals: Digits behind the point that were published.

    Raises:
        ValueError: it must match, but nothing is published.
    """

    name: str
    published: Value | None
    computed: Value | None
    must_match: bool = False
    why: str = ""
    place: str = ""
    unit: str = ""
    decimals: int = 0

    def __post_init__(self) -> None:
        if self.must_match and self.published is None:
            raise ValueError(f"{self.name!r} must match, but no value is published")

    @property
    def difference(self) -> int | float | None:
        """Computed less published, rounded like the published value; None where one of them is not a number."""
        if isinstance(self.published, int | float) and isinstance(self.computed, int | float):
            return round(round(self.computed, self.decimals) - self.published, self.decimals)
        return None

    @property
    def matches(self) -> bool | None:
        """Whether the computed value, rounded like the published one, equals it; None where one of them is missing."""
        if self.published is None or self.computed is None:
            return None
        return self.difference == 0 if self.difference is not None else self.computed == self.published

    @property
    def failed(self) -> bool:
        """Whether it must match and does not; one that could not be computed has failed, too."""
        return self.must_match and self.matches is not True


def percent(part: int, whole: int) -> float:
    """A share in percent; of nothing it is 0."""
    return 100 * part / whole if whole else 0.0


def failures(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that must match and do not."""
    return [figure for figure in figures if figure.failed]


def table_row(figure: Figure) -> dict[str, Any]:
    """The row of a table for people."""
    if figure.matches is None:
        difference = "not computable" if figure.computed is None else "not published"
    elif figure.matches:
        difference = "none"
    elif figure.difference is None:
        difference = "differs"
    else:
        difference = f"{figure.difference:+,.{figure.decimals}f}"
    return {
        "figure": figure.name,
        "published": _shown(figure.published, figure),
        "computed": _shown(figure.computed, figure),
        "difference": difference + (" (must match)" if figure.failed else ""),
        "why": figure.why,
    }


def full_row(figure: Figure) -> dict[str, Any]:
    """Everything about a figure, for machines."""
    return {
        "figure": figure.name,
        "place": figure.place or None,
        "published": figure.published,
        "computed": figure.computed,
        "difference": figure.difference,
        "unit": figure.unit or None,
        "matches": figure.matches,
        "must_match": figure.must_match,
        "why": figure.why or None,
    }


def _shown(value: Value | None, figure: Figure) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return f"{value:,.{figure.decimals}f}" + (f" {figure.unit}" if figure.unit else "")
