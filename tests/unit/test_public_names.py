"""What `import supplygraph` offers is there, is typed, and can be caught."""

import subprocess
import sys
from pathlib import Path

import pytest

import supplygraph
from supplygraph import errors
from tests.conftest import CHECKOUT


@pytest.mark.parametrize("name", supplygraph.__all__)
def test_every_public_name_exists(name: str) -> None:
    assert getattr(supplygraph, name) is not None


def test_every_error_of_the_package_is_public() -> None:
    kinds = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert kinds <= set(supplygraph.__all__)


@pytest.mark.slow
def test_a_user_of_the_package_gets_its_types(tmp_path: Path) -> None:
    program = tmp_path / "uses.py"
    program.write_text(
        "import supplygraph\n"
        "with supplygraph.connect() as graph:\n"
        "    reveal_type(graph.query('lineage-roots'))\n"
        "    reveal_type(supplygraph.ServerError('x').hint)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            f"--cache-dir={CHECKOUT / '.mypy_cache' / 'of-a-user'}",
            str(program),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert 'Revealed type is "supplygraph.queries.run.Result"' in done.stdout
    assert 'Revealed type is "str | None"' in done.stdout
