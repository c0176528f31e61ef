"""What is staged by two processes is merged in the order of the records, part by part."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from supplygraph.bulk.follows import CALLED
from supplygraph.bulk.merge import About
from supplygraph.bulk.processes import stage_share, write_share
from supplygraph.bulk.shown import SHOWS
from supplygraph.bulk.staging import PARTS, Staged, Staging
from supplygraph.bulk.tables import SEPARATOR, Files, column_names, file_name, import_arguments
from supplygraph.bulk.way import _columns
from supplygraph.enrich.shown import FACTS
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import NODES, Dataset, License, Model
from supplygraph.schema.relationships import DerivedFrom, TrainedOn
from supplygraph.schema.tables import EdgeTable, NodeTable, Table
from supplygraph.sources.records import Records
from supplygraph.sources.source import STRETCH
from supplygraph.tally import Tally
from tests.conftest import write_lines

NOW = datetime(2026, 1, 2, tzinfo=UTC)
MODELS = NodeTable(Model)


def staged(folder: Path, elements: list[Element]) -> list[Staged]:
    with Staging(folder / "staged") as staging:
        staging.add(0, elements)
    return [staging.staged]


def written(folder: Path, found: list[Staged], *, parquet: bool = False) -> tuple[Files, dict[Table, set[str]]]:
    columns = _columns(found, {"id": "x"})
    place = folder / f"rows-{parquet}"
    files, _, _ = write_share(range(PARTS), found, About("test", NOW), place, columns, parquet=parquet)
    return files, columns


def rows(files: Files, table: Table, columns: dict[Table, set[str]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of a table's file by their keys, without what is not stated."""
    names = [one.split(":")[0] for one in column_names(table, columns)]
    keys = 1 if isinstance(table, NodeTable) else 2
    with (files.folder / file_name(table)).open(encoding="utf-8", newline="") as file:
        return {
            tuple(row[:keys]): {name: one for name, one in zip(names[keys:], row[keys:], strict=True) if one}
            for row in csv.reader(file)
        }


def test_records_about_the_same_artifact_meet_in_their_order_whichever_process_read_them(tmp_path: Path) -> None:
    records = [
        {"kind": "model", "id": f"acme/m{number % 700}", "downloads": number, "derived_from": [f"acme/m{number % 350}"]}
        for number in range(3 * STRETCH)
    ]
    source = Records([write_lines(tmp_path / "records.jsonl", records)])
    shares = [stage_share(source, Tally(), tmp_path / str(own), own, 2) for own in (0, 1)]
    files, columns = written(tmp_path, [found for found, _ in shares])
    found = rows(files, MODELS, columns)
    assert len(found) == 700
    newest = {f"acme/m{number % 700}": str(number) for number in range(3 * STRETCH)}
    assert {key: row["downloads"] for (key,), row in found.items()} == newest
    # Only one of both counts what it reads, and each what it maps.
    assert [tally.records for _, tally in shares] == [3 * STRETCH, 0]
    met = [tally.counts["self_references"] for _, tally in shares]
    assert sum(met) == sum(number % 700 == number % 350 for number in range(3 * STRETCH))
    assert min(met) > 0


def test_ends_that_nobody_describes_are_stubs_with_what_follows_from_their_ids(tmp_path: Path) -> None:
    model, base = Model.ref("Acme/Llama-7B"), Model.ref("base/Qwen-2")
    elements: list[Element] = [
        Model(id=model.key, status="present"),
        DerivedFrom(start=model, end=base, relation="finetune"),
        TrainedOn(start=model, end=Dataset.ref("acme/data")),
        License(id="mit"),
    ]
    files, columns = written(tmp_path, staged(tmp_path, elements))
    found = rows(files, MODELS, columns)
    stub = found[base.key,]
    assert (stub["status"], stub["author"], stub["name"], stub["_folded"]) == ("stub", "base", "Qwen-2", "base/qwen-2")
    assert "last_seen" not in stub
    assert datetime.fromisoformat(found[model.key,]["last_seen"]) == NOW
    assert stub["name_families"] == "qwen"
    assert rows(files, EdgeTable(DerivedFrom, Model, Model), columns)[model.key, base.key]["sources"] == "test"


def test_a_stub_that_may_name_another_artifact_waits_for_what_it_names(tmp_path: Path) -> None:
    model = Model.ref("acme/a")
    elements: list[Element] = [
        Model(id="acme/Llama", status="present"),
        DerivedFrom(start=model, end=Model.ref("Acme/llama")),
        DerivedFrom(start=model, end=Model.ref("bert-base-uncased")),
    ]
    files, columns = written(tmp_path, staged(tmp_path, elements))
    found = rows(files, MODELS, columns)
    assert "name" not in found["Acme/llama",]
    assert "name" not in found["bert-base-uncased",]
    assert found["acme/Llama",]["name"] == "Llama"
    assert found["acme/a",]["name"] == "a"


@pytest.mark.parametrize("tags", [[], [""], [f"a{SEPARATOR}b"]])
def test_lists_that_the_importer_would_read_otherwise_are_kept_beside(tmp_path: Path, tags: list[str]) -> None:
    files, _ = written(tmp_path, staged(tmp_path, [Model(id="a/b", tags=tags, doi="")]))
    assert files.odd == [(MODELS, ("a/b",), {"tags": tags})]


def test_the_importer_is_told_of_every_table_once_and_of_the_longest_value(tmp_path: Path) -> None:
    texts = [f"{'x' * 9_000}{number}" for number in range(90)]
    files, columns = written(tmp_path, staged(tmp_path, [Model(id="a/b", tags=texts), Model(id="c/d")]))
    arguments = import_arguments(tmp_path, [files], columns)
    named: Iterator[str] = (one.split(",")[0] for one in arguments if one.startswith("--nodes"))
    assert list(named) == [f"--nodes={tmp_path / 'header-'}{file_name(MODELS)}"]
    # A table without rows may join labels that have none either, which the importer refuses.
    assert not any(one.startswith("--relationships=OF_") for one in arguments)
    (size,) = (int(one.partition("=")[2]) for one in arguments if one.startswith("--read-buffer-size"))
    assert size > sum(map(len, texts))


def test_the_importer_estimates_from_a_small_part_of_each_file(tmp_path: Path) -> None:
    files, columns = written(tmp_path, staged(tmp_path, [Model(id="a/b")]))
    (size,) = (one for one in import_arguments(tmp_path, [files], columns) if one.startswith("--read-buffer-size"))
    # It reads that much of each twice, and its own default of 4 MB is more than most files of a load have.
    assert int(size.partition("=")[2]) <= 2**19


@pytest.mark.parametrize(("text", "multiline"), [("one line", "false"), ("two\nlines", "true"), ("two\rlines", "true")])
def test_the_importer_is_told_of_values_that_go_over_several_lines(tmp_path: Path, text: str, multiline: str) -> None:
    files, columns = written(tmp_path, staged(tmp_path, [Model(id="a/b", tags=[text])]))
    assert f"--multiline-fields={multiline}" in import_arguments(tmp_path, [files], columns)


def test_every_name_that_the_graph_gives_is_worked_out_here() -> None:
    assert set(CALLED) == {node for node in NODES if node.called}


def test_an_import_says_of_which_labels_an_id_may_name_another_artifact(tmp_path: Path) -> None:
    found = staged(
        tmp_path,
        [
            Dataset(id="allenai/c4"),
            TrainedOn(start=Model.ref("acme/a"), end=Dataset.ref("allenai/C4")),
            DerivedFrom(start=Model.ref("acme/a"), end=Model.ref("acme/b")),
        ],
    )
    _, _, left = write_share(range(PARTS), found, About("test", NOW), tmp_path / "rows", _columns(found, {"id": "x"}))
    assert left.moving.keys() == {Dataset}


def test_times_are_written_short_and_mean_the_same(tmp_path: Path) -> None:
    far = datetime(987, 6, 5, 4, 3, 2, tzinfo=UTC)
    elsewhere = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=timezone(timedelta(hours=2)))
    utc = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    times = {"acme/far": far, "acme/elsewhere": elsewhere, "acme/utc": utc}
    files, columns = written(tmp_path, staged(tmp_path, [Model(id=id_, created_at=at) for id_, at in times.items()]))
    found = {key: row["created_at"] for (key, *_), row in rows(files, MODELS, columns).items()}
    assert found["acme/utc"] == "20240229T23:59:59.123456Z"
    assert {key: datetime.fromisoformat(text) for key, text in found.items()} == times


def test_parquet_has_what_csv_has(tmp_path: Path) -> None:
    at = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    found = staged(
        tmp_path,
        [
            Model(id="a/b", tags=["x", "y,z"], doi='a "b"', downloads=2**63 - 1, created_at=at, emissions="0.1"),
            Model(id="a/c", names_itself=False),
            TrainedOn(start=Model.ref("a/b"), end=Dataset.ref("a/d")),
        ],
    )
    files, columns = written(tmp_path, found)
    other, _ = written(tmp_path, found, parquet=True)
    assert (other.rows, other.odd) == (files.rows, [])
    for table, count in files.rows.items():
        if not count:
            continue
        read = pyarrow.parquet.read_table(other.folder / file_name(table, parquet=True))
        assert read.column_names == column_names(table, columns)
        with (files.folder / file_name(table)).open(encoding="utf-8", newline="") as file:
            of_csv = list(csv.reader(file))
        assert [[as_csv(one) for one in row.values()] for row in read.to_pylist()] == of_csv


def as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"{value:%Y%m%dT%H:%M:%S.%f}Z"
    return "" if value is None else SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)


def test_what_the_importer_leaves_out_of_parquet_is_kept_beside(tmp_path: Path) -> None:
    elsewhere = datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=2)))
    stated: list[dict[str, Any]] = [
        {"tags": []},
        {"tags": ["a", ""]},
        {"doi": ""},
        {"created_at": elsewhere},
        {"tags": [SEPARATOR]},
    ]
    models: list[Element] = [Model(id=f"a/{number}", **one) for number, one in enumerate(stated)]
    files, _ = written(tmp_path, staged(tmp_path, models), parquet=True)
    assert sorted(files.odd, key=lambda one: one[1]) == [
        (MODELS, (f"a/{number}",), one) for number, one in enumerate(stated[:4])
    ]


def test_the_importer_is_told_of_parquet_and_reads_the_columns_names_in_it(tmp_path: Path) -> None:
    files, columns = written(tmp_path, staged(tmp_path, [Model(id="a/b")]), parquet=True)
    arguments = import_arguments(tmp_path, [files], columns)
    assert "--input-type=parquet" in arguments
    assert f"--nodes={files.folder / file_name(MODELS, parquet=True)}" in arguments
    assert not any("csv" in one or one.startswith(("--read-buffer", "--array", "--multiline")) for one in arguments)


def test_rows_are_written_in_groups_however_many_parts_there_are(tmp_path: Path) -> None:
    models: list[Element] = [Model(id=f"a/{number}") for number in range(2 * PARTS)]
    files, _ = written(tmp_path, staged(tmp_path, models), parquet=True)
    assert pyarrow.parquet.ParquetFile(files.folder / file_name(MODELS, parquet=True)).num_row_groups == 1


def test_what_models_show_is_known_of_bases_in_other_parts_and_of_datasets_that_nobody_describes(
    tmp_path: Path,
) -> None:
    base, fine, data = Model.ref("acme/base"), Model.ref("acme/fine"), Dataset.ref("acme/data")
    elements: list[Element] = [Model(id=base.key, task="text-generation"), TrainedOn(start=fine, end=data)]
    for number in range(9):
        elements.append(DerivedFrom(start=Model.ref(f"acme/few-bits-{number}"), end=base, relation="quantized"))
    # What is stated last of how it was made counts, and says nothing where it is silent.
    for relation in ("finetune", "quantized", None, "finetune"):
        elements.append(DerivedFrom(start=Model.ref("acme/tuned"), end=fine, relation=relation))
    found = staged(tmp_path, elements)
    columns = _columns(found, {"id": "x"})
    files, _, left = write_share(range(PARTS), found, About("test", NOW), tmp_path / "rows", columns)
    shows = dict(rows(files, SHOWS, columns))
    facts = {model: left.facts[key]["facts"] for model, key in shows}
    assert {model for model, names in facts.items() if "quantized_child" in names} == {base.key}
    read = {model: left.facts[key]["read"] for model, key in shows}
    assert (read[base.key], read[fine.key]) == (["metadata", "data"], [])
    assert FACTS in left.done()


def test_what_models_show_waits_for_the_graph_where_a_dataset_is_described(tmp_path: Path) -> None:
    elements: list[Element] = [
        Dataset(id="acme/data", doi="10.1/x"),
        TrainedOn(start=Model.ref("acme/a"), end=Dataset.ref("acme/data")),
    ]
    found = staged(tmp_path, elements)
    columns = _columns(found, {"id": "x"})
    files, _, left = write_share(range(PARTS), found, About("test", NOW), tmp_path / "rows", columns)
    assert SHOWS not in files.rows
    assert FACTS not in left.done()
