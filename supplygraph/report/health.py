"""Says how sound a graph and what it holds are: the findings of all checks, and whether the graph itself is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from supplygraph.checks.check import SEVERITIES
from supplygraph.checks.keep import Change
from supplygraph.checks.run import graph_topics, run_before, run_checks
from supplygraph.enrich.freshness import freshness
from supplygraph.errors import AccessError
from supplygraph.exit_codes import Exit
from supplygraph.queries.catalogue import query_paths
from supplygraph.queries.run import run
from supplygraph.schema.vocabulary import FINDINGS
from supplygraph.store.connection import Connection, Row

#: Folder of the questions whose answer is empty on a sound graph.
INVARIANTS = "checks"
#: Findings that are listed at most.
MOST = 1_000_000
#: Examples of a violated invariant, and findings of one artifact and check, that are shown.
SHOWN = 5
_ARTIFACTS = """
OPTIONAL MATCH (one:Model|Dataset|Repository)
WHERE $artifact IS NULL OR one.id = $artifact
WITH one LIMIT 1
RETURN one IS NOT NULL AS loaded, $artifact IS NOT NULL AND one.status IN ["stub", "missing"] AS undescribed
"""


@dataclass
class Health:
    """What the checks say.

    Attributes:
        artifact: The only artifact it is about; None for the whole graph.
        findings: Rows of `findings-summary`.
        details: Rows of `findings`, for one artifact only.
        broken: For each invariant that does not hold its name and some rows.
        invariants: How many invariants were looked at.
        changes: What the run changed, by topic.
        unknown: What is not known, so that nothing found is not a pass.
    """

    artifact: str | None = None
    findings: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    broken: dict[str, list[Row]] = field(default_factory=dict)
    invariants: int = 0
    changes: list[Change] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def exit_code(self, fail_on: str) -> Exit:
        """What a command ends with.

        Args:
            fail_on: The least severity that fails, or `never`.
        """
        graver = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
        if fail_on != "never" and (self.broken or any(row["severity"] in graver for row in self.findings)):
            return Exit.FAILED_CHECK
        return Exit.UNKNOWN if self.unknown else Exit.DONE


def health(connection: Connection, topics: Sequence[str], artifact: str | None = None) -> Health:
    """Runs checks, keeps what they find, and gathers it; what was kept before is read where the login may not write.

    Args:
        connection: The graph, with what follows from its loads worked out.
        topics: The topics.
        artifact: Id of the only artifact it is about; then checks that ran before are not run again.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a check fails.
    """
    found = Health(artifact, unknown=list(freshness(connection).lines()))
    before = run_before(connection)
    wanted = [topic for topic in graph_topics() if topic in topics and not (artifact and topic in before)]
    try:
        found.changes = run_checks(connection, wanted) if wanted else []
    except AccessError:
        never = [topic for topic in wanted if topic not in before]
        if never:
            found.unknown.append(f"this login may not keep findings, and the checks of {', '.join(never)} never ran")
    loaded = connection.read(_ARTIFACTS, {"artifact": artifact})[0]
    if not loaded["loaded"]:
        found.unknown.append("nothing is loaded that could be checked")
    elif loaded["undescribed"]:
        found.unknown.append(f"no source describes {artifact}, so that the checks have little to go by")
    found.findings = _of_topics(run(connection, "findings-summary", {"artifact": artifact, "max_rows": MOST}), topics)
    if artifact is not None:
        found.details = all_findings(connection, topics, artifact)
        return found
    for name, path in query_paths().items():
        if path.parent.name == INVARIANTS and name.split("-")[0] in topics:
            found.invariants += 1
            if rows := list(run(connection, name, {"max_rows": SHOWN})):
                found.broken[name] = rows
    return found


def all_findings(connection: Connection, topics: Sequence[str], artifact: str | None) -> list[Row]:
    """The rows of `findings` of some topics, of all classes.

    Raises:
        ServerError: the server cannot be used.
    """
    given = {"artifact": artifact, "classes": list(FINDINGS), "max_rows": MOST}
    return _of_topics(run(connection, "findings", given), topics)


def _of_topics(rows: Iterable[Row], topics: Sequence[str]) -> list[Row]:
    return [row for row in rows if row["topic"] in topics]


def change_line(changes: Iterable[Change]) -> str:
    """What changed, in one line: `naming +58 -0, trust +3 -1`."""
    return ", ".join(f"{one.topic} +{one.new:,} -{one.gone:,}" for one in changes) or "nothing changed"


def text_lines(found: Health) -> Iterator[str]:
    """The findings for people: grouped by check, the gravest first, each with its meaning and remedy."""
    count = sum(row["findings"] for row in found.findings)
    about = found.artifact or "the graph"
    grave = {name: sum(row["findings"] for row in found.findings if row["severity"] == name) for name in SEVERITIES}
    listed = ", ".join(f"{number:,} {name}" for name, number in grave.items() if number)
    yield f"{about}: {count:,} finding{'' if count == 1 else 's'}" + (f" ({listed})" if listed else "")
    if found.changes:
        yield f"  changed since the last check: {change_line(found.changes)}"
    for row in found.findings:
        yield ""
        yield f"{row['severity'].upper()}  {row['check']}  {row['class']}: {row['findings']:,}  {row['title']}"
        yield f"  {row['meaning']}"
        yield f"  remedy: {row['remedy']}"
        yield from _examples(found, row)
    yield ""
    if found.artifact is None:
        held = found.invariants - len(found.broken)
        yield f"invariants: {held} of {found.invariants} hold"
    for name, rows in found.broken.items():
        yield f"  {name} does not hold, such as {_shown(rows[0])}; run supplygraph query {name}"
    for line in found.unknown:
        yield f"unknown: {line}"


def _examples(found: Health, row: Row) -> Iterator[str]:
    if found.artifact is None:
        yield f"  such as {', '.join(row['examples'])}"
        return
    same = [one for one in found.details if all(one[key] == row[key] for key in ("check", "class", "severity"))]
    for one in same[:SHOWN]:
        sides = " / ".join(text for text in (one["claimed"], one["actual"]) if text)
        yield f"  {sides}: {one['evidence']}" if sides else f"  {one['evidence']}"
        if one["path"]:
            yield f"    {' -> '.join(one['path'])}"
    if len(same) > SHOWN:
        yield f"  and {len(same) - SHOWN:,} more"


def _shown(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
