"""What is logged reaches a person as plain lines, and a collector as JSON, wherever the option stands on the line."""

import json
import logging
from collections.abc import Iterator

import pytest

from supplygraph.cli.logs import show_logs
from supplygraph.cli.main import _taken
from supplygraph.errors import InputError
from supplygraph.log import NOTICE

LOGGER = logging.getLogger("supplygraph.test")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    logger = logging.getLogger("supplygraph")
    handlers, level, propagate = logger.handlers, logger.level, logger.propagate
    yield
    logger.handlers, logger.propagate = handlers, propagate
    logger.setLevel(level)


def said(capsys: pytest.CaptureFixture[str], *, verbose: bool = False, form: str | None = None) -> list[str]:
    show_logs(verbose, form)
    LOGGER.info("step %d", 1)
    LOGGER.log(NOTICE, "Starting \x1b[31mNeo4j")
    return capsys.readouterr().err.splitlines()


def test_notices_are_plain_lines_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = said(capsys)
    assert line.startswith("Starting ")
    assert "\x1b" not in line


def test_verbose_shows_every_step_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    step, notice = said(capsys, verbose=True)
    assert step.endswith("supplygraph.test: step 1")
    assert "\x1b" not in notice


def test_json_lines_have_time_level_logger_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in said(capsys, form="json")]
    assert [(row["level"], row["logger"], row["message"][:8]) for row in rows] == [
        ("info", "supplygraph.test", "step 1"),
        ("notice", "supplygraph.test", "Starting"),
    ]
    assert all(row["time"].endswith("+00:00") for row in rows)


def test_another_format_is_one_clear_line() -> None:
    with pytest.raises(InputError, match="there is no log format 'xml'"):
        show_logs(False, "xml")


def test_the_options_are_taken_anywhere_but_behind_two_dashes() -> None:
    assert _taken(["load", "sample", "--verbose", "--log-format", "json"]) == (["load", "sample"], True, "json")
    assert _taken(["--log-format=json", "up"]) == (["up"], False, "json")
    assert _taken(["search", "--", "--verbose"]) == (["search", "--", "--verbose"], False, None)
