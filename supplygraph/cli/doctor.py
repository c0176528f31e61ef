"""The `doctor` command: what works, what does not, and how to mend it."""

from __future__ import annotations

import click

from supplygraph.settings import Settings

_MARKS = {"ok": ("ok", "green"), "note": ("note", "yellow"), "fault": ("FAULT", "red")}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def doctor(settings: Settings, form: str) -> int:
    """Look for what does not work, and say how to mend it.

    That is versions, disk, permissions, the engine, the schema of the graph, derived facts, and the age of each
    source. A local Neo4j is started where there is a graph to look at. The exit code is 1 where something is at fault.

    \b
    Example:
      supplygraph doctor
    """
    import dataclasses
    import json

    from supplygraph.exit_codes import Exit
    from supplygraph.report.doctor import examine
    from supplygraph.text import safe

    findings = []
    for found in examine(settings):
        findings.append(found)
        if form == "text":
            mark, color = _MARKS[found.state]
            click.echo(f"{click.style(f'{mark:<6}', fg=color)} {safe(found.what)}: {safe(found.found)}")
            if found.remedy:
                click.echo(f"       {safe(found.remedy)}")
    if form == "json":
        click.echo(json.dumps([dataclasses.asdict(found) for found in findings], ensure_ascii=False))
    return Exit.FAILED_CHECK if any(found.state == "fault" for found in findings) else Exit.DONE
