"""Writes the stored questions as saved scripts of Neo4j Browser, with a style for what it draws."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from supplygraph.destination import destination
from supplygraph.errors import InputError
from supplygraph.queries.browser import browser_statement
from supplygraph.queries.catalogue import all_queries

#: What to run first, in this order.
START = ("graph-counts", "lineage-graph", "license-graph", "reuse-graph", "naming-graph", "license-conflicts")
_ARCHIVE = "supplygraph.zip"
_STYLE = "supplygraph.grass"


def browser_scripts() -> dict[str, str]:
    """Each script by its place: a folder and a file; values are those that the questions have by themselves.

    Raises:
        QueryError: a stored query is wrong.
    """
    queries = {query.name: query for query in all_queries()}
    texts = {
        name: browser_statement(query, {parameter.name: parameter.default for parameter in query.parameters})
        for name, query in queries.items()
    }
    scripts = {f"start here/{number} {name}.cypher": texts[name] for number, name in enumerate(START, start=1)}
    for name, text in texts.items():
        scripts[f"{queries[name].topic}/{name}.cypher"] = text
    return scripts


def export_browser(folder: Path) -> int:
    """Writes the scripts as one archive and one by one, and the style; returns how many scripts there are.

    Raises:
        InputError: the folder cannot be written.
        QueryError: a stored query is wrong.
    """
    scripts = browser_scripts()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ZipFile(folder / _ARCHIVE, "w", ZIP_DEFLATED) as archive:
            for place, text in scripts.items():
                archive.writestr(ZipInfo(f"supplygraph {place}"), text)
        for place, text in {**scripts, _STYLE: style()}.items():
            path = folder / place
            path.parent.mkdir(exist_ok=True)
            with destination(path) as stream:
                stream.write(text)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}", "choose another folder") from None
    return len(scripts)


def style() -> str:
    """Colours, sizes and captions of what Neo4j Browser draws, as a `.grass` file."""
    return Path(__file__).with_name("browser.grass").read_text(encoding="utf-8")
