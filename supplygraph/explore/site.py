"""What each page shows: the answers of reports and stored questions, by the name of the page."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import groupby
from typing import Any

from supplygraph.errors import InputError, QueryError
from supplygraph.explore.drawing import Drawing, draw_lineage, draw_way
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.freshness import freshness
from supplygraph.graph.declaration import Node, declared_properties
from supplygraph.graph.find import UnknownArtifactError, find_artifact
from supplygraph.graph.nodes import Dataset, Model, Repository
from supplygraph.licenses.describe import describe
from supplygraph.licenses.table import licenses, lookup
from supplygraph.queries.browser import browser_link, browser_statement
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.queries.output import write_rows
from supplygraph.queries.parameters import from_text
from supplygraph.queries.run import Result, run
from supplygraph.queries.stored import MAX_ROWS, StoredQuery, read_title
from supplygraph.queries.tokens import keywords
from supplygraph.report.change import Change, what_if
from supplygraph.report.license import LicenseReport, license_report
from supplygraph.report.license_lines import CONTESTED, HEADLINES
from supplygraph.report.lineage import Lineage, Shown, lineage
from supplygraph.report.overview import OWN_SOURCES
from supplygraph.report.status import Status, rule_sets, status

Row = dict[str, Any]
Values = dict[str, Any]
#: What an address may carry: parameters, each of which may stand in it several times.
Asked = Mapping[str, Sequence[str]]

DEFAULT = "default"
#: Rows of lists and tables on a page; a download has them all.
LISTED, TABLED = 100, 300
#: Artifacts below that are judged anew for a page.
JUDGED = 2_000
#: Seconds for which what a page says of the whole graph is kept.
KEPT_SECONDS = 60.0
_LABELS: dict[str, type[Node]] = {"model": Model, "dataset": Dataset, "repository": Repository}
#: Properties that stand elsewhere on a page, or serve the program alone.
_ELSEWHERE = keywords(
    """
    id name hub hub_id author status tags license_statement license_ids license_id license_class
    license_missing license_conditions lineage_component github_id
    """
)
#: Columns whose values have pages, with the kind where the name tells it.
_LINKED = {
    "license": "license",
    "origin_license": "license",
    "upstream_license": "license",
    "downstream_license": "license",
    "license_below": "license",
    "publisher": "publisher",
    **dict.fromkeys(
        keywords(
            "model base child root ancestor descendant artifact upstream downstream origin first_drop dataset "
            "repository twin"
        ),
        "go",
    ),
}


@dataclass
class _Kept:
    """An answer about the whole graph, kept for a while."""

    ask: Callable[[], Any]
    until: float = 0.0
    answer: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> Any:
        with self.lock:
            if time.monotonic() > self.until:
                self.answer = self.ask()
                self.until = time.monotonic() + KEPT_SECONDS
            return self.answer


class Site:
    """The pages on one graph.

    Args:
        connection: The graph; it is only read.
        browser: Address of its Neo4j Browser, where that is known.
    """

    def __init__(self, connection: ReadOnlyConnection, browser: str | None = None) -> None:
        self.connection = connection
        self.browser = browser
        self._first = _Kept(self._ask_first)

    def first(self) -> Values:
        """The first page: what is loaded, how fresh it is, and where to start."""
        answer: Values = self._first.get()
        return answer

    def _ask_first(self) -> Values:
        counts = {(row["kind"], row["name"]): row["count"] for row in self._rows("graph-counts")}
        loads: dict[str, Row] = {}
        for row in self._rows("load-report"):
            loads.setdefault(row["load"], row)
        examples: dict[str, list[Row]] = {}
        for row in self._rows("artifact-examples"):
            examples.setdefault(row["reason"], []).append(row)
        return {
            "counts": [(name, counts.get(("node", name), 0)) for name in ("Model", "Dataset", "License", "Repository")],
            "derivations": counts.get(("relationship", "DERIVED_FROM"), 0),
            "conflicts": counts.get(("relationship", "CONFLICTS_WITH"), 0),
            "stubs": counts.get(("status", "Model stub"), 0),
            "loads": [row for row in loads.values() if row["source"] not in OWN_SOURCES][:8],
            "examples": examples,
            "pending": list(freshness(self.connection).lines()),
        }

    def search(self, text: str, most: int) -> list[Row]:
        """What has a name like a text."""
        return self._rows("artifact-search", text=text, max_rows=most) if text.strip() else []

    def artifact(self, kind: str, text: str, asked: Asked) -> Values:
        """The page of a model, dataset or repository.

        Raises:
            UnknownArtifactError: the graph does not have it.
        """
        with self.connection.one_page():
            return self._artifact(kind, text, asked)

    def _artifact(self, kind: str, text: str, asked: Asked) -> Values:
        id_ = find_artifact(self.connection, text, (_LABELS[kind].label,)).id
        facts = self._facts(kind, id_)
        properties = defaultdict(lambda: None, facts["properties"])
        values: Values = {
            "kind": kind,
            "id": id_,
            "facts": facts,
            "properties": properties,
            "details": _details(_LABELS[kind], properties),
            "claims": _details(_LABELS[kind], properties, names=True),
            "statements": self._rows("artifact-statements", artifact=id_, max_rows=LISTED),
            "findings": self._rows("artifact-findings", artifact=id_, max_rows=LISTED),
            **self._verdict(id_, _one(asked, "profile") or DEFAULT),
        }
        if kind == "repository":
            values["uses"] = self._rows("artifact-uses", repository=id_, profile=values["profile"], max_rows=LISTED)
        else:
            values["uses"] = self._rows("artifact-uses", artifact=id_, profile=values["profile"], max_rows=LISTED)
        if kind == "model":
            values |= self.lineage(id_, asked)
            values["fingerprints"] = self._rows("fingerprint-facts", model_id=id_)
        if kind == "dataset":
            values["made"] = self._rows("artifact-list", dataset=id_, max_rows=LISTED)
        return values

    def lineage(self, id_: str, asked: Asked) -> Values:
        """The drawing of a model's lineage, with what is unfolded of it."""
        profile, unfold = _one(asked, "profile") or DEFAULT, list(asked.get("unfold", ()))
        found: Lineage = lineage(self.connection, id_, profile, unfold)
        return {"id": id_, "profile": profile, "unfold": unfold, "lineage": found, "drawing": draw_lineage(found)}

    def _verdict(self, id_: str, profile: str) -> Values:
        report: LicenseReport = license_report(self.connection, id_, profile)
        sets = rule_sets(self.connection)
        others: list[tuple[str, Status | None]] = [
            (name, None if missing else status(self.connection, id_, name)) for name, missing in sets.items()
        ]
        return {
            "profile": profile,
            "report": report,
            "headline": HEADLINES[report.verdict],
            "contested": CONTESTED if report.certainty == "contested" else None,
            "rule_sets": others,
            "ways": self.ways(report.conflicts),
            "review": [row for row in report.edges if row["verdict"] in ("unknown", "warning")],
        }

    def ways(self, conflicts: Sequence[Row]) -> list[tuple[Row, Drawing]]:
        """The conflicts, each with the drawing of its way."""
        ids = list({hop.artifact for conflict in conflicts for hop in conflict["way"]})
        rows = self._rows("artifact-brief", artifacts=ids) if ids else []
        shown = {
            row["artifact"]: Shown(row["artifact"], row["license"], row["class"], row["downloads"], row["status"])
            for row in rows
        }
        return [(conflict, draw_way(conflict["way"], shown)) for conflict in conflicts]

    def license(self, text: str) -> Values:
        """The page of a licence: its terms in plain words, who declares it, where it flows.

        Raises:
            InputError: neither the table nor the graph has it.
        """
        entry = lookup(text)
        id_ = entry.id if entry else text
        usage = self._rows("license-usage", license=id_)
        if entry is None and not usage:
            describe(text)
        flows = self._rows("license-flows", license=id_)
        return {
            "kind": "license",
            "id": id_,
            "entry": entry,
            "lines": _sections(describe(id_)) if entry else [],
            "usage": usage[0] if usage else None,
            "flows": flows,
            "most": max((row["derivations"] for row in flows), default=1),
            "declared": self._rows("artifact-list", license=id_, max_rows=LISTED),
        }

    def publisher(self, name: str) -> Values:
        """The page of a publisher.

        Raises:
            InputError: the graph does not have it.
        """
        made = self._rows("artifact-list", publisher=name, max_rows=LISTED)
        if not made:
            raise InputError(f"the graph has no publisher {name!r}", "search for it")
        return {"kind": "publisher", "id": name, "made": made, "full": len(made) == LISTED}

    def go(self, text: str) -> tuple[str, str] | None:
        """Kind and id of what a text names: an artifact, licence or publisher; None where that is not known."""
        try:
            found = find_artifact(self.connection, text)
        except UnknownArtifactError:
            return ("license", text) if lookup(text) else None
        return found.label.lower(), found.id

    def questions(self) -> Values:
        """All stored questions by topic."""
        topics: dict[str, list[tuple[str, str]]] = {}
        for name, path in query_paths().items():
            topics.setdefault(path.parent.name, []).append((name, read_title(path)))
        return {"topics": topics}

    def question(self, name: str, asked: Asked) -> Values:
        """A stored question as a form, with its answer where it is asked.

        Raises:
            QueryError: there is no such question, or a value is of another type.
        """
        query, given, ready = self._given(name, asked)
        values: Values = {"query": query, "given": given, "asked": asked, "ready": ready, "problem": None}
        values["profiles"] = list(rule_sets(self.connection))
        values["result"] = values["browser"] = values["cypher"] = None
        if not ready:
            return values
        full = {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}
        values["cypher"] = browser_statement(query, full)
        if self.browser:
            values["browser"] = browser_link(self.browser, values["cypher"])
        try:
            result = run(self.connection, name, given | {MAX_ROWS: min(full[MAX_ROWS], TABLED)})
        except (InputError, QueryError) as error:
            return values | {"problem": error}
        return values | {"result": result, "bars": _bars(result), "linked": _LINKED, "full": len(result) == TABLED}

    def rows(self, name: str, form: str, asked: Asked) -> str:
        """The whole answer to a stored question as a file.

        Raises:
            QueryError: there is no such question, or a value is of another type.
        """
        _, given, _ = self._given(name, asked)
        result = run(self.connection, name, given)
        text = StringIO()
        write_rows(form, [column.name for column in result.columns], result.rows, text)
        return text.getvalue()

    def _given(self, name: str, asked: Asked) -> tuple[StoredQuery, Values, bool]:
        """The question, the values that the address has for it, and whether it can be asked."""
        query = find_query(name)
        given = {
            parameter.name: from_text(parameter, text)
            for parameter in query.parameters
            if (text := _one(asked, parameter.name))
        }
        needed = {parameter.name for parameter in query.parameters if parameter.needed}
        return query, given, bool(asked) and needed <= given.keys()

    def what_if(self, text: str, asked: Asked) -> Values:
        """What would be judged otherwise if a model declared another licence or had another base.

        Raises:
            InputError: the graph does not have it or the rule set, or the change does not fit it.
            QueryError: the graph is too large for the time that a page has.
        """
        with self.connection.one_page():
            id_ = find_artifact(self.connection, text, (Model.label,)).id
            license_, bases = _one(asked, "license"), _one(asked, "base")
            profile = _one(asked, "profile") or DEFAULT
            change = Change(
                [license_] if license_ else [],
                bases=[part.strip() for part in bases.split(",") if part.strip()] if bases else None,
            )
            above = self._rows("artifact-above", model_ids=[id_])
            return {
                "id": id_,
                "declared": self._facts("model", id_)["properties"].get("license_statement"),
                "above": [f"{row['above']}:{row['relation']}" for row in above],
                "license": license_,
                "base": bases,
                "profile": profile,
                "profiles": [name for name, missing in rule_sets(self.connection).items() if not missing],
                "found": what_if(self.connection, id_, change, profile, JUDGED) if license_ or bases else None,
                "most": LISTED,
                "known": [entry.id for entry in licenses()],
            }

    def _facts(self, kind: str, id_: str) -> Row:
        """What the graph has of an artifact; a model and a dataset may share an id."""
        return next(row for row in self._rows("artifact-facts", artifact=id_) if row["kind"] == kind)

    def _rows(self, name: str, **parameters: Any) -> list[Row]:
        return run(self.connection, name, parameters).rows


def _one(asked: Asked, name: str) -> str | None:
    """The last value of a parameter; None where it is not given or empty."""
    values = [value for value in asked.get(name, ()) if value.strip()]
    return values[-1].strip() if values else None


def _details(node: type[Node], properties: Mapping[str, Any], *, names: bool = False) -> list[tuple[str, Any, str]]:
    """Name, value and meaning of the properties that an artifact has; either what its name claims, or the rest."""
    return [
        (one.name.removeprefix("name_").replace("_", " ") if names else one.name.replace("_", " "), value, one.meaning)
        for one in declared_properties(node)
        if (value := properties.get(one.name)) is not None
        and one.name not in _ELSEWHERE
        and one.name.startswith("name_") == names
    ]


def _sections(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The lines of a licence's description, by heading; what has none stands under an empty one."""
    found = []
    for blank, block in groupby(lines[1:], key=lambda line: not line):
        first, *items = block
        if not blank and items and items[0].startswith("  - "):
            found.append((first, [item.removeprefix("  - ") for item in items]))
        elif not blank:
            found.append(("", [first, *items]))
    return found


def _bars(result: Result) -> dict[str, int]:
    """The first column of counts that fall from row to row, with its greatest value: a bar shows it better."""
    for column in result.columns:
        values = [row[column.name] for row in result]
        counts = all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in values)
        if column.type == "INTEGER" and counts and len(set(values)) > 1 and values == sorted(values, reverse=True):
            return {column.name: values[0]}
    return {}
