"""Runs the derivation steps of `cypher/derive/` inside the database after a load, until nothing changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import neo4j

from supplygraph.errors import QueryError
from supplygraph.graph.connection import Connection, statement
from supplygraph.graph.statements import fold_alias_statements, stubs_with_old_ids

#: A repeated step that still changes something after so many passes is reported instead of running on.
MAX_PASSES = 10_000

_STEP = re.compile(r"^// (once|repeat): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One statement of a derivation.

    Attributes:
        title: What it does.
        text: The statement; returns one integer column `changed`.
        repeat: Whether it runs, with `$pass` = 0, 1, 2 …, until `changed` is 0.
    """

    title: str
    text: str
    repeat: bool


def read_steps(path: Path) -> list[Step]:
    """The steps of one derivation file, in order.

    Raises:
        QueryError: a statement stands before the first step line, or a step has no statement.
    """
    parts = _STEP.split(path.read_text(encoding="utf-8"))
    steps = [
        Step(title.strip(), body.strip().rstrip(";"), kind == "repeat")
        for kind, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]
    for step in steps:
        if not step.text or ";" in step.text:
            raise QueryError(f"{path.name}: the step «{step.title}» is not one statement")
    return steps


def run_steps(connection: Connection, steps: list[Step], on_step: Callable[[str], None] | None = None) -> int:
    """Runs steps in order, each pass in one managed transaction, and returns how often something changed.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails, or does not come to an end.
    """
    changed = 0
    for step in steps:
        if on_step is not None:
            on_step(step.title)
        for number in range(MAX_PASSES):
            now = connection.write(_pass(step, number))
            changed += now
            if not step.repeat or not now:
                break
        else:
            raise QueryError(f"the step «{step.title}» still changes something after {MAX_PASSES} passes")
    return changed


def _pass(step: Step, number: int) -> Callable[[neo4j.ManagedTransaction], int]:
    def work(transaction: neo4j.ManagedTransaction) -> int:
        record = transaction.run(statement(step.text), {"pass": number}).single(strict=True)
        return int(record["changed"])

    return work


def fold_aliases(connection: Connection) -> int:
    """Moves what others say of an old id to the artifact it names now, and returns how many changes that took.

    Raises:
        ServerError: the server cannot be used.
    """
    if not connection.read(stubs_with_old_ids())[0]["stubs"]:
        return 0
    return run_steps(connection, [Step("old ids", text, repeat=False) for text in fold_alias_statements()])


def derive(connection: Connection, folder: Path, on_step: Callable[[str], None] | None = None) -> None:
    """Brings all derived properties up to date; running it again changes nothing.

    Args:
        connection: The graph.
        folder: Where the derivation files are; they run in the order of their names.
        on_step: Told the title of each step as it begins.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails.
    """
    for path in sorted(folder.glob("*.cypher")):
        run_steps(connection, read_steps(path), on_step)
