"""Imports files into the empty local graph with Neo4j's own bulk importer; a graph appears whole or not at all."""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
from filelock import FileLock

from supplygraph.errors import ServerError
from supplygraph.server import configuration
from supplygraph.server.aot import cache_file
from supplygraph.server.jars import class_path
from supplygraph.server.java import Java, find_java
from supplygraph.server.launch import DATABASE, compiler, write_arguments
from supplygraph.server.lock_file import read_lock, wrong
from supplygraph.server.stopping import stop_server
from supplygraph.server.store import Store
from supplygraph.server.versions import release
from supplygraph.settings import Settings

_LOG = logging.getLogger(__name__)

#: The oldest Neo4j whose importer takes what is written here.
LEAST = (2025, 3)
#: What the importer needs for Parquet beside the jars of the server.
_LOCK = Path(__file__).with_name("parquet-import.lock.toml")
#: What the importer says of its stages, and of how far each is.
_STAGE = re.compile(r"\((\d+)/(\d+)\) ")
_PERCENT = re.compile(r"^[. ]+ (\d+)% ")
_PARQUET = "--input-type=parquet"
#: Where a graph is made before it gets its place.
_WORK = "importing"


def is_fresh(settings: Settings) -> bool:
    """Whether the local store has never held a graph."""
    return settings.uri is None and not _databases(Store(settings.store)).joinpath(DATABASE).exists()


def can_import(settings: Settings) -> bool:
    """Whether the local Neo4j is new enough.

    Raises:
        ServerError: its jars cannot be fetched.
    """
    return settings.uri is None and class_path(settings)[0].number >= LEAST


def takes_parquet(settings: Settings) -> bool:
    """Whether the importer reads Parquet as well; what it needs for that is fetched where it can be."""
    if settings.jars or settings.neo4j_home:
        return False
    try:
        return bool(_parquet_jars(settings))
    except ServerError as error:
        _LOG.info("CSV instead of Parquet, whose jars could not be fetched: %s", error)
        return False


def bulk_import(
    settings: Settings,
    arguments: list[str],
    say: Callable[[str], None],
    on_percent: Callable[[int], None] = lambda percent: None,
    *,
    size: int = 0,
) -> None:
    """Makes the graph of the local store from files, in place of the empty one that it may have.

    Args:
        settings: Whose store is meant; its server is stopped.
        arguments: What the importer is told, as `neo4j-admin database import full neo4j` takes it.
        say: Told each step.
        on_percent: Told how much of the import is done.
        size: Bytes of the files, where that is known; many are worth Java's second compiler.

    Raises:
        ServerError: the importer cannot be fetched or run, or refuses the files.
    """
    store = Store(settings.store)
    wanted, jars = class_path(settings)
    extra = _parquet_jars(settings) if _PARQUET in arguments else []
    java = find_java(settings, release(wanted.version).least_java)
    stop_server(settings)
    try:
        store.create()
        with FileLock(store.lock):
            home = store.root / _WORK
            _end_importers(home)
            shutil.rmtree(home, ignore_errors=True)
            try:
                for name in ("conf", "data", "logs", "plugins", "import"):
                    (home / name).mkdir(parents=True)
                configuration.write(home / "conf" / "neo4j.conf", configuration.COMMON)
                file = home / "conf" / "java.args"
                options = (*compiler(size), *settings.java_options)
                write_arguments(file, jars, options)
                warmed = _warmed(settings, java, file)
                if extra:
                    # Java takes a cache for jars to which others are added.
                    write_arguments(file, [*jars, *extra], options)
                say("importing")
                heap = settings.heap or configuration.sized(0, 0)[0]
                command = [str(java.path), *warmed, f"-Xmx{heap}", f"@{file}"]
                _run(command, home, arguments, on_percent)
                _put(home, store)
            finally:
                shutil.rmtree(home, ignore_errors=True)
    except OSError as error:
        raise ServerError(
            f"cannot import into {store.root}: {error.strerror or error}", "make room, or choose another folder"
        ) from error


def _warmed(settings: Settings, java: Java, arguments: Path) -> list[str]:
    """Java's option for the cache of a small graph's server, which has most of what the importer runs, too."""
    text = arguments.read_text(encoding="utf-8")
    file = cache_file(settings.cache, java.path, java.version, text) if settings.aot else None
    return [f"-XX:AOTCache={file}"] if file is not None and file.exists() else []


def _end_importers(home: Path) -> None:
    """Ends importers that went on when the process that started them was killed."""
    argument = f"@{home / 'conf' / 'java.args'}"
    for process in psutil.process_iter(["cmdline"]):
        if argument in (process.info["cmdline"] or ()):
            with suppress(psutil.Error):
                process.kill()
                process.wait(10)


def _run(java: list[str], home: Path, arguments: list[str], on_percent: Callable[[int], None]) -> None:
    command = [*java, "org.neo4j.cli.AdminTool", "database", "import", "full", DATABASE, *arguments]
    keep = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    # The importer writes its report into the folder in which it runs.
    with subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as importer:
        try:
            lines = list(_told(importer.stdout or (), on_percent))
        except BaseException:
            importer.kill()
            raise
    if importer.returncode:
        told_why = [line for line in lines if line and not line.startswith(("WARNING", "-", "Command Failed"))]
        raise ServerError(
            f"Neo4j's importer failed: {' '.join(told_why[-3:])[:300]}", "load it without bulk import: --no-bulk"
        )


def _told(lines: Iterable[str], on_percent: Callable[[int], None]) -> Iterator[str]:
    """The lines that the importer writes, without those that only say how far it is."""
    stage, stages = 1, 4
    for line in map(str.strip, lines):
        if begun := _STAGE.match(line):
            stage, stages = int(begun[1]), int(begun[2])
        elif done := _PERCENT.search(line):
            on_percent((100 * (stage - 1) + int(done[1])) // stages)
            continue
        yield line


def _put(home: Path, store: Store) -> None:
    """Gives the imported database its place; until the last step the store counts as one that holds no graph."""
    target = _databases(store) / DATABASE
    shutil.rmtree(target, ignore_errors=True)
    for name in ("transactions", "databases"):
        made, place = home / "data" / name / DATABASE, store.home / "data" / name / DATABASE
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if made.exists():
            made.replace(place)


def _databases(store: Store) -> Path:
    return store.home / "data" / "databases"


def _parquet_jars(settings: Settings) -> list[Path]:
    """What reads Parquet; an unpacked Neo4j of the user's own has it."""
    if settings.jars or settings.neo4j_home:
        return []
    jars = read_lock(_LOCK)
    repository = settings.cache / "jars"
    if wrong(jars, repository):
        from supplygraph.server.download import download

        download(jars, repository, "importer")
    return [repository / jar.path for jar in jars]
