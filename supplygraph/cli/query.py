"""The `query` command: stored questions, each with its own options, and own Cypher."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.errors import InputError, QueryError
from supplygraph.queries.catalogue import find_path, query_paths
from supplygraph.queries.stored import MAX_ROWS, Parameter, StoredQuery, read_query, read_title, with_values
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.graph.connection import Connection
    from supplygraph.queries.run import Question

#: Findings about what the stored queries are to run on, which own Cypher need not care for.
_STORED_ONLY = ("prefix", "cypher-25")
_FORMATS = ("table", "json", "jsonl", "csv")
_TYPES: dict[str, click.ParamType[Any]] = {
    "STRING": click.STRING,
    "INTEGER": click.INT,
    "FLOAT": click.FLOAT,
    "BOOLEAN": click.BOOL,
    "LIST<STRING>": click.STRING,
    "LIST<INTEGER>": click.INT,
}


def _output_options() -> list[click.Option]:
    return [
        click.Option(
            ["--param"], multiple=True, metavar="NAME=VALUE", help="Set a parameter by name; can be given repeatedly."
        ),
        click.Option(["--format", "form"], type=click.Choice(_FORMATS), default="table", help="How rows are written."),
        click.Option(
            ["--out"], type=click.Path(path_type=Path), metavar="FILE", help="Write to a file, wholly or not at all."
        ),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="End the query after so long; 0 is never.  [default: 120 for own Cypher, 0 for stored queries]",
        ),
    ]


class StoredCommand(click.Command):
    """The command of one stored query; its options are made from the header."""

    def __init__(self, query: StoredQuery) -> None:
        super().__init__(
            query.name,
            params=[
                *(_option(parameter) for parameter in query.parameters),
                *_output_options(),
                click.Option(
                    ["--print", "show_text"],
                    is_flag=True,
                    help="Show the query file instead of running it; values that are given stand in its :param lines.",
                ),
                click.Option(
                    ["--for", "client"],
                    type=click.Choice(["cypher-shell"]),
                    help="With --print: leave out the :param lines of what is not given here, because they would win"
                    " over the -P of that program.",
                ),
                click.Option(
                    ["--browser"], is_flag=True, help="Show one statement to paste into Neo4j Browser instead."
                ),
                click.Option(["--open", "open_browser"], is_flag=True, help="With --browser: open it there too."),
            ],
            callback=click.pass_context(self._answer),
            short_help=query.title,
        )
        self.query = query

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.query.title + ".")
            formatter.write_paragraph()
            formatter.write_text(self.query.question)
        with formatter.section("Columns" + (f" ({self.query.grain})" if self.query.grain else "")):
            formatter.write_dl([(column.name, f"{column.type}: {column.meaning}") for column in self.query.columns])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, text in (("Notes", self.query.notes), ("Source", self.query.source)):
            if text:
                with formatter.section(heading):
                    for line in text.splitlines():
                        formatter.write_text(line)

    def _answer(
        self,
        ctx: click.Context,
        param: tuple[str, ...],
        form: str,
        out: Path | None,
        timeout: float | None,
        show_text: bool,
        client: str | None,
        browser: bool,
        open_browser: bool,
        **options: Any,
    ) -> None:
        from supplygraph.queries.parameters import complete
        from supplygraph.queries.run import stored_question

        query, settings = self.query, ctx.find_object(Settings)
        assert settings is not None  # noqa: S101 (main always gives it)
        if open_browser and not browser:
            raise click.UsageError("--open goes with --browser", ctx)
        if client is not None and not show_text:
            raise click.UsageError("--for goes with --print", ctx)
        given = _given(query, options, param)
        if show_text:
            complete(query, given)
            return _write_text(with_values(query, given, others=client is None), out)
        question = stored_question(query, given, timeout or None)
        if browser:
            return _show_in_browser(settings, query, question.values, out, open_browser)
        return _ask_stored(settings, question, form, out)


class QueryGroup(click.Group):
    """The stored queries as commands; only the one that is used is read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(query_paths())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return StoredCommand(read_query(find_path(cmd_name)))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        topics: dict[str, list[tuple[str, str]]] = {}
        for name, path in query_paths().items():
            topics.setdefault(path.parent.name, []).append((name, read_title(path)))
        widest = max((len(name) for rows in topics.values() for name, _ in rows), default=0)
        for topic, rows in topics.items():
            with formatter.section(f"Stored queries: {topic}"):
                formatter.write_dl([(name.ljust(widest), title) for name, title in rows])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[NAME] [OPTIONS]"]


@click.group(cls=QueryGroup, invoke_without_command=True, params=_output_options())
@click.option("--file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Run own Cypher.")
@click.option("--cypher", metavar="TEXT", help="Run own Cypher given here.")
@click.pass_context
def query(
    ctx: click.Context,
    param: tuple[str, ...],
    form: str,
    out: Path | None,
    timeout: float | None,
    file: Path | None,
    cypher: str | None,
) -> None:
    """Ask the graph a stored question, or your own Cypher.

    Without a name, the stored queries are listed; `supplygraph query NAME --help` shows what one takes and returns.

    \b
    Examples:
      supplygraph query lineage-ancestors --model-id meta-llama/Llama-3.1-8B-Instruct
      supplygraph query license-usage --format csv --out licenses.csv
      supplygraph query lineage-graph --model-id google/gemma-2-2b --browser --open
      supplygraph query --cypher 'MATCH (m:Model) RETURN count(m) AS models'

    CSV is made for spreadsheets: text that one would take for a formula gets an apostrophe before it, lists are JSON.
    """
    own = [given for given in (file, cypher) if given is not None]
    if ctx.invoked_subcommand is not None:
        if own:
            raise click.UsageError("give either the name of a stored query, or --file, or --cypher", ctx)
        before = {"form": form, "out": out, "param": param, "timeout": timeout}
        given = {
            name: value
            for name, value in before.items()
            if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        }
        ctx.default_map = {ctx.invoked_subcommand: given}
        return
    if len(own) > 1:
        raise click.UsageError("give either --file or --cypher", ctx)
    if not own:
        _list_queries()
        return
    text, where = (cypher, "--cypher") if cypher is not None else _read(file)
    settings = ctx.find_object(Settings)
    assert settings is not None  # noqa: S101 (main always gives it)
    _ask_own(settings, text or "", where, param, timeout, form, out)


def _option(parameter: Parameter) -> click.Option:
    help_text = parameter.meaning
    if parameter.needed:
        help_text += "  [required]"
    elif parameter.default is not None:
        shown = parameter.default if isinstance(parameter.default, str | int | float) else str(parameter.default)
        help_text += f"  [default: {str(shown).lower() if isinstance(shown, bool) else shown}]"
    flag = parameter.option
    kind = _TYPES[parameter.type]
    if parameter.name == MAX_ROWS:
        kind = click.IntRange(min=0)
    return click.Option(
        [f"{flag}/--no-{flag[2:]}" if parameter.type == "BOOLEAN" else flag, parameter.name],
        type=kind,
        multiple=parameter.type.startswith("LIST"),
        default=None,
        help=help_text,
    )


def _given(query: StoredQuery, options: dict[str, Any], assignments: Iterable[str]) -> dict[str, Any]:
    from supplygraph.queries.parameters import assignment, from_text

    declared = {parameter.name: parameter for parameter in query.parameters}
    given: dict[str, Any] = {}
    for text in assignments:
        name, value = assignment(text)
        given[name] = from_text(declared[name], value) if name in declared else value
    for name, value in options.items():
        if value is None or value == ():
            continue
        given[name] = list(value) if isinstance(value, tuple) else value
    return given


def _list_queries() -> None:
    for number, (topic, rows) in enumerate(_titles().items()):
        click.echo(("\n" if number else "") + topic)
        for name, title in rows:
            click.echo(f"  {name:<24}  {title}")
    click.echo("\n`supplygraph query NAME --help` says what one takes and returns.", err=True)


def _titles() -> dict[str, list[tuple[str, str]]]:
    topics: dict[str, list[tuple[str, str]]] = {}
    for name, path in query_paths().items():
        topics.setdefault(path.parent.name, []).append((name, read_title(path)))
    return topics


def _write_text(text: str, out: Path | None) -> None:
    from supplygraph.destination import destination

    with destination(out) as stream:
        stream.write(text)


def _show_in_browser(
    settings: Settings, query: StoredQuery, values: Mapping[str, Any], out: Path | None, go: bool
) -> None:
    from supplygraph.queries.browser import browser_link, browser_statement

    statement = browser_statement(query, values)
    _write_text(statement, out)
    if not go:
        return
    import webbrowser

    from supplygraph.server.locate import locate

    address = locate(settings)
    if address.browser is None:
        raise InputError(
            f"where the Browser of {address.uri} answers is not known", "open it yourself and paste the statement"
        )
    link = browser_link(address.browser, statement)
    if not webbrowser.open(link):
        click.echo(f"No web browser could be opened; the address is {link}", err=True)


def _ask_stored(settings: Settings, question: Question, form: str, out: Path | None) -> None:
    from supplygraph.cli.connection import open_connection
    from supplygraph.cli.derive import note_pending

    with open_connection(settings) as connection:
        note_pending(connection)
        if isinstance(profile := question.values.get("profile"), str):
            from supplygraph.report.status import check_rule_set

            check_rule_set(connection, profile)
        count = _write(connection, question, form, out)
        if count == 0:
            click.echo("No rows.", err=True)
    if count and count == question.values[MAX_ROWS]:
        click.echo(f"Stopped at --max-rows {count}; there may be more.", err=True)


def _ask_own(
    settings: Settings,
    text: str,
    where: str,
    assignments: tuple[str, ...],
    timeout: float | None,
    form: str,
    out: Path | None,
) -> None:
    from supplygraph.queries.lint import lint
    from supplygraph.queries.run import OWN_SECONDS, own_question

    question = own_question(
        text, where, assignments=assignments, seconds=OWN_SECONDS if timeout is None else timeout or None
    )
    for finding in lint(question.statement):
        if finding.rule not in _STORED_ONLY:
            _warn(f"{where}:{finding.line}: {finding.message}")
    from supplygraph.cli.connection import open_connection

    with open_connection(settings) as connection:
        count = _write(connection, question, form, out)
    if count == 0:
        click.echo("No rows.", err=True)


def _write(connection: Connection, question: Question, form: str, out: Path | None) -> int:
    from supplygraph.destination import destination
    from supplygraph.queries.output import write_rows
    from supplygraph.queries.run import ask

    answer = ask(connection, question)
    for text in answer.warnings:
        _warn(text)
    with destination(out) as stream:
        count = write_rows(form, [column.name for column in answer.columns], answer.rows, stream)
        stream.flush()
    if out is not None:
        click.echo(f"Wrote {count:,} rows to {out}", err=True)
    return count


def _warn(text: str) -> None:
    from supplygraph.text import safe

    click.echo(f"warning: {safe(text)}", err=True)


def _read(path: Path | None) -> tuple[str, str]:
    assert path is not None  # noqa: S101 (the caller looked)
    if str(path) == "-":
        return sys.stdin.read(), "standard input"
    try:
        return path.read_text(encoding="utf-8-sig"), str(path)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}") from None
