"""Holds names against metadata and lineage: a check is one Cypher file, asked of the graph or of models beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from supplygraph.errors import QueryError
from supplygraph.graph.connection import Connection, Row
from supplygraph.naming.vocabulary import Family, vocabulary
from supplygraph.queries.folder import cypher_folder
from supplygraph.queries.stored import take_apart

TOPIC = "naming"
#: Models of one load beyond which all are judged again rather than those that it touched.
MANY = 50_000

#: How each variable that a check reads is bound: for models of the graph, and for models given as maps. A property is
#: read alike from a node and from a map, so the same check runs over both.
_BOUND: dict[str, tuple[str, str]] = {
    "model": ("", ""),
    "type": ("MATCH (model)-[:OF_TYPE]->(type:ModelType)", "UNWIND model.types AS type"),
    "typed": (
        "WITH *, EXISTS { (model)-[:OF_TYPE]->(:ModelType) } AS typed",
        "WITH *, size(model.types) > 0 AS typed",
    ),
    "class": ("MATCH (model)-[:HAS_ARCHITECTURE]->(class:Architecture)", "UNWIND model.classes AS class"),
    "task": ("MATCH (task:Task {name: model.task})", "UNWIND model.tasks AS task"),
    "languages": (
        "WITH *, COLLECT { MATCH (model)-[:HAS_LANGUAGE]->(one:Language) RETURN one.name AS name ORDER BY name } "
        "AS languages",
        "WITH *, model.languages AS languages",
    ),
    "datasets": (
        "WITH *, COLLECT { MATCH (model)-[:TRAINED_ON]->(one:Dataset) "
        "RETURN {id: one.id, name_key: one.name_key} AS row ORDER BY one.id } AS datasets",
        "WITH *, model.datasets AS datasets",
    ),
    "relations": (
        "WITH *, COLLECT { MATCH (model)-[edge:DERIVED_FROM]->(:Model) "
        "RETURN coalesce(edge.relation, 'undeclared') AS relation } AS relations",
        "WITH *, [given IN model.bases | coalesce(given.relation, 'undeclared')] AS relations",
    ),
    "base": (
        "MATCH (model)-[relation:DERIVED_FROM]->(base:Model)\nWHERE base <> model AND base.name_key IS NOT NULL",
        # A base that the graph does not have is compared by its name.
        "UNWIND model.bases AS relation\n"
        "OPTIONAL MATCH (known:Model {id: relation.id})\n"
        "WITH *, CASE WHEN known.name_key IS NULL THEN relation.claims ELSE known END AS base",
    ),
    "relation": ("", ""),
    "others": (
        "WITH *, COLLECT { MATCH (model)-[:DERIVED_FROM]->(other:Model) RETURN other } AS others",
        "WITH *, COLLECT { UNWIND model.bases AS given MATCH (other:Model {id: given.id}) RETURN other } AS others",
    ),
    "namesake": (
        "MATCH (base:Model {name_key: model.name_stem})\n"
        "WHERE base.status <> 'stub' AND base.id <> model.id\n"
        "WITH * ORDER BY base.author = model.author DESC, coalesce(base.downloads, 0) DESC, base.id\n"
        "WITH model, collect(base)[0] AS base",
        "MATCH (base:Model {name_key: model.name_stem})\n"
        "WHERE base.status <> 'stub' AND base.id <> model.id\n"
        "WITH * ORDER BY base.author = model.author DESC, coalesce(base.downloads, 0) DESC, base.id\n"
        "WITH model, collect(base)[0] AS base",
    ),
}
_JUDGED = "WHERE model.name_key IS NOT NULL AND coalesce(model.status, '') <> 'stub'"
_ALL = "MATCH (model:Model)\n" + _JUDGED
_SOME = "UNWIND $ids AS id\nMATCH (model:Model {id: id})\n" + _JUDGED
_GIVEN = "UNWIND $models AS model"

_KEPT = """
CALL (model, about, base, relation, verdict, severity, claimed, actual, evidence) {
  MATCH (check:Check {name: $check})
  MERGE (model)-[finding:HAS_FINDING {about: about}]->(check)
  ON CREATE SET finding.first_seen = $now
  SET finding.verdict = verdict, finding.severity = severity, finding.claimed = claimed, finding.actual = actual,
      finding.evidence = evidence, finding.base = base, finding.relation = relation,
      finding.source = $source, finding.sources = [$source], finding.last_seen = $now
} IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS kept
"""
_GONE = """
MATCH (:Check {topic: $topic})<-[finding:HAS_FINDING]-(:Model)
WHERE finding.last_seen < $now
CALL (finding) { DELETE finding } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS gone
"""
_GONE_OF_SOME = """
UNWIND $ids AS id
MATCH (:Model {id: id})-[finding:HAS_FINDING]->(:Check {topic: $topic})
WHERE finding.last_seen < $now
CALL (finding) { DELETE finding } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS gone
"""
_STATED = "MATCH (check:Check {topic: $topic}) RETURN check.name AS name, check.digest AS digest"
_STATE = """
UNWIND $rows AS row
MERGE (check:Check {name: row.name})
ON CREATE SET check.first_seen = $now
SET check += row, check.last_seen = $now
"""
_DROP = """
MATCH (check:Check {topic: $topic})
WHERE NOT check.name IN $names
DETACH DELETE check
"""
#: What loads touched: models that they described, those made from them, and those that bear the name of one.
_TOUCHED = """
MATCH (l:Load {derived: false})
WITH min(l.started) AS since
MATCH (near:Model)
WHERE near.last_seen >= since
CALL (near) {
  RETURN near.id AS id
  UNION
  MATCH (near)<-[:DERIVED_FROM]-{1,3}(child:Model)
  RETURN DISTINCT child.id AS id
  UNION
  MATCH (child:Model {name_stem: near.name_key})
  RETURN child.id AS id
}
RETURN DISTINCT id
LIMIT $limit
"""


@dataclass(frozen=True)
class Check:
    """One check of names.

    Attributes:
        name: Its name in the graph.
        against: `metadata` or `lineage`.
        check: What it compares, as the lists of findings show it.
        title: Its first line.
        meaning: What a finding of it means.
        severity: How much a conflict matters: high, medium or low.
        says: A finding as a sentence; `{claimed}`, `{actual}` and `{base}` stand for its values.
        lacks: The same where the name says nothing.
        remedy: What to do about it.
        source: Where the check comes from.
        reads: The variables that it reads.
        body: Its Cypher.
    """

    name: str
    against: str
    check: str
    title: str
    meaning: str
    severity: str
    says: str
    lacks: str
    remedy: str
    source: str
    reads: tuple[str, ...]
    body: str

    def properties(self) -> Row:
        """What the graph keeps of it."""
        kept = {"name", "against", "check", "title", "meaning", "severity", "remedy"}
        row = {name: value for name, value in vars(self).items() if name in kept}
        return {**row, "topic": TOPIC, "origin": self.source, "digest": self.digest}

    @property
    def digest(self) -> str:
        """Changes whenever the check does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]

    def findings(self, start: str, *, given: bool = False) -> str:
        """Cypher whose rows are its findings: model, about, base, relation, verdict, severity, what is claimed …

        Args:
            start: Binds `model`.
            given: Whether models are maps.
        """
        lines = [start, *(text for name in self.reads if (text := _BOUND[name][given])), self.body]
        inner = "\n".join(lines).replace("\n", "\n  ")
        based = "base" in self.reads or "namesake" in self.reads
        return (
            f"CALL () {{\n  {inner}\n}}\n"
            f"WITH model, {'base.id' if based else 'null'} AS base, "
            f"{'relation.relation' if based else 'null'} AS relation, verdict, evidence,\n"
            f"  CASE WHEN verdict = 'conflict' THEN '{self.severity}' ELSE 'low' END AS severity,\n"
            f"  {_text('claimed')} AS claimed,\n"
            f"  {_text('actual')} AS actual\n"
            "WHERE verdict IS NOT NULL\n"
            "WITH model, coalesce(base, actual, '') AS about, base, relation, verdict, severity, claimed, actual, "
            "evidence"
        )


def _text(name: str) -> str:
    """A list as one text; null where it is empty."""
    joined = f"reduce(text = '', one IN {name} | text + CASE text WHEN '' THEN '' ELSE ', ' END + one)"
    return f"CASE WHEN size({name}) > 0 THEN {joined} END"


@cache
def naming_checks(folder: Path | None = None) -> tuple[Check, ...]:
    """The checks of the folder, by name.

    Raises:
        QueryError: a file is wrong.
    """
    root = folder or cypher_folder() / "checks" / TOPIC
    return tuple(read_check(path) for path in sorted(root.glob("*.cypher")))


_HEADER = ("meaning", "severity", "says", "remedy", "source", "reads")
_FILE_NAME = re.compile(r"(metadata|lineage)_(\w+)")


def read_check(path: Path) -> Check:
    """One check of a file.

    Raises:
        QueryError: its name, header or statement is wrong.
    """
    where = f"{path.parent.name}/{path.name}"
    named = _FILE_NAME.fullmatch(path.stem)
    if named is None:
        raise QueryError(f"{where}: a check is named after what it compares with: metadata_… or lineage_…")
    parts = take_apart(path.read_text(encoding="utf-8"), where)
    title, *lines = parts.header or [""]
    header = {name: value for name, _, value in (line.partition(": ") for line in lines)}
    if set(_HEADER) - set(header):
        raise QueryError(f"{where}: the header needs {', '.join(_HEADER)}")
    reads = tuple(name.strip() for name in header["reads"].split(","))
    if set(reads) - set(_BOUND) or reads[0] != "model":
        raise QueryError(f"{where}: reads lists variables of {', '.join(_BOUND)}, model first")
    if header["severity"] not in ("high", "medium", "low"):
        raise QueryError(f"{where}: severity is high, medium or low")
    texts = {name: header[name] for name in ("meaning", "severity", "says", "remedy", "source")}
    lacks = header.get("lacks", header["says"])
    name = f"{TOPIC}-{path.stem.replace('_', '-')}"
    return Check(name, named[1], named[2], title, lacks=lacks, reads=reads, body=parts.statement.strip(), **texts)


@cache
def _families() -> dict[str, dict[str, Any]]:
    """What checks know of families: whether they are lines of fine-tunes, and which are near by their architecture."""
    known = vocabulary().families
    above = {name: _two_steps(known, family) for name, family in known.items()}
    near = {name: set(ones) for name, ones in above.items()}
    for name, ones in above.items():
        for one in ones:
            near[one].add(name)
    for name, family in known.items():
        # What is built on the same as another, without being a line, is its sibling.
        siblings = (one for one in known.values() if set(one.on) & set(family.on) and not one.line and not family.line)
        near[name] |= {one.name for one in siblings}
    return {
        name: {"line": family.line, "modality": family.modality, "near": sorted(near[name])}
        for name, family in known.items()
    }


def _two_steps(known: Mapping[str, Family], family: Family) -> set[str]:
    first = {name for name in family.on if name in known}
    return {family.name} | first | {one for name in first for one in known[name].on if one in known}


def ask(connection: Connection, models: Iterable[Row] | None = None, ids: Iterable[str] = ()) -> Iterator[Row]:
    """The findings of models, without writing anything.

    Args:
        connection: The graph.
        models: Models that are not in the graph, each with its claims as `name_…` and what is known beside its name.
        ids: Ids of models of the graph, where no others are given.

    Raises:
        ServerError: the server cannot be used.
    """
    given = list(models) if models is not None else None
    start = _SOME if given is None else _GIVEN
    parameters = {"ids": list(ids), "models": given or [], "families": _families()}
    for check in naming_checks():
        text = check.findings(start, given=given is not None) + (
            "\nRETURN model.id AS model, base, relation, verdict, severity, claimed, actual, evidence"
            "\nORDER BY model, base, actual"
        )
        for row in connection.read(text, parameters):
            yield {"check": check, **row}


def judge(connection: Connection, now: datetime, *, everything: bool) -> int:
    """Keeps the findings of all names, or of those that open loads touched, and forgets those that are no more.

    Args:
        connection: The graph.
        now: Time of the run.
        everything: Whether all models have to be judged again.

    Returns:
        How many findings were kept.

    Raises:
        ServerError: the server cannot be used.
    """
    about = {"now": now, "source": TOPIC, "topic": TOPIC, "families": _families()}
    fresh = _state(connection, about)
    ids: list[str] | None = None
    if not (everything or fresh):
        touched = connection.read(_TOUCHED, {"limit": MANY})
        ids = [row["id"] for row in touched] if len(touched) < MANY else None
        if not touched:
            return 0
    kept = 0
    for check in naming_checks():
        text = check.findings(_ALL if ids is None else _SOME) + _KEPT
        rows = connection.execute_in_batches(text, {**about, "check": check.name, "ids": ids or []})
        kept += int(rows[0]["kept"]) if rows else 0
    connection.execute_in_batches(_GONE if ids is None else _GONE_OF_SOME, {**about, "ids": ids or []})
    return kept


def _state(connection: Connection, about: Row) -> bool:
    """States the checks in the graph where they are not as here, and says whether that was so."""
    wanted = {check.name: check.digest for check in naming_checks()}
    stated = {row["name"]: row["digest"] for row in connection.read(_STATED, {"topic": TOPIC})}
    if stated == wanted:
        return False
    connection.execute(_DROP, {"topic": TOPIC, "names": list(wanted)})
    connection.execute(_STATE, {**about, "rows": [check.properties() for check in naming_checks()]})
    return True
