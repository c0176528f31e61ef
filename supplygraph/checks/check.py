"""Reads one check, a Cypher file whose header says what a finding of it means and what to do about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import QueryError
from supplygraph.queries.stored import Parts, take_apart
from supplygraph.store.connection import Row

SEVERITIES = ("high", "medium", "low")
#: Labels of what a check may be about.
LABELS = ("Model", "Dataset", "Repository")
_FIELDS = ("meaning", "severity", "remedy", "source")
_WORD = re.compile(r"\w+")
_ALL = "MATCH (artifact:"
_SOME = "UNWIND $ids AS id\nMATCH (artifact:"


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        name: Its name in the graph, `topic-file`.
        topic: The folder it is in.
        check: What it compares, as lists of findings show it.
        title: Its first line.
        meaning: What a finding of it means.
        severity: How much a finding of class `conflict` or `risk` matters: high, medium or low.
        remedy: What to do about it.
        source: Where the check comes from.
        body: Its Cypher.
        about: Labels of the artifacts that it is about, as `Model|Dataset`.
    """

    name: str
    topic: str
    check: str
    title: str
    meaning: str
    severity: str
    remedy: str
    source: str
    body: str
    about: str = "Model"

    def properties(self) -> Row:
        """What the graph keeps of it."""
        kept = ("name", "topic", "check", "title", "meaning", "severity", "remedy")
        return {**{name: getattr(self, name) for name in kept}, "origin": self.source, "digest": self.digest}

    @property
    def digest(self) -> str:
        """Changes whenever the check does, or what is asked around it."""
        return hashlib.sha256(f"{self!r}{self.findings(some=False)}".encode()).hexdigest()[:12]

    def findings(self, *, some: bool) -> str:
        """Cypher whose rows are its findings, with the columns that `keep` takes.

        Args:
            some: Whether it is asked of the artifacts `$ids` only.
        """
        start = _SOME + self.about + " {id: id})" if some else _ALL + self.about + ")"
        inner = f"{start}\n{self.body}".replace("\n", "\n  ")
        columns = "artifact, base.id AS base, null AS relation, path"
        return f"CALL () {{\n  {inner}\n}}\n" + graded(self.severity, columns)


def graded(severity: str, columns: str) -> str:
    """The end of a statement that gives each finding its severity and a text that tells it from others of its check.

    Args:
        severity: That of the check.
        columns: What of the finding is passed on beside its class, evidence and the two sides.
    """
    names = ", ".join(column.split(" AS ")[-1].strip() for column in columns.split(","))
    return (
        f"WITH {columns}, class, evidence,\n"
        f"  CASE WHEN class IN ['conflict', 'risk'] THEN '{severity}' ELSE 'low' END AS severity,\n"
        f"  {_text('claimed')} AS claimed,\n"
        f"  {_text('actual')} AS actual\n"
        "WHERE class IS NOT NULL\n"
        f"WITH {names}, coalesce(base, actual, '') AS about, class, severity, claimed, actual, evidence"
    )


def read_in(statement: str, parameters: Row) -> Row:
    """The parameters that a statement reads: the server takes apart all that it is sent, also what nothing reads."""
    return {name: value for name, value in parameters.items() if f"${name}" in statement}


def mentions(statement: str, names: Set[str]) -> bool:
    """Whether any of the names of properties and relationships stands in a statement, so that it may read that."""
    return not names.isdisjoint(_WORD.findall(statement))


def _text(name: str) -> str:
    """A list as one text; null where it is empty."""
    joined = f"reduce(text = '', one IN {name} | text + CASE text WHEN '' THEN '' ELSE ', ' END + one)"
    return f"CASE WHEN size({name}) > 0 THEN {joined} END"


class Head(NamedTuple):
    """The header of a check, and the parts of its file.

    Attributes:
        where: What messages call the file.
        title: Its first line.
        fields: Its other lines, by what stands before the colon.
        parts: The file taken apart.
    """

    where: str
    title: str
    fields: Mapping[str, str]
    parts: Parts


def read_head(path: Path, needed: tuple[str, ...] = _FIELDS) -> Head:
    """The header of a check.

    Raises:
        QueryError: something is missing in it, or its severity is not a known one.
    """
    where = f"{path.parent.name}/{path.name}"
    parts = take_apart(path.read_text(encoding="utf-8"), where)
    title, *lines = parts.header or [""]
    fields = {name: value for name, _, value in (line.partition(": ") for line in lines)}
    if not title or set(needed) - set(fields):
        raise QueryError(f"{where}: the header needs a title, {', '.join(needed)}")
    if fields["severity"] not in SEVERITIES:
        raise QueryError(f"{where}: severity is high, medium or low")
    return Head(where, title, fields, parts)


def read_check(path: Path) -> Check:
    """One check of a file.

    Raises:
        QueryError: its header is wrong.
    """
    head = read_head(path, (*_FIELDS, "about"))
    about = head.fields["about"]
    if set(about.split("|")) - set(LABELS):
        raise QueryError(f"{head.where}: about lists labels of {', '.join(LABELS)}, with | between them")
    topic, stem = path.parent.name, path.stem
    texts = {name: head.fields[name] for name in _FIELDS}
    return Check(
        f"{topic}-{stem.replace('_', '-')}", topic, stem, head.title, body=head.parts.statement.strip(), about=about,
        **texts,
    )  # fmt: skip


@cache
def checks_of(topic: str, folder: Path | None = None) -> tuple[Check, ...]:
    """The checks of a topic, by name.

    Raises:
        QueryError: a file is wrong.
    """
    root = (folder or cypher_folder() / "checks") / topic
    return tuple(read_check(path) for path in sorted(root.glob("*.cypher")))


def topics() -> tuple[str, ...]:
    """The topics that have checks."""
    return tuple(sorted({path.parent.name for path in (cypher_folder() / "checks").glob("*/*.cypher")}))
