"""The `supplygraph` command: finds the graph's settings, runs a command, and prints errors as one line."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from supplygraph.cli.lazy import Lazy, LazyGroup, connection_options
from supplygraph.cli.logs import show_logs
from supplygraph.errors import StoppedError, SupplygraphError
from supplygraph.exit_codes import Exit
from supplygraph.lean_driver import import_driver_without_tables
from supplygraph.settings import Settings
from supplygraph.text import guarded, safe
from supplygraph.version import __version__

COMMANDS = {
    "load": Lazy("supplygraph.cli.load:load", "Load models, datasets and repositories into the graph."),
    "query": Lazy("supplygraph.cli.query:query", "Ask the graph a stored question, or your own Cypher."),
    "scan": Lazy(
        "supplygraph.cli.scan:scan", "List which models, datasets and Spaces code loads, where, and how sure that is."
    ),
    "gate": Lazy(
        "supplygraph.cli.gate:gate",
        "Decide by a policy whether models, datasets, repositories or code may be used.",
    ),
    "lock": Lazy(
        "supplygraph.cli.lock:lock", "Write down which models and datasets code loads, or check that nothing changed."
    ),
    "check-repo": Lazy(
        "supplygraph.cli.check_repo:check_repo",
        "Judge whether the licences of what a repository's code uses fit its own licence.",
    ),
    "name": Lazy("supplygraph.cli.name:name", "Read what the names of models claim, and check a name."),
    "license": Lazy("supplygraph.cli.license:license", "Check the licence of a model, dataset or repository."),
    "check": Lazy(
        "supplygraph.cli.check:check", "Hold the graph against all checks, and show what they find and what to do."
    ),
    "what-if": Lazy(
        "supplygraph.cli.what_if:what_if",
        "Say which licence verdicts would be others if a model had another licence or base.",
    ),
    "recall": Lazy(
        "supplygraph.cli.recall:recall",
        "Say who is affected when ARTIFACT is withdrawn, and write what to send to them.",
    ),
    "impute": Lazy("supplygraph.cli.impute:impute", "Guess licences, tasks, relations and bases that nobody states."),
    "fix": Lazy("supplygraph.cli.fix:fix", "Write the patch that would mend a card, and a text to send."),
    "derive": Lazy("supplygraph.cli.derive:derive", "Work out what follows from the loads, where that is open."),
    "measure": Lazy(
        "supplygraph.cli.measure:measure",
        "Work out PageRank, betweenness and communities, and keep them as properties of models and datasets.",
    ),
    "show": Lazy("supplygraph.cli.show:show", "Show one model: its facts and its lineage as a tree."),
    "mcp": Lazy("supplygraph.cli.mcp:mcp", "Let an assistant ask the graph, over the Model Context Protocol."),
    "explore": Lazy(
        "supplygraph.cli.explore:explore",
        "Explore the graph in the web browser: search, lineage, licence verdicts, questions.",
    ),
    "report": Lazy(
        "supplygraph.cli.report:report",
        "Write a report on the graph, or on one model, dataset or repository, as one file.",
    ),
    "reproduce": Lazy("supplygraph.cli.reproduce:reproduce", "Recompute the figures of a published study."),
    "export": Lazy("supplygraph.cli.export:export", "Write the graph, or a part of it, to files."),
    "schema": Lazy("supplygraph.cli.schema:schema", "Show what the graph and its record format look like."),
    "up": Lazy("supplygraph.cli.server:up", "Start the local Neo4j and say where it answers."),
    "down": Lazy("supplygraph.cli.server:down", "Stop the local Neo4j."),
    "status": Lazy("supplygraph.cli.server:status", "Say where the graph lives and how large it is."),
    "search": Lazy(
        "supplygraph.cli.search:search", "Find models, datasets, licences, repositories and publishers by name."
    ),
    "doctor": Lazy("supplygraph.cli.doctor:doctor", "Look for what does not work, and say how to mend it."),
    "completion": Lazy(
        "supplygraph.cli.completion:completion",
        "Install completion of commands, questions, ids, licences and rule sets for SHELL.",
    ),
    "help": Lazy("supplygraph.cli.about:help_", "Explain a command, or list all."),
    "version": Lazy("supplygraph.cli.about:version", "Show the versions of supplygraph, Python, the driver and Neo4j."),
}

EXAMPLES = """
\b
Examples:
  supplygraph load sample
  supplygraph show meta-llama/Llama-3.1-8B
  supplygraph query lineage-descendants --model-id mistralai/Mistral-7B-v0.1
  supplygraph query --cypher 'MATCH (m:Model) RETURN m.id AS id ORDER BY id LIMIT 5'

Without --uri the graph is a local Neo4j that starts and stops by itself.
"""


class ClosedOutputError(Exception):
    """Whoever read the output is gone; click itself would end with the code of a failed check."""


@contextmanager
def _open_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ClosedOutputError from error


class Main(LazyGroup):
    """The top group; its own options are those of every command, plus `--verbose` and `--version`."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Reads the arguments, which may print help."""
        with _open_output():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        with _open_output():
            return super().invoke(ctx)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.params.extend(connection_options(hidden=False))


@click.group(
    cls=Main,
    name="supplygraph",
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXAMPLES,
)
@click.option("--verbose", is_flag=True, help="Show each step on stderr, and the full trace of an error.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="How steps and notices are written to stderr.")
@click.version_option(__version__, prog_name="supplygraph")
@click.pass_context
def cli(ctx: click.Context, verbose: bool, log_format: str | None) -> None:
    """The property graph of the machine-learning model supply chain, in Neo4j."""
    if ctx.invoked_subcommand is None:
        from supplygraph.cli.about import START

        click.echo(START)


def main() -> NoReturn:
    """Runs the command line and exits with its code."""
    arguments = sys.argv[1:]
    arguments, verbose, log_format = _taken(arguments)
    _stop_on_signals()
    import_driver_without_tables()
    sys.stdout, sys.stderr = guarded(sys.stdout), guarded(sys.stderr)
    try:
        show_logs(verbose, log_format)
        settings = Settings.from_environment()
        code = cli.main(arguments, prog_name="supplygraph", obj=settings, standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else Exit.DONE)
    except SupplygraphError as error:
        _fail(error.message, error.hint, error.exit_code, verbose)
    except click.ClickException as error:
        if verbose:
            _print_trace()
        error.show()
        sys.exit(Exit.INPUT)
    except (KeyboardInterrupt, click.Abort) as stop:
        sys.exit(_say_stopped(stop))
    except (ClosedOutputError, BrokenPipeError):
        _end_closed()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}", None, Exit.FILE, verbose)
    except MemoryError:
        _fail("not enough memory", "close other programs, or give less at once", Exit.NO_MEMORY, verbose)
    except Exception as error:
        hint = "run it again with --verbose for the trace"
        _fail(f"unexpected {type(error).__name__}: {error}", hint, Exit.FAULT, verbose)


def _taken(arguments: list[str]) -> tuple[list[str], bool, str | None]:
    """The arguments without `--verbose` and `--log-format`, which are taken anywhere like the connection options."""
    left, verbose, form = [], False, None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            left += [argument, *rest]
        elif argument == "--verbose":
            verbose = True
        elif argument.partition("=")[0] == "--log-format":
            form = argument.partition("=")[2] if "=" in argument else next(rest, "")
        else:
            left.append(argument)
    return left, verbose, form


def _end_closed() -> NoReturn:
    """Ends silently when whoever read the output is gone, with a code that lets no gate pass."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(Exit.CLOSED_OUTPUT)


def _say_stopped(stop: BaseException) -> int:
    """Says what was kept, where that is known, and gives the exit code of the signal."""
    causes = [stop]
    # click makes an Abort of any interruption.
    while causes[-1].__cause__ is not None:
        causes.append(causes[-1].__cause__)
    told = next((cause for cause in causes if isinstance(cause, StoppedError)), None)
    click.echo(f"Stopped: {told.message}." if told else "Stopped.", err=True)
    if told:
        click.echo(f"hint: {told.hint}", err=True)
    return 128 + next((cause.signal for cause in causes if isinstance(cause, Stopped)), signal.SIGINT)


class Stopped(KeyboardInterrupt):
    """A signal that asks the command to end, which it then does as upon Ctrl-C.

    Args:
        sign: The number of the signal.
    """

    def __init__(self, sign: int) -> None:
        super().__init__()
        self.signal = sign


def _stop_on_signals() -> None:
    main_process = os.getpid()

    def stop(sign: int, frame: object) -> None:
        if os.getpid() != main_process:
            # A worker process, which has nothing to tidy.
            os._exit(128 + sign)
        raise Stopped(sign)

    for name in ("SIGTERM", "SIGHUP"):
        sign = getattr(signal, name, None)
        # What nohup has had ignored stays ignored.
        if sign is not None and signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, stop)


def _fail(message: str, hint: str | None, code: int, verbose: bool) -> NoReturn:
    if verbose:
        _print_trace()
    click.echo(f"Error: {safe(message)}", err=True)
    if hint:
        click.echo(f"hint: {safe(hint)}", err=True)
    sys.exit(code)


def _print_trace() -> None:
    import traceback

    traceback.print_exc()
