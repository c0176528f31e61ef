"""Bills of materials as other tools write them: read onto the same ids, each oddity counted."""

from pathlib import Path
from typing import Any

import pytest

from supplygraph.bom.cyclonedx_reader import read_cyclonedx
from supplygraph.bom.spdx_reader import read_spdx, read_spdx2
from supplygraph.errors import InputError
from supplygraph.schema.nodes import Dataset
from supplygraph.sources.bom import Bom
from supplygraph.tally import Tally

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def cyclonedx(document: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    tally = Tally()
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.6", **document}
    read = read_cyclonedx(whole, "a.json", tally)
    return {key.ref: plain(one.record(tally, "a.json")) for key, one in read.items()}, dict(tally.counts)


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """Without what every record has."""

    def item(one: Any) -> Any:
        if not isinstance(one, dict) or one.pop("evidence", ["bom"]) != ["bom"]:
            return one
        for name in ("claim_sources", "claim_evidence", "claim_relations"):
            one.pop(name, None)
        return one["id"] if set(one) == {"id"} else one

    kept = {name: value for name, value in record.items() if name not in ("kind", "id")}
    return {name: [item(one) for one in value] if isinstance(value, list) else value for name, value in kept.items()}


def test_a_wrapped_model_with_a_generic_purl_is_the_model() -> None:
    records, counts = cyclonedx(
        {
            "metadata": {
                "component": {
                    "type": "application",
                    "bom-ref": "root",
                    "name": "foo",
                    "purl": "pkg:generic/acme%2Ffoo@1.0",
                }
            },
            "components": [
                {
                    "type": "machine-learning-model",
                    "bom-ref": "pkg:huggingface/acme/foo@1.0",
                    "name": "foo",
                    "purl": "pkg:huggingface/acme/foo@1.0",
                    "licenses": [{"license": {"id": "llama3.2"}}],
                    "modelCard": {
                        "modelParameters": {
                            "task": "text-generation",
                            "architectureFamily": "llama",
                            "modelArchitecture": "transformer network",
                            "datasets": [{"type": "dataset", "name": "acme/chat"}, "squad", {"type": "dataset"}],
                        },
                        "considerations": {"technicalLimitations": ["short"]},
                    },
                }
            ],
            "dependencies": [{"ref": "root", "dependsOn": ["pkg:huggingface/acme/foo@1.0"]}],
            "downloads": 3,
        }
    )
    assert records == {
        "model:acme/foo": {
            "license": ["llama3.2"],
            "task": "text-generation",
            "model_types": ["llama"],
            "trained_on": ["acme/chat", "squad"],
            "limitations": "short",
        }
    }
    assert counts == {
        "unknown_top_level_keys": 1,
        "generic_purls": 1,
        "models_of_another_type": 1,
        "license_ids_not_of_spdx": 1,
        "datasets_as_bare_text": 1,
        "datasets_not_named": 1,
    }


def test_bases_come_from_pedigrees_however_deep_and_from_dependencies() -> None:
    def model(name: str, **more: Any) -> dict[str, Any]:
        return {"type": "machine-learning-model", "name": name, "purl": f"pkg:huggingface/acme/{name}", **more}

    nested = {"ancestors": [model("base", pedigree={"ancestors": [model("root")]})]}
    records, counts = cyclonedx(
        {
            "metadata": {"component": model("tuned", pedigree=nested, **{"bom-ref": "t"})},
            "components": [model("other", **{"bom-ref": "o"}), model("tuned", **{"bom-ref": "t"})],
            "dependencies": [
                {"ref": "t", "dependsOn": ["o", "nowhere", "pkg:huggingface/acme/unlisted"]},
                {"ref": "gone"},
                "nonsense",
            ],
        }
    )
    assert records == {
        "model:acme/tuned": {"derived_from": ["acme/base", "acme/other", "acme/unlisted"]},
        "model:acme/base": {"derived_from": ["acme/root"]},
        "model:acme/other": {"status": "stub"},
        "model:acme/unlisted": {"status": "stub"},
    }
    assert counts == {
        "nested_pedigrees": 1,
        "duplicate_refs": 1,
        "dependencies_read_as_derived_from": 2,
        "dangling_refs": 2,
        "components_not_listed": 1,
        "unreadable_dependencies": 1,
    }


def test_licenses_in_every_form() -> None:
    forms = [
        {"license": {"id": "MIT"}},
        {"license": {"name": "Gemma Terms of Use", "url": "https://ai.google.dev/gemma/terms"}},
        {"license": {"url": "https://www.apache.org/licenses/LICENSE-2.0"}},
        {"license": "bsd"},
        "odbl",
        {"expression": "MIT OR Apache-2.0"},
        {"license": {"id": "GPL-3.0-only", "acknowledgement": "concluded"}},
        {"license": {"name": "NOASSERTION"}},
        {"license": {}},
    ]
    records, counts = cyclonedx(
        {
            "components": [
                {"type": "data", "name": "acme/c4", "licenses": forms, "hashes": [{"alg": "MD5", "content": "0"}]}
            ]
        }
    )
    assert records["dataset:acme/c4"]["license"] == [
        "MIT", "Gemma Terms of Use", "https://www.apache.org/licenses/LICENSE-2.0", "bsd", "odbl", "MIT OR Apache-2.0"
    ]  # fmt: skip
    assert counts == {
        "components_without_a_purl": 1,
        "licenses_as_bare_text": 2,
        "concluded_licenses_not_kept": 1,
        "licenses_without_assertion": 1,
        "unreadable_licenses": 1,
        "hashes_not_kept": 1,
    }


@pytest.mark.parametrize(
    ("component", "ref", "count"),
    [
        (
            {"type": "data", "name": "x", "purl": "pkg:huggingface/acme/c4"},
            "dataset:acme/c4",
            "datasets_with_the_purl_of_a_model",
        ),
        ({"type": "data", "name": "x", "purl": "pkg:huggingface/acme/c4?type=dataset"}, "dataset:acme/c4", None),
        (
            {"type": "machine-learning-model", "group": "acme", "name": "foo"},
            "model:acme/foo",
            "components_without_a_purl",
        ),
        (
            {
                "type": "machine-learning-model",
                "name": "foo, the model",
                "externalReferences": [{"type": "website", "url": f"https://huggingface.co/acme/foo/tree/{COMMIT}"}],
            },
            "model:acme/foo",
            "components_named_by_an_address",
        ),
        (
            {
                "type": "application",
                "name": "app",
                "externalReferences": [{"type": "vcs", "url": "https://github.com/acme/app"}],
            },
            "repository:github.com/acme/app",
            None,
        ),
    ],
)
def test_what_a_component_is(component: dict[str, Any], ref: str, count: str | None) -> None:
    records, counts = cyclonedx({"components": [component]})
    assert list(records) == [ref]
    assert list(counts) == ([count] if count else [])


@pytest.mark.parametrize(
    "broken", [None, {}, "text", 7, [None, "text", 7, {}], [{"components": 3}], [{"type": "library"}]]
)
def test_broken_parts_are_counted_and_break_nothing(broken: Any) -> None:
    for name in ("components", "dependencies"):
        records, counts = cyclonedx({name: broken})
        assert records == {}
        assert counts
    records, counts = cyclonedx(
        {
            "metadata": {"component": broken if isinstance(broken, dict) else {"name": broken}},
            "components": [
                {
                    "type": "machine-learning-model",
                    "name": "acme/foo",
                    "licenses": broken,
                    "pedigree": {"ancestors": broken},
                    "modelCard": {"modelParameters": {"datasets": broken}, "quantitativeAnalysis": broken},
                    "externalReferences": broken,
                    "properties": broken,
                    "tags": broken,
                }
            ],
        }
    )
    assert list(records) == ["model:acme/foo"]


def test_code_of_a_repository_uses_what_it_depends_on_and_packages_are_left_out() -> None:
    records, counts = cyclonedx(
        {
            "metadata": {
                "component": {"type": "application", "bom-ref": "app", "name": "app", "purl": "pkg:github/acme/app"}
            },
            "components": [
                {"type": "library", "bom-ref": "torch", "name": "torch", "purl": "pkg:pypi/torch@2"},
                {
                    "type": "machine-learning-model",
                    "bom-ref": "m",
                    "name": "foo",
                    "purl": f"pkg:huggingface/acme/foo@{COMMIT}",
                },
                {"type": "data", "bom-ref": "d", "name": "c4", "purl": "pkg:huggingface/datasets/acme/c4"},
            ],
            "dependencies": [{"ref": "app", "dependsOn": ["torch", "m", "d"]}],
        }
    )
    assert records == {
        "repository:github.com/acme/app": {"uses": ["acme/foo", {"id": "acme/c4", "kind": "dataset"}]},
        "model:acme/foo": {"sha": COMMIT, "status": "stub"},
        "dataset:acme/c4": {"status": "stub"},
    }
    assert counts == {"components_not_kept": 1}


def spdx3(*elements: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    tally = Tally()
    read = read_spdx({"@graph": list(elements)}, "a.json", tally)
    return {key.ref: plain(one.record(tally, "a.json")) for key, one in read.items()}, dict(tally.counts)


def related(start: str, name: str, *ends: str) -> dict[str, Any]:
    return {"type": "Relationship", "from": start, "relationshipType": name, "to": list(ends)}


def test_spdx_of_other_tools() -> None:
    records, counts = spdx3(
        {"type": "ai_AIPackage", "spdxId": "u:m", "name": "acme/foo", "ai_domain": ["text-generation"]},
        {"type": "software_Package", "spdxId": "u:b", "name": "b", "software_packageUrl": "pkg:huggingface/acme/base"},
        {
            "type": "dataset_DatasetPackage",
            "spdxId": "u:d",
            "name": "the data",
            "software_downloadLocation": "https://huggingface.co/datasets/acme/c4",
        },
        {"type": "software_Package", "spdxId": "u:p", "name": "torch", "software_packageUrl": "pkg:pypi/torch"},
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "u:l",
            "simplelicensing_licenseExpression": "Apache-2.0",
        },
        related("u:m", "hasDeclaredLicense", "u:l"),
        related("u:b", "hasDeclaredLicense", "https://spdx.org/licenses/MIT"),
        related("u:d", "hasDeclaredLicense", "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"),
        related("u:m", "hasConcludedLicense", "https://spdx.org/licenses/GPL-3.0-only"),
        related("u:b", "ancestorOf", "u:m"),
        related("u:m", "trainedOn", "u:d", "u:gone"),
        related("u:m", "dependsOn", "u:p"),
    )
    assert records == {
        "model:acme/foo": {
            "task": "text-generation",
            "license": ["Apache-2.0"],
            "derived_from": ["acme/base"],
            "trained_on": ["acme/c4"],
        },
        "model:acme/base": {"license": ["MIT"]},
        "dataset:acme/c4": {"status": "stub"},
    }
    assert counts == {
        "components_without_a_purl": 1,
        "models_of_another_type": 1,
        "components_named_by_an_address": 1,
        "components_not_kept": 1,
        "licenses_without_assertion": 1,
        "dangling_refs": 1,
    }


def test_bases_and_datasets_that_only_tags_and_properties_name() -> None:
    records, counts = cyclonedx(
        {
            "metadata": {
                "component": {
                    "type": "machine-learning-model",
                    "bom-ref": "acme/foo-0aa1",
                    "name": "acme/foo",
                    "tags": [
                        "base_model:acme/one",
                        "base_model:quantized:acme/one",
                        "dataset:words",
                        "arxiv:2309.00071",
                    ],
                    "modelCard": {
                        "properties": [
                            {"name": "genai:baseModel", "value": "acme/two"},
                            {"name": "base_model", "value": "not an id at all"},
                        ]
                    },
                }
            }
        }
    )
    (record,) = records.values()
    assert record["derived_from"] == [{"id": "acme/one", "relation": "quantized"}, "acme/two"]
    assert record["trained_on"] == ["words"]
    assert counts == {"components_without_a_purl": 1, "bases_from_tags": 2, "datasets_from_tags": 1}


def test_spdx_whose_properties_lack_their_profile() -> None:
    records, counts = spdx3(
        {
            "type": "software_Package",
            "spdxId": "u:p",
            "name": "foo",
            "packageUrl": "pkg:huggingface/acme/foo@a09a3545",
            "downloadLocation": "https://huggingface.co/acme/foo/tree/main",
        },
        {
            "type": "ai_AIPackage",
            "spdxId": "u:m",
            "name": "foo",
            "packageUrl": "https://huggingface.co/acme/foo",
            "primaryPurpose": ["text-generation"],
            "domain": ["transformers", "base_model:finetune:acme/base", "license:mit"],
            "licenseDeclared": "Apache-2.0",
        },
        related("u:p", "hasDeclaredLicense", "Apache-2.0"),
        related("pkg:generic/acme/foo@1", "dependsOn", "pkg:huggingface/acme/foo@1"),
    )
    assert list(records) == ["model:acme/foo"]
    assert records["model:acme/foo"]["license"] == ["Apache-2.0"]
    assert records["model:acme/foo"]["derived_from"] == [{"id": "acme/base", "relation": "finetune"}]
    assert counts == {
        "properties_without_their_profile": 2,
        "models_of_another_type": 1,
        "components_named_by_an_address": 1,
        "repeated_components": 1,
        "licenses_in_the_package": 1,
        "bases_from_tags": 1,
        "licenses_as_bare_text": 1,
        "dangling_refs": 1,
    }


def test_what_lies_inside_a_repository_is_not_the_repository() -> None:
    def package(type_: str, place: str) -> dict[str, Any]:
        return {"type": type_, "spdxId": place, "name": "some words", "software_downloadLocation": place}

    records, counts = spdx3(
        package("ai_AIPackage", "https://github.com/acme/demo"),
        package("dataset_DatasetPackage", "https://github.com/acme/demo/tree/main/data"),
    )
    assert list(records) == ["repository:github.com/acme/demo"]
    assert counts == {"models_in_a_repository": 1, "components_not_kept": 1}


def test_commas_that_end_a_list_or_an_object_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"timestamp": "2024", }, "components": '
        '[{"type": "data", "name": "acme/odd", "description": "a,] \\" ,}"},], }'
    )
    tally = Tally()
    assert [element.id for element in Bom([path]).elements(tally) if isinstance(element, Dataset)] == ["acme/odd"]
    assert tally.counts["commas_too_many"] == 3
    path.write_text('{"bomFormat": "CycloneDX", "components": [1')
    with pytest.raises(InputError, match="is not JSON"):
        Bom([path])


def test_spdx_2() -> None:
    tally = Tally()
    document = {
        "spdxVersion": "SPDX-2.3",
        "packages": [
            {
                "SPDXID": "SPDXRef-m",
                "name": "foo",
                "licenseDeclared": "Apache-2.0",
                "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/acme/foo"}],
                "primaryPackagePurpose": "OTHER",
            },
            {
                "SPDXID": "SPDXRef-b",
                "name": "acme/base",
                "licenseDeclared": "NOASSERTION",
                "downloadLocation": "https://huggingface.co/acme/base",
            },
            7,
        ],
        "relationships": [
            {"spdxElementId": "SPDXRef-m", "relationshipType": "DESCENDANT_OF", "relatedSpdxElement": "SPDXRef-b"}
        ],
    }
    read = read_spdx2(document, "a.json", tally)
    assert {key.ref: plain(one.record(tally, "")) for key, one in read.items()} == {
        "model:acme/foo": {"license": ["Apache-2.0"], "derived_from": ["acme/base"]},
        "model:acme/base": {"status": "stub"},
    }
    assert tally.counts == {
        "components_named_by_an_address": 1,
        "models_of_another_type": 1,
        "licenses_without_assertion": 1,
        "unreadable_packages": 1,
    }
