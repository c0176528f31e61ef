"""The `load` commands: those that sources declare, and those that ask the graph first or remember where they were."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplygraph.cli.lazy import Listed
from supplygraph.cli.lines import SHORT, short_of
from supplygraph.errors import InputError
from supplygraph.settings import Settings
from supplygraph.sources.command import Argument, Option, command_names, declared_command

if TYPE_CHECKING:
    from supplygraph.load import LoadResult
    from supplygraph.sources.source import Source

#: Columns that were not used that a report names.
_COLUMNS = 12
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the report is printed."
)
BULK = click.option(
    "--bulk/--no-bulk",
    "bulk",
    default=None,
    help="Use Neo4j's bulk importer, which needs an empty local graph; by default where that is so and many records "
    "come.",
)


class LoadGroup(Listed):
    """The commands below, and those of the sources that declare one, which are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *command_names()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        return own if own is not None else _of_source(cmd_name)

    def summaries(self) -> list[tuple[str, str]]:
        """The line of each command, for which those are imported alone that have none in `lines.py`."""
        context = click.Context(self)
        return [(name, self._summary(context, name)) for name in self.list_commands(context)]

    def _summary(self, context: click.Context, name: str) -> str:
        known = SHORT.get(f"load {name}")
        if known is not None:
            return known
        command = self.get_command(context, name)
        return short_of(f"load {name}", command.help if command else "")


@click.group(cls=LoadGroup)
def load() -> None:
    """Load models, datasets and repositories into the graph.

    Every load can be run again: what is already there is found again, not made twice.
    """


@load.command()
@FORMAT
@click.pass_obj
def sample(settings: Settings, form: str) -> None:
    """Load the bundled sample of well-known models, datasets and repositories."""
    from supplygraph.sources.records import sample_records

    run(settings, sample_records(), form)


@load.command()
@click.argument("place", metavar="DIR|URL")
@click.option(
    "--bulk/--no-bulk",
    "bulk",
    default=None,
    help="Use Neo4j's bulk importer; by default where the local Neo4j has it.",
)
@click.pass_obj
def snapshot(settings: Settings, place: str, bulk: bool | None) -> None:
    """Load a whole graph that `export snapshot` wrote, from a folder or an address, into an empty graph.

    Every label, type and property comes back as it was, with what was derived, so nothing is derived again. Checksums
    are compared first. A data set of the Hub is named as https://huggingface.co/datasets/OWNER/NAME. Needs the extra
    [parquet].

    \b
    Example:
      supplygraph load snapshot hub-2026-11/ --store hub-2026-11-store/
    """
    import time

    from supplygraph.export.restore import open_snapshot, restore
    from supplygraph.text import safe

    def say(step: str) -> None:
        click.echo(f"  {safe(step)}", err=True)

    clock = time.monotonic()
    found = open_snapshot(place, settings.cache, say)
    if bulk and settings.uri is not None:
        raise InputError("--bulk makes the local graph, and --uri names another", "leave one of them out")
    imported = restore(found, settings, say, bulk)
    way = "bulk import" if imported else "transactions"
    click.echo(f"Loaded {found.rows:,} nodes and relationships in {time.monotonic() - clock:.1f} s, by {way}")


@load.command()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many models, and as many datasets.")
@click.option("--author", metavar="NAME", help="Only what this user or organisation publishes.")
@click.option("--search", metavar="TEXT", help="Only ids that contain this text.")
@click.option("--filter", "tags", multiple=True, metavar="TAG", help="Only what bears this tag; may be repeated.")
@click.option(
    "--sort",
    type=click.Choice(["created_at", "downloads", "last_modified", "likes", "trending_score"]),
    help="Order of the listing; with --limit the default is downloads, else created_at.",
)
@click.option("--model", "models", multiple=True, metavar="ID", help="Read this model and its bases; may be repeated.")
@click.option("--datasets/--no-datasets", default=True, help="Whether datasets are read too.")
@click.option(
    "--resolve/--no-resolve",
    default=None,
    help="Read the bases that no listing described one by one; by default when there are at most 500.",
)
@click.option("--resume", is_flag=True, help="Resume the same crawl where it was interrupted.")
@FORMAT
@click.pass_obj
def hub(
    settings: Settings,
    limit: int | None,
    author: str | None,
    search: str | None,
    tags: tuple[str, ...],
    sort: Any,
    models: tuple[str, ...],
    datasets: bool,
    resolve: bool | None,
    resume: bool,
    form: str,
) -> None:
    """Load models and datasets from the live Hugging Face Hub.

    The token of HF_TOKEN or `hf auth login` is used where there is one.
    """
    from supplygraph.cli.progress import say_waiting
    from supplygraph.sources.hub import Hub

    source = Hub(
        limit=limit,
        author=author,
        search=search,
        filter=tags,
        sort=sort,
        datasets=datasets,
        models=models,
        resolve=resolve,
        resume=resume,
        checkpoint=_checkpoint(settings),
        on_wait=say_waiting,
    )
    run(settings, source, form)
    if source.problem is not None:
        raise InputError(f"the crawl was cut off: {source.problem}", "go on with the same command and --resume")


def _of_source(name: str) -> click.Command | None:
    """The command that a source declares."""
    found = declared_command(name)
    if found is None:
        return None
    source, declared = found

    def callback(settings: Settings, form: str, bulk: bool | None = None, **values: Any) -> None:
        for one in declared.parameters:
            if isinstance(one, Option) and one.read is not None:
                values[one.name] = one.read(values[one.name])
        run(settings, source(**values), form, bulk=bulk)

    command = click.command(name, help=cleandoc(declared.help))(click.pass_obj(callback))
    for decorate in [*([BULK] if declared.many else []), FORMAT]:
        command = decorate(command)
    command.params[:0] = [_parameter(one) for one in declared.parameters]
    return command


def _parameter(one: Argument | Option) -> click.Parameter:
    if isinstance(one, Argument):
        path = click.Path(path_type=Path)
        return click.Argument([one.name], type=path, metavar=one.metavar, nargs=-1 if one.several else 1, required=True)
    return click.Option(
        [one.flag, one.name],
        type=click.Path(path_type=Path) if one.path else None,
        metavar=one.metavar,
        help=one.help,
        multiple=one.several,
        default=one.default,
        show_default=one.default is not None,
    )


def _checkpoint(settings: Settings, what: str = "hub") -> Path:
    """Where a crawl into this graph remembers its place; another graph has another one."""
    if settings.uri is None:
        return settings.store / f"{what}-crawl.json"
    from hashlib import sha256

    graph = sha256(f"{settings.uri} {settings.database}".encode()).hexdigest()[:12]
    return settings.store / f"{what}-crawl-{graph}.json"


@load.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--repository", metavar="NAME", help="Its name, github.com/owner/name; else that of its remote.")
@click.option("--commit", metavar="COMMIT", help="Read this commit of the git repository, not the files on disk.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files and folders, as in `scan`.")
@FORMAT
@click.pass_obj
def code(
    settings: Settings,
    paths: tuple[Path, ...],
    repository: str | None,
    commit: str | None,
    exclude: tuple[str, ...],
    form: str,
) -> None:
    """Load which models and datasets the code of repositories loads or mentions.

    PATH is a folder, a git repository, bare or not, or an archive, scanned as by `supplygraph scan`. Loading a
    repository again takes back what vanished from it.
    """
    from supplygraph.cli.scan import cache_file
    from supplygraph.sources.code import Code

    cache = cache_file(settings, True)
    run(settings, Code(paths, repository=repository, commit=commit, exclude=exclude, cache=cache), form)


@load.command()
@click.argument("names", nargs=-1, metavar="OWNER/NAME...")
@click.option(
    "--from-graph", is_flag=True, help="Read the repositories that the graph knows to load a model or dataset."
)
@click.option("--card-linked", is_flag=True, help="With --from-graph: also those where the code of a model lives.")
@click.option("--file", "listing", type=click.Path(path_type=Path), metavar="LIST", help="A file with a name a line.")
@click.option("--manifests", is_flag=True, help="Also read the packages that their manifests name; this is slow.")
@click.option("--resume", is_flag=True, help="Resume the same run where it was interrupted.")
@FORMAT
@click.pass_obj
def github(
    settings: Settings,
    names: tuple[str, ...],
    from_graph: bool,
    card_linked: bool,
    listing: Path | None,
    manifests: bool,
    resume: bool,
    form: str,
) -> None:
    """Load repositories from GitHub: licence, stars, forks, activity, languages, topics, renames.

    The token is read from GITHUB_TOKEN or GH_TOKEN; public repositories need no scope of it.

    \b
    Examples:
      supplygraph load github huggingface/transformers
      supplygraph load github --from-graph
    """
    import os

    from supplygraph.cli.progress import say_waiting
    from supplygraph.ids.repositories import repository_of_name
    from supplygraph.queries.run import run as ask
    from supplygraph.report.status import ALL
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.github import GitHub, read_names
    from supplygraph.sources.github_client import ENDPOINT, GitHubClient

    if card_linked and not from_graph:
        raise InputError("--card-linked says which repositories of the graph are read", "give --from-graph, too")
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN")
    if not token:
        raise InputError(
            "GitHub answers only with a token",
            "put one into GITHUB_TOKEN or GH_TOKEN; public repositories need no scope",
        )
    wanted = [*names, *(read_names(listing) if listing else ())]
    if from_graph:
        with open_connection(settings) as connection:
            rows = ask(connection, "reuse-code", {"card_linked": card_linked, "max_rows": ALL}).rows
        named = [row["repository"] for row in rows]
        usable = [name for name in named if repository_of_name(name.removeprefix("github.com/"))]
        if len(usable) < len(rows):
            click.echo(f"{len(rows) - len(usable):,} names in the graph are not valid GitHub repositories", err=True)
        wanted += usable
    source = GitHub(
        wanted,
        GitHubClient(token, os.environ.get("GITHUB_GRAPHQL_URL") or ENDPOINT, on_wait=say_waiting),
        manifests=manifests,
        checkpoint=_checkpoint(settings, "github"),
        resume=resume,
    )
    # Small transactions: what a run that is cut off has to ask for again is what was not yet written.
    run(settings, source, form, batch=500)
    if source.problem is not None:
        raise InputError(f"the run was cut off: {source.problem}", "go on with the same command and --resume")


@load.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--from-graph", is_flag=True, help="Ask for those on whose works most works of others rest.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="With --from-graph: how many.",
)
@FORMAT
@click.pass_obj
def publishers(settings: Settings, names: tuple[str, ...], from_graph: bool, limit: int, form: str) -> None:
    """Ask the Hub whether publishers are users or organisations, and whether it has verified them.

    \b
    Examples:
      supplygraph load publishers mistralai google
      supplygraph load publishers --from-graph --limit 50
    """
    from supplygraph.cli.progress import say_waiting
    from supplygraph.ids.reading import is_id
    from supplygraph.queries.run import run as ask
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.publishers import Publishers

    wanted = list(names)
    if from_graph:
        with open_connection(settings) as connection:
            rows = ask(connection, "trust-publishers", {"max_rows": limit}).rows
        wanted += [row["publisher"] for row in rows if is_id(row["publisher"]) and "/" not in row["publisher"]]
        if not wanted:
            raise InputError("nothing in the graph is made from works of others", "name publishers, or load models")
    source = Publishers(wanted, on_wait=say_waiting)
    run(settings, source, form)
    if source.problem is not None:
        raise InputError(f"the run was cut off: {source.problem}", "run the same command again")


@load.command()
@click.argument("models", nargs=-1, metavar="[MODEL]...")
@click.option(
    "--from-graph", is_flag=True, help="Read the models of the graph that have weights which nothing has looked at."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="With --from-graph: at most so many models.")
@click.option(
    "--file",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read this model's folder or file, folders owner/name in it, or the cache of a Hub.",
)
@FORMAT
@click.pass_obj
def fingerprints(
    settings: Settings, models: tuple[str, ...], from_graph: bool, limit: int | None, folder: Path | None, form: str
) -> None:
    """Load which architecture the weight files of models show, without their weights.

    Only headers of safetensors and GGUF files are read: some kilobytes of each file, from the Hub by range requests.
    Names and shapes of the tensors become a fingerprint; `supplygraph query fingerprint-clusters` compares them. What
    the Hub lists beside them is kept, too: hashes of files, signatures, and what its scans found. The token of HF_TOKEN
    or `hf auth login` is used where there is one.

    \b
    Examples:
      supplygraph load fingerprints Qwen/Qwen3-8B TheBloke/Llama-2-7B-GGUF
      supplygraph load fingerprints --from-graph --limit 1000
      supplygraph load fingerprints --file ~/models
    """
    from supplygraph.cli.progress import say_waiting
    from supplygraph.ids.reading import is_id
    from supplygraph.queries.selected import models_that_are_gone, models_with_unread_weights
    from supplygraph.server.opening import open_connection
    from supplygraph.sources.fingerprints import Fingerprints

    if limit is not None and not from_graph:
        raise InputError("--limit says how many models of the graph are read", "give --from-graph, too")
    if folder is not None and from_graph:
        raise InputError("--file and --from-graph cannot be given together", "choose one of them")
    wanted = list(models)
    if from_graph:
        with open_connection(settings) as connection:
            wanted += filter(is_id, models_with_unread_weights(connection, limit))
        if not wanted:
            raise InputError(
                "the graph has no models with weights that were not looked at", "name some, or load models"
            )
    source = Fingerprints(wanted, folder=folder, on_wait=say_waiting)
    if folder is not None:
        with open_connection(settings) as connection:
            source.gone = models_that_are_gone(connection)
    # Small transactions, for what a run that is cut off has not written is asked for again.
    run(settings, source, form, batch=None if folder is not None else 500)
    if source.problem is not None:
        raise InputError(f"the run was cut off: {source.problem}", "check the network, then run it again to go on")


def run(settings: Settings, source: Source, form: str, batch: int | None = None, bulk: bool | None = None) -> None:
    """Loads a source with a progress bar on stderr and a report on stdout.

    Raises:
        InputError: the source cannot be read, or holds nothing that can be used.
        ServerError: the server cannot be used.
    """
    from supplygraph.bulk.way import BulkWay
    from supplygraph.cli.progress import progress_bar
    from supplygraph.load import load as load_source
    from supplygraph.server.opening import open_connection
    from supplygraph.store.writer import BATCH

    with progress_bar(source) as on_progress:
        way = BulkWay(settings, bulk)
        result = load_source(source, lambda: open_connection(settings), on_progress, batch=batch or BATCH, bulk=way)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(result), ensure_ascii=False))
    else:
        for line in report_lines(result, source.arguments):
            click.echo(line)


def as_json(result: LoadResult) -> dict[str, Any]:
    """The report of a load for machines."""
    return {
        "load": result.id,
        "source": result.source,
        "complete": result.complete,
        "bulk": result.bulk,
        "brought_up": result.brought_up,
        "seconds": round(result.seconds, 3),
        "counts": result.counts(),
        "health": {one.topic: {"new": one.new, "gone": one.gone} for one in result.health},
        "examples": result.tally.examples,
    }


def report_lines(result: LoadResult, arguments: str) -> Iterator[str]:
    """The report of a load for people, at most 80 columns but for long names."""
    from supplygraph.text import safe

    written, tally = result.written, result.tally
    by = ", by bulk import" if result.bulk else ""
    yield f"Loaded {safe(arguments)}: {tally.records:,} records in {result.seconds:.1f} s{by}"
    times = ((result.read_seconds, "read"), (result.write_seconds, "write"), (result.derive_seconds, "derive"))
    yield f"  time      {', '.join(f'{seconds:.1f} s to {what}' for seconds, what in times)}"
    yield f"  created   {written.nodes_created:,} nodes, {written.relationships_created:,} relationships"
    if written.relationships_deleted:
        yield f"  removed   {written.relationships_deleted:,} relationships that are no longer stated"
    if result.brought_up:
        yield "  renewed   what an earlier version of supplygraph wrote, to the form and the rules of this one"
    if result.health:
        from supplygraph.report.health import change_line

        yield f"  findings  {change_line(result.health)}"
    if result.stubs:
        named = ", ".join(f"{count:,} {label.lower()}s" for label, count in result.stubs.items())
        yield f"  stubs     {named}: named by others, described by no source"
    for name, count in sorted(tally.counts.items()):
        yield f"  counted   {count:,} {name.replace('_', ' ')}"
        for example in tally.examples.get(name, [])[:2]:
            yield f"            such as {safe(example)[:120]}"
    if tally.unused:
        named = ", ".join(f"{safe(name)} ({count:,})" for name, count in tally.unused.most_common(_COLUMNS))
        more = f" and {len(tally.unused) - _COLUMNS} more" if len(tally.unused) > _COLUMNS else ""
        yield f"  unused    columns and the records that have them: {named}{more}"
    if not result.complete:
        yield "  not everything was read; run the same command again to go on"
