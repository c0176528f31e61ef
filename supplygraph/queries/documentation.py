"""Writes the catalogue of stored queries, `cypher/README.md`, from their headers."""

import json
import sys
from itertools import groupby
from pathlib import Path

from supplygraph.cypher_files import cypher_folder
from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.stored import Parameter, StoredQuery

_INTRODUCTION = """\
# Stored queries

Generated from the headers of the query files by `python -m supplygraph.queries.documentation`; do not edit.

One file is one question. `supplygraph query NAME` runs it, `--print` shows the file, `--browser` gives one statement
to paste into Neo4j Browser, and `cypher-shell -f FILE` runs the file as it is. Every query only reads, has a `max_rows`
parameter, and returns its rows in a fixed order.

The `:param` lines of a file are its defaults. `cypher-shell` reads them after its own `-P`, so they would win. For
`-P`, take what `supplygraph query NAME --print --for cypher-shell` prints: it has no such lines and needs every value.
Or let the values stand in the file: `supplygraph query NAME --print --max-rows 10 | cypher-shell`.

A new query is a new file in a topic's folder, in the form of its neighbours, and a file `tests/queries/STEM.yaml` with
a small graph and the rows to expect. Nothing else has to be changed.
"""


def catalogue_markdown(folder: Path | None = None) -> str:
    """The catalogue: for each topic and query its title, question, parameters, columns and source.

    Raises:
        QueryError: a query file is wrong.
    """
    queries = all_queries(folder)
    parts = [_INTRODUCTION]
    for topic, group in groupby(queries, key=lambda query: query.topic):
        parts.append(f"## {topic}\n")
        parts += [_query(query) for query in group]
    return "\n".join(parts)


def _query(query: StoredQuery) -> str:
    lines = [f"### `{query.name}`", "", f"**{query.title}.** {query.question}", ""]
    if query.grain:
        lines += [f"Rows: {query.grain}.", ""]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {_type(column.type)} | {_cell(column.meaning)} |" for column in query.columns]
    lines += ["", "| parameter | type | default | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{parameter.name}` | {_type(parameter.type)} | {_default(parameter)} | {_cell(parameter.meaning)} |"
        for parameter in query.parameters
    ]
    lines.append("")
    if query.notes:
        lines += [" ".join(query.notes.split()), ""]
    if query.source:
        lines += [f"Source: {query.source}", ""]
    return "\n".join(lines)


def _default(parameter: Parameter) -> str:
    return "has to be given" if parameter.needed else f"`{json.dumps(parameter.default, ensure_ascii=False)}`"


def _type(name: str) -> str:
    return name.replace("<", "&lt;").replace(">", "&gt;")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(arguments: list[str]) -> int:
    """Writes the catalogue; with `--check` only says whether it is up to date."""
    path = cypher_folder() / "README.md"
    wanted = catalogue_markdown()
    if "--check" in arguments:
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            return 0
        print(f"{path} is out of date; run python -m supplygraph.queries.documentation", file=sys.stderr)  # noqa: T201
        return 1
    path.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
