"""Says where something stands: its line, what part of a repository its file is, and which folders others wrote."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import PurePosixPath


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_TESTS = frozenset(
    {
        "test",
        "tests",
        "testing",
        "__tests__",
        "__mocks__",
        "androidtest",
        "unit_tests",
        "integration_tests",
        "unittests",
        "e2e",
        "spec",
        "specs",
    }
)
_TEST_ENDINGS = (
    "_test.py", "_test.go", "_test.rs", "test.java", "tests.cs", "tests.swift",
    *(f".{kind}.{ending}" for kind in ("test", "spec") for ending in ("ts", "js", "tsx", "jsx", "mjs", "mts")),
)  # fmt: skip
#: How files of tests end in languages whose words begin with capitals, or where a word says so.
_TEST_STEMS = ("Test", "Tests", "TestCase", "Spec", "_spec", "_test")
_STEMMED = (".kt", ".php", ".scala", ".rb", ".exs", ".dart", ".swift", ".cs", ".java", ".groovy")
#: Code that is run as a program where it stands among examples, whatever its name: by Cargo, by its path.
_RUN_BY_NAME = (".rs", ".php", ".rb", ".exs", ".groovy")
_SHOWN = words("example examples")
_DOCS = frozenset({"doc", "docs", "documentation", "docsite", "website", "docs-website", "wiki"})
_EXAMPLES = words(
    "example examples demo demos sample samples tutorial tutorials notebook notebooks cookbook cookbooks "
    "recipes colab quickstart playground"
)
#: Folders of code that others wrote or that was built.
SKIPPED = words(
    "site-packages third_party thirdparty third-party vendor vendored _vendor vendors node_modules build .venv "
    "venv .tox .git .hg .svn .eggs __pycache__ .mypy_cache .pytest_cache bower_components "
    ".next .cache"
)


@lru_cache(maxsize=65_536)
def role(path: str) -> str:
    """`test`, `docs`, `example` or `src`."""
    pure = PurePosixPath(path.lower())
    folders = set(pure.parts[:-1])
    name = pure.name
    if folders & _TESTS or (name.startswith("test_") and pure.suffix != ".ipynb"):
        return "test"
    shown = pure.suffix in _RUN_BY_NAME and not folders.isdisjoint(_SHOWN)
    if name.endswith(_TEST_ENDINGS) and not shown:
        return "test"
    if name == "conftest.py" or (".test." in name and name.endswith((".ts", ".js", ".mjs", ".tsx", ".jsx"))):
        return "test"
    if name.endswith(_STEMMED) and PurePosixPath(path).stem.endswith(_TEST_STEMS) and not shown:
        return "test"
    if folders & _DOCS or pure.suffix in (".md", ".rst", ".mdx"):
        return "docs"
    if folders & _EXAMPLES or pure.suffix == ".ipynb" or name.startswith(("example", "demo")):
        return "example"
    return "src"


#: Folders in which tests keep what servers once answered.
_RECORDED = frozenset({"cassettes", "vcr_cassettes", "__recordings__"})


def is_recorded(path: str) -> bool:
    """Whether a file holds what a server once answered, which tests play back."""
    return not _RECORDED.isdisjoint(path.lower().split("/")[:-1])


class Lines:
    """The lines of a text, counted once."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(len(line) + 1 for line in self._text.split("\n")))

    def of(self, position: int) -> int:
        """The 1-based line of a position."""
        return bisect_right(self._starts, position) + 1
