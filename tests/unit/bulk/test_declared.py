"""What an artifact declares reads the same whether it is worked out here or in the graph."""

import pytest

from supplygraph.bulk.declared import declare
from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import Dataset, Model, Repository
from supplygraph.store.rows import Row


@pytest.mark.parametrize(
    ("node", "stated", "statement", "key", "license_class"),
    [
        (Model, {"mit": {}}, "mit", "mit", "permissive"),
        (Model, {"mit": {"operator": "or"}, "apache-2.0": {"operator": "or"}}, "apache-2.0 OR mit", None, "permissive"),
        (Model, {"mit": {"operator": "and"}, "agpl-3.0": {"operator": "and"}}, "agpl-3.0 AND mit", None, "several"),
        (Model, {"mit": {"operator": "and"}, "gemma": {}}, "gemma AND mit", None, "several"),
        (Model, {"mit": {"operator": "list"}, "gemma": {"operator": "or"}}, "gemma, mit", None, "several"),
        (Model, {"mit": {"role": "code"}, "gemma": {"role": "weights"}}, "gemma", None, None),
        (Dataset, {"mit": {"role": "code"}, "odc-by": {"role": "data"}}, "odc-by", None, None),
        (Repository, {"mit": {"role": "code"}, "gemma": {"role": "weights"}}, "mit", None, None),
        (Model, {"mit": {"contradicted": True}}, "mit (contradicted)", None, "permissive"),
        (Model, {"mit": {"contradicted": True}, "gemma": {}}, "gemma, mit", None, "several"),
        (Model, {'a "b" c': {}}, 'a "b" c', '"a ""b"" c"', "unknown"),
    ],
)
def test_an_expression_names_what_travels_and_how_it_is_joined(
    node: type[Node], stated: dict[str, Row], statement: str, key: str | None, license_class: str | None
) -> None:
    row: Row = {"status": "present"}
    found = declare(node, row, stated, ())
    assert found is not None
    assert (row["license_statement"], found.key) == (statement, key or statement)
    assert row["license_missing"] is False
    assert row.get("_license_key") == (found.key if found.key != statement else None)
    assert row.get("license_id") == (row["license_ids"][0] if len(row["license_ids"]) == 1 else None)
    if license_class:
        assert row["license_class"] == license_class


def test_conditions_of_terms_are_told_by_tasks_and_types() -> None:
    row: Row = {}
    found = declare(Model, row, {"llama3.2": {}}, ["image-text-to-text"])
    assert found is not None
    assert row["license_conditions"] == found.row["conditions"] == ["multimodal"]
    assert found.key == row["_license_key"] == "llama3.2 [multimodal]"


def test_what_is_not_described_may_declare_anything() -> None:
    for status, missing in (("present", True), ("removed", True), ("stub", None), ("missing", None)):
        row: Row = {"status": status}
        assert declare(Model, row, {}, ()) is None
        assert row.get("license_missing") is missing
