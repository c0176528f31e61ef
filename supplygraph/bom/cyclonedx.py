"""Writes a bill as CycloneDX: flat components, their dependencies, the direct parents of each, and model cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal
from urllib.parse import quote

from supplygraph.bom.bill import Bill, Edge, Part, PartKey, PartLicense
from supplygraph.bom.cyclonedx_reader import read_cyclonedx
from supplygraph.bom.licenses import distinct, expression_of, term_of
from supplygraph.bom.purls import purl_of
from supplygraph.bom.words import (
    CONCLUDED,
    CONFLICT,
    DIGEST,
    DISCLAIMER,
    NO_ASSERTION,
    NOTE,
    OR_LATER,
    RECORD,
    RELATION,
    SPACE,
    UNKNOWN,
    VERDICT,
    digest,
    written,
)
from supplygraph.ids.addresses import web_address
from supplygraph.licenses.gaps import BASE_GAPS
from supplygraph.tally import Tally
from supplygraph.text import utc_text

Row = dict[str, Any]
Version = Literal["1.6", "1.7"]
VERSIONS: tuple[Version, ...] = ("1.6", "1.7")

_TYPES = {"model": "machine-learning-model", "dataset": "data", "repository": "application"}
_TOOL = "tool:supplygraph"
#: `test on dataset: result`, as the graph has a metric.
METRIC = re.compile(r"(?P<type>.+?) on (?P<slice>.+?): (?P<value>.+)", re.DOTALL)
_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)\Z", re.DOTALL)
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~"


def cyclonedx_document(bill: Bill, version: Version = "1.6") -> Row:
    """The document; the same bill gives the same one."""
    uses = _occurrences(bill)
    components = {key: _component(bill, part, version, uses.get(key, [])) for key, part in bill.parts.items()}
    document: Row = {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": f"urn:uuid:{bill.id}",
        "version": 1,
        "metadata": {
            "timestamp": _moment(bill),
            "tools": {
                "components": [
                    {"type": "application", "bom-ref": _TOOL, "name": "supplygraph", "version": bill.tool_version}
                ]
            },
            "component": components[bill.root],
            "properties": _properties([(f"{SPACE}license:profile", bill.profile), (NOTE, DISCLAIMER)]),
        },
        "components": [component for key, component in components.items() if key != bill.root],
        "dependencies": [
            {
                "ref": key.ref,
                "dependsOn": sorted({one.ref for one in (*(edge.upper for edge in part.edges()), *bill.code_of(part))}),
            }
            for key, part in bill.parts.items()
        ],
    }
    if compositions := _compositions(bill):
        document["compositions"] = compositions
    if version == "1.7" and (citations := _citations(bill)):
        document["citations"] = citations
    _add_digests(document, components)
    return document


def _component(bill: Bill, part: Part, version: Version, occurrences: list[Row]) -> Row:
    identity = _identity(part)
    component: Row = {"type": identity.pop("type"), "bom-ref": part.key.ref}
    if part.author:
        component["supplier"] = {"name": part.author}
    component |= identity
    if part.record.get("description"):
        component["description"] = part.record["description"]
    licenses = _licenses(part.licenses, version)
    purl = component.pop("purl", None)
    component |= {"licenses": licenses} if licenses else {}
    component |= {"purl": purl} if purl else {}
    if parents := [edge for edge in part.edges() if edge.upper.kind == part.key.kind and part.key.kind != "repository"]:
        component["pedigree"] = _pedigree(bill, parents, version)
    if references := _references(part):
        component["externalReferences"] = references
    if evidence := _evidence(part, version, occurrences):
        component["evidence"] = evidence
    if part.key.kind == "model" and (card := _model_card(part)):
        component["modelCard"] = card
    if part.key.kind == "dataset":
        component["data"] = [_data(part)]
    component["properties"] = _properties(_facts(part))
    return component


def _identity(part: Part) -> Row:
    owner, _, name = part.key.id.rpartition("/")
    named: Row = {"type": _TYPES[part.key.kind]}
    if owner:
        named["group"] = owner
    named["name"] = name or part.key.id
    if part.revision:
        named["version"] = part.revision
    on_a_hub = part.on_the_hub or part.key.kind == "repository"
    if on_a_hub and (purl := purl_of(part.key, part.revision)):
        named["purl"] = purl
    return named


def _pedigree(bill: Bill, parents: Sequence[Edge], version: Version) -> Row:
    """The direct parents only, as copies without a name of their own: a shared one would stand there once a way."""
    ancestors = []
    for edge in parents:
        part = bill.parts[edge.upper]
        ancestor = _identity(part)
        purl = ancestor.pop("purl", None)
        ancestor |= {"licenses": licenses} if (licenses := _licenses(part.licenses, version)) else {}
        ancestor |= {"purl": purl} if purl else {}
        names = (("id", edge.upper.id), ("kind", edge.upper.kind))
        ancestors.append(
            {**ancestor, "properties": _properties([(RECORD + name, written(text)) for name, text in names])}
        )
    return {"ancestors": ancestors, "notes": "; ".join(f"{edge.relation} of {edge.upper.id}" for edge in parents)}


def _licenses(licenses: Sequence[PartLicense], version: Version, acknowledgement: str | None = "declared") -> list[Row]:
    """The declared licences: one expression, or each by its id or name."""
    marks = {"acknowledgement": acknowledgement} if acknowledgement else {}
    terms = [term_of(one) for one in licenses]
    expression = expression_of(licenses)
    if len(terms) > 1 and expression is not None:
        item: Row = {"expression": expression, **marks}
        details = [
            {"licenseIdentifier": one.id, "url": _url(one.link)}
            for one in distinct(terms)
            if not one.listed and one.link
        ]
        if version == "1.7" and details:
            item["expressionDetails"] = details
        return [item]
    found = []
    for term in distinct(terms):
        license: Row = {"id": term.id} if term.listed else {"name": term.name}
        license |= marks
        if term.link:
            license["url"] = _url(term.link)
        found.append({"license": license})
    return found


def _references(part: Part) -> list[Row]:
    found = []
    if part.address:
        kind = "vcs" if part.key.kind == "repository" else "distribution"
        found.append({"type": kind, "url": part.address})
        if part.key.kind == "model" and part.described:
            found.append({"type": "model-card", "url": f"{part.address}/blob/main/README.md"})
    for code in part.record.get("code", ()):
        if address := web_address("repository", code["id"]):
            found.append({"type": "vcs", "url": address})
    for paper in part.record.get("papers", ()):
        scheme, _, number = paper["id"].partition(":")
        host = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}.get(scheme)
        if host and number:
            found.append({"type": "documentation", "url": host + _url(number)})
    return found


def _evidence(part: Part, version: Version, occurrences: list[Row]) -> Row:
    evidence: Row = {}
    if occurrences:
        evidence["occurrences"] = occurrences
    if read := [one for one in part.licenses if one.from_text]:
        evidence["licenses"] = _licenses(read, version, None)
    return evidence


def _occurrences(bill: Bill) -> dict[PartKey, list[Row]]:
    """Where code loads each part."""
    found: dict[PartKey, list[Row]] = {}
    for part in bill.parts.values():
        for edge in part.edges():
            places, calls = edge.item.get("places", []), edge.item.get("calls", [])
            for number, place in enumerate(places):
                line = _PLACE.fullmatch(place)
                row: Row = {"location": f"{part.key.id}/{line['file'] if line else place}"}
                if line:
                    row["line"] = int(line["line"])
                if number < len(calls):
                    row["additionalContext"] = calls[number]
                found.setdefault(edge.upper, []).append(row)
    return found


def _model_card(part: Part) -> Row:
    record = part.record
    parameters: Row = {}
    if record.get("task"):
        parameters["task"] = record["task"]
    for name, key in (("architectureFamily", "model_types"), ("modelArchitecture", "architectures")):
        if record.get(key):
            parameters[name] = record[key][0]["id"]
    if datasets := sorted({edge.upper.ref for edge in part.edges() if edge.relation == "trained_on"}):
        parameters["datasets"] = [{"ref": ref} for ref in datasets]
    for name, key in (("inputs", "input_formats"), ("outputs", "output_formats")):
        if record.get(key):
            parameters[name] = [{"format": text} for text in record[key]]
    card: Row = {"modelParameters": parameters} if parameters else {}
    if metrics := [*map(_metric, record.get("metrics", ())), *_claims(record.get("evaluated_on", ()))]:
        card["quantitativeAnalysis"] = {"performanceMetrics": metrics}
    if record.get("limitations"):
        card["considerations"] = {"technicalLimitations": [record["limitations"]]}
    return card


def _claims(items: Iterable[Row]) -> Iterator[Row]:
    """Results that somebody claims, as metrics of a model card; the slice is the data that they were measured on."""
    for item in items:
        value = item.get("written") or item.get("value")
        if value is None:
            continue
        data = " ".join(str(item[key]) for key in ("id", "config", "split") if item.get(key))
        row: Row = {"value": str(value), "slice": data}
        yield {"type": item["metric"], **row} if item.get("metric") else row


def _metric(text: str) -> Row:
    found = METRIC.fullmatch(text)
    return {name: found[name] for name in ("type", "value", "slice")} if found else {"value": text}


def _data(part: Part) -> Row:
    data: Row = {"type": "dataset", "name": part.key.id}
    if part.address:
        data["contents"] = {"url": part.address}
    if part.author:
        data["governance"] = {"owners": [{"organization": {"name": part.author}}]}
    return data


def _facts(part: Part) -> Iterator[tuple[str, str]]:
    """What the standard has no field for: relations, the licence verdict, and the record itself."""
    for edge in part.edges():
        yield f"{RELATION}{edge.upper.ref}", edge.relation
    yield CONCLUDED, NO_ASSERTION
    yield VERDICT, part.verdict + (", contested" if part.certainty == "contested" else "")
    for line in part.conflict_lines:
        yield CONFLICT, line
    for gap in part.gaps:
        yield UNKNOWN, gap.sentence
    for license in part.licenses:
        if license.or_later_unknown:
            yield NOTE, f"{license.id}: {OR_LATER}"
    for note in part.notes:
        yield NOTE, note
    for key, value in part.record.items():
        yield RECORD + key, written(value)


def _properties(pairs: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> list[Row]:
    return [{"name": name, "value": value} for name, value in dict.fromkeys(pairs)]


def _compositions(bill: Bill) -> list[Row]:
    """Which parts rest on more than is known; that nothing is missing is never claimed."""
    undescribed, partial = [], []
    for key, part in bill.parts.items():
        if not part.described:
            undescribed.append(key.ref)
        elif any(gap.code in (*BASE_GAPS, "CALLS_OPEN", "FILES_UNREAD") for gap in part.gaps):
            partial.append(key.ref)
    named = (("unknown", undescribed), ("incomplete", partial))
    return [{"aggregate": aggregate, "dependencies": sorted(refs)} for aggregate, refs in named if refs]


def _citations(bill: Bill) -> list[Row]:
    """Who stated licences and bases, by the standard's own place for that."""
    found = []
    others = [key for key in bill.parts if key != bill.root]
    for key, part in bill.parts.items():
        pointer = "/metadata/component" if key == bill.root else f"/components/{others.index(key)}"
        for field, names in (("licenses", ("license",)), ("pedigree", ("derived_from",))):
            items = [item for name in names for item in part.record.get(name, ())]
            evidence = sorted({word for item in items for word in item.get("evidence", ())})
            if evidence and (field == "licenses" or part.key.kind != "repository"):
                found.append(
                    {
                        "pointers": [f"{pointer}/{field}"],
                        "timestamp": _moment(bill),
                        "attributedTo": _TOOL,
                        "note": f"stated by: {', '.join(evidence)}",
                    }
                )
    return found


def _add_digests(document: Row, components: dict[PartKey, Row]) -> None:
    """Lets whoever reads the document again see whether its own fields still say what the properties say."""
    read = read_cyclonedx(document, "", Tally())
    for key, component in components.items():
        component["properties"].append({"name": DIGEST, "value": digest(read[key].standard)})


def _moment(bill: Bill) -> str:
    return utc_text(bill.moment.replace(microsecond=0))


def _url(text: str) -> str:
    return quote(text, safe=_URL_SAFE)
