"""What models show of what checklists ask, as `cypher/derive/shown.cypher` works it out in the graph."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from supplygraph.attributes.checklists import attributes
from supplygraph.schema.nodes import Dataset, Facts, Model
from supplygraph.schema.relationships import Shows, TrainedOn
from supplygraph.schema.tables import EdgeTable, NodeTable, Table
from supplygraph.store.rows import Row

SHOWN = NodeTable(Facts)
SHOWS = EdgeTable(Shows, Model, Facts)
TRAINED_ON = EdgeTable(TrainedOn, Model, Dataset)
#: The properties that are worked out here, by table.
COLUMNS: dict[Table, set[str]] = {
    SHOWN: {"name", "facts", "read", "task", "library", "hub", "popularity", "age"},
}
#: Downloads from which on a class of popularity begins, and how it is called.
_POPULARITY = ((1_000_000, "1,000,000 and more"), (10_000, "10,000 to 999,999"), (100, "100 to 9,999"))
_LEAST_POPULAR = "0 to 99"
#: Properties that hold words of which each may be a fact, by what stands before the colon.
_WORDS = {"card": "card_topics", "file": "file_topics", "field": "card_fields", "tag": "tags"}


class _Asked(NamedTuple):
    """The facts that answer an attribute of any checklist, by where they stand, each in order.

    Attributes:
        types: Types of relationships.
        keys: Properties, and facts that have a rule of their own.
        words: Words of a list, by what stands before the colon.
        of_data: Properties of datasets.
    """

    types: tuple[str, ...]
    keys: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    of_data: tuple[str, ...]


@cache
def _asked() -> _Asked:
    facts = sorted({fact for one in attributes() for fact in one.answered_by or ()})

    def behind(name: str) -> tuple[str, ...]:
        return tuple(fact.partition(":")[2] for fact in facts if fact.startswith(f"{name}:"))

    return _Asked(
        tuple(fact for fact in facts if fact == fact.upper()),
        tuple(fact for fact in facts if fact == fact.lower() and ":" not in fact),
        {name: behind(name) for name in _WORDS},
        behind("data"),
    )


class Data(NamedTuple):
    """What a dataset says for the models that were trained on it.

    Attributes:
        row: Its properties.
        generated: Whether a model generated it.
    """

    row: Row
    generated: bool = False


class Around(NamedTuple):
    """What counts for the facts of models beside themselves.

    Attributes:
        kinds: Types of the relationships that lead from each model.
        quantized: Models that a quantised one was made from.
        trained_on: The datasets that each model was trained on.
    """

    kinds: Mapping[str, Collection[str]]
    quantized: Collection[str] = ()
    trained_on: Mapping[str, Sequence[Data]] = {}


def says_of_data(table: Table) -> bool:
    """Whether rows of a table say anything of datasets that models answer for."""
    start = table.node if isinstance(table, NodeTable) else table.start
    return start is Dataset


def kinds_of(edges: Iterable[tuple[Table, Iterable[tuple[str, ...]]]]) -> dict[str, set[str]]:
    """The types of the relationships that lead from each model, by the ends of all that there are."""
    found: dict[str, set[str]] = defaultdict(set)
    for table, ends in edges:
        if isinstance(table, EdgeTable) and table.start is Model:
            for start, *_ in ends:
                found[start].add(table.name)
    return found


def shown_by(models: Iterable[tuple[str, Row]], around: Around) -> Iterator[tuple[str, str, Row]]:
    """Of each model its id, the key of the combination of facts that it shows, and the properties of that."""
    for id_, row in models:
        kinds, data = around.kinds.get(id_, ()), around.trained_on.get(id_, ())
        yield id_, *facts_of(row, kinds, data, quantized=id_ in around.quantized)


def facts_of(
    row: Row, kinds: Collection[str], datasets: Sequence[Data] = (), *, quantized: bool = False
) -> tuple[str, Row]:
    """What a model shows: the key of the combination, and its properties.

    Args:
        row: Properties of the model.
        kinds: Types of the relationships that lead from it.
        datasets: The datasets that it was trained on.
        quantized: Whether a quantised model was made from it.
    """
    asked = _asked()
    facts = [kind for kind in asked.types if kind in kinds]
    # Every model has an id, which rows do not hold as a property.
    facts += [key for key in asked.keys if key in row or key == Model.key]
    for name, words in asked.words.items():
        told = row.get(_WORDS[name])
        if told is not None:
            facts += [f"{name}:{word}" for word in words if word in told]
    if datasets:
        facts += [f"data:{name}" for name in asked.of_data if all(name in one.row for one in datasets)]
    rules = {"generated_data": any(one.generated for one in datasets), "quantized_child": quantized, "bill": True}
    facts += [name for name, holds in rules.items() if holds and name in asked.keys]
    stubs = any(one.row.get("status") == "stub" for one in datasets)
    places = {
        "metadata": row.get("status") != "stub",
        "card": "has_card" in row,
        "files": "file_count" in row,
        "data": not stubs,
    }
    read = [name for name, was_read in places.items() if was_read]
    created = row.get("created_at")
    counted: Row = {
        "task": row.get("task"),
        "library": row.get("library"),
        "hub": row.get("hub"),
        "popularity": _popularity(row.get("downloads")),
        "age": None if created is None else created.year,
    }
    properties = {name: value for name, value in counted.items() if value is not None}
    return _key(facts, read, counted), {"name": f"{len(facts)} facts", "facts": facts, "read": read, **properties}


def _popularity(downloads: int | None) -> str | None:
    if downloads is None:
        return None
    return next((called for least, called in _POPULARITY if downloads >= least), _LEAST_POPULAR)


def _key(facts: Iterable[str], read: Iterable[str], counted: Row) -> str:
    popularity = counted["popularity"]
    words = [*facts, "|", *read, "|", _or_dash(counted["age"]), "-" if popularity is None else popularity[:4]]
    # Words of any text are told apart by how long they are.
    texts = [counted[name] for name in ("task", "library", "hub")]
    words += ["-" if text is None else f"{len(text)}:{text}" for text in texts]
    return "".join(f"{word} " for word in words)


def _or_dash(number: int | None) -> str:
    return "-" if number is None else str(number)
