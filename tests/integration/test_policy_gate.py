"""The gate decides by a policy: what it finds, what fails, what is undecided, and that pipelines run it as written."""

import json
import logging
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from supplygraph.checks.check import topics
from supplygraph.checks.run import graph_topics, run_checks
from supplygraph.enrich.freshness import freshness
from supplygraph.enrich.names import read_names
from supplygraph.export.reading import Reader
from supplygraph.export.restore import open_snapshot, restore_in_transactions
from supplygraph.export.snapshot import About, write_snapshot
from supplygraph.gate.judge import TOPICS, judge
from supplygraph.gate.offline import complete
from supplygraph.gate.policy import Policy
from supplygraph.gate.report import GateReport
from supplygraph.gate.targets import Target
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty, empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., "subprocess.CompletedProcess[str]"]
CI = Path(__file__).parents[2] / "docs" / "ci"

RECORDS: list[dict[str, Any]] = [
    {"kind": "model", "id": "acme/base", "license": "apache-2.0"},
    {"kind": "model", "id": "acme/nc", "license": "cc-by-nc-4.0"},
    *(
        {"kind": "model", "id": id_, "license": "mit", "derived_from": [{"id": base, "relation": "finetune"}]}
        for id_, base in (("acme/relabel", "acme/nc"), ("acme/below", "acme/relabel"), ("acme/on-stub", "gone/away"))
    ),
    {"kind": "model", "id": "acme/silent", "derived_from": [{"id": "acme/base", "relation": "finetune"}]},
    {"kind": "dataset", "id": "acme/data", "license": "cc-by-4.0"},
]
POLICY = """
version: 1
use: sell
licenses: {allowed: [apache-2.0, mit], reviewed: [cc-by-4.0], forbidden: [cc-by-nc-*]}
"""
WAIVER = """
waivers:
  - {rule: "*", artifact: acme/relabel, reason: bought from the owner, owner: legal, expires: EXPIRES}
"""


@pytest.fixture(scope="module")
def records(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    empty_but_knowledge(connection)
    path = write_lines(tmp_path_factory.mktemp("records") / "models.jsonl", RECORDS)
    load(Records([path]), lambda: connection)
    complete(connection)
    yield connection
    empty_but_knowledge(connection)


@pytest.fixture
def gate(records: Connection, command: Command, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    def run(*targets: str, policy: str = POLICY) -> tuple[int, dict[str, Any]]:
        (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
        done = command("gate", *targets, "--policy", "policy.yaml", "--format", "json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    return run


def rules(report: dict[str, Any], level: str | None = None) -> set[tuple[str, str]]:
    return {(one["rule"], one["artifact"]) for one in report["findings"] if level in (None, one["level"])}


def test_models_datasets_and_lists(gate: Callable[..., tuple[int, dict[str, Any]]], tmp_path: Path) -> None:
    assert gate("acme/base") == (0, gate("acme/base")[1])
    code, report = gate("acme/nc")
    assert code == 1
    assert rules(report, "error") == {("license-forbidden", "acme/nc"), ("term-forbidden", "acme/nc")}

    (tmp_path / "models.txt").write_text("acme/base\nacme/below  # ours\n", encoding="utf-8")
    code, report = gate("models.txt")
    assert code == 1
    conflict = next(one for one in report["findings"] if one["rule"] == "license-conflict")
    assert conflict["places"] == ["models.txt:2"]
    assert [line.strip(" └").split("  ")[0].split()[-1] for line in conflict["path"]] == [
        "acme/below", "acme/relabel", "acme/nc",
    ]  # fmt: skip
    forbidden = next(one for one in report["findings"] if one["rule"] == "license-forbidden")
    assert "cc-by-nc-4.0 of acme/nc" in forbidden["message"]
    assert len(forbidden["path"]) == 3

    code, report = gate("acme/data")
    assert (code, rules(report)) == (0, {("license-review", "acme/data")})


@pytest.mark.parametrize("target", ["acme/silent", "acme/on-stub", "no/such", "acme/base acme/silent"])
def test_what_is_not_known_is_never_a_pass(gate: Callable[..., tuple[int, dict[str, Any]]], target: str) -> None:
    code, report = gate(*target.split())
    assert (code, report["verdict"]) == (5, "unknown")
    assert all(one["remedy"] for one in report["findings"])


def test_waivers_hold_until_they_expire_and_baselines_know(
    gate: Callable[..., tuple[int, dict[str, Any]]], command: Command, tmp_path: Path
) -> None:
    assert gate("acme/relabel")[0] == 1
    code, report = gate("acme/relabel", policy=POLICY + WAIVER.replace("EXPIRES", "2999-01-01"))
    assert code == 0
    assert {one["state"] for one in report["findings"]} == {"waived"}
    code, report = gate("acme/relabel", policy=POLICY + WAIVER.replace("EXPIRES", "2020-01-01"))
    assert code == 1
    assert ("waiver-expired", "acme/relabel") in rules(report, "error")
    options = ("gate", "acme/relabel", "--use", "sell")
    assert command(*options, "--write-baseline", "known.json").returncode == 1
    assert command(*options, "--baseline", "known.json").returncode == 0
    assert command("gate", "acme/below", "--use", "sell", "--baseline", "known.json").returncode == 1
    (tmp_path / "wrong.json").write_text("[]")
    assert "is not a baseline" in command(*options, "--baseline", "wrong.json").stderr


def test_old_data_is_not_decided_on(gate: Callable[..., tuple[int, dict[str, Any]]], records: Connection) -> None:
    policy = POLICY + "max_age_days: 30\n"
    assert gate("acme/base", policy=policy)[0] == 0
    records.execute("MATCH (m:Model {id: 'acme/base'}) SET m.last_seen = datetime() - duration('P31D')")
    code, report = gate("acme/base", policy=policy)
    assert (code, rules(report)) == (5, {("data-age", "acme/base")})


def decided(connection: Connection, artifact: str, more: str = "") -> GateReport:
    """What the gate says, without a process of its own."""
    made = Policy.model_validate(yaml.safe_load(POLICY + more))
    return judge(connection, [Target(artifact)], {}, made)


def found(report: GateReport) -> set[tuple[str, str]]:
    return {(one.rule, one.artifact) for one in report.findings}


def test_findings_of_checks_count_by_their_topic(records: Connection) -> None:
    records.execute(
        "MATCH (m:Model {id: 'acme/base'}), (c:Check {name: 'trust-parent-gone'}) "
        "CREATE (m)-[:HAS_FINDING {about: 'x', verdict: 'conflict', claimed: 'a', "
        "path: ['acme/base', 'acme/root']}]->(c)"
    )
    report = decided(records, "acme/base")
    assert (report.exit_code, found(report)) == (0, {("risk", "acme/base")})
    assert report.findings[0].message.endswith(": a")
    assert report.findings[0].path == ["acme/base", "└ acme/root"]
    assert decided(records, "acme/base", "levels: {risk: error}").exit_code == 1
    records.execute("MATCH ()-[f:HAS_FINDING {about: 'x'}]->() DELETE f")


def test_a_conflict_that_checks_find_too_is_told_once(records: Connection) -> None:
    findings = run(records, "artifact-findings", {"artifact": "acme/relabel"}).rows
    assert any(row["topic"] == "license" and row["class"] == "conflict" for row in findings)
    told = [one for one in decided(records, "acme/relabel").findings if "acme/nc" in f"{one.message} {one.detail}"]
    assert sum(one.rule == "license-conflict" for one in told) == 1
    assert {one.rule for one in told} == {"license-conflict", "license-forbidden", "term-forbidden"}


def test_the_gate_logs_how_much_it_judged(records: Connection, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "supplygraph.gate"):
        report = decided(records, "acme/relabel")
    (told,) = [record.getMessage() for record in caplog.records if record.name == "supplygraph.gate.judge"]
    assert told.startswith(f"1 targets, {report.artifacts} artifacts: {len(report.findings)} findings in ")


def test_every_topic_of_checks_has_its_rule() -> None:
    assert set(topics()) <= set(TOPICS)


def test_checks_that_never_ran_are_no_pass(records: Connection) -> None:
    records.execute("MATCH (c:Check) DETACH DELETE c")
    report = decided(records, "acme/base")
    assert (report.exit_code, found(report)) == (0, {("checks-missing", "graph")})
    assert {one.level for one in report.findings} == {"note"}
    for asked in ("levels: {risk: warning}", "levels: {quality: error}", "levels: {name: note}", "fail_on: warning"):
        report = decided(records, "acme/base", asked)
        assert (report.exit_code, report.verdict) == (5, "unknown"), asked
        assert "supplygraph check" in str(report.findings[0].remedy)
    assert decided(records, "acme/base", "levels: {risk: 'off', name: 'off', quality: 'off'}").findings == []

    run_checks(records, ["trust"])
    assert decided(records, "acme/base", "levels: {risk: error}").exit_code == 0
    # A run that was cut off says nothing, and runs again in full.
    records.execute("MATCH (c:Check {name: 'trust-unpinned'}) REMOVE c.digest")
    assert decided(records, "acme/base", "levels: {risk: error}").exit_code == 5
    run_checks(records, graph_topics(), touched=True)
    read_names(records, everything=True)
    assert decided(records, "acme/base", "fail_on: warning").exit_code == 0


def repository(folder: Path, *ids: str) -> Path:
    folder.mkdir(exist_ok=True)
    calls = "".join(f"AutoModel.from_pretrained({id_!r})\n" for id_ in ids)
    (folder / "main.py").write_text(f"from transformers import AutoModel\n{calls}", encoding="utf-8")
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\nlicense = "MIT"\n', encoding="utf-8")
    return folder


def test_code_and_its_lock(records: Connection, command: Command, tmp_path: Path) -> None:
    app = repository(tmp_path / "app", "acme/base")
    options = (str(app), "--license", "mit")
    assert command("gate", *options, "--use", "sell").stdout.startswith("Pass: ")
    assert command("lock", *options).returncode == 0
    assert command("lock", *options, "--check").returncode == 0
    repository(app, "acme/base", "acme/nc")
    done = command("lock", *options, "--check")
    assert done.returncode == 1
    assert done.stdout.startswith("new: acme/nc (model), cc-by-nc-4.0, ")
    done = command("gate", *options, "--use", "sell", "--format", "sarif")
    assert done.returncode == 1
    found = json.loads(done.stdout)["runs"][0]["results"]
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found}
    assert uris == {"main.py"}
    repository(app, "no/such")
    assert command("gate", *options).returncode == 5
    assert "is not a lock" in command("lock", *options, "--check", "--file", str(app / "main.py")).stderr


def test_a_snapshot_is_decided_on_like_the_graph_that_it_was_made_of(records: Connection, tmp_path: Path) -> None:
    policy = "levels: {risk: error}"
    before = [one.as_json() for one in decided(records, "acme/below", policy).findings]
    write_snapshot(Reader(records, machinery=True), tmp_path / "snapshot", About())
    empty(records)
    restore_in_transactions(open_snapshot(str(tmp_path / "snapshot"), tmp_path, print), records, print)
    assert freshness(records).fresh
    complete(records)
    report = decided(records, "acme/below", policy)
    assert (report.exit_code, [one.as_json() for one in report.findings]) == (1, before)


@pytest.mark.torture
@pytest.mark.only_current
def test_a_file_of_records_is_decided_on_in_a_graph_of_its_own(command: Command, tmp_path: Path) -> None:
    write_lines(tmp_path / "models.jsonl", RECORDS)
    (tmp_path / "policy.yaml").write_text(POLICY + "levels: {risk: error, name: error}\n", encoding="utf-8")
    kept = tmp_path / "kept"
    options = ("--policy", "policy.yaml", "--graph", "models.jsonl")
    environment = {"SUPPLYGRAPH_STORE": str(kept), "TMPDIR": str(tmp_path / "scratch")}
    (tmp_path / "scratch").mkdir()
    done = command("gate", "acme/below", "acme/base", *options, "--format", "json", env=environment)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert ("license-conflict", "acme/below") in rules(found, "error")
    assert "checks-missing" not in {rule for rule, _ in rules(found)}
    assert not kept.exists()
    assert not list((tmp_path / "scratch").glob("supplygraph-*"))
    store = {"SUPPLYGRAPH_STORE": str(kept)}
    assert command("load", "records", "models.jsonl", env=store).returncode == 0
    assert command("export", "snapshot", "snapshot", env=store).returncode == 0
    assert command("down", env=store).returncode == 0
    options = ("--policy", "policy.yaml", "--graph", "snapshot")
    assert command("gate", "acme/base", *options, env=environment).returncode == 0
    assert command("gate", "acme/below", *options, env=environment).returncode == 1
    assert command("gate", "acme/base", "--graph", "no.jsonl", env=environment).returncode == 2


def scripts(name: str) -> list[str]:
    """The commands of ours that an example of a pipeline runs, in order."""
    found = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    if "jobs" in found:
        lines = [step["run"] for step in found["jobs"]["gate"]["steps"] if "run" in step]
    elif "repos" in found:
        lines = [found["repos"][0]["hooks"][0]["entry"]]
    else:
        lines = found["models"]["script"]
    return [line for line in lines if line.startswith("supplygraph ")]


@pytest.mark.parametrize("name", ["github-action.yml", "gitlab-ci.yml"])
def test_the_examples_of_pipelines_pass_and_fail(
    records: Connection, command: Command, tmp_path: Path, name: str
) -> None:
    write_lines(tmp_path / "models.jsonl", RECORDS)
    commands = [shlex.split(line.split(" >>")[0])[1:] for line in scripts(name)]
    assert [words[0] for words in commands][:2] == ["load", "gate"]

    def run() -> list[int]:
        return [command(*words).returncode for words in commands[1:]]

    assert command(*commands[0]).returncode == 0
    repository(tmp_path, "acme/base")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    assert set(run()) == {0}
    repository(tmp_path, "acme/relabel")
    assert set(run()) == {1}
    policy = POLICY + WAIVER.replace("EXPIRES", "2020-01-01")
    (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
    assert "waiver-expired" in command(*commands[1][:4]).stdout
    (tmp_path / "policy.yaml").write_text(policy.replace("2020", "2999"), encoding="utf-8")
    assert set(run()) == {0}


def test_the_example_of_pre_commit(records: Connection, command: Command, tmp_path: Path) -> None:
    (line,) = scripts("pre-commit-config.yaml")
    repository(tmp_path, "acme/base")
    assert command("lock").returncode == 0
    assert command(*shlex.split(line)[1:]).returncode == 0
    repository(tmp_path, "acme/base", "acme/nc")
    assert command(*shlex.split(line)[1:]).returncode == 1


def test_a_policy_is_explained_and_refused_without_a_graph(command: Command, tmp_path: Path) -> None:
    nowhere = {"SUPPLYGRAPH_STORE": str(tmp_path / "none"), "SUPPLYGRAPH_JAVA": "/no/java"}
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    done = command("gate", "--policy", "policy.yaml", "--explain", env=nowhere)
    assert done.returncode == 0
    assert "Intended use: sell" in done.stdout
    assert json.loads(command("gate", "--schema", env=nowhere).stdout)["title"] == "supplygraph gate policy"
    assert command("gate", "--policy", "policy.yaml", env=nowhere).returncode == 2
    assert command("gate", "x", "--policy", "no.yaml", env=nowhere).returncode == 2
