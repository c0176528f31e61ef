"""Research questions about code, models and data as a person writes them: the numbers of plain Python."""

import json
from collections import Counter
from functools import cached_property
from importlib.resources import files
from typing import Any

import pytest

from supplygraph.licenses.table import licenses
from supplygraph.load import load
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.empty import why_empty
from supplygraph.queries.run import run_own, stored_question
from supplygraph.sources.records import Records as RecordFiles
from supplygraph.store.connection import Connection
from tests.conftest import empty, write_lines

pytestmark = pytest.mark.integration

#: The sample has no code that loads what was made with data for non-commercial use alone.
MORE = {"kind": "repository", "id": "github.com/pond/app", "license": "MIT", "uses": ["declare-lab/flan-alpaca-base"]}
TABLE = {entry.id: entry for entry in licenses()}


class Records:
    """The records of the sample and one repository more, with what a question asks of them."""

    def __init__(self) -> None:
        text = files("supplygraph.sources").joinpath("sample.jsonl").read_text(encoding="utf-8")
        self.all: list[dict[str, Any]] = [*(json.loads(line) for line in text.splitlines()), MORE]
        self.by_id = {record["id"]: record for record in self.all}
        self.names = {alias: record["id"] for record in self.all for alias in record.get("aliases", [])}

    def of(self, record: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """The items of a relation under the ids that they have now."""
        items = record.get(key) or []
        listed = items if isinstance(items, list) else [items]
        named = [item if isinstance(item, dict) else {"id": item} for item in listed]
        return [{**item, "id": self.names.get(item["id"], item["id"])} for item in named]

    def above(self, model: str) -> set[str]:
        """A model and all that it was made from."""
        found, open_ = set(), [model]
        while open_:
            one = open_.pop()
            if one not in found:
                found.add(one)
                open_ += [base["id"] for base in self.of(self.by_id.get(one, {}), "derived_from")]
        return found

    def data(self, model: str) -> set[str]:
        """What a model was trained on."""
        return {dataset["id"] for dataset in self.of(self.by_id.get(model, {}), "trained_on")}

    @cached_property
    def loads(self) -> list[tuple[dict[str, Any], str]]:
        """Each repository with each model that it loads."""
        return [
            (record, item["id"])
            for record in self.all
            if record["kind"] == "repository"
            for item in self.of(record, "uses")
            if item.get("kind", "model") == "model"
        ]

    def licenses(self, record: dict[str, Any]) -> list[str]:
        """The ids of what a record declares; the sample writes each as an id or as an expression with OR."""
        value = record.get("license") or []
        texts = value if isinstance(value, list) else [value]
        return [part.strip().lower() for text in texts for part in text.split(" OR ")]


@pytest.fixture(scope="module")
def sample() -> Records:
    return Records()


@pytest.fixture(scope="module")
def graph(connection: Connection, sample: Records, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty(connection)
    path = write_lines(tmp_path_factory.mktemp("records") / "records.jsonl", sample.all)
    load(RecordFiles([path]), lambda: connection)
    return connection


def rows(graph: Connection, text: str) -> list[tuple[Any, ...]]:
    found = run_own(graph, text, {})
    assert found.warnings == ()
    return sorted(tuple(row.values()) for row in found)


def test_code_that_loads_what_was_trained_on_non_commercial_data(graph: Connection, sample: Records) -> None:
    expected = {
        (repository["id"], model, dataset)
        for repository, model in sample.loads
        for one in sample.above(model)
        for dataset in sample.data(one)
        if any(license.startswith("cc-by-nc") for license in sample.licenses(sample.by_id.get(dataset, {})))
    }
    assert expected
    assert rows(graph, """
        MATCH (r:Repository)-[:REUSES]->(m:Model)-[:DERIVED_FROM]->{0,20}(:Model)-[:TRAINED_ON]->(d:Dataset)
        MATCH (d)-[:DECLARES]->(:License)-[:IMPOSES]->(:LicenseTerm {code: 'NC'})
        RETURN DISTINCT r.id AS repository, m.id AS model, d.id AS dataset
    """) == sorted(expected)  # fmt: skip


def test_repositories_that_a_dataset_reaches_through_models(graph: Connection, sample: Records) -> None:
    reached: dict[str, set[str]] = {}
    for repository, model in sample.loads:
        for dataset in sample.data(model):
            reached.setdefault(dataset, set()).add(repository["id"])
    assert reached
    assert rows(graph, """
        MATCH (d:Dataset)<-[:TRAINED_ON]-(:Model)<-[:REUSES]-(r:Repository)
        RETURN d.id AS dataset, count(DISTINCT r) AS repositories
    """) == sorted((dataset, len(found)) for dataset, found in reached.items())  # fmt: skip


def test_permissive_code_on_models_whose_use_is_restricted(graph: Connection, sample: Records) -> None:
    def restricted(license: str) -> bool:
        entry = TABLE.get(license)
        return entry is not None and any(term.code.startswith(("UR", "AUP")) for term in entry.terms)

    def permissive(license: str) -> bool:
        entry = TABLE.get(license)
        return entry is not None and entry.cls == "permissive"

    expected = Counter(
        license
        for repository, model in sample.loads
        if any(map(permissive, sample.licenses(repository)))
        for license in sample.licenses(sample.by_id.get(model, {}))
        if restricted(license)
    )
    assert expected
    assert rows(graph, """
        MATCH (r:Repository)-[:REUSES]->(m:Model)-[:DECLARES]->(l:License)
        WHERE EXISTS { (r)-[:DECLARES]->(:License {class: 'permissive'}) }
          AND EXISTS { (l)-[:IMPOSES]->(t:LicenseTerm) WHERE t.kind IN ['UR', 'AUP'] }
        RETURN l.id AS license, count(*) AS uses
    """) == sorted(expected.items())  # fmt: skip


def test_downloads_by_family_count_every_model_once(graph: Connection, sample: Records) -> None:
    downloads = sum(record.get("downloads") or 0 for record in sample.all if record["kind"] == "model")
    assert rows(graph, "MATCH (m:Model) RETURN sum(m.downloads) AS downloads") == [(downloads,)]
    by_family = rows(graph, "MATCH (m:Model) RETURN coalesce(m.family, '') AS family, sum(m.downloads) AS downloads")
    assert sum(count for _, count in by_family) == downloads
    typed = {record["id"] for record in sample.all if record.get("model_type") == "whisper"}
    assert {model for (model,) in rows(graph, "MATCH (m:Model {family: 'whisper'}) RETURN m.id AS model")} >= typed
    assert rows(graph, """
        MATCH (m:Model)-[of:OF_FAMILY]->(:Family {name: 'whisper'}) WHERE 'type' IN of.basis RETURN m.id AS model
    """) == sorted((model,) for model in typed)  # fmt: skip


def test_a_hub_that_no_model_is_of_is_pointed_out(graph: Connection) -> None:
    """Whether all models name other hubs, or none names any."""

    def lines() -> list[str]:
        given = {"hub": "moonhub"}
        query = find_query("reuse-downloads-vs-dependents")
        return list(why_empty(graph, query, stored_question(query, given), given))

    graph.execute("MATCH (m:Model {hub: 'huggingface'}) SET m._hub = m.hub, m.hub = null")
    assert lines() == ["No rows: there is no hub moonhub in the graph.", "hint: the graph has none"]
    graph.execute("MATCH (m:Model) WITH m LIMIT 1 SET m.hub = 'huggingface'")
    assert lines()[1] == "hint: the graph has huggingface"
    graph.execute("MATCH (m:Model) WHERE m._hub IS NOT NULL SET m.hub = m._hub REMOVE m._hub")
