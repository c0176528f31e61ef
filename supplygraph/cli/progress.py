"""Progress on stderr by stages that people know: a bar on a terminal, one line a stage elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from supplygraph.enrich.steps import STEPS
from supplygraph.load import Progress
from supplygraph.sources.source import Source

#: What people call the rest of a load, beside `STEPS`, by how its titles begin.
_OTHERS = (
    ("merging", "merging records"),
    ("importing", "importing"),
    ("indexes", "making indexes"),
    ("waiting", "waiting for another load to end"),
)
_STEP = re.compile(r"^// (?:once|repeat|cycle): (.+)$", re.MULTILINE)


@cache
def _steps() -> dict[str, str]:
    """The stage of each step of the derivations, by its title."""
    called = {path: step.called for step in STEPS for path in step.files()}
    titles = {path: _STEP.findall(path.read_text(encoding="utf-8")) for path in sorted(called)}
    return {title: called[path] for path, found in titles.items() for title in found}


def stage_of(step: str, before: str) -> str:
    """What people call the stage of a step.

    Args:
        step: The title of the step.
        before: The stage before it, to which a step belongs that nothing else says it of.
    """
    known = _steps().get(step)
    others = (*_OTHERS, *((one.name, one.called) for one in STEPS))
    return known or next((stage for start, stage in others if step.startswith(start)), before)


class Stages:
    """Follows a load through its stages.

    Args:
        name: Name of the source.
        bar: Where a bar is shown; None for one line a stage.
    """

    def __init__(self, name: str, bar: Bar | None) -> None:
        self._bar = bar
        self._first = self.stage = f"loading {name}"
        self._began = monotonic()
        self._records = 0
        self._seen: set[str] = set()
        self._task = bar.add_task(self.stage, total=None, more="") if bar else None

    def __call__(self, progress: Progress) -> None:
        """Notes how far the load is."""
        if progress.stage == "read":
            self._records = progress.tally.records
            records = f"{self._records:,} records"
            self._show(completed=progress.tally.position, total=progress.tally.total, more=records)
            return
        stage = stage_of(progress.stage, "working out what follows" if self.stage == self._first else self.stage)
        if stage != self.stage:
            self.end()
            self.stage, self._began, self._seen = stage, monotonic(), set()
            if self._bar is not None and self._task is not None:
                self._bar.reset(self._task, description=stage, total=None, more="")
        self._seen.add(progress.stage)
        steps = sum(name == stage for name in _steps().values())
        if progress.of or not steps:
            self._show(completed=progress.done, total=progress.of or None, more="")
        else:
            self._show(completed=len(self._seen) - 1, total=steps, more="")

    def end(self) -> None:
        """Says that a stage is over, where there is no bar."""
        if self._bar is None:
            records = f"{self._records:,} records, " if self.stage == self._first else ""
            click.echo(f"{self.stage}: {records}{monotonic() - self._began:,.1f} s", err=True)

    def _show(self, *, completed: int, total: int | None, more: str) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=completed, total=total, more=more)


@contextmanager
def progress_bar(source: Source) -> Iterator[Callable[[Progress], None]]:
    """Shows stages with percent, elapsed time and time left on a terminal, and one line a stage elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        stages = Stages(source.name, None)
        yield stages
        stages.end()
        return
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[more]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        yield Stages(source.name, bar)


def say_waiting(seconds: float, why: str) -> None:
    """Says on stderr that the crawl waits, and why."""
    click.echo(f"waiting {seconds:,.0f} s: {why}", err=True)
