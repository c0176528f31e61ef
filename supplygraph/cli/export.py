"""The `export` commands: the graph as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from supplygraph.settings import Settings


@click.group()
def export() -> None:
    """Write the graph to a file."""


@export.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@click.pass_obj
def records(settings: Settings, out: Path | None) -> None:
    """Write all artifacts in the plain record format, one a line; `load records` reads it again."""
    from supplygraph.cli.connection import open_connection
    from supplygraph.destination import destination
    from supplygraph.export.records import export_records

    with open_connection(settings) as connection, destination(out) as stream:
        count = export_records(connection, stream)
    if out is not None:
        click.echo(f"Wrote {count:,} records to {out}", err=True)


@export.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.pass_obj
def browser(settings: Settings, folder: Path) -> None:
    """Write all stored questions as saved scripts of Neo4j Browser, a style for its pictures, and a guide.

    Open start.html from DIR in the web browser: its links ask six questions in Neo4j Browser. Drop supplygraph.zip and
    supplygraph.grass on the page of Neo4j Browser.
    """
    from supplygraph.export.browser import DEFAULT_BROWSER, export_browser
    from supplygraph.server.local import running

    address = running(settings)
    count = export_browser(folder, (address and address.browser) or DEFAULT_BROWSER)
    click.echo(
        f"Wrote {count:,} scripts, a style and a guide to {folder}; begin with {folder / 'start.html'}, or drop the "
        ".zip and the .grass on Neo4j Browser",
        err=True,
    )


@export.command()
@click.argument("target", required=False, metavar="[MODEL|DATASET|REPOSITORY|FOLDER]")
@click.option(
    "--repo",
    "code",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Scan this code, too, and join what it loads.",
)
@click.option(
    "--repository", metavar="NAME", help="Name of the scanned code, github.com/owner/name; else of its remote."
)
@click.option(
    "--format", "form", type=click.Choice(["cyclonedx", "spdx"]), default="cyclonedx", show_default=True,
    help="CycloneDX, or SPDX 3.0.1.",
)  # fmt: skip
@click.option("--spec-version", type=click.Choice(["1.6", "1.7"]), help="Version of CycloneDX.  [default: 1.6]")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set of the verdicts.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@click.pass_obj
def bom(
    settings: Settings,
    target: str | None,
    code: Path | None,
    repository: str | None,
    form: Any,
    spec_version: Any,
    profile: str,
    out: Path | None,
) -> None:
    """Write a bill of materials: everything that an artifact rests on, down to the roots.

    All ancestors, datasets and declared licences are listed, with verdicts, conflicts and what is not known. A FOLDER
    or archive is scanned as by `scan`, and listed with what the code loads; write ./owner/name for a folder that has
    the form of an id. The same graph gives the same file: times are those of the newest load. `load bom` reads it
    again. SPDX needs the extra [bom].

    \b
    Examples:
      supplygraph export bom mlabonne/NeuralHermes-2.5-Mistral-7B --out bom.cdx.json
      supplygraph export bom . --format spdx --out bom.spdx.json
    """
    import json

    from supplygraph.cli.connection import open_connection
    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.extras import needed
    from supplygraph.text import safe

    if form == "spdx" and spec_version:
        raise click.UsageError("--spec-version is a version of CycloneDX, and the format is spdx")
    from supplygraph.bom.document import bom_document, remarks
    from supplygraph.bom.gather import bill_of

    if form == "spdx":
        # Missing packages are said before anything is started.
        with needed("bom"):
            import supplygraph.bom.spdx  # noqa: F401
    if code is None and target is not None and _is_code(target):
        code, target = Path(target), None
    scanned = _scanned(settings, code, repository) if code is not None else None
    with open_connection(settings) as connection:
        finish_pending(connection)
        bill = bill_of(connection, target, scanned, profile)
    document = bom_document(bill, form, spec_version or "1.6")
    with destination(out) as stream:
        stream.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    for line in remarks(bill, document):
        click.echo(safe(line), err=True)
    if out is not None:
        click.echo(f"Wrote {len(bill.parts):,} parts to {out}", err=True)


def _is_code(target: str) -> bool:
    """Whether a text names a folder or archive and not an artifact: `owner/name` may be both, and is then no path."""
    return Path(target).exists() and (target.startswith((".", "/")) or target.count("/") != 1)


def _scanned(settings: Settings, path: Path, repository: str | None) -> Any:
    from supplygraph.cli.scan import cache_file
    from supplygraph.reuse.repository_name import local_name
    from supplygraph.sources.code import Code

    (scanned,) = Code([path], repository=repository or local_name(path), cache=cache_file(settings, True)).scan()
    return scanned
