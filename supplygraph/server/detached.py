"""Starts a module of this package as a process of its own that outlives this one and its terminal."""

import subprocess
import sys
from pathlib import Path

# Kept, so that a program that goes on for long does not take them for forgotten.
_STARTED: list[subprocess.Popen[bytes]] = []


def detached(module: str, argument: str, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Run `supplygraph.server.<module>.main(argument)`; what it writes goes to `log`."""
    source = str(Path(__file__).parents[2])
    code = f"import sys; sys.path.append({source!r}); from supplygraph.server.{module} import main; main(sys.argv[1])"
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        flags = 0
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, argument],
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            creationflags=flags,
        )
    _STARTED.append(process)
    return process
