"""Every known dump of the Hub, recognised by its columns and mapped like the Hub's own records."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.hub.dump_formats import DUMP_FORMATS
from supplygraph.schema.declaration import Described, Element, Node
from supplygraph.schema.nodes import Dataset, License, Model, Space
from supplygraph.schema.relationships import (
    Cites,
    Declares,
    DerivedFrom,
    HasLanguage,
    HasLibrary,
    HasTask,
    PublishedBy,
    SucceededBy,
    TrainedOn,
    Uses,
)
from supplygraph.sources.hub_file import HubFile
from supplygraph.tally import Tally
from tests.conftest import write_lines
from tests.unit.hub.mapped import ends, of


def load(path: Path, tally: Tally | None = None, dump: str | None = None) -> list[Element]:
    """All elements of one file."""
    return list(HubFile([path], dump).elements(tally or Tally()))


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A CSV file, lists written as Python writes them."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A Parquet file of those rows."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_records_of_the_api(tmp_path: Path) -> None:
    first = {"id": "acme/child", "tags": ["base_model:acme/base", "license:mit"], "downloads": 1}
    path = write_lines(tmp_path / "models.jsonl", [first, {"id": "acme/base", "tags": ["license:mit"]}, {"_id": "1"}])
    source, tally = HubFile([path]), Tally()
    assert not source.complete()
    elements = list(source.elements(tally))
    assert (source.name, source.arguments) == ("hub", "models.jsonl (hub-models)")
    assert [node.id for node in of(elements, Model)] == ["acme/child", "acme/base"]
    assert [derived.claims for derived in of(elements, DerivedFrom)] == [["hub:tag=undeclared"]]
    assert [node.id for node in of(elements, License)] == ["mit"]
    assert (tally.records, tally.examples) == (3, {"records_without_id": ["models.jsonl:3"]})
    assert tally.position == tally.total == path.stat().st_size
    assert source.complete()
    source.written()


def test_several_files_are_one_load(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    models = write_lines(tmp_path / "a.jsonl", [{"id": "a/model", "tags": []}])
    datasets = write_parquet(tmp_path / "b.parquet", [{"id": "a/data", "description": "x", "tags": ["license:mit"]}])
    spaces = write_lines(tmp_path / "c.jsonl", [{"id": "a/space", "sdk": "gradio", "models": ["a/model"]}])
    tally = Tally()
    source = HubFile([models, datasets, spaces])
    elements = list(source.elements(tally))
    assert source.arguments == "a.jsonl (hub-models), b.parquet (hub-datasets), c.jsonl (hub-spaces)"
    assert [type(node) for node in of(elements, Node) if not isinstance(node, License)] == [Model, Dataset, Space]
    assert ends(elements, Uses) == ["a/model"]
    assert tally.position == tally.total == sum(path.stat().st_size for path in (models, datasets, spaces))


@pytest.mark.parametrize(("name", "kind"), [("models", Model), ("datasets", Dataset), ("spaces-2026", Space)])
def test_the_name_decides_where_the_columns_do_not(tmp_path: Path, name: str, kind: type) -> None:
    path = write_lines(tmp_path / f"{name}.jsonl", [{"id": "a/b", "tags": [], "downloads": 1}])
    assert len(of(load(path), kind)) == 1


def test_a_snapshot_of_the_whole_hub(tmp_path: Path) -> None:
    """Types as hub-stats writes them: JSON in text, structs, times without a zone."""
    row = {
        "_id": "66bf",
        "id": "acme/child",
        "author": "acme",
        "createdAt": datetime(2026, 8, 22, 0, 35, 46),
        "lastModified": datetime(2026, 8, 23, 0, 0, 0),
        "downloads": 3,
        "downloadsAllTime": 30,
        "likes": 1,
        "tags": ["peft", "base_model:acme/base", "base_model:adapter:acme/base", "license:mit"],
        "pipeline_tag": "text-generation",
        "library_name": "peft",
        "siblings": ["adapter_config.json"],
        "config": json.dumps({"model_type": "llama", "peft": {"base_model_name_or_path": "acme/base"}}),
        "cardData": json.dumps({"license": "mit", "base_model": "acme/base", "language": ["en"]}),
        "trendingScore": 0.5,
        "baseModels": {"relation": "adapter", "models": [{"_id": "1", "id": "acme/base"}]},
        "safetensors": {"parameters": {"BF16": 10, "F32": None}, "total": 10},
    }
    bare = {"_id": "66c0", "id": "acme/bare", "tags": ["region:us"], "baseModels": None}
    elements = load(write_parquet(tmp_path / "models.parquet", [row, bare]))
    first, second = of(elements, Model)
    assert (first.created_at, first.parameters, first.dtype) == (
        datetime(2026, 8, 22, 0, 35, 46, tzinfo=UTC),
        10,
        "BF16",
    )
    assert (second.id, second.tags, second.gated, second.downloads) == ("acme/bare", [], None, None)
    (derived,) = of(elements, DerivedFrom)
    assert (derived.relation, derived.evidence) == ("adapter", ["hub", "tag", "card", "config"])
    assert ends(elements, HasLanguage) == ["en"]


RADAR = {
    "schema": 1,
    "id": "acme/child",
    "author": "acme",
    "url": "https://huggingface.co/acme/child",
    "created_at": "2026-08-18T06:09:20.000Z",
    "updated_at": "2026-08-18T06:21:48.000Z",
    "license": "kimi-k3",
    "license_family": "unknown",
    "pipeline_tag": "text-generation",
    "library": "transformers",
    "languages": ["en"],
    "tags": ["license:other"],
    "likes": 1,
    "downloads_30d": 5,
    "parameters": 7,
    "base_model": None,
    "formats": ["safetensors"],
    "gated": False,
    "removed": False,
    "removed_at": None,
    "sources": [{"title": "a page", "url": "https://example.org", "snippet": "text"}],
}


def radar(tmp_path: Path, **fields: Any) -> list[Element]:
    """What one row of HF//RADAR states."""
    return load(write_lines(tmp_path / "models.jsonl", [{**RADAR, **fields}]))


def test_radar(tmp_path: Path) -> None:
    elements = radar(tmp_path)
    (node,) = of(elements, Model)
    assert (node.downloads, node.likes, node.library, node.task) == (5, 1, "transformers", "text-generation")
    assert (node.parameters, node.gated, node.status) == (7, False, "present")
    assert (node.created_at, node.last_modified) == (
        datetime(2026, 8, 18, 6, 9, 20, tzinfo=UTC),
        datetime(2026, 8, 18, 6, 21, 48, tzinfo=UTC),
    )
    (declares,) = of(elements, Declares)
    assert (declares.end.key, declares.raw, declares.name) == ("kimi-k3", "other", "kimi-k3")
    assert declares.evidence == ["card", "tag"]
    assert ends(elements, HasLanguage) == ["en"]


def test_radar_removal(tmp_path: Path) -> None:
    (node,) = of(radar(tmp_path, removed=True, removed_at="2026-08-19T10:38:40.638Z"), Model)
    assert (node.status, str(node.removed_at)) == ("removed", "2026-08-19 10:38:40.638000+00:00")


@pytest.mark.parametrize(
    ("base_model", "tags", "expected"),
    [
        ("acme/a", [], [("acme/a", ["card", "inferred"], None)]),
        ("", [], []),
        ("acme/a, acme/b", [], [("acme/a", ["card", "inferred"], None), ("acme/b", ["card", "inferred"], None)]),
        (None, ["base_model:merge:acme/a"], [("acme/a", ["tag"], None)]),
        ("gpt2", ["base_model:merge:new/gpt2"], [("new/gpt2", ["tag", "card"], "gpt2")]),
        (
            "acme/a, acme/b",
            ["base_model:merge:acme/a"],
            [("acme/a", ["tag", "card"], "acme/a, acme/b"), ("acme/b", ["card", "inferred"], "acme/a, acme/b")],
        ),
        (
            "acme/a",
            ["base_model:merge:acme/a", "base_model:merge:acme/b"],
            [("acme/a", ["tag", "card"], None), ("acme/b", ["tag"], None)],
        ),
    ],
)
def test_radar_takes_the_bases_of_the_tags(
    tmp_path: Path, base_model: str | None, tags: list[str], expected: list[Any]
) -> None:
    found = of(radar(tmp_path, base_model=base_model, tags=tags), DerivedFrom)
    assert [(one.end.key, one.evidence, one.raw) for one in found] == expected


def test_modelbiome(tmp_path: Path) -> None:
    row = {
        "": 0,
        "model_id": "acme/child",
        "likes": "3.0",
        "trendingScore": "0.0",
        "private": "False",
        "downloads": "12",
        "tags": "['peft', 'license:mit', 'base_model:adapter:acme/base', 'region:us']",
        "pipeline_tag": "text-generation",
        "library_name": "peft",
        "createdAt": "2022-03-02T23:29:04.000Z",
        "regions": "['us']",
        "licenses": "['mit']",
        "arxiv_papers": "['2307.09288']",
        "datasets": "['acme/data']",
        "parent_model": "['acme/base']",
        "finetune_parent": "[]",
        "quantized_parent": "",
        "adapter_parent": "['acme/base']",
        "merge_parent": "",
        "languages": "['en']",
        "modelCard": "---\nlicense: mit\nnew_version: acme/newer\n---\n# Child\nText, with commas",
        "ratelimit_retries": "0",
        "exception_raised": "False",
    }
    broken = {**row, "model_id": "acme/broken", "tags": "['open", "modelCard": "", "adapter_parent": "__import__('os')"}
    tally = Tally()
    elements = load(write_csv(tmp_path / "ai_ecosystem.csv", [row, broken]), tally)
    first, second = of(elements, Model)
    assert (first.downloads, first.likes, first.status, first.library) == (12, 3, "present", "peft")
    assert (second.id, second.tags) == ("acme/broken", [])
    derived = of(elements, DerivedFrom)[0]
    assert (derived.end.key, derived.relation, derived.evidence) == ("acme/base", "adapter", ["tag"])
    assert [one.evidence for one in of(elements, Declares)] == [["card", "tag"], ["tag"]]
    assert ends(elements, TrainedOn)[0] == "acme/data"
    assert ends(elements, Cites)[0] == "arxiv:2307.09288"
    assert ends(elements, HasLanguage)[0] == "en"
    assert ends(elements, SucceededBy) == ["acme/newer"]


@pytest.mark.parametrize(("column", "kind"), [("modelId", Model), ("datasetId", Dataset)])
def test_cards_with_metadata(tmp_path: Path, column: str, kind: type[Model | Dataset]) -> None:
    rows: list[dict[str, Any]] = [
        {
            column: "acme/child",
            "author": "acme",
            "last_modified": datetime(2026, 7, 1, tzinfo=UTC),
            "downloads": 4,
            "likes": 2,
            "tags": ["license:other", "base_model:acme/base"],
            "createdAt": datetime(2026, 6, 1, tzinfo=UTC),
            "card": "---\nlicense: other\nlicense_name: acme-1\nlanguage: no\nreleased: 2024-01-01\n---\n# Child",
        },
        {column: "acme/plain", "tags": [], "card": "No header"},
        {column: "acme/odd", "tags": [], "card": "---\nlicense: [\n---\n"},
    ]
    tally = Tally()
    elements = load(write_parquet(tmp_path / "train-00000-of-00005.parquet", rows), tally)
    assert [node.id for node in of(elements, kind)] == ["acme/child", "acme/plain", "acme/odd"]
    (declares,) = of(elements, Declares)
    assert (declares.end.key, declares.evidence) == ("acme-1", ["card", "tag"])
    assert ends(elements, HasLanguage) == ["no"]
    assert tally.examples == {"unreadable_cards": ["train-00000-of-00005.parquet: row 3"]}


EDGES = [
    {"source": "model::acme/base", "edge_type": "finetune", "target": "model::acme/child"},
    {"source": "model::acme/child", "edge_type": "merged", "target": "model::acme/merge"},
    {"source": "model::acme/child", "edge_type": "converted", "target": "model::acme/onnx"},
    {"source": "model::acme/child", "edge_type": "new_version", "target": "model::acme/child-2"},
    {"source": "dataset::acme/data", "edge_type": "trained_on", "target": "model::acme/child"},
    {"source": "dataset::acme/raw", "edge_type": "derived_from", "target": "dataset::acme/data"},
    {"source": "model::acme/child", "edge_type": "uses_library", "target": "library::peft"},
    {"source": "model::acme/child", "edge_type": "has_license", "target": "license::apache-2.0"},
    {"source": "dataset::acme/data", "edge_type": "supports_task", "target": "task::summarization"},
    {"source": "model::acme/child", "edge_type": "used_by_space", "target": "space::acme/demo"},
    {"source": "model::acme/child", "edge_type": "links_to_github", "target": "https://github.com/acme/code"},
    {"source": "dataset::acme/data", "edge_type": "uses_library", "target": "library::datasets"},
    {"source": "model::acme/child", "edge_type": "finetune", "target": "model::acme/child"},
    {"source": "model::", "edge_type": "finetune", "target": "model::acme/child"},
    {"source": "model::acme/child", "edge_type": "", "target": "model::acme/x"},
]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_edges_of_hugginggraph(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"edges.{form}"
    (write_csv if form == "csv" else write_lines)(path, EDGES)
    source, tally = HubFile([path]), Tally()
    elements = list(source.elements(tally))
    assert (source.name, source.arguments) == ("huggingraph", f"edges.{form} (huggingraph)")
    assert [
        (one.start.node.label, one.start.key, one.end.key, one.relation, one.claims)
        for one in of(elements, DerivedFrom)
    ] == [
        ("Model", "acme/child", "acme/base", "finetune", ["huggingraph:record=finetune"]),
        ("Model", "acme/merge", "acme/child", "merge", ["huggingraph:record=merged"]),
        ("Model", "acme/onnx", "acme/child", "undeclared", ["huggingraph:record=converted"]),
        ("Dataset", "acme/data", "acme/raw", "undeclared", ["huggingraph:record=derived_from"]),
    ]
    assert ends(elements, SucceededBy) == ["acme/child-2"]
    assert [(one.start.key, one.end.key) for one in of(elements, TrainedOn)] == [("acme/child", "acme/data")]
    assert ends(elements, HasLibrary) == ["peft"]
    assert ends(elements, Declares) == ["apache-2.0"]
    assert ends(elements, HasTask) == ["summarization"]
    assert [(one.start.key, one.end.key) for one in of(elements, Uses)] == [("acme/demo", "acme/child")]
    assert not of(elements, PublishedBy)
    assert {kind for one in of(elements, Described) for kind in one.types} == set()
    assert tally.counts == {
        "edges_of_other_kinds": 2,
        "self_references": 1,
        "edges_without_ids": 1,
        "edges_without_type": 1,
    }


def test_edges_without_prefixes(tmp_path: Path) -> None:
    rows = [
        {"source": "acme/base", "type": "adapter", "target": "acme/child"},
        {"source": "acme/data", "type": "trained_on", "target": "acme/child"},
    ]
    elements = load(write_csv(tmp_path / "edges.csv", rows))
    assert [(one.end.key, one.channel) for one in of(elements, DerivedFrom)] == [("acme/base", "adapter")]
    assert [one.end.node for one in of(elements, TrainedOn)] == [Dataset]


def test_a_dump_can_be_forced(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "x.jsonl", [{"id": "a/b", "tags": []}])
    assert len(of(load(path, dump="hub-datasets"), Dataset)) == 1


def test_no_dump_fits(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [{"title": "a", "year": 1}])
    with pytest.raises(InputError, match=r"x\.csv fits no known dump; its columns are title, year") as raised:
        HubFile([path])
    assert raised.value.hint is not None
    assert all(name in raised.value.hint for name in DUMP_FORMATS)


def test_arguments_that_cannot_be_used(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "x.jsonl", [{"id": "a/b", "tags": []}])
    edges = write_csv(tmp_path / "e.csv", EDGES)
    with pytest.raises(InputError, match="there is no dump format 'nope'"):
        HubFile([path], "nope")
    with pytest.raises(InputError, match="no file was named"):
        HubFile([])
    with pytest.raises(InputError, match="statements of different sources: hub, huggingraph"):
        HubFile([path, edges])
    with pytest.raises(InputError, match="cannot be read"):
        HubFile([tmp_path / "absent"])


def test_a_file_that_was_cut_off_is_not_complete(tmp_path: Path) -> None:
    import gzip
    import os

    rows = "".join(json.dumps({"id": f"a/{n}", "tags": [os.urandom(99).hex()]}) + "\n" for n in range(3_000))
    path = tmp_path / "models.jsonl.gz"
    path.write_bytes(gzip.compress(rows.encode())[:-50_000])
    source, tally = HubFile([path]), Tally()
    assert of(list(source.elements(tally)), Model)
    assert not source.complete()
    assert tally.counts == {"file_cut_off": 1}
