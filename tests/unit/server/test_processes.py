"""How processes of a server end."""

import subprocess
import sys

import psutil
import pytest

from supplygraph.errors import ServerError
from supplygraph.server import processes
from supplygraph.server.processes import end_at_once


def test_a_process_is_gone_when_it_was_ended_at_once() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as one:
        end_at_once(psutil.Process(one.pid))
        assert one.poll() is not None or not psutil.pid_exists(one.pid)


def test_a_process_that_does_not_end_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_ENDING_SECONDS", 0)
    monkeypatch.setattr(psutil.Process, "kill", lambda process: None)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as one:
        try:
            with pytest.raises(ServerError, match=rf"Neo4j \(process {one.pid}\) was told to end"):
                end_at_once(psutil.Process(one.pid))
        finally:
            one.kill()
