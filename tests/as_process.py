"""The `supplygraph` command as a process of its own, forked from that of the tests, which has imported all."""

import contextlib
import functools
import gc
import importlib
import io
import logging
import os
import pkgutil
import select
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Never

import supplygraph

#: What Python shows nobody who did not ask for it.
_SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)

#: How variables begin that packages read when imported; and these packages, with what may hold what they read.
_READ_AT_IMPORT = "HF_"
_READERS = ("huggingface_hub", "supplygraph")


def run_command(
    *arguments: str, env: Mapping[str, str], cwd: Path, timeout: float = 240, input: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Runs the command to its end.

    Raises:
        subprocess.TimeoutExpired: it took longer than `timeout` seconds.
    """
    if sys.platform != "linux":
        return _started(arguments, env, cwd, timeout, input)
    _import_commands()
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        if input is not None:
            streams[0].write(input.encode())
            streams[0].seek(0)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _become(arguments, env, cwd, streams)
        code = _wait(child, timeout, arguments)
        out, err = (_read(stream) for stream in streams[1:])
    return subprocess.CompletedProcess(["supplygraph", *arguments], code, out, err)


def _started(
    arguments: tuple[str, ...], env: Mapping[str, str], cwd: Path, timeout: float, input: str | None
) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "supplygraph", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=env, cwd=cwd, timeout=timeout, input=input, check=False
    )


@functools.cache
def _import_commands() -> None:
    for module in pkgutil.walk_packages(supplygraph.__path__, "supplygraph."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # Of an extra that is not installed.
                importlib.import_module(module.name)


def _become(arguments: tuple[str, ...], env: Mapping[str, str], cwd: Path, streams: Sequence[IO[bytes]]) -> Never:
    """Is the command from here on: nothing of pytest's is seen, and none of its own ends are run."""
    code = 1
    try:
        gc.freeze()
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8")
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8")
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", line_buffering=True
        )
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        if any(name.startswith(_READ_AT_IMPORT) for name in env):
            for name in [name for name in sys.modules if name.partition(".")[0] in _READERS]:
                del sys.modules[name]
        sys.argv = ["supplygraph", *arguments]
        logging.getLogger().handlers = []
        warnings.resetwarnings()
        for category in _SILENT:
            warnings.simplefilter("ignore", category)
        warnings.showwarning = _show
        importlib.import_module("supplygraph.cli.main").main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _show(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno))


def _wait(child: int, timeout: float, arguments: tuple[str, ...]) -> int:
    watched = os.pidfd_open(child)
    try:
        ended = select.select([watched], [], [], timeout)[0]
        if not ended:
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(watched)
    if not ended:
        raise subprocess.TimeoutExpired(["supplygraph", *arguments], timeout)
    return code


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return io.TextIOWrapper(stream, "utf-8").read()
