"""What `license-repair` promises comes true: every licence is declared by a twin of the artifact, and judged."""

from typing import Any

import pytest

from supplygraph.licenses.table import licenses
from supplygraph.load import load
from supplygraph.queries.run import run
from supplygraph.sources.records import Records
from supplygraph.store.connection import Connection
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration

ABOVE: list[dict[str, Any]] = [
    {"kind": "model", "id": "u/vendor", "license": "llama3.1"},
    {"kind": "model", "id": "u/nc", "license": "cc-by-nc-4.0"},
    {"kind": "model", "id": "u/lost", "license": "mit", "derived_from": [{"id": "u/nc", "relation": "finetune"}]},
    {"kind": "model", "id": "u/gpl", "license": "gpl-3.0"},
    {"kind": "model", "id": "u/apache", "license": "apache-2.0"},
    {"kind": "model", "id": "u/nd", "license": "cc-by-nd-4.0"},
    {"kind": "dataset", "id": "u/data", "license": "cc-by-sa-4.0"},
    {"kind": "dataset", "id": "u/synthetic", "license": "mit", "generated_from": ["u/vendor2"]},
    {"kind": "model", "id": "u/vendor2", "license": "llama2"},
    {"kind": "model", "id": "u/zephyr", "license": "mit", "trained_on": ["u/synthetic"]},
    {"kind": "model", "id": "u/none"},
]
ARTIFACTS: dict[str, dict[str, Any]] = {
    "of a vendor": {"derived_from": [{"id": "u/vendor", "relation": "finetune"}]},
    "quantised": {"derived_from": [{"id": "u/vendor", "relation": "quantized"}]},
    "inherited": {"derived_from": [{"id": "u/lost", "relation": "adapter"}]},
    "merged": {"derived_from": [{"id": "u/gpl", "relation": "merge"}, {"id": "u/apache", "relation": "merge"}]},
    "irreconcilable": {"derived_from": [{"id": "u/gpl", "relation": "merge"}, {"id": "u/nc", "relation": "merge"}]},
    "changed": {"derived_from": [{"id": "u/nd", "relation": "finetune"}]},
    "trained": {"trained_on": ["u/data"]},
    "trained on outputs": {"trained_on": ["u/synthetic"]},
    "of one trained on outputs": {"derived_from": [{"id": "u/zephyr", "relation": "finetune"}]},
    "distilled": {"derived_from": [{"id": "u/vendor2", "relation": "distilled"}]},
    "of none": {"derived_from": ["u/none"]},
    "partly known": {"derived_from": [{"id": "u/none", "relation": "merge"}, {"id": "u/apache", "relation": "merge"}]},
}


def identifier(name: str) -> str:
    return "a/" + name.replace(" ", "-")


@pytest.fixture(scope="module")
def twins(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    rows = [*ABOVE]
    for name, above in ARTIFACTS.items():
        rows.append({"kind": "model", "id": identifier(name), **above})
        rows += [
            {"kind": "model", "id": f"{identifier(name)}-{number}", "license": entry.id, **above}
            for number, entry in enumerate(licenses())
        ]
    load(Records([write_lines(tmp_path_factory.mktemp("twins") / "twins.jsonl", rows)]), lambda: connection)
    return connection


@pytest.fixture(scope="module", params=["default", "strict-data", "modelgo"])
def profile(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def verdicts(twins: Connection, profile: str) -> list[tuple[str, str]]:
    """Every artifact that is judged by the rule set, with each of its verdicts."""
    rows = run(twins, "license-verdicts", {"profile": profile, "max_rows": 1_000_000}).rows
    return [(row["downstream"], row["verdict"]) for row in rows]


@pytest.mark.parametrize("name", ARTIFACTS)
def test_what_is_promised_is_what_is_judged(
    twins: Connection, verdicts: list[tuple[str, str]], name: str, profile: str
) -> None:
    parameters = {"artifact": identifier(name), "profile": profile, "max_rows": 1_000}
    promised = {row["license"]: row["verdict_if_chosen"] for row in run(twins, "license-repair", parameters)}
    judged: dict[str, str] = {}
    ids = {f"{identifier(name)}-{number}": entry for number, entry in enumerate(licenses())}
    for downstream, verdict in verdicts:
        entry = ids.get(downstream)
        if entry and entry.terms_known and not entry.family_only and entry.cls != "unknown":
            judged.setdefault(entry.id, verdict)
    # Nothing is proposed where no licence above is known.
    proposed = {license_id for license_id in judged if name != "of none" and not foreign(twins, name, license_id)}
    assert promised == {one: verdict for one, verdict in judged.items() if verdict != "conflict" and one in proposed}


def foreign(connection: Connection, name: str, license_id: str) -> bool:
    """Whether only a vendor of nothing it is made from can grant it, or one that gave another, and this no later."""
    entries = {entry.id: entry for entry in licenses()}
    entry = entries[license_id]
    of_vendor = entry.cls in ("community", "research")
    ways = "DERIVED_FROM" if of_vendor else "DERIVED_FROM|TRAINED_ON|GENERATED_FROM"
    above = [
        entries[row["id"]]
        for row in connection.read(
            f"MATCH (:Model {{id: $id}})-[:{ways}]->{{1,9}}()-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id",
            {"id": identifier(name)},
        )
    ]
    if of_vendor:
        dates = [one.text_date for one in above if one.family == entry.family and one.text_date]
        return entry not in above and not (entry.text_date and dates and entry.text_date > min(dates))
    return entry.spdx.startswith("LicenseRef-") and entry.family not in {one.family for one in above}
