"""CycloneDX documents: strictly valid, whole, the same every time, and read again without loss."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from cyclonedx.schema import SchemaVersion, _res

from supplygraph.bom.bill import Bill
from supplygraph.bom.cyclonedx import VERSIONS, Version, cyclonedx_document
from supplygraph.bom.cyclonedx_reader import read_cyclonedx
from supplygraph.bom.integrity import problems
from supplygraph.bom.reading import with_evidence
from supplygraph.schema.relationships import DerivedFrom
from supplygraph.tally import Tally
from tests.unit.bom.bills import code, lineage, with_code

#: Where the schemas name each other.
_SCHEMAS = "http://cyclonedx.org/schema/"
_OTHERS = {
    "spdx.SNAPSHOT.schema.json": _res.SPDX_JSON,
    "cryptography-defs.SNAPSHOT.schema.json": _res.CRYPTOGRAPHY_DEFS,
    "jsf-0.82.SNAPSHOT.schema.json": _res.JSF,
}


def read(schema: str) -> Any:
    return json.loads(Path(schema).read_text(encoding="utf-8"))


@cache
def validator(version: str) -> jsonschema_rs.Draft7Validator:
    """Of the strict schema of one version, as CycloneDX's library has it.

    The library's own validator, which documents of loaded graphs are held against, takes a second to be imported and a
    tenth for a document.
    """
    others = jsonschema_rs.Registry([(_SCHEMAS + name, read(path)) for name, path in _OTHERS.items()])
    schema = read(str(_res.BOM_JSON_STRICT[SchemaVersion.from_version(version)]))
    return jsonschema_rs.Draft7Validator(schema, registry=others, validate_formats=True)


def faults(document: dict[str, Any]) -> list[str]:
    return [one.message for one in validator(document["specVersion"]).iter_errors(document)]


def test_faults_are_found_in_properties_and_formats() -> None:
    """Also those of a schema that the strict one refers to."""
    document = cyclonedx_document(lineage(), VERSIONS[0])
    assert faults({**document, "unknown": 1}) != []
    assert faults({**document, "externalReferences": [{"type": "website", "url": "http://[bad"}]}) != []
    assert faults({**document, "metadata": {"licenses": [{"license": {"id": "no-such-id"}}]}}) != []
    assert faults({**document, "metadata": {"licenses": [{"license": {"id": "MIT"}}]}}) == []


def component(document: dict[str, Any], ref: str) -> dict[str, Any]:
    every = [document["metadata"]["component"], *document["components"]]
    (found,) = (one for one in every if one["bom-ref"] == ref)
    return found  # type: ignore[no-any-return]


def values(document: dict[str, Any], ref: str, name: str) -> list[str]:
    return [one["value"] for one in component(document, ref)["properties"] if one["name"] == name]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("bill", [lineage(), code(), with_code()], ids=["lineage", "code", "both"])
def test_documents_are_valid_and_sound(bill: Bill, version: Version) -> None:
    document = cyclonedx_document(bill, version)
    assert faults(document) == []
    assert problems(document) == []
    assert json.dumps(cyclonedx_document(bill, version)) == json.dumps(document)


def test_the_whole_ancestry_is_listed_once_and_parents_stand_in_the_pedigree() -> None:
    document = cyclonedx_document(lineage())
    ends = {row["ref"]: row["dependsOn"] for row in document["dependencies"]}
    assert ends == {
        "model:acme/quant": ["model:acme/merge"],
        "model:acme/merge": ["model:acme/left", "model:acme/right"],
        "model:acme/left": ["dataset:acme/chat", "dataset:squad", "model:acme/base"],
        "model:acme/right": ["model:acme/base"],
        "model:acme/base": ["model:internal:root"],
        "model:internal:root": [],
        "dataset:acme/chat": ["dataset:acme/raw", "model:acme/base"],
        "dataset:acme/raw": [],
        "dataset:squad": [],
    }
    merge = component(document, "model:acme/merge")
    assert [one["purl"] for one in merge["pedigree"]["ancestors"]] == [
        "pkg:huggingface/acme/left", "pkg:huggingface/acme/right"
    ]  # fmt: skip
    assert merge["pedigree"]["notes"] == "merge of acme/left; merge of acme/right"
    assert values(document, "model:acme/left", "supplygraph:relation:model:acme/base") == ["finetune"]
    assert component(document, "model:acme/left")["modelCard"]["modelParameters"]["datasets"] == [
        {"ref": "dataset:acme/chat"}, {"ref": "dataset:squad"}
    ]  # fmt: skip
    assert component(document, "dataset:acme/raw")["data"][0]["contents"] == {
        "url": "https://huggingface.co/datasets/acme/raw"
    }


def test_licenses_are_ids_names_or_expressions() -> None:
    document = cyclonedx_document(lineage(), "1.7")
    licenses = {
        ref: component(document, ref).get("licenses")
        for ref in ("model:acme/quant", "model:acme/merge", "model:acme/base", "dataset:acme/chat", "dataset:squad")
    }
    assert licenses == {
        "model:acme/quant": [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}],
        "model:acme/merge": [
            {
                "expression": "LicenseRef-llama9 OR MIT",
                "acknowledgement": "declared",
                "expressionDetails": [
                    {"licenseIdentifier": "LicenseRef-llama9", "url": "https://example.org/llama%209"}
                ],
            }
        ],
        "model:acme/base": [
            {"license": {"name": "other", "acknowledgement": "declared"}},
            {"license": {"id": "MIT", "acknowledgement": "declared"}},
        ],
        "dataset:acme/chat": [{"license": {"name": "unknown", "acknowledgement": "declared"}}],
        "dataset:squad": None,
    }
    assert any("later versions" in note for note in values(document, "model:acme/right", "supplygraph:note"))


def test_nothing_is_concluded_and_what_is_not_known_is_said() -> None:
    document = cyclonedx_document(lineage())
    for ref in (row["ref"] for row in document["dependencies"]):
        assert values(document, ref, "supplygraph:license:concluded") == ["NOASSERTION"]
    assert values(document, "model:acme/quant", "supplygraph:license:verdict") == ["conflict, contested"]
    (conflict,) = values(document, "model:acme/quant", "supplygraph:license:conflict")
    assert "NC" in conflict
    assert "first lost at acme/merge" in conflict
    assert values(document, "model:internal:root", "supplygraph:license:verdict") == ["unknown"]
    assert document["compositions"] == [{"aggregate": "unknown", "dependencies": ["model:internal:root"]}]


def test_code_says_where_it_loads_what_and_that_some_calls_are_open() -> None:
    document = cyclonedx_document(code())
    assert component(document, "model:acme/foo")["evidence"]["occurrences"] == [
        {"location": "github.com/acme/app/a.py", "line": 3, "additionalContext": "from_pretrained"},
        {"location": "github.com/acme/app/b.ipynb#2", "line": 1, "additionalContext": "pipeline"},
    ]
    assert component(document, "dataset:acme/foo")["evidence"]["occurrences"] == [
        {"location": "github.com/acme/app/c.py", "additionalContext": "load_dataset"}
    ]
    app = document["metadata"]["component"]
    assert app["evidence"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert document["compositions"] == [{"aggregate": "incomplete", "dependencies": ["repository:github.com/acme/app"]}]


def test_code_of_a_model_hangs_on_the_model_and_a_folder_has_neither_address_nor_supplier() -> None:
    document = cyclonedx_document(with_code())
    ends = {row["ref"]: row["dependsOn"] for row in document["dependencies"]}
    assert ends["model:acme/foo"] == ["repository:local.invalid/folder/app"]
    assert ends["repository:local.invalid/folder/app"] == ["model:acme/bar"]
    folder = component(document, "repository:local.invalid/folder/app")
    assert not {"supplier", "purl", "externalReferences"} & folder.keys()


def test_who_stated_what_is_cited_in_1_7_only() -> None:
    assert "citations" not in cyclonedx_document(lineage())
    document = cyclonedx_document(lineage(), "1.7")
    notes = {one["pointers"][0]: one["note"] for one in document["citations"]}
    assert notes["/metadata/component/licenses"] == "stated by: card"
    assert notes["/metadata/component/pedigree"] == "stated by: card, tag"


def test_a_bill_that_says_something_else_has_another_serial_number_and_time_alone_changes_none() -> None:
    bill, later, other = lineage(), lineage(), lineage()
    later.moment = later.moment.replace(year=2030)
    other.parts[other.root].record["downloads"] = 1
    first, second, third = (cyclonedx_document(one) for one in (bill, later, other))
    assert first["serialNumber"] == second["serialNumber"] != third["serialNumber"]
    assert first["metadata"]["timestamp"] == "2026-03-04T05:06:07Z"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("bill", [lineage(), code(), with_code()], ids=["lineage", "code", "both"])
def test_what_is_read_again_is_what_was_written(bill: Bill, version: Version) -> None:
    tally = Tally()
    read = read_cyclonedx(json.loads(json.dumps(cyclonedx_document(bill, version))), "a.json", tally)
    assert {key: one.record(tally, "") for key, one in read.items()} == {
        key: with_evidence(part.record) for key, part in bill.parts.items()
    }
    assert tally.counts == {}


def test_who_changes_a_document_is_heard() -> None:
    document = cyclonedx_document(lineage())
    component(document, "model:acme/left")["licenses"] = [{"license": {"id": "MIT"}}]
    tally = Tally()
    read = read_cyclonedx(document, "a.json", tally)
    records = {key.ref: one.record(tally, "a.json") for key, one in read.items()}
    assert records["model:acme/left"]["license"] == [{"id": "MIT", "evidence": ["bom"]}]
    assert records["model:acme/left"]["derived_from"] == [
        {
            "id": "acme/base",
            "relation": "finetune",
            "evidence": ["bom"],
            **DerivedFrom.stated("bom", [("bom", "finetune")]),
        }
    ]
    assert tally.counts == {"edited_components": 1}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d["components"].append(copy.deepcopy(d["components"][0])), "stands 2 times"),
        (lambda d: d["dependencies"][0]["dependsOn"].append("model:nowhere"), "named and not listed"),
        (lambda d: d["dependencies"].append(d["dependencies"][0]), "the dependencies of"),
        (lambda d: d["components"][1].update(licenses=[{"license": {"id": "apache-2.0"}}]), "not an id of SPDX"),
        (lambda d: d["components"][1].update(licenses=[{"expression": "MIT AND("}]), "acme"),
        (lambda d: d["components"][1]["licenses"].append({"expression": "MIT"}), "beside other licences"),
    ],
)
def test_what_a_schema_misses_is_found(change: Any, problem: str) -> None:
    document = cyclonedx_document(lineage())
    document["components"][1]["name"] = "acme"
    change(document)
    assert any(problem in one for one in problems(document))


def test_claimed_results_are_metrics_of_the_model_card() -> None:
    merge = component(cyclonedx_document(lineage(), "1.6"), "model:acme/merge")
    metrics = merge["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    assert metrics[-1] == {"type": "f1", "value": "88.5", "slice": "acme/chat test"}
    assert len(metrics) == 3, "what gives no value is no metric"
