"""What people read is plain English: the phrasings that reviewers kept striking out do not come back."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.code import MODULES, PACKAGE, nodes

CHECKOUT = Path(__file__).parents[2]
#: A phrasing, and what to write instead.
AVOIDED = {
    r"(?<![Tt]here )\bis no (?!longer|more\b|less|way\b|need|sign\b|guarantee|other|such|depth)\w": "is not a …",
    r"(?<![Tt]here )\bare no (?!longer|more\b|less|way\b|need|sign\b|guarantee|other|such|depth)\w": "are not …",
    r"\bare none that\b": "are not …",
    r"\bwould do\b": "resolves, suits, is enough",
    r"\bwithout a word\b": "without a message",
    r"(?<![Tt]here )(?<!if it )\bis none\b(?! of)": "is not one",
    r"\bnot ours to\b": "was not started by supplygraph",
    r"\bspeaks against\b": "conflicts with",
    r"\bshould be looked at\b": "review",
    r"\bWho had\b": "Licensees with …",
    r"\basked of the network\b": "works offline",
    r"\bthe (?:one|other) without\b.*\bwithout\b": "one negation",
}


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """What is printed or read: strings, docstrings and comments of the code, headers of questions, and pages."""
    return tuple(_texts())


def comments(module: str) -> Iterator[tuple[int, str]]:
    """The comments of a module, given as its text, with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(module).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _texts() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for node in nodes(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for number, line in enumerate(node.value.splitlines()):
                    yield f"supplygraph/{module}:{node.lineno + number}", line
        for number, comment in comments((PACKAGE / module).read_text(encoding="utf-8")):
            yield f"supplygraph/{module}:{number}", comment
    pages = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *(CHECKOUT / "docs").rglob("*.md")]
    for path in [*sorted((CHECKOUT / "cypher").rglob("*.cypher")), *pages]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if path.suffix == ".md" or line.startswith("//"):
                yield f"{path.relative_to(CHECKOUT)}:{number}", line


@pytest.mark.parametrize("phrase", AVOIDED)
def test_no_text_has_a_phrase_that_reviewers_struck_out(phrase: str) -> None:
    found = [f"{place}: {text}" for place, text in texts() if re.search(phrase, text)]
    assert not found, f"write: {AVOIDED[phrase]}\n" + "\n".join(found)


def identifiers(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Each name that a module of Python gives, reads or imports, with its line."""
    for node in ast.walk(module):
        for field in ("name", "id", "attr", "arg", "asname", "module"):
            if isinstance(name := getattr(node, field, None), str):
                yield getattr(node, "lineno", 0), name
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield from ((node.lineno, name) for name in node.names)


@pytest.mark.parametrize("folder", ["supplygraph", "tests"])
def test_identifiers_are_spelled_license(folder: str) -> None:
    """Prose says licence; names say license, as the graph and the sources do."""
    found = []
    for path in sorted((CHECKOUT / folder).rglob("*.py")):
        place = str(path.relative_to(CHECKOUT))
        text = path.read_text(encoding="utf-8")
        # A name stands in the text, so that most modules need no parsing.
        names = [(0, place), *(identifiers(ast.parse(text)) if "licence" in text.lower() else ())]
        found += [f"{place}:{line}: {name}" for line, name in names if "licence" in name.lower()]
    assert not found, "\n".join(found)


def test_the_test_of_identifiers_sees_each_kind_of_name() -> None:
    module = ast.parse(
        "from a_licence import licence_b as licence_c\n"
        "def licence_d(licence_e): licence_f = licence_e.licence_g(licence_h=1)\n"
        "class LicenceI: pass\n"
    )
    seen = {name.lower() for _, name in identifiers(module) if "licence" in name.lower()}
    assert seen == {"a_licence", *(f"licence_{letter}" for letter in "bcdefgh"), "licencei"}


def test_docstrings_and_comments_are_read() -> None:
    read = {text for place, text in texts() if place.startswith("supplygraph/export/folder.py:")}
    assert "A folder that appears under its name only when everything is in it." in read
    assert "        target: Its name; nothing may be there but an empty folder." in read
    assert list(comments("#: Above.\none = '# not one'  # Behind.\n")) == [(1, "#: Above."), (2, "# Behind.")]
