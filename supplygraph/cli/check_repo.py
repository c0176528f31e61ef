"""The `check-repo` command: the gate with a policy of licences alone, told use by use."""

from __future__ import annotations

from pathlib import Path

import click

from supplygraph.cli.scan import CACHE, COMMIT, EXCLUDE, JOBS, SHOWN, cache_file, unread_lines
from supplygraph.report.license_lines import DISCLAIMER
from supplygraph.settings import Settings


@click.command("check-repo")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--repository", metavar="NAME", help="Its name, github.com/owner/name; else that of its remote.")
@click.option("--license", "license", metavar="LICENCE", help="Its licence; else what its licence file says.")
@click.option("--profile", default="default", show_default=True, metavar="NAME", help="The rule set that decides.")
@COMMIT
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
    help="How it is written.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal.")
@EXCLUDE
@JOBS
@CACHE
@click.pass_obj
def check_repo(
    settings: Settings,
    path: Path,
    repository: str | None,
    license: str | None,
    profile: str,
    commit: str | None,
    form: str,
    out: Path | None,
    exclude: tuple[str, ...],
    jobs: int | None,
    cached: bool,
) -> int:
    """Judge whether the licences of what a repository's code uses fit its own licence.

    This is `gate` with a policy that looks at licences alone, told use by use; `gate` takes a policy of your own, with
    waivers. PATH is scanned as by `scan` and judged on what the graph knows of the artifacts; nothing is written into
    the graph, and the network is not used. The exit codes are those of `gate`: 0 when all is compatible or gives
    warnings only, 1 on a conflict, and 5 when something cannot be judged: an artifact that is not loaded or has no
    known licence, an id that is only known at run time, a file that was not read.

    \b
    Example:
      supplygraph check-repo . --format sarif --out licences.sarif
    """
    import json

    from supplygraph.cli.gate import write
    from supplygraph.destination import destination
    from supplygraph.gate.judge import judge
    from supplygraph.gate.policy import licenses_alone
    from supplygraph.gate.targets import Target
    from supplygraph.report.repository import as_json, text_lines
    from supplygraph.reuse.repository_name import local_name, prefix_in_repository
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.code import Code
    from supplygraph.text import safe

    source = Code(
        [path],
        repository=repository or local_name(path),
        commit=commit,
        license=license,
        exclude=exclude,
        cache=cache_file(settings, cached),
        jobs=jobs,
    )
    (scanned,) = source.scan()
    target = Target(str(path), path)
    with open_connection(settings) as connection:
        decided = judge(connection, [target], {target: scanned}, licenses_alone(profile))
    report = decided.repositories[target.text]
    if form == "sarif":
        write(decided, form, out, {target.text: prefix_in_repository(path)}, "LICENSE")
    else:
        with destination(out) as stream:
            if form == "json":
                made = {**as_json(report), "exit_code": int(decided.exit_code), "notice": DISCLAIMER}
                stream.write(json.dumps(made, default=str) + "\n")
            else:
                for line in (*text_lines(report, SHOWN), *unread_lines(scanned.scan), "", DISCLAIMER):
                    stream.write((safe(line) if line else "") + "\n")
    if form != "text" or out is not None:
        click.echo(safe(report.count_line()), err=True)
        for line in unread_lines(scanned.scan):
            click.echo(line, err=True)
    return decided.exit_code
