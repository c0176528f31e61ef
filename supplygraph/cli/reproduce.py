"""The `reproduce` commands: one a study, all with the same table and exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from supplygraph.reproduce.figure import Figure

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
