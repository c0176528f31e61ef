"""The terms that licences impose, one for each value of its parameter, and which other terms keep them."""

import functools
from collections.abc import Iterable, Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supplygraph.errors import InputError
from supplygraph.licenses.imposed import term_sets
from supplygraph.licenses.table import licenses
from supplygraph.toml_rows import data_text, rows

TERMS = "terms.toml"
SAME_LICENSE = "SA:{id}"

Level = Literal["restriction", "notice"]


class Satisfaction(BaseModel):
    """A term that keeps another one; `warning` means that something is weakened."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: str
    kind: Literal["full", "warning"]


class Term(BaseModel):
    """One thing that a licence asks for or forbids; every term satisfies itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: str = Field(pattern=r"^[A-Z]+([.:]\S.*)?$")
    level: Level
    meaning: str = Field(min_length=1)
    satisfied_by: tuple[Satisfaction, ...] = Field(default=(), strict=False)

    @property
    def kind(self) -> str:
        """The code without its parameter: `NC`, `UR`, `CAP` …"""
        return self.code.replace(".", ":", 1).split(":", 1)[0]

    @property
    def parameter(self) -> str | None:
        """What follows the kind: `medical`, `mau>700M`, `Built with Llama` …"""
        return self.code[len(self.kind) + 1 :] or None


class Condition(BaseModel):
    """What must be so for a term to apply, beside the licence that imposes it (`Imposed.condition`).

    It is asked of the work that is licensed: the upstream end of an edge, or the ancestor from which a term is
    inherited. `applies_to` and `spares` name tasks and model types. A work that has some of the first and none of the
    second meets the condition, and the term counts as without a condition; one with some of the second and none of the
    first does not, and the term is not asked at all. Of any other work it is not known: the term counts, and what
    follows from it is contested. Without names nothing that the graph holds can tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(pattern=r"^[a-z][a-z-]*$")
    meaning: str = Field(min_length=1)
    applies_to: tuple[str, ...] = Field(default=(), strict=False)
    spares: tuple[str, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _names_stand_once(self) -> Self:
        if len({*self.applies_to, *self.spares}) < len(self.applies_to) + len(self.spares):
            raise ValueError("a task or type stands twice")
        return self

    def met_by(self, tasks_and_types: Iterable[str]) -> bool | None:
        """Whether a work with these tasks and model types meets it; None if that is not known."""
        found = set(tasks_and_types)
        applies, spared = not found.isdisjoint(self.applies_to), not found.isdisjoint(self.spares)
        return None if applies == spared else applies


@functools.cache
def conditions() -> dict[str, Condition]:
    """The conditions by their names."""
    return {one.name: one for one in rows(Condition, data_text(TERMS), "condition", TERMS, "condition")}


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every term, in the order of the file; the one for the same licence once for each licence that imposes it."""
    return read_terms(data_text(TERMS))


def read_terms(text: str) -> tuple[Term, ...]:
    """Read and check a table of terms against the licences that impose them.

    Raises:
        InputError: The text is not TOML, an entry is malformed or stands twice, or a code is used and not declared.
    """
    found: dict[str, Term] = {}
    for row in rows(Term, text, "term", TERMS, "term"):
        for term in _expanded(row):
            if term.code in found:
                raise InputError(f"{TERMS}, term {term.code}: it stands twice")
            found[term.code] = term
    for where, code in _used(tuple(found.values())):
        if code not in found:
            raise InputError(f"{TERMS} has no term {code!r}, which {where} names")
    for license in licenses():
        for condition in {imposed.condition for imposed in license.terms if imposed.condition}:
            if condition not in conditions():
                raise InputError(f"{TERMS} has no condition {condition!r}, which licence {license.id} names")
    return tuple(found.values())


def _expanded(row: Term) -> Iterator[Term]:
    if row.code != SAME_LICENSE:
        yield _reflexive(row, row.code, row.meaning)
        return
    for license in licenses():
        code = SAME_LICENSE.format(id=license.id)
        if any(imposed.code == code for imposed in license.terms):
            yield _reflexive(row, code, row.meaning.format(name=license.name))


def _reflexive(row: Term, code: str, meaning: str) -> Term:
    itself = Satisfaction(code=code, kind="full")
    return row.model_copy(update={"code": code, "meaning": meaning, "satisfied_by": (itself, *row.satisfied_by)})


def _used(declared: tuple[Term, ...]) -> Iterator[tuple[str, str]]:
    for term in declared:
        for satisfaction in term.satisfied_by:
            yield f"term {term.code}", satisfaction.code
    for license in licenses():
        for imposed in license.terms:
            yield f"licence {license.id}", imposed.code
    for one in term_sets().values():
        for row in one.terms:
            for code in row.codes:
                if code != SAME_LICENSE:
                    yield f"set {one.id}", code
