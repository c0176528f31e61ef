"""The columns of listings and tables: by which names they are known, and how their values are read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from supplygraph.hub import cells
from supplygraph.hub.claims import EVAL_RESULTS, MODEL_INDEX
from supplygraph.hub.documentation import CARD_TEXT
from supplygraph.hub.front_matter import front_matter, text_below, yaml_mapping
from supplygraph.hub.values import distinct, key_text
from supplygraph.ids.reading import is_id
from supplygraph.schema.declaration import clean_text
from supplygraph.tally import Tally

Kind = Literal["model", "dataset", "space"]
KINDS: tuple[Kind, ...] = ("model", "dataset", "space")
Where = Literal["id", "record", "card", "config"]


@dataclass(slots=True)
class Cell:
    """Where a value stands, to count that it cannot be read."""

    place: str
    tally: Tally
    column: str = ""

    def unreadable(self, value: object) -> None:
        """Counts the value as `unreadable_cells`."""
        shown = value[:60] if isinstance(value, str) else type(value).__name__
        self.tally.count("unreadable_cells", clean_text(key_text(f"{self.place}: {self.column}: {shown}"), 200))


Read = Callable[[Any, Cell], Any]


@dataclass(frozen=True)
class Column:
    """What one column says.

    Attributes:
        name: Its name in a record of the Hub's API, or in a card.
        where: Whether it belongs to the record itself, to the card, to the config, or is the id.
        read: How its value is read.
        kinds: Kinds of artifacts of which it says something.
        others: Other names of it.
    """

    name: str
    where: Where
    read: Read
    kinds: tuple[Kind, ...]
    others: tuple[str, ...] = ()


def _as_it_is(value: Any, cell: Cell) -> Any:
    return None if cells.is_gap(value) else value


def _word(value: Any, cell: Cell) -> Any:
    return cells.word(value)


def _number(value: Any, cell: Cell) -> Any:
    return cells.number(value)


def _truth(value: Any, cell: Cell) -> Any:
    return cells.truth(value)


def _moment(value: Any, cell: Cell) -> Any:
    return cells.moment(value)


def _list(value: Any, cell: Cell) -> Any:
    """A list; in one text, commas stand between the items."""
    if isinstance(value, list):
        return value
    found = _items(value, cell)
    return _parted(found[0]) if isinstance(value, str) and found == [value.strip()] else found


def _names(value: Any, cell: Cell) -> Any:
    """Artifacts: a list, or one text that names one or, with commas, several; what is not a list stays as written."""
    if isinstance(value, list | Mapping):
        return value
    found = _items(value, cell, kept=True)
    if isinstance(value, str) and found == [value.strip()]:
        parts = _parted(found[0])
        return parts if all(map(is_id, parts)) else found
    return found


def _licenses(value: Any, cell: Cell) -> Any:
    """One licence or a list of them."""
    if isinstance(value, list | Mapping):
        return value
    found = _items(value, cell, kept=True)
    return found if len(found) > 1 else found[0] if found else None


def _items(value: Any, cell: Cell, *, kept: bool = False) -> list[Any]:
    try:
        return cells.items(value)
    except cells.UnreadableError:
        cell.unreadable(value)
        return [value] if kept else []


def _parted(text: str) -> list[str]:
    mark = next((mark for mark in ",;|" if mark in text), None)
    return distinct(part.strip() for part in text.split(mark)) if mark else [text]


def _mapping(value: Any, cell: Cell) -> Any:
    """A mapping, also as JSON or Python writes it, or in YAML."""
    if not isinstance(value, str):
        return None if cells.is_gap(value) else value
    if cells.is_gap(value):
        return None
    if _YAML.match(value):
        return yaml_mapping(value, cell.tally, f"{cell.place}: {cell.column}")
    try:
        return cells.mapping(value)
    except cells.UnreadableError:
        cell.unreadable(value)
        return None


def _base_models(value: Any, cell: Cell) -> Any:
    """The Hub's own structure of bases with their relation, or names of bases."""
    structure = isinstance(value, Mapping) or (isinstance(value, str) and value.startswith("{"))
    return _mapping(value, cell) if structure else _names(value, cell)


def _structures(value: Any, cell: Cell) -> Any:
    """A list of mappings, or one, also as JSON or Python writes it."""
    if isinstance(value, list | Mapping):
        return value
    return _mapping(value, cell) if isinstance(value, str) and value.lstrip().startswith("{") else _items(value, cell)


def _card(value: Any, cell: Cell) -> Any:
    return front_matter(value, cell.tally, cell.place)


_YAML = re.compile(r"\s*[\w-]+\s*:(?:\s|\Z)")
_MODEL: tuple[Kind, ...] = ("model",)
_DATA: tuple[Kind, ...] = ("dataset",)
_BOTH: tuple[Kind, ...] = ("model", "dataset")


def _column(names: str, read: Read, kinds: tuple[Kind, ...] = KINDS, where: Where = "record") -> Column:
    name, *others = names.split()
    return Column(name, where, read, kinds, tuple(others))


#: The first name is the one that the Hub's API or a card has for it.
COLUMNS = (
    _column("id modelId model_id datasetId dataset_id spaceId space_id repo_id repoId hf_id", _as_it_is, where="id"),
    _column("_id", _word),
    _column("author", _word),
    _column("sha", _word, _BOTH),
    _column("createdAt created_at", _moment),
    _column("lastModified last_modified updatedAt updated_at", _moment),
    _column("downloads downloads_30d downloads_last_month", _number, _BOTH),
    _column("downloadsAllTime downloads_all_time", _number, _BOTH),
    _column("likes", _number),
    _column("gated", _truth, _BOTH),
    _column("private", _truth),
    _column("disabled", _truth),
    _column("removed", _truth),
    _column("removed_at removedAt", _moment),
    _column("tags", _list),
    _column("_extra", _as_it_is),
    _column("cardData card_data", _mapping),
    _column("card model_card modelCard dataset_card readme", _card),
    _column("library_name library", _word, _MODEL),
    _column("pipeline_tag task", _word, _MODEL),
    _column("config", _mapping, _MODEL),
    _column("safetensors", _mapping, _MODEL),
    _column("gguf", _mapping, _MODEL),
    _column("siblings", _list, _MODEL),
    _column("childrenModelCount", _mapping, _MODEL),
    _column("securityRepoStatus security_repo_status", _mapping, _MODEL),
    _column(f"{MODEL_INDEX} model_index", _structures, _MODEL),
    _column(f"{EVAL_RESULTS} eval_results", _structures, _MODEL),
    _column("baseModels base_models", _base_models, _MODEL),
    _column("sdk", _word, ("space",)),
    _column("models", _names, ("space",)),
    _column("license licence licenses licences", _licenses, where="card"),
    _column("license_name", _word, where="card"),
    _column("license_link", _word, where="card"),
    _column("language languages", _list, _BOTH, "card"),
    _column("base_model base_model_id parent parents parent_model bases", _names, _MODEL, "card"),
    _column("base_model_relation", _word, _MODEL, "card"),
    _column("finetuned_from", _names, _MODEL, "card"),
    _column("datasets", _names, ("model", "space"), "card"),
    _column("new_version", _word, _BOTH, "card"),
    _column("task_categories", _list, _DATA, "card"),
    _column("source_datasets", _names, _DATA, "card"),
    _column("architectures architecture", _list, _MODEL, "config"),
    _column("model_type", _word, _MODEL, "config"),
    _column("parameters num_parameters parameter_count", _number, _MODEL),
)
BY_NAME = {name: column for column in COLUMNS for name in (column.name, *column.others)}
#: The names by which columns can be asked for.
READABLE = (*(column.name for column in COLUMNS if not column.name.startswith("_")), "hub")
IDS = ("id", *BY_NAME["id"].others)
#: Lists in which what the card and what a column says is joined.
_JOINED = frozenset({"base_model", "finetuned_from", "datasets", "language", "task_categories", "source_datasets"})
#: What a card says of these is taken where a record says nothing of them.
_FROM_CARD = ("library_name", "pipeline_tag", "tags")


def names_for(kind: Kind) -> frozenset[str]:
    """The names of all columns that say something of this kind of artifact."""
    return frozenset(name for name, column in BY_NAME.items() if kind in column.kinds)


def record_of(row: Mapping[str, Any], kind: Kind, tally: Tally, place: str) -> dict[str, Any]:
    """One row in the shape of the Hub's API, whatever its columns are called and however its values are written.

    Args:
        row: The values by column.
        kind: What the row describes.
        tally: Where to count what cannot be read.
        place: Where the row stands.
    """
    parts: dict[str, dict[str, Any]] = {"id": {}, "record": {}, "card": {}, "config": {}}
    cell = Cell(place, tally)
    for name, value in row.items():
        column = BY_NAME.get(name)
        if column is None or kind not in column.kinds:
            continue
        cell.column = name
        read = column.read(value, cell)
        where = "record" if kind == "space" and column.name == "datasets" else column.where
        key = name if where == "id" else column.name
        part = parts[where]
        if column.name == "card" and kind == "model" and isinstance(value, str):
            parts["record"][CARD_TEXT] = text_below(value)
        if name == column.name or part.get(key) is None:
            part[key] = read
        elif read and key in _JOINED:
            part[key] = _joined(part[key], read)
    record = parts["record"]
    record["id"] = _id(parts["id"])
    if record.get("tags", ...) is None:
        # No list says nothing, an empty one says that there are none.
        del record["tags"]
    _put_bases(record, parts["card"])
    _put_card(record, parts["card"])
    _put_config(record, parts["config"])
    return record


def _id(stated: Mapping[str, Any]) -> Any:
    """The first of the id columns that holds a text: a table may number its rows in `id`."""
    texts = [stated[name] for name in IDS if isinstance(stated.get(name), str)]
    numbered = len(texts) > 1 and texts[0].isdigit()
    return texts[1 if numbered else 0] if texts else stated.get("id")


def _put_bases(record: dict[str, Any], stated: dict[str, Any]) -> None:
    """Bases that stand in a plain list, not in the Hub's structure, are what a card would name."""
    named = record.get("baseModels")
    if named is not None and not isinstance(named, Mapping):
        del record["baseModels"]
        stated["base_model"] = _joined(named, stated.get("base_model"))


def _put_card(record: dict[str, Any], stated: Mapping[str, Any]) -> None:
    """Joins the card's data, its header and the columns beside it; a card outranks a column that says otherwise."""
    if "card" not in record and not stated and not isinstance(record.get("cardData"), Mapping):
        return
    data = record.get("cardData")
    card: dict[str, Any] = {**(record.pop("card", None) or {}), **(data if isinstance(data, Mapping) else {})}
    for name, value in stated.items():
        if card.get(name) in (None, "", []):
            card[name] = value
        elif name in _JOINED:
            card[name] = _joined(card[name], value)
        elif name == "license":
            card[name] = _all_licenses(card, value)
    if data is None or isinstance(data, Mapping):
        record["cardData"] = card
    for name in _FROM_CARD:
        if name not in record and card.get(name) is not None:
            record[name] = card[name]


def _all_licenses(card: Mapping[str, Any], column: Any) -> Any:
    if isinstance(card["license"], Mapping) or isinstance(column, Mapping):
        return card["license"]
    named = card.get("license_name")
    known = {text.lower() for text in [*_list_of(card["license"]), named] if isinstance(text, str)}
    added = [one for one in _list_of(column) if not isinstance(one, str) or one.lower() not in {*known, "other"}]
    return [*_list_of(card["license"]), *added] if added else card["license"]


def _put_config(record: dict[str, Any], stated: Mapping[str, Any]) -> None:
    """Puts columns that a config would hold into it, and a bare number of parameters where the Hub has it."""
    said = {name: value for name, value in stated.items() if value}
    config = record.get("config")
    if said and (config is None or isinstance(config, Mapping)):
        record["config"] = {**said, **(config or {})}
    parameters = record.pop("parameters", None)
    if parameters is not None and record.get("safetensors") is None and record.get("gguf") is None:
        record["safetensors"] = {"total": parameters}


def _joined(first: Any, second: Any) -> list[Any]:
    both = [*_list_of(first), *_list_of(second)]
    return distinct(both) if all(isinstance(item, str) for item in both) else both


def _list_of(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
