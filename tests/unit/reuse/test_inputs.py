"""What can be scanned, and what hostile input costs: everything is bounded, counted, and nothing is run."""

import io
import json
import logging
import os
import sqlite3
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from supplygraph.errors import InputError
from supplygraph.reuse import read, workers
from supplygraph.reuse.evaluate.evaluator import Evaluator
from supplygraph.reuse.evaluate.values import Value
from supplygraph.reuse.expression import Expression
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.modules import Module
from supplygraph.reuse.scan import scan
from tests.unit.reuse.repositories import found, notebook, scanned, write

CODE = "from transformers import AutoModel\nAutoModel.from_pretrained('acme/bert')\n"


def ids(path: Path, commit: str | None = None) -> set[tuple[str, str | None]]:
    return {(f.file, f.model_id) for f in scan(open_tree(path, commit), jobs=1).findings}


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"a.py": CODE})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "tag", "v1")
    write(folder, {"a.py": CODE.replace("bert", "gpt"), "third_party/b.py": CODE})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "two")
    return folder


def test_a_commit_is_read_and_not_what_lies_on_disk(repository: Path) -> None:
    (repository / "a.py").write_text("")
    assert ids(repository, "v1") == {("a.py", "acme/bert")}
    assert ids(repository, "main") == {("a.py", "acme/gpt")}
    assert ids(repository) == set()


def test_a_bare_repository_is_read_at_its_head(repository: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(repository), str(bare)], check=True)
    assert ids(bare) == {("a.py", "acme/gpt")}
    assert ids(bare, "v1") == {("a.py", "acme/bert")}


def test_a_commit_that_is_not_there_is_said(repository: Path) -> None:
    with pytest.raises(InputError, match="no commit 'v9'"):
        open_tree(repository, "v9")
    with pytest.raises(InputError, match="no commit '--help'"):
        open_tree(repository, "--help")


def test_archives_are_read_without_being_unpacked(tmp_path: Path) -> None:
    files = {"pkg-1.0/a.py": CODE, "pkg-1.0/sub/b.py": CODE}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    modes: list[tuple[str, Literal["w:gz", "w"]]] = [("a.tar.gz", "w:gz"), ("a.tar", "w")]
    for name, mode in modes:
        with tarfile.open(tmp_path / name, mode) as archive:
            for path, text in files.items():
                info = tarfile.TarInfo(path)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text.encode()))
    expected = {("a.py", "acme/bert"), ("sub/b.py", "acme/bert")}
    assert ids(tmp_path / "a.zip") == ids(tmp_path / "a.tar.gz") == ids(tmp_path / "a.tar") == expected


def test_a_wheel_keeps_its_paths(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a-1-py3-none-any.whl", "w") as archive:
        archive.writestr("pkg/a.py", CODE)
        archive.writestr("a-1.dist-info/METADATA", "")
    assert ids(tmp_path / "a-1-py3-none-any.whl") == {("pkg/a.py", "acme/bert")}


def test_a_zip_bomb_is_cut_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/bomb.py", "#" * 30_000_000)
        archive.writestr("x/a.py", CODE)
    result = scan(open_tree(tmp_path / "a.zip"), jobs=1)
    assert [f.file for f in result.findings] == ["a.py"]
    assert result.counts["too_large"] == 1


def test_paths_that_leave_an_archive_are_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../evil.py", CODE)
        archive.writestr("x/a.py", CODE)
    result = scan(open_tree(tmp_path / "a.zip"), jobs=1)
    assert [f.file for f in result.findings] == ["a.py"]
    assert result.counts["paths_that_leave_the_archive"] == 1


def test_a_broken_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(InputError, match="cannot be read as an archive"):
        scan(open_tree(tmp_path / "a.tar.gz"), jobs=1)


@pytest.mark.parametrize("name", ["nothing", "a.bin"])
def test_what_cannot_be_scanned_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\0")
    with pytest.raises(InputError, match=name):
        open_tree(tmp_path / name)


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.py": CODE})
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "passwd.py").symlink_to("/etc/passwd")
    result = scan(open_tree(tmp_path / "in"), jobs=1)
    assert [f.file for f in result.findings] == ["a.py"]
    assert result.counts["links"] == 2


DEEP = "x = " + "[" * 3_000 + "]" * 3_000 + "\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DEEP, "syntax"),
        ("x = " + "-" * 5_000 + "1\n", "syntax"),
        ("x = " + ".a".join(["b"] * 2_000) + "\n", "too_deep"),
        ("def f(:\n", "syntax"),
    ],
)
def test_code_that_is_nested_too_deeply_is_counted_and_harms_nothing_else(
    text: str, reason: str, tmp_path: Path
) -> None:
    result = scanned(tmp_path, {"a.py": CODE, "b.py": "from transformers import pipeline\n" + text})
    assert [f.file for f in result.findings] == ["a.py"]
    assert result.counts["syntax"] + result.counts["too_deep"] == 1, reason
    assert "b.py" in [path for paths in result.problems.values() for path in paths]


def test_a_chain_of_many_operands_costs_little(tmp_path: Path) -> None:
    text = "m = " + " + ".join(["'a'"] * 5_000) + "\n" + CODE
    assert ("main.py" in {f.file.split("/")[-1] for f in found(tmp_path, text)}) is True


def test_assignments_in_a_circle_end(tmp_path: Path) -> None:
    text = CODE + "\n".join(f"a{i} = a{(i + 1) % 50} or b{i}" for i in range(50)) + "\nAutoModel.from_pretrained(a0)\n"
    assert {f.model_id for f in found(tmp_path, text) if f.kind == "model"} == {"acme/bert"}


def test_functions_that_call_each_other_end(tmp_path: Path) -> None:
    text = (
        CODE + "def f(m):\n    AutoModel.from_pretrained(m)\n    g(m)\ndef g(m):\n    f(m)\n    g(m)\nf('acme/two')\n"
    )
    assert {f.model_id for f in found(tmp_path, text) if f.kind == "model"} == {"acme/bert", "acme/two"}


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the expressions that are followed."""
    count = [0]
    ordinary = Evaluator.values

    def counted(self: Evaluator, expression: Expression, module: Module) -> list[Value]:
        count[0] += 1
        return ordinary(self, expression, module)

    monkeypatch.setattr(Evaluator, "values", counted)
    return count


def test_a_knot_of_functions_is_walked_once(tmp_path: Path, steps: list[int]) -> None:
    # Every one calls every other: there are more than a million ways through.
    names = [f"step{i}" for i in range(12)]
    text = CODE + "".join(f"def {n}(m):\n" + "".join(f"    {other}(m)\n" for other in names) for n in names)
    text += "def last(m):\n    AutoModel.from_pretrained(m)\n    step0(m)\n"
    text += "def first(m):\n    step11(m)\ndef step0_(m):\n    last(m)\nfirst('acme/first')\nstep5('acme/five')\n"
    text += "class Model:\n    def __init__(self, m):\n        AutoModel.from_pretrained(m)\n"
    text += "def step11(m):\n    Model(m)\n" + "".join(f"    {other}(m)\n" for other in names)
    models = {f.model_id for f in found(tmp_path, text) if f.kind == "model"}
    assert models == {"acme/bert", "acme/first", "acme/five"}
    assert steps[0] < 10_000


def test_a_knot_that_loads_everywhere_is_walked_few_times(tmp_path: Path, steps: list[int]) -> None:
    names = [f"step{i}" for i in range(20)]
    calls = "".join(f"    {name}(m)\n" for name in names)
    text = CODE + "".join(f"def {name}(m):\n    AutoModel.from_pretrained(m)\n{calls}" for name in names)
    rows = {f.model_id: f for f in found(tmp_path, text + "step5('acme/five')\n") if f.kind == "model"}
    assert set(rows) == {"acme/bert", "acme/five"}
    assert len(rows["acme/five"].sinks) == 20
    # Each of the twenty calls by itself would take all the steps that a question has.
    assert steps[0] < 50_000


def test_what_a_parameter_can_not_be_is_not_looked_for(tmp_path: Path, steps: list[int]) -> None:
    # No file imports the package whose function has that name.
    passed = "".join(f"def f{i}(x):\n    x.transcribe('acme/tape')\n    f{i + 1}(x)\n" for i in range(40))
    assert found(tmp_path, f"import transformers\n{passed}f0(object())\n") == []
    assert steps[0] == 0


def test_dictionaries_made_of_each_other_cost_little(tmp_path: Path, steps: list[int]) -> None:
    # The key is reached on 4,096 ways.
    layers = "".join(f"d{i} = {{**d{i - 1}, 'k{i}': {i}, **d{i - 1}}}\n" for i in range(1, 13))
    text = "from transformers import AutoModel\nd0 = {'model': 'acme/bert'}\n" + layers
    assert {f.model_id for f in found(tmp_path, text + "AutoModel.from_pretrained(d12['model'])\n")} == {"acme/bert"}
    assert steps[0] < 500


def test_many_values_are_cut(tmp_path: Path) -> None:
    rows = ", ".join(f"'acme/m{i}'" for i in range(5_000))
    text = f"from transformers import AutoModel\nfor a in [{rows}]:\n    AutoModel.from_pretrained(a)\n"
    assert 0 < len(found(tmp_path, text)) <= 5_000


def test_products_of_values_are_cut(tmp_path: Path) -> None:
    letters = "[" + ", ".join(f"'{c}'" for c in "abcdefghij") + "]"
    loops = "".join(f"{'    ' * i}for v{i} in {letters}:\n" for i in range(8))
    text = "from transformers import AutoModel\n" + loops + "    " * 8
    text += "AutoModel.from_pretrained('acme/' + " + " + ".join(f"v{i}" for i in range(8)) + ")\n"
    assert len(found(tmp_path, text)) <= 200


@pytest.mark.parametrize("pattern", ["'%99999999s' % 'a'", "'{:>99999999}'.format('a')", "'{0.__class__}'.format('a')"])
def test_formats_that_ask_for_memory_are_not_made(pattern: str, tmp_path: Path) -> None:
    assert not [f for f in found(tmp_path, CODE.replace("'acme/bert'", pattern)) if f.kind == "model"]


def test_bytes_that_are_no_text_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"# \xff\xfe caf\xe9\n" + CODE.encode())
    (tmp_path / "b.py").write_bytes(b"\xef\xbb\xbf" + CODE.encode())
    (tmp_path / "c.py").write_bytes(CODE.encode().replace(b"\n", b"\n\0"))
    assert {file for file, _ in ids(tmp_path)} == {"a.py", "b.py", "c.py"}


@pytest.mark.parametrize("text", ["[]", "{", '{"cells": 3}', '{"cells": [1, {"cell_type": "code", "source": 3}]}'])
def test_what_is_no_notebook_is_harmless(text: str, tmp_path: Path) -> None:
    result = scanned(tmp_path, {"a.ipynb": text + " from_pretrained", "b.ipynb": notebook(CODE)})
    assert [f.file for f in result.findings] == ["b.ipynb"]


def test_a_file_over_the_limit_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE + "#" * (read.MAX_BYTES + 1))
    result = scan(open_tree(tmp_path), jobs=1)
    assert result.counts["too_large"] == 1
    assert result.problems == {"too_large": ["a.py"]}


def test_nothing_of_the_code_is_run(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    found(tmp_path / "in", CODE + f"import pathlib\npathlib.Path({str(proof)!r}).write_text('x')\n")
    assert not proof.exists()


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    files = {f"p{i}/m.py": CODE.replace("bert", f"bert{i}") for i in range(250)}
    write(tmp_path, files)
    alone = scan(open_tree(tmp_path), jobs=1)
    together = scan(open_tree(tmp_path), jobs=2)
    assert [f.as_json() for f in alone.findings] == [f.as_json() for f in together.findings]
    assert len(alone.findings) == 250


def test_repositories_in_a_folder_are_resolved_each_by_itself(tmp_path: Path) -> None:
    load = "from transformers import AutoModel\ndef load(name):\n    return AutoModel.from_pretrained(name)\n"
    for name in ("one", "two", "plain"):
        write(
            tmp_path / name, {"src/tool/load.py": load, "run.py": f"from tool.load import load\nload('acme/{name}')\n"}
        )
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir()
    result = scan(open_tree(tmp_path), jobs=1)
    assert {(f.file, f.model_id, *f.sinks) for f in result.findings if f.kind == "model"} == {
        (f"{name}/run.py", f"acme/{name}", f"{name}/src/tool/load.py:3") for name in ("one", "two", "plain")
    }


def test_a_work_tree_inside_of_a_repository_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(
        tmp_path,
        {
            "ext/tool/.git": "gitdir: elsewhere\n",
            "ext/tool/load.py": "from transformers import AutoModel\nclass Loader:\n    def __init__(self, name):\n"
            "        AutoModel.from_pretrained(name)\n",
            "run.py": "from ext.tool.load import Loader\nLoader('acme/bert')\n",
        },
    )
    assert ("run.py", "acme/bert") in ids(tmp_path)


def test_repositories_shared_among_processes_give_the_same(tmp_path: Path) -> None:
    for number in range(6):
        files = {f"m{i}.py": CODE.replace("bert", f"b{number}-{i}") for i in range(40)}
        write(tmp_path / f"r{number}", files | {"bad.py": CODE + "def (:\n", ".git": "gitdir: elsewhere\n"})
    alone = scan(open_tree(tmp_path), jobs=1)
    looked: list[int] = []
    for cache in (None, tmp_path.parent / "c.sqlite", tmp_path.parent / "c.sqlite"):
        together = scan(open_tree(tmp_path), jobs=2, cache=cache, on_progress=looked.append)
        assert [f.as_json() for f in together.findings] == [f.as_json() for f in alone.findings]
        assert (together.counts, together.problems, together.parsed) == (alone.counts, alone.problems, alone.parsed)
    assert alone.problems["syntax"] == [f"r{number}/bad.py" for number in range(6)]
    assert len(alone.findings) == 246
    with sqlite3.connect(tmp_path.parent / "c.sqlite") as database:
        # The broken file is the same in all of them.
        assert database.execute("SELECT count(*) FROM readings").fetchone() == (241,)


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some files kill the process that reads them."""
    ordinary = read.read_file

    def read_file(kind: str, content: bytes) -> read.Read:
        if b"kill me" in content:
            os._exit(9)
        return ordinary(kind, content)

    monkeypatch.setattr(workers, "read_file", read_file)


@pytest.mark.usefixtures("deadly")
def test_a_repository_that_kills_its_process_is_read_file_by_file(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f"r{number}", {f"m{i}.py": CODE for i in range(80)} | {".git": "gitdir: elsewhere\n"})
    write(tmp_path / "r1", {"killer.py": CODE + "# kill me\n"})
    result = scan(open_tree(tmp_path), jobs=2)
    assert len(result.findings) == 240
    assert result.problems["unreadable_files"] == ["r1/killer.py"]


@pytest.mark.usefixtures("deadly")
def test_a_file_that_kills_its_reader_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {f"p{i}.py": CODE for i in range(249)} | {"killer.py": CODE + "# kill me\n"})
    result = scan(open_tree(tmp_path), jobs=2)
    assert len(result.findings) == 249
    assert result.problems["unreadable_files"] == ["killer.py"]


@pytest.mark.parametrize("more", [b"", b"# a long comment\n" * 20_000], ids=["ordinary", "large"])
def test_several_processes_remember_what_they_outline(
    more: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = CODE.encode() + more
    write(tmp_path / "in", {f"p{i}.py": CODE.replace("bert", f"bert{i}") for i in range(220)})
    (tmp_path / "in" / "one.py").write_bytes(content)
    cache = tmp_path / "c.sqlite"
    first = scan(open_tree(tmp_path / "in"), jobs=2, cache=cache)
    assert len(first.findings) == 221
    monkeypatch.setattr(read, "_outlined", lambda *_: pytest.fail("outlined again"))
    second = scan(open_tree(tmp_path / "in"), jobs=2, cache=cache)
    assert [f.as_json() for f in second.findings] == [f.as_json() for f in first.findings]
    assert second.problems == first.problems == {}


def test_a_second_scan_reads_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", {"a.py": CODE, "b.py": CODE.replace("bert", "gpt")})
    first = scan(open_tree(tmp_path / "in"), jobs=1, cache=tmp_path / "cache" / "c.sqlite")
    asked: list[bytes] = []
    ordinary = read.read_file

    def counting(kind: str, content: bytes) -> read.Read:
        asked.append(content)
        return ordinary(kind, content)

    monkeypatch.setattr(workers, "read_file", counting)
    second = scan(open_tree(tmp_path / "in"), jobs=1, cache=tmp_path / "cache" / "c.sqlite")
    assert asked == []
    assert [f.as_json() for f in second.findings] == [f.as_json() for f in first.findings]
    write(tmp_path / "in", {"b.py": CODE.replace("bert", "t5")})
    third = scan(open_tree(tmp_path / "in"), jobs=1, cache=tmp_path / "cache" / "c.sqlite")
    assert len(asked) == 1
    assert {f.model_id for f in third.findings} == {"acme/bert", "acme/t5"}


@pytest.mark.parametrize("content", [b"", b"no database at all, but quite some text", b"SQLite format 3\0broken"])
def test_a_broken_cache_is_no_error(content: bytes, tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.py": CODE})
    (tmp_path / "c.sqlite").write_bytes(content)
    assert len(scan(open_tree(tmp_path / "in"), jobs=1, cache=tmp_path / "c.sqlite").findings) == 1


def test_a_cache_holds_nothing_that_could_run(tmp_path: Path) -> None:
    import pickle
    import zlib

    from supplygraph.reuse.cache import Cache

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("run",)

    with pytest.raises(pickle.UnpicklingError):
        Cache.unpack(zlib.compress(pickle.dumps(Evil())))


def test_findings_are_json(tmp_path: Path) -> None:
    for finding in found(tmp_path, CODE):
        assert json.loads(json.dumps(finding.as_json()))["model_id"] == "acme/bert"


def test_a_commit_with_many_files_is_read_by_several_processes(tmp_path: Path) -> None:
    folder = write(tmp_path / "repo", {f"p{i}/m.py": CODE for i in range(250)})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    assert len(scan(open_tree(folder, "HEAD"), jobs=2).findings) == 250


def test_a_scan_logs_how_much_it_read_and_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "supplygraph.reuse"):
        result = scanned(tmp_path, {"a.py": CODE, "b.py": "1\n"})
    told = f"{result.name}: 2 files, 1 parsed, 1 places that name an artifact, {result.seconds:.2f} s"
    assert [record.getMessage() for record in caplog.records] == [told]
