"""The `lock` command: what code loads, written down like the packages of a lock file."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.cli.scan import CACHE, JOBS, cache_file
from supplygraph.settings import Settings


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--file",
    "lock_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The lock.  [default: PATH/supplygraph.lock]",
)
@click.option("--check", is_flag=True, help="Compare with the lock instead of writing it.")
@click.option("--license", "license", metavar="LICENCE", help="Licence of the code, where its files do not say it.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@JOBS
@CACHE
@click.pass_obj
def lock(
    settings: Settings,
    path: Path,
    lock_file: Path | None,
    check: bool,
    license: str | None,
    profile: str,
    jobs: int | None,
    cached: bool,
) -> int:
    """Write down which models and datasets code loads, or check that nothing changed.

    The lock names each artifact with the revision that the code asks for, the newest commit that the graph knows, its
    licence and the verdict. With --check the exit code is 0 where all is as written, 1 where something differs, and 5
    where nothing differs but something cannot be judged.

    \b
    Examples:
      supplygraph lock
      supplygraph lock --check
    """
    from supplygraph.destination import destination
    from supplygraph.exit_codes import Exit
    from supplygraph.gate.lock import differences, lock_text, made_lock, read_lock
    from supplygraph.report.repository import repository_report
    from supplygraph.reuse.repository_name import local_name
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.code import Code
    from supplygraph.text import safe

    place = lock_file or (path if path.is_dir() else path.parent) / "supplygraph.lock"
    before = read_lock(place) if check else None
    source = Code([path], repository=local_name(path), license=license, cache=cache_file(settings, cached), jobs=jobs)
    (scanned,) = source.scan()
    with open_connection(settings) as connection:
        report = repository_report(connection, scanned, profile)
        now = made_lock(connection, report)
    if before is None:
        with destination(place) as stream:
            stream.write(lock_text(now))
        click.echo(f"Wrote {len(now['artifacts']):,} artifacts to {place}")
        return Exit.DONE
    found = list(differences(before, now))
    for line in found:
        click.echo(safe(line))
    click.echo(
        f"{len(found):,} differences from {place}; {report.count_line()}" if found else safe(report.count_line())
    )
    if found:
        return Exit.FAILED_CHECK
    return Exit.UNKNOWN if report.verdict == "unknown" else Exit.DONE
