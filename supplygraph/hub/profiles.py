"""Which dumps of the Hub are known, by what columns they are recognised, and how their rows are read."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from supplygraph.graph.declaration import Element
from supplygraph.hub import shapes
from supplygraph.hub.edge_list import edge_elements
from supplygraph.hub.mapping import dataset_elements, model_elements, space_elements
from supplygraph.hub.values import own_id
from supplygraph.sources.tally import Tally

Read = Callable[[Mapping[str, Any], Tally, str, str, set[str]], Iterator[Element]]
Shape = Callable[[Mapping[str, Any], Tally, str], Mapping[str, Any]]
Mapper = Callable[[Mapping[str, Any], Tally, str, set[str]], Iterator[Element]]


@dataclass(frozen=True)
class Profile:
    """One kind of dump.

    Attributes:
        name: What `--profile` calls it.
        needs: Columns it must have.
        one_of: Columns of which it must have one.
        columns: Columns that are read where a format lets the others be skipped.
        read: Turns a row into elements; takes the row, the tally, its place, the source and the known licences.
        source: Whose statements the rows are.
    """

    name: str
    needs: frozenset[str]
    one_of: frozenset[str]
    columns: frozenset[str]
    read: Read
    source: str = "hub"

    def fits(self, columns: Collection[str]) -> bool:
        """Whether a file with these columns can be such a dump."""
        return self.needs <= set(columns) and not self.one_of.isdisjoint(columns)


def _records(shape: Shape, elements: Mapper) -> Read:
    def read(
        row: Mapping[str, Any], tally: Tally, place: str, source: str, known_licences: set[str]
    ) -> Iterator[Element]:
        record = shape(row, tally, place)
        if own_id(record) is None:
            tally.count("records_without_id", place)
            return iter(())
        return elements(record, tally, source, known_licences)

    return read


def _columns(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EVERY_REPOSITORY = "_id id author sha createdAt lastModified downloads downloadsAllTime likes gated private disabled"
_MODEL = "library_name pipeline_tag tags cardData config safetensors gguf baseModels removed removed_at _extra"

#: In the order in which they are tried: the most peculiar columns first.
_ALL = (
    Profile(
        "radar",
        _columns("id license_family"),
        _columns("downloads_30d base_model"),
        _columns("id author created_at updated_at license pipeline_tag library languages tags likes downloads_30d")
        | _columns("parameters base_model formats gated removed removed_at"),
        _records(shapes.radar, model_elements),
    ),
    Profile(
        "modelbiome",
        _columns("model_id"),
        _columns("finetune_parent quantized_parent adapter_parent merge_parent"),
        _columns("model_id likes private downloads tags pipeline_tag library_name createdAt licenses arxiv_papers")
        | _columns("datasets parent_model finetune_parent quantized_parent adapter_parent merge_parent languages")
        | _columns("modelCard"),
        _records(shapes.modelbiome, model_elements),
    ),
    Profile(
        "model-cards",
        _columns("modelId"),
        _columns("card tags"),
        _columns("modelId author last_modified downloads likes library_name tags pipeline_tag createdAt card"),
        _records(shapes.model_card_row, model_elements),
    ),
    Profile(
        "dataset-cards",
        _columns("datasetId"),
        _columns("card tags"),
        _columns("datasetId author last_modified downloads likes tags createdAt card"),
        _records(shapes.model_card_row, dataset_elements),
    ),
    Profile(
        "huggingraph",
        _columns("source target"),
        _columns("edge_type type label"),
        _columns("source target edge_type type label"),
        edge_elements,
        source="huggingraph",
    ),
    Profile(
        "hub-spaces",
        _columns("id"),
        _columns("sdk subdomain runtime"),
        _columns(_EVERY_REPOSITORY + " sdk tags cardData models datasets removed removed_at _extra"),
        _records(shapes.hub_api, space_elements),
    ),
    Profile(
        "hub-datasets",
        _columns("id"),
        _columns("mainSize description citation paperswithcode_id key"),
        _columns(_EVERY_REPOSITORY + " tags cardData removed removed_at _extra"),
        _records(shapes.hub_api, dataset_elements),
    ),
    Profile(
        "hub-models",
        _columns("id"),
        _columns("tags cardData config safetensors gguf baseModels library_name pipeline_tag downloads lastModified"),
        _columns(_EVERY_REPOSITORY + " " + _MODEL),
        _records(shapes.hub_api, model_elements),
    ),
)

PROFILES = {profile.name: profile for profile in _ALL}


def fitting(columns: Collection[str], file_name: str) -> Profile | None:
    """The profile of a file with these columns; the name decides only where a dataset may look like a model."""
    found = next((profile for profile in _ALL if profile.fits(columns)), None)
    if found is PROFILES["hub-models"]:
        for word in ("dataset", "space"):
            if file_name.lower().startswith(word):
                return PROFILES[f"hub-{word}s"]
    return found
