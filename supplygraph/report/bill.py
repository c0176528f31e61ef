"""Gathers what a bill of materials holds from the graph, by stored queries, and from a scan of code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from supplygraph.bom.bill import FROM_TEXT, Bill, Part, PartKey, PartKind, PartLicense
from supplygraph.errors import InputError
from supplygraph.export.records import stated_values
from supplygraph.licenses.address import is_address
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.table import lookup
from supplygraph.queries.run import run
from supplygraph.report.repository import repository_report
from supplygraph.report.status import ALL, check_rule_set, statuses
from supplygraph.schema.declaration import Node, Relationship
from supplygraph.schema.nodes import License
from supplygraph.schema.record_format import KINDS, LICENSE, RelationKey, relation_keys
from supplygraph.sources.code import ScannedRepository, repository_elements
from supplygraph.store.connection import Connection
from supplygraph.store.find import find_artifact, find_artifacts
from supplygraph.tally import Tally
from supplygraph.version import __version__

Row = dict[str, Any]

_LISTS: dict[PartKind, str] = {"model": "models", "dataset": "datasets", "repository": "repositories"}
_KINDS: dict[str, PartKind] = {"Model": "model", "Dataset": "dataset", "Repository": "repository"}
#: Steps that are followed upwards, as cypher/bom/bom_artifacts.cypher says.
MOST_HOPS = 50


def bill_of(
    connection: Connection, target: str | None, scanned: ScannedRepository | None = None, profile: str = "default"
) -> Bill:
    """The bill of an artifact of the graph, of scanned code, or of the artifact together with the code.

    Args:
        connection: The graph; a read-only one suffices.
        target: A model, dataset or repository, as `find_artifact` takes it; None for that of `scanned`.
        scanned: What was found in code; it is joined to what the graph has of the same repository.
        profile: The rule set of the verdicts.

    Raises:
        InputError: neither is given, the graph does not have the artifact, or it cannot judge by the rule set.
        ServerError: the server cannot be used.
    """
    check_rule_set(connection, profile)
    if target is not None:
        found = find_artifact(connection, target)
        root = PartKey(_KINDS[found.label], found.id)
    elif scanned is not None:
        root = PartKey("repository", scanned.name)
    else:
        raise InputError("nothing is named", "name a model, a dataset, a repository or a folder of code")
    parts = _parts(connection, [root], profile) if target is not None else {}
    if scanned is not None:
        key = PartKey("repository", scanned.name)
        parts |= _parts(connection, [key], profile)
        part, used = _scanned_part(connection, scanned, parts.get(key), profile)
        parts |= _parts(connection, used, profile)
        parts[key] = part
        if root != key:
            _name_code(parts[root], key)
    parts = {root: parts[root], **parts}
    _add_missing_ends(parts)
    return Bill(root, parts, _moment(connection), profile, __version__)


def _name_code(part: Part, code: PartKey) -> None:
    """States that the scanned code belongs to the artifact that the bill is about."""
    if part.key.kind != "model":
        raise InputError(
            f"{part.key.id} is a {part.key.kind}, and the code is of {code.id}", "join code to a model or to itself"
        )
    items = part.record.setdefault("code", [])
    if code.id not in [item["id"] for item in items]:
        items.append({"id": code.id, "evidence": ["source-code"]})


def _parts(connection: Connection, starts: Sequence[PartKey], profile: str) -> dict[PartKey, Part]:
    rows = run(connection, "bom-artifacts", {**_lists(starts), "max_rows": ALL}).rows
    keys = [PartKey(row["kind"], row["artifact"]) for row in rows]
    stated: dict[PartKey, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in run(connection, "bom-statements", {**_lists(keys), "max_rows": ALL}):
        stated[PartKey(row["kind"], row["artifact"])][row["relation"]].append(row)
    parts = {}
    for key, row in zip(keys, rows, strict=True):
        part = Part(key, part_record(key, row["facts"], stated[key]), part_licenses(stated[key]["DECLARES"]))
        _judge(connection, part, profile)
        parts[key] = part
    return parts


def _lists(keys: Iterable[PartKey]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {name: [] for name in _LISTS.values()}
    for key in dict.fromkeys(keys):
        lists[_LISTS[key.kind]].append(key.id)
    return lists


def part_record(key: PartKey, facts: Mapping[str, Any], stated: Mapping[str, list[Row]]) -> Row:
    """What the graph states of an artifact, as a plain record in which every item of a relation is an object.

    Args:
        key: The artifact.
        facts: Properties of its node.
        stated: Rows of `bom-statements` by type of relationship.
    """
    node = KINDS[key.kind]
    record: Row = {"kind": key.kind, "id": key.id, **stated_values(node, facts)}
    for relation in relation_keys(node):
        rows = stated.get(relation.relationship.type_name, ())
        items = [_item(relation, node, row) for row in rows]
        # A property that is also an item of a relation, such as `task`, would be read as one.
        if items or (relation.short in node.model_fields and record.get(relation.short)):
            record[relation.key] = items
    return record


def _item(relation: RelationKey, node: type[Node], row: Row) -> Row:
    others = relation.others(node)
    item: Row = {"id": row["other"]}
    if len(others) > 1 and row["other_kind"] != "model":
        item["kind"] = row["other_kind"]
    if len(others) == 1 and not others[0].has_status() and relation is not LICENSE:
        # A word is described where it is named.
        item |= stated_values(others[0], row["words"])
    item |= stated_values(relation.relationship, row["facts"])
    if relation is LICENSE:
        # An item with `raw` names the licence exactly.
        item.setdefault("raw", row["other"])
    return item


def part_licenses(rows: Iterable[Row]) -> tuple[PartLicense, ...]:
    """The licences that rows of `bom-statements` declare."""
    found = []
    for row in rows:
        facts, entry = row["facts"], lookup(row["other"])
        known = entry if entry is not None and entry.id == row["other"] else None
        link = facts.get("link")
        text = next((one for one in (known.source, *known.addresses) if is_address(one)), None) if known else None
        found.append(
            PartLicense(
                row["other"],
                row["words"].get("spdx"),
                row["words"].get("title"),
                facts.get("raw"),
                link if link and is_address(link) else text,
                facts.get("operator") or "single",
                bool(FROM_TEXT & set(facts.get("evidence") or ())),
                bool(known and known.or_later_unknown),
            )
        )
    return tuple(found)


def _judge(connection: Connection, part: Part, profile: str) -> None:
    for one in statuses(connection, part.key.id, profile):
        if one.kind == part.key.kind:
            part.verdict, part.certainty, part.gaps = one.verdict, one.certainty, one.gaps
    rows = run(connection, "license-conflicts", {"artifact": part.key.id, "profile": profile, "max_rows": ALL})
    # A model and a dataset may share an id; the rows do not say which of them they are about.
    part.conflicts = list(rows) if part.verdict == "conflict" else []


def _scanned_part(
    connection: Connection, scanned: ScannedRepository, known: Part | None, profile: str
) -> tuple[Part, list[PartKey]]:
    """The scanned repository, with what the graph has of it, and what its code loads; what the scan says is newer."""
    rows: dict[str, list[Row]] = defaultdict(list)
    elements = list(repository_elements(scanned, Tally()))
    stated = [one for one in elements if isinstance(one, Relationship)]
    named = find_artifacts(connection, [one.end for one in stated if one.end.node is not License])
    words = {one.key_value: one.model_dump(exclude_none=True) for one in elements if isinstance(one, License)}
    for one in stated:
        end = named.get(one.end, one.end)
        rows[one.type_name].append(
            {
                "other": end.key,
                "other_kind": _KINDS.get(end.node.label),
                "words": words.get(end.key, {}),
                "facts": one.model_dump(exclude={"start", "end"}, exclude_none=True),
            }
        )
    key = PartKey("repository", scanned.name)
    found = Part(key, part_record(key, {"status": "present", "head": scanned.commit}, rows))
    found.licenses = part_licenses(rows["DECLARES"])
    if known is not None:
        found.licenses = found.licenses or known.licenses
        for name in ("uses", "mentions"):
            found.record[name] = _joined(known.record.get(name, []), found.record.get(name, []))
        found.record = {**known.record, **{name: value for name, value in found.record.items() if value}}
    report = repository_report(connection, scanned, profile)
    found.verdict, found.conflicts = report.verdict, report.conflicts
    found.gaps = [*report.gaps, *(use.gap for use in report.uses if use.gap)]
    found.notes = [
        f"{one.place()}: the id that {one.call} loads is known at run time only" for one in report.open_calls
    ]
    return found, [edge.upper for edge in found.edges()]


def _joined(known: list[Row], newer: list[Row]) -> list[Row]:
    """Items of both, each artifact once."""
    items = {(item.get("kind", "model"), item["id"]): item for item in (*known, *newer)}
    return [items[key] for key in sorted(items)]


def _add_missing_ends(parts: dict[PartKey, Part]) -> None:
    """What something rests on and the graph does not have, or what lies more than `MOST_HOPS` steps away."""
    for edge in [edge for part in parts.values() for edge in part.edges()]:
        if edge.upper not in parts:
            record = {"kind": edge.upper.kind, "id": edge.upper.id, "status": "stub"}
            parts[edge.upper] = Part(edge.upper, record, gaps=[Gap("NOT_IN_GRAPH", edge.upper.id)])


def _moment(connection: Connection) -> datetime:
    """When the newest load ended; the start of the calendar where none has."""
    ends = [row["finished"] for row in run(connection, "load-report", {"max_rows": ALL}) if row["finished"]]
    return max(end.to_native().astimezone(UTC) for end in ends) if ends else datetime.fromtimestamp(0, UTC)
