"""An artifact that is not in the graph is judged as it would be if it were loaded, and nothing is written."""

from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.report.hypothetical import Above, judge_artifact, read_knowledge
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines
from tests.integration.test_license_examples import snapshot
from tests.integration.test_license_repair import ABOVE, ARTIFACTS, identifier

pytestmark = pytest.mark.integration

PROFILES = ("default", "modelgo-sell", "osadl")
LICENSES = [None, "other", "mit", "apache-2.0", "cc-by-nc-4.0", "gpl-3.0", "llama3.1", "gemma", "cc-by-nc-sa-4.0"]
REPOSITORIES: dict[str, dict[str, Any]] = {
    "uses a vendor's": {"uses": ["u/vendor"]},
    "uses what was lost": {"uses": ["u/lost", "u/gpl"]},
}


def above_of(kinds: dict[str, Any]) -> list[Above]:
    found = []
    for key, items in kinds.items():
        for item in items:
            one = item if isinstance(item, dict) else {"id": item}
            found.append(Above(one["id"], one.get("relation", "undeclared") if key == "derived_from" else key))
    return found


@pytest.fixture(scope="module")
def twins(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    rows = [*ABOVE]
    for name, above in (ARTIFACTS | REPOSITORIES).items():
        for number, license_id in enumerate(LICENSES):
            row: dict[str, Any] = {"kind": "model", "id": f"{identifier(name)}-{number}", **above}
            if name in REPOSITORIES:
                row |= {"kind": "repository", "id": f"github.com/{identifier(name)}-{number}".replace("'", "")}
            rows.append(row | ({"license": license_id} if license_id else {}))
    load(Records([write_lines(tmp_path_factory.mktemp("twins") / "twins.jsonl", rows)]), lambda: connection)
    return connection


@pytest.mark.parametrize("profile", PROFILES)
def test_it_is_judged_as_its_loaded_twin(twins: Connection, profile: str) -> None:
    knowledge, before = read_knowledge(twins), snapshot(twins)
    stored: dict[str, list[dict[str, Any]]] = {"license-verdicts": [], "license-conflicts": []}
    for query in stored:
        stored[query] = run(twins, query, {"profile": profile, "max_rows": 1_000_000}).rows
    for name, above in (ARTIFACTS | REPOSITORIES).items():
        for number, license_id in enumerate(LICENSES):
            kind: Any = "repository" if name in REPOSITORIES else "model"
            twin = f"{identifier(name)}-{number}"
            twin = f"github.com/{twin}".replace("'", "") if kind == "repository" else twin
            declared = [license_id] if license_id else []
            found = judge_artifact(twins, kind, twin, declared, above_of(above), profile, knowledge=knowledge)
            rows = [row for row in stored["license-verdicts"] if row["downstream"] == twin]
            assert found.edges == rows, (license_id, profile)
            rows = [row for row in stored["license-conflicts"] if row["artifact"] == twin]
            assert [{key: row[key] for key in row if key != "way"} for row in found.conflicts] == rows, (
                license_id,
                name,
            )
    assert snapshot(twins) == before


def test_the_way_of_an_inherited_conflict_leads_to_its_origin(twins: Connection) -> None:
    (conflict,) = judge_artifact(twins, "model", "new/one", ["mit"], [("u/lost", "adapter")]).conflicts
    assert [(hop.artifact, hop.license, hop.relation, hop.dropped_here) for hop in conflict["way"]] == [
        ("new/one", "mit", "adapter", False),
        ("u/lost", "mit", "finetune", True),
        ("u/nc", "cc-by-nc-4.0", None, False),
    ]


def test_what_the_graph_does_not_have_is_unknown(twins: Connection) -> None:
    found = judge_artifact(twins, "repository", "here", ["mit"], [("nobody/nothing", "uses"), ("u/apache", "uses")])
    assert (found.verdict, found.not_loaded) == ("unknown", ["nobody/nothing"])
    assert judge_artifact(twins, "repository", "here", ["mit"], []).verdict == "nothing_above"


def test_what_waits_for_a_license_is_listed(twins: Connection) -> None:
    found = judge_artifact(twins, "model", "new/one", [], [("u/nc", "finetune"), ("u/lost", "merge")])
    assert (found.verdict, found.pending) == ("unknown", ["cc-by-nc-4.0 NC"])


def test_a_wrong_question_is_refused(twins: Connection) -> None:
    with pytest.raises(InputError, match="no rule set 'x'"):
        judge_artifact(twins, "model", "new/one", [], [("u/nc", "finetune")], "x")
    with pytest.raises(InputError, match="'y' is not a relation"):
        judge_artifact(twins, "model", "new/one", [], [("u/nc", "y")])
