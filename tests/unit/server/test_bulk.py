"""What Neo4j's importer takes."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from supplygraph.errors import ServerError
from supplygraph.server import bulk
from supplygraph.server.aot import cache_file
from supplygraph.server.java import Java
from supplygraph.server.launch import compiler, write_arguments
from supplygraph.settings import Settings


def test_parquet_is_imported_where_what_reads_it_is_there_or_can_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="supplygraph.server.bulk")
    settings = replace(Settings.from_environment({}, store=tmp_path), cache=tmp_path)
    fetched: list[str] = []
    monkeypatch.setattr("supplygraph.server.download.download", lambda jars, repository, what: fetched.append(what))
    assert bulk.takes_parquet(settings)
    assert fetched == ["importer"]

    def offline(*_: object) -> None:
        raise ServerError("no network", "wait")

    monkeypatch.setattr("supplygraph.server.download.download", offline)
    assert not bulk.takes_parquet(settings)
    assert "CSV instead of Parquet, whose jars could not be fetched: no network" in caplog.text
    # Jars of the user's own need not have it.
    assert not bulk.takes_parquet(replace(settings, jars=tmp_path))
    assert not bulk.takes_parquet(replace(settings, neo4j_home=tmp_path))


def test_the_servers_cache_of_classes_serves_an_importer_that_has_more_jars(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(
        Settings.from_environment({}, store=tmp_path / "store"), cache=tmp_path, aot=True, java_options=()
    )
    java = Java(tmp_path / "java", "25.0.1")
    jars, more = [tmp_path / "server.jar"], [tmp_path / "parquet.jar"]
    write_arguments(tmp_path / "java.args", jars, compiler(0))
    cache = cache_file(tmp_path, java.path, java.version, (tmp_path / "java.args").read_text(encoding="utf-8"))
    assert cache is not None
    cache.parent.mkdir()
    cache.touch()
    for name, value in {
        "class_path": (SimpleNamespace(version="2026.08.1"), jars),
        "find_java": java,
        "_parquet_jars": more,
        "stop_server": None,
        "_put": None,
    }.items():
        monkeypatch.setattr(bulk, name, lambda *_, value=value: value)
    commands: list[tuple[list[str], str]] = []

    def run(command: list[str], *_: object) -> None:
        commands.append((command, Path(command[-1].removeprefix("@")).read_text(encoding="utf-8")))

    monkeypatch.setattr(bulk, "_run", run)
    bulk.bulk_import(settings, ["--input-type=parquet"], lambda step: None)
    ((command, arguments),) = commands
    assert f"-XX:AOTCache={cache}" in command
    # Java takes the cache only where what was added stands behind.
    assert arguments.index("server.jar") < arguments.index("parquet.jar")
