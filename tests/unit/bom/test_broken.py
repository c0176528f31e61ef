"""Whatever a document holds, it is read or counted, and never ends the load."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.bom.cyclonedx import cyclonedx_document
from supplygraph.bom.cyclonedx_reader import read_cyclonedx
from supplygraph.bom.spdx import spdx_document
from supplygraph.bom.spdx_reader import read_spdx, read_spdx2
from supplygraph.sources.records import record_elements
from supplygraph.tally import Tally
from tests.unit.bom.bills import code, lineage

WHOLE = [(read_cyclonedx, cyclonedx_document(bill, "1.7")) for bill in (lineage(), code())]
WHOLE += [(read_spdx, spdx_document(bill)) for bill in (lineage(), code())]
SPDX2: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {
            "SPDXID": "m",
            "name": "acme/foo",
            "licenseDeclared": "MIT",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/acme/foo"}],
        }
    ],
    "relationships": [{"spdxElementId": "m", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "m"}],
}
WHOLE.append((read_spdx2, SPDX2))
VALUES: list[Any] = [
    None,
    7,
    -1.5,
    True,
    "",
    "x",
    "\u202e\0\ud800",
    "pkg:huggingface/a/b",
    [],
    [None],
    ["x"],
    {},
    {"id": 5},
    [{}],
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, one in value.items():
            found += places(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            found += places(one, (*path, number))
    return found


def read(reader: Any, document: dict[str, Any]) -> int:
    tally = Tally()
    elements = []
    for key, one in reader(document, "a.json", tally).items():
        elements += list(record_elements(one.record(tally, "a.json"), "bom", f"a.json: {key.ref}", tally))
    return len(elements)


@pytest.mark.parametrize(("reader", "document"), WHOLE, ids=["cdx", "cdx-code", "spdx", "spdx-code", "spdx2"])
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 4))
def test_any_value_at_any_place(reader: Any, document: dict[str, Any], seed: int, changes: int) -> None:
    chosen = random.Random(seed)
    changed = copy.deepcopy(document)
    for path in chosen.sample(places(document), min(changes, len(places(document)))):
        holder: Any = changed
        try:
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = copy.deepcopy(chosen.choice(VALUES))
        except (TypeError, KeyError, IndexError):
            continue
    read(reader, changed)


def test_what_is_whole_gives_elements() -> None:
    assert all(read(reader, document) > 1 for reader, document in WHOLE)
