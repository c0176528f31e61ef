"""Progress on stderr: a bar on a terminal, nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from supplygraph.load import Progress
from supplygraph.sources.source import Source


@contextmanager
def progress_bar(source: Source) -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on a terminal; silent elsewhere."""

    console = Console(stderr=True)
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(f"Loading {source.name}", total=None, rate="")

        def on_progress(progress: Progress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{progress.tally.records / elapsed:,.0f} records/s" if elapsed else ""
            if progress.stage == "read":
                bar.update(task, completed=progress.tally.position, total=progress.tally.total, rate=rate)
            else:
                bar.update(task, description=progress.stage[:60], completed=0, total=None, rate="")

        yield on_progress


def say_waiting(seconds: float, why: str) -> None:
    """Says on stderr that the crawl waits, and why."""
    click.echo(f"waiting {seconds:,.0f} s: {why}", err=True)
