"""The checklists: what each asks of a model, and what in the graph answers it."""

from collections.abc import Iterator
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from supplygraph.attributes.topics import data_text
from supplygraph.schema.nodes import Attribute
from supplygraph.toml_rows import checked, parsed, rows

#: Files of checklists, in the order in which they are shown.
FILES = ("reuse.toml", "ai_bom.toml", "training_content.toml")


class _About(BaseModel):
    """What a checklist is, and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    checklist: str = Field(pattern=r"^[a-z][a-z-]*$")
    title: str = Field(min_length=1)
    origin: str = Field(min_length=1)
    date: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")


class _Row(BaseModel):
    """One thing that it asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    groups: tuple[str, ...] = Field(min_length=1)
    meaning: str = Field(min_length=1)
    answered_by: tuple[str, ...]
    told_by: tuple[Literal["metadata", "card", "files", "data"], ...]
    own: bool = False


@cache
def attributes() -> tuple[Attribute, ...]:
    """What all checklists ask for.

    Raises:
        InputError: a file is malformed.
    """
    return tuple(one for name in FILES for one in _of_file(name))


def _of_file(name: str) -> Iterator[Attribute]:
    text = data_text(name)
    about = checked(
        _About, {key: value for key, value in parsed(text, name).items() if key != "attribute"}, name, "its head"
    )
    for row in rows(_Row, text, "attribute", name, "attribute"):
        yield Attribute(
            id=f"{about.checklist}:{row.name}",
            checklist=about.checklist,
            checklist_title=about.title,
            groups=list(row.groups),
            meaning=row.meaning,
            answered_by=list(row.answered_by),
            told_by=list(row.told_by),
            own=row.own or None,
            origin=about.origin,
            date=about.date,
        )
