"""What follows from an artifact alone: its name, its publisher, and what its name claims.

The same is worked out in the graph after other loads, by `cypher/derive/publishers.cypher`, `enrich/names.py` and
`cypher/derive/naming/10_families.cypher`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from supplygraph.enrich.names import named_families, stored
from supplygraph.ids.reading import fold
from supplygraph.naming.claims import Claims, Kin, claims, class_kin, kin, name_key, name_look
from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import (
    Alias,
    Architecture,
    Attribute,
    Dataset,
    Family,
    Fingerprint,
    License,
    LicenseTerm,
    Model,
    ModelType,
    Package,
    Paper,
    Publisher,
    Repository,
    Space,
)
from supplygraph.schema.relationships import HasArchitecture, Names, OfFamily, OfType, PublishedBy
from supplygraph.schema.tables import EdgeTable, NodeTable, Table
from supplygraph.store.rows import Row

#: Whose statement a publisher is that only the id of an artifact names.
BY_ID = "id"
PUBLISHED = (Model, Dataset, Space)
NAMES = EdgeTable(Names, Model, Family)
OF_FAMILY = EdgeTable(OfFamily, Model, Family)
TYPES = EdgeTable(OfType, Model, ModelType)
CLASSES = EdgeTable(HasArchitecture, Model, Architecture)
#: The properties that are worked out here, by table.
COLUMNS: dict[Table, set[str]] = {
    NodeTable(Model): {"name", "author", "family", *Claims().properties()},
    NodeTable(Dataset): {"name", "author", "_name_key"},
    NodeTable(Space): {"name", "author"},
    NodeTable(Publisher): {"_name_key", "_name_look"},
    NAMES: {"sure", "config"},
    OF_FAMILY: {"basis"},
}
#: The names that `called` gives in the graph.
CALLED: dict[type[Node], Callable[[str, Row], str]] = {
    License: lambda key, row: key,
    Alias: lambda key, row: key,
    Paper: lambda key, row: row.get("title", key),
    Repository: lambda key, row: key.partition("/")[2] or key,
    Package: lambda key, row: key.rpartition(":")[2],
    LicenseTerm: lambda key, row: row.get("meaning", key),
    Attribute: lambda key, row: key.rpartition(":")[2],
    Fingerprint: lambda key, row: _architecture(row),
}
#: Ids that name a publisher, as the step of `publishers.cypher` has it.
_OWNED = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+|[\w-]+:[\w.-]+/[\w./-]+", re.ASCII)


def _architecture(row: Row) -> str:
    layers = f", {row['layers']} layers" if "layers" in row else ""
    return f"{row.get('architecture', row.get('format', 'weights'))}{layers}"


def published_by(node: type[Node]) -> EdgeTable:
    """The table of what is published."""
    return EdgeTable(PublishedBy, node, Publisher)


def keeps_its_id(key: str, spellings: Collection[str], other_ids: Collection[str]) -> bool:
    """Whether an id that nobody describes surely names no other artifact, so that it stays.

    Args:
        key: The id.
        spellings: The ids of its label that are the same in small letters.
        other_ids: Old ids in small letters.
    """
    return len(spellings) == 1 and fold(key) not in other_ids


def add_name_and_author(key: str, row: Row) -> None:
    """Gives an artifact its name, and the author that its id names where no source names one."""
    row["name"] = key.rpartition("/")[2]
    if "author" not in row and _OWNED.fullmatch(key):
        row["author"] = key.partition("/")[0].rpartition(":")[2]


def add_claims(key: str, row: Row) -> dict[str, bool]:
    """Gives a model what its name claims; returns the families that it names, and whether surely."""
    one = claims(key)
    row.update(stored(one, again=False))
    return dict(named_families(one))


@dataclass(frozen=True)
class Families:
    """The families of a model.

    Attributes:
        basis: What says so, by family.
        stands: How each family that its name names stands to its type or class, where that is known.
    """

    basis: dict[str, list[str]]
    stands: dict[str, str]


def add_family(row: Row, types: Collection[str], classes: Collection[str], named: dict[str, bool]) -> Families:
    """Gives a model its family by its types, its classes and its name.

    Args:
        row: Its properties.
        types: Its model types.
        classes: Its architectures.
        named: The families that its name names, and whether surely.
    """
    near_types, near_classes = _near(kin, types), _near(class_kin, classes)
    said = {
        "type": sorted({one.family for one in near_types if one.family}),
        "architecture": sorted({one.family for one in near_classes if one.family}),
        "name": sorted(name for name, sure in named.items() if sure),
    }
    if said["type"] or said["architecture"] or len(said["name"]) == 1:
        row["family"] = (said["type"] or said["architecture"] or said["name"])[0]
    names = sorted({name for found in said.values() for name in found})
    config = [one for one in (near_types if types else near_classes) if one.agrees]
    return Families(
        {name: [way for way, found in said.items() if name in found] for name in names},
        {name: _stands(name, config) for name in named} if config else {},
    )


def _near(read: Callable[[str], Kin | None], words: Iterable[str]) -> list[Kin]:
    return [near for word in words if (near := read(word)) is not None]


def _stands(family: str, config: Iterable[Kin]) -> str:
    if any(family in one.agrees for one in config):
        return "agrees"
    return "related" if any(family in one.related for one in config) else "differs"


def add_dataset_key(key: str, row: Row) -> None:
    """Gives a dataset the key by which names of models are held against it."""
    row["_name_key"] = name_key(key.rpartition("/")[2])


def add_publisher_keys(key: str, row: Row) -> None:
    """Gives a publisher the keys by which names are held against it."""
    row["_name_key"], row["_name_look"] = name_key(key), name_look(key)


def publishers(names: Collection[str]) -> Iterator[tuple[tuple[str], Row]]:
    """The rows of publishers that only ids name."""
    for name in names:
        row: Row = {}
        add_publisher_keys(name, row)
        yield (name,), row
