"""What the schema of CycloneDX does not see: names that stand twice, ends that lead nowhere, licences that are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from supplygraph.bom.licenses import expression_problems, spdx_ids

Row = dict[str, Any]


def problems(document: Row) -> list[str]:
    """What is wrong with a CycloneDX document that its schema accepts."""
    components = [document["metadata"]["component"], *document.get("components", [])]
    tools = document["metadata"].get("tools", {}).get("components", [])
    refs = Counter(one["bom-ref"] for one in (*components, *tools) if "bom-ref" in one)
    found = [f"the bom-ref {ref} stands {count} times" for ref, count in refs.items() if count > 1]
    found += [f"{ref} is named and not listed" for ref in sorted(set(_ends(document, components)) - refs.keys())]
    listed = Counter(row["ref"] for row in document.get("dependencies", []))
    found += [f"the dependencies of {ref} stand {count} times" for ref, count in listed.items() if count > 1]
    return found + [problem for one in components for problem in _license_problems(one)]


def _ends(document: Row, components: list[Row]) -> Iterator[str]:
    for row in document.get("dependencies", []):
        yield row["ref"]
        yield from row.get("dependsOn", [])
    for row in document.get("compositions", []):
        yield from row.get("dependencies", [])
    for row in document.get("citations", []):
        yield row["attributedTo"]
    for component in components:
        for data in component.get("modelCard", {}).get("modelParameters", {}).get("datasets", []):
            yield data["ref"]


def _license_problems(component: Row) -> Iterator[str]:
    ancestors = component.get("pedigree", {}).get("ancestors", [])
    for one in (component, *ancestors):
        items = one.get("licenses", [])
        if any("expression" in item for item in items) and len(items) > 1:
            yield f"{one['name']}: an expression stands beside other licences"
        for item in items:
            if "expression" in item:
                yield from (f"{one['name']}: {problem}" for problem in expression_problems(item["expression"]))
            elif "id" in item["license"] and item["license"]["id"] not in spdx_ids():
                yield f"{one['name']}: {item['license']['id']} is not an id of SPDX's list"
