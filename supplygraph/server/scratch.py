"""Local graphs for the time of one command: their server and folder are gone with it, however it ended."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil

from supplygraph.server.stopping import stop_server
from supplygraph.server.store import write_text
from supplygraph.settings import Settings

_OWNER = "owner.json"
_SECONDS = 20.0


@contextmanager
def scratch(settings: Settings) -> Iterator[Settings]:
    """Settings of an empty local graph inside the store's folder; it is deleted at the end.

    Where the process is killed, the server stops itself, and the next command of this kind or `down` deletes the rest.
    """
    drop_scratch(settings, also_used=False)
    folder = _folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder))
    owner = psutil.Process()
    write_text(made / _OWNER, json.dumps([owner.pid, owner.create_time()]))
    # Java's cache would be recorded with files that are gone by then.
    own = replace(settings, store=made, idle_minutes=1.0, aot=False)
    try:
        yield own
    finally:
        _drop(own)


def drop_scratch(settings: Settings, *, also_used: bool) -> bool:
    """Delete the scratch graphs of a store that killed processes left; with `also_used` end those that use one, too.

    Returns whether there was any.
    """
    found = [path for path in _folder(settings).glob("*") if path.is_dir()]
    dropped = False
    for path in found:
        owner = _owner(path)
        if owner is not None and not also_used:
            continue
        if owner is not None and owner.pid != os.getpid():
            with suppress(psutil.Error):
                owner.terminate()
                owner.wait(_SECONDS)
        _drop(replace(settings, store=path, uri=None))
        dropped = True
    return dropped


def remove_abandoned(root: Path) -> None:
    """Remove the folder of a scratch graph whose server has ended and whose owner was killed; no other folder."""
    if (root / _OWNER).exists() and _owner(root) is None:
        shutil.rmtree(root, ignore_errors=True)


def _folder(settings: Settings) -> Path:
    return settings.store / "scratch"


def _owner(path: Path) -> psutil.Process | None:
    try:
        pid, started = json.loads((path / _OWNER).read_text(encoding="utf-8"))
        process = psutil.Process(pid)
        return process if process.create_time() == started else None
    except (OSError, ValueError, TypeError, psutil.Error):
        return None


def _drop(own: Settings) -> None:
    """Stop the server and delete the folder, also while a start that was interrupted is still under way."""
    deadline = time.monotonic() + _SECONDS
    while own.store.exists() and time.monotonic() < deadline:
        stop_server(own)
        shutil.rmtree(own.store, ignore_errors=True)
        if own.store.exists():
            time.sleep(0.1)
    with suppress(OSError):
        # Other scratch graphs may be in it.
        own.store.parent.rmdir()
