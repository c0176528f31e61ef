"""Settings come from options and the environment; a value that cannot be used is named with its variable."""

import pytest

from supplygraph.errors import InputError
from supplygraph.settings import Settings


@pytest.mark.parametrize(("text", "expected"), [("", True), ("1", True), ("ON", True), ("0", False), ("off", False)])
def test_the_ahead_of_time_cache_is_a_switch(text: str, expected: bool) -> None:
    assert Settings.from_environment({"SUPPLYGRAPH_AOT": text}).aot is expected


def test_options_for_java_are_split_as_a_shell_does() -> None:
    given = {"SUPPLYGRAPH_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 '-Dname=two words'"}
    assert Settings.from_environment(given).java_options == ("-XX:TieredStopAtLevel=1", "-Dname=two words")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUPPLYGRAPH_AOT", "maybe"),
        ("SUPPLYGRAPH_JAVA_OPTIONS", "'-Dname"),
        ("SUPPLYGRAPH_IDLE_MINUTES", "-1"),
        ("SUPPLYGRAPH_IDLE_MINUTES", "soon"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        Settings.from_environment({name: value})
    assert caught.value.hint
