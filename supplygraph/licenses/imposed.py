"""What a licence imposes: a term, and the channels through which it reaches what is made from the work."""

import functools
from collections.abc import Iterable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supplygraph.errors import InputError
from supplygraph.licenses.rules import Channel
from supplygraph.toml_rows import data_text, rows

TERM_SETS = "term_sets.toml"

#: The channels in which the work itself moves on, which a data file may call `material`.
MATERIAL: tuple[Channel, ...] = ("copy", "deriv", "adapter", "combine")


class Imposed(BaseModel):
    """One term as one licence imposes it; under `condition` only where that is met (`terms.Condition`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: str
    certain: tuple[Channel, ...] = ()
    unclear: tuple[Channel, ...] = ()
    contested: tuple[Channel, ...] = ()
    condition: str | None = None


class ImposedRow(BaseModel):
    """Terms that reach the same channels, as a data file writes them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    codes: tuple[str, ...] = Field(min_length=1, strict=False)
    certain: tuple[Channel | Literal["material"], ...] = Field(default=(), strict=False)
    unclear: tuple[Channel | Literal["material"], ...] = Field(default=(), strict=False)
    contested: tuple[Channel, ...] = Field(default=(), strict=False)
    condition: str | None = None

    @model_validator(mode="after")
    def _channels_are_consistent(self) -> Self:
        certain, unclear = _channels(self.certain), _channels(self.unclear)
        if not certain and not unclear:
            raise ValueError("it reaches no channel")
        if len({*certain, *unclear}) < len(certain) + len(unclear):
            raise ValueError("a channel stands twice")
        if not set(self.contested) <= {*certain, *unclear}:
            raise ValueError("a contested channel is neither certain nor unclear")
        return self

    def terms(self, license_id: str) -> Iterable[Imposed]:
        """The terms as that licence imposes them."""
        for code in self.codes:
            yield Imposed(
                code=code.replace("{id}", license_id),
                certain=_channels(self.certain),
                unclear=_channels(self.unclear),
                contested=self.contested,
                condition=self.condition,
            )


class TermSet(BaseModel):
    """Terms that many licences impose in the same way."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str
    terms: tuple[ImposedRow, ...] = Field(min_length=1, strict=False)


@functools.cache
def term_sets() -> dict[str, TermSet]:
    """The sets by their id."""
    return {one.id: one for one in rows(TermSet, data_text(TERM_SETS), "set", TERM_SETS, "set")}


def imposed_terms(license_id: str, sets: Iterable[str], own: Iterable[ImposedRow]) -> tuple[Imposed, ...]:
    """The terms that a licence imposes: those of its sets, then its own.

    Raises:
        InputError: A set does not exist, or a term is imposed twice.
    """
    found: dict[str, Imposed] = {}
    for name in sets:
        if name not in term_sets():
            raise InputError(f"licence {license_id}: {TERM_SETS} has no set {name!r}")
    for row in [*(row for name in sets for row in term_sets()[name].terms), *own]:
        for term in row.terms(license_id):
            if term.code in found:
                raise InputError(f"licence {license_id}: {term.code} is imposed twice")
            found[term.code] = term
    return tuple(found.values())


def _channels(words: Iterable[Channel | Literal["material"]]) -> tuple[Channel, ...]:
    found: list[Channel] = []
    for word in words:
        found.extend(MATERIAL if word == "material" else (word,))
    return tuple(found)
