"""Finds the model that a free text names as a base, and says how it was found and how sure that is."""

import re
from typing import Literal, NamedTuple, Protocol

from supplygraph.hub.values import key_text
from supplygraph.ids.first_models import moved, todays_id
from supplygraph.ids.reading import id_of_url, is_id

Resolution = Literal["exact", "alias", "case", "owner_less", "named"]

#: How sure a resolution is: our own estimate, to sort and filter by.
CONFIDENCE: dict[Resolution, float] = {"exact": 1.0, "alias": 0.95, "case": 0.9, "named": 0.7, "owner_less": 0.6}

_AROUND_SLASH = re.compile(r"\s*/\s*")
_WRAPPING = " \t`'\"*()[]<>.,;:"


class KnownModels(Protocol):
    """The models that a source describes."""

    def exact(self, model_id: str) -> bool:
        """Whether it describes a model of this id."""
        ...

    def folded(self, model_id: str) -> list[str]:
        """The ids that are this one but for letter case; two are enough."""
        ...

    def named(self, name: str) -> list[str]:
        """The ids whose part behind the owner is this one but for letter case; two are enough."""
        ...


class Base(NamedTuple):
    """What a text was found to name.

    Attributes:
        model_id: Today's id; None where nothing fits, or more than one.
        resolution: How it was found; None where it was not.
        ambiguous: Whether more than one model fits.
    """

    model_id: str | None
    resolution: Resolution | None = None
    ambiguous: bool = False

    @property
    def confidence(self) -> float | None:
        """How sure it is, 0 to 1; None where nothing was found."""
        return CONFIDENCE[self.resolution] if self.resolution else None


def find_base(text: str, url: str | None, known: KnownModels) -> Base:
    """The model that a text names, or failing that, a URL beside it.

    Args:
        text: An id, a URL, or free text (`EleutherAI / pythia-12b-deduped`).
        url: URL that stands beside the text.
        known: The models of the source.
    """
    ambiguous = False
    for written in (text, url):
        name = _tidied(written) if written else ""
        if not name:
            continue
        found = _find(name, known)
        if found.model_id is not None:
            return found
        ambiguous = ambiguous or found.ambiguous
    return Base(None, ambiguous=ambiguous)


def _tidied(text: str) -> str:
    return id_of_url(_AROUND_SLASH.sub("/", key_text(text).strip(_WRAPPING)) if "://" not in text else key_text(text))


def _find(name: str, known: KnownModels) -> Base:
    if known.exact(name):
        return Base(todays_id(name), "exact")
    if name in moved() or name in moved().values():
        return Base(todays_id(name), "alias")
    if not is_id(name):
        return Base(None)
    same = known.folded(name)
    if not same:
        same = [old for old in (*moved(), *moved().values()) if old.casefold() == name.casefold()][:1]
    if len(same) == 1:
        return Base(todays_id(same[0]), "case")
    if "/" in name:
        return Base(None, ambiguous=True) if same else Base(name, "named")
    named = [] if same else known.named(name)
    if len(named) == 1:
        return Base(todays_id(named[0]), "owner_less")
    return Base(None, ambiguous=bool(same or named))
