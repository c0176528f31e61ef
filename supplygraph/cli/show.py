"""The `show` command: one model as a tree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

#: Cells by which a tree indents each step.
_INDENT = 4

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from supplygraph.report.model import Branch, ModelReport
    from supplygraph.store.connection import Connection


@click.command()
@click.argument("model")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page instead, to pass on."
)
@click.option(
    "--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write the drawing of its lineage instead."
)
@click.pass_obj
def show(settings: Settings, model: str, form: str, html: Path | None, svg: Path | None) -> None:
    """Show one model: its facts and its lineage as a tree.

    MODEL is its id on the Hub, or an old id. A licence that differs from the one of the model it hangs from is marked
    with ≠. Wide families are folded; `supplygraph query lineage-descendants` lists them whole.

    \b
    Example:
      supplygraph show meta-llama/Llama-3.1-8B
      supplygraph show meta-llama/Llama-3.1-8B --html llama.html --svg llama.svg
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.report.model import model_report
    from supplygraph.server.opening import open_connection

    with open_connection(settings) as connection:
        finish_pending(connection)
        if html is not None or svg is not None:
            _write_files(connection, model, html, svg)
            return
        report = model_report(connection, model)
    if form == "json":
        import dataclasses
        import json

        click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False, default=str))
    else:
        _print(report)


def _write_files(connection: Connection, model: str, html: Path | None, svg: Path | None) -> None:
    from supplygraph.destination import destination
    from supplygraph.explore.alone import model_drawing, model_page

    for file, made in ((html, model_page), (svg, model_drawing)):
        if file is not None:
            text = made(connection, model)
            with destination(file) as stream:
                stream.write(text)
            click.echo(f"Wrote {file}", err=True)


def _print(report: ModelReport) -> None:
    from rich.console import Console
    from rich.text import Text

    from supplygraph.text import safe

    console = Console(highlight=False, emoji=False, markup=False, file=sys.stdout)
    facts = report.facts
    console.print(Text(safe(facts["model"]), style="bold"))
    for line in _fact_lines(report):
        console.print(Text(f"  {safe(line)}"))
    console.print()
    # What no terminal shows is as wide as its text.
    width = console.width if sys.stdout.isatty() else 10**6
    if report.bases.branches:
        console.print(_tree(Text("made from", style="bold"), report.bases, width), width=width)
    elif report.base_gaps:
        console.print(Text("made from: not known", style="bold"))
    else:
        console.print(Text("made from nothing the graph knows: a root"))
    for gap in report.base_gaps:
        console.print(Text(f"  ! {safe(gap.sentence)} ({gap.code})", style="yellow"))
    console.print()
    if report.made.branches:
        title = f"made from it: {facts['children']:,} directly, {facts['descendants']:,} in all"
        console.print(_tree(Text(title, style="bold"), report.made, width), width=width)
    else:
        console.print(Text("nothing the graph knows was made from it"))


def _fact_lines(report: ModelReport) -> list[str]:
    facts = report.facts
    size = f"{_short(facts['parameters'])} parameters" if facts["parameters"] else None
    downloads = f"{_short(facts['downloads'])} downloads" if facts["downloads"] is not None else None
    likes = f"{_short(facts['likes'])} likes" if facts["likes"] is not None else None
    first = [
        _license(facts["license"], facts["status"], "no licence declared"),
        facts["task"],
        facts["library"],
        size,
    ]
    second = [downloads, likes, "gated" if facts["gated"] else None]
    lines = [" · ".join(str(item) for item in line if item) for line in (first, second)]
    if facts["status"] == "stub":
        lines.append("a stub: others name it, no source describes it")
    elif facts["status"] not in (None, "present"):
        lines.append(f"{facts['status']} on the Hub")
    if facts["datasets"]:
        lines.append("trained on " + ", ".join(facts["datasets"]))
    if facts["repositories"]:
        lines.append(f"loaded by the code of {facts['repositories']:,} repositories")
    if facts["aliases"]:
        lines.append("also known as " + ", ".join(facts["aliases"]))
    if facts["successor"]:
        lines.append(f"succeeded by {facts['successor']}")
    return [line for line in lines if line]


def _tree(title: Text, root: Branch, width: int) -> Tree:
    from rich.tree import Tree

    tree = Tree(title)
    _grow(tree, root, width - _INDENT)
    return tree


def _grow(tree: Tree, branch: Branch, width: int) -> None:
    from rich.text import Text

    for inner in branch.branches:
        _grow(tree.add(_line(inner, width)), inner, width - _INDENT)
    if branch.folded > 0:
        tree.add(Text(f"… and {branch.folded:,} more", style="dim"))
    elif branch.folded_descendants and not branch.branches and not branch.seen:
        tree.add(Text(f"… {branch.folded_descendants:,} below", style="dim"))


def _line(branch: Branch, width: int) -> Text:
    """One line, or two where the facts have no room beside the id; neither is broken."""
    from rich.text import Text

    from supplygraph.text import safe

    facts = Text().append(branch.relation or "undeclared", style="cyan")
    license_id = _license(safe(branch.license) if branch.license else None, branch.status, "no licence", "")
    if branch.changed:
        facts.append(f"  ≠ {license_id}", style="yellow")
    else:
        facts.append(f"  {license_id}", style="dim" if branch.license is None else "green")
    if branch.downloads:
        facts.append(f"  {_short(branch.downloads)}", style="dim")
    if branch.status not in (None, "present"):
        facts.append(f"  {branch.status}", style="red")
    if branch.seen:
        facts.append("  (see above)", style="dim")
    line = Text(safe(branch.id), no_wrap=True, overflow="ignore")
    between = "  " if line.cell_len + 2 + facts.cell_len <= width else "\n  "
    return line.append(between).append_text(facts)


def _license(license_id: str | None, status: str | None, none: str, before: str = "licence ") -> str:
    """What an artifact declares; of a stub nobody knows whether it declares anything."""
    if license_id:
        return before + license_id
    return "not loaded" if status == "stub" else none


def _short(number: int) -> str:
    """A number in at most four characters and a unit: 950, 12k, 1.2M, 70B."""
    for unit, size in (("T", 10**12), ("B", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= size:
            value = number / size
            return f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}"
    return str(number)
