"""What docs/adding-a-*.md tell a reader to do works, followed to the letter in a copy of the project."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from supplygraph.checks.check import checks_of
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from tests.conftest import CHECKOUT
from tests.integration.test_checks import fill

pytestmark = pytest.mark.integration

GUIDES = sorted(path.stem for path in (CHECKOUT / "docs").glob("adding-a-*.md"))
#: What the last command of each guide must print.
SHOWN = {
    "adding-a-check": "",
    "adding-a-license": "Commercial use needs a separate agreement.",
    "adding-a-query": "No rows",
    "adding-a-signature": "river/mouth-7b",
    "adding-a-source": "acme/foo-8b",
}
_BLOCK = re.compile(
    r"(?:^ *(?P<how>New file|Append to) `(?P<path>[^`]+)`:\n\n)?^(?P<indent> *)```(?P<kind>\w+)\n(?P<text>.*?)^ *```$",
    re.M | re.S,
)


def blocks(guide: str) -> list[re.Match[str]]:
    """The blocks of a guide: files to write or to append to, and commands to type."""
    return list(_BLOCK.finditer((CHECKOUT / "docs" / f"{guide}.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a reader would have it, with the steps of all guides that write files."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("supplygraph", "cypher", "docs"):
        shutil.copytree(CHECKOUT / part, folder / part)
    for guide in GUIDES:
        for block in blocks(guide):
            if block["path"]:
                path = folder / block["path"]
                path.parent.mkdir(parents=True, exist_ok=True)
                assert path.exists() == (block["how"] == "Append to"), path
                with path.open("a", encoding="utf-8", newline="\n") as stream:
                    apart = "\n\n" if block["how"] == "Append to" and path.suffix == ".py" else ""
                    stream.write(apart + textwrap.dedent(block["text"]))
    return folder


def run(copy: Path, settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "HF_"))}
    environment |= {"SUPPLYGRAPH_STORE": str(settings.store), "COLUMNS": "80", "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=copy,
        check=False,
        timeout=240,
    )


def test_every_guide_is_followed() -> None:
    assert set(SHOWN) == set(GUIDES)
    assert all(block["path"] or block["kind"] == "sh" for guide in GUIDES for block in blocks(guide))


@pytest.mark.usefixtures("known_graph")
@pytest.mark.parametrize("guide", GUIDES)
def test_following_a_guide_works(guide: str, copy: Path, settings: Settings) -> None:
    commands = [line for block in blocks(guide) if block["kind"] == "sh" for line in block["text"].splitlines()]
    assert commands
    for line in commands:
        done = run(copy, settings, *shlex.split(line.strip()))
        assert done.returncode == 0, done.stderr
    assert SHOWN[guide] in done.stdout + done.stderr


def test_the_case_that_the_guide_writes_down_is_what_its_check_finds(copy: Path, empty_graph: Connection) -> None:
    (check,) = checks_of("quality", copy / "cypher" / "checks")
    case = yaml.safe_load((copy / "tests" / "checks" / "quality.yaml").read_text(encoding="utf-8"))
    fill(empty_graph, case["given"])
    finding = "artifact.id AS artifact, class, severity, base, path"
    rows = empty_graph.read(f"{check.findings(some=False)}\nRETURN {finding}, evidence ORDER BY artifact")
    assert case["expect"] == {check.name: [list(row.values())[:5] for row in rows]}
    assert all(case["texts"][check.name] in row["evidence"] for row in rows)


def test_what_the_guides_write_keeps_to_the_style(copy: Path) -> None:
    written = {block["path"] for guide in GUIDES for block in blocks(guide) if block["path"]}
    modules = sorted(path for path in written if path.endswith(".py") and path.startswith("supplygraph/"))
    assert modules == ["supplygraph/sources/successors.py"]
    for words in (["check"], ["format", "--check"]):
        rules = ["--no-cache", "--config", str(CHECKOUT / "pyproject.toml")]
        command = [sys.executable, "-m", "ruff", *words, *rules, *modules]
        done = subprocess.run(command, capture_output=True, text=True, cwd=copy, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_of_the_guide_shows_how_it_is_typed(copy: Path, settings: Settings) -> None:
    shown = run(copy, settings, "supplygraph", "load", "successors", "--help").stdout.splitlines()
    assert "supplygraph load successors replaced.csv" in map(str.strip, shown)


def test_what_is_generated_can_be_generated_again(copy: Path, settings: Settings) -> None:
    assert run(copy, settings, "supplygraph.generated").returncode == 0
    assert "quality-gated-bases" in (copy / "cypher" / "README.md").read_text(encoding="utf-8")


def test_the_check_of_the_guide_reports_what_it_says(copy: Path, settings: Settings) -> None:
    done = run(
        copy,
        settings,
        "supplygraph",
        "name",
        "check",
        "acme/thing-13b",
        "--base",
        "acme/thing-7b",
        "--relation",
        "copy",
    )
    assert "13" in done.stdout
    assert "the copied model acme/thing-7b says 7" in done.stdout + done.stderr
