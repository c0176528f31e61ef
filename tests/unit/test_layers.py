"""Knowledge flows one way: who may import whom, and what no module may do."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "supplygraph"
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


@cache
def tree(module: Path) -> ast.Module:
    """A module, parsed once."""
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def test_imports_follow_the_direction_of_knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts stand in pyproject.toml; `lint-imports` says which import breaks one."""
    from importlinter.cli import lint_imports

    monkeypatch.chdir(PACKAGE.parent)
    assert lint_imports() == 0


def arrows() -> dict[str, set[str]]:
    """The modules that each module imports, also inside functions."""
    names = {".".join(("supplygraph", *module.with_suffix("").parts)).removesuffix(".__init__") for module in MODULES}
    found: dict[str, set[str]] = {name: set() for name in names}
    for module in MODULES:
        name = ".".join(("supplygraph", *module.with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                # `from supplygraph.reuse import read` means the module, not its package.
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= (inner & names) or {node.module}
    return {name: others & names - {name} for name, others in found.items()}


def circle_of(start: str, arrows: dict[str, set[str]]) -> frozenset[str]:
    """The modules that a module imports and that import it in turn, directly or through others."""

    def reached(arrows: dict[str, set[str]]) -> set[str]:
        seen: set[str] = set()
        open_ = [start]
        while open_:
            new = arrows.get(open_.pop(), set()) - seen
            seen |= new
            open_ += new
        return seen

    back: dict[str, set[str]] = {}
    for module, others in arrows.items():
        for other in others:
            back.setdefault(other, set()).add(module)
    return frozenset(reached(arrows) & reached(back))


def test_no_modules_import_each_other_in_a_circle() -> None:
    found = arrows()
    assert {circle for name in found if (circle := circle_of(name, found))} == set()


def test_a_circle_is_found_however_long_it_is() -> None:
    arrows = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set(), "e": {"a"}}
    assert circle_of("a", arrows) == {"a", "b", "c"}
    assert circle_of("d", arrows) == circle_of("e", arrows) == set()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_says_in_one_sentence_what_it_is_for(module: Path) -> None:
    docstring = ast.get_docstring(tree(module))
    assert docstring, "no docstring"
    first = docstring.split("\n\n")[0]
    assert first.endswith("."), first


@pytest.mark.parametrize("name", ["supplygraph.cli.main", "supplygraph.cli.load", "supplygraph"])
def test_starting_the_command_line_imports_nothing_heavy(name: str) -> None:
    import subprocess
    import sys

    heavy = ["neo4j", "pydantic", "huggingface_hub", "rich", "pyarrow", "pandas", "psutil", "jgo", "yaml"]
    code = f"import sys, {name}; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_formats_values_into_statements() -> None:
    """Cypher is built from pieces only where the pieces are declarations."""
    writing = ("MERGE (", "CREATE (", "MATCH (")
    from_declarations = {"store/statements.py", "store/folding.py", "export/records.py"}
    offenders = []
    for module in MODULES:
        if module.as_posix() in from_declarations:
            continue
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
                if any(word in text for word in writing):
                    offenders.append(f"{module}:{node.lineno}")
    assert offenders == []
