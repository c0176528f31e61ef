"""Writes a bill as SPDX 3.0.1 with the profiles for AI and datasets; what is not known is written as no assertion."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from spdx_python_model import v3_0_1 as spdx

from supplygraph.bom.bill import Bill, Edge, Part, PartLicense
from supplygraph.bom.licenses import LIST_VERSION, REFERENCE, Term, distinct, expression_of, term_of
from supplygraph.bom.purls import purl_of
from supplygraph.bom.spdx_profiles import lacking_lines, missing
from supplygraph.bom.spdx_reader import read_spdx
from supplygraph.bom.words import AUTHORITY, DIGEST, DISCLAIMER, NO_ASSERTION, OR_LATER, RECORD, digest
from supplygraph.tally import Tally

Row = dict[str, Any]

VERSION = "3.0.1"
NO_LICENSE_ASSERTED = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"
NO_ELEMENT_ASSERTED = "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement"
_RELATIONSHIPS = {"trained_on": "trainedOn", "uses": "dependsOn"}


def spdx_document(bill: Bill) -> Row:
    """The document; the same bill gives the same one.

    The AI and dataset profiles are claimed where every package has what they ask for, and only then.
    """
    document = _Writer(bill, claimed=("ai", "dataset")).document()
    lacking = missing(document)
    if lacking:
        claimed = tuple(name for name in ("ai", "dataset") if not any(one.profile == name for one in lacking))
        document = _Writer(bill, claimed, lacking_lines(lacking)).document()
    return document


class _Writer:
    """One document while it is made.

    Args:
        bill: What to write.
        claimed: The profiles of which the document says that it keeps them.
        lacking: What is missing for the others.
    """

    def __init__(self, bill: Bill, claimed: Sequence[str], lacking: Sequence[str] = ()) -> None:
        self._bill, self._lacking = bill, lacking
        self._space = f"urn:uuid:{bill.id}"
        self._profiles = [
            getattr(spdx.ProfileIdentifierType, name) for name in ("core", "software", "simpleLicensing", *claimed)
        ]
        self._objects = spdx.SHACLObjectSet()
        self._relations = 0
        self._named: dict[str, Any] = {}
        self._creation = _identified(spdx.CreationInfo(), "_:creation")
        self._creation.specVersion = VERSION
        self._creation.created = bill.moment.replace(microsecond=0)
        self._objects.add(self._creation)
        agent = self._element(spdx.SoftwareAgent(), "agent:supplygraph", name="supplygraph")
        tool = self._element(spdx.Tool(), "tool:supplygraph", name=f"supplygraph {bill.tool_version}")
        self._creation.createdBy, self._creation.createdUsing = [agent], [tool]
        self._packages = {key: self._package(part) for key, part in bill.parts.items()}

    def document(self) -> Row:
        for part in self._bill.parts.values():
            self._relate(part)
        root = self._packages[self._bill.root]
        bom = self._element(
            spdx.software_Sbom(),
            "bom",
            name=f"what {self._bill.root.id} rests on",
            rootElement=[root],
            element=list(self._packages.values()),
            profileConformance=self._profiles,
            software_sbomType=[spdx.software_SbomType.analyzed],
        )
        document = self._element(
            spdx.SpdxDocument(),
            "document",
            name=f"bill of materials of {self._bill.root.id}",
            comment=self._comment(),
            rootElement=[bom],
            profileConformance=self._profiles,
        )
        document.dataLicense = self._license("CC0-1.0", [])
        plain = self._as_json()
        read = read_spdx(plain, "", Tally())
        for key, part in self._bill.parts.items():
            statement = {**{RECORD + name: value for name, value in part.record.items()}}
            statement[DIGEST] = digest(read[key].standard)
            self._element(
                spdx.Annotation(),
                f"record:{key.ref}",
                annotationType=spdx.AnnotationType.other,
                contentType="application/json",
                subject=self._packages[key],
                statement=json.dumps(statement, ensure_ascii=False, sort_keys=True),
            )
        return self._as_json()

    def _as_json(self) -> Row:
        stream = io.BytesIO()
        spdx.JSONLDSerializer().write(self._objects, stream)
        document: Row = json.loads(stream.getvalue())
        document["@graph"].sort(key=lambda one: str(one.get("spdxId") or one.get("@id")))
        return document

    def _comment(self) -> str:
        lines = [f"Verdicts by the rule set {self._bill.profile}. {DISCLAIMER}"]
        if self._lacking:
            lines += self._lacking
        return "\n".join(lines)

    def _element(self, made: Any, place: str, **values: Any) -> Any:
        _identified(made, f"{self._space}#{quote(place, safe=':/.-_~@')}")
        made.creationInfo = self._creation
        for field, value in values.items():
            if value is not None:
                setattr(made, field, value)
        self._objects.add(made)
        return made

    def _once(self, kind: type[Any], place: str, **values: Any) -> Any:
        if place not in self._named:
            self._named[place] = self._element(kind(), place, **values)
        return self._named[place]

    def _package(self, part: Part) -> Any:
        record = part.record
        supplier = self._once(spdx.Organization, f"agent:{part.author}", name=part.author) if part.author else None
        on_a_hub = part.on_the_hub or part.key.kind == "repository"
        values: Row = {
            "name": part.key.id,
            "externalIdentifier": [_identifier(part)],
            "software_packageUrl": purl_of(part.key, part.revision) if on_a_hub else None,
            "software_packageVersion": part.revision or NO_ASSERTION,
            "software_downloadLocation": part.address or NO_ELEMENT_ASSERTED,
            "suppliedBy": supplier or NO_ELEMENT_ASSERTED,
            "originatedBy": [supplier or NO_ELEMENT_ASSERTED],
            "releaseTime": _moment(record.get("created_at")),
            "builtTime": _moment(record.get("last_modified")),
            "description": record.get("description"),
        }
        purposes = spdx.software_SoftwarePurpose
        made: Any
        if part.key.kind == "model":
            made = spdx.ai_AIPackage()
            values["software_primaryPurpose"] = purposes.model
            values["ai_autonomyType"] = spdx.PresenceType.noAssertion
            values["ai_useSensitivePersonalInformation"] = spdx.PresenceType.noAssertion
            words = [item["id"] for key in ("model_types", "architectures") for item in record.get(key, ())]
            values["ai_typeOfModel"] = words or None
            values["ai_domain"] = [item["id"] for item in record.get("tasks", ())] or None
            values["ai_limitation"] = record.get("limitations")
            values["ai_metric"] = _entries(record.get("metrics", ())) or None
            values["ai_hyperparameter"] = _entries(record.get("hyperparameters", ())) or None
        elif part.key.kind == "dataset":
            made = spdx.dataset_DatasetPackage()
            values["software_primaryPurpose"] = purposes.data
            values["dataset_datasetType"] = [spdx.dataset_DatasetType.noAssertion]
            values["dataset_hasSensitivePersonalInformation"] = spdx.PresenceType.noAssertion
        else:
            made = spdx.software_Package()
            values["software_primaryPurpose"] = purposes.source
        return self._element(made, part.key.ref, **values)

    def _relate(self, part: Part) -> None:
        me = self._packages[part.key]
        for edge in part.edges():
            upper = self._packages[edge.upper]
            if edge.relation == "generated_from":
                self._relation(upper, "generates", [me], _edge_comment(edge))
            else:
                name = _RELATIONSHIPS.get(edge.relation, "descendantOf")
                self._relation(me, name, [upper], _edge_comment(edge))
        for code in self._bill.code_of(part):
            self._relation(me, "dependsOn", [self._packages[code]], "relation: code")
        self._relation(me, "hasDeclaredLicense", self._declared(part.licenses), _declared_comment(part))
        self._relation(me, "hasConcludedLicense", [NO_LICENSE_ASSERTED], _verdict_comment(part))

    def _relation(self, start: Any, name: str, ends: Sequence[Any], comment: str | None) -> None:
        self._relations += 1
        self._element(
            spdx.Relationship(),
            f"relationship:{self._relations:06}",
            from_=start,
            relationshipType=getattr(spdx.RelationshipType, name),
            to=list(ends),
            comment=comment,
        )

    def _declared(self, licenses: Sequence[PartLicense]) -> list[Any]:
        terms = distinct(term_of(one) for one in licenses)
        expression = expression_of(licenses)
        if expression is not None:
            return [self._license(expression, terms)]
        # A list says neither that all apply nor that one may be chosen: its licences stand side by side.
        return [self._license(one.id, [one]) for one in terms if one.id] or [NO_LICENSE_ASSERTED]

    def _license(self, expression: str, terms: Sequence[Term]) -> Any:
        entries = []
        for term in terms:
            if term.id and term.id.startswith(REFERENCE):
                text = self._once(
                    spdx.simplelicensing_SimpleLicensingText,
                    f"text:{term.id}",
                    name=term.name,
                    simplelicensing_licenseText=f"The text is not part of this document. {term.link or ''}".strip(),
                )
                entry = spdx.DictionaryEntry()
                entry.key, entry.value = term.id, text._id
                entries.append(entry)
        return self._once(
            spdx.simplelicensing_LicenseExpression,
            f"license:{expression}",
            simplelicensing_licenseExpression=expression,
            simplelicensing_licenseListVersion=LIST_VERSION,
            simplelicensing_customIdToUri=entries or None,
        )


def _identified(made: Any, id_: str) -> Any:
    made._id = id_
    return made


def _entries(texts: Sequence[str]) -> list[Any]:
    """Texts such as `name: value` as entries of a dictionary."""
    found = []
    for text in texts:
        name, _, value = text.rpartition(": ")
        entry = spdx.DictionaryEntry()
        entry.key = name or text
        if name:
            entry.value = value
        found.append(entry)
    return found


def _identifier(part: Part) -> Any:
    """What names a part in the graph, for those that have no package URL."""
    made = spdx.ExternalIdentifier()
    made.externalIdentifierType = spdx.ExternalIdentifierType.other
    made.identifier = part.key.ref
    made.issuingAuthority = AUTHORITY
    return made


def _edge_comment(edge: Edge) -> str:
    evidence = ", ".join(edge.item.get("evidence", ()))
    return f"relation: {edge.relation}" + (f"; evidence: {evidence}" if evidence else "")


def _declared_comment(part: Part) -> str | None:
    lines = [f"written: {one.raw}" for one in part.licenses if one.raw and one.raw != one.id]
    lines += [f"{one.id}: {OR_LATER}" for one in part.licenses if one.or_later_unknown]
    if len(part.licenses) > 1 and expression_of(part.licenses) is None:
        lines.append("several licences; it is not stated whether all apply or one may be chosen")
    return "\n".join(dict.fromkeys(lines)) or None


def _verdict_comment(part: Part) -> str:
    lines = [f"no licence is concluded; verdict on the declared one: {part.verdict}"]
    if part.certainty == "contested":
        lines[0] += ", contested"
    return "\n".join([*lines, *part.conflict_lines, *(f"unknown: {gap.sentence}" for gap in part.gaps), *part.notes])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0) if text else None
