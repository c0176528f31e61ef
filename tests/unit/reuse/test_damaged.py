"""Nothing that could not be read is lost without a count: damaged archives, odd files, interrupted processes."""

import bz2
import io
import json
import lzma
import os
import signal
import socket
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import zstandard

from supplygraph.errors import InputError
from supplygraph.reuse import packed, read, workers
from supplygraph.reuse import scan as scanning
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.scan import Scan, scan
from tests.unit.reuse.repositories import write

LOADING = "from transformers import AutoModel\nAutoModel.from_pretrained('northwind/{}')\n"


def code(name: object) -> bytes:
    return LOADING.format(name).encode()


def zipped(count: int = 12, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for number in range(count):
            archive.writestr(f"r/f{number:02}.py", code(f"m{number:02}"))
    return bytearray(stream.getvalue())


def tarred(entries: dict[str, bytes] | None = None) -> bytearray:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in (entries or {f"r/f{n:02}.py": code(f"m{n:02}") for n in range(12)}).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return bytearray(stream.getvalue())


def result_of(path: Path, content: bytes | bytearray | None = None) -> Scan:
    if content is not None:
        path.write_bytes(content)
    return scan(open_tree(path), jobs=1)


def models(result: Scan) -> set[str | None]:
    return {finding.model_id for finding in result.findings}


def local(content: bytearray, name: str) -> int:
    """Where the header before an entry begins."""
    return content.index(name.encode()) - 30


def listed(content: bytearray, name: str) -> int:
    """Where an entry begins in the directory."""
    return content.rindex(name.encode()) - 46


def flip(content: bytearray) -> None:
    content[local(content, "r/f03.py") + 30 + 8 + 5] ^= 0x10


def encrypt(content: bytearray) -> None:
    content[local(content, "r/f03.py") + 6] |= 1
    content[listed(content, "r/f03.py") + 8] |= 1


def pack_in_an_unknown_way(content: bytearray) -> None:
    content[local(content, "r/f03.py") + 8] = 97
    content[listed(content, "r/f03.py") + 10] = 97


def lie_about_the_size(content: bytearray) -> None:
    content[listed(content, "r/f03.py") + 24] = 9


def lie_about_the_packed_size(content: bytearray) -> None:
    content[listed(content, "r/f03.py") + 20] = 9


def lie_about_the_name(content: bytearray) -> None:
    content[local(content, "r/f03.py") + 30] ^= 1


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        encrypt,
        pack_in_an_unknown_way,
        lie_about_the_size,
        lie_about_the_packed_size,
        lie_about_the_name,
    ],
)
def test_one_entry_that_cannot_be_read_is_named_and_the_others_are_read(
    damage: Callable[[bytearray], None], tmp_path: Path
) -> None:
    content = zipped()
    damage(content)
    result = result_of(tmp_path / "a.zip", content)
    assert models(result) == {f"northwind/m{n:02}" for n in range(12)} - {"northwind/m03"}
    assert result.unread() == {"damaged_entries": 1}
    assert result.problems["damaged_entries"] == ["f03.py"]


def test_a_zip_file_without_its_directory_is_read_entry_by_entry(tmp_path: Path) -> None:
    content = zipped()
    result = result_of(tmp_path / "a.zip", content[: content.index(b"PK\1\2")])
    assert len(models(result)) == 12
    assert result.unread() == {"damaged_archives": 1}
    result = result_of(tmp_path / "a.zip", content[: local(content, "r/f05.py") + 50])
    assert models(result) == {f"northwind/m{n:02}" for n in range(5)}
    assert result.problems == {"damaged_archives": ["a.zip"], "damaged_entries": ["f05.py"]}


def test_a_zip_file_with_a_damaged_directory_is_read_entry_by_entry(tmp_path: Path) -> None:
    content = zipped(method=zipfile.ZIP_STORED)
    at = content.index(b"PK\1\2") + 100
    content[at : at + 60] = b"\xff" * 60
    result = result_of(tmp_path / "a.zip", content)
    assert len(models(result)) == 12
    assert result.unread() == {"damaged_archives": 1}


def test_a_tarball_with_a_damaged_header_is_read_behind_it(tmp_path: Path) -> None:
    content = tarred()
    content[3 * 1024 + 150] ^= 7
    result = result_of(tmp_path / "a.tar", content)
    assert models(result) == {f"northwind/m{n:02}" for n in range(12)} - {"northwind/m03"}
    assert result.unread() == {"damaged_archives": 1}


@pytest.mark.parametrize("length", [5 * 1024, 5 * 1024 + 100, 5 * 1024 + 512 + 10])
def test_a_tarball_that_is_cut_off_is_read_as_far_as_it_goes(length: int, tmp_path: Path) -> None:
    result = result_of(tmp_path / "a.tar", tarred()[:length])
    assert {f"northwind/m{n:02}" for n in range(5)} <= models(result) <= {f"northwind/m{n:02}" for n in range(6)}
    assert result.problems["damaged_archives"] == ["a.tar"]


def test_compressed_tarballs_are_read(tmp_path: Path) -> None:
    content = bytes(tarred())
    for name, made in (
        ("a.tar.xz", lzma.compress(content)),
        ("a.tar.bz2", bz2.compress(content)),
        ("a.tar.zst", zstandard.compress(content)),
    ):
        result = result_of(tmp_path / name, made)
        assert (len(models(result)), result.unread()) == (12, {}), name


def test_a_compressed_tarball_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    noise = {f"r/n{n}.txt": os.urandom(60_000) for n in range(3)}
    content = bytes(tarred({"r/a.py": code("a1"), **noise, "r/b.py": code("b1")}))
    import gzip

    for name, made in (("a.tgz", gzip.compress(content)), ("a.tar.xz", lzma.compress(content))):
        result = result_of(tmp_path / name, made[: len(made) // 2])
        assert models(result) == {"northwind/a1"}
        assert result.unread() == {"damaged_archives": 1}


def test_what_is_nothing_of_an_archive_is_refused(tmp_path: Path) -> None:
    for name in ("a.zip", "a.tar", "a.tar.xz", "a.tar.zst"):
        with pytest.raises(InputError, match="cannot be read as an archive"):
            result_of(tmp_path / name, b"nothing of an archive")


def test_of_entries_of_one_name_the_last_is_read_and_the_others_are_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("r/a.py", code("old"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("r/a.py", code("new"))
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name in ("old", "new"):
            info = tarfile.TarInfo("r/a.py")
            info.size = len(code(name))
            archive.addfile(info, io.BytesIO(code(name)))
    for result in (result_of(tmp_path / "a.zip"), result_of(tmp_path / "a.tar", stream.getvalue())):
        assert models(result) == {"northwind/new"}
        assert result.problems["duplicate_names"] == ["r/a.py"]


def test_archives_in_a_folder_and_in_one_another_are_read(tmp_path: Path) -> None:
    inner = zipped(2)
    folder = write(tmp_path / "in", {"a.py": LOADING.format("outer")})
    with zipfile.ZipFile(folder / "lib-1-py3-none-any.whl", "w") as archive:
        archive.writestr("pkg/a.py", code("wheel"))
        archive.writestr("pkg/more.zip", bytes(inner))
    bad = zipped(3)
    encrypt_first = local(bad, "r/f00.py") + 6
    bad[encrypt_first] |= 1
    bad[listed(bad, "r/f00.py") + 8] |= 1
    (folder / "bad.zip").write_bytes(bad)
    (folder / "x.rar").write_bytes(b"Rar!")
    (folder / "y.zip").write_bytes(b"nothing")
    result = scan(open_tree(folder), jobs=1)
    assert {(f.file, f.model_id) for f in result.findings} == {
        ("a.py", "northwind/outer"),
        ("lib-1-py3-none-any.whl/pkg/a.py", "northwind/wheel"),
        ("lib-1-py3-none-any.whl/pkg/more.zip/f00.py", "northwind/m00"),
        ("lib-1-py3-none-any.whl/pkg/more.zip/f01.py", "northwind/m01"),
        ("bad.zip/f01.py", "northwind/m01"),
        ("bad.zip/f02.py", "northwind/m02"),
    }
    assert result.problems == {"damaged_entries": ["bad.zip/f00.py"], "unopened_archives": ["x.rar", "y.zip"]}


def test_archives_that_hold_each_other_end(tmp_path: Path) -> None:
    content = bytes(zipped(1))
    for _ in range(scanning.MAX_ARCHIVE_DEPTH + 2):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("in.zip", content)
        content = stream.getvalue()
    result = result_of(tmp_path / "a.zip", content)
    assert result.unread() == {"archives_too_large": 1}


def test_a_bomb_is_not_unpacked_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_UNPACKED", 5_000_000)
    for name, made in (
        ("a.tar.bz2", bz2.compress(bytes(tarred({"r/a.py": code("a1"), "r/z.bin": b"\0" * 8_000_000})))),
        ("a.tar.xz", lzma.compress(bytes(tarred({"r/a.py": code("a1"), "r/z.bin": b"\0" * 8_000_000})))),
    ):
        result = result_of(tmp_path / name, made)
        assert result.problems["too_large_unpacked"] == [name]


def test_a_header_of_a_tarball_that_asks_for_memory_is_refused(tmp_path: Path) -> None:
    long = tarfile.TarInfo("././@LongLink")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 3_000_000_000
    content = bytes(tarred({"a.py": code("a1")}))[:-10_240] + long.tobuf(tarfile.USTAR_FORMAT) + b"a" * 2_000
    result = result_of(tmp_path / "a.tar", bytes(tarred({"a.py": code("a1")}))[:1024] + content[-2_512:])
    assert models(result) == {"northwind/a1"}
    assert result.problems["damaged_archives"] == ["a.tar"]


@pytest.mark.parametrize(("name", "call"), [("a.py", LOADING), ("a.json", '\n{{"model_id": "northwind/{}"}}\n')])
def test_a_large_file_is_counted_where_the_call_lies_behind_what_is_read(name: str, call: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("#" * read.MAX_BYTES + "\n" + call.format("late-base"))
    result = scan(open_tree(tmp_path), jobs=1)
    assert result.problems == {"too_large": [name]}


def test_a_large_file_of_data_that_names_nothing_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text('{"model": "a/b c",' + '"word": 1,\n' * 300_000 + '"end": 1}')
    assert scan(open_tree(tmp_path), jobs=1).unread() == {}


def test_files_that_are_none_and_links_that_leave_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.py": LOADING.format("a1")})
    os.mkfifo(folder / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)
        listener.bind("sock.py")
        os.chdir(here)
    (folder / "self").symlink_to("self")
    (folder / "up.py").symlink_to(write(tmp_path / "out", {"b.py": ""}) / "b.py")
    (folder / "near.py").symlink_to("a.py")
    result = scan(open_tree(folder), jobs=1)
    assert result.problems == {"special_files": ["pipe.py", "sock.py"], "links_that_leave": ["up.py"]}
    assert result.counts["links"] == 3


def test_encodings_are_read_or_counted(tmp_path: Path) -> None:
    for name, content in {
        "marked.py": LOADING.format("utf16").encode("utf-16"),
        "bare.sh": "vllm serve northwind/bare-7b\n".encode("utf-16-le"),
        "kana.py": b"# coding: shift_jis\nx = '\x83\x5c'\n" + code("kana"),
        "nul.py": code("nul").replace(b"_pre", b"_p\0re"),
        "klingon.py": b"# coding: klingon\n" + code("klingon"),
        "pointer.ipynb": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    result = scan(open_tree(tmp_path), jobs=1)
    assert models(result) == {f"northwind/{name}" for name in ("utf16", "bare-7b", "kana", "nul", "klingon")}
    assert result.problems == {
        "null_bytes": ["nul.py"],
        "unknown_encoding": ["klingon.py"],
        "lfs_pointers": ["pointer.ipynb"],
    }


def test_a_file_that_the_reader_fails_on_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_file(kind: str, content: bytes) -> read.Read:
        raise AssertionError("a fault of the reader")

    monkeypatch.setattr(workers, "read_file", read_file)
    (tmp_path / "a.py").write_bytes(code("a1"))
    assert scan(open_tree(tmp_path), jobs=1).problems == {"reading_failed": ["a.py"]}


def test_a_long_command_line_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("run " + "--x 1 " * 3_000 + "--model_name_or_path northwind/far-7b\n")
    assert models(scan(open_tree(tmp_path), jobs=1)) == {"northwind/far-7b"}


def test_many_settings_cost_little(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"model": "northwind/base-7b"},\n' * 20_000)
    started = time.process_time()
    assert len(scan(open_tree(tmp_path), jobs=1).findings) == 20_000
    assert time.process_time() - started < 15


def test_names_that_are_not_utf8_stay_readable(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff\xfe.py")).write_bytes(code("odd"))
    (finding,) = scan(open_tree(folder), jobs=1).findings
    assert finding.place() == "\\xff\\xfe.py:2"
    assert json.loads(json.dumps(finding.as_json()))["file"] == "\\xff\\xfe.py"
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", str(folder)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *arguments], check=True)
    (finding,) = scan(open_tree(folder, "HEAD"), jobs=1).findings
    assert finding.place() == "\\xff\\xfe.py:2"


def test_a_commit_s_submodules_large_files_and_links_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.py": LOADING.format("a1"), "big.py": "#" * (read.MAX_BYTES + 9)})
    (folder / "near.py").symlink_to("a.py")
    (folder / "far.py").symlink_to("../../out.py")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib"], check=True)
    subprocess.run([*git, "commit", "-qm", "one"], check=True)
    result = scan(open_tree(folder, "HEAD"), jobs=1)
    assert models(result) == {"northwind/a1"}
    assert result.problems == {"too_large": ["big.py"], "links_that_leave": ["far.py"], "submodules": ["lib"]}


def scanning_process(folder: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A scan with two further processes that is at work."""
    for number in range(600):
        (folder / f"f{number}.py").write_bytes(code(number) + b"".join(b"x%d = %d\n" % (n, n) for n in range(3_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "scan", str(folder), "--jobs", "2", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(600):
        workers = psutil.Process(process.pid).children()
        if len(workers) == 2:
            return process, workers
        time.sleep(0.05)
    raise AssertionError("no workers")


def gone(processes: list[psutil.Process]) -> bool:
    alive = psutil.wait_procs(processes, timeout=20)[1]
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


@pytest.mark.slow
def test_an_interrupt_ends_all_processes_without_a_trace(tmp_path: Path) -> None:
    process, workers = scanning_process(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped.")
    assert gone(workers)


@pytest.mark.slow
def test_no_process_is_left_when_the_first_one_is_killed(tmp_path: Path) -> None:
    process, workers = scanning_process(tmp_path)
    process.kill()
    process.communicate(timeout=60)
    assert gone(workers)
