"""Keeps out of the graph what can be the id of no artifact, whichever source names it, and counts it."""

from collections.abc import Iterable, Iterator

from supplygraph.ids.reading import refusal
from supplygraph.schema.declaration import Described, Element, Node, Ref, Relationship
from supplygraph.tally import Tally
from supplygraph.text import safe


def admitted(elements: Iterable[Element], tally: Tally) -> Iterator[Element]:
    """The elements without those that describe or join an artifact whose id can be none; these are `ids_refused`.

    What is said of a refused artifact goes with it and counts once.
    """
    refused: Ref | None = None
    for element in elements:
        if isinstance(element, Described):
            # Where a batch may end, also behind a record that is left out.
            yield Described(element.owner, ()) if element.owner == refused else element
        elif isinstance(element, Node):
            if _is_admitted(element.ref(element.key_value), tally, ""):
                yield element
            else:
                refused = element.ref(element.key_value)
        elif refused not in (element.start, element.end) and _joins(element, tally):
            yield element


def _joins(relationship: Relationship, tally: Tally) -> bool:
    start, end = relationship.start, relationship.end
    return _is_admitted(start, tally, "") and _is_admitted(end, tally, f"{start.key}: ")


def _is_admitted(ref: Ref, tally: Tally, place: str) -> bool:
    if not ref.node.has_status():
        return True
    reason = refusal(ref.key)
    if reason is not None:
        tally.count("ids_refused", f"{safe(place)}{safe(ref.key)[:200]}: {reason}")
    return reason is None
