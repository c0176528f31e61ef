"""Which dumps and tables are known, by what columns they are recognised, and how their rows are read."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from supplygraph.hub import shapes
from supplygraph.hub.columns import BY_NAME, IDS, KINDS, Kind, names_for, record_of
from supplygraph.hub.edge_list import edge_elements
from supplygraph.hub.kinds import kind_of_columns, kind_of_record, perhaps_kind_of_columns
from supplygraph.hub.mapping import dataset_elements, model_elements, space_elements
from supplygraph.hub.values import own_id
from supplygraph.schema.declaration import Element
from supplygraph.tally import Tally

Row = Mapping[str, Any]
Read = Callable[[Row, Tally, str, str, set[str]], Iterator[Element]]

#: What maps a record of each kind.
ELEMENTS = {"model": model_elements, "dataset": dataset_elements, "space": space_elements}


@dataclass(frozen=True)
class DumpFormat:
    """One kind of dump or table.

    Attributes:
        name: What `--dump` calls it.
        marks: Sets of columns; it must have one of each.
        columns: Columns that are read.
        read: Turns a row into elements; takes the row, the tally, its place, the source and the known licences.
        source: Whose statements the rows are.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    columns: frozenset[str]
    read: Read
    source: str = "hub"

    def fits(self, columns: Collection[str]) -> bool:
        """Whether a file with these columns can be such a dump."""
        return all(not mark.isdisjoint(columns) for mark in self.marks)


@dataclass(frozen=True)
class _Rows:
    """Reads rows of artifacts.

    Attributes:
        kind: What they describe.
        shape: What is peculiar to the dump.
        mixed: Whether a row that shows to be of another kind is read as such.
        own: Whether they are somebody's own, so that only a column `hub` says who publishes them.
    """

    kind: Kind
    shape: Callable[[Row], Row] | None = None
    mixed: bool = False
    own: bool = False

    def __call__(self, row: Row, tally: Tally, place: str, source: str, known_licenses: set[str]) -> Iterator[Element]:
        kind = self.kind
        if self.mixed and (shown := kind_of_record(row)) is not None and shown != kind:
            kind = shown
            tally.count(f"records_of_{kind}s", place)
        record = record_of(self.shape(row) if self.shape else row, kind, tally, place)
        if self.own:
            record["hub"] = row.get("hub")
        if own_id(record) is None:
            tally.count("records_without_id", place)
            return iter(())
        return ELEMENTS[kind](record, tally, source, known_licenses)


def _columns(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODELS = names_for("model")
#: In the order in which they are tried: the most peculiar columns first.
_PECULIAR = (
    DumpFormat(
        "radar",
        (_columns("id"), _columns("license_family"), _columns("downloads_30d base_model")),
        _MODELS | {"formats"},
        _Rows("model", shapes.radar),
    ),
    DumpFormat(
        "modelbiome",
        (_columns("model_id"), _columns("finetune_parent quantized_parent adapter_parent merge_parent")),
        _MODELS | _columns("finetune_parent quantized_parent adapter_parent merge_parent arxiv_papers"),
        _Rows("model", shapes.modelbiome),
    ),
    DumpFormat("model-cards", (_columns("modelId"), _columns("card")), _MODELS, _Rows("model")),
    DumpFormat("dataset-cards", (_columns("datasetId"), _columns("card")), names_for("dataset"), _Rows("dataset")),
    DumpFormat(
        "huggingraph",
        (_columns("source"), _columns("target"), _columns("edge_type type label")),
        _columns("source target edge_type type label"),
        edge_elements,
        source="huggingraph",
    ),
)
_LISTINGS = tuple(
    DumpFormat(f"hub-{kind}s", (frozenset(IDS), names_for(kind) - set(IDS)), names_for(kind), _Rows(kind))
    for kind in KINDS
)
TABLE = DumpFormat(
    "table", (frozenset(IDS), _MODELS - set(IDS)), _MODELS | {"hub"}, _Rows("model", own=True), source="table"
)

DUMP_FORMATS = {dump.name: dump for dump in (*_PECULIAR, *_LISTINGS, TABLE)}

#: Columns that only listings of the Hub have, and columns that only a table made by hand has beside them.
_OF_THE_HUB = _columns(
    "_id modelId datasetId createdAt lastModified downloadsAllTime downloads_all_time cardData card_data card siblings "
    "safetensors gguf baseModels childrenModelCount trendingScore trending_score"
)
_OF_A_TABLE = frozenset(name for name, column in BY_NAME.items() if column.where in ("card", "config")) | _columns(
    "library task base_models parameters"
)


def fitting(columns: Collection[str], file_name: str, records: Callable[[], Iterable[Row]]) -> DumpFormat | None:
    """The format of a file.

    Args:
        columns: Its columns.
        file_name: Its name, which decides where nothing else tells a listing of datasets from one of models.
        records: Gives its first records.
    """
    peculiar = next((dump for dump in _PECULIAR if dump.fits(columns)), None)
    if peculiar is not None:
        return peculiar
    kind = (
        _kind_of_records(records)
        or kind_of_columns(columns)
        or _kind_of_name(file_name)
        or perhaps_kind_of_columns(columns)
        or "model"
    )
    dump = DUMP_FORMATS[f"hub-{kind}s"]
    if not dump.fits(columns):
        return None
    if kind == "model" and not _OF_A_TABLE.isdisjoint(columns) and _OF_THE_HUB.isdisjoint(columns):
        return TABLE
    return replace(dump, read=_Rows(kind, mixed=True), columns=frozenset(BY_NAME))


def _kind_of_records(records: Callable[[], Iterable[Row]]) -> Kind | None:
    shown = Counter(kind for record in records() if (kind := kind_of_record(record)) is not None)
    return shown.most_common(1)[0][0] if shown else None


def _kind_of_name(file_name: str) -> Kind | None:
    return next((kind for kind in KINDS if file_name.lower().startswith(kind)), None)
