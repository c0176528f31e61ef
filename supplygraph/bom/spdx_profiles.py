"""Checks what SPDX's profiles for AI and datasets ask for; neither its JSON Schema nor its shapes enforce it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

#: What every package of a type needs, by the profile that asks for it.
REQUIRED = {
    "ai_AIPackage": (
        "ai",
        (
            "suppliedBy",
            "releaseTime",
            "software_packageVersion",
            "software_downloadLocation",
            "software_primaryPurpose",
        ),
    ),
    "dataset_DatasetPackage": (
        "dataset",
        (
            "originatedBy",
            "builtTime",
            "releaseTime",
            "software_downloadLocation",
            "software_primaryPurpose",
            "dataset_datasetType",
        ),
    ),
}
#: Relationships of which such a package has exactly one.
LICENSES = ("hasDeclaredLicense", "hasConcludedLicense")


@dataclass(frozen=True)
class Missing:
    """What is missing for a profile.

    Attributes:
        profile: `ai` or `dataset`.
        package: The package.
        name: The property or relationship.
        count: How many there are.
    """

    profile: str
    package: str
    name: str
    count: int = 0


def lacking_lines(found: Iterable[Missing]) -> list[str]:
    """What is missing, in words: one line for each profile and property."""
    packages: dict[tuple[str, str], list[str]] = {}
    for one in found:
        packages.setdefault((one.profile, one.name), []).append(one.package)
    return [
        f"the {profile} profile is not claimed: {len(names):,} without {name}, such as {names[0]}"
        for (profile, name), names in sorted(packages.items())
    ]


def missing(document: Row) -> list[Missing]:
    """What a document lacks for the profiles of the packages in it; empty where it keeps them."""
    graph = document["@graph"]
    licenses = Counter(
        (one["from"], one["relationshipType"])
        for one in graph
        if one.get("type") == "Relationship" and one["relationshipType"] in LICENSES
    )
    found = []
    for one in graph:
        if one.get("type") not in REQUIRED:
            continue
        profile, names = REQUIRED[one["type"]]
        found += [Missing(profile, one["name"], name) for name in names if not one.get(name)]
        for name in LICENSES:
            if (count := licenses[one["spdxId"], name]) != 1:
                found.append(Missing(profile, one["name"], name, count))
    return sorted(found, key=lambda one: (one.profile, one.package, one.name))
