"""What the loaded graph shows as a whole, section by section, for a reader who was not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from supplygraph import imputation
from supplygraph.enrich import attributes, license_knowledge, names
from supplygraph.licenses.way import Hop
from supplygraph.queries.run import run
from supplygraph.queries.tokens import keywords
from supplygraph.report.coverage import coverage
from supplygraph.report.license import license_report
from supplygraph.report.repository import VERDICTS
from supplygraph.report.status import rule_sets
from supplygraph.store.connection import Connection

Row = dict[str, Any]
Chart = Literal["bars", "shares", "flows"]

#: Rows of a section; licences that a drawing of flows tells apart; findings whose way is shown.
MOST, LICENSES, FINDINGS = 15, 9, 5
#: What the program itself puts into the graph.
OWN_SOURCES = frozenset({attributes.SOURCE, license_knowledge.SOURCE, names.SOURCE, imputation.SOURCE})
REST, NONE = "other licences", "no licence"
#: What a reader asks whether models state it.
_ATTRIBUTES = keywords(
    """
    task library parameters downloads last_modified
    -[:DECLARES]-> -[:DERIVED_FROM]-> -[:TRAINED_ON]-> -[:HAS_FINGERPRINT]->
    """
)


@dataclass
class Section:
    """One table, with the chart that shows it.

    Attributes:
        title: Title.
        text: What it shows, and what to know when reading it.
        columns: Names of the columns.
        rows: The cells, in the order of the columns.
        chart: How it is drawn: the last column as bars, the columns behind the first as shares of a whole, or the
            first two columns as flows as wide as the last; None for a table alone.
        question: The stored question that gives all rows.
    """

    title: str
    text: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    chart: Chart | None = None
    question: str | None = None


@dataclass
class Overview:
    """A report on the graph.

    Attributes:
        sections: Its tables; those without rows are left out.
        findings: The gravest conflicts: a row of `license-conflicts` each, with its `way`.
    """

    sections: list[Section] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)


def overview(connection: Connection, profile: str = "default") -> Overview:
    """Reads a report on the whole graph.

    Raises:
        ServerError: the server cannot be used.
    """
    made = [
        *_loaded(connection),
        *_families(connection),
        *_licenses(connection),
        *_verdicts(connection),
        *_quality(connection),
    ]
    return Overview([one for one in made if one.rows], _findings(connection, profile))


def _rows(connection: Connection, name: str, **parameters: Any) -> list[Row]:
    return run(connection, name, parameters).rows


def _table(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def _loaded(connection: Connection) -> list[Section]:
    loads = {row["load"]: row for row in _rows(connection, "load-report") if row["source"] not in OWN_SOURCES}
    counts = [row for row in _rows(connection, "graph-counts") if row["kind"] in ("node", "relationship")]
    shown = {"Model", "Dataset", "Repository", "Space", "License", "Publisher", "DERIVED_FROM", "TRAINED_ON", "REUSES"}
    return [
        Section(
            "What was loaded, and when",
            "Each load of a source, the newest first. Times are UTC.",
            ("source", "started", "finished", "complete"),
            [
                (row["source"], _minute(row["started"]), _minute(row["finished"]), "yes" if row["complete"] else "no")
                for row in list(loads.values())[:MOST]
            ],
            question="load-report",
        ),
        Section(
            "What the graph holds",
            "Artifacts and what joins them; stubs, which others name and no source describes, are counted, too.",
            ("kind", "count"),
            _table([row for row in counts if row["name"] in shown], "name", "count"),
            question="graph-counts",
        ),
    ]


def _minute(time: Any) -> str | None:
    return None if time is None else time.to_native().strftime("%Y-%m-%d %H:%M")


def _families(connection: Connection) -> list[Section]:
    mix: Counter[str] = Counter()
    for row in _rows(connection, "graph-counts"):
        if row["kind"] == "relation":
            mix[row["name"]] += row["count"]
    degrees = _rows(connection, "lineage-top-bases", max_rows=MOST)
    return [
        Section(
            "Families",
            "Models that were made from no other, with the number of models below them at any depth.",
            ("root", "models below"),
            _table(_rows(connection, "lineage-roots", max_rows=MOST), "root", "descendants"),
            "bars",
            "lineage-roots",
        ),
        Section(
            "How models are derived",
            "Derivations by what is declared; undeclared where no source says.",
            ("relation", "derivations"),
            mix.most_common(),
            "bars",
            "graph-counts",
        ),
        Section(
            "How deep lineages are",
            "Models by derivation steps on the longest way from a root; without a depth on or below a cycle.",
            ("depth", "models"),
            _table(_rows(connection, "lineage-depths", max_rows=MOST), "depth", "models"),
            "bars",
            "lineage-depths",
        ),
        Section(
            "What most models are made from",
            "Models by the number of models made from them directly.",
            ("base", "made from it directly"),
            _table(degrees, "base", "children"),
            "bars",
            "lineage-top-bases",
        ),
    ]


def _licenses(connection: Connection) -> list[Section]:
    usage = sorted(_rows(connection, "license-usage"), key=lambda row: -row["models"])[:MOST]
    changes = _rows(connection, "license-changes", max_rows=100_000)
    same = sum(
        row["edges"]
        for row in _rows(connection, "license-summary")
        if row["verdict"] == "identical" and row["relation"] not in ("trained_on", "generated_from", "uses")
    )
    changed = sum(row["edges"] for row in changes)
    text = (
        f"{changed:,} derivations declare another licence than their base, {same:,} the same one. "
        "Only derivations whose ends each declare one licence are counted."
    )
    return [
        Section(
            "Licences",
            "Licences by the number of models that declare them.",
            ("licence", "class", "models"),
            _table(usage, "license", "class", "models"),
            "bars",
            "license-usage",
        ),
        Section(
            "Where licences change",
            text,
            ("licence of the base", "licence of what was made from it", "derivations"),
            merged_flows([(row["upstream_license"], row["downstream_license"], row["edges"]) for row in changes]),
            "flows",
            "license-changes",
        ),
    ]


def merged_flows(
    changes: Iterable[tuple[str | None, str | None, int]], rest: str = REST, none: str = NONE
) -> list[tuple[str, str, int]]:
    """Changes between the most frequent of either side; the others are one.

    Args:
        changes: What it was, what it is, and how often.
        rest: What the others are called.
        none: What nothing is called.
    """
    pairs = [(one or none, other or none, number) for one, other, number in changes]
    sides: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for one, other, edges in pairs:
        sides[0][one] += edges
        sides[1][other] += edges
    known = [{name for name, _ in side.most_common(LICENSES)} for side in sides]
    found: Counter[tuple[str, str]] = Counter()
    for one, other, edges in pairs:
        found[one if one in known[0] else rest, other if other in known[1] else rest] += edges
    return [(*pair, edges) for pair, edges in found.most_common()]


def _verdicts(connection: Connection) -> list[Section]:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _rows(connection, "license-profiles-compare"):
        for verdict in VERDICTS:
            sums[row["profile"]][verdict] += row[verdict]
    sheets = rule_sets(connection)
    lacking = [f"{name} (its sheet {sheet} is not loaded)" for name, sheet in sheets.items() if sheet]
    text = "Edges by verdict: each derivation, training, generation and use is judged by every rule set."
    if lacking:
        text += f" Left out: {', '.join(lacking)}."
    rows = [
        (name, *(counts[verdict] for verdict in VERDICTS)) for name, counts in sorted(sums.items()) if not sheets[name]
    ]
    return [Section("Verdicts by rule set", text, ("rule set", *VERDICTS), rows, "shares", "license-profiles-compare")]


def _quality(connection: Connection) -> list[Section]:
    said = [row for row in coverage(connection, ["Model"]) if row["source"] == "all"]
    rows = said or list(coverage(connection, ["Model"]))
    return [
        Section(
            "What models state",
            "Described models that state an attribute, in percent.",
            ("attribute", "models", "percent"),
            _table([row for row in rows if row["property"] in _ATTRIBUTES], "property", "nodes", "percent"),
            "bars",
        ),
        Section(
            "Names",
            "Findings on the names of models, by check and class.",
            ("held against", "check", "class", "findings"),
            _table(_rows(connection, "naming-summary", max_rows=MOST), "against", "check", "class", "findings"),
            "bars",
            "naming-summary",
        ),
        Section(
            "Risks",
            "Artifacts that carry a risk, those with most artifacts below first.",
            ("risk", "severity", "artifact", "origin", "artifacts below"),
            _table(_rows(connection, "trust-risks", max_rows=MOST), "risk", "severity", "artifact", "origin", "below"),
            question="trust-risks",
        ),
        Section(
            "Named and not described",
            "Models and datasets that others name and no source describes; describing them fills the largest gaps.",
            ("kind", "artifact", "named by"),
            _table(_rows(connection, "quality-stubs", max_rows=MOST), "kind", "id", "named_by"),
            question="quality-stubs",
        ),
    ]


def _findings(connection: Connection, profile: str) -> list[Row]:
    """The conflicts of the models that most look at, each with its way."""
    examples = _rows(connection, "artifact-examples", per_reason=FINDINGS, max_rows=3 * FINDINGS)
    models = [row["model"] for row in examples if row["reason"] == "conflict"]
    return [conflict for model in models for conflict in license_report(connection, model, profile).conflicts][
        :FINDINGS
    ]


def markdown(found: Overview, date: str) -> str:
    """The report as Markdown."""
    lines = [f"# The model supply chain, as loaded on {date}", ""]
    for section in found.sections:
        lines += [f"## {section.title}", "", section.text, ""]
        lines += ["| " + " | ".join(section.columns) + " |", "|" + " --- |" * len(section.columns)]
        lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in section.rows]
        if section.question:
            lines += ["", f"All rows: `supplygraph query {section.question}`"]
        lines.append("")
    if found.findings:
        lines += ["## Conflicts with their ways", ""]
    for conflict in found.findings:
        lines.append(
            f"- **{_cell(conflict['artifact'])}** against {_cell(conflict['origin_license'])}: {_way(conflict['way'])}"
        )
    return "\n".join([*lines, "", "A reading by stated rules, not legal advice.", ""])


def _way(way: list[Hop]) -> str:
    hops = [
        f"{_cell(hop.artifact)} ({_cell(hop.license or NONE)}){', dropped here' if hop.dropped_here else ''}"
        for hop in way
    ]
    return " ← ".join(hops)


def _cell(value: Any) -> str:
    from supplygraph.queries.output import markdown as marked
    from supplygraph.queries.plain import cell

    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else marked(cell(value))
