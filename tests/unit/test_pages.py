"""What the pages tell people to type exists, and the pages lead to each other."""

import re
import shlex
from pathlib import Path

import pytest

from supplygraph.settings import Settings
from supplygraph.site import ELSEWHERE, PARTS, commands_page, llms_text, sources_page
from tests.unit.test_readme import command_of

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
GENERATED = {"sources.md"}


def lines(page: Path) -> list[str]:
    text = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.S))
    found = re.findall(r"^(?:\$ )?(supplygraph [a-z].*)$", text, re.M)
    return [line.split(" #")[0].strip() for line in found]


@pytest.mark.parametrize(("page", "line"), [(page.name, line) for page in PAGES for line in lines(page)])
def test_every_command_line_of_a_page_parses(page: str, line: str) -> None:
    command, _, rest = command_of(shlex.split(line)[1:])
    command.make_context("x", rest, obj=Settings())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_page_has_its_place_in_the_site() -> None:
    placed = {name for part in PARTS.values() for name in part}
    there = {path.name for path in DOCS.glob("*.md")}
    assert placed == there | GENERATED | set(ELSEWHERE)


def test_all_commands_and_sources_are_described() -> None:
    assert "## gate\n" in commands_page()
    assert "### license check\n" in commands_page()
    assert "## load hub-file\n" in sources_page()


def test_the_list_for_language_models_says_what_each_page_is_about() -> None:
    made = {"sources.md": sources_page(), "commands.md": commands_page()}
    made |= dict.fromkeys(ELSEWHERE, "# Title\n\nWhat it is about. More.")
    text = llms_text(DOCS, made)
    assert text.startswith("# supplygraph\n\n> ")
    assert "- [Title](security/): What it is about." in text
    assert "- [The gate](gate/): `supplygraph gate TARGET...` decides" in text
    for line in text.splitlines()[4:]:
        assert re.fullmatch(r"- \[.+\]\(\S+/\): (?!```).+\.", line), line
