"""The table of known licences, and what a raw licence value of a card or repository declares."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from license_expression import (
    OR,
    LicenseWithExceptionSymbol,
    Licensing,
    get_spdx_licensing,
)
from pydantic import BaseModel, ConfigDict, Field

from supplygraph.errors import InputError
from supplygraph.licenses.imposed import Imposed, ImposedRow, imposed_terms
from supplygraph.licenses.toml_rows import data_text, rows

TABLE = "licenses.toml"
MAX_ID = 200
MAX_EXPRESSION = 1000
NODE_FIELDS = {
    "id",
    "spdx",
    "name",
    "family",
    "version",
    "cls",
    "family_only",
    "or_later_unknown",
    "certainty",
    "text_date",
}

LicenseClass = Literal[
    "public_domain",
    "permissive",
    "attribution",
    "weak_copyleft",
    "strong_copyleft",
    "network_copyleft",
    "share_alike",
    "nc",
    "nc_sa",
    "nd",
    "nc_nd",
    "data_permissive",
    "data_sharealike",
    "data_restricted",
    "rail",
    "community",
    "research",
    "unknown",
]
Certainty = Literal["firm", "contested", "uncertain", "secondary", "unread"]
Operator = Literal["single", "list", "and", "or"]


class LicenseEntry(BaseModel):
    """One licence of the table.

    `family_only` means that the id names a family and no member of it. `terms_known` says that `terms` lists every
    restriction; without it the list says no more than what the licence imposes at least.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.+-]*$", max_length=MAX_ID)
    spdx: str = Field(pattern=r"^[A-Za-z0-9.-]+$")
    name: str = Field(min_length=1)
    family: str = Field(pattern=r"^[a-z0-9][a-z0-9.+-]*$")
    version: str | None = None
    cls: LicenseClass = Field(alias="class")
    family_only: bool = False
    or_later_unknown: bool = False
    certainty: Certainty
    text_date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    hub: bool = False
    source: str = Field(pattern=r"^(https://\S+|secondary|unread|none)$")
    reviewed: str = Field(pattern=r"^\d{4}-\d{2}$")
    terms_known: bool = False
    term_sets: tuple[str, ...] = Field(default=(), strict=False)
    own_terms: tuple[ImposedRow, ...] = Field(default=(), alias="terms", strict=False)
    notes: tuple[str, ...] = Field(default=(), strict=False)
    unsure: tuple[str, ...] = Field(default=(), strict=False)

    @functools.cached_property
    def terms(self) -> tuple[Imposed, ...]:
        """What it imposes, each term once."""
        return imposed_terms(self.id, self.term_sets, self.own_terms)


@dataclass(frozen=True)
class Declared:
    """One licence that an artifact declares.

    Attributes:
        license_id: The id of the table, or a slug of our own for what the table does not hold.
        entry: The row of the table, if it has one.
        raw: The value as written: the whole expression, the item of a list, or a `license_name` that stands alone.
        name: `license_name` as written.
        link: `license_link` as written.
        operator: How it stands to the other licences of the same declaration.
    """

    license_id: str
    entry: LicenseEntry | None
    raw: str
    name: str | None = None
    link: str | None = None
    operator: Operator = "single"


@functools.cache
def licenses() -> tuple[LicenseEntry, ...]:
    """Every licence of the table, in the order of the file."""
    return read_table(data_text(TABLE))


def read_table(text: str) -> tuple[LicenseEntry, ...]:
    """Read and check a table of licences.

    Raises:
        InputError: The text is not TOML, an entry is malformed, or a spelling stands twice.
    """
    entries = rows(LicenseEntry, text, "license", TABLE, "licence")
    _spellings(entries)
    return entries


def lookup(text: str) -> LicenseEntry | None:
    """The licence with this id, SPDX id, full name or alias, in any letter case; None if the table has none."""
    by_id, by_spelling = _indexes()
    return by_id.get(text.strip()) or by_spelling.get(_slug(text))


def declared(license: object, license_name: object = None, license_link: object = None) -> list[Declared]:
    """What the `license`, `license_name` and `license_link` of a card declare; nothing is guessed, nothing raises.

    Args:
        license: A Hub id, another spelling, an SPDX expression, free text, or a list of those.
        license_name: The name that goes with `other`; where there is no licence, it is the declaration.
        license_link: Kept as it is.
    """
    values = license if isinstance(license, list | tuple) else [license]
    name, link = _text(license_name), _text(license_link)
    texts = [text for value in values if (text := _text(value))] or ([name] if name else [])
    found = _distinct(one for text in texts for one in _read(text, name, link))
    if len(found) == 1:
        return [replace(found[0], operator="single")]
    if len(texts) > 1:
        return [replace(one, operator="list") for one in found]
    return found


def license_properties(license: Declared | LicenseEntry) -> dict[str, Any]:
    """The properties of the graph's `License` node, without those that are not known."""
    if isinstance(license, LicenseEntry):
        entry = license
    elif license.entry is not None:
        entry = license.entry
    else:
        return {"id": license.license_id, "class": "unknown"}
    return entry.model_dump(include=NODE_FIELDS, exclude_none=True, by_alias=True)


def _spellings(entries: Iterable[LicenseEntry]) -> dict[str, LicenseEntry]:
    found: dict[str, LicenseEntry] = {}
    for entry in entries:
        own = {_slug(spelling) for spelling in (entry.id, entry.spdx, entry.name)}
        for spelling in [*own, *map(_slug, entry.aliases)]:
            if other := found.get(spelling):
                raise InputError(f"{TABLE}, licence {entry.id}: {spelling!r} already stands for {other.id}")
            found[spelling] = entry
    return found


@functools.cache
def _indexes() -> tuple[dict[str, LicenseEntry], dict[str, LicenseEntry]]:
    return {entry.id: entry for entry in licenses()}, _spellings(licenses())


def _read(text: str, name: str | None, link: str | None) -> list[Declared]:
    """The licences of one text, each with the operator that the text itself states."""
    ids, operator = _resolve(text)
    if ids == ("other",) and name:
        ids, operator = _resolve(name)
    by_id, _ = _indexes()
    return [Declared(id_, by_id.get(id_), text, name, link, operator) for id_ in ids]


@functools.lru_cache(maxsize=4096)
def _resolve(text: str) -> tuple[tuple[str, ...], Operator]:
    if entry := lookup(text):
        return (entry.id,), "single"
    if expression := _expression(text):
        return expression
    if re.fullmatch(r"https?://\S+", text.strip(), re.IGNORECASE):
        return (_visible(text.strip())[:MAX_ID],), "single"
    slug = _slug(text)
    parts = [lookup(part) for part in re.split(r"-(?:and|with)-", slug)]
    if len(parts) > 1 and all(parts):
        return tuple(part.id for part in parts if part), "and"
    return (slug[:MAX_ID],), "single"


def _expression(text: str) -> tuple[tuple[str, ...], Operator] | None:
    """The licences of an SPDX expression, or None for text that only looks like one.

    Upper-case operators are SPDX's own, so that one known licence is enough beside unknown ones; the lower-case words
    are operators only between licences that are all known.
    """
    operators = re.findall(r"(?<![^\s()])(?:and|or|with)(?![^\s()])", text, re.IGNORECASE)
    if not (operators or text.lstrip().startswith("(")) or len(text) > MAX_EXPRESSION:
        return None
    try:
        tree = Licensing().parse(text)
        symbols = Licensing().license_symbols(tree, decompose=False)
    except Exception:  # text such as "MIT AND(AND" fails with whatever error the parser runs into
        return None
    pairs = [
        (symbol.license_symbol.key, symbol.exception_symbol.key)
        if isinstance(symbol, LicenseWithExceptionSymbol)
        else (symbol.key, None)
        for symbol in symbols
    ]
    known = [_is_known(key) for key, _ in pairs]
    strict = all(operator.isupper() for operator in operators) and not any(" " in key for key, _ in pairs)
    if not any(known) or not (strict or all(known)):
        return None
    return tuple(_expression_id(*pair) for pair in pairs), "or" if isinstance(tree, OR) else "and"


def _expression_id(key: str, exception: str | None) -> str:
    entry = lookup(key)
    id_ = entry.id if entry else _slug(key)
    return (f"{id_}-with-{_slug(exception)}" if exception else id_)[:MAX_ID]


def _is_known(key: str) -> bool:
    return lookup(key) is not None or key.lower() in _spdx_keys()


@functools.cache
def _spdx_keys() -> frozenset[str]:
    return frozenset(get_spdx_licensing().known_symbols_lowercase)


def _distinct(found: Iterable[Declared]) -> list[Declared]:
    first: dict[str, Declared] = {}
    for one in found:
        first.setdefault(one.license_id, one)
    return list(first.values())


def _text(value: object) -> str | None:
    """A text with something visible in it, without what no database takes (NUL and lone surrogates)."""
    if not isinstance(value, str) or not _slug(value):
        return None
    return "".join(character for character in value if character != "\0" and unicodedata.category(character) != "Cs")


def _visible(text: str) -> str:
    return "".join(character for character in text if character.isspace() or unicodedata.category(character)[0] != "C")


def _slug(text: str) -> str:
    return re.sub(r"\s+", "-", _visible(text).strip()).lower()
