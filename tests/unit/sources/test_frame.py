"""Tables that a Python program holds: data frames, tables of Arrow, and objects of the Hub's client."""

from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import Declares, DerivedFrom, TrainedOn
from supplygraph.sources.frame import Frame
from supplygraph.sources.hub_file import HubFile
from supplygraph.tally import Tally
from tests.unit.hub.mapped import ends, of

pandas = pytest.importorskip("pandas")
ROWS = [
    {"id": "acme/one", "license": "mit", "base_model": ["acme/zero"], "downloads": 3, "note": "x"},
    {"id": "acme/zero", "license": None, "base_model": None, "downloads": None, "note": None},
]


def load(rows: Any, tally: Tally | None = None, **options: Any) -> tuple[HubFile, list[Element]]:
    """The source, and all elements of a table."""
    source = HubFile([Frame(rows)], **options)
    return source, list(source.elements(tally or Tally()))


def forms() -> list[Any]:
    """The same rows in every form."""
    pyarrow = pytest.importorskip("pyarrow")
    frame = pandas.DataFrame(ROWS)
    table = pyarrow.Table.from_pylist(ROWS)
    return [frame, frame.set_index("id"), frame.convert_dtypes(), table, table.to_pandas(), ROWS, iter(ROWS)]


@pytest.mark.parametrize("number", range(7))
def test_every_form_says_the_same(number: int) -> None:
    tally = Tally()
    source, elements = load(forms()[number], tally)
    assert (source.name, source.arguments, source.complete()) == ("table", "table (table)", True)
    first, second = of(elements, Model)
    assert (first.downloads, second.downloads, first.hub) == (3, None, None)
    assert (ends(elements, Declares), ends(elements, DerivedFrom)) == (["mit"], ["acme/zero"])
    assert (tally.counts, tally.unused, tally.position, tally.total) == ({}, {"note": 1}, 2, 2)


def test_columns_by_other_names() -> None:
    frame = pandas.DataFrame([{"id": 7, "which": "acme/one", "terms": "mit", "made of": "acme/zero"}])
    tally = Tally()
    _, elements = load(frame, tally, columns={"id": "which", "license": "terms", "base_model": "made of"})
    assert [node.id for node in of(elements, Model)] == ["acme/one"]
    assert (ends(elements, Declares), ends(elements, DerivedFrom)) == (["mit"], ["acme/zero"])
    assert tally.unused == {"id": 1}


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"name": "id"}, "there is no column 'name' to read"), ({"id": "absent"}, "table has no column 'absent'")],
)
def test_columns_that_are_not_there(columns: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(ROWS, columns=columns)


def test_models_of_the_hubs_client() -> None:
    from huggingface_hub import ModelInfo

    answer = {
        "id": "orchard/pear",
        "modelId": "orchard/pear",
        "sha": "c0ffee",
        "createdAt": "2025-01-01T00:00:00.000Z",
        "downloads": 9,
        "likes": 2,
        "gated": "manual",
        "private": False,
        "tags": ["peft", "license:mit", "base_model:orchard/seed"],
        "cardData": {"license": "mit", "base_model": "orchard/seed", "datasets": ["orchard/soil"]},
        "safetensors": {"parameters": {"BF16": 10}, "total": 10},
        "siblings": [{"rfilename": "adapter_config.json"}],
    }
    seed = {"id": "orchard/seed", "tags": ["license:mit"], "downloads": 1, "likes": 0}
    models = [ModelInfo(**one) for one in (answer, seed)]  # type: ignore[no-untyped-call]
    for rows in (models, pandas.DataFrame([vars(model) for model in models])):
        source, elements = load(rows)
        first, second = of(elements, Model)
        assert (source.name, first.gating, first.parameters, first.sha) == ("hub", "manual", 10, "c0ffee")
        assert (str(first.created_at), second.downloads) == ("2025-01-01 00:00:00+00:00", 1)
        assert (ends(elements, TrainedOn), ends(elements, Declares)) == (["orchard/soil"], ["mit", "mit"])
        (base,) = of(elements, DerivedFrom)
        assert (base.end.key, base.inferred, base.evidence) == ("orchard/seed", "adapter", ["tag", "card", "inferred"])


def test_a_listing_that_pandas_wrote_and_read_again(tmp_path: Any) -> None:
    from huggingface_hub import ModelInfo

    told = {"tags": ["license:mit"], "downloads": 9, "cardData": {"base_model": "orchard/seed"}}
    model = ModelInfo(id="orchard/pear", **told)  # type: ignore[no-untyped-call]
    path = tmp_path / "listing.csv"
    pandas.DataFrame([vars(model), {"id": "orchard/seed"}]).to_csv(path)
    tally = Tally()
    source = HubFile([path])
    elements = list(source.elements(tally))
    assert [(node.id, node.downloads) for node in of(elements, Model)] == [("orchard/pear", 9), ("orchard/seed", None)]
    assert (ends(elements, Declares), ends(elements, DerivedFrom)) == (["mit"], ["orchard/seed"])
    assert not tally.counts


@pytest.mark.parametrize("rows", [[], pandas.DataFrame(), [1, 2], ["acme/one"]])
def test_what_is_no_table(rows: Any) -> None:
    with pytest.raises(InputError):
        load(rows)
