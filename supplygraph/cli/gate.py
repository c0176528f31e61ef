"""The `gate` command: decides by a policy, for a pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.cli.scan import CACHE, JOBS, cache_file
from supplygraph.errors import InputError
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.gate.report import GateReport

_ENDINGS = {".json": "json", ".sarif": "sarif", ".xml": "junit", ".md": "md"}


@click.command()
@click.argument("texts", nargs=-1, metavar="TARGET...")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), metavar="FILE.yaml", help="The policy.")
@click.option(
    "--use",
    type=click.Choice(["internal", "service", "distribute", "sell"]),
    help="The intended use, instead of the policy's.",
)
@click.option("--license", "license", metavar="LICENCE", help="Licence of the code, where its files do not say it.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    help="The least level that fails, instead of the policy's.",
)
@click.option(
    "--graph",
    "graph_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Decide on this file of `export records` or `export snapshot`, in a graph that is gone afterwards.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Findings in this file are known and do not fail.",
)
@click.option(
    "--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Write all findings there as known."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "junit", "md"]),
    help="How it is written.  [default: by the ending of --out, else text]",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file (.json, .sarif, .xml, .md)."
)
@click.option("--explain", "explained", is_flag=True, help="Say in words what the policy means, and decide nothing.")
@click.option("--schema", "schema", is_flag=True, help="Print the JSON Schema of policies.")
@JOBS
@CACHE
@click.pass_obj
def gate(
    settings: Settings,
    texts: tuple[str, ...],
    policy_file: Path | None,
    use: str | None,
    license: str | None,
    fail_on: str | None,
    graph_file: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    form: str | None,
    out: Path | None,
    explained: bool,
    schema: bool,
    jobs: int | None,
    cached: bool,
) -> int:
    """Decide by a policy whether models, datasets, repositories or code may be used.

    TARGET is an id of the graph, a folder or archive of code, a bill of materials (.json), or a file that lists ids.
    Nothing is written into the graph and nothing is loaded. The exit code is 0 where nothing fails, 1 where something
    does, and 5 where something cannot be decided: what is not known is never a pass.

    \b
    Examples:
      supplygraph gate mistralai/Mistral-7B-v0.1 --use sell
      supplygraph gate . --policy policy.yaml --out gate.sarif
      supplygraph gate . --graph models.jsonl
      supplygraph gate models.txt --policy policy.yaml --baseline known.json
      supplygraph gate --policy policy.yaml --explain
    """
    from supplygraph.gate.policy import Policy, explain, policy_schema, read_policy
    from supplygraph.text import safe

    if schema:
        click.echo(policy_schema(), nl=False)
        return 0
    policy = read_policy(policy_file) if policy_file else Policy()
    changes = {"use": use, "fail_on": fail_on}
    policy = policy.model_copy(update={name: value for name, value in changes.items() if value is not None})
    if explained:
        for line in explain(policy):
            click.echo(safe(line) if line else "")
        return 0
    if not texts:
        raise click.UsageError("name a TARGET: an id, a folder or archive of code, or a file that lists ids")
    report, prefixes = decide(settings, texts, policy, license, _known(baseline), jobs, cached, graph_file)
    write(
        report,
        form or _ENDINGS.get(out.suffix if out else "", "text"),
        out,
        prefixes,
        str(policy_file or "policy.yaml"),
    )
    if write_baseline is not None:
        _write_baseline(report, write_baseline)
    return report.exit_code


def decide(
    settings: Settings,
    texts: tuple[str, ...],
    policy: object,
    license: str | None,
    known: frozenset[str],
    jobs: int | None,
    cached: bool,
    graph_file: Path | None = None,
) -> tuple[GateReport, dict[str, str]]:
    """Scans the code among the targets and decides about all; also where that code lies in its repository."""
    from supplygraph.gate.judge import judge
    from supplygraph.gate.offline import graph_of
    from supplygraph.gate.policy import Policy
    from supplygraph.gate.targets import read_targets
    from supplygraph.reuse.repository_name import local_name, prefix_in_repository
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.code import Code

    assert isinstance(policy, Policy)  # noqa: S101 (a type of a module that is imported late)
    targets = list(read_targets(texts))
    scanned, prefixes = {}, {}
    for target in targets:
        if target.path is not None:
            source = Code(
                [target.path],
                repository=local_name(target.path),
                license=license,
                cache=cache_file(settings, cached),
                jobs=jobs,
            )
            (scanned[target],) = source.scan()
            prefixes[target.text] = prefix_in_repository(target.path)
    with graph_of(graph_file, settings) if graph_file else open_connection(settings) as connection:
        return judge(connection, targets, scanned, policy, known), prefixes


def write(report: GateReport, form: str, out: Path | None, prefixes: dict[str, str], policy_file: str) -> None:
    """Writes a report, as `written` takes it, to a file or the terminal."""
    from supplygraph.destination import destination
    from supplygraph.gate.written import written
    from supplygraph.reuse.sarif import MAX_RESULTS

    with destination(out) as stream:
        stream.write(written(report, form, prefixes, policy_file))
    if form != "text" or out is not None:
        click.echo(report.count_line(), err=True)
    if form == "sarif" and len(report.findings) > MAX_RESULTS:
        click.echo(f"{len(report.findings) - MAX_RESULTS:,} results left out: a SARIF file holds no more", err=True)


def _known(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(str(one["fingerprint"]) for one in found["findings"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a baseline: {error}", "write one with --write-baseline FILE") from None


def _write_baseline(report: GateReport, path: Path) -> None:
    from supplygraph.destination import destination

    rows = [
        {"fingerprint": one.fingerprint, "rule": one.rule, "artifact": one.artifact, "message": one.message}
        for one in report.findings
        if not one.rule.startswith("waiver-")
    ]
    with destination(path) as stream:
        stream.write(json.dumps({"version": 1, "findings": rows}, indent=1, ensure_ascii=False) + "\n")
    click.echo(f"Wrote {len(rows):,} findings to {path}", err=True)
