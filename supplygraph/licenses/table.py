"""The table of known licences, and what a raw licence value of a card or repository declares."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

from license_expression import OR, LicenseWithExceptionSymbol, Licensing
from pydantic import BaseModel, ConfigDict, Field

from supplygraph.errors import InputError
from supplygraph.licenses.address import is_address, names, plain, tidy
from supplygraph.licenses.catalogue import SCANCODE, listed
from supplygraph.licenses.imposed import Imposed, ImposedRow, imposed_terms
from supplygraph.licenses.spelling import forms, forms_of_name, slug
from supplygraph.missing import is_missing
from supplygraph.toml_rows import data_text, rows

TABLE = "licenses.toml"
MAX_ID = 200
MAX_EXPRESSION = 1000
MAX_PARTS = 50
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
#: What each class means; a coarse word for tables, on which no verdict rests.
CLASSES: dict[LicenseClass, str] = {
    "public_domain": "no rights are kept, or all are waived",
    "permissive": "software licence that asks for little more than keeping its notices",
    "attribution": "content licence that asks for credit (CC BY)",
    "weak_copyleft": "changed files stay under it, what is combined with them need not (LGPL, MPL)",
    "strong_copyleft": "whatever is derived stays under it (GPL)",
    "network_copyleft": "the same, also where it is only offered over a network (AGPL)",
    "share_alike": "content licence under which changed versions stay (CC BY-SA)",
    "nc": "no commercial use (CC BY-NC)",
    "nc_sa": "no commercial use, and changed versions stay under it",
    "nd": "no changed versions may be passed on",
    "nc_nd": "neither commercial use nor changed versions",
    "data_permissive": "data licence that asks for little more than credit",
    "data_sharealike": "data licence under which derived databases stay",
    "data_restricted": "data licence for some uses only",
    "rail": "bars certain uses (OpenRAIL and its kin)",
    "community": "a vendor's own terms: uses, size of the user, naming (Llama, Gemma)",
    "research": "a vendor's own terms for research, evaluation or other non-commercial use",
    "unknown": "not known which licence is meant",
}
#: How well the terms of a licence are known; how certain a verdict is has two values only.
LicenseCertainty = Literal["firm", "contested", "uncertain", "secondary", "unread"]
Operator = Literal["single", "list", "and", "or"]

#: What stands between licences outside of expressions, and what it means; the first that fits is taken.
_SEPARATORS: tuple[tuple[str, Operator], ...] = (
    (r"[,;\n|]", "list"),
    (r"\s\+\s|&", "and"),
    (r"/", "or"),
    (r"[\s_-]+or[\s_-]+(?!any|later|newer)", "or"),
    (r"[\s_-]+(?:and|with)[\s_-]+", "and"),
)


class LicenseEntry(BaseModel):
    """One licence of the table.

    `family_only` means that the id names a family and no member of it. `terms_known` says that `terms` lists every
    restriction; without it the list says no more than what the licence imposes at least. `addresses` are pages and
    files that hold exactly this text; a `*` in them stands for any text.
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
    certainty: LicenseCertainty
    text_date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    addresses: tuple[str, ...] = Field(default=(), strict=False)
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

    @property
    def contradicted(self) -> bool:
        """Whether `name` names another licence."""
        named = [one.license_id for one in declared(self.name)]
        return bool(named) and self.license_id not in named and slug(self.raw) not in ("other", "unknown")


class Index(NamedTuple):
    """The entries of a table by id, by the forms of their spellings, and by address; ids in the order of the file."""

    ids: dict[str, LicenseEntry]
    forms: dict[str, LicenseEntry]
    addresses: dict[str, LicenseEntry]


@functools.cache
def licenses() -> tuple[LicenseEntry, ...]:
    """Every licence of the table, in the order of the file."""
    return tuple(_index().ids.values())


def read_table(text: str) -> Index:
    """Read and check a table of licences.

    Raises:
        InputError: The text is not TOML, an entry is malformed, or a spelling stands twice.
    """
    return _indexed(rows(LicenseEntry, text, "license", TABLE, "licence"))


def lookup(text: str) -> LicenseEntry | None:
    """The licence with this id, SPDX or ScanCode id, name, alias or address; None if the table has none.

    The form of a spelling does not matter (`forms`), and neither does what leads to the same address.
    """
    index, text = _index(), text.strip()
    if found := index.ids.get(text):
        return found
    if is_address(text):
        return _at(text)
    return next((entry for form in forms(text) if (entry := index.forms.get(form))), None) or _listed_entry(text)


def declared(license: object, license_name: object = None, license_link: object = None) -> list[Declared]:
    """What the `license`, `license_name` and `license_link` of a card declare; nothing is guessed, nothing raises.

    Args:
        license: A Hub id, another spelling, an SPDX expression, free text, or a list of those.
        license_name: The name that goes with `other`; where there is no licence, it is the declaration.
        license_link: Kept as it is.
    """
    values = license if isinstance(license, list | tuple) else [license]
    name, link = _said(license_name), _text(license_link)
    texts = [text for value in values if (text := _said(value))] or ([name] if name else [])
    found = _distinct(one for text in texts for one in _read(text, name, link))
    if len(found) == 1:
        return [replace(found[0], operator="single")]
    if len(texts) > 1:
        return [replace(one, operator="list") for one in found]
    return found


def named(text: str) -> Declared:
    """The one licence that a text names, whatever it says."""
    entry = lookup(text)
    return Declared(entry.id if entry else _own_id(text), entry, text)


def license_properties(license: Declared | LicenseEntry) -> dict[str, Any]:
    """The properties of the graph's `License` node, without those that are not known."""
    if isinstance(license, LicenseEntry):
        entry = license
    elif license.entry is not None:
        entry = license.entry
    else:
        return {"id": license.license_id, "class": "unknown"}
    properties = entry.model_dump(include=NODE_FIELDS, exclude_none=True, by_alias=True)
    return {("title" if name == "name" else name): value for name, value in properties.items()}


@functools.cache
def _index() -> Index:
    return read_table(data_text(TABLE))


def _indexed(entries: Iterable[LicenseEntry]) -> Index:
    """Finds entries by their spellings; each stands for one licence, and none is an alias that needs to be none."""
    index = Index({}, {}, {})
    for entry in entries:
        _put(index.ids, entry.id, entry)
        for form in {form for text in (entry.id, entry.spdx, entry.name) for form in forms_of_name(text)}:
            _put(index.forms, form, entry)
    for entry in index.ids.values():
        for text in entry.aliases:
            if known := next((one for form in forms(text) if (one := index.forms.get(form))), None):
                raise InputError(f"{TABLE}, licence {entry.id}: {text!r} already stands for {known.id}")
            index.forms.update(dict.fromkeys(forms_of_name(text), entry))
        for text in entry.addresses:
            _put(index.addresses, plain(text), entry)
    return index


def _put(known: dict[str, LicenseEntry], spelling: str, entry: LicenseEntry) -> None:
    if other := known.get(spelling):
        raise InputError(f"{TABLE}, licence {entry.id}: {spelling!r} already stands for {other.id}")
    known[spelling] = entry


def _at(address: str) -> LicenseEntry | None:
    """The licence whose text is at an address."""
    known, page = _index().addresses, plain(address)
    if found := known.get(page):
        return found
    matching = (entry for pattern, entry in known.items() if "*" in pattern and fnmatchcase(page, pattern))
    return next(matching, None) or next((entry for name in names(address) if (entry := lookup(name))), None)


def _listed_entry(text: str) -> LicenseEntry | None:
    id_ = listed(text)
    return None if id_ is None else next((_index().forms.get(form) for form in forms_of_name(id_)), None)


def _read(text: str, name: str | None, link: str | None) -> list[Declared]:
    """The licences of one text, each with the operator that the text itself states."""
    ids, operator = _resolve(text)
    if ids == ("other",) and name:
        ids, operator = _resolve(name)
    elif ids == ("other",) and link and (found := is_address(link) and _at(link)):
        ids = (found.id,)
    known = _index().ids
    return [Declared(id_, known.get(id_), text, name, link, operator) for id_ in ids]


@functools.lru_cache(maxsize=4096)
def _resolve(text: str) -> tuple[tuple[str, ...], Operator]:
    text = text.strip()
    if entry := lookup(text) or _said_twice(text):
        return (entry.id,), "single"
    if is_address(text):
        return (next(iter(names(text)), tidy(text))[:MAX_ID],), "single"
    if several := _expression(text) or _separated(text):
        return several
    return (_own_id(text),), "single"


def _own_id(text: str) -> str:
    """The id of a licence that the table does not have."""
    known = listed(text)
    return (known.removeprefix(SCANCODE).lower() if known else slug(text))[:MAX_ID]


def _said_twice(text: str) -> LicenseEntry | None:
    """The licence of a text such as `Apache License 2.0 (Apache-2.0)`."""
    found = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
    entry = lookup(found[1]) if found else None
    return entry if found and entry is lookup(found[2]) else None


def _separated(text: str) -> tuple[tuple[str, ...], Operator] | None:
    """The licences of a text that lists them, all of which are known; `mit/apache-2.0` is a choice, as in Cargo."""
    for separator, operator in _SEPARATORS:
        parts = [part for part in re.split(separator, text) if part.strip()]
        read = [_resolve(part) for part in parts] if 1 < len(parts) <= MAX_PARTS else []
        if read and all(_is_known(id_) for ids, _ in read for id_ in ids):
            plain_parts = all(inner in ("single", operator) for _, inner in read)
            return tuple(dict.fromkeys(id_ for ids, _ in read for id_ in ids)), operator if plain_parts else "list"
    return None


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
    id_ = entry.id if entry else _own_id(key)
    return (f"{id_}-with-{slug(exception)}" if exception else id_)[:MAX_ID]


def _is_known(key: str) -> bool:
    return lookup(key) is not None or listed(key) is not None


def _distinct(found: Iterable[Declared]) -> list[Declared]:
    first: dict[str, Declared] = {}
    for one in found:
        first.setdefault(one.license_id, one)
    return list(first.values())


def _said(value: object) -> str | None:
    """A text that says something; the Hub's own id `unknown` does."""
    text = _text(value)
    return text if text and (slug(text) == "unknown" or not is_missing(text)) else None


def _text(value: object) -> str | None:
    """A text with something visible in it, without what no database takes (NUL and lone surrogates)."""
    if not isinstance(value, str) or not slug(value):
        return None
    return "".join(character for character in value if character != "\0" and unicodedata.category(character) != "Cs")
