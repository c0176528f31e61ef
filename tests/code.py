"""The modules of the package as trees, parsed once for all tests that read them."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "supplygraph"
#: Paths of all modules within the package.
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


@cache
def tree(module: Path) -> ast.Module:
    """A module of the package."""
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module, in no particular order."""
    return tuple(ast.walk(tree(module)))
