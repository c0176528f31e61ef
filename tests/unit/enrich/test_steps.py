"""What follows from loads is a list of steps; declarations say by which changes each is asked for."""

from typing import get_args

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich import steps
from supplygraph.enrich.steps import KNOWN, STEPS, Step, Work, outdated, versions
from supplygraph.schema.declaration import Follows
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS


def nothing(work: Work) -> None:
    """A step without anything to do."""


def asked(*changed: Follows, old: frozenset[str] = frozenset(), done: tuple[str, ...] = ()) -> list[str]:
    """The steps that changes ask for."""
    work = Work(None, print, set(changed), old, done=done)  # type: ignore[arg-type]
    return [step.name for step in STEPS if step.is_asked(work)]


def test_every_change_that_a_declaration_names_asks_for_a_step() -> None:
    declared = {name for node in NODES for name in node.triggers}
    declared |= {name for kind in RELATIONSHIPS for name in (*kind.triggers, *kind.triggers_new, *kind.triggers_gone)}
    heard = {name for step in STEPS for name in step.triggered_by}
    assert declared <= heard <= set(get_args(Follows))
    assert set(KNOWN) <= set(get_args(Follows))


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ((), []),
        (("licenses",), ["licenses"]),
        (("publishers",), ["publishers"]),
        (("lineage",), ["licenses", "lineage", "publishers"]),
        (("ids", "fingerprints"), ["fingerprints", "ids"]),
    ],
)
def test_a_step_runs_where_a_change_asks_for_it(changed: tuple[Follows, ...], names: list[str]) -> None:
    # These see by themselves what a load leaves to do.
    assert asked(*changed) == [*names, "shown", "names", "checks"]


def test_what_a_first_load_has_worked_out_is_not_worked_out_again() -> None:
    assert asked("lineage", done=("lineage", "publishers")) == ["licenses", "shown", "names", "checks"]


def test_rules_that_changed_ask_for_their_step_and_those_that_may_rest_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = versions()
    assert outdated(None) == outdated(before) == frozenset()
    changed = tuple(
        Step(step.name, step.called, nothing, ("derive/shown.cypher",)) if step.name == "publishers" else step
        for step in STEPS
    )
    monkeypatch.setattr(steps, "STEPS", changed)
    versions.cache_clear()
    assert versions() != before
    assert outdated(before) == {"publishers", "shown", "names", "checks"}
    monkeypatch.undo()
    versions.cache_clear()


def test_rules_of_before_there_were_steps_are_other_rules() -> None:
    assert outdated("0123456789abcdef" * 4) == {step.name for step in STEPS}


def test_every_file_of_derivations_and_checks_is_of_a_step() -> None:
    root = cypher_folder()
    # Facts are imputed by a command, where somebody asks for them; files of checks that are of no topic are questions.
    found = {path for path in (root / "derive").rglob("*.cypher") if path.parent.name != "imputation"}
    found |= set((root / "checks").glob("*/*.cypher"))
    assert {path for step in STEPS for path in step.files()} == found
