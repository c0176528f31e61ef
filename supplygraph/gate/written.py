"""Writes what a gate found: text, JSON, SARIF, JUnit, and Markdown for a comment on a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from supplygraph.gate.report import GateFinding, GateReport, place_text
from supplygraph.gate.rules import LEVELS, RULES
from supplygraph.report.license_lines import DISCLAIMER
from supplygraph.reuse.sarif import Place, Rule, log, result
from supplygraph.text import safe

FORMATS = ("text", "json", "sarif", "junit", "md")
#: Findings of one level that text and Markdown show.
_SHOWN = 50
_PLACES = 5
_SARIF = {"error": "error", "unknown": "error", "warning": "warning", "note": "note"}


def written(report: GateReport, form: str, prefixes: Mapping[str, str], policy_file: str) -> str:
    """The report in one of `FORMATS`.

    Args:
        report: The findings.
        form: One of `FORMATS`.
        prefixes: Where scanned code lies in its repository, with a slash behind it, by target; for SARIF.
        policy_file: What a finding that no file names is placed at; for SARIF.
    """
    match form:
        case "json":
            return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
        case "sarif":
            return json.dumps(_sarif(report, prefixes, policy_file), indent=1) + "\n"
        case "junit":
            return _junit(report)
        case "md":
            return "\n".join(_markdown(report)) + "\n"
    return "".join(f"{safe(line) if line else ''}\n" for line in text_lines(report))


def as_json(report: GateReport) -> dict[str, Any]:
    """The report for machines."""
    return {
        "verdict": report.verdict,
        "exit_code": int(report.exit_code),
        "result": report.count_line(),
        "targets": report.targets,
        "artifacts": report.artifacts,
        "policy": report.policy.model_dump(mode="json"),
        "findings": [finding.as_json() for finding in report.findings],
        "notice": DISCLAIMER,
    }


def text_lines(report: GateReport) -> Iterator[str]:
    """The report for people: the outcome, then each finding with its path and remedy."""
    yield report.count_line()
    for level in LEVELS:
        found = [one for one in report.open if one.level == level]
        for finding in found[:_SHOWN]:
            yield ""
            yield f"{level}: {finding.artifact}: {finding.message}  [{finding.rule}]"
            if finding.places:
                more = f" and {len(finding.places) - _PLACES} more" if len(finding.places) > _PLACES else ""
                yield f"  at {', '.join(place_text(place) for place in finding.places[:_PLACES])}{more}"
            if len(finding.path) > 1:
                yield from (f"  {line}" for line in finding.path)
            if finding.remedy:
                yield f"  remedy: {finding.remedy}"
        if len(found) > _SHOWN:
            yield f"… and {len(found) - _SHOWN:,} more {level} findings; --format json lists them"
    waived = [one for one in report.findings if one.waiver]
    if waived:
        yield ""
        yield "Waived:"
    for finding in waived[:_SHOWN]:
        assert finding.waiver is not None  # noqa: S101 (chosen by it)
        reason = f"{finding.waiver.reason} ({finding.waiver.owner}, until {finding.waiver.expires})"
        yield f"  {finding.rule} of {finding.artifact}: {reason}"
    yield ""
    yield DISCLAIMER


def _sarif(report: GateReport, prefixes: Mapping[str, str], policy_file: str) -> dict[str, Any]:
    rules = {
        name: Rule(rule.title, _SARIF.get(report.policy.level(name), "none"), rule.help) for name, rule in RULES.items()
    }
    return log((_sarif_result(finding, prefixes, policy_file, rules) for finding in report.findings), rules)


def _sarif_result(
    finding: GateFinding, prefixes: Mapping[str, str], policy_file: str, rules: dict[str, Rule]
) -> dict[str, Any]:
    text = f"{finding.artifact}: {finding.message}. {finding.remedy or ''}. {DISCLAIMER}".replace("..", ".")
    places = finding.places or [Place(policy_file, 1)]
    properties = {"artifact": finding.artifact, "target": finding.target, "path": finding.path}
    lies = prefixes.get(finding.target, "") if finding.places else ""
    made = result(finding.rule, text, places, properties, lies, rules=rules)
    made["level"] = _SARIF[finding.level]
    made["partialFingerprints"] = {"supplygraphGate/v1": finding.fingerprint}
    if finding.state != "open":
        why = finding.waiver.reason if finding.waiver else "known from the baseline"
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return made


def _junit(report: GateReport) -> str:
    from xml.etree import ElementTree as Xml

    failing = {id(one) for one in report.failing}
    suite = Xml.Element("testsuite", name="supplygraph gate")
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for finding in report.findings:
        counts["tests"] += 1
        case = Xml.SubElement(
            suite, "testcase", classname=safe(finding.target), name=safe(f"{finding.rule}: {finding.artifact}")
        )
        text = safe(finding.message)
        body = "\n".join(safe(line) for line in (*finding.path, finding.remedy or ""))
        if finding.state != "open":
            Xml.SubElement(case, "skipped", message=text)
            counts["skipped"] += 1
        elif id(finding) in failing:
            Xml.SubElement(case, "failure", message=text, type=finding.rule).text = body
            counts["failures"] += 1
        elif finding.level == "unknown":
            Xml.SubElement(case, "error", message=text, type=finding.rule).text = body
            counts["errors"] += 1
        else:
            Xml.SubElement(case, "system-out").text = f"{finding.level}: {text}\n{body}"
    if not report.findings:
        counts["tests"] = 1
        Xml.SubElement(suite, "testcase", classname="supplygraph", name="policy")
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suite, encoding="unicode") + "\n"


def _markdown(report: GateReport) -> Iterator[str]:
    from supplygraph.queries.output import markdown

    mark = {"pass": "✅", "fail": "❌", "unknown": "❔"}[report.verdict]
    yield f"### {mark} supplygraph gate"
    yield ""
    yield markdown(report.count_line())
    if report.open:
        yield ""
        yield "| level | artifact | finding | remedy |"
        yield "| --- | --- | --- | --- |"
    for finding in report.open[:_SHOWN]:
        cells = (finding.level, finding.artifact, f"{finding.message} ({finding.rule})", finding.remedy or "")
        yield "| " + " | ".join(map(markdown, cells)) + " |"
    if len(report.open) > _SHOWN:
        yield ""
        yield f"… and {len(report.open) - _SHOWN:,} more"
    yield ""
    yield f"<sub>{DISCLAIMER}</sub>"
