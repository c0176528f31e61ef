"""What `--browser` prints is pasted into Neo4j Browser, which shows the rows and the picture."""

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supplygraph.export.browser import export_browser
from supplygraph.load import load
from supplygraph.queries.browser import browser_link
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty, write_lines

pytestmark = [pytest.mark.integration, pytest.mark.browser]

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Drops a file, given as base64 with its name, on the page.
DROP = """([content, name]) => {
  const transfer = new DataTransfer()
  transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name))
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.querySelector('.filedrop').dispatchEvent(
      new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}))
}"""


@pytest.fixture(scope="module")
def page(connection: Connection) -> Iterator[Any]:
    """A page of Neo4j Browser that is logged in."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    address = connection.address
    if address.browser is None:
        pytest.skip(f"the Browser of {address.uri} is not known")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened = context.new_page()
        opened.goto(address.browser)
        opened.get_by_test_id("username").fill(address.user)
        opened.get_by_test_id("password").fill(address.password or "")
        opened.get_by_test_id("connect").click()
        opened.get_by_test_id("password").wait_for(state="detached", timeout=60_000)
        yield opened
        browser.close()


@pytest.fixture(scope="module")
def family(connection: Connection) -> None:
    empty(connection)
    connection.execute(
        """
        CREATE (base:Model {id: "it's/a \\"base\\""}), (middle:Model {id: 'lab/middle'})
        CREATE (middle)-[:DERIVED_FROM {relation: 'finetune'}]->(base)
        CREATE (:Model {id: 'lab/left'})-[:DERIVED_FROM {relation: 'quantized'}]->(middle)
        CREATE (:Model {id: 'lab/right'})-[:DERIVED_FROM {relation: 'merge'}]->(middle)
        """
    )


def paste(page: Any, text: str) -> Any:
    """Pastes a text into the editor, runs it, and gives the frame with the answer."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(".monaco-editor").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    page.keyboard.press("Control+Enter")
    return newest_frame(page)


def newest_frame(page: Any) -> Any:
    frame = page.get_by_test_id("frame").first
    frame.wait_for(timeout=60_000)
    return frame


def screenshot(page: Any, name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get("SUPPLYGRAPH_SCREENSHOTS") or tmp_path)
    page.screenshot(path=folder / f"{name}.png")


@pytest.mark.usefixtures("family")
def test_a_list_shows_its_rows(page: Any, command: Callable[..., Any], tmp_path: Path) -> None:
    text = command("query", "lineage-ancestors", "--browser", "--model-id", "lab/left").stdout
    frame = paste(page, text)
    frame.get_by_text("lab/middle").first.wait_for(timeout=60_000)
    screenshot(page, "lineage-ancestors", tmp_path)
    shown = frame.inner_text()
    for words in ("ancestor\thops\trelations\tlicense", 'it\'s/a "base"', '["quantized", "finetune"]'):
        assert words in shown, shown


@pytest.mark.usefixtures("family")
def test_a_graph_query_shows_a_picture(page: Any, command: Callable[..., Any], tmp_path: Path) -> None:
    text = command("query", "lineage-graph", "--browser", "--model-id", 'it\'s/a "base"').stdout
    frame = paste(page, text)
    nodes = frame.locator("svg g.node")
    nodes.nth(3).wait_for(timeout=60_000)
    assert nodes.count() == 4
    assert frame.locator("svg g.relationship").count() == 3
    screenshot(page, "lineage-graph", tmp_path)


@pytest.fixture(scope="module")
def loaded(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty(connection)
    records = [
        {"kind": "model", "id": "lab/new", "license": "mit", "derived_from": ["lab/old"], "trained_on": ["lab/data"]},
        {"kind": "repository", "id": "github.com/lab/app", "license": "apache-2.0", "uses": ["lab/new"]},
        {"kind": "model", "id": "lab/paid", "license": "cc-by-nc-4.0"},
    ]
    load(Records([write_lines(tmp_path_factory.mktemp("records") / "r.jsonl", records)]), lambda: connection)


def captions(frame: Any, number: int) -> set[str]:
    """What is written on the nodes of a picture; a long text is cut on the page."""
    nodes = frame.locator("svg g.node")
    nodes.nth(number - 1).wait_for(timeout=60_000)
    return {" ".join((node.text_content() or "").split()) for node in nodes.all()}


@pytest.mark.usefixtures("loaded")
def test_nodes_are_called_what_people_call_them(page: Any, tmp_path: Path) -> None:
    # The page keeps the caption that it chose for a label.
    paste(page, ":style reset")
    drawn = "MATCH (n:Model|Dataset|Repository|Publisher) RETURN n"
    assert captions(paste(page, drawn), 6) == {"new", "old", "paid", "data", "lab/app", "lab"}
    screenshot(page, "captions", tmp_path)
    licenses = "MATCH (n:License) WHERE n.id IN ['mit', 'apache-2.0'] RETURN n"
    assert {caption[:6] for caption in captions(paste(page, licenses), 2)} == {"mit", "apache"}
    terms = "MATCH (n:LicenseTerm {code: 'NC'}) RETURN n"
    (term,) = captions(paste(page, terms), 1)
    assert term.startswith("No")


@pytest.mark.usefixtures("loaded")
def test_scripts_and_style_are_dropped_on_the_page(page: Any, tmp_path: Path) -> None:
    export_browser(tmp_path / "browser")
    for name in ("supplygraph.grass", "supplygraph.zip"):
        content = base64.b64encode((tmp_path / "browser" / name).read_bytes()).decode()
        page.evaluate(DROP, [content, name])
    page.get_by_test_id("navigationFavorites").click()
    page.get_by_test_id("expandFolder-supplygraph start here").wait_for(timeout=60_000)
    page.get_by_test_id("navigationFavorites").click()
    frame = paste(page, "MATCH p = (:Model)-[:DERIVED_FROM]->(:Model) RETURN p")
    assert captions(frame, 2) == {"new", "old"}
    frame.locator("svg g.relationship").get_by_text("undeclared").wait_for(timeout=60_000)
    screenshot(page, "style", tmp_path)


@pytest.mark.usefixtures("loaded")
def test_an_empty_picture_says_why(page: Any, command: Callable[..., Any]) -> None:
    text = command("query", "lineage-graph", "--browser", "--model-id", "nobody/x").stdout
    frame = paste(page, text)
    frame.get_by_text("the graph has no model nobody/x").first.wait_for(timeout=60_000)


@pytest.mark.usefixtures("loaded")
def test_a_click_in_the_guide_opens_the_question(page: Any, connection: Connection, tmp_path: Path) -> None:
    assert connection.address.browser is not None
    export_browser(tmp_path / "browser", connection.address.browser)
    guide = page.context.new_page()
    guide.goto((tmp_path / "browser" / "start.html").as_uri())
    assert guide.locator("ol > li > a").count() == 6
    with page.context.expect_page() as opened:
        guide.locator("ol > li > a").nth(1).click()
    editor = opened.value.locator(".monaco-editor").first
    editor.get_by_text("Picture").first.wait_for(timeout=60_000)
    assert "Picture of a model's lineage" in editor.inner_text().replace("\u00a0", " ")
    opened.value.close()
    guide.close()


def test_the_deep_link_fills_the_editor(page: Any, connection: Connection) -> None:
    assert connection.address.browser is not None
    page.goto(browser_link(connection.address.browser, "// A title\nRETURN 'ä &?#+%25%' AS x"))
    editor = page.locator(".monaco-editor").first
    editor.get_by_text("AS").first.wait_for(timeout=60_000)
    text = editor.inner_text().replace("\u00a0", " ")
    assert "// A title\nRETURN 'ä \\u0026?\\u0023+%25%' AS x" in text
    assert connection.read("RETURN 'ä \\u0026?\\u0023+%25%' AS x") == [{"x": "ä &?#+%25%"}]
