"""Files that are left out because the user said so."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from supplygraph.cli.main import cli
from supplygraph.errors import InputError
from supplygraph.reuse.exclude import Excluded
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.scan import scan
from tests.unit.reuse.repositories import write

LOAD = "from transformers import AutoModel\nAutoModel.from_pretrained('river/{}')\n"


@pytest.mark.parametrize(
    ("pattern", "path", "held"),
    [
        ("tests", "tests/a.py", True),
        ("tests", "app/tests/deep/a.py", True),
        ("tests", "app/my_tests/a.py", False),
        ("tests/", "tests/a.py", True),
        ("*.ipynb", "docs/n.ipynb", True),
        ("docs/*", "docs/deep/a.py", True),
        ("docs/*", "app/docs/a.py", False),
        ("./docs/n", "docs/n/a.py", True),
        ("/docs", "docs/a.py", True),
        ("docs\\n*", "docs/new.py", True),
        ("test_*", "app/test_a.py", True),
    ],
)
def test_a_pattern_is_a_name_anywhere_or_a_path(pattern: str, path: str, held: bool) -> None:
    assert Excluded([pattern])(path) is held


@pytest.mark.parametrize("pattern", ["", "/", "./"])
def test_an_empty_pattern_is_an_error(pattern: str) -> None:
    with pytest.raises(InputError, match="empty"):
        Excluded(["tests", pattern])


def test_what_is_excluded_is_not_read_although_another_file_needs_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": LOAD.format("near"),
            "b.py": "import transformers\nfrom tests.names import NAME\ntransformers.AutoModel.from_pretrained(NAME)\n",
            "tests/names.py": "NAME = 'river/far'\n",
            "tests/broken.py": "from transformers import pipeline\ndef (:\n",
        },
    )
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("tests/c.py", LOAD.format("zipped"))
        archive.writestr("c.py", LOAD.format("kept"))
    result = scan(open_tree(tmp_path), jobs=1, exclude=["tests"])
    assert {f.model_id for f in result.findings if f.kind == "model"} == {"river/near", "river/kept"}
    assert result.counts["excluded"] == 3
    assert result.unread() == {}


def test_the_command_says_how_many_files_it_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": LOAD.format("near"), "tests/b.py": LOAD.format("far")})
    done = CliRunner().invoke(cli, ["scan", str(tmp_path), "--no-cache", "--exclude", "tests"])
    assert done.exit_code == 0, done.output
    assert "river/near" in done.output
    assert "river/far" not in done.output
    assert "1 files left out by --exclude" in done.output
