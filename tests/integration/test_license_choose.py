"""`license choose` proposes for a new model what `license-repair` proposes for its loaded twin, in one order."""

import json
import subprocess
from collections.abc import Callable

import pytest

from supplygraph.errors import InputError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.choose import choose, parse_base
from supplygraph.report.hypothetical import Above
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.integration.test_license_hypothetical import above_of
from tests.integration.test_license_repair import ABOVE, ARTIFACTS, identifier

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    twins = [{"kind": "model", "id": identifier(name), **above} for name, above in ARTIFACTS.items()]
    path = write_lines(tmp_path_factory.mktemp("choose") / "twins.jsonl", [*ABOVE, *twins])
    load(Records([path]), lambda: connection)
    return connection


@pytest.mark.parametrize("profile", ["default", "modelgo"])
@pytest.mark.parametrize("name", ARTIFACTS)
def test_the_same_licenses_in_the_same_order(graph: Connection, name: str, profile: str) -> None:
    found = choose(graph, above_of(ARTIFACTS[name]), name=identifier(name), profile=profile)
    parameters = {"artifact": identifier(name), "profile": profile, "max_rows": 1_000}
    repaired = [(row["license"], row["verdict_if_chosen"]) for row in run(graph, "license-repair", parameters)]
    assert [(one.license, one.verdict) for one in found.licenses] == repaired


def test_no_license_helps_where_an_act_is_forbidden(graph: Connection) -> None:
    for base in ("u/nd", "U/ND", "https://huggingface.co/u/nd/tree/main"):
        found = choose(graph, [Above(base, "finetune")])
        assert (found.verdict, found.licenses, found.why_none) == ("conflict", [], ["ND_DERIVATIVE"])


def test_an_unknown_base_leaves_it_open(graph: Connection) -> None:
    for base in ("u/none", "nobody/nothing"):
        found = choose(graph, [Above(base, "finetune")])
        assert (found.verdict, found.licenses) == ("unknown", [])
    found = choose(graph, [Above("u/none", "merge"), Above("u/apache", "merge")])
    assert (found.verdict, found.licenses[0].license) == ("unknown", "apache-2.0")


def test_a_base_is_named_with_or_without_its_relation() -> None:
    assert parse_base("a/b") == Above("a/b", "finetune")
    assert parse_base("a/b:adapter") == Above("a/b", "adapter")
    assert parse_base("gpt2:merge") == Above("gpt2", "merge")
    assert parse_base("https://huggingface.co/a/b") == Above("https://huggingface.co/a/b", "finetune")
    with pytest.raises(InputError, match="'adaptor' in 'a/b:adaptor'"):
        parse_base("a/b:adaptor")


def test_the_command_says_it_and_ends_with_a_code(
    graph: Connection, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = command("license", "choose", "--base", "u/vendor", "--name", "my-tune")
    assert done.returncode == 0, done.stderr
    assert "  - llama3.1  (warning)" in done.stdout.splitlines()
    assert "its name does not begin as the licence above asks" in done.stdout
    done = command("license", "choose", "--base", "u/nd", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["why_none"]) == (1, ["ND_DERIVATIVE"])
    done = command("license", "choose", "--base", "u/none")
    assert (done.returncode, "No licence above is known, so that none can be proposed." in done.stdout) == (5, True)
    done = command("license", "choose")
    assert done.returncode == 2


def test_a_model_that_does_not_exist_yet_is_checked(
    graph: Connection, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = command("license", "check", "--base", "u/lost:adapter", "--license", "Apache 2.0", "new/one")
    assert done.returncode == 1, done.stderr
    assert "  new/one  (apache-2.0)" in done.stdout
    assert "└ finetune u/nc  (cc-by-nc-4.0)" in done.stdout
    assert "  - cc-by-nc-4.0" in done.stdout
    done = command("license", "check", "--base", "u/nc", "--format", "json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["pending"] == ["cc-by-nc-4.0 NC"]
    assert command("license", "check", "--base", "u/apache", "--license", "mit").returncode == 0
    assert command("license", "check", "--base", "nobody/x", "--license", "mit").returncode == 5
    assert command("license", "check", "--license", "mit", "u/nc").returncode == 2
    assert command("license", "check").returncode == 2
