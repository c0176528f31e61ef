"""The plain record format: what a record becomes, what is refused, and the schema that says so."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Described, Element, Node, Relationship
from supplygraph.schema.nodes import Alias, Dataset, License, Model, Paper, Publisher, Repository
from supplygraph.schema.record_format import KINDS, RECORDS, RELATION_KEYS, relation_keys
from supplygraph.schema.relationships import (
    RELATIONSHIPS,
    AliasOf,
    ConflictsWith,
    Declares,
    DerivedFrom,
    Dropped,
    EvaluatedOn,
    HasFinding,
    HasTask,
    Imputed,
    Names,
    OfFamily,
    PublishedBy,
    Reuses,
    Shows,
    Uses,
)
from supplygraph.sources.records import SAMPLE, Records, record_elements, sample_records
from supplygraph.sources.records_schema import EXAMPLES, records_schema
from supplygraph.tally import Tally

VALIDATOR = jsonschema_rs.Draft202012Validator(records_schema())


def read(*records: object) -> tuple[list[Element], Tally]:
    tally = Tally()
    elements = [
        element
        for number, record in enumerate(records, start=1)
        for element in record_elements(record, "records", f"file.jsonl:{number}", tally)
    ]
    return elements, tally


def statements(record: Mapping[str, Any], kind: type[Relationship]) -> list[dict[str, Any]]:
    elements, _ = read(record)
    return [
        {
            "start": element.start.key,
            "end": element.end.key,
            **element.model_dump(exclude={"start", "end"}, exclude_none=True, by_alias=True),
        }
        for element in elements
        if isinstance(element, kind)
    ]


def test_a_model_record_becomes_a_model_and_its_relationships() -> None:
    elements, tally = read(EXAMPLES[0])
    assert elements[0] == Model(id="acme/foo-7b", downloads=12, status="present")
    assert (
        DerivedFrom(
            start=Model.ref("acme/foo-7b"),
            end=Model.ref("meta-llama/Llama-2-7b-hf"),
            relation="finetune",
            channel="deriv",
            evidence=["record"],
            claim_sources=["records"],
            claim_evidence=["record"],
            claim_relations=["finetune"],
        )
        in elements
    )
    assert not tally.counts


def test_a_record_ends_by_saying_that_it_is_all_there_is_of_its_artifact() -> None:
    elements, _ = read({"kind": "dataset", "id": "acme/raw"})
    assert elements[0] == Dataset(id="acme/raw", status="present")
    described = elements[-1]
    assert isinstance(described, Described)
    assert described.owner == Dataset.ref("acme/raw")
    assert {kind.type_name for kind in described.types} == {
        "DECLARES",
        "DERIVED_FROM",
        "GENERATED_FROM",
        "SUCCEEDED_BY",
        "PUBLISHED_BY",
        "HAS_TASK",
        "HAS_LANGUAGE",
        "CITES",
    }


def test_every_relationship_of_an_artifact_has_a_key() -> None:
    keys = {(relation.relationship, node) for node in KINDS.values() for relation in relation_keys(node)}
    for relationship in RELATIONSHIPS:
        for start, end in relationship.ends:
            owner = end if start is Alias else start
            if owner in KINDS.values() and relationship not in (
                ConflictsWith,
                Dropped,
                HasFinding,
                Imputed,
                Names,
                OfFamily,
                Shows,
            ):
                assert (relationship, owner) in keys


def test_every_key_of_a_relation_differs_from_every_property_of_its_kind() -> None:
    for node in KINDS.values():
        assert not {relation.key for relation in relation_keys(node)} & set(node.model_fields)


@pytest.mark.parametrize("value", [None, []])
def test_no_license_is_declared_where_none_stands(value: object) -> None:
    assert statements({"kind": "model", "id": "a", "license": value}, Declares) == []


def test_a_license_expression_is_kept_whole_on_each_license() -> None:
    found = statements({"kind": "repository", "id": "github.com/a/b", "license": "MIT OR Apache-2.0"}, Declares)
    assert {(one["end"], one["raw"], one["operator"]) for one in found} == {
        ("mit", "MIT OR Apache-2.0", "or"),
        ("apache-2.0", "MIT OR Apache-2.0", "or"),
    }


def test_a_list_of_licenses_has_no_operator_of_its_own() -> None:
    found = statements(
        {"kind": "dataset", "id": "d", "license": ["mit", {"id": "cc-by-4.0", "role": "data"}]}, Declares
    )
    assert [(one["end"], one["operator"], one["role"]) for one in found] == [
        ("mit", "list", "main"),
        ("cc-by-4.0", "list", "data"),
    ]


def test_a_license_name_stands_in_for_other() -> None:
    record = {"kind": "model", "id": "a", "license": "other", "license_name": "acme-1", "license_link": "LICENSE"}
    assert statements(record, Declares) == [
        {
            "start": "a",
            "end": "acme-1",
            "raw": "other",
            "name": "acme-1",
            "link": "LICENSE",
            "role": "main",
            "operator": "single",
            "evidence": ["record"],
        }
    ]


def test_a_license_with_raw_is_taken_as_it_stands() -> None:
    found = statements({"kind": "model", "id": "a", "license": {"id": "MIT", "raw": "the MIT one"}}, Declares)
    assert [(one["end"], one["raw"]) for one in found] == [("MIT", "the MIT one")]
    elements, _ = read({"kind": "model", "id": "a", "license": {"id": "mit", "raw": "MIT"}})
    assert [one.spdx for one in elements if isinstance(one, License)] == ["MIT"]


def test_what_a_repository_uses_is_a_model_unless_it_says_dataset() -> None:
    record = {
        "kind": "repository",
        "id": "github.com/a/b",
        "uses": ["m", {"id": "m", "kind": "dataset", "role": "src"}],
    }
    elements, _ = read(record)
    assert [one.end for one in elements if isinstance(one, Reuses)] == [Model.ref("m"), Dataset.ref("m")]
    elements, _ = read({"kind": "space", "id": "s", "uses": "m"})
    assert [one.end for one in elements if isinstance(one, Uses)] == [Model.ref("m")]


def test_aliases_point_at_the_artifact() -> None:
    elements, _ = read({"kind": "repository", "id": "github.com/new/name", "aliases": ["github.com/old/name"]})
    (alias,) = [one for one in elements if isinstance(one, AliasOf)]
    assert (alias.start, alias.end) == (Alias.ref("github.com/old/name"), Repository.ref("github.com/new/name"))
    assert elements[-1] == Described(alias.start, (AliasOf,))


def test_properties_state_the_words_that_they_name() -> None:
    assert [one["end"] for one in statements({"kind": "model", "id": "a", "task": "asr"}, HasTask)] == ["asr"]
    assert statements({"kind": "model", "id": "a", "task": "asr", "tasks": []}, HasTask) == []
    assert [one["end"] for one in statements({"kind": "dataset", "id": "a", "task": ["b", "c"]}, HasTask)] == ["b", "c"]
    assert [one["end"] for one in statements({"kind": "space", "id": "a", "author": "x"}, PublishedBy)] == ["x"]


def test_words_that_say_nothing_are_no_values() -> None:
    record = {
        "kind": "model",
        "id": "none/model",
        "author": "none",
        "task": "unknown",
        "library": "N/A",
        "dtype": "not specified",
        "quantization": ["none", "gguf"],
        "tags": ["todo"],
        "status": "missing",
        "languages": ["na", "unknown", "en"],
        "architectures": "None",
        "trained_on": ["unknown", "lab/data"],
        "license": "unknown",
    }
    elements, tally = read(record)
    (node,) = (one for one in elements if isinstance(one, Model))
    assert (node.author, node.task, node.library, node.dtype) == ("none", None, None, None)
    assert (node.quantization, node.tags, node.status) == (["gguf"], ["todo"], "missing")
    ends = {(type(one).__name__, one.end.key) for one in elements if isinstance(one, Relationship)}
    assert ends == {
        ("PublishedBy", "none"),
        ("HasLanguage", "na"),
        ("HasLanguage", "en"),
        ("TrainedOn", "lab/data"),
        ("Declares", "unknown"),
    }
    assert tally.counts["values_without_meaning"] == 3


def test_items_may_describe_the_words_that_they_name() -> None:
    elements, _ = read(
        {
            "kind": "model",
            "id": "a",
            "papers": {"id": "arxiv:1", "title": "One"},
            "publisher": {"id": "acme", "kind": "organisation"},
        }
    )
    assert Paper(id="arxiv:1", title="One") in elements
    assert Publisher(name="acme", kind="organisation") in elements


def test_a_stub_is_named_and_not_described() -> None:
    elements, _ = read({"kind": "model", "id": "new", "status": "stub", "aliases": "old"})
    assert not [one for one in elements if isinstance(one, Node)]
    assert len([one for one in elements if isinstance(one, AliasOf)]) == 1


def test_an_undeclared_relation_takes_its_channel_from_our_reading() -> None:
    item = {"id": "b", "inferred": "adapter", "evidence": ["card", "inferred"]}
    (found,) = statements({"kind": "model", "id": "a", "derived_from": item}, DerivedFrom)
    assert (found["relation"], found["channel"], found["evidence"]) == ("undeclared", "adapter", ["card", "inferred"])


def test_a_relation_opens_its_channel_where_that_is_null() -> None:
    for item in ({"id": "b", "relation": "quantized", "channel": None}, {"id": "b", "relation": "quantized"}):
        (found,) = statements({"kind": "model", "id": "a", "derived_from": item}, DerivedFrom)
        assert found["channel"] == "copy"
    (found,) = statements(
        {"kind": "model", "id": "a", "derived_from": {"id": "b", "relation": None, "channel": None}}, DerivedFrom
    )
    assert found.get("channel") is None


def test_a_null_in_an_item_means_that_the_property_is_not_stated() -> None:
    (found,) = statements({"kind": "model", "id": "a", "license": {"id": "mit", "role": None}}, Declares)
    assert "role" not in found


def test_dates_without_a_zone_are_utc() -> None:
    elements, _ = read(
        {"kind": "model", "id": "a", "created_at": "2024-05-01", "last_modified": "2024-05-01T02:00+02:00"}
    )
    model = elements[0]
    assert isinstance(model, Model)
    assert model.created_at == model.last_modified


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (3, "kind"),
        ([], "kind"),
        ({"id": "a"}, "kind is None"),
        ({"kind": "license", "id": "mit"}, "kind is 'license'"),
        ({"kind": ["model"], "id": "a"}, "kind is"),
        ({"kind": "model"}, "id: Field required"),
        ({"kind": "model", "id": ""}, "id"),
        ({"kind": "model", "id": None}, "id"),
        ({"kind": "model", "id": "a\u0000b"}, "id"),
        ({"kind": "model", "id": "x" * 1001}, "id"),
        ({"kind": "model", "id": "a", "downloads": "12"}, "downloads"),
        ({"kind": "model", "id": "a", "downloads": -1}, "downloads"),
        ({"kind": "model", "id": "a", "downloads": 2**63}, "downloads"),
        ({"kind": "model", "id": "a", "downloads": True}, "downloads"),
        ({"kind": "model", "id": "a", "gated": "yes"}, "gated"),
        ({"kind": "model", "id": "a", "created_at": 5}, "created_at"),
        ({"kind": "model", "id": "a", "created_at": "yesterday"}, "created_at"),
        ({"kind": "model", "id": "a", "created_at": "9999-12-31T23:00-05:00"}, "created_at"),
        ({"kind": "model", "id": "a", "status": "lost"}, "status"),
        ({"kind": "model", "id": "a", "derived_from": [{"id": "b", "relation": "cloned"}]}, "derived_from"),
        ({"kind": "model", "id": "a", "derived_from": [None]}, "derived_from"),
        ({"kind": "model", "id": "a", "trained_on": [{"relation": "x"}]}, "trained_on"),
        ({"kind": "repository", "id": "a", "uses": [{"id": "b", "confidence": float("nan")}]}, "uses"),
        ({"kind": "repository", "id": "a", "uses": [{"id": "b", "kind": "space"}]}, "uses"),
    ],
)
def test_bad_records_are_counted_with_their_place_and_left_out(record: object, reason: str) -> None:
    elements, tally = read(record)
    assert elements == []
    assert tally.counts == {"bad_records": 1}
    (example,) = tally.examples["bad_records"]
    assert example.startswith("file.jsonl:1: ")
    assert reason in example
    assert "\n" not in example


def test_unknown_keys_are_counted_and_the_rest_is_read() -> None:
    record = {"kind": "model", "id": "a", "lineage_depth": 3, "derived_from": [{"id": "b", "how": "x"}]}
    elements, tally = read(record)
    assert len([one for one in elements if isinstance(one, DerivedFrom)]) == 1
    assert tally.counts == {"unknown_keys": 2}
    assert tally.examples["unknown_keys"] == ["file.jsonl:1: 'lineage_depth'", "file.jsonl:1: derived_from.'how'"]


def test_self_references_and_repeated_items_are_counted_once_each() -> None:
    elements, tally = read(
        {"kind": "model", "id": "a", "derived_from": ["a", "b", "b"], "trained_on": "a", "aliases": "a"}
    )
    assert [one.end.key for one in elements if isinstance(one, DerivedFrom)] == ["b"]
    assert tally.counts == {"self_references": 2, "repeated_items": 1}


def test_each_claim_on_one_dataset_is_an_item_of_its_own() -> None:
    claim = {"id": "pears", "metric": "f1", "value": 0.5}
    tally = Tally()
    record = {"kind": "model", "id": "m", "evaluated_on": [claim, {**claim, "value": 0.6}, claim, "pears"]}
    found = [one for one in record_elements(record, "s", "f:1", tally) if isinstance(one, EvaluatedOn)]
    assert [(one.end.key, one.value) for one in found] == [("pears", 0.5), ("pears", 0.6), ("pears", None)]
    assert len({one.claim for one in found}) == len(found)
    assert tally.counts == {"repeated_items": 1}


def test_text_that_no_database_takes_is_cleaned() -> None:
    elements, _ = read({"kind": "model", "id": "a", "library": " peft\u0000\ud800 ", "tags": ["x\u001b[31m"]})
    assert elements[0] == Model(id="a", library="peft", tags=["x[31m"], status="present")


def test_files_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(example) + "\n" for example in EXAMPLES), encoding="utf-8")
    source = Records([path])
    assert not source.complete()
    tally = Tally()
    elements = list(source.elements(tally))
    assert source.complete()
    assert tally.records == 3
    assert [one.key_value for one in elements if isinstance(one, Model | Dataset | Repository)] == [
        "acme/foo-7b",
        "acme/synth",
        "github.com/acme/app",
    ]
    assert source.arguments == "records.jsonl"


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Records([tmp_path / "none.jsonl"])
    assert "none.jsonl" in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_cut_off_is_not_complete(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"kind": "model", "id": f"acme/{n}"}) + "\n" for n in range(5000))
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode())[:-5000])
    source, tally = Records([path]), Tally()
    assert list(source.elements(tally))
    assert not source.complete()
    assert tally.counts["file_cut_off"] == 1


def test_the_sample_is_read_without_a_complaint_and_fits_the_schema() -> None:
    tally = Tally()
    source = sample_records()
    assert list(source.elements(tally))
    assert source.name == "sample"
    assert not tally.counts
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        VALIDATOR.validate(json.loads(line))


def test_the_schema_is_a_schema_and_takes_its_own_examples() -> None:
    schema = records_schema()
    jsonschema_rs.meta.validate(schema)
    assert json.loads(json.dumps(schema)) == schema
    for example in EXAMPLES:
        VALIDATOR.validate(example)
    assert not VALIDATOR.is_valid({"kind": "model"})
    assert not VALIDATOR.is_valid({"kind": "model", "id": "a", "licence": "mit"})


def test_the_schema_describes_every_key() -> None:
    definitions = records_schema()["$defs"]
    for model in RECORDS.values():
        definition = definitions[model.__name__]
        assert definition["description"]
        for name in definition["properties"]:
            assert definition["properties"][name]["description"], name
        assert "lineage_depth" not in definition["properties"]
    relations = definitions["DerivedFromItem"]["properties"]["relation"]
    assert "distilled" in json.dumps(relations)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "raw", "kind", "x"]), inner),
    max_leaves=5,
)
KEYS = sorted({key for model in RECORDS.values() for key in model.model_fields} | {"x"})


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.fixed_dictionaries({"kind": st.sampled_from([*KINDS, "x"]), "id": st.text(max_size=3)}).flatmap(
        lambda base: st.dictionaries(st.sampled_from(KEYS), JSON_VALUES, max_size=4).map(lambda more: more | base)
    )
)
def test_whatever_stands_in_a_record_it_is_read_or_counted(record: dict[str, object]) -> None:
    elements, tally = read(record)
    assert elements or tally.counts["bad_records"] == 1
    if VALIDATOR.is_valid(record) and "created_at" not in json.dumps(record):
        assert not tally.counts["unknown_keys"]


def test_each_relation_key_says_what_it_means() -> None:
    assert all(relation.meaning.endswith(".") for relation in RELATION_KEYS)
