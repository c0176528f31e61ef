"""Knowledge flows one way: who may import whom, and what no module may do."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.code import MODULES, PACKAGE, nodes, tree


def test_imports_follow_the_direction_of_knowledge() -> None:
    """The contracts stand in pyproject.toml; `lint-imports` says which import breaks one."""
    # In this process it would switch off all loggers that there are.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", lint], cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def arrows() -> dict[str, set[str]]:
    """The modules that each module imports, also inside functions."""
    names = {".".join(("supplygraph", *module.with_suffix("").parts)).removesuffix(".__init__") for module in MODULES}
    found: dict[str, set[str]] = {name: set() for name in names}
    for module in MODULES:
        name = ".".join(("supplygraph", *module.with_suffix("").parts)).removesuffix(".__init__")
        for node in nodes(module):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                # `from supplygraph.reuse import read` means the module, not its package.
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= (inner & names) or {node.module}
    return {name: others & names - {name} for name, others in found.items()}


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """Modules of which each imports the one before it, the last being the first; none where there is no circle."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(arrows()) == []


def test_a_circle_is_found_however_long_it_is() -> None:
    arrows = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set(), "e": {"a"}}
    assert set(circle(arrows)) == {"a", "b", "c"}
    assert circle({**arrows, "c": set()}) == []


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    first = {module: (ast.get_docstring(tree(module)) or "").split("\n\n")[0] for module in MODULES}
    assert {module: text for module, text in first.items() if not text.endswith(".")} == {}


def test_docstrings_tell_of_the_arguments_that_a_function_takes() -> None:
    wrong = {}
    for module in MODULES:
        for node in nodes(module):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            told = re.search(r"^Args:\n((?: +.*\n?|\n)+)", ast.get_docstring(node) or "", re.M)
            taken = node.args
            given = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *filter(None, (taken.vararg, taken.kwarg))]
            names = {one.arg for one in given} - {"self", "cls"}
            if told and set(re.findall(r"^    \*{0,2}(\w+):", told[1], re.M)) != names:
                wrong[f"{module}:{node.name}"] = names
    assert wrong == {}


@pytest.mark.parametrize("name", ["supplygraph.cli.main", "supplygraph.cli.load", "supplygraph"])
def test_starting_the_command_line_imports_nothing_heavy(name: str) -> None:
    import subprocess
    import sys

    heavy = ["neo4j", "pydantic", "huggingface_hub", "rich", "pyarrow", "pandas", "psutil", "jgo", "yaml"]
    code = f"import sys, {name}; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def imported(code: str) -> set[str]:
    """The modules that are imported once some code has run."""
    import subprocess
    import sys

    text = f"{code}\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_command_imports_the_driver_without_pandas_and_nothing_that_fetches_jars(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    file = tmp_path / "models.jsonl"
    file.write_text('{"id": "no id", "tags": [], "downloads": 1}\n')
    found = imported(
        f"import sys; sys.argv = ['supplygraph', 'load', 'hub-file', {str(file)!r}]\n"
        "from supplygraph.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass"
    )
    assert {"neo4j", "supplygraph.load"} <= found
    assert not {"pandas", "numpy", "pyarrow", "jgo", "httpx2"} & found


def test_the_second_process_of_a_first_load_imports_the_driver_without_pandas() -> None:
    pytest.importorskip("pandas")
    found = imported("from supplygraph.bulk.second import start; start()\nimport supplygraph.bulk.processes")
    assert "neo4j" in found
    assert "pandas" not in found


def test_pandas_can_be_imported_behind_the_driver_and_a_library_leaves_the_driver_as_it_is() -> None:
    pytest.importorskip("pandas")
    lean = "from supplygraph.lean_driver import import_driver_without_tables as lean; lean(); lean()\nimport neo4j\n"
    assert "pandas" in imported(lean + "import pandas; assert pandas.DataFrame([1]).size == 1")
    assert "pandas" in imported("import supplygraph.api")


def test_no_module_formats_values_into_statements() -> None:
    """Cypher is built from pieces only where the pieces are declarations."""
    writing = ("MERGE (", "CREATE (", "MATCH (")
    from_declarations = {"store/statements.py", "store/folding.py", "export/records.py"}
    offenders = []
    for module in MODULES:
        if module.as_posix() in from_declarations:
            continue
        for node in nodes(module):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                if any(word in text for word in writing):
                    offenders.append(f"{module}:{node.lineno}")
    assert offenders == []


def test_the_command_line_holds_no_statements_of_their_own() -> None:
    """What is asked of the graph stands in `cypher/` or in `store/`, where Python reaches it, too."""
    begins = ("MATCH ", "OPTIONAL MATCH ", "UNWIND ", "MERGE ", "CREATE ", "CALL ")
    offenders = [
        f"{module}:{node.lineno}"
        for module in MODULES
        if module.parts[0] == "cli"
        for node in nodes(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(begins)
    ]
    assert offenders == []
