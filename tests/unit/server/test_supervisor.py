"""The process beside a local server ends it when its folder goes, whatever it is doing at that moment."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from supplygraph.server import supervisor
from supplygraph.server.store import Running, Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes")


@pytest.fixture
def java() -> Iterator[psutil.Popen]:
    """A process that does not end by itself, in the place of Java."""
    process = psutil.Popen([sys.executable, "-c", "import time; time.sleep(600)"], stderr=subprocess.DEVNULL)
    yield process
    with suppress(psutil.NoSuchProcess):
        process.kill()
    process.wait()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that nobody uses."""
    store = Store(tmp_path / "store")
    store.create()
    store.launch.write_text('{"aot": null}', encoding="utf-8")
    store.used.touch()
    return store


def watch(store: Store, java: psutil.Popen, monkeypatch: pytest.MonkeyPatch, idle_minutes: float = 0) -> float:
    """How long the supervisor watched, seconds."""
    monkeypatch.setattr(supervisor, "_POLL_SECONDS", 0.05)
    monkeypatch.setattr(supervisor, "_QUIET_SECONDS", 0)
    running = Running(
        pid=java.pid,
        supervisor=0,
        bolt=1,
        http=2,
        ready=True,
        started=time.time(),
        idle_minutes=idle_minutes,
        neo4j="",
        java="",
    )
    began = time.monotonic()
    supervisor._watch(store, running, java)
    return time.monotonic() - began


def moving(store: Store, part: Callable[..., Any]) -> Callable[..., Any]:
    """A part of the supervisor's work during which somebody moves the folder away."""

    def moved(*arguments: Any) -> Any:
        if not store.removed():
            store.root.rename(store.root.with_name("moved"))
        return part(*arguments)

    return moved


@pytest.mark.parametrize("part", ["_connected", "_give_memory_back", "_record_aot", "_stop_if_unused"])
def test_a_server_ends_when_its_folder_goes_during_any_part_of_the_watch(
    store: Store, java: psutil.Popen, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, part, moving(store, getattr(supervisor, part)))
    watch(store, java, monkeypatch, idle_minutes=1e-6 if part == "_stop_if_unused" else 0)
    assert not java.is_running()
    assert store.root.with_name("moved").exists()
    assert not store.root.exists()


def test_a_server_ends_when_its_folder_goes_while_somebody_is_connected(
    store: Store, java: psutil.Popen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_connected", moving(store, lambda *_: True))
    watch(store, java, monkeypatch)
    assert not java.is_running()


def test_java_that_does_not_answer_keeps_its_supervisor(
    store: Store, java: psutil.Popen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = tmp_path / "jcmd"
    tool.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(java, "exe", lambda: str(tmp_path / "java"), raising=False)
    monkeypatch.setattr(supervisor, "_TIDYING_SECONDS", 0.1)
    monkeypatch.setattr(supervisor, "_record_aot", moving(store, supervisor._record_aot))
    watch(store, java, monkeypatch)
    assert not java.is_running()
