"""Nothing known is never a pass: what is missing, unreadable, not loaded or not judged is said and exits with 5."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from supplygraph.cli.derive import finish_pending
from supplygraph.enrich.freshness import freshness
from supplygraph.errors import AccessError, StoppedError
from supplygraph.exit_codes import Exit
from supplygraph.licenses.gaps import GAPS, Gap
from supplygraph.load import load
from supplygraph.report.license import license_report
from supplygraph.report.name import KnownFacts, name_report
from supplygraph.report.status import status, statuses
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]


def model(id_: str, card: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """One model as the Hub lists it, under a licence that is known."""
    return {"id": id_, "tags": ["license:mit"], "cardData": {"license": "mit", **(card or {})}, **more}


def peft(base: object) -> dict[str, Any]:
    return {"library_name": "peft", "config": {"peft": {"base_model_name_or_path": base}}}


#: Models whose base nobody can read, each with a part of what has to be said of it.
UNREADABLE = [
    (
        model("u/posix", {"base_model": "/mnt/disk/My Models/base"}, **peft("/mnt/disk/My Models/base")),
        "/mnt/disk/My Models",
    ),
    (model("u/windows", {"base_model": "E:\\weights\\seven-b"}), "E:\\weights\\seven-b"),
    (model("u/relative", {"base_model": "../out/checkpoint-9"}), "../out/checkpoint-9"),
    (model("u/mapping", {"base_model": {"title": "The Seven"}}), "The Seven"),
    (model("u/number", {"base_model": 7}), "7"),
    (model("u/config-only", **peft("/srv/base model")), "/srv/base model"),
    (model("u/one-of-two", {"base_model": ["u/root", "/srv/second"]}), "/srv/second"),
    (model("u/empty", {"base_model": ""}, **peft("")), "adapter"),
    (model("u/null", {"base_model": None}, **peft(None)), "adapter"),
    (model("u/lora-tag", tags=["license:mit", "LoRA"]), "adapter"),
    (model("u/adapter-file", siblings=[{"rfilename": "adapter_config.json"}]), "adapter"),
    (model("u/adapters-config", config={"adapter_transformers": {"model_name": "./here"}}), "./here"),
    (model("u/said-merge", {"base_model_relation": "merge"}), "merge"),
    (model("u/mergekit", tags=["license:mit", "mergekit", "merge"]), "merge"),
    (model("u/gptq", config={"quantization_config": {"quant_method": "gptq", "bits": 4}}), "quantized"),
    (model("u/gguf", tags=["license:mit", "gguf"]), "quantized"),
    (model("u/itself", {"base_model": "u/itself"}), "only itself"),
]
#: Models that have no base as far as anybody can tell.
ROOTS = [
    model("u/root"),
    model("u/nc-root", {"license": "cc-by-nc-4.0"}, tags=["license:cc-by-nc-4.0"]),
    model("u/fp8-root", config={"quantization_config": {"quant_method": "fp8"}}),
    model("u/gguf-beside", tags=["license:mit", "gguf", "safetensors"]),
]


def test_a_base_that_cannot_be_read_is_never_a_pass(records: Connection, command: Command) -> None:
    for record, told in UNREADABLE:
        report = license_report(records, record["id"])
        assert (report.verdict, report.exit_code) == ("unknown", 5), record["id"]
        assert any(told in gap.sentence for gap in report.gaps), (record["id"], report.gaps)
        assert all(gap.step for gap in report.gaps)
    for record in ROOTS:
        report = license_report(records, record["id"])
        assert (report.verdict, report.exit_code, report.gaps) == ("root", 0, []), record["id"]

    done = command("license", "check", "u/posix")
    assert done.returncode == 5
    assert "its card names a base that cannot be resolved: /mnt/disk/My Models/base" in done.stdout
    assert "No upstream known" not in done.stdout
    shown = command("show", "u/posix").stdout
    assert "/mnt/disk/My Models/base" in shown
    assert "a root" not in shown
    assert "a root" in command("show", "u/root").stdout


def test_a_root_says_what_its_own_license_asks(records: Connection, command: Command) -> None:
    done = command("license", "check", "u/nc-root")
    assert done.returncode == 0
    assert "not commercially" in done.stdout
    report = json.loads(command("license", "check", "u/root", "--format", "json").stdout)
    assert "also commercially" in report["own"]["mit"][0]
    assert len(report["own"]["mit"]) > 1


RECORDS = [
    {"kind": "model", "id": "r/research", "license": "cc-by-nc-4.0"},
    {"kind": "model", "id": "r/no-licence", "derived_from": [{"id": "r/research", "relation": "finetune"}]},
    {"kind": "model", "id": "r/other", "license": "other"},
    {"kind": "model", "id": "r/unknown", "license": "unknown"},
    {"kind": "model", "id": "r/unread", "license": "r-house-terms"},
    {"kind": "model", "id": "r/below-stub", "license": "mit", "derived_from": ["gone/away"]},
    {"kind": "model", "id": "r/below-data", "license": "mit", "trained_on": ["gone/data"]},
    {"kind": "model", "id": "r/conflict", "license": "mit", "unusable_bases": ["/srv/x"],
     "derived_from": [{"id": "r/research", "relation": "finetune"}, "gone/away"]},
    {"kind": "model", "id": "r/arrow", "license": {"id": "house, v1 -> v2", "raw": "house, v1 -> v2"},
     "derived_from": ["r/research"]},
    {"kind": "model", "id": "r/free-below", "derived_from": ["u/root"]},
    {"kind": "model", "id": "r/below-stub-only", "derived_from": ["gone/away"]},
    {"kind": "model", "id": "r/below-both", "derived_from": ["u/root", "gone/away"]},
    {"kind": "dataset", "id": "r/data"},
    {"kind": "repository", "id": "github.com/r/app", "license": "mit", "uses": ["gone/away"]},
]  # fmt: skip
EXPECTED: dict[str, tuple[int, set[str]]] = {
    "r/research": (0, set()),
    "r/no-licence": (5, {"LICENSE_MISSING"}),
    "r/other": (5, {"LICENSE_UNNAMED"}),
    "r/unknown": (5, {"LICENSE_UNNAMED"}),
    "r/unread": (5, {"LICENSE_UNREAD"}),
    "r/below-stub": (5, {"UPSTREAM_NOT_LOADED"}),
    "r/below-data": (5, {"UPSTREAM_DATASET_NOT_LOADED"}),
    "r/conflict": (1, {"BASE_UNREADABLE", "UPSTREAM_NOT_LOADED"}),
    "r/free-below": (5, {"LICENSE_MISSING"}),
    "r/below-stub-only": (5, {"LICENSE_MISSING", "UPSTREAM_NOT_LOADED"}),
    "r/below-both": (5, {"LICENSE_MISSING", "UPSTREAM_NOT_LOADED"}),
    "r/data": (5, {"LICENSE_MISSING"}),
    "github.com/r/app": (5, {"UPSTREAM_NOT_LOADED"}),
    "gone/away": (5, {"NOT_LOADED"}),
    "gone/data": (5, {"DATASET_NOT_LOADED"}),
    "nobody/nothing": (5, {"NOT_IN_GRAPH"}),
}


@pytest.fixture(scope="module")
def records(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """All of the above, loaded once; tests leave it as they found it."""
    empty_but_knowledge(connection)
    folder = tmp_path_factory.mktemp("gate")
    models = write_lines(folder / "models.jsonl", [*(record for record, _ in UNREADABLE), *ROOTS])
    load(HubFile([models]), lambda: connection)
    load(Records([write_lines(folder / "records.jsonl", RECORDS)]), lambda: connection)
    return connection


def test_what_is_missing_or_not_known_is_never_a_pass(records: Connection, command: Command) -> None:
    for artifact, expected in EXPECTED.items():
        report = license_report(records, artifact)
        assert (report.exit_code, {gap.code for gap in report.gaps}) == expected, artifact
    assert license_report(records, "r/arrow").exit_code == Exit.UNKNOWN
    done = command("license", "check", "r/below-stub")
    assert done.returncode == 5
    assert "gone/away  (not loaded)" in done.stdout
    assert "no licence)" not in done.stdout
    assert "supplygraph load hub --model gone/away" in done.stdout


def test_unknown_is_no_dead_end(records: Connection, command: Command) -> None:
    report = json.loads(command("license", "check", "r/no-licence", "--format", "json").stdout)
    assert [(row["origin"], row["terms"]) for row in report["pending"]] == [("r/research", ["NC"])]
    assert "cc-by-nc-4.0" in [row["license"] for row in report["alternatives"]]
    assert (report["gaps"][0]["code"], report["exit_code"]) == ("LICENSE_MISSING", 5)
    assert report["next_steps"]
    text = command("license", "check", "r/no-licence").stdout
    assert "Pending until it declares a licence:\n  cc-by-nc-4.0 of r/research:\n    - No commercial use." in text
    assert "Licences that resolve it:\n" in text
    text = command("license", "check", "r/free-below").stdout
    assert "Nothing is pending:" in text


def test_nothing_is_proposed_below_what_nobody_knows(records: Connection, command: Command) -> None:
    text = command("license", "check", "r/below-stub-only").stdout
    assert "apache-2.0" not in text
    text = command("license", "check", "r/below-both").stdout
    assert "Licences without conflict, as far as those above are known:\n  - mit (unknown)" in text


def test_all_at_once_says_the_same_as_one_by_one(records: Connection) -> None:
    for found in statuses(records):
        assert status(records, found.artifact) == found


def test_an_edge_without_a_verdict_is_unknown(records: Connection) -> None:
    edge = "MATCH (:Model {id: 'r/no-licence'})-[edge:DERIVED_FROM]->() "
    verdict = records.read(edge + "RETURN edge.license_verdict_id AS verdict")[0]["verdict"]
    records.execute(edge + "SET edge.license_verdict_id = 'lost'")
    assert Gap("EDGE_NOT_JUDGED", "r/research") in status(records, "r/no-licence").gaps
    records.execute(edge + "SET edge.license_verdict_id = $verdict", {"verdict": verdict})


@pytest.fixture
def cut_off(records: Connection) -> Iterator[Connection]:
    """The graph with a load that gives signs of life, from elsewhere, and has not been derived."""
    records.execute(
        "CREATE (:Load {id: 'cut-off', source: 'records', started: datetime(), complete: false, derived: false, "
        "alive: datetime(), process: 'elsewhere 1 1.00'}) "
        "CREATE (:Model {id: 'new/model', status: 'present', unusable_bases: []})-[:DERIVED_FROM {channel: 'deriv', "
        "relation: 'finetune'}]->(:Model {id: 'new/base', status: 'present'}) "
        "WITH 1 AS one MATCH (m:Model {id: 'new/model'}), (b:Model {id: 'new/base'}), (l:License {id: 'mit'}) "
        "CREATE (m)-[:DECLARES {operator: 'single', raw: 'mit'}]->(l) CREATE (b)-[:DECLARES {operator: 'single', "
        "raw: 'mit'}]->(l)"
    )
    yield records
    records.execute("MATCH (n:Model|Load) WHERE n.id IN ['cut-off', 'new/model', 'new/base'] DETACH DELETE n")


def test_a_load_that_still_runs_is_not_judged(cut_off: Connection, command: Command) -> None:
    found = freshness(cut_off)
    assert (found.fresh, found.busy) == (False, True)
    done = command("license", "check", "new/model")
    assert done.returncode == 5
    assert "is still running" in done.stderr
    assert "(PENDING)" in done.stdout
    # What was judged before is no longer certain, but a conflict remains one.
    assert status(cut_off, "r/research").exit_code == Exit.UNKNOWN
    assert status(cut_off, "r/conflict").exit_code == Exit.FAILED_CHECK
    assert "is still running" in command("query", "license-summary").stderr
    done = command("derive")
    assert done.returncode == 5
    assert "is still running" in done.stdout


def test_a_judging_command_finishes_what_a_dead_load_left(cut_off: Connection, command: Command) -> None:
    cut_off.execute("MATCH (l:Load {id: 'cut-off'}) SET l.alive = datetime() - duration({seconds: 100})")
    found = freshness(cut_off)
    assert (found.fresh, found.busy) == (False, False)
    done = command("license", "check", "new/model")
    assert (done.returncode, "Compatible:" in done.stdout) == (0, True), done.stdout + done.stderr
    assert "derived: 1 load" in done.stderr
    assert freshness(cut_off).fresh
    assert cut_off.read("MATCH (l:Load {id: 'derivation'}) RETURN l") == []
    done = command("derive", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["loads"]) == (0, [])


def test_a_name_is_checked_on_derived_facts(cut_off: Connection, command: Command) -> None:
    cut_off.execute("MATCH (l:Load {id: 'cut-off'}) SET l.alive = datetime() - duration({seconds: 100})")
    assert "derived: 1 load" in command("name", "check", "new/model").stderr
    assert freshness(cut_off).fresh


class ReadOnly(Connection):
    """A login that may not write."""

    def write(self, work: Any) -> Any:
        raise AccessError("writing is not allowed", "use a login that may do this")


def test_who_may_not_write_is_told_what_to_run(cut_off: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    cut_off.execute("MATCH (l:Load {id: 'cut-off'}) REMOVE l.alive")
    with ReadOnly(cut_off.address) as connection:
        finish_pending(connection)
        assert status(connection, "new/model").exit_code == Exit.UNKNOWN
    assert "supplygraph derive" in capsys.readouterr().err
    assert freshness(cut_off).busy is False


class OnlyReads(ReadOnly):
    """A connection that opens no session that may write, also none whose writing is taken back."""

    def _session(self, access: str, **options: Any) -> Any:
        assert access == neo4j.READ_ACCESS
        return super()._session(access, **options)


def test_a_name_is_checked_without_writing(records: Connection) -> None:
    new = KnownFacts(bases=[("r/conflict", "finetune")], types=["llama"])
    asked = [("r/mistral-7b-lora", new), ("u/root", None), ("r/conflict", None)]
    reports = [name_report(records, *one) for one in asked]
    assert any(one.findings for one in reports)
    with OnlyReads(records.address) as connection:
        finish_pending(connection)
        assert [name_report(connection, *one) for one in asked] == reports


@pytest.mark.parametrize("arguments", [("license", "check", "r/conflict"), ("query", "license-verdicts"), ("--help",)])
def test_a_closed_pipe_is_no_verdict(records: Connection, settings: Settings, arguments: tuple[str, ...]) -> None:
    shell = '"$@" | true; exit ${PIPESTATUS[0]}'
    environment = {**os.environ, "SUPPLYGRAPH_STORE": str(settings.store), "NEO4J_URI": ""}
    done = subprocess.run(
        ["bash", "-c", shell, "bash", sys.executable, "-m", "supplygraph", *arguments],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == Exit.CLOSED_OUTPUT, done.stderr


def test_a_name_cannot_be_checked_against_a_base_that_is_not_there(records: Connection, command: Command) -> None:
    done = command("name", "check", "me/seven-b", "--base", "nobody/nothing")
    assert done.returncode == 5
    assert "nobody/nothing is not in the graph" in done.stdout
    assert command("name", "check", "me/seven-b", "--base", "gone/away").returncode == 5
    assert command("name", "check", "me/seven-b", "--base", "r/research").returncode == 0


def test_a_rule_set_whose_sheet_is_not_loaded_says_so(records: Connection, command: Command) -> None:
    for arguments in (("query", "license-summary"), ("query", "license-unknowns"), ("license", "check", "r/research")):
        done = command(*arguments, "--profile", "peatmoss")
        assert done.returncode == 2
        assert "the sheet linux-foundation, by which it decides, is not loaded" in done.stderr
        assert "supplygraph load license-matrix" in done.stderr


def test_every_gap_that_a_query_names_has_words() -> None:
    import re

    from supplygraph.queries.catalogue import find_query

    named = set(re.findall(r'"([A-Z]+_[A-Z_]+|PENDING)"', find_query("license-status").statement))
    assert named - {"U_UNKNOWN", "D_UNKNOWN", "NOT_IN_MATRIX", "MATRIX_UNKNOWN"} <= GAPS.keys()
    assert all(gap.sentence and gap.step for gap in (Gap(code, "a/b c") for code in GAPS))


class Stopped(Records):
    """Records during which somebody presses Ctrl-C."""

    def __init__(self, path: Path, after: int) -> None:
        super().__init__([path])
        self.after = after

    def written(self) -> None:
        self.after -= 1
        if not self.after:
            raise KeyboardInterrupt


def test_a_stop_says_what_was_kept_and_how_to_go_on(records: Connection, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "records.jsonl", [{"kind": "model", "id": f"s/{n}"} for n in range(50)])
    with pytest.raises(StoppedError) as stop:
        load(Stopped(path, 2), lambda: records, batch=10)
    kept = records.read("MATCH (m:Model) WHERE m.id STARTS WITH 's/' RETURN count(m) AS n")[0]["n"]
    assert 0 < kept < 50
    assert "nodes" in stop.value.message
    assert "run the same command again" in stop.value.hint
    assert "supplygraph derive" in stop.value.hint
    found = freshness(records)
    assert [load.running for load in found.loads if load.source == "records"] == [False]
    assert status(records, "s/0").exit_code == Exit.UNKNOWN
    load(Records([path]), lambda: records)
    assert freshness(records).fresh
