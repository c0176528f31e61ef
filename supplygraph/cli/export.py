"""The `export` commands: the graph as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.errors import InputError
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.export.reading import Reader
    from supplygraph.store.connection import Connection

OUT = click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal."
)
FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")


@click.group()
def export() -> None:
    """Write the graph, or a part of it, to files."""


def _part(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose what is exported; the whole graph where none is given."""
    options = (
        click.option("--query", "question", metavar="NAME", help="Only what this stored question gives or names."),
        click.option(
            "--param",
            "assignments",
            multiple=True,
            metavar="NAME=VALUE",
            help="A parameter of that question; may be repeated.",
        ),
        click.option("--around", metavar="ARTIFACT", help="Only the neighbourhood of this artifact."),
        click.option(
            "--hops", type=click.IntRange(0), metavar="N", help="Steps that the neighbourhood reaches.  [default: 2]"
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _reader(connection: Connection, *, machinery: bool, chosen: dict[str, Any]) -> Reader:
    from supplygraph.cli.derive import finish_pending
    from supplygraph.export.reading import Reader
    from supplygraph.export.selection import around, of_question

    finish_pending(connection)
    part = None
    if chosen["around"] is not None:
        part = around(connection, chosen["around"], 2 if chosen["hops"] is None else chosen["hops"])
    elif chosen["question"] is not None:
        part = of_question(connection, chosen["question"], chosen["assignments"])
    return Reader(connection, part, machinery and part is None)


def _checked(chosen: dict[str, Any]) -> None:
    if chosen["question"] is not None and chosen["around"] is not None:
        raise InputError("--query and --around both choose what is exported", "give one of them")
    for name, other in (("assignments", "question"), ("hops", "around")):
        if chosen[name] not in (None, ()) and chosen[other] is None:
            words = {"assignments": "--param", "hops": "--hops", "question": "--query", "around": "--around"}
            raise InputError(f"{words[name]} belongs to {words[other]}", f"give {words[other]}, too")


def _say_left_out(reader: Reader) -> None:
    from supplygraph.text import safe

    for what, count in sorted(reader.left_out.items()):
        click.echo(safe(f"  left out: {what} ({count:,}), which the schema does not have"), err=True)


def _into_folder(
    settings: Settings, folder: Path, chosen: dict[str, Any], write: Callable[[Reader, Path], int], machinery: bool
) -> None:
    from supplygraph.server.opening import open_connection

    _checked(chosen)
    with open_connection(settings) as connection:
        reader = _reader(connection, machinery=machinery, chosen=chosen)
        count = write(reader, folder)
    click.echo(f"Wrote {count:,} nodes and relationships to {folder}", err=True)
    _say_left_out(reader)


def _into_file(
    settings: Settings, out: Path | None, chosen: dict[str, Any], write: Callable[[Reader, Any], int]
) -> None:
    from supplygraph.destination import destination
    from supplygraph.server.opening import open_connection

    _checked(chosen)
    with open_connection(settings) as connection:
        reader = _reader(connection, machinery=False, chosen=chosen)
        with destination(out) as stream:
            count = write(reader, stream)
    if out is not None:
        click.echo(f"Wrote {count:,} nodes and relationships to {out}", err=True)
    _say_left_out(reader)


@export.command()
@FOLDER
@_part
@click.pass_obj
def parquet(settings: Settings, /, folder: Path, **chosen: Any) -> None:
    """Write a Parquet file for each label and relationship type, for pandas, DuckDB, Spark or `neo4j-admin`.

    DIR gets nodes/LABEL.parquet (`id` and the properties), relationships/TYPE/START.END.parquet (`src`, `dst`,
    `src_label`, `dst_label` and the properties), schema.json, manifest.json with checksums, and headers that
    `neo4j-admin` takes. Without --query or --around the whole graph is written. Needs the extra [parquet].

    \b
    Examples:
      supplygraph export parquet graph/
      supplygraph export parquet lineage/ --around mistralai/Mistral-7B-v0.1 --hops 3
    """
    from supplygraph.export.parquet import write_parquet
    from supplygraph.extras import needed

    with needed("parquet"):
        import pyarrow  # noqa: F401
    _into_folder(
        settings, folder, chosen, lambda reader, to: sum(part.rows for part in write_parquet(reader, to)), True
    )


@export.command()
@FOLDER
@_part
@click.pass_obj
def csv(settings: Settings, /, folder: Path, **chosen: Any) -> None:
    """Write a CSV file for each label and relationship type, with schema.json.

    Lists are JSON, times ISO 8601, and what is missing is an empty cell. Cells are exactly what the graph holds; for a
    spreadsheet, which runs cells that begin with `=`, ask `query NAME --format csv`.

    \b
    Example:
      supplygraph export csv tables/ --query lineage-descendants --param model_id=mistralai/Mistral-7B-v0.1
    """
    from supplygraph.export.files import write_csv

    _into_folder(settings, folder, chosen, write_csv, False)


@export.command()
@OUT
@_part
@click.pass_obj
def jsonl(settings: Settings, /, out: Path | None, **chosen: Any) -> None:
    """Write a node or relationship a line, as JSON.

    \b
    Example:
      supplygraph export jsonl --out graph.jsonl
    """
    from supplygraph.export.files import write_jsonl

    _into_file(settings, out, chosen, write_jsonl)


@export.command()
@OUT
@_part
@click.pass_obj
def networkx(settings: Settings, /, out: Path | None, **chosen: Any) -> None:
    """Write what networkx reads: its node-link JSON.

    `networkx.node_link_graph(json.load(file), edges="edges")` gives the MultiDiGraph. Nodes are named `Label:key`.

    \b
    Example:
      supplygraph export networkx --around mistralai/Mistral-7B-v0.1 --out mistral.json
    """
    from supplygraph.export.files import write_networkx

    _into_file(settings, out, chosen, write_networkx)


@export.command()
@OUT
@_part
@click.pass_obj
def graphml(settings: Settings, /, out: Path | None, **chosen: Any) -> None:
    """Write GraphML, for Gephi, Cytoscape, igraph or networkx.

    Attributes have the types of the schema; lists are JSON text.

    \b
    Example:
      supplygraph export graphml --query lineage-graph --param model_id=mistralai/Mistral-7B-v0.1 --out mistral.graphml
    """
    from supplygraph.export.files import write_graphml

    _into_file(settings, out, chosen, write_graphml)


@export.command()
@FOLDER
@_part
@click.pass_obj
def pyg(settings: Settings, /, folder: Path, **chosen: Any) -> None:
    """Write NumPy arrays for PyTorch Geometric: ids and numbers of each label, an edge_index for each relationship.

    `supplygraph.export.files.read_arrays(DIR)` reads them; docs/research.md makes a `HeteroData` of them.

    \b
    Example:
      supplygraph export pyg arrays/
    """
    from supplygraph.export.files import write_pyg

    _into_folder(settings, folder, chosen, write_pyg, False)


@export.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@click.pass_obj
def records(settings: Settings, out: Path | None) -> None:
    """Write all artifacts in the plain record format, one a line; `load records` reads it again."""
    from supplygraph.destination import destination
    from supplygraph.export.records import export_records
    from supplygraph.server.opening import open_connection

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

    from supplygraph.cli.derive import finish_pending
    from supplygraph.destination import destination
    from supplygraph.extras import needed
    from supplygraph.server.opening import open_connection
    from supplygraph.text import safe

    if form == "spdx" and spec_version:
        raise click.UsageError("--spec-version is a version of CycloneDX, and the format is spdx")
    from supplygraph.bom.document import bom_document, remarks
    from supplygraph.report.bill import bill_of

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


@export.command()
@FOLDER
@click.option("--title", metavar="TEXT", help="What it is called in its card and its citation.")
@click.option("--license", "license_id", default="", metavar="ID", help="The licence that you publish it under.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who publishes it; may be repeated.")
@click.option("--url", default="", metavar="URL", help="Where it will be found.")
@click.pass_obj
def snapshot(
    settings: Settings, folder: Path, title: str | None, license_id: str, authors: tuple[str, ...], url: str
) -> None:
    """Write the whole graph so that it can be published and cited like a data set; `load snapshot` reads it.

    DIR gets what `export parquet` writes, a manifest with sources, their dates and licences and checksums, a data set
    card (README.md) and CITATION.cff. The same graph gives the same files. Needs the extra [parquet].

    \b
    Example:
      supplygraph export snapshot hub-2026-11/ --title "Hub, November 2026" --license CC-BY-4.0 --author "Jo Doe"
    """
    from supplygraph.export.snapshot import About, write_snapshot
    from supplygraph.extras import needed

    with needed("parquet"):
        import pyarrow  # noqa: F401
    about = About(title or About.title, license_id, authors, url)
    whole = {"question": None, "around": None, "assignments": (), "hops": None}
    _into_folder(
        settings, folder, whole, lambda reader, to: sum(part.rows for part in write_snapshot(reader, to, about)), True
    )
    if not license_id:
        click.echo("  no --license was given: the card says that whoever publishes it has to add one", err=True)


@export.command("import-parts")
@FOLDER
@click.pass_obj
def import_parts(settings: Settings, folder: Path) -> None:
    """Write the whole graph for `neo4j-admin`, and print the exact command that fills another Neo4j with it.

    DIR gets what `export parquet` writes. The command takes an official Neo4j 2025.03 or newer, on whose machine DIR
    is, and an empty or absent database. What it leaves out is only empty texts. Needs the extra [parquet].

    \b
    Example:
      supplygraph export import-parts /var/lib/neo4j/import/supplygraph
    """
    import shlex

    from supplygraph.export.parquet import import_arguments, write_parquet
    from supplygraph.extras import needed
    from supplygraph.server.opening import open_connection

    with needed("parquet"):
        import pyarrow  # noqa: F401
    whole = {"question": None, "around": None, "assignments": (), "hops": None}
    with open_connection(settings) as connection:
        reader = _reader(connection, machinery=True, chosen=whole)
        parts = write_parquet(reader, folder)
    place = folder.absolute()
    arguments = [shlex.quote(one) for one in import_arguments(place, parts, place / "headers")]
    click.echo(" \\\n  ".join(["neo4j-admin database import full neo4j", *arguments]))
    click.echo(
        f"Wrote {sum(part.rows for part in parts):,} nodes and relationships to {folder}. Stop that Neo4j, run the "
        "command above (--overwrite-destination replaces a database), start it, then make the indexes: "
        "supplygraph schema cypher | cypher-shell",
        err=True,
    )
    _say_left_out(reader)
