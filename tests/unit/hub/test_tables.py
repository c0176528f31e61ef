"""Tables and listings under any names of columns, in any writing; a dump that is recognised loses no column."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element, Node
from supplygraph.schema.nodes import Dataset, Model, Space
from supplygraph.schema.relationships import (
    Declares,
    DerivedFrom,
    HasLanguage,
    HasLibrary,
    HasTask,
    OfType,
    TrainedOn,
    Uses,
)
from supplygraph.sources.hub_file import HubFile
from supplygraph.tally import Tally
from tests.conftest import write_lines
from tests.unit.hub.mapped import ends, of

ANSWER = {
    "_id": "70aa",
    "id": "orchard/pear",
    "modelId": "orchard/pear",
    "author": "orchard",
    "gated": "auto",
    "private": False,
    "disabled": False,
    "sha": "c0ffee",
    "lastModified": "2025-02-03T04:05:06.000Z",
    "createdAt": "2025-01-01T00:00:00.000Z",
    "likes": 2,
    "downloads": 9,
    "library_name": "peft",
    "pipeline_tag": "text-generation",
    "tags": ["peft", "license:mit"],
    "cardData": {"license": "mit", "base_model": "orchard/seed", "datasets": ["orchard/soil"]},
    "config": {"model_type": "llama", "peft": {"base_model_name_or_path": "orchard/seed"}},
    "safetensors": {"parameters": {"BF16": 10}, "total": 10},
    "trendingScore": 1,
    "siblings": [{"rfilename": "adapter_config.json"}],
}


def load(path: Path, tally: Tally | None = None, dump: str | None = None) -> tuple[str, list[Element]]:
    """What was recognised, and all elements."""
    source = HubFile([path], dump)
    return source.arguments.partition("(")[2].rstrip(")"), list(source.elements(tally or Tally()))


def write_table(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A CSV file as pandas writes it: structures as Python, gaps as nothing."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A Parquet file of those rows."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


WRITERS = {"jsonl": write_lines, "csv": write_table, "parquet": write_parquet}


@pytest.mark.parametrize("form", list(WRITERS))
@pytest.mark.parametrize("without", [(), ("id",), ("modelId",), ("trendingScore", "siblings")])
def test_an_answer_of_the_api_is_read_whole(tmp_path: Path, form: str, without: tuple[str, ...]) -> None:
    row = {name: value for name, value in ANSWER.items() if name not in without}
    tally = Tally()
    dump, elements = load(WRITERS[form](tmp_path / f"answer.{form}", [row]), tally)
    assert dump == "hub-models"
    (node,) = of(elements, Model)
    assert (node.id, node.hub_id, node.sha, node.gating, node.parameters) == (
        "orchard/pear",
        "70aa",
        "c0ffee",
        "auto",
        10,
    )
    assert (str(node.last_modified), node.downloads, node.status) == ("2025-02-03 04:05:06+00:00", 9, "present")
    assert (ends(elements, Declares), ends(elements, TrainedOn)) == (["mit"], ["orchard/soil"])
    (base,) = of(elements, DerivedFrom)
    assert (base.end.key, base.inferred, base.evidence) == ("orchard/seed", "adapter", ["card", "config", "inferred"])
    assert (ends(elements, OfType), ends(elements, HasTask)) == (["llama"], ["text-generation"])
    assert not tally.counts
    assert tally.unused == ({} if "trendingScore" in without else {"trendingScore": 1})


@pytest.mark.parametrize("dump", ["model-cards", "hub-models", "modelbiome"])
def test_a_dump_that_is_forced_reads_all_columns_it_knows(tmp_path: Path, dump: str) -> None:
    _, elements = load(write_lines(tmp_path / "x.jsonl", [ANSWER]), dump=dump)
    assert (ends(elements, Declares), ends(elements, DerivedFrom)) == (["mit"], ["orchard/seed"])


def test_columns_that_were_not_used_are_counted(tmp_path: Path) -> None:
    rows = [{"id": "a/b", "tags": [], "stars": 3, "notes": ""}, {"id": "c/d", "tags": [], "stars": 0, "notes": None}]
    for form, writer in WRITERS.items():
        tally = Tally()
        load(writer(tmp_path / f"models.{form}", rows), tally)
        assert tally.unused["stars"] == 2, form
        assert "id" not in tally.unused


def test_columns_without_end_are_counted_together(tmp_path: Path) -> None:
    tally = Tally()
    load(write_lines(tmp_path / "x.jsonl", [{"id": "a/b", "tags": [], **{f"c{n}": 1 for n in range(150)}}]), tally)
    assert (len(tally.unused), tally.unused["…"]) == (101, 50)


TABLE = [
    {
        "id": "acme/one",
        "license": "apache-2.0",
        "base_model": ["acme/zero"],
        "datasets": ["acme/data", "acme/more"],
        "downloads": 12.0,
        "library": "transformers",
        "task": "text-generation",
        "languages": ["en", "de"],
        "model_type": "llama",
        "parameters": 7,
    },
    {"id": "acme/zero", "license": None, "base_model": None, "datasets": [], "downloads": None},
]


@pytest.mark.parametrize("form", list(WRITERS))
def test_a_table_of_own_models(tmp_path: Path, form: str) -> None:
    tally = Tally()
    dump, elements = load(WRITERS[form](tmp_path / f"own.{form}", TABLE), tally)
    assert dump == "table"
    first, second = of(elements, Model)
    assert (first.downloads, first.parameters, first.hub, first.author) == (12, 7, None, "acme")
    assert (second.downloads, second.unusable_bases) == (None, None)
    assert [(one.end.key, one.raw) for one in of(elements, Declares)] == [("apache-2.0", "apache-2.0")]
    assert [(one.end.key, one.claims) for one in of(elements, DerivedFrom)] == [
        ("acme/zero", ["table:card=undeclared"])
    ]
    assert ends(elements, TrainedOn) == ["acme/data", "acme/more"]
    assert (ends(elements, HasLibrary), ends(elements, HasTask)) == (["transformers"], ["text-generation"])
    assert (ends(elements, HasLanguage), ends(elements, OfType)) == (["en", "de"], ["llama"])
    assert (tally.counts, tally.unused) == ({}, {})


@pytest.mark.parametrize(
    ("cell", "bases", "unusable"),
    [
        ("acme/a", ["acme/a"], None),
        ("acme/a, acme/b", ["acme/a", "acme/b"], None),
        ("acme/a|acme/b", ["acme/a", "acme/b"], None),
        ("['acme/a', 'acme/b']", ["acme/a", "acme/b"], None),
        ("['acme/a' 'acme/b']", ["acme/a", "acme/b"], None),
        ('["acme/a"]', ["acme/a"], None),
        ("[{'name': 'A', 'repo_url': 'https://huggingface.co/acme/a'}]", ["acme/a"], None),
        ("the first, the second", [], ["the first, the second"]),
        ("D:\\models\\base", [], ["D:\\models\\base"]),
        ("['acme/a", [], ["['acme/a"]),
        ("", [], None),
        ("nan", [], None),
        ("[]", [], None),
    ],
)
def test_bases_of_a_table(tmp_path: Path, cell: str, bases: list[str], unusable: list[str] | None) -> None:
    row = {"id": "acme/child", "license": "mit", "base_model": cell}
    _, elements = load(write_table(tmp_path / "own.csv", [row]))
    assert ends(elements, DerivedFrom) == bases
    assert of(elements, Model)[0].unusable_bases == unusable


@pytest.mark.parametrize("gap", ["None", "nan", "NaN", "n/a", "not specified", ""])
def test_words_for_nothing_become_no_nodes(tmp_path: Path, gap: str) -> None:
    row = {"id": "a/b", "license": "mit", "library_name": gap, "pipeline_tag": gap, "downloads": "nan"}
    tally = Tally()
    _, elements = load(write_table(tmp_path / "own.csv", [row]), tally)
    (node,) = of(elements, Model)
    assert (node.library, node.task, node.downloads) == (None, None, None)
    assert (ends(elements, HasLibrary), ends(elements, HasTask), tally.counts) == ([], [], {})


def test_a_listing_written_by_pandas(tmp_path: Path) -> None:
    lines = [
        "id,author,downloads,likes,gated,private,tags,cardData,pipeline_tag,library_name,createdAt,siblings",
        "po/a,po,7.0,1,False,False,\"['license:mit', 'de']\",\"{'license': 'mit', 'language': ['de']}\",,nan,"
        "1704067200000,\"[RepoSibling(rfilename='a.gguf', size=None)]\"",
        'po/b,po,,,manual,True,"[""base_model:po/a"" ""license:mit""]","license: mit\nlicense_name: x",None,,,[',
    ]
    path = tmp_path / "models.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    tally = Tally()
    _, elements = load(path, tally)
    first, second = of(elements, Model)
    assert (first.downloads, first.gated, str(first.created_at)) == (7, False, "2024-01-01 00:00:00+00:00")
    assert (second.downloads, second.gating, second.status, second.task, second.library) == (
        None,
        "manual",
        "private",
        None,
        None,
    )
    assert [(one.start.key, one.end.key) for one in of(elements, Declares)] == [("po/a", "mit"), ("po/b", "mit")]
    assert ends(elements, DerivedFrom) == ["po/a"]
    assert (tally.counts, tally.examples) == (
        {"unreadable_cells": 1},
        {"unreadable_cells": ["models.csv:3: siblings: ["]},
    )


@pytest.mark.parametrize("form", list(WRITERS))
@pytest.mark.parametrize(
    ("row", "dump", "kind"),
    [
        ({"_id": "1", "id": "a/b", "tags": ["task_categories:other", "license:mit"]}, "hub-datasets", Dataset),
        ({"_id": "1", "id": "a/b", "likes": 1, "tags": ["size_categories:n<1K", "region:us"]}, "hub-datasets", Dataset),
        ({"_id": "1", "id": "a/b", "tags": ["region:us"], "mainSize": 4}, "hub-datasets", Dataset),
        ({"_id": "1", "id": "a/b", "tags": ["region:us"], "sdk": "static"}, "hub-spaces", Space),
        ({"_id": "1", "id": "a/b", "likes": 1, "models": ["a/c"]}, "hub-spaces", Space),
        ({"_id": "1", "id": "a/b", "tags": ["transformers", "language:en"]}, "hub-models", Model),
        ({"id": "a/b", "license": "mit", "base_model": "a/c", "description": "ours"}, "table", Model),
    ],
)
def test_listings_are_told_apart(tmp_path: Path, form: str, row: dict[str, Any], dump: str, kind: type[Node]) -> None:
    if form == "csv":
        row = {name: json.dumps(value) if isinstance(value, list) else value for name, value in row.items()}
    found, elements = load(WRITERS[form](tmp_path / f"rows.{form}", [row]))
    assert found == dump
    assert [node.model_dump()["id"] for node in of(elements, kind)] == ["a/b"]


def test_a_record_of_another_kind_is_counted_and_never_taken_for_a_model(tmp_path: Path) -> None:
    rows = [
        {"id": "a/model", "pipeline_tag": "fill-mask", "tags": []},
        {"id": "a/data", "tags": ["task_categories:other"]},
        {"id": "a/space", "sdk": "gradio", "tags": [], "models": ["a/model"]},
    ]
    tally = Tally()
    _, elements = load(write_lines(tmp_path / "rows.jsonl", rows), tally)
    assert [node.id for node in of(elements, Model)] == ["a/model"]
    assert [node.id for node in of(elements, Dataset)] == ["a/data"]
    assert ends(elements, Uses) == ["a/model"]
    assert tally.counts == {"records_of_datasets": 1, "records_of_spaces": 1}


def test_a_card_outranks_the_columns_beside_it(tmp_path: Path) -> None:
    row = {
        "id": "a/b",
        "card": "---\nlicense: mit\nbase_model: a/c\ntags: [chat]\nlibrary_name: peft\n---\n",
        "license": ["MIT", "apache-2.0"],
        "base_model": "a/d",
    }
    _, elements = load(write_lines(tmp_path / "rows.jsonl", [row]))
    (node,) = of(elements, Model)
    assert (node.library, node.tags) == ("peft", ["chat"])
    assert ends(elements, Declares) == ["mit", "apache-2.0"]
    assert ends(elements, DerivedFrom) == ["a/c", "a/d"]


def test_columns_are_read_under_the_names_that_are_given(tmp_path: Path) -> None:
    rows = [{"id": 1, "model": "a/b", "terms": "mit", "made_from": "['a/c']", "stars": 4}]
    named = {"id": "model", "license": "terms", "base_model": "made_from"}
    for form, writer in WRITERS.items():
        tally = Tally()
        source = HubFile([writer(tmp_path / f"own.{form}", rows)], None, named)
        elements = list(source.elements(tally))
        assert source.arguments == f"own.{form} (table)"
        assert [node.id for node in of(elements, Model)] == ["a/b"]
        assert (ends(elements, Declares), ends(elements, DerivedFrom)) == (["mit"], ["a/c"])
        assert (tally.unused, tally.counts) == ({"id": 1, "stars": 1}, {}), form


def test_a_table_without_a_column_of_ids_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fits no known dump") as raised:
        HubFile([write_table(tmp_path / "own.csv", [{"model": "a/b", "license": "mit"}])])
    assert "--column id=COLUMN" in str(raised.value.hint)
