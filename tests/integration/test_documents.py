"""What the pages for researchers show runs on the sample as they show it."""

import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib
import matplotlib.pyplot
import py2neo
import pytest

import supplygraph
from supplygraph.queries.catalogue import query_paths
from supplygraph.settings import Settings
from supplygraph.site import PARTS, write_site
from supplygraph.store.connection import Connection
from tests.example_commands import PAGES, commands, printed
from tests.example_questions import PAGE, answer, questions

pytestmark = pytest.mark.integration
EXAMPLES = questions(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample(sample_graph: Connection, settings: Settings) -> Iterator[supplygraph.Graph]:
    with supplygraph.connect(store=settings.store) as graph:
        yield graph


def test_there_are_twenty_questions_of_few_lines() -> None:
    assert len(EXAMPLES) >= 20
    assert max(text.count("\n") for text, _ in EXAMPLES) <= 6


@pytest.mark.parametrize(("text", "shown"), EXAMPLES, ids=[str(number) for number in range(1, len(EXAMPLES) + 1)])
def test_questions_have_the_answers_that_stand_below_them(sample: supplygraph.Graph, text: str, shown: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", supplygraph.QueryWarning)
        assert answer(sample, text) == shown, "write the answers anew: python -m tests.example_questions STORE"
    assert shown.count("\n") > 2


def test_what_leads_on_from_the_graph_runs(
    sample: supplygraph.Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("NEO4J_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SUPPLYGRAPH_STORE", str(settings.store))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE.with_name("research.md").read_text(encoding="utf-8"), re.S):
        exec(compile(code, "research.md", "exec"), names)
    assert names["lineage"].number_of_edges() == names["simple"].number_of_edges()  # type: ignore[attr-defined]
    names["graph"].close()  # type: ignore[attr-defined]


NOTEBOOKS = sorted((PAGE.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_notebooks_run(
    sample: supplygraph.Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("NEO4J_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SUPPLYGRAPH_STORE", str(settings.store))
    matplotlib.use("Agg")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    # py2neo's object mapper looks for classes in the module in which they stand.
    module = ModuleType("notebook")
    monkeypatch.setitem(sys.modules, "notebook", module)
    names: dict[str, Any] = vars(module)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "clear the outputs before committing"
            exec(compile("".join(cell["source"]), f"{path.name} {cell['id']}", "exec"), names)
    names["graph"].connection.close()
    matplotlib.pyplot.close("all")
    if path.stem == "studies":
        assert all(len(names[name]) for name in ("uses", "bases", "popularity", "conventions", "table"))


def test_what_is_said_to_fail_in_py2neo_fails(sample: supplygraph.Graph) -> None:
    with pytest.raises(py2neo.errors.ClientError, match=r"db\.indexes"):
        sample.py2neo().schema.get_indexes("Model")


@pytest.mark.parametrize(("command", "shown"), [one for page in PAGES for one in commands(page)])
def test_commands_print_what_stands_below_them(
    sample: supplygraph.Graph, settings: Settings, command: str, shown: str
) -> None:
    assert shown.count("\n") > 2, "an example shows something"
    assert printed(command, settings) == shown, "write it anew: python -m tests.example_commands STORE"


@pytest.mark.only_current
def test_the_site_is_built_strictly_and_loads_nothing_from_elsewhere(sample: supplygraph.Graph, tmp_path: Path) -> None:
    write_site(sample.connection, tmp_path / "build")
    program = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(program, cwd=tmp_path / "build", capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "build" / "site"
    assert (site / "llms.txt").is_file()
    for name in (name for part in PARTS.values() for name in part):
        assert (site / name.removesuffix(".md").replace("index", "") / "index.html").is_file(), name
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:link|script|img|iframe)\b[^>]*(?:href|src)=[\"']?(?:https?:)?//", text), page
    for name, path in query_paths().items():
        page = site / "questions" / path.parent.name / "index.html"
        assert f'id="{name}"' in page.read_text(encoding="utf-8"), name


def stated() -> dict[tuple[str, str], dict[str, Any]]:
    """The records of the sample by kind and id, read without any of the package's code."""
    lines = (Path(supplygraph.__file__).parent / "sources" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {(record["kind"], record["id"]): record for record in records}


def ids(record: dict[str, Any], key: str) -> set[str]:
    return {one["id"] if isinstance(one, dict) else one for one in record.get(key) or ()}


def with_ancestors(records: dict[tuple[str, str], dict[str, Any]], model: str) -> set[str]:
    found, new = {model}, {model}
    while new:
        new = {base for one in new for base in ids(records.get(("model", one), {}), "derived_from")} - found
        found |= new
    return found


def test_repositories_and_the_data_behind_their_models_are_those_of_plain_python(sample: supplygraph.Graph) -> None:
    records = stated()
    uses = [
        (key[1], model) for key, record in records.items() if key[0] == "repository" for model in ids(record, "uses")
    ]
    wanted = {
        (repository, model, data)
        for repository, model in uses
        if ("model", model) in records
        for one in with_ancestors(records, model)
        for data in ids(records.get(("model", one), {}), "trained_on")
    }
    rows = sample.cypher("""
        MATCH (r:Repository)-[:REUSES]->(m:Model)-[:DERIVED_FROM]->{0,20}(:Model)-[:TRAINED_ON]->(d:Dataset)
        RETURN DISTINCT r.id AS repository, m.id AS model, d.id AS data
    """)
    assert {tuple(row.values()) for row in rows} == wanted
    assert wanted
