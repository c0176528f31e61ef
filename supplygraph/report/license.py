"""The licence of one artifact as a person wants to see it: verdict, ways, duties and what resolves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from supplygraph.exit_codes import Exit
from supplygraph.licenses.describe import in_short
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.way import Hop
from supplygraph.queries.run import run
from supplygraph.report.status import check_rule_set, exit_code, status
from supplygraph.store.connection import Connection

Row = dict[str, Any]

#: Most edges that are judged for one artifact, and most alternatives that are named.
MAX_EDGES = 10_000
MAX_ALTERNATIVES = 10


@dataclass
class LicenseReport:
    """The verdict on one artifact and what it rests on.

    Attributes:
        artifact: Its id.
        license: What it declares.
        profile: The rule set.
        verdict: `conflict`, `unknown`, `warning`, `compatible`, or `root` where no upstream is known.
        certainty: `contested` where the verdict rests only on disputed or unclear readings.
        gaps: What is not known.
        codes: All reasons of its edges, the strongest first.
        own: What its own licences allow and ask, in words, by licence.
        edges: The rows of `license-verdicts`.
        conflicts: The rows of `license-conflicts`, each with its `way` from the artifact to the origin.
        obligations: The rows of `license-obligations`.
        pending: The rows of `license-pending`; only where its own licence is missing or not known.
        alternatives: The rows of `license-repair`; only where there is a conflict or its own licence is not known.
    """

    artifact: str
    license: str | None
    profile: str
    verdict: str
    certainty: str
    gaps: list[Gap] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    own: dict[str, list[str]] = field(default_factory=dict)
    edges: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    obligations: list[Row] = field(default_factory=list)
    pending: list[Row] = field(default_factory=list)
    alternatives: list[Row] = field(default_factory=list)

    def add(self, *gaps: Gap) -> None:
        """Takes in what somebody else does not know, such as a scanner; one gap is enough for unknown."""
        self.gaps += gaps
        if gaps and self.verdict != "conflict":
            self.verdict, self.certainty = "unknown", "firm"

    @property
    def own_unknown(self) -> bool:
        """Whether its own licence is missing or not known."""
        return any(gap.code.startswith("LICENSE_") for gap in self.gaps)

    @property
    def exit_code(self) -> Exit:
        """What a command that judges this artifact ends with."""
        return exit_code(self.verdict)

    def steps(self) -> list[str]:
        """What to do about the gaps, each once."""
        return list(dict.fromkeys(gap.step for gap in self.gaps))


def license_report(connection: Connection, artifact: str, profile: str = "default") -> LicenseReport:
    """Reads what `supplygraph license check` prints; an artifact that the graph does not have is unknown, too.

    Raises:
        InputError: the graph does not know the rule set, or not the sheet by which that decides.
    """
    check_rule_set(connection, profile)
    found = status(connection, artifact, profile)
    name = found.artifact
    report = LicenseReport(name, found.license, profile, found.verdict, found.certainty, found.gaps)
    if found.kind is None:
        return report
    report.own = _own(connection, name)
    edges = run(connection, "license-verdicts", {"artifact": name, "profile": profile, "max_rows": MAX_EDGES}).rows
    report.edges = edges
    report.codes = list(dict.fromkeys(code for row in edges for code in row["codes"]))
    if edges:
        report.obligations = run(connection, "license-obligations", {"artifact": name, "profile": profile}).rows
    if report.verdict == "conflict":
        report.conflicts = run(connection, "license-conflicts", {"artifact": name, "profile": profile}).rows
        _add_ways(connection, report)
    if report.own_unknown and edges:
        report.pending = run(connection, "license-pending", {"artifact": name}).rows
    if report.verdict == "conflict" or (report.own_unknown and edges):
        report.alternatives = run(
            connection, "license-repair", {"artifact": name, "profile": profile, "max_rows": MAX_ALTERNATIVES}
        ).rows
    return report


def _own(connection: Connection, name: str) -> dict[str, list[str]]:
    """What the licences that an artifact declares allow and ask, for those that are known."""
    rows = connection.read(
        "MATCH (n:Model {id: $name})-[:DECLARES]->(l:License) RETURN l.id AS id ORDER BY id "
        "UNION MATCH (n:Dataset {id: $name})-[:DECLARES]->(l:License) RETURN l.id AS id ORDER BY id "
        "UNION MATCH (n:Repository {id: $name})-[:DECLARES]->(l:License) RETURN l.id AS id ORDER BY id",
        {"name": name},
    )
    told = {row["id"]: in_short(row["id"]) for row in rows}
    return {license_id: lines for license_id, lines in told.items() if lines}


def _add_ways(connection: Connection, report: LicenseReport) -> None:
    paths = run(connection, "license-witness", {"artifact": report.artifact, "profile": report.profile}).rows
    ways: dict[tuple[str, str], list[Hop]] = {}
    for row in paths:
        nodes, steps = row["path"].nodes, row["path"].relationships
        origin, license_id = nodes[-2], nodes[-1]["id"]
        hops = [
            Hop(
                node.get("id") or node["name"],
                node.get("license_statement"),
                step.get("relation") or step.type.lower() if step.type != "DECLARES" else None,
            )
            for node, step in zip(nodes, steps, strict=False)
        ]
        ways.setdefault((origin["id"], license_id), hops)
    for conflict in report.conflicts:
        way = ways.get((conflict["origin"], conflict["origin_license"])) or [
            Hop(conflict["artifact"], conflict["license"], "made from"),
            Hop(conflict["origin"], conflict["origin_license"]),
        ]
        for hop in way:
            hop.dropped_here = hop.artifact == conflict["first_drop"]
        conflict["way"] = way
