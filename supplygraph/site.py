"""Writes the pages of the documentation site: those of `docs/`, every stored question with its answer, all commands."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import yaml

from supplygraph.api import connect
from supplygraph.checks.run import graph_topics, run_checks
from supplygraph.errors import SupplygraphError
from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.output import markdown, write_rows
from supplygraph.queries.run import run
from supplygraph.queries.stored import MAX_ROWS, StoredQuery
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.records import sample_records
from supplygraph.store.connection import Connection

#: The words of a command, the command, and where its help is made.
ShownCommand = tuple[str, click.Command, click.Context]

CHECKOUT = Path(__file__).parents[1]
#: Rows of an answer that a page shows.
SHOWN = 5
#: Where the pages and the built site are put, inside the folder that is named.
PAGES, SITE = "pages", "site"
#: The pages that people read, by part of the site; those of stored questions and commands are added.
PARTS: dict[str, tuple[str, ...]] = {
    "Start": ("index.md", "start.md", "concepts.md", "sample.md", "faq.md"),
    "Ask": ("questions.md", "explore.md", "browser.md", "assistants.md", "schema.md"),
    "Judge": ("verdicts.md", "gate.md", "bom.md"),
    "Load": ("sources.md",),
    "Research": ("research.md", "performance.md"),
    "Extend": (
        *("extending.md", "adding-a-query.md", "adding-a-check.md", "adding-a-license.md", "adding-a-signature.md"),
        *("adding-a-source.md", "architecture.md"),
    ),
    "About": ("security.md", "changes.md"),
}
#: Pages that stand elsewhere in the checkout.
ELSEWHERE = {"security.md": "SECURITY.md", "changes.md": "CHANGELOG.md"}
_ABOUT = "The property graph of the machine-learning model supply chain, in Neo4j"
_ANSWERS = (
    f"Answers are those of the sample, at most {SHOWN} rows of each. Where the sample has none, the graph and the rows "
    "are those of the question's test."
)
_CONFIG = """\
[project]
site_name = "supplygraph"
site_description = "{about}"
docs_dir = "{pages}"
site_dir = "{site}"
nav = [
{nav}
]

[project.theme]
font = false
features = ["content.code.copy", "navigation.sections", "navigation.top", "search.highlight"]
"""


def write_site(connection: Connection, folder: Path) -> None:
    """Writes the pages and the settings of the site's generator into a folder that is empty or has an older site.

    Args:
        connection: A graph with the sample, of which the answers are shown.
        folder: Where to; `zensical build --strict` in it makes the site.

    Raises:
        SupplygraphError: the folder has something else in it, or the server cannot be used.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "zensical.toml").exists():
        raise SupplygraphError(f"{folder} is not empty", "name a new folder")
    pages = folder / PAGES
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(CHECKOUT / "docs", pages, ignore=shutil.ignore_patterns("notebooks", "demo.sh"))
    answers = dict(question_pages(connection))
    made = {
        **{name: _linked((CHECKOUT / source).read_text(encoding="utf-8")) for name, source in ELSEWHERE.items()},
        "sources.md": sources_page(),
        "commands.md": commands_page(),
        **answers,
    }
    made["llms.txt"] = llms_text(pages, made)
    for name, text in made.items():
        path = pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "zensical.toml").write_text(_config(answers, pages), encoding="utf-8")


def question_pages(connection: Connection) -> Iterator[tuple[str, str]]:
    """A page for each topic of stored questions: what each asks, its answer on this graph, and its Cypher."""
    for topic, queries in groupby(all_queries(), key=lambda query: query.topic):
        asked = list(queries)
        titles = "; ".join(query.title for query in asked)
        parts = [f"# Questions: {topic}", "", f"{markdown(titles)}.", "", _ANSWERS]
        for query in asked:
            parts += ["", *_question(connection, query)]
        yield f"questions/{topic}.md", "\n".join(parts) + "\n"


def _question(connection: Connection, query: StoredQuery) -> Iterator[str]:
    yield f"## {query.name}"
    yield ""
    yield f"**{markdown(query.title)}.** {markdown(query.question)}"
    yield ""
    needed = [parameter for parameter in query.parameters if parameter.needed]
    given = {parameter.name: parameter.default for parameter in needed}
    options = " ".join(f"{one.option} {_word(one.default)}" for one in needed)
    yield "```sh"
    yield f"supplygraph query {query.name} {options}".rstrip()
    yield "```"
    yield ""
    if rows := run(connection, query.name, {**given, MAX_ROWS: SHOWN}).rows:
        yield _table(query, rows)
    else:
        yield from _tested(query)
    yield ""
    for column in query.columns:
        yield f"- `{column.name}`: {markdown(column.meaning)}"
    yield ""
    yield '??? note "Cypher"'
    yield "    ```cypher"
    yield from (f"    {line}".rstrip() for line in query.text.splitlines())
    yield "    ```"


def _tested(query: StoredQuery) -> Iterator[str]:
    """The graph and the rows of the first case of a question's test that has rows."""
    test = yaml.safe_load((CHECKOUT / "tests" / "queries" / f"{query.path.stem}.yaml").read_text(encoding="utf-8"))
    case = next((one for one in test["cases"] if one.get("expect")), None)
    if case is None:
        yield "It has no rows on a sound graph."
        return
    yield "```cypher"
    yield test["given"].rstrip()
    yield "```"
    yield ""
    if case.get("parameters"):
        values = ", ".join(f"{name} = {value}" for name, value in case["parameters"].items())
        yield f"With {markdown(values)}:"
        yield ""
    yield _table(query, case["expect"][:SHOWN])


def _table(query: StoredQuery, rows: list[dict[str, Any]]) -> str:
    shown = StringIO()
    write_rows("md", query.columns, rows, shown)
    return shown.getvalue().rstrip()


def _word(value: object) -> str:
    return f"'{','.join(map(str, value))}'" if isinstance(value, list) else str(value)


def commands_page() -> str:
    """All commands with their help."""
    parts = ["# Commands", "", "All commands with their help; questions have pages of their own.", ""]
    for path, command, context in _commands():
        parts += [f"{'#' * (2 + path.count(' '))} {path}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def sources_page() -> str:
    """What can be loaded: each source with the help of its command."""
    parts = [
        "# Sources",
        "",
        "A load finds what is there, updates it, takes back what the same source no longer says, and keeps what other "
        "sources say. [A new source](adding-a-source.md) is one class and its test.",
        "",
    ]
    for path, command, context in _commands():
        if path.startswith("load "):
            parts += [f"## {path}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def _commands() -> Iterator[ShownCommand]:
    from supplygraph.cli.main import cli

    def inside(command: click.Command, path: str, context: click.Context) -> Iterator[ShownCommand]:
        if path:
            yield path, command, context
        # The questions have pages of their own.
        if isinstance(command, click.Group) and path != "query":
            for name in command.list_commands(context):
                if (inner := command.get_command(context, name)) is not None:
                    below = click.Context(
                        inner, parent=context, info_name=name, max_content_width=100, terminal_width=100
                    )
                    yield from inside(inner, f"{path} {name}".strip(), below)

    yield from inside(cli, "", click.Context(cli, obj=Settings(), info_name="supplygraph"))


def llms_text(pages: Path, made: dict[str, str]) -> str:
    """The list of pages for language models, as `llms.txt` has it."""
    lines = ["# supplygraph", "", f"> {_ABOUT}.", ""]
    names = [name for part in PARTS.values() for name in part] + sorted(
        one for one in made if one.startswith("questions/")
    )
    for name in [*names, "commands.md"]:
        text = made[name] if name in made else (pages / name).read_text(encoding="utf-8")
        lines.append(f"- [{_title(text)}]({name.removesuffix('.md')}/): {_first_sentence(text)}")
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    return text.split("\n", 1)[0].lstrip("# ").strip()


def _first_sentence(text: str) -> str:
    paragraphs = (part for part in text.split("\n\n")[1:] if re.match(r"\w|`\w|\*\*", part))
    first = " ".join(next(paragraphs, "").split())
    return first.split(". ", 1)[0].rstrip(".:") + "."


def _linked(text: str) -> str:
    """A page of the top of the checkout, whose links into `docs/` are to pages beside it."""
    return text.replace("](docs/", "](")


def _config(answers: Iterable[str], pages: Path) -> str:
    def entry(title: str, names: Iterable[str]) -> str:
        return f'  {{"{title}" = [{", ".join(chr(34) + name + chr(34) for name in names)}]}},'

    parts = [entry(title, names) for title, names in PARTS.items()]
    decisions = [f"decisions/{path.name}" for path in sorted((pages / "decisions").glob("*.md"))]
    parts += [entry("Stored questions", answers), entry("Commands", ["commands.md"]), entry("Decisions", decisions)]
    return _CONFIG.format(about=_ABOUT, pages=PAGES, site=SITE, nav="\n".join(parts))


def main(arguments: list[str]) -> int:
    """Loads the sample into a graph of its own, runs the checks, and writes the pages into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m supplygraph.site FOLDER\n")
        return 2
    folder = Path(arguments[0])
    with tempfile.TemporaryDirectory() as store:
        try:
            with connect(store=store) as graph:
                graph.load(sample_records())
                run_checks(graph.connection, graph_topics())
                write_site(graph.connection, folder)
        finally:
            local.stop(Settings.from_environment({}, store=Path(store)))
    sys.stdout.write(f"wrote {folder / PAGES}; now: zensical build --strict in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
