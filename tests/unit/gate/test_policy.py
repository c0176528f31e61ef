"""A policy says what it means, refuses what it cannot mean, and never lets through what is not known."""

import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from supplygraph.errors import InputError
from supplygraph.exit_codes import Exit
from supplygraph.gate.policy import Policy, RuleName, Waiver, explain, policy_schema, read_policy
from supplygraph.gate.report import GateFinding, GateReport, settle
from supplygraph.gate.rules import RULES, USES, level_for
from supplygraph.gate.targets import read_targets
from supplygraph.licenses.terms import terms

DOCS = Path(__file__).parents[3] / "docs"
TODAY = date(2030, 6, 1)


def policy(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def finding(rule: str, artifact: str = "a/b", detail: str = "", made: Policy | None = None) -> GateFinding:
    return GateFinding(rule, artifact, artifact, "what it is", (made or Policy()).level(rule), detail)


def settled(made: Policy, *found: GateFinding, known: frozenset[str] = frozenset()) -> GateReport:
    report = GateReport(made, ["a/b"], 1, list(found))
    settle(report, known, TODAY)
    return report


@pytest.mark.parametrize("path", sorted((DOCS / "policies").glob("*.yaml")), ids=lambda path: path.name)
def test_the_policies_of_the_docs_are_valid_and_can_be_explained(path: Path) -> None:
    found = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    assert list(jsonschema_rs.iter_errors(json.loads(policy_schema()), found)) == []
    text = "\n".join(explain(read_policy(path)))
    for rule in RULES:
        assert f" {rule}: " in text


def test_the_schema_names_every_rule() -> None:
    assert set(RuleName.__args__) == set(RULES)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("use: rent", "use: Input should be 'internal'"),
        ("licences: {allowed: [mit]}", "licences: Extra inputs are not permitted"),
        ("levels: {license-conflit: error}", "levels.license-conflit"),
        ("levels: {license-unknown: warning}", "what is not known cannot be made warning"),
        ("levels: {file-unread: off}", "levels"),
        ("levels: {data-age: 'off'}", "what is not known cannot be made off"),
        ("waivers: [{rule: x, artifact: y, owner: z, expires: 2030-01-01}]", "waivers.0.reason: Field required"),
        ("waivers: [{rule: x, artifact: y, owner: z, reason: why, expires: soon}]", "waivers.0.expires"),
        ("- a\n- b", "the file: Input should be"),
        ("use: [", "policy.yaml:1: not valid YAML"),
        ("version: 2", "version: Input should be 1"),
    ],
)
def test_what_a_policy_gets_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        policy(tmp_path, text)
    assert told in error.value.message


def test_lists_the_strictest_counts(tmp_path: Path) -> None:
    lists = policy(
        tmp_path, "licenses: {allowed: [mit, 'cc-by-*'], reviewed: ['cc-by-sa-*'], forbidden: ['CC-BY-NC-*']}"
    ).licenses
    assert [lists.verdict(one) for one in ("mit", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "zlib")] == [
        "allow", "allow", "review", "forbid", "review",
    ]  # fmt: skip
    assert policy(tmp_path, "licenses: {forbidden: [gpl-3.0]}").licenses.verdict("zlib") == "allow"
    assert policy(tmp_path, "").licenses.verdict("zlib") == "allow"


def test_an_intended_use_is_about_terms_that_exist() -> None:
    from fnmatch import fnmatchcase

    codes = [term.code for term in terms()]
    for patterns in USES.values():
        for pattern, _ in patterns:
            assert any(fnmatchcase(code, pattern) for code in codes), pattern
    assert level_for("sell", "NC") == "error"
    assert level_for("internal", "NC") == "warning"
    assert level_for(None, "NC") is None
    assert level_for("sell", "BY") is None


def test_the_verdict_and_its_exit_code() -> None:
    made = Policy()
    assert settled(made).exit_code == Exit.DONE
    assert settled(made, finding("license-warning")).exit_code == Exit.DONE
    assert settled(Policy(fail_on="warning"), finding("license-warning")).exit_code == Exit.FAILED_CHECK
    assert settled(made, finding("license-unknown")).exit_code == Exit.UNKNOWN
    assert settled(made, finding("license-unknown"), finding("license-conflict")).exit_code == Exit.FAILED_CHECK
    assert GateReport(made, ["x"], 0, []).exit_code == Exit.UNKNOWN
    strict = Policy(levels={"license-unknown": "error"})
    assert settled(strict, finding("license-unknown", made=strict)).exit_code == Exit.FAILED_CHECK


def waiver(expires: date, rule: str = "license-*") -> Waiver:
    return Waiver(rule=rule, artifact="a/*", reason="agreed", owner="me", expires=expires)


def test_a_waiver_holds_through_its_last_day_and_then_fails() -> None:
    report = settled(Policy(waivers=(waiver(TODAY),)), finding("license-conflict"))
    assert (report.exit_code, report.findings[0].state) == (Exit.DONE, "waived")
    report = settled(Policy(waivers=(waiver(date(2030, 5, 31)),)), finding("license-conflict"))
    assert report.exit_code == Exit.FAILED_CHECK
    assert {one.rule for one in report.failing} == {"license-conflict", "waiver-expired"}
    report = settled(Policy(waivers=(waiver(date(2030, 5, 31)),)))
    assert [one.rule for one in report.failing] == ["waiver-expired"]
    report = settled(Policy(waivers=(waiver(date(2031, 1, 1)),)))
    assert [one.rule for one in report.open] == ["waiver-unused"]
    assert report.exit_code == Exit.DONE


def test_a_baseline_knows_findings_and_not_others_of_the_same_rule() -> None:
    known = frozenset({finding("license-conflict", detail="x").fingerprint})
    assert settled(Policy(), finding("license-conflict", detail="x"), known=known).exit_code == Exit.DONE
    assert settled(Policy(), finding("license-conflict", detail="y"), known=known).exit_code == Exit.FAILED_CHECK


def test_targets_are_code_lists_and_ids(tmp_path: Path) -> None:
    listed = tmp_path / "models.txt"
    listed.write_text("# ours\nacme/a  # the first\n\ngithub.com/acme/b\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    found = list(read_targets([str(listed), str(tmp_path / "app"), "acme/c"]))
    assert [one.text for one in found] == ["acme/a", "github.com/acme/b", str(tmp_path / "app"), "acme/c"]
    assert [one.place.line for one in found if one.place] == [2, 4]
    assert found[2].path == tmp_path / "app"
    bill = tmp_path / "model.cdx.json"
    part = {"type": "machine-learning-model", "name": "acme/d", "purl": "pkg:huggingface/acme/d@abc"}
    bill.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [part]}), encoding="utf-8"
    )
    assert [one.text for one in read_targets([str(bill)])] == ["acme/d"]
    listed.write_text("# nothing\n", encoding="utf-8")
    for wrong in (str(listed), "./no-such-folder", "no-such.txt"):
        with pytest.raises(InputError):
            list(read_targets([wrong]))
