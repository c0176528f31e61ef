"""Reading the tables of a TOML file as checked entries; what is wrong is named by file and entry."""

import tomllib
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from supplygraph.errors import InputError

Row = TypeVar("Row", bound=BaseModel)


def data_text(name: str) -> str:
    """The text of a data file of the package."""
    return (files("supplygraph.licenses") / name).read_text(encoding="utf-8")


def parsed(text: str, name: str) -> dict[str, Any]:
    """The content of a TOML text.

    Raises:
        InputError: It is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name} is not valid TOML: {error}") from error


def rows(model: type[Row], text: str, key: str, name: str, word: str) -> tuple[Row, ...]:
    """The `[[key]]` tables of a text, each checked by the model; `word` says in messages what a row is.

    Raises:
        InputError: The text is not TOML, has no such tables, or a row is malformed.
    """
    found = parsed(text, name).get(key)
    if not isinstance(found, list):
        raise InputError(f"{name} has no [[{key}]] entries")
    return tuple(checked(model, row, name, _label(row, number, word)) for number, row in enumerate(found, start=1))


def checked(model: type[Row], row: object, name: str, label: str) -> Row:
    """The row as an entry.

    Raises:
        InputError: It is malformed.
    """
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "entry"
        raise InputError(f"{name}, {label}: {place}: {first['msg']}") from error


def _label(row: object, number: int, word: str) -> str:
    known = row if isinstance(row, dict) else {}
    return f"{word} {known.get('id') or known.get('code') or known.get('from') or f'number {number}'}"
