"""SARIF that other tools accept."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from supplygraph.reuse.sarif import RULES, finding_result, log, rule_of
from tests.unit.reuse.repositories import found, notebook

CODE = (
    "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert')\nAutoModel.from_pretrained(x())\n"
    "m.push_to_hub('acme/mine')\n# https://huggingface.co/acme/other\n"
)


@pytest.fixture(scope="module")
def schema() -> object:
    """The schema that OASIS publishes, where it is at hand."""
    path = os.environ.get("SUPPLYGRAPH_SARIF_SCHEMA")
    if path is None:
        pytest.skip("set SUPPLYGRAPH_SARIF_SCHEMA to sarif-schema-2.1.0.json of oasis-tcs/sarif-spec")
    return json.loads(Path(path).read_text(encoding="utf-8"))


def made(tmp_path: Path) -> dict[str, object]:
    files = {"a b.py": CODE, "n.ipynb": notebook(CODE)}
    return log(finding_result(finding) for finding in found(tmp_path, files))


def test_the_log_keeps_to_the_published_schema(schema: object, tmp_path: Path) -> None:
    jsonschema.validate(made(tmp_path), schema)  # type: ignore[arg-type]


def test_every_finding_has_its_rule_and_its_place(tmp_path: Path) -> None:
    run = made(tmp_path)["runs"][0]  # type: ignore[index]
    assert {result["ruleId"] for result in run["results"]} == {"reuse", "unresolved", "publish", "mention"}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == RULES[result["ruleId"]][1]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"a%20b.py", "n.ipynb"}
    # The line of a cell is no line of its file.
    assert all(("region" in place) == (place["artifactLocation"]["uri"] == "a%20b.py") for place in places)


def test_a_log_of_nothing_is_a_log(tmp_path: Path) -> None:
    assert log([])["runs"][0]["results"] == []


def test_a_mention_is_no_warning(tmp_path: Path) -> None:
    assert {rule_of(finding) for finding in found(tmp_path, {"README.md": "https://huggingface.co/acme/x"})} == {
        "mention"
    }
