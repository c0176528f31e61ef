"""The local Neo4j starts by itself, keeps its data and its secrets, and goes away when nobody needs it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j
import psutil
import pytest
from neo4j.exceptions import ServiceUnavailable

from supplygraph.errors import ServerError
from supplygraph.server import aot, local
from supplygraph.server.detached import detached
from supplygraph.server.jars import class_path
from supplygraph.server.opening import open_connection
from supplygraph.server.processes import java_of
from supplygraph.server.status import status
from supplygraph.server.store import Running, Store
from supplygraph.settings import Settings
from supplygraph.store.address import Address
from tests.conftest import local_settings

pytestmark = [
    pytest.mark.integration,
    pytest.mark.only_current,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
]

CHECKOUT = Path(__file__).parents[2]
START = """
import json, sys
from pathlib import Path
from supplygraph.server import aot, local
from supplygraph.settings import Settings
address = local.start(Settings.from_environment(store=Path(sys.argv[1])))
print(json.dumps([address.uri, address.password]))
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store for this file alone; its server may be stopped and killed."""
    settings = local_settings(tmp_path_factory.mktemp("own") / "the graph")
    yield settings
    local.stop(settings)


def ask(address: Address, statement: str, **parameters: Any) -> Any:
    """The single value that a statement gives."""
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password or "")) as driver:
        rows = driver.execute_query(statement, parameters, database_=address.database).records
    return rows[0][0] if rows else None


def record_of(settings: Settings) -> Running:
    found = Store(settings.store).read()
    assert found is not None
    return found


def until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """What a condition gives as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def servers_on(store: Path) -> list[int]:
    """Process ids of every Java that runs on a store."""
    wanted = f"--home-dir={Store(store).home}"
    return [p.pid for p in psutil.process_iter(["cmdline"]) if wanted in (p.info["cmdline"] or [])]


def test_two_commands_at_once_start_one_server(own: Settings) -> None:
    def run(_: int) -> Any:
        command = [sys.executable, "-c", START, str(own.store)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, range(2))
    assert first == second
    assert servers_on(own.store) == [record_of(own).pid]
    assert ask(local.start(own), "CREATE (n:Kept {id: 1}) RETURN n.id") == 1


def test_it_listens_on_loopback_only(own: Settings) -> None:
    local.start(own)
    listening = [c.laddr for c in psutil.Process(record_of(own).pid).net_connections("inet") if c.status == "LISTEN"]
    assert {address.port for address in listening} >= {record_of(own).bolt, record_of(own).http}
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_the_password_is_in_no_argument_environment_or_log(own: Settings) -> None:
    address = local.start(own)
    assert address.password
    record = record_of(own)
    for pid in (record.pid, record.supervisor):
        process = psutil.Process(pid)
        assert address.password not in " ".join(process.cmdline())
        assert address.password not in str(process.environ())
    store = Store(own.store)
    holders = [
        path for path in store.root.rglob("*") if path.is_file() and address.password.encode() in path.read_bytes()
    ]
    assert holders == [store.password_file]
    assert store.password_file.stat().st_mode & 0o777 == 0o600
    assert store.root.stat().st_mode & 0o777 == 0o700


def test_tokens_in_the_environment_are_not_handed_on(own: Settings) -> None:
    local.start(own)
    environment = psutil.Process(record_of(own).pid).environ()
    assert not [name for name in environment if "TOKEN" in name or "PASSWORD" in name or name.startswith("PYTEST")]


def test_status_describes_the_running_server(own: Settings) -> None:
    address = local.start(own)
    found = status(own)
    assert (found.local, found.running, found.uri, found.browser) == (True, True, address.uri, address.browser)
    assert (found.nodes, found.relationships) == (ask(address, "MATCH (n) RETURN count(n)"), 0)
    assert found.neo4j == record_of(own).neo4j
    assert found.edition == "community"
    assert found.pid == record_of(own).pid
    assert found.disk_bytes is not None
    assert found.disk_bytes > 100_000
    assert found.memory_bytes is not None
    assert found.memory_bytes > 100e6
    assert found.stops is not None
    assert abs(found.stops.timestamp() - time.time() - 15 * 60) < 60
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password or "")) as driver:
        driver.verify_connectivity()
        used = status(own)
    assert used.connections
    assert used.stops is None


def test_a_remote_neo4j_is_described_but_not_started_or_stopped(
    own: Settings, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    address = local.start(own)
    environment = {"NEO4J_URI": address.uri, "NEO4J_PASSWORD": address.password or "", "SUPPLYGRAPH_STORE": ""}
    for name in ("up", "down"):
        done = command(name, env=environment)
        assert done.returncode == 0
        assert "which supplygraph d" in done.stdout
        assert len(done.stdout.splitlines()) == 1
    done = command("status", "--format", "json", env=environment)
    found = json.loads(done.stdout)
    assert (found["local"], found["nodes"], found["edition"]) == (
        False,
        ask(address, "MATCH (n) RETURN count(n)"),
        "community",
    )
    assert ask(address, "RETURN 1") == 1


def test_up_says_where_and_how_to_log_in_and_opens_the_browser(
    own: Settings, command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    address = local.start(own)
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    environment = {"SUPPLYGRAPH_STORE": str(own.store)}
    done = command("up", "--browser", env=environment | {"BROWSER": f"{browser} %s"})
    assert done.returncode == 0, done.stderr
    for part in (address.uri, address.browser, "neo4j", str(Store(own.store).password_file), "--show-password"):
        assert part
        assert part in done.stdout
    assert opened.read_text(encoding="utf-8").strip() == address.browser
    assert address.password
    assert address.password not in done.stdout + done.stderr


def test_status_shows_the_password_only_when_asked(
    own: Settings, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    address = local.start(own)
    environment = {"SUPPLYGRAPH_STORE": str(own.store)}
    assert address.password
    for form in ("table", "json"):
        assert address.password not in command("status", "--format", form, env=environment).stdout
    found = json.loads(command("status", "--format", "json", "--show-password", env=environment).stdout)
    assert found["password"] == address.password
    assert (found["running"], found["uri"], found["store"]) == (True, address.uri, str(own.store))


def test_a_refused_password_names_its_file(own: Settings) -> None:
    address = local.start(own)
    store = Store(own.store)
    store.write(replace(record_of(own), ready=False))  # As when the command that started it was interrupted.
    store.password_file.write_text("another one", encoding="utf-8")
    with pytest.raises(ServerError, match="refuses the password") as caught:
        local.start(own)
    assert str(store.password_file) in caught.value.message
    store.password_file.write_text(address.password or "", encoding="utf-8")
    assert local.start(own) == address


def test_a_supervisor_that_was_killed_is_replaced(own: Settings) -> None:
    local.start(own)
    before = record_of(own)
    os.kill(before.supervisor, signal.SIGKILL)
    until(lambda: not psutil.pid_exists(before.supervisor) or psutil.Process(before.supervisor).status() == "zombie")
    assert local.running(own)
    after = until(lambda: (r := record_of(own)).supervisor != before.supervisor and r)
    assert after.pid == before.pid
    assert psutil.pid_exists(after.supervisor)


def test_data_survives_kill_9_in_the_middle_of_a_write(own: Settings) -> None:
    address = local.start(own)
    before = record_of(own)
    kept = ask(
        address, "UNWIND range(2, 5000) AS i CREATE (:Kept {id: i}) WITH count(*) AS c MATCH (n:Kept) RETURN count(n)"
    )
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password or ""))
    with contextlib.suppress(ServiceUnavailable), driver, driver.session(database=address.database) as session:
        session.begin_transaction().run("UNWIND range(1, 5000) AS i CREATE (:Lost {id: i})").consume()
        os.kill(before.pid, signal.SIGKILL)
    until(lambda: java_of(Store(own.store), before) is None)
    again = local.start(own)
    assert ask(again, "MATCH (n:Kept) RETURN count(n)") == kept
    assert ask(again, "MATCH (n:Lost) RETURN count(n)") == 0
    assert again.browser == address.browser
    assert servers_on(own.store) == [record_of(own).pid]


def test_a_server_that_is_stopping_does_not_hold_up_the_next_command(own: Settings) -> None:
    kept = ask(local.start(own), "CREATE (:Kept) WITH 1 AS one MATCH (n:Kept) RETURN count(n)")
    stopping = record_of(own).pid
    os.kill(stopping, signal.SIGTERM)  # Left alone it stays for eleven seconds.
    time.sleep(1)
    address = local.start(own)
    assert ask(address, "MATCH (n:Kept) RETURN count(n)") == kept
    assert servers_on(own.store) == [record_of(own).pid]
    assert record_of(own).pid != stopping


def test_down_returns_when_the_data_is_safe_and_the_process_gone(
    own: Settings, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    address = local.start(own)
    ask(address, "CREATE (:Kept {id: 5001})")
    environment = {"SUPPLYGRAPH_STORE": str(own.store)}
    began = time.monotonic()
    done = command("down", env=environment)
    assert time.monotonic() - began < 9  # Neo4j by itself takes eleven seconds.
    assert done.stdout == f"Stopped; the graph is in {own.store}\n"
    assert servers_on(own.store) == []
    assert local.running(own) is None
    assert command("down", env=environment).stdout == f"No Neo4j was running on {own.store}\n"
    assert "stopped" in command("status", env=environment).stdout


def test_a_process_id_that_now_belongs_to_another_is_not_taken_for_the_server(own: Settings) -> None:
    local.stop(own)
    store = Store(own.store)
    store.write(Running(os.getpid(), os.getpid(), 9, 9, True, 0.0, 0.0, "2026.08.1", "25"))
    assert local.running(own) is None
    assert local.stop(own) is False
    assert psutil.pid_exists(os.getpid())


def test_the_users_own_jars_are_run_without_network_and_idle_the_server_stops(
    own: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    jars = tmp_path / "jars"
    jars.mkdir()
    for path in class_path(own)[1]:
        (jars / path.name).symlink_to(path)
    local.stop(own)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    offline = replace(own, jars=jars, cache=tmp_path / "no cache", idle_minutes=0.05)
    address = local.start(offline)
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password or "")) as driver:
        driver.verify_connectivity()
        time.sleep(5)
        # Longer than it would stay without a connection.
        driver.verify_connectivity()
    until(lambda: Store(own.store).read() is None)
    until(lambda: servers_on(own.store) == [])
    assert not (tmp_path / "no cache" / "jars").exists()


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_the_cache_that_is_recorded_in_the_background_fits_the_next_start(own: Settings, tmp_path: Path) -> None:
    local.stop(own)
    local.start(replace(own, aot=True))
    launch = json.loads(Store(own.store).launch.read_text(encoding="utf-8"))
    file = tmp_path / "aot" / "recorded.aot"
    if launch["aot"] is None or not aot.wanted(file):
        pytest.skip("this Java has no such cache, or there is too little memory")
    recorder = detached(
        "aot",
        json.dumps({"file": str(file), "command": launch["command"], "recorder": str(tmp_path / "recorder.json")}),
        tmp_path / "log",
        {},
    )
    assert recorder.wait() == 0
    assert [path.name for path in file.parent.iterdir() if path.suffix != ".lock"] == ["recorded.aot"]
    java, *options, _ = launch["command"]
    # Java ends with an error if it may not go on without the cache and the cache does not fit.
    fits = subprocess.run([java, f"-XX:AOTCache={file}", "-XX:AOTMode=on", *options, "-version"], check=False)
    assert fits.returncode == 0


def test_a_graph_of_a_newer_neo4j_is_refused_before_anything_starts(own: Settings) -> None:
    local.stop(own)
    file = Store(own.store).version_file
    before = file.read_text(encoding="utf-8")
    file.write_text("2999.01.0\n", encoding="utf-8")
    try:
        with pytest.raises(ServerError, match=r"2999\.01\.0") as caught:
            local.start(own)
        assert caught.value.hint
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_port_that_another_program_took_meanwhile_is_given_up_for_another(own: Settings) -> None:
    if not Store(own.store).launch.exists():
        local.start(own)
    local.stop(own)
    launch = json.loads(Store(own.store).launch.read_text(encoding="utf-8"))
    taken = launch["record"]["bolt"]
    with socket.socket() as other, ThreadPoolExecutor(1) as pool:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))  # It looks free until this one listens.
        starting = pool.submit(local.start, own)
        until(Store(own.store).read)
        other.listen()
        address = starting.result()
        assert record_of(own).bolt != taken
        assert ask(address, "RETURN 1") == 1


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("heap", "900000g", "memory"),
        ("heap", "much", "SUPPLYGRAPH_HEAP"),
        ("page_cache", "much", "SUPPLYGRAPH_PAGE_CACHE"),
    ],
)
def test_memory_that_cannot_be_had_is_one_clear_line(tmp_path: Path, setting: str, value: str, part: str) -> None:
    wanted: dict[str, Any] = {setting: value}
    settings = replace(local_settings(tmp_path / "store"), **wanted)
    with pytest.raises(ServerError) as caught:
        local.start(settings)
    assert "\n" not in caught.value.message
    assert part in f"{caught.value.message} {caught.value.hint}"
    assert local.running(settings) is None


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system may not be mounted here")
    try:
        settings = local_settings(tmp_path / "store")
        with pytest.raises(ServerError, match=r"only 2\d MB") as caught:
            local.start(settings)
        assert "--store" in (caught.value.hint or "")
        with pytest.raises(ServerError, match="No space left on device") as caught:
            local.start(replace(settings, cache=tmp_path / "cache"))
        assert "SUPPLYGRAPH_CACHE" in (caught.value.hint or "")
        assert not list(tmp_path.rglob("*.part"))
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_a_database_that_ended_on_a_full_disk_starts_anew_when_there_is_room(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=500m", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system may not be mounted here")
    settings = local_settings(tmp_path / "store")
    try:
        with open_connection(settings) as connection:
            connection.execute("CREATE (:Kept)")
            with (tmp_path / "fill").open("wb") as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * 100_000)
            grow = "UNWIND range(1, 60000) AS i CREATE (:Lost {text: 'some words that take room ' + i})"
            for _ in range(3):
                with pytest.raises(ServerError) as caught:
                    connection.execute(grow)
            assert "the database has ended" in caught.value.message
        with pytest.raises(ServerError, match=r"only \d+ MB of 200 that Neo4j needs are free"):
            open_connection(settings)
        (tmp_path / "fill").unlink()
        with open_connection(settings) as connection:
            assert connection.read("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Kept"]}]
    finally:
        local.stop(settings)
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_the_cache_can_be_switched_off(own: Settings) -> None:
    assert not own.aot
    local.start(own)
    launch = json.loads(Store(own.store).launch.read_text(encoding="utf-8"))
    assert launch["aot"] is None


def test_a_server_whose_folder_was_removed_ends(own: Settings) -> None:
    local.start(own)
    pid = record_of(own).pid
    own.store.rename(own.store.with_name("moved"))
    until(lambda: not psutil.pid_exists(pid))
