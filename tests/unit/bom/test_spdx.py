"""SPDX documents: valid, in the profiles that they claim, the same every time, and read again without loss."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from spdx_python_model import v3_0_1 as spdx

from supplygraph.bom.bill import Bill
from supplygraph.bom.reading import with_evidence
from supplygraph.bom.spdx import spdx_document
from supplygraph.bom.spdx_profiles import REQUIRED, missing
from supplygraph.bom.spdx_reader import read_spdx
from supplygraph.tally import Tally
from tests.real_data import DATA
from tests.unit.bom.bills import code, lineage, with_code

SCHEMA = DATA / "spdx3" / "schema.json"


def described() -> Bill:
    """A bill of which every part is described."""
    bill = lineage()
    for key in [key for key in bill.parts if key.id == "internal:root"]:
        del bill.parts[key]
    for part in bill.parts.values():
        part.record["derived_from"] = [
            one for one in part.record.get("derived_from", ()) if one["id"] != "internal:root"
        ]
    return bill


def relationships(document: dict[str, Any], name: str) -> list[tuple[str, list[str], str | None]]:
    return [
        (one["from"].partition("#")[2], [end.rpartition("#")[2] for end in one["to"]], one.get("comment"))
        for one in document["@graph"]
        if one["type"] == "Relationship" and one["relationshipType"] == name
    ]


@pytest.mark.parametrize(
    "bill", [lineage(), described(), code(), with_code()], ids=["lineage", "described", "code", "both"]
)
def test_documents_are_valid(bill: Bill, tmp_path: Path) -> None:
    document = spdx_document(bill)
    assert spdx_document(bill) == document
    path = tmp_path / "a.spdx.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    objects = spdx.SHACLObjectSet()
    with path.open("rb") as stream:
        spdx.JSONLDDeserializer().read(stream, objects)
    assert {one for one in objects.missing_ids if "NoAssertion" not in str(one)} == set()
    if not SCHEMA.is_file():
        pytest.skip(f"no schema of SPDX at {SCHEMA}; set SUPPLYGRAPH_DATA")
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [one.message for one in validator.iter_errors(document)] == []


def test_lineage_and_training_are_relationships_downstream_to_upstream() -> None:
    document = spdx_document(lineage())
    ends = {(start, end): comment for start, (end,), comment in relationships(document, "descendantOf")}
    assert ends["model:acme/quant", "model:acme/merge"] == "relation: quantized; evidence: card, tag"
    assert ends["model:acme/base", "model:internal:root"] == "relation: undeclared; evidence: config"
    assert len(ends) == 7
    assert {end for _, (end,), _ in relationships(document, "trainedOn")} == {"dataset:acme/chat", "dataset:squad"}
    assert relationships(document, "generates") == [
        ("model:acme/base", ["dataset:acme/chat"], "relation: generated_from; evidence: card")
    ]
    assert len(relationships(spdx_document(code()), "dependsOn")) == 2


def test_each_package_declares_once_and_concludes_nothing() -> None:
    document = spdx_document(lineage())
    declared = {start: (ends, comment) for start, ends, comment in relationships(document, "hasDeclaredLicense")}
    assert len(declared) == len(relationships(document, "hasDeclaredLicense")) == 9
    assert declared["model:acme/merge"][0] == ["license:LicenseRef-llama9%20OR%20MIT"]
    assert set(declared["model:acme/base"][0]) == {"license:MIT", "license:LicenseRef-hf-other"}
    assert "not stated whether all apply" in str(declared["model:acme/base"][1])
    assert "later versions" in str(declared["model:acme/right"][1])
    for ref in ("dataset:squad", "dataset:acme/chat", "model:internal:root"):
        assert declared[ref][0] == ["expandedlicensing_NoAssertionLicense"]
    concluded = {start: (ends, comment) for start, ends, comment in relationships(document, "hasConcludedLicense")}
    assert {tuple(ends) for ends, _ in concluded.values()} == {("expandedlicensing_NoAssertionLicense",)}
    assert "conflict, contested" in str(concluded["model:acme/quant"][1])


def test_profiles_are_claimed_where_everything_is_there_and_only_then() -> None:
    document = spdx_document(described())
    assert missing(document) == []
    claims = {one["type"]: one["profileConformance"] for one in document["@graph"] if "profileConformance" in one}
    assert claims["SpdxDocument"] == claims["software_Sbom"] == ["core", "software", "simpleLicensing", "ai", "dataset"]
    document = spdx_document(lineage())
    (whole,) = (one for one in document["@graph"] if one["type"] == "SpdxDocument")
    assert whole["profileConformance"] == ["core", "software", "simpleLicensing", "dataset"]
    assert "the ai profile is not claimed: 1 without releaseTime, such as internal:root" in whole["comment"]


@pytest.mark.parametrize(("type_", "name"), [(type_, name) for type_, (_, names) in REQUIRED.items() for name in names])
def test_what_a_profile_asks_for_is_missed(type_: str, name: str) -> None:
    document = spdx_document(described())
    package = next(one for one in document["@graph"] if one["type"] == type_)
    del package[name]
    assert [(one.package, one.name) for one in missing(document)] == [(package["name"], name)]


@pytest.mark.parametrize("name", ["hasDeclaredLicense", "hasConcludedLicense"])
def test_two_licenses_of_one_kind_or_none_are_missed(name: str) -> None:
    document = spdx_document(described())
    one = next(one for one in document["@graph"] if one.get("relationshipType") == name)
    twice = {**document, "@graph": [*document["@graph"], one]}
    without = {**document, "@graph": [other for other in document["@graph"] if other is not one]}
    assert [(found.name, found.count) for found in missing(twice)] == [(name, 2)]
    assert [(found.name, found.count) for found in missing(without)] == [(name, 0)]


@pytest.mark.parametrize("bill", [lineage(), code(), with_code()], ids=["lineage", "code", "both"])
def test_what_is_read_again_is_what_was_written(bill: Bill) -> None:
    tally = Tally()
    read = read_spdx(json.loads(json.dumps(spdx_document(bill))), "a.json", tally)
    assert {key: one.record(tally, "") for key, one in read.items()} == {
        key: with_evidence(part.record) for key, part in bill.parts.items()
    }
    assert set(tally.counts) <= {"licenses_without_assertion"}


def test_who_changes_a_document_is_heard() -> None:
    document = spdx_document(lineage())
    for one in document["@graph"]:
        if one.get("simplelicensing_licenseExpression") == "CC-BY-NC-4.0":
            one["simplelicensing_licenseExpression"] = "MIT"
    tally = Tally()
    records = {key.ref: one.record(tally, "a") for key, one in read_spdx(document, "a", tally).items()}
    assert records["model:acme/left"]["license"] == [{"id": "MIT", "evidence": ["bom"]}]
    assert tally.counts["edited_components"] == 1
