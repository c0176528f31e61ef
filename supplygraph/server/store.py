"""The folder of a local graph: its files, its password, and the record of the server that runs on it."""

import hashlib
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from supplygraph.errors import ServerError


@dataclass(frozen=True)
class Running:
    """The record of a started server.

    Attributes:
        pid: Process id of its Java.
        supervisor: Process id of the one that stops it when idle.
        bolt: Bolt port on loopback.
        http: Port of the HTTP API and the Browser on loopback.
        ready: Whether it has answered a query since its start.
        started: When it was started, seconds since 1970.
        idle_minutes: It stops after so many minutes without a connection; 0 means never.
        neo4j: Version of Neo4j.
        java: Version of Java.
    """

    pid: int
    supervisor: int
    bolt: int
    http: int
    ready: bool
    started: float
    idle_minutes: float
    neo4j: str
    java: str


@dataclass(frozen=True)
class Store:
    """The files of one local graph."""

    root: Path

    @property
    def home(self) -> Path:
        """Neo4j's home: `conf`, `data`, `logs`, `plugins`, `import`."""
        return self.root / "neo4j"

    @property
    def record(self) -> Path:
        """The record of the running server, if any."""
        return self.root / "server.json"

    @property
    def launch(self) -> Path:
        """What the supervisor is to start: command, environment, ports."""
        return self.root / "launch.json"

    @property
    def recorder(self) -> Path:
        """The process that records Java's cache for this store, if any: its id, when it began, and its Neo4j's home."""
        return self.root / "recorder.json"

    @property
    def password_file(self) -> Path:
        """The password, readable by the owner only."""
        return self.root / "password"

    @property
    def used(self) -> Path:
        """An empty file whose time says when the server was last used."""
        return self.root / "used"

    @property
    def lock(self) -> Path:
        """Held while the server is started or stopped."""
        return self.root / "lock"

    @property
    def version_file(self) -> Path:
        """The version of Neo4j that last opened the data."""
        return self.root / "neo4j-version"

    @property
    def cut_off(self) -> Path:
        """An empty file that is there where the database ended in the middle of a write, as it does on a full disk."""
        return self.root / "cut-off"

    @property
    def console(self) -> Path:
        """What Java wrote to its output since its start."""
        return self.home / "logs" / "console.log"

    @property
    def log(self) -> Path:
        """What Neo4j says to its user since its start."""
        return self.home / "logs" / "neo4j.log"

    @property
    def debug_log(self) -> Path:
        """Neo4j's own detailed log."""
        return self.home / "logs" / "debug.log"

    def create(self) -> None:
        """Make the folders that are missing, closed to other users."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.home.mkdir(mode=0o700, exist_ok=True)
        # Without `plugins` neo4j-admin stops.
        for name in ("conf", "data", "logs", "plugins", "import"):
            (self.home / name).mkdir(exist_ok=True)

    def removed(self) -> bool:
        """Whether somebody deleted or moved the folder of the graph."""
        return not self.home.exists()

    def read(self) -> Running | None:
        """The record of the server; None when there is none."""
        try:
            return Running(**json.loads(self.record.read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
            return None

    def write(self, running: Running) -> None:
        """Replace the record, so that a reader sees the old or the new one, never half of it."""
        write_text(self.record, json.dumps(asdict(running)))

    def touch(self) -> None:
        """Say that the server is used now."""
        now = time.time_ns()
        try:
            os.utime(self.used, ns=(now, now))
        except FileNotFoundError:
            self.used.touch()

    def last_use(self) -> int:
        """When the server was last used, nanoseconds since 1970; 0 when never."""
        try:
            return self.used.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def password(self) -> str:
        """The password of user `neo4j`.

        Raises:
            ServerError: the file is gone, or cannot be read.
        """
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ServerError(
                f"cannot read the password of the local graph in {self.password_file}: {error.strerror}",
                f"put the file back, or move {self.root} away to begin with an empty graph",
            ) from error

    def size(self) -> int:
        """Bytes in all its files; what vanishes meanwhile counts nothing."""
        total = 0
        for path in self.root.rglob("*"):
            try:
                total += path.stat().st_size if path.is_file() else 0
            except FileNotFoundError:
                continue
        return total

    def last_version(self) -> str | None:
        """The version of Neo4j that last opened the data; None for a new store."""
        try:
            return self.version_file.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def prepare_password(self) -> None:
        """Give a graph that was never started a random password.

        The file written is the one `neo4j-admin dbms set-initial-password` writes, which takes the password as an
        argument that every user of the machine can read.
        """
        if (self.home / "data" / "databases" / "system").exists():
            return
        if not self.password_file.exists():
            write_text(self.password_file, secrets.token_urlsafe(24) + "\n")
        salt = secrets.token_bytes(32)
        digest = hashlib.sha256(salt + self.password().encode()).digest()
        for _ in range(1023):
            digest = hashlib.sha256(digest).digest()
        folder = self.home / "data" / "dbms"
        folder.mkdir(exist_ok=True)
        write_text(folder / "auth.ini", f"neo4j:SHA-256,{digest.hex()},{salt.hex()},1024:\n")


def write_text(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
