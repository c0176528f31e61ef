"""A bulk import is for large first loads into the local graph, and whoever asks for it elsewhere is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supplygraph.bulk.way import LEAST_RECORDS, SAMPLE, BulkWay
from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Model
from supplygraph.settings import Settings
from supplygraph.tally import Tally


class Counted:
    """So many records, of which the source may say how far it has come."""

    name, arguments, read_ahead = "test", "test", True

    def __init__(self, records: int, *, total: int | None = None) -> None:
        self.records, self.total, self.read = records, total, 0

    def elements(self, tally: Tally) -> Iterator[Element]:
        tally.total = self.total
        for number in range(self.records):
            tally.records += 1
            tally.position += 1
            self.read += 1
            yield Model(id=f"a/m{number}")

    def complete(self) -> bool:
        return True

    def written(self) -> None: ...


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", cache=tmp_path / "cache")


@pytest.mark.parametrize("wanted", [None, False])
def test_few_records_are_loaded_in_transactions_and_none_is_lost(settings: Settings, wanted: bool | None) -> None:
    source, tally = Counted(LEAST_RECORDS), Tally()
    takes, elements = BulkWay(settings, wanted).suits(source, tally, source.elements(tally))
    assert not takes
    assert sum(1 for _ in elements) == LEAST_RECORDS


def test_a_server_elsewhere_is_loaded_in_transactions(settings: Settings) -> None:
    elsewhere = replace(settings, uri="bolt://localhost:1")
    source, tally = Counted(3 * LEAST_RECORDS), Tally()
    takes, elements = BulkWay(elsewhere).suits(source, tally, source.elements(tally))
    assert not takes
    assert source.read == 0
    with pytest.raises(InputError, match="--bulk makes the local graph, and --uri names another"):
        BulkWay(elsewhere, wanted=True).suits(source, tally, elements)


def test_a_crawl_that_remembers_its_place_is_written_as_it_goes(settings: Settings) -> None:
    source, tally = Counted(3 * LEAST_RECORDS), Tally()
    source.read_ahead = False
    assert not BulkWay(settings).suits(source, tally, source.elements(tally))[0]
    assert source.read == 0


@pytest.mark.parametrize(
    ("records", "total", "large"),
    [(SAMPLE, 2 * LEAST_RECORDS, True), (SAMPLE - 1, 2 * LEAST_RECORDS, False), (SAMPLE, LEAST_RECORDS, False),
     (SAMPLE, None, False), (LEAST_RECORDS + 1, None, True)],
)  # fmt: skip
def test_how_many_records_come_is_told_by_how_far_the_source_is(
    settings: Settings, records: int, total: int | None, large: bool
) -> None:
    tally = Tally(records=records, position=records, total=total)
    assert BulkWay(settings)._is_large(tally) is large
