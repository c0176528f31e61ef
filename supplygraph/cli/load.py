"""The `load` commands: one a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.load import LoadResult, Progress
    from supplygraph.sources.source import Source

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the report is printed."
)


@click.group()
def load() -> None:
    """Load models, datasets and repositories into the graph.

    Every load can be run again: what is already there is found again, not made twice.
    """


@load.command()
@FORMAT
@click.pass_obj
def sample(settings: Settings, form: str) -> None:
    """Load the bundled sample of well-known models, datasets and repositories."""
    from supplygraph.sources.records import sample_records

    run(settings, sample_records(), form)


@load.command()
@FILES
@FORMAT
@click.pass_obj
def records(settings: Settings, files: tuple[Path, ...], form: str) -> None:
    """Load files in the plain record format: one artifact a line, as JSON.

    `supplygraph schema records` prints its JSON Schema. Files may be compressed (.gz, .zst).

    \b
    Example line:
      {"kind": "model", "id": "acme/foo-7b", "license": "apache-2.0",
       "derived_from": [{"id": "meta-llama/Llama-2-7b-hf", "relation": "finetune"}]}
    """
    from supplygraph.sources.records import Records

    run(settings, Records(files), form)


@load.command("hub-file")
@FILES
@click.option("--profile", metavar="NAME", help="Which dump it is; found by looking at its columns when not given.")
@FORMAT
@click.pass_obj
def hub_file(settings: Settings, files: tuple[Path, ...], profile: str | None, form: str) -> None:
    """Load dumps of the Hugging Face Hub: JSON Lines (.gz, .zst), Parquet, CSV."""
    from supplygraph.sources.hub_file import HubFile

    run(settings, HubFile(files, profile), form)


def run(settings: Settings, source: Source, form: str) -> None:
    """Loads a source with a progress bar on stderr and a report on stdout.

    Raises:
        InputError: the source cannot be read, or holds nothing that can be used.
        ServerError: the server cannot be used.
    """
    from supplygraph.api import open_connection
    from supplygraph.load import load as load_source

    with progress_bar(source) as on_progress:
        result = load_source(source, lambda: open_connection(settings), on_progress)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(result), ensure_ascii=False))
    else:
        for line in report_lines(result, source.arguments):
            click.echo(line)


@contextmanager
def progress_bar(source: Source) -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on a terminal; silent elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

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


def as_json(result: LoadResult) -> dict[str, Any]:
    """The report of a load for machines."""
    return {
        "load": result.id,
        "source": result.source,
        "complete": result.complete,
        "seconds": round(result.seconds, 3),
        "counts": result.counts(),
        "examples": result.tally.examples,
    }


def report_lines(result: LoadResult, arguments: str) -> Iterator[str]:
    """The report of a load for people, at most 80 columns but for long names."""
    from supplygraph.cli.text import safe

    written, tally = result.written, result.tally
    rate = tally.records / result.seconds if result.seconds else 0.0
    yield f"Loaded {safe(arguments)}: {tally.records:,} records in {result.seconds:.1f} s ({rate:,.0f}/s)"
    yield f"  created   {written.nodes_created:,} nodes, {written.relationships_created:,} relationships"
    if written.relationships_deleted:
        yield f"  removed   {written.relationships_deleted:,} relationships that are no longer stated"
    if result.stubs:
        named = ", ".join(f"{count:,} {label.lower()}s" for label, count in result.stubs.items())
        yield f"  stubs     {named}: named by others, described by no source"
    for name, count in sorted(tally.counts.items()):
        yield f"  counted   {count:,} {name.replace('_', ' ')}"
        for example in tally.examples.get(name, [])[:2]:
            yield f"            such as {safe(example)[:120]}"
    if not result.complete:
        yield "  not everything was read; run the same command again to go on"
