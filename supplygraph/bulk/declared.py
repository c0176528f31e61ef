"""What an artifact declares, as `cypher/derive/license/08_conditions` and `10_declared` work it out in the graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from supplygraph.licenses.statement import JOINED
from supplygraph.licenses.stored import NONE
from supplygraph.licenses.table import licenses
from supplygraph.licenses.terms import Condition, conditions
from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import Dataset, LicenseStatement, Model, Repository
from supplygraph.schema.relationships import Declares, HasTask, OfType
from supplygraph.schema.tables import EDGE_TABLES, EdgeTable, NodeTable, Table
from supplygraph.store.rows import Row

#: The steps for licences that this stands for.
STEPS = ("conditions", "declared")
#: The role of the licence that travels with an artifact.
_ROLES: dict[type[Node], str] = {Model: "weights", Dataset: "data", Repository: "code"}
DECLARING = tuple(_ROLES)
#: Characters of an expression as people read it, and of its key.
_TEXT, _KEY, _KEY_START, _KEY_END = 1000, 500, 400, 60
#: The status of artifacts of which is known what they declare.
_DESCRIBED = (None, "present", "removed", "disabled")
_OWN = ("license_statement", "_license_key", "license_id", "license_ids", "license_class", "license_missing")
COLUMNS: dict[Table, set[str]] = {
    NodeTable(Model): {*_OWN, "license_conditions"},
    NodeTable(Dataset): {*_OWN, "license_conditions"},
    NodeTable(Repository): set(_OWN),
    NodeTable(LicenseStatement): {"name", "licenses", "operator", "contradicted", "conditions"},
}
#: What leads to the words by which conditions are told.
WORDS = tuple(
    table for table in EDGE_TABLES if table.relationship in (HasTask, OfType) and table.start in (Model, Dataset)
)


@dataclass(frozen=True)
class Declaration:
    """One expression.

    Attributes:
        key: Key of its `_LicenseStatement`.
        row: Properties of that.
    """

    key: str
    row: Row


def declares(node: type[Node]) -> EdgeTable:
    """The table of what is declared."""
    return next(table for table in EDGE_TABLES if table.relationship is Declares and table.start is node)


@cache
def _classes() -> dict[str, str]:
    return {entry.id: entry.cls for entry in licenses()}


@cache
def _conditions() -> dict[str, list[Condition]]:
    """The conditions of the terms of each licence that has any."""
    found = {entry.id: {one.condition for one in entry.terms if one.condition} for entry in licenses()}
    return {license_id: [conditions()[name] for name in sorted(names)] for license_id, names in found.items() if names}


def declare(node: type[Node], row: Row, stated: Mapping[str, Row], words: Iterable[str]) -> Declaration | None:
    """Gives an artifact what it declares; returns the expression, if it declares anything.

    Args:
        node: Its label.
        row: Its properties.
        stated: What it declares: properties of each `DECLARES` by the id of the licence.
        words: Its tasks and types.
    """
    if not stated:
        if row.get("status") in _DESCRIBED:
            row["license_missing"] = True
        return None
    states = _states(stated, frozenset(words)) if node in (Model, Dataset) else []
    if states:
        row["license_conditions"] = states
    part = min(_part(node, one) for one in stated.values())
    chosen = {key: one for key, one in sorted(stated.items()) if _part(node, one) == part}
    ids = list(chosen)
    operators = {one["operator"] for one in chosen.values() if one.get("operator") is not None}
    operator = "single" if len(ids) == 1 else operators.pop() if operators in ({"and"}, {"or"}) else "list"
    contradicted = all(one.get("contradicted", False) for one in chosen.values())
    mark = " (contradicted)" if contradicted else ""
    text = (JOINED[operator].join(ids) + mark)[:_TEXT]
    key = _short(JOINED[operator].join(map(_quoted, ids)) + mark + "".join(f" [{state}]" for state in states))
    classes = {_classes().get(one, "unknown") for one in ids}
    row |= {
        "license_statement": text,
        "license_ids": ids,
        "license_class": classes.pop() if len(classes) == 1 else "several",
        "license_missing": False,
    }
    if key != text:
        row["_license_key"] = key
    if len(ids) == 1:
        row["license_id"] = ids[0]
    expression: Row = {"licenses": ids, "operator": operator, "contradicted": contradicted, "name": text}
    return Declaration(key, {**expression, "conditions": states} if states else expression)


def _part(node: type[Node], one: Mapping[str, Any]) -> int:
    """What travels with the artifact counts before what is declared of the whole, and that before its other parts."""
    role = one.get("role")
    return 0 if role == _ROLES[node] else 1 if role in (None, "main") else 2


def _states(stated: Iterable[str], words: frozenset[str]) -> list[str]:
    met = {one.name: one.met_by(words) for license_id in stated for one in _conditions().get(license_id, ())}
    return sorted(name if known else f"not {name}" for name, known in met.items() if known is not None)


def _quoted(license_id: str) -> str:
    if " " in license_id or license_id.startswith('"') or license_id == NONE:
        return '"' + license_id.replace('"', '""') + '"'
    return license_id


def _short(key: str) -> str:
    return f"{key[:_KEY_START]} … {len(key)} {key[-_KEY_END:]}" if len(key) > _KEY else key
