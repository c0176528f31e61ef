"""Writes findings as SARIF 2.1.0, which code-scanning services show at the place in the source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from supplygraph import __version__
from supplygraph.reuse.finding import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Rule id to (short description, level).
RULES = {
    "reuse": ("Code loads a model, dataset or Space.", "note"),
    "mention": ("A text names a model, dataset or Space.", "none"),
    "publish": ("Code publishes a model, dataset or Space.", "note"),
    "unresolved": ("Code loads something that is only known when it runs.", "note"),
    "license-conflict": ("The licence of what is loaded does not fit the repository's licence.", "error"),
    "license-unknown": ("Whether the licences fit cannot be judged.", "warning"),
    "license-warning": ("The licence of what is loaded should be looked at.", "warning"),
}


def rule_of(finding: Finding) -> str:
    """The rule that a finding stands under."""
    if finding.kind == "unresolved":
        return "unresolved"
    if finding.kind == "output_model":
        return "publish"
    return "mention" if finding.tier == "doc" else "reuse"


def finding_result(finding: Finding) -> dict[str, Any]:
    """One finding as a SARIF result."""
    if finding.kind == "unresolved":
        text = f"{finding.call}({finding.literal}): {finding.reason}"
    elif finding.kind == "output_model":
        text = f"{finding.call} publishes {finding.model_id}"
    else:
        text = f"{finding.call} names the {finding.kind.replace('_', ' ')} {finding.model_id} ({finding.reason})"
    return result(rule_of(finding), text, [finding], {
        "model_id": finding.model_id, "registry": finding.registry, "role": finding.role, "tier": finding.tier,
        "confidence": finding.confidence, "pinned": finding.pinned, "trust_remote_code": finding.trust_remote_code,
    })  # fmt: skip


def result(rule: str, text: str, places: Iterable[Finding], properties: dict[str, Any]) -> dict[str, Any]:
    """A SARIF result at the places of findings.

    Args:
        rule: One of `RULES`.
        text: What is said.
        places: Where; at most 50 are written.
        properties: Anything more.
    """
    return {
        "ruleId": rule,
        "ruleIndex": list(RULES).index(rule),
        "level": RULES[rule][1],
        "message": {"text": text},
        "locations": [_location(finding) for finding in list(places)[:50]],
        "properties": properties,
    }


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    # A line inside a notebook's cell is no line of its file.
    if finding.cell is None:
        physical["region"] = {"startLine": max(finding.line, 1)}
        return {"physicalLocation": physical}
    return {"physicalLocation": physical, "message": {"text": f"cell {finding.cell}, line {finding.line}"}}


def log(results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A SARIF log with one run."""
    rules = [
        {"id": name, "shortDescription": {"text": text}, "defaultConfiguration": {"level": level}}
        for name, (text, level) in RULES.items()
    ]
    driver = {"name": "supplygraph", "version": __version__, "rules": rules}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(results)}],
    }
