"""Maps the typed edge lists of HuggingGraph, which point from the upstream artifact to the downstream one."""

from collections.abc import Iterator, Mapping
from typing import Any

from supplygraph.hub.licenses import declarations
from supplygraph.hub.values import key_text
from supplygraph.ids.reading import is_id
from supplygraph.licenses.table import declared
from supplygraph.schema.declaration import Described, Element, Node, Ref
from supplygraph.schema.nodes import Dataset, Library, License, Model, Space, Task
from supplygraph.schema.relationships import (
    CHANNELS,
    DerivedFrom,
    HasLibrary,
    HasTask,
    SucceededBy,
    TrainedOn,
    Uses,
)
from supplygraph.tally import Tally

_KINDS: dict[str, type[Node]] = {
    "model": Model,
    "dataset": Dataset,
    "space": Space,
    "library": Library,
    "license": License,
    "task": Task,
}
#: Ends of edges whose ids have no prefix, as the first release wrote them.
_UNTYPED: dict[str, tuple[type[Node], type[Node]]] = {
    "trained_on": (Dataset, Model),
    "derived_from": (Dataset, Dataset),
    "uses_library": (Model, Library),
    "has_license": (Model, License),
    "performs_task": (Model, Task),
    "supports_task": (Dataset, Task),
}
_RELATIONS = {"merged": "merge"}
_EVIDENCE = "record"


def edge_elements(
    row: Mapping[str, Any], tally: Tally, place: str, source: str, known_licenses: set[str]
) -> Iterator[Element]:
    """Yields what one edge states; counts what is not an edge, or an edge that the graph has no place for.

    Args:
        row: `source`, `target`, and `edge_type` or `type`.
        tally: Where to count.
        place: Where the edge stands.
        source: Whose statement it is.
        known_licenses: Licences whose nodes were yielded before in this load; grows.
    """
    word = row.get("edge_type") or row.get("type") or row.get("label")
    if not isinstance(word, str):
        tally.count("edges_without_type", place)
        return
    word = key_text(word)[:40].lower()
    first, second = _UNTYPED.get(word, (Model, Model))
    start, end = _end(row.get("source"), first), _end(row.get("target"), second)
    if start is None or end is None:
        tally.count("edges_of_other_kinds" if _is_url(row.get("target")) else "edges_without_ids", place)
    elif start == end:
        tally.count("self_references", f"{place}: {start.key}")
    else:
        elements = list(_edge(start, word, end, source, known_licenses))
        if not elements:
            tally.count("edges_of_other_kinds", f"{place}: {word}")
        yield from elements
        # States no type in full: one edge of an artifact says nothing of its others.
        yield Described(start, ())


def _edge(upstream: Ref, word: str, downstream: Ref, source: str, known_licenses: set[str]) -> Iterator[Element]:
    match (upstream.node.label, downstream.node.label):
        case ("Model", "Model") | ("Dataset", "Dataset"):
            if word == "new_version":
                yield SucceededBy(start=upstream, end=downstream, evidence=[_EVIDENCE])
                return
            relation = _RELATIONS.get(word, word)
            if relation not in CHANNELS or upstream.node is Dataset:
                relation = "undeclared"
            yield DerivedFrom.model_validate(
                {
                    "start": downstream,
                    "end": upstream,
                    "relation": relation,
                    "channel": CHANNELS[relation],
                    "evidence": [_EVIDENCE],
                    **DerivedFrom.stated(source, [(_EVIDENCE, word)]),
                }
            )
        case ("Dataset", "Model"):
            yield TrainedOn(start=downstream, end=upstream, evidence=[_EVIDENCE])
        case ("Model", "Library"):
            yield HasLibrary(start=upstream, end=downstream)
        case ("Model" | "Dataset", "Task"):
            yield HasTask(start=upstream, end=downstream)
        case ("Model" | "Dataset", "Space"):
            yield Uses(start=downstream, end=upstream, evidence=[_EVIDENCE])
        case ("Model" | "Dataset" | "Space", "License"):
            yield from declarations(upstream, declared(downstream.key), _EVIDENCE, known_licenses)


def _end(value: object, untyped: type[Node]) -> Ref | None:
    """An end of an edge: `model::owner/name`, or a bare name of the kind that the edge's type implies."""
    text = key_text(value) if isinstance(value, str) else ""
    prefix, typed, name = text.partition("::")
    kind, key = (_KINDS.get(prefix), name) if typed else (untyped, text)
    if kind is None or not key or (kind.has_status() and not is_id(key)):
        return None
    return Ref(kind, key)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
