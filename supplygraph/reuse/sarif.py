"""Writes findings as SARIF 2.1.0, which code-scanning services show at the place in the source."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.left_out import UNREAD
from supplygraph.reuse.scan import Scan
from supplygraph.text import well_formed
from supplygraph.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Most results of one file and places of one result that GitHub takes.
MAX_RESULTS = 25_000
MAX_PLACES = 100
_MAX_TEXT = 1_000


@dataclass(frozen=True)
class Rule:
    """What results of one kind have in common.

    Attributes:
        title: What is found.
        level: `error`, `warning`, `note` or `none`.
        help: What it means and what to do about it.
    """

    title: str
    level: str
    help: str


RULES = {
    "reuse": Rule(
        "Code loads a model, dataset or Space.",
        "note",
        "The artifact is part of what this repository uses. Pin its revision, and check that its licence fits.",
    ),
    "mention": Rule(
        "A text names a model, dataset or Space.",
        "none",
        "Nothing is loaded here; the artifact is only named.",
    ),
    "publish": Rule(
        "Code publishes a model, dataset or Space.",
        "note",
        "The artifact is made by this repository. Declare on its card what it was made from.",
    ),
    "unresolved": Rule(
        "Code loads something that is only known when it runs.",
        "note",
        "The id is an argument, a setting or the result of a computation, so that nothing can be said of its licence. "
        "Write the id as a literal, or check it where it is given.",
    ),
    "unread": Rule(
        "A file that may load something was not read.",
        "warning",
        "What this file loads is not known. Mend it, or check by hand what it loads.",
    ),
}
_LEVELS = ("error", "warning", "note", "none")


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, a line in it, and for notebooks the cell in which that line is counted."""

    file: str
    line: int | None = None
    cell: int | None = None


def rule_of(finding: ScanFinding) -> str:
    """The rule that a finding stands under."""
    if finding.kind == "unresolved":
        return "unresolved"
    if finding.kind == "output_model":
        return "publish"
    return "mention" if finding.tier == "doc" else "reuse"


def scan_results(scan: Scan, prefix: str = "") -> Iterator[dict[str, Any]]:
    """All findings of a scan, and what it did not read, as SARIF results.

    Args:
        scan: The scan.
        prefix: Where what was scanned lies in the repository, with a slash behind it.
    """
    for finding in scan.findings:
        yield finding_result(finding, prefix)
    yield from unread_results(scan, prefix)


def unread_results(scan: Scan, prefix: str = "") -> Iterator[dict[str, Any]]:
    """The files that were not read, as SARIF results."""
    for reason in scan.unread():
        for name in scan.problems.get(reason, ()):
            yield result("unread", f"{name} was not read: {UNREAD[reason]}", [Place(name)], {"reason": reason}, prefix)


def finding_result(finding: ScanFinding, prefix: str = "") -> dict[str, Any]:
    """One finding as a SARIF result."""
    if finding.kind == "unresolved":
        text = f"{finding.call}({finding.literal[:200]}): {finding.reason}"
    elif finding.kind == "output_model":
        text = f"{finding.call} publishes {finding.model_id}"
    else:
        text = f"{finding.call} names the {finding.kind.replace('_', ' ')} {finding.model_id} ({finding.reason})"
    return result(rule_of(finding), text, [place_of(finding)], {
        "model_id": finding.model_id, "registry": finding.registry, "role": finding.role, "tier": finding.tier,
        "confidence": finding.confidence, "pinned": finding.pinned, "trust_remote_code": finding.trust_remote_code,
    }, prefix)  # fmt: skip


def place_of(finding: ScanFinding) -> Place:
    """Where a finding stands."""
    return Place(finding.file, finding.line, finding.cell)


def result(
    rule: str,
    text: str,
    places: Sequence[Place],
    properties: dict[str, Any],
    prefix: str = "",
    *,
    rules: Mapping[str, Rule] = RULES,
) -> dict[str, Any]:
    """A SARIF result.

    Args:
        rule: One of the rules.
        text: What is said.
        places: Where; at least one, for GitHub refuses a file with a result that has none.
        properties: Anything more.
        prefix: Where what was scanned lies in the repository, with a slash behind it.
        rules: The rules of the log.

    Raises:
        ValueError: no place is given.
    """
    if not places:
        raise ValueError("a result needs a place")
    level = rules[rule].level
    return {
        "ruleId": rule,
        "ruleIndex": list(rules).index(rule),
        **({"kind": "informational"} if level == "none" else {}),
        "level": level,
        "message": {"text": _message(text)},
        "locations": [_location(place, prefix) for place in places[:MAX_PLACES]],
        "properties": properties,
    }


def _message(text: str) -> str:
    text = well_formed(text)[:_MAX_TEXT]
    # Brackets before parentheses would be a link.
    return text.replace("[", "\\[") if "](" in text else text


def _location(place: Place, prefix: str) -> dict[str, Any]:
    # Bytes of a name that are not UTF-8 are percent-encoded as they are.
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(prefix + place.file))}}
    if place.line is None:
        return {"physicalLocation": physical}
    # A line inside a notebook's cell is not a line of its file.
    if place.cell is None:
        physical["region"] = {"startLine": max(place.line, 1)}
        return {"physicalLocation": physical}
    return {"physicalLocation": physical, "message": {"text": f"cell {place.cell}, line {place.line}"}}


def log(results: Iterable[dict[str, Any]], known: Mapping[str, Rule] = RULES) -> dict[str, Any]:
    """A SARIF log with one run; of more results than GitHub takes the gravest are written, and the cut is noted."""
    rules = [
        {
            "id": name,
            "name": "".join(word.capitalize() for word in name.split("-")),
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.title},
            "help": {"text": rule.help, "markdown": rule.help},
            "defaultConfiguration": {"level": rule.level},
            "properties": {"tags": ["supply-chain", "license" if name.startswith("license") else "reuse"]},
        }
        for name, rule in known.items()
    ]
    everything = list(results)
    kept = everything
    if len(everything) > MAX_RESULTS:
        kept = sorted(everything, key=lambda one: _LEVELS.index(one["level"]))[:MAX_RESULTS]
    _add_fingerprints(kept)
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if len(kept) < len(everything):
        text = f"{len(everything) - len(kept)} results are left out: no more than {MAX_RESULTS} are taken"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    driver = {"name": "supplygraph", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": kept,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def left_out(made: dict[str, Any]) -> int:
    """How many results a log leaves out."""
    notes = made["runs"][0]["invocations"][0].get("toolExecutionNotifications", [])
    return sum(int(note["message"]["text"].split()[0]) for note in notes)


def _add_fingerprints(results: list[dict[str, Any]]) -> None:
    """What a result is recognised by when lines have moved: its rule, file and text, and which of equal ones it is."""
    seen: Counter[str] = Counter()
    for one in results:
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        digest = hashlib.sha256("\0".join((one["ruleId"], uri, one["message"]["text"])).encode()).hexdigest()[:16]
        seen[digest] += 1
        one.setdefault("partialFingerprints", {})["primaryLocationLineHash"] = f"{digest}:{seen[digest]}"
