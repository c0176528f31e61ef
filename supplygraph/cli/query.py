"""The `query` command: stored questions, each with its own options, and own Cypher."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from supplygraph.errors import InputError, QueryError
from supplygraph.queries.catalogue import find_path, query_paths, titles_by_topic, topic_heading
from supplygraph.queries.formats import FORMATS, format_of
from supplygraph.queries.stored import MAX_ROWS, Column, Parameter, StoredQuery, read_query, read_title, with_values
from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.queries.run import Question
    from supplygraph.store.connection import Connection

#: Findings about what the stored queries are to run on, which own Cypher need not care for.
_STORED_ONLY = ("prefix", "cypher-25")
#: Rows that a terminal is shown where nobody says how many.
ROWS_ON_SCREEN = 30
_MORE = "--wide, --vertical or --columns NAME,... shows them."
_TYPES: dict[str, click.ParamType[Any]] = {
    "STRING": click.STRING,
    "INTEGER": click.INT,
    "FLOAT": click.FLOAT,
    "BOOLEAN": click.BOOL,
    "LIST<STRING>": click.STRING,
    "LIST<INTEGER>": click.INT,
}


def output_options() -> list[click.Option]:
    """The options that say which rows are written, how and where."""
    return [
        click.Option(
            ["--param"], multiple=True, metavar="NAME=VALUE", help="Set a parameter by name; can be given repeatedly."
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(FORMATS),
            help="How rows are written.  [default: by the ending of --out, else table]",
        ),
        click.Option(
            ["--out"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write to a file (.csv, .parquet, .jsonl, .json, .md, .html); it is replaced only when complete.",
        ),
        click.Option(
            ["--columns"], metavar="NAME,...", help="Only these columns, in this order.", callback=_names_of_columns
        ),
        click.Option(["--sort"], metavar="COLUMN", help="Sort rows by a column; -COLUMN has the largest first."),
        click.Option(["--wide"], is_flag=True, help="A table as wide as its text, with all columns."),
        click.Option(["--vertical"], is_flag=True, help="Each row as a list, one value a line."),
        click.Option(
            ["--guesses/--no-guesses"],
            default=False,
            help="Whether guesses of `impute` count as if they were stated, for this answer.",
        ),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="End the query after so long; 0 is never.  [default: 120 for own Cypher, 0 for stored queries]",
        ),
    ]


def _names_of_columns(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value or ()


@dataclass(frozen=True)
class Wanted:
    """Which rows and columns are written, how and where.

    Attributes:
        form: One of the formats.
        out: The file; None for standard output.
        columns: Names of the columns; all where there are none.
        sort: Name of the column that rows are sorted by, after a minus the largest first.
        wide: Whether a table may be wider than the terminal.
        vertical: Whether each row is a list.
        guesses: Whether guesses count as if they were stated.
    """

    form: str
    out: Path | None
    columns: tuple[str, ...] = ()
    sort: str | None = None
    wide: bool = False
    vertical: bool = False
    guesses: bool = False

    @property
    def on_screen(self) -> bool:
        """Whether a person reads the rows on a terminal."""
        return self.form == "table" and self.out is None and sys.stdout.isatty()

    def columns_of(self, columns: tuple[Column, ...]) -> list[Column]:
        """The columns that are written.

        Raises:
            QueryError: the answer has no column of such a name.
        """
        return [_column(name, columns) for name in self.columns] if self.columns else list(columns)

    def sorted(self, rows: Iterable[dict[str, Any]], columns: tuple[Column, ...]) -> list[dict[str, Any]]:
        """The rows by the column to sort by; those without a value are last.

        Raises:
            QueryError: the answer has no column of such a name.
        """
        from supplygraph.queries.plain import cell

        name = _column((self.sort or "").removeprefix("-"), columns).name
        known: list[dict[str, Any]] = []
        unknown: list[dict[str, Any]] = []
        for row in rows:
            (unknown if row[name] is None else known).append(row)
        try:
            known.sort(key=lambda row: row[name], reverse=(self.sort or "").startswith("-"))
        except TypeError:
            known.sort(key=lambda row: cell(row[name]), reverse=(self.sort or "").startswith("-"))
        return known + unknown


def _column(name: str, columns: tuple[Column, ...]) -> Column:
    by_name = {column.name: column for column in columns}
    if name in by_name:
        return by_name[name]
    from difflib import get_close_matches

    close = get_close_matches(name, by_name, n=1)
    raise QueryError(
        f"there is no column {name!r}", f"did you mean {close[0]}?" if close else f"there are {', '.join(by_name)}"
    )


def _taken(options: dict[str, Any]) -> Wanted:
    """Takes out of the options what says how rows are written."""
    out = options.pop("out")
    form = options.pop("form") or format_of(out)
    return Wanted(form, out, **{name: options.pop(name) for name in ("columns", "sort", "wide", "vertical", "guesses")})


class StoredCommand(click.Command):
    """The command of one stored query; its options are made from the header."""

    def __init__(self, query: StoredQuery) -> None:
        super().__init__(
            query.name,
            params=[
                *(_option(parameter) for parameter in query.parameters),
                *output_options(),
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
        needed = [f"{one.option} {_example(one)}" for one in self.query.parameters if one.needed]
        with formatter.section("Example"):
            formatter.write_text(" ".join(["supplygraph query", self.query.name, *needed]))
        for heading, text in (("Notes", self.query.notes), ("Source", self.query.source)):
            if text:
                with formatter.section(heading):
                    for line in text.splitlines():
                        formatter.write_text(line)

    def _answer(
        self,
        ctx: click.Context,
        param: tuple[str, ...],
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
        wanted = _taken(options)
        assert settings is not None  # noqa: S101 (main always gives it)
        if open_browser and not browser:
            raise click.UsageError("--open goes with --browser", ctx)
        if client is not None and not show_text:
            raise click.UsageError("--for goes with --print", ctx)
        given = _given(query, options, param)
        if show_text:
            complete(query, given)
            return _write_text(with_values(query, given, others=client is None), wanted.out)
        question = stored_question(query, given, timeout or None)
        if browser:
            return _show_in_browser(settings, query, question.values, wanted.out, open_browser)
        return _ask_stored(settings, query, question, given, wanted)


class QueryGroup(click.Group):
    """The stored queries as commands; only the one that is used is read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(query_paths())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return StoredCommand(read_query(find_path(cmd_name)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        found = query_paths().items()
        return [CompletionItem(name, help=read_title(path)) for name, path in found if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        topics = titles_by_topic()
        widest = max((len(name) for rows in topics.values() for name, _ in rows), default=0)
        for topic, rows in topics.items():
            with formatter.section(topic_heading(topic)):
                formatter.write_dl([(name.ljust(widest), title) for name, title in rows])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[NAME] [OPTIONS]"]


@click.group(cls=QueryGroup, invoke_without_command=True, params=output_options())
@click.option("--file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Run own Cypher.")
@click.option("--cypher", metavar="TEXT", help="Run own Cypher given here.")
@click.option(
    "--max-rows", type=click.IntRange(min=0), metavar="N", help="Most rows to show.  [default: 30 on a terminal]"
)
@click.pass_context
def query(
    ctx: click.Context,
    /,
    param: tuple[str, ...],
    timeout: float | None,
    max_rows: int | None,
    file: Path | None,
    cypher: str | None,
    **options: Any,
) -> None:
    """Ask the graph a stored question, or your own Cypher.

    Without a name, the stored queries are listed; `supplygraph query NAME --help` shows what one takes and returns.

    \b
    Examples:
      supplygraph query lineage-ancestors --model-id meta-llama/Llama-3.1-8B-Instruct
      supplygraph query license-usage --sort -models --out licenses.csv
      supplygraph query lineage-graph --model-id google/gemma-2-2b --browser --open
      supplygraph query --cypher 'MATCH (m:Model) RETURN count(m) AS models'

    CSV is made for spreadsheets: text that one would take for a formula gets an apostrophe before it, lists are JSON.
    """
    own = [given for given in (file, cypher) if given is not None]
    if ctx.invoked_subcommand is not None:
        if own:
            raise click.UsageError("give either the name of a stored query, or --file, or --cypher", ctx)
        before = {**options, "param": param, "timeout": timeout, MAX_ROWS: max_rows}
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
    _ask_own(settings, text or "", where, param, timeout, max_rows, _taken(options))


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


def _example(parameter: Parameter) -> str:
    """The default of a parameter that names an artifact, as one writes it."""
    return str(parameter.default[0] if isinstance(parameter.default, list) else parameter.default)


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


#: The first questions of somebody new.
_FIRST = (
    ("lineage-descendants --model-id mistralai/Mistral-7B-v0.1", "what was made from a model"),
    ("license-conflicts", "where a licence drops terms of an upstream licence"),
    ("license-explain --artifact NousResearch/Hermes-3-Llama-3.1-8B", "which terms apply to a model, and why"),
    ("reuse-top-models", "which models most repositories load"),
    ("graph-counts", "what is loaded"),
)


def _list_queries() -> None:
    click.echo("Start here:")
    for command, meaning in _FIRST:
        click.echo(f"  supplygraph query {command}\n      {meaning}")
    titles = titles_by_topic()
    widest = max(len(name) for rows in titles.values() for name, _ in rows)
    for topic, rows in titles.items():
        click.echo(f"\n{topic_heading(topic)}")
        for name, title in rows:
            click.echo(f"  {name:<{widest}}  {title}")
    click.echo("\n`supplygraph query NAME --help` says what one takes and returns.", err=True)


def answer_stored(ctx: click.Context, name: str, given: dict[str, Any], options: dict[str, Any]) -> None:
    """Asks a stored question for another command, which has the `output_options`.

    Args:
        ctx: The context of that command.
        name: The question.
        given: Its parameters.
        options: What the output options say.
    """
    from supplygraph.queries.run import stored_question

    settings = ctx.find_object(Settings)
    assert settings is not None  # noqa: S101 (main always gives it)
    timeout, assignments = options.pop("timeout"), options.pop("param")
    query, wanted = read_query(find_path(name)), _taken(options)
    given = {**given, **_given(query, {}, assignments)}
    _ask_stored(settings, query, stored_question(query, given, timeout or None), given, wanted)


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


def _ask_stored(
    settings: Settings, query: StoredQuery, question: Question, given: Mapping[str, Any], wanted: Wanted
) -> None:
    from supplygraph.checks.run import never_run
    from supplygraph.cli.derive import note_pending, note_unchecked
    from supplygraph.server.opening import open_connection

    most = question.values[MAX_ROWS]
    if MAX_ROWS not in given and wanted.on_screen and not wanted.sort:
        most = min(most, ROWS_ON_SCREEN)
    # One more than is shown tells whether there are more.
    asked = replace(question, values={**question.values, MAX_ROWS: most + 1 if most else 0})
    with open_connection(settings) as connection:
        pending = list(note_pending(connection).lines())
        unchecked = never_run(connection, question.statement)
        note_unchecked(unchecked)
        if isinstance(profile := question.values.get("profile"), str):
            from supplygraph.report.status import check_rule_set

            check_rule_set(connection, profile)
        count, more = _write(connection, asked, wanted, most)
        if count == 0 and most:
            from supplygraph.queries.empty import why_empty

            for line in why_empty(connection, query, question, given, unchecked, pending):
                click.echo(line, err=True)
    if more or not most:
        _say_more(most, MAX_ROWS in given)


def _say_more(most: int, given: bool) -> None:
    if not most:
        click.echo("No rows: --max-rows is 0.", err=True)
    elif given or most != ROWS_ON_SCREEN:
        click.echo(f"Stopped at --max-rows {most:,}; there are more rows.", err=True)
    else:
        click.echo(f"The first {most} rows; --max-rows N shows more, --out rows.csv writes them to a file.", err=True)


def _ask_own(
    settings: Settings,
    text: str,
    where: str,
    assignments: tuple[str, ...],
    timeout: float | None,
    most: int | None,
    wanted: Wanted,
) -> None:
    from supplygraph.queries.lint import lint
    from supplygraph.queries.run import OWN_SECONDS, own_question

    question = own_question(
        text, where, assignments=assignments, seconds=OWN_SECONDS if timeout is None else timeout or None
    )
    for finding in lint(question.statement):
        if finding.rule not in _STORED_ONLY:
            _warn(f"{where}:{finding.line}: {finding.message}")
    from supplygraph.server.opening import open_connection

    given = most is not None
    if not given and wanted.on_screen and not wanted.sort:
        most = ROWS_ON_SCREEN
    with open_connection(settings) as connection:
        count, more = _write(connection, question, wanted, most)
        if count == 0 and not more:
            from supplygraph.queries.empty import EMPTY_GRAPH, is_empty

            click.echo(EMPTY_GRAPH if is_empty(connection) else "No rows: nothing in the graph matches.", err=True)
    if more and most is not None:
        _say_more(most, given)


def _write(connection: Connection, question: Question, wanted: Wanted, most: int | None) -> tuple[int, bool]:
    """Writes at most so many rows; says how many, and whether there were more."""
    from supplygraph.cli.screen import paged
    from supplygraph.destination import destination
    from supplygraph.queries.output import write_rows
    from supplygraph.queries.run import ask, supposing
    from supplygraph.queries.table import look_for

    if wanted.guesses and not connection.read("RETURN EXISTS { (:Model)-[:IMPUTED]->() } AS made")[0]["made"]:
        click.echo("note: there are no guesses; make them with: supplygraph impute", err=True)
    answer = ask(connection, supposing(question, guesses=wanted.guesses))
    for text in answer.warnings:
        _warn(text)
    chosen = wanted.columns_of(answer.columns)
    rest = iter(answer.rows)
    rows: Iterable[dict[str, Any]] = rest if most is None else islice(rest, most)
    if wanted.sort:
        rows = wanted.sorted(rows, answer.columns)
    if wanted.on_screen:
        with paged(wide=wanted.wide) as stream:
            look = look_for(stream, wide=wanted.wide, vertical=wanted.vertical, more=_MORE)
            count = write_rows("table", chosen, rows, stream, look)
    else:
        with destination(wanted.out) as stream:
            look = look_for(stream, wide=wanted.wide, vertical=wanted.vertical, more=_MORE)
            count = write_rows(wanted.form, chosen, rows, stream, look)
            stream.flush()
    if wanted.out is not None:
        click.echo(f"Wrote {count:,} {'row' if count == 1 else 'rows'} to {wanted.out}", err=True)
    return count, next(rest, None) is not None


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
