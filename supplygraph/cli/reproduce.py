"""The `reproduce` commands: one a study, all with the same table and exit code."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from supplygraph.reproduce.figure import Figure
    from supplygraph.sources.source import Source
    from supplygraph.store.connection import Connection

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="How the figures are printed.",
)


@click.group()
def reproduce() -> None:
    """Recompute the figures of a published study.

    Prints for each figure what was published, what comes out here, the difference, and why they differ. The exit code
    is 1 when a figure that must match does not. Figures that public data do not allow are listed as such.
    """


@reproduce.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--db", "dump", type=click.Path(path_type=Path), metavar="FILE", help="The PeaTMOSS database, too.")
@FORMAT
@click.pass_obj
def peatmoss(settings: Settings, folder: Path, dump: Path | None, form: str) -> int:
    """Recompute the figures of PeaTMOSS (MSR 2024) from its public artifact.

    FOLDER holds mapping.csv, all_gh_licenses.json and lf_license_compatibility.csv. They are loaded into a graph of
    their own, which is deleted at the end; your graph is not touched.
    """
    from supplygraph.load import load
    from supplygraph.reproduce import peatmoss as study
    from supplygraph.reproduce.scratch import scratch_graph
    from supplygraph.sources.peatmoss import Peatmoss

    sources = study.artifact_sources(folder)
    database = Peatmoss(dump) if dump else None
    if database is None:
        figures = list(study.database_figures(None))
    else:
        with scratch_graph(settings) as connection:
            load(database, lambda: connection)
            figures = list(study.database_figures(connection))
    figures += study.file_figures(folder)
    with scratch_graph(settings) as connection:
        for source in sources:
            load(source, lambda: connection)
        figures += study.link_figures(connection)
        figures += study.license_figures(connection)
    figures += study.unavailable_figures()
    return report(figures, form)


@reproduce.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@FORMAT
def naming(folder: Path, form: str) -> int:
    """Recompute the figures of the study of model names (EMSE 2025) from its public artifact.

    FOLDER holds name_components.json, ground_truth_cls_data.json and arch_to_repo_name.json. No graph is needed.
    """
    from supplygraph.reproduce.naming import naming_figures

    return report(naming_figures(folder), form)


FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")


@reproduce.command()
@FILES
@click.option(
    "--links", type=click.Path(path_type=Path), metavar="FOLDER",
    help="The PeaTMOSS artifact, too: its rule set for derivations, and the rates over what repositories load.",
)  # fmt: skip
@FORMAT
@click.pass_obj
def anatomy(settings: Settings, files: tuple[Path, ...], links: Path | None, form: str) -> int:
    """Recompute what studies of the whole Hub publish.

    Anatomy of a Machine Learning Ecosystem, Model Atlas, HuggingGraph, AI Supply Chain Galaxy, LISCAN.AI, License Drift
    and others: coverage, relations, depths, changes of licence, task and language, and the rate of licence conflicts
    under each published definition on the same derivations.

    FILE is a listing or dump of the Hub as `load hub-file` takes it, or another table of models. It is loaded into a
    graph of its own, which is deleted at the end. Without FILE the figures are those of your graph. No figure has to
    match, because each study has its own set of models.

    \b
    Examples:
      supplygraph reproduce anatomy
      supplygraph reproduce anatomy models.parquet --links PeaTMOSS-Artifact --format csv
    """
    from supplygraph.errors import InputError
    from supplygraph.load import load
    from supplygraph.reproduce import anatomy as study
    from supplygraph.reproduce.peatmoss import artifact_sources
    from supplygraph.reproduce.rates import use_rates
    from supplygraph.reproduce.scratch import scratch_graph

    if links and not files:
        raise InputError(
            "--links was given without a FILE, and nothing is loaded into your graph for a reproduction",
            "name a listing of the Hub as well, or load the links with load peatmoss-links",
        )
    sources = artifact_sources(links) if links else ()
    with _graph(settings, files, sources[:1]) as connection:
        figures = list(study.anatomy_figures(connection))
        figures += use_rates(connection) if not links and study.has_uses(connection) else ()
    if sources:
        with scratch_graph(settings) as connection:
            for source in sources:
                load(source, lambda: connection)
            figures += use_rates(connection)
    figures += study.unavailable_anatomy()
    return report(figures, form)


@reproduce.command()
@FILES
@FORMAT
@click.pass_obj
def reuse(settings: Settings, files: tuple[Path, ...], form: str) -> int:
    """Recompute the figures of the study of model reuse (ICSE 2023).

    Datasets and architectures that many models rest on, and claims that machines read, by task. FILE is a listing or
    dump of the Hub as `load hub-file` takes it, loaded into a graph of its own; without FILE the figures are those of
    your graph. The metadata that the study had are not public, so no figure has to match.

    \b
    Examples:
      supplygraph reproduce reuse
      supplygraph reproduce reuse models.jsonl.gz --format json
    """
    from supplygraph.reproduce.reuse import reuse_figures

    with _graph(settings, files) as connection:
        figures = list(reuse_figures(connection))
    return report(figures, form)


@contextmanager
def _graph(settings: Settings, files: tuple[Path, ...], before: Sequence[Source] = ()) -> Iterator[Connection]:
    """The user's graph, or one with nothing but some files in it.

    Raises:
        InputError: a file cannot be used, or no models are loaded.
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.errors import InputError
    from supplygraph.load import load
    from supplygraph.reproduce.scratch import scratch_graph
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.hub_file import HubFile

    if files:
        models = HubFile(list(files))
        with scratch_graph(settings) as connection:
            for source in (*before, models):
                load(source, lambda: connection)
            yield connection
        return
    with open_connection(settings) as connection:
        finish_pending(connection)
        if not connection.read("RETURN EXISTS { (:Model) } AS filled")[0]["filled"]:
            raise InputError("no models are loaded", "name a listing of the Hub, or load one first")
        yield connection


def report(figures: Iterable[Figure], form: str) -> int:
    """Prints the figures of a study.

    Args:
        figures: The figures, in the order of the study.
        form: `table`, `json` or `csv`.

    Returns:
        The exit code: 1 when a figure that must match does not, else 0.
    """
    from supplygraph.destination import destination
    from supplygraph.queries.output import write_rows
    from supplygraph.reproduce.figure import failures, full_row, table_row
    from supplygraph.text import safe

    figures = list(figures)
    with destination(None) as out:
        write_rows(form, None, map(table_row if form == "table" else full_row, figures), out)
    failed = failures(figures)
    if failed:
        click.echo(f"must match, but do not: {', '.join(safe(figure.name) for figure in failed)}", err=True)
    return 1 if failed else 0
