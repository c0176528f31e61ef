"""The steps that derive verdicts on licences find what they look up by its key."""

import re
from pathlib import Path

import pytest

from supplygraph.cypher_files import cypher_folder

STEPS = sorted((cypher_folder() / "derive" / "license").glob("*.cypher"))
LOOKED_UP = re.compile(
    r"(?<!OPTIONAL )\bMATCH \((\w*):(_LicensePair|LicenseVerdict|_LicenseStatement) \{\s*(id|_pair):[^}]*\}\)"
)


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.stem)
def test_a_pair_is_sought_by_its_key_even_where_the_planner_expects_none(path: Path) -> None:
    # Right behind a first load the planner counts no pairs: going through all of them for each edge is as cheap to it.
    text = path.read_text(encoding="utf-8")
    for found in LOOKED_UP.finditer(text):
        name, label, key = found.groups()
        assert f"USING INDEX SEEK {name}:{label}({key})" in text[found.end() : found.end() + 200], found[0]


def test_there_are_lookups() -> None:
    assert sum(len(LOOKED_UP.findall(path.read_text(encoding="utf-8"))) for path in STEPS) >= 10


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.stem)
def test_no_step_asks_for_the_shortest_way_to_an_end_it_does_not_know(path: Path) -> None:
    # The planner may begin such a way at everything that could be its end: where no model of 2,020 declared a licence,
    # it went through all licences for each of them (59 million hits, 0.1 million by the length of all ways).
    assert "SHORTEST" not in path.read_text(encoding="utf-8")
