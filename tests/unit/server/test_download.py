"""Jars are fetched once, compared with their checksums, and an interrupted download goes on where it stopped."""

import base64
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import ServerError
from supplygraph.log import NOTICE
from supplygraph.server.download import download
from supplygraph.server.jars import class_path
from supplygraph.server.lock_file import Jar, read_lock, wrong
from supplygraph.server.versions import DEFAULT, LONG_TERM, release
from supplygraph.settings import Settings


def jar(name: str, content: bytes) -> Jar:
    return Jar("org.example", name, "1.0", "", hashlib.sha256(content).hexdigest(), len(content))


CONTENT = {name: name.encode() * 20_000 for name in ("alpha", "beta", "gamma")}
JARS = [jar(name, content) for name, content in CONTENT.items()]


@dataclass
class Maven:
    """A Maven repository on loopback.

    Attributes:
        files: Path and content.
        asked: Every path asked for, in order, with the Authorization header.
        broken: Paths of which only the first half is sent.
        refusals: Status and headers of answers that come before a file, by its path.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    refusals: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def names(self) -> set[str]:
        return {path.rsplit("/", 1)[1].split("-")[0] for path, _ in self.asked}


@pytest.fixture
def maven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Maven]:
    made = Maven(files={f"/{j.path.as_posix()}": CONTENT[j.artifact] for j in JARS})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers["Authorization"]))
            content = made.files.get(self.path)
            if made.refusals.get(self.path):
                status, headers = made.refusals[self.path].pop(0)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()
                return
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            if self.path in made.broken and content:
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
            elif content:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on the test's output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        use_repository(monkeypatch, tmp_path, made.url)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        server.shutdown()


def use_repository(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> None:
    """jgo's own configuration names the repository, as a user's would; nothing else is asked."""
    file = folder / "jgo.conf"
    file.write_text(f"[repositories]\ncentral = {url}\n", encoding="utf-8")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(file))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def files(repository: Path) -> list[str]:
    """Every file but the lock and what is remembered of the others."""
    return sorted(path.name for path in repository.rglob("*") if path.is_file() and path.name[0] != ".")


def test_every_jar_is_fetched_once(maven: Maven, tmp_path: Path) -> None:
    repository = tmp_path / "jars"
    download(JARS, repository, "1.0")
    assert {(repository / j.path).read_bytes() for j in JARS} == set(CONTENT.values())
    asked = len(maven.asked)
    assert asked == len(JARS)
    download(JARS, repository, "1.0")
    assert len(maven.asked) == asked


def test_a_jar_with_another_checksum_is_refused_and_not_kept(maven: Maven, tmp_path: Path) -> None:
    wrong = CONTENT["beta"].replace(b"beta", b"BETA")
    maven.files[f"/{JARS[1].path.as_posix()}"] = wrong
    with pytest.raises(ServerError, match=r"beta.*SHA-256"):
        download(JARS, tmp_path / "jars", "1.0")
    assert "beta-1.0.jar" not in files(tmp_path / "jars")


def test_an_interrupted_download_leaves_no_half_file_and_is_continued(
    maven: Maven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("supplygraph.server.download._MAX_BACKOFF", 0.01)
    repository = tmp_path / "jars"
    maven.broken.add(f"/{JARS[2].path.as_posix()}")
    with pytest.raises(ServerError, match="cannot fetch") as caught:
        download(JARS, repository, "1.0")
    assert caught.value.hint
    assert files(repository) == ["alpha-1.0.jar", "beta-1.0.jar"]
    maven.broken.clear()
    maven.asked.clear()
    download(JARS, repository, "1.0")
    assert maven.names() == {"gamma"}
    assert len(files(repository)) == 3


def test_a_half_written_file_in_the_cache_is_fetched_again(maven: Maven, tmp_path: Path) -> None:
    repository = tmp_path / "jars"
    download(JARS, repository, "1.0")
    (repository / JARS[0].path).write_bytes(b"half")
    maven.asked.clear()
    download(JARS, repository, "1.0")
    assert maven.names() == {"alpha"}
    assert (repository / JARS[0].path).read_bytes() == CONTENT["alpha"]


def test_a_file_of_the_same_size_with_other_bytes_is_fetched_again(
    maven: Maven, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    repository = tmp_path / "jars"
    download(JARS, repository, "1.0")
    assert wrong(JARS, repository) == []
    path = repository / JARS[0].path
    before = path.stat()
    path.write_bytes(CONTENT["alpha"][:-1] + b"?")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert wrong(JARS, repository) == [JARS[0]]
    maven.asked.clear()
    caplog.set_level(NOTICE)
    download(JARS, repository, "1.0")
    assert maven.names() == {"alpha"}
    assert "1 of Neo4j's jars" in caplog.text
    assert path.read_bytes() == CONTENT["alpha"]


def test_files_are_read_again_only_where_they_may_have_changed(maven: Maven, tmp_path: Path) -> None:
    repository = tmp_path / "jars"
    download(JARS, repository, "1.0")
    assert wrong(JARS, repository) == []
    memory = repository / ".verified.json"
    known = json.loads(memory.read_text(encoding="utf-8"))
    stamp = memory.stat().st_mtime_ns
    assert wrong(JARS, repository) == []
    assert memory.stat().st_mtime_ns == stamp
    # Another list with other sums, a memory of last month, and one that is damaged are not believed.
    assert wrong([replace(JARS[0], sha256="0" * 64)], repository)
    known["checked"] -= 30 * 86400
    known["files"][JARS[1].path.as_posix()][0] = "0" * 64
    for text in (json.dumps(known), "half", "[]"):
        memory.write_text(text, encoding="utf-8")
        assert wrong(JARS, repository) == []


def test_a_missing_jar_names_its_address(maven: Maven, tmp_path: Path) -> None:
    del maven.files[f"/{JARS[0].path.as_posix()}"]
    with pytest.raises(ServerError, match=r"alpha-1\.0\.jar answers 404"):
        download(JARS, tmp_path / "jars", "1.0")


def test_a_repository_that_fails_for_a_moment_or_limits_the_rate_is_asked_again(
    maven: Maven, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    maven.refusals[f"/{JARS[0].path.as_posix()}"] = [(502, {}), (522, {})]
    maven.refusals[f"/{JARS[1].path.as_posix()}"] = [(429, {"Retry-After": "1"})]
    caplog.set_level(NOTICE)
    start = time.monotonic()
    download(JARS, tmp_path / "jars", "1.0")
    assert time.monotonic() - start >= 2
    assert len(files(tmp_path / "jars")) == 3
    assert len(maven.asked) == len(JARS) + 3
    assert f"{maven.url}: waiting 2 s, rate limit" in caplog.text


def test_a_file_that_no_repository_has_ends_the_waits_for_the_others(maven: Maven, tmp_path: Path) -> None:
    del maven.files[f"/{JARS[0].path.as_posix()}"]
    maven.refusals[f"/{JARS[1].path.as_posix()}"] = [(429, {"Retry-After": "50"})] * 9
    start = time.monotonic()
    with pytest.raises(ServerError, match=r"alpha-1\.0\.jar answers 404"):
        download(JARS, tmp_path / "jars", "1.0")
    assert time.monotonic() - start < 20


def test_no_network_is_one_clear_line_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_repository(monkeypatch, tmp_path, "http://127.0.0.1:9")
    monkeypatch.setattr("supplygraph.server.download._MAX_BACKOFF", 0.01)
    with pytest.raises(ServerError, match=r"cannot fetch Neo4j's jars: http://127\.0\.0\.1:9") as caught:
        class_path(replace(Settings(), cache=tmp_path / "cache"))
    assert "\n" not in caught.value.message
    assert "SUPPLYGRAPH_NEO4J_HOME" in (caught.value.hint or "")


def test_a_mirror_in_mavens_settings_is_asked_with_its_login(
    maven: Maven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_repository(monkeypatch, tmp_path, "http://central.invalid")
    monkeypatch.setenv("MIRROR_PASSWORD", "open sesame")
    (tmp_path / ".m2").mkdir()
    (tmp_path / ".m2" / "settings.xml").write_text(
        f"""<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
              <servers><server><id>house</id><username>me</username><password>${{env.MIRROR_PASSWORD}}</password></server>
              </servers>
              <mirrors>
                <mirror><id>other</id><mirrorOf>*,!central</mirrorOf><url>http://other.invalid</url></mirror>
                <mirror><id>house</id><mirrorOf>external:*</mirrorOf><url>{maven.url}/</url></mirror>
              </mirrors>
            </settings>""",
        encoding="utf-8",
    )
    download(JARS, tmp_path / "jars", "1.0")
    login = "Basic " + base64.b64encode(b"me:open sesame").decode()
    assert {header for _, header in maven.asked} == {login}
    assert len(files(tmp_path / "jars")) == 3


def test_a_folder_that_cannot_be_written_is_one_clear_line(maven: Maven, tmp_path: Path) -> None:
    (tmp_path / "jars").write_text("a file", encoding="utf-8")
    with pytest.raises(ServerError, match="cannot write") as caught:
        download(JARS, tmp_path / "jars", "1.0")
    assert "SUPPLYGRAPH_CACHE" in (caught.value.hint or "")


@pytest.mark.parametrize("version", [DEFAULT, LONG_TERM])
def test_the_shipped_lists_pin_whole_releases(version: str) -> None:
    found = read_lock(release(version).lock_file)
    names = {entry.artifact: entry.version for entry in found}
    assert names["neo4j-kernel"] == names["neo4j-server"] == names["neo4j-bolt"] == version
    assert "neo4j-browser" in names
    assert len({entry.path for entry in found}) == len(found)
    assert all(len(entry.sha256) == 64 and entry.size > 0 for entry in found)
    assert [entry.path for entry in found] == [entry.path for entry in read_lock(release(version).lock_file)]


def test_an_unpinned_version_names_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYGRAPH_NEO4J_VERSION", "4.4.1")
    with pytest.raises(ServerError, match=r"4\.4\.1") as caught:
        class_path(Settings())
    assert DEFAULT in (caught.value.hint or "")


@pytest.mark.parametrize("setting", ["jars", "neo4j_home"])
def test_a_folder_of_the_users_is_run_and_nothing_is_fetched(
    maven: Maven, tmp_path: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lib = tmp_path / "neo4j" / "lib"
    lib.mkdir(parents=True)
    for name in ("neo4j-kernel-5.26.30.jar", "neo4j-kernel-api-5.26.30.jar", "other-1.jar"):
        (lib / name).touch()
    folder = lib if setting == "jars" else lib.parent
    own: dict[str, Any] = {setting: folder}
    found, paths = class_path(replace(Settings(), cache=tmp_path / "cache", **own))
    assert (found.version, found.least_java) == ("5.26.30", 17)
    assert len(paths) == 3
    assert maven.asked == []
    assert not (tmp_path / "cache").exists()


def test_a_folder_without_neo4j_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="holds no Neo4j") as caught:
        class_path(replace(Settings(), neo4j_home=tmp_path))
    assert "SUPPLYGRAPH_NEO4J_HOME" in (caught.value.hint or "")
    assert str(tmp_path / "lib") in caught.value.message
