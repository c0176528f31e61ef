"""The options that Java is started with."""

from pathlib import Path

from supplygraph.server.configuration import sized
from supplygraph.server.launch import LARGE_STORE, compiler, write_arguments
from supplygraph.server.supervisor import with_cache


def test_a_small_graph_is_served_by_the_quick_compiler_alone() -> None:
    assert compiler(0) == compiler(LARGE_STORE) == ("-XX:TieredStopAtLevel=1",)
    assert compiler(LARGE_STORE + 1) == ()


def test_what_the_user_asks_of_java_stands_after_our_own_options(tmp_path: Path) -> None:
    write_arguments(tmp_path / "java.args", [tmp_path / "a.jar"], (*compiler(0), "-XX:TieredStopAtLevel=4"))
    lines = (tmp_path / "java.args").read_text(encoding="utf-8").splitlines()
    assert lines.index('"-XX:TieredStopAtLevel=1"') < lines.index('"-XX:TieredStopAtLevel=4"') < lines.index("-cp")


def test_memory_grows_with_the_graph_up_to_a_quarter_of_the_machine_each() -> None:
    assert sized(0, 8 << 30) == sized(500 << 20, 8 << 30) == ("2g", "512m")
    assert sized(1500 << 20, 24 << 30) == ("2g", "1500m")
    assert sized(4 << 30, 24 << 30) == ("4g", "4g")
    assert sized(40 << 30, 24 << 30) == ("6g", "6g")
    assert sized(40 << 30, 4 << 30) == ("2g", "1g")


def test_classes_are_proved_where_java_has_a_cache_of_them_and_never_for_want_of_one(tmp_path: Path) -> None:
    cache = tmp_path / "x.aot"
    unproved = with_cache(None)
    assert "-XX:-BytecodeVerificationRemote" in unproved
    assert with_cache(str(cache)) == unproved
    cache.touch()
    assert with_cache(str(cache)) == [f"-XX:AOTCache={cache}"]
