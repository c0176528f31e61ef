"""What an assistant may ask of a graph, and the answers as plain data: verdicts, reasons, ways, bounded rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError
from supplygraph.gate.judge import judge
from supplygraph.gate.policy import licenses_alone
from supplygraph.gate.report import GateReport
from supplygraph.gate.targets import Target
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.reasons import reason
from supplygraph.mcp.bounds import COUNTED, SHOWN, counted, told
from supplygraph.queries.catalogue import all_queries, find_query
from supplygraph.queries.run import ask as asked
from supplygraph.queries.run import own_question, stored_question
from supplygraph.queries.stored import MAX_ROWS, StoredQuery
from supplygraph.report.license import LicenseReport, license_report
from supplygraph.report.license_lines import DISCLAIMER, HEADLINES
from supplygraph.report.status import status
from supplygraph.reuse.repository_name import local_name
from supplygraph.sources.code import Code
from supplygraph.store.connection import Connection
from supplygraph.store.find import UnknownArtifactError, find_artifact

Row = dict[str, Any]

#: Seconds after which the server ends a statement.
SECONDS = 20.0
#: Properties that say nothing beside what an answer has anyway.
_ELSEWHERE = ("id", "hub_id", "license_statement", "license_ids", "license_id", "license_missing", "license_conditions")


def find(connection: Connection, text: str, kinds: Sequence[str] = (), max_rows: int = SHOWN) -> Row:
    """Artifacts by words of their names; where none fits, ids that come near."""
    found = _stored(connection, find_query("artifact-search"), {"text": text, "kinds": list(kinds)}, max_rows)
    if not found["count"]:
        try:
            exact = find_artifact(connection, text)
            found = counted([{"kind": exact.label.lower(), "id": exact.id}])
        except UnknownArtifactError as error:
            found["did_you_mean"] = told(error.near)
    return found | _open(connection)


def show(connection: Connection, artifact: str, max_rows: int = SHOWN) -> Row:
    """What is known of an artifact: its facts, what it is made from, what is made from it, and what is not known."""
    found = find_artifact(connection, artifact)
    facts = _rows(connection, "artifact-facts", {"artifact": found.id})
    (row,) = (one for one in facts if one["kind"] == found.label.lower())
    stated = {name: value for name, value in row["properties"].items() if name not in _ELSEWHERE}
    answer = {
        "kind": row["kind"],
        "id": told(row["id"]),
        "publisher": told(row["publisher"]),
        "licenses": told(row["licenses"]),
        "properties": told(stated),
        "counts": row["counts"],
        "above": _stored(connection, find_query("license-upstreams"), {"artifact": found.id}, max_rows),
    }
    if row["kind"] == "model":
        below = {"model_ids": [found.id], "max_children": max_rows}
        answer["made_from_it"] = _stored(connection, find_query("lineage-children"), below, max_rows)
    return answer | _unknown(status(connection, found.id).gaps) | _open(connection)


def check_license(connection: Connection, artifact: str, rule_set: str = "default", max_rows: int = SHOWN) -> Row:
    """The verdict on the licence of an artifact, with the way to what it conflicts with, or why it is unknown."""
    report = license_report(connection, artifact, rule_set)
    answer: Row = {
        "artifact": told(report.artifact),
        "license": told(report.license),
        "rule_set": report.profile,
        "verdict": report.verdict,
        "meaning": HEADLINES[report.verdict],
        "certainty": report.certainty,
        **_unknown(report.gaps),
        "reasons": {code: reason(code) for code in report.codes},
    }
    if report.conflicts:
        answer["witness"] = counted([_witness(one) for one in report.conflicts], max_rows)
    if review := [row for row in report.edges if row["verdict"] in ("unknown", "warning")]:
        answer["review"] = counted([_edge(row) for row in review], max_rows)
    answer["own_license"] = told(report.own)
    answer["notices_to_give"] = told(list(dict.fromkeys(row["obligation"] for row in report.obligations)))
    answer["licenses_without_conflict"] = told(_alternatives(report))
    answer["notice"] = DISCLAIMER
    return answer


def _witness(conflict: Row) -> Row:
    return {
        "against": conflict["origin"],
        "license": conflict["origin_license"],
        "terms": conflict["terms"],
        "reasons": [reason(code) for code in conflict["codes"]],
        "certainty": conflict["certainty"],
        "way": [asdict(hop) for hop in conflict["way"]],
    }


def _edge(row: Row) -> Row:
    return {
        "verdict": row["verdict"],
        "relation": row["relation"],
        "upstream": row["upstream"],
        "upstream_license": row["upstream_license"],
        "reasons": [reason(code) for code in row["codes"]],
        "certainty": row["certainty"],
    }


def _alternatives(report: LicenseReport) -> list[Row]:
    return [{"license": row["license"], "verdict": row["verdict_if_chosen"]} for row in report.alternatives]


def impact(connection: Connection, artifact: str, max_rows: int = SHOWN) -> Row:
    """How many rest on an artifact, and who: models, datasets, repositories and Spaces, each with the way."""
    (row,) = _rows(connection, "lineage-impact", {"artifact": artifact})
    affected = _stored(connection, find_query("lineage-affected"), {"artifact": artifact}, max_rows)
    return {**told(row), "affected": affected} | _open(connection)


def list_questions(topic: str | None = None) -> Row:
    """The stored questions by topic, or those of one topic with what they take and return."""
    queries = all_queries()
    if topic is None:
        topics = groupby(queries, key=lambda query: query.topic)
        return {"topics": {name: {query.name: query.question for query in group} for name, group in topics}}
    chosen = [query for query in queries if query.topic == topic]
    if not chosen:
        names = ", ".join(dict.fromkeys(query.topic for query in queries))
        raise InputError(f"there is no topic {topic!r}", f"the topics are {names}")
    return {"topic": topic, "questions": [question(query) for query in chosen]}


def question(query: StoredQuery) -> Row:
    """A stored question as data: what it asks, takes and returns."""
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "one_row_is": query.grain,
        "parameters": {
            one.name: {"type": one.type, "meaning": one.meaning}
            | ({"required": True} if one.needed else {"default": one.default})
            for one in query.parameters
            if one.name != MAX_ROWS
        },
        "columns": {one.name: one.meaning for one in query.columns},
        "notes": " ".join(query.notes.split()) if query.notes else None,
    }


def ask(connection: Connection, name: str, parameters: Mapping[str, Any], max_rows: int = SHOWN) -> Row:
    """The rows of a stored question, with what its columns mean."""
    query = find_query(name)
    given = {key: value for key, value in parameters.items() if key != MAX_ROWS}
    found = _stored(connection, query, given, max_rows)
    about = {"question": query.question, "columns": {one.name: one.meaning for one in query.columns}}
    return about | found | _open(connection)


def cypher(connection: Connection, statement: str, parameters: Mapping[str, Any], max_rows: int = SHOWN) -> Row:
    """The rows of own Cypher, which may only read."""
    answer = asked(connection, own_question(statement, "own Cypher", parameters, seconds=SECONDS))
    found = counted(answer.rows, max_rows)
    return found | ({"warnings": told(list(answer.warnings))} if answer.warnings else {}) | _open(connection)


def check_repo(
    connection: Connection, path: Path, license: str | None = None, rule_set: str = "default", max_rows: int = SHOWN
) -> Row:
    """The gate on code of a folder or archive, with a policy of licences alone: verdict, findings, places."""
    (scanned,) = Code([path], repository=local_name(path), license=license, jobs=1).scan()
    target = Target(str(path), path)
    report = judge(connection, [target], {target: scanned}, licenses_alone(rule_set))
    used = report.repositories[target.text]
    return {
        "verdict": report.verdict,
        "result": used.count_line(),
        "license": told(used.license),
        "rule_set": rule_set,
        **_not_decided(report),
        "findings": counted([one.as_json() for one in report.findings], max_rows),
        "uses": counted(
            [{"artifact": one.artifact, "license": one.license, "verdict": one.verdict} for one in used.uses], max_rows
        ),
        "notice": DISCLAIMER,
    }


def _not_decided(report: GateReport) -> Row:
    open_ = [one for one in report.open if one.level == "unknown"]
    return {"unknown_because": told([{"what": one.message, "next": one.remedy} for one in open_])} if open_ else {}


def _unknown(gaps: Sequence[Gap]) -> Row:
    if not gaps:
        return {}
    return {"unknown_because": told([{"what": gap.sentence, "code": gap.code, "next": gap.step} for gap in gaps])}


def _open(connection: Connection) -> Row:
    """What loads stated and nobody has worked out yet, so that answers may lack it."""
    lines = list(freshness(connection).lines())
    return {"not_up_to_date": [*told(lines), "run: supplygraph derive"]} if lines else {}


def _rows(connection: Connection, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    return list(asked(connection, stored_question(find_query(name), parameters, SECONDS)).rows)


def _stored(connection: Connection, query: StoredQuery, parameters: Mapping[str, Any], shown: int) -> Row:
    question = stored_question(query, {**parameters, MAX_ROWS: COUNTED + 1}, SECONDS)
    return counted(asked(connection, question).rows, shown)
