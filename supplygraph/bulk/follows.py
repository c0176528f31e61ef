"""What follows from an artifact alone: its name, its publisher, and what its name claims.

The same is worked out in the graph after other loads, by `cypher/derive/publishers.cypher` and `enrich/names.py`.
"""

import re
from collections.abc import Collection, Iterator

from supplygraph.enrich.names import named_families, stored
from supplygraph.ids.reading import fold
from supplygraph.naming.claims import Claims, claims, name_key, name_look
from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import Dataset, Family, Model, Publisher, Space
from supplygraph.schema.relationships import Names, PublishedBy
from supplygraph.schema.tables import EdgeTable, NodeTable, Table
from supplygraph.store.rows import Row

#: Whose statement a publisher is that only the id of an artifact names.
BY_ID = "id"
PUBLISHED = (Model, Dataset, Space)
NAMES = EdgeTable(Names, Model, Family)
#: The properties that are worked out here, by table.
COLUMNS: dict[Table, set[str]] = {
    NodeTable(Model): {"name", "author", *Claims().properties()},
    NodeTable(Dataset): {"name", "author", "_name_key"},
    NodeTable(Space): {"name", "author"},
    NodeTable(Publisher): {"_name_key", "_name_look"},
    NAMES: {"sure"},
}
#: Ids that name a publisher, as the step of `publishers.cypher` has it.
_OWNED = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+|[\w-]+:[\w.-]+/[\w./-]+", re.ASCII)


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
