"""Reads CycloneDX documents of any tool into plain records; what is odd in them is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from supplygraph.bom.bill import PartKey
from supplygraph.bom.purls import Named, artifact_of_purl
from supplygraph.bom.reading import RELATIONS, Reading, add_tagged, license_texts
from supplygraph.bom.words import DIGEST, RECORD, RELATION, read
from supplygraph.ids.reading import hub_address, is_id, read_ids
from supplygraph.ids.repositories import repository_of_url
from supplygraph.schema.declaration import clean_text
from supplygraph.tally import Tally

Row = dict[str, Any]

#: Fields of a document; others are dumps of some API.
_FIELDS = frozenset(
    (
        *("$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "services"),
        *("externalReferences", "dependencies", "compositions", "vulnerabilities", "annotations", "formulation"),
        *("declarations", "definitions", "citations", "properties", "signature"),
    )
)
_OF_TYPE = {"machine-learning-model": "model", "data": "dataset"}
_WORD = re.compile(r"[\w.\-]+", re.ASCII)
_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/([\w.\-/]+?)(?:v\d+)?(?:\.pdf)?", re.ASCII)
_BASE_RELATION = re.compile(r"base.?model.?relation", re.IGNORECASE)
#: Properties in which some tools name the bases of a model.
_BASE = re.compile(r"(?:^|[:./])base[_-]?models?$", re.IGNORECASE)
#: Depth of components inside components that is followed.
_DEEP = 50


def read_cyclonedx(document: Row, place: str, tally: Tally) -> dict[PartKey, Reading]:
    """What a document says, by artifact, in its order.

    Args:
        document: The document.
        place: What messages call it.
        tally: Where oddities are counted.
    """
    return _Document(document, place, tally).readings()


class _Document:
    """One document while it is read."""

    def __init__(self, document: Row, place: str, tally: Tally) -> None:
        self._document, self._place, self._tally = document, place, tally
        self._by_ref: dict[str, PartKey | None] = {}
        self._found: dict[PartKey, Reading] = {}

    def readings(self) -> dict[PartKey, Reading]:
        for name in self._document:
            if name not in _FIELDS:
                self._count("unknown_top_level_keys", name)
        named = [(component, self._key(component)) for component in self._components()]
        for component, key in named:
            self._name(component, key)
        for component, key in named:
            if key is not None:
                self._read(component, self._found.setdefault(key, Reading(key)))
        self._read_dependencies()
        for component, key in named:
            if key is not None and not _says_anything(component, self._found[key]):
                self._found[key].put("status", "stub")
        return self._found

    def _count(self, name: str, about: object) -> None:
        self._tally.count(name, clean_text(f"{self._place}: {about}", 200))

    def _components(self) -> Iterator[Row]:
        metadata = self._document.get("metadata")
        root = metadata.get("component") if isinstance(metadata, dict) else None
        open_ = [(root, 0)] if root is not None else []
        open_ += [(one, 0) for one in self._listed(self._document, "components")]
        while open_:
            component, depth = open_.pop(0)
            if not isinstance(component, dict):
                self._count("unreadable_components", repr(component)[:80])
                continue
            yield component
            inner = self._listed(component, "components")
            if inner and depth == _DEEP:
                self._count("components_too_deep", component.get("name"))
            elif inner:
                self._count("nested_components", component.get("name"))
                open_ += [(one, depth + 1) for one in inner]

    def _listed(self, row: Row, name: str) -> list[Any]:
        """The items of a list; anything else is counted."""
        value = row.get(name, [])
        if isinstance(value, list):
            return value
        self._count(f"{name}_not_a_list", "null" if value is None else type(value).__name__)
        return []

    def _name(self, component: Row, key: PartKey | None) -> None:
        ref = component.get("bom-ref")
        if not isinstance(ref, str):
            return
        if ref in self._by_ref:
            self._count("duplicate_refs", ref)
        else:
            self._by_ref[ref] = key

    def _key(self, component: Row) -> PartKey | None:
        """The artifact that a component is; what the graph does not keep is counted."""
        own = _properties(component)
        if own.get(f"{RECORD}id") and own.get(f"{RECORD}kind") in ("model", "dataset", "repository"):
            return PartKey(own[f"{RECORD}kind"], read(own[f"{RECORD}id"]))  # type: ignore[arg-type]
        type_, found = component.get("type"), self._named(component)
        if found is None:
            self._count("components_not_kept", f"{type_} {component.get('name')}")
            return None
        if found.oddity:
            self._count(found.oddity, component.get("purl") or component.get("name"))
        key = found.key
        if type_ == "data" and key.kind == "model":
            key = PartKey("dataset", key.id)
            if component.get("purl"):
                self._count("datasets_with_the_purl_of_a_model", component["purl"])
        elif key.kind == "model" and type_ != "machine-learning-model":
            self._count("models_of_another_type", f"{type_} {key.id}")
        return key

    def _named(self, component: Row) -> Named | None:
        for text in (component.get("purl"), component.get("bom-ref")):
            if isinstance(text, str) and (found := artifact_of_purl(text)) is not None:
                return found
        urls = self._urls(component)
        for address in map(hub_address, urls):
            if address is not None and address.sure and address.kind != "space":
                return Named(PartKey(address.kind, address.id), address.revision, "components_named_by_an_address")
        kind = _OF_TYPE.get(str(component.get("type")))
        if kind is not None:
            owner, name = component.get("group"), component.get("name")
            id_ = f"{owner}/{name}" if owner and "/" not in str(name) else str(name)
            return Named(PartKey(kind, id_), None, "components_without_a_purl") if is_id(id_) else None  # type: ignore[arg-type]
        repository = next((one for url in urls if (one := repository_of_url(url))), None)
        return Named(PartKey("repository", repository)) if repository else None

    def _urls(self, component: Row) -> list[str]:
        rows = [one for one in self._listed(component, "externalReferences") if isinstance(one, dict)]
        return [one["url"] for one in rows if isinstance(one.get("url"), str)]

    def _read(self, component: Row, reading: Reading) -> None:
        own = _properties(component)
        if (mark := own.get(DIGEST)) is not None:
            reading.digest = mark
            reading.stated = {
                name.removeprefix(RECORD): read(value) for name, value in own.items() if name.startswith(RECORD)
            }
        version = component.get("version")
        purl = artifact_of_purl(component["purl"]) if isinstance(component.get("purl"), str) else None
        revision = purl.revision if purl else None
        if revision is None and isinstance(version, str) and re.fullmatch(r"[0-9a-f]{40}", version):
            revision = version
        reading.put("head" if reading.key.kind == "repository" else "sha", revision)
        if licenses := self._licenses(component):
            reading.put("license", licenses)
        if component.get("hashes"):
            self._count("hashes_not_kept", reading.key.id)
        if reading.key.kind == "model":
            self._read_card(component, reading)
        self._read_pedigree(component, reading, own)
        papers = [_ARXIV.fullmatch(url) for url in self._urls(component)]
        if reading.key.kind != "repository":
            reading.put("papers", list(dict.fromkeys(f"arxiv:{paper[1]}" for paper in papers if paper)))
        tags = [tag for tag in self._listed(component, "tags") if isinstance(tag, str)]
        reading.put("tags" if reading.key.kind != "repository" else "topics", tags)
        card = component.get("modelCard")
        beside = own | (_properties(card) if isinstance(card, dict) else {})
        bases = [f"base_model:{id_}" for name, text in beside.items() if _BASE.search(name) for id_ in read_ids(text)]
        add_tagged(reading, [*tags, *bases], self._tally, self._place)

    def _licenses(self, component: Row) -> list[str]:
        texts: list[tuple[str, bool]] = []
        for item in self._listed(component, "licenses"):
            if isinstance(item, str):
                self._count("licenses_as_bare_text", item)
                texts.append((item, False))
                continue
            license = item.get("license") if isinstance(item, dict) else None
            said = {**item, **(license if isinstance(license, dict) else {})} if isinstance(item, dict) else {}
            if isinstance(license, str):
                self._count("licenses_as_bare_text", license)
                said["name"] = license
            if said.get("acknowledgement") == "concluded":
                self._count("concluded_licenses_not_kept", component.get("name"))
                continue
            text = next(
                (said[one] for one in ("expression", "id", "name", "url") if isinstance(said.get(one), str)), None
            )
            if text is None:
                self._count("unreadable_licenses", repr(item)[:80])
            else:
                texts.append((text, said.get("id") == text and "expression" not in said))
        return license_texts(texts, self._tally, f"{self._place}: {clean_text(str(component.get('name')), 80)}")

    def _read_card(self, component: Row, reading: Reading) -> None:
        card = component.get("modelCard")
        if not isinstance(card, dict):
            return
        parameters = card.get("modelParameters")
        parameters = parameters if isinstance(parameters, dict) else {}
        reading.put("task", _text(parameters.get("task")))
        for name, key in (("architectureFamily", "model_types"), ("modelArchitecture", "architectures")):
            text = _text(parameters.get(name))
            if text and _WORD.fullmatch(text):
                reading.put(key, [text])
        for item in self._listed(parameters, "datasets"):
            if (data := self._data(item)) is not None:
                reading.add("trained_on", data)
            else:
                self._count("datasets_not_named", repr(item)[:80])
        for name, key in (("inputs", "input_formats"), ("outputs", "output_formats")):
            rows = [one for one in self._listed(parameters, name) if isinstance(one, dict)]
            reading.put(key, [text for one in rows if (text := _text(one.get("format")))])
        analysis = card.get("quantitativeAnalysis")
        if isinstance(analysis, dict):
            rows = [one for one in self._listed(analysis, "performanceMetrics") if isinstance(one, dict)]
            reading.put("metrics", [text for one in rows if (text := _metric(one))])
        considerations = card.get("considerations")
        if isinstance(considerations, dict):
            said = [text for one in self._listed(considerations, "technicalLimitations") if (text := _text(one))]
            reading.put("limitations", "\n".join(said))

    def _data(self, item: object) -> PartKey | None:
        """The dataset that an item of a model card names: by reference, inside it, or as plain text."""
        if isinstance(item, str):
            self._count("datasets_as_bare_text", item)
            return _dataset(item)
        if not isinstance(item, dict):
            return None
        ref = item.get("ref")
        if isinstance(ref, str):
            key = self._by_ref.get(ref) or _dataset(ref)
            if key is None:
                self._count("dangling_refs", ref)
            return key if key and key.kind == "dataset" else None
        contents = item.get("contents")
        url = contents.get("url") if isinstance(contents, dict) else None
        return next(
            (key for text in (url, item.get("name")) if isinstance(text, str) and (key := _dataset(text))), None
        )

    def _read_pedigree(self, component: Row, reading: Reading, own: dict[str, str]) -> None:
        pedigree = component.get("pedigree")
        stated = next((value for name, value in own.items() if _BASE_RELATION.search(name)), None)
        open_ = [(reading, pedigree, 0)]
        while open_:
            below, pedigree, depth = open_.pop(0)
            if not isinstance(pedigree, dict) or below.key.kind == "repository":
                continue
            for ancestor in self._listed(pedigree, "ancestors"):
                key = self._key(ancestor) if isinstance(ancestor, dict) else None
                if key is None or key.kind != below.key.kind:
                    continue
                relation = own.get(RELATION + key.ref) or stated if below is reading else None
                about = {"relation": relation} if relation in RELATIONS and relation is not None else {}
                below.add("derived_from", key, **about)
                if isinstance(ancestor.get("pedigree"), dict) and depth < _DEEP:
                    self._count("nested_pedigrees", key.id)
                    upper = self._found.setdefault(key, Reading(key))
                    open_.append((upper, ancestor["pedigree"], depth + 1))

    def _read_dependencies(self) -> None:
        for row in self._listed(self._document, "dependencies"):
            if not isinstance(row, dict):
                self._count("unreadable_dependencies", repr(row)[:80])
                continue
            key = self._end(row.get("ref"))
            for ref in self._listed(row, "dependsOn"):
                upper = self._end(ref)
                if key is None or upper is None:
                    continue
                name, new = self._found[key].rests_on(upper)
                if new and name in ("derived_from", "trained_on"):
                    self._count(f"dependencies_read_as_{name}", f"{key.id} on {upper.id}")

    def _end(self, ref: object) -> PartKey | None:
        if isinstance(ref, str) and ref in self._by_ref:
            return self._by_ref[ref]
        found = artifact_of_purl(ref) if isinstance(ref, str) else None
        if found is not None:
            # Some tools name components that they do not list.
            self._found.setdefault(found.key, Reading(found.key, {"status": "stub"}))
            self._count("components_not_listed", ref)
            return found.key
        self._count("dangling_refs", ref)
        return None


def _properties(component: Row) -> dict[str, str]:
    rows = component.get("properties")
    found: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("name"), str) and isinstance(row.get("value"), str):
            found.setdefault(row["name"], row["value"])
    return found


def _says_anything(component: Row, reading: Reading) -> bool:
    """Whether a component is described, and not only named."""
    if component.get("modelCard") or component.get("description"):
        return True
    return any(name not in ("kind", "id", "sha", "status") for name in reading.standard)


def _dataset(text: str) -> PartKey | None:
    found = artifact_of_purl(text)
    if found is not None:
        return PartKey("dataset", found.key.id)
    address = hub_address(text)
    if address is not None:
        return PartKey("dataset", address.id) if address.kind == "dataset" else None
    return PartKey("dataset", text) if is_id(text) else None


def _metric(row: Row) -> str | None:
    value, kind, part = (_text(row.get(name)) for name in ("value", "type", "slice"))
    if value is None:
        return None
    return f"{kind} on {part}: {value}" if kind and part else f"{kind}: {value}" if kind else value


def _text(value: object) -> str | None:
    return (
        clean_text(value) or None if isinstance(value, str) else str(value) if isinstance(value, float | int) else None
    )
