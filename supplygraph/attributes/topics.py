"""What cards and files may answer, and the words and file names by which each answer is found."""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from supplygraph.toml_rows import parsed, rows

TOPICS = "topics.toml"
BOILERPLATE = "boilerplate.toml"
#: The topic of a card that says something in words.
TEXT = "text"


def _checked(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} cannot be read as a regular expression: {error}") from None
    return text


Pattern = Annotated[str, AfterValidator(_checked)]


class Topic(BaseModel):
    """One thing that a card or a file can answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]+$")
    meaning: str = Field(min_length=1)
    words: tuple[Pattern, ...] = ()
    files: tuple[Pattern, ...] = ()


def data_text(name: str) -> str:
    """The text of a data file of this package."""
    return (files("supplygraph.attributes") / name).read_text(encoding="utf-8")


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file.

    Raises:
        InputError: the file is malformed.
    """
    return rows(Topic, data_text(TOPICS), "topic", TOPICS, "topic")


@cache
def boilerplate() -> re.Pattern[str]:
    """What the lines begin with that templates of cards bring along.

    Raises:
        InputError: the file is malformed.
    """
    return re.compile("|".join(f"(?:{line})" for line in parsed(data_text(BOILERPLATE), BOILERPLATE)["lines"]))
