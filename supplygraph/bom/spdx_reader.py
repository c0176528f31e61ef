"""Reads SPDX documents of any tool, 3.0 as JSON-LD and 2.3 as JSON, into plain records; what is odd is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from supplygraph.bom.bill import PartKey
from supplygraph.bom.licenses import spdx_ids
from supplygraph.bom.purls import Named, artifact_of_purl
from supplygraph.bom.reading import RELATIONS, Reading, add_tagged, license_texts
from supplygraph.bom.words import AUTHORITY, DIGEST, RECORD
from supplygraph.ids.reading import hub_address, is_id
from supplygraph.ids.repositories import repository_of_url
from supplygraph.schema.declaration import clean_text
from supplygraph.tally import Tally

Row = dict[str, Any]

_KINDS = {"ai_AIPackage": "model", "dataset_DatasetPackage": "dataset"}
_PURPOSES = {"model": "model", "MODEL": "model", "data": "dataset", "DATA": "dataset"}
_RELATION = re.compile(r"relation: (\w+)")
#: Properties of packages; one tool leaves out the name of the profile before them.
_OF_PACKAGES = (
    "software_packageUrl",
    "software_packageVersion",
    "software_downloadLocation",
    "software_primaryPurpose",
)
#: An address of what lies inside a repository, which is not the repository.
_INSIDE = re.compile(r"/(?:tree|blob|raw)/[^/]+/.")
_EMPTY = frozenset({"", "NOASSERTION", "NONE"})
#: Relationships that point upwards, and the relation to a base where they say one; those of later versions, too.
_UP = {
    "descendantOf": None,
    "dependsOn": None,
    "trainedOn": None,
    "finetunedOn": None,
    "pretrainedOn": None,
    "DESCENDANT_OF": None,
    "DEPENDS_ON": None,
    "GENERATED_FROM": None,
    "TRAINED_ON": None,
    "VARIANT_OF": None,
    "quantizedFrom": "quantized",
}
#: Relationships that point downwards.
_DOWN = frozenset({"ancestorOf", "generates", "ANCESTOR_OF", "GENERATES", "DEPENDENCY_OF"})
_DECLARED = frozenset({"hasDeclaredLicense"})


def read_spdx(document: Row, place: str, tally: Tally) -> dict[PartKey, Reading]:
    """What a document of SPDX 3 says, by artifact, in its order.

    Args:
        document: The document.
        place: What messages call it.
        tally: Where oddities are counted.
    """
    graph = _rows(document, "@graph", place, tally)
    return _Document(graph, place, tally).readings()


def read_spdx2(document: Row, place: str, tally: Tally) -> dict[PartKey, Reading]:
    """What a document of SPDX 2 says, by artifact, in its order; read as the same of version 3."""
    graph: list[Row] = []
    for package in _rows(document, "packages", place, tally):
        references = _rows(package, "externalRefs", place, tally)
        purls = (one.get("referenceLocator") for one in references if one.get("referenceType") == "purl")
        graph.append(
            {
                "type": "software_Package",
                "spdxId": package.get("SPDXID"),
                "name": package.get("name"),
                "software_packageUrl": next(purls, None),
                "software_packageVersion": package.get("versionInfo"),
                "software_downloadLocation": package.get("downloadLocation"),
                "software_primaryPurpose": package.get("primaryPackagePurpose"),
            }
        )
        if isinstance(package.get("licenseDeclared"), str):
            license_id = f"{package.get('SPDXID')} declared"
            graph.append(
                {
                    "type": "simplelicensing_LicenseExpression",
                    "spdxId": license_id,
                    "simplelicensing_licenseExpression": package["licenseDeclared"],
                }
            )
            graph.append(_relationship(package.get("SPDXID"), "hasDeclaredLicense", license_id))
    for row in _rows(document, "relationships", place, tally):
        graph.append(
            _relationship(row.get("spdxElementId"), row.get("relationshipType"), row.get("relatedSpdxElement"))
        )
    return _Document(graph, place, tally).readings()


def _relationship(start: object, name: object, end: object) -> Row:
    return {"type": "Relationship", "from": start, "relationshipType": name, "to": [end]}


class _Document:
    """One document while it is read."""

    def __init__(self, graph: list[Row], place: str, tally: Tally) -> None:
        self._graph, self._place, self._tally = graph, place, tally
        self._elements: dict[str, Row] = {}
        self._keys: dict[str, PartKey] = {}
        self._found: dict[PartKey, Reading] = {}

    def readings(self) -> dict[PartKey, Reading]:
        for one in self._graph:
            id_ = one.get("spdxId") or one.get("@id")
            if isinstance(id_, str):
                if id_ in self._elements:
                    self._count("duplicate_refs", id_)
                self._elements.setdefault(id_, one)
        annotations = dict(self._annotations())
        for id_, one in self._elements.items():
            if str(one.get("type")).removeprefix("spdx:") in ("software_Package", *_KINDS):
                self._read(id_, one, annotations.get(id_))
        described = {self._read_relationship(one) for one in self._graph if one.get("type") == "Relationship"}
        for key, reading in self._found.items():
            if key not in described and set(reading.standard) <= {"kind", "id", "sha"}:
                reading.put("status", "stub")
        return self._found

    def _count(self, name: str, about: object) -> None:
        self._tally.count(name, clean_text(f"{self._place}: {about}", 200))

    def _annotations(self) -> Iterator[tuple[str, Row]]:
        """What supplygraph has put beside the packages, by the package that it is about."""
        for one in self._graph:
            if one.get("type") != "Annotation" or not isinstance(one.get("statement"), str):
                continue
            try:
                stated = json.loads(one["statement"])
            except (ValueError, RecursionError):
                continue
            if isinstance(stated, dict) and isinstance(stated.get(DIGEST), str) and isinstance(one.get("subject"), str):
                yield one["subject"], stated

    def _read(self, id_: str, package: Row, annotation: Row | None) -> None:
        stated = None
        if annotation is not None:
            stated = {name.removeprefix(RECORD): value for name, value in annotation.items() if name.startswith(RECORD)}
        found = self._named(package)
        if found is None:
            self._count("components_not_kept", package.get("name"))
            return
        if found.oddity:
            self._count(found.oddity, package.get("name"))
        if found.key in self._found:
            self._count("repeated_components", found.key.ref)
        self._keys[id_] = found.key
        reading = self._found.setdefault(found.key, Reading(found.key))
        if annotation is not None and stated is not None:
            reading.stated, reading.digest = stated, annotation[DIGEST]
        reading.put("head" if found.key.kind == "repository" else "sha", found.revision)
        if isinstance(text := package.get("licenseDeclared"), str):
            self._count("licenses_in_the_package", f"{found.key.id}: {text}")
            reading.put("license", license_texts([(text, False)], self._tally, f"{self._place}: {found.key.id}"))
        if found.key.kind == "model":
            domains = [text for text in _texts(_said(package, "ai_domain")) if text]
            # One tool writes the tags of the Hub there.
            tags = [text for text in domains if ":" in text]
            add_tagged(reading, tags, self._tally, self._place)
            reading.put("task", domains[0] if domains and not tags else None)
            reading.put("limitations", _said(package, "ai_limitation"))
            reading.put("metrics", list(_entries(_said(package, "ai_metric"))))
            reading.put("hyperparameters", list(_entries(_said(package, "ai_hyperparameter"))))

    def _named(self, package: Row) -> Named | None:
        if any(name.removeprefix("software_") in package for name in _OF_PACKAGES):
            self._count("properties_without_their_profile", package.get("name"))
        version = _said(package, "software_packageVersion")
        revision = version if isinstance(version, str) and re.fullmatch(r"[0-9a-f]{40}", version) else None
        for one in _rows(package, "externalIdentifier", self._place, self._tally):
            if one.get("issuingAuthority") == AUTHORITY:
                kind, _, id_ = str(one.get("identifier")).partition(":")
                if kind in ("model", "dataset", "repository") and id_:
                    return Named(PartKey(kind, id_), revision)  # type: ignore[arg-type]
        purpose = _PURPOSES.get(str(_said(package, "software_primaryPurpose")))
        meant = _KINDS.get(str(package.get("type"))) or purpose
        purl = _said(package, "software_packageUrl")
        named = artifact_of_purl(purl) if isinstance(purl, str) else None
        if named is not None:
            if meant == "dataset" and named.key.kind == "model":
                self._count("datasets_with_the_purl_of_a_model", purl)
                return Named(PartKey("dataset", named.key.id), named.revision or revision, named.oddity)
            if meant is None and named.key.kind == "model":
                self._count("models_of_another_type", f"{package.get('software_primaryPurpose')} {named.key.id}")
            return Named(named.key, named.revision or revision, named.oddity)
        place, name = str(_said(package, "software_downloadLocation") or ""), str(package.get("name") or "")
        address = next((found for text in (place, str(purl or ""), name) if (found := hub_address(text))), None)
        if address is not None and address.sure and address.kind != "space":
            return Named(
                PartKey(address.kind, address.id), address.revision or revision, "components_named_by_an_address"
            )
        if meant is not None and is_id(name):
            return Named(PartKey(meant, name), revision, "components_without_a_purl")  # type: ignore[arg-type]
        repository = repository_of_url(place)
        if repository is None or (meant is not None and _INSIDE.search(place)):
            return None
        return Named(PartKey("repository", repository), revision, f"{meant}s_in_a_repository" if meant else None)

    def _read_relationship(self, row: Row) -> PartKey | None:
        """Reads one relationship; the artifact that it describes."""
        start, name = row.get("from"), str(row.get("relationshipType")).rpartition("/")[2]
        ends = [end for end in _texts(row.get("to")) if end]
        key = self._keys.get(start) if isinstance(start, str) else None
        if name in _DECLARED:
            if key is not None:
                self._read_licenses(self._found[key], ends)
            return None
        if name not in _UP and name not in _DOWN:
            return None
        described = None
        for end in ends:
            other = self._keys.get(end)
            if other is None and end not in self._elements:
                self._count("dangling_refs", end)
            if key is None or other is None:
                continue
            below, upper = (key, other) if name in _UP else (other, key)
            described = below
            relation = _UP.get(name)
            if (written := _RELATION.match(str(row.get("comment") or ""))) is not None:
                relation = written[1]
            added, new = self._found[below].rests_on(upper)
            if added == "derived_from" and relation in RELATIONS and relation is not None:
                self._found[below].add("derived_from", upper, relation=relation)
            elif added == "derived_from" and new and name in ("dependsOn", "DEPENDS_ON", "DEPENDENCY_OF"):
                self._count("dependencies_read_as_derived_from", f"{below.id} on {upper.id}")
        return described

    def _read_licenses(self, reading: Reading, ends: list[str]) -> None:
        texts: list[tuple[str, bool]] = []
        for end in ends:
            element = self._elements.get(end)
            last = end.rpartition("/")[2]
            if element is not None and isinstance(element.get("simplelicensing_licenseExpression"), str):
                texts += self._expression(element)
            elif element is not None and isinstance(element.get("name"), str):
                texts.append((element["name"], False))
            elif last.removeprefix("expandedlicensing_") in ("NoneLicense", "NoAssertionLicense"):
                self._count("licenses_without_assertion", reading.key.id)
            elif "spdx.org/licenses/" in end:
                texts.append((last, True))
            elif end in spdx_ids():
                self._count("licenses_as_bare_text", f"{reading.key.id}: {end}")
                texts.append((end, True))
            else:
                self._count("dangling_refs", end)
        known = reading.standard.get("license", [])
        reading.standard.pop("license", None)
        place = f"{self._place}: {reading.key.id}"
        reading.put("license", list(dict.fromkeys([*known, *license_texts(texts, self._tally, place)])))

    def _expression(self, element: Row) -> Iterator[tuple[str, bool]]:
        """An expression; a reference to a text that stands alone is named by the title of that text."""
        expression = element["simplelicensing_licenseExpression"]
        if expression in _EMPTY:
            self._count("licenses_without_assertion", expression)
            return
        for entry in _rows(element, "simplelicensing_customIdToUri", self._place, self._tally):
            text = self._elements.get(str(entry.get("value")))
            if text is not None and entry.get("key") == expression and isinstance(text.get("name"), str):
                expression = text["name"]
        yield expression, False


def _rows(holder: Row, name: str, place: str, tally: Tally) -> list[Row]:
    """The objects of a list; anything else, and what in it is not an object, is counted."""
    value = holder.get(name)
    if value is not None and not isinstance(value, list):
        tally.count(f"{name.strip('@')}_not_a_list", f"{place}: {type(value).__name__}")
    items = value if isinstance(value, list) else []
    rows = [one for one in items if isinstance(one, dict)]
    if len(rows) < len(items):
        tally.count(f"unreadable_{name.strip('@')}", place, by=len(items) - len(rows))
    return rows


def _said(package: Row, name: str) -> Any:
    """A property, also where the name of its profile is left out."""
    return package.get(name, package.get(name.partition("_")[2]))


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _entries(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and isinstance(one.get("key"), str):
            yield f"{one['key']}: {one['value']}" if isinstance(one.get("value"), str) else one["key"]
