"""What was read of one artifact in a bill of materials, and the plain record that follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from supplygraph.bom.bill import PartKey
from supplygraph.bom.licenses import REFERENCE, spdx_ids
from supplygraph.bom.words import NO_ASSERTION, digest
from supplygraph.ids.reading import is_id
from supplygraph.schema.declaration import clean_text
from supplygraph.schema.nodes import Relation
from supplygraph.schema.record_format import KINDS, relation_keys
from supplygraph.schema.relationships import DerivedFrom
from supplygraph.tally import Tally

Row = dict[str, Any]

RELATIONS: tuple[str, ...] = get_args(Relation)
#: What the standard's own fields decide where they no longer say what stands beside them.
_DECIDED = ("license", "license_link", "derived_from", "trained_on", "generated_from", "uses", "sha")
_TAG = re.compile(r"(?P<kind>base_model|dataset):(?:(?P<relation>[a-z]+):)?(?P<id>[^:\s]+)")
#: Words that stand where a licence is not stated.
_NO_LICENSE = frozenset({"noassertion", "none"})


@dataclass
class Reading:
    """One artifact of a document.

    Attributes:
        key: What it is.
        standard: What the standard's own fields say, as a plain record.
        stated: The record that supplygraph has put beside them, if it has.
        digest: That of `standard` when it did.
        edges: Artifacts that `standard` names, by the key of the record.
    """

    key: PartKey
    standard: Row = field(default_factory=dict)
    stated: Row | None = None
    digest: str | None = None

    def __post_init__(self) -> None:
        self.standard = {"kind": self.key.kind, "id": self.key.id, **self.standard}

    def put(self, name: str, value: Any) -> None:
        """Sets a value that is not set yet; the first statement counts."""
        if value not in (None, "", [], {}):
            self.standard.setdefault(name, value)

    def add(self, name: str, upper: PartKey, **about: str) -> bool:
        """Adds an item of a relation; False where it is there already, or names the artifact itself."""
        items = self.standard.setdefault(name, [])
        item: Row = {"id": upper.id, **({"kind": upper.kind} if name == "uses" and upper.kind != "model" else {})}
        known = [one for one in items if one["id"] == upper.id and one.get("kind") == item.get("kind")]
        if known:
            known[0].update(about)
        if known or upper == self.key:
            if not items:
                del self.standard[name]
            return False
        items.append({**item, **about})
        return True

    def rests_on(self, upper: PartKey) -> tuple[str, bool]:
        """Adds that the artifact depends on another one; the key of the record, and whether that is new."""
        name = _DEPENDS.get((self.key.kind, upper.kind))
        return (name, self.add(name, upper)) if name else ("", False)

    def record(self, tally: Tally, place: str) -> Row:
        """The plain record, with this kind of source in the evidence of all that it states."""
        record = self.standard
        if self.stated is not None:
            record = self.stated
            if digest(self.standard) != self.digest:
                tally.count("edited_components", f"{place}: {self.key.ref}")
                kept = {name: value for name, value in record.items() if name not in _DECIDED}
                record = {**kept, **{name: self.standard[name] for name in _DECIDED if name in self.standard}}
        return with_evidence({**record, "kind": self.key.kind, "id": self.key.id})


_DEPENDS = {
    ("repository", "model"): "uses",
    ("repository", "dataset"): "uses",
    ("model", "model"): "derived_from",
    ("model", "dataset"): "trained_on",
    ("model", "repository"): "code",
    ("dataset", "dataset"): "derived_from",
    ("dataset", "model"): "generated_from",
}


def with_evidence(record: Row) -> Row:
    """The record with `bom` in the evidence of every item that has one."""
    made = dict(record)
    for relation in relation_keys(KINDS[record["kind"]]):
        if "evidence" not in relation.relationship.model_fields or made.get(relation.key) is None:
            continue
        items = made[relation.key] if isinstance(made[relation.key], list) else [made[relation.key]]
        made[relation.key] = [_witnessed(relation.key, item) for item in items]
    return made


def _witnessed(name: str, item: Any) -> Row:
    about: Row = dict(item) if isinstance(item, dict) else {"id": item}
    evidence = about.get("evidence")
    about["evidence"] = sorted({*(evidence if isinstance(evidence, list) else ()), "bom"})
    if name == "derived_from" and "claim_sources" not in about:
        about |= DerivedFrom.stated("bom", [("bom", str(about.get("relation") or "undeclared"))])
    return about


def add_tagged(reading: Reading, tags: Iterable[str], tally: Tally, place: str) -> None:
    """Adds the bases and datasets of a model that tags of the Hub name, which some tools pass on and say nowhere else.

    Args:
        reading: The model; what supplygraph has put beside the standard's fields says it better.
        tags: Tags such as `base_model:quantized:owner/name` and `dataset:name`.
        tally: Where to count.
        place: Where they stand.
    """
    if reading.stated is not None or reading.key.kind != "model":
        return
    for tag in tags:
        found = _TAG.fullmatch(tag.strip())
        if found is None or not is_id(found["id"]):
            continue
        base, relation = found["kind"] == "base_model", found["relation"]
        about = {"relation": relation} if base and relation in RELATIONS else {}
        upper = PartKey("model" if base else "dataset", found["id"])
        if reading.add("derived_from" if base else "trained_on", upper, **about):
            tally.count("bases_from_tags" if base else "datasets_from_tags", f"{place}: {tag}")


def license_texts(texts: Iterable[tuple[str, bool]], tally: Tally, place: str) -> list[str]:
    """The licences that a document names; the words that stand for none are counted, and ids that are none of SPDX's.

    Args:
        texts: Each with whether it stands where an SPDX id belongs.
        tally: Where to count.
        place: Where they stand.
    """
    found = []
    for text, as_id in texts:
        text = clean_text(text).strip()
        if text.lower() in _NO_LICENSE:
            tally.count("licenses_without_assertion", f"{place}: {text}")
            continue
        if as_id and text not in spdx_ids() and not text.startswith((REFERENCE, NO_ASSERTION)):
            tally.count("license_ids_not_of_spdx", f"{place}: {text}")
        if text:
            found.append(text)
    return list(dict.fromkeys(found))
