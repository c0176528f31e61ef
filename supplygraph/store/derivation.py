"""Runs the derivation steps of `cypher/derive/` inside the database after a load, until nothing changes."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import neo4j

from supplygraph.errors import QueryError
from supplygraph.store.connection import Connection, statement

#: A repeated step that still changes something after so many passes is reported instead of running on.
MAX_PASSES = 10_000

_LOG = logging.getLogger(__name__)
_STEP = re.compile(r"^// (once|repeat|cycle): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One statement of a derivation.

    Attributes:
        title: What it does.
        text: The statement; returns one integer column `changed`.
        repeat: Whether it runs, with `$pass` = 0, 1, 2 …, until `changed` is 0.
        cycle: Whether it and the steps of this kind beside it run in turn like that, until the last changes nothing.
    """

    title: str
    text: str
    repeat: bool
    cycle: bool = False

    @property
    def batched(self) -> bool:
        """Whether it commits in batches by itself, so that no transaction grows with the graph."""
        return "IN TRANSACTIONS" in self.text


def read_steps(path: Path) -> list[Step]:
    """The steps of one derivation file, in order.

    Raises:
        QueryError: a statement stands before the first step line, or a step has no statement.
    """
    parts = _STEP.split(path.read_text(encoding="utf-8"))
    steps = [
        Step(title.strip(), body.strip().rstrip(";"), kind == "repeat", kind == "cycle")
        for kind, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]
    for step in steps:
        if not step.text or ";" in step.text:
            raise QueryError(f"{path.name}: the step «{step.title}» is not one statement")
    return steps


def run_steps(connection: Connection, steps: list[Step], on_step: Callable[[str], None] | None = None) -> int:
    """Runs steps in order and returns how often something changed; a pass is one transaction where it is not batched.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails, or does not come to an end.
    """
    changed = 0
    for cycle, group in groupby(steps, key=lambda step: step.cycle):
        for turn in [list(group)] if cycle else [[step] for step in group]:
            changed += _run_turns(connection, turn, on_step)
    return changed


def _run_turns(connection: Connection, steps: list[Step], on_step: Callable[[str], None] | None) -> int:
    """Runs steps one after the other, once or again and again until the last of them changes nothing."""
    changed = 0
    for number in range(MAX_PASSES):
        now = 0
        for step in steps:
            if on_step is not None:
                on_step(step.title)
            clock = time.monotonic()
            if step.batched:
                now = int(connection.execute_in_batches(step.text, {"pass": number})[0]["changed"])
            else:
                now = connection.write(_pass(step, number))
            _LOG.info("%s: %d changed in %.2f s", step.title, now, time.monotonic() - clock)
            changed += now
        if not now or not (steps[-1].repeat or steps[-1].cycle):
            return changed
    raise QueryError(f"the step «{steps[-1].title}» still changes something after {MAX_PASSES} passes")


def _pass(step: Step, number: int) -> Callable[[neo4j.ManagedTransaction], int]:
    def work(transaction: neo4j.ManagedTransaction) -> int:
        record = transaction.run(statement(step.text), {"pass": number}).single(strict=True)
        return int(record["changed"])

    return work
