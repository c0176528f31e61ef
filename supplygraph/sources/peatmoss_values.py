"""Reads the loosely typed values of PeaTMOSS: its database, and what a language model read from model cards."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from supplygraph.hub.base_names import Base
from supplygraph.hub.licenses import declarations
from supplygraph.hub.values import distinct, key_text
from supplygraph.ids.reading import id_of_url
from supplygraph.licenses.table import Declared, declared
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import Element, Ref, clean_text
from supplygraph.schema.nodes import License
from supplygraph.schema.relationships import CHANNELS, Declares, DerivedFrom

#: Items of one list, and characters of one item, that are kept.
MAX_ITEMS, MAX_ITEM = 100, 500
#: Words that stand among model types and name a framework.
FRAMEWORKS = frozenset(
    {
        "caffe",
        "coreml",
        "flax",
        "jax",
        "keras",
        "mxnet",
        "onnx",
        "paddlepaddle",
        "pytorch",
        "tensorflow",
        "tf",
        "tflite",
    }
)

_PARAMETERS = re.compile(
    r"(?:about|approximately|around|~|≈)?\s*([\d.,]+)\s*(k|m|b|t|thousand|million|billion|trillion)?\b", re.IGNORECASE
)
_FACTORS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}


def line_of(value: Any, limit: int = MAX_ITEM) -> str | None:
    """One line of text; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(clean_text(str(value)).split())[:limit] or None


def text_of(value: Any, limit: int = MAX_ITEM) -> str | None:
    """What somebody wrote, as one line of text; None also for words that say nothing (`None`, `n/a`, `unknown`)."""
    text = line_of(value, limit)
    return None if text is None or is_missing(text) else text


def lines_of(values: Iterable[Any]) -> list[str]:
    """The texts of a list, each once."""
    return distinct(text for value in values if (text := line_of(value)) is not None)


def texts_of(values: Iterable[Any]) -> list[str]:
    """The texts of a list that say something, each once, as far as they are kept."""
    return distinct(text for value in values if (text := text_of(value)) is not None)[:MAX_ITEMS]


def items_of(value: Any) -> list[Any]:
    """A list, or one value that stands for a list of one."""
    if isinstance(value, list):
        return value[:MAX_ITEMS]
    return [] if value is None else [value]


def named_values(value: Any) -> list[str]:
    """`name: value` of a mapping, nested ones with dots, or the texts of a list."""
    return distinct(line[:MAX_ITEM] for line in _pairs("", value, 0))[:MAX_ITEMS]


def _pairs(name: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping) and depth < 3:
        for key, inner in value.items():
            shown = text_of(str(key)) or ""
            yield from _pairs(f"{name}.{shown}" if name else shown, inner, depth + 1)
    elif isinstance(value, list) and depth < 3:
        for inner in value:
            yield from _pairs(name, inner, depth + 1)
    elif (text := text_of(value)) is not None:
        yield f"{name}: {text}" if name else text


def count_of(value: Any) -> int | None:
    """A number of things, whole and not negative; texts of digits are read."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value.strip()[:20])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def parameters_of(value: Any) -> int | None:
    """The number of parameters that a text claims (`7B`, `110 million`, `1,024`); None where it is not one number."""
    text = text_of(value)
    found = _PARAMETERS.match(text) if text else None
    if found is None:
        return None
    digits = found[1].strip(".,")
    digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", digits) else digits
    try:
        number = float(digits) * _FACTORS.get((found[2] or "")[:1].lower(), 1)
    except ValueError:
        return None
    return round(number) if 0 < number < 2**63 else None


def moment_of(value: Any) -> datetime | None:
    """A date and time, in UTC; one without a zone is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def dataset_of(name: Any, url: Any) -> str | None:
    """The key of a dataset: the Hub id in its name or URL, else its name."""
    for written in (name, url):
        if isinstance(written, str) and (key := id_of_url(key_text(written), "dataset")) != key_text(written):
            return key
    return key_text(line_of(name) or "") or None


def license_elements(
    owner: Ref, names: Iterable[str | None], evidence: str, known: set[str]
) -> Iterator[License | Declares]:
    """What an artifact declares, a relationship a licence; an empty name declares nothing.

    Args:
        owner: The artifact.
        names: Names of licences; several of one artifact stand without operator.
        evidence: Where they were stated.
        known: Licences whose nodes were yielded before in this load; grows.
    """
    yield from declarations(owner, _declared(tuple(clean_text(name) for name in lines_of(names))), evidence, known)


@functools.lru_cache(maxsize=4_096)
def _declared(names: tuple[str, ...]) -> tuple[Declared, ...]:
    return tuple(declared(list(names))) if names else ()


def base_element(owner: Ref, base: Base, raw: str, source: str, evidence: str) -> Element | None:
    """The derivation that a text was found to state; None where it names the model itself or nothing."""
    if base.model_id is None or base.model_id == owner.key:
        return None
    return DerivedFrom(
        start=owner,
        end=Ref(owner.node, base.model_id),
        relation="undeclared",
        channel=CHANNELS["undeclared"],
        evidence=[evidence],
        **DerivedFrom.stated(source, [(evidence, "undeclared")]),
        raw=raw if raw != base.model_id else None,
        resolution=base.resolution,
        confidence=base.confidence,
    )
