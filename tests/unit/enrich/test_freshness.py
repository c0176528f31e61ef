"""Whether whoever writes a load is still at work can be told from its process and its last sign of life."""

import subprocess
import sys

import psutil
import pytest

from supplygraph.enrich.freshness import GONE_SECONDS, Freshness, OpenLoad, lives, this_process
from supplygraph.licenses.gaps import GAPS, Gap


def test_this_process_lives_as_long_as_it_gives_signs() -> None:
    assert lives(this_process(), 0)
    assert lives(this_process(), GONE_SECONDS)
    assert not lives(this_process(), GONE_SECONDS + 1)


def test_a_process_of_this_machine_that_ended_is_gone_at_once() -> None:
    host = this_process().rsplit(" ", 2)[0]
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process = f"{host} {child.pid} {psutil.Process(child.pid).create_time():.2f}"
    assert lives(process, 0)
    child.communicate(b"\n")
    assert not lives(process, 0)
    # Another process may have its number by now.
    own = this_process().rsplit(" ", 2)
    assert not lives(f"{own[0]} {own[1]} 1.00", 0)


def test_of_another_machine_only_signs_are_known() -> None:
    assert lives("a host with blanks 1 1.00", 5)
    assert not lives("elsewhere 1 1.00", GONE_SECONDS + 1)
    assert not lives(None, 5)
    assert not lives("elsewhere 1 1.00", None)


def test_what_is_open_is_said() -> None:
    from datetime import UTC, datetime

    started = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    loads = [OpenLoad("a", "hub", started, True), OpenLoad("b", "records", started, False)]
    found = Freshness(loads, True, frozenset({"names"}))
    assert not found.fresh
    assert found.busy
    lines = list(found.lines())
    assert lines[0] == "the load of hub that began at 2026-01-02 03:04 UTC is still running"
    assert lines[1].endswith("was not derived")
    assert len(lines) == 4
    assert Freshness().fresh


@pytest.mark.parametrize(
    ("gap", "step"),
    [
        (Gap("UPSTREAM_NOT_LOADED", "acme/seven-b"), "supplygraph load hub --model acme/seven-b"),
        (Gap("UPSTREAM_DATASET_NOT_LOADED", "acme/words"), "supplygraph load hub --search acme/words"),
        (Gap("NOT_IN_GRAPH", "github.com/acme/app"), "supplygraph load github acme/app"),
        (Gap("NOT_IN_GRAPH", "a/b; rm -rf x"), "supplygraph load hub --model 'a/b; rm -rf x'"),
        (Gap("UPSTREAM_NOT_LOADED", "pytorch:vision/resnet"), "supplygraph load records FILE"),
    ],
)
def test_the_next_step_can_be_typed(gap: Gap, step: str) -> None:
    assert gap.step.endswith(step)


def test_every_gap_has_a_sentence_and_a_step() -> None:
    for code in GAPS:
        gap = Gap(code, "acme/seven-b")
        assert gap.sentence
        assert gap.step
        assert "{" not in gap.sentence + gap.step
