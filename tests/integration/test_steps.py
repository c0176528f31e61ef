"""Each step of a derivation does by itself what its given–expect case states, in a graph that holds nothing else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import Step, read_steps
from tests.cases import read_cases

pytestmark = pytest.mark.integration

CASES = Path(__file__).parents[1] / "steps"
DERIVE = cypher_folder() / "derive"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def steps() -> dict[str, Step]:
    """Every step by its file and its place in it; what imputation guesses is stated in `test_imputation.py`."""
    files = [path for path in sorted(DERIVE.rglob("*.cypher")) if path.parent.name != "imputation"]
    return {
        f"{path.relative_to(DERIVE).with_suffix('').as_posix()}:{number}": step
        for path in files
        for number, step in enumerate(read_steps(path), 1)
    }


def cases() -> dict[str, dict[str, Any]]:
    return {name: case for path in sorted(CASES.glob("*.yaml")) for name, case in read_cases(path).items()}


STEPS = steps()


def test_every_step_has_a_case_and_every_case_a_step() -> None:
    assert set(cases()) == set(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_does_what_is_stated(empty_graph: Connection, name: str) -> None:
    step, case = STEPS[name], cases()[name]
    for one in case["given"].split(";\n"):
        if one.strip():
            empty_graph.execute(one)
    parameters = {"now": NOW, "pass": 0, **case.get("parameters", {})}
    if "shows" not in case:
        assert empty_graph.read(step.text, parameters) == case["expect"]
        return
    assert empty_graph.execute_in_batches(step.text, parameters) == [{"changed": case["changed"]}]
    assert [list(row.values()) for row in empty_graph.read(case["shows"], {"now": NOW})] == case["expect"]
