"""Writes the stored questions as saved scripts of Neo4j Browser, with a style for what it draws."""

from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from supplygraph.destination import destination
from supplygraph.errors import InputError
from supplygraph.queries.browser import browser_link, browser_statement
from supplygraph.queries.catalogue import all_queries

#: Where a Neo4j of one's own serves it.
DEFAULT_BROWSER = "http://localhost:7474/browser/"
#: What to run first, in this order.
START = ("graph-counts", "lineage-graph", "license-graph", "reuse-graph", "naming-graph", "license-conflicts")
_ARCHIVE = "supplygraph.zip"
_STYLE = "supplygraph.grass"
_GUIDE = "start.html"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>supplygraph in Neo4j Browser</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; }
li { margin-bottom: 1em; } a { font-weight: 600; } pre { background: #f2f2f2; padding: .6em; overflow-x: auto; }
</style>
<h1>Six questions to begin with</h1>
<p>A link opens Neo4j Browser with the question in its editor; press Ctrl+Enter there to run it, and change the id in
the text to ask about another artifact.</p>
<ol>
%s
</ol>
<p>More: drop <code>supplygraph.zip</code> (all questions as saved scripts) and <code>supplygraph.grass</code> (colours
and captions) on the page of Neo4j Browser. Questions of your own: the labels and properties are on the schema page.</p>
</html>
"""


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


def guide(browser: str) -> str:
    """A page with the first questions, each a link that opens Neo4j Browser at that address with it in the editor.

    Raises:
        QueryError: a stored query is wrong.
    """
    queries = {query.name: query for query in all_queries()}
    items = []
    for name in START:
        query = queries[name]
        text = browser_statement(query, {parameter.name: parameter.default for parameter in query.parameters})
        link = escape(browser_link(browser, text))
        shown = f"<details><summary>Cypher</summary><pre>{escape(text)}</pre></details>"
        items.append(
            f'<li><a href="{link}" target="_blank">{escape(query.title)}</a><br>{escape(query.question)}{shown}</li>'
        )
    return _PAGE % "\n".join(items)


def export_browser(folder: Path, browser: str = DEFAULT_BROWSER) -> int:
    """Writes the scripts as one archive and one by one, a style and a guide; returns how many scripts there are.

    Args:
        folder: Where to write.
        browser: Address of Neo4j Browser, which the guide leads to.

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
        for place, text in {**scripts, _STYLE: style(), _GUIDE: guide(browser)}.items():
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
