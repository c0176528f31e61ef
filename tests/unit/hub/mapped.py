"""What the tests of the mapping share."""

from collections.abc import Iterable
from typing import Any, TypeVar

from supplygraph.hub.mapping import model_elements
from supplygraph.schema.declaration import Described, Element, Relationship
from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import Declares, DerivedFrom
from supplygraph.tally import Tally

Kind = TypeVar("Kind")


def mapped(record: dict[str, Any], tally: Tally | None = None) -> list[Element]:
    """All elements of one model record, as `hub` states them."""
    return list(model_elements({"id": "acme/child", **record}, tally or Tally(), "hub"))


def of(elements: Iterable[Element], kind: type[Kind]) -> list[Kind]:
    """The elements of one type."""
    return [element for element in elements if isinstance(element, kind)]


def ends(elements: Iterable[Element], kind: type[Relationship]) -> list[str]:
    """The keys of the ends of one type of relationship."""
    return [element.end.key for element in elements if isinstance(element, kind)]


def model(record: dict[str, Any], tally: Tally | None = None) -> Model:
    """The node of one model record."""
    (node,) = of(mapped(record, tally), Model)
    return node


def bases(record: dict[str, Any], tally: Tally | None = None) -> dict[str, DerivedFrom]:
    """The base models of one model record."""
    return {derived.end.key: derived for derived in of(mapped(record, tally), DerivedFrom)}


def licenses(record: dict[str, Any]) -> dict[str, Declares]:
    """The licences of one model record."""
    return {declares.end.key: declares for declares in of(mapped(record), Declares)}


def described(elements: list[Element]) -> set[str]:
    """Names of the types that the record states in full."""
    last = elements[-1]
    assert isinstance(last, Described)
    return {kind.type_name for kind in last.types}
