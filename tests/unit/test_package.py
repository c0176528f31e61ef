"""The wheel holds all that the package needs, and works away from the checkout."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.code import MODULES, tree

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(CHECKOUT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("the build tool hatchling cannot be had here")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_queries_tables_and_the_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in CHECKOUT.glob("cypher/**/*.cypher"):
        assert f"supplygraph/{path.relative_to(CHECKOUT).as_posix()}" in names
    for path in CHECKOUT.glob("supplygraph/**/*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(CHECKOUT).as_posix() in names
    assert not [name for name in names if name.startswith("tests")]


@pytest.mark.slow
def test_the_installed_package_finds_its_queries(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import supplygraph, supplygraph.cypher_files as f; print(f.cypher_folder()); "
        "from supplygraph.queries.catalogue import all_queries; print(len(all_queries()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")}, check=True,
    )  # fmt: skip
    folder, count = done.stdout.split()
    assert Path(folder) == tmp_path / "site" / "supplygraph" / "cypher"
    assert int(count) >= 13


#: Modules that only an extra's commands import, and the packages that these extras bring.
OF_EXTRAS = {"bom/spdx.py": {"spdx_python_model"}, "mcp/server.py": {"mcp", "mcp_types", "anyio"}}


def test_modules_import_nothing_that_only_an_extra_installs() -> None:
    only = {
        "spdx_python_model",
        "cyclonedx",
        "pyarrow",
        "pandas",
        "networkx",
        "py2neo",
        "openpyxl",
        "mcp",
        "mcp_types",
        "anyio",
    }
    for module in MODULES:
        name = module.as_posix()
        for node in tree(module).body:
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found = {one.partition(".")[0] for one in named} & only
            assert found <= OF_EXTRAS.get(name, set()), f"{name} needs {found} to be imported at all"
