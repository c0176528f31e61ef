"""The pages of `explore`, over HTTP and in a real Chromium: found, drawn, unfolded, judged, safe, usable by all."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import AccessError, QueryError
from supplygraph.explore.alone import today
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.explore.render import render
from supplygraph.explore.site import Site
from supplygraph.load import load
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.settings import Settings
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.integration.test_browser import CHROMIUM_OPTIONS

pytestmark = pytest.mark.integration

#: A family with a conflict that is inherited, more children than are shown, a merge, data, code, and hostile text.
RECORDS: list[dict[str, Any]] = [
    {"kind": "model", "id": "meta/base-7b", "license": "llama2", "downloads": 900_000},
    {"kind": "model", "id": "lab/tune-7b", "license": "mit", "downloads": 50_000, "task": "text-generation",
     "derived_from": [{"id": "meta/base-7b", "relation": "finetune"}], "trained_on": ["lab/data"]},
    *({"kind": "model", "id": f"quant/tune-7b-part-{n:02}-with-a-long-name-GGUF", "license": "mit", "downloads": n,
       "derived_from": [{"id": "lab/tune-7b", "relation": "quantized"}]} for n in range(30)),
    *({"kind": "model", "id": f"lab/adapter-{n}", "license": "apache-2.0",
       "derived_from": [{"id": "lab/tune-7b", "relation": "adapter"}]} for n in range(4)),
    {"kind": "model", "id": "lab/merged", "license": "cc-by-nc-4.0",
     "derived_from": [{"id": f"lab/adapter-{n}", "relation": "merge"} for n in range(4)]},
    {"kind": "dataset", "id": "lab/data", "license": "cc-by-4.0"},
    {"kind": "repository", "id": "github.com/lab/app", "license": "apache-2.0", "stars": 40,
     "uses": [{"id": "lab/tune-7b", "places": ["src/app.py:12"], "calls": ["from_pretrained"]}]},
    {"kind": "model", "id": "evil/model", "license": "<script>alert(1)</script>",
     "task": "x\u202egnp.exe", "library": "<img src=x onerror=alert(2)>"},
]  # fmt: skip
TUNE, LEAF = "/model/lab/tune-7b", "/model/quant/tune-7b-part-29-with-a-long-name-GGUF"


@pytest.fixture(scope="module")
def site(connection: Connection, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages, served by the command itself; no page may change the graph."""
    empty_but_knowledge(connection)
    load(Records([write_lines(tmp_path_factory.mktemp("records") / "r.jsonl", RECORDS)]), lambda: connection)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    environment |= {"SUPPLYGRAPH_STORE": str(settings.store)}
    command = [sys.executable, "-m", "supplygraph", "explore", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found, first + run.stderr.read()
        before = state(connection)
        yield found[0]
        assert state(connection) == before
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130
        assert run.stderr.read().strip() == "Stopped."


def state(connection: Connection) -> list[dict[str, Any]]:
    return connection.read(
        "MATCH (n) RETURN count(n) AS nodes, COUNT { ()-->() } AS relationships, max(n.last_seen) AS last"
    )


def get(address: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer."""
    request = urllib.request.Request(address, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def test_foreign_hosts_origins_and_methods_are_refused(site: str) -> None:
    assert get(site + "/")[0] == 200
    assert get(site + "/", {"Host": "evil.example"})[0] == 403
    assert get(site + TUNE, {"Origin": "http://evil.example"})[0] == 403
    assert get(site + "/", method="POST")[0] == 403
    for path in ("/", TUNE, "/nothing", "/static/explore.js"):
        headers = get(site + path)[1]
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_the_pages_cannot_write(connection: Connection) -> None:
    with ReadOnlyConnection(connection.address, 5) as reading:
        for write in (reading.execute, reading.execute_in_batches):
            with pytest.raises(AccessError):
                write("CREATE (:Model {id: 'x'})")
        with pytest.raises(QueryError, match="read access mode"):
            reading.read("CREATE (:Model {id: 'x'})")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/model/lab/nobody-7b", 404, "is not in the graph"),
        ("/model?id=", 404, "is not in the graph"),
        ("/model/LAB/TUNE-7B", 200, "lab/tune-7b"),
        ("/license/no-such", 404, "no licence"),
        ("/publisher/nobody", 404, "no publisher"),
        ("/question/no-such", 400, "no stored query"),
        ("/what-if/lab/tune-7b?base=lab/adapter-0:merge", 400, "lab/adapter-0 is lab/tune-7b or made from it"),
        ("/question/license-usage?max_rows=many", 400, "max_rows takes INTEGER"),
        ("/question/license-usage?max_rows=-1", 400, "below 0"),
        (TUNE + "?profile=no-such", 400, "no rule set"),
        ("/static/../site.py", 404, ""),
        ("/nothing", 404, "no such page"),
    ],
)
def test_what_cannot_be_shown_is_said(site: str, path: str, status: int, words: str) -> None:
    found = get(site + path)
    assert found[0] == status
    assert words in found[2]
    assert "Traceback" not in found[2]


def test_a_page_has_all_that_is_known_of_a_model(site: str) -> None:
    page = get(site + TUNE)[2]
    for words in (
        "Conflict: its licence drops terms that an upstream licence imposes.",
        "Against llama2 of meta/base-7b",
        "dropped here",
        "quantized 26",
        '<span class="relation">adapter</span>',
        'href="https://github.com/lab/app/blob/HEAD/src/app.py#L12"',
        "What its name claims",
        "Facts and their evidence",
        "trained on",
    ):
        assert words in page, words
    merged = get(site + "/model/lab/merged")[2]
    assert merged.count("merge of 4") == 1
    assert len(gzip.compress(page.encode())) + static_size(site) < 150_000


def static_size(site: str) -> int:
    return sum(len(gzip.compress(get(f"{site}/static/explore.{form}")[2].encode())) for form in ("css", "js"))


def test_other_kinds_have_pages(site: str) -> None:
    dataset = get(site + "/dataset/lab/data")[2]
    assert "What was made with it" in dataset
    assert "<b>36</b> models and datasets rest on it" in dataset
    assert "lab/tune-7b" in get(site + "/repository/github.com/lab/app")[2]
    base = get(site + "/model/meta/base-7b")[2]
    assert "<b>36</b>" in base[base.index("Who is affected") :][:400]
    assert "1 repository loads it or one of them." in base
    license = get(site + "/license/llama2")[2]
    assert "Where it flows" in license
    assert "<h2>What it allows</h2>" in license
    assert "quant/tune-7b-part-29" in get(site + "/publisher/quant")[2]


def test_every_stored_question_has_a_form(site: str) -> None:
    names = re.findall(r'href="/question/([a-z-]+)"', get(site + "/questions")[2])
    assert sorted(names) == sorted(query_paths())
    for name in names:
        page = get(f"{site}/question/{name}")[2]
        assert all(f'name="{parameter.name}"' in page for parameter in find_query(name).parameters), name


def test_an_answer_can_be_taken_away(site: str) -> None:
    path = "/question/lineage-ancestors"
    page = get(f"{site}{path}?model_id=lab/merged")[2]
    assert "meta/base-7b" in page
    assert "MATCH" in page
    rows = json.loads(get(f"{site}{path}/rows.json?model_id=lab/merged")[2])
    assert rows[-1]["ancestor"] == "meta/base-7b"
    _, headers, text = get(f"{site}{path}/rows.csv?model_id=lab/merged")
    assert headers["content-disposition"].endswith('"lineage-ancestors.csv"')
    assert text.startswith("ancestor,hops,relations,license\n")
    assert get(f"{site}{path}/rows.md?model_id=lab/merged")[2].startswith("| ancestor | hops |")
    assert get(f"{site}{path}/rows.xls?model_id=lab/merged")[0] == 404


def test_an_answer_has_a_chart_where_one_says_more(site: str) -> None:
    changes = get(site + "/question/license-changes?max_rows=50")[2]
    assert 'class="flows"' in changes
    assert "mit → apache-2.0: 4" in changes
    assert 'class="s-conflict"' in get(site + "/question/license-profiles-compare?max_rows=50")[2]
    depths = get(site + "/question/lineage-depths?max_rows=50")[2]
    assert depths.count('class="bar"') == depths.count("<tr>") - 1
    assert 'class="flows"' not in depths


def test_no_rows_have_their_reason(site: str) -> None:
    assert "what the checks of trust would find is not known" in get(site + "/question/trust-risks?max_rows=5")[2]
    assert "nothing is loaded that says which model succeeds which" in get(site + "/question/reuse-stale?max_rows=5")[2]


def test_hostile_text_is_inert(site: str) -> None:
    page = get(site + "/model/evil/model")[2]
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "x\\u202egnp.exe" in page
    for path in ("/search?q=<script>alert(1)</script>", "/suggest?q=<i>", "/question/license-usage?license=<i>"):
        assert not re.search(r"<i>|<script>alert", get(site + path.replace("<", "%3C").replace(">", "%3E"))[2])


@pytest.mark.usefixtures("site")
def test_a_page_is_a_file_that_needs_nothing_beside_it(command: Callable[..., Any], tmp_path: Path) -> None:
    page, report, drawing = tmp_path / "tune.html", tmp_path / "app.html", tmp_path / "tune.svg"
    assert command("show", "lab/tune-7b", "--html", str(page), "--svg", str(drawing)).returncode == 0
    assert command("report", "github.com/lab/app", "--out", str(report)).returncode == 0
    image = ElementTree.parse(drawing).getroot()
    boxes = image.iterfind(".//{http://www.w3.org/2000/svg}g[@class='box f-limits']/{http://www.w3.org/2000/svg}title")
    assert [box.text for box in boxes] == ["meta/base-7b, llama2, with limits of use, 900k downloads, 1 made from it"]
    assert "var(" not in drawing.read_text(encoding="utf-8")
    for text in (page.read_text(encoding="utf-8"), report.read_text(encoding="utf-8")):
        assert "<style>" in text
        assert not re.search(r"<script|<link|src=|url\(http|href=\"/", text)
        assert len(gzip.compress(text.encode())) < 150_000
    assert "Against llama2 of meta/base-7b" in page.read_text(encoding="utf-8")
    assert "What its code loads" in report.read_text(encoding="utf-8")
    assert f"Written by supplygraph on {today()}, from records (loaded {today()})." in report.read_text(
        encoding="utf-8"
    )


@pytest.mark.usefixtures("site")
def test_a_report_on_an_artifact_can_be_markdown(command: Callable[..., Any], tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.md" for name in ("tune", "app", "evil", "data")}
    ids = {"tune": "lab/tune-7b", "app": "github.com/lab/app", "evil": "evil/model", "data": "lab/data"}
    for name, file in files.items():
        assert command("report", ids[name], "--out", str(file), "--profile", "drift").returncode == 0
    texts = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    for line in (
        "# lab/tune-7b",
        "## Licence, by the rule set drift",
        "### Against llama2 of meta/base-7b",
        "1. lab/tune-7b (mit), **dropped here**, finetune of",
        "| lab/tune-7b | finetune | meta/base-7b | llama2 | conflict |",
        "| github.com/lab/app | src/app.py:12 | conflict |",
        f"- records, loaded {today()}",
    ):
        assert line in texts["tune"].splitlines(), line
    assert "| lab/tune-7b | src/app.py:12 | conflict |" in texts["app"]
    assert "## What was made with it" in texts["data"]
    assert "<script>" not in texts["evil"]
    assert "\u202e" not in texts["evil"]
    assert not any("\n\n\n" in text for text in texts.values())


@pytest.mark.usefixtures("site")
def test_a_report_on_the_graph_has_charts_and_their_tables(command: Callable[..., Any], tmp_path: Path) -> None:
    page, text = tmp_path / "report.html", tmp_path / "report.md"
    assert command("report", "--out", str(page)).returncode == 0
    assert command("report", "--out", str(text)).returncode == 0
    html, markdown = page.read_text(encoding="utf-8"), text.read_text(encoding="utf-8")
    for title in ("What was loaded, and when", "Families", "Where licences change", "Verdicts by rule set"):
        assert f"## {title}" in markdown
        assert title in html
    assert "| mit | apache-2.0 | 4 |" in markdown
    assert "mit → apache-2.0: 4" in html
    assert "dropped here ← meta/base-7b (llama2)" in markdown
    assert html.count('class="conflict-card"') == 5
    assert not re.search(r"<script|<link|src=", html)
    done = command("report", "--out", str(tmp_path / "report.pdf"))
    assert (done.returncode, "cannot be written as report.pdf" in done.stderr) == (2, True)


# From here on in a web browser.


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, site: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Opens a page; nothing may be reported on the console, and nothing be fetched from elsewhere."""
    problems: list[str] = []
    opened = []

    def open_page(path: str, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        # The first page of a kind has its statements planned, which takes long on a busy machine.
        context.set_default_navigation_timeout(180_000)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(site) else problems.append(sent.url))
        page.goto(site + path)
        opened.append((context, page))
        return page

    yield open_page
    for context, page in opened:
        folder = Path(os.environ.get("SUPPLYGRAPH_SCREENSHOTS") or tmp_path)
        page.screenshot(path=folder / f"explore-{re.sub('[^a-z0-9]+', '-', request.node.name)}.png", full_page=True)
        context.close()
    assert problems == []


@pytest.mark.browser
def test_a_newcomer_comes_to_a_witness_in_five_clicks(visit: Callable[..., Any]) -> None:
    page = visit("/")
    page.get_by_role("link", name="Which artifacts are in conflict?").click()
    page.get_by_role("link", name="quant/tune-7b-part-29-with-a-long-name-GGUF").click()
    card = page.locator(".conflict-card")
    assert "Against llama2 of meta/base-7b" in card.inner_text()
    assert [box.split(",")[0] for box in card.locator("svg a").evaluate_all("all => all.map(a => a.ariaLabel)")] == [
        "meta/base-7b",
        "lab/tune-7b",
        "quant/tune-7b-part-29-with-a-long-name-GGUF",
    ]
    card.locator("svg a").nth(1).click()
    page.get_by_role("heading", name="lab/tune-7b", exact=True).wait_for()
    page.get_by_role("link", name="What if it had another licence or base?").click()
    page.get_by_role("heading", name="lab/tune-7b").wait_for()


@pytest.mark.browser
def test_search_while_typing_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("TUNE-7")
    page.locator("#suggestions a").first.wait_for()
    page.locator("#q").fill("")
    page.keyboard.type("metta/base")
    page.locator("#suggestions a", has_text="meta/base-7b").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert "meta/base-7b" in page.locator("#suggested").inner_text()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="meta/base-7b", exact=True).wait_for()
    page.keyboard.press("/")
    page.keyboard.type("nothing-like-this")
    page.get_by_text("nothing has a name like that").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").is_hidden()


@pytest.mark.browser
def test_a_fold_unfolds_in_place_by_keyboard_and_back_folds_it(visit: Callable[..., Any]) -> None:
    from playwright.sync_api import expect

    page = visit(TUNE)
    boxes = page.locator("#lineage svg .box")
    before = boxes.count()
    fold = page.locator("#lineage svg a[data-unfold]").last
    assert "quantized" in fold.get_attribute("aria-label")
    fold.focus()
    assert page.evaluate("document.activeElement.ariaLabel").startswith("26 more")
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(before + 20)
    assert "unfold=lab" in page.url
    page.reload()
    assert boxes.count() == before + 20
    page.go_back()
    expect(boxes).to_have_count(before)


@pytest.mark.browser
def test_pages_work_without_scripts(visit: Callable[..., Any]) -> None:
    page = visit(TUNE, java_script_enabled=False)
    page.locator("#lineage svg a[data-unfold]").last.click()
    assert page.locator("#lineage svg .box").count() > 30
    page.get_by_role("searchbox").fill("merged")
    page.get_by_role("button", name="Search").click()
    page.locator("main").get_by_role("link", name="lab/merged").click()
    page.get_by_role("heading", name="lab/merged", exact=True).wait_for()


@pytest.mark.browser
def test_a_rule_set_is_chosen(visit: Callable[..., Any]) -> None:
    page = visit(LEAF)
    page.locator("a.set", has_text="osadl").click()
    assert "profile=osadl" in page.url
    assert "osadl" in page.locator(".set.chosen").inner_text()


@pytest.mark.browser
def test_what_if_shows_what_flips_and_writes_nothing(visit: Callable[..., Any]) -> None:
    page = visit("/what-if/lab/tune-7b")
    page.get_by_label("licence", exact=True).fill("llama2")
    page.get_by_role("button", name="Try").click()
    row = page.locator("tr", has=page.get_by_text("default", exact=True))
    assert "✓ compatible" in row.inner_text()
    assert "flips" in row.inner_text()
    page.get_by_text("36 below it. 0 flip").wait_for()
    page.get_by_label("licence", exact=True).fill("")
    page.get_by_label("bases").fill("meta/base-7b:adapter, lab/data:trained_on")
    page.get_by_role("button", name="Try").click()
    page.get_by_role("heading", name="The model itself, as mit").wait_for()
    page = visit("/what-if/meta/base-7b?license=mit")
    far = page.locator("tr", has=page.get_by_text("lab/merged", exact=True)).locator("td").all_inner_texts()
    assert far[1:3] == ["3", "≠ conflict"]


def test_what_if_shows_how_many_are_judged(site: str, monkeypatch: pytest.MonkeyPatch, connection: Connection) -> None:
    text = get(f"{site}/what-if/meta/base-7b?license=mit")[2]
    assert "37 below it. 37 flip, 0 of them for the worse." in text
    monkeypatch.setattr("supplygraph.explore.site.JUDGED", 20)
    monkeypatch.setattr("supplygraph.explore.site.LISTED", 5)
    with ReadOnlyConnection(connection.address, 20) as reading:
        values = Site(reading).what_if("meta/base-7b", {"license": ["mit"]})
    text = render("what_if.html", **values)
    assert "37 below it, of which the nearest 20 are judged here" in text
    assert "the nearest 5 are shown" in text
    assert text.count('<tr class="flips"') == 5 + sum(one.flips for one in values["found"].own)


PAGES = ["/", "/search?q=tune", TUNE, LEAF, "/license/llama2", "/dataset/lab/data", "/repository/github.com/lab/app",
         "/publisher/lab", "/questions", "/question/license-usage?max_rows=50", "/what-if/lab/tune-7b?license=llama2",
         "/question/license-repair"]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Callable[..., Any], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = visit("/", color_scheme=scheme)
    for path in PAGES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        found = axe.run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_telephone(visit: Callable[..., Any], path: str) -> None:
    page = visit(path, viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate("Math.max(0, ...[...document.querySelectorAll('tbody tr')].map(row => row.clientHeight))") < 400
    )
    if path == TUNE:
        assert page.locator("#lineage .picture").is_hidden()
        assert page.locator("#lineage .as-list a", has_text="meta/base-7b").is_visible()


#: Boxes that overlap, and texts that leave their box.
BREAKS = """() => {
  const found = []
  for (const svg of document.querySelectorAll('svg.drawing')) {
    const boxes = [...svg.querySelectorAll('.box')].map(g => [g, g.querySelector('rect').getBoundingClientRect()])
    for (const [g, r] of boxes) {
      for (const text of g.querySelectorAll('text:not(.remark)')) {
        const t = text.getBoundingClientRect()
        if (t.right > r.right || t.left < r.left || t.bottom > r.bottom || t.top < r.top) found.push(text.textContent)
      }
      for (const [other, o] of boxes)
        if (g !== other && r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom)
          found.push(g.textContent + ' over ' + other.textContent)
    }
  }
  return found
}"""


@pytest.mark.browser
@pytest.mark.parametrize("path", [TUNE, LEAF, "/model/lab/merged", "/model/meta/base-7b"])
def test_the_drawing_has_no_breaks(visit: Callable[..., Any], path: str) -> None:
    page = visit(path)
    assert page.evaluate(BREAKS) == []
    assert page.locator("svg.drawing .box").count() > 2


#: Where everything stands that is not part of a drawing, and what leaves its column or is cut off.
PLACES = """() => {
  const places = [], breaks = []
  const broken = (how, one) => breaks.push(how + ': ' + one.outerHTML.slice(0, 90))
  for (const one of document.querySelectorAll('main *, header *')) {
    if (one.closest('svg, [hidden], .hidden, details:not([open])')) continue
    const r = one.getBoundingClientRect()
    places.push([one.tagName, ...[r.left, r.top, r.width, r.height].map(Math.round)].join(' '))
    if (!one.closest('.scroll, .picture, pre') && r.right > innerWidth + 1) broken('outside', one)
    const text = one.matches('h1, h2, h3, p, li, dd, td, button') && one.clientWidth
    if (text && one.scrollWidth > one.clientWidth + 1) broken('cut', one)
  }
  let above = null
  for (const one of document.querySelectorAll('main > section')) {
    if (above && one.getBoundingClientRect().top < above.getBoundingClientRect().bottom - 1) broken('overlaps', one)
    above = one
  }
  return [places, breaks]
}"""


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", TUNE, LEAF])
def test_the_layout_is_the_same_in_light_and_dark_and_has_no_breaks(visit: Callable[..., Any], path: str) -> None:
    for size in ({"width": 1400, "height": 900}, {"width": 390, "height": 844}):
        page = visit(path, viewport=size, color_scheme="light")
        light, breaks = page.evaluate(PLACES)
        assert breaks == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(PLACES)[0] == light
